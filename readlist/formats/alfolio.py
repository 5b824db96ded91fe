"""A publications page of the Jekyll theme al-folio saved as text (github.com/alshedivat/al-folio, ``_layouts/bib``).

Inside an entry the theme prints [badge] title, people, periodical, [note], buttons, [abstract], [BibTeX]; the extractor
that saved the page decides which of them end up glued together, and this reader takes four shapes: ``- `` and all of
an entry but its abstract on one line; ``-`` alone and all of the entry on the next; either of these without people; and
one line each. A line with a year heads the entries of that year, and holds where an entry tells none itself.

The page is read twice: what the first reading learns (names that come back, the order names are printed in, badges,
words that stand alone somewhere) decides the doubtful places of the second.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from readlist.formats import alfolio_lines
from readlist.formats.alfolio_page import (
    BULLET,
    UNTOLD,
    Badges,
    Entry,
    badge_of,
    bibtex_lines,
    draft,
    heading_year,
    is_end_of_page,
    is_furniture,
    seems_badged,
)
from readlist.formats.boundary import GLUE, Page, Reading, looks_glued, take_apart
from readlist.formats.pages import Line, content, head_lines, raw_text
from readlist.formats.people import HAN, MORE, UPPER
from readlist.formats.periodical import VENUE_SIGNS, dates
from readlist.paper import Draft, Problem

_PLAIN_WORD = re.compile(r"[^\W_][\w'’+\-]*")
_THEME_SIGNS = re.compile(r"jekyll-scholar|reversed? chronological order|al-folio", re.IGNORECASE)
_BIBTEX = re.compile(
    r"@(?:article|inproceedings|misc|book|incollection|\w*thesis|techreport|unpublished)\s*\{", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"[.!?…][\"”’')\]}]*$")
_GLUED_MORE = re.compile(r"\d more authors?(?=\S)")
_VENUE = re.compile(rf"(?!University)(?:{VENUE_SIGNS.pattern})")
_WHOLE_NAME = re.compile(rf"[{UPPER}][\w.’'-]{{0,40}},? (?:\w{{1,3}} ){{0,2}}[{UPPER}]|[{HAN}]")
_SENTENCE = re.compile(rf"(?<![\s.][{UPPER}])[.!?;:…][\"”’')\]}}]*$")
_TOO_ODD = 4.5
_DOUBTFUL = 1.8
_CAPITAL = re.compile(rf"[\"“‘'(\[]*[{UPPER}{HAN}0-9]")
_PROSE = 80


def recognise(text: str) -> float:
    """Sure when the page holds entries that can be taken apart, under years or beside the theme's own words."""
    lines = head_lines(text)
    if lines and lines[0].startswith(("Abstract:", "@", "{", "<", "%")):
        return 0.0
    years = sum(1 for line in lines if heading_year(line))
    theme = any(_THEME_SIGNS.search(line) for line in lines[:40])
    starts = [line for line in _candidates(lines) if looks_glued(line)][:40]
    readings = [take_apart(line[len(badge_of(line, Badges())) :][:4000]) for line in starts]
    good = sum(1 for reading in readings if reading and _is_good(reading, theme))
    bullets = sum(1 for line in lines if BULLET.match(line))
    if good and good * 2 >= len(starts) and (years or theme or good >= 2):
        crowd = good / max(1, min(bullets, 40))
        return 0.9 if years or theme else 0.75 if crowd > 0.5 else 0.4
    return alfolio_lines.recognise(lines, years, theme)


def read(text: str) -> Iterator[Draft | Problem]:
    """One draft an entry; an entry that cannot be taken apart is reported and costs itself only."""
    lines = content(text)
    if alfolio_lines.is_one_line_each(lines):
        yield from alfolio_lines.read(lines)
        return
    entries = list(_entries(lines))
    badges = _badges(entries, frozenset(word.lower() for entry in entries for word in _words(entry.behind)))
    for entry in entries:
        badge = badge_of(entry.text, badges)
        entry.badge, entry.text = badge, entry.text[len(badge) :].lstrip()
        entry.reading = take_apart(entry.text)
    page = _page(entries)
    for entry in entries:
        entry.reading = take_apart(entry.text, page)
        if entry.reading is not None and _is_believed(entry, entry.reading):
            yield _draft(entry)
        else:
            yield Problem(line=entry.lines[0].number, reason=UNTOLD, raw=raw_text(entry.lines))


def _is_believed(entry: Entry, reading: Reading) -> bool:
    """Whether a reading may be kept: a line that nothing but a bullet makes an entry needs whole names."""
    if looks_glued(entry.text):
        return reading.cost < _TOO_ODD + (0 if reading.people else 2)
    return reading.people is not None and reading.cost < _DOUBTFUL and all(" " in name for name in reading.people.names)


def _is_good(reading: Reading, theme: bool) -> bool:
    """Whether a reading tells that the page is a list of papers; a title with a date alone may be a blog's or a talk's,
    and so counts only beside the theme's own words or with a venue."""
    if reading.people is None:
        found = dates(reading.periodical)
        begun = _VENUE.match(reading.periodical) is not None
        if theme:
            begun = begun or any(not date.start or reading.periodical[: date.start].endswith(", ") for date in found)
        return reading.cost < 4.4 and begun
    return reading.cost < 1.0 and (len(reading.people.names) > 1 or reading.people.more != 0 or reading.cost < 0)


