"""How text becomes the words that are indexed and searched: one rule for papers and for queries.

Words are folded (``Müller`` → ``muller``) and hold only letters and digits; hyphens part them (that ``pretraining`` is
``pre-training`` is found when it is asked for). Scripts written without blanks are cut into letters and pairs of
letters. LaTeX's accents become letters.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from readlist.text import fold


def _plain(character: str) -> str:
    return character.lower() if character.isalnum() else " "


_PLAIN = str.maketrans({code: _plain(chr(code)) for code in range(128)})
_PLAIN_BYTES = bytes(ord(_plain(chr(code))) if code < 128 else code for code in range(256))
_NOT_ALNUM = re.compile(r"[\W_]+")

# Han, kana, Hangul, Bopomofo; Thai, Lao, Myanmar, Khmer: no blanks between words, or particles glued to them.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3100-\u312f\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
    "\uf900-\ufaff\U00020000-\U0003134f]+"
)

# LaTeX's accents and special letters, and commands that only change the looks; a brace before them is gone already.
_LATEX = re.compile(
    r"\\(?:(?:[\"'`^~=.]|[cvuHkrbdt](?![A-Za-z]))\s*\{?\\?([A-Za-z])\}{0,2}"
    r"|(ae|oe|aa|ss|AE|OE|AA|[oOlLij])(?![A-Za-z])(?: |\{\})?\}?"
    r"|(?:emph|text[a-z]{2}|math[a-z]{2,4}|rm|bf|it|em|sc|tt|cal|left|right|sim|approx|cite[pt]?)(?![A-Za-z]))"
)


def words(text: str) -> list[str]:
    """The words of a text, in their order."""
    return plain(text).split()


def plain(text: str) -> str:
    """A text in lower case with a blank for every mark, to look for words in."""
    prepared = searchable(text)
    return prepared.encode().translate(_PLAIN_BYTES).decode() if prepared.isascii() else prepared


def searchable(text: str) -> str:
    """A text that FTS5's ``ascii`` tokenizer takes apart into just the :func:`words` of the given one.

    Plain English stays as it is: SQLite takes it apart ten times faster than Python.
    """
    if "\\" in text:
        text = _LATEX.sub(_readable, text.replace("{\\", "\\"))
    return text if text.isascii() else " ".join(_folded_words(text))


def _readable(command: re.Match[str]) -> str:
    return command[1] or (command[2].lower() if command[2] else " ")


def _folded_words(text: str) -> Iterator[str]:
    for word in text.translate(_PLAIN).split():
        if word.isascii():
            yield word
        else:
            yield from _pairs(_NOT_ALNUM.sub(" ", fold(word))).split()


def _pairs(folded: str) -> str:
    """A text with the letters of unspaced scripts, and every two that stand together, set between blanks."""
    return _UNSPACED.sub(
        lambda run: f" {' '.join([*run[0], *map(''.join, pairwise(run[0]))])} ",
        folded,
    )


def is_unspaced(word: str) -> bool:
    """Whether a word belongs to a script that is written without blanks."""
    return not word.isascii() and _UNSPACED.search(word) is not None


_SHORT = re.compile(r"\(([A-Z][A-Za-z0-9]{0,6}?)s?\)")


def short_forms(text: str) -> set[tuple[str, str]]:
    """The abbreviations a text explains, with what they stand for, folded: ``reinforcement learning (RL)`` gives
    ``("rl", "reinforcement learning")``. The capitals must be the initials of the words before the parenthesis."""
    found: set[tuple[str, str]] = set()
    for short in _SHORT.finditer(text):
        letters = short[1].lower()
        if not 2 <= len(letters) <= 6 or sum(map(str.isupper, short[1])) < 2:
            continue
        before = _NOT_ALNUM.split(text[max(0, short.start() - 24 * len(letters)) : short.start()].strip())
        long = before[-len(letters) :]
        if [word[:1].lower() for word in long] == list(letters):
            found.add((letters, " ".join(words(" ".join(long)))))
    return found
