"""Lists of people as pages print them: ``A, B, and C``, ``Last, First, Last, First``, ``A, and 4 more authors``.

:func:`people` says whether a piece of text can be such a list, who is in it, and how odd it would be (its *cost*), so
that a reader can weigh several readings of one line against each other. Nothing here knows any real name: only how
names are built (capitals, initials, particles, apostrophes, hyphens) and a few words that are never part of one.
"""

import re
from dataclasses import dataclass
from functools import lru_cache


def _letters(condition: str) -> str:
    ranges = ((0x41, 0x250), (0x370, 0x400), (0x400, 0x530), (0x1E00, 0x1F00))
    return "".join(chr(code) for start, end in ranges for code in range(start, end) if getattr(chr(code), condition)())


UPPER = _letters("isupper")
LOWER = _letters("islower")
HAN = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
_QUOTES = "'\"‘’“”()"
MARKS = "*∗⁎†‡§¶‖#^✉⋆☆♯♮⊕◇♠♣"

MORE = re.compile(r",?\s*(?:and|&|et|e|und|y)?\s*\b(\d{1,4}) more authors?\b\.?")
_JOINER = re.compile(r"\s*,?\s+(?:and|et|und)\s+|\s*,?\s*&\s*|\s*;\s*")
_LAST_JOINER = re.compile(rf"\s+(?:e|y|en)\s+(?=[{UPPER}])")
_OTHERS = re.compile(r",?\s*(?:\band others|\bet al\.?|…|\.\.\.)\s*$")
_COMMA = re.compile(r"\s*[,，、]\s*")
_TRAILING_MARKS = re.compile(rf"\s*[{re.escape(MARKS)}\u00b9\u00b2\u00b3\u2070-\u2079]+\s*$")
_LEADING_MARKS = re.compile(rf"^[{re.escape(MARKS)}\s]+")
_ASIDE = re.compile(r"\s*[(（][^()（）]{1,40}[)）]$")

_words = str.split
PARTICLES = frozenset(
    _words(
        "van von de der den het ten ter te del della dello degli dei di da das do dos du des la le las los el al"
        " bin bint ibn ben af av zu zur zum vom und y e i op d st ste mac abu abd ul ur"
    )
)
_SUFFIXES = frozenset(_words("Jr Jr. Sr Sr. II III IV V PhD Ph.D. MD M.D."))
_INITIAL = re.compile(rf"-?(?:[{UPPER}]\.?[-‐]?){{1,3}}\.?$")
_WORD = re.compile(rf"[{UPPER}{LOWER}'’ʼ`´\-‐‑.\u0300-\u036f·{{}}\\\"]+$")
_HAN_NAME = re.compile(rf"[{HAN}·]{{2,10}}$")
_HUMP = re.compile(rf"(?<=[{LOWER}])(?=[{UPPER}])")
_GLUED_PARTICLE = re.compile(rf"(?![AEIOUY])[{UPPER}]v[ao]n$")
_TWO_CAPITALS = re.compile(rf"[{UPPER}]{{2,}}[{LOWER}]")
_THREE_CAPITALS = re.compile(rf"[{UPPER}]{{3,}}[{LOWER}]")
_NAME_HUMP = re.compile(
    r"(?:^|[-‐’'])(?:Ma?c|D[aeiou]|L[aeo]|V[ao]n|Ten|Ter|Fitz|O|Al|El|Ben|Bin|Ab[du]|San|Saint|St|[A-Z]’)$"
)
_PARTICLE_WORD = re.compile(rf"(?:al|el|d|l|de|von|van|ibn)[-’'‐][{UPPER}]")
_BODY = re.compile(r".{2,50}\b(?:[Cc]ollaborations?|Teams?|Consortium|Committee|Initiative|[Gg]roup|Project)$")
# Words of titles, venues and buttons. The second list holds words that a few people are called, too.
_NEVER_A_NAME = frozenset(
    _words(
        "The This That These Those A Of For From With Without By And Using Toward Towards Into Over Under Between"
        " Beyond How What Why When Where Which Does Not Our Its Learning Networks Network Models Model Modeling Data"
        " Systems System Analysis Review Reviews Journal Letters Conference Proceedings Transactions International"
        " University Workshop Symposium Survey Study Approach Method Methods Theory Application Applications"
        " Advances Science Sciences Research Engineering Technology Computing Computer Information Processing"
        " Language Languages Neural Physics Mathematics Medicine Biology Society Association Nature Communications"
        " Reports Annals Bulletin Magazine Quarterly Preprint Thesis Abs Bib PDF HTML DOI IEEE ACM"
    )
)
_SELDOM_A_NAME = frozenset(_words("An In On To At As Or Via Is Are Can Do No We Deep Press Code"))


