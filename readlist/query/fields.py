"""The fields of the query language: their names, and what their values mean."""

import re

FIELDS = {
    "tag": "papers with this tag",
    "is": "unread, reading, read, starred, untitled or duplicate",
    "author": "words of an author's name",
    "title": "words of the title",
    "year": "2020, 2019..2021, ..2015, 2020..",
    "venue": "words of the journal or conference",
    "source": "the format, file or page it was imported from",
    "added": "7d, 2w, 6m, 1y, today, 2026-11, 2026-01..2026-03",
    "has": "note, file, doi, abstract, title, authors, year, venue, url, arxiv or tags",
    "saved": "a saved search, by its name",
    "related": "papers near the one with this key",
    "key": "how the citation key begins",
    "doi": "how the DOI begins",
    "arxiv": "how the arXiv number begins",
    "sort": "year, added, title, author, priority or relevance; -sort: turns it round",
}
"""Every field, and what may follow its colon, in words for people."""

ALIASES = {
    "status": "is",
    "tags": "tag",
    "authors": "author",
    "by": "author",
    "journal": "venue",
    "from": "source",
    "search": "saved",
    "near": "related",
}

STATES = ("unread", "reading", "read", "starred", "untitled", "duplicate")
HELD = ("note", "file", "doi", "abstract", "title", "authors", "year", "venue", "url", "arxiv", "tags")
SORTS = {"year": True, "added": True, "title": False, "author": False, "priority": False, "relevance": True}
"""The orders, and whether each usually goes downwards (newest first, best first)."""

_CHOICES = {"is": STATES, "has": HELD, "sort": tuple(SORTS)}
_SINGULAR = {"author": "authors", "tag": "tags", "notes": "note", "files": "file", "pdf": "file"}


def year_range(value: str) -> tuple[int | None, int | None] | None:
    """The first and last year of ``2020``, ``2019..2021``, ``..2015``, ``2020..``; ``None`` when it is none of these.

    A year still being typed stands for all it can become: ``202`` is 2020 to 2029, ``2020.`` is 2020.
    """
    half = re.fullmatch(r"(\d{4})[.-]", value)
    found = re.fullmatch(r"(\d{1,4})?(?:(\.\.|-)(\d{1,4})?)?", half[1] if half else value)
    if not found or not (found[1] or found[3]):
        return None
    first, span, last = found.groups()
    if span == "-" and not (first and last):
        return None
    low = int(first.ljust(4, "0")) if first else None
    if not span:
        return low, int((first or "").ljust(4, "9"))
    high = int(last.ljust(4, "9")) if last else None
    if low is not None and high is not None and low > high and len(last) == 4:
        low, high = high, low
    return low, high


def added_range(value: str) -> tuple[str | int | None, str | int | None] | None:
    """When papers were added, as two ends that are each open (``None``), seconds before now (``int``) or the beginning
    of a time such as ``2026-11`` (``str``); ``None`` when the value is no such thing.

    ``7d`` is the last seven days (h, d, w, m, y); ``today`` is the last midnight (UTC) on.
    """
    value = value.lower()
    age = re.fullmatch(r"(\d{1,5})([hdwmy])", value)
    if age:
        return int(age[1]) * _SECONDS[age[2]], None
    if value == "today":
        return 0, None
    day = r"\d{4}(?:-\d\d(?:-\d\d)?)?"
    span = re.fullmatch(rf"({day})?(\.\.)?({day})?", value)
    if not span or not (span[1] or span[3]) or (span[1] and span[3] and not span[2]) or (span[3] and not span[2]):
        return None
    return span[1], span[3] if span[2] else span[1]


_SECONDS = {"h": 3600, "d": 86400, "w": 7 * 86400, "m": 30 * 86400, "y": 365 * 86400}


def understand(name: str, value: str) -> tuple[str, ...]:
    """What a field's value means, in its one spelling: one value; several when a word of a few choices is cut short
    (``is:re`` is reading or read); none when it means nothing there."""
    if name in _CHOICES:
        value = value.lower()
        value = _SINGULAR.get(value, value) if name == "has" else value
        if value in _CHOICES[name]:
            return (value,)
        return tuple(choice for choice in _CHOICES[name] if choice.startswith(value))
    if name == "year":
        return (value,) if year_range(value) else ()
    if name == "added":
        return (value.lower(),) if added_range(value) else ()
    if name == "tag":
        value = value.lstrip("# ")
    elif name in _PREFIXES:
        value = _PREFIXES[name].sub("", value)
        value = _VERSION.sub("", value) if name == "arxiv" else value
    return (value,) if value else ()


def may_become(name: str, value: str) -> bool:
    """Whether a value that means nothing yet may be the beginning of one that does."""
    if name == "year":
        return value in (".", "..")
    if name == "added":
        return "today".startswith(value.lower()) or re.fullmatch(r"[\d.-]{1,22}", value) is not None
    return name in ("doi", "arxiv") and bool(value)


def identifier(text: str) -> tuple[str, str] | None:
    """The field and the value that a DOI or an arXiv number stands for, bare or as a link to it; None for other words.

    What is half typed is one as soon as it can be nothing else.
    """
    text = text.rstrip(".,;")
    if found := _ARXIV.fullmatch(text):
        return "arxiv", _VERSION.sub("", found[1] or found[2] or found[3])
    if found := _DOI.fullmatch(text):
        return "doi", found[1]
    return None


_NUMBER = r"\d\d(?:0[1-9]|1[0-2])\.\d{4,5}(?:v\d*)?|[a-z-]+(?:\.[a-z]{2})?/\d{7}(?:v\d*)?"
_ARXIV = re.compile(
    rf"(?:https?://)?(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html)/([^?#\s]+)(?:[?#]\S*)?|({_NUMBER})"
    r"|(?:(?:https?://)?(?:dx\.)?doi\.org/)?10\.48550/arxiv\.(\S+)",
    re.IGNORECASE,
)
_DOI = re.compile(r"(?:(?:https?://)?(?:dx\.|www\.)?doi\.org/)?(10\.\d{4,9}(?:\.\d+)*/\S+)", re.IGNORECASE)

# A number may come as the link it was copied from.
_PREFIXES = {
    "doi": re.compile(r"^(?:(?:https?://)?(?:dx\.)?doi\.org/|doi:)", re.IGNORECASE),
    "arxiv": re.compile(r"^(?:(?:https?://)?arxiv\.org/(?:abs|pdf)/|arxiv:)", re.IGNORECASE),
}
_VERSION = re.compile(r"(?<=\d)(?:v\d*)?(?:\.pdf)?$")
