"""Why a text gave no paper, in one sentence: what else it seems to be."""

import re
from typing import TYPE_CHECKING

from readlist.text import count

if TYPE_CHECKING:
    from readlist.formats import Format

_ARXIV = re.compile(r"^(?:View PDF)?Abstract:|^(?:Authors|Subjects):|^Cite as:|△ Less|▽ More", re.MULTILINE)
_HEAD = 200_000
_PAGES = ("catalyzex", "al-folio", "huggingface", "arxiv")
_OTHERS = (
    ("a PDF file", re.compile(r"\A\s*%PDF-")),
    ("an HTML page (save it as text)", re.compile(r"\A\s*(?:<!doctype html|<html\b)", re.IGNORECASE)),
    ("an XML file", re.compile(r"\A\s*<(?:\?xml|!DOCTYPE)")),
    ("JSON", re.compile(r"\A\s*[\[{]\s*[\"{\[]")),
)


def why_not(text: str, known: "Format | None") -> str:
    """The sentence for ``text``, which the format ``known`` read in vain (``None``: no format knows it)."""
    head = text[:_HEAD]
    if not head.strip():
        return "the file is empty"
    if known is not None:
        if known.name == "jsonl":
            return "JSON lines without a paper"
        article = "an" if known.label[0].lower() in "aeio" else "a"
        return f"{article} {known.label} {'page' if known.name in _PAGES else 'file'} without a paper"
    controls = sum(1 for character in head if character < " " and character not in "\t\n\r\x0b\x0c\x1b")
    if "\x00" in head or controls * 20 > len(head):
        return "a binary file, not text"
    if len(set(_ARXIV.findall(head))) >= 2:
        return "parts of an arXiv page, in which no paper can be told apart"
    for name, sign in _OTHERS:
        if sign.search(head):
            return f"{name}, which readlist does not read yet" if "save it" not in name else f"{name}, not its text"
    lines = text.count("\n") + 1
    return f"no format that readlist knows ({count(lines, 'line')} of text without the marks of any)"