@dataclass(frozen=True, slots=True)
class People:
    """A list of people: ``names`` as ``First Last``; ``more`` counts those left unnamed (``None``: some); ``cost`` is
    how unlike a list of people it looks; ``family_first`` how it was printed (``None``: cannot be told)."""

    names: tuple[str, ...]
    more: int | None
    cost: float
    family_first: bool | None


def people(text: str, family_first: bool | None = None) -> People | None:
    """The people a text lists, or ``None`` when it cannot be a list of people.

    ``family_first`` is how the page is known to print names, when it is known.
    """
    text = text.strip(" ,;")
    more: int | None = 0
    if found := MORE.search(text):
        if text[found.end() :].strip(" ,;."):
            return None
        more, text = int(found[1]), text[: found.start()]
    elif found := _OTHERS.search(text):
        more, text = None, text[: found.start()]
    text = text.strip(" ,;")
    if not text:
        return None
    parts = _JOINER.split(text)
    if len(parts) == 1 and (found := _LAST_JOINER.search(text, max(0, text.rfind(",")))) and "," in text:
        parts = [text[: found.start()], text[found.end() :]]
    elif len(parts) == 1 and (pair := _pair(text)):
        parts = pair
    groups = [[piece for piece in _COMMA.split(part) if piece] for part in parts]
    given_first = _given_first(groups)
    reversed_order = _family_first(groups)
    choices = []
    if given_first and family_first is not True:
        choices.append(People(given_first[0], more, given_first[1], False))
    if reversed_order and family_first is not False:
        choices.append(People(reversed_order[0], more, reversed_order[1], True))
    if not choices:
        if given_first:
            return People(given_first[0], more, given_first[1] + 1, False)
        return People(reversed_order[0], more, reversed_order[1] + 1, True) if reversed_order else None
    return min(choices, key=lambda choice: choice.cost)


def _pair(text: str) -> list[str] | None:
    """Two people with nothing but ``e``, ``y`` or ``en`` between them; the two surnames of one person are no pair."""
    found = list(_LAST_JOINER.finditer(text))
    if len(found) != 1:
        return None
    sides = [text[: found[0].start()], text[found[0].end() :]]
    return sides if all(sum(word[0].isupper() for word in side.split()) > 1 for side in sides) else None


def _given_first(groups: list[list[str]]) -> tuple[tuple[str, ...], float] | None:
    names: list[str] = []
    cost = 0.0
    for group in groups:
        for piece in group:
            name = bare_name(piece)
            if name in _SUFFIXES and names:
                names[-1] = f"{names[-1]} {name}"
                continue
            odd = name_cost(name)
            if odd is None:
                return None
            names.append(name)
            cost += odd
    return (tuple(names), cost) if names else None


