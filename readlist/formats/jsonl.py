"""readlist's own JSON lines: one paper a line in its public shape, everything about it, read back equal.

A missing field is unknown; a field of the wrong kind makes its record a problem, which costs that record only. Fields
readlist has no name for are kept in ``extra``. Other people's JSON lines are not this format: a line must hold a title
or an abstract and at least one field that only readlist writes.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from readlist.paper import JSON_FIELDS, STATUSES, Draft, Problem, Record, Source, to_json
from readlist.text import clean, clean_line

_OWN_FIELDS = frozenset({"uid", "sources", "more_authors", "starred"})
_LINE_END = re.compile(r"\r\n|\r|\n")
_UID = re.compile(r"[0-9A-Za-z-]{8,64}$")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")


class _NotThisKindError(ValueError):
    """Why a field cannot be read."""


def recognise(text: str) -> float:
    """Sure when the first line that holds a whole JSON object is one of readlist's papers."""
    for number, line in enumerate(_lines(text[:4_000_000])):
        if number == 20 or not line[1].startswith("{"):
            return 0.0
        try:
            shape = _object(line[1])
        except ValueError:
            continue
        return 1.0 if _OWN_FIELDS & shape.keys() and {"title", "abstract"} & shape.keys() else 0.0
    return 0.0


def read(text: str) -> Iterator[Draft | Problem]:
    """One draft a line, with everything its owner did."""
    return read_lines((text,))


def read_lines(lines: Iterable[str]) -> Iterator[Draft | Problem]:
    """One draft a line of lines that come one after the other."""
    for number, line in _numbered(lines):
        try:
            yield _draft(_object(line), number, line)
        except _NotThisKindError as problem:
            yield Problem(line=number, reason=str(problem), raw=line)
        except (ValueError, RecursionError):
            yield Problem(line=number, reason="not a JSON object", raw=line)


def write(records: Iterable[Record]) -> Iterator[str]:
    """One line a record, fields in the order of the public shape."""
    for record in records:
        yield json.dumps(to_json(record), ensure_ascii=False) + "\n"


def _lines(text: str) -> Iterator[tuple[int, str]]:
    begin, number = 0, 0
    text = text.removeprefix("\ufeff")
    while begin <= len(text):
        number += 1
        found = _LINE_END.search(text, begin)
        line = text[begin : found.start() if found else len(text)].strip()
        if line:
            yield number, line
        if found is None:
            return
        begin = found.end()


def _numbered(pieces: Iterable[str]) -> Iterator[tuple[int, str]]:
    """The lines of pieces of text, of which each ends with a line."""
    before = 0
    for piece in pieces:
        for number, line in _lines(piece):
            yield before + number, line
        before += len(_LINE_END.findall(piece))


def _object(line: str) -> dict[str, Any]:
    def refuse(constant: str) -> Any:
        raise ValueError(constant)

    shape = json.loads(line, parse_constant=refuse)
    if not isinstance(shape, dict):
        raise ValueError
    return shape


def _draft(shape: dict[str, Any], line: int, raw: str) -> Draft:
    known = {name: _FIELDS[name](name, shape[name]) for name in JSON_FIELDS if shape.get(name) is not None}
    if "more_authors" in shape and shape["more_authors"] is None:
        known["more_authors"] = None
    unknown = {name: value for name, value in shape.items() if name not in _FIELDS and value is not None}
    if unknown:
        known["extra"] = {**_cleaned(unknown), **known.get("extra", {})}
    if known.get("title") is None and known.get("abstract") is None:
        raise _NotThisKindError("neither a title nor an abstract")
    sources = known.get("sources", ())
    label = sources[0].label if sources else None
    return Draft(line=line, raw=raw, label=label, personal=True, **known)


def _one_line(name: str, value: Any) -> str | None:
    if not isinstance(value, str):
        raise _NotThisKindError(f"{name} is not a text")
    return clean_line(value) or None


def _text(name: str, value: Any) -> str | None:
    if not isinstance(value, str):
        raise _NotThisKindError(f"{name} is not a text")
    return clean(value) or None


def _list(name: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise _NotThisKindError(f"{name} is not a list of texts")
    return tuple(item for item in map(clean_line, value) if item)


def _number(low: int, high: int) -> Callable[[str, Any], int]:
    def read_number(name: str, value: Any) -> int:
        if type(value) is not int or not low <= value <= high:
            raise _NotThisKindError(f"{name} is not a number from {low} to {high}")
        return value

    return read_number


def _matching(pattern: re.Pattern[str], kind: str) -> Callable[[str, Any], str]:
    def read_matching(name: str, value: Any) -> str:
        if not isinstance(value, str) or not pattern.match(value):
            raise _NotThisKindError(f"{name} is not {kind}")
        return value

    return read_matching


def _status(name: str, value: Any) -> str:
    if value not in STATUSES:
        raise _NotThisKindError(f"{name} is not one of {', '.join(STATUSES)}")
    return str(value)


def _truth(name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise _NotThisKindError(f"{name} is neither true nor false")
    return value


def _sources(name: str, value: Any) -> tuple[Source, ...]:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise _NotThisKindError(f"{name} is not a list of sources")
    return tuple(_source(item) for item in value)


def _source(shape: dict[str, Any]) -> Source:
    texts = {
        name: None if shape.get(name) is None else _one_line(f"the {name} of a source", shape[name])
        for name in ("format", "file", "label")
    }
    line = shape.get("line")
    if line is not None:
        line = _number(0, 2**53)("the line of a source", line)
    return Source(format=texts["format"] or "jsonl", file=texts["file"], line=line, label=texts["label"])


def _extra(name: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _NotThisKindError(f"{name} is not an object")
    cleaned: dict[str, Any] = _cleaned(value)
    return cleaned


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    if isinstance(value, dict):
        return {clean_line(name): _cleaned(item) for name, item in value.items()}
    return value


_FIELDS: dict[str, Callable[[str, Any], Any]] = {
    **dict.fromkeys(("key", "type", "title", "venue", "doi", "arxiv", "pmid", "isbn", "url"), _one_line),
    **dict.fromkeys(("abstract", "note"), _text),
    **dict.fromkeys(("authors", "tags"), _list),
    **dict.fromkeys(("added", "started", "finished"), _matching(_TIME, "a time such as 2026-11-20T10:00:00Z")),
    "uid": _matching(_UID, "a uid"),
    "more_authors": _number(0, 1_000_000),
    "year": _number(1, 9999),
    "month": _number(1, 12),
    "day": _number(1, 31),
    "priority": _number(1, 5),
    "status": _status,
    "starred": _truth,
    "sources": _sources,
    "extra": _extra,
}
