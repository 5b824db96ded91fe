"""Connections to a library file: how they are made, what may be opened, and what SQLite's errors mean to a person.

SQLite forbids opening the file with ordinary file calls in a process that has it open (closing such a handle drops
the process's locks), so its header is read only while no library of this process has it open.
"""

import os
import sqlite3
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from readlist.errors import ReadlistError
from readlist.text import printable

APPLICATION_ID = 0x726C6462
"""``rldb``: what marks a SQLite file as a library of readlist (PRAGMA application_id)."""

WAIT_SECONDS = 10.0
_MAGIC = b"SQLite format 3\0"
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_UNWRITABLE = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH}

OPENING = threading.RLock()
"""Held while a library is looked at and opened, so that nobody opens it in between."""
_open_files: Counter[tuple[int, int]] = Counter()


class Connection(sqlite3.Connection):
    """A connection that can be referred to weakly, so that one whose thread has ended is closed."""


@contextmanager
def plainly(path: Path) -> Iterator[None]:
    """Turns every error of SQLite into a sentence about the library at ``path``."""
    try:
        yield
    except sqlite3.Error as error:
        raise plain_error(error, path) from error
    except OSError as error:
        raise ReadlistError(f"The library {printable(str(path))} cannot be used: {reason(error)}.") from error


def reason(error: OSError) -> str:
    """What the operating system says, without number and path."""
    return (error.strerror or type(error).__name__).lower()


def unwritable(path: Path) -> ReadlistError:
    """The sentence for a change of a library that can only be read."""
    return ReadlistError(f"The library {printable(str(path))} cannot be written: the file or its folder is read-only.")


def may_be_readable(error: sqlite3.Error) -> bool:
    """Whether a library that failed so may still be read: it, or what SQLite puts beside it, cannot be written."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code in _UNWRITABLE or code == sqlite3.SQLITE_CANTOPEN


def is_busy(error: sqlite3.Error) -> bool:
    """Whether another connection's lock was in the way."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _BUSY


def plain_error(error: sqlite3.Error, path: Path) -> ReadlistError:
    """The sentence for an error of SQLite."""
    name = printable(str(path))
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in _BUSY:
        return ReadlistError(f"The library {name} is being written by another program: try again in a moment.")
    if code == sqlite3.SQLITE_FULL:
        return ReadlistError(f"The disk is full: nothing was changed in {name}; make some room and try again.")
    if code in _UNWRITABLE:
        return unwritable(path)
    if code == sqlite3.SQLITE_CANTOPEN:
        return ReadlistError(f"The library {name} cannot be opened: check that its folder exists and may be written.")
    if code in _DAMAGED:
        return ReadlistError(f"The library {name} is damaged: restore a backup of it.")
    if code == sqlite3.SQLITE_IOERR:
        return ReadlistError(f"The disk failed while the library {name} was used: check it, then try again.")
    return ReadlistError(f"The library {name} could not do this: {printable(str(error))}.")


def check_file(path: Path, newest: int) -> None:
    """Refuses what is not a library of version ``newest`` or older, without touching it. Call it under OPENING."""
    if path.exists() and not _open_files[_identity(path)]:
        _check_header(path, newest)


def register(path: Path) -> tuple[int, int]:
    """Counts a library as open in this process, and returns the token for :func:`unregister`. Call it under OPENING."""
    identity = _identity(path)
    _open_files[identity] += 1
    return identity


def unregister(identity: tuple[int, int]) -> None:
    """Counts a library of this process as closed."""
    with OPENING:
        _open_files[identity] -= 1


def is_same_file(path: Path, identity: tuple[int, int]) -> bool:
    """Whether the file at ``path`` is the one that was registered."""
    try:
        return _identity(path) == identity
    except OSError:
        return False


def _identity(path: Path) -> tuple[int, int]:
    facts = path.stat()
    return facts.st_dev, facts.st_ino


