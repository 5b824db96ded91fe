"""list, search, related, show: what is in the library."""

import argparse
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from readlist.cli import library as shared
from readlist.cli.output import cells, fit, on_terminal, put, put_json, put_json_list, say, width
from readlist.cli.parser import Parser, whole_number
from readlist.errors import ReadlistError
from readlist.text import printable

if TYPE_CHECKING:
    from readlist.paper import Paper
    from readlist.query import Node, Query
    from readlist.store import Library, Summary

GLYPHS = {"unread": "●", "reading": "◐", "read": " "}
KEY_MOST = 28
AUTHORS_MOST = 20
READING_WIDTH = 100
TOLD = 200
"""Papers further down a list are shown without the sentence by which they were found."""


def _list_arguments(parser: Parser) -> None:
    parser.option("--tag", action="append", default=[], metavar="TAG", help="with this tag (again: with both)")
    for status in ("unread", "reading", "read"):
        parser.option(f"--{status}", action="append_const", dest="status", const=status, help=f"those marked {status}")
    parser.option("--starred", action="store_true", help="those with a star")
    parser.option("--untitled", action="store_true", help="those whose title is not known")
    parser.option("--year", metavar="YEAR", help="2020, 2019..2021, ..2015 or 2020..")
    parser.option("--source", action="append", default=[], metavar="NAME", help="the format or file they came from")
    parser.option("--saved", action="append", default=[], metavar="NAME", help="those a saved search finds")
    parser.option("--sort", metavar="ORDER", help="year, added, title, author, priority or relevance")
    parser.option("--reverse", action="store_true", help="the order turned round")
    parser.option("--limit", type=whole_number, metavar="N", help="at most so many")


def _search_arguments(parser: Parser) -> None:
    parser.word("query", nargs="+", metavar="QUERY", help='words, "phrases", -not, tag:x, is:unread, author:x, …')
    parser.option("--limit", type=whole_number, metavar="N", help="at most so many")


def _related_arguments(parser: Parser) -> None:
    parser.word("key", metavar="KEY", help="the paper's citation key, or how it begins")
    parser.option("--limit", type=whole_number, metavar="N", help="at most so many")


def _show_arguments(parser: Parser) -> None:
    parser.word("key", metavar="KEY", help="the paper's citation key, or how it begins")


def _list(options: argparse.Namespace) -> int:
    query = _filters(options)
    with shared.open_library(options) as library:
        return _print_matches(library, query, options.limit, options.json, scored=False)


def _search(options: argparse.Namespace) -> int:
    from readlist.query import parse

    with shared.open_library(options) as library:
        query = parse(shared.typed(options.query, library))
        return _print_matches(library, query, options.limit, options.json, scored=True)


def _related(options: argparse.Namespace) -> int:
    from readlist.query import Field, Query

    with shared.open_library(options) as library:
        library.resolve(options.key)  # a query would only make a note of a key that no paper has
        return _print_matches(library, Query(Field("related", options.key)), options.limit, options.json, scored=True)


def _show(options: argparse.Namespace) -> int:
    from readlist.paper import to_json

    with shared.open_library(options) as library:
        paper = library.paper(library.resolve(options.key))
        if paper is None:
            raise ReadlistError("that paper was deleted a moment ago")
        if options.json:
            put_json(to_json(paper))
        else:
            for line in _page(paper, min(width(), READING_WIDTH) if on_terminal() else None):
                put(line)
    return 0


def _filters(options: argparse.Namespace) -> "Query":
    """The options of ``list`` as a query."""
    from readlist.query import SORTS, And, Field, Or, Query, year_range

    nodes: list[Node] = [Field("tag", tag.lstrip("#")) for tag in options.tag if tag.lstrip("#")]
    states: list[Node] = [Field("is", status) for status in dict.fromkeys(options.status or ())]
    if states:
        nodes.append(states[0] if len(states) == 1 else Or(tuple(states)))
    if options.starred:
        nodes.append(Field("is", "starred"))
    if options.untitled:
        nodes.append(Field("is", "untitled"))
    if options.year is not None:
        if not year_range(options.year):
            raise options.wrong(f"--year takes 2020, 2019..2021, ..2015 or 2020.., not {printable(options.year)!r}")
        nodes.append(Field("year", options.year))
    nodes += [Field("source", name) for name in options.source if name]
    nodes += [Field("saved", name) for name in options.saved if name]
    query = Query(nodes[0] if len(nodes) == 1 else And(tuple(nodes)))
    if options.sort is not None and options.sort not in SORTS:
        raise options.wrong(f"--sort takes one of {', '.join(SORTS)}, not {printable(options.sort)!r}")
    if options.sort or options.reverse:
        order = options.sort or "added"
        query = query.sorted_by(order, SORTS[order] != options.reverse)
    return query


def _print_matches(library: "Library", query: "Query", limit: int | None, json: bool, *, scored: bool) -> int:
    matched: set[str] = set()
    matches = shared.matching(library, query, limit, matched)
    if json:
        put_json_list(_as_json(library, matches, scored))
        return 0
    rows = _summaries(library, (row for row, _ in matches))
    if not on_terminal():
        empty = True
        for row in rows:
            put(_plain(row))
            empty = False
        if empty:
            say("nothing found")
        return 0
    from readlist.text import count

    number = 0
    first = list(islice(rows, shared.CHUNK))
    columns = _Columns(first, width())
    for row in chain(first, rows):
        put(columns.line(row))
        number += 1
        if scored and number <= TOLD and (sentence := _telling(library, row, matched)):
            put("     " + fit(sentence, width() - 5).rstrip())
    if number == 0:
        empty = library.total() == 0
        put("the library is empty; bring papers in with: readlist import PATH" if empty else "no paper matches")
    else:
        put(count(number, "paper"))
    return 0


