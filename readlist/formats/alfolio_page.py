"""What the shapes of an al-folio page have in common: headings, bullets, furniture, badges, and drafts of entries."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from readlist.formats.boundary import Reading
from readlist.formats.pages import Line, raw_text
from readlist.formats.periodical import BUTTONS, KNOWN_VENUES, note_venue, periodical
from readlist.paper import Draft

BULLET = re.compile(r"(?:[-*•‣▪◦·–+]|\[\d{1,4}\]|\(?\d{1,4}[.)])(?:\s+|$)")
UNTOLD = "title, people and date cannot be told apart"
_END_OF_PAGE = re.compile(
    r"©|\(c\) |Copyright\b|Powered by\b|Last updated\b|Hosted by\b|Theme by\b|This page was\b", re.IGNORECASE
)
_YEAR_HEADING = re.compile(r"(?:#+\s*)?\**((?:18|19|20)\d\d)\**(?:\s*\(\d+\))?$")
_BIBTEX_START = re.compile(r"@\w{3,20}\s*(?:\{|$)")
_KNOWN_BADGE = re.compile(
    rf"(?:(?:IEEE |ACM )?(?:{KNOWN_VENUES}))(?:[’'`]?\d\d|[ -]?20\d\d)?(?:[ -](?:Workshop|W|Oral|Demo|Findings))?"
    r"(?=[A-Z][a-z]|[A-Z] [A-Za-z]|[A-Z]-[A-Za-z]|\d[A-Z]|[A-Z]{2,6}[:\- ]|[a-z][A-Z]|[$“\"])"
)
_BADGE_LINE = re.compile(r"[A-Z][\w.&/’'+ -]{0,24}$")


_VENUE_BADGE = re.compile(rf"(?:(?:IEEE |ACM )?(?:{KNOWN_VENUES}))(?:[’'`]?\d\d|[ -]?20\d\d)?")
_PLAIN_BADGE = re.compile(
    r"(?:arXiv|bioRxiv|medRxiv|Preprint|Workshop|Journal|Thesis|Ph\.?D\.? Thesis|Poster|Patent|Nature|Science"
    r"|Cell|Under [Rr]eview|In [Pp]ress|Submitted|Demo|Tutorial|Technical [Rr]eport|Book(?: [Cc]hapter)?)"
    r"(?:[’']?\d\d|[ -]20\d\d)?"
    r"(?=[A-Z][A-Za-z]|[A-Z][- ]|\d|[a-z][A-Z]|[\"“$])"
)
_CAPITALS = re.compile(
    r"(?P<badge>[A-Z][A-Z&/.-]{1,9}[A-Z](?:[’']\d\d|[ -]20\d\d)?)"
    r"(?P<word>[A-Z][a-z]{2,}|A|On|In|An|To)(?=[\s\-,]|$)(?! ?:)"
)


@dataclass(frozen=True, slots=True)
class Badges:
    """What a page tells about badges: beginnings glued to several titles, whether many entries seem to have one, and
    the words of the page in lower case."""

    repeated: frozenset[str] = frozenset()
    many: bool = False
    words: frozenset[str] = frozenset()


@dataclass(slots=True)
class Entry:
    """An entry of the page: its lines, the glued text or title, the year of the heading above it, the lines behind."""

    lines: list[Line]
    text: str
    year: int | None
    behind: list[Line] = field(default_factory=list)
    reading: Reading | None = None
    badge: str = ""
    note: str = ""


def heading_year(line: str) -> int | None:
    """The year of a line that heads the entries of a year."""
    found = _YEAR_HEADING.match(line)
    return int(found[1]) if found else None


def is_furniture(line: str) -> bool:
    """Whether a line is only buttons, numbers, or signs."""
    return len(line) < 200 and (BUTTONS.fullmatch(line) is not None or not any(c.isalpha() for c in line))


def is_end_of_page(line: str) -> bool:
    """Whether a line is the foot of the page, below which there are no entries; an abstract is longer than one."""
    return len(line) < 300 and _END_OF_PAGE.match(line) is not None


def is_badge(line: str) -> bool:
    """Whether a line of its own may be the badge above a title."""
    return len(line) <= 25 and _BADGE_LINE.match(line) is not None and len(line.split()) <= 3


def seems_badged(text: str) -> bool:
    """Whether an entry begins as one with a badge does."""
    return bool(_KNOWN_BADGE.match(text) or _PLAIN_BADGE.match(text) or _CAPITALS.match(text))


def badge_of(text: str, page: Badges) -> str:
    """The badge glued before the title of an entry, ``""`` when there is none: a venue that everybody knows, one of the
    page's, or capitals that are not the beginning of a coined name (``BERTScore: …``)."""
    if found := _KNOWN_BADGE.match(text) or _PLAIN_BADGE.match(text):
        return found[0]
    for end in range(min(26, len(text) - 1), 1, -1):
        badge = text[:end]
        if badge in page.repeated and (text[end].isupper() or text[end].isdigit()):
            return badge
    found = _CAPITALS.match(text)
    if found and (page.many or found["word"].lower() in page.words):
        return found["badge"]
    return ""


def bibtex_lines(lines: Iterable[str]) -> list[bool]:
    """Which lines belong to a block of BibTeX; a block whose braces never close ends at the next bullet or year."""
    inside: list[bool] = []
    depth, open_block = 0, False
    for line in lines:
        if not open_block and _BIBTEX_START.match(line):
            depth, open_block = 0, True
        elif open_block and depth <= 1 and (heading_year(line) or (BULLET.match(line) and "=" not in line)):
            open_block = False
        inside.append(open_block)
        if open_block:
            depth += line.count("{") - line.count("}")
            if depth <= 0 and "}" in line:
                open_block = False
    return inside


def draft(entry: Entry, abstract: str | None) -> Draft:
    """The draft of an entry that was taken apart."""
    reading = entry.reading
    assert reading is not None
    where = periodical(reading.periodical)
    listed = reading.people
    extra: dict[str, Any] = {"badge": entry.badge} if entry.badge else {}
    venue = where.venue or note_venue(entry.note)
    if venue is None and entry.badge and _VENUE_BADGE.fullmatch(entry.badge):
        venue = entry.badge
    return Draft(
        line=entry.lines[0].number,
        title=reading.title,
        authors=listed.names if listed else (),
        more_authors=listed.more if listed else 0,
        year=where.year or entry.year,
        month=where.month,
        venue=venue,
        type=where.type,
        arxiv=where.arxiv,
        abstract=abstract or where.rest or None,
        extra=extra,
        raw=raw_text(entry.lines),
    )
