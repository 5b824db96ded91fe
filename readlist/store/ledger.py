"""The one writer of a library: every change is an entry of the history, and can be undone and done again.

``at``, ``who``, before and after are kept for each, so that the history can later carry changes between machines.
"""

import sqlite3
import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any, TypeVar

from readlist.errors import ReadlistError
from readlist.paper import STATUSES, Status, timestamp
from readlist.store import history, index
from readlist.store.connection import WAIT_SECONDS, plainly, set_durable, transaction
from readlist.store.editing import edited_columns
from readlist.store.history import NO_CHANGE, Change, ChangeSet
from readlist.store.intake import Importing, dates_of
from readlist.store.matching import Tally
from readlist.store.rows import IN_IDS, Row, as_json, lines, read_rows
from readlist.store.running import RunningMark
from readlist.store.tagging import spelled_as_before, with_tags, without_tags
from readlist.text import clean, clean_line, count

if TYPE_CHECKING:
    from readlist.store.library import Library

_RUNNING = "An import into this library is being done: wait until it has finished, then try again."
IMPORT_PATIENCE = 30.0
"""Seconds an import waits for its turn: as long as several small ones take, started at once."""
PATIENCE = 10.0
"""Seconds another change waits for an import to end, where it must."""
STEP = 0.05
"""Seconds between two looks whether it has."""

REMEMBERING = 0.3
"""Seconds that remembering a question may wait for its turn."""

Result = TypeVar("Result")


class _ImportRunningError(ReadlistError):
    """An import is being done, and what was wanted cannot be done meanwhile."""

    def __init__(self) -> None:
        super().__init__(_RUNNING)


