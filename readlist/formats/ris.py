"""RIS: a tag of two characters, two blanks, a hyphen and a value on each line, from ``TY`` to ``ER``.

Sources: the RIS specification of Research Information Systems (2001 and 2011), and what Zotero, Mendeley, EndNote,
Scopus, ProQuest and the publishers write under its name. A record ends where the next one begins, whether it has an
``ER`` or not. Tags that readlist has no name for, custom fields among them, keep their own in ``extra``.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from readlist.formats.refer import TYPES as NAMED_TYPES
from readlist.formats.ris_types import BOOKS, CSL_TYPES, END, FIELD, IN_BOOKS, TAGS, type_name
from readlist.formats.ris_writer import write
from readlist.formats.tagged import Entry, Gathered, Junk, add_person, doi_in, head_of, is_doi, lines_of, numbered
from readlist.identity import normalise_arxiv
from readlist.paper import Draft, Problem
from readlist.text import clean_line

__all__ = ["read", "read_lines", "recognise", "write"]

_TYPE = re.compile(r"[A-Za-z]{2,10}|")
# What databases print around records: their names, the kind of the text, the number of a record.
_FURNITURE = re.compile(
    r"(?:provider|database|content(?:-type)?|charset|encoding)\s*:.*|<?\d+>?\s*[.)]?|record #?\d+ of \d+", re.IGNORECASE
)
_FIRST_RECORD = re.compile(
    r"^\s{0,8}TY[ \t\xa0]{0,2}-[ \t\xa0]*[A-Z ]{0,30}$(?=\s+[A-Z][A-Z0-9][ \t\xa0]{0,2}-)",
    re.IGNORECASE | re.MULTILINE,
)
_SPECIAL_ISSUE = re.compile(r"\bspecial (?:issue|section)\b", re.IGNORECASE)
_JOURNALS = ("JOUR", "EJOUR", "MGZN", "NEWS", "INPR")
_PAGES = re.compile(r"\s*[-–—]\s*")

_PLAIN = {
    "VL": "volume", "VO": "volume", "IS": "issue", "CP": "issue", "PB": "publisher",
    "CY": "publisher-place", "PP": "publisher-place", "ET": "edition", "LA": "language", "ST": "short-title",
    "NV": "number-of-volumes", "DB": "archive", "DP": "source", "CN": "call-number", "SE": "section",
    "T3": "collection-title",
}  # fmt: skip
"""Tags that mean one thing in every type, by the CSL variable it is."""
_PEOPLE = {"A2": "editor", "ED": "editor", "A3": "collection-editor", "A4": "translator"}
_TITLES = ("TI", "T1", "CT")
_SHORT_NAMES = ("JO", "J1", "J2", "JA")
_NOTES = ("N1", "RN")
_LONG = frozenset(("AB", "N1", "N2", "RN", "KW", "U1", "U2", "U3", "U4", "U5"))


def recognise(text: str) -> float:
    """Sure when a line says ``TY  -`` and the next one is a field too."""
    return 1.0 if _FIRST_RECORD.search(head_of(text)) else 0.0


def read(text: str) -> Iterator[Draft | Problem]:
    """The records of a text in their order, and what belongs to none."""
    return read_lines(lines_of(text))


def read_lines(lines: Iterable[str]) -> Iterator[Draft | Problem]:
    """The records of lines that come one after the other; one record is kept in memory at a time."""
    junk = Junk("text that belongs to no record")
    record: _Record | None = None
    for number, text, raw in numbered(lines):
        if END.fullmatch(text):
            if record:
                record.entry.keep(raw)
                yield _draft(record.entry)
                record = None
            continue
        field = _field(text, record)
        if field and field[0] == "TY" and (record is None or record.typed):
            yield from junk.report()
            if record:
                yield _draft(record.entry)
            record = _Record(number)
        elif field and record is None:
            yield from junk.report()
            record = _Record(number)
        if record is None:
            if text.strip() and not _FURNITURE.fullmatch(text.strip()):
                junk.add(number, raw)
            continue
        record.entry.keep(raw)
        if field:
            record.typed = record.typed or field[0] == "TY"
            record.small = record.small or text.lstrip()[:2].islower()
            record.indented = record.indented or (field[0] == "TY" and text[:1].isspace())
            record.entry.begin(*field)
        else:
            record.entry.go_on(text)
    yield from junk.report()
    if record:
        yield _draft(record.entry)


class _Record:
    """A record that is being read, and how its file writes fields."""

    def __init__(self, line: int) -> None:
        self.entry = Entry(line)
        self.typed = self.small = self.indented = False


def _field(text: str, record: _Record | None) -> tuple[str, str] | None:
    """Tag and value of a line; None when it goes on with what came before. Only the canonical spelling makes a field of
    a tag nobody knows: ``as - for example`` in an abstract is none."""
    found = FIELD.fullmatch(text)
    if not found:
        return None
    indent, tag, blanks = found[1], found[2].upper(), found[3]
    value = found[4] if found[4] is not None else found[5]
    if tag == "TY" and _TYPE.fullmatch(value.strip()):
        return tag, value
    if tag == "TY" and not found[2].isupper():
        return None
    if record is None and (indent or (found[4] is None and value)):
        return None
    if indent and not (record and record.indented):
        return None
    canonical = len(blanks) == 2 and (found[4] is not None or not value)
    if found[2].isupper():
        return (tag, value) if canonical or tag in TAGS else None
    if found[2][0].isupper() or tag not in TAGS:
        return None
    return (tag, value) if record and (record.small or canonical) else None


def _draft(entry: Entry) -> Draft | Problem:
    if not entry.too_long and not any(line.strip() for tag, lines in entry.fields for line in lines if tag != "TY"):
        return Problem(line=entry.line, reason="a record without any field", raw=entry.text())
    return _Reading(entry).draft()


class _Reading:
    """The fields of one record, each put where it belongs."""

    def __init__(self, entry: Entry) -> None:
        self._entry = entry
        self._work = Gathered()
        self._values: dict[str, list[str]] = {}
        for tag, lines in entry.fields:
            if tag == "TY":
                self._work.keep("note", " ".join(lines[1:]))
                lines = lines[:1]
            if text := _joined(tag, lines):
                self._values.setdefault(tag, []).append(text)

    def draft(self) -> Draft | Problem:
        """The draft, or why there is none."""
        self._type()
        self._titles()
        self._people()
        self._dates()
        self._pages()
        self._numbers()
        self._texts()
        for tag, values in self._values.items():
            for value in values:
                self._work.keep(_PLAIN.get(tag, tag.lower()), value, lines=True)
        return self._work.draft(self._entry)

    def _take(self, *tags: str) -> Iterator[tuple[str, str]]:
        for tag in tags:
            for value in self._values.pop(tag, ()):
                yield tag, value

    def _type(self) -> None:
        self._name = name = next((value.strip().upper() for _, value in self._take("TY")), "")
        if csl := CSL_TYPES.get(name) or NAMED_TYPES.get(name.lower()):
            self._work.fields["type"] = csl
        if name and type_name(csl) != name:
            self._work.keep("ty", name)
        if csl and name not in CSL_TYPES:
            self._name = type_name(csl)

    def _titles(self) -> None:
        book = self._name in BOOKS
        for tag, value in self._take(*_TITLES, *(("BT",) if book else ())):
            self._work.say("title", value, otherwise=tag.lower())
        self._event()
        if book or self._name == "RPRT":
            for _, value in self._take("T2"):
                self._work.keep("collection-title", value)
        if book or self._name in ("RPRT", "THES"):
            order: tuple[str, ...] = ("JF",)
        else:
            order = ("BT", "T2", "JF") if self._name in IN_BOOKS else ("JF", "T2", "BT")
            order = (*order, *_SHORT_NAMES)
        for tag, value in list(self._take(*order)) or list(self._take("T3") if len(order) > 1 else ()):
            venue = self._work.fields.get("venue")
            if venue and tag in _SHORT_NAMES and value != venue:
                known = self._work.extra.setdefault("container-title-short", value)
                if known != value:
                    self._work.keep(tag.lower(), value)
            else:
                self._work.say("venue", value, otherwise=tag.lower())

    def _event(self) -> None:
        """What ``T2`` is besides the venue: the conference of a paper, the special issue of a journal."""
        if self._name in ("CONF", "CPAPER"):
            for _, value in self._take("C3"):
                self._work.say("venue", value, otherwise="c3")
            if "venue" in self._work.fields or "BT" in self._values:
                for _, value in self._take("T2"):
                    self._work.keep("event-title", value)
        elif "JO" in self._values and _SPECIAL_ISSUE.search(self._values.get("T2", [""])[0]):
            for _, value in self._take("T2"):
                self._work.keep("volume-title", value)

    def _people(self) -> None:
        named: dict[str, set[str]] = {"AU": set(), "A1": set()}
        for tag, lines in self._entry.fields:
            # Some write the first author as A1 and the others as AU, some all of them twice. Two people of one tag may
            # have the same name.
            if tag in named and (text := _joined(tag, lines)) and text not in named["A1" if tag == "AU" else "AU"]:
                add_person(self._work.people(), text)
                named[tag].add(text)
        for tag in ("AU", "A1"):
            self._values.pop(tag, None)
        for tag, value in self._take(*_PEOPLE):
            add_person(self._work.people(_PEOPLE[tag]), value)

    def _dates(self) -> None:
        for tag, value in self._take("PY", "Y1", "DA"):
            self._work.date(value, otherwise=tag.lower())
            season = value.split("/", 3)[3].strip() if value.count("/") >= 3 else ""
            if season and "year" in self._work.fields:
                self._work.extra.setdefault("season", season)
        for _, value in self._take("Y2"):
            # A second date in old files, the day somebody looked in newer ones.
            if "year" in self._work.fields:
                self._work.keep("accessed", value)
            else:
                self._work.date(value, otherwise="y2")

    def _pages(self) -> None:
        begin, end = (clean_line(" ".join(value for _, value in self._take(tag))) for tag in ("SP", "EP"))
        if begin and end and begin != end and not _PAGES.search(begin):
            begin = f"{begin}-{end}"
        elif begin and end and end not in (begin, *_PAGES.split(begin)):
            self._work.keep("ep", end)
        pages = begin or end
        whole = self._name in (*BOOKS, "THES", "RPRT") and not end and not _PAGES.search(pages)
        self._work.keep("number-of-pages" if whole else "page", pages)

    def _numbers(self) -> None:
        for _, value in self._take("DO"):
            self._work.number(value)
        if self._name not in _JOURNALS:
            for _, value in self._take("M1"):
                self._work.keep("number", value)
        for tag, value in self._take("M3", "N1", "N2", "L3"):
            if "doi" not in self._work.fields and is_doi(value):
                self._work.number(value)
            elif tag == "M3":
                self._work.keep("genre", value)
            else:
                if tag == "N1" and "doi" not in self._work.fields and value.lower().startswith("doi") and doi_in(value):
                    self._work.number(value)
                self._values.setdefault(tag, []).append(value)
        for tag, value in self._take("UR", "LK", "L2", "L1"):
            self._work.link(value, otherwise=tag.lower())
        for _, value in self._take("SN"):
            self._work.serial(value)
        for _, value in self._take("ID"):
            number = value.strip()
            # A number is a row of somebody's database, and no name for a paper.
            if number.isdecimal() or re.search(r"\s", number) or "key" in self._work.fields:
                self._work.keep("id", number)
            else:
                self._work.say("key", number)
        for _, value in self._take("AN"):
            self._accession(value.strip())

    def _accession(self, number: str) -> None:
        names = [value for tag in ("DB", "DP") for value in self._values.get(tag, ())]
        database = " ".join(names).lower()
        if number.isdecimal() and ("pubmed" in database or "medline" in database):
            self._work.say("pmid", number, otherwise="archive_location")
            if self._values.get("DB") == ["PubMed"]:
                del self._values["DB"]
        elif number.lower().startswith("arxiv:") and "arxiv" not in self._work.fields:
            self._work.say("arxiv", normalise_arxiv(number) or "", otherwise="archive_location")
        else:
            self._work.keep("archive_location", number)

    def _texts(self) -> None:
        for _, value in self._take("AB", "N2"):
            self._work.say("abstract", value, otherwise="n2")
        for _, value in self._take(*_NOTES):
            self._work.keep("note", value, lines=True)
        words = [value for _, value in self._take("KW")]
        self._work.keywords(word for value in words for word in _keywords(value, alone=len(words) == 1))


def _joined(tag: str, lines: list[str]) -> str:
    """The lines of a field as one text: paragraphs stay apart where people write them, and keywords a line each."""
    if len(lines) == 1:
        return lines[0].strip()
    if tag in TAGS and tag not in _LONG:
        return " ".join(line.strip() for line in lines if line.strip())
    pieces = [lines[0].strip()]
    for before, line in pairwise(lines):
        wrapped = tag != "KW" and line[:1].isspace() and line.strip() and before.strip()
        pieces.append(f" {line.strip()}" if wrapped else f"\n{line.strip()}")
    return "".join(pieces).strip()


def _keywords(text: str, *, alone: bool) -> list[str]:
    """The keywords of one field: one a field is the rule, but some write all of them into one."""
    found: list[str] = []
    for line in text.split("\n"):
        if ";" in line:
            found.extend(line.split(";"))
        elif alone and line.count(",") > 1:
            found.extend(line.split(","))
        else:
            found.append(line)
    return found
