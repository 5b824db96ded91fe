"""What the readers of saved web pages share: their lines, and the furniture that stands around papers."""

import re
from typing import NamedTuple

from readlist.text import clean_line

_LINE = re.compile(r"[^\r\n]+")
_LINE_END = re.compile(r"\r\n|\r|\n")

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january janvier januar januari enero gennaio janeiro",
            "feb february février februar februari febrero febbraio fevereiro",
            "mar march mars märz maart marzo março mär mrz",
            "apr april avril abril aprile",
            "may mai mei mayo maggio maio",
            "jun june juin juni junio giugno junho",
            "jul july juillet juli julio luglio julho",
            "aug august août augustus agosto",
            "sep sept september septembre septiembre settembre setembro",
            "oct october octobre oktober octubre ottobre outubro okt",
            "nov november novembre noviembre novembro",
            "dec december décembre dezember diciembre dicembre dezembro dez",
        ),
        1,
    )
    for name in names.split()
}
"""The number of a month by its name, short or long, in the languages pages come in."""


class Line(NamedTuple):
    """A line that says something: its number (from 1), its text cleaned, and as it came."""

    number: int
    text: str
    raw: str


def content(text: str) -> list[Line]:
    """The lines of a text that say something."""
    lines = (Line(number, clean_line(raw), raw) for number, raw in enumerate(_LINE_END.split(text), 1))
    return [line for line in lines if line.text]


def raw_text(lines: list[Line]) -> str:
    """The lines of a record as they came."""
    return "\n".join(line.raw for line in lines)


def head_lines(text: str, limit: int = 400) -> list[str]:
    """The first lines that say something, cleaned and cut, to recognise a format by."""
    lines: list[str] = []
    for found in _LINE.finditer(text, 0, 2_000_000):
        line = clean_line(found[0][:4000])
        if line:
            lines.append(line)
            if len(lines) == limit:
                break
    return lines
