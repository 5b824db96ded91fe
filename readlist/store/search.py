"""Search as you type: a query becomes ids of papers, best first, in milliseconds whatever the size of the library."""

import re
import sqlite3
import threading
from array import array
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from readlist.query import Field, Phrase, Query, Word
from readlist.store import candidates
from readlist.store.candidates import TOO_FEW, Candidates, Source
from readlist.store.clock import Clock, Interrupted
from readlist.store.connection import connect_reader, plainly
from readlist.store.filters import NOTHING, Filter, filter_of, order_of, register
from readlist.store.neighbours import Neighbours, leading_key
from readlist.store.ranking import Ranked, Ranker
from readlist.store.searches import lookup
from readlist.store.vocabulary import JOINED, Group, Vocabulary
from readlist.store.words import words

PAGE = 200
MOST_WORDS = 12
"""More typed words do not make a question clearer; the first ones count."""
PATIENCE = 0.25
"""Seconds after which a question answers with what it has found."""
FEW_PAPERS = 3000
"""A filter that lets no more papers through is worked out once, and not for each key again."""
TAIL = 0.4
"""Papers that score less than this part of the best one's score are not worth a line."""
WEAK, STRONG = 0.8, 1.0
"""Scores of a best paper that was hardly meant, and of one that was surely meant."""
CHUNK = 5000
_TOO_DEEP = re.compile("parser stack|too large|too deep")


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
    more: str | None = field(default=None, repr=False)
    """The question to the body that finds the papers behind the ranked ones."""


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
        self._ranker: Ranker
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
            shown = set(found.ids)
            try:
                waiting = array("q")
                # Row by row, each let go before the next: a list of rows would set Python's garbage collection off.
                for paper in self._follow(connection, query, found, ticket):
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
        """How many papers a query finds in all, those that :meth:`rest` would bring included."""
        found = self.find(query, patience=None)
        if found.complete:
            return len(found.ids)
        if found.scores is not None or found.more:
            return len(found.ids) + sum(map(len, self.rest(query, found)))
        with self._busy, plainly(self.path):
            spelled_out = query.expanded(lookup(self._connection))
            condition = filter_of(spelled_out, self._connection, self._neighbours.ids)
            where = f" WHERE {condition.sql}" if condition else ""
            sql = f"SELECT count(*) FROM papers{where}"
            return int(self._connection.execute(sql, condition.parameters).fetchone()[0])

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
            self._ranker = Ranker(self._connection, self._vocabulary)
            self._neighbours = Neighbours(self._connection, self._is_cancelled)
            self._chosen.clear()

    def _is_cancelled(self) -> bool:
        return self._cancelled >= self._mine

    # ---------------------------------------------------------------- answering

    def _find(self, query: Query, limit: int) -> Found:
        query = query.expanded(lookup(self._connection))
        typed = [word for text in query.words for word in words(text)]
        condition = filter_of(query, self._connection, self._neighbours.ids)
        notes = [*query.notes, *self._neighbours.notes(query)]
        if self._is_cancelled():
            raise Interrupted
        if len(typed) > MOST_WORDS:
            notes.append(f"only the first {MOST_WORDS} words are searched for")
            typed = typed[:MOST_WORDS]
        literal = _literal_words(query)
        if not typed and (key := leading_key(query)):
            near = self._neighbours.let_through(key, condition)
            scores = tuple(round(score, 4) for _, score in near[:limit])
            ids = array("q", [paper for paper, _ in near[:limit]])
            return Found(ids, scores, len(near) <= limit, notes=tuple(notes))
        if not typed:
            return self._listed(query, condition, None, limit, (), literal, notes)
        source = Source(self._connection, condition, self._few(condition), self._clock)
        found, ranked = self._ranked(typed, query.open, source)
        page = ranked.hits[:limit]
        best = page[0][0] if page else 0.0
        page = [hit for hit in page if hit[0] >= TAIL * best]
        used = [ranked.used[paper] for _, paper in page]
        corrections = _corrections(found.groups, used)
        matched = tuple(dict.fromkeys([*literal, *(word for row in used for word in row if word)]))
        if query.sort not in (None, "relevance"):
            expression = found.strict if page else None
            return self._listed(
                query, condition if expression else NOTHING, expression, limit, corrections, matched, notes
            )
        return Found(
            ids=array("q", [paper for _, paper in page]),
            scores=tuple(round(score, 4) for score, _ in page),
            complete=not page or not self._has_more(found, source, page),
            corrections=corrections,
            matched=matched,
            notes=tuple(notes),
            more=found.strict,
        )

    def _ranked(self, typed: list[str], open: bool, source: Source) -> tuple[Candidates, Ranked]:
        text = " ".join(typed)
        found = candidates.find(self._groups(typed, open, forgiving=False), self._vocabulary, source)
        ranked = self._ranker.rank(text, found, self._clock)
        if ranked.best < WEAK or (len(ranked.hits) < TOO_FEW and ranked.best < STRONG):
            # Words that exist may be slips too, and beginnings of other words.
            found = candidates.widen(found, self._groups(typed, open, forgiving=True), self._vocabulary, source)
            ranked = ranked.joined_with(self._ranker.rank(text, found, self._clock))
        return found, ranked

    def _groups(self, typed: list[str], open: bool, *, forgiving: bool) -> list[Group]:
        vocabulary = self._vocabulary
        last = len(typed) - 1
        groups: list[Group] = []
        for place, word in enumerate(typed):
            self._clock.check()
            groups.append(vocabulary.group(word, open=open and place == last, forgiving=forgiving))
        for place in range(last):
            together = vocabulary.entry(typed[place] + typed[place + 1])
            if together:
                groups[place : place + 2] = [group.with_term(together, JOINED) for group in groups[place : place + 2]]
        return groups

    def _few(self, condition: Filter) -> list[int] | None:
        """The papers a filter lets through, when they are few; else None, and every paper is judged as it comes."""
        if not condition:
            return None
        if condition not in self._chosen:
            sql = f"SELECT id FROM papers WHERE {condition.sql} LIMIT {FEW_PAPERS + 1}"
            ids = [paper for (paper,) in self._connection.execute(sql, condition.parameters)]
            self._chosen[condition] = ids if len(ids) <= FEW_PAPERS else None
        return self._chosen[condition]

    def _listed(
        self,
        query: Query,
        condition: Filter,
        expression: str | None,
        limit: int,
        corrections: tuple[tuple[str, str], ...],
        matched: tuple[str, ...],
        notes: list[str],
    ) -> Found:
        sql, parameters = _listing(query, condition, expression)
        ids = array("q", [paper for (paper,) in self._connection.execute(f"{sql} LIMIT {limit + 1}", parameters)])
        complete = len(ids) <= limit
        return Found(ids[:limit], None, complete, corrections, matched, tuple(notes), expression)

    def _has_more(self, found: Candidates, source: Source, page: list[tuple[float, int]]) -> bool:
        if not found.strict:
            return False
        return source.has_others("body", found.strict, {paper for _, paper in page})

    def _follow(
        self, connection: sqlite3.Connection, query: Query, found: Found, ticket: int
    ) -> Iterator[int]:
        query = query.expanded(lookup(connection))
        near = self._neighbours.on(connection, lambda: self._cancelled >= ticket)
        condition = filter_of(query, connection, near.ids)
        if found.scores is not None and found.more is None and (key := leading_key(query)):
            yield from (paper for paper, _ in near.let_through(key, condition))
            return
        if found.scores is None:
            sql, parameters = _listing(query, condition, found.more)
        else:
            source = Source(connection, condition, None, Clock(lambda: False, None))
            sql, parameters = source.question("body"), source.parameters(found.more or "")
        yield from (paper for (paper,) in connection.execute(sql, parameters))


