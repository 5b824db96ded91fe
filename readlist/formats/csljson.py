"""CSL-JSON, what citation processors take in (Zotero, pandoc, Crossref): an array of items, one item, or one a line.

Source: docs.citationstyles.org (variables, types, names, dates), github.com/citation-style-language/schema (csl-data).
"""

import re
from collections.abc import Iterable, Iterator
from io import StringIO
from itertools import islice
from typing import Any

from readlist.formats.csldates import read_date
from readlist.formats.drafting import People
from readlist.formats.jsonrecords import Found, drafts, objects, printed
from readlist.formats.markup import plain, plain_lines
from readlist.formats.tagged import Entry, Gathered
from readlist.identity import normalise_arxiv
from readlist.names import split_name
from readlist.paper import Draft, Problem
from readlist.text import clean_line

_TYPE_WORDS = (
    "article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection "
    "dataset document entry entry-dictionary entry-encyclopedia event figure graphic hearing interview legal_case "
    "legislation manuscript map motion_picture musical_score pamphlet paper-conference patent performance periodical "
    "personal_communication post post-weblog regulation report review review-book software song speech standard "
    "thesis treaty webpage"
)
TYPES = frozenset(_TYPE_WORDS.split())
_PEOPLE_WORDS = (
    "editor translator chair collection-editor compiler composer container-author contributor curator director "
    "editorial-director editor-translator executive-producer guest host illustrator interviewer narrator organizer "
    "original-author performer producer recipient reviewed-author script-writer series-creator"
)
PEOPLE = tuple(_PEOPLE_WORDS.split())
DATES = ("accessed", "available-date", "event-date", "original-date", "submitted")
WITHIN = frozenset({"items", "references", "message"})
"""Where Zotero, pandoc and Crossref put the array when there is something around it."""

# What Crossref calls things (api.crossref.org/types), and older processors did.
_OTHER_TYPES = {
    "journal-article": "article-journal", "proceedings-article": "paper-conference", "book-chapter": "chapter",
    "book-section": "chapter", "book-part": "chapter", "posted-content": "article", "preprint": "article",
    "dissertation": "thesis", "monograph": "book", "edited-book": "book", "reference-book": "book",
    "reference-entry": "entry", "proceedings": "book", "peer-review": "review", "magazine-article": "article-magazine",
    "newspaper-article": "article-newspaper", "conference-paper": "paper-conference",
}  # fmt: skip
_TELLING_WORDS = "title container-title issued DOI ISBN ISSN URL abstract author editor page publisher citation-key"
_TELLING = frozenset(_TELLING_WORDS.split())
_NOT_OURS = frozenset({"itemType", "uid", "more_authors", "authors_parsed"})
_PLAIN_FIELDS = {
    "title": "title", "container-title": "venue", "DOI": "doi", "PMID": "pmid", "abstract": "abstract",
}  # fmt: skip
_HANDLED = frozenset(
    {"id", "citation-key", "type", "author", "issued", "URL", "ISBN", "ISSN", "keyword", "archive", "archive_location",
     "arxiv", "custom", *PEOPLE, *DATES, *_PLAIN_FIELDS}
)  # fmt: skip
_OWN_NAMES = {
    "PMCID": "PMCID", "title-short": "short-title", "shortTitle": "short-title", "event": "event-title",
    "journalAbbreviation": "container-title-short", "page-range": "page",
}  # fmt: skip
"""Fields whose name in ``extra`` is not that of the item in small letters."""
_HEADING = re.compile(r"\A\s*Abstract\s*\n")
_AND = re.compile(r"\s+and\s+|\s*;\s*")
_ARXIV = re.compile(r"\barxiv\s*:\s*([^\s\[\],;]+)", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s*;\s*")
_COMMA = re.compile(r"\s*,\s*")
_SUFFIX_IN_GIVEN = re.compile(r"(.*?)\s*,!?\s*((?:jr|sr)\.?|i{1,3}|iv|v)", re.IGNORECASE)


def recognise(text: str) -> float:
    """Sure when the first items say what CSL says: a type or a date as only CSL writes them."""
    if text.lstrip("\ufeff \t\r\n")[:1] not in ("[", "{"):
        return 0.0
    best = 0.0
    for found in islice(objects(StringIO(text[:1_000_000]), _is_item, WITHIN), 5):
        if isinstance(found, Problem):
            continue
        item = found.value
        if _NOT_OURS & item.keys():
            return 0.0
        best = max(best, _sureness(item))
    return best


def _sureness(item: dict[str, Any]) -> float:
    kind = item.get("type")
    known = isinstance(kind, str) and (kind in TYPES or kind in _OTHER_TYPES)
    issued = item.get("issued")
    dated = isinstance(issued, dict) and not {"date-parts", "raw", "literal"}.isdisjoint(issued)
    if known and _TELLING & item.keys():
        return 0.95
    if dated:
        return 0.9
    return 0.7 if "id" in item and _is_people(item.get("author")) and "title" in item else 0.0


def _is_people(value: Any) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and isinstance(value[0], dict)
        and not {"family", "literal"}.isdisjoint(value[0])
    )


