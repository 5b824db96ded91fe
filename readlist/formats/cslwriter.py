"""Papers as CSL-JSON: an array that citeproc, pandoc and Zotero take in."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from readlist.citations.keys import citation_key, unique_key
from readlist.citations.venues import kind_of_venue
from readlist.formats.csldates import is_span, read_date, write_date
from readlist.formats.csljson import DATES, PEOPLE
from readlist.names import FAMILY_NAMES, name_in
from readlist.paper import Record
from readlist.text import clean, clean_line

_VARIABLE_WORDS = (
    "annote archive archive_collection archive_location archive-place authority call-number chapter-number "
    "citation-number collection-number collection-title container-title-short dimensions division edition "
    "event-place event-title genre ISSN issue jurisdiction language license medium note number number-of-pages "
    "number-of-volumes original-publisher original-publisher-place original-title page part-number part-title PMCID "
    "printing-number publisher publisher-place references reviewed-genre reviewed-title scale section source status "
    "supplement-number version volume volume-title year-suffix"
)
_VARIABLES = frozenset(_VARIABLE_WORDS.split())
_OTHER_NAMES = {"short-title": "title-short"}
_WRITTEN_ELSEWHERE = frozenset({FAMILY_NAMES, "keyword", "issued", "season"})
_TYPE_BY_VENUE = {"meeting": "paper-conference", "journal": "article-journal", "preprint": "article"}


def write(records: Iterable[Record]) -> Iterator[str]:
    """The records as one JSON array, an item at a time. What CSL has no variable for stands in ``custom``."""
    taken: set[str] = set()
    before = "[\n"
    for record in records:
        yield before + json.dumps(item(record, taken), ensure_ascii=False, indent=2)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def item(record: Record, taken: set[str]) -> dict[str, Any]:
    """A record as an item, with an ``id`` that is not among those ``taken``; it is then."""
    extra = record.extra
    identifier = unique_key(clean_line(record.key or "") or citation_key(record), taken.__contains__)
    taken.add(identifier)
    shape: dict[str, Any] = {"id": identifier, "type": clean_line(record.type or "") or _type(record)}
    shape["title"] = clean_line(record.title or "")
    shape["author"] = _people([*record.authors, *(["others"] if record.more_authors != 0 else [])], extra)
    shape["container-title"] = clean_line(record.venue or "")
    shape["issued"] = _issued(record)
    shape["DOI"], shape["PMID"], shape["ISBN"], shape["URL"] = (
        clean_line(text or "") for text in (record.doi, record.pmid, record.isbn, record.url)
    )
    if record.arxiv and not {"archive", "archive_location"} & extra.keys():
        shape["archive"], shape["archive_location"] = "arXiv", clean_line(record.arxiv)
    shape["keyword"] = _keywords([*_texts(extra.get("keyword")), *record.tags])
    custom: dict[str, Any] = {}
    beyond = clean_line(str(extra.get("issued") or ""))
    if beyond and "date-parts" in shape["issued"] and not is_span(beyond):
        custom["issued"] = beyond
    for name, value in extra.items():
        if name in _WRITTEN_ELSEWHERE:
            continue
        if name in PEOPLE:
            names = [text for printed in _texts(value) for text in printed.split(" and ")]
            shape[name] = _people(names, extra)
        elif name == "URL" and not record.url:
            shape[name] = clean_line(str(value))
        elif name in DATES:
            date = read_date(str(value))
            shape[name] = write_date(list(date.parts.values()), date.beyond)
        elif isinstance(value, str | int | float) and _OTHER_NAMES.get(name, name) in _VARIABLES | {"title-short"}:
            shape[_OTHER_NAMES.get(name, name)] = clean(str(value))
        else:
            custom[clean_line(name)] = _cleaned(value)
    shape.setdefault("annote", clean(record.note or ""))
    shape["abstract"] = clean(record.abstract or "")
    shape["custom"] = custom
    return {name: value for name, value in shape.items() if value}


def _type(record: Record) -> str:
    if record.venue and (known := _TYPE_BY_VENUE.get(kind_of_venue(clean_line(record.venue)))):
        return known
    return "article" if record.arxiv else "document"


def _issued(record: Record) -> dict[str, Any]:
    parts = [part for part in (record.year, record.month, record.day) if part]
    if record.year is None:
        parts = []
    elif record.month is None:
        parts = [record.year]
    beyond, season = (clean_line(str(record.extra.get(name) or "")) for name in ("issued", "season"))
    return write_date(parts, beyond, season)


def _people(names: Sequence[str], extra: Mapping[str, Any]) -> list[dict[str, str]]:
    people: list[dict[str, str]] = []
    for text in filter(None, map(clean_line, names)):
        name = name_in(text, extra)
        if name.whole or text == "others":
            people.append({"literal": text})
            continue
        parts = {
            "family": name.family,
            "given": name.given,
            "non-dropping-particle": name.particle,
            "suffix": name.suffix,
        }
        people.append({part: told for part, told in parts.items() if told})
    return people


def _keywords(words: Sequence[str]) -> str:
    cleaned = list(dict.fromkeys(filter(None, map(clean_line, words))))
    if not any("," in word for word in cleaned):
        return ", ".join(cleaned)
    return "; ".join(cleaned) + (";" if len(cleaned) == 1 else "")


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [text for text in value if isinstance(text, str)] if isinstance(value, list | tuple) else []


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list | tuple):
        return [_cleaned(inner) for inner in value]
    if isinstance(value, Mapping):
        return {clean_line(str(name)): _cleaned(inner) for name, inner in value.items()}
    return value
