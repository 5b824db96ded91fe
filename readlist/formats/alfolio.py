"""A publications page of the Jekyll theme al-folio saved as text (github.com/alshedivat/al-folio, ``_layouts/bib``).

Inside an entry the theme prints [badge] title, people, periodical, [note], buttons, [abstract], [BibTeX]; the extractor
that saved the page decides which of them end up glued together, and this reader takes four shapes: ``- `` and all of
an entry but its abstract on one line; ``-`` alone and all of the entry on the next; the same without people; and one
line each. A line with a year heads the entries of that year.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from readlist.formats.boundary import Page, Reading, take_apart
from readlist.formats.pages import Line, content, head_lines, raw_text
from readlist.formats.periodical import periodical
from readlist.paper import Draft, Problem

_YEAR_LINE = re.compile(r"(?:#+\s*)?((?:18|19|20)\d\d)(?:\s*\(\d+\))?$")
_BULLET = re.compile(r"(?:[-*•‣▪◦·–]|\[\d{1,4}\]|\d{1,4}[.)])(?:\s+|$)")
_END_OF_PAGE = re.compile(r"©|Copyright\b|Powered by\b|Last updated\b|Hosted by\b|Theme by\b", re.IGNORECASE)


@dataclass(slots=True)
class _Entry:
    lines: list[Line]
    text: str
    year: int | None
    abstract: list[str] = field(default_factory=list)
    reading: Reading | None = None


def recognise(text: str) -> float:
    return (
        0.9
        if sum(1 for line in head_lines(text) if _BULLET.match(line)) >= 1
        and any(_YEAR_LINE.match(line) for line in head_lines(text))
        else 0.0
    )


def read(text: str) -> Iterator[Draft | Problem]:
    entries = list(_entries(content(text)))
    for entry in entries:
        entry.reading = take_apart(entry.text)
    page = _page(entries)
    for entry in entries:
        entry.reading = take_apart(entry.text, page)
        yield _draft(entry)


def _entries(lines: list[Line]) -> Iterator[_Entry]:
    year: int | None = None
    entry: _Entry | None = None
    waiting: Line | None = None
    for line in lines:
        if found := _YEAR_LINE.match(line.text):
            year = int(found[1])
            if entry:
                yield entry
            entry, waiting = None, None
        elif found := _BULLET.match(line.text):
            if entry:
                yield entry
            entry = None
            if line.text[found.end() :]:
                entry, waiting = _Entry([line], line.text[found.end() :], year), None
            else:
                waiting = line
        elif waiting:
            entry, waiting = _Entry([waiting, line], line.text, year), None
        elif entry:
            entry.lines.append(line)
            entry.abstract.append(line.text)
    if entry:
        yield entry


def _page(entries: list[_Entry]) -> Page:
    words: set[str] = set()
    names: Counter[str] = Counter()
    for entry in entries:
        for text in entry.abstract:
            words.update(text.split())
        if entry.reading and entry.reading.people:
            names.update(entry.reading.people.names)
    return Page(words=words, names={name for name, times in names.items() if times > 1})


def _draft(entry: _Entry) -> Draft | Problem:
    reading = entry.reading
    if reading is None:
        return Problem(
            line=entry.lines[0].number, reason="no title and date can be told apart", raw=raw_text(entry.lines)
        )
    where = periodical(reading.periodical)
    listed = reading.people
    abstract = entry.abstract[0] if entry.abstract else where.rest
    return Draft(
        line=entry.lines[0].number,
        title=reading.title,
        authors=listed.names if listed else (),
        more_authors=listed.more if listed else 0,
        year=where.year or entry.year,
        month=where.month,
        venue=where.venue,
        type=where.type,
        arxiv=where.arxiv,
        abstract=abstract or None,
        raw=raw_text(entry.lines),
    )
