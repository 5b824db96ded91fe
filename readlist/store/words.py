"""How text becomes the words that are indexed and searched: one rule for papers and for queries.

Words are folded (``Müller`` → ``muller``) and hold only letters and digits, so the tokenizer of SQLite sees exactly
the words made here. A word with hyphens or apostrophes counts as its parts and as one: ``pre-training`` → ``pre
training pretraining``. Scripts written without blanks are cut into pairs of letters.
"""

import re

from readlist.text import fold

LONGEST = 48
"""Longer words are cut: they are data, nobody types them."""

_JOINING = "'’ʼ‐‑­"  # an apostrophe in any form, hyphens beside the plain one


def _plain(character: str) -> str:
    if character in _JOINING or character == "-":
        return "-"
    return character.lower() if character.isalnum() else " "


_PLAIN_BYTES = bytes(ord(_plain(chr(code))) if code < 128 else code for code in range(256))
_PLAIN = str.maketrans({code: _plain(chr(code)) for code in range(128)} | {ord(mark): "-" for mark in _JOINING})

_NOT_ALNUM = re.compile(r"[\W_]+")

# Han, kana, Hangul, Bopomofo; Thai, Lao, Myanmar, Khmer: no blanks between words, or particles glued to them.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3100-\u312f\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
    "\uf900-\ufaff\U00020000-\U0003134f]+"
)

# LaTeX's accents and special letters, with or without braces, and commands that only change the looks.
_LATEX = re.compile(
    r"\{?\\(?:[\"'`^~=.]|[cvuHkrbdt](?![A-Za-z]))\s*\{?\\?([A-Za-z])\}?\}?"
    r"|\{?\\(ae|oe|aa|ss|AE|OE|AA|[oOlLij])(?![A-Za-z])\s?(?:\{\})?\}?"
    r"|\\(?:emph|text[a-z]{2}|math[a-z]{2,4}|rm|bf|it|em|sc|tt|cal|left|right|sim|approx|cite[pt]?)(?![A-Za-z])"
)


def _readable(command: re.Match[str]) -> str:
    return command[1] or (command[2].lower() if command[2] else " ")


def words(text: str) -> list[str]:
    """The words of a text in their order, and behind them the joined spellings of those with hyphens."""
    if "\\" in text:
        text = _LATEX.sub(_readable, text)
    if text.isascii():
        found = text.encode().translate(_PLAIN_BYTES).decode().split()
    else:
        found = text.translate(_PLAIN).split()
        if not all(map(str.isascii, found)):
            found = [part for word in found for part in ((word,) if word.isascii() else _fold_word(word))]
    if "-" in text or not text.isascii() or "'" in text:
        found = _part(found)
    if len(text) > LONGEST and max(map(len, found), default=0) > LONGEST:
        found = [word[:LONGEST] for word in found]
    return found


def _part(found: list[str]) -> list[str]:
    parted: list[str] = []
    joined: list[str] = []
    for word in found:
        if "-" not in word:
            parted.append(word)
            continue
        parts = [part for part in word.split("-") if part]
        parted.extend(parts)
        if len(parts) > 1 and "--" not in word:
            joined.append("".join(parts))
    return parted + joined


def _fold_word(word: str) -> list[str]:
    """A word with other letters than ASCII, folded and parted where its script or its marks part it."""
    parts: list[str] = []
    for piece in fold(word).replace("-", "\0-\0").split("\0"):
        if piece == "-":
            parts.append(piece)
            continue
        for part in _NOT_ALNUM.split(piece):
            if _UNSPACED.search(part):
                parts.extend(_pairs(part))
            elif part:
                parts.append(part)
    # Hyphens stay inside, for the joined spelling.
    return " ".join(parts).replace(" - ", "-").split()


def _pairs(text: str) -> list[str]:
    pieces: list[str] = []
    end = 0
    for run in _UNSPACED.finditer(text):
        pieces.append(text[end : run.start()])
        letters = run[0]
        pieces.extend(letters)
        pieces.extend(letters[at : at + 2] for at in range(len(letters) - 1))
        end = run.end()
    pieces.append(text[end:])
    return [piece for piece in pieces if piece]


def is_unspaced(word: str) -> bool:
    """Whether a word belongs to a script that is written without blanks."""
    return not word.isascii() and _UNSPACED.search(word) is not None


_SHORT = re.compile(r"\(([A-Z][A-Za-z0-9]{0,6}?)s?\)")


def short_forms(text: str) -> list[tuple[str, str]]:
    """The abbreviations a text explains, with what they stand for, folded: ``reinforcement learning (RL)`` gives
    ``("rl", "reinforcement learning")``. The capitals must be the initials of the words before the parenthesis."""
    found: list[tuple[str, str]] = []
    if "(" not in text:
        return found
    for short in _SHORT.finditer(text):
        letters = short[1].lower()
        if not 2 <= len(letters) <= 6 or sum(map(str.isupper, short[1])) < 2:
            continue
        before = re.split(r"[\W_]+", text[max(0, short.start() - 24 * len(letters)) : short.start()].strip())
        long = [word.lower() for word in before[-len(letters) :]]
        if len(long) == len(letters) and all(word[:1] == letter for word, letter in zip(long, letters, strict=True)):
            found.append((letters, " ".join(words(" ".join(long)))))
    return found
