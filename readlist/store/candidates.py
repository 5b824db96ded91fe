"""Which papers may be meant: at most some hundred ids for a handful of word groups, whatever the size of the library.

The groups are ANDed and FTS5 hands out their papers newest first until there are enough, so a question costs what it
shows and not what it matches. Where everything matches it is tightened (the words side by side, then near one
another); where little matches one word is let go.
"""

import json
import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from readlist.store.filters import Filter
from readlist.store.vocabulary import Group, Vocabulary

ENOUGH = 120
FEW = 40
TOO_FEW = 10
COMMON_SHARE = 0.3
"""A word that this part of all papers has tells nothing: it is only asked for when nothing else was typed."""
PHRASE_BUDGET = 60_000
"""A phrase costs the papers of its rarest word; more than this altogether is too slow for a key."""


@dataclass(slots=True)
class Candidates:
    """Ids of papers, each with whether its head (or only its body) holds the words, and the groups they hold."""

    groups: list[Group]
    in_head: dict[int, bool] = field(default_factory=dict)
    wanted: list[Group] = field(default_factory=list)
    """The groups that tell something, rarest first."""
    strict: str | None = None
    """The question to the body whose papers hold every word that counts."""

    def add(self, ids: Iterable[int], in_head: bool) -> None:
        """Adds papers that are not there yet."""
        for paper in ids:
            self.in_head.setdefault(paper, in_head)

    def __len__(self) -> int:
        return len(self.in_head)


class Clock:
    """Tells when to stop: ``cancelled`` when nobody wants the answer any more, ``late`` when it took long enough."""

    def __init__(self, cancelled: Callable[[], bool], seconds: float | None) -> None:
        self.cancelled = cancelled
        self.deadline = None if seconds is None else time.monotonic() + seconds
        self.pressing = False

    def late(self) -> bool:
        """Whether time is up."""
        return self.deadline is not None and time.monotonic() > self.deadline

    def stop(self) -> bool:
        """What SQLite asks now and then: whether to give up; for being late only while candidates are gathered."""
        return self.cancelled() or (self.pressing and self.late())


class Source:
    """Asks the FTS5 tables, within a filter; ``chosen`` are the papers it lets through, when they are known."""

    def __init__(
        self, connection: sqlite3.Connection, filter: Filter, chosen: Sequence[int] | None, clock: Clock
    ) -> None:
        self.connection = connection
        self.clock = clock
        self._parameters: tuple[object, ...]
        if chosen is not None:
            self._join, self._where = "", " AND +rowid IN (SELECT value FROM json_each(?))"
            self._parameters = (json.dumps(list(chosen)),)
        elif filter:
            self._join = " CROSS JOIN papers ON papers.id = {0}.rowid"
            self._where, self._parameters = f" AND ({filter.sql})", filter.parameters
        else:
            self._join, self._where, self._parameters = "", "", ()
        self._answers: dict[tuple[str, str], tuple[int, list[int]]] = {}

    def question(self, table: str) -> str:
        """The SQL for the ids a match expression finds, newest first."""
        join = self._join.format(table)
        return f"SELECT {table}.rowid FROM {table}{join} WHERE {table} MATCH ?{self._where} ORDER BY {table}.rowid DESC"

    def ids(self, table: str, expression: str, most: int) -> list[int]:
        """At most ``most`` ids, newest first; when time is up, those found by then."""
        found: list[int] = []
        if not expression or self.clock.late():
            return found
        asked, known = self._answers.get((table, expression), (0, found))
        if most <= asked or len(known) < asked:
            return known[:most]
        self.clock.pressing = True
        try:
            rows = self.connection.execute(f"{self.question(table)} LIMIT ?", self.parameters(expression, most))
            found.extend(paper for (paper,) in rows)
            self._answers[table, expression] = most, found
        except sqlite3.OperationalError:
            if self.clock.cancelled() or not self.clock.late():
                raise
        finally:
            self.clock.pressing = False
        return found

    def parameters(self, expression: str, *others: object) -> tuple[object, ...]:
        """The parameters of :meth:`question`."""
        return (expression, *self._parameters, *others)


def either(group: Group, table: str, *, literal: bool = False) -> str:
    """The match expression for any meaning of a group."""
    terms = group.literal if literal else group.terms
    choices = [f'"{term}"' for term in terms]
    between = " " if table == "head" else '" AND "'
    choices += [f'("{between.join(phrase)}")' for phrase in group.phrases]
    return f"({' OR '.join(choices)})" if choices else ""


def every(groups: Sequence[Group], table: str, *, literal: bool = False) -> str:
    """The match expression for papers that hold some meaning of every group; empty when a group has none."""
    choices = [either(group, table, literal=literal) for group in groups]
    return " AND ".join(choices) if all(choices) else ""


