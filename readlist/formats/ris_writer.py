"""Papers as RIS, in the tags of the specification that the other programs agree on. LaTeX becomes what it prints, since
RIS is plain text."""

from collections.abc import Iterable, Iterator
from typing import Any

from readlist.formats.drafting import People
from readlist.formats.ris_types import BOOKS, CSL_TYPES, END, FIELD, IN_BOOKS, TAGS, type_name
from readlist.formats.tagged import add_person
from readlist.latex import readable
from readlist.names import FAMILY_NAMES, name_in
from readlist.paper import Record
from readlist.text import clean, clean_line

_VARIABLES = {
    "event-title": "T2", "volume-title": "T2", "collection-title": "T3", "container-title-short": "J2",
    "volume": "VL", "issue": "IS", "number": "M1", "publisher": "PB", "publisher-place": "CY", "edition": "ET",
    "language": "LA", "short-title": "ST", "number-of-volumes": "NV", "archive": "DB", "archive_location": "AN",
    "source": "DP", "call-number": "CN", "section": "SE", "genre": "M3", "accessed": "Y2", "number-of-pages": "SP",
    "other-isbn": "SN", "note": "N1",
}  # fmt: skip
"""Tags by the name of the field in ``extra``; a field with the name of a tag is written as that."""
_PEOPLE = {"editor": "ED", "collection-editor": "A3", "translator": "A4"}
_NOT_BY_NAME = frozenset(("TY", "ER", "KW", "SN", "SP", "EP"))


def write(records: Iterable[Record]) -> Iterator[str]:
    """The records one after the other, each with a blank line behind it; lines end with LF."""
    for record in records:
        yield "".join(f"{tag}  - {value}\n" for tag, value in _fields(record)) + "ER  - \n\n"


def _fields(record: Record) -> Iterator[tuple[str, str]]:
    for tag, value in _all_fields(record):
        if text := _one_field(value):
            yield tag, text


def _all_fields(record: Record) -> Iterator[tuple[str, Any]]:
    extra = dict(record.extra)
    name = _type(record)
    yield "TY", name
    if record.key and not record.key.isdecimal() and not any(map(str.isspace, record.key)):
        yield "ID", record.key
    yield "TI", _line(readable(record.title or ""))
    for printed in record.authors:
        yield "AU", person(printed, record.extra)
    yield "AU", unnamed(record.more_authors)
    for role, tag in _PEOPLE.items():
        for printed in _texts(extra.pop(role, None)):
            yield tag, person(printed, record.extra)
    if record.venue:
        yield _venue_tag(name, "event-title" in extra), _line(readable(record.venue))
    yield from _dates(record, extra)
    yield from _pages(_line(str(extra.pop("page", ""))), whole=name in (*BOOKS, "RPRT", "THES"))
    yield "DO", record.doi
    yield "SN", record.isbn
    yield "SN", extra.pop("ISSN", None)
    yield "UR", record.url
    if record.arxiv:
        yield "AN", f"arXiv:{record.arxiv}"
    if record.pmid:
        yield "DB", "PubMed"
        yield "AN", record.pmid
    yield "AB", readable(record.abstract or "")
    yield from _keywords(_texts(extra.pop("keyword", None)))
    for field, value in extra.items():
        tag = _VARIABLES.get(field, field.upper())
        if field in ("event-title", "collection-title") and name in BOOKS:
            tag = "T2"
        if (
            field == "ty"
            or field == FAMILY_NAMES
            or (tag not in TAGS)
            or (field not in _VARIABLES and tag in _NOT_BY_NAME)
        ):
            continue
        for text in _texts(value):
            yield tag, text if tag in ("N1", "RN") or field not in _VARIABLES else _line(text)


def _type(record: Record) -> str:
    told = str(record.extra.get("ty", ""))
    return told if told in CSL_TYPES and CSL_TYPES[told] == record.type else type_name(record.type)


def _venue_tag(name: str, event: bool) -> str:
    if name in ("CONF", "CPAPER") and event:
        return "C3"
    if name in IN_BOOKS or name not in (*BOOKS, "RPRT", "THES", "JOUR", "EJOUR", "MGZN", "NEWS", "INPR"):
        return "T2"
    return "JF"


def _dates(record: Record, extra: dict[str, Any]) -> Iterator[tuple[str, str]]:
    season = _line(str(extra.pop("season", "")))
    if record.year is None:
        return
    yield "PY", f"{record.year:04}"
    if record.month or season:
        month = f"{record.month:02}" if record.month else ""
        day = f"{record.day:02}" if record.day and month else ""
        yield "DA", f"{record.year:04}/{month}/{day}/{season}"


def _pages(pages: str, *, whole: bool) -> Iterator[tuple[str, str]]:
    begin, dash, end = pages.partition("-")
    if dash and begin.isalnum() and end.isalnum() and begin != end:
        yield "SP", begin
        yield "EP", end
    elif pages:
        yield "SP", pages
        if whole and not dash:
            yield "EP", pages  # the begin alone would be the number of a book's pages


def _keywords(words: list[str]) -> Iterator[tuple[str, str]]:
    # One keyword with commas in it would be read as several: the semicolon says that it is one.
    alone = len(words) == 1 and words[0].count(",") > 1
    for word in words:
        yield "KW", _line(word) + (";" if alone else "")


def person(printed: str, extra: Any) -> str:
    """A name as ``Last, First, Suffix``; a group with a comma behind it where it would be taken apart without."""
    name = name_in(printed, extra)
    plain = _line(printed)
    if name.whole:
        return plain if _reads_as(plain, printed, whole=True) else f"{plain},"
    parts = [part for part in (name.surname, name.given, name.suffix) if part]
    turned = ", ".join(map(_line, parts)) if name.given else plain
    return turned if _reads_as(turned, printed, whole=False) else plain


def _reads_as(text: str, printed: str, *, whole: bool) -> bool:
    people = People()
    add_person(people, text)
    return people.names == [printed] and (not whole or name_in(printed, people.extra()).whole)


def unnamed(more: int | None) -> str | None:
    """What stands in the list of authors for those who are not named."""
    if more == 0:
        return None
    return "et al." if more is None else f"and {more} others"


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, (list, tuple)) else [value]
    return [str(one) for one in values if isinstance(one, (str, int, float)) and not isinstance(one, bool)]


def _one_field(value: Any) -> str:
    """A text as the value of a field; a line that would look like the begin of another joins the one before."""
    if value is None:
        return ""
    text = clean(str(value))
    if "\n" not in text:
        return text
    first, *rest = text.split("\n")
    for line in rest:
        field = FIELD.match(line.strip())
        looks_like_one = END.fullmatch(line) or (field and (field[2].isupper() or field[2].upper() in TAGS))
        first += f" {line.strip()}" if looks_like_one else f"\n{line.strip()}"
    return first


def _line(text: str | None) -> str:
    return clean_line(text) if text else ""