def _is_item(value: dict[str, Any]) -> bool:
    return ("type" in value or "id" in value or "citation-key" in value) and not _TELLING.isdisjoint(value)


def read(text: str) -> Iterator[Draft | Problem]:
    """One draft an item; ``raw`` keeps the markup that titles lose."""
    return read_lines(StringIO(text, newline=""))


def read_lines(lines: Iterable[str]) -> Iterator[Draft | Problem]:
    """Like :func:`read`, out of lines with their ends; only the item that is being read is kept in memory."""
    return drafts(lines, _is_item, _draft, WITHIN)


def _draft(found: Found) -> Draft | Problem:
    item = found.value
    gathered = Gathered()
    if not (_TELLING & item.keys()):
        return Problem(line=found.line, reason="this object has none of the fields of a reference", raw=found.raw)
    _say_key(gathered, item)
    kind = _text(item.get("type"))
    gathered.say("type", _OTHER_TYPES.get(kind, kind))
    for name, field in _PLAIN_FIELDS.items():
        text = _text(item.get(name))
        if name == "DOI":
            gathered.number(text)
        elif name == "abstract":
            gathered.say(field, _HEADING.sub("", plain_lines(text)))
        elif name == "PMID":
            gathered.say(field, text.strip().lstrip("0"))
        else:
            gathered.say(field, plain(text))
            for other in item[name][1:] if isinstance(item.get(name), list) else []:
                gathered.keep(name, plain(_text(other)))
    add_people(gathered.authors, item.get("author"))
    for role in PEOPLE:
        if item.get(role):
            add_people(gathered.people(role), item[role])
    _say_dates(gathered, item)
    if url := _text(item.get("URL")):
        gathered.link(url, otherwise="URL")
    for name in ("ISBN", "ISSN"):
        value = item.get(name)
        for serial in value if isinstance(value, list) else [value]:
            gathered.serial(_text(serial))
    _say_keywords(gathered, item.get("keyword"))
    _say_archive(gathered, item)
    _say_custom(gathered, item.get("custom"))
    for name, value in item.items():
        if name not in _HANDLED:
            gathered.keep(_name(name), plain(_text(value, name)), lines=name in ("note", "annote"))
    entry = Entry(found.line)
    entry.keep(found.raw)
    return gathered.draft(entry)


def add_people(people: People, value: Any) -> None:
    """The people of a name variable: a list of names in parts, of printed names, or one text with all of them."""
    if isinstance(value, str):
        for name in _AND.split(value):
            people.add_printed(name)
    elif isinstance(value, dict):
        _add_name(people, value)
    elif isinstance(value, list):
        for name in value:
            if isinstance(name, str):
                people.add_printed(name)
            elif isinstance(name, dict):
                _add_name(people, name)


