"""The papers nearest to one: by the rarest words their titles and abstracts share, by the name of a method, by authors.

Nothing is kept for it: candidates come from the search index. The most telling words of a paper vote for the papers
that hold them, common words only among those that a rare one has found; the best few hundred are read and compared
by the cosine of tf-idf weights, title words counting more. What a title names (``REPLUG: …``, an acronym) tells the
most: papers that speak of it come before those that are only about the same things.
"""

import json
import math
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import NamedTuple

from readlist.store.coined import MOST_NAMES, Name, doubt_common_abbreviations, names_in, rarity
from readlist.store.index import LONGEST_WORD
from readlist.store.topics import EVERYDAY, TITLE, counted, singular, spellings, topical
from readlist.store.words import words

COMPARED = 240
"""So many candidates are read and compared; the votes of the index have chosen them."""
TELLING = 12
"""So many words of a paper vote."""
COMMON = 2500
"""A word of more papers votes only among the papers a rarer one has found, or together with another common word."""
MOST_ROWS = 40_000
TELLS_NOTHING = 0.3
"""A word that this part of all papers has does not vote."""
MOST_AUTHORS, MOST_BIGRAMS = 8, 20
LONGEST_TEXT = 10_000
"""So many letters of an abstract are compared."""
NAMED, SHARED_AUTHORS = 0.7, 0.15
"""How much of what is missing to a perfect score the same name and the same authors make up for."""
SAME_PHRASE = 0.35
"""And how much two words that stand side by side in both titles do, when nearly nobody else has them so."""
OFF_TOPIC, ON_TOPIC = 0.03, 0.07
"""Two papers with a cosine like this, names apart, are about other things or the same: so is the name they share."""
UNKNOWN_TOPIC = 0.5
"""How far a shared name is trusted where an abstract is missing that could tell."""


def related(
    connection: sqlite3.Connection, paper: int, limit: int = 50, stop: Callable[[], bool] | None = None
) -> list[tuple[float, int]]:
    """The papers nearest to ``paper``, nearest first, each with its score up to 1; of equals the older one.

    Never the paper itself; none when it is gone, has no words that tell anything, or nobody shares one. ``stop`` is
    asked now and then, and empties the answer when it says so; an interrupted connection raises sqlite3's error.
    """
    stopped = stop or (lambda: False)
    source = next(_read(connection, [paper]), None)
    if source is None or limit < 1:
        return []
    profile = _profile(connection, source)
    votes = _Votes(connection, stopped)
    votes.gather(profile)
    votes.scores.pop(paper, None)
    best = sorted([(-score, candidate) for candidate, score in votes.scores.items()])[: max(COMPARED, limit)]
    if stopped():
        return []
    judge = _Judge(profile, votes.of_authors, votes.phrases)
    found: list[tuple[float, int]] = []
    for candidate in _read(connection, [candidate for _, candidate in best]):
        score = judge.score(candidate)
        if score > 0:
            found.append((score, candidate.id))
        if not len(found) % 50 and stopped():
            return []
    return sorted(found, key=lambda hit: (-hit[0], hit[1]))[:limit]


# ---------------------------------------------------------------- what is compared of a paper


class _Texts(NamedTuple):
    id: int
    title: str
    authors: str
    abstract: str


def _read(connection: sqlite3.Connection, ids: Sequence[int]) -> Iterator[_Texts]:
    rows = connection.execute(
        f"SELECT id, substr(coalesce(title, ''), 1, {LONGEST_TEXT}), authors,"
        f" substr(coalesce(abstract, ''), 1, {LONGEST_TEXT}) FROM papers"
        " WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(ids)),),
    )
    yield from map(_Texts._make, rows)


@dataclass(slots=True)
class _Profile:
    """What is looked for: the weight of each word, how many papers have it and how it is spelt in the library."""

    source: _Texts
    papers: int
    counts: dict[str, float]
    idf: dict[str, float]
    known: dict[str, list[str]]
    frequency: dict[str, int]
    bigrams: list[tuple[str, str]]
    names: list[Name]

    def weight(self, word: str) -> float:
        return self.counts[word] * self.idf[word]


