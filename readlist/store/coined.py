"""What papers call their methods: ``REPLUG: …``, an acronym in a title, ``we call it X``."""

import json
import math
import re
import sqlite3
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from itertools import islice

from readlist.store.topics import EVERYDAY, topical
from readlist.store.words import words

MOST_NAMES = 5

LEADING, INTRODUCED, MANY_WORDS, MENTIONED, ABBREVIATED = 1.0, 0.8, 0.7, 0.5, 0.4
"""How surely a name is the paper's own: before the colon of the title, in parentheses there or after ``we call it``, of
several words before the colon, elsewhere in the title, and there in capitals only."""

MIXED_CASE, LONG_CAPITALS = 0.7, 0.2
"""How surely such a name is nobody else's, whatever a paper is about: TensorFlow, and GRAFTER; SAM is not at all."""

_OF_GENRES = """addendum appendix comment commentary conclusion correction corrigendum discussion editorial erratum
foreword introduction lecture lectures letter overview part perspective preface rejoinder remark reply report response
retraction review survey tutorial viewpoint withdrawn"""
GENRES = frozenset(_OF_GENRES.split())
"""Words before a colon that say what sort of text it is."""
_UNITS = "khz mhz ghz thz kev mev gev tev pev kpc mpc gpc mpa gpa kwh mwh gbps mbps arxiv"
NO_NAMES = EVERYDAY.union(GENRES, _UNITS.split())

_BEFORE_COLON = re.compile(r"\s*([^:]{2,40}?)\s*(?::\s|\s[-–—]+\s)")
# Two capitals, or letters and digits: LSTM, LoRA, word2vec, XENON1T, GPT-4; never the s of a plural.
_COINED = re.compile(
    r"(?<![^\W_])(?<!\\)(?:[A-Za-z]{0,24}[A-Z][a-z0-9]{0,24}[A-Z][A-Za-z0-9]{0,24}?|(?:[A-Z]|[A-Za-z]{3,24})\d[A-Za-z0-9]{0,24})"
    r"(?:-\d[\d.]{0,8})?(?=s?(?![^\W_]))"
)
_HYPHENATED = re.compile(r"(?<![\w-])[A-Z][A-Za-z]{1,24}(?:-[A-Za-z]{1,24}){2,4}(?![\w-])")
"""Chain-of-Thought, and also End-to-End, whose words are too common for a name."""
# What an abstract says before a name it gives: ``we call it X``, ``we propose X``, ``introduces a wide something (X``.
_INTRODUCED = re.compile(
    r"(?:\b(?:called|call it|named|dubbed|termed|[Ww]e (?:\w+ )?(?:introduce|propose|present|develop|release|describe))"
    r"(?: (?:the|a|an|our|new|novel))*,? [(\"'“‘`]*|\b[Ww]e (?:\w+ )?(?:introduce|propose|present|develop)\b[^.()]*\()$"
)


@dataclass(slots=True)
class Name:
    """What a paper calls something: as written, its words, how surely it is a name and not a word, up to 1, and how
    surely it is nobody else's."""

    written: str
    words: tuple[str, ...]
    strength: float
    leading: bool = False
    telling: frozenset[str] = field(init=False)
    spoken: re.Pattern[str] = field(init=False)
    part: re.Pattern[str] = field(init=False)
    coined: bool = field(init=False)
    unmistakable: float = field(init=False)

    def __post_init__(self) -> None:
        self.telling = frozenset(topical(self.written))
        self.spoken = re.compile(rf"(?<![^\W_]){re.escape(self.written)}(?![^\W_])")
        # RoBERTa, VMamba and Mamba2, but not Relaying.
        self.part = re.compile(rf"{re.escape(self.written)}(?![a-z])")
        self.coined = _COINED.search(self.written) is not None
        self.unmistakable = 0.0
        if self.coined and len(self.written) > 3:
            self.unmistakable = MIXED_CASE if _is_mixed(self.written) else LONG_CAPITALS * (len(self.written) > 5)

    def place(self, title: str, abstract: str, anywhere: Container[str]) -> float:
        """How clearly a paper speaks of it: in the title most, as written more than in other letters."""
        if self.written in title:
            if self.spoken.search(title):
                return 1.0 if self.coined or not self._is_word_of(abstract) else 0.0
            if self.coined or self.part.search(title):
                return 0.8
        if not all(word in anywhere for word in self.telling):
            return 0.0
        if self.spoken.search(abstract):
            return 0.8 if self.coined or not self._is_word_of(abstract) else 0.0
        if len(self.words) > 1:
            return 0.5 if _stand_together(self.words, title, abstract) else 0.0
        return 0.0 if not self.coined else 0.1 if self.written.isupper() else 0.4

    def _is_word_of(self, abstract: str) -> bool:
        return len(self.words) == 1 and f" {self.words[0]}" in abstract


