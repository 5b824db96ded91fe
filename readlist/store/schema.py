"""The versions of a library file, and how an older one becomes the newest."""

import sqlite3
from pathlib import Path

from readlist.store.connection import APPLICATION_ID, back_up, check_version, transaction, unwritable

VERSION = 2
"""The version of the newest migration (PRAGMA user_version)."""


def bring_up_to_date(connection: sqlite3.Connection, path: Path) -> None:
    """Applies the migrations a library lacks, all of them or none, after a backup beside the file when it holds papers.

    Raises ReadlistError for a library that a newer readlist has written.
    """
    version = _version(connection)
    check_version(version, VERSION, path)
    if version == VERSION:
        return
    # Imported here because sqlite-utils takes as long to load as the whole rest of a command.
    from sqlite_utils import Database

    from readlist.store.migrations import MIGRATIONS

    with transaction(connection):
        if (version := _version(connection)) == VERSION:  # another program was faster
            return
        if version and connection.execute("SELECT EXISTS (SELECT 1 FROM papers)").fetchone()[0]:
            back_up(path, f"version-{VERSION}")
        MIGRATIONS.apply(Database(connection, execute_plugins=False, recursive_triggers=False))
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {VERSION}")


def is_current(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether a library lacks no migration. Raises ReadlistError for one that a newer readlist has written, and for an
    empty file, which cannot be made a library without writing."""
    version = _version(connection)
    check_version(version, VERSION, path)
    if not version:
        raise unwritable(path)
    return version == VERSION


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
