"""The people of one cell of a table, in the many ways of writing them there."""

import re

_AND = re.compile(r"\s+(?:and|und|&|et(?!\s+al\b))\s+")
_TWO_WORDS = re.compile(r"[^\s,]+ [^\s,].*")
_INITIALS = re.compile(r"(?:[^\W\d_]\.[ -]?)+")
_INITIALS_LAST = re.compile(r"(.*[^\s.,]) ((?:[A-Z]\.?-?){1,4})")


def names_in(text: str) -> list[str]:
    """The people of a cell: ``Last, First; Last, First``, ``First Last, First Last and First Last``, ``Last F,
    Last F``, ``Last, First, Last, First``. Where only initials stand behind a name, it is turned into ``Last, F.``."""
    for separator in (";", "|", "\n"):
        if separator in text:
            return _turned([name for name in map(str.strip, text.split(separator)) if name])
    pieces = _AND.split(text.strip())
    if len(pieces) > 1 and all(piece.count(",") == 1 for piece in pieces):
        return pieces
    names = [name for piece in pieces for name in map(str.strip, piece.split(",")) if name]
    if len(names) < 2:
        return _turned(names)
    if len(pieces) == 1 and len(names) == 2 and _INITIALS.fullmatch(names[1]):
        return [", ".join(names)]
    if all(_TWO_WORDS.fullmatch(name) or name.startswith("et al") for name in names):
        return _turned(names)
    if len(pieces) == 1 and len(names) % 2 == 0:
        return [f"{family}, {given}" for family, given in zip(names[::2], names[1::2], strict=True)]
    return names


def _turned(names: list[str]) -> list[str]:
    """``Smith JA`` → ``Smith, J. A.`` where most names are written so."""
    found = [_INITIALS_LAST.fullmatch(name) for name in names]
    many = sum(1 for one in found if one)
    if many * 2 < len(names) or (len(names) == 1 and "." not in names[0]):
        return names
    return [f"{one[1]}, {_spelled(one[2])}" if one else name for name, one in zip(names, found, strict=True)]


def _spelled(initials: str) -> str:
    if "." in initials.rstrip("."):
        return initials
    return "-".join(" ".join(f"{letter}." for letter in part) for part in initials.rstrip(".").split("-"))
