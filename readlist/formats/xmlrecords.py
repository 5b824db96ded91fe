"""XML that holds many records, read one after the other in bounded memory; nothing in it is ever resolved.

The text is cut at the tags that records begin and end with, and each record is parsed for itself, so that damage costs
the record it is in, and no declaration of the document reaches a parser: a DOCTYPE that names a public identifier or an
address (every PubMed file has one) is passed over unread, one that declares anything ends the reading. The text is
decoded already, whatever encoding the document claims.
"""

import html
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from xml.parsers import expat

from readlist.paper import Problem

LONGEST = 1 << 25
"""Characters beyond which a record that has no end yet is taken for broken."""
RAW_KEPT = 100_000
"""Characters that are kept of a piece that could not be read."""
_PIECE = 1 << 13
_DEEPEST = 200

_REFERENCE = re.compile(r"&(?:#(?P<code>\d{1,7}|[xX][0-9A-Fa-f]{1,6});|(?P<name>[A-Za-z][A-Za-z0-9]{1,31});)?")
_OWN_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CDATA = re.compile(r"(<!\[CDATA\[.*?\]\]>)", re.DOTALL)
_INLINE = re.compile(r"</?(?:i|b|u|em|strong|sub|sup|sc|br|p|style|mml:[a-z]+)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_DOCTYPE_END = re.compile(r"[\[>]")


class Element:
    """An element of a record: its name without prefix, its attributes, and the texts and elements in it."""

    __slots__ = ("attributes", "name", "parts")

    def __init__(self, name: str, attributes: dict[str, str]) -> None:
        self.name = name
        self.attributes = attributes
        self.parts: list[str | Element] = []

    def all(self, path: str) -> list["Element"]:
        """The elements at a path of names (``AuthorList/Author``), in their order."""
        if "/" not in path:
            return [inner for inner in self.parts if type(inner) is Element and inner.name == path]
        found = [self]
        for name in path.split("/"):
            found = [inner for outer in found for inner in outer.parts if type(inner) is Element and inner.name == name]
        return found

    def first(self, path: str) -> "Element | None":
        """The first element at a path of names."""
        here: Element | None = self
        for name in path.split("/"):
            if here is None:
                return None
            here = next((inner for inner in here.parts if type(inner) is Element and inner.name == name), None)
        return here

    def text(self, path: str = "") -> str:
        """The text of the element, or of the first one at a path, with that of all elements inside it; empty when there
        is none."""
        start = self.first(path) if path else self
        if start is None:
            return ""
        if len(start.parts) == 1 and isinstance(start.parts[0], str):
            return start.parts[0]
        texts: list[str] = []
        waiting: list[str | Element] = [start]
        while waiting:
            part = waiting.pop()
            if isinstance(part, str):
                texts.append(part)
            else:
                waiting.extend(reversed(part.parts))
        return "".join(texts)

    def children(self) -> list["Element"]:
        """The elements directly inside it."""
        return [part for part in self.parts if isinstance(part, Element)]


class Found(NamedTuple):
    """A record: its first line (from 1), its text, and its element."""

    line: int
    raw: str
    element: Element


def records(lines: Iterable[str], names: Iterable[str]) -> Iterator[Found | Problem]:
    """The elements of these names in their order, out of lines with their ends. What stands between them is passed
    over; a record without an end is a problem, and so is one that is not well-formed."""
    return _Reader(lines, "|".join(map(re.escape, names))).records()


class _Reader:
    def __init__(self, lines: Iterable[str], names: str) -> None:
        self._lines = lines
        tags = rf"<(?P<end>/?)(?:[A-Za-z][\w.-]{{0,30}}:)?(?:{names})(?=[\s/>])"
        self._tags_inside = re.compile(tags)
        self._tags_outside = re.compile(rf"{tags}|<!--|<!DOCTYPE")
        self._in_doctype = False
        self._between: list[str] = []
        self._record: list[str] | None = None
        self._length = 0
        self._begin = 0
        self._refused = False

    def records(self) -> Iterator[Found | Problem]:
        line = 1
        for piece in _pieces(self._lines):
            yield from self._take(piece, line)
            if self._refused:
                return
            line += _breaks(piece, len(piece))
        if self._record is not None:
            yield self._broken("this record has no end")

    def _take(self, piece: str, line: int) -> Iterator[Found | Problem]:
        place = 0
        while place < len(piece):
            if self._in_doctype:
                end = _DOCTYPE_END.search(piece, place)
                if end is None:
                    return
                if end[0] == "[":
                    self._refused = True
                    reason = "this XML file declares entities of its own, which readlist does not read"
                    yield Problem(line=line + _breaks(piece, place), reason=reason, raw=piece[:RAW_KEPT].strip())
                    return
                self._in_doctype, place = False, end.end()
                continue
            tags = self._tags_outside if self._record is None else self._tags_inside
            tag = tags.search(piece, place)
            if self._record is not None:
                self._keep(piece[place : tag.start() if tag else len(piece)])
                if self._length > LONGEST:
                    yield self._broken("this record has no end")
            else:
                self._between = [*self._between[-1:], piece[place : tag.start() if tag else len(piece)]]
            if tag is None:
                return
            place = tag.end()
            if tag[0] == "<!--":
                # A comment that goes on for lines may as well be damage, and what stands in it records.
                place = max(place, piece.find("-->", place))
            elif tag["end"] is None:
                self._in_doctype = True
            elif not tag["end"]:
                if self._record is not None:
                    yield self._broken("this record has no end before the next one begins")
                self._record, self._length = [tag[0]], 0
                self._begin = line + _breaks(piece, tag.start())
            elif self._record is not None:
                self._keep(tag[0] + ">")
                yield self._parsed()
            else:
                raw = "".join(self._between)[-RAW_KEPT:].strip()
                self._between = []
                yield Problem(
                    line=line + _breaks(piece, tag.start()), reason="a record ends here that has not begun", raw=raw
                )

    def _keep(self, text: str) -> None:
        if self._record is not None:
            self._record.append(text)
            self._length += len(text)

    def _broken(self, reason: str) -> Problem:
        raw = "".join(self._record or ())[:RAW_KEPT].rstrip()
        self._record = None
        return Problem(line=self._begin, reason=reason, raw=raw)

    def _parsed(self) -> Found | Problem:
        raw = "".join(self._record or ())
        text = _well_formed(raw)
        try:
            try:
                element = _Builder().build(text)
            except expat.ExpatError:
                # Most often it is the markup inside a title that does not match; the text is there without it.
                without_markup = _INLINE.sub("", text)
                if without_markup == text:
                    raise
                element = _Builder().build(without_markup)
        except expat.ExpatError as error:
            where = "" if error.lineno == 1 else f" in its line {error.lineno}"
            return self._broken(f"this record is broken XML: {expat.errors.messages[error.code]}{where}")
        except _TooDeepError:
            return self._broken("elements are nested too deeply here")
        self._record = None
        return Found(self._begin, raw, element)


class _TooDeepError(ValueError):
    """Elements within elements within elements."""


class _Builder:
    """Gathers the elements that expat reports."""

    def __init__(self) -> None:
        self._top = Element("", {})
        self._open = [self._top]

    def build(self, text: str) -> Element:
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.Parse(text.encode("utf-8"), True)
        return self._top.children()[0]

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) > _DEEPEST:
            raise _TooDeepError
        element = Element(name.rpartition(":")[2], attributes)
        self._open[-1].parts.append(element)
        self._open.append(element)

    def _end(self, name: str) -> None:
        self._open.pop()

    def _characters(self, text: str) -> None:
        self._open[-1].parts.append(text)


def _pieces(lines: Iterable[str]) -> Iterator[str]:
    """The lines, very long ones cut in front of a tag."""
    for line in lines:
        begin = 0
        while len(line) - begin > 2 * _PIECE:
            end = line.rfind("<", begin + 1, begin + _PIECE)
            if end < 0:
                end = line.find("<", begin + _PIECE)
            if end < 0:
                break
            yield line[begin:end]
            begin = end
        yield line[begin:] if begin else line


def _breaks(text: str, end: int) -> int:
    if "\r" not in text:
        return text.count("\n", 0, end)
    return text.count("\n", 0, end) + text.count("\r", 0, end) - text.count("\r\n", 0, end)


def _well_formed(text: str) -> str:
    """A record whose text does not stand in the way of its elements: characters that XML does not have go, HTML's
    names for letters become the letters, and an ampersand that begins no reference is one that was meant."""
    text = _NO_XML.sub("", text)
    if "&" not in text:
        return text
    if "<![CDATA[" not in text:
        return _REFERENCE.sub(_reference, text)
    parts = _CDATA.split(text)
    return "".join(part if number % 2 else _REFERENCE.sub(_reference, part) for number, part in enumerate(parts))


def _reference(found: re.Match[str]) -> str:
    if name := found["name"]:
        if name in _OWN_ENTITIES:
            return found[0]
        letters = html.unescape(found[0])
        return letters if letters != found[0] and not letters.endswith(";") else f"&amp;{name};"
    if code := found["code"]:
        number = int(code[1:], 16) if code[0] in "xX" else int(code)
        return found[0] if number < 0x110000 and not _NO_XML.match(chr(number)) else ""
    return "&amp;"
