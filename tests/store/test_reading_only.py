"""A library that cannot be written can be read, and says so to who wants to change it."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from looking import put

from readlist.paper import Draft
from readlist.store import Library, schema

ROOT = Path(__file__).parents[2]

_PROGRAM = """
import json, sys
from pathlib import Path
from readlist.errors import ReadlistError
from readlist.paper import Draft
from readlist.query import parse
from readlist.store import Library

said = {}

def attempt(name, act):
    try:
        said[name] = act()
    except ReadlistError as error:
        said[name] = str(error)

def importing(dry_run):
    with library.ledger.importing("x.txt", dry_run=dry_run) as importing:
        drafts = [Draft(title="Another"), Draft(title="Kept", doi="10.1000/kept")]
        return importing.add(drafts, file="x", format="x").new

try:
    library = Library.open(Path(sys.argv[1]))
except ReadlistError as error:
    said["open"] = str(error)
else:
    with library:
        attempt("total", library.total)
        attempt("counts", lambda: library.counts().unread)
        attempt("titles", lambda: [paper.title for paper in library.papers(range(9))])
        attempt("version", lambda: len(library.data_version()))
        attempt("history", lambda: [one.summary for one in library.ledger.history()])
        searcher = library.searcher()
        attempt("found", lambda: list(searcher.find(parse("kept")).ids))
        searcher.close()
        attempt("counted", lambda: library.count(parse("kept")))
        attempt("completed", lambda: library.completions("author", "ada"))
        attempt("saved", library.saved_searches)
        attempt("remembered", lambda: library.ledger.remember("kept"))
        attempt("asked", library.asked)
        attempt("tried", lambda: importing(True))
        attempt("imported", lambda: importing(False))
        attempt("marked", lambda: library.ledger.mark([1], "read").count)
        attempt("deleted", lambda: library.ledger.delete([1]).count)
        attempt("named", lambda: library.ledger.save_search("mine", "kept").count)
        attempt("undone", lambda: library.ledger.undo().count)
print(json.dumps(said))
"""

Look = Callable[[], dict[str, Any]]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder whose permissions a test takes away."""
    folder = tmp_path / "kept"
    folder.mkdir()
    yield folder
    folder.chmod(0o755)


@pytest.fixture
def kept(folder: Path, empty: Path) -> Path:
    """A library with one paper, in that folder."""
    path = Path(shutil.copy(empty, folder / "papers.db"))
    with Library.open(path) as library:
        put(library, Draft(title="Kept", doi="10.1000/kept", authors=("Ada Kept",)))
    return path


@pytest.fixture
def look(kept: Path) -> Look:
    """Runs a program that permissions hold for and that uses the library; returns what it says."""
    bound: list[str] = []
    if os.geteuid() == 0:
        tool = shutil.which("setpriv")
        bound = [tool or "", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all"]
        if not tool or subprocess.run([*bound, "true"], capture_output=True, check=False).returncode:
            pytest.skip("permissions do not hold for root here, and cannot be made to")

    def run() -> dict[str, Any]:
        before = sorted(child.name for child in kept.parent.iterdir())
        done = subprocess.run(
            [*bound, sys.executable, "-c", _PROGRAM, str(kept)],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        assert done.returncode == 0, done.stderr
        assert sorted(child.name for child in kept.parent.iterdir()) == before
        said: dict[str, Any] = json.loads(done.stdout)
        return said

    return run


@pytest.mark.parametrize(("file", "around"), [(0o444, 0o555), (0o644, 0o555), (0o444, 0o755)])
@pytest.mark.parametrize("journal", ["WAL", "DELETE"])
def test_what_cannot_be_written_can_be_read(kept: Path, look: Look, file: int, around: int, journal: str) -> None:
    connection = sqlite3.connect(kept)
    connection.execute(f"PRAGMA journal_mode = {journal}")
    connection.close()
    before = kept.read_bytes()
    kept.chmod(file)
    kept.parent.chmod(around)
    said = look()
    refusals = {said.pop(name) for name in ("imported", "marked", "deleted", "named", "undone")}
    assert said == {
        "total": 1,
        "counts": 1,
        "titles": ["Kept"],
        "version": 2,
        "history": ["imported 1 paper from a.txt"],
        "found": [1],
        "counted": 1,
        "completed": [["Ada Kept", 1]],
        "saved": [],
        "remembered": None,
        "asked": [],
        "tried": 1,
    }
    assert refusals == {f"The library {kept} cannot be written: the file or its folder is read-only."}
    assert kept.read_bytes() == before


def test_what_somebody_else_is_writing_is_seen(kept: Path, look: Look) -> None:
    with Library.open(kept) as library:
        put(library, Draft(title="Logged"))
        for child in kept.parent.iterdir():
            child.chmod(0o444)
        kept.parent.chmod(0o555)
        said = look()
        kept.parent.chmod(0o755)
    assert said["titles"] == ["Kept", "Logged"]
    assert "cannot be written" in said["marked"]


def test_changes_that_only_a_log_holds_are_not_passed_over(kept: Path, folder: Path, look: Look) -> None:
    with Library.open(kept) as library:
        put(library, Draft(title="Logged"))
        library.reader().execute("SELECT 1 FROM papers").fetchone()
        log = Path(f"{kept}-wal").read_bytes()
    Path(f"{kept}-wal").write_bytes(log)
    kept.chmod(0o444)
    folder.chmod(0o555)
    assert "cannot be opened" in look()["open"]


def test_an_older_library_that_cannot_be_written_says_what_it_lacks(kept: Path, look: Look) -> None:
    connection = sqlite3.connect(kept)
    connection.execute("UPDATE index_facts SET value = value - 1 WHERE name = 'version'")
    connection.commit()
    connection.close()
    for file, around in ((0o444, 0o555), (0o644, 0o555), (0o444, 0o755)):
        kept.chmod(file)
        kept.parent.chmod(around)
        assert "must be brought up to date before it can be read, but it cannot be written" in look()["open"]


def test_an_older_version_is_no_library_to_read(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from readlist.errors import ReadlistError
    from readlist.store import connection

    monkeypatch.setattr(connection, "is_writable", lambda path: False)
    with Library.open(kept) as library:
        assert library.read_only and library.total() == 1
    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)
    with pytest.raises(ReadlistError, match="must be brought up to date"):
        Library.open(kept)


def test_an_empty_file_that_cannot_be_written_is_no_library(folder: Path, kept: Path, look: Look) -> None:
    kept.write_bytes(b"")
    kept.chmod(0o444)
    folder.chmod(0o555)
    assert "cannot be written" in look()["open"]
