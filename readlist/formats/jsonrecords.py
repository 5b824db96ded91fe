"""JSON that holds many records, one after the other, in bounded memory and whatever is wrong with some of them.

An array of objects, objects one a line, one object, or an array inside an object (``{"items": [...]}``). Each record is
decoded for itself out of a window that grows until the record is whole. Where one cannot be decoded, the reading goes
on at the next place where a record can begin, so that damage costs the record it is in.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from readlist.paper import Draft, Problem

WINDOW = 1 << 16
LONGEST = 1 << 24
"""Characters beyond which a record that has no end yet is taken for broken."""
RAW_KEPT = 100_000
"""Characters that are kept of a piece that could not be read."""
_DEEPEST = 500
"""Brackets within brackets at which something that cannot be decoded is left behind at once."""
_PATIENCE = 1_000_000
"""Characters that are decoded in vain before the search for the next record takes longer steps."""

_FURNITURE = re.compile(r"[\s,\[\]\ufeff]*")
_BETWEEN = re.compile(r"[\s,]*")
_SPACE = re.compile(r"[\s\ufeff]*")
_INDENT = re.compile(r"[ \t]*")
_KEY = 200
_SLICE = 1 << 13
_NAME = rf"(\"(?:[^\"\\\n]|\\.){{0,{_KEY}}}\")\s*:\s*"
_MEMBER = re.compile(rf"\s*[{{,]\s*{_NAME}")
_FURTHER_MEMBER = re.compile(rf"\s*,\s*{_NAME}")
_TOKEN = re.compile(r"\"(?:[^\"\\]|\\.)*\"|[\[\]{}]", re.DOTALL)


class Found(NamedTuple):
    """A record: its first line (from 1), its text, and what it holds. Numbers are texts, as they were printed."""

    line: int
    raw: str
    value: dict[str, Any]


class _BrokenError(ValueError):
    """Why a record cannot be decoded, and how many characters of it were looked at."""

    def __init__(self, reason: str, length: int) -> None:
        super().__init__(reason)
        self.length = length


class _UnfinishedError(ValueError):
    """The text so far may be the beginning of something."""


def drafts(
    lines: Iterable[str],
    is_record: Callable[[dict[str, Any]], bool],
    draft: Callable[[Found], Draft | Problem],
    within: frozenset[str] = frozenset(),
) -> Iterator[Draft | Problem]:
    """What ``draft`` makes of each of the :func:`objects`, and what had to be left out."""
    for found in objects(lines, is_record, within):
        if isinstance(found, Problem):
            yield found
            continue
        try:
            yield draft(found)
        except RecursionError:
            yield Problem(line=found.line, reason="brackets are nested too deeply here", raw=found.raw)


def objects(
    lines: Iterable[str], is_record: Callable[[dict[str, Any]], bool], within: frozenset[str] = frozenset()
) -> Iterator[Found | Problem]:
    """The objects of a text in their order. ``is_record`` tells the records from the objects inside them (a person, a
    date) where only that tells where the next one begins. ``within`` are the names under which an outer object may
    hold the array of records; its other members are passed over."""
    return _Reader(lines, is_record, within).records()


def printed(value: Any) -> str:
    """Any value as one text: texts and numbers as they are, lists of them joined with commas, the rest as JSON."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ", ".join(value)
    return json.dumps(value, ensure_ascii=False)


