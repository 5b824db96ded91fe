"""arXiv's metadata as JSON lines, one paper a line: the snapshot at Kaggle, what scripts make of arXiv's API, and lists
of papers in few fields (``title``, ``authors``, ``abstract``, ``arxiv``).

Source: kaggle.com/datasets/Cornell-University/arxiv (fields), info.arxiv.org/help/api (the names in the API).
"""

from collections.abc import Iterable, Iterator
from io import StringIO
from itertools import islice
from typing import Any, TypeGuard

from readlist.formats.arxivfacts import add_people, categories, date_of_number, joined, link, number_in, readable_name
from readlist.formats.drafting import People, date_of
from readlist.formats.jsonrecords import Found, drafts, objects, printed
from readlist.formats.tagged import Entry, Gathered
from readlist.identity import normalise_arxiv
from readlist.paper import Draft, Problem
from readlist.text import clean_line

_NUMBERS = ("id", "arxiv", "arxiv_id", "arxivId", "paper_id", "entry_id", "eprint")
_ABSTRACTS = ("abstract", "summary")
_JOURNALS = ("journal-ref", "journal_ref")
_SUBMITTED = ("published", "submitted", "date", "created")
_PEOPLE = ("authors_parsed", "authors", "author")
_NAMES = {
    "report-no": "number", "report_no": "number", "comment": "comments", "updated": "update_date",
    "primary_category": "primaryclass",
}  # fmt: skip
_HANDLED = frozenset(
    {*_NUMBERS, *_ABSTRACTS, *_JOURNALS, *_SUBMITTED, *_PEOPLE, "title", "doi", "url", "year", "month", "day", "venue",
     "categories", "versions"}
)  # fmt: skip
_OTHERS = frozenset({"uid", "more_authors", "sources", "starred", "itemType"})
"""Fields of readlist's own JSON lines and of Zotero."""


def recognise(text: str) -> float:
    """Sure when one of the first objects has a number of arXiv's and what arXiv says of a paper."""
    if text.lstrip("\ufeff \t\r\n")[:1] not in ("[", "{"):
        return 0.0
    for found in islice(objects(StringIO(text[:1_000_000]), _is_paper), 5):
        if isinstance(found, Problem):
            continue
        shape = found.value
        if _OTHERS & shape.keys() or isinstance(shape.get("issued"), dict):
            return 0.0
        if _is_paper(shape):
            return 0.95 if {"categories", "versions", "authors_parsed", "arxiv"} & shape.keys() else 0.8
    return 0.0


def read(text: str) -> Iterator[Draft | Problem]:
    """One draft a paper, dated by its first version."""
    return read_lines(StringIO(text, newline=""))


def read_lines(lines: Iterable[str]) -> Iterator[Draft | Problem]:
    """Like :func:`read`, out of lines with their ends; only the paper that is being read is kept in memory."""
    return drafts(lines, _is_paper, _draft)


def _is_paper(shape: dict[str, Any]) -> bool:
    return _number(shape) is not None and not {"title", *_ABSTRACTS}.isdisjoint(shape)


def _number(shape: dict[str, Any]) -> str | None:
    for name in _NUMBERS:
        value = shape.get(name)
        if isinstance(value, str) and (number := number_in(value)):
            return number
    return None


def _draft(found: Found) -> Draft | Problem:
    shape = found.value
    gathered = Gathered()
    number = _number(shape)
    gathered.say("title", _text(shape.get("title")))
    gathered.say("abstract", joined(_first(shape, _ABSTRACTS)))
    _add_people(gathered.authors, shape)
    if number:
        gathered.say("arxiv", number)
        gathered.say("url", link(number))
    for name in _NUMBERS:
        value = _text(shape.get(name))
        if value and number is None and name.startswith("arxiv"):
            gathered.say("arxiv", normalise_arxiv(value) or "", otherwise=name)
        elif value and normalise_arxiv(value) != number:
            gathered.keep(clean_line(name).lower(), value)
    gathered.fields.update(_date(shape, number))
    for doi in _text(shape.get("doi")).split():
        gathered.number(doi)
    if url := _text(shape.get("url")):
        gathered.fields.pop("url", None)
        gathered.link(url, otherwise="URL")
    journal = _first(shape, _JOURNALS)
    gathered.say("venue", _text(shape.get("venue")) or journal)
    gathered.say("type", "article-journal" if journal else "article")
    subjects = categories(shape.get("categories"))
    gathered.keep("primaryclass", _text(shape.get("primary_category")) or (subjects[0] if subjects else ""))
    gathered.keep("categories", " ".join(subjects))
    versions = shape.get("versions")
    gathered.keep("version", _text(versions[-1].get("version")) if _are_versions(versions) else _text(versions))
    for name, value in shape.items():
        if name not in _HANDLED and name != "primary_category":
            gathered.keep(_NAMES.get(name) or clean_line(name).lower() or "field", _text(value))
    if not ({"title", "abstract"} & gathered.fields.keys()):
        return Problem(line=found.line, reason="neither a title nor an abstract", raw=found.raw)
    entry = Entry(found.line)
    entry.keep(found.raw)
    return gathered.draft(entry)


def _add_people(people: People, shape: dict[str, Any]) -> None:
    """The people in parts (``[family, given, suffix, affiliation…]``), a list of them printed, or all in one line."""
    for name in _PEOPLE:
        value = shape.get(name)
        if isinstance(value, str):
            add_people(people, value)
        for person in value if isinstance(value, list) else []:
            if isinstance(person, str):
                people.add_printed(readable_name(person))
            elif isinstance(person, dict):
                people.add_printed(readable_name(_text(person.get("name"))))
            elif isinstance(person, list):
                family, given, suffix = [readable_name(_text(part)) for part in [*person[:3], "", "", ""]][:3]
                given = given.replace(". -", ".-")  # C. -P. Yuan
                if family and not given and not suffix:
                    people.add_group(family.removesuffix(":"))
                else:
                    people.add(family, given, suffix=suffix)
        if people.names or people.more != 0:
            return


def _date(shape: dict[str, Any], number: str | None) -> dict[str, int]:
    """The date of the first version, as far as it is told."""
    date: dict[str, int] = {}
    for name, low, high in (("year", 1, 9999), ("month", 1, 12), ("day", 1, 31)):
        text = _text(shape.get(name))
        if not (text.isdecimal() and len(text) <= 4 and low <= int(text) <= high):
            break
        date[name] = int(text)
    if date:
        return date
    versions = shape.get("versions")
    if _are_versions(versions) and (date := date_of(_text(versions[0].get("created")))):
        return date
    return date_of(_first(shape, _SUBMITTED)) or (date_of_number(number) if number else {})


def _are_versions(value: Any) -> TypeGuard[list[dict[str, Any]]]:
    return isinstance(value, list) and bool(value) and all(isinstance(version, dict) for version in value)


def _first(shape: dict[str, Any], names: Iterable[str]) -> str:
    return next((text for name in names if (text := _text(shape.get(name)))), "")


def _text(value: Any) -> str:
    return "true" if value is True else "" if value in (False, [], {}) else printed(value)
