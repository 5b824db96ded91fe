"""The shape of an al-folio page that has one line each for title, people, and venue with year.

Numbers, indents and buttons stand between, mostly without abstracts. What holds an entry together is its periodical:
the people are on the line before it when that line can be people, and the title before them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from readlist.formats.alfolio_page import (
    BULLET,
    UNTOLD,
    Entry,
    bibtex_lines,
    draft,
    heading_year,
    is_badge,
    is_end_of_page,
    is_furniture,
)
from readlist.formats.boundary import Reading, looks_glued
from readlist.formats.pages import Line, raw_text
from readlist.formats.people import MORE, People, people
from readlist.formats.periodical import ABSTRACT_AT_LEAST, dates
from readlist.paper import Draft, Problem

_LONG = 250
_SENTENCE_END = re.compile(r"[.!?…][\"”’')\]}]*$")
_IN_VENUE = re.compile(r"In(?: ,|\s+(?:the |an? )?[A-Z0-9‘“\"'])|arXiv(?: e-prints| preprint)?\b.{0,30}$|In$")
_CONTINUES = re.compile(r"(?:,|and |& |\d{1,4} more authors?$)")
_EMPHASIS = re.compile(
    r"(?:(?<=[\s(\[“])|^)(\*\*|__|_|\*)(?=\S)(.+?)(?<=\S)\1(?![\w*_])|\[([^\[\]]{1,200})\]\([^()\s]{1,300}\)"
)


def recognise(lines: list[str], years: int, theme: bool) -> float:
    """How sure it is that people lines stand above periodical lines, in a page with years or the theme's own words."""
    inside = bibtex_lines(lines)
    texts = [_plain(BULLET.sub("", line, count=1)) for line, bibtex in zip(lines, inside, strict=True) if not bibtex]
    buttons = sum(1 for line in texts if is_furniture(line) and any(c.isalpha() for c in line))
    pairs = 0
    for before, line in pairwise(texts):
        if is_periodical(line) and not is_periodical(before) and _are_people(before):
            pairs += 1
    numbers = sum(1 for line in lines if BULLET.match(line))
    if pairs >= 2 and (years or theme or buttons >= 2 or numbers >= 2):
        return 0.85
    if pairs and theme:
        return 0.8
    bare = sum(1 for line in texts if is_periodical(line))
    return 0.6 if bare >= 2 and years and buttons >= 2 else 0.0


def is_one_line_each(lines: list[Line]) -> bool:
    """Whether a page has its entries on one line each for title, people and periodical."""
    own = glued = 0
    after_bullet = False
    for line in lines[:3000]:
        found = BULLET.match(line.text)
        text = _plain(line.text[found.end() :] if found else line.text)
        more = MORE.search(text)
        if heading_year(line.text):
            continue
        if more and more.end() >= len(text) and people(text):
            own += 2
        elif _is_glued(text, more, found is not None or after_bullet):
            glued += 2
        elif found is None and len(text) < 600 and (is_periodical(text) or _are_people(text)):
            own += 1
        after_bullet = found is not None and not text
    return own > glued


def _is_glued(text: str, more: re.Match[str] | None, starts: bool) -> bool:
    if more is not None:
        return more.end() < len(text) and not text[more.end()].isspace()
    return starts and bool(dates(text)) and looks_glued(text)


def is_periodical(text: str) -> bool:
    """Whether a line is a periodical: it ends with a date, or begins as only a venue does."""
    if len(text) > 400:
        return False
    found = dates(text)
    if found and found[-1].end >= len(text.rstrip(" .")):
        return True
    return _IN_VENUE.match(text) is not None


@dataclass(slots=True)
class _Item:
    line: Line
    text: str
    kind: str
    lines: list[Line]
    parts: list[str] = field(default_factory=list)
    listed: People | None = None


