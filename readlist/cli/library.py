"""What several commands do with a library: open it, turn keys into rows, walk through what a query finds."""

import argparse
import os
from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from readlist.config import Config
    from readlist.paper import Paper
    from readlist.query import Query
    from readlist.store import Change, Library

CHUNK = 500


def open_library(options: argparse.Namespace, config: "Config | None" = None, *, make: bool = False) -> "Library":
    """The library a command was called for. ``config`` is there to be read only once.

    The default library is made when it is not there yet. One that was named by hand is made only with ``make``, for
    commands that fill it: elsewhere its name is mistyped, and ReadlistError says that there is none.
    """
    from readlist.config import library_path
    from readlist.store import Library

    given = Path(options.library) if options.library else None
    named = given is not None or bool(os.environ.get("READLIST_DB"))
    return Library.open(library_path(given, config or settings()), create=make or not named)


def settings() -> "Config":
    """The config, its mistakes said on standard error."""
    from readlist.cli.output import say
    from readlist.config import load

    config = load()
    for problem in config.problems:
        say(problem)
    return config


def resolved(library: "Library", keys: Sequence[str]) -> list[int]:
    """The rows of keys, each once, in the order given. Raises ReadlistError at the first that names no paper or
    several, so that a command with a mistyped key changes nothing."""
    return list(dict.fromkeys(library.resolve(key) for key in keys))


def typed(words: Sequence[str], library: "Library") -> str:
    """The query a person meant by the words of a command.

    The shell takes quotes away: ``saved:"to cite"`` arrives as ``saved:to cite``. A word that has a blank behind its
    field gets them back where it stands among others, and where it names a saved search; one word alone may as well be
    a whole query.
    """
    found: list[str] = []
    for word in words:
        name, colon, value = word.partition(":")
        if colon and " " in value and '"' not in value and (len(words) > 1 or _names_search(name, value, library)):
            word = f'{name}:"{value}"'
        found.append(word)
    return " ".join(found)


def _names_search(field: str, value: str, library: "Library") -> bool:
    from readlist.text import fold

    known = {fold(search.name) for search in library.saved_searches()}
    return field.lstrip("-(").lower() in ("saved", "search") and fold(value) in known


def matching(
    library: "Library", query: "Query", limit: int | None = None, matched: set[str] | None = None
) -> Iterator[tuple[int, float | None]]:
    """The rows a query finds, in its order, each with its score when there is one. What was not understood and what
    was searched for instead of a mistyped word is said on standard error; the words by which papers were found go
    into ``matched``."""
    from dataclasses import replace

    from readlist.cli.output import say

    query = replace(query, open=False)  # a command is typed to its end
    with closing(library.searcher()) as searcher:
        found = searcher.find(query, limit=limit, patience=None)
        for note in dict.fromkeys((*query.notes, *found.notes)):
            say(note)
        for typed, meant in found.corrections:
            say(f"“{typed}” was taken for “{meant}”")
        if matched is not None:
            matched.update(found.matched)
        scores: Iterable[float | None] = found.scores if found.scores is not None else [None] * len(found.ids)
        pairs = zip(found.ids, scores, strict=False)
        yield from islice(pairs, limit)
        left = None if limit is None else limit - len(found.ids)
        if found.complete or (left is not None and left <= 0):
            return
        others: Iterator[array[int]] = searcher.rest(query, found)
        yield from ((row, None) for row in islice(chain.from_iterable(others), left))


def papers(library: "Library", ids: Iterable[int]) -> Iterator["Paper"]:
    """Whole papers, read a page at a time."""
    waiting = iter(ids)
    while page := list(islice(waiting, CHUNK)):
        yield from library.papers(page)


def report(change: "Change", options: argparse.Namespace, prefix: str = "") -> int:
    """Says what a change did."""
    from readlist.cli.output import put, put_json

    if options.json:
        put_json({"change": change.id or None, "summary": change.summary, "count": change.count})
    else:
        put(prefix + change.summary)
    return 0
