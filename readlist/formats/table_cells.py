"""The cells of a table in a text file: delimiters guessed, quotes, line breaks inside cells, rows that are broken."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

DELIMITERS = (",", ";", "\t", "|")
LONGEST_ROW = 1000
"""Lines from which on an open quotation mark is a mistake and no cell."""
_FORMULA = re.compile("'*[=+\\-@\t\r＝＋－＠]")
_GUARDED = re.compile("'+[=+\\-@\t\r＝＋－＠]")


class Row(NamedTuple):
    """A row: its first line (from 1), its cells (None where they could not be told apart), and its text."""

    line: int
    cells: list[str] | None
    raw: str


def rows(lines: Iterable[tuple[int, str, str]], delimiter: str, width: int | None) -> Iterator[Row]:
    """The rows of numbered lines, without empty ones. A row over several lines whose cells are not ``width`` has a
    quotation mark too many: its first line alone is given up."""
    source = iter(lines)
    waiting: list[tuple[int, str, str]] = []  # lines that were taken and are to be read again, the next one last
    while waiting or (first := next(source, None)):
        if waiting:
            first = waiting.pop()
        assert first is not None
        number, text, raw = first
        if not text.strip():
            continue
        cells = split(text, delimiter)
        taken: list[tuple[int, str, str]] = []
        texts = [text]
        while cells is None and len(taken) < LONGEST_ROW:
            more = waiting.pop() if waiting else next(source, None)
            if more is None:
                break
            taken.append(more)
            texts.append(more[1])
            if '"' in more[1]:
                cells = split("\n".join(texts), delimiter)
        if taken and (cells is None or (width is not None and len(cells) != width)):
            waiting.extend(reversed(taken))
            yield Row(number, None, raw)
        else:
            yield Row(number, cells, raw + "".join(one[2] for one in taken))


def split(text: str, delimiter: str) -> list[str] | None:
    """The cells of a row; None when a quoted cell does not end in it. A quotation mark inside a cell is a character,
    and so are those around a part of one (RFC 4180, and what is written instead)."""
    cells: list[str] = []
    begin = 0
    while True:
        opening = begin
        while text[opening : opening + 1] == " ":
            opening += 1
        if text[opening : opening + 1] == '"':
            closing = _closing(text, opening + 1)
            if closing < 0:
                return None
            end = text.find(delimiter, closing + 1)
            behind = text[closing + 1 : end if end >= 0 else len(text)]
            if not behind.strip():
                cells.append(text[opening + 1 : closing].replace('""', '"'))
                if end < 0:
                    return cells
                begin = end + 1
                continue
        end = text.find(delimiter, begin)
        if end < 0:
            cells.append(text[begin:])
            return cells
        cells.append(text[begin:end])
        begin = end + 1


def _closing(text: str, begin: int) -> int:
    while True:
        found = text.find('"', begin)
        if found < 0 or text[found + 1 : found + 2] != '"':
            return found
        begin = found + 2


def cell(text: str) -> str:
    """A text as a cell that no spreadsheet takes for a formula (OWASP, "CSV Injection"), quoted where it must be."""
    if _FORMULA.match(text):
        text = f"'{text}"
    if any(sign in text for sign in ',;"\t|\n\r') or text != text.strip():
        return '"' + text.replace('"', '""') + '"'
    return text


def unguarded(text: str) -> str:
    """A cell without the apostrophe that keeps it from being a formula."""
    return text[1:] if _GUARDED.match(text) else text
