"""Simple formulas as a line of Unicode: all of one or nothing of it."""

import re
from unicodedata import normalize

from readlist.latex.symbols import (
    ACCENTS_OF_MATHS,
    BLACKBOARD,
    BLANKS,
    LOWERED,
    MATHS,
    RAISED,
    STYLES_OF_MATHS,
    SYMBOLS,
)

LONGEST = 2000
"""Letters of a formula beyond which it is a display, not a part of a sentence."""

_TOKEN = re.compile(
    r"\\(?P<name>[A-Za-z]+)(?P<blank>\s*)|\\(?P<symbol>.)|(?P<script>[\^_])\s*|(?P<plain>[^\\^_])", re.DOTALL
)
_PLAIN = re.compile(r"[^\\{}^_$~&]*+")
_SCRIPTS = {"^": RAISED, "_": LOWERED}
_SIMPLE_TERM = re.compile(r"[\w.′]*")


class _Group:
    """A pair of braces: what it holds so far, and what is to be done with it once it is whole."""

    def __init__(self, use: str) -> None:
        self.use = use
        self.parts: list[str] = []


def formula(inside: str) -> str | None:
    """What stands between two dollar signs, as Unicode: ``\\alpha^{2}`` → ``α²``, ``\\sim`` → ``∼``.

    ``None`` when it holds a command that is not known, or braces that do not match: then it must stay as it is.
    """
    if len(inside) > LONGEST:
        return None
    if _PLAIN.fullmatch(inside):
        return inside
    groups = [_Group("")]
    uses: list[str] = []  # of the terms to come, the next one last
    for token in _TOKEN.finditer(inside):
        name, sign = token["name"], token["plain"]
        if token["script"]:
            uses.append(token["script"])
        elif name in STYLES_OF_MATHS:
            continue
        elif name in ACCENTS_OF_MATHS or name in ("mathbb", "mathds", "sqrt"):
            uses.append(name)
        elif name in ("frac", "tfrac", "dfrac"):
            uses += ["denominator", "numerator"]
        elif sign == "{":
            groups.append(_Group(uses.pop() if uses else ""))
        elif sign == "}":
            if len(groups) == 1:
                return None
            closed = groups.pop()
            groups[-1].parts.append(_used("".join(closed.parts), closed.use))
        elif sign and sign.isspace():
            groups[-1].parts.append("" if uses else " ")
        else:
            printed = _printed(name, token["symbol"], sign)
            if printed is None:
                return None
            while uses:
                printed = _used(printed, uses.pop())
            parts = groups[-1].parts
            if name and printed.isalpha() and len(printed) > 1 and parts and parts[-1][-1:].isalnum():
                parts.append(" ")
            parts.append(printed + " " if token["blank"] else printed)
    if len(groups) > 1 or uses:
        return None
    return normalize("NFC", "".join(groups[0].parts)).strip()


def raised_or_lowered(text: str, script: str) -> str | None:
    """A text above (``^``) or below (``_``) the line; ``None`` when Unicode does not have all of its letters there."""
    known = _SCRIPTS[script]
    return "".join([known[letter] for letter in text]) if all(letter in known for letter in text) else None


def _printed(name: str | None, symbol: str | None, plain: str | None) -> str | None:
    if name is not None:
        return MATHS.get(name, " " if name in BLANKS else None)
    if symbol is not None:
        return SYMBOLS.get(symbol)
    return " " if plain in ("~", "&") else "′" if plain == "'" else plain


def _used(text: str, use: str) -> str:
    text = text.strip() if use else text
    if use in _SCRIPTS:
        scripted = raised_or_lowered(text, use)
        if scripted is not None:
            return scripted
        return use + text if len(text) == 1 or _SIMPLE_TERM.fullmatch(text) else f"{use}({text})"
    if use in ACCENTS_OF_MATHS:
        return text[:1] + ACCENTS_OF_MATHS[use] + text[1:] if text else ""
    if use in ("mathbb", "mathds"):
        return "".join([BLACKBOARD.get(letter, letter) for letter in text])
    if use == "sqrt":
        return f"√{text}" if len(text) == 1 else f"√({text})"
    if use == "numerator":
        return f"{text}/" if _SIMPLE_TERM.fullmatch(text) else f"({text})/"
    if use == "denominator" and not _SIMPLE_TERM.fullmatch(text):
        return f"({text})"
    return text
