"""The migrations of a library, oldest first. One that was published is never changed; a new one is added below, and
``schema.VERSION`` raised by one."""

import json

from sqlite_utils import Database, Migrations

from readlist.identity import mark_number, marks
from readlist.paper import Record
from readlist.store import index

MIGRATIONS = Migrations("readlist")

# Short columns come first: a row's beginning is read without the pages its abstract overflows to.
_PAPERS = """
CREATE TABLE papers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL UNIQUE,
    key TEXT NOT NULL UNIQUE COLLATE NOCASE,
    status TEXT NOT NULL DEFAULT 'unread',
    starred INTEGER NOT NULL DEFAULT 0,
    priority INTEGER,
    year INTEGER,
    month INTEGER,
    day INTEGER,
    added TEXT NOT NULL,
    started TEXT,
    finished TEXT,
    type TEXT,
    more_authors INTEGER DEFAULT 0,
    doi TEXT,
    arxiv TEXT,
    pmid TEXT,
    isbn TEXT,
    url TEXT,
    edited TEXT,
    title TEXT,
    venue TEXT,
    tags TEXT NOT NULL DEFAULT '',
    authors TEXT NOT NULL DEFAULT '',
    note TEXT,
    abstract TEXT,
    extra TEXT
)
"""

# Papers stand in the order of a list: newest first, and what came in together in its own order.
_PAPERS_INDEXES = (
    "CREATE INDEX papers_added ON papers (added DESC, id)",
    "CREATE INDEX papers_status ON papers (status, added DESC, id)",
    "CREATE INDEX papers_starred ON papers (added DESC, id) WHERE starred",
    "CREATE INDEX papers_untitled ON papers (added DESC, id) WHERE title IS NULL",
    "CREATE INDEX papers_year ON papers (year, id)",
)

_LEDGER = (
    """
    CREATE TABLE change_sets (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        uid TEXT NOT NULL UNIQUE,
        at TEXT NOT NULL,
        who TEXT NOT NULL,
        summary TEXT NOT NULL,
        count INTEGER NOT NULL,
        state TEXT NOT NULL
    )
    """,
    "CREATE INDEX change_sets_state ON change_sets (state, id)",
    """
    CREATE TABLE changes (
        id INTEGER PRIMARY KEY,
        change_set INTEGER NOT NULL REFERENCES change_sets (id) ON DELETE CASCADE,
        "table" TEXT NOT NULL,
        first INTEGER NOT NULL,
        last INTEGER NOT NULL,
        before TEXT,
        after TEXT
    )
    """,
    "CREATE INDEX changes_change_set ON changes (change_set)",
    """
    CREATE TABLE imports (
        id INTEGER PRIMARY KEY REFERENCES change_sets (id) ON DELETE CASCADE,
        description TEXT NOT NULL,
        at TEXT NOT NULL,
        new INTEGER NOT NULL DEFAULT 0,
        merged INTEGER NOT NULL DEFAULT 0,
        unchanged INTEGER NOT NULL DEFAULT 0
    )
    """,
)

_SOURCES = """
CREATE TABLE sources (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    paper INTEGER NOT NULL REFERENCES papers (id) ON DELETE CASCADE,
    import INTEGER,
    format TEXT NOT NULL,
    file TEXT,
    line INTEGER,
    label TEXT,
    listed INTEGER NOT NULL DEFAULT 1,
    fingerprint INTEGER NOT NULL,
    raw TEXT
)
"""

_SOURCES_INDEXES = (
    "CREATE INDEX sources_paper ON sources (paper)",
    "CREATE INDEX sources_fingerprint ON sources (fingerprint)",
    "CREATE INDEX sources_format ON sources (format, paper, listed)",
)

# Everything below is derived from the rows above, by the store, in the transaction that changes them.
_DERIVED = (
    """
    CREATE TABLE authorships (
        paper INTEGER NOT NULL REFERENCES papers (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        name TEXT NOT NULL,
        PRIMARY KEY (paper, position)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE taggings (
        paper INTEGER NOT NULL REFERENCES papers (id) ON DELETE CASCADE,
        tag TEXT NOT NULL COLLATE NOCASE,
        PRIMARY KEY (paper, tag)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX taggings_tag ON taggings (tag, paper)",
    """
    CREATE TABLE marks (
        mark INTEGER NOT NULL,
        paper INTEGER NOT NULL,
        PRIMARY KEY (mark, paper)
    ) WITHOUT ROWID
    """,
)

# The venues there are, and how many papers each has, without reading the papers.
_VENUES = "CREATE INDEX papers_venue ON papers (venue COLLATE NOCASE) WHERE venue IS NOT NULL"

# What few papers have.
_RARITIES = (
    "CREATE INDEX papers_note ON papers (added DESC, id) WHERE note IS NOT NULL",
    "CREATE INDEX papers_file ON papers (added DESC, id) WHERE json_extract(extra, '$.file') IS NOT NULL",
)

_SEARCHES = (
    """
    CREATE TABLE searches (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL UNIQUE COLLATE NOCASE,
        query TEXT NOT NULL,
        added TEXT NOT NULL
    )
    """,
    "CREATE TABLE asked (id INTEGER PRIMARY KEY, query TEXT NOT NULL UNIQUE, at TEXT NOT NULL)",
)


@MIGRATIONS()
def first_library(db: Database) -> None:
    """Papers with their sources, the ledger, and the search index."""
    for statement in (_PAPERS, *_PAPERS_INDEXES, *_LEDGER, _SOURCES, *_SOURCES_INDEXES, *_DERIVED):
        db.conn.execute(statement)
    index.create(db.conn)


@MIGRATIONS()
def searches(db: Database) -> None:
    """Searches with a name, the questions that were asked, and what venues, notes and files there are. Papers whose
    text is LaTeX are known by what it prints."""
    for statement in (*_SEARCHES, _VENUES, *_RARITIES):
        db.conn.execute(statement)
    _mark_anew(db, "title LIKE '%\\%' OR abstract LIKE '%\\%'")


def _mark_anew(db: Database, condition: str) -> None:
    papers = db.conn.execute(
        f"SELECT id, title, authors, year, abstract, doi, arxiv, pmid FROM papers WHERE {condition}"
    ).fetchall()
    db.conn.execute(
        "DELETE FROM marks WHERE paper IN (SELECT value FROM json_each(?))",
        (json.dumps([paper for paper, *_ in papers]),),
    )
    for paper, title, authors, year, abstract, doi, arxiv, pmid in papers:
        record = Record(
            title=title, authors=tuple(authors.split("\n") if authors else ()), year=year, abstract=abstract, doi=doi,
            arxiv=arxiv, pmid=pmid,
        )  # fmt: skip
        numbers = set(map(mark_number, marks(record)))
        db.conn.executemany("INSERT OR IGNORE INTO marks VALUES (?, ?)", [(number, paper) for number in numbers])
