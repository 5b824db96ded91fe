"""Which papers may be meant: at most some hundred ids for a handful of word groups, whatever the size of the library.

The groups are ANDed and FTS5 hands out their papers newest first until there are enough, so a question costs what it
shows and not what it matches. Where everything matches it is tightened (the words side by side, then near one
another); where little matches one word is let go, and where nothing does, as many as must be.
"""

import json
import math
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from time import thread_time

from readlist.store.clock import Clock
from readlist.store.filters import Filter
from readlist.store.vocabulary import COMMON_SHARE, Entry, Group, Vocabulary

ENOUGH = 120
FEW = 40
TOO_FEW = 10
HARDLY_ANY = 3
"""With fewer papers than this more words are let go than one."""
MANY_WORDS = 5
"""Of more words than these each one in turn would be too much work to let go."""
VOTES = 3000
"""A word of more papers votes only among those that rarer words have found, and only its newest ones."""
PHRASE_BUDGET = 600_000
"""So many entries of the index may be read to find phrases, about 10 ms."""
ENTRIES_ON_A_PAGE = 300
WORK = 0.02
"""Seconds of work after which no more is asked than must be."""


@dataclass(slots=True)
class Candidates:
    """Ids of papers, each with whether its head (or only its body) holds the words, and the groups they hold."""

    groups: list[Group]
    in_head: dict[int, bool] = field(default_factory=dict)
    wanted: list[Group] = field(default_factory=list)
    """The groups that tell something, rarest first."""
    strict: str | None = None
    """The question to the body whose papers hold every word that counts."""
    let_go: bool = False
    """Whether there may be papers here that do not hold all the words; :func:`left_out` tells which are missing."""

    def add(self, ids: Iterable[int], in_head: bool) -> None:
        """Adds papers that are not there yet."""
        for paper in ids:
            self.in_head.setdefault(paper, in_head)

    def __len__(self) -> int:
        return len(self.in_head)


class Source:
    """Asks the FTS5 tables, within a filter; ``chosen`` are the papers it lets through, when they are known."""

    def __init__(
        self, connection: sqlite3.Connection, filter: Filter, chosen: Sequence[int] | None, clock: Clock
    ) -> None:
        self.connection = connection
        self.clock = clock
        self._filter, self._filtered_by = filter.sql or "1", filter.parameters
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
        self._worked = 0.0
        self.cut_short = False
        """Whether time was up before everything that was asked for was looked through."""

    def question(self, table: str, newest: float = 1.0) -> str:
        """The SQL for the ids that a match expression finds, newest first, among the ``newest`` part of all papers."""
        newer = f" AND {table}.rowid > {int((1 - newest) * self._last())}" if newest < 1 else ""
        return (
            f"SELECT {table}.rowid FROM {table}{self._join.format(table)}"
            f" WHERE {table} MATCH ?{newer}{self._where} ORDER BY {table}.rowid DESC"
        )

    def ids(self, table: str, expression: str, most: int, newest: float = 1.0) -> list[int]:
        """At most ``most`` ids, newest first, of the ``newest`` part of all papers; when time is up, those found by
        then."""
        found: list[int] = []
        self.clock.check()
        if not expression:
            return found
        asked, known = self._answers.get((table, expression), (0, found))
        if most <= asked or len(known) < asked:
            return known[:most]
        wanted = most + 1  # tells whether there are others without asking again
        if self.clock.late():
            self.cut_short = True
            return found
        begun = thread_time()
        try:
            sql = f"{self.question(table, newest)} LIMIT ?"
            with self.clock.pressing():
                found.extend(paper for (paper,) in self.connection.execute(sql, self.parameters(expression, wanted)))
            if newest == 1:
                self._answers[table, expression] = wanted, found
        except sqlite3.OperationalError:
            if self.clock.cancelled() or not self.clock.late():
                raise
            self.cut_short = True
        finally:
            self._worked += thread_time() - begun
        return found[:most]

    def among(self, papers: Sequence[int]) -> list[int]:
        """Those of some papers that the filter lets through."""
        if not papers:
            return []
        sql = f"SELECT papers.id FROM papers WHERE papers.id IN (SELECT value FROM json_each(?)) AND ({self._filter})"
        rows = self.connection.execute(sql, (json.dumps(list(papers)), *self._filtered_by))
        return [paper for (paper,) in rows]

    def is_tired(self) -> bool:
        """Whether the questions so far were so much work that a further one should not be asked when there is something
        to show. It is processor time that counts: a busy machine answers no worse."""
        return self._worked > WORK

    def _last(self) -> int:
        return int(self.connection.execute("SELECT coalesce(max(id), 0) FROM papers").fetchone()[0])

    def has_others(self, table: str, expression: str, known: Collection[int]) -> bool:
        """Whether a match expression finds papers beside those that are known, or may find them for all that is known
        when time is up."""
        _, found = self._answers.get((table, expression), (0, []))
        if all(paper in known for paper in found):
            found = self.ids(table, expression, len(known) + 1)
        return self.cut_short or any(paper not in known for paper in found)

    def parameters(self, expression: str, *others: object) -> tuple[object, ...]:
        """The parameters of :meth:`question`."""
        return (expression, *self._parameters, *others)