def read(lines: list[Line]) -> Iterator[Draft | Problem]:
    """One draft a periodical that stands below a title."""
    year: int | None = None
    pending: list[_Item] = []
    entry: Entry | None = None
    begun = False
    items = _items(lines)
    for place, item in enumerate(items):
        following = items[place + 1].kind if place + 1 < len(items) else "end"
        begun = begun or entry is not None
        if item.kind == "year" and _is_date_of(pending, following):
            if entry:
                yield from _read(entry)
            entry, pending = _entry(pending, item, year, begun), []
        elif item.kind == "year":
            yield from _close(pending, year, entry, begun)
            entry, pending, year, begun = None, [], heading_year(item.text), True
        elif item.kind == "bullet":
            yield from _close(pending, year, entry, begun)
            entry, pending = None, []
        elif item.kind == "end":
            break
        elif item.kind == "periodical" and pending and not _begins_an_entry(items, place, pending):
            if entry:
                yield from _read(entry)
            entry, pending = _entry(pending, item, year, begun), []
        elif item.kind in ("furniture", "bibtex", "long"):
            if pending and entry and all(one.listed is None for one in pending):
                entry.behind.extend(line for one in pending for line in one.lines)
                pending = []
            elif pending and item.kind == "furniture":
                yield from _close(pending, year, entry, begun)
                entry, pending = None, []
            if entry and item.kind == "long":
                entry.behind.append(item.line)
            elif begun and item.kind == "long":
                pending.append(item)
        elif entry and not pending and item.kind == "periodical" and following != "people":
            entry.behind.append(item.line)
        else:
            pending.append(item)
    yield from _close(pending, year, entry, begun)


def _is_date_of(pending: list[_Item], following: str) -> bool:
    """Whether a year alone is the periodical of the title and people before it, not the heading of what follows."""
    if len(pending) < 2 or pending[-1].listed is None:
        return False
    return following == "furniture" or pending[0].kind == "first"


def _begins_an_entry(items: list[_Item], place: int, pending: list[_Item]) -> bool:
    """Whether a line that ends like a periodical is a title: people follow it, and none stand before it."""
    following = items[place + 1] if place + 1 < len(items) else None
    if following is None or following.kind != "people" or pending[-1].listed is not None:
        return False
    return place + 2 < len(items) and items[place + 2].kind == "periodical"


def _close(pending: list[_Item], year: int | None, entry: Entry | None, begun: bool) -> Iterator[Draft | Problem]:
    """End the open entry, and make one of a title and people that no periodical follows."""
    if len(pending) >= 2 and year and pending[-1].kind == "people":
        if entry:
            yield from _read(entry)
        entry = _entry(pending, None, year, begun)
    elif entry:
        entry.behind.extend(line for one in pending for line in one.lines)
    elif pending and begun:
        lines = [line for one in pending for line in one.lines]
        yield Problem(line=lines[0].number, reason=UNTOLD, raw=raw_text(lines))
    if entry:
        yield from _read(entry)


def _entry(pending: list[_Item], where: _Item | None, year: int | None, begun: bool) -> Entry:
    """The entry of a title, people and a periodical; above the first one the page's own heading is left out."""
    listed: People | None = None
    heads = pending
    if len(pending) > 1 and pending[-1].listed is not None:
        listed, heads = pending[-1].listed, pending[:-1]
    title, first = heads[-1], len(heads) - 1
    if heads[0].line is not title.line and heads[0].kind == "first":
        first = 1 if is_badge(heads[0].text) else 0
        if not all(len(one.text) > 40 for one in heads[first:-1]):
            first = 0 if not is_badge(heads[0].text) and listed is None else len(heads) - 1
            title = heads[first]
            heads = heads[: first + 1]
    badge = heads[0].text if heads[0].line is not title.line and is_badge(heads[0].text) else ""
    name = " ".join(one.text for one in heads[first:])
    lines = [line for one in pending for line in one.lines] + (where.lines if where else [])
    begin = heads[first].line
    lines = [line for line in lines if begun or line.number >= begin.number or heads[0].kind == "first"]
    found = Entry(lines, name, year, badge=badge)
    found.reading = Reading(name, listed, where.text if where else "", 0.0)
    found.lines.sort(key=lambda line: line.number)
    return found


