"""What arXiv says of a paper wherever it says it: people in one line, numbers, the date a number tells, categories."""

import re
from typing import Any

from readlist.formats.drafting import People
from readlist.latex import from_bibtex
from readlist.text import clean, clean_line

# arxiv.org/help/arxiv_identifier: YYMM.NNNN(N) since 2007, archive(.CLASS)/YYMMNNN before.
NUMBER = r"(?:\d{4}\.\d{4,5}|[a-z][a-z-]{1,13}(?:\.[A-Za-z]{2})?/\d{7})(?:v\d{1,3})?"
_IDENTIFIER = re.compile(rf"(?:arxiv:\s*|(?:https?://)?(?:www\.)?arxiv\.org/(?:abs|pdf)/)?({NUMBER})", re.IGNORECASE)
_OLD_NUMBER = re.compile(r".*/(\d\d)(\d\d)\d{3}$")
_UNNAMED = re.compile(r"\(?(\d{1,6})\s+(?:additional|more|other)\s+authors?(?:\s+not\s+shown)?\)?", re.IGNORECASE)
_JOINER = re.compile(r"\s*[,;]\s*(?:and\s+|&\s+)?|\s+(?:and|&)\s+|\s*[•·|]\s*")
_AND_FIRST = re.compile(r"(?:and|&)\s+")
_ET_AL = re.compile(r"\s*,?\s*\bet\.?\s*al\b\.?\s*$", re.IGNORECASE)
_SUFFIX = re.compile(r"(?:jr|sr)\.?|i{2,3}|iv", re.IGNORECASE)
_COLLABORATION = re.compile(r"\s*:\s+")
_LATEX = re.compile(r"[\\{}~$]")
_PARAGRAPH = re.compile(r"[ \t]*\n(?:[ \t]*\n)*[ \t]+|\n[ \t]*\n\s*")
_WRAPPED = re.compile(r"[ \t]*\n[ \t]*")


def number_in(text: str) -> str | None:
    """The arXiv number that a text is, without version; ``None`` when it is anything else."""
    found = _IDENTIFIER.fullmatch(text.strip().removesuffix(".pdf"))
    return re.sub(r"v\d+$", "", found[1].lower()) if found else None


def date_of_number(number: str) -> dict[str, int]:
    """The year and month that an arXiv number says a paper was submitted in."""
    if found := _OLD_NUMBER.match(number):
        year, month = int(found[1]), int(found[2])
        year += 1900 if year > 90 else 2000
    elif re.match(r"\d{4}\.", number):
        year, month = 2000 + int(number[:2]), int(number[2:4])
    else:
        return {}
    return {"year": year, "month": month} if 1 <= month <= 12 else {"year": year}


def link(number: str) -> str:
    """The address of the page of a paper."""
    return f"https://arxiv.org/abs/{number}"


def add_people(people: People, text: str) -> None:
    """The people of a line as arXiv prints it: ``The X Collaboration: A. One (Univ. Y), B. Two Jr., and C. Three, et
    al. (12 additional authors not shown)``. Affiliations in brackets are left out."""
    text = clean_line(text)
    unnamed = [int(found[1]) for found in _UNNAMED.finditer(text)]
    text = _without_brackets(_UNNAMED.sub("", text)).strip(" ,;.:") if "(" in text or unnamed else text.strip(" ,;:")
    cut = _ET_AL.sub("", text)
    if cut != text and not unnamed:
        people.leave_unnamed()
    groups = _COLLABORATION.split(cut, maxsplit=1)
    for group in groups[:-1]:
        people.add_group(readable_name(group))
    names: list[str] = []
    for name in _JOINER.split(groups[-1]):
        name = _AND_FIRST.sub("", name.strip(), count=1)
        if names and _SUFFIX.fullmatch(name):
            names[-1] += f" {name}"
        elif name:
            names.append(name)
    for name in names:
        people.add_printed(readable_name(name))
    for count in unnamed:
        people.leave_unnamed(count)


def readable_name(text: str) -> str:
    """A name without LaTeX: ``Schr\\"odinger`` is ``Schrödinger``."""
    return clean_line(from_bibtex(text)) if _LATEX.search(text) else text


def joined(text: str) -> str:
    """An abstract whose lines were broken at some width, a paragraph a line. A paragraph begins with blanks."""
    text = text.strip().replace("\r\n", "\n").replace("\r", "\n")
    if "\n" not in text:
        return clean(text)
    paragraphs = _PARAGRAPH.split(text)
    return clean("\n".join(_WRAPPED.sub(" ", paragraph) for paragraph in paragraphs))


def categories(value: Any) -> list[str]:
    """The categories of a paper, the first one first."""
    if isinstance(value, str):
        return re.findall(r"[A-Za-z-]+(?:\.[A-Za-z-]+)?", value)
    return [text for item in value if isinstance(item, str) and (text := clean_line(item))] if value else []


def _without_brackets(text: str) -> str:
    kept: list[str] = []
    depth = 0
    for piece in re.split(r"([()])", text):
        if piece == "(":
            depth += 1
        elif piece == ")":
            depth = max(0, depth - 1)
        elif not depth:
            kept.append(piece)
    return "".join(kept) if depth == 0 else text.partition("(")[0]
