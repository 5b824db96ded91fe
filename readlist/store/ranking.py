"""The order of the papers that may be meant: how well each one's words are those that were typed.

A word counts as much as it is rare, most in the title, then among the authors, then in tags and venue, then in the
abstract. To that come how much the title looks like what was typed, and how close together the words stand in the
abstract. A paper without a title is judged by how its abstract begins.
"""

import math
import sqlite3
from collections import OrderedDict
from collections.abc import Sequence
from typing import NamedTuple

from readlist.store.candidates import Candidates
from readlist.store.clock import Clock
from readlist.store.vocabulary import Group, Vocabulary
from readlist.store.words import is_unspaced, plain
from readlist.text import fold

AUTHOR, LABEL, ABSTRACT = 0.95, 0.6, 0.6
LIKENESS, CLOSENESS, LENGTH = 0.35, 0.4, 2e-4
FAR_APART = 400
"""Letters between words of an abstract that have nothing to do with one another."""
OPENING = 160
"""So many letters of an abstract stand for a title that is unknown."""
REMEMBERED = 1500


class Features(NamedTuple):
    """What is compared of a paper: its folded title, the words of its head with what each counts there, the same head
    as text, and, when it was needed, the folded abstract; both with blanks for marks."""

    title: str
    words: dict[str, float]
    head: str
    abstract: str


class Ranked(NamedTuple):
    """Scores with their papers, best first, and for each paper the words by which it matched what was typed."""

    hits: list[tuple[float, int]]
    used: dict[int, tuple[str, ...]]

    @property
    def best(self) -> float:
        """The score of the first one. Words that all stand in the title make 1 and more."""
        return self.hits[0][0] if self.hits else 0.0

    def joined_with(self, other: "Ranked") -> "Ranked":
        """Both in one order, each paper with its better score."""
        scores: dict[int, float] = {}
        for score, paper in (*self.hits, *other.hits):
            scores[paper] = max(score, scores.get(paper, score))
        hits = sorted(((score, paper) for paper, score in scores.items()), key=_best_first)
        return Ranked(hits, other.used | self.used)


class Ranker:
    """Ranks candidates; remembers what it has read of them, for the next key asks for much the same ones."""

    def __init__(self, connection: sqlite3.Connection, vocabulary: Vocabulary) -> None:
        self.connection = connection
        self.vocabulary = vocabulary
        self._heads: OrderedDict[int, Features] = OrderedDict()
        self._wholes: OrderedDict[int, Features] = OrderedDict()

    def rank(self, typed: str, candidates: Candidates, clock: Clock) -> Ranked:
        """All candidates, best first; of equals the newer one. Raises Interrupted when the clock says so."""
        from rapidfuzz.fuzz import partial_ratio  # takes 20 ms to load: late, on the first question

        typed = _written(typed)
        of_head = [paper for paper, in_head in candidates.in_head.items() if in_head]
        of_body = [paper for paper, in_head in candidates.in_head.items() if not in_head]
        features = self._read(of_head, self._heads, False, clock) | self._read(of_body, self._wholes, True, clock)
        judges = [_Judge(group, self.vocabulary) for group in candidates.groups]
        total = sum(judge.weight for judge in judges) or 1.0
        hits: list[tuple[float, int]] = []
        used: dict[int, tuple[str, ...]] = {}
        apart = any(group.together for group in candidates.groups)
        for paper, (title, head, text, abstract) in features.items():
            clock.check()
            score = in_abstract = 0.0
            found: list[str] = []
            places: list[list[int]] = []
            for judge in judges:
                best, word = judge.head(head, text)
                if abstract and best < 1:
                    there, standing, other = judge.abstract(abstract)
                    if standing:
                        places.append(standing)
                        if there > best:
                            best, word = there, other
                            in_abstract += judge.weight
                score += judge.weight * best
                found.append(word)
            if apart and not any(found):
                continue  # it holds the parts of a word, but not side by side
            score = score / total + LIKENESS * partial_ratio(typed, title) / 100 - LENGTH * min(len(title), 200)
            if len(places) == len(judges) > 1 and (span := _span(places)) < FAR_APART:
                score += CLOSENESS * (1 - span / FAR_APART) * in_abstract / total
            hits.append((score, paper))
            used[paper] = tuple(found)
        hits.sort(key=_best_first)
        return Ranked(hits, used)

    def _read(
        self, ids: Sequence[int], memory: "OrderedDict[int, Features]", whole: bool, clock: Clock
    ) -> dict[int, Features]:
        unread = [paper for paper in ids if paper not in memory]
        if unread:
            abstract = "abstract" if whole else f"CASE WHEN title IS NULL THEN substr(abstract, 1, {OPENING}) END"
            rows = self.connection.execute(
                f"SELECT id, title, authors, tags, venue, year, {abstract} FROM papers"
                f" WHERE id IN ({','.join(map(str, unread))})"
            )
            for paper, *texts in rows:
                clock.check()
                memory[paper] = _features(*texts)
        found = {paper: memory[paper] for paper in ids if paper in memory}
        while len(memory) > REMEMBERED:
            memory.popitem(last=False)
        return found