class _Reader:
    def __init__(
        self, lines: Iterable[str], is_record: Callable[[dict[str, Any]], bool], within: frozenset[str]
    ) -> None:
        self._lines = iter(lines)
        self._is_record = is_record
        self._within = within
        self._records_seen = 0
        self._decoder = json.JSONDecoder(
            object_hook=self._look_at,
            parse_int=str,
            parse_float=str,
            parse_constant=lambda constant: constant,
            strict=False,
        )
        self._text = ""
        self._place = 0
        self._line = 1
        self._ended = False
        self._outer = 0
        self._carriage_returns = False
        self._indent: int | None = None
        self._indent_known = False

    def records(self) -> Iterator[Found | Problem]:
        self._more()
        self._enter()
        while True:
            self._skip(_BETWEEN if self._outer else _FURNITURE)
            if self._place >= len(self._text):
                return
            first = self._text[self._place]
            if first == "]" and self._outer:
                self._leave()
            elif first != "{":
                yield self._step_over("this is no JSON object")
            else:
                try:
                    value, length = self._decode()
                except _BrokenError as broken:
                    yield self._step_over(str(broken))
                else:
                    if not self._indent_known:
                        self._indent, self._indent_known = self._indent_here(), True
                    end = self._place + length
                    found = Found(self._line, self._text[self._place : end], value)
                    self._advance(end)
                    yield found

    def _enter(self) -> None:
        """Goes to the array inside an outer object, when there is one. An object without is one of the records."""
        self._skip(_SPACE)
        if not self._within or not self._text.startswith("{", self._place):
            return
        ahead = outer = 0
        while True:
            member = _MEMBER.match(self._text, self._place + ahead)
            if member is None:
                if self._ended or len(self._text) - self._place - ahead > _KEY or len(self._text) > LONGEST:
                    return
                self._more()
                ahead = outer = 0
                continue
            following = self._text[member.end() : member.end() + 1]
            if following and following in "[{" and member[1].strip('"') in self._within:
                outer += 1
                ahead = member.end() - self._place
                if following == "[":
                    self._advance(member.end() + 1)
                    self._outer = outer
                    return
                continue
            try:
                ahead = self._decoder.raw_decode(self._text, member.end())[1] - self._place
            except (ValueError, RecursionError):
                if self._ended or len(self._text) - self._place > LONGEST:
                    return
                self._more()
                ahead = outer = 0

    def _leave(self) -> None:
        """Passes over the end of the array inside an outer object, and over the other members of the object."""
        self._advance(self._place + 1)
        while self._outer:
            self._skip(_SPACE)
            if self._text.startswith("}", self._place):
                self._advance(self._place + 1)
                self._outer -= 1
                continue
            member = _FURTHER_MEMBER.match(self._text, self._place)
            if member is None and not self._ended and len(self._text) - self._place <= _KEY:
                self._more()
                continue
            try:
                if member is None:
                    raise _BrokenError("", 0)
                ahead = member.end() - self._place
                _, length = self._decode(ahead)
            except _BrokenError:
                self._outer = 0
                return
            self._advance(self._place + ahead + length)

    def _decode(self, ahead: int = 0) -> tuple[Any, int]:
        """What begins so far ahead of the place that the reading has reached, and how long it is."""
        while True:
            try:
                return self._decode_at(self._place + ahead)
            except _UnfinishedError:
                self._more()

    def _decode_at(self, place: int) -> tuple[Any, int]:
        # An error counts the lines before it, so what is decoded at a time is kept short.
        size = _SLICE
        while True:
            text = self._text[place : place + size]
            complete = place + size >= len(self._text)
            self._records_seen = 0
            try:
                value, length = self._decoder.raw_decode(text)
            except json.JSONDecodeError as error:
                unterminated = error.msg.startswith("Unterminated string")
                if unterminated or error.pos >= len(text) - 16:
                    if not complete:
                        size *= 4
                        continue
                    if not self._ended and len(text) < LONGEST:
                        raise _UnfinishedError from None
                    if unterminated or not text[error.pos :].strip():
                        raise _BrokenError("this JSON object has no end", len(text)) from None
                raise _BrokenError(f"this JSON object is broken: {error.msg.lower()}", error.pos) from None
            except RecursionError:
                raise _BrokenError("brackets are nested too deeply here", _too_deep(text)) from None
            except ValueError:
                raise _BrokenError("this JSON object cannot be decoded", 1) from None
            if self._records_seen > 1:
                raise _BrokenError("this JSON object has no end before the next one begins", 1)
            return value, length

    def _look_at(self, value: dict[str, Any]) -> dict[str, Any]:
        if self._is_record(value):
            self._records_seen += 1
        return value

    def _step_over(self, reason: str) -> Problem:
        """Leaves out what stands here, up to the next place where a record begins: at a ``{`` that follows the end of
        something or begins a line, on the line where the broken piece began or no further to the right than it, and
        that begins an object which is a record or is wrapped around one."""
        piece = _Piece(self._line, self._indent if self._indent_known else self._indent_here())
        at, vain = self._place + 1, 0
        while True:
            self._pass(at, piece)
            brace = self._text.find("{", self._place)
            if brace < 0:
                self._pass(len(self._text), piece)
                if self._ended:
                    break
                self._more()
                at = self._place
                continue
            self._pass(brace, piece)
            at = brace + 1
            if not piece.may_end_here():
                continue
            try:
                _, length = self._decode()
            except _BrokenError as broken:
                vain += broken.length
                nested = broken.length >= _DEEPEST and str(broken).startswith("brackets")
                at = self._place + (broken.length if nested or vain > _PATIENCE + 8 * piece.length else 1)
                continue
            if self._records_seen:
                break
            at = self._place + length
        return Problem(line=piece.line, reason=reason, raw=piece.text())

    def _indent_here(self) -> int | None:
        """How far the line that the reading has reached is indented; None when it began long ago."""
        begin = max(0, self._place - 1000)
        break_before = max(self._text.rfind("\n", begin, self._place), self._text.rfind("\r", begin, self._place))
        indent = _INDENT.match(self._text, break_before + 1) if break_before >= 0 else None
        return indent.end() - indent.start() if indent else None

    def _pass(self, end: int, piece: "_Piece") -> None:
        piece.add(self._text[self._place : end])
        self._advance(end)

    def _advance(self, end: int) -> None:
        text, begin = self._text, self._place
        self._line += text.count("\n", begin, end)
        if self._carriage_returns:
            self._line += text.count("\r", begin, end) - text.count("\r\n", begin, end)
        self._place = end

    def _skip(self, pattern: re.Pattern[str]) -> None:
        """Passes over what a pattern of single characters matches, however much of it there is."""
        while True:
            found = pattern.match(self._text, self._place)
            self._advance(found.end() if found else self._place)
            if self._place < len(self._text) or self._ended:
                return
            self._more()

    def _more(self) -> None:
        """Lets go of what has been read and takes in as much again as is left, so that text which is decoded more than
        once adds up to twice the text."""
        left = self._text[self._place :]
        wanted = max(WINDOW, len(left))
        taken = []
        for line in self._lines:
            taken.append(line)
            wanted -= len(line)
            if wanted <= 0:
                break
        else:
            self._ended = True
        self._text = "".join([left, *taken])
        self._place = 0
        self._carriage_returns = "\r" in self._text


