"""Change sets as the ledger writes them down, takes them back and does them again.

A change set is a row of ``change_sets`` and rows of ``changes``, in the order in which things happened:

* a change of a row keeps the columns it touched, before and after;
* a deletion keeps the whole row before;
* an insertion keeps only the ids, a run of them a row; the rows themselves are copied into ``after`` when the insertion
  is undone, and let go when it is done again. So an import does not make the file twice as large.
"""

import json
import socket
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from readlist.paper import new_uid, timestamp
from readlist.store import index, shelf
from readlist.store.connection import row_ids
from readlist.store.rows import COLUMNS, IN_IDS, SELECT_PAPERS, Row, as_json, read_rows


@dataclass(frozen=True, slots=True)
class Change:
    """What a change did: its number in the history (0 when there was nothing to change), a line for people, the papers
    it touched and how many they are."""

    id: int
    summary: str
    ids: frozenset[int]
    count: int


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """One entry of the history."""

    id: int
    at: str
    summary: str
    count: int
    undone: bool


NO_CHANGE = Change(0, "there was nothing to change", frozenset(), 0)
"""What is said of a change that changes nothing."""


class _Step(NamedTuple):
    id: int
    table: str
    first: int
    last: int
    before: str | None
    after: str | None
    kind: str


def open_change_set(connection: sqlite3.Connection, summary: str, *, state: str = "done", at: str | None = None) -> int:
    """A new entry of the history, and its id."""
    cursor = connection.execute(
        "INSERT INTO change_sets (uid, at, who, summary, count, state) VALUES (?, ?, ?, ?, 0, ?)",
        (new_uid(), at or timestamp(), _who(), summary, state),
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def forget_undone(connection: sqlite3.Connection) -> None:
    """Drops what could have been done again: a new change starts from what is there now."""
    connection.execute("DELETE FROM change_sets WHERE state = 'undone'")


def close_change_set(connection: sqlite3.Connection, id: int, summary: str, count: int) -> None:
    """Says what an entry did and that it is complete."""
    connection.execute(
        "UPDATE change_sets SET summary = ?, count = ?, state = 'done' WHERE id = ?", (summary, count, id)
    )


def record_updates(
    connection: sqlite3.Connection, change_set: int, table: str, changes: Iterable[tuple[int, Row, Row]]
) -> None:
    """Writes down changed columns: the row's id, their values before and after."""
    connection.executemany(
        'INSERT INTO changes (change_set, "table", first, last, before, after) VALUES (?, ?, ?, ?, ?, ?)',
        ((change_set, table, row, row, _json(before), _json(after)) for row, before, after in changes),
    )


def record_insertion(connection: sqlite3.Connection, change_set: int, table: str, first: int, last: int) -> None:
    """Writes down that the rows ``first`` to ``last`` are new."""
    connection.execute(
        'INSERT INTO changes (change_set, "table", first, last) VALUES (?, ?, ?, ?)', (change_set, table, first, last)
    )


def record_deletions(connection: sqlite3.Connection, change_set: int, table: str, rows: Iterable[Row]) -> None:
    """Writes down whole rows that are about to go."""
    connection.executemany(
        'INSERT INTO changes (change_set, "table", first, last, before) VALUES (?, ?, ?, ?, ?)',
        ((change_set, table, row["id"], row["id"], _json(row)) for row in rows),
    )


def update_recorded(connection: sqlite3.Connection, change_set: int, changes: Mapping[int, tuple[Row, Row]]) -> None:
    """Changes papers and writes it down: by id the columns' values before and after."""
    record_updates(
        connection, change_set, "papers", ((paper, before, after) for paper, (before, after) in changes.items())
    )
    shelf.update_papers(connection, {paper: after for paper, (_, after) in changes.items()})


def delete_recorded(connection: sqlite3.Connection, change_set: int, rows: Mapping[int, Row]) -> None:
    """Deletes papers with their sources and writes them down."""
    theirs = "paper IN (SELECT value FROM json_each(?))"
    sources = shelf.read_plain(connection, "sources", theirs, (json.dumps(list(rows)),))
    record_deletions(connection, change_set, "sources", sources)
    record_deletions(connection, change_set, "papers", rows.values())
    shelf.delete_papers(connection, rows.keys())


def fold_recorded(connection: sqlite3.Connection, change_set: int, gone: int, kept: int) -> None:
    """Gives the sources of one paper to another, deletes it, and writes that down."""
    moved = row_ids(connection, "SELECT id FROM sources WHERE paper = ?", (gone,))
    record_updates(connection, change_set, "sources", ((source, {"paper": gone}, {"paper": kept}) for source in moved))
    connection.execute("UPDATE sources SET paper = ? WHERE paper = ?", (kept, gone))
    record_deletions(connection, change_set, "papers", read_rows(connection, [gone]).values())
    shelf.delete_papers(connection, [gone])


def undo(connection: sqlite3.Connection, change_set: int, *, keep: bool = True) -> frozenset[int]:
    """Takes a change set back and returns the papers it touched. Unless ``keep``, it cannot be done again."""
    touched: set[int] = set()
    steps = _steps(connection, change_set)
    steps.reverse()
    # Taking most papers out of the search index one by one costs more than making it anew for those that stay.
    inserted = sum(step.last - step.first + 1 for step in steps if (step.table, step.kind) == ("papers", "insertion"))
    searchable = 2 * inserted < connection.execute("SELECT count(*) FROM papers").fetchone()[0] or not inserted
    for (table, kind), group in groupby(steps, key=lambda step: (step.table, step.kind)):
        if kind == "insertion":
            for step in group:
                touched |= _take_off(connection, step, keep=keep, searchable=searchable)
        elif kind == "deletion":
            rows = [json.loads(step.before or "") for step in group]
            touched |= _put_back(connection, table, rows, searchable=searchable)
        else:
            changes = ((step.first, json.loads(step.before or "")) for step in group)
            touched |= _set_columns(connection, table, changes, searchable=searchable)
    if not searchable:
        index.rebuild(connection)
    return frozenset(touched)


def redo(connection: sqlite3.Connection, change_set: int) -> frozenset[int]:
    """Does a change set again and returns the papers it touched."""
    touched: set[int] = set()
    for (table, kind), group in groupby(_steps(connection, change_set), key=lambda step: (step.table, step.kind)):
        if kind == "insertion":
            for step in group:
                touched |= _put_back(connection, table, json.loads(step.after or "[]"))
                connection.execute("UPDATE changes SET after = NULL WHERE id = ?", (step.id,))
        elif kind == "deletion":
            ids = [step.first for step in group]
            if table == "papers":  # their sources go with them
                shelf.delete_papers(connection, ids)
                touched.update(ids)
            elif table == "searches":
                connection.execute(f"DELETE FROM searches WHERE {IN_IDS}", (as_json(ids),))
        else:
            touched |= _set_columns(connection, table, ((step.first, json.loads(step.after or "")) for step in group))
    return frozenset(touched)


def entries(connection: sqlite3.Connection, limit: int) -> list[ChangeSet]:
    """The newest entries of the history, the newest first."""
    cursor = connection.execute(
        "SELECT id, at, summary, count, state FROM change_sets WHERE state <> 'unfinished' ORDER BY id DESC LIMIT ?",
        (limit,),
    )
    return [ChangeSet(number, at, summary, count, state == "undone") for number, at, summary, count, state in cursor]


def newest_done(connection: sqlite3.Connection) -> tuple[ChangeSet, bool] | None:
    """What undo would take back, and whether that is an import; None when there is nothing."""
    sql = (
        "SELECT id, at, summary, count, EXISTS (SELECT 1 FROM imports WHERE imports.id = change_sets.id)"
        " FROM change_sets WHERE state = 'done' ORDER BY id DESC LIMIT 1"
    )
    for number, at, summary, count, imported in connection.execute(sql):
        return ChangeSet(number, at, summary, count, False), bool(imported)
    return None


def _steps(connection: sqlite3.Connection, change_set: int) -> list[_Step]:
    return [
        _Step(step, table, first, last, before, after, _kind(before, after))
        for step, table, first, last, before, after in connection.execute(
            'SELECT id, "table", first, last, before, after FROM changes WHERE change_set = ? ORDER BY id',
            (change_set,),
        )
    ]


def _kind(before: str | None, after: str | None) -> str:
    if before is None:
        return "insertion"
    return "deletion" if after is None else "update"


def _take_off(connection: sqlite3.Connection, step: _Step, *, keep: bool, searchable: bool) -> set[int]:
    run = (step.first, step.last)
    if step.table == "papers":
        cursor = connection.execute(f"{SELECT_PAPERS} WHERE id BETWEEN ? AND ? ORDER BY id", run)
        rows = [dict(zip(COLUMNS, values, strict=True)) for values in cursor]
    else:
        rows = shelf.read_plain(connection, step.table, "id BETWEEN ? AND ?", run)
    if keep:
        connection.execute("UPDATE changes SET after = ? WHERE id = ?", (_json(rows), step.id))
    if step.table == "papers":
        ids = [row["id"] for row in rows]
        shelf.delete_papers(connection, ids, searchable=searchable)
        return set(ids)
    connection.execute(f"DELETE FROM {step.table} WHERE id BETWEEN ? AND ?", run)
    return _papers_of(rows)


def _put_back(
    connection: sqlite3.Connection, table: str, rows: Collection[Row], *, searchable: bool = True
) -> set[int]:
    rows = sorted(rows, key=itemgetter("id"))
    if table == "papers":
        shelf.insert_papers(connection, rows, searchable=searchable)
        return {row["id"] for row in rows}
    insert = shelf.insert_sources if table == "sources" else shelf.insert_searches
    insert(connection, rows)
    return _papers_of(rows)


def _set_columns(
    connection: sqlite3.Connection, table: str, changes: Iterable[tuple[int, Row]], *, searchable: bool = True
) -> set[int]:
    together: dict[int, Row] = {}
    for row, values in changes:
        together.setdefault(row, {}).update(values)
    if table == "papers":
        # A paper can be gone when an import that died is taken back after others have changed things.
        there = set(row_ids(connection, f"SELECT id FROM papers WHERE {IN_IDS}", (as_json(together),)))
        still = {row: values for row, values in together.items() if row in there}
        shelf.update_papers(connection, still, searchable=searchable)
        return there
    shelf.update_plain(connection, table, together)
    return _papers_of(together.values())


def _papers_of(rows: Iterable[Row]) -> set[int]:
    """The papers that rows of sources belong to; searches belong to none."""
    return {row["paper"] for row in rows if "paper" in row}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=1)
def _who() -> str:
    """The machine a change was made on, so that changes from several can be told apart."""
    return socket.gethostname()
