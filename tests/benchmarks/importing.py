"""How long an import takes beside the least that SQLite needs.

    python tests/benchmarks/importing.py CORPUS [--papers 10000,100000] [--again 5]

CORPUS is a file of readlist's own JSON lines (gzip'd or not) with titles and abstracts. Its papers are written as a
page of Hugging Face and imported: read, cleaned, matched, kept, entered in the ledger and made searchable. Two floors
are measured in the same run, on the same disk, with the same care for what is committed:

* the same rows: the rows the import left in ``papers`` and ``sources`` (raw records included), written with raw
  ``executemany`` into tables of the same columns, and one rebuild of an FTS5 index over the searchable ones;
* bare: titles and abstracts alone, in one table, and one rebuild of an FTS5 index over them.

Printed are the best of some runs and their ratios, and what a second import of the same page, a dry run, undo, redo
and everyday changes take.
"""

import argparse
import gzip
import json
import sqlite3
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from readlist import importing
from readlist.store import Library
from readlist.text import clean_line

Rows = Sequence[Sequence[Any]]
SEARCHABLE = ("title", "authors", "tags", "venue", "abstract")


def read_corpus(path: Path, papers: int) -> list[tuple[str, str]]:
    """Titles and abstracts of the first papers of a corpus, on one line each."""
    open_text = gzip.open if path.suffix == ".gz" else open
    with open_text(path, "rt", encoding="utf-8") as file:
        records = (json.loads(line) for line in file)
        whole = ((clean_line(record["title"]), clean_line(record["abstract"])) for record in records)
        return list(islice(((title, abstract) for title, abstract in whole if title and abstract), papers))


def write_page(rows: Sequence[tuple[str, str]], path: Path) -> None:
    """The papers as a saved page of Hugging Face."""
    head = "Daily Papers\nbyAK and the research community\nSubscribe"
    path.write_text(head + "\n".join(f"{title}\n{abstract}" for title, abstract in rows) + "\n", encoding="utf-8")


def floor(tables: dict[str, tuple[Sequence[str], Rows]], path: Path) -> None:
    """The least: rows in tables, and an FTS5 index over the searchable columns of ``papers``."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    searched = ", ".join(name for name in SEARCHABLE if name in tables["papers"][0])
    for table, (columns, _) in tables.items():
        names = ", ".join(f'"{name}"' + " INTEGER PRIMARY KEY" * (name == "id") for name in columns)
        connection.execute(f"CREATE TABLE {table} ({names})")
    connection.execute(f"CREATE VIRTUAL TABLE words USING fts5({searched}, content='papers', content_rowid='id')")
    connection.execute("BEGIN")
    for table, (columns, rows) in tables.items():
        connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(columns))})", rows)
    connection.execute("INSERT INTO words (words) VALUES ('rebuild')")
    connection.execute("COMMIT")
    connection.close()


def tables_of(library: Library) -> dict[str, tuple[Sequence[str], Rows]]:
    """The rows a library holds, table by table, with the names of their columns."""
    found: dict[str, tuple[Sequence[str], Rows]] = {}
    for table in ("papers", "sources"):
        cursor = library.reader().execute(f"SELECT * FROM {table}")
        found[table] = ([column[0] for column in cursor.description], cursor.fetchall())
    return found


def timed(work: Callable[..., object], *arguments: object, **named: object) -> float:
    """The seconds that some work takes."""
    began = time.perf_counter()
    work(*arguments, **named)
    return time.perf_counter() - began


def measure(rows: Sequence[tuple[str, str]], again: int) -> None:
    """Imports rows and prints what it took."""
    bare = {"papers": (("id", "title", "abstract"), [(number, *row) for number, row in enumerate(rows, 1)])}
    seconds: dict[str, list[float]] = {"import": [], "the same rows": [], "bare": []}
    for number in range(again):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            page = folder / "page.txt"
            write_page(rows, page)
            with Library.open(folder / "library.db") as library:
                seconds["import"].append(timed(importing.run, library, [str(page)]))
                same = tables_of(library)
                seconds["the same rows"].append(timed(floor, same, folder / "same.db"))
                seconds["bare"].append(timed(floor, bare, folder / "bare.db"))
                if number + 1 == again:
                    report(rows, library, page, {what: min(took) for what, took in seconds.items()})


def report(rows: Sequence[tuple[str, str]], library: Library, page: Path, seconds: dict[str, float]) -> None:
    """Prints what was measured, and measures some more on the library that is there now."""
    taken = seconds["import"]
    print(f"{len(rows):,} papers, {library.total():,} works, {page.stat().st_size / 1e6:.1f} MB of text")
    for what, least in seconds.items():
        times = "" if what == "import" else f"   the import takes {taken / least:.2f} x as long"
        print(f"  {what:15} {least:7.2f} s   {len(rows) / least:9,.0f} papers a second{times}")
    last = library.total()
    for what, milliseconds in (
        ("the same again", 1000 * timed(importing.run, library, [str(page)])),
        ("dry run", 1000 * timed(importing.run, library, [str(page)], dry_run=True)),
        ("undo", 1000 * timed(library.ledger.undo)),
        ("redo", 1000 * timed(library.ledger.redo)),
        ("counts", 1000 * timed(library.counts)),
        ("a page of lines", 1000 * timed(library.summaries, range(last - 60, last))),
        ("mark one", 1000 * timed(library.ledger.mark, [last], "read")),
        ("tag a hundred", 1000 * timed(library.ledger.tag, range(1, 101), ["tried"])),
        ("mark all", 1000 * timed(library.ledger.mark, range(1, last + 1), "read")),
    ):
        print(f"  {what:15} {milliseconds:9.1f} ms")
    library.close()
    print(f"  file            {library.path.stat().st_size / 1e6:9.1f} MB")


def main(arguments: Sequence[str] | None = None) -> None:
    """Reads the command line and measures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("corpus", type=Path, help="papers as readlist's JSON lines, gzip'd or not")
    parser.add_argument("--papers", default="10000", help="how many, several separated by commas (10000)")
    parser.add_argument("--again", type=int, default=5, help="how often; the best counts (5)")
    options = parser.parse_args(arguments)
    for papers in map(int, options.papers.split(",")):
        measure(read_corpus(options.corpus, papers), options.again)


if __name__ == "__main__":
    main()
