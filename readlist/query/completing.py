"""What can be completed in a query that is being typed: names of fields, and their values.

Values that only the library knows (tags, authors, venues …) come from :mod:`readlist.store.completing`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

from readlist.query.fields import ALIASES, FIELDS, HELD, SORTS, STATES
from readlist.query.reading import QUOTES
from readlist.query.tree import NEEDS_QUOTES

SHORTEST = 2
"""So many letters of a field's name must be typed before names are offered."""
MOST = 8

_NAME = re.compile(r"([A-Za-z]+):")
_LATER_FIELD = re.compile(r"\s[-(]*([A-Za-z]+):")
_AGES = ("today", "7d", "2w", "1m", "3m", "6m", "1y")


@dataclass(frozen=True, slots=True)
class Completing:
    """What is being typed: ``text[start:end]`` is to be replaced.

    ``field`` is the field whose value it is, in its one spelling, or None when a field's name is being typed.
    ``beginning`` is what stands before the cursor, without quotes.
    """

    start: int
    end: int
    field: str | None
    beginning: str


def completing(text: str, cursor: int) -> Completing | None:
    """What is being typed at a place in a query; None where nothing can be completed: in a plain word, in a phrase."""
    text = text.translate(QUOTES)
    at, cursor = 0, min(cursor, len(text))
    while at < cursor:
        character = text[at]
        named = _NAME.match(text, at)
        if character.isspace() or character in "-()":
            at += 1
        elif character == '"':
            at = text.find('"', at + 1) + 1
            if not 0 < at <= cursor:
                return None
        elif named and (name := _field(named[1])):
            if cursor < named.end():
                return None
            found, at = _value(text, cursor, named.end(), name)
            if found:
                return found
        else:
            end = _bare_end(text, at)
            if at < cursor <= end:
                word = text[at:end]
                return Completing(at, end, None, word) if cursor == end and _begins_name(word) else None
            at = end
    return None


def names(beginning: str) -> list[str]:
    """The fields whose name, or another word for it, begins so, each with its colon."""
    beginning = beginning.lower()
    found = [name for name in FIELDS if name.startswith(beginning)]
    found += [name for alias, name in ALIASES.items() if alias.startswith(beginning)]
    return [f"{name}:" for name in dict.fromkeys(found)]


def fixed(field: str, beginning: str) -> list[str]:
    """The values of a field that need no library and begin so: states, orders, years and times that are likely meant.
    None for fields whose values the library knows."""
    beginning = beginning.lower()
    values: list[str] = []
    match field:
        case "is":
            values = list(STATES)
        case "has":
            values = list(HELD)
        case "sort":
            turned = "-" if beginning.startswith("-") else ""
            values = [turned + name for name in SORTS]
        case "year":
            values = list(islice(_years(beginning), MOST))
        case "added":
            values = list(_times(beginning))
    return [value for value in dict.fromkeys(values) if value.startswith(beginning)]


def completed(text: str, at: Completing, value: str) -> tuple[str, int]:
    """The text with a value put in, and where the cursor stands then: behind it and a blank, so that the next word can
    be typed; right behind a name's colon."""
    before, behind = text[: at.start], text[at.end :]
    if at.field is None:
        return before + value + behind, len(before + value)
    if NEEDS_QUOTES.search(value):
        value = f'"{value.replace(chr(34), " ")}"'
    if behind[:1] in ("|", ")") and behind:
        return before + value + behind, len(before + value)
    if not behind[:1].isspace():
        behind = f" {behind}"
    return before + value + behind, len(before + value) + 1


def _field(name: str) -> str | None:
    name = ALIASES.get(name.lower(), name.lower())
    return name if name in FIELDS else None


def _begins_name(word: str) -> bool:
    return len(word) >= SHORTEST and word.isascii() and word.isalpha() and bool(names(word))


def _value(text: str, cursor: int, start: int, field: str) -> tuple[Completing | None, int]:
    """The value of a field that the cursor is in, one of several perhaps; else where the values end."""
    while True:
        if text[start : start + 1] == '"':
            inside, end = _quoted(text, start + 1, cursor)
            if start < cursor <= inside:
                return Completing(start, end, field, text[start + 1 : cursor].lstrip()), end
        else:
            end = _bare_end(text, start, "|")
            if start <= cursor <= end:
                return Completing(start, end, field, text[start:cursor]), end
        if text[end : end + 1] != "|" or end >= cursor:
            return None, end
        start = end + 1


def _quoted(text: str, start: int, cursor: int) -> tuple[int, int]:
    """Where a value in quotes ends, without and with its quote. One that is half typed ends with the word under the
    cursor, also when another value in quotes follows."""
    quote = text.find('"', start)
    between = text[cursor:quote] if cursor <= quote else ""
    if quote < 0 or any(_field(name) for name in _LATER_FIELD.findall(between)):
        end = max(start, cursor)
        while end < len(text) and not text[end].isspace():
            end += 1
        return end, end
    return quote, quote + 1


def _bare_end(text: str, start: int, stop: str = "") -> int:
    """Where a word ends: at a blank, a quote, or a parenthesis that was not opened in it."""
    opened, at = 0, start
    while at < len(text) and not text[at].isspace() and text[at] not in f'"{stop}':
        opened += {"(": 1, ")": -1}.get(text[at], 0)
        if opened < 0:
            break
        at += 1
    return at


def _years(beginning: str) -> Iterator[str]:
    now = datetime.now(UTC).year
    if re.fullmatch(r"\d{4}", beginning):
        yield from (beginning, f"{beginning}..", f"{beginning}..{now}")
        return
    if not beginning:
        yield from (str(now), str(now - 1), f"{now - 2}..", f"{now - 5}..", f"..{now - 10}")
        return
    first, dots, _ = beginning.partition("..")
    oldest = int(first) if dots and re.fullmatch(r"\d{4}", first) else 1900
    found = (f"{first}{dots}{year}" if dots else str(year) for year in range(now, oldest - 1, -1))
    yield from (value for value in found if value.startswith(beginning))


def _times(beginning: str) -> Iterator[str]:
    now = datetime.now(UTC)
    if beginning.isdigit() and len(beginning) < 4:
        yield from (f"{beginning}{unit}" for unit in "dwmy")
    yield from (*_AGES, f"{now:%Y-%m}", f"{now:%Y}", f"{now:%Y}..")
