"""Where in a text the words stand by which a search found it, and which of its sentences tells most of them.

One rule for what the list and the details highlight, for where the details begin, and for the line ``readlist search``
prints below a title. It follows how the index takes text apart: accents and case do not matter, neither do LaTeX's
accents, hyphens part words, and scripts written without blanks are matched letter by letter.
"""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from readlist.text import fold

Span = tuple[int, int]

_WORD = re.compile(r"[^\W_]+")
_ACCENT = r"\{?\\(?:[\"'`^~=.]|[cvuHkrbdt](?![A-Za-z]))\s*\{?\\?([A-Za-z])\}{0,2}"
_LETTER = r"\{?\\(ae|oe|aa|ss|AE|OE|AA|[oOlLij])(?![A-Za-z])(?: |\{\})?\}?"
_LATEX = re.compile(f"{_ACCENT}|{_LETTER}")
_LATEX_WORD = re.compile(f"(?:[^\\W_]|{_ACCENT}|{_LETTER})+")
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3100-\u312f\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003134f]"
)
_END = re.compile(r"[.!?]+[\"'”’)\]]*\s+(?=[^\sa-z])|[。！？]+[”’」』）]*\s*|\n\s*\n\s*|\n\s*(?=[-•*–]\s)")
_ABBREVIATED = re.compile(
    r"(?:\b(?:al|e\.g|i\.e|cf|vs|etc|fig|figs|eq|eqs|sec|ref|refs|no|vol|resp|approx|ca|dr|mr|mrs|prof|st)|\b[A-Z])\.$",
    re.IGNORECASE,
)
COMMON = frozenset(
    re.findall(
        r"\w+",
        """
        a about all also an and any are as at based be been between both but by can do does each for from has have how
        in into is it its more most new no not of on one only or our over such than that the their them then there these
        they this those through to two under up use used using via was we were what when where which while who why will
        with within without you your
        """,
    )
)
"""Words that say little: a sentence that holds many of them is not the one that was meant."""


class _Sought(NamedTuple):
    """Matched words by how they are looked for: whole words, several words in a row, letters of unspaced scripts."""

    words: frozenset[str]
    phrases: tuple[tuple[str, ...], ...]
    letters: tuple[str, ...]


class _Hit(NamedTuple):
    start: int
    end: int
    word: str


def matched_spans(text: str, matched: Collection[str]) -> Iterator[Span]:
    """Where the words that a search matched stand in a text: start and end, from its beginning, none over another.

    ``matched`` are folded words as the index holds them; one with blanks (``reinforcement learning``, which ``rl`` is
    short for) is several words in a row, whatever stands between them.
    """
    done = 0
    for start, end, _ in _hits(text, matched):
        if end > done:
            yield max(start, done), end
            done = end


def best_sentence(text: str, matched: Collection[str]) -> Span | None:
    """Start and end of the sentence with most of the matched words, each counted once; of equals the earlier one.

    None when no sentence holds any.
    """
    hits = _hits(text, matched)
    if not hits:
        return None
    spans = sentences(text)
    starts = [start for start, _ in spans]
    held: dict[int, set[str]] = {}
    for start, _, word in hits:
        held.setdefault(bisect_right(starts, start) - 1, set()).add(word)
    best = max(held, key=lambda place: (sum(map(_weight, held[place])), -place))
    return spans[best]


def tells(text: str, matched: Collection[str]) -> float:
    """How much of what was asked for a text holds: each matched word once, the common ones next to nothing."""
    return sum(map(_weight, {hit.word for hit in _hits(text, matched)}))


def sentences(text: str) -> list[Span]:
    """The sentences of a text as start and end, without the white space between them."""
    ends = [found.end() for found in _END.finditer(text) if not _abbreviates(text, found)]
    places = [0, *ends, len(text)]
    spans = []
    for start, end in pairwise(places):
        piece = text[start:end]
        if piece.strip():
            spans.append((start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())))
    return spans or [(0, len(text))]


def _abbreviates(text: str, stop: re.Match[str]) -> bool:
    return stop[0][0] == "." and _ABBREVIATED.search(text, max(0, stop.start() - 8), stop.start() + 1) is not None


def _weight(word: str) -> float:
    if " " in word:
        return 1.5
    return 0.1 if word in COMMON or (len(word) == 1 and word.isascii()) else 1.0


def _hits(text: str, matched: Collection[str]) -> list[_Hit]:
    if not matched or not text:
        return []
    sought = _sought(frozenset(matched))
    tokens = _tokens(text)
    hits = [_Hit(start, end, word) for start, end, word in tokens if word in sought.words]
    for phrase in sought.phrases:
        hits += _in_a_row(tokens, phrase)
    for letters in sought.letters:
        at = text.find(letters)
        while at >= 0:
            hits.append(_Hit(at, at + len(letters), letters))
            at = text.find(letters, at + len(letters))
    if sought.phrases or sought.letters:
        hits.sort(key=lambda hit: (hit.start, -hit.end))
    return hits


def _tokens(text: str) -> list[_Hit]:
    """The words of a text, folded, with their places."""
    if "\\" not in text:
        return [_Hit(*found.span(), fold(found[0])) for found in _WORD.finditer(text)]
    return [
        _Hit(*found.span(), fold(_LATEX.sub(lambda accent: accent[1] or accent[2], found[0])))
        for found in _LATEX_WORD.finditer(text)
    ]


def _in_a_row(tokens: Sequence[_Hit], phrase: tuple[str, ...]) -> Iterator[_Hit]:
    length = len(phrase)
    for place, token in enumerate(tokens[: len(tokens) - length + 1]):
        if token.word != phrase[0]:
            continue
        row = tokens[place : place + length]
        # The last word may go on, as it may for the ranking: a plural is no other thing.
        if all(one.word == word for one, word in zip(row[:-1], phrase, strict=False)) and row[-1].word.startswith(
            phrase[-1]
        ):
            yield _Hit(token.start, row[-1].end, " ".join(phrase))


@lru_cache(maxsize=16)
def _sought(matched: frozenset[str]) -> _Sought:
    letters = {word for word in matched if _UNSPACED.search(word)}
    # The index holds single letters beside the pairs they make; the pairs tell more.
    letters -= {word for word in letters if len(word) == 1 and any(word in other for other in letters - {word})}
    plain = {word for word in matched if " " not in word} - letters
    phrases = tuple(sorted(tuple(word.split()) for word in matched if " " in word.strip()))
    return _Sought(frozenset(plain), phrases, tuple(sorted(letters)))
