"""Text from outside, made safe to keep and to show, and folded to compare and to search.

Everything imported is hostile until it went through :func:`clean` or :func:`clean_line`. Whatever did not (raw
records, file names, messages of other programs) goes through :func:`printable` before a person sees it.
"""

import re
import unicodedata
from functools import lru_cache

MARKS_A_LETTER = 6
"""More combining marks than this on one letter are a flood; Vietnamese needs two, Tibetan and Hebrew about four."""

# ECMA-48 control sequences and strings, in their 7-bit and 8-bit forms; a string counts only when it is terminated,
# so that a lone introducer cannot swallow the text behind it.
_ESCAPE_SEQUENCE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[ -/]+[0-~]|\x1b[0-Z\\^_`a-~]"
)
_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_SURROGATES = "\ud800-\udfff"
_CONTROL = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
_BLANKS = re.compile("[\t\x0b\x0c\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_UNSAFE = re.compile(f"[{_CONTROL}{_INVISIBLE}{_SURROGATES}]")
_SUSPECT_ASCII = re.compile("[\x00-\x09\x0b-\x1f\x7f]")
# A joiner is part of the spelling in Persian and the Indic scripts and inside emoji, and nowhere else.
_STRAY_JOINER = re.compile(
    "(?<![^\x00-\u05ff\u2000-\u2bff])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\u05ff\u2000-\u25ff])"
)
_MARK_RUN = re.compile(rf"[^\w\s\x00-\x7f]{{{MARKS_A_LETTER + 1},}}")
_WHITE = re.compile(r"\s+")


def clean(text: str) -> str:
    """Text that may hold several lines, as readlist keeps it.

    Takes out terminal escape sequences, control bytes, bidi controls, zero-width and other invisible characters, lone
    surrogates and floods of combining marks; turns every line end into ``\\n`` and every tab and odd blank into one
    blank; composes (NFC); strips the ends. Visible characters stay as they came.
    """
    if text.isascii():
        if text.isprintable() or not _SUSPECT_ASCII.search(text):
            return text.strip()
        return _clean_controls(text).strip()
    text = _clean_controls(text)
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    if _MARK_RUN.search(text):
        text = _MARK_RUN.sub(_thin_marks, text)
    return text.strip()


def clean_line(text: str) -> str:
    """Like :func:`clean`, on one line: every run of white space becomes one blank."""
    text = clean(text)
    # All other white space is a blank by now; most lines have single ones only.
    if "  " in text or "\n" in text or "\u1680" in text:
        return _WHITE.sub(" ", text)
    return text


def printable(text: str) -> str:
    """Text of unknown origin on one line, for a message: what :func:`clean` would take out shows as a token
    (``<U+202E>``), line ends and tabs become blanks."""
    shown = _LINE_ENDS.sub(" ", text).replace("\n", " ")
    shown = _BLANKS.sub(" ", shown)
    return _UNSAFE.sub(lambda found: f"<U+{ord(found[0]):04X}>", shown)


def _clean_controls(text: str) -> str:
    text = _LINE_ENDS.sub("\n", text)
    if "\x1b" in text or not text.isascii():
        text = _ESCAPE_SEQUENCE.sub("", text)
    text = _BLANKS.sub(" ", text)
    text = _UNSAFE.sub("", text)
    if "\u200c" in text or "\u200d" in text:
        text = _STRAY_JOINER.sub("", text)
    return text


def _thin_marks(run: re.Match[str]) -> str:
    kept: list[str] = []
    marks = 0
    for character in run[0]:
        marks = marks + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if marks <= MARKS_A_LETTER:
            kept.append(character)
    return "".join(kept)


# Letters that Unicode does not decompose but that people type without their stroke or as two letters.
_SPELLED_OUT = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ŧ": "t", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe"}
)


def fold(text: str) -> str:
    """Text for comparing and searching: lower case, compatibility forms unified, accents and strokes taken off.

    ``Müller`` → ``muller``, ``Łukasz`` → ``lukasz``, ``ﬁne‐tuning`` → ``fine‐tuning``. Letters of scripts without case
    stay; punctuation stays.
    """
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    unaccented = "".join(character for character in decomposed if not unicodedata.combining(character))
    return unicodedata.normalize("NFC", unaccented.translate(_SPELLED_OUT))


_NOT_LETTERS = re.compile(r"[\W_]+")
_NOT_LETTERS_ASCII = bytes(code for code in range(128) if not chr(code).isalnum())


@lru_cache(maxsize=4096)
def bare(text: str) -> str:
    """Only the folded letters and digits of a text, without blanks: two spellings of one title have the same."""
    folded = fold(text)
    if folded.isascii():  # forty times as fast, and an import asks this of every abstract
        return folded.encode().translate(None, _NOT_LETTERS_ASCII).decode()
    return _NOT_LETTERS.sub("", folded)


def count(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun, for people: ``1 paper``, ``12,000 papers``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