def either(group: Group, *, literal: bool = False, together: bool = True) -> str:
    """The match expression for any meaning of a group; without ``together`` not for words run together, whose parts
    the body finds apart too."""
    choices = [f'"{term}"' for term in (group.literal if literal else group.terms)]
    between = '" AND "'
    choices += [f'("{between.join(apart)}")' for apart in _apart(group, together)]
    return f"({' OR '.join(choices)})" if choices else ""


def _apart(group: Group, together: bool) -> list[tuple[str, ...]]:
    if together:
        return group.apart
    return [parts for phrase, parts in zip(group.phrases, group.apart, strict=True) if phrase not in group.together]


def every(groups: Sequence[Group], *, literal: bool = False, together: bool = True) -> str:
    """The match expression for papers that hold some meaning of every group; empty when a group has none."""
    choices = [either(group, literal=literal, together=together) for group in groups]
    return " AND ".join(choices) if all(choices) else ""


def find(groups: list[Group], vocabulary: Vocabulary, source: Source) -> Candidates:
    """Papers that hold the words as typed or as they go on; where those are few, also as they may have been meant."""
    found = Candidates(groups, wanted=_telling(groups, vocabulary))
    wanted = found.wanted
    if not wanted:
        return found
    found.add(source.ids("head", every(wanted, literal=True), ENOUGH), True)
    if len(found) >= ENOUGH and len(groups) > 1:
        _add_close(found, groups, vocabulary, source)
    found.strict = every(wanted, literal=True)
    if len(found) < ENOUGH // 2:
        in_body = source.ids("body", found.strict, ENOUGH)
        found.add(in_body, False)
        if len(in_body) < ENOUGH and not source.cut_short and any(group.together for group in wanted):
            # All of them are read. What is asked for later must not bring back those whose words stand apart.
            found.strict = every(wanted, literal=True, together=False) or None
    if len(found) < FEW and any(len(group.literal) < len(group.terms) for group in wanted):
        if not found.in_head:
            found.strict = every(wanted)
        _add_meant(found, source)
    return found


def widen(found: Candidates, groups: list[Group], vocabulary: Vocabulary, source: Source) -> Candidates:
    """The same papers and those that hold the words as more generous groups mean them, or all words but one."""
    wider = Candidates(groups, dict(found.in_head), _telling(groups, vocabulary), found.strict)
    if wider.wanted:
        _add_meant(wider, source)
        if not found.in_head:
            wider.strict = every(wider.wanted)
        many = len(wider.wanted) > MANY_WORDS
        if len(wider) < TOO_FEW and not many:
            _let_go(wider, vocabulary, source)
        if len(wider) < (TOO_FEW if many else HARDLY_ANY) and len(wider.wanted) > 2:
            _let_many_go(wider, vocabulary, source)
    return wider


def left_out(found: Candidates, shown: Collection[int], source: Source) -> tuple[str, ...]:
    """The typed words that none of some papers holds, in any of their meanings, where words were let go."""
    if not shown or not (found.let_go or not all(found.groups)):
        return ()
    missing: list[str] = []
    among = json.dumps(list(shown))
    sql = "SELECT 1 FROM body WHERE body MATCH ? AND +rowid IN (SELECT value FROM json_each(?)) LIMIT 1"
    for group in found.groups:
        source.clock.check()
        expression = either(group)
        if not expression or not source.connection.execute(sql, (expression, among)).fetchone():
            missing.append(group.typed)
    return tuple(dict.fromkeys(missing))


def _telling(groups: list[Group], vocabulary: Vocabulary) -> list[Group]:
    """The groups that mean something and tell something, each once, rarest first; those that tell nothing only when
    nothing else was typed."""
    known = [group for place, group in enumerate(groups) if group and group not in groups[:place]]
    wanted = [group for group in known if group.papers < COMMON_SHARE * vocabulary.papers] or known
    if len(wanted) > 1 and wanted[-1].open and len(wanted[-1].typed) == 1:
        wanted = wanted[:-1]
    return sorted(wanted, key=lambda group: group.papers)