def _read(entry: Entry) -> Iterator[Draft | Problem]:
    """The draft of an entry, and a problem for the text behind it that is too short or broken to be its abstract."""
    texts = [_plain(line.text) for line in entry.behind]
    notes = 0
    while notes < len(texts) and len(texts[notes]) < ABSTRACT_AT_LEAST and not _SENTENCE_END.search(texts[notes]):
        entry.note = entry.note or texts[notes]
        notes += 1
    kept = bool(texts[notes:]) and _is_abstract(" ".join(texts[notes:]))
    entry.lines += entry.behind if kept else entry.behind[:notes]
    yield draft(entry, " ".join(texts[notes:]) if kept else None)
    if texts[notes:] and not kept:
        left = entry.behind[notes:]
        yield Problem(line=left[0].number, reason="too short to be an abstract", raw=raw_text(left))


def _is_abstract(text: str) -> bool:
    return len(text) >= 150 or (len(text) >= ABSTRACT_AT_LEAST and _SENTENCE_END.search(text) is not None)


def _items(lines: list[Line]) -> list[_Item]:
    items: list[_Item] = []
    in_bibtex = bibtex_lines(line.text for line in lines)
    started = False
    for line, bibtex in zip(lines, in_bibtex, strict=True):
        found = BULLET.match(line.text)
        text = _plain(line.text[found.end() :] if found else line.text)
        if bibtex:
            items.append(_Item(line, text, "bibtex", [line]))
            continue
        if heading_year(line.text):
            items.append(_Item(line, line.text, "year", [line]))
            started = True
            continue
        if started and is_end_of_page(text):
            items.append(_Item(line, text, "end", [line]))
            break
        if found:
            items.append(_Item(line, "", "bullet", []))
        if not text:
            continue
        if not found and items and _joins(items[-1], text):
            items[-1].parts.append(text if text.startswith(",") else f" {text}")
            items[-1].lines.append(line)
        else:
            kind = "first" if items and items[-1].kind == "bullet" else "furniture" if is_furniture(text) else "text"
            items.append(_Item(line, text, kind, [line], [text]))
    for item in items:
        if item.kind in ("first", "text"):
            item.text = "".join(item.parts)
            _classify(item)
    return items


def _joins(last: _Item, text: str) -> bool:
    """Whether a line continues the one before it: a list of people or a periodical broken at a comma."""
    if last.kind not in ("text", "first"):
        return False
    if _CONTINUES.match(text):
        return True
    if is_furniture(text):
        return False
    return last.parts[-1].endswith((",", ", and"))


def _classify(item: _Item) -> None:
    if is_furniture(item.text):
        item.kind = "furniture"
    elif is_periodical(item.text):
        item.kind = "periodical" if item.kind != "first" else "first"
    elif len(item.text) >= _LONG or (len(item.text) >= 120 and _SENTENCE_END.search(item.text)):
        item.listed = people(item.text) if len(item.text) < 60_000 else None
        item.kind = "people" if item.listed is not None else "long"
    else:
        item.listed = people(item.text) if len(item.text) < 60_000 else None
        if item.listed is not None and item.listed.cost > 1.0 + 0.3 * len(item.listed.names):
            item.listed = None
        if item.kind != "first":
            item.kind = "people" if item.listed is not None and _sure(item.listed) else "text"


def _are_people(text: str) -> bool:
    listed = people(text)
    return listed is not None and listed.cost < 0.5 + 0.25 * len(listed.names) and _sure(listed)


def _sure(listed: People) -> bool:
    return len(listed.names) > 1 or listed.more != 0


def _plain(text: str) -> str:
    """A line without Markdown's emphasis and links, which some extractors write."""
    if "_" in text or "*" in text or "](" in text:
        return _EMPHASIS.sub(lambda found: found[2] or found[3] or "", text).strip()
    return text
