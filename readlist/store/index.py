"""The search index, kept in step with the papers inside the transaction that changes them.

``head``        FTS5 over title, authors, tags and venue, with positions
``body``        FTS5 over every word of a paper once, abstract included; only who has the word
``vocabulary``  every word: how many papers have it in their head, and anywhere
``short_forms`` abbreviations the papers explain themselves, and what they stand for
``index_facts`` the number of papers indexed, and the version of the rules the words were made by

Both FTS5 tables keep no text of their own: what is taken out must be given back word by word, so :func:`remove` is
called while a row still holds its old text. Words are made in Python (:mod:`readlist.store.words`), which costs less
than asking FTS5 for its vocabulary, and makes the words of papers and of queries the same.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from readlist.store.words import short_forms, words

VERSION = 1
"""The version of the rules that make words of text; another one in a library asks for :func:`rebuild`."""

BATCH = 2000
COMMON = 20
"""Words that so many papers have are kept in a list of their own, to complete one or two typed letters."""

_TABLES = """
CREATE VIRTUAL TABLE head USING fts5(title, authors, tags, venue, content='', columnsize=0, tokenize='ascii');
CREATE VIRTUAL TABLE body USING fts5(words, content='', columnsize=0, detail=none, tokenize='ascii');
CREATE TABLE vocabulary (term TEXT PRIMARY KEY, head INTEGER NOT NULL, papers INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX vocabulary_common ON vocabulary (papers DESC, head) WHERE papers >= 20;
CREATE TABLE short_forms (
    short TEXT NOT NULL, long TEXT NOT NULL, papers INTEGER NOT NULL, PRIMARY KEY (short, long)
) WITHOUT ROWID;
CREATE TABLE index_facts (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
"""
_NAMES = ("head", "body", "vocabulary", "short_forms", "index_facts")
_MEMORY = 16 << 20  # what FTS5 gathers before it writes a segment; the default of 1 MB makes many small ones


def create(connection: sqlite3.Connection) -> None:
    """Makes the tables of the index, empty. Takes part in the transaction of its caller."""
    for statement in _TABLES.split(";"):
        if statement.strip():
            connection.execute(statement)
    for table in ("head", "body"):
        connection.execute(f"INSERT INTO {table}({table}, rank) VALUES ('hashsize', {_MEMORY})")
    connection.executemany("INSERT INTO index_facts VALUES (?, ?)", [("papers", 0), ("version", VERSION)])


def add(connection: sqlite3.Connection, ids: Sequence[int]) -> None:
    """Indexes papers whose rows are there now."""
    for batch in _batches(ids):
        _write(connection, batch, 1)


def remove(connection: sqlite3.Connection, ids: Sequence[int]) -> None:
    """Takes papers out of the index while their rows still hold the text they were indexed with."""
    for batch in _batches(ids):
        _write(connection, batch, -1)


def is_current(connection: sqlite3.Connection) -> bool:
    """Whether the index was made by the rules of this version; if not, it wants :func:`rebuild`."""
    found = connection.execute("SELECT value FROM index_facts WHERE name = 'version'").fetchone()
    return found is not None and found[0] == VERSION


def rebuild(connection: sqlite3.Connection) -> None:
    """Makes the whole index anew from the papers."""
    for name in _NAMES:
        connection.execute(f"DROP TABLE IF EXISTS {name}")
    create(connection)
    add(connection, [row[0] for row in connection.execute("SELECT id FROM papers ORDER BY id")])
    settle(connection)


def settle(connection: sqlite3.Connection) -> None:
    """Merges what many batches left in pieces, after a large import or a rebuild: questions cost less then."""
    for table in ("head", "body"):
        connection.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")


def _batches(ids: Sequence[int]) -> Iterator[list[int]]:
    waiting = iter(ids)
    while batch := list(islice(waiting, BATCH)):
        yield batch


def _write(connection: sqlite3.Connection, ids: list[int], sign: int) -> None:
    in_head: Counter[str] = Counter()
    anywhere: Counter[str] = Counter()
    explained: Counter[tuple[str, str]] = Counter()
    heads: list[tuple[int, str, str, str, str]] = []
    bodies: list[tuple[int, str]] = []
    for id, title, authors, tags, venue, abstract in _texts(connection, ids):
        columns = [words(text) if text else [] for text in (title, authors, tags, venue)]
        head = {word for column in columns for word in column}
        body = head.union(words(abstract)) if abstract else head
        in_head.update(head)
        anywhere.update(body)
        heads.append((id, *map(" ".join, columns)))  # type: ignore[arg-type]
        bodies.append((id, " ".join(body)))
        if abstract and "(" in abstract:
            explained.update(dict.fromkeys(short_forms(abstract)).keys())
    if sign > 0:
        connection.executemany("INSERT INTO head(rowid, title, authors, tags, venue) VALUES (?, ?, ?, ?, ?)", heads)
        connection.executemany("INSERT INTO body(rowid, words) VALUES (?, ?)", bodies)
    else:
        connection.executemany(
            "INSERT INTO head(head, rowid, title, authors, tags, venue) VALUES ('delete', ?, ?, ?, ?, ?)", heads
        )
        connection.executemany("INSERT INTO body(body, rowid, words) VALUES ('delete', ?, ?)", bodies)
    _count(connection, ((term, sign * in_head[term], sign * papers) for term, papers in sorted(anywhere.items())))
    _count_short_forms(connection, [(*pair, sign * papers) for pair, papers in sorted(explained.items())])
    if sign < 0:
        connection.executemany("DELETE FROM vocabulary WHERE term = ? AND papers <= 0", ((term,) for term in anywhere))
        connection.executemany("DELETE FROM short_forms WHERE short = ? AND long = ? AND papers <= 0", list(explained))
    connection.execute("UPDATE index_facts SET value = value + ? WHERE name = 'papers'", (sign * len(heads),))


def _texts(connection: sqlite3.Connection, ids: list[int]) -> Iterable[tuple[int, str, str, str, str, str]]:
    marks = ",".join(map(str, ids))
    return connection.execute(
        f"SELECT id, title, authors, tags, venue, abstract FROM papers WHERE id IN ({marks}) ORDER BY id"
    )


def _count(connection: sqlite3.Connection, changes: Iterable[tuple[str, int, int]]) -> None:
    connection.executemany(
        "INSERT INTO vocabulary VALUES (?, ?, ?) ON CONFLICT DO UPDATE"
        " SET head = head + excluded.head, papers = papers + excluded.papers",
        changes,
    )


def _count_short_forms(connection: sqlite3.Connection, changes: list[tuple[str, str, int]]) -> None:
    connection.executemany(
        "INSERT INTO short_forms VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET papers = papers + excluded.papers", changes
    )
