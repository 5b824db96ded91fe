"""Queries as SQL: which papers may be shown at all, and in which order.

The free words at the top are ranked elsewhere; what words under ``OR`` and in parentheses mean is asked of a
:class:`Literal`. Under ``-`` and in quotes they are just themselves.
"""

import re
import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from readlist.identity import mark_number, marks
from readlist.paper import Record, timestamp
from readlist.query import And, Field, Not, Or, Phrase, Query, Word, added_range, year_range
from readlist.query.tree import Node
from readlist.store.rows import as_json
from readlist.store.words import is_unspaced, words


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition on rows of ``papers``; an empty one lets everything through."""

    sql: str = ""
    parameters: tuple[object, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.sql)


NOTHING = Filter("0")


MANY = 2000
_BETWEEN = "\x1f"
"""Stands between texts that no phrase reaches across."""
_WHOLE = " || char(31) || ".join(
    f"replace(papers.{column}, char(10), char(31))"
    if column in ("authors", "tags")
    else f"coalesce(papers.{column}, '')"
    for column in ("title", "authors", "tags", "venue", "abstract")
)

Near = Callable[[str], Sequence[int]]
"""The papers near the one with a key."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a condition will be asked: some of its parts have to be looked up before."""

    connection: sqlite3.Connection
    near: Near
    wording: "Literal"
    under_not: bool = False

    def are_many(self, asked: str, *parameters: object) -> bool:
        """Whether a question finds so many papers that a list is sooner full when the papers are looked through in its
        order than when those found are put in order."""
        (newest,) = self.connection.execute("SELECT max(id) FROM papers").fetchone()
        many = max(MANY, (newest or 0) // 8)
        sql = f"SELECT count(*) FROM ({asked} LIMIT {many})"
        return bool(self.connection.execute(sql, parameters).fetchone()[0] >= many)


class Literal:
    """What words mean: just themselves. Others may know better."""

    def meant(self, texts: Sequence[str]) -> Filter | None:
        """The papers that some words together mean; None when the words mean just themselves."""
        return None

    def apart(self, word: str) -> list[str]:
        """The phrases that are also written as this one word: ``pre training`` for ``pretraining``."""
        return []


def filter_of(
    query: Query, connection: sqlite3.Connection, near: Near = lambda _: (), wording: Literal | None = None
) -> Filter:
    """The condition that everything of a query but its free words makes."""
    place = Place(connection, near, wording or Literal())
    return all_of([_compile(node, place) for node in query.parts if not isinstance(node, Word)])


def listed(papers: Sequence[int]) -> Filter:
    """Some papers."""
    return Filter("papers.id IN (SELECT value FROM json_each(?))", (as_json(papers),))


def order_of(query: Query) -> str:
    """The terms of ``ORDER BY`` a query asks for: newest first, and what came in together in its own order, unless it
    names another order."""
    if query.sort is None or query.sort == "relevance":
        return "papers.added DESC, papers.id"
    direction = "DESC" if query.descending else "ASC"
    return _ORDERS[query.sort].format(direction)


def register(connection: sqlite3.Connection) -> None:
    """Gives a connection the functions that filters and orders use."""
    connection.create_function("holds_phrase", 2, _holds_phrase, deterministic=True)
    connection.create_function("bears_name", 2, _bears_name, deterministic=True)
    connection.create_function("begins_name", 2, _begins_name, deterministic=True)
    connection.create_function("surname", 1, _surname, deterministic=True)


_ORDERS = {
    "added": "papers.added {0}, papers.id",
    "year": "papers.year {0} NULLS LAST, papers.id {0}",
    "title": "papers.title COLLATE NOCASE {0} NULLS LAST, papers.id",
    "author": "surname(papers.authors) {0} NULLS LAST, papers.year DESC, papers.id",
    "priority": "papers.priority {0} NULLS LAST, papers.added DESC, papers.id",
}


def _surname(authors: str | None) -> str | None:
    first = words((authors or "").partition("\n")[0])
    return first[-1] if first else None


def _spelled(text: str) -> str:
    """The words of a text as they stand in it: of a script without blanks its letters, without the pairs of letters
    that the index holds too."""
    found = words(text)
    if not text.isascii():
        found = [word for word in found if len(word) != 2 or not is_unspaced(word)]
    return " ".join(found)


def _bears_name(authors: str, name: str) -> bool:
    return any(_spelled(author) == name for author in authors.split("\n"))


def _begins_name(texts: str | None, beginning: str) -> bool:
    return any(f" {beginning}" in f" {_spelled(text)}" for text in (texts or "").split("\n"))


def _holds_phrase(text: str, phrase: str) -> bool:
    """Whether one of the texts between unit separators holds a folded phrase."""
    if text.isascii() and "\\" not in text:  # then the words are what stands between other characters
        return _written(phrase).search(text.lower()) is not None
    return any(f" {phrase} " in f" {_spelled(part)} " for part in text.split(_BETWEEN))


@lru_cache(maxsize=64)
def _written(phrase: str) -> re.Pattern[str]:
    between = rf"(?:[^\w{_BETWEEN}]|_)+"
    first, *others = map(re.escape, phrase.split())
    # The first word comes before what may not stand before it: a pattern that begins with letters is found fastest.
    begun = rf"{first}(?<![^\W_]{first})"
    return re.compile(rf"{between.join([begun, *others])}(?![^\W_])")


def all_of(filters: list[Filter]) -> Filter:
    """What every one of some conditions lets through."""
    return _joined([part for part in filters if part], " AND ")


def _joined(filters: list[Filter], operator: str) -> Filter:
    filters = list(dict.fromkeys(filters))
    if len(filters) <= 1:
        return filters[0] if filters else Filter()
    sql = operator.join(f"({part.sql})" for part in filters)
    return Filter(sql, tuple(value for part in filters for value in part.parameters))


def _compile(node: Node, place: Place) -> Filter:
    match node:
        case Word(text):
            return _words([text], place)
        case Phrase(text):
            return _phrase(text, place)
        case Field(name, value):
            return _FIELDS[name](value, place)
        case Not(Not(inner)):
            return _compile(inner, place)
        case Not(inner):
            part = _compile(inner, replace(place, under_not=True))
            return Filter(f"({part.sql}) IS NOT TRUE", part.parameters) if part else NOTHING
        case And(nodes):
            together = [node.text for node in nodes if isinstance(node, Word)]
            others = [_compile(part, place) for part in nodes if not isinstance(part, Word)]
            return all_of([_words(together, place), *others] if together else others)
        case Or(()):
            return NOTHING
        case Or(nodes):
            return _joined([_compile(part, place) or Filter("1") for part in nodes], " OR ")


def _matching(table: str, expression: str, place: Place) -> Filter:
    asked = f"SELECT rowid FROM {table} WHERE {table} MATCH ?"
    # With a + in front SQLite does not start from what was found, but walks through the papers in their order.
    plus = "+" if place.are_many(asked, expression) else ""
    return Filter(f"{plus}papers.id IN ({asked})", (expression,))


def _words(texts: Sequence[str], place: Place) -> Filter:
    meant = None if place.under_not else place.wording.meant(texts)
    return all_of([_literal_word(text, place) for text in texts]) if meant is None else meant


def _literal_word(text: str, place: Place) -> Filter:
    """A word as it is written, with and without its hyphens."""
    parts = words(text)
    if not parts:
        return Filter("1")
    if len(parts) > 1 and not any(map(is_unspaced, parts)):
        return _joined([_matching("body", f'"{"".join(parts)}"', place), _phrase(text, place)], " OR ")
    written = _matching("body", " AND ".join(f'"{part}"' for part in parts), place)
    return _joined([written, *(_phrase(apart, place) for apart in place.wording.apart(parts[0]))], " OR ")


def _phrase(text: str, place: Place) -> Filter:
    parts = words(text)
    if not parts:
        return Filter("1")
    found = _matching("body", " AND ".join(f'"{part}"' for part in dict.fromkeys(parts)), place)
    if len(parts) == 1:
        return found
    # The body knows no positions: the text itself decides.
    return Filter(f"{found.sql} AND holds_phrase({_WHOLE}, ?)", (*found.parameters, _spelled(text)))


def _in_column(column: str) -> Callable[[str, Place], Filter]:
    def condition(value: str, place: Place) -> Filter:
        parts = words(value)
        if not parts:
            return NOTHING
        if not any(map(is_unspaced, parts)):
            return _matching("head", f'{column} : "{" ".join(parts)}" *', place)
        # The index holds the letters of a run and then its pairs: what stands side by side is seen in the text.
        together = " AND ".join(f'"{part}"' for part in dict.fromkeys(parts[:-1]))
        last = f'"{parts[-1]}" *'
        found = _matching("head", f"{column} : ({f'{together} AND {last}' if together else last})", place)
        return Filter(f"{found.sql} AND begins_name(papers.{column}, ?)", (*found.parameters, _spelled(value)))

    return condition


def _author(value: str, place: Place) -> Filter:
    """People whose name holds these words side by side, the last one perhaps cut short; where somebody's whole name is
    just these words, only people of that name."""
    parts = words(value)
    if len(parts) < 2 or any(map(is_unspaced, parts)):
        return _in_column("authors")(value, place)
    name = " ".join(parts)
    # The index knows the authors of a paper as one text: where one name ends is seen in the row.
    whole = _matching("head", f'authors : "{name}"', place)
    whole = Filter(f"{whole.sql} AND bears_name(papers.authors, ?)", (*whole.parameters, name))
    if place.connection.execute(f"SELECT 1 FROM papers WHERE {whole.sql} LIMIT 1", whole.parameters).fetchone():
        return whole
    begun = _matching("head", f'authors : "{name}" *', place)
    return Filter(f"{begun.sql} AND begins_name(papers.authors, ?)", (*begun.parameters, name))


def _beginning(column: str) -> Callable[[str, Place], Filter]:
    def condition(value: str, _: Place) -> Filter:
        return Filter(f"papers.{column} LIKE ? ESCAPE '\\'", (_escaped(value) + "%",))

    return condition


def _arxiv(value: str, place: Place) -> Filter:
    named = [_beginning("arxiv")(value, place), _beginning("doi")(f"10.48550/arXiv.{value}", place)]
    return _joined(named, " OR ")


def _identified(kind: str, begins: Callable[[str, Place], Filter]) -> Callable[[str, Place], Filter]:
    """Papers with an identifier, by its mark; where there is none, those whose identifier begins so."""

    def condition(value: str, place: Place) -> Filter:
        named = marks(Record(doi=value) if kind == "doi" else Record(arxiv=value))
        asked = as_json([mark_number(mark) for mark in named])
        sql = "SELECT paper FROM marks WHERE mark IN (SELECT value FROM json_each(?))"
        found = [paper for (paper,) in place.connection.execute(sql, (asked,))]
        return listed(found) if found else begins(value, place)

    return condition


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _tag(value: str, place: Place) -> Filter:
    if value.endswith("*"):
        return _listed_in("taggings", "tag LIKE ? ESCAPE '\\'", place, _escaped(value.rstrip("*")) + "%")
    return _listed_in("taggings", "tag = ?", place, value)


def _listed_in(table: str, condition: str, place: Place, *values: str) -> Filter:
    """Papers with a row in another table."""
    asked = f"SELECT paper FROM {table} WHERE {condition}"
    if place.are_many(asked, *values):
        return Filter(f"EXISTS (SELECT 1 FROM {table} WHERE paper = papers.id AND {condition})", values)
    return Filter(f"papers.id IN ({asked})", values)


def _state(value: str, _: Place) -> Filter:
    if value in ("unread", "reading", "read"):
        return Filter("papers.status = ?", (value,))
    return Filter(_STATES[value])


_STATES = {
    "starred": "papers.starred",
    "untitled": "papers.title IS NULL",
    "duplicate": "papers.id IN (SELECT paper FROM marks WHERE mark IN"
    " (SELECT mark FROM marks GROUP BY mark HAVING count(*) > 1))",
}


def _year(value: str, place: Place) -> Filter:
    low, high = year_range(value) or (None, None)
    ends = (low or 0, 9999 if high is None else high)
    plus = "+" if place.are_many("SELECT 1 FROM papers WHERE year BETWEEN ? AND ?", *ends) else ""
    return Filter(f"{plus}papers.year BETWEEN ? AND ?", ends)


def _added(value: str, _: Place) -> Filter:
    low, high = added_range(value) or (None, None)
    parts = []
    if isinstance(low, int):
        parts.append(Filter("papers.added >= ?", (timestamp(time.time() - low) if low else timestamp()[:10],)))
    elif low is not None:
        parts.append(Filter("papers.added >= ?", (low,)))
    if high is not None:
        parts.append(Filter("papers.added < ?", (f"{high}~",)))  # behind every time that begins so
    return all_of(parts)


def _has(value: str, _: Place) -> Filter:
    if value == "file":
        return Filter("json_extract(papers.extra, '$.file') IS NOT NULL")
    if value in ("authors", "tags"):
        return Filter(f"papers.{value} <> ''")
    return Filter(f"papers.{value} IS NOT NULL")


def _source(value: str, place: Place) -> Filter:
    name = value.lower()
    if place.connection.execute("SELECT 1 FROM sources WHERE listed AND format = ? LIMIT 1", (name,)).fetchone():
        return _listed_in("sources", "listed AND format = ?", place, name)
    condition = "listed AND (label LIKE ? ESCAPE '\\' OR file LIKE ? ESCAPE '\\')"
    return _listed_in("sources", condition, place, *(f"%{_escaped(value)}%",) * 2)


def _saved(_: str, __: Place) -> Filter:
    return NOTHING  # those that are there were spelled out before


def _related(value: str, place: Place) -> Filter:
    return listed(place.near(value))


_FIELDS: dict[str, Callable[[str, Place], Filter]] = {
    "tag": _tag,
    "is": _state,
    "author": _author,
    "title": _in_column("title"),
    "venue": _in_column("venue"),
    "year": _year,
    "added": _added,
    "has": _has,
    "source": _source,
    "saved": _saved,
    "related": _related,
    "key": _beginning("key"),
    "doi": _identified("doi", _beginning("doi")),
    "arxiv": _identified("arxiv", _arxiv),
}
