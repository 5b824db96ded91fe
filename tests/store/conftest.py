"""Libraries for the tests of the store."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from readlist.store import Library, ledger


@pytest.fixture(scope="session", autouse=True)
def careless() -> Iterator[None]:
    """Nobody waits for the disk: no test pulls the plug."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ledger, "set_durable", lambda writer, durable: writer.execute("PRAGMA synchronous = OFF"))
        yield


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library nobody has used, to be copied."""
    path = tmp_path_factory.mktemp("empty") / "papers.db"
    Library.open(path).close()
    return path


@pytest.fixture
def path(empty: Path, tmp_path: Path) -> Path:
    """The file of an empty library."""
    return Path(shutil.copy(empty, tmp_path / "papers.db"))


@pytest.fixture
def library(path: Path) -> Iterator[Library]:
    """An empty library."""
    with Library.open(path) as library:
        yield library


@pytest.fixture
def fresh(empty: Path, tmp_path: Path) -> Iterator[Callable[[], Library]]:
    """Makes empty libraries, as many as a test wants, and closes them."""
    made: list[Library] = []

    def make() -> Library:
        made.append(Library.open(Path(shutil.copy(empty, tmp_path / f"library-{len(made)}.db"))))
        return made[-1]

    yield make
    for library in made:
        library.close()
