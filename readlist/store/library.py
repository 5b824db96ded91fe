"""A library of papers: one SQLite file, read from any thread and changed through its ledger."""

import sqlite3
import threading
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from readlist.errors import ReadlistError
from readlist.paper import Paper
from readlist.store import connection as files
from readlist.store import index, rows, schema
from readlist.store.keys import paper_of_key
from readlist.store.ledger import Ledger
from readlist.store.rows import Summary
from readlist.text import printable

if TYPE_CHECKING:
    from readlist.query import Query
    from readlist.store.search import Searcher
    from readlist.store.searches import SavedSearch


@dataclass(frozen=True, slots=True)
class Counts:
    """How many papers there are of each kind, tags and source formats with theirs by name."""

    total: int
    unread: int
    reading: int
    read: int
    starred: int
    untitled: int
    tags: tuple[tuple[str, int], ...]
    sources: tuple[tuple[str, int], ...]


class Library:
    """An open library. Reading is safe from any thread, each with a connection of its own that cannot write."""

    path: Path
    ledger: Ledger
    read_only: bool
    """Whether the file cannot be written; every change then raises ReadlistError."""

    def __init__(
        self, path: Path, identity: tuple[int, int], writer: sqlite3.Connection, *, read_only: bool = False
    ) -> None:
        self.path = path
        self.read_only = read_only
        self._identity = identity
        self._readers = threading.local()
        self._connections: weakref.WeakSet[files.Connection] = weakref.WeakSet()
        self._searchers: weakref.WeakSet[Searcher] = weakref.WeakSet()
        self._guard = threading.Lock()
        self._closed = False
        self._watcher: files.Connection | None = None
        self.ledger = Ledger(self, writer)

    @classmethod
    def open(cls, path: Path, *, create: bool = True) -> Self:
        """The library in the file at ``path``, brought up to date; an older one that holds papers is backed up first.

        With ``create`` a missing file is made, with its folders. One that cannot be written is opened to be read.
        Raises ReadlistError, leaving the file untouched, when it is missing otherwise, cannot be used, belongs to
        another program or was written by a newer readlist.
        """
        path = Path(path).expanduser()
        with files.plainly(path), files.OPENING:
            files.check_file(path, schema.VERSION)
            if not path.exists():
                if not create:
                    raise ReadlistError(f"There is no library at {printable(str(path))}.")
                path.parent.mkdir(parents=True, exist_ok=True)
            elif not files.is_writable(path):
                return cls._open_to_read(path)
            try:
                library = cls._open_to_write(path, create=create)
            except sqlite3.Error as error:
                if not path.exists() or not files.may_be_readable(error):
                    raise
                return cls._open_to_read(path)
        try:
            library.ledger.take_back_dead_imports()
        except BaseException:
            library.close()
            raise
        return library

    @classmethod
    def _open_to_write(cls, path: Path, *, create: bool) -> Self:
        writer = files.connect_writer(path, create=create)
        try:
            schema.bring_up_to_date(writer, path)
            files.use_write_ahead_log(writer)
            if not index.is_current(writer):
                with files.transaction(writer):
                    index.rebuild(writer)
            return cls(path, files.register(path), writer)
        except BaseException:
            writer.close()
            raise

    @classmethod
    def _open_to_read(cls, path: Path) -> Self:
        connection = files.connect_reader(path)
        try:
            if not schema.is_current(connection, path) or not index.is_current(connection):
                raise ReadlistError(
                    f"The library {printable(str(path))} is of an older readlist and must be brought up to date before "
                    "it can be read, but it cannot be written: let the file and its folder be written once."
                )
            return cls(path, files.register(path), connection, read_only=True)
        except BaseException:
            connection.close()
            raise

    def close(self) -> None:
        """Closes every connection; the library cannot be used afterwards."""
        with self._guard:
            if self._closed:
                return
            self._closed = True
            self.ledger.close()
            for searcher in list(self._searchers):
                searcher.close()
            for connection in list(self._connections):
                connection.close()
        files.unregister(self._identity)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def check_writable(self) -> None:
        """Raises ReadlistError when the library was opened only to be read, and when the file is no longer where it was
        opened: what is written then would be lost."""
        if self.read_only:
            raise files.unwritable(self.path)
        if not files.is_same_file(self.path, self._identity):
            raise ReadlistError(
                f"The library {printable(str(self.path))} was moved, replaced or deleted while it was open: "
                "nothing was changed; close readlist and open the right file."
            )

    def reader(self) -> sqlite3.Connection:
        """This thread's connection; it cannot write."""
        found: files.Connection | None = getattr(self._readers, "connection", None)
        if found is None:
            found = self._readers.connection = self._connect()
        return found

    def searcher(self) -> "Searcher":
        """A searcher with a connection of its own; close it after use."""
        from readlist.store.search import Searcher

        return Searcher(self.path)

    def total(self) -> int:
        """How many papers there are."""
        with files.plainly(self.path):
            return int(self.reader().execute("SELECT count(*) FROM papers").fetchone()[0])

    def counts(self) -> Counts:
        """How many papers there are of each kind. Reads indexes only, but all of them: not for every key press."""
        with files.plainly(self.path):
            connection = self.reader()
            total, reading, read, starred, untitled = connection.execute(
                "SELECT (SELECT count(*) FROM papers), "
                "(SELECT count(*) FROM papers WHERE status = 'reading'), "
                "(SELECT count(*) FROM papers WHERE status = 'read'), "
                "(SELECT count(*) FROM papers WHERE starred), "
                "(SELECT count(*) FROM papers WHERE title IS NULL)"
            ).fetchone()
            sources = connection.execute(
                "SELECT format, count(DISTINCT paper) FROM sources WHERE listed GROUP BY format ORDER BY 2 DESC, format"
            ).fetchall()
        unread = total - reading - read
        return Counts(total, unread, reading, read, starred, untitled, tuple(self.tags()), tuple(sources))

    def tags(self) -> list[tuple[str, int]]:
        """The tags there are, with the number of their papers, the commonest first."""
        with files.plainly(self.path):
            return (
                self.reader()
                .execute("SELECT tag, count(*) FROM taggings GROUP BY tag ORDER BY count(*) DESC, tag")
                .fetchall()
            )

    def summaries(self, ids: Sequence[int]) -> dict[int, Summary]:
        """What a list shows of papers, by their ids; those that are gone are left out."""
        with files.plainly(self.path):
            return rows.read_summaries(self.reader(), ids)

    def paper(self, id: int) -> Paper | None:
        """One paper with everything known of it; ``None`` when it is gone."""
        return next(iter(self.papers([id])), None)

    def papers(self, ids: Sequence[int]) -> list[Paper]:
        """Papers in the order asked; those that are gone are left out."""
        with files.plainly(self.path):
            return rows.read_papers(self.reader(), ids)

    def resolve(self, key: str) -> int:
        """The paper with a citation key, with the only key that begins so, or with a uid; capitals do not matter.

        Raises ReadlistError when there is none, or several, and names some.
        """
        with files.plainly(self.path):
            return paper_of_key(self.reader(), key)

    def saved_searches(self) -> "list[SavedSearch]":
        """The searches that have a name, in the order they were made."""
        from readlist.store import searches

        with files.plainly(self.path):
            return searches.saved_searches(self.reader())

    def asked(self, limit: int = 200) -> list[str]:
        """The questions asked before, the newest first."""
        from readlist.store import searches

        with files.plainly(self.path):
            return searches.asked(self.reader(), limit)

    def count(self, query: "Query") -> int:
        """How many papers a query finds, all of them. Not for every key press."""
        found: Searcher | None = getattr(self._readers, "searcher", None)
        if found is None:
            found = self._readers.searcher = self.searcher()
            self._searchers.add(found)
        return found.count(query)

    def completions(self, field: str, beginning: str, limit: int = 8) -> list[tuple[str, int | None]]:
        """Values of a field of a query that begin so; see :meth:`readlist.store.completing.Completer.completions`."""
        from readlist.store.completing import Completer

        with files.plainly(self.path):
            found: Completer | None = getattr(self._readers, "completer", None)
            if found is None:
                found = self._readers.completer = Completer(self.reader())
            return found.completions(field, beginning, limit)

    def data_version(self) -> tuple[int, int]:
        """A pair that is another one whenever this or another process has changed the library."""
        with files.plainly(self.path), self._guard:
            if self._watcher is None:
                self._watcher = self._connect()
            return int(self._watcher.execute("PRAGMA data_version").fetchone()[0]), self.ledger.writes

    def _connect(self) -> files.Connection:
        if self._closed:
            raise ReadlistError(f"The library {printable(str(self.path))} is closed.")
        with files.plainly(self.path):
            connection = files.connect_reader(self.path)
        self._connections.add(connection)
        return connection
