"""Rows put on the shelf, changed and taken off, with everything derived from them kept in step.

Each function works inside the caller's transaction: the marks works are known by, authorships, taggings and the search
index change together with the papers they come from. Who says that papers are not ``searchable`` meanwhile makes the
index anew in the end.
"""

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any

from readlist.identity import mark_number, marks
from readlist.store import index
from readlist.store.rows import COLUMNS, IN_IDS, SOURCE_COLUMNS, Row, as_json, lines, read_rows, work_of

SEARCHED = frozenset({"title", "authors", "tags", "abstract", "venue"})
"""The columns the search index holds."""
RECOGNISED_BY = frozenset({"title", "authors", "year", "abstract", "doi", "arxiv", "pmid"})
"""The columns a paper's marks come from."""
PLAIN_COLUMNS = {"sources": SOURCE_COLUMNS, "searches": ("id", "name", "query", "added")}
"""The tables the history knows that nothing else is derived from, and their columns."""

_INSERT_PAPER = f"INSERT INTO papers ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"
_INSERT_SOURCE = f"INSERT INTO sources ({', '.join(SOURCE_COLUMNS)}) VALUES ({', '.join('?' * len(SOURCE_COLUMNS))})"

_paper_values = itemgetter(*COLUMNS)
_source_values = itemgetter(*SOURCE_COLUMNS)


def next_id(connection: sqlite3.Connection, table: str) -> int:
    """The id the next row of a table gets. Ids are never used twice, so that an old one never names another paper."""
    found = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
    return (found[0] if found else 0) + 1


def insert_papers(
    connection: sqlite3.Connection,
    rows: Sequence[Row],
    *,
    known_marks: Mapping[int, Iterable[int]] | None = None,
    searchable: bool = True,
) -> None:
    """Puts whole rows on the shelf; ``known_marks`` are the marks of their works by id, when they were made already."""
    connection.executemany(_INSERT_PAPER, map(_paper_values, rows))
    _insert_authorships(connection, rows)
    _insert_taggings(connection, rows)
    if known_marks is None:
        _insert_marks(connection, rows)
    else:
        pairs = ((mark, paper) for paper, numbers in known_marks.items() for mark in numbers)
        connection.executemany("INSERT OR IGNORE INTO marks (mark, paper) VALUES (?, ?)", pairs)
    if searchable:
        index.add(connection, [row["id"] for row in rows])


def update_papers(connection: sqlite3.Connection, changes: Mapping[int, Row], *, searchable: bool = True) -> None:
    """Sets columns of papers: their new values by column, by the paper's id. Papers that are gone are passed over."""
    searched = _changing(changes, SEARCHED - {"tags"}) if searchable else []
    retagged = set(_changing(changes, {"tags"})).difference(searched) if searchable else set()
    recognised = _changing(changes, RECOGNISED_BY)
    if searched:
        index.remove(connection, searched)
    if retagged:
        index.retag(connection, {paper: changes[paper]["tags"] for paper in sorted(retagged)})
    if recognised:
        _delete_marks(connection, read_rows(connection, recognised).values())
    together: dict[tuple[str, ...], list[tuple[Any, ...]]] = {}
    for paper, values in changes.items():
        together.setdefault(tuple(values), []).append((*values.values(), paper))
    for columns, parameters in together.items():
        assignments = ", ".join(f"{name} = ?" for name in columns)
        connection.executemany(f"UPDATE papers SET {assignments} WHERE id = ?", parameters)
    if recognised:
        _insert_marks(connection, read_rows(connection, recognised).values())
    for column, table, insert in (
        ("authors", "authorships", _insert_authorships),
        ("tags", "taggings", _insert_taggings),
    ):
        if ids := _changing(changes, {column}):
            connection.execute(f"DELETE FROM {table} WHERE paper IN (SELECT value FROM json_each(?))", (as_json(ids),))
            insert(connection, _columns(connection, column, ids))
    if searched:
        index.add(connection, searched)


def delete_papers(connection: sqlite3.Connection, ids: Collection[int], *, searchable: bool = True) -> None:
    """Takes papers off the shelf, with their sources."""
    if searchable:
        index.remove(connection, list(ids))
    _delete_marks(connection, read_rows(connection, ids).values())
    connection.execute(f"DELETE FROM papers WHERE {IN_IDS}", (as_json(ids),))


def insert_sources(connection: sqlite3.Connection, rows: Iterable[Row]) -> None:
    """Writes down where papers came from."""
    connection.executemany(_INSERT_SOURCE, map(_source_values, rows))


def insert_searches(connection: sqlite3.Connection, rows: Iterable[Row]) -> None:
    """Puts searches with a name on the shelf."""
    connection.executemany("INSERT INTO searches (id, name, query, added) VALUES (:id, :name, :query, :added)", rows)


def read_plain(connection: sqlite3.Connection, table: str, condition: str, parameters: Sequence[Any]) -> list[Row]:
    """Whole rows of a table of :data:`PLAIN_COLUMNS`, in the order of their ids."""
    columns = PLAIN_COLUMNS[table]
    cursor = connection.execute(f"SELECT {', '.join(columns)} FROM {table} WHERE {condition} ORDER BY id", parameters)
    return [dict(zip(columns, values, strict=True)) for values in cursor]


def update_plain(connection: sqlite3.Connection, table: str, changes: Mapping[int, Row]) -> None:
    """Sets columns of rows of such a table: their new values by column, by the row's id."""
    for row, values in changes.items():
        assignments = ", ".join(f"{name} = ?" for name in values)
        connection.execute(f"UPDATE {table} SET {assignments} WHERE id = ?", (*values.values(), row))


def _changing(changes: Mapping[int, Row], columns: Collection[str]) -> list[int]:
    return [paper for paper, values in changes.items() if not values.keys().isdisjoint(columns)]


def _columns(connection: sqlite3.Connection, column: str, ids: Iterable[int]) -> list[Row]:
    cursor = connection.execute(f"SELECT id, {column} FROM papers WHERE {IN_IDS}", (as_json(ids),))
    return [{"id": paper, column: value} for paper, value in cursor]


def _insert_authorships(connection: sqlite3.Connection, rows: Iterable[Row]) -> None:
    connection.executemany(
        "INSERT INTO authorships (paper, position, name) VALUES (?, ?, ?)",
        (
            (row["id"], position, name)
            for row in rows
            if row["authors"]
            for position, name in enumerate(lines(row["authors"]))
        ),
    )


def _insert_taggings(connection: sqlite3.Connection, rows: Iterable[Row]) -> None:
    connection.executemany(
        "INSERT OR IGNORE INTO taggings (paper, tag) VALUES (?, ?)",
        ((row["id"], tag) for row in rows if row["tags"] for tag in lines(row["tags"])),
    )


def _mark_pairs(rows: Iterable[Row]) -> Iterable[tuple[int, int]]:
    return ((mark_number(mark), row["id"]) for row in rows for mark in marks(work_of(row)))


def _insert_marks(connection: sqlite3.Connection, rows: Iterable[Row]) -> None:
    connection.executemany("INSERT OR IGNORE INTO marks (mark, paper) VALUES (?, ?)", _mark_pairs(rows))


def _delete_marks(connection: sqlite3.Connection, rows: Iterable[Row]) -> None:
    connection.executemany("DELETE FROM marks WHERE mark = ? AND paper = ?", _mark_pairs(rows))
