"""The papers nearest to one: by the rarest words their titles and abstracts share, by the name of a method, by authors.

Nothing is kept for it: candidates come from the search index. The most telling words of a paper vote for the papers
that hold them, common words only among those that a rare one has found; the best few hundred are read and compared
by the cosine of tf-idf weights, title words counting more. What a title names (``REPLUG: …``, an acronym) tells the
most: papers that speak of it come before those that are only about the same things.
"""

import json
import math
import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from typing import NamedTuple

from readlist.store.index import LONGEST_WORD
from readlist.store.words import words

COMPARED = 300
"""So many candidates are read and compared; the votes of the index have chosen them."""
TELLING = 14
"""So many words of a paper vote."""
COMMON = 2500
"""A word of more papers votes only among the papers a rarer one has found, or together with another common word."""
MOST_ROWS = 40_000
TELLS_NOTHING = 0.3
"""A word that this part of all papers has does not vote."""
MOST_AUTHORS = 8
TITLE = 1.0
"""What standing in the title adds to how often a word stands in the abstract."""
NAMED, SHARED_AUTHORS = 0.7, 0.15
"""How much of what is missing to a perfect score the same name and the same authors make up for."""
OFF_TOPIC, ON_TOPIC = 0.02, 0.06
"""Two papers with a cosine like this, names apart, are about other things or the same: so is the name they share."""
UNKNOWN_TOPIC = 0.5
"""How far a shared name is trusted where an abstract is missing that could tell."""

_EVERYDAY = """a about above across after again all also although among an and any are as at based be because been
before being between both but by can cannot could did do does done due during each either et etc even every first for
found from further given gives had has have having he hence her here his how however i if in including into is it its
itself just kind known large largely less let like made mainly make makes many may mean means might more most much must
namely nature near need new no non not note novel now obtain obtained of often on one only or other our out over own
paper papers part particular per present presented propose proposed provide provides recent recently respect result
results same second see several shall she should show showed shown shows since so some study studied such than that the
their them then there thereby therefore these they this those three through thus to together too toward towards two
under up upon us use used uses using usually various very via was way ways we well were what when where whether which
while who whose why will with within without would yet you your approach method methods"""
EVERYDAY = frozenset(_EVERYDAY.split())
_OF_GENRES = """addendum appendix comment commentary conclusion correction corrigendum discussion editorial erratum
foreword introduction lecture lectures letter overview part perspective preface rejoinder remark reply report response
retraction review survey tutorial viewpoint withdrawn"""
GENRES = frozenset(_OF_GENRES.split())
"""Words before a colon that say what sort of text it is."""


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
    judge = _Judge(profile)
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
        "SELECT id, coalesce(title, ''), authors, coalesce(abstract, '') FROM papers"
        " WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(ids)),),
    )
    yield from map(_Texts._make, rows)


def _counted(title: list[str], abstract: list[str]) -> dict[str, float]:
    """How much a paper says each word: the logarithm of how often, and more for its title."""
    counts = {word: 1 + math.log(times) if times > 1 else 1.0 for word, times in Counter(abstract).items()}
    for word in set(title):
        counts[word] = counts.get(word, 0.0) + TITLE
    return counts


def _topical(text: str) -> list[str]:
    return [_singular(word) for word in words(text) if word not in EVERYDAY and (len(word) > 1 or not word.isascii())]


def _singular(word: str) -> str:
    """A word without the ``s`` of the plural; other words may lose theirs too, for all papers alike."""
    if len(word) < 4 or word[-1] != "s" or word[-2] in "sui" or not word.isascii():
        return word
    return word[:-3] + "y" if word.endswith("ies") and len(word) > 4 else word[:-1]


def _spellings(word: str) -> tuple[str, ...]:
    """The words :func:`_singular` may have made one of."""
    if len(word) < 3 or not word.isascii() or word[-1] == "s":
        return (word,)
    return (word, word[:-1] + "ies") if word[-1] == "y" else (word, word + "s")


