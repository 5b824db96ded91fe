"""The table that readlist writes, and how it reads it again: everything about a paper but where it came from."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from readlist.formats.table_cells import cell
from readlist.formats.table_columns import CSL_TYPES, PERSONAL
from readlist.formats.tagged import Gathered
from readlist.latex import readable
from readlist.paper import STATUSES, Record
from readlist.text import clean, clean_line

_IN_EXTRA = ("volume", "issue", "page", "publisher", "keyword")
_TEXTS = ("key", "title", "venue", "doi", "arxiv", "pmid", "isbn", "url", "abstract")
_PROSE = ("title", "venue", "abstract")
"""Fields whose LaTeX becomes what it prints: a spreadsheet shows plain text."""
_NUMBERS = {"year": 9999, "month": 12, "day": 31, "priority": 5}
_COLUMNS = (
    "key", "type", "title", "authors", "more_authors", "year", "month", "day", "venue", "volume", "issue", "page",
    "publisher", "doi", "arxiv", "pmid", "isbn", "url", "abstract", "keyword", *PERSONAL, "extra",
)  # fmt: skip
_HEADER = {"keyword": "keywords"}
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def write(records: Iterable[Record]) -> Iterator[str]:
    """A header and a row a paper; people, keywords and tags are separated by semicolons, further fields are JSON in the
    last column."""
    yield ",".join(_HEADER.get(name, name) for name in _COLUMNS) + "\n"
    for record in records:
        yield ",".join(cell(clean(_text(record, name))) for name in _COLUMNS) + "\n"


def take_own(values: dict[str, str], work: Gathered) -> Gathered:
    """The fields of a row of such a table. What a person made of it in a spreadsheet since is read as far as it makes
    sense."""
    for name in _TEXTS:
        if text := values.get(name):
            work.fields[name] = text if name == "abstract" else clean_line(text)
    for name, high in _NUMBERS.items():
        number = values.get(name, "").removesuffix(".0")
        if number.isdecimal() and len(number) < 5 and 1 <= int(number) <= high:
            work.fields[name] = int(number)
    if (kind := values.get("type", "").lower()) in CSL_TYPES:
        work.fields["type"] = kind
    work.people().names.extend(_several(values.get("authors", "")))
    if more := values.get("more_authors"):
        work.people().leave_unnamed(int(more) if more.isdecimal() and len(more) < 7 else None)
    work.keywords(_several(values.get("keyword", "")))
    work.fields["tags"] = tuple(_several(values.get("tags", "")))
    if (status := values.get("status", "").lower()) in STATUSES:
        work.fields["status"] = status
    work.fields["starred"] = values.get("starred", "").lower() in ("yes", "true", "1", "x")
    if note := values.get("note"):
        work.fields["note"] = note
    for name in ("added", "started", "finished"):
        if _TIME.fullmatch(values.get(name, "")):
            work.fields[name] = values[name]
    further = _further(values.pop("extra", ""), work)
    for name, text in values.items():
        if name not in _COLUMNS or name in _IN_EXTRA[:-1]:
            work.keep(name, text, lines=True)
    work.extra |= {name: value for name, value in further.items() if name not in work.extra}
    return work


def _further(text: str, work: Gathered) -> dict[str, Any]:
    try:
        extra = _cleaned(json.loads(text)) if text else {}
    except (ValueError, RecursionError):
        extra = None
    if isinstance(extra, dict):
        return {name: value for name, value in extra.items() if value not in ("", None, [])}
    work.keep("note", text, lines=True)
    return {}


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_cleaned(one) for one in value]
    if isinstance(value, dict):
        return {clean_line(name): _cleaned(one) for name, one in value.items()}
    return value


def _several(text: str) -> list[str]:
    return [cleaned for one in text.split(";") if (cleaned := clean_line(one))]


def _text(record: Record, name: str) -> str:
    """What the cell of a column holds."""
    if name == "more_authors":
        return "?" if record.more_authors is None else str(record.more_authors or "")
    if name == "extra":
        rest = {key: value for key, value in record.extra.items() if not _has_column(key, value)}
        return json.dumps(rest, ensure_ascii=False) if rest else ""
    if name in _IN_EXTRA:
        value = record.extra.get(name)
        value = value if _has_column(name, value) else None
    else:
        value = getattr(record, name)
        if name in _PROSE and value:
            value = readable(value)
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, (list, tuple)):
        return "; ".join(clean_line(str(one)).replace(";", ",") for one in value)
    return "" if value is None else str(value)


def _has_column(name: str, value: Any) -> bool:
    """Whether a column says all of a field of ``extra``."""
    if name == "keyword":
        return isinstance(value, list) and all(isinstance(one, str) and ";" not in one for one in value)
    return name in _IN_EXTRA and isinstance(value, str)
