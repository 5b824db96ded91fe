"""The search index, kept in step with the papers inside the transaction that changes them.

``head``        FTS5 over title, authors, tags and venue, with positions
``body``        FTS5 over everything, abstract included; knows only who has a word
``vocabulary``  every word: how many papers have it in their head, and anywhere
``uncounted``   papers that both tables hold and the vocabulary does not count yet
``short_forms`` abbreviations the papers explain themselves, and what they stand for
``index_facts`` the number of papers indexed, and the version of the rules the words were made by

Both FTS5 tables keep no text of their own: what is taken out must be given back as it came, so :func:`remove` is
called while a row still holds its old text. FTS5 takes texts apart ten times faster than Python, but does not tell
the words of one batch. So a few papers are counted in Python at once, those of an import together at its end
(:func:`settle`), and where they are a good part of the library all words are read off FTS5 instead.
"""

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from readlist.store.words import searchable, short_forms, words

VERSION = 1
"""The version of the rules that make words of text; another one in a library asks for :func:`rebuild`."""

LONGEST_WORD = 48
"""Longer words are data: they can be found, but are no words to complete or to correct to."""
BATCH = 2000
AT_ONCE = 100
"""So many papers are counted when they come; more wait for the end of their import."""
MOST_WAITING = 20_000
READ_OFF = 8
"""Reading every word off FTS5 costs about as much as counting one paper in so many."""

_TABLES = (
    "CREATE VIRTUAL TABLE head USING fts5(title, authors, tags, venue, content='', columnsize=0, tokenize='ascii')",
    "CREATE VIRTUAL TABLE body USING fts5(text, content='', columnsize=0, detail=none, tokenize='ascii')",
    "CREATE TABLE vocabulary (term TEXT PRIMARY KEY, head INTEGER NOT NULL, papers INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE TABLE uncounted (paper INTEGER PRIMARY KEY)",
    "CREATE TABLE short_forms (short TEXT, long TEXT, papers INTEGER, PRIMARY KEY (short, long)) WITHOUT ROWID",
    "CREATE TABLE index_facts (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID",
)
_NAMES = ("head", "body", "vocabulary", "uncounted", "short_forms", "index_facts")
# To complete one or two typed letters without reading every word that begins so.
_COMMON = "CREATE INDEX vocabulary_common ON vocabulary (papers DESC, head) WHERE papers >= 20"
_PUT_HEAD = "INSERT INTO head(rowid, title, authors, tags, venue) VALUES (?, ?, ?, ?, ?)"
_PUT_BODY = "INSERT INTO body(rowid, text) VALUES (?, ?)"
_TAKE_HEAD = "INSERT INTO head(head, rowid, title, authors, tags, venue) VALUES ('delete', ?, ?, ?, ?, ?)"
_TAKE_BODY = "INSERT INTO body(body, rowid, text) VALUES ('delete', ?, ?)"
_MEMORY = 16 << 20  # what FTS5 gathers before it writes a piece of its index; the usual 1 MB makes many small pieces


def create(connection: sqlite3.Connection) -> None:
    """Makes the tables of the index, empty, in the transaction of the caller."""
    for statement in (*_TABLES, _COMMON):
        connection.execute(statement)
    for table in ("head", "body"):
        connection.execute(f"INSERT INTO {table}({table}, rank) VALUES ('hashsize', {_MEMORY})")
    connection.executemany("INSERT INTO index_facts VALUES (?, ?)", [("papers", 0), ("version", VERSION)])


