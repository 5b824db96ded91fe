"""EndNote's XML, as EndNote, Citavi, Mendeley and others write it: every text may be broken into runs of styles.

Source: EndNote's own exports and its RSXML.dtd; the numbers of reference types are those of its settings.
"""

import re
from collections.abc import Iterable, Iterator
from io import StringIO

from readlist.formats.csldates import read_date
from readlist.formats.drafting import People
from readlist.formats.tagged import Entry, Gathered, add_person
from readlist.formats.xmlrecords import Element, records
from readlist.paper import Draft, Problem
from readlist.text import clean_line

_RECORD = re.compile(r"<record(?=[\s>])")
_TELLING = re.compile(r"<(?:ref-type|contributors|titles|rec-number|source-app|electronic-resource-num)(?=[\s>])")
_TYPES_BY_NAME = {
    "ancient text": "classic", "artwork": "graphic", "audiovisual material": "motion_picture", "bill": "bill",
    "blog": "post-weblog", "book": "book", "book section": "chapter", "case": "legal_case", "chart or table": "figure",
    "classical work": "classic", "computer program": "software", "conference paper": "paper-conference",
    "conference proceedings": "paper-conference", "conference proceeding": "paper-conference", "dataset": "dataset",
    "dictionary": "entry-dictionary", "edited book": "book", "electronic article": "article-journal",
    "electronic book": "book", "electronic book section": "chapter", "encyclopedia": "entry-encyclopedia",
    "figure": "figure", "film or broadcast": "motion_picture", "government document": "report", "hearing": "hearing",
    "interview": "interview", "journal article": "article-journal", "legal rule or regulation": "regulation",
    "magazine article": "article-magazine", "manuscript": "manuscript", "map": "map", "music": "song",
    "newspaper article": "article-newspaper", "online multimedia": "motion_picture", "pamphlet": "pamphlet",
    "patent": "patent", "personal communication": "personal_communication", "podcast": "broadcast",
    "preprint": "article", "report": "report", "serial": "periodical", "standard": "standard",
    "statute": "legislation", "thesis": "thesis", "unpublished work": "manuscript", "web page": "webpage",
}  # fmt: skip
_NAMES_BY_NUMBER = {
    "2": "artwork", "3": "audiovisual material", "4": "bill", "5": "book section", "6": "book", "7": "case",
    "9": "computer program", "10": "conference proceedings", "12": "web page", "14": "hearing",
    "17": "journal article", "19": "magazine article", "20": "map", "21": "film or broadcast",
    "23": "newspaper article", "24": "pamphlet", "25": "patent", "26": "personal communication", "27": "report",
    "28": "edited book", "31": "statute", "32": "thesis", "34": "unpublished work", "36": "manuscript", "37": "figure",
    "38": "chart or table", "43": "electronic article", "44": "electronic book", "46": "government document",
    "47": "conference paper", "48": "online multimedia", "49": "classical work", "50": "legal rule or regulation",
    "51": "ancient text", "52": "dictionary", "53": "encyclopedia", "56": "blog", "57": "serial", "58": "standard",
    "59": "dataset", "60": "electronic book section", "61": "music",
}  # fmt: skip
_BOOKS = frozenset({"book", "motion_picture", "report", "map", "software", "thesis"})
"""Types whose second title is that of the series."""
_PERIODICALS = frozenset({"article-journal", "article-magazine", "article-newspaper", "periodical"})
_NAMES = {
    "pages": "page", "num-vols": "number-of-volumes", "pub-location": "publisher-place", "work-type": "genre",
    "auth-address": "affiliation", "call-num": "call-number", "remote-database-name": "source",
    "access-date": "accessed", "short-title": "short-title",
}  # fmt: skip
_ROLES = {
    "tertiary-authors": "collection-editor", "subsidiary-authors": "translator",
    "translated-authors": "original-author",
}  # fmt: skip
_HANDLED = frozenset(
    {"database", "source-app", "foreign-keys", "ref-type", "contributors", "titles", "periodical", "alt-periodical",
     "keywords", "dates", "isbn", "electronic-resource-num", "abstract", "notes", "research-notes", "urls", "label",
     "number", "accession-num"}
)  # fmt: skip
_KEY = re.compile(r"[A-Za-z][\w:.+/-]{1,60}")
_YEAR = re.compile(r"(?<!\d)[12]\d{3}(?!\d)")
_LINES = re.compile(r"[\r\n;]+")


def recognise(text: str) -> float:
    """Sure when a record begins that has what EndNote's have."""
    if not text.lstrip("\ufeff \t\r\n").startswith("<"):
        return 0.0
    head = text[:1_000_000]
    return 0.97 if _RECORD.search(head) and _TELLING.search(head) else 0.0


def read(text: str) -> Iterator[Draft | Problem]:
    """One draft a record."""
    return read_lines(StringIO(text, newline=""))


def read_lines(lines: Iterable[str]) -> Iterator[Draft | Problem]:
    """Like :func:`read`, out of lines with their ends; only the record that is being read is kept in memory."""
    for found in records(lines, ("record",)):
        if isinstance(found, Problem):
            yield found
            continue
        work = Gathered()
        _say(work, found.element)
        entry = Entry(found.line)
        entry.keep(found.raw)
        yield work.draft(entry)


