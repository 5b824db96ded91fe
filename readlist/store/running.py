"""Whether an import that is marked unfinished is still being done by some process, or died.

The importing process holds a lock on a little file beside the library, through SQLite, which knows how to lock on every
platform; the system drops the lock when the process ends, however it ends. All of it happens inside write transactions
of the library, so two processes cannot disagree.
"""

import sqlite3
from pathlib import Path


class RunningMark:
    """The sign that an import into the library at ``path`` is being done."""

    def __init__(self, path: Path) -> None:
        self._path = path.with_name(path.name + "-importing")
        self._held: sqlite3.Connection | None = None

    def take(self) -> bool:
        """Holds the sign up; ``False`` when another process does."""
        connection = sqlite3.connect(self._path, timeout=0, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            connection.close()
            return False
        self._held = connection
        return True

    def drop(self) -> None:
        """Takes the sign down again."""
        if self._held is not None:
            self._held.close()
            self._held = None
        self._path.unlink(missing_ok=True)

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