def _stand_together(parts: tuple[str, ...], *texts: str) -> bool:
    phrase = f" {' '.join(parts)} "
    return any(phrase in f" {' '.join(words(text))} " for text in texts)


def names_in(title: str, abstract: str) -> Iterator[Name]:
    """What the title names before a colon, what it writes in capitals, and what the abstract introduces so."""
    seen: set[tuple[str, ...]] = set()

    def name(written: str, strength: float, *, leading: bool = False) -> Iterator[Name]:
        parts = tuple(words(written))
        if parts and parts not in seen and len("".join(parts)) > 1 and not NO_NAMES.issuperset(parts):
            seen.add(parts)
            yield Name(written, parts, strength, leading)

    shouted = sum(map(str.isupper, title)) > 0.5 * sum(map(str.isalpha, title))
    before = _BEFORE_COLON.match(title)
    if before and len(before[1].split()) <= 4:
        alone = len(words(before[1])) == 1 or _COINED.search(before[1])
        yield from name(before[1].strip("\"'“”‘’`$ "), LEADING if alone else MANY_WORDS, leading=True)
    if not shouted:
        for coined in islice(_COINED.finditer(title), MOST_NAMES):
            strength = MENTIONED if _is_mixed(coined[0]) else ABBREVIATED
            if title[coined.start() - 1 : coined.start()] == "(":
                strength = INTRODUCED
            yield from name(coined[0], strength if len(coined[0]) > 2 else strength / 2)
        for hyphenated in islice(_HYPHENATED.finditer(title), 2):
            yield from name(hyphenated[0], MENTIONED)
    if not seen:
        for coined in islice(_COINED.finditer(abstract), 10 * MOST_NAMES):
            begins = abstract[max(0, coined.start() - 160) : coined.start()]
            # In parentheses stands the name alone: "… networks (GAN)", but not "… environments (OpenAI Gym)".
            explains = not begins.endswith("(") or abstract[coined.end() : coined.end() + 2].lstrip("s")[:1] in ")"
            if explains and _INTRODUCED.search(begins) and len(seen) < 2:
                yield from name(coined[0], INTRODUCED)


def _is_mixed(written: str) -> bool:
    return len(written) > 3 and not written.isupper()


def doubt_common_abbreviations(connection: sqlite3.Connection, names: list[Name]) -> None:
    """Makes weaker what several papers explain by its initials, unless it leads the title: ``DNN`` is no method of
    anybody's."""
    shorts = {name.words[0]: name for name in names if len(name.words) == 1 and not name.leading}
    rows = connection.execute(
        "SELECT short, sum(papers) FROM short_forms WHERE short IN (SELECT value FROM json_each(?)) GROUP BY short",
        (json.dumps(sorted(shorts)),),
    )
    for short, papers in rows:
        if papers > 2:
            shorts[short].strength *= 0.5


def rarity(shared: int, papers: int, *, coined: bool) -> float:
    """How surely a word of so many papers is a name: what looks like one may be in a tenth of a library, an ordinary
    word in capitals only in a few papers."""
    few, many = (0.01, 0.3) if coined else (0.002, 0.02)
    if shared <= max(few * papers, 8):
        return 1.0
    return max(0.0, 1 - math.log(shared / (few * papers)) / math.log(many / few)) if shared < many * papers else 0.0
