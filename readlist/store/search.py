"""Search as you type: a query becomes ids of papers, best first, in milliseconds whatever the size of the library."""

import re
import sqlite3
import threading
from array import array
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path

from readlist.query import Field, Phrase, Query, Word
from readlist.store.candidates import Source
from readlist.store.clock import Clock, Interrupted
from readlist.store.connection import connect_reader, plainly
from readlist.store.filters import Filter, all_of, filter_of, order_of, register
from readlist.store.meaning import MOST_WORDS, Meaning, Meanings, Wording
from readlist.store.neighbours import Neighbours, leading_key
from readlist.store.ranking import Ranker
from readlist.store.searches import lookup
from readlist.store.vocabulary import Vocabulary
from readlist.store.words import words

PAGE = 200
PATIENCE = 0.25
"""Seconds after which a question answers with what it has found."""
FEW_PAPERS = 3000
"""A filter that lets no more papers through is worked out once, and not for each key again."""
CHUNK = 5000
CHOOSING = 0.08
"""Seconds after which a filter is not worked out before the words are looked for."""
_TOO_DEEP = re.compile("parser stack|too large|too deep")


@dataclass(frozen=True, slots=True)
class Behind:
    """Where the papers behind a page are: those ``ranked`` ones it had no place for, then what a statement finds."""

    sql: str = ""
    parameters: tuple[object, ...] = ()
    ranked: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """The first papers a query finds.

    ``scores`` come with ranked ids. ``complete`` is False when :meth:`Searcher.rest` has more. ``corrections`` are
    typed words with those that were searched for instead; ``matched`` the folded words to highlight; ``notes`` says
    what was not understood or not done.
    """

    ids: "array[int]"
    scores: tuple[float, ...] | None = None
    complete: bool = True
    corrections: tuple[tuple[str, str], ...] = ()
    matched: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    behind: Behind = field(default=Behind(), repr=False)


