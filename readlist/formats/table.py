"""CSV and its kin: a header, then a paper a row; commas, semicolons, tabs or bars between the cells.

Which column holds what is guessed from the header (:func:`mapping` tells): the exports of Zotero, Mendeley, JabRef,
Scopus, Web of Science, Google Scholar, PubMed and Dimensions, and tables people keep for themselves. Columns of other
names are kept under their own. The tables readlist writes also say what their owner did.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice

from readlist.formats.table_cells import DELIMITERS, rows, unguarded
from readlist.formats.table_columns import WORK, fields_of, is_own, type_of
from readlist.formats.table_own import take_own, write
from readlist.formats.table_people import names_in
from readlist.formats.tagged import Entry, Gathered, add_person, doi_in, head_of, lines_of, numbered
from readlist.identity import normalise_arxiv
from readlist.paper import Draft, Problem
from readlist.text import clean, clean_line

__all__ = ["mapping", "read", "read_lines", "recognise", "write"]

_SEPARATOR_LINE = re.compile(r"sep=(.)\s*", re.IGNORECASE)
_PREAMBLE = 8
"""Lines that may stand before a header (``About the data: …``)."""
_LONGEST_NAME = 80
_SCOPUS_ID = re.compile(r" ?\(\d{6,}\)")
_ROW_NAME = re.compile(r"[A-Z0-9]{8}|\d+|.*\s.*", re.DOTALL)
"""What stands in a column for keys and is none: Zotero's own names, numbers, sentences."""
_BLANKS = re.compile(r" {2,}")
_COMMA = re.compile(r"[,|\n]")
_JOINED = ("url", "ISSN", "isbn", "keyword", "editor")
"""Fields that two columns may hold a part of each."""


def recognise(text: str) -> float:
    """The surer, the more names of a bibliographic table the first row has that could be a header."""
    found = _header(_head_lines(text))
    if found is None:
        return 0.0
    fields = fields_of(found[2])
    known = len(WORK & set(fields))
    return 1.0 if is_own(fields) else min(0.9, 0.5 + 0.1 * known)


def mapping(text: str) -> dict[str, str]:
    """Which field each column of a table was taken for, by the column's name; empty when the text is no table."""
    found = _header(_head_lines(text))
    return dict(zip(map(clean_line, found[2]), fields_of(found[2]), strict=True)) if found else {}


def read(text: str) -> Iterator[Draft | Problem]:
    """A draft a row, in their order."""
    return read_lines(lines_of(text))


def read_lines(lines: Iterable[str]) -> Iterator[Draft | Problem]:
    """A draft a row of lines that come one after the other; one row is kept in memory at a time."""
    source = numbered(lines)
    head = list(islice(source, _PREAMBLE + 30))
    found = _header(head)
    if found is None:
        if any(text.strip() for _, text, _ in head):
            yield Problem(line=1, reason="no header that names a column for titles", raw=head[0][2].rstrip("\r\n"))
        return
    behind, delimiter, header = found
    fields = fields_of(header)
    for row in rows(chain(head[behind:], source), delimiter, len(header)):
        raw = row.raw.rstrip("\r\n")
        if row.cells is None:
            yield Problem(line=row.line, reason="a quotation mark that does not close where it should", raw=raw)
        elif any(text.strip() for text in row.cells[len(header) :]):
            reason = f"{len(row.cells)} cells in a table of {len(header)} columns"
            yield Problem(line=row.line, reason=reason, raw=raw)
        elif any(text.strip() for text in row.cells):
            yield _draft(fields, header, row.cells, row.line, raw)


def _head_lines(text: str) -> list[tuple[int, str, str]]:
    return list(islice(numbered(lines_of(head_of(text))), _PREAMBLE + 30))


def _header(lines: Sequence[tuple[int, str, str]]) -> tuple[int, str, list[str]] | None:
    """How many lines the header ends behind, the delimiter, and the names of the columns."""
    declared = ""
    for index, (_, text, _) in enumerate(lines[:_PREAMBLE]):
        if told := _SEPARATOR_LINE.fullmatch(text):
            declared = told[1]
            continue
        for delimiter in (declared,) if declared else DELIMITERS:
            for row in islice(rows(lines[index:], delimiter, None), 1):
                if row.cells and row.line == lines[index][0] and _is_header(row.cells):
                    return index + sum(1 for _ in lines_of(row.raw)), delimiter, row.cells
    return None


