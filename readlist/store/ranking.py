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
from readlist.store.vocabulary import Group, Vocabulary
from readlist.store.words import words
from readlist.text import fold

AUTHOR, LABEL, ABSTRACT = 0.95, 0.6, 0.6
LIKENESS, CLOSENESS, LENGTH = 0.35, 0.4, 2e-4
OPENING = 160
"""So many letters of an abstract stand for a title that is unknown."""
REMEMBERED = 3000


class Features(NamedTuple):
    """What is compared of a paper. ``abstract`` is folded, with blanks for marks, and empty when it was not needed."""

    title: str
    title_words: frozenset[str]
    author_words: frozenset[str]
    label_words: frozenset[str]
    abstract: str


class Ranked(NamedTuple):
    """Ids with their scores, best first; the words that made them match; and whether even the best one is weak."""

    hits: list[tuple[float, int]]
    used: dict[int, tuple[str, ...]]
    weak: bool


class Ranker:
    """Ranks candidates; remembers what it has read of them, for the next key asks for much the same ones."""

    def __init__(self, connection: sqlite3.Connection, vocabulary: Vocabulary) -> None:
        self.connection = connection
        self.vocabulary = vocabulary
        self._heads: OrderedDict[int, Features] = OrderedDict()
        self._wholes: OrderedDict[int, Features] = OrderedDict()

    def rank(self, typed: str, candidates: Candidates) -> Ranked:
        """All candidates, best first; of equals the newer one."""
        from rapidfuzz.fuzz import partial_ratio  # takes 20 ms to load: late, on the first question

        features = self._read([paper for paper, in_head in candidates.in_head.items() if in_head], self._heads, False)
        features |= self._read(
            [paper for paper, in_head in candidates.in_head.items() if not in_head], self._wholes, True
        )
        judges = [_Judge(group, self.vocabulary) for group in candidates.groups]
        total = sum(judge.weight for judge in judges) or 1.0
        hits: list[tuple[float, int]] = []
        used: dict[int, tuple[str, ...]] = {}
        for paper, it in features.items():
            score = 0.0
            words: list[str] = []
            places: list[list[int]] = []
            weight_there = 0.0
            for judge in judges:
                best, term = judge.head(it)
                if it.abstract and best < 1:
                    found, there, standing = judge.abstract(it.abstract)
                    if standing:
                        places.append(standing)
                        if found > best:
                            best, term = found, there
                            weight_there += judge.weight
                score += judge.weight * best
                words.append(term)
            score /= total
            score += LIKENESS * partial_ratio(typed, it.title) / 100 - LENGTH * min(len(it.title), 200)
            if len(places) == len(judges) > 1 and (span := _span(places)) < 400:
                score += CLOSENESS * (1 - span / 400) * weight_there / total
            hits.append((score, paper))
            used[paper] = tuple(words)
        hits.sort(key=lambda hit: (-hit[0], -hit[1]))
        return Ranked(hits, used, not hits or hits[0][0] < 0.8)

    def _read(self, ids: Sequence[int], memory: "OrderedDict[int, Features]", whole: bool) -> dict[int, Features]:
        unread = [paper for paper in ids if paper not in memory]
        if unread:
            abstract = "abstract" if whole else f"CASE WHEN title IS NULL THEN substr(abstract, 1, {OPENING}) END"
            rows = self.connection.execute(
                f"SELECT id, title, authors, tags, venue, year, {abstract} FROM papers"
                f" WHERE id IN ({','.join(map(str, unread))})"
            )
            for paper, *texts in rows:
                memory[paper] = _features(*texts)
        found = {paper: memory[paper] for paper in ids if paper in memory}
        while len(memory) > REMEMBERED:
            memory.popitem(last=False)
        return found


def _features(
    title: str | None, authors: str | None, tags: str | None, venue: str | None, year: int | None, abstract: str | None
) -> Features:
    shown = title or (abstract or "")[:OPENING]
    return Features(
        fold(shown),
        frozenset(words(shown)),
        frozenset(words(authors or "")),
        frozenset(words(f"{tags or ''}\n{venue or ''}\n{year or ''}")),
        f" {' '.join(words(abstract))}" if abstract else "",
    )


class _Judge:
    """Compares one group with a paper."""

    def __init__(self, group: Group, vocabulary: Vocabulary) -> None:
        papers = group.exact.papers if group.exact else group.papers
        self.weight = math.log(1 + vocabulary.papers / (papers + 1)) + 1e-6
        self.terms = group.terms
        self.keys = group.terms.keys()
        self.phrases = [(frozenset(phrase), f" {' '.join(phrase)}", weight) for phrase, weight in group.phrases.items()]
        likeliest = sorted(group.terms.items(), key=lambda pair: -pair[1])[:6]
        self.sought = [(f" {term}", weight) for term, weight in likeliest]

    def head(self, it: Features) -> tuple[float, str]:
        """The best a paper's title, authors or labels do, and by which word."""
        terms = self.terms
        best, word = 0.0, ""
        for term in it.title_words & self.keys:
            if terms[term] > best:
                best, word = terms[term], term
        if best < 0.9:
            for term in it.author_words & self.keys:
                if terms[term] * AUTHOR > best:
                    best, word = terms[term] * AUTHOR, term
            for parts, phrase, weight in self.phrases:
                if weight > best and parts <= it.title_words:
                    best, word = weight, phrase[1:]
            if not best:
                for term in it.label_words & self.keys:
                    if terms[term] * LABEL > best:
                        best, word = terms[term] * LABEL, term
        return best, word

    def abstract(self, text: str) -> tuple[float, str, list[int]]:
        """The best a paper's abstract does, by which word, and where that stands."""
        for term, weight in self.sought:
            at = text.find(term)
            if at >= 0:
                return ABSTRACT * weight, term[1:], _places(text, term, at)
        for _, phrase, weight in self.phrases:
            at = text.find(phrase)
            if at >= 0:
                return ABSTRACT * weight, phrase[1:], _places(text, phrase, at)
        return 0.0, "", []


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
