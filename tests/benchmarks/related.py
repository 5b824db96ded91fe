"""How quick related papers are, and how good.

    python tests/benchmarks/related.py CORPUS [--sizes 10000,100000] [--papers 100] [--examples 10] [--seed 1]
    python tests/benchmarks/related.py --library FILE [...]

CORPUS is a file of readlist's own JSON lines (gzip'd or not); a library of each size is built of it through the store
(beyond the corpus with made-up papers), or FILE is looked at as it is. Printed are milliseconds a paper, then how many
of the first ten are among the ten exact neighbours (the cosine of tf-idf vectors of title and abstract to every paper
of a library of at most 10,000), then, for papers whose title names a method, how many of the first five speak of it;
each beside what a plain FTS5 question does that joins all words by OR and sorts by bm25. At the end examples, to look
at.
"""

import argparse
import math
import random
import re
import sqlite3
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from pathlib import Path

from readlist.store.related import related
from readlist.store.words import words

try:
    from tests.benchmarks.search import build, read
except ModuleNotFoundError:  # called by its path
    from search import build, read  # type: ignore[import-not-found, no-redef]

EXACT = 10_000
"""Exact neighbours of one paper cost a look at all; more papers than this would take all day."""
MOST_COMPARED = 200_000
FIRST = 10
NAMED_FIRST = 5

Nearest = Callable[[int, int], list[int]]
"""The ids nearest to a paper, at most so many."""
Rows = list[tuple[int, str, str]]
"""Ids with titles and abstracts."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", type=Path, nargs="?")
    parser.add_argument("--library", type=Path)
    parser.add_argument("--sizes", default="10000,100000")
    parser.add_argument("--papers", type=int, default=100)
    parser.add_argument("--examples", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.library:
        measure(options.library, options)
    elif options.corpus is None:
        parser.error("a corpus or a --library is needed")
    else:
        for size in map(int, options.sizes.split(",")):
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "papers.db"
                build(path, read(options.corpus, size))
                measure(path, options)


def measure(path: Path, options: argparse.Namespace) -> None:
    """Prints everything about one library."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        connection.execute("PRAGMA cache_size = -32768")
        (papers,) = connection.execute("SELECT count(*) FROM papers").fetchone()
        print(f"\n{papers:,} papers")
        ids = [paper for (paper,) in connection.execute("SELECT id FROM papers ORDER BY id")]
        sources = random.Random(options.seed).sample(ids, min(options.papers, len(ids)))

        def nearest(paper: int, limit: int) -> list[int]:
            return [other for _, other in related(connection, paper, limit)]

        print(f"  readlist   ms a paper {spread(timed(nearest, sources))}")
        if papers > MOST_COMPARED:
            return
        rows: Rows = connection.execute("SELECT id, coalesce(title, ''), coalesce(abstract, '') FROM papers").fetchall()
        plain = bm25(rows)
        print(f"  bm25       ms a paper {spread(timed(plain, sources[:20]))}")
        if papers <= EXACT:
            exact = Exact(rows)
            for label, ask in (("readlist", nearest), ("bm25", plain)):
                print(f"  {label:<10} {overlap(ask, exact.nearest, sources):.0%} of the ten exact neighbours")
        named = names(rows)
        chosen = random.Random(options.seed).sample(sorted(named), min(options.papers, len(named)))
        print(f"  {len(named)} titles name what others speak of; {len(chosen)} of them:")
        for label, ask in (("readlist", nearest), ("bm25", plain)):
            print(f"  {label:<10} {follow_ups(ask, named, chosen):.0%} of the first {NAMED_FIRST} speak of it")
        titles = {paper: title for paper, title, _ in rows}
        for paper in chosen[: options.examples]:
            print(f"\n  {titles[paper]}")
            for other in nearest(paper, NAMED_FIRST):
                print(f"    {'*' if other in named[paper] else ' '} {titles[other]}")


def timed(ask: Nearest, sources: Sequence[int]) -> list[float]:
    times = []
    for paper in sources:
        start = time.perf_counter()
        ask(paper, 50)
        times.append((time.perf_counter() - start) * 1000)
    return times


def spread(times: Iterable[float]) -> str:
    ordered = sorted(times)
    shown = [f"p{part} {ordered[min(len(ordered) - 1, int(len(ordered) * part / 100))]:.1f}" for part in (50, 95)]
    return f"{' '.join(shown)} max {ordered[-1]:.1f}"


