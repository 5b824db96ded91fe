"""What the tagged formats (RIS, MEDLINE, refer, Web of Science) share: lines, records of fields, the way to a draft."""

import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import unquote

from readlist.formats.drafting import People, date_of
from readlist.identity import normalise_arxiv, normalise_doi
from readlist.paper import Draft, Problem
from readlist.text import clean, clean_line

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_DOI = re.compile(r"10\.\d{4,9}(?:/|%2f)\S+", re.IGNORECASE)
_DOI_ONLY = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi\b[:\s]*)?\s*10\.\d{4,9}/\S+", re.IGNORECASE)
_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(.+)", re.IGNORECASE)
_ARXIV_LINK = re.compile(r"\barxiv\.org/(?:abs|pdf)/([^\s?#]+)", re.IGNORECASE)
_LINK = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
# A number of 13 digits that begins 978 or 979, or of ten; hyphens and blanks between them (ISO 2108).
_ISBN = re.compile(r"(?<!\d)(?:97[89][- ]?(?:\d[- ]?){9}\d|(?:\d[- ]?){9}[\dXx])(?![\d-])")
_ISSN = re.compile(r"(?<![\d-])\d{4}-?\d{3}[\dXx](?![\d-])")
_MANY = re.compile(r"and (\d{1,6}) (?:others?|more(?: authors?)?)", re.IGNORECASE)
_SUFFIX = re.compile(r"(?:jr|sr)\.?|i{2,3}|iv", re.IGNORECASE)
_INITIALS_LAST = re.compile(r"[^\s,]+(?: [^\s,.]+)* (?:[A-Z]\.?[- ]?){1,4}")
RECORD_LIMIT = 1 << 24
"""Characters from which on a record is none, but a file of another kind: memory must not fill up with it."""
JUNK_KEPT = 10_000
"""Characters that are kept of text that belongs to no record."""


def lines_of(text: str) -> Iterator[str]:
    """The lines of a text with their ends, whatever system wrote them."""
    for found in _LINE.finditer(text):
        yield found[0]


def head_of(text: str) -> str:
    """The beginning of a text to recognise a format by, with line ends as regular expressions know them."""
    return text[:400_000].removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def numbered(lines: Iterable[str]) -> Iterator[tuple[int, str, str]]:
    """Number (from 1), text without end, and the line as it came."""
    number = 0
    for given in lines:
        # Whoever splits at LF only hands over all of a file whose lines end with CR.
        for raw in lines_of(given) if "\r" in given.rstrip("\r\n") else (given,):
            number += 1
            text = raw.rstrip("\r\n")
            yield number, text.removeprefix("\ufeff") if number == 1 else text, raw


class Entry:
    """The fields of one record as the file has them: a tag with its lines, in their order."""

    def __init__(self, line: int) -> None:
        self.line = line
        self.fields: list[tuple[str, list[str]]] = []
        self.raw: list[str] = []
        self._length = 0
        self._blank = 0

    @property
    def too_long(self) -> bool:
        """Whether it is longer than any record is; the rest of it is not kept then."""
        return self._length > RECORD_LIMIT

    def keep(self, raw: str) -> None:
        """A line of it as it came."""
        self._length += len(raw)
        if not self.too_long:
            self.raw.append(raw)

    def begin(self, tag: str, value: str) -> None:
        """A new field."""
        self._blank = 0
        if not self.too_long:
            self.fields.append((tag, [value]))

    def go_on(self, text: str) -> bool:
        """A further line of the last field; False when there is no field it could belong to. Blank lines count when
        something comes behind them."""
        if not self.fields:
            return False
        if not text.strip():
            self._blank += 1
            return True
        if self.too_long:
            return True
        self.fields[-1][1].extend([*[""] * self._blank, text])
        self._blank = 0
        return True

    def text(self) -> str:
        """All of it as it came."""
        return "".join(self.raw).rstrip("\r\n")


class Junk:
    """Text that belongs to no record, gathered until the next one begins: what stands together is one problem."""

    def __init__(self, reason: str) -> None:
        self._reason = reason
        self._line = 0
        self.raw: list[str] = []
        self._length = 0

    def add(self, number: int, raw: str) -> None:
        """One more line."""
        if not self.raw:
            self._line, self._length = number, 0
        if self._length < JUNK_KEPT:
            self.raw.append(raw)
            self._length += len(raw)

    def report(self) -> Iterator[Problem]:
        """The problem, when there is one; what comes after is another."""
        if self.raw:
            yield Problem(line=self._line, reason=self._reason, raw="".join(self.raw).rstrip("\r\n"))
            self.raw = []


