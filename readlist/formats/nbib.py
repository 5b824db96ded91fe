"""MEDLINE text, as PubMed saves it (``.nbib``): a tag padded to four characters, a hyphen, a value.

Source: MEDLINE/PubMed Data Element (Field) Descriptions of the National Library of Medicine. A record begins with
``PMID-`` or behind a blank line; lines that begin with blanks go on with the one before.
"""

import re
from collections.abc import Iterable, Iterator

from readlist.formats.drafting import People
from readlist.formats.tagged import Entry, Gathered, Junk, head_of, lines_of, numbered
from readlist.paper import Draft, Problem
from readlist.text import clean_line

_FIELD = re.compile(r"([A-Z][A-Z0-9]{1,3})( {0,2})- ?(.*)", re.DOTALL)
_BEGIN = re.compile(r"^PMID ?- ?\d+[ \t]*$", re.MULTILINE)
_TELLING = re.compile(r"^(?:FAU |STAT|DCOM|OWN |JT  |CRDT|PHST|EDAT|MHDA|DEP |LID |AID |JID |AUID)- ?\S", re.MULTILINE)
_RIS = re.compile(r"^TY  ?-", re.MULTILINE)
_KIND = re.compile(r"\s*\[(doi|pii|bookaccession)\]\s*$", re.IGNORECASE)
_NAME_SUFFIX = re.compile(r"(.*\S)\s+((?:jr|sr)\.?|2nd|3rd|4th|5th|i{2,3}|iv)", re.IGNORECASE)
_INITIALS = re.compile(r"(.*\S)\s+([A-Z](?:-?[A-Z]){0,4})")
_SEASON = re.compile(r"\b(spring|summer|autumn|fall|winter)\b", re.IGNORECASE)

_PLAIN = {
    "VI": "volume", "IP": "issue", "PG": "page", "LA": "language", "PB": "publisher", "PL": "publisher-place",
    "EN": "edition", "CTI": "collection-title", "PMC": "PMCID", "TT": "original-title", "VTI": "volume-title",
    "GN": "note",
}  # fmt: skip
_ONCE = "PMID STAT OWN TI AB DP TA JT JID SO VI IP PG DA DCOM LR EDAT MHDA CRDT PST BTI"
_SINGLE = frozenset(_ONCE.split())
"""Fields a record has once: behind a blank line the second of them begins the next record."""
_STARTERS = frozenset(("PMID", "STAT", "OWN"))
_TYPES = {
    "preprint": "article", "dataset": "dataset", "book": "book", "books": "book", "book chapter": "chapter",
    "congress": "paper-conference", "technical report": "report", "video-audio media": "motion_picture",
}  # fmt: skip


def recognise(text: str) -> float:
    """Sure when a line gives a PMID, nearly so when fields come that only MEDLINE has."""
    head = head_of(text)
    if _BEGIN.search(head) and not _RIS.search(head):
        return 1.0
    return 0.9 if len(set(_TELLING.findall(head))) >= 2 and not _RIS.search(head) else 0.0


def read(text: str) -> Iterator[Draft | Problem]:
    """The records of a text in their order, and what belongs to none."""
    return read_lines(lines_of(text))


def read_lines(lines: Iterable[str]) -> Iterator[Draft | Problem]:
    """The records of lines that come one after the other; one record is kept in memory at a time."""
    junk = Junk("text that belongs to no record")
    record: Entry | None = None
    seen: set[str] = set()
    behind_blank = False
    for number, text, raw in numbered(lines):
        field = _field(text)
        if field and (record is None or _begins(field[0], seen, behind_blank)):
            if record:
                yield _draft(record)
            yield from junk.report()
            record, seen = Entry(number), set()
        if field and record:
            seen.add(field[0])
            record.begin(*field)
        elif text.strip():
            if record is None or (behind_blank and not text[0].isspace()):
                junk.add(number, raw)
                continue
            record.go_on(text)
        behind_blank = not text.strip()
        if record:
            record.keep(raw)
    if record:
        yield _draft(record)
    yield from junk.report()


def _field(text: str) -> tuple[str, str] | None:
    found = _FIELD.fullmatch(text)
    if not found or (len(found[1] + found[2]) != 4 and found[1] not in _SINGLE):
        return None
    return found[1], found[3]


def _begins(tag: str, seen: set[str], behind_blank: bool) -> bool:
    if tag == "PMID":
        return bool(seen)
    return behind_blank and ("SO" in seen or tag in _STARTERS or (tag in _SINGLE and tag in seen))