def _is_header(cells: list[str]) -> bool:
    if len(cells) < 2 or any(len(name) > _LONGEST_NAME for name in cells):
        return False
    known = WORK & set(fields_of(cells))
    named = sum(1 for name in cells if name.strip())
    return len(known) >= 2 and bool(known & {"title", "doi", "pmid", "arxiv"}) and 2 * named > len(cells)


def _draft(fields: Sequence[str], header: Sequence[str], cells: Sequence[str], line: int, raw: str) -> Draft | Problem:
    entry = Entry(line)
    entry.keep(raw)
    work = Gathered()
    values: dict[str, str] = {}
    for name, column, given in zip(fields, header, cells, strict=False):
        text = clean(unguarded(given.strip(" ")))
        if not text:
            continue
        if name not in values:
            values[name] = text
        elif name in _JOINED:
            values[name] += f"; {text}"
        else:
            work.keep(clean_line(column).lower(), text, lines=True)
    if is_own(fields):
        made = take_own(values, work).draft(entry)
        return replace(made, personal=True) if isinstance(made, Draft) else made
    _people(values, work)
    _date(values, work)
    _names(values, work)
    _numbers(values, work)
    for name, text in values.items():
        work.keep(name, text, lines=True)
    return work.draft(entry)


def _names(values: dict[str, str], work: Gathered) -> None:
    for name in ("title", "venue", "abstract"):
        work.say(name, values.pop(name, ""))
    if key := values.pop("key", ""):
        if doi_in(key):
            values.setdefault("doi", key)
        elif _ROW_NAME.fullmatch(key):
            work.keep("id", key)
        else:
            work.say("key", key)
    if kind := values.pop("type", ""):
        if csl := type_of(kind):
            work.fields["type"] = csl
        else:
            work.keep("genre", kind)
    words = values.pop("keyword", "")
    work.keywords(words.split(";") if ";" in words else _COMMA.split(words))


def _numbers(values: dict[str, str], work: Gathered) -> None:
    if text := values.pop("doi", ""):
        work.number(text)
    if text := values.pop("arxiv", ""):
        work.say("arxiv", normalise_arxiv(text) or text)
    if text := values.pop("pmid", ""):
        work.say("pmid", text.removesuffix(".0"))
    for name in ("isbn", "ISSN"):
        work.serial(values.pop(name, ""))
    if text := values.pop("url", ""):
        work.link(text, otherwise="link")
    begin, end = values.pop("page-first", ""), values.pop("page-last", "")
    if begin or end:
        values.setdefault("page", f"{begin}-{end}" if begin and end and begin != end else begin or end)


def _date(values: dict[str, str], work: Gathered) -> None:
    for name, high in (("year", 9999), ("month", 12), ("day", 31)):
        text = values.get(name, "").removesuffix(".0")
        if text.isdecimal() and len(text) < 5 and 1 <= int(text) <= high:
            work.fields[name] = int(text)
            del values[name]
    if "year" in values:
        work.date(values.pop("year"), otherwise="issued")
    if "month" in values and "year" in work.fields:
        work.date(f"{work.fields['year']} {values.pop('month')}", otherwise="month")
    if "date" in values:
        work.date(values.pop("date"), otherwise="date")


def _people(values: dict[str, str], work: Gathered) -> None:
    if full := values.pop("authors-full", ""):
        values["authors"] = _SCOPUS_ID.sub("", _BLANKS.sub(" ", full))
    if "authors" not in values and "first-author" in values:
        values["authors"] = values.pop("first-author")
        work.people().leave_unnamed()
    for role in ("authors", "editor", "translator"):
        for name in names_in(_BLANKS.sub(" ", values.pop(role, ""))):
            add_person(work.people(None if role == "authors" else role), name)