def _listing(query: Query, condition: Filter, expression: str | None) -> tuple[str, tuple[object, ...]]:
    conditions = [f"({condition.sql})"] if condition else []
    parameters = condition.parameters
    if expression:
        conditions.append("papers.id IN (SELECT rowid FROM body WHERE body MATCH ?)")
        parameters = (*parameters, expression)
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    return f"SELECT papers.id FROM papers{where} ORDER BY {order_of(query)}", parameters


def _corrections(groups: list[Group], used: list[tuple[str, ...]]) -> tuple[tuple[str, str], ...]:
    """For each word that no paper on the page holds as typed: what most of the best ones hold instead."""
    found: list[tuple[str, str]] = []
    for place, group in enumerate(groups):
        held = Counter(row[place] for row in used if place < len(row) and row[place])
        if not held or any(word in group.literal for word in held):
            continue
        first = next(row[place] for row in used if place < len(row) and row[place])
        if first != group.typed and not first.startswith(group.typed):
            found.append((group.typed, first))
    return tuple(found)


def _literal_words(query: Query) -> tuple[str, ...]:
    """The words of phrases and of fields that look into the text, and those under OR."""
    found: list[str] = []
    for leaf in query.leaves():
        if isinstance(leaf, Phrase) or (isinstance(leaf, Word) and leaf not in query.parts):
            found.extend(words(leaf.text))
        elif isinstance(leaf, Field) and leaf.name in ("author", "title", "venue"):
            found.extend(words(leaf.value))
    return tuple(dict.fromkeys(found))