@dataclass(slots=True)
class _Name:
    """What a paper calls something: as written, its words, how surely it is a name and not a word, up to 1, and how
    surely it is nobody else's."""

    written: str
    words: tuple[str, ...]
    strength: float
    telling: frozenset[str] = field(init=False)
    spoken: re.Pattern[str] = field(init=False)
    part: re.Pattern[str] = field(init=False)
    coined: bool = field(init=False)
    unmistakable: float = field(init=False)

    def __post_init__(self) -> None:
        self.telling = frozenset(_topical(self.written))
        self.spoken = re.compile(rf"(?<![^\W_]){re.escape(self.written)}(?![^\W_])")
        # RoBERTa, VMamba and Mamba2, but not Relaying.
        self.part = re.compile(rf"{re.escape(self.written)}(?![a-z])")
        self.coined = _COINED.search(self.written) is not None
        mixed = self.coined and len(self.written) > 3 and not self.written.isupper()
        self.unmistakable = 0.7 if mixed else 0.2 if self.coined and len(self.written) > 5 else 0.0

    def place(self, paper: _Texts, anywhere: Container[str]) -> float:
        """How clearly a paper speaks of it: in the title most, as written more than in other letters."""
        if self.written in paper.title:
            if self.spoken.search(paper.title):
                return 1.0 if self.coined or not self._is_word_of(paper) else 0.0
            if self.coined or self.part.search(paper.title):
                return 0.8
        if not all(word in anywhere for word in self.telling):
            return 0.0
        if self.spoken.search(paper.abstract):
            return 0.8 if self.coined or not self._is_word_of(paper) else 0.0
        if len(self.words) > 1:
            return 0.5 if _stand_together(self.words, paper) else 0.0
        return 0.0 if not self.coined else 0.1 if self.written.isupper() else 0.4

    def _is_word_of(self, paper: _Texts) -> bool:
        return len(self.words) == 1 and f" {self.words[0]}" in paper.abstract


def _stand_together(parts: tuple[str, ...], paper: _Texts) -> bool:
    phrase = f" {' '.join(parts)} "
    return any(phrase in f" {' '.join(words(text))} " for text in (paper.title, paper.abstract))


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
    names: list[_Name]

    def weight(self, word: str) -> float:
        return self.counts[word] * self.idf[word]


def _profile(connection: sqlite3.Connection, source: _Texts) -> _Profile:
    title, abstract = _topical(source.title), _topical(source.abstract)
    counts = {word: count for word, count in _counted(title, abstract).items() if len(word) <= LONGEST_WORD}
    in_title = words(source.title)
    names = list(_names(source))
    spelt = {word: _spellings(word) for word in counts}
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
        name.strength *= _rarity(shared, papers, coined=name.coined and name.written in source.title)
    return _Profile(
        source, papers, counts, idf, known, frequency, bigrams, [name for name in names if name.strength > 0.05]
    )


# ---------------------------------------------------------------- names

_BEFORE_COLON = re.compile(r"\s*([^:]{2,40}?)\s*(?::\s|\s[-–—]+\s)")
# Two capitals, or letters and digits: LSTM, LoRA, word2vec, XENON1T, GPT-4; never the s of a plural.
_COINED = re.compile(
    r"(?<![^\W_])(?:[A-Za-z]*[A-Z][a-z0-9]*[A-Z][A-Za-z0-9]*?|[A-Za-z]+\d[A-Za-z0-9]*)(?:-\d[\d.]*)?(?=s?(?![^\W_]))"
)
# What an abstract says before a name it gives: ``we call it X``, ``we propose X``, ``introduces a wide something (X``.
_INTRODUCED = re.compile(
    r"(?:\b(?:called|call it|named|dubbed|termed|[Ww]e (?:\w+ )?(?:introduce|propose|present|develop|release|describe))"
    r"(?: (?:the|a|an|our|new|novel))*,? [(\"'“‘`]*|\b[Ww]e (?:\w+ )?(?:introduce|propose|present|develop)\b[^.()]*\()$"
)


def _names(source: _Texts) -> Iterator[_Name]:
    """What the title names before a colon, what it writes in capitals, and what the abstract introduces so."""
    seen: set[tuple[str, ...]] = set()

    def name(written: str, strength: float) -> Iterator[_Name]:
        parts = tuple(words(written))
        if parts and parts not in seen and len("".join(parts)) > 1 and not EVERYDAY.union(GENRES).issuperset(parts):
            seen.add(parts)
            yield _Name(written, parts, strength)

    shouted = sum(map(str.isupper, source.title)) > 0.5 * sum(map(str.isalpha, source.title))
    before = _BEFORE_COLON.match(source.title)
    if before and len(before[1].split()) <= 4:
        alone = len(words(before[1])) == 1 or _COINED.search(before[1])
        yield from name(before[1].strip("\"'“”‘’`$ "), 1.0 if alone else 0.7)
    if not shouted:
        for coined in _COINED.finditer(source.title):
            yield from name(coined[0], 0.6)
    if not seen:
        for coined in _COINED.finditer(source.abstract):
            begins = source.abstract[max(0, coined.start() - 160) : coined.start()]
            if _INTRODUCED.search(begins) and len(seen) < 2:
                yield from name(coined[0], 0.8)


