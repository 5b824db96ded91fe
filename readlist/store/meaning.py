"""What typed words mean in a library: the papers that may be meant by them, best first, and how to find all others.

Words mean the same wherever they stand: alone, beside others, under ``OR`` and in parentheses. Only under ``-`` they
are just themselves (:class:`readlist.store.filters.Literal`).
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from readlist.store import candidates
from readlist.store.candidates import ENOUGH, TOO_FEW, Candidates, Source
from readlist.store.clock import Clock
from readlist.store.filters import NOTHING, Filter, Literal, listed
from readlist.store.ranking import Ranked, Ranker
from readlist.store.rows import as_json
from readlist.store.vocabulary import JOINED, Group, Vocabulary
from readlist.store.words import words

MOST_WORDS = 12
"""More typed words do not make a question clearer; the first ones count."""
TAIL = 0.4
"""Papers that score less than this part of the best one's score are not worth a line."""
WEAK, STRONG = 0.8, 1.0
"""Scores of a best paper that was hardly meant, and of one that was surely meant."""
SHOWN = 200
"""So many of the best papers tell how the words were taken."""
REMEMBERED = 200
MOST_MIXTURES = 12


@dataclass(frozen=True)
class Meaning:
    """What some words together mean: ``hits`` are the best papers with their scores, ``used`` the words by which each
    was found, ``strict`` the match expression whose papers in the body hold every word that counts."""

    groups: list[Group]
    hits: list[tuple[float, int]]
    used: dict[int, tuple[str, ...]]
    strict: str | None

    @property
    def papers(self) -> list[int]:
        """The best papers, best first."""
        return [paper for _, paper in self.hits]

    @cached_property
    def corrections(self) -> tuple[tuple[str, str], ...]:
        """For each word that none of the best papers holds as typed: what most of them hold instead."""
        return _corrections(self.groups, [self.used[paper] for paper in self.papers[:SHOWN]])

    @cached_property
    def matched(self) -> tuple[str, ...]:
        """The words by which the best papers were found."""
        return tuple(dict.fromkeys(word for paper in self.papers[:SHOWN] for word in self.used[paper] if word))

    @cached_property
    def condition(self) -> Filter:
        """The papers that are meant, the best ones and those behind them."""
        if not self.strict:
            return listed(self.papers) if self.hits else NOTHING
        found = "SELECT rowid FROM body WHERE body MATCH ?"
        meant = self.forgiven
        if not meant:
            return Filter(f"papers.id IN ({found})", (self.strict,))
        return Filter(f"papers.id IN ({found} UNION SELECT value FROM json_each(?))", (self.strict, as_json(meant)))

    @cached_property
    def forgiven(self) -> list[int]:
        """Those of the best papers that hold some word otherwise than as it was typed."""
        return [
            paper
            for paper in self.papers
            if not all(word in group.literal for group, word in zip(self.groups, self.used[paper], strict=False))
        ]