def _family_first(groups: list[list[str]]) -> tuple[tuple[str, ...], float] | None:
    names: list[str] = []
    cost = 0.0
    paired = False
    for group in groups:
        pieces = [bare_name(piece) for piece in group]
        waiting = ""
        for place, piece in enumerate(pieces):
            if place and piece in _SUFFIXES and not waiting:
                names[-1] += f" {piece}"
            elif not waiting and (_HAN_NAME.match(piece) or _BODY.match(piece)):
                names.append(piece)
            elif not waiting:
                waiting = piece
            else:
                odd = name_cost(f"{piece} {waiting}")
                if odd is None:
                    return None
                # A whole name in the place of a surname or a given name is what the other order looks like.
                cost += odd + 0.5 * (len(_capitals(waiting)) > 1) + 0.35 * (len(_capitals(piece)) > 1)
                names.append(f"{piece} {waiting}")
                waiting, paired = "", True
        if waiting:
            return None
    return (tuple(names), cost) if paired else None


def _capitals(name: str) -> list[str]:
    return [word for word in name.split() if len(word) > 2 and word[0].isupper() and not word.endswith(".")]


@lru_cache(maxsize=8192)
def bare_name(name: str) -> str:
    """A name without footnote marks, blanks and what stands in parentheses behind it."""
    name = _TRAILING_MARKS.sub("", _LEADING_MARKS.sub("", name))
    name = _ASIDE.sub("", name)
    for mark in MARKS:
        if mark in name:
            name = name.replace(mark, "")
    return name.strip()


@lru_cache(maxsize=16384)
def name_cost(name: str) -> float | None:
    """How odd a text would be as one person's name, ``Joseph C. O’Brien``: 0 is not at all, ``None`` impossible."""
    if len(name) > 60 or not name:
        return None
    words = name.split()
    if len(words) == 1 and _HAN_NAME.match(name):
        return 0.0 if len(name) <= 4 else 1.0
    if _BODY.match(name):
        return 0.5
    if len(words) > 7:
        return None
    cost = 0.0
    capitals = 0
    initials = 0
    for place, word in enumerate(words):
        if len(word) > 2 and word[0] in _QUOTES and word[-1] in _QUOTES:
            word = word[1:-1]  # a nickname
        if word in _NEVER_A_NAME:
            cost += 2.5 if len(word) > 1 else 0.0
        elif word in _SELDOM_A_NAME:
            cost += 0.7
        if _INITIAL.match(word):
            initials += 1
            cost += 0.4 if word.endswith(".") and word[:2].isalpha() else 0.0
            continue
        if _HAN_NAME.match(word):
            capitals += 1
            continue
        if not _WORD.match(word):
            return None
        if word.lower().strip("’'") in PARTICLES and not word[0].isupper():
            continue
        if not word[0].isupper():
            if place == 1 and len(words) == 2 and word.isalpha() and capitals + initials == 1:
                cost += 1.6  # a surname that somebody forgot to write with a capital
                capitals += 1
                continue
            if _PARTICLE_WORD.match(word):
                capitals += 1
                continue
            return None
        if word.strip(".") in _SUFFIXES and place:
            continue
        capitals += 1
        cost += _oddness(word)
    if capitals == 0:
        return None
    if capitals + initials == 1:
        cost += 1.6
    return cost + (0.0, 0.0, 0.0, 0.0, 0.0, 0.4, 1.0, 2.0)[len(words)]


def _oddness(word: str) -> float:
    cost = 0.0
    for hump in _HUMP.finditer(word):
        if not _NAME_HUMP.search(word[: hump.start()]):
            cost = 0.9 if not cost else min(1.5, cost + 0.2)
    if _GLUED_PARTICLE.match(word):
        cost += 2.5
    if _THREE_CAPITALS.match(word):
        cost += 2.0  # the end of a title is glued on: ``BLIPWenliang``
    elif _TWO_CAPITALS.match(word):
        cost += 0.9
    if len(word) > 3 and word.isupper():
        cost += 0.6
    if word.endswith(".") and len(word) > 4:
        cost += 0.6
    if "{" in word or "\\" in word or '"' in word:
        cost += 0.4
    if word[-1] in "'’-":
        cost += 2.0
    return cost