def _telling(library: "Library", row: "Summary", matched: set[str]) -> str:
    """The sentence of the abstract by which a paper was found, when it tells more of that than the title does."""
    from readlist.latex import readable
    from readlist.sentences import best_sentence, tells

    paper = library.paper(row.id) if matched else None
    abstract = readable(paper.abstract or "") if paper else ""
    if paper is None or not (span := best_sentence(abstract, matched)):
        return ""
    sentence = " ".join(abstract[slice(*span)].split())
    return sentence if tells(sentence, matched) > tells(paper.title or "", matched) else ""


def _as_json(library: "Library", matches: Iterator[tuple[int, float | None]], scored: bool) -> Iterator[dict[str, Any]]:
    from readlist.paper import to_json

    while page := dict(islice(matches, shared.CHUNK)):
        for paper in library.papers(list(page)):
            shape = to_json(paper)
            if scored:
                score = page[paper.id]
                shape["score"] = None if score is None else round(score, 4)
            yield shape


def _summaries(library: "Library", ids: Iterable[int]) -> Iterator["Summary"]:
    waiting = iter(ids)
    while page := list(islice(waiting, shared.CHUNK)):
        rows = library.summaries(page)
        yield from (rows[row] for row in page if row in rows)


def shown_title(row: "Summary") -> str:
    """The title, or in quotes how the abstract begins when there is none."""
    from readlist.latex import readable

    return readable(row.title or (f"“{row.opening.rstrip('. …')}…”" if row.opening else "(no title)"))


def _plain(row: "Summary") -> str:
    """Key, title, authors and year with tabs between, for other programs."""
    authors = "; ".join(row.authors)
    if row.more_authors != 0:
        authors += "; and others" if row.more_authors is None else f"; and {row.more_authors} more"
    parts = (row.key, shown_title(row), authors.removeprefix("; "), str(row.year or ""))
    return "\t".join(part.replace("\t", " ").replace("\n", " ") for part in parts)


class _Columns:
    """How wide the columns of a list are: decided by its first page, the title takes what is left."""

    def __init__(self, rows: list["Summary"], room: int) -> None:
        self._key = min(KEY_MOST if room >= 72 else room // 3, max((cells(row.key) for row in rows), default=0))
        self._authors = (
            min(AUTHORS_MOST, room // 6, max((cells(_people(row)) for row in rows), default=0)) if room >= 72 else 0
        )
        self._year = 4 if any(row.year for row in rows) else 0
        taken = 4 + sum(column + 2 for column in (self._key, self._authors, self._year) if column)
        self._title = room - taken
        if self._title < 16:
            self._title = max(8, room - 4 - self._key - 2)
            self._authors = self._year = 0

    def line(self, row: "Summary") -> str:
        """One paper."""
        parts = [
            f"{GLYPHS.get(row.status, ' ')}{'★' if row.starred else ' '} {fit(row.key, self._key)}",
            fit(shown_title(row), self._title),
        ]
        if self._authors:
            parts.append(fit(_people(row), self._authors))
        if self._year:
            parts.append(str(row.year or ""))
        return "  ".join(parts).rstrip()


def _people(row: "Summary") -> str:
    from readlist.latex import readable
    from readlist.names import short_authors

    return readable(short_authors(row.authors, row.more_authors))


def _page(paper: "Paper", room: int | None) -> Iterator[str]:
    """A paper for reading: folded to ``room`` cells, or not folded at all."""
    from readlist.cli.output import wrapped
    from readlist.latex import readable

    def fold(text: str) -> Iterator[str]:
        yield from wrapped(text, room) if room else text.split("\n")

    yield from fold(readable(paper.title or "(no title)"))
    people = ", ".join(paper.authors)
    if people and paper.more_authors != 0:
        people += " and others" if paper.more_authors is None else f" and {paper.more_authors} more"
    when = _date(paper)
    for text in (people, " · ".join(part for part in (paper.venue, when) if part)):
        if text:
            yield from fold(readable(text))
    state = f"{GLYPHS.get(paper.status, ' ')} {paper.status}".strip()
    marks = [state, "★ starred" if paper.starred else "", f"priority {paper.priority}" if paper.priority else ""]
    marks += [f"#{tag}" for tag in paper.tags]
    yield "  ".join(mark for mark in marks if mark)
    yield paper.key or ""
    for name, value in (("DOI", paper.doi), ("arXiv", paper.arxiv), ("PMID", paper.pmid), ("ISBN", paper.isbn)):
        if value:
            yield f"{name} {value}"
    if paper.url:
        yield paper.url
    if paper.abstract:
        yield ""
        yield from fold(readable(paper.abstract))
    if paper.note:
        yield ""
        yield "Note"
        yield from fold(paper.note)
    yield ""
    for source in paper.sources:
        place = (source.file or source.format) + (f":{source.line}" if source.line else "")
        label = f" · {source.label}" if source.label else ""
        yield f"from {place} · {source.format}{label}"
    if paper.added:
        yield f"added {paper.added[:10]}"


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def _date(paper: "Paper") -> str:
    if paper.year is None:
        return ""
    if paper.month is None or not 1 <= paper.month <= 12:
        return str(paper.year)
    day = f"{paper.day} " if paper.day else ""
    return f"{day}{_MONTHS[paper.month - 1]} {paper.year}"


ARGUMENTS = {
    "list": _list_arguments,
    "search": _search_arguments,
    "related": _related_arguments,
    "show": _show_arguments,
}
COMMANDS = {"list": _list, "search": _search, "related": _related, "show": _show}
