"""Dates as CSL-JSON writes them (date-parts, raw, literal, season, circa, ranges), and back.

A date is kept as year, month and day where that is all it says; what it says beyond that (a range, a season, ``in
press``) is kept as a text beside it, ranges as ``2020-01/2020-03`` and approximate dates as ``2020~`` after EDTF
(loc.gov/standards/datetime).
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from readlist.formats.drafting import date_of
from readlist.text import clean_line

_WORD = re.compile(r"[^\W_]+")
_ISO = r"-?\d{1,4}(?:-\d{2}(?:-\d{2})?)?"
_ISO_DATE = re.compile(_ISO)
_EDTF = re.compile(rf"({_ISO})(?:/({_ISO})?)?(~)?")
_SEASONS = {number + code: str(number) for code in (12, 20) for number in (1, 2, 3, 4)}
"""Months that are seasons: 13 to 16 in citeproc-js, 21 to 24 in EDTF."""


class PrintedDate(NamedTuple):
    """What a date says: ``parts`` are ``year``, ``month`` and ``day``; ``season`` and ``beyond`` what they cannot."""

    parts: dict[str, int]
    season: str = ""
    beyond: str = ""

    @property
    def text(self) -> str:
        """All of it as one text."""
        return self.beyond or " ".join(text for text in (self.season, _iso(list(self.parts.values()))) if text)


def read_date(value: Any) -> PrintedDate:
    """A date variable of an item, whatever wrote it."""
    if isinstance(value, str):
        return _of_text(value)
    if isinstance(value, list):  # pandoc's own, before CSL took ranges: [{"year": 2020}, {"year": 2021}]
        dates = [read_date(item) for item in value[:2] if isinstance(item, Mapping)]
        if not dates:
            return _of_parts(value)
        first = dates[0]
        return first if len(dates) == 1 else first._replace(beyond=f"{first.text}/{dates[1].text}")
    if not isinstance(value, Mapping):
        return PrintedDate({})
    date = _of_parts(value.get("date-parts"))
    if not date.parts and not date.beyond and value.get("year") is not None:
        date = _of_parts([value.get(name) for name in ("year", "month", "day")])
    for name in ("raw", "literal", "date-time"):
        words = value.get(name)
        if isinstance(words, str) and clean_line(words):
            said = _of_text(words.partition("T")[0] if name == "date-time" else words)
            if not date.parts:
                date = said._replace(season=date.season)
            elif not date.beyond and (said.beyond or said.parts != date.parts):
                date = date._replace(beyond=clean_line(words))
    season = value.get("season")
    if isinstance(season, str) and clean_line(season):
        date = date._replace(season=clean_line(season))
    if value.get("circa") not in (None, False, "", "0", "false") and date.parts:
        date = date._replace(beyond=f"{date.text}~")
    return date


def is_span(beyond: str) -> bool:
    """Whether :func:`write_date` can say beside the year what was found beyond it: a range, an approximate date."""
    return _EDTF.fullmatch(beyond) is not None


def write_date(parts: Sequence[int], beyond: str = "", season: str = "") -> dict[str, Any]:
    """A date variable from the year and what follows it, and what :func:`read_date` found beyond; empty when there is
    nothing to say."""
    date: dict[str, Any] = {}
    spans = [list(parts)] if parts else []
    edtf = _EDTF.fullmatch(beyond)
    if edtf:
        told = [_numbers(edtf[1]), *([_numbers(edtf[2])] if edtf[2] else [])]
        spans = told if not spans or told[0] == spans[0] else spans
    if spans:
        date["date-parts"] = spans
    if season:
        date["season"] = season
    if edtf and edtf[3]:
        date["circa"] = True
    if beyond and not edtf and not spans:
        date["literal"] = beyond  # beside date-parts it would hide them from processors
    return date


def _of_text(text: str) -> PrintedDate:
    text = clean_line(text)
    parts = date_of(text)
    says_more = len(_WORD.findall(text)) > len(parts) and not re.fullmatch(r"\d{8}", text)
    return PrintedDate(parts, beyond=text if says_more else "")


def _of_parts(value: Any) -> PrintedDate:
    if not isinstance(value, list) or not value:
        return PrintedDate({})
    spans = [span for span in value if isinstance(span, list)] or [value]
    first = _of_span(spans[0])
    if len(spans) == 1:
        return first
    last = _of_span(spans[1])
    return first._replace(beyond=f"{first.text}/{last.text}" if last.text else "")


def _of_span(span: list[Any]) -> PrintedDate:
    texts = [clean_line(str(part)) for part in span[:3] if part is not None]
    if not texts or not texts[0]:
        return PrintedDate({})
    if not re.fullmatch(r"\d{1,4}", texts[0]):
        return _of_text(texts[0]) if not texts[0].startswith("-") else PrintedDate({}, beyond="-".join(texts))
    year = int(texts[0])
    if not year:
        return PrintedDate({})
    date = PrintedDate({"year": year})
    month, day = (int(text) if text.isdecimal() and len(text) < 3 else 0 for text in [*texts[1:], "", ""][:2])
    if month in _SEASONS:
        return date._replace(season=_SEASONS[month])
    if 1 <= month <= 12:
        date.parts["month"] = month
        if 1 <= day <= 31:
            date.parts["day"] = day
    return date


def _iso(parts: list[int]) -> str:
    return "-".join(f"{part:02}" if number else str(part) for number, part in enumerate(parts))


def _numbers(text: str) -> list[int]:
    sign = -1 if text.startswith("-") else 1
    first, *others = (int(part) for part in text.lstrip("-").split("-"))
    return [sign * first, *others]