class Ledger:
    """Writes to a library. Every method is one change, in one transaction, from any thread.

    Methods return what they did; a :class:`Change` with ``count`` 0 left the library and its history as they were. They
    raise ReadlistError when the library cannot be written.
    """

    def __init__(self, library: "Library", writer: sqlite3.Connection) -> None:
        self.library = library
        self.writes = 0
        self._lock = threading.RLock()
        self._writer = writer
        self._durable: bool | None = None
        self._running = RunningMark(library.path)
        self._importing: int | None = None
        self._importing_thread: int | None = None

    def mark(self, ids: Collection[int], status: Status) -> Change:
        """Sets the status of papers, and the times that go with it (see :func:`readlist.store.intake.dates_of`)."""
        if status not in STATUSES:
            raise ReadlistError(f"There is no status {status!r}: choose one of {', '.join(STATUSES)}.", code=2)
        now = timestamp()

        def change(row: Row) -> Row:
            if row["status"] == status:
                return {}
            return {"status": status, **dates_of(status, row["started"], row["finished"], now)}

        return self._change(ids, ("status", "started", "finished"), change, f"marked {{}} {status}")

    def star(self, ids: Collection[int], starred: bool) -> Change:
        """Puts a star on papers, or takes it off."""
        summary = "starred {}" if starred else "took the star off {}"
        return self._change(ids, ("starred",), lambda _: {"starred": int(starred)}, summary)

    def prioritise(self, ids: Collection[int], priority: int | None) -> Change:
        """Sets the priority of papers, 1 (first) to 5, or ``None``."""
        if priority is not None and priority not in range(1, 6):
            raise ReadlistError("A priority is a number from 1 to 5.", code=2)
        summary = f"gave {{}} priority {priority}" if priority else "took the priority off {}"
        return self._change(ids, ("priority",), lambda _: {"priority": priority}, summary)

    def tag(self, ids: Collection[int], add: Sequence[str] = (), remove: Sequence[str] = ()) -> Change:
        """Adds tags to papers and takes tags off; capitals do not make another tag."""
        with self.writing() as writer:
            added, gone = spelled_as_before(writer, add), spelled_as_before(writer, remove)

            def change(row: Row) -> Row:
                tags = with_tags(without_tags(lines(row["tags"]), gone), added)
                return {"tags": "\n".join(tags)}

            shown_added, shown_gone = (" ".join(f"#{tag}" for tag in tags) for tags in (added, gone))
            summary = f"tagged {{}} {shown_added}" if added else f"took {shown_gone} off {{}}"
            if added and gone:
                summary += f", took {shown_gone} off"
            return self._change(ids, ("tags",), change, _without_braces(summary))

    def edit(self, id: int, fields: Mapping[str, Any]) -> Change:
        """Sets fields of a paper as a person wants them; an import never overwrites them afterwards.

        ``fields`` are those of the work and ``key``, by name. Raises ReadlistError (code 2) for a field that is not
        among them or a value that cannot be.
        """
        return self._in_turn(lambda: self._edit(id, fields))

    def _edit(self, id: int, fields: Mapping[str, Any]) -> Change:
        with self.writing() as writer:
            rows = read_rows(writer, [id])
            if id not in rows:
                raise ReadlistError("This paper is gone: it was deleted, or its import undone.")
            if "key" in fields:
                self._refuse_while_importing(writer)
            columns = edited_columns(writer, rows[id], fields)
            summary = _without_braces(f"edited {', '.join(name.replace('_', ' ') for name in fields)} of {{}}")
            return self._change([id], tuple(columns), lambda _: columns, summary)

    def note(self, id: int, text: str | None) -> Change:
        """Sets the note of a paper; an empty one is none."""
        note = clean(text or "") or None
        summary = "wrote a note on {}" if note else "removed the note of {}"
        return self._change([id], ("note",), lambda _: {"note": note}, summary)

    def delete(self, ids: Collection[int]) -> Change:
        """Takes papers out of the library."""
        return self._in_turn(lambda: self._delete(ids))

    def _delete(self, ids: Collection[int]) -> Change:
        with self.writing() as writer:
            self._refuse_while_importing(writer)
            rows = read_rows(writer, ids)
            if not rows:
                return NO_CHANGE
            history.forget_undone(writer)
            summary = f"deleted {count(len(rows), 'paper')}"
            number = history.open_change_set(writer, summary)
            history.delete_recorded(writer, number, rows)
            history.close_change_set(writer, number, summary, len(rows))
        return Change(number, summary, frozenset(rows), len(rows))

    def save_search(self, name: str, query: str) -> Change:
        """Gives a query a name, or a saved search another query. Raises ReadlistError (code 2) for an empty or too long
        name, an empty query, and one that would use itself."""
        from readlist.store import searches

        with self.writing() as writer:
            return searches.save(writer, name, query)

    def rename_search(self, name: str, new: str) -> Change:
        """Gives a saved search another name, also where others use it. Raises ReadlistError when there is none of that
        name, or one of the new name already."""
        from readlist.store import searches

        with self.writing() as writer:
            return searches.rename(writer, name, new)

    def forget_search(self, name: str) -> Change:
        """Takes a saved search away. Raises ReadlistError when there is none of that name."""
        from readlist.store import searches

        with self.writing() as writer:
            return searches.forget(writer, name)

    def remember(self, query: str) -> None:
        """Puts a question before all that were asked. It is no change to undo, and is let go where the library is being
        written or cannot be."""
        from readlist.store import searches

        text = clean_line(query)
        if not text or self.library.read_only or not self._lock.acquire(timeout=REMEMBERING):
            return
        try:
            if self._writer.in_transaction:
                return
            with suppress(ReadlistError):
                self._writer.execute(f"PRAGMA busy_timeout = {int(REMEMBERING * 1000)}")
                with self.writing(durable=False) as writer:
                    searches.remember(writer, text)
        finally:
            self._writer.execute(f"PRAGMA busy_timeout = {int(WAIT_SECONDS * 1000)}")
            self._lock.release()

    def undo(self) -> Change | None:
        """Takes back the newest change; ``None`` when there is none. What it did can be done again."""
        newest = "SELECT max(id) FROM change_sets WHERE state = 'done'"
        return self._in_turn(lambda: self._replay(newest, history.undo, "undone"))

    def redo(self) -> Change | None:
        """Does again what was taken back last; ``None`` when there is nothing."""
        oldest = "SELECT min(id) FROM change_sets WHERE state = 'undone'"
        return self._in_turn(lambda: self._replay(oldest, history.redo, "done"))

    def history(self, limit: int = 50) -> list[ChangeSet]:
        """The newest changes, the newest first."""
        with self.plainly():
            return history.entries(self.library.reader(), limit)

    def next_undone(self) -> tuple[ChangeSet, bool] | None:
        """The change that :meth:`undo` would take back, and whether it is an import; ``None`` when there is none."""
        with self.plainly():
            return history.newest_done(self.library.reader())

    def importing(self, description: str, *, dry_run: bool = False) -> Importing:
        """An import of what ``description`` names (``x.txt``, ``5 files``), to be used as a context manager.

        With ``dry_run`` nothing is written, and the numbers are those the import would have.
        """
        return Importing(self, description, dry_run=dry_run)

    def plainly(self) -> AbstractContextManager[None]:
        """Turns SQLite's errors into sentences about this library."""
        return plainly(self.library.path)

    @contextmanager
    def writing(self, *, durable: bool = True) -> Iterator[sqlite3.Connection]:
        """One write transaction, or a part of the one this thread is in. An import that died is taken back first.

        Unless ``durable``, it may be lost with a failing machine until the next one that is durable has been made.
        """
        with self._lock, self.plainly():
            if self._writer.in_transaction:
                yield self._writer
                return
            self.library.check_writable()
            if self._durable != durable:
                set_durable(self._writer, durable)
                self._durable = durable
            with transaction(self._writer):
                self._take_back_dead_imports(self._writer)
                yield self._writer
            self.writes += 1

    def close(self) -> None:
        """Closes the writer."""
        with self._lock:
            self._writer.close()

    def take_back_dead_imports(self) -> None:
        """Takes back an import whose process ended in the middle of it."""
        with self._lock, self.plainly():
            waiting = self._import_is_running(self._writer)
        if waiting:
            with self.writing():
                pass

    def begin_import(self, description: str, at: str) -> tuple[int, sqlite3.Connection]:
        """Opens the entry of an import, and returns its number and the connection it writes with.

        Waits while another import is being done, up to :data:`IMPORT_PATIENCE`.
        """
        return self._in_turn(lambda: self._begin_import(description, at), IMPORT_PATIENCE)

    def _begin_import(self, description: str, at: str) -> tuple[int, sqlite3.Connection]:
        with self.writing() as writer:
            self._refuse_while_importing(writer)
            if not self._running.take():
                raise _ImportRunningError
            try:
                number = history.open_change_set(writer, f"importing {description}", state="unfinished", at=at)
                writer.execute("INSERT INTO imports (id, description, at) VALUES (?, ?, ?)", (number, description, at))
            except BaseException:
                self._running.drop()
                raise
            self._importing, self._importing_thread = number, threading.get_ident()
            return number, writer

    def finish_import(self, number: int, summary: str, totals: Tally, *, changed: bool) -> None:
        """Makes an import one entry of the history; one that changed nothing leaves none."""
        with self._ending_import() as writer:
            if not changed:
                writer.execute("DELETE FROM change_sets WHERE id = ?", (number,))
                return
            index.settle(writer)
            writer.execute("UPDATE imports SET new = ?, merged = ?, unchanged = ? WHERE id = ?", (*totals, number))
            history.close_change_set(writer, number, summary, totals.new + totals.merged)

    def abandon_import(self, number: int) -> None:
        """Takes back everything an import has done so far."""
        with self._ending_import() as writer:
            _take_back(writer, number)

    @contextmanager
    def _ending_import(self) -> Iterator[sqlite3.Connection]:
        # One hold of the lock for all of it: what another thread of this process begins next has the same sign.
        with self._lock:
            try:
                with self.writing() as writer:
                    yield writer
                    self._running.drop()
            finally:
                self._importing = self._importing_thread = None
                self._running.let_go()

    def _in_turn(self, act: Callable[[], Result], patience: float | None = None) -> Result:
        """Does what cannot be done during an import: again and again, until the import is over or patience ends.

        Neither the lock nor a transaction is held between two attempts, so the import goes on. A thread that would
        wait for an import of its own is told at once.
        """
        until = monotonic() + (PATIENCE if patience is None else patience)
        while True:
            try:
                return act()
            except _ImportRunningError:
                if self._importing_thread == threading.get_ident() or monotonic() >= until:
                    raise
            sleep(STEP)

    def _change(
        self, ids: Collection[int], columns: Sequence[str], change: Callable[[Row], Row], summary: str
    ) -> Change:
        """Changes columns of papers, each as ``change`` says of its row, and writes down what really changed."""
        with self.writing() as writer:
            selected = ", ".join(("id", *columns))
            cursor = writer.execute(f"SELECT {selected} FROM papers WHERE {IN_IDS}", (as_json(ids),))
            changes: dict[int, tuple[Row, Row]] = {}
            for paper, *values in cursor:
                row = dict(zip(columns, values, strict=True))
                after = {name: value for name, value in change(row).items() if value != row[name]}
                if after:
                    changes[paper] = {name: row[name] for name in after}, after
            if not changes:
                return NO_CHANGE
            history.forget_undone(writer)
            told = summary.format(count(len(changes), "paper"))
            number = history.open_change_set(writer, told)
            history.update_recorded(writer, number, changes)
            history.close_change_set(writer, number, told, len(changes))
            index.settle(writer)
        return Change(number, told, frozenset(changes), len(changes))

    def _replay(
        self, which: str, act: Callable[[sqlite3.Connection, int], frozenset[int]], state: str
    ) -> Change | None:
        with self.writing() as writer:
            self._refuse_while_importing(writer)
            (number,) = writer.execute(which).fetchone()
            if number is None:
                return None
            ids = act(writer, number)
            writer.execute("UPDATE change_sets SET state = ? WHERE id = ?", (state, number))
            summary, papers = writer.execute(
                "SELECT summary, count FROM change_sets WHERE id = ?", (number,)
            ).fetchone()
            index.settle(writer)
        return Change(number, summary, ids, papers)

    def _refuse_while_importing(self, writer: sqlite3.Connection) -> None:
        # These could take away what an import has just matched with, or free a key it is about to give.
        if self._import_is_running(writer):
            raise _ImportRunningError

    def _import_is_running(self, writer: sqlite3.Connection) -> bool:
        return writer.execute(_UNFINISHED).fetchone() is not None

    def _take_back_dead_imports(self, writer: sqlite3.Connection) -> None:
        for (number,) in writer.execute(_UNFINISHED).fetchall():
            if number != self._importing and not self._running.is_up():
                _take_back(writer, number)


_UNFINISHED = "SELECT id FROM change_sets WHERE state = 'unfinished'"


def _take_back(writer: sqlite3.Connection, number: int) -> None:
    history.undo(writer, number, keep=False)
    writer.execute("DELETE FROM change_sets WHERE id = ?", (number,))
    index.settle(writer)


def _without_braces(summary: str) -> str:
    """A summary whose only placeholder is the number of papers, whatever a tag is called."""
    head, _, tail = summary.partition("{}")
    return head.replace("{", "{{").replace("}", "}}") + "{}" + tail.replace("{", "{{").replace("}", "}}")
