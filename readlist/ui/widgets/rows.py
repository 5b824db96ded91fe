"""How one paper becomes one line of the list."""

from collections.abc import Mapping
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from readlist.names import short_authors
from readlist.sentences import matched_spans
from readlist.store import Summary
from readlist.ui.drawing import ELLIPSIS, NOTHING, STAR, STATUS_MARKS, cut, fit, priority_mark, safe, shown

YEAR_WIDTH = 4
_MARKS_WIDTH = 4
_TAGS_FROM = 64


class Columns(NamedTuple):
    """The widths of the columns of a list; a width of 0 leaves the column out."""

    title: int
    authors: int
    year: int

    @classmethod
    def of(cls, width: int) -> "Columns":
        """The columns that a list of this width has room for: the title goes first, then the year, then the authors."""
        year = YEAR_WIDTH if width >= 34 else 0
        authors = min(26, max(12, width // 5)) if width >= 54 else 0
        gaps = (2 if year else 0) + (2 if authors else 0) + 1
        return cls(max(0, width - _MARKS_WIDTH - year - authors - gaps), authors, year)


class Look(NamedTuple):
    """The styles of a line; ``whole`` (the cursor's) goes over all others."""

    base: Style
    title: Style
    untitled: Style
    quiet: Style
    marks: Mapping[str, Style]
    tag: Style
    match: Style
    whole: Style | None


def draw(
    summary: Summary, columns: Columns, width: int, look: Look, *, selected: bool, matched: frozenset[str]
) -> Strip:
    """One paper as a line of exactly ``width`` cells."""
    status = summary.status
    segments = [
        Segment("▌" if selected else " ", look.marks["selected"]),
        Segment(STATUS_MARKS.get(status, " "), look.marks.get(status, look.quiet)),
        Segment(STAR if summary.starred else " ", look.marks["starred"]),
        Segment(" ", look.base),
    ]
    segments += _title(summary, columns.title, look, matched)
    if columns.authors:
        names = shown(short_authors(summary.authors, summary.more_authors)) or NOTHING
        segments.append(Segment("  ", look.quiet))
        segments += _highlighted(names, fit(names, columns.authors), look.quiet, look.match, matched)
    if columns.year:
        year = str(summary.year) if summary.year is not None else NOTHING
        segments.append(Segment("  " + fit(f"{cut(year, columns.year):>{columns.year}}", columns.year), look.quiet))
    segments.append(Segment(" ", look.base))
    if look.whole is not None:
        segments = list(Segment.apply_style(segments, post_style=look.whole))
    return Strip(segments).adjust_cell_length(width, look.whole or look.base)


def _title(summary: Summary, width: int, look: Look, matched: frozenset[str]) -> list[Segment]:
    segments: list[Segment] = []
    if raised := priority_mark(summary.priority):
        segments.append(Segment(raised + " ", look.marks["priority"]))
        width -= 2
    title, style = _words(summary, look)
    seen = cut(title, width)
    segments += _highlighted(title, seen, style, look.match, matched)
    room = width - cell_len(seen)
    if summary.tags and width >= _TAGS_FROM and room > 6:
        tags = cut("  " + " ".join("#" + safe(tag) for tag in summary.tags), room)
        segments.append(Segment(tags, look.tag))
        room -= cell_len(tags)
    segments.append(Segment(" " * max(0, room), look.base))
    return segments


def _words(summary: Summary, look: Look) -> tuple[str, Style]:
    """The title; of a paper without one the first words of its abstract, in another style and always with dots."""
    if summary.title:
        return shown(summary.title), look.title if summary.status != "read" else look.quiet
    opening = shown(summary.opening).rstrip(". ")
    return (opening + ELLIPSIS if opening else "no title"), look.untitled


def _highlighted(text: str, seen: str, style: Style, match: Style, matched: frozenset[str]) -> list[Segment]:
    """``seen``, which is ``text`` or its beginning, with the matched words: also one whose end was cut off."""
    segments = []
    done = 0
    whole = len(text) if seen.startswith(text) else len(seen.rstrip()) - len(ELLIPSIS)
    for start, end in matched_spans(text, matched):
        if start >= whole:
            break
        end = min(end, whole)
        segments += [Segment(seen[done:start], style), Segment(seen[start:end], style + match)]
        done = end
    segments.append(Segment(seen[done:], style))
    return segments
