"""A text handed to the person's own editor."""

import os
import shlex
import subprocess
import tempfile
from pathlib import Path

from readlist.errors import ReadlistError
from readlist.text import printable


def editor() -> list[str]:
    """The command of ``$VISUAL`` or ``$EDITOR``; empty when neither is set."""
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    try:
        return shlex.split(named)
    except ValueError:
        raise ReadlistError(f"$EDITOR has a quote that is not closed: {printable(named)}") from None


def edited(text: str, command: list[str]) -> str:
    """The text as it is when the editor has been left. Raises ReadlistError when the editor cannot be started or says
    that it failed; what was written is lost then, as editors promise."""
    with tempfile.TemporaryDirectory(prefix="readlist-") as folder:
        file = Path(folder) / "note.md"
        file.write_text(text + "\n" if text else "", encoding="utf-8")
        try:
            code = subprocess.run([*command, str(file)], check=False).returncode
            if code:
                raise ReadlistError(f"{printable(command[0])} failed (exit code {code}); nothing was changed")
            return file.read_text(encoding="utf-8", errors="replace")
        except OSError as error:
            raise ReadlistError(f"cannot start {printable(command[0])} ({(error.strerror or '').lower()})") from None
