"""What readlist is about: papers, drafts of papers that an importer yields, and problems met on the way."""

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal

Status = Literal["unread", "reading", "read"]
STATUSES: tuple[Status, ...] = ("unread", "reading", "read")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a record came from: the format, the file's name, the record's first line (from 1), and what the file calls
    the collection it stands in (on an author's page the author)."""

    format: str
    file: str | None = None
    line: int | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Everything that can be known of one paper. ``None`` is unknown; texts are never empty strings.

    ``type`` is a CSL item type (``article-journal``, ``paper-conference``, ``article`` for a preprint, ``book``, …).
    ``authors`` are names as printed, ``First Last``; ``more_authors`` counts the people a source left unnamed, and is
    ``None`` when there are some and it does not say how many. ``priority`` is 1 (first) to 5. ``added``, ``started``
    and ``finished`` are UTC times, ``2026-11-20T10:00:00Z``. ``extra`` holds fields readlist has no name for.
    """

    uid: str | None = None
    key: str | None = None
    type: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    more_authors: int | None = 0
    year: int | None = None
    month: int | None = None
    day: int | None = None
    venue: str | None = None
    abstract: str | None = None
    doi: str | None = None
    arxiv: str | None = None
    pmid: str | None = None
    isbn: str | None = None
    url: str | None = None
    tags: tuple[str, ...] = ()
    status: Status = "unread"
    starred: bool = False
    priority: int | None = None
    note: str | None = None
    added: str | None = None
    started: str | None = None
    finished: str | None = None
    sources: tuple[Source, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper(Record):
    """A record the library keeps. ``id`` is its row in this library; ``uid`` is its name everywhere and for ever."""

    id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft(Record):
    """A record as an importer found it, not yet matched with the library.

    ``line`` is where it begins in its file (from 1), ``raw`` its text as it came (uncleaned), ``label`` what the page
    calls the collection. ``personal`` says that the source also knows what its owner did (tags, status, note, dates),
    as readlist's own files do; otherwise those fields mean nothing.
    """

    line: int | None = None
    raw: str | None = None
    label: str | None = None
    personal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A piece of a file that was left out: its first line (from 1), why, and its text."""

    line: int | None
    reason: str
    raw: str | None = None


def to_json(record: Record) -> dict[str, Any]:
    """The public shape of a paper, as ``--json`` prints it: a dict ready for ``json.dumps``."""
    shape: dict[str, Any] = {}
    for name in JSON_FIELDS:
        value = getattr(record, name)
        if name == "sources":
            value = [{"format": s.format, "file": s.file, "line": s.line, "label": s.label} for s in value]
        elif isinstance(value, tuple):
            value = list(value)
        elif name == "extra":
            value = dict(value)
        shape[name] = value
    return shape


JSON_FIELDS = tuple(spec.name for spec in fields(Record))
"""The keys of a paper's JSON, in their order."""

WORK_FIELDS = (
    "type", "title", "authors", "more_authors", "year", "month", "day", "venue", "abstract", "doi", "arxiv", "pmid",
    "isbn", "url", "extra",
)  # fmt: skip
"""The fields that describe the work itself; the rest is its owner's."""

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_SHIFTS = range(120, -10, -10)
_PAIRS = [first + second for first in _ALPHABET for second in _ALPHABET]


def new_uid() -> str:
    """A new ULID (26 characters): the millisecond it was made in, then 80 random bits; sorts by time of making.

    Source: github.com/ulid/spec.
    """
    number = (time.time_ns() // 1_000_000) << 80 | int.from_bytes(os.urandom(10), "big")
    return "".join([_PAIRS[number >> shift & 1023] for shift in _SHIFTS])


def timestamp(seconds: float | None = None) -> str:
    """A moment (seconds since the epoch; now when left out) as the library writes it: ``2026-11-20T10:00:00Z``."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))
