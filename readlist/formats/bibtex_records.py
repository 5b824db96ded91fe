"""One BibTeX or BibLaTeX entry as a draft: which field says what."""

import re
from typing import Any

from readlist.citations.entry_types import (
    CSL_NAMES,
    GENRE_KEYS,
    GENRES,
    JOURNAL_MACROS,
    PEOPLE,
    TYPES,
    is_told_by,
    is_verbatim,
)
from readlist.citations.latex import words_to_protect
from readlist.citations.venues import kind_of_venue
from readlist.formats.bibtex_entries import Entry
from readlist.formats.bibtex_people import add_people
from readlist.formats.drafting import People, date_of, month_of
from readlist.identity import normalise_arxiv, normalise_doi
from readlist.latex import from_bibtex
from readlist.names import FAMILY_NAMES
from readlist.paper import Draft, Problem
from readlist.text import clean, clean_line

_PARAGRAPH = re.compile(r"[ \t]*\n(?P<more>[ \t\n]*\n)?[ \t]*")
_BLANKS = re.compile(r" {2,}")
_ESCAPED = re.compile(r"\{?\\([_%&#$~{}^])(?:\{\})?\}?|\{?\\text(?P<sign>asciitilde|underscore)(?:\{\})?\}?|\$\\sim\$")
_URL_COMMAND = re.compile(r"\s*\\(?:url|path|nolinkurl)\s*\{(.*)\}\s*", re.DOTALL)
_LINK = re.compile(r"https?://\S+", re.IGNORECASE)
_DOI_LINK = re.compile(r"https?://(?:dx\.)?doi\.org/10\.", re.IGNORECASE)
_ARXIV_NUMBER = r"(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?"
_ARXIV = re.compile(rf"(?:arxiv:\s*)?({_ARXIV_NUMBER})", re.IGNORECASE)
_ARXIV_NAMED = re.compile(
    rf"\barxiv(?:\.org/(?:abs|pdf)/|\s*:?\s*|\s+preprint\s+arxiv:\s*)(?:abs/)?({_ARXIV_NUMBER})", re.I
)
_ARXIV_ONLY = re.compile(
    rf"(?:arxiv(?: preprint| e-prints?)?[:,]?\s*)+{_ARXIV_NUMBER}(?:\s*\[[\w.-]+\])?", re.IGNORECASE
)
_CORR_VOLUME = re.compile(rf"abs/({_ARXIV_NUMBER})", re.IGNORECASE)
_RANGE = re.compile(r"(?<=[\w.])\s*[-–—−]+\s*(?=\w)")
_NOT_ONE_MONTH = re.compile(r"[-–/&,]|\band\b")
_GROUP = re.compile(r"(?P<before>[^\s{}]*)\{(?P<inside>[^{}]*(?:\{[^{}]*\}[^{}]*)*)\}(?P<behind>[^\s{}]*)")
_LETTERS_BEFORE = re.compile(r"[^\W_]++$")
_LETTERS_BEHIND = re.compile(r"[^\W_]++")
_NOT_DIGITS = re.compile(r"\D+")
_ISBN = re.compile(r"(?<!\d)(?:97[89][- ]?(?:\d[- ]?){9}\d|(?:\d[- ]?){9}[\dXx])(?![\d-])")
# Titles a field may be made of, and the field itself.
_PARTS = {
    "title": ("subtitle",),
    "booktitle": ("booksubtitle",),
    "journaltitle": ("journalsubtitle",),
}
_VENUES = ("journal", "journaltitle", "booktitle", "maintitle", "howpublished")
_IN_BOOKS = frozenset(("paper-conference", "chapter", "entry-encyclopedia"))
_NUMBER_IS_ISSUE = frozenset(("article", "suppperiodical", "periodical", "review"))
_PUBLISHED = _IN_BOOKS | {"article-journal", "article-magazine", "article-newspaper", "book", "thesis", "report"}
_DATE_FIELDS = frozenset(("date", "year", "month", "day"))


def draft_of(entry: Entry) -> Draft | Problem:
    """The entry as a draft; a problem when it was cut off before it said anything, or says nothing at all."""
    reading = _Reading(entry)
    return reading.draft()


