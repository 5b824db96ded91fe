"""Commands run inside the test, in a process of their own, and in a process with a terminal."""

import json
import os
import pty
import select
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from readlist.cli import main
from readlist.store import Library

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"


class Result(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str


Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine on which nobody has brought papers in yet."""
    place = tmp_path / "home"
    place.mkdir()
    Library.open(place / "papers.db").close()
    monkeypatch.setenv("READLIST_DB", str(place / "papers.db"))
    monkeypatch.setenv("READLIST_CONFIG", str(place / "config.toml"))
    monkeypatch.setenv("HOME", str(place))
    monkeypatch.delenv("READLIST_DEBUG", raising=False)
    return place


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command inside this process."""

    def run(*arguments: object, code: int | None = 0) -> Result:
        capsys.readouterr()
        got = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        assert code is None or got == code, captured.err
        return Result(got, captured.out, captured.err)

    return run


@pytest.fixture
def shell() -> Run:
    """Runs a command as a process of its own, its output in pipes."""

    def shell(*arguments: object, code: int | None = 0, stdin: bytes = b"") -> Result:
        done = subprocess.run(
            [sys.executable, "-m", "readlist", *map(str, arguments)], input=stdin, capture_output=True, cwd=ROOT
        )
        assert code is None or done.returncode == code, done.stderr
        return Result(done.returncode, done.stdout.decode(), done.stderr.decode())

    return shell


@pytest.fixture
def terminal() -> Callable[..., tuple[int, bytes]]:
    """Runs a command in a terminal, and gives its exit code and every byte the terminal got; ``first`` is Python code
    that the program runs before it."""

    def terminal(*arguments: object, columns: int = 80, first: str = "", **environment: str) -> tuple[int, bytes]:
        program = ["-c", f"import sys; {first}; from readlist.cli import main; sys.exit(main())"]
        command = [sys.executable, *(program if first else ["-m", "readlist"]), *map(str, arguments)]
        return _on_terminal(command, columns, environment)

    return terminal


def _on_terminal(command: Sequence[str], columns: int, more: dict[str, str]) -> tuple[int, bytes]:
    terminal, inside = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": str(columns), "LINES": "24", **more}
    process = subprocess.Popen(
        command, stdin=inside, stdout=inside, stderr=inside, env=environment, cwd=ROOT, start_new_session=True
    )
    os.close(inside)
    received: list[bytes] = []
    try:
        while select.select([terminal], [], [], 60)[0]:
            try:
                chunk = os.read(terminal, 65536)
            except OSError:  # Linux says so when the last process has let go of the terminal
                break
            if not chunk:
                break
            received.append(chunk)
        return process.wait(60), b"".join(received)
    finally:
        process.kill()
        os.close(terminal)


@pytest.fixture
def seeds() -> list[Path]:
    """The five real dumps."""
    files = sorted((SHARED / "seeds").glob("*.txt"))
    if not files:
        pytest.skip("needs the shared seeds")
    return files


PAPERS = [
    {
        "uid": "01HAAAAAAAAAAAAAAAAAAAAAAA",
        "key": "lewis2020retrieval",
        "title": "Retrieval-Augmented Generation for Knowledge-Intensive Tasks",
        "authors": ["Patrick Lewis", "Ethan Perez", "Aleksandra Piktus"],
        "more_authors": 9,
        "year": 2020,
        "month": 5,
        "venue": "NeurIPS",
        "abstract": "Large models store knowledge in their parameters. We combine them with a retriever.",
        "arxiv": "2005.11401",
        "tags": ["rag"],
        "sources": [],
    },
    {
        "uid": "01HBBBBBBBBBBBBBBBBBBBBBBB",
        "key": "gu2023mamba",
        "title": "Mamba: Linear-Time Sequence Modeling",
        "authors": ["Albert Gu", "Tri Dao"],
        "year": 2023,
        "status": "read",
        "starred": True,
        "sources": [],
    },
    {
        "uid": "01HCCCCCCCCCCCCCCCCCCCCCCC",
        "key": "anon-opensource",
        "abstract": "Open source keyboards are typed upon by people who like to type a lot. They are loud.",
        "sources": [],
    },
]


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    file = tmp_path / "three.jsonl"
    file.write_text("".join(json.dumps(paper) + "\n" for paper in PAPERS), encoding="utf-8")
    return file


@pytest.fixture
def filled(run: Run, dump: Path) -> None:
    run("import", dump)
