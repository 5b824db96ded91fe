"""How fast the search answers while one types, and how much it finds.

    python tests/benchmarks/search.py CORPUS [--sizes 400,10000,100000,1000000] [--queries 300] [--seed 1] [--upkeep]

CORPUS is a file of readlist's own JSON lines (gzip'd or not) with titles, authors and abstracts. For every size a
library is built through the store; then real queries are typed key by key, each made from one paper that should be
found. Printed are milliseconds a key, how often the paper is first and among the first ten, by kind of query, the
memory, the size of the index and the time to build it; beside them, in the same run, ``fzf --filter`` on title and
authors (when it is installed) and the bare FTS5 question with the same words. Sizes beyond the corpus are filled with
papers put together from the sentences of others; a million need 5 GB of disk and some minutes.

With ``--upkeep`` a tenth more papers is imported into each library, and what the index costs then is compared with a
plain FTS5 table kept in step by triggers. ``--keep FOLDER`` keeps the libraries, and takes those that are there.
"""

import argparse
import gc
import random
import re
import resource
import shutil
import sqlite3
import subprocess
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path

import upkeep
from libraries import build, read
from typed import Wanted, queries

from readlist.query import parse
from readlist.store import Library

FILTERED = 12  # so many of the queries go through fzf, which takes its time


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--sizes", default="400,10000,100000")
    parser.add_argument("--queries", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--upkeep", action="store_true")
    parser.add_argument("--keep", type=Path, metavar="FOLDER")
    options = parser.parse_args()
    slowest: dict[int, tuple[float, float]] = {}
    for size in map(int, options.sizes.split(",")):
        with tempfile.TemporaryDirectory() as folder:
            path = (options.keep or Path(folder)) / f"{size}.db"
            seconds = None if path.exists() else build(path, read(options.corpus, size))
            slowest[size] = measure(path, options.queries, options.seed, seconds)
            if options.upkeep:
                print(upkeep.compare(path, options.corpus, size, max(size // 10, 1)))
    if 10_000 in slowest and max(slowest) > 10_000:
        most = max(slowest)
        wall, work = (slowest[most][part] / slowest[10_000][part] for part in (0, 1))
        print(f"\np95 a key of {most:,} papers is {wall:.1f} times that of 10,000 (processor time {work:.1f})")


def measure(path: Path, number: int, seed: int, seconds: float | None) -> tuple[float, float]:
    """Prints everything about one library, and returns the 95th percentile of milliseconds a key, of the wall clock and
    of processor time."""
    Library.open(path).close()  # one that was kept is brought up to date, which is not what is measured
    with closing(sqlite3.connect(path)) as connection:
        papers, text = connection.execute(
            "SELECT count(*), sum(length(CAST(coalesce(title, '') || authors || coalesce(abstract, '') AS BLOB)))"
            " FROM papers"
        ).fetchone()
        share = index_size(connection) / text
        wanted = queries(connection, papers, number, random.Random(seed))
    built = "built before" if seconds is None else f"built in {seconds:.1f} s"
    print(f"\n{papers:,} papers: {built}, index {share:.2f} of {text / 1e6:.0f} MB text", flush=True)
    with get_context("spawn").Pool(1) as process:
        begun, used = process.apply(memory_of_typing, (path, wanted))
    with Library.open(path) as library:
        searcher = library.searcher()
        searcher.find(parse("warming up"))
        times = key_by_key(lambda typed: searcher.find(parse(typed)), wanted)
        again = library.searcher()
        worked = key_by_key(lambda typed: again.find(parse(typed)), wanted, time.process_time)
        again.close()
        print(f"  readlist    ms a key {spread(times)}; of processor time {spread(worked)}")
        print(f"  memory      {used:.0f} MB after all keys, {begun:.0f} MB before the first")
        print(recall(lambda typed: searcher.find(parse(typed)).ids, wanted))
        searcher.close()
    print(f"  bare FTS5   ms a key {spread(key_by_key(bare(path), wanted))}")
    if shutil.which("fzf"):
        filtered = fuzzy_finder(path, wanted[:: max(1, len(wanted) // FILTERED)])
        ratios = [percentile(filtered, part) / percentile(times, part) for part in (50, 95)]
        times_slower = f"{ratios[0]:.0f} and {ratios[1]:.0f} times readlist's p50 and p95 a key"
        print(f"  fzf         ms a query {spread(filtered)}: {times_slower}")
    return percentile(times, 95), percentile(worked, 95)


def memory_of_typing(path: Path, wanted: Sequence[Wanted]) -> tuple[float, float]:
    """Megabytes of a process that only searches: with the library open, and after every key of every query."""
    with Library.open(path) as library:
        searcher = library.searcher()
        gc.collect()
        begun = memory()
        key_by_key(lambda typed: searcher.find(parse(typed)), wanted)
        gc.collect()
        used = memory()
        searcher.close()
    return begun, used


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


def key_by_key(
    ask: Callable[[str], object], wanted: Sequence[Wanted], clock: Callable[[], float] = time.perf_counter
) -> list[float]:
    """Milliseconds for every key of every query, typed in turn."""
    times = []
    for query in wanted:
        for end in range(1, len(query.typed) + 1):
            start = clock()
            ask(query.typed[:end])
            times.append((clock() - start) * 1000)
    return times


def percentile(times: Sequence[float], part: int) -> float:
    return sorted(times)[min(len(times) - 1, len(times) * part // 100)]


def spread(times: Sequence[float]) -> str:
    return " ".join(f"p{part} {percentile(times, part):.1f}" for part in (50, 95, 99)) + f" max {max(times):.1f}"


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


if __name__ == "__main__":
    main()
