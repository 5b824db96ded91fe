"""How quick search is, and how much it finds.

    python tests/benchmarks/search.py CORPUS [--sizes 400,10000,100000,1000000] [--queries 240] [--seed 1]

CORPUS is a file of readlist's own JSON lines (gzip'd or not) with titles, authors and abstracts. For every size a
library is built through the store; then real queries are typed key by key, each made from one paper that should be
found. Printed are milliseconds a key, how often the paper is first and among the first ten, by kind of query, the
memory, the size of the index and the time to build it; beside them, in the same run, ``fzf --filter`` on title and
authors (when it is installed) and the bare FTS5 question with the same words. Sizes beyond the corpus are filled with
papers put together from the sentences of others.
"""

import argparse
import gzip
import json
import random
import re
import resource
import shutil
import sqlite3
import subprocess
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from readlist.paper import Draft
from readlist.query import parse
from readlist.store import Library

BATCH = 2000
FILTERED = 12  # so many of the queries go through fzf, which takes its time

ABBREVIATIONS = {
    "reinforcement learning": "rl", "machine learning": "ml", "deep learning": "dl", "neural network": "nn",
    "convolutional neural network": "cnn", "graph neural network": "gnn", "recurrent neural network": "rnn",
    "large language model": "llm", "language model": "lm", "support vector machine": "svm",
    "principal component analysis": "pca", "natural language processing": "nlp", "internet of things": "iot",
    "density functional theory": "dft", "partial differential equation": "pde", "quantum field theory": "qft",
    "markov chain monte carlo": "mcmc", "general relativity": "gr", "quantum key distribution": "qkd",
    "active galactic nuclei": "agn", "cosmic microwave background": "cmb", "gamma ray burst": "grb",
    "black hole": "bh", "quantum chromodynamics": "qcd", "generative adversarial network": "gan",
    "dark energy": "de", "molecular dynamics": "md", "monte carlo": "mc", "magnetic resonance imaging": "mri",
    "bose einstein condensate": "bec", "large hadron collider": "lhc", "named entity recognition": "ner",
    "automatic speech recognition": "asr", "neural machine translation": "nmt", "quantum error correction": "qec",
}  # fmt: skip

_EVERYDAY = """the of and in a for on with to an from by is at as its via are be or using based new that this we which
our can these has have not also it into their two between study results show"""
EVERYDAY = frozenset(_EVERYDAY.split())


Maker = Callable[[str, str, str, random.Random], str | None]
"""Makes a query of a title, authors and abstract, if they allow it."""


class Wanted(NamedTuple):
    """A query of some kind and the paper it was made from."""

    kind: str
    typed: str
    paper: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--sizes", default="400,10000,100000")
    parser.add_argument("--queries", type=int, default=240)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    for size in map(int, options.sizes.split(",")):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "papers.db"
            seconds = build(path, read(options.corpus, size))
            measure(path, options.queries, options.seed, seconds)


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


def measure(path: Path, number: int, seed: int, seconds: float) -> None:
    """Prints everything about one library."""
    with closing(sqlite3.connect(path)) as connection:
        papers, text = connection.execute(
            "SELECT count(*), sum(length(CAST(coalesce(title, '') || authors || coalesce(abstract, '') AS BLOB)))"
            " FROM papers"
        ).fetchone()
        share = index_size(connection) / text
        wanted = queries(connection, papers, number, random.Random(seed))
    print(f"\n{papers:,} papers: built in {seconds:.1f} s, index {share:.2f} of {text / 1e6:.0f} MB text")
    with Library.open(path) as library:
        searcher = library.searcher()
        before = memory()
        times = key_by_key(lambda typed: searcher.find(parse(typed)), wanted)
        print(f"  readlist    ms a key {spread(times)}, memory +{memory() - before:.0f} MB")
        print(recall(lambda typed: searcher.find(parse(typed)).ids, wanted))
        searcher.close()
    print(f"  bare FTS5   ms a key {spread(key_by_key(bare(path), wanted))}")
    if shutil.which("fzf"):
        print(f"  fzf         ms a query {spread(fuzzy_finder(path, wanted[:: max(1, len(wanted) // FILTERED)]))}")


