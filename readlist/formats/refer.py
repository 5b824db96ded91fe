"""refer, as EndNote writes it (``.enw``) and Unix began it: ``%`` and one character, a blank, a value.

Sources: refer(1) of BSD, and the table of tags in EndNote's manual ("EndNote Import"). A record begins with ``%0``, or
behind a blank line where there is none; lines without a tag go on with the one before.
"""

import re
from collections.abc import Iterable, Iterator

from readlist.formats.tagged import Entry, Gathered, Junk, add_person, doi_in, head_of, lines_of, numbered
from readlist.paper import Draft, Problem

_FIELD = re.compile(r"%([0-9A-Z?@!#$\]&()*+^><\[=~,])(?:[ \t](.*))?", re.DOTALL)
_TYPE_LINE = re.compile(r"^%0[ \t]+[A-Za-z]", re.MULTILINE)
_TELLING = re.compile(r"^%([ATJBDX])[ \t]+\S", re.MULTILINE)
_LIST = re.compile(r"[;\n]")

TYPES = {
    "journal article": "article-journal", "electronic article": "article-journal",
    "magazine article": "article-magazine", "newspaper article": "article-newspaper",
    "conference paper": "paper-conference", "conference proceedings": "paper-conference", "book": "book",
    "edited book": "book", "electronic book": "book", "serial": "book", "catalog": "book", "book section": "chapter",
    "electronic book section": "chapter", "encyclopedia": "entry-encyclopedia", "dictionary": "entry-dictionary",
    "thesis": "thesis", "report": "report", "government document": "report", "unpublished work": "article",
    "preprint": "article", "manuscript": "manuscript", "web page": "webpage", "blog": "post-weblog",
    "online multimedia": "webpage", "dataset": "dataset", "online database": "dataset",
    "aggregated database": "dataset", "computer program": "software", "patent": "patent", "standard": "standard",
    "map": "map", "artwork": "graphic", "figure": "figure", "chart or table": "figure", "equation": "figure",
    "film or broadcast": "motion_picture", "audiovisual material": "motion_picture",
    "personal communication": "personal_communication", "interview": "interview", "music": "musical_score",
    "bill": "bill", "case": "legal_case", "hearing": "hearing", "statute": "legislation",
    "legal rule or regulation": "regulation", "pamphlet": "pamphlet", "ancient text": "classic",
    "classical work": "classic", "podcast": "broadcast", "television episode": "broadcast", "generic": "",
}  # fmt: skip
"""CSL item types by the name of EndNote's reference type; ``Generic`` says nothing."""
_FIRST_NAMES = {csl: name for name, csl in reversed(TYPES.items())}

_PLAIN = {
    "V": "volume", "N": "issue", "I": "publisher", "C": "publisher-place", "7": "edition", "6": "number-of-volumes",
    "G": "language", "L": "call-number", "9": "genre", "!": "short-title", "&": "section", "~": "archive",
    "W": "source", "[": "accessed", "Q": "original-title", "O": "alternate-title", "+": "author-address",
    "1": "custom1", "2": "custom2", "3": "custom3", "4": "custom4", "5": "custom5", "#": "custom6", "$": "custom7",
    "]": "custom8", "(": "original-publication", ")": "reprint-edition", "*": "reviewed-title", "^": "caption",
    ">": "file", "=": "last-modified", ",": "electronic-number",
}  # fmt: skip
"""Names of the fields of ``extra`` by their tag."""
_PEOPLE = {"E": "editor", "Y": "collection-editor", "H": "translator", "?": "translator"}


def recognise(text: str) -> float:
    """Sure when a line tells a type and another a field; nearly so with authors and titles alone."""
    head = head_of(text)
    found = set(_TELLING.findall(head))
    if _TYPE_LINE.search(head) and found:
        return 1.0
    return 0.9 if {"A", "T"} <= found else 0.0


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
        found = _FIELD.fullmatch(text)
        if found and (record is None or _begins(found[1], seen, behind_blank)):
            yield from junk.report()
            if record:
                yield _draft(record)
            record, seen = Entry(number), set()
        if record is None:
            if text.strip():
                junk.add(number, raw)
            continue
        if found:
            seen.add(found[1])
            record.begin(found[1], found[2] or "")
        else:
            record.go_on(text)
        record.keep(raw)
        behind_blank = not text.strip()
    yield from junk.report()
    if record:
        yield _draft(record)


