"""Libraries of any size, made of the papers of a corpus."""

import gzip
import json
import random
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from readlist.paper import Draft
from readlist.store import Library

BATCH = 2000


def read(corpus: Path, size: int) -> Iterator[Draft]:
    """The first papers of the corpus, and made-up ones behind them."""
    real: list[Draft] = []
    opened = gzip.open if corpus.suffix == ".gz" else open
    with opened(corpus, "rt", encoding="utf-8") as lines:
        for line in lines:
            if len(real) >= size:
                break
            fields = json.loads(line)
            fields["authors"] = tuple(fields.get("authors") or ())
            real.append(
                Draft(
                    **{name: fields.get(name) for name in ("title", "year", "month", "venue", "abstract", "arxiv")},
                    authors=fields["authors"],
                )
            )
            yield real[-1]
    dice = random.Random(len(real))
    for number in range(len(real), size):
        one, other, third = dice.choices(real, k=3)
        yield mixed(number, one, other, third)


def read_behind(corpus: Path, size: int, more: int) -> list[Draft]:
    """``more`` papers of the kind :func:`read` gives, that are not among the first ``size`` of them."""
    return list(islice(read(corpus, size + more), size, None))


def mixed(number: int, one: Draft, other: Draft, third: Draft) -> Draft:
    """A paper that is like real ones in its words but is none of them."""
    left, right = (one.title or "").split(), (other.title or "").split()
    sentences = [sentence for paper in (one, other, third) for sentence in (paper.abstract or "").split(". ")[1::2]]
    title = " ".join(left[: (len(left) + 1) // 2] + right[len(right) // 2 :])
    return replace(one, title=title, authors=other.authors, abstract=". ".join(sentences), arxiv=f"x/{number:07}")


def build(path: Path, drafts: Iterator[Draft]) -> float:
    """Fills a new library, and tells how many seconds the store needed for it."""
    seconds = 0.0
    with Library.open(path) as library, library.ledger.importing("benchmark") as importing:
        waiting: list[Draft] = []
        for draft in drafts:
            waiting.append(draft)
            if len(waiting) >= BATCH:
                start = time.perf_counter()
                importing.add(waiting, file="corpus", format="jsonl")
                seconds += time.perf_counter() - start
                waiting = []
        start = time.perf_counter()
        importing.add(waiting, file="corpus", format="jsonl")
    return seconds + time.perf_counter() - start
