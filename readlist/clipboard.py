"""The clipboard, reached in every way there is, and an honest word on whether it is known to have worked.

Three ways lead out: the desktop's own tool, found by pyperclip; tmux's buffer; and OSC 52, by which a program asks the
terminal to set the clipboard, over SSH too. The terminal never answers, so that way alone is never certain.

pyperclip's copying functions wait for their tool without end and ignore how it ended, and what the tool complains of
lands on the screen. So pyperclip only says which tool it would use; the tool is run here, with a limit of time, its
exit code checked and its complaints caught. Mechanisms that are no command (Windows, Cocoa, Qt) are called as they are.
"""

import base64
import os
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass

from readlist.text import clean, printable

LONGEST_FOR_TERMINALS = 74_994
"""Bytes that OSC 52 is good for: many terminals drop sequences beyond 100,000 bytes, and base64 adds a third."""
PATIENCE = 2.0
"""Seconds a clipboard tool may take."""

_TMUX = "tmux's buffer"
# The commands behind pyperclip's functions, by the names of those functions (pyperclip 1.9 to 1.11).
_COMMANDS = {
    "copy_xclip": ("xclip", "-selection", "clipboard"),
    "copy_xsel": ("xsel", "-b", "-i"),
    "copy_wl": ("wl-copy",),
    "copy_osx_pbcopy": ("pbcopy",),
    "copy_wsl": ("clip.exe",),
}
_OTHER_MECHANISMS = {
    "copy_windows": "the Windows clipboard",
    "copy_osx_pyobjc": "the Mac's clipboard",
    "copy_qt": "Qt",
    "copy_klipper": "Klipper",
    "copy_dev_clipboard": "/dev/clipboard",
}


@dataclass(frozen=True, slots=True)
class Copied:
    """What came of copying: the ways that took the text, whether one of them is known to have arrived at a clipboard of
    this computer, and a line for people that says so."""

    ways: tuple[str, ...]
    certain: bool
    message: str

    def __bool__(self) -> bool:
        """Whether any way took the text."""
        return bool(self.ways)


class _FailedError(Exception):
    """One way did not work; its text says which and why."""


def copy(
    text: str,
    *,
    terminal: Callable[[str], None] | None,
    what: str = "",
    patience: float = PATIENCE,
) -> Copied:
    """Put a text on the clipboard by every way that is open.

    It takes up to ``patience`` seconds a way, so the screen calls it in a thread. ``terminal`` writes to the terminal
    as it stands, and is None when there is none; it gets one sequence at most. ``what`` names the text in the message
    (``3 citations · BibTeX``). Raises nothing: a failure is in the message.
    """
    text = clean(text)
    if not text:
        return Copied((), False, "there is nothing to copy")
    sure: list[str] = []
    unsure: list[str] = []
    failures: list[str] = []
    in_tmux = False
    if os.environ.get("TMUX"):
        try:
            sure.append(_copy_in_tmux(text, patience))
            in_tmux = True
        except _FailedError as failure:
            failures.append(str(failure))
    if terminal is not None and not in_tmux:
        try:
            unsure.append(_copy_through_terminal(text, terminal))
        except _FailedError as failure:
            failures.append(str(failure))
    try:
        tool = _within(patience, lambda: _copy_with_tool(text, patience))
    except _FailedError as failure:
        failures.append(str(failure))
    else:
        if tool:
            sure.append(tool)
    return Copied((*sure, *unsure), bool(sure), _message(what, sure, unsure, failures))


def osc52(text: str) -> str:
    """The control sequence that asks a terminal to set its clipboard (xterm's control sequences, OSC 52)."""
    return f"\x1b]52;c;{base64.b64encode(text.encode()).decode('ascii')}\x07"


def _message(what: str, sure: list[str], unsure: list[str], failures: list[str]) -> str:
    named = f" {what}" if what else ""
    if sure:
        remote = " on the remote computer" if _is_remote() and sure != [_TMUX] else ""
        said = f"copied{named} ({' and '.join(sure)}{remote})"
        return f"{said}, and sent to the terminal" if unsure and remote else said
    because = f"; {'; '.join(failures)}" if failures else ""
    if unsure:
        return f"sent{named} to the terminal (OSC 52, not confirmed){because}"
    if failures:
        return f"{what or 'nothing was'} {'not copied' if what else 'copied'}: {'; '.join(failures)}"
    return f"no clipboard found:{named and f'{named} not copied;'} install xclip, xsel or wl-clipboard"