def _draft(entry: Entry) -> Draft | Problem:
    work = Gathered()
    values: dict[str, list[str]] = {}
    for tag, lines in entry.fields:
        if text := clean_line(" ".join(lines)):
            values.setdefault(tag, []).append(text)
    _people(entry, work)
    for tag in ("AU", "FAU", "CN", "ED", "FED"):
        values.pop(tag, None)
    _titles(values, work)
    for text in values.pop("DP", []):
        work.date(text, otherwise="dp")
        if season := _SEASON.search(text):
            work.extra.setdefault("season", season[1])
    if "year" not in work.fields and "DEP" in values:
        work.date(values["DEP"][0], otherwise="dep")
    for tag in ("LID", "AID"):
        for text in values.pop(tag, []):
            _location(text, work)
    for text in values.pop("PMID", []):
        work.say("pmid", text)
    for tag in ("IS", "ISBN"):
        for text in values.pop(tag, []):
            work.serial(text)
    for text in values.pop("AB", []):
        work.say("abstract", text, otherwise="ab")
    work.keywords(word.replace("*", "") for tag in ("OT", "MH") for word in values.pop(tag, []))
    work.fields["type"] = _type(values.get("PT", []), "venue" in work.fields, "BTI" in {tag for tag, _ in entry.fields})
    for tag, texts in values.items():
        for text in texts:
            work.keep(_PLAIN.get(tag, tag.lower()), text)
    return work.draft(entry)


def _titles(values: dict[str, list[str]], work: Gathered) -> None:
    for text in values.pop("TI", []):
        work.say("title", _unstopped(text), otherwise="ti")
    for text in values.pop("BTI", []):
        work.say("venue" if "title" in work.fields else "title", _unstopped(text), otherwise="bti")
    for text in values.pop("JT", []):
        work.say("venue", text, otherwise="jt")
    for text in values.pop("TA", []):
        if "venue" not in work.fields:
            work.say("venue", text)
        elif text != work.fields["venue"]:
            work.keep("container-title-short", text)


def _type(kinds: list[str], in_journal: bool, in_book: bool) -> str | None:
    if in_book:
        return "chapter" if in_journal else "book"
    told = next((_TYPES[kind.lower()] for kind in kinds if kind.lower() in _TYPES), None)
    return told or ("article-journal" if in_journal else None)


def _people(entry: Entry, work: Gathered) -> None:
    """Full names where there are some: each stands before its short form, which says nothing more."""
    full = ""
    for tag, lines in entry.fields:
        text = clean_line(" ".join(lines))
        if not text:
            continue
        if tag in ("FAU", "FED"):
            _add_full(work.people("editor" if tag == "FED" else None), text)
        elif tag in ("AU", "ED") and full not in ("FAU", "FED"):
            _add_short(work.people("editor" if tag == "ED" else None), text)
        elif tag == "CN":
            work.people().add_group(text)
        full = tag if tag in ("FAU", "FED") else "" if tag in ("AU", "ED") else full


def _add_full(people: People, text: str) -> None:
    family, comma, given = text.partition(",")
    suffix = _NAME_SUFFIX.fullmatch(given.strip()) if comma else None
    if comma and given.strip():
        people.add(family, suffix[1].rstrip(",") if suffix else given.strip(), suffix=suffix[2] if suffix else "")
    else:
        people.add_printed(text)


def _add_short(people: People, text: str) -> None:
    if "," in text:
        _add_full(people, text)
        return
    suffix = _NAME_SUFFIX.fullmatch(text)
    name = suffix[1] if suffix and _INITIALS.fullmatch(suffix[1]) else text
    if found := _INITIALS.fullmatch(name):
        given = "-".join(" ".join(f"{letter}." for letter in part) for part in found[2].split("-"))
        people.add(found[1], given, suffix=suffix[2] if suffix and name != text else "")
    else:
        people.add_printed(text)


def _location(text: str, work: Gathered) -> None:
    kind = _KIND.search(text)
    value = text[: kind.start()] if kind else text
    if kind and kind[1].lower() == "doi":
        work.number(value)
    else:
        work.keep(kind[1].lower() if kind else "lid", value)


def _unstopped(title: str) -> str:
    """A title without the full stop that MEDLINE puts behind every title."""
    return title[:-1] if title.endswith(".") and not title.endswith("..") else title
