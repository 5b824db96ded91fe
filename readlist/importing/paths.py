"""The files behind paths: folders walked through, what is no file named with the reason."""

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

STANDARD_INPUT = "standard input"


@dataclass(slots=True, kw_only=True)
class Item:
    """One thing to read. ``folder`` is the folder it was found in, None when it was named itself."""

    path: str
    name: str
    size: int = 0
    folder: str | None = None
    error: str | None = None


def expand(paths: Sequence[str], library: Path) -> Iterator[Item]:
    """The files behind paths, with an error for what is no file or holds none."""
    # Opening the database file a second time and closing it would drop SQLite's locks on it.
    guarded = {_identity(f"{library}{end}") for end in ("", "-wal", "-shm", "-journal")} - {None}
    for path in paths:
        if path == "-":
            yield Item(path="-", name=STANDARD_INPUT)
        elif _is_folder(path):
            yield from _inside(path, guarded)
        elif (identity := _identity(path)) and identity in guarded:
            yield Item(path=path, name=path, error="this is the library itself")
        else:
            yield Item(path=path, name=Path(path).name, size=_size(path))


def _inside(folder: str, guarded: set[tuple[int, int] | None]) -> Iterator[Item]:
    visited = {_identity(folder)}
    found = False
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            with os.scandir(here) as scan:
                entries = sorted(scan, key=lambda entry: entry.name)
        except OSError as error:
            reason = (error.strerror or "unknown reason").lower()
            yield Item(path=here, name=here, error=f"the folder cannot be read ({reason})")
            found = True
            continue
        inner = []
        for entry in entries:
            if entry.name.startswith("."):
                continue
            identity = _identity(entry.path)
            try:
                if entry.is_dir() and identity not in visited:
                    visited.add(identity)
                    inner.append(entry.path)
                elif entry.is_file() and identity not in guarded:
                    found = True
                    yield Item(path=entry.path, name=entry.name, size=entry.stat().st_size, folder=folder)
            except OSError:
                continue
        waiting.extend(reversed(inner))
    if not found:
        yield Item(path=folder, name=folder, error="the folder holds no files")


def _is_folder(path: str) -> bool:
    try:
        return Path(path).is_dir()
    except (OSError, ValueError):
        return False


def _identity(path: str) -> tuple[int, int] | None:
    try:
        status = Path(path).stat()
    except (OSError, ValueError):
        return None
    return status.st_dev, status.st_ino


def _size(path: str) -> int:
    try:
        status = Path(path).stat()
    except (OSError, ValueError):
        return 0
    return status.st_size if stat.S_ISREG(status.st_mode) else 0