class Meanings:
    """Finds out what words mean in a library, as long as it stays as it is."""

    def __init__(self, connection: sqlite3.Connection, vocabulary: Vocabulary, ranker: Ranker) -> None:
        self._connection = connection
        self._vocabulary = vocabulary
        self._ranker = ranker
        self._known: dict[tuple[str, ...], Meaning] = {}

    def of(self, typed: Sequence[str], source: Source, *, open: bool = False) -> Meaning:
        """What some typed words mean together, within what a source lets through."""
        found, ranked = self._ranked(typed, open, source)
        hits = [hit for hit in ranked.hits if hit[0] >= TAIL * ranked.best]
        # Where nothing was found in time, what was meant is not known: then the words are taken as they were typed.
        strict = found.strict if hits or source.cut_short else None
        return Meaning(found.groups, hits, ranked.used, strict)

    def anywhere(self, typed: Sequence[str], clock: Clock) -> tuple[Meaning, bool]:
        """What whole words mean in all the library, and whether there was time to find that out."""
        key = tuple(typed)
        if key in self._known:
            return self._known[key], True
        source = Source(self._connection, Filter(), None, clock)
        meaning = self.of(typed, source)
        if not source.cut_short:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            self._known[key] = meaning
        return meaning, not source.cut_short

    def ranked_by_all(self, meanings: Sequence[Meaning], source: Source) -> Meaning:
        """The best papers by all words of several choices: those that hold more of them, and rarer ones, first."""
        meanings = [meaning for meaning in meanings if meaning.strict or meaning.hits]
        groups = _different(group for meaning in meanings for group in meaning.groups)[:MOST_WORDS]
        found = Candidates(groups)
        questions = list(dict.fromkeys(meaning.strict for meaning in meanings if meaning.strict))
        several = (few for size in range(len(questions), 1, -1) for few in combinations(questions, size))
        for _, few in zip(range(MOST_MIXTURES), several, strict=False):
            if len(found) < ENOUGH:
                together = " AND ".join(f"({question})" for question in few)
                found.add(source.ids("head", together, ENOUGH), True)
                found.add(source.ids("body", together, ENOUGH), False)
        for question in questions:
            found.add(source.ids("head", question, max(ENOUGH // len(questions), TOO_FEW)), True)
        if len(found) < ENOUGH:
            for question in questions:
                found.add(source.ids("body", question, ENOUGH), False)
        found.add(source.among([paper for meaning in meanings for paper in meaning.forgiven]), True)
        ranked = self._ranker.rank(" ".join(group.typed for group in groups), found, source.clock)
        return Meaning(groups, ranked.hits, ranked.used, None)

    def reordered(self, meaning: Meaning, others: Sequence[Meaning], clock: Clock) -> Meaning:
        """The same papers, those first that hold words of other meanings too."""
        groups = _different([*meaning.groups, *(group for other in others for group in other.groups)])[:MOST_WORDS]
        found = Candidates(groups, dict.fromkeys(meaning.papers, True))
        ranked = self._ranker.rank(" ".join(group.typed for group in groups), found, clock)
        return Meaning(meaning.groups, ranked.hits, meaning.used, meaning.strict)

    def spelled_apart(self, word: str) -> list[str]:
        """The words that a word may be run together from, as phrases."""
        phrases = self._vocabulary.group(word, open=False, forgiving=False).phrases
        return [" ".join(parts) for parts in phrases if "".join(parts) == word]

    def _ranked(self, typed: Sequence[str], open: bool, source: Source) -> tuple[Candidates, Ranked]:
        text = " ".join(typed)
        found = candidates.find(self._groups(typed, open, source.clock, forgiving=False), self._vocabulary, source)
        ranked = self._ranker.rank(text, found, source.clock)
        if not source.cut_short and (ranked.best < WEAK or (len(ranked.hits) < TOO_FEW and ranked.best < STRONG)):
            # Words that exist may be slips too, and beginnings of other words.
            groups = self._groups(typed, open, source.clock, forgiving=True)
            found = candidates.widen(found, groups, self._vocabulary, source)
            ranked = ranked.joined_with(self._ranker.rank(text, found, source.clock))
        return found, ranked

    def _groups(self, typed: Sequence[str], open: bool, clock: Clock, *, forgiving: bool) -> list[Group]:
        vocabulary = self._vocabulary
        last = len(typed) - 1
        groups: list[Group] = []
        for place, word in enumerate(typed):
            clock.check()
            groups.append(vocabulary.group(word, open=open and place == last, forgiving=forgiving))
        for place in range(last):
            together = vocabulary.entry(typed[place] + typed[place + 1])
            if together:
                groups[place : place + 2] = [group.with_term(together, JOINED) for group in groups[place : place + 2]]
        return groups


class Wording(Literal):
    """What the words of one query mean, where they are not its free words; ``asked`` are the meanings they had."""

    def __init__(self, meanings: Meanings, clock: Clock) -> None:
        self._meanings = meanings
        self._clock = clock
        self.asked: dict[tuple[str, ...], Meaning] = {}
        self.in_time = True
        self.too_many = False

    def meant(self, texts: Sequence[str]) -> Filter | None:
        typed = tuple(word for text in texts for word in words(text))
        if not typed:
            return NOTHING
        if len(typed) > MOST_WORDS or (len(self.asked) >= MOST_WORDS and typed not in self.asked):
            self.too_many = True
            return None
        self.asked[typed], in_time = self._meanings.anywhere(typed, self._clock)
        self.in_time &= in_time
        return self.asked[typed].condition

    def apart(self, word: str) -> list[str]:
        return self._meanings.spelled_apart(word)


def _different(groups: Iterable[Group]) -> list[Group]:
    return list({group.typed: group for group in groups}.values())


def _corrections(groups: list[Group], used: list[tuple[str, ...]]) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    for place, group in enumerate(groups):
        held = Counter(row[place] for row in used if place < len(row) and row[place])
        if not held or any(word in group.literal for word in held):
            continue
        first = next(row[place] for row in used if place < len(row) and row[place])
        if first != group.typed and not first.startswith(group.typed):
            found.append((group.typed, first))
    return tuple(found)
