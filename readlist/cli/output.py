"""How commands speak: people's output on a terminal, plain lines in a pipe, JSON for scripts; errors beside it.

Nothing reaches a terminal unchecked: every line goes through :func:`safe`, whatever it was made of. The commands write
no escape byte of their own either (no colours), so that there is nothing to tell apart: none means none.
"""

import os
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from typing import IO, Any

from readlist.text import clean, printable

# What a terminal could act upon, a line end and a tab excepted, and what reorders or hides text.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
# Bytes of a file name that are no text; cleaning would drop them.
_SURROGATES = re.compile("[\ud800-\udfff]")


def safe(text: str) -> str:
    """A text with every control byte that is left in it shown as a token, line ends and tabs kept."""
    return _CONTROL.sub(_token, text)


def _token(found: re.Match[str]) -> str:
    return f"<U+{ord(found[0]):04X}>"


def put(text: str = "") -> None:
    """One line (or several) on standard output."""
    _write(sys.stdout, safe(text) + "\n")


def put_text(text: str) -> None:
    """Text on standard output as it is, no line end added."""
    _write(sys.stdout, safe(text))


def say(sentence: str) -> None:
    """One line on standard error, in readlist's name."""
    sys.stdout.flush()
    _write(sys.stderr, f"readlist: {printable(sentence)}\n")
    sys.stderr.flush()


def put_json(value: Any) -> None:
    """One JSON document on standard output."""
    import json

    _write(sys.stdout, json.dumps(tidy(value), ensure_ascii=False, indent=2) + "\n")


def put_json_list(values: Iterable[Any]) -> None:
    """A list as one JSON document, written as its members come, so that it may be long."""
    import json

    between = "[\n"
    for value in values:
        _write(sys.stdout, between + json.dumps(tidy(value), ensure_ascii=False))
        between = ",\n"
    _write(sys.stdout, "[]\n" if between == "[\n" else "\n]\n")


def tidy(value: Any) -> Any:
    """A value for JSON with all its texts made harmless; what is harmless stays as it is."""
    if isinstance(value, str):
        return clean(_SURROGATES.sub(_token, value)) if _CONTROL.search(value) else value
    if isinstance(value, dict):
        return {tidy(key): tidy(member) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return [tidy(member) for member in value]
    return value


def _write(stream: IO[str], text: str) -> None:
    encoding = (getattr(stream, "encoding", None) or "utf-8").lower()
    if not text.isascii() and "utf" not in encoding:
        if stream.isatty():
            text = text.encode(encoding, "replace").decode(encoding)
        elif hasattr(stream, "reconfigure"):
            # Data in a pipe or a file is UTF-8 wherever it is made.
            stream.reconfigure(encoding="utf-8")
    stream.write(text)


def on_terminal() -> bool:
    """Whether standard output is a terminal."""
    return _is_terminal(sys.stdout)


def errors_on_terminal() -> bool:
    """Whether standard error is a terminal that can redraw a line."""
    return _is_terminal(sys.stderr) and os.environ.get("TERM") != "dumb"


def _is_terminal(stream: IO[str]) -> bool:
    try:
        return stream.isatty()
    except ValueError:
        return False


def width() -> int:
    """The terminal's width in cells, 80 when nobody knows."""
    import shutil

    return max(20, shutil.get_terminal_size((80, 24)).columns)


def cells(text: str) -> int:
    """How many cells of a terminal a line of text takes."""
    if text.isascii():
        return len(text)
    return sum(_cells(character) for character in text)


def _cells(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def fit(text: str, room: int) -> str:
    """A line of text in exactly so many cells: cut with an ellipsis, or filled with blanks."""
    used = cells(text)
    if used > room:
        kept: list[str] = []
        used = 0
        for character in text:
            step = _cells(character)
            if used + step > room - 1:
                break
            kept.append(character)
            used += step
        text = "".join(kept).rstrip() + "…"
        used = cells(text)
    return text + " " * (room - used)


def wrapped(text: str, room: int, indent: str = "") -> Iterator[str]:
    """The lines of a text folded at blanks to so many cells; a word longer than a line is broken."""
    for paragraph in text.split("\n"):
        line = indent
        for word in paragraph.split():
            while cells(word) > room - len(indent):
                if line.strip():
                    yield line
                piece = fit(word, room - len(indent))
                piece = word[: len(piece.rstrip()) - 1]
                yield indent + piece
                word = word[len(piece) :]
                line = indent
            gap = " " if line.strip() else ""
            if cells(line) + len(gap) + cells(word) > room:
                yield line
                line, gap = indent, ""
            line += gap + word
        yield line.rstrip()