def _add_name(people: People, name: dict[str, Any]) -> None:
    family, given = (plain(_text(name.get(part))) for part in ("family", "given"))
    whole = plain(_text(name.get("literal")) or _text(name.get("name")))
    if whole and not family:
        people.add_group(whole)
        return
    suffix = _text(name.get("suffix"))
    if not suffix and (found := _SUFFIX_IN_GIVEN.fullmatch(given)):
        # Where names are still to be parsed, the given names hold the suffix: "Martin Luther, Jr.".
        given, suffix = found[1], found[2]
    if len(family) > 2 and family[0] == family[-1] == '"':
        family = family[1:-1]  # quotes keep a name in one piece
    if family and not given and _text(name.get("isInstitution")):
        people.add_group(family)
        return
    particles = (_text(name.get(part)) for part in ("dropping-particle", "non-dropping-particle"))
    add_parts(people, family, given, particle=" ".join(filter(None, particles)), suffix=suffix)


def add_parts(people: People, family: str, given: str, *, particle: str = "", suffix: str = "") -> None:
    """Adds a person whose particle may stand behind the given names (``Ludwig van``), as Zotero has it."""
    if not family:
        family, given = given, ""
    elif not particle and " " in given and given.rpartition(" ")[2].islower():
        parted = split_name(f"Family, {given}")
        if parted.family == "Family" and parted.particle:
            given, particle = parted.given, parted.particle
    people.add(family, given, particle=particle, suffix=suffix)


def _say_key(gathered: Gathered, item: dict[str, Any]) -> None:
    identifier, key = _text(item.get("id")), _text(item.get("citation-key"))
    gathered.say("key", key or identifier)
    if key and identifier != key:
        gathered.keep("id", identifier)


def _say_dates(gathered: Gathered, item: dict[str, Any]) -> None:
    issued = read_date(item.get("issued"))
    gathered.fields.update(issued.parts)
    gathered.keep("season", issued.season)
    gathered.keep("issued", issued.beyond)
    for name in DATES:
        if item.get(name):
            gathered.keep(name, read_date(item[name]).text)


def _say_keywords(gathered: Gathered, value: Any) -> None:
    if isinstance(value, list):
        gathered.keywords(map(_text, value))
    elif text := _text(value):
        gathered.keywords((_SEPARATOR if ";" in text else _COMMA).split(text))


def _say_archive(gathered: Gathered, item: dict[str, Any]) -> None:
    """arXiv's numbers: where Zotero puts them (``number``, ``note``), and ``archive`` with its location."""
    archive, location = _text(item.get("archive")), _text(item.get("archive_location"))
    if archive.lower() == "arxiv" and (number := normalise_arxiv(location)):
        gathered.say("arxiv", number, otherwise="archive_location")
    else:
        gathered.keep("archive", archive)
        gathered.keep("archive_location", location)
    if told := normalise_arxiv(_text(item.get("arxiv"))):
        gathered.say("arxiv", told)
    for name in ("number", "note", "container-title"):
        if found := _ARXIV.search(_text(item.get(name))):
            gathered.fields.setdefault("arxiv", normalise_arxiv(found[1]))


def _say_custom(gathered: Gathered, value: Any) -> None:
    if isinstance(value, dict):
        for name, inner in value.items():
            for text in inner if isinstance(inner, list) else [inner]:
                gathered.keep(_name(name), _text(text, name), lines=True)
    else:
        gathered.keep("custom", _text(value))


def _name(name: str) -> str:
    return _OWN_NAMES.get(name) or clean_line(name).lower() or "field"


def _text(value: Any, name: str = "title") -> str:
    """A value as one text; of several titles (Crossref's lists) the first."""
    if isinstance(value, list) and value and name == "title" and isinstance(value[0], str):
        value = value[0]
    return "true" if value is True else "" if value in (False, [], {}) else printed(value)
