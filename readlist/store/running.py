"""Whether an import that is marked unfinished is still being done by some process, or died.

The importing process holds a lock on a little file beside the library, through SQLite, which knows how to lock on every
platform; the system drops the lock when the process ends, however it ends. All of it happens inside write transactions
of the library, so two processes cannot disagree.
"""

import sqlite3
from pathlib import Path

from readlist.store.connection import is_busy


class RunningMark:
    """The sign that an import into the library at ``path`` is being done."""

    def __init__(self, path: Path) -> None:
        # Beside the file itself: who comes by a link to it must meet the same sign.
        path = path.resolve()
        self._path = path.with_name(path.name + "-importing")
        self._held: sqlite3.Connection | None = None

    def take(self) -> bool:
        """Holds the sign up; ``False`` when another process does. Raises sqlite3.Error where it cannot be made."""
        connection = sqlite3.connect(self._path, timeout=0, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            connection.close()
            if is_busy(error):
                return False
            raise
        self._held = connection
        return True

    def drop(self) -> None:
        """Takes the sign down again, in the write transaction that ends what it stands for."""
        self.let_go()
        self._path.unlink(missing_ok=True)

    def let_go(self) -> None:
        """Stops holding the sign outside a transaction. The file stays: another process may hold it already, and would
        pass for dead without it."""
        if self._held is not None:
            self._held.close()
            self._held = None

    def is_up(self) -> bool:
        """Whether any process, this one included, holds the sign."""
        if self._held is not None:
            return True
        if not self._path.exists():
            return False
        if self.take():
            self.drop()
            return False
        return True
