"""Copying with tools that work, fail, hang or are not there, and what is said about it."""

import base64
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from readlist import clipboard
from readlist.clipboard import LONGEST_FOR_TERMINALS, Copied, copy, osc52

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the fake tools stand in for those of a Linux desktop")

SAVES = 'cat > "$0.copied"'
FAILS = 'echo "Error: Can\'t open display: :7\x1b[31m" >&2; exit 1'
HANGS = "exec sleep 30"
STAYS_BEHIND = SAVES + "; (sleep 3; exit 0) &"


class Desk:
    """A desktop with nothing on it but the tools a test lays there."""

    def __init__(self, tools: Path) -> None:
        self.tools = tools
        self.sent: list[str] = []

    def lay(self, name: str, script: str) -> None:
        tool = self.tools / name
        tool.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{script}\n")
        tool.chmod(0o755)

    def copied_by(self, name: str) -> str:
        return (self.tools / f"{name}.copied").read_text(encoding="utf-8")

    def sent_text(self) -> str:
        (sequence,) = self.sent
        found = re.fullmatch("\x1b]52;c;([A-Za-z0-9+/=]+)\x07", sequence)
        assert found
        return base64.b64decode(found[1]).decode()


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "TMUX", "SSH_CONNECTION", "SSH_TTY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    return Desk(tmp_path)


def test_a_tool_that_works_is_certain(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":7")
    desk.lay("xclip", SAVES)
    copied = copy("Žižek\n中", terminal=None, what="1 citation · BibTeX")
    assert copied == Copied(("xclip",), True, "copied 1 citation · BibTeX (xclip)")
    assert desk.copied_by("xclip") == "Žižek\n中"


def test_a_tool_that_stays_behind_to_serve_the_text_is_not_waited_for(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":7")
    desk.lay("xclip", STAYS_BEHIND)
    assert copy("text", terminal=None, patience=1.5).certain


def test_wayland_has_its_own_tool(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    desk.lay("wl-copy", SAVES)
    desk.lay("wl-paste", "exit 0")
    assert copy("text", terminal=None).ways == ("wl-copy",)
    assert desk.copied_by("wl-copy") == "text"


def test_the_terminal_is_asked_once_and_never_certain(desk: Desk) -> None:
    copied = copy("text", terminal=desk.sent.append, what="3 citations · BibTeX")
    assert copied.ways == ("terminal",) and not copied.certain
    assert copied.message == "sent 3 citations · BibTeX to the terminal (OSC 52, not confirmed)"
    assert desk.sent_text() == "text"


def test_both_ways_are_taken(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":7")
    desk.lay("xclip", SAVES)
    copied = copy("text", terminal=desk.sent.append)
    assert copied == Copied(("xclip", "terminal"), True, "copied (xclip)")
    assert desk.sent_text() == desk.copied_by("xclip") == "text"


def test_a_tool_that_fails_is_not_believed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":7")
    desk.lay("xclip", FAILS)
    copied = copy("text", terminal=None, what="1 citation")
    assert not copied and not copied.certain
    assert copied.message == "1 citation not copied: xclip failed: Error: Can't open display: :7<U+001B>[31m"
    also = copy("text", terminal=desk.sent.append)
    assert also.ways == ("terminal",) and not also.certain
    assert also.message.startswith("sent to the terminal (OSC 52, not confirmed); xclip failed: Error")


def test_a_tool_that_hangs_is_ended(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":7")
    desk.lay("xclip", HANGS)
    started: list[subprocess.Popen[bytes]] = []

    class Noted(subprocess.Popen[bytes]):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            started.append(self)

    monkeypatch.setattr(subprocess, "Popen", Noted)
    copied = copy("text", terminal=desk.sent.append, patience=0.2)
    assert copied.ways == ("terminal",) and not copied.certain
    assert "xclip did not answer within 0.2 seconds" in copied.message
    assert [process.returncode for process in started] == [-signal.SIGKILL]


