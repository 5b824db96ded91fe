"""What cannot be done during an import waits for its end, whoever does the import."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from time import sleep

import pytest
from looking import put

from readlist.errors import ReadlistError
from readlist.paper import Draft
from readlist.store import Library, ledger

ROOT = Path(__file__).parents[2]
FAR_AWAY = 600.0


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with a lot to do must not end what waits."""
    monkeypatch.setattr(ledger, "PATIENCE", FAR_AWAY)
    monkeypatch.setattr(ledger, "IMPORT_PATIENCE", FAR_AWAY)
    monkeypatch.setattr(ledger, "STEP", 0.001)


@pytest.mark.parametrize(
    ("act", "left"),
    [
        (lambda library: put(library, Draft(title="A Second Work")), 3),
        (lambda library: library.ledger.delete([1]), 1),
        (lambda library: library.ledger.edit(1, {"key": "other"}), 2),
        (lambda library: library.ledger.undo(), 1),
    ],
)
@pytest.mark.parametrize("shared", [True, False])
def test_waits_for_an_import_to_end(
    path: Path, monkeypatch: pytest.MonkeyPatch, act: Callable[[Library], object], left: int, shared: bool
) -> None:
    waiting = threading.Event()

    def wait(seconds: float) -> None:
        waiting.set()
        sleep(seconds)

    monkeypatch.setattr(ledger, "sleep", wait)
    failed: list[BaseException] = []
    with Library.open(path) as importer, Library.open(path) as second:
        put(importer, Draft(title="Here Before"))
        other = importer if shared else second

        def work() -> None:
            try:
                act(other)
            except BaseException as error:
                failed.append(error)

        thread = threading.Thread(target=work)
        with importer.ledger.importing("first.txt") as importing:
            importing.add([Draft(title="A First Work")], file="first.txt", format="x")
            thread.start()
            assert waiting.wait(60)
            assert importer.total() == 2, "nothing was done meanwhile"
        thread.join(60)
        assert not thread.is_alive() and not failed
        assert importer.total() == left


def test_gives_up_in_the_end(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "PATIENCE", 0.01)
    monkeypatch.setattr(ledger, "IMPORT_PATIENCE", 0.01)
    with Library.open(path) as importer, Library.open(path) as other, importer.ledger.importing("first.txt"):
        for act in (other.ledger.undo, lambda: put(other, Draft(title="Never"))):
            with pytest.raises(ReadlistError, match="An import into this library is being done"):
                act()


def test_nobody_waits_for_himself(path: Path) -> None:
    with (
        Library.open(path) as library,
        library.ledger.importing("first.txt"),
        pytest.raises(ReadlistError, match="An import into this library is being done"),
    ):
        library.ledger.undo()


@pytest.mark.parametrize("shared", [True, False])
def test_imports_in_many_threads_all_succeed(path: Path, shared: bool) -> None:
    many = 8
    together = threading.Barrier(many)
    failed: list[BaseException] = []
    libraries = [Library.open(path) for _ in range(1 if shared else many)]

    def work(number: int) -> None:
        try:
            together.wait(60)
            library = libraries[number % len(libraries)]
            own = Draft(title=f"The Work of Thread {number} Alone")
            put(library, own, Draft(title="The Work of All", doi="10.1000/all"), file=f"{number}.txt")
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert libraries[0].total() == many + 1
    assert len(libraries[0].ledger.history()) == many
    for library in libraries:
        library.close()
    assert [child.name for child in path.parent.iterdir()] == [path.name]


_PROGRAM = """
import sys
from pathlib import Path
from readlist.paper import Draft
from readlist.store import Library, ledger
ledger.IMPORT_PATIENCE = 600.0
sys.stdin.readline()
for turn in range(3):
    with Library.open(Path(sys.argv[1])) as library, library.ledger.importing(sys.argv[2]) as importing:
        importing.add([Draft(title=f"Turn {turn} of Program {sys.argv[2]}")], file=sys.argv[2], format="x")
"""


def test_imports_by_many_programs_all_succeed(tmp_path: Path) -> None:
    path = tmp_path / "papers.db"
    link = tmp_path / "elsewhere" / "papers.db"
    link.parent.mkdir()
    link.symlink_to(path)
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, str(link if number % 2 else path), str(number)],
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        for number in range(6)
    ]
    for program in programs:
        assert program.stdin is not None
        program.stdin.write("go\n")
        program.stdin.flush()
    assert [program.communicate()[1] for program in programs] == [""] * len(programs)
    assert [program.returncode for program in programs] == [0] * len(programs)
    with Library.open(path) as library:
        assert library.total() == 3 * len(programs)
        assert len(library.ledger.history()) == 3 * len(programs)