def _check_header(path: Path, newest: int) -> None:
    name = printable(str(path))
    if path.is_dir():
        raise ReadlistError(f"{name} is a folder: name a file for the library.")
    if not path.is_file():
        raise ReadlistError(f"{name} is not a file: name a file for the library.")
    with path.open("rb") as file:
        head = file.read(100)
    if not head:
        return
    # Offsets of user_version and application_id: sqlite.org/fileformat.html, section 1.3.
    if not head.startswith(_MAGIC) or len(head) < 100:
        raise ReadlistError(f"{name} is not a library of readlist: choose another file; this one was left as it is.")
    if int.from_bytes(head[68:72], "big") != APPLICATION_ID:
        raise ReadlistError(f"{name} belongs to another program: choose another file; this one was left as it is.")
    check_version(int.from_bytes(head[60:64], "big"), newest, path)


def check_version(version: int, newest: int, path: Path) -> None:
    """Refuses a library that a newer readlist has written."""
    if version > newest:
        raise ReadlistError(
            f"The library {printable(str(path))} was written by a newer readlist (version {version} of the file, "
            f"this one knows {newest}): update readlist; the file was left as it is."
        )


def connect(path: Path, mode: str = "mode=rw") -> Connection:
    """A connection of any thread, without automatic transactions, with every pragma a connection needs.

    ``mode`` says how SQLite opens the file: sqlite.org/uri.html.
    """
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?{mode}",
        uri=True,
        timeout=WAIT_SECONDS,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=256,
        factory=Connection,
    )
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA temp_store = MEMORY")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def connect_writer(path: Path, *, create: bool = False) -> Connection:
    """The connection for changes."""
    connection = connect(path, "mode=rwc" if create else "mode=rw")
    connection.execute("PRAGMA cache_size = -65536")
    connection.execute(f"PRAGMA journal_size_limit = {64 << 20}")
    # Pages that an import writes again and again then go to the file once.
    connection.execute("PRAGMA wal_autocheckpoint = 16000")
    return connection


def use_write_ahead_log(connection: sqlite3.Connection) -> None:
    """Switches to write-ahead logging, so that reading goes on during an import; where the file system has no shared
    memory for it, stays with a rollback journal."""
    connection.execute("PRAGMA journal_mode = WAL").fetchone()


def set_durable(connection: sqlite3.Connection, durable: bool) -> None:
    """Says whether what is committed from now on must survive a failing machine at once, or only together with the
    next change that must: it is whole in either case."""
    if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        connection.execute("PRAGMA synchronous = EXTRA")
    else:
        connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")


def connect_reader(path: Path) -> Connection:
    """A connection that cannot write, also to a library that cannot be written."""
    if is_writable(path):
        try:
            return _reader(path, "mode=rw")
        except sqlite3.Error as error:
            if not may_be_readable(error):
                raise
    # A log beside the file may hold changes, and somebody may be writing; SQLite reads it where it can map its shared
    # memory. With nothing beside it the file is read as one that does not change, which leaves nothing there either.
    beside = [Path(f"{path.resolve()}-{ending}") for ending in ("wal", "journal")]
    if any(log.exists() for log in beside):
        try:
            return _reader(path, "mode=ro")
        except sqlite3.Error as error:
            if not may_be_readable(error) or any(log.exists() and log.stat().st_size for log in beside):
                raise
    return _reader(path, "mode=ro&immutable=1")


def is_writable(path: Path) -> bool:
    """Whether the permissions of a file let this process write to it; its folder may still say no."""
    return os.access(path, os.W_OK)


def _reader(path: Path, mode: str) -> Connection:
    connection = connect(path, mode)
    try:
        connection.execute("PRAGMA query_only = ON")
        # What cannot be read fails with the first page, not when the file is opened.
        connection.execute("PRAGMA schema_version").fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """One write transaction: committed at the end, rolled back when anything is raised."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def back_up(path: Path, label: str) -> Path:
    """Copies a library beside itself through SQLite, and returns the copy: ``papers.before-LABEL.db``.

    An earlier copy of that name is never overwritten.
    """
    copy = path.with_name(f"{path.stem}.before-{label}{path.suffix}")
    number = 1
    while copy.exists():
        number += 1
        copy = path.with_name(f"{path.stem}.before-{label}-{number}{path.suffix}")
    source = connect_reader(path)
    try:
        target = sqlite3.connect(copy)
        try:
            source.backup(target)
        finally:
            target.close()
    finally:
        source.close()
    return copy


def row_ids(connection: sqlite3.Connection, sql: str, parameters: Sequence[object] = ()) -> list[int]:
    """The first column of every row of a question."""
    return [row[0] for row in connection.execute(sql, parameters)]