def add(connection: sqlite3.Connection, ids: Sequence[int]) -> None:
    """Indexes papers whose rows are there now. After more than :data:`AT_ONCE` papers, :func:`settle` is due."""
    for batch in _batches(ids):
        rows = _texts(connection, batch)
        connection.executemany(_PUT_HEAD, (row[:5] for row in rows))
        connection.executemany(_PUT_BODY, map(_whole, rows))
        _count_short_forms(connection, rows, 1)
        _add_fact(connection, "papers", len(rows))
        if len(ids) <= AT_ONCE:
            _count(connection, rows, 1)
        else:
            connection.executemany("INSERT OR REPLACE INTO uncounted VALUES (?)", ((row[0],) for row in rows))
    if len(ids) > AT_ONCE and _waiting(connection) > max(MOST_WAITING, _fact(connection, "papers") // 2):
        _read_off(connection)


def remove(connection: sqlite3.Connection, ids: Sequence[int]) -> None:
    """Takes papers out of the index while their rows still hold the text they were indexed with. After more than
    :data:`AT_ONCE` papers, :func:`settle` is due."""
    recount = len(ids) > AT_ONCE and len(ids) * READ_OFF > _fact(connection, "papers")
    if recount:
        connection.execute("INSERT OR REPLACE INTO index_facts VALUES ('recount', 1)")
    for batch in _batches(ids):
        rows = _texts(connection, batch)
        connection.executemany(_TAKE_HEAD, (row[:5] for row in rows))
        connection.executemany(_TAKE_BODY, map(_whole, rows))
        _count_short_forms(connection, rows, -1)
        _add_fact(connection, "papers", -len(rows))
        marks = ",".join(str(row[0]) for row in rows)
        gone = f"DELETE FROM uncounted WHERE paper IN ({marks}) RETURNING paper"
        uncounted = {paper for (paper,) in connection.execute(gone)}
        if not recount:
            _count(connection, [row for row in rows if row[0] not in uncounted], -1)


def retag(connection: sqlite3.Connection, tags: Mapping[int, str]) -> None:
    """Gives papers other tags, ``tags`` being their new ones one a line, while their rows still hold the old ones.

    The rest of a paper is left as it is indexed. The body keeps no positions, only who has a word: so just the words
    that leave the whole paper are taken out, and those of the new tags put in beside what is there.
    """
    in_head: Counter[str] = Counter()
    anywhere: Counter[str] = Counter()
    for batch in _batches(tags):
        heads: list[tuple[int, str, str, str, str]] = []
        gone: list[tuple[int, str]] = []
        come: list[tuple[int, str]] = []
        uncounted = _uncounted(connection, batch)
        rows = _texts(connection, batch)
        for row in rows:
            paper, title, authors, old, venue, abstract = row
            new = searchable(tags[paper])
            before, after = set(words(old)), set(words(new))
            rest = f"{title}\n{authors}\n{venue}"
            in_rest = _words_among(before ^ after, rest)
            in_abstract = _words_among(before ^ after, abstract)
            taken, given = before - after - in_rest, after - before - in_rest
            heads.append((paper, title, authors, new, venue))
            gone.append((paper, " ".join(taken - in_abstract)))
            come.append((paper, new))
            if paper not in uncounted:
                for words_of, change in ((taken, -1), (given, 1)):
                    for word in words_of:
                        in_head[word] += change
                        anywhere[word] += change * (word not in in_abstract)
        connection.executemany(_TAKE_HEAD, (row[:5] for row in rows))
        connection.executemany(_TAKE_BODY, (row for row in gone if row[1]))
        connection.executemany(_PUT_HEAD, heads)
        connection.executemany(_PUT_BODY, come)
    _change_vocabulary(connection, in_head, anywhere)


def settle(connection: sqlite3.Connection) -> None:
    """Finishes what :func:`add` and :func:`remove` left for later; to be called at the end of what calls them.

    Where most of the library is new, FTS5's pieces are merged too: a question costs a third less then.
    """
    waiting = _waiting(connection)
    recount = _fact(connection, "recount")
    if not waiting and not recount:
        return
    if recount or waiting * READ_OFF > _fact(connection, "papers"):
        _read_off(connection)
        for table in ("head", "body"):
            connection.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")
    else:
        ids = [paper for (paper,) in connection.execute("SELECT paper FROM uncounted ORDER BY paper")]
        _count(connection, (row for batch in _batches(ids) for row in _texts(connection, batch)), 1)
        connection.execute("DELETE FROM uncounted")


def is_current(connection: sqlite3.Connection) -> bool:
    """Whether the index was made by the rules of this version; if not, it wants :func:`rebuild`."""
    return _fact(connection, "version") == VERSION


def rebuild(connection: sqlite3.Connection) -> None:
    """Makes the whole index anew from the papers."""
    for name in _NAMES:
        connection.execute(f"DROP TABLE IF EXISTS {name}")
    create(connection)
    add(connection, [paper for (paper,) in connection.execute("SELECT id FROM papers ORDER BY id")])
    settle(connection)


_Texts = tuple[int, str, str, str, str, str]


def _texts(connection: sqlite3.Connection, ids: list[int]) -> list[_Texts]:
    """For each paper its id, title, authors, tags, venue and abstract, ready for FTS5."""
    return [
        (row[0], *[searchable(text) if text else "" for text in row[1:]])
        for row in connection.execute(
            "SELECT id, title, authors, tags, venue, abstract FROM papers"
            f" WHERE id IN ({','.join(map(str, ids))}) ORDER BY id"
        )
    ]


def _whole(row: _Texts) -> tuple[int, str]:
    return row[0], "\n".join(row[1:])


def _batches(ids: Iterable[int]) -> Iterator[list[int]]:
    waiting = iter(ids)
    while batch := list(islice(waiting, BATCH)):
        yield batch


def _fact(connection: sqlite3.Connection, name: str) -> int:
    found = connection.execute("SELECT value FROM index_facts WHERE name = ?", (name,)).fetchone()
    return int(found[0]) if found else 0


def _add_fact(connection: sqlite3.Connection, name: str, change: int) -> None:
    connection.execute("UPDATE index_facts SET value = value + ? WHERE name = ?", (change, name))


def _waiting(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM uncounted").fetchone()[0])


def _words_among(wanted: Collection[str], text: str) -> set[str]:
    """Those of some words that a text holds."""
    lowered = text.lower()
    possible = [word for word in wanted if word in lowered]
    return set(words(text)).intersection(possible) if possible else set()


def _uncounted(connection: sqlite3.Connection, ids: Iterable[int]) -> set[int]:
    sql = f"SELECT paper FROM uncounted WHERE paper IN ({','.join(map(str, ids))})"
    return {paper for (paper,) in connection.execute(sql)}


def _count(connection: sqlite3.Connection, rows: Iterable[_Texts], sign: int) -> None:
    """Adds the words of papers to the vocabulary (``sign`` 1), or takes them away (-1)."""
    in_head: Counter[str] = Counter()
    anywhere: Counter[str] = Counter()
    for row in rows:
        head = set(words("\n".join(row[1:5])))
        in_head.update(head)
        anywhere.update(head.union(words(row[5])))
    if sign < 0:
        in_head, anywhere = (Counter({word: -papers for word, papers in c.items()}) for c in (in_head, anywhere))
    _change_vocabulary(connection, in_head, anywhere)


def _change_vocabulary(connection: sqlite3.Connection, in_head: Counter[str], anywhere: Counter[str]) -> None:
    """Adds to each word's papers, in heads and anywhere; words that nobody has any more go."""
    terms = sorted(term for term in in_head.keys() | anywhere.keys() if len(term) <= LONGEST_WORD)
    connection.executemany(
        "INSERT INTO vocabulary VALUES (?, ?, ?) ON CONFLICT DO UPDATE"
        " SET head = head + excluded.head, papers = papers + excluded.papers",
        [(term, in_head[term], anywhere[term]) for term in terms if in_head[term] or anywhere[term]],
    )
    lessened = [(term,) for term in terms if anywhere[term] < 0]
    connection.executemany("DELETE FROM vocabulary WHERE term = ? AND papers <= 0", lessened)


def _count_short_forms(connection: sqlite3.Connection, rows: list[_Texts], sign: int) -> None:
    explained: Counter[tuple[str, str]] = Counter()
    for row in rows:
        if "(" in row[5]:
            explained.update(short_forms(row[5]))
    connection.executemany(
        "INSERT INTO short_forms VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET papers = papers + excluded.papers",
        [(*form, sign * papers) for form, papers in sorted(explained.items())],
    )
    if sign < 0:
        connection.executemany("DELETE FROM short_forms WHERE short = ? AND long = ? AND papers <= 0", list(explained))


def _read_off(connection: sqlite3.Connection) -> None:
    """Makes the vocabulary anew from the words FTS5 holds, which it lists in their order."""
    for table in ("head", "body"):
        connection.execute(f"CREATE VIRTUAL TABLE temp.words_of_{table} USING fts5vocab(main, {table}, row)")
    connection.execute("DROP INDEX vocabulary_common")
    connection.execute("DELETE FROM vocabulary")
    connection.execute(
        "INSERT INTO vocabulary SELECT term, 0, doc FROM temp.words_of_body WHERE length(term) <= ? AND doc > 0",
        (LONGEST_WORD,),
    )
    connection.execute(
        "UPDATE vocabulary SET head = head.doc FROM temp.words_of_head AS head WHERE head.term = vocabulary.term"
    )
    connection.execute(_COMMON)
    connection.execute("DELETE FROM uncounted")
    connection.execute("DELETE FROM index_facts WHERE name = 'recount'")
    for table in ("head", "body"):
        connection.execute(f"DROP TABLE temp.words_of_{table}")