def _profile(connection: sqlite3.Connection, source: _Texts) -> _Profile:
    title, abstract = topical(source.title), topical(source.abstract)
    counts = {word: count for word, count in counted(title, abstract).items() if len(word) <= LONGEST_WORD}
    in_title = words(source.title)
    names = list(names_in(source.title, source.abstract))
    doubt_common_abbreviations(connection, names)
    spelt = {word: spellings(word) for word in counts}
    asked = {spelling for choices in spelt.values() for spelling in choices}
    asked.update(in_title, *(name.words for name in names))
    rows = connection.execute(
        "SELECT term, papers FROM vocabulary WHERE term IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(asked)),),
    )
    entries: dict[str, int] = dict(rows.fetchall())
    found = connection.execute("SELECT value FROM index_facts WHERE name = 'papers'").fetchone()
    papers = max(int(found[0]) if found else 0, 1)
    known = {word: [one for one in choices if entries.get(one)] or [word] for word, choices in spelt.items()}
    frequency = {word: min(sum(entries.get(one, 0) for one in known[word]), papers) for word in counts}
    idf = {word: math.log(1 + papers / (frequency[word] + 0.5)) * (0.4 if word.isdigit() else 1.0) for word in counts}
    bigrams = [
        pair
        for pair in dict.fromkeys(pairwise(in_title))
        if EVERYDAY.isdisjoint(pair) and all(entries.get(word, 0) > 1 for word in pair)
    ]
    for name in names:
        shared = min(entries.get(word, 1) for word in name.words)
        # What only the abstract speaks of may as well be something that everybody knows.
        name.strength *= rarity(shared, papers, coined=name.coined and name.written in source.title)
    names = [name for name in names if name.strength > 0.05]
    return _Profile(source, papers, counts, idf, known, frequency, bigrams[:MOST_BIGRAMS], names[:MOST_NAMES])


# ---------------------------------------------------------------- candidates