class Searcher:
    """Answers queries on a connection of its own; one question at a time, from any thread.

    A question can be interrupted from another thread, and gives up by itself after :data:`PATIENCE`.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._busy = threading.Lock()
        self._tickets = threading.Lock()
        self._issued = 0
        self._cancelled = 0
        self._mine = 0
        self._clock = Clock(self._is_cancelled, None)
        self._connection = self._connect()
        self._connection.set_progress_handler(lambda: self._clock.stop(), 4000)
        self._following: sqlite3.Connection | None = None
        self._version = -1
        self._vocabulary: Vocabulary
        self._meanings: Meanings
        self._neighbours: Neighbours
        self._chosen: dict[Filter, list[int] | None] = {}

    def find(self, query: Query, *, limit: int | None = None, patience: float | None = PATIENCE) -> Found:
        """The first ``limit`` papers (a page when not given) of a query, in its order.

        Words without a ``sort:`` are ranked, at most some hundred papers; the others follow by :meth:`rest`. Raises
        :class:`Interrupted` when :meth:`interrupt` was called after this was, and ReadlistError when the library
        cannot be read. No query raises.
        """
        ticket = self._ticket()
        with self._busy, plainly(self.path):
            self._begin(ticket, patience)
            try:
                return self._find(query, PAGE if limit is None else max(limit, 0))
            except sqlite3.OperationalError as error:
                if self._is_cancelled():
                    raise Interrupted from error
                if _TOO_DEEP.search(str(error)):
                    return Found(array("q"), notes=(*query.notes, "too many parentheses inside one another"))
                raise

    def rest(self, query: Query, found: Found) -> Iterator["array[int]"]:
        """The ids behind those of ``found``, in order, in chunks. Raises :class:`Interrupted` like :meth:`find`."""
        if found.complete:
            return
        ticket = self._ticket()
        with plainly(self.path):
            if self._following is not None:
                self._following.close()
            connection = self._following = self._connect()
            shown = {*found.ids, *found.behind.ranked}
            try:
                waiting = array("q", found.behind.ranked)
                # Row by row, each let go before the next: a list of rows would set Python's garbage collection off.
                for paper in _rows(connection, found.behind):
                    if paper not in shown:
                        waiting.append(paper)
                    if len(waiting) >= CHUNK:
                        if self._cancelled >= ticket:
                            raise Interrupted
                        yield waiting
                        waiting = array("q")
                yield waiting
            except sqlite3.OperationalError as error:
                if self._cancelled >= ticket:
                    raise Interrupted from error
                raise

    def count(self, query: Query) -> int:
        """How many papers a query finds in all, those that :meth:`rest` would bring included. What is counted was
        typed before: its last word is a whole one."""
        query = replace(query, open=False)
        found = self.find(query, patience=None)
        if found.complete:
            return len(found.ids)
        if found.scores is not None:
            return len(found.ids) + sum(map(len, self.rest(query, found)))
        with self._busy, plainly(self.path):
            sql = f"SELECT count(*) FROM ({found.behind.sql})"
            return int(self._connection.execute(sql, found.behind.parameters).fetchone()[0])

    def interrupt(self) -> None:
        """Stops every question that was asked before, from any thread; later ones are not touched."""
        with self._tickets:
            self._cancelled = self._issued
        self._connection.interrupt()
        if (following := self._following) is not None:
            # Its own thread may be closing it at this moment, to follow the next question on a fresh one.
            with suppress(sqlite3.ProgrammingError):
                following.interrupt()

    def close(self) -> None:
        """Gives the connections back."""
        self._connection.close()
        if self._following is not None:
            self._following.close()

    # ---------------------------------------------------------------- one question at a time

    def _connect(self) -> sqlite3.Connection:
        connection = connect_reader(self.path)
        connection.execute("PRAGMA cache_size = -32768")
        register(connection)
        return connection

    def _ticket(self) -> int:
        with self._tickets:
            self._issued += 1
            return self._issued

    def _begin(self, ticket: int, patience: float | None) -> None:
        self._mine = ticket
        self._clock = Clock(self._is_cancelled, patience)
        if self._is_cancelled():
            raise Interrupted
        (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        if version != self._version:
            self._version = version
            self._vocabulary = Vocabulary(self._connection)
            ranker = Ranker(self._connection, self._vocabulary)
            self._meanings = Meanings(self._connection, self._vocabulary, ranker)
            self._neighbours = Neighbours(self._connection, self._is_cancelled)
            self._chosen.clear()

    def _is_cancelled(self) -> bool:
        return self._cancelled >= self._mine

    # ---------------------------------------------------------------- answering

    def _find(self, query: Query, limit: int) -> Found:
        query = query.expanded(lookup(self._connection))
        typed = [word for text in query.words for word in words(text)]
        wording = Wording(self._meanings, self._clock)
        condition = filter_of(query, self._connection, self._neighbours.ids, wording)
        others = list(wording.asked.values())
        notes = [*query.notes, *self._neighbours.notes(query)]
        if self._is_cancelled():
            raise Interrupted
        if len(typed) > MOST_WORDS:
            notes.append(f"only the first {MOST_WORDS} words are searched for")
            typed = typed[:MOST_WORDS]
        if wording.too_many:
            notes.append(f"only {MOST_WORDS} words are forgiven slips; the others are taken as they are")
        said = Found(
            array("q"),
            corrections=tuple(dict.fromkeys(pair for meaning in others for pair in meaning.corrections)),
            matched=tuple(dict.fromkeys([*_literal_words(query), *(w for one in others for w in one.matched)])),
            notes=tuple(notes),
        )
        if not typed and query.words:
            return replace(said, notes=(*notes, f"“{' '.join(query.words)}” holds nothing to search for"))
        if not typed and (key := leading_key(query)):
            near = self._neighbours.let_through(key, condition)
            scores = tuple(round(score, 4) for _, score in near[:limit])
            ids = [paper for paper, _ in near]
            page, behind = array("q", ids[:limit]), Behind(ranked=tuple(ids[limit:]))
            return replace(said, ids=page, scores=scores, complete=len(near) <= limit, behind=behind)
        if not typed and others and query.sort in (None, "relevance"):
            return self._chosen_among(query, condition, others, limit, said)
        if not typed:
            return self._listed(query, condition, limit, said)
        if self._is_key(query, typed):
            keyed = all_of([Filter("papers.key = ?", query.words), condition])
            return self._listed(query, keyed, limit, said)
        source = Source(self._connection, condition, self._few(condition), self._clock)
        meaning = self._meanings.of(typed, source, open=query.open)
        corrections = tuple(dict.fromkeys([*meaning.corrections, *said.corrections]))
        matched = tuple(dict.fromkeys([*said.matched, *meaning.matched]))
        said = replace(said, corrections=corrections, matched=matched)
        if query.sort not in (None, "relevance"):
            return self._listed(query, all_of([condition, meaning.condition]), limit, said)
        if others:
            meaning = self._meanings.reordered(meaning, others, self._clock)
        behind, strict = Behind(), meaning.strict
        if strict:
            behind = Behind(source.question("body"), source.parameters(strict))
        more = bool(strict) and source.has_others("body", strict or "", set(meaning.papers))
        return _ranked(said, meaning, limit, behind, more=more or source.cut_short)

    def _chosen_among(self, query: Query, condition: Filter, meanings: list[Meaning], limit: int, said: Found) -> Found:
        """Papers of a query whose words all stand under OR or in parentheses: those first that hold most of them."""
        source = Source(self._connection, condition, self._few(condition), self._clock)
        best = self._meanings.ranked_by_all(meanings, source)
        sql, parameters = _listing(query, condition)
        hits, ranked, more = best.hits, set(best.papers), source.cut_short
        if len(hits) <= limit:
            try:
                with self._clock.pressing():
                    rows = self._connection.execute(f"{sql} LIMIT {limit + 1}", parameters)
                    hits = [*hits, *((0.0, paper) for (paper,) in rows if paper not in ranked)]
            except sqlite3.OperationalError:
                if self._is_cancelled() or not self._clock.late():
                    raise
                more = True
        shown, behind = replace(best, hits=hits[: max(limit + 1, len(ranked))]), Behind(sql, parameters)
        return _ranked(said, shown, limit, behind, more=more)

    def _is_key(self, query: Query, typed: list[str]) -> bool:
        """Whether the one word that was typed is a paper's citation key, and can hardly be anything else."""
        if len(query.words) != 1 or not any(map(str.isdigit, query.words[0])):
            return False
        if len(typed) == 1 and self._vocabulary.entry(typed[0]):
            return False
        return self._connection.execute("SELECT 1 FROM papers WHERE key = ?", query.words).fetchone() is not None

    def _few(self, condition: Filter) -> list[int] | None:
        """The papers a filter lets through, when they are few; else None, and every paper is judged as it comes."""
        if not condition:
            return None
        if condition not in self._chosen:
            self._chosen[condition] = None
            sql = f"SELECT id FROM papers WHERE {condition.sql} LIMIT {FEW_PAPERS + 1}"
            try:
                with self._clock.pressing(CHOOSING):
                    ids = [paper for (paper,) in self._connection.execute(sql, condition.parameters)]
            except sqlite3.OperationalError as error:
                if self._is_cancelled() or error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
                    del self._chosen[condition]
                    raise
                return None
            if len(ids) <= FEW_PAPERS:
                self._chosen[condition] = ids
        return self._chosen[condition]

    def _listed(self, query: Query, condition: Filter, limit: int, said: Found) -> Found:
        sql, parameters = _listing(query, condition)
        ids = array("q", [paper for (paper,) in self._connection.execute(f"{sql} LIMIT {limit + 1}", parameters)])
        return replace(said, ids=ids[:limit], complete=len(ids) <= limit, behind=Behind(sql, parameters))


