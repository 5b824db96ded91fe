"""Pieces of lines: text made safe to show, cut to a width in terminal cells, dates and marks for people.

Everything that came from outside goes through :func:`safe` or :func:`safe_block` here once more before it becomes a
segment, so that even a damaged library cannot send a control byte to the terminal.
"""

import re

from rich.cells import cell_len, set_cell_size

from readlist.latex import readable
from readlist.text import clean, clean_line

ELLIPSIS = "…"
STATUS_MARKS = {"unread": "●", "reading": "◐", "read": " "}
STAR = "★"
NOTHING = "—"
_RAISED = "⁰¹²³⁴⁵"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def safe(text: str) -> str:
    """Text on one line without anything a terminal would obey; costs nothing when it was clean already."""
    return text if text.isprintable() else clean_line(text)


def safe_block(text: str) -> str:
    """Like :func:`safe`, keeping line ends."""
    return text if text.isprintable() else clean(text)


def shown(text: str) -> str:
    """What a paper says, on one line: safe, and LaTeX as what it prints."""
    return safe(readable(text))


def shown_block(text: str) -> str:
    """Like :func:`shown`, keeping line ends."""
    return safe_block(readable(text))


def cut(text: str, width: int) -> str:
    """At most ``width`` cells of a line; what had to be left out shows as an ellipsis."""
    if width <= 0:
        return ""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, width - 1).rstrip() + ELLIPSIS


def fit(text: str, width: int) -> str:
    """Exactly ``width`` cells: cut with an ellipsis, or filled with blanks."""
    if width <= 0:
        return ""
    shown = cut(text, width)
    return shown + " " * (width - cell_len(shown))


def cut_start(text: str, width: int) -> str:
    """Like :func:`cut`, leaving out the beginning: the end of a path tells more."""
    if width <= 0:
        return ""
    if cell_len(text) <= width:
        return text
    while text and cell_len(text) > width - 1:
        text = text[1:]
    return ELLIPSIS + text


def priority_mark(priority: int | None) -> str:
    """A priority as a small raised digit; nothing when there is none."""
    return _RAISED[priority] if priority is not None and 0 < priority < len(_RAISED) else ""


def month_name(month: int) -> str:
    return _MONTHS[month - 1] if 1 <= month <= len(_MONTHS) else ""


def published(year: int | None, month: int | None, day: int | None) -> str:
    """A date of publication as far as it is known: ``22 May 2020``, ``May 2020``, ``2020`` or nothing."""
    if year is None:
        return ""
    if month is None or not month_name(month):
        return str(year)
    return f"{day} {month_name(month)} {year}" if day else f"{month_name(month)} {year}"


def day_of(moment: str | None) -> str:
    """The day of a stored moment (``2026-11-20T10:00:00Z``): ``20 Nov 2026``."""
    found = re.match(r"(\d{4})-(\d\d)-(\d\d)", moment or "")
    if found is None:
        return ""
    return f"{int(found[3])} {month_name(int(found[2]))} {found[1]}"


def duration(seconds: float) -> str:
    """A short time for people: ``4 ms``, ``1.2 s``."""
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"