def _begins(tag: str, seen: set[str], behind_blank: bool) -> bool:
    if tag == "0":
        return "0" in seen or behind_blank
    if not behind_blank:
        return False
    return "0" not in seen or (tag in ("A", "T") and "T" in seen)


def _draft(entry: Entry) -> Draft | Problem:
    values: dict[str, list[str]] = {}
    for tag, lines in entry.fields:
        if text := ("\n" if tag in "XZK<" else " ").join(line.strip() for line in lines).strip():
            values.setdefault(tag, []).append(text)
    work = Gathered()
    kind = _type(values, work)
    _titles(values, work, kind)
    for text in values.pop("A", []):
        add_person(work.people(), text)
    for tag, role in _PEOPLE.items():
        for text in values.pop(tag, []):
            add_person(work.people(role), text)
    _date(values, work)
    for text in values.pop("P", []):
        work.keep("number-of-pages" if kind == "book" and text.isdecimal() else "page", text)
    for text in values.pop("R", []):
        work.number(text, otherwise="number" if kind == "report" else "electronic-resource-number")
    for text in values.pop("U", []):
        work.link(text, otherwise="link")
    for text in values.pop("@", []):
        work.serial(text)
    for text in values.pop("F", []):
        if "key" in work.fields or text.isdecimal() or any(map(str.isspace, text)):
            work.keep("label", text)
        else:
            work.say("key", text)
    for text in values.pop("M", []):
        database = " ".join(values.get("~", []) + values.get("W", [])).lower()
        pmid = text.isdecimal() and ("pubmed" in database or "medline" in database)
        work.say("pmid", text) if pmid else work.keep("archive_location", text)
    for text in values.pop("X", []):
        work.say("abstract", text, otherwise="abstract")
    for tag in ("Z", "<"):
        for text in values.pop(tag, []):
            if "doi" not in work.fields and text.lower().startswith("doi") and doi_in(text):
                work.number(text)
            work.keep("note", text, lines=True)
    words = values.pop("K", [])
    for text in words:
        work.keywords(_LIST.split(text) if _LIST.search(text) or len(words) > 1 else text.split(","))
    for tag, texts in values.items():
        for text in texts:
            work.keep(_PLAIN.get(tag, f"%{tag.lower()}"), text)
    return work.draft(entry)


def _type(values: dict[str, list[str]], work: Gathered) -> str | None:
    named = " ".join(values.pop("0", [])).lower()
    kind = TYPES.get(named) if named else _type_by_fields(values)
    if kind:
        work.fields["type"] = kind
    if named and _FIRST_NAMES.get(kind or "") != named:
        work.keep("reference-type", named)
    return kind or None


def _type_by_fields(values: dict[str, list[str]]) -> str | None:
    """What the records of Unix's refer, which knows no types, are by its own rules."""
    if "J" in values:
        return "article-journal"
    if "B" in values:
        return "chapter"
    if "R" in values and not doi_in(values["R"][0]):
        return "report"
    return "book" if "I" in values else None


def _titles(values: dict[str, list[str]], work: Gathered, kind: str | None) -> None:
    for text in values.pop("T", []):
        work.say("title", text, otherwise="alternate-title")
    series = kind in ("book", "report", "thesis")
    for tag in ("J", "B"):
        for text in values.pop(tag, []):
            if series and tag == "B":
                work.keep("collection-title", text)
            else:
                work.say("venue", text, otherwise="event-title" if kind == "paper-conference" else "secondary-title")
    for text in values.pop("S", []):
        work.keep("collection-title", text)


def _date(values: dict[str, list[str]], work: Gathered) -> None:
    for text in values.pop("D", []):
        work.date(text, otherwise="date")
    for text in values.pop("8", []):
        year = work.fields.get("year")
        before = dict(work.fields)
        work.date(text if year is None or str(year) in text else f"{year} {text}", otherwise="date")
        if year is not None and before == work.fields and "date" not in work.extra:
            work.keep("date", text)