def _candidates(lines: list[str]) -> Iterator[str]:
    for before, line in pairwise(["", *lines]):
        if found := BULLET.match(line):
            yield line[found.end() :]
        elif before in ("-", "*", "•", "–") or _GLUED_MORE.search(line):
            yield line


def _entries(lines: list[Line]) -> Iterator[Entry]:
    """The glued entries of a page with the lines behind each, which may hold its abstract.

    Once the entries have begun no line is passed over: what belongs to no entry is a doubtful one of its own.
    """
    bulleted = any((found := BULLET.match(line.text)) and looks_glued(line.text[found.end() :]) for line in lines)
    bulleted = bulleted or any(BULLET.fullmatch(line.text) for line in lines)
    year: int | None = None
    entry: Entry | None = None
    waiting: Line | None = None
    begun = False
    in_bibtex = bibtex_lines(line.text for line in lines)
    last = next((line.number for line in reversed(lines) if looks_glued(BULLET.sub("", line.text, count=1))), 0)
    for line, bibtex in zip(lines, in_bibtex, strict=True):
        found = BULLET.match(line.text)
        text = line.text[found.end() :] if found else line.text
        heading = None if waiting else heading_year(line.text)
        if heading:
            year = heading
        if begun and not bibtex and line.number > last and is_end_of_page(line.text):
            break
        start = not bibtex and (looks_glued(text) if found and text else waiting is not None)
        start = start or (not bulleted and not bibtex and len(text) < 700 and looks_glued(text))
        doubtful = not start and not bibtex and not heading and (found is not None and _has_entry_shape(text))
        doubtful = doubtful or (not start and not bibtex and not heading and begun and entry is None)
        if is_furniture(text) or (waiting and not begun and not (looks_glued(text) or _has_entry_shape(text))):
            start = doubtful = False  # the page's menu
        lone = found is not None and not text
        if heading or lone or start or doubtful:
            if entry:
                yield entry
            entry = None
            if start or doubtful:
                entry = Entry([*([waiting] if waiting else []), line], text, year)
            waiting = line if lone else None
            begun = begun or heading is not None or start or doubtful
        elif entry:
            entry.lines.append(line)
            if not bibtex and not is_furniture(line.text):
                entry.behind.append(line)
        else:
            waiting = None
    if entry:
        yield entry


def _has_entry_shape(text: str) -> bool:
    """Whether a bulleted line may be an entry, perhaps a broken one, and not a point in the list of an abstract."""
    if MORE.search(text) or dates(text):
        return True
    return (
        _CAPITAL.match(text) is not None
        and not _SENTENCE.search(text)
        and any(_WHOLE_NAME.match(text, place.start()) for place in GLUE.finditer(text, 1, 1200))
    )


def _words(lines: list[Line]) -> Iterator[str]:
    return (word for line in lines for word in _PLAIN_WORD.findall(line.text))


def _page(entries: list[Entry]) -> Page:
    """What the first reading of the page tells the second."""
    words: set[str] = set()
    names: Counter[str] = Counter()
    order: Counter[bool | None] = Counter()
    readings = [entry.reading for entry in entries if entry.reading]
    listed = [reading.people for reading in readings if reading.people]
    for people in listed:
        names.update(people.names)
        if len(people.names) > 1:
            order[people.family_first] += 1
    for entry in entries:
        words.update(_words(entry.behind))
        if entry.reading:
            words.update(_PLAIN_WORD.findall(entry.reading.title.rpartition(" ")[0]))
    return Page(
        words=words,
        names={name for name, times in names.items() if times > 1},
        family_first=order[True] > order[False] if order.total() > 2 else None,
        named=None if len(readings) < 4 else len(listed) * 3 > len(readings),
    )


def _badges(entries: list[Entry], words: frozenset[str]) -> Badges:
    """What the entries tell about badges."""
    beginnings: Counter[str] = Counter()
    for entry in entries:
        found = GLUE.search(entry.text, 2, 26)
        if found and not re.search(r"[a-z] [a-z]|[,:;]", entry.text[: found.start()]):
            beginnings[entry.text[: found.start()].strip()] += 1
    repeated = frozenset(beginning for beginning, times in beginnings.items() if times > 1)
    if sum(beginnings[beginning] for beginning in repeated) * 10 < len(entries) * 3:
        repeated = frozenset()
    seeming = sum(1 for entry in entries if seems_badged(entry.text))
    return Badges(repeated, seeming > 1 and seeming * 5 >= len(entries), words)


def _draft(entry: Entry) -> Draft:
    bibtex = _BIBTEX.search(entry.reading.periodical) if entry.reading else None
    if bibtex and entry.reading:
        cut = entry.reading.periodical[: bibtex.start()]
        entry.reading = Reading(entry.reading.title, entry.reading.people, cut, entry.reading.cost)
    return draft(entry, _abstract(entry.behind))


def _abstract(lines: list[Line]) -> str | None:
    """The abstract among the lines behind an entry: the first that is prose, with what continues it."""
    parts: list[str] = []
    last = ""
    number = 0
    for line in lines:
        if not parts:
            parts.append(line.text)
        elif not _SENTENCE_END.search(last) and line.number <= number + 2:
            parts.append(f" {line.text}")
        elif len(line.text) >= _PROSE and _SENTENCE_END.search(line.text):
            parts.append(f"\n{line.text}")
        else:
            break
        last, number = line.text, line.number
    return "".join(parts) or None