class _Votes:
    """Gathers candidates from the index, each with the weight of what it shares."""

    def __init__(self, connection: sqlite3.Connection, stopped: Callable[[], bool]) -> None:
        self.connection = connection
        self.stopped = stopped
        self.scores: defaultdict[int, float] = defaultdict(float)
        self.phrases: dict[tuple[str, str], float] = {}
        """How telling the pairs of the title are: 1 where only one other paper has them, 0 where every two
        hundredth has."""
        self.of_authors: set[int] = set()
        """Those that may share an author; in FTS5 one name may run into the next."""
        self.left = MOST_ROWS

    def gather(self, profile: _Profile) -> None:
        """Lets everything vote that the profile knows."""
        ranked = sorted(profile.counts, key=lambda word: (-profile.weight(word), word))
        most = max(TELLS_NOTHING * profile.papers, 50)
        telling = [word for word in ranked if profile.frequency[word] != 1 and profile.frequency[word] < most]
        telling = telling[:TELLING]
        heaviest = profile.weight(telling[0]) if telling else 1.0
        for name in profile.names:
            self._vote_name(name, 2 * heaviest * name.strength)
        for author in _people(profile.source.authors)[:MOST_AUTHORS]:
            self.of_authors.update(self._vote("head", f'authors : "{" ".join(author)}"', 0.5 * heaviest))
        for pair in profile.bigrams:
            weight = sum(profile.idf.get(singular(word), 0.0) for word in pair)
            papers = len(self._vote("head", f'title : "{" ".join(pair)}"', weight, most=COMMON // 2))
            widespread = math.log(max(papers - 1, 1)) / math.log(max(profile.papers / 200, 4))
            self.phrases[singular(pair[0]), singular(pair[1])] = max(0.0, 1 - widespread) if papers > 1 else 0.0
        rare = [word for word in telling if profile.frequency[word] <= COMMON]
        for word in rare:
            self._vote_word(profile.known[word], profile.weight(word), profile.idf[word])
        common = [word for word in telling if profile.frequency[word] > COMMON]
        found = " OR ".join(_either(profile.known[word]) for word in rare)
        for word in common:
            if found:
                self._vote("body", f"{_either(profile.known[word])} AND ({found})", profile.weight(word))
        for one, other in combinations(common[:4], 2):
            both = f"{_either(profile.known[one])} AND {_either(profile.known[other])}"
            self._vote("head", f"title : ({both})", profile.weight(one) + profile.weight(other), most=COMMON // 2)

    def _vote_name(self, name: Name, weight: float) -> None:
        phrase = f'"{" ".join(name.words)}"'
        self._vote("head", f"title : {phrase} *", weight, most=COMMON // 2)
        self._vote("body", " AND ".join(f'"{word}"' for word in name.words), weight, most=COMMON // 2)
        self._vote("head", f"authors : {phrase}", -weight)

    def _vote_word(self, spellings: list[str], weight: float, in_title: float) -> None:
        self._vote("body", _either(spellings), weight)
        self._vote("head", f"title : {_either(spellings)}", in_title * TITLE)
        self._vote("head", f"authors : {_either(spellings)}", -weight)  # the name of a person is not about anything

    def _vote(self, table: str, expression: str, weight: float, most: int = COMMON) -> list[int]:
        if self.left and self.stopped():
            self.left = 0
        most = min(most, self.left)
        if not most:
            return []
        sql = f"SELECT rowid FROM {table} WHERE {table} MATCH ? ORDER BY rowid DESC LIMIT ?"
        found = [paper for (paper,) in self.connection.execute(sql, (expression, most))]
        self.left -= len(found)
        scores = self.scores
        for paper in found:
            scores[paper] += weight
        return found


def _either(spellings: Iterable[str]) -> str:
    quoted = [f'"{one}"' for one in spellings]
    return f"({' OR '.join(quoted)})"


def _people(authors: str) -> list[tuple[str, ...]]:
    """The authors' names as words; those without a word are left out."""
    found = (tuple(words(name)) for name in authors.split("\n"))
    return [name for name in dict.fromkeys(found) if len(name) > 1]


# ---------------------------------------------------------------- comparing


class _Judge:
    """Compares candidates with one paper."""

    def __init__(self, profile: _Profile, of_authors: Container[int], phrases: Mapping[tuple[str, str], float]) -> None:
        self.profile = profile
        self.phrases = phrases
        self.of_authors = of_authors
        self.weights = {word: profile.weight(word) for word in profile.counts}
        self.spelt = {spelling: word for word, known in profile.known.items() for spelling in known}
        squares = [weight * weight for weight in self.weights.values()]
        self.length = math.sqrt(sum(squares)) or 1.0
        self.usual = sum(squares) / len(squares) if squares else 1.0
        self.named = {word for name in profile.names for word in name.telling}
        self.nameless = 1 - max((name.strength for name in profile.names), default=0.0)
        self.brief = not profile.source.abstract
        squares_of_names = sum(weight * weight for word, weight in self.weights.items() if word in self.named)
        self.topic_length = math.sqrt(max(0.0, sum(squares) - squares_of_names))
        self.people = set(_people(profile.source.authors))

    def score(self, paper: _Texts) -> float:
        title, abstract = words(paper.title), words(paper.abstract)
        spelt = self.spelt
        counts = counted(
            [spelt[word] for word in title if word in spelt], [spelt[word] for word in abstract if word in spelt]
        )
        others = len(set(title).union(abstract) - EVERYDAY) - len(counts)
        cosine, topic = self._cosines(counts, others)
        name, same = self._name(paper, counts, topic) if self.profile.names else (0.0, 1.0)
        cosine = same * cosine + (1 - same) * topic
        shared = len(self.people.intersection(_people(paper.authors))) if paper.id in self.of_authors else 0
        authors = (1 - 0.5**shared) * (0.4 + 0.6 * min(1.0, cosine / ON_TOPIC))
        phrase = max((self.phrases.get(pair, 0.0) for pair in pairwise(map(singular, title))), default=0.0)
        phrase *= self.nameless * same * min(1.0, cosine / ON_TOPIC)
        return 1 - (1 - cosine) * (1 - NAMED * name) * (1 - SHARED_AUTHORS * authors) * (1 - SAME_PHRASE * phrase)

    def _cosines(self, counts: dict[str, float], others: int) -> tuple[float, float]:
        """The cosine of both papers, and what it is without the names; ``counts`` are of the words both have, to which
        come ``others`` of the candidate.

        How rare those are would take ten thousand look-ups to know: they count as much as words do in the source, and
        the order is as near to that of the exact cosines.
        """
        product = squares = 0.0
        of_names = squares_of_names = 0.0
        for word, count in counts.items():
            weight = count * self.profile.idf[word]
            product += weight * self.weights[word]
            squares += weight * weight
            if word in self.named:
                of_names += weight * self.weights[word]
                squares_of_names += weight * weight
        squares += max(0, others) * self.usual
        whole = self.length * math.sqrt(squares)
        topic = self.topic_length * math.sqrt(squares - squares_of_names)
        return min(1.0, product / (whole or 1.0)), min(1.0, (product - of_names) / (topic or 1.0))

    def _name(self, paper: _Texts, counts: Container[str], topic: float) -> tuple[float, float]:
        """How surely a paper speaks of what the source names, and, where it holds a name, whether it is the same one.

        Short names are many things' names; what is about the same means the same.
        """
        best, same = 0.0, 1.0
        doubt = UNKNOWN_TOPIC if self.brief or not paper.abstract else 0.0
        for name in self.profile.names:
            place = name.place(paper.title, paper.abstract, counts)
            if place:
                sure = max(doubt, name.unmistakable, min(1.0, max(0.0, topic - OFF_TOPIC) / (ON_TOPIC - OFF_TOPIC)))
                if name.strength * place * sure >= best:
                    best, same = name.strength * place * sure, sure
        return best, same