def _too_deep(text: str) -> int:
    """Where brackets are nested more deeply than any record's."""
    depth = 0
    for token in _TOKEN.finditer(text):
        if token[0] in ("[", "{"):
            depth += 1
            if depth > _DEEPEST:
                return token.start()
        elif token[0] in ("]", "}"):
            depth -= 1
    return len(text)


class _Piece:
    """Text that is left out, and what stands before the place that has been reached."""

    def __init__(self, line: int, indent: int | None) -> None:
        self.line = line
        self.length = 0
        self._kept: list[str] = []
        self._last = ""
        self._begins_line = False
        self._first_line = True
        self._indent = 0
        self._widest = indent

    def add(self, text: str) -> None:
        """More of it."""
        if not text:
            return
        if self.length < RAW_KEPT:
            self._kept.append(text[:RAW_KEPT])
        self.length += len(text)
        stripped = text.rstrip(" \t\r\n")
        if stripped:
            self._last, self._begins_line = stripped[-1], False
        break_before = max(text.rfind("\n"), text.rfind("\r"))
        if break_before >= 0:
            self._first_line = False
            self._begins_line = break_before >= len(stripped)
            indent = _INDENT.match(text, break_before + 1)
            self._indent = indent.end() - indent.start() if indent else 0

    def may_end_here(self) -> bool:
        """Whether a record may begin behind it."""
        if not self._begins_line and self._last not in (",", "}", "]", "["):
            return False
        return self._first_line or self._widest is None or self._indent <= self._widest

    def text(self) -> str:
        """Its text without the comma behind it."""
        return "".join(self._kept)[:RAW_KEPT].rstrip(", \t\r\n")