class _Reading:
    """What was read from an entry so far, and the fields that are left."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self.fields = {name: value for name, value in entry.fields.items() if value.strip()}
        self.kind = entry.kind
        self.known: dict[str, Any] = {}
        self.extra: dict[str, Any] = {}
        self.family_names: dict[str, str] = {}

    def draft(self) -> Draft | Problem:
        entry = self.entry
        key = clean_line(entry.key) or None
        if not self.fields and (entry.cut or key is None):
            reason = "the file ends in the middle of this entry" if entry.cut else "an entry that holds nothing"
            return Problem(line=entry.line, reason=reason, raw=entry.raw)
        self.known["key"] = key
        self._people()
        self._titles()
        self._identifiers()
        self._dates()
        self._type()
        self._venue()
        self._carried()
        self._rest()
        if self.family_names:
            self.extra[FAMILY_NAMES] = self.family_names
        return Draft(line=entry.line, raw=entry.raw, extra=self.extra, **self.known)

    def _take(self, name: str) -> str:
        """The value of a field on one line, which is then done with; empty when there is none."""
        value = self.fields.pop(name, None)
        return clean_line(from_bibtex(value)) if value is not None else ""

    def _take_verbatim(self, name: str) -> str:
        """The value of a field that is no LaTeX, though many write it as if it were."""
        value = self.fields.pop(name, None)
        if value is None:
            return ""
        if command := _URL_COMMAND.fullmatch(value):
            value = command[1]
        if "\\" in value:
            value = _ESCAPED.sub(_unescaped, value)
        return clean_line(value.replace("{", "").replace("}", ""))

    def _people(self) -> None:
        if (value := self.fields.pop("author", None)) is not None:
            people = People()
            add_people(people, value)
            self.known.update(people.fields())
            self.family_names.update(people.family_names)
        for field, variable in PEOPLE.items():
            if (value := self.fields.pop(field, None)) is not None:
                people = People()
                add_people(people, value)
                if people.more is None:
                    people.names.append("others")
                if people.names:
                    self.extra[variable] = people.names
                    self.family_names.update(people.family_names)

    def _titles(self) -> None:
        written = self.fields.get("title", "")
        if title := self._whole_title("title"):
            self.known["title"] = title
            if "{" in written and (protected := _protected(written, title)):
                self.extra["protected"] = protected
        if (abstract := self.fields.pop("abstract", None)) is not None and (text := _paragraphs(abstract)):
            self.known["abstract"] = text

    def _whole_title(self, name: str) -> str:
        title = self._take(name)
        for part in _PARTS.get(name, ()):
            if further := self._take(part):
                title = f"{title}{'' if title[-1:] in ('?', '!', ':') else ':'} {further}" if title else further
        return title

    def _identifiers(self) -> None:
        fields = self.fields
        self._keep_if_odd("doi", normalise_doi, self._take_verbatim("doi"))
        url = self._take_verbatim("url")
        if url.lower().startswith("www."):
            url = "http://" + url
        if _LINK.fullmatch(url):
            self.known["url"] = url
            if "doi" not in self.known and _DOI_LINK.match(url):
                self.known["doi"] = normalise_doi(url)
        elif url:
            self.extra["url"] = url
        scheme = self._take("archiveprefix") or self._take("eprinttype")
        eprint = self._take_verbatim("eprint")
        lower = scheme.lower()
        if eprint and (lower == "arxiv" or (not lower and _ARXIV.fullmatch(eprint))):
            self.known["arxiv"] = normalise_arxiv(eprint)
        elif eprint and lower in ("pubmed", "pmid"):
            fields.setdefault("pmid", eprint)
        else:
            if eprint:
                self.extra["eprint"] = eprint
            if scheme and lower != "arxiv":
                self.extra["eprinttype"] = scheme
        if "arxivid" in fields and "arxiv" not in self.known:
            self.known["arxiv"] = normalise_arxiv(self._take_verbatim("arxivid"))
        if "arxiv" not in self.known and (arxiv := self._arxiv_elsewhere()):
            self.known["arxiv"] = arxiv
        self._keep_if_odd("pmid", _digits, self._take_verbatim("pmid"))
        if text := self._take_verbatim("isbn"):
            isbns = [re.sub(r"[\s-]", "", found).upper() for found in _ISBN.findall(text.replace("–", "-"))]
            if isbns:
                self.known["isbn"] = isbns[0]
                if others := [isbn for isbn in isbns[1:] if isbn != isbns[0]]:
                    self.extra["other-isbn"] = ", ".join(others)
            else:
                self.extra["isbn"] = text

    def _keep_if_odd(self, name: str, normalise: Any, text: str) -> None:
        if not text:
            return
        if normal := normalise(text):
            self.known[name] = normal
        else:
            self.extra[name] = text

    def _arxiv_elsewhere(self) -> str | None:
        """The number of an arXiv paper where people write it who have no field for it."""
        fields = self.fields
        for name in ("journal", "journaltitle", "howpublished", "booktitle", "eid", "pages", "publisher"):
            value = fields.get(name)
            if value and "rxiv" in value.lower() and (found := _ARXIV_NAMED.search(value)):
                return normalise_arxiv(found[1])
        if (url := self.known.get("url")) and "arxiv.org/" in url and (found := _ARXIV_NAMED.search(url)):
            return normalise_arxiv(found[1])
        if (volume := fields.get("volume")) and (found := _CORR_VOLUME.fullmatch(volume)):
            return normalise_arxiv(found[1])
        note = fields.get("note")
        if note and "rxiv" in note.lower() and (found := _ARXIV_ONLY.fullmatch(note.strip())):
            return normalise_arxiv(note.split("[")[0].strip().split()[-1])
        return None

    def _dates(self) -> None:
        if _DATE_FIELDS.isdisjoint(self.fields):
            return
        date: dict[str, int] = {}
        if text := self._take("date"):
            date = date_of(text)
            if text != "-".join(f"{part:02}" for part in date.values()):
                self.extra["date"] = text
        if text := self._take("year"):
            told = {"year": int(text)} if len(text) == 4 and text.isdecimal() and text.isascii() else date_of(text)
            if told.get("year") == 0:
                told = {}
            if not told or text != str(told["year"]):
                self.extra["year"] = text
            date = date or told
        if (value := self.fields.pop("month", None)) is not None:
            text = clean_line(from_bibtex(value.replace("~", " ")))
            month = month_of(text)
            told = {"month": month} if month and text.isalnum() else date_of(f"2000 {text}")
            if told.get("month") and date.get("month") is None:
                date["month"] = told["month"]
                if "day" in told:
                    date["day"] = told["day"]
            if not told.get("month") or _NOT_ONE_MONTH.search(text):
                self.extra["month"] = text
        if text := self._take("day"):
            if text.isdecimal() and text.isascii() and 1 <= int(text) <= 31:
                date.setdefault("day", int(text))
            else:
                self.extra["day"] = text
        self.known.update(date)

    def _type(self) -> None:
        """The CSL type. The entry's own type is kept where the CSL type alone would not lead back to it."""
        kind, fields = self.kind, self.fields
        csl = TYPES.get(kind)
        journal = fields.get("journal") or fields.get("journaltitle")
        if subtype := _SUBTYPES.get(fields.get("entrysubtype", "").strip().lower() if kind == "article" else ""):
            csl = subtype
            del fields["entrysubtype"]
        elif "arxiv" in self.known and (kind in ("misc", "online") or (kind == "article" and _is_preprint(journal))):
            csl = "article"
        if csl is not None:
            self.known["type"] = csl
        genre = self._take("type") if csl in ("thesis", "report", "patent", "manuscript", "speech") else ""
        genre = GENRE_KEYS.get(genre, genre) or GENRES.get(kind, "")
        if genre == "Technical report" and "type" in self.entry.fields:
            genre = ""  # all that BibTeX's techreport says
        if genre:
            self.extra["genre"] = genre
        is_usual = is_told_by(kind, csl)
        if csl == "article":
            is_usual = kind == "article" if journal else kind in ("misc", "online")
        if not is_usual:
            self.extra["entrytype"] = kind

    def _venue(self) -> None:
        csl = self.known.get("type")
        names = (
            ("booktitle", "journal", "journaltitle") if csl in _IN_BOOKS else ("journal", "journaltitle", "booktitle")
        )
        for name in () if csl == "book" else (*names, "maintitle"):
            if name in self.fields and (venue := self._whole_title(name)):
                self.known["venue"] = JOURNAL_MACROS.get(venue[1:], venue) if venue[0] == "\\" else venue
                if csl is None and self.kind == "misc" and kind_of_venue(venue) in ("meeting", "journal"):
                    self.extra["entrytype"] = "misc"
                return
        if "howpublished" in self.fields and csl not in _PUBLISHED:
            written = self.fields["howpublished"]
            address = self._take_verbatim("howpublished") if "\\url" in written or "http" in written else ""
            if _LINK.fullmatch(address):
                if "url" in self.known and self.known["url"] != address:
                    self.extra["howpublished"] = address
                self.known.setdefault("url", address)
            elif venue := clean_line(from_bibtex(written)):
                self.fields.pop("howpublished", None)
                self.known["venue"] = venue
                of_what = kind_of_venue(venue)
                if csl is None and of_what == "preprint":
                    self.known["type"] = "article"
                elif csl is None and self.kind == "misc" and of_what != "other":
                    self.extra["entrytype"] = "misc"

    def _carried(self) -> None:
        fields, extra = self.fields, self.extra
        if "address" in fields and "location" in fields:  # of the publisher and of the meeting
            fields.setdefault("venue", fields.pop("location"))
        if "pages" in fields and (pages := self._take("pages")):
            extra["page"] = _RANGE.sub("-", pages)
        if "number" in fields and (number := self._take("number")):
            extra["issue" if self.kind in _NUMBER_IS_ISSUE else "number"] = number
        if "issue" in fields and (issue := self._take("issue")):
            extra["issue-name" if "issue" in extra else "issue"] = issue
        place = "school" if self.known.get("type") == "thesis" else "institution"
        if "publisher" not in fields and place in fields:
            extra["publisher"] = self._take(place)
        elif place == "school" and "publisher" not in fields and "institution" in fields:
            extra["publisher"] = self._take("institution")
        if "langid" in fields and "language" not in fields:
            fields["language"] = fields.pop("langid")
        keywords: list[str] = []
        for name in ("keywords", "keyword"):
            if name in fields:
                text = self._take(name)
                parts = text.split(";" if ";" in text else ",")
                keywords += [word for part in parts if (word := part.strip()) and word not in keywords]
        if keywords:
            extra["keyword"] = keywords

    def _rest(self) -> None:
        for name in list(self.fields):
            value = self.fields.pop(name)
            if is_verbatim(name):
                text = clean_line(value)
            elif name in ("note", "annote", "annotation", "review", "comment"):
                text = _paragraphs(value)
            else:
                text = clean_line(from_bibtex(value))
            if text:
                known = CSL_NAMES.get(name, name)
                self.extra[name if known in self.extra else clean_line(known)] = text