def overlap(ask: Nearest, exact: Nearest, sources: Sequence[int]) -> float:
    """The part of the exact neighbours that is found."""
    shares = []
    for paper in sources:
        wanted = set(exact(paper, FIRST))
        if wanted:
            shares.append(len(wanted.intersection(ask(paper, FIRST))) / len(wanted))
    return sum(shares) / max(1, len(shares))


NAME = re.compile(
    r"(?<![\w-])(?:[A-Z]+[a-z]+[A-Z]|[a-z]+[A-Z]|[A-Z]{2,}[a-z]+[A-Z]?|[A-Z]{6}|[A-Za-z]{3,}\d)\w*(?![\w-])"
)
"""TensorFlow, SQuAD, KATRIN's like and word2vec, which are nothing else's names, as SAM and FLASH are a dozen's."""


def names(rows: Rows) -> dict[int, set[int]]:
    """Papers whose title holds a name that three others write just so, in title or abstract, with those others."""
    coined: dict[str, list[int]] = defaultdict(list)
    for paper, title, _ in rows:
        first = NAME.search(title)
        if first and not title.isupper() and not first[0].endswith("s"):
            coined[first[0]].append(paper)
    spoken: dict[str, set[int]] = defaultdict(set)
    for paper, title, abstract in rows:
        for word in set(re.findall(r"\w+", f"{title} {abstract}")):
            if word in coined:
                spoken[word].add(paper)
    return {
        paper: spoken[name] - {paper}
        for name, papers in coined.items()
        for paper in papers
        if 3 <= len(spoken[name]) - 1 <= 0.02 * len(rows)
    }


def follow_ups(ask: Nearest, named: dict[int, set[int]], sources: Sequence[int]) -> float:
    """The part of the first five that speaks of what the title names; where fewer do at all, of the first so many."""
    shares = []
    for paper in sources:
        first = min(NAMED_FIRST, len(named[paper]))
        shares.append(len(named[paper].intersection(ask(paper, first))) / first)
    return sum(shares) / max(1, len(shares))


def bm25(rows: Rows) -> Nearest:
    """All words of title and abstract joined by OR, sorted by FTS5's bm25, the title counting double."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE texts USING fts5(title, abstract)")
    connection.executemany("INSERT INTO texts(rowid, title, abstract) VALUES (?, ?, ?)", rows)

    def ask(paper: int, limit: int) -> list[int]:
        text = connection.execute("SELECT title || ' ' || abstract FROM texts WHERE rowid = ?", (paper,)).fetchone()[0]
        expression = " OR ".join(f'"{word}"' for word in dict.fromkeys(re.findall(r"[^\W_]+", text)))
        sql = "SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY bm25(texts, 2, 1), rowid LIMIT ?"
        return [other for (other,) in connection.execute(sql, (expression, limit + 1)) if other != paper][:limit]

    return ask


class Exact:
    """Every paper's tf-idf vector of title and abstract (1 + ln tf, ln N/df), and the cosines of all to one."""

    def __init__(self, rows: Rows) -> None:
        counts = {paper: Counter(words(f"{title}\n{abstract}")) for paper, title, abstract in rows}
        frequency = Counter(word for counted in counts.values() for word in counted)
        self.vectors: dict[int, dict[str, float]] = {}
        self.postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for paper, counted in counts.items():
            vector = {
                word: (1 + math.log(times)) * math.log(len(rows) / frequency[word]) for word, times in counted.items()
            }
            length = math.sqrt(sum(weight * weight for weight in vector.values())) or 1.0
            self.vectors[paper] = {word: weight / length for word, weight in vector.items()}
            for word, weight in self.vectors[paper].items():
                self.postings[word].append((paper, weight))

    def nearest(self, paper: int, limit: int) -> list[int]:
        """The papers of the highest cosines."""
        cosines: dict[int, float] = defaultdict(float)
        for word, weight in self.vectors[paper].items():
            for other, there in self.postings[word]:
                cosines[other] += weight * there
        cosines.pop(paper, None)
        return sorted(cosines, key=lambda other: (-cosines[other], other))[:limit]


if __name__ == "__main__":
    main()
