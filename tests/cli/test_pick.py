"""Choosing on the screen, wherever the streams lead: the screen is on the terminal, the keys are on standard output."""

import fcntl
import json
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any

import pytest

ROOT = Path(__file__).parents[2]
Run = Callable[..., Any]
PROGRAM = (sys.executable, "-m", "readlist")
WAYS = {
    "a pipe behind it": ("stdout",),
    "a pipe on both sides": ("stdin", "stdout"),
    "inside an editor": ("stdin", "stdout", "stderr"),
    "stderr in a file": ("stderr",),
    "only on the terminal": (),
}


class Session:
    """A command in a terminal of its own, some of its streams in pipes."""

    def __init__(
        self, *arguments: str, pipes: tuple[str, ...], columns: int = 100, program: Sequence[str] = PROGRAM
    ) -> None:
        self.end, inside = pty.openpty()
        fcntl.ioctl(inside, termios.TIOCSWINSZ, struct.pack("HHHH", 30, columns, 0, 0))
        streams = {name: subprocess.PIPE if name in pipes else inside for name in ("stdin", "stdout", "stderr")}
        environment = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
        self.process = subprocess.Popen(
            [*program, *arguments], **streams, cwd=ROOT, start_new_session=True,  # type: ignore[call-overload]
            env={**environment, "TERM": "xterm-256color"}, preexec_fn=lambda: fcntl.ioctl(inside, termios.TIOCSCTTY, 0),
        )  # fmt: skip
        self.before = termios.tcgetattr(inside)
        self.inside = inside
        self.drawn = b""

    def wait_for(self, text: bytes) -> None:
        """Read until the terminal was sent a text."""
        limit = time.monotonic() + 20
        while text not in self.drawn:
            assert time.monotonic() < limit, (text, self.drawn[-2000:])
            self._read(0.2)

    def send(self, keys: bytes) -> None:
        """Press keys, and read until there is silence."""
        os.write(self.end, keys)
        while self._read(0.3):
            pass

    def finish(self) -> tuple[int, str, str]:
        """The exit code, and what came out of the pipes."""
        limit = time.monotonic() + 20
        while self.process.poll() is None:
            assert time.monotonic() < limit, self.drawn[-2000:]
            self._read(0.05)
        while self._read(0.05):
            pass
        out, err = (self._all_of(stream) for stream in (self.process.stdout, self.process.stderr))
        return self.process.returncode, out, err

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.end)
        os.close(self.inside)
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream is not None:
                stream.close()

    def _read(self, patience: float) -> bool:
        if not select.select([self.end], [], [], patience)[0]:
            return False
        self.drawn += os.read(self.end, 1 << 16)
        return True

    @staticmethod
    def _all_of(stream: IO[bytes] | None) -> str:
        return "" if stream is None else stream.read().decode()


@pytest.fixture
def session(filled: None) -> Iterator[Callable[..., Session]]:
    """Starts readlist over three papers."""
    opened: list[Session] = []

    def start(*arguments: str, pipes: tuple[str, ...] = ("stdout",), **settings: Any) -> Session:
        opened.append(Session(*arguments, pipes=pipes, **settings))
        return opened[-1]

    yield start
    for one in opened:
        one.close()


@pytest.mark.parametrize("pipes", WAYS.values(), ids=WAYS.keys())
def test_the_chosen_key_is_printed_wherever_the_streams_lead(session: Run, pipes: tuple[str, ...]) -> None:
    picking = session("pick", "retreival", pipes=pipes)
    picking.wait_for(b"1 of 3")
    picking.send(b"\r")
    code, out, err = picking.finish()
    assert code == 0
    if "stdout" in pipes:
        assert out == "lewis2020retrieval\n"
    else:
        assert picking.drawn.endswith(b"lewis2020retrieval\r\n")
    assert err == ""
    assert picking.drawn.count(b"\x1b[?1049h") == picking.drawn.count(b"\x1b[?1049l") > 0
    assert termios.tcgetattr(picking.inside) == picking.before


def test_several_keys_come_one_a_line(session: Run) -> None:
    picking = session("pick")
    picking.wait_for(b"Mamba")
    picking.send(b"\x1b[B")
    for key in (b"v", b"j", b"v", b"\r"):
        picking.send(key)
    assert picking.finish() == (0, "lewis2020retrieval\ngu2023mamba\n", "")


def test_for_scripts_the_papers_are_what_list_prints(session: Run, run: Run) -> None:
    picking = session("pick", "mamba", "--json")
    picking.wait_for(b"Mamba")
    picking.send(b"\r")
    code, out, _ = picking.finish()
    listed = json.loads(run("list", "--json").out)
    assert (code, json.loads(out)) == (0, [paper for paper in listed if paper["key"] == "gu2023mamba"])


def test_leaving_without_a_choice_prints_nothing_and_fails(session: Run) -> None:
    picking = session("pick", pipes=("stdin", "stdout", "stderr"))
    picking.wait_for(b"Mamba")
    picking.send(b"\x1b[B")
    picking.send(b"q")
    assert picking.finish() == (1, "", "")


def test_the_screen_has_the_terminal_s_size(session: Run) -> None:
    picking = session("pick", pipes=("stdin", "stdout", "stderr"), columns=132)
    picking.wait_for(b"Mamba")
    picking.send(b"\x1b[B")
    places = [int(column) for column in re.findall(rb"\x1b\[\d+;(\d+)H", picking.drawn)]
    assert 100 < max(places) <= 132


def test_without_a_terminal_it_says_what_to_do(filled: None, shell: Run) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "readlist", "pick"], capture_output=True, cwd=ROOT, text=True, start_new_session=True,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "readlist: pick needs a terminal to choose on; readlist search finds papers without one\n"


def test_closed_streams_are_no_trouble(session: Run) -> None:
    picking = session(
        "pick", "mamba", program=["/bin/sh", "-c", f'exec "{sys.executable}" -m readlist "$@" <&- 2>&-', "-"]
    )
    picking.wait_for(b"Mamba")
    picking.send(b"\r")
    assert picking.finish() == (0, "gu2023mamba\n", "")
