"""A look at everything in a library, beside the library's own eyes."""

import sqlite3
from typing import Any

from readlist.paper import Draft
from readlist.store import Library, Tally, index

TABLES = ("papers", "sources", "authorships", "taggings", "marks", "searches")

Contents = dict[str, list[tuple[Any, ...]]]


def contents(library: Library) -> Contents:
    """Every row of every table that holds papers or is derived from them, the words of the search index included."""
    connection = sqlite3.connect(library.path)
    try:
        found = {table: connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in TABLES}
        return found | _words(connection)
    finally:
        connection.close()


def rebuilt(library: Library) -> Contents:
    """The words of the search index as they are when it is made anew from the papers."""
    connection = sqlite3.connect(library.path, isolation_level=None)
    try:
        connection.execute("BEGIN")
        index.rebuild(connection)
        return _words(connection)
    finally:
        connection.close()


def words_of(found: Contents) -> Contents:
    """The part of the contents that belongs to the search index."""
    return {name: rows for name, rows in found.items() if name not in TABLES}


def _words(connection: sqlite3.Connection) -> Contents:
    found: Contents = {}
    for table in ("head", "body"):
        connection.execute(f"CREATE VIRTUAL TABLE temp.words_in_{table} USING fts5vocab(main, {table}, 'instance')")
        found[table] = connection.execute(
            f"SELECT term, doc, col FROM temp.words_in_{table} ORDER BY 1, 2, 3"
        ).fetchall()
        connection.execute(f"DROP TABLE temp.words_in_{table}")
    found["vocabulary"] = connection.execute("SELECT * FROM vocabulary WHERE papers > 0 ORDER BY 1").fetchall()
    found["short_forms"] = connection.execute("SELECT * FROM short_forms WHERE papers > 0 ORDER BY 1, 2").fetchall()
    return found


def put(library: Library, *drafts: Draft, file: str = "a.txt", format: str = "catalyzex", **more: Any) -> Tally:
    """Imports drafts as one file."""
    with library.ledger.importing(file) as importing:
        return importing.add(drafts, file=file, format=format, **more)
