"""What every bibliography format does on its way to a draft: people, dates and identifiers in the shape of a record.

``extra`` holds what a record has no field for, under the names of CSL's variables whatever the format called them
(``volume``, ``issue``, ``page``, ``publisher``, ``publisher-place``, ``collection-title``, ``edition``, ``editor`` …,
see docs.citationstyles.org, appendix IV), as texts, people as lists of printed names. A field that is none of them
keeps its own name in small letters, so that it can be given back.
"""

import re
from typing import Any

from readlist.names import FAMILY_NAMES, split_name
from readlist.text import clean_line

_OTHERS = re.compile(r"(?:and\s+)?(?:others|et\.?\s*al\.?|…|\.\.\.)", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO_DATE = re.compile(r"([12]\d{3})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?|(\d\d)(\d\d))?(?!\d)")
_YEAR = re.compile(r"(?<!\d)([12]\d{3})(?!\d)")
_MONTH_NAME = re.compile(r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?", re.IGNORECASE)
_DAY = re.compile(r"(?<!\d)([0-3]?\d)(?:st|nd|rd|th)?(?!\d)")


class People:
    """The people of a record as its source names them, and what is known of the parts of their names."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.family_names: dict[str, str] = {}
        self.more: int | None = 0

    def add(self, family: str, given: str = "", *, particle: str = "", suffix: str = "") -> None:
        """Adds a person whose source tells the parts of the name; either may be empty."""
        family, given, particle, suffix = map(clean_line, (family, given, particle, suffix))
        if _OTHERS.fullmatch(family) and not given:
            self.leave_unnamed()
            return
        surname = " ".join(part for part in (particle, family) if part)
        printed = " ".join(part for part in (given, surname, suffix) if part)
        if not printed:
            return
        self.names.append(printed)
        understood = split_name(printed)
        if (understood.given, understood.surname, understood.suffix) != (given, surname, suffix):
            self.family_names[printed] = surname

    def add_printed(self, text: str) -> None:
        """Adds a person printed as ``First Last``, ``Last, First`` or ``Last, Jr., First``."""
        text = clean_line(text).strip(",; ")
        if _OTHERS.fullmatch(text):
            self.leave_unnamed()
        elif "," in text and not (name := split_name(text)).whole:
            self.add(name.family, name.given, particle=name.particle, suffix=name.suffix)
        elif text:
            self.names.append(text)

    def add_group(self, text: str) -> None:
        """Adds a collaboration, an institution, or a name that must stay in one piece."""
        text = clean_line(text)
        if _OTHERS.fullmatch(text):
            self.leave_unnamed()
        elif text:
            self.names.append(text)
            if " " in text and not split_name(text).whole:
                self.family_names[text] = text

    def leave_unnamed(self, count: int | None = None) -> None:
        """Says that there are more people than are named; ``None`` when nobody says how many."""
        self.more = None if count is None or self.more is None else self.more + count

    def fields(self) -> dict[str, Any]:
        """``authors`` and ``more_authors`` of a draft."""
        return {"authors": tuple(self.names), "more_authors": self.more}

    def extra(self) -> dict[str, Any]:
        """What ``extra`` must hold for the names to be taken apart rightly; empty when their words tell it."""
        return {FAMILY_NAMES: dict(self.family_names)} if self.family_names else {}


def date_of(text: str) -> dict[str, int]:
    """``year``, ``month`` and ``day`` of a printed date, as far as they are told: ``2024-03-05``, ``2024 Mar 5``,
    ``5 March 2024``, ``2024/03//``, ``Spring 2024``. Empty when there is no year."""
    text = clean_line(text)
    found = _ISO_DATE.match(text)
    if found:
        date = {"year": int(found[1])}
        month, day = int(found[2] or found[4] or 0), int(found[3] or found[5] or 0)
        if not month:
            return date | _month_and_day(text[found.end() :])
        if month <= 12:
            date["month"] = month
            if 1 <= day <= 31:
                date["day"] = day
        return date
    year = _YEAR.search(text)
    if not year:
        return {}
    return {"year": int(year[1])} | _month_and_day(f"{text[: year.start()]} {text[year.end() :]}")


def month_of(text: str) -> int | None:
    """A month by its name, its beginning or its number."""
    text = clean_line(text).lower().strip(".")
    if text.isdecimal():
        return int(text) if 1 <= int(text) <= 12 else None
    return _MONTHS.index(text[:3]) + 1 if text[:3] in _MONTHS else None


def _month_and_day(text: str) -> dict[str, int]:
    named = _MONTH_NAME.search(text)
    if not named:
        return {}
    date = {"month": _MONTHS.index(named[1].lower()) + 1}
    day = _DAY.search(f"{text[: named.start()]} {text[named.end() :]}")
    # A span of months or days begins with the first of them.
    if day and 1 <= int(day[1]) <= 31:
        date["day"] = int(day[1])
    return date