def _say(work: Gathered, record: Element) -> None:
    kind = _type(record)
    work.say("type", kind)
    _say_titles(work, record, kind)
    _say_people(work, record, kind)
    _say_date(work, record)
    work.say("abstract", record.text("abstract"))
    for number in record.all("electronic-resource-num"):
        for text in number.text().split() if number.text().count("10.") > 1 else [number.text()]:
            work.number(text, otherwise="electronic-resource-num")
    for isbn in record.all("isbn"):
        work.serial(isbn.text())
    work.keep("issue" if kind in _PERIODICALS else "number", record.text("number"))
    for keyword in record.all("keywords/keyword"):
        work.keywords(_LINES.split(keyword.text()))
    for name in ("notes", "research-notes"):
        work.keep("note", record.text(name), lines=True)
    _say_numbers(work, record)
    for kind_of_urls in record.all("urls"):
        for group in kind_of_urls.children():
            for url in group.all("url") or [group]:
                _say_url(work, group.name, clean_line(url.text()))
    for element in record.children():
        if element.name not in _HANDLED:
            work.keep(_NAMES.get(element.name) or element.name.lower(), element.text())


def _type(record: Element) -> str:
    element = record.first("ref-type") or Element("ref-type", {})
    number = clean_line(element.text())
    name = clean_line(element.attributes.get("name", "") or number).lower()
    return _TYPES_BY_NAME.get(name) or _TYPES_BY_NAME.get(_NAMES_BY_NUMBER.get(number, ""), "document")


def _say_titles(work: Gathered, record: Element, kind: str) -> None:
    titles = record.first("titles") or Element("titles", {})
    work.say("title", titles.text("title"))
    second, third = titles.text("secondary-title"), titles.text("tertiary-title")
    journal = record.text("periodical/full-title")
    if kind in _BOOKS:
        work.keep("collection-title", second or journal)
        work.keep("volume-title", third)
    else:
        work.say("venue", second, otherwise="secondary-title")
        work.say("venue", journal, otherwise="full-title")
        work.keep("collection-title", third)
    shorts = [titles.text("alt-title"), *(record.text(f"{name}/abbr-1") for name in ("periodical", "alt-periodical"))]
    for short in [*shorts, record.text("alt-periodical/full-title")]:
        if clean_line(short) not in (work.fields.get("venue"), ""):
            work.keep("container-title-short", short)
            break
    work.keep("short-title", titles.text("short-title"))
    work.keep("original-title", titles.text("translated-title"))


def _say_people(work: Gathered, record: Element, kind: str) -> None:
    contributors = record.first("contributors")
    for group in contributors.children() if contributors else []:
        if group.name == "authors":
            people = work.people()
        elif group.name == "secondary-authors":
            people = work.people(
                "collection-editor" if kind == "book" and record.first("contributors/authors") else "editor"
            )
        else:
            people = work.people(_ROLES.get(group.name) or group.name.lower())
        for author in group.all("author"):
            _add(people, author)


def _add(people: People, author: Element) -> None:
    """A person printed, or in the attributes that EndNote 8 wrote."""
    text = clean_line(author.text())
    if text:
        add_person(people, text)
        return
    told = author.attributes
    if group := clean_line(told.get("corp-name", "")):
        people.add_group(group)
    else:
        given = " ".join(filter(None, (told.get("first-name"), told.get("middle-name") or told.get("initials"))))
        people.add(told.get("last-name", ""), given, suffix=told.get("suffix", ""))


def _say_date(work: Gathered, record: Element) -> None:
    """The year, and the day and month that stand beside it with or without a year of their own."""
    dates = record.first("dates") or Element("dates", {})
    year = dates.first("year")
    printed = clean_line(year.text()) if year else ""
    if not printed and year:
        printed = clean_line(year.attributes.get("year", ""))
    day = clean_line(dates.text("pub-dates/date"))
    own = _YEAR.search(printed)
    if day and own and not _YEAR.search(day):
        date = read_date(f"{day} {own[0]}")
    elif day and (not own or own[0] in day):
        date = read_date(day)
    else:
        date = read_date(printed)
    if own and "month" not in date.parts and not date.beyond:
        date = read_date(printed)
    work.fields.update(date.parts)
    work.keep("issued", date.beyond or ("" if own else printed))
    for name in ("copyright-dates", "orig-pub"):
        work.keep(name, dates.text(name))


def _say_numbers(work: Gathered, record: Element) -> None:
    label = clean_line(record.text("label"))
    if _KEY.fullmatch(label) and any(letter.isdigit() for letter in label):
        work.say("key", label)
    else:
        work.keep("label", label)
    accession = clean_line(record.text("accession-num"))
    provider = f"{record.text('remote-database-provider')} {record.text('remote-database-name')}".lower()
    is_number = accession.isdecimal() and len(accession) <= 8
    linked = any(
        url.text().strip().rstrip("/").endswith(f"/{accession}") for url in record.all("urls/related-urls/url")
    )
    if is_number and (linked or any(name in provider for name in ("nlm", "pubmed", "medline"))):
        work.say("pmid", accession)
    else:
        work.keep("accession-num", accession)


def _say_url(work: Gathered, group: str, text: str) -> None:
    if group in ("pdf-urls", "image-urls", "text-urls") or text.startswith("internal-pdf:"):
        work.keep("attachment", text)
    elif text:
        work.link(text, otherwise="URL")