class Gathered:
    """What a record says, on its way to a draft: the first value of a field holds, later ones are kept beside it."""

    def __init__(self) -> None:
        self.fields: dict[str, Any] = {}
        self.extra: dict[str, Any] = {}
        self.authors = People()
        self._others: dict[str, People] = {}
        self._issns: dict[str, None] = {}
        self._keywords: dict[str, None] = {}

    def say(self, name: str, text: str, *, otherwise: str | None = None) -> None:
        """A field of the draft. A second, different value goes to ``extra`` under the name ``otherwise``."""
        text = clean(text) if name == "abstract" else clean_line(text)
        if not text:
            return
        if name not in self.fields:
            self.fields[name] = text
        elif self.fields[name] != text:
            self.keep(otherwise or name, text)

    def keep(self, name: str, text: str, *, lines: bool = False) -> None:
        """A field of ``extra``; several values become a list. ``lines`` keeps its line ends."""
        text = clean(text) if lines else clean_line(text)
        if not text:
            return
        known = self.extra.get(name)
        if known is None:
            self.extra[name] = text
        elif isinstance(known, list):
            known.append(text)
        elif known != text:
            self.extra[name] = [known, text]

    def keywords(self, words: Iterable[str]) -> None:
        """Keywords of the source, which are not its owner's tags."""
        for word in words:
            if cleaned := clean_line(word):
                self._keywords[cleaned] = None

    def people(self, role: str | None = None) -> People:
        """The authors, or the people of another role (``editor``, ``translator``)."""
        return self.authors if role is None else self._others.setdefault(role, People())

    def number(self, text: str, *, otherwise: str = "doi") -> None:
        """A DOI, with or without its resolver; what is none is kept as it is."""
        doi = doi_in(text)
        if doi is None:
            self.keep(otherwise, text)
        else:
            self.say("doi", doi, otherwise=otherwise)
            if found := _ARXIV_DOI.match(doi):
                self.fields.setdefault("arxiv", normalise_arxiv(found[1]))

    def link(self, text: str, *, otherwise: str) -> None:
        """Addresses: the first one on the web is the record's; the others are kept under the tag they came with. What a
        DOI resolver or arXiv would be asked tells the identifier as well."""
        for found in _LINK.findall(text):
            address = found.rstrip(".,;") if text.strip() != found else found
            if "doi.org/" in address.lower() and "doi" not in self.fields and doi_in(address):
                self.number(address)
            if arxiv := _ARXIV_LINK.search(address):
                self.fields.setdefault("arxiv", normalise_arxiv(arxiv[1]))
            self.say("url", address, otherwise=otherwise)
        if not _LINK.search(text):
            self.keep(otherwise, text)

    def serial(self, text: str) -> None:
        """A field that holds ISSNs or ISBNs, one or several, with words around them or without."""
        text = clean_line(text).replace("‐", "-").replace("–", "-")
        known = False
        for found in _ISBN.findall(text):
            known = True
            self.say("isbn", isbn(found), otherwise="other-isbn")
        for found in _ISSN.findall(_ISBN.sub(" ", text)):
            known = True
            self._issns[f"{found[:4]}-{found[-4:]}".upper()] = None
        if not known:
            self.keep("sn", text)

    def date(self, text: str, *, otherwise: str) -> None:
        """A date; what adds nothing to the one that is known already is kept as it came."""
        date = date_of(text)
        year = self.fields.get("year")
        if not date or (year is not None and date["year"] != year):
            self.keep(otherwise, text)
        else:
            for name, value in date.items():
                self.fields.setdefault(name, value)

    def draft(self, entry: Entry) -> Draft | Problem:
        """The draft; a problem when nothing tells what is meant."""
        if entry.too_long:
            reason = f"a record longer than {RECORD_LIMIT >> 20} million characters"
            return Problem(line=entry.line, reason=reason, raw=entry.text()[:JUNK_KEPT])
        if self._issns:
            self.extra["ISSN"] = ", ".join(self._issns)
        if self._keywords:
            self.extra["keyword"] = list(self._keywords)
        for role, people in self._others.items():
            if people.names:
                self.extra[role] = [*people.names, *(["others"] if people.more != 0 else [])]
        family_names = self.authors.extra()
        for people in self._others.values():
            for name, told in people.extra().items():
                family_names.setdefault(name, {}).update(told)
        fields = {name: value for name, value in self.fields.items() if value is not None}
        identified = fields.keys() & {"title", "abstract", "key", "doi", "arxiv", "pmid", "isbn"} or self.authors.names
        if not identified:
            return Problem(line=entry.line, reason="neither a title nor authors nor an identifier", raw=entry.text())
        return Draft(
            line=entry.line, raw=entry.text(), **self.authors.fields(), **fields, extra={**self.extra, **family_names}
        )


def doi_in(text: str) -> str | None:
    """The DOI a text holds, in the spelling in which it can be compared."""
    found = _DOI.search(text)
    return normalise_doi(unquote(found[0]) if "%2" in found[0] else found[0]) if found else None


def is_doi(text: str) -> bool:
    """Whether a text is a DOI and nothing else."""
    return _DOI_ONLY.fullmatch(text.strip()) is not None


def isbn(text: str) -> str:
    """An ISBN without blanks and hyphens."""
    return re.sub(r"[\s-]", "", text).upper()


def add_person(people: People, text: str) -> None:
    """One field that names a person, or several: ``Last, First``, ``Last, First, Suffix``, ``Last,F.M.``, ``First
    Last``, ``Organisation,``; several are separated by semicolons."""
    for name in _people_in(clean_line(text)):
        parts = [part.strip() for part in name.split(",")]
        if many := _MANY.fullmatch(name):
            people.leave_unnamed(int(many[1]))
        elif len(parts) == 2 and parts[0] and not parts[1]:
            people.add_group(parts[0])
        elif len(parts) == 3 and all(parts) and not _SUFFIX.fullmatch(parts[1]):
            people.add(parts[0], parts[1], suffix=parts[2])
        else:
            people.add_printed(name)


def _people_in(text: str) -> list[str]:
    if ";" in text:
        return [name for name in map(str.strip, text.split(";")) if name]
    if text.count(",") == 1:
        return [text]
    by_and = re.split(r"\s+and\s+", text)
    if len(by_and) > 1 and all(name.count(",") == 1 for name in by_and):
        return by_and
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if len(parts) > 2 and all(_INITIALS_LAST.fullmatch(part) for part in parts):
        return parts
    return [text]