def memory() -> float:
    """The memory of this process in MB: what it has now on Linux, elsewhere the most it has had."""
    pages = Path("/proc/self/statm")
    if pages.exists():
        return int(pages.read_text().split()[1]) * resource.getpagesize() / (1 << 20)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)


def index_size(connection: sqlite3.Connection) -> int:
    """Bytes of every table of the search index."""
    parts = "name LIKE 'head%' OR name LIKE 'body%' OR name LIKE 'vocabulary%' OR name LIKE 'short_forms%'"
    return int(connection.execute(f"SELECT sum(pgsize) FROM dbstat WHERE {parts}").fetchone()[0])


def key_by_key(ask: Callable[[str], object], wanted: Sequence[Wanted]) -> list[float]:
    """Milliseconds for every key of every query, typed in turn."""
    times = []
    for query in wanted:
        for end in range(1, len(query.typed) + 1):
            start = time.perf_counter()
            ask(query.typed[:end])
            times.append((time.perf_counter() - start) * 1000)
    return times


def spread(times: Sequence[float]) -> str:
    ordered = sorted(times)
    shown = [f"p{part} {ordered[min(len(ordered) - 1, int(len(ordered) * part / 100))]:.1f}" for part in (50, 95, 99)]
    return f"{' '.join(shown)} max {ordered[-1]:.1f}"


def recall(ask: Callable[[str], Sequence[int]], wanted: Sequence[Wanted]) -> str:
    """How often the paper is first, and among the first ten, by kind."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for query in wanted:
        found = list(ask(query.typed)[:10])
        for kind in (query.kind, "all"):
            counts[kind][0] += 1
            counts[kind][1] += found[:1] == [query.paper]
            counts[kind][2] += query.paper in found
    lines = [
        f"    {kind:<14}{total:>4} queries   first {first / total:>4.0%}   in the first ten {ten / total:>4.0%}"
        for kind, (total, first, ten) in sorted(counts.items(), key=lambda pair: pair[0] == "all")
    ]
    return "\n".join(lines)


def bare(path: Path) -> Callable[[str], object]:
    """The same words asked of FTS5 as they are, without rank, correction or completion: the floor."""
    connection = sqlite3.connect(path)
    sql = "SELECT rowid FROM body WHERE body MATCH ? ORDER BY rowid DESC LIMIT 200"

    def ask(typed: str) -> object:
        words = re.findall(r"\w+", typed)
        return words and connection.execute(sql, (" ".join(f'"{word}"' for word in words),)).fetchall()

    return ask


def fuzzy_finder(path: Path, wanted: Sequence[Wanted]) -> list[float]:
    """Milliseconds fzf needs for whole queries on lines of title and authors, reading them included."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT coalesce(title, '') || ' ' || replace(authors, char(10), ', ') FROM papers")
        lines = "\n".join(line for (line,) in rows).encode()
    times = []
    for query in wanted:
        start = time.perf_counter()
        subprocess.run(["fzf", "--filter", query.typed], input=lines, capture_output=True, check=False)
        times.append((time.perf_counter() - start) * 1000)
    return times


# ---------------------------------------------------------------- queries that a person might type for a paper


def queries(connection: sqlite3.Connection, papers: int, number: int, dice: random.Random) -> list[Wanted]:
    """Queries of every kind in turn, each for a paper drawn by lot."""
    wanted: list[Wanted] = []
    for attempt in range(number * 200):
        if len(wanted) >= number:
            break
        kind, make = _KINDS[len(wanted) % len(_KINDS)]
        if kind == "abbreviation" and attempt % 150 == 149:
            kind, make = _KINDS[0]  # few titles have one
        paper = dice.randrange(1, papers + 1)
        row = connection.execute(
            "SELECT coalesce(title, ''), authors, coalesce(abstract, '') FROM papers WHERE id = ?", (paper,)
        ).fetchone()
        typed = make(*row, dice) if row else None
        if typed:
            wanted.append(Wanted(kind, typed, paper))
    return wanted