def _listing(query: Query, condition: Filter) -> tuple[str, tuple[object, ...]]:
    where = f" WHERE {condition.sql}" if condition else ""
    return f"SELECT papers.id FROM papers{where} ORDER BY {order_of(query)}", condition.parameters


def _ranked(said: Found, meaning: Meaning, limit: int, behind: Behind, *, more: bool) -> Found:
    """The first papers of a meaning; the others of its best ones come before what is behind them."""
    papers = meaning.papers
    return replace(
        said,
        ids=array("q", papers[:limit]),
        scores=tuple(round(score, 4) for score, _ in meaning.hits[:limit]),
        complete=len(papers) <= limit and not more,
        behind=replace(behind, ranked=tuple(papers[limit:])),
    )


def _rows(connection: sqlite3.Connection, behind: Behind) -> Iterator[int]:
    if behind.sql:
        yield from chain.from_iterable(connection.execute(behind.sql, behind.parameters))


def _literal_words(query: Query) -> tuple[str, ...]:
    """The words of phrases and of fields that look into the text, and those under OR."""
    found: list[str] = []
    for leaf in query.leaves():
        if isinstance(leaf, Phrase) or (isinstance(leaf, Word) and leaf not in query.parts):
            found.extend(words(leaf.text))
        elif isinstance(leaf, Field) and leaf.name in ("author", "title", "venue"):
            found.extend(words(leaf.value))
    return tuple(dict.fromkeys(found))