def _is_remote() -> bool:
    """Whether the person sits elsewhere: a tool that needs no display then sets the wrong computer's clipboard."""
    return bool(os.environ.get("SSH_CONNECTION") or os.environ.get("SSH_TTY")) and not os.environ.get("DISPLAY")


def _copy_through_terminal(text: str, terminal: Callable[[str], None]) -> str:
    size = len(text.encode())
    if size > LONGEST_FOR_TERMINALS:
        raise _FailedError(
            f"{size / 1000:,.0f} kB are too long for the terminal (at most {LONGEST_FOR_TERMINALS // 1000})"
        )
    try:
        terminal(osc52(text))
    except (OSError, ValueError, RuntimeError) as error:
        raise _FailedError(f"the terminal cannot be written to: {printable(str(error))}") from error
    return "terminal"


def _copy_in_tmux(text: str, patience: float) -> str:
    """tmux keeps the text in a buffer and, from version 3.2, passes it on to the terminal (``-w``); from inside it, OSC
    52 is ignored by default (``set-clipboard external``)."""
    try:
        _run(("tmux", "load-buffer", "-w", "-"), text.encode(), patience)
    except _FailedError:
        _run(("tmux", "load-buffer", "-"), text.encode(), patience)
    return _TMUX


def _copy_with_tool(text: str, patience: float) -> str | None:
    """The name of the tool that took the text, None when the desktop has none. Raises _FailedError."""
    try:
        import pyperclip

        mechanism, _ = pyperclip.determine_clipboard()
    except Exception as error:
        raise _FailedError(f"pyperclip failed: {printable(str(error))}") from error
    if not mechanism:
        return None
    name = getattr(mechanism, "__name__", "")
    if name in _COMMANDS:
        _run(_COMMANDS[name], text.encode("utf-16-le" if name == "copy_wsl" else "utf-8"), patience)
        return _COMMANDS[name][0]
    label = _OTHER_MECHANISMS.get(name, "pyperclip")
    try:
        mechanism(text)
    except Exception as error:
        raise _FailedError(f"{label} failed: {printable(str(error))}") from error
    return label


def _within(patience: float, action: Callable[[], str | None]) -> str | None:
    """The result of an action that may hang: it runs in a thread that is left behind when time is up."""
    outcome: list[str | _FailedError | None] = []

    def run() -> None:
        try:
            outcome.append(action())
        except _FailedError as failure:
            outcome.append(failure)

    thread = threading.Thread(target=run, name="clipboard", daemon=True)
    thread.start()
    thread.join(patience + 0.2)  # a command has its own limit, and says which it was
    if not outcome:
        raise _FailedError(f"the clipboard did not answer within {patience:g} seconds")
    if isinstance(outcome[0], _FailedError):
        raise outcome[0]
    return outcome[0]


def _run(command: tuple[str, ...], text: bytes, patience: float) -> None:
    """Run a clipboard tool on a text. Raises _FailedError when it is missing, fails, or is busy when time is up."""
    tool = shutil.which(command[0])
    if tool is None:
        raise _FailedError(f"{command[0]} is not installed")
    # Clipboard tools stay behind to serve the text and keep what they inherit: a pipe for complaints would never end.
    with tempfile.TemporaryFile() as complaints:
        try:
            process = subprocess.Popen(
                (tool, *command[1:]),
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=complaints,
                start_new_session=True,
            )
        except OSError as error:
            raise _FailedError(f"{command[0]} cannot be run: {printable(error.strerror or str(error))}") from error
        try:
            process.communicate(text, timeout=patience)
        except subprocess.TimeoutExpired as error:
            _end(process)
            raise _FailedError(f"{command[0]} did not answer within {patience:g} seconds") from error
        except OSError as error:
            _end(process)
            raise _FailedError(f"{command[0]} did not take the text") from error
        if process.returncode != 0:
            complaints.seek(0)
            said = printable(complaints.read(300).decode("utf-8", "replace").strip())
            raise _FailedError(f"{command[0]} failed: {said or f'exit code {process.returncode}'}")


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a tool and what it started; it leads a session of its own."""
    try:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    except OSError:
        return
    process.wait()
