"""What may be opened, what is refused untouched, and how an older library becomes a newer one."""

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from looking import put

from readlist.errors import ReadlistError
from readlist.paper import Draft
from readlist.store import Library, ledger, migrations, schema
from readlist.store.connection import APPLICATION_ID, set_durable


def another_programs(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE papers (id INTEGER PRIMARY KEY)")
    connection.close()


def newer(path: Path) -> None:
    Library.open(path).close()
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    connection.close()


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (another_programs, "another program"),
        (newer, "newer readlist"),
        (lambda path: path.write_text("@article{a, title = {b}}\n"), "not a library"),
        (lambda path: path.write_bytes(b"SQLite format 3\0"), "not a library"),
        (lambda path: path.write_bytes(bytes(5000)), "not a library"),
        (lambda path: path.mkdir(), "folder"),
    ],
)
@pytest.mark.parametrize("create", [True, False])
def test_what_is_not_a_library_is_refused_untouched(
    tmp_path: Path, make: Callable[[Path], object], says: str, create: bool
) -> None:
    path = tmp_path / "papers.db"
    make(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(ReadlistError, match=says) as caught:
        Library.open(path, create=create)
    assert "\n" not in str(caught.value)
    assert (path.read_bytes() if path.is_file() else None) == before
    assert [child.name for child in tmp_path.iterdir()] == ["papers.db"]


def test_a_missing_library_is_made_only_when_wished(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "papers.db"
    with pytest.raises(ReadlistError, match="no library"):
        Library.open(path, create=False)
    assert not path.parent.exists()
    with Library.open(path) as library:
        assert library.total() == 0
    assert [child.name for child in path.parent.iterdir()] == ["papers.db"]
    head = path.read_bytes()[:100]
    assert int.from_bytes(head[68:72], "big") == APPLICATION_ID
    assert int.from_bytes(head[60:64], "big") == schema.VERSION


def test_an_empty_file_becomes_a_library(tmp_path: Path) -> None:
    path = tmp_path / "papers.db"
    path.touch()
    with Library.open(path) as library:
        assert put(library, Draft(title="First")).new == 1


def test_what_is_damaged_is_said_to_be(path: Path) -> None:
    with Library.open(path) as library:
        put(library, *(Draft(title=f"Paper {number}", abstract="word " * 500) for number in range(50)))
    data = bytearray(path.read_bytes())
    data[4096:] = bytes(len(data) - 4096)
    path.write_bytes(data)
    with pytest.raises(ReadlistError, match=r"damaged|could not"), Library.open(path) as library:
        library.counts()


def test_a_migration_backs_up_first(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Library.open(path) as library:
        put(library, Draft(title="Kept as It Was"))
    monkeypatch.setattr(migrations.MIGRATIONS, "_migrations", list(migrations.MIGRATIONS._migrations))
    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)

    @migrations.MIGRATIONS()
    def colour(db: object) -> None:
        db.conn.execute("ALTER TABLE papers ADD COLUMN colour TEXT")  # type: ignore[attr-defined]

    Library.open(path).close()
    copies = list(path.parent.glob("papers.before-*.db"))
    assert len(copies) == 1
    assert _columns(path) - _columns(copies[0]) == {"colour"}
    assert _titles(copies[0]) == ["Kept as It Was"]
    Library.open(path).close()
    assert len(list(path.parent.iterdir())) == 2, "once is enough"


def test_a_migration_that_fails_changes_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Library.open(path) as library:
        put(library, Draft(title="Kept as It Was"))
    monkeypatch.setattr(migrations.MIGRATIONS, "_migrations", list(migrations.MIGRATIONS._migrations))

    @migrations.MIGRATIONS()
    def colour(db: object) -> None:
        db.conn.execute("ALTER TABLE papers ADD COLUMN colour TEXT")  # type: ignore[attr-defined]
        db.conn.execute("CREATE TABLE papers (id)")  # type: ignore[attr-defined]

    with monkeypatch.context() as patch, pytest.raises(ReadlistError):
        patch.setattr(schema, "VERSION", schema.VERSION + 1)
        Library.open(path)
    assert "colour" not in _columns(path)
    with Library.open(path) as library:
        assert library.total() == 1


def test_an_empty_library_needs_no_backup(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)
    Library.open(path).close()
    assert [child.name for child in path.parent.iterdir()] == ["papers.db"]


def test_many_may_make_the_same_library(tmp_path: Path) -> None:
    path = tmp_path / "papers.db"
    errors: list[BaseException] = []

    def work() -> None:
        try:
            with Library.open(path) as library:
                library.total()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert [child.name for child in tmp_path.iterdir()] == ["papers.db"]


def test_a_reader_cannot_write(path: Path) -> None:
    with Library.open(path) as library, pytest.raises(sqlite3.OperationalError, match="readonly"):
        library.reader().execute("DELETE FROM papers")


def test_what_was_acknowledged_is_synchronised(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "set_durable", set_durable)
    with Library.open(path) as library:
        with library.ledger.writing() as writer:
            pass
        assert writer.execute("PRAGMA synchronous").fetchone()[0] == 2
        assert writer.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert writer.execute("PRAGMA foreign_keys").fetchone()[0] == 1


def test_a_closed_library_says_so(path: Path) -> None:
    library = Library.open(path)
    library.close()
    library.close()
    failures: list[str] = []

    def work() -> None:
        try:
            library.total()
        except ReadlistError as error:
            failures.append(str(error))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert failures and "closed" in failures[0]


def _titles(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    try:
        return [title for (title,) in connection.execute("SELECT title FROM papers")]
    finally:
        connection.close()


def _columns(path: Path) -> set[str]:
    connection = sqlite3.connect(path)
    try:
        return {row[1] for row in connection.execute("PRAGMA table_info (papers)")}
    finally:
        connection.close()