def test_a_mechanism_that_is_no_command_may_hang_too(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    import pyperclip

    release = threading.Event()

    def copy_qt(text: str) -> None:
        release.wait(10)

    monkeypatch.setattr(pyperclip, "determine_clipboard", lambda: (copy_qt, None))
    try:
        copied = copy("text", terminal=None, patience=0.01)
    finally:
        release.set()
    assert not copied
    assert "did not answer" in copied.message


def test_a_mechanism_that_is_no_command_may_fail_or_work(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    import pyperclip

    taken: list[str] = []

    def copy_windows(text: str) -> None:
        taken.append(text)
        if len(taken) > 1:
            raise pyperclip.PyperclipException("Error calling OpenClipboard")

    monkeypatch.setattr(pyperclip, "determine_clipboard", lambda: (copy_windows, None))
    assert copy("text", terminal=None).message == "copied (the Windows clipboard)"
    assert copy("text", terminal=None).message == (
        "nothing was copied: the Windows clipboard failed: Error calling OpenClipboard"
    )
    assert taken == ["text", "text"]


def test_with_no_way_at_all_it_says_so(desk: Desk) -> None:
    copied = copy("text", terminal=None, what="1 citation")
    assert copied == Copied((), False, "no clipboard found: 1 citation not copied; install xclip, xsel or wl-clipboard")


def test_in_tmux_its_buffer_is_filled_and_the_terminal_left_to_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMUX", "/tmp/tmux-0/default,1,0")
    desk.lay("tmux", 'echo "$@" > "$0.arguments"; ' + SAVES)
    copied = copy("text", terminal=desk.sent.append)
    assert copied == Copied(("tmux's buffer",), True, "copied (tmux's buffer)")
    assert desk.copied_by("tmux") == "text" and desk.sent == []
    assert (desk.tools / "tmux.arguments").read_text() == "load-buffer -w -\n"


def test_an_old_tmux_knows_no_w(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMUX", "/tmp/tmux-0/default,1,0")
    desk.lay("tmux", 'test "$2" = -w && exit 1; ' + SAVES)
    assert copy("text", terminal=None).certain
    assert desk.copied_by("tmux") == "text"


def test_when_tmux_fails_the_terminal_is_asked(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMUX", "/tmp/tmux-0/default,1,0")
    copied = copy("text", terminal=desk.sent.append)
    assert copied.ways == ("terminal",)
    assert "tmux is not installed" in copied.message


def test_a_remote_computers_clipboard_is_called_so(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "10.0.0.1 5 10.0.0.2 22")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    desk.lay("wl-copy", SAVES)
    desk.lay("wl-paste", "exit 0")
    copied = copy("text", terminal=desk.sent.append)
    assert copied.message == "copied (wl-copy on the remote computer), and sent to the terminal"


def test_a_text_too_long_for_terminals_is_not_sent(desk: Desk) -> None:
    assert copy("x" * LONGEST_FOR_TERMINALS, terminal=desk.sent.append)
    assert len(desk.sent) == 1 and len(desk.sent[0]) < 100_010
    copied = copy("é" * LONGEST_FOR_TERMINALS, terminal=desk.sent.append, what="900 citations")
    assert not copied and len(desk.sent) == 1
    assert copied.message == "900 citations not copied: 150 kB are too long for the terminal (at most 74)"


def test_a_terminal_that_is_gone_is_reported(desk: Desk) -> None:
    def gone(_: str) -> None:
        raise OSError(5, "Input/output error")

    copied = copy("text", terminal=gone)
    assert not copied and "terminal cannot be written to" in copied.message


def test_nothing_but_text_reaches_the_clipboard(desk: Desk) -> None:
    copy("a\x1b]52;c;ZXZpbA==\x07b\u202e\x00\x1b[201~c\n", terminal=desk.sent.append)
    assert desk.sent_text() == "abc"
    assert set(osc52("\x1b\x07")[7:-1]) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=")


def test_nothing_to_copy_touches_nothing(desk: Desk) -> None:
    assert copy(" \x00\n", terminal=desk.sent.append).message == "there is nothing to copy"
    assert desk.sent == []


def test_pyperclip_is_imported_late() -> None:
    program = "import sys, readlist.clipboard; sys.exit('pyperclip' in sys.modules)"
    root = Path(clipboard.__file__).parent.parent
    subprocess.run([sys.executable, "-c", program], cwd=root, check=True)
