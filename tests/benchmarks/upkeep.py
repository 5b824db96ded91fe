"""What keeping the search index in step costs an import, beside a plain FTS5 table that triggers keep in step."""

import shutil
import sqlite3
import time
from contextlib import ExitStack, closing
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from libraries import read_behind

from readlist.paper import Draft
from readlist.store import Library, index

BATCH = 1000
COLUMNS = ("title", "authors", "tags", "venue", "abstract")


class Cost(NamedTuple):
    """Seconds an import took, and those this process worked."""

    wall: float
    work: float


def compare(path: Path, corpus: Path, papers: int, more: int) -> str:
    """Imports the same papers into three copies of a library, and tells what each took: with readlist's index, with a
    plain FTS5 table and its triggers instead, and with no index at all."""
    drafts = read_behind(corpus, papers, more)
    costs = {}
    for kind in ("readlist", "plain", "none"):
        copy = path.with_name(f"{kind}.db")
        shutil.copyfile(path, copy)
        if kind == "plain":
            _make_plain(copy)
        costs[kind] = _import(copy, drafts, indexed=kind == "readlist")
        for file in copy.parent.glob(f"{copy.name}*"):
            file.unlink()
    ours, plain, none = costs["readlist"], costs["plain"], costs["none"]
    return (
        f"  upkeep      import of {more:,}: readlist {ours.wall:.2f} s, plain FTS5 with triggers {plain.wall:.2f} s,"
        f" no index {none.wall:.2f} s\n"
        f"              ratio {ours.wall / plain.wall:.2f} (processor time {ours.work / plain.work:.2f}); of the index"
        f" alone {_alone(ours.wall, plain.wall, none.wall)} (processor time {_alone(ours.work, plain.work, none.work)})"
    )


def _alone(ours: float, plain: float, none: float) -> str:
    return f"{(ours - none) / (plain - none):.2f}" if plain > none else "unknown"


def _make_plain(path: Path) -> None:
    """Gives a library the table and the triggers SQLite's documentation proposes for a table that is searched."""
    names = ", ".join(COLUMNS)
    new, old = (", ".join(f"{row}.{column}" for column in COLUMNS) for row in ("new", "old"))
    put = f"INSERT INTO plain(rowid, {names}) VALUES (new.id, {new});"
    take = f"INSERT INTO plain(plain, rowid, {names}) VALUES ('delete', old.id, {old});"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            f'CREATE VIRTUAL TABLE plain USING fts5({names}, content="papers", content_rowid="id");'
            "INSERT INTO plain(plain) VALUES ('rebuild');"
            f"CREATE TRIGGER plain_insert AFTER INSERT ON papers BEGIN {put} END;"
            f"CREATE TRIGGER plain_delete AFTER DELETE ON papers BEGIN {take} END;"
            f"CREATE TRIGGER plain_update AFTER UPDATE OF {names} ON papers BEGIN {take} {put} END;"
        )


def _import(path: Path, drafts: list[Draft], *, indexed: bool) -> Cost:
    with ExitStack() as stack:
        if not indexed:
            for name in ("add", "remove", "retag", "settle"):
                stack.enter_context(patch.object(index, name))
        library = stack.enter_context(Library.open(path))
        start, worked = time.perf_counter(), time.process_time()
        with library.ledger.importing("benchmark") as importing:
            for first in range(0, len(drafts), BATCH):
                importing.add(drafts[first : first + BATCH], file="more", format="jsonl")
        return Cost(time.perf_counter() - start, time.process_time() - worked)
