"""Web of Science: ``FN`` and ``VR``, then records of two-letter tags from ``PT`` to ``ER``, then ``EF``; and the table
with tabs between the cells that the same site exports, with those tags as its header.

Source: Web of Science Core Collection field tags (Clarivate's help). A line that begins with three blanks goes on with
the field before: as one more person, address or reference where there can be several, else as further words.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from readlist.formats.tagged import Entry, Gathered, Junk, add_person, head_of, lines_of, numbered
from readlist.names import is_group
from readlist.paper import Draft, Problem

_FIELD = re.compile(r"([A-Z][A-Z0-9])(?: (.*)|\s*)", re.DOTALL)
_KINDS = r"(?:[JBSPC]|Journal|Book|Book in series|Series|Patent|Conference)"
_BEGIN = re.compile(
    r"^FN [^\n]*(?:ISI|Web of|Clarivate|Thomson)|^FN [^\n]+\nVR |^UT (?:WOS|ISI|INSPEC|MEDLINE|BIOSIS|KJD|SCIELO):\S"
    rf"|^PT {_KINDS}[ \t]*\n(?:[A-Z][A-Z0-9] |   )",
    re.MULTILINE,
)
_HEADER = re.compile(r"(?:[A-Z][A-Z0-9]\t){4,}[A-Z][A-Z0-9]?\t?")
_INITIALS = re.compile(r"[A-Z](?:-?[A-Z]){0,3}")

_LISTS = frozenset(["AU", "AF", "BA", "BF", "BE", "ED", "CA", "GP", "C1", "CR", "RI", "OI", "EM"])
"""Fields that hold a thing a line; in the table a semicolon stands between them."""
_PLAIN = {
    "VL": "volume", "IS": "issue", "LA": "language", "PU": "publisher", "PI": "publisher-place",
    "SE": "collection-title", "AR": "article-number", "CT": "event-title", "CL": "event-place", "CY": "event-date",
    "UT": "archive_location", "PG": "number-of-pages", "JI": "container-title-short",
}  # fmt: skip


def recognise(text: str) -> float:
    """Sure of the first lines of an export, of a first record, and of a header of tags."""
    head = head_of(text)
    first = head.lstrip("\n").partition("\n")[0]
    table = _HEADER.fullmatch(first) and {"PT", "AU", "TI"} <= set(first.split("\t"))
    return 1.0 if table or _BEGIN.search(head) else 0.0


def read(text: str) -> Iterator[Draft | Problem]:
    """The records of a text in their order, and what belongs to none."""
    return read_lines(lines_of(text))


def read_lines(lines: Iterable[str]) -> Iterator[Draft | Problem]:
    """The records of lines that come one after the other; one record is kept in memory at a time."""
    numbers = numbered(lines)
    for first in numbers:
        if first[1].strip():
            header = first[1].strip("\t").split("\t")
            yield from _rows(header, numbers) if len(header) > 4 else _tagged(chain([first], numbers))
            return


def _tagged(lines: Iterable[tuple[int, str, str]]) -> Iterator[Draft | Problem]:
    junk = Junk("text that belongs to no record")
    record: Entry | None = None
    for number, text, raw in lines:
        found = _FIELD.fullmatch(text)
        tag = found[1] if found else ""
        if record is None and (tag in ("FN", "VR", "EF", "ER") or not text.strip()):
            continue
        if tag in ("PT", "EF", "ER") or (found and record is None):
            yield from junk.report()
            if record and tag == "ER":
                record.keep(raw)
            if record:
                yield _draft(record)
            record = None if tag in ("EF", "ER") else Entry(number)
        if record is None:
            if tag not in ("EF", "ER"):
                junk.add(number, raw)
            continue
        record.keep(raw)
        if found:
            record.begin(tag, found[2] or "")
        else:
            record.go_on(text)
    yield from junk.report()
    if record:
        yield _draft(record)


def _rows(header: list[str], lines: Iterable[tuple[int, str, str]]) -> Iterator[Draft | Problem]:
    for number, text, raw in lines:
        if not text.strip():
            continue
        cells = text.split("\t")
        entry = Entry(number)
        entry.keep(raw)
        if any(cell.strip() for cell in cells[len(header) :]):
            reason = f"{len(cells)} cells in a table of {len(header)} columns"
            yield Problem(line=number, reason=reason, raw=entry.text())
            continue
        for tag, cell in zip(header, cells, strict=False):
            cell = _unquoted(cell)
            values = cell.split(";") if tag in _LISTS and tag != "C1" else [cell]
            if cell.strip():
                entry.fields.append((tag, values))
        yield _draft(entry)


def _unquoted(cell: str) -> str:
    cell = cell.strip()
    return cell[1:-1].replace('""', '"') if len(cell) > 1 and cell[0] == cell[-1] == '"' else cell


def _draft(entry: Entry) -> Draft | Problem:
    values: dict[str, list[str]] = {}
    for tag, lines in entry.fields:
        texts = [line.strip() for line in lines if line.strip()]
        if texts:
            values.setdefault(tag, []).extend(texts if tag in _LISTS else [" ".join(texts)])
    work = Gathered()
    _people(values, work)
    work.fields["type"] = _type(values)
    for tag in ("TI", "SO"):
        for text in values.pop(tag, []):
            work.say("title" if tag == "TI" else "venue", text, otherwise=tag.lower())
    if work.fields["type"] == "book" and "title" not in work.fields and "venue" in work.fields:
        work.fields["title"] = work.fields.pop("venue")
    _date(values, work)
    begin, end = (" ".join(values.pop(tag, [])) for tag in ("BP", "EP"))
    work.keep("page", f"{begin}-{end}" if begin and end and begin != end else begin or end)
    for tag in ("DI", "D2"):
        for text in values.pop(tag, []):
            work.number(text, otherwise=tag.lower())
    for text in values.pop("PM", []):
        work.say("pmid", text, otherwise="pm")
    for tag in ("SN", "EI", "BN"):
        for text in values.pop(tag, []):
            work.serial(text)
    for text in values.pop("AB", []):
        work.say("abstract", text, otherwise="ab")
    work.keywords(word for tag in ("DE", "ID") for text in values.pop(tag, []) for word in text.split(";"))
    for tag, texts in values.items():
        for text in texts:
            work.keep(_PLAIN.get(tag, tag.lower()), text)
    return work.draft(entry)


def _type(values: dict[str, list[str]]) -> str | None:
    """The type of a record by the kind of its publication (journal, series, book, patent) and of the document."""
    published = " ".join(values.pop("PT", [])).upper()[:1]
    document = " ".join(values.get("DT", [])).lower()
    if published in ("S", "B", "C"):
        if "proceedings" in document or "CT" in values or published == "C":
            return "paper-conference"
        return "chapter" if "chapter" in document or ("TI" in values and "SO" in values) else "book"
    return {"J": "article-journal", "P": "patent"}.get(published)


def _people(values: dict[str, list[str]], work: Gathered) -> None:
    short, full = values.pop("AU", []), values.pop("AF", [])
    # Full names are missing in old records, and some have fewer of them than of the short ones.
    for text in full if len(full) >= len(short) else short:
        _add(text, work)
    books = values.pop("BF", []) or values.get("BA", [])
    values.pop("BA", None)
    for text in books:
        _add(text, work, None if not work.authors.names else "container-author")
    for tag in ("CA", "GP"):
        for text in values.pop(tag, []):
            work.people().add_group(text)
    for tag in ("BE", "ED"):
        for text in values.pop(tag, []):
            _add(text, work, "editor")


def _add(text: str, work: Gathered, role: str | None = None) -> None:
    family, comma, given = (part.strip() for part in text.partition(","))
    if text.lower() in ("[anonymous]", "anonymous", "anon"):
        return
    if comma and _INITIALS.fullmatch(given):
        spelled = "-".join(" ".join(f"{letter}." for letter in part) for part in given.split("-"))
        work.people(role).add(family, spelled)
    elif not comma and is_group(text):
        work.people(role).add_group(text)
    else:
        add_person(work.people(role), text)


def _date(values: dict[str, list[str]], work: Gathered) -> None:
    year = " ".join(values.pop("PY", []))
    for text in values.pop("PD", []):
        work.date(f"{year} {text}", otherwise="pd")
        if "month" not in work.fields:
            work.keep("season" if text.upper() in ("SPR", "SUM", "FAL", "AUT", "WIN") else "pd", text)
    if "year" not in work.fields:
        work.date(year or " ".join(values.get("EA", values.get("EY", []))), otherwise="py")
