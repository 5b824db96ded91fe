"""The papers near others, as ``related:KEY`` asks for them: each looked for once while a library stays as it is."""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from readlist.errors import ReadlistError
from readlist.query import Field, Query
from readlist.query.tree import leaves_of
from readlist.store.filters import Filter
from readlist.store.keys import paper_of_key
from readlist.store.rows import as_json

NEAREST = 50


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """Papers near one, the nearest first, with their scores; ``note`` says what was wrong with its key."""

    ids: tuple[int, ...] = ()
    scores: tuple[float, ...] = ()
    note: str | None = None


class Neighbours:
    """What is known of papers near others, as one connection finds them. ``stop`` tells that nobody waits any more."""

    def __init__(self, connection: sqlite3.Connection, stop: Callable[[], bool]) -> None:
        self._connection = connection
        self._stop = stop
        self._known: dict[str, Neighbourhood] = {}

    def of(self, key: str) -> Neighbourhood:
        """The papers near the one with a key."""
        if key not in self._known:
            found = _neighbourhood(self._connection, key, self._stop)
            if self._stop():  # what was found then is not everything
                return found
            self._known[key] = found
        return self._known[key]

    def ids(self, key: str) -> tuple[int, ...]:
        """Their ids."""
        return self.of(key).ids

    def let_through(self, key: str, condition: Filter) -> list[tuple[int, float]]:
        """Those a filter lets through, the nearest first, with their scores."""
        near = self.of(key)
        sql = f"SELECT id FROM papers WHERE id IN (SELECT value FROM json_each(?)) AND ({condition.sql or 1})"
        there = {paper for (paper,) in self._connection.execute(sql, (as_json(near.ids), *condition.parameters))}
        return [(paper, score) for paper, score in zip(near.ids, near.scores, strict=True) if paper in there]

    def notes(self, query: Query) -> Iterator[str]:
        """What was wrong with the keys in a query."""
        for key in keys_in(query):
            if note := self.of(key).note:
                yield note


def keys_in(query: Query) -> list[str]:
    """The keys of the papers whose neighbours a query asks for."""
    leaves = leaves_of(query.root, everywhere=True)
    return [leaf.value for leaf in leaves if isinstance(leaf, Field) and leaf.name == "related"]


def leading_key(query: Query) -> str | None:
    """The key whose neighbours a query without words lists, the nearest first; None when it has another order."""
    if query.sort not in (None, "relevance"):
        return None
    return next((part.value for part in query.parts if isinstance(part, Field) and part.name == "related"), None)


def _neighbourhood(connection: sqlite3.Connection, key: str, stop: Callable[[], bool]) -> Neighbourhood:
    from readlist.store.related import related

    try:
        paper = paper_of_key(connection, key)
    except ReadlistError as error:
        return Neighbourhood(note=str(error).rstrip("."))
    found = related(connection, paper, NEAREST, stop)
    return Neighbourhood(tuple(paper for _, paper in found), tuple(score for score, _ in found))
