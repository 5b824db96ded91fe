"""Personal names taken apart: which word of a printed name is the family name, and what stands around it."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple


class Name(NamedTuple):
    """The parts of one name. ``particle`` holds lower-case words such as ``van der``; a name that has no parts
    (a collaboration, a Chinese name) is all ``family``, and ``whole`` says that it must stay in one piece."""

    given: str
    particle: str
    family: str
    suffix: str
    whole: bool = False

    @property
    def surname(self) -> str:
        """The family name with its particle, as a running text cites it: ``van der Berg``."""
        return f"{self.particle} {self.family}" if self.particle else self.family


FAMILY_NAMES = "family-names"
"""The field of a record's ``extra`` that maps a printed name to its family name (with particle), where the words of the
name do not tell it and a source did; to the whole of it where it has no parts."""

_PARTICLE_WORDS = (
    "van von vom der den de del della delle degli dei dello des di da dal do dos das du la le las los el al ter "
    "ten te 't zu zum zur af av bin bint ibn ben abu ould und y"
)
_PARTICLES = frozenset(_PARTICLE_WORDS.split())
# Families written with a capital particle (Van Gool, De Moura, Le Roux). The particle is part of the family name then.
_CAPITAL_WORDS = (
    "Van Von Vom Vande Vander Der Den De Del Della Di Da Dal Dos Das Du La Le Ter Ten Te El Al Bin Ibn Ben Abu "
    "St. Saint Mac Ó Ní Uí"
)
_CAPITAL_PARTICLES = frozenset(_CAPITAL_WORDS.split())
_SUFFIX = re.compile(r"(?:jr|sr)\.?|i{2,3}|iv", re.IGNORECASE)
# Vietnamese middle names look like a Dutch particle: Toan Van Nguyen is a Nguyen.
_LOOK_LIKE_PARTICLES = ("Van", "Le", "Du", "Da")
_VIETNAMESE_FAMILIES = "nguyen tran pham hoang phan vu vo dang bui do ho ngo duong ly huynh dinh truong trinh"
_VIETNAMESE = frozenset(_VIETNAMESE_FAMILIES.split())
_GROUP = re.compile(
    r"\b(?:collaborations?|consortium|consortia|team|group|committee|initiative|network|task force|investigators|"
    r"institute|institution|university|organi[sz]ation|association|society|council|foundation|laborator(?:y|ies)|department|"
    r"ministry|agency|commission|corporation|inc\.?|ltd\.?|gmbh|developers|contributors|centers?|centre|school|hospital|company|"
    r"project)(?=$|[\s,.)])|^the\s|\s(?:of|for|the|and|&)\s",
    re.IGNORECASE,
)
_GROUP_FURNITURE = re.compile(
    r"^the\s+|\s+(?:collaboration|consortium|team|working group|study group|group|committee|initiative|investigators)$",
    re.IGNORECASE,
)
# Scripts that write the family name first and without a sign between the two parts.
_FAMILY_FIRST_SCRIPT = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]")
_LATIN_LETTER = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")


@lru_cache(maxsize=16384)
def split_name(text: str) -> Name:
    """The parts of a name printed as ``First Last``, ``Last, First`` or ``Last, Jr., First``.

    Groups (``ATLAS Collaboration``) and names in Chinese, Japanese or Korean script are not taken apart. What cannot be
    known from the words alone (a second Spanish surname) is not guessed: the family name is then the last word.
    """
    words = text.split()
    if not words:
        return Name("", "", "", "")
    joined = " ".join(words)
    if is_group(joined) or (_FAMILY_FIRST_SCRIPT.search(joined) and not _LATIN_LETTER.search(joined)):
        return Name("", "", joined, "", whole=True)
    if "," in joined:
        return _split_at_commas(joined)
    suffix = ""
    if len(words) > 2 and _SUFFIX.fullmatch(words[-1]):
        suffix = words.pop()
    start = 0 if len(words) > 1 and words[0] in _PARTICLES else _family_start(words)
    particle, family = _take_particle(words[start:])
    return Name(" ".join(words[:start]), particle, family, suffix)


def name_in(text: str, extra: Mapping[str, Any]) -> Name:
    """The parts of one of a record's printed names: by what its source told of them, else by its words."""
    told = extra.get(FAMILY_NAMES)
    surname = told.get(text) if isinstance(told, Mapping) else None
    if not isinstance(surname, str) or not surname or surname not in text:
        return split_name(text)
    if surname == text:
        return Name("", "", text, "", whole=True)
    given, _, suffix = text.rpartition(surname)
    particle, family = _take_particle(surname.split())
    return Name(given.strip(), particle, family, suffix.strip())


def is_group(text: str) -> bool:
    """Whether a name is that of a collaboration, a team or an institution."""
    return " " in text and _GROUP.search(text) is not None


def group_name(text: str) -> str:
    """The telling part of a group's name: ``ATLAS`` of ``The ATLAS Collaboration``."""
    return _GROUP_FURNITURE.sub("", text).strip() or text


def short_authors(authors: Sequence[str], more_authors: int | None) -> str:
    """Authors for a line of a list: ``Lewis et al.``, ``Gu & Dao``, ``Karpukhin``; empty when nobody is known.

    ``more_authors`` counts the people who are not named, ``None`` when there are some and nobody knows how many.
    """
    if not authors:
        return ""
    first = split_name(authors[0]).surname
    if len(authors) > 2 or more_authors != 0:
        return f"{first} et al."
    if len(authors) == 2:
        return f"{first} & {split_name(authors[1]).surname}"
    return first


def _split_at_commas(text: str) -> Name:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not parts:
        return Name("", "", text, "", whole=True)
    if len(parts) > 3:
        return Name("", "", text, "", whole=True)
    suffix = ""
    for index, part in enumerate(parts[1:], 1):
        if _SUFFIX.fullmatch(part):
            suffix = parts.pop(index)
            break
    if len(parts) == 1:  # "Martin Luther King, Jr." or "Madonna,"
        name = split_name(parts[0])
        return name._replace(suffix=suffix or name.suffix)
    if len(parts) > 2:
        return Name("", "", text, "", whole=True)
    particle, family = _take_particle(parts[0].split())
    given = parts[1].split()
    trailing: list[str] = []  # "Berg, Ludwig van der"
    while len(given) > 1 and given[-1] in _PARTICLES:
        trailing.insert(0, given.pop())
    return Name(" ".join(given), " ".join([*trailing, particle]).strip(), family, suffix)


def _family_start(words: list[str]) -> int:
    """The index of the first word of the family name, particles included."""
    last = len(words) - 1
    for index in range(1, last):
        word = words[index]
        if word in ("y", "i") and index > 1:  # Santiago Ramón y Cajal
            return index - 1
        if word in _PARTICLES and word != "y":
            return index
        if word in _CAPITAL_PARTICLES and not (word in _LOOK_LIKE_PARTICLES and words[last].lower() in _VIETNAMESE):
            return index
    return last


def _take_particle(words: list[str]) -> tuple[str, str]:
    """The lower-case particles that a family name begins with, and the rest of it."""
    count = 0
    while count < len(words) - 1 and words[count] in _PARTICLES:
        count += 1
    return " ".join(words[:count]), " ".join(words[count:])