def _add_meant(found: Candidates, source: Source) -> None:
    found.add(source.ids("head", every(found.wanted), ENOUGH), True)
    if len(found) < FEW and not (found.in_head and source.is_tired()):
        found.add(source.ids("body", every(found.wanted), ENOUGH), False)


def _let_go(found: Candidates, vocabulary: Vocabulary, source: Source) -> None:
    """Adds papers that hold all the words but one."""
    wanted = found.wanted
    if len(wanted) < 2:
        return
    if len(wanted) == 2:
        rare = [group for group in wanted if group.papers < 0.02 * vocabulary.papers] or wanted[:1]
        choices = [[group] for group in rare]
    else:
        choices = [[group for group in wanted if group is not missing] for missing in reversed(wanted)]
    found.let_go = True
    found.add(source.ids("head", " OR ".join(f"({every(choice)})" for choice in choices), ENOUGH), True)
    if len(wanted) > 2 and len(found) < ENOUGH and not (found.in_head and source.is_tired()):
        found.add(source.ids("body", " OR ".join(f"({every(choice)})" for choice in choices), ENOUGH), False)


def _let_many_go(found: Candidates, vocabulary: Vocabulary, source: Source) -> None:
    """Adds the papers that hold most of the words, the rare ones counting more.

    The rarer words are looked up everywhere, the others among what those have found.
    """
    rarest = [group for group in found.wanted if group.papers <= VOTES] or found.wanted[:1]
    rare = found.wanted[: max(2, len(rarest))]
    votes: Counter[int] = Counter()
    weights: dict[int, float] = defaultdict(float)
    some = " OR ".join(map(either, rare))
    for place, group in enumerate(found.wanted):
        if place >= HARDLY_ANY and source.is_tired():
            break
        expression = either(group) if place < len(rare) else f"{either(group)} AND ({some})"
        weight = math.log(1 + vocabulary.papers / (group.papers + 1))
        for paper in source.ids("body", expression, VOTES):
            votes[paper] += 1
            weights[paper] += weight
    best = sorted(weights, key=lambda paper: (-weights[paper], -paper))[:ENOUGH]
    several = [paper for paper in best if votes[paper] > 1]
    found.add(several or best, False)
    found.let_go = True


def _add_close(found: Candidates, groups: Sequence[Group], vocabulary: Vocabulary, source: Source) -> None:
    """Adds papers whose title holds the words side by side, or near one another; where that is too much work, only the
    newest such papers."""
    for expression, cost in (_side_by_side(groups, vocabulary), _near(groups)):
        share = min(1.0, PHRASE_BUDGET / max(cost, 1))
        found.add(source.ids("head", expression, ENOUGH, newest=share), True)


def _side_by_side(groups: Sequence[Group], vocabulary: Vocabulary) -> tuple[str, int]:
    """The words as one phrase, in up to a dozen spellings that fit the budget, and what that costs."""
    spellings: list[list[Entry]] = [[]]
    for group in groups:
        entries = [entry for term in _likeliest(group) if (entry := vocabulary.entry(term))]
        spellings = [[*spelling, entry] for spelling in spellings for entry in entries][:12]
    phrases: list[str] = []
    total = 0
    for spelling in spellings:
        cost = _cost(entry.head for entry in spelling)
        if cost and (not phrases or total + cost <= PHRASE_BUDGET):
            phrases.append(f'"{" ".join(entry.term for entry in spelling)}"')
            total += cost
    return " OR ".join(phrases), total


def _near(groups: Sequence[Group]) -> tuple[str, int]:
    """The words as typed, in any order but close to one another in the title, and what that costs."""
    known = [(group.typed, group.exact.head) for group in groups if group.exact and group.exact.head]
    if len(known) < 2:
        return "", 0
    phrases = " ".join(f'"{word}"' for word, _ in known)
    return f"title : NEAR({phrases}, {len(known) + 1})", _cost(head for _, head in known)


def _cost(heads: Iterable[int]) -> int:
    """How many entries FTS5 reads to find where words of so many heads stand together: it looks the rarest one's papers
    up among those of the others, a page of entries each."""
    counts = list(heads)
    return sum(min(count, ENTRIES_ON_A_PAGE * min(counts)) for count in counts)


def _likeliest(group: Group) -> list[str]:
    ordered = sorted(group.terms, key=lambda term: -group.terms[term])
    exact = [term for term in ordered if group.terms[term] == 1.0 and group.exact][:1]
    others = [term for term in ordered if group.terms[term] < 1.0][:3] if group.open or not exact else []
    return exact + others or [group.typed]
