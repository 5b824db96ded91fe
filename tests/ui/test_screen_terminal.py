"""Through a real pseudo-terminal: nothing of the data reaches it as anything but text, and leaving restores it."""

import os
import pty
import select
import signal
import sqlite3
import sys
import time
from pathlib import Path

import pytest

from readlist.paper import Draft
from readlist.store import Library

PROGRAM = (
    "import sys; from pathlib import Path; from readlist.store import Library; from readlist.config import Config;"
    "from readlist.ui import run; library = Library.open(Path(sys.argv[1])); sys.exit(run(library, Config()))"
)
POISON = "Evil\x1b]52;c;UE9JU09O\x07 \x1b[31mred\x9b35mC1 \u202ebidi\u2066 [/b] [@click=app.quit]go[/] end\x00."


class Terminal:
    """readlist behind a pseudo-terminal, and everything it wrote there."""

    def __init__(self, path: Path) -> None:
        self.process, self.end = pty.fork()
        if not self.process:
            home = str(path.parent)
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", COLUMNS="120", LINES="40", HOME=home)
            os.execv(sys.executable, [sys.executable, "-c", PROGRAM, str(path)])
        self.wrote = b""

    def wait_for(self, text: bytes, patience: float = 20) -> None:
        """Read until a text was written."""
        limit = time.monotonic() + patience
        while text not in self.wrote:
            assert time.monotonic() < limit, (text, self.wrote[-2000:])
            self._read(0.2)

    def send(self, keys: bytes, silence: float = 0.2) -> None:
        """Send keys, one at a time, and read until there is silence."""
        for key in keys.split(b"|"):
            os.write(self.end, key)
            while self._read(silence):
                pass

    def end_with(self, number: int) -> int:
        """End the process by a signal (0: it ends itself); its exit status."""
        if number:
            os.kill(self.process, number)
        while self._read(3):
            pass
        return os.waitpid(self.process, 0)[1]

    def _read(self, patience: float) -> bool:
        if not select.select([self.end], [], [], patience)[0]:
            return False
        try:
            came = os.read(self.end, 1 << 16)
        except OSError:
            return False
        self.wrote += came
        return bool(came)


@pytest.fixture
def poisoned(tmp_path: Path) -> Path:
    """A library with poison that came through the front door, and the same written past it into the tables."""
    path = tmp_path / "papers.db"
    with Library.open(path) as library, library.ledger.importing("page") as importing:
        draft = Draft(title=POISON, authors=(POISON,), venue=POISON, abstract=POISON, year=2020, tags=(POISON,),
                      note=POISON, url="https://example.org/" + POISON, label=POISON, personal=True)  # fmt: skip
        importing.add([draft, Draft(abstract=POISON + " without a title")], file=POISON, format="huggingface")
    connection = sqlite3.connect(path)
    columns = [row[1] for row in connection.execute("pragma table_info(papers)")]
    damaged = [
        name for name in ("title", "venue", "abstract", "note", "url", "doi", "tags", "authors") if name in columns
    ]
    connection.execute("drop trigger if exists none")
    assignments = ", ".join(f"{name} = ?" for name in damaged)
    connection.execute(
        f"update papers set {assignments} where id = (select min(id) from papers)", [POISON] * len(damaged)
    )
    connection.commit()
    connection.close()
    return path


def test_poison_is_shown_as_text(poisoned: Path) -> None:
    terminal = Terminal(poisoned)
    terminal.wait_for(b"Evil")
    # Down, details, back, a search that marks words, tags, edit, note, delete question, sidebar, palette.
    terminal.send(b"j|k|\r|\x1b|/|e|v|i|l|\r|t|\x1b|e|\x1b|m|\x07|d|n|b|b|\x10|\x1b|y|t")
    terminal.send(b"q")
    assert terminal.end_with(0) == 0
    for sign in (
        b"\x1b]52;c;UE9J",
        b"\x9b35m",
        b"\xc2\x9b",
        "\u202e".encode(),
        "\u2066".encode(),
        b"\x00",
        b"\x1b[31mred",
    ):
        place = terminal.wrote.find(sign)
        assert place < 0, terminal.wrote[max(0, place - 300) : place + 100]
    for line in (b"[/b]", b"[@click=app.quit]go[/]"):
        assert line in terminal.wrote


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_signal_leaves_the_terminal_as_it_was(poisoned: Path, name: str) -> None:
    terminal = Terminal(poisoned)
    terminal.wait_for(b"Evil")
    terminal.end_with(getattr(signal, name))
    for start, end in (
        (b"\x1b[?1049h", b"\x1b[?1049l"),
        (b"\x1b[?1000h", b"\x1b[?1000l"),
        (b"\x1b[?25l", b"\x1b[?25h"),
    ):
        assert start in terminal.wrote
        assert terminal.wrote.rindex(end) > terminal.wrote.rindex(start)