_SUBTYPES = {"magazine": "article-magazine", "newspaper": "article-newspaper"}


def _is_preprint(journal: str | None) -> bool:
    if journal is None:
        return True
    return ("rxiv" in journal.lower() or journal == "CoRR") and kind_of_venue(from_bibtex(journal)) == "preprint"


def _paragraphs(value: str) -> str:
    """A text that may hold several paragraphs: a blank line parts two, any other line end is a blank."""
    text = from_bibtex(value)
    if "\n" in text:
        text = _PARAGRAPH.sub(lambda found: "\n" * found["more"].count("\n") if found["more"] else " ", text)
    text = clean(text)
    return _BLANKS.sub(" ", text) if "  " in text else text


def _unescaped(found: re.Match[str]) -> str:
    if found[1]:
        return found[1]
    return "_" if found["sign"] == "underscore" else "~"


def _digits(text: str) -> str | None:
    digits = _NOT_DIGITS.sub("", text)
    return digits.lstrip("0") or None if len(digits) < 10 else None


def _protected(written: str, title: str) -> list[str]:
    """The words of a title whose capitals its braces protect and that nothing else would."""
    words: list[str] = []
    for group in _GROUP.finditer(written):
        before = group["before"]
        if "\\" in before or "$" in before or "$" in group["inside"] or group["inside"].startswith("\\"):
            continue
        begun, ended = _LETTERS_BEFORE.search(before), _LETTERS_BEHIND.match(group["behind"])
        words += from_bibtex(f"{begun[0] if begun else ''}{group['inside']}{ended[0] if ended else ''}").split()
    return words_to_protect(title, words) if words else []