def _rarity(shared: int, papers: int, *, coined: bool) -> float:
    """How surely a word of so many papers is a name: what looks like one may be in a tenth of a library, an ordinary
    word in capitals only in a few papers."""
    few, many = (0.01, 0.3) if coined else (0.002, 0.02)
    if shared <= max(few * papers, 8):
        return 1.0
    return max(0.0, 1 - math.log(shared / (few * papers)) / math.log(many / few)) if shared < many * papers else 0.0


# ---------------------------------------------------------------- candidates


class _Votes:
    """Gathers candidates from the index, each with the weight of what it shares."""

    def __init__(self, connection: sqlite3.Connection, stopped: Callable[[], bool]) -> None:
        self.connection = connection
        self.stopped = stopped
        self.scores: defaultdict[int, float] = defaultdict(float)
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
            self._vote("head", f'authors : "{" ".join(author)}"', 0.5 * heaviest)
        for pair in profile.bigrams:
            weight = sum(profile.idf.get(_singular(word), 0.0) for word in pair)
            self._vote("head", f'title : "{" ".join(pair)}"', weight, most=COMMON // 2)
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

    def _vote_name(self, name: _Name, weight: float) -> None:
        phrase = f'"{" ".join(name.words)}"'
        self._vote("head", f"title : {phrase} *", weight, most=COMMON // 2)
        self._vote("body", " AND ".join(f'"{word}"' for word in name.words), weight, most=COMMON // 2)
        self._vote("head", f"authors : {phrase}", -weight)

    def _vote_word(self, spellings: list[str], weight: float, in_title: float) -> None:
        self._vote("body", _either(spellings), weight)
        self._vote("head", f"title : {_either(spellings)}", in_title * TITLE)
        self._vote("head", f"authors : {_either(spellings)}", -weight)  # the name of a person is not about anything

    def _vote(self, table: str, expression: str, weight: float, most: int = COMMON) -> None:
        if self.left and self.stopped():
            self.left = 0
        most = min(most, self.left)
        if not most:
            return
        sql = f"SELECT rowid FROM {table} WHERE {table} MATCH ? ORDER BY rowid DESC LIMIT ?"
        rows = self.connection.execute(sql, (expression, most)).fetchall()
        self.left -= len(rows)
        scores = self.scores
        for (paper,) in rows:
            scores[paper] += weight


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

    def __init__(self, profile: _Profile) -> None:
        self.profile = profile
        self.weights = {word: profile.weight(word) for word in profile.counts}
        self.spelt = {spelling: word for word, known in profile.known.items() for spelling in known}
        squares = [weight * weight for weight in self.weights.values()]
        self.length = math.sqrt(sum(squares)) or 1.0
        self.usual = sum(squares) / len(squares) if squares else 1.0
        self.named = {word for name in profile.names for word in name.telling}
        self.brief = not profile.source.abstract
        squares_of_names = sum(weight * weight for word, weight in self.weights.items() if word in self.named)
        self.topic_length = math.sqrt(max(0.0, sum(squares) - squares_of_names))
        self.people = set(_people(profile.source.authors))

    def score(self, paper: _Texts) -> float:
        title, abstract = words(paper.title), words(paper.abstract)
        spelt = self.spelt
        counts = _counted(
            [spelt[word] for word in title if word in spelt], [spelt[word] for word in abstract if word in spelt]
        )
        others = len(set(title).union(abstract) - EVERYDAY) - len(counts)
        cosine, topic = self._cosines(counts, others)
        name, same = self._name(paper, counts, topic) if self.profile.names else (0.0, 1.0)
        cosine = same * cosine + (1 - same) * topic
        shared = len(self.people.intersection(_people(paper.authors))) if self.people else 0
        authors = (1 - 0.5**shared) * (0.4 + 0.6 * min(1.0, cosine / ON_TOPIC))
        return 1 - (1 - cosine) * (1 - NAMED * name) * (1 - SHARED_AUTHORS * authors)

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
            place = name.place(paper, counts)
            if place:
                sure = max(doubt, name.unmistakable, min(1.0, max(0.0, topic - OFF_TOPIC) / (ON_TOPIC - OFF_TOPIC)))
                if name.strength * place * sure >= best:
                    best, same = name.strength * place * sure, sure
        return best, same