def find(groups: list[Group], vocabulary: Vocabulary, source: Source) -> Candidates:
    """Papers that hold the words as typed or as they go on; where those are few, also as they may have been meant."""
    found = Candidates(groups, wanted=_telling(groups, vocabulary))
    wanted = found.wanted
    if not wanted:
        return found
    found.add(source.ids("head", every(wanted, "head", literal=True), ENOUGH), True)
    if len(found) >= ENOUGH and len(groups) > 1:
        found.add(source.ids("head", _side_by_side(groups, vocabulary), ENOUGH), True)
        found.add(source.ids("head", _near(groups), ENOUGH), True)
    found.strict = every(wanted, "body", literal=True)
    if len(found) < ENOUGH // 2:
        found.add(source.ids("body", found.strict, ENOUGH), False)
    if len(found) < FEW and any(len(group.literal) < len(group.terms) for group in wanted):
        if not found.in_head:
            found.strict = every(wanted, "body")
        _add_meant(found, source)
    return found


def widen(found: Candidates, groups: list[Group], vocabulary: Vocabulary, source: Source) -> Candidates:
    """The same papers and those that hold the words as more generous groups mean them, or all words but one."""
    wider = Candidates(groups, dict(found.in_head), _telling(groups, vocabulary), found.strict)
    if wider.wanted:
        _add_meant(wider, source)
        if not found.in_head:
            wider.strict = every(wider.wanted, "body")
        if len(wider) < TOO_FEW:
            _let_go(wider, vocabulary, source)
    return wider


def _telling(groups: list[Group], vocabulary: Vocabulary) -> list[Group]:
    """The groups that mean something and tell something, each once, rarest first."""
    known = [group for place, group in enumerate(groups) if group and group not in groups[:place]]
    wanted = [group for group in known if group.papers < COMMON_SHARE * vocabulary.papers] or known
    if len(wanted) > 1 and wanted[-1].open and len(wanted[-1].typed) == 1:
        wanted = wanted[:-1]
    return sorted(wanted, key=lambda group: group.papers)


def _add_meant(found: Candidates, source: Source) -> None:
    found.add(source.ids("head", every(found.wanted, "head"), ENOUGH), True)
    if len(found) < FEW:
        found.add(source.ids("body", every(found.wanted, "body"), ENOUGH), False)


def _let_go(found: Candidates, vocabulary: Vocabulary, source: Source) -> None:
    """Adds papers that hold all the words but one."""
    wanted = found.wanted
    if len(wanted) < 2:
        return
    if len(wanted) == 2:
        rare = [group for group in wanted if group.papers < 0.02 * vocabulary.papers] or wanted[:1]
        choices = [[group] for group in rare]
    else:
        choices = [[group for group in wanted if group is not left_out] for left_out in reversed(wanted)]
    found.add(source.ids("head", " OR ".join(f"({every(choice, 'head')})" for choice in choices), ENOUGH), True)
    if len(wanted) > 2 and len(found) < ENOUGH:
        found.add(source.ids("body", " OR ".join(f"({every(choice, 'body')})" for choice in choices), ENOUGH), False)


def _side_by_side(groups: Sequence[Group], vocabulary: Vocabulary) -> str:
    """The words as one phrase, in up to a dozen spellings whose rarest words fit the budget."""
    spellings: list[tuple[list[str], int]] = [([], PHRASE_BUDGET)]
    for group in groups:
        terms = _likeliest(group)
        entries = {term: vocabulary.entry(term) for term in terms}
        spellings = [
            ([*words, term], min(cost, entry.head if (entry := entries[term]) else 0))
            for words, cost in spellings
            for term in terms
        ][:12]
    return " OR ".join(f'"{" ".join(words)}"' for words, _ in _affordable(spellings))


def _near(groups: Sequence[Group]) -> str:
    """The words as typed, in any order but close to one another in the title."""
    known = [(group.typed, group.exact.head) for group in groups if group.exact and group.exact.head]
    if len(known) < 2 or min(head for _, head in known) > PHRASE_BUDGET:
        return ""
    phrases = " ".join(f'"{word}"' for word, _ in known)
    return f"title : NEAR({phrases}, {len(known) + 1})"


def _affordable(spellings: list[tuple[list[str], int]]) -> list[tuple[list[str], int]]:
    left = PHRASE_BUDGET
    chosen = []
    for words, cost in spellings:
        if cost <= left:
            left -= cost
            chosen.append((words, cost))
    return chosen


def _likeliest(group: Group) -> list[str]:
    ordered = sorted(group.terms, key=lambda term: -group.terms[term])
    exact = [term for term in ordered if group.terms[term] == 1.0 and group.exact][:1]
    others = [term for term in ordered if group.terms[term] < 1.0][:3] if group.open or not exact else []
    return exact + others or [group.typed]