def _written(typed: str) -> str:
    """What was typed, without the pairs that a text of an unspaced script was cut into."""
    if typed.isascii():
        return typed
    written: list[str] = []
    joining = False
    for word in typed.split():
        unspaced = is_unspaced(word)
        if unspaced and len(word) > 1:
            joining = False
            continue
        if joining and unspaced:
            written[-1] += word
        else:
            written.append(word)
        joining = unspaced
    return " ".join(written)


def _best_first(hit: tuple[float, int]) -> tuple[float, int]:
    return -hit[0], -hit[1]


def _features(
    title: str | None, authors: str | None, tags: str | None, venue: str | None, year: int | None, abstract: str | None
) -> Features:
    shown = title or (abstract or "")[:OPENING]
    labels, people, heading = plain(f"{tags or ''}\n{venue or ''}\n{year or ''}"), plain(authors or ""), plain(shown)
    counts = dict.fromkeys(labels.split(), LABEL)
    counts.update(dict.fromkeys(people.split(), AUTHOR))
    counts.update(dict.fromkeys(heading.split(), 1.0))
    text = f" {heading} {people} {labels} "
    return Features(fold(shown), counts, text, f" {plain(abstract)} " if abstract else "")


class _Judge:
    """Compares one group with a paper."""

    def __init__(self, group: Group, vocabulary: Vocabulary) -> None:
        papers = group.exact.papers if group.exact else group.papers
        self.weight = math.log(1 + vocabulary.papers / (papers + 1)) + 1e-6
        self.terms = group.terms
        self.keys = group.terms.keys()
        self.together = group.together
        self.phrases = [(phrase, f" {' '.join(phrase)}", weight) for phrase, weight in group.phrases.items()]
        likeliest = sorted(group.terms.items(), key=lambda pair: -pair[1])[:6]
        self.sought = [(f" {term}", ABSTRACT * weight) for term, weight in likeliest]
        self.sought += [
            (f"{text} " if parts in group.together else text, ABSTRACT * weight) for parts, text, weight in self.phrases
        ]

    def head(self, head: dict[str, float], text: str) -> tuple[float, str]:
        """The best a paper's title, authors or labels do, and by which word."""
        best, word = 0.0, ""
        if not self.keys.isdisjoint(head):
            terms = self.terms
            for term in self.keys & head.keys():
                value = terms[term] * head[term]
                if value > best:
                    best, word = value, term
        for parts, phrase, weight in self.phrases:
            if weight > best and all(part in head for part in parts):
                if parts in self.together and f"{phrase} " not in text:
                    continue
                best, word = weight, phrase[1:]
        return best, word

    def abstract(self, text: str) -> tuple[float, list[int], str]:
        """The best a paper's abstract does, where, and by which word."""
        for term, value in self.sought:
            at = text.find(term)
            if at >= 0:
                return value, _places(text, term, at), term.strip()
        return 0.0, [], ""


def _places(text: str, term: str, at: int) -> list[int]:
    places = [at]
    while len(places) < 4 and (at := text.find(term, at + 1)) >= 0:
        places.append(at)
    return places


def _span(places: list[list[int]]) -> int:
    """The shortest stretch, roughly, that holds one place of each word."""
    return min(
        max(nearest) - min(nearest)
        for start in places[0]
        for nearest in [[min(standing, key=lambda at: abs(at - start)) for standing in places]]
    )