def content(text: str, shortest: int = 4) -> list[str]:
    found = re.findall(r"[a-z]+", re.sub(r"\$[^$]*\$|\\\w+", " ", text.lower()))
    return [word for word in dict.fromkeys(found) if len(word) >= shortest and word not in EVERYDAY]


def slip(word: str, dice: random.Random) -> str:
    """A word with one letter missing, doubled, replaced, added or swapped with the next."""
    at = dice.randrange(1, len(word) - 1)
    letter = dice.choice("etaoinsrhldcu")
    return dice.choice(
        [
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + letter + word[at + 1 :],
            word[:at] + letter + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        ]
    )


def fragment(title: str, authors: str, abstract: str, dice: random.Random) -> str | None:
    words = re.findall(r"[a-z]+", title.lower())
    if len(words) < 5:
        return None
    length = dice.choice((3, 4))
    start = dice.randrange(len(words) - length + 1)
    part = words[start : start + length]
    return " ".join(part) if sum(len(word) > 3 and word not in EVERYDAY for word in part) >= 2 else None


def _drawn(count: int, shortest: int, spoil: Callable[[str, random.Random], str], shuffled: bool = False) -> Maker:
    def make(title: str, authors: str, abstract: str, dice: random.Random) -> str | None:
        words = content(title, shortest)
        if len(words) < count:
            return None
        chosen = dice.sample(words, count)
        if not shuffled:
            chosen.sort(key=words.index)
        return " ".join(spoil(word, dice) for word in chosen)

    return make


def author_and_word(title: str, authors: str, abstract: str, dice: random.Random) -> str | None:
    words = content(title, 5)
    surname = dice.choice(authors.split("\n")).split(" ")[-1] if authors else ""
    return f"{surname} {dice.choice(words)}" if words and surname.isalpha() and len(surname) > 3 else None


def abbreviation(title: str, authors: str, abstract: str, dice: random.Random) -> str | None:
    flat = " ".join(re.findall(r"[a-z]+", title.lower()))
    for long, short in ABBREVIATIONS.items():
        if long in flat:
            others = [word for word in content(flat.replace(long, " "), 5) if word not in long]
            return f"{short} {' '.join(dice.sample(others, 2))}" if len(others) > 1 else None
    return None


def run_together(title: str, authors: str, abstract: str, dice: random.Random) -> str | None:
    words = re.findall(r"[a-z]+", title.lower())
    pairs = [
        at for at in range(len(words) - 1) if all(len(word) > 3 and word not in EVERYDAY for word in words[at : at + 2])
    ]
    if len(words) < 4 or not pairs:
        return None
    at = dice.choice(pairs)
    others = [word for place, word in enumerate(words) if place not in (at, at + 1) and len(word) > 4]
    return f"{words[at]}{words[at + 1]} {dice.choice(others)}" if others else None


def from_abstract(title: str, authors: str, abstract: str, dice: random.Random) -> str | None:
    words = [word for word in content(abstract, 6) if word not in title.lower()]
    if len(words) < 12:
        return None
    start = dice.randrange(len(words) - 4)
    return " ".join(words[start : start + 4])


_KINDS: list[tuple[str, Maker]] = [
    ("fragment", fragment),
    ("one slip", _drawn(3, 5, slip)),
    ("two slips", _drawn(3, 8, lambda word, dice: slip(slip(word, dice), dice))),
    ("author, word", author_and_word),
    ("any order", _drawn(3, 4, lambda word, dice: word, shuffled=True)),
    ("beginnings", _drawn(4, 4, lambda word, dice: word[: dice.randrange(4, 6)])),
    ("abbreviation", abbreviation),
    ("run together", run_together),
    ("abstract", from_abstract),
]


if __name__ == "__main__":
    main()
