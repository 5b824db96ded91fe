"""BibTeX files taken apart into entries: their kind, key and fields, as they are written.

After "BibTeXing" and ``bibtex.web`` (Oren Patashnik, 1988; tug.org/bibtex): what stands outside entries is a comment,
braces count without regard to backslashes, ``@string`` names are replaced, ``#`` joins. Where a file breaks these
rules, reading goes on at the next line that begins an entry, and the broken entry's fields are found by their names.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from readlist.formats.bibtex_salvage import FIELD_WITHIN, salvage
from readlist.paper import Problem

CHUNK = 1 << 18
LONGEST_BLOCK = 1 << 26
LONGEST_COMMENT = 1 << 22

# A value in braces, nested up to five deep, which is all that real files do; what is deeper is counted.
_NESTED = r"[^{}]*+"
for _ in range(4):
    _NESTED = rf"[^{{}}]*+(?:\{{{_NESTED}\}}[^{{}}]*+)*+"
_NAME = r"[^\s=,{}\"#%()@\\]++"
_BLANK = r"[\s,]*+(?:%[^\n]*+[\s,]*+)*+"
_FIELD = re.compile(
    rf"{_BLANK}({_NAME})\s*+=\s*+(?:\{{({_NESTED})\}}|\"([^\"{{}}]*+)\"|([^\s,{{}}\"#=()]++)(?=\s*+(?:[,}}#)]|[\w-]++\s*+=)))\s*+(#?)"
)
_FIELD_NAME = re.compile(rf"{_BLANK}([^=,{{}}\"#@\n]{{1,80}}?)\s*+=\s*+")
_BARE = re.compile(r"[^,{}\"#\n)]*+")
_JOINT = re.compile(r"\s*+#\s*+")
_END = re.compile(rf"{_BLANK}(?:([}})])|\Z)")
_HEAD = re.compile(r"@[ \t]*+([A-Za-z][\w+.-]*+)\s*+([{(])")
_KEY = re.compile(r"\s*+([^,=\n\"{}]*?)\s*+(?:,|(?=\}))")
_ODD_KEY = re.compile(r"\s*+(?:([^\s,={}]+|[^\s,\"{}]+|[^\s,\"=]+),|\{?([^\s,={}\"]+)\}?[ \t]*+(?:,|\n|(?=\})))")
_FIELD_BEHIND = re.compile(r"(?<=[\s,}])[A-Za-z][\w-]*+\s*+=\s*+(?:[{\"]|[\w-]++\s*+[,}\n])")
_ENTRY_WITHIN = re.compile(
    r"(?<![\w@])@(?:[A-Za-z]\w*+\s*+(?:\{\s*+(?:[^\s,{}=]*+\s*+,|[^\n,{}=\"]{1,200}+,\s*+[\w-]++\s*+=)"
    r"|\(\s*+[^\s,(){}=\"]++\s*+,\s*+\w++\s*+=)|(?i:string|preamble|comment)\s*+[{(])"
)
_BEGINS_ENTRY = re.compile(
    r"@[ \t]*+[A-Za-z][\w+.-]*+\s*+(?:\{|\(\s*+[^\s,(){}=\"]++\s*+(?:=\s*+[{\"]|,\s*+[\w-]+\s*+=))"
)
_FRAGMENT = re.compile(r"(?<![^\s,{}])[A-Za-z][\w-]*+\s*+=\s*+[{\"]|@[A-Za-z]++\s*+[{(]")
_WHITE = re.compile(r"\s*+")
_BRACE = re.compile(r"[{}]")
_QUOTE_OR_BRACE = re.compile(r"[\"{}]")


class Entry(NamedTuple):
    """One entry. ``fields`` by their names in small letters, values without their outer braces or quotes and with
    strings put in; ``cut`` says that the file ended within it."""

    kind: str
    key: str
    fields: dict[str, str]
    line: int
    raw: str
    cut: bool = False


class _Block(NamedTuple):
    """The text from one line that begins an entry to the next, and the number of its first line."""

    text: str
    line: int
    last: bool


def entries(lines: Iterable[str]) -> Iterator[Entry | Problem]:
    """The entries of a file, given as lines with their ends, in their order; strings, preambles and comments are dealt
    with. What is outside entries and looks like a part of one is a problem, and so is an entry in a comment."""
    return _Scanner(lines).scan()


def line_that_begins_an_entry(text: str, position: int = 0) -> int:
    """Where the next line that begins an entry has its ``@``; -1 when there is none."""
    at = text.find("@", position)
    while at >= 0:
        before = at
        while before and text[before - 1] in " \t":
            before -= 1
        if (not before or text[before - 1] == "\n") and _BEGINS_ENTRY.match(text, at):
            return at
        at = text.find("@", at + 1)
    return -1


class _Scanner:
    """One pass through a file: the block that is being read, and how far."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._coming = _blocks(lines)
        self._put_back: deque[_Block] = deque()
        self._strings: dict[str, str] = {}
        self._comments_may_be_long = True
        self._text = ""
        self._position = self._counted = self._following = 0
        self._line = 1
        self._is_last = False

    def scan(self) -> Iterator[Entry | Problem]:
        while (block := self._next_block()) is not None:
            self._begin(block)
            while True:
                head = self._next_head()
                outside = self._text[self._position : head.start() if head else len(self._text)]
                if _FRAGMENT.search(outside) and (problem := self._fragment(outside)):
                    yield problem
                if head is None:
                    break
                found = self._read(head)
                if found is not None:
                    yield found

    def _next_block(self) -> _Block | None:
        return self._put_back.popleft() if self._put_back else next(self._coming, None)

    def _begin(self, block: _Block, position: int = 0) -> None:
        self._text, self._line, self._is_last = block
        self._position, self._counted, self._following = position, 0, 0

    def _line_at(self, position: int) -> int:
        """The line of a place; places are asked for in their order."""
        self._line += self._text.count("\n", self._counted, position)
        self._counted = position
        return self._line

    def _next_head(self) -> re.Match[str] | None:
        """The ``@article{`` of the next entry in this block: at its beginning, or anywhere behind another entry."""
        at = self._position
        while (at := self._text.find("@", at)) >= 0:
            is_first = at < 80 and not self._text[:at].strip(" \t%")
            if (head := _HEAD.match(self._text, at)) and (
                is_first or head[1].lower() in _NO_ENTRIES or _ENTRY_WITHIN.match(self._text, at)
            ):
                return head
            at += 1
        return None

    def _fragment(self, outside: str) -> Problem | None:
        lines = [line for line in outside.split("\n") if not line.lstrip().lower().startswith(("%", "@comment"))]
        kept = "\n".join(lines)
        if not _FRAGMENT.search(kept):
            return None
        skipped = len(outside) - len(outside.lstrip())
        line = self._line_at(self._position + skipped)
        return Problem(line=line, reason="a piece of an entry without its beginning", raw=outside.strip())

    def _read(self, head: re.Match[str]) -> Entry | Problem | None:
        kind = head[1].lower()
        line = self._line_at(head.start())
        if kind == "comment":
            return self._read_comment(head, line)
        if kind == "preamble":
            self._position = _group_end(self._text, head.end() - 1) or len(self._text)
            return None
        if kind == "string":
            return self._read_strings(head, line)
        return self._read_entry(head, kind, line)

    def _read_comment(self, head: re.Match[str], line: int) -> Problem | None:
        opening = head.end() - 1
        if head[2] == "(":
            ends = self._text.find("\n", opening)
            self._position = ends if ends >= 0 else len(self._text)
            return None
        end = _group_end(self._text, opening)
        text = self._text[head.start() : end or len(self._text)]
        if end:
            self._position = end
        else:
            text += self._rest_of_comment(opening)
        if not _ENTRY_WITHIN.search(text, 1):
            return None
        return Problem(line=line, reason="commented out with @comment", raw=text.strip())

    def _rest_of_comment(self, opening: int) -> str:
        """What belongs to a comment that is longer than its block, which holds entries then. A comment that is never
        closed ends with its block, as it would hide the rest of the file."""
        self._position = len(self._text)
        if not self._comments_may_be_long:
            return ""
        depth = self._text.count("{", opening) - self._text.count("}", opening)
        taken: list[_Block] = []
        size = 0
        while size < LONGEST_COMMENT and (block := self._next_block()) is not None:
            taken.append(block)
            size += len(block.text)
            end, depth = _closing(block.text, 0, depth)
            if end:
                self._begin(block, end)
                return "".join(each.text for each in taken[:-1]) + block.text[:end]
        self._put_back.extendleft(reversed(taken))
        self._comments_may_be_long = False
        return ""

    def _read_strings(self, head: re.Match[str], line: int) -> Problem | None:
        fields, end = self._fields(head.end(), self._limit(head.end()))
        whole = end is not None
        if end is None:
            end = self._limit(head.end())
            fields = salvage(self._text[head.end() : end], self._meaning, cut=False)
        self._strings.update(fields)
        self._position = end
        if fields or whole:
            return None
        return Problem(line=line, reason="a string without a value", raw=self._text[head.start() : end].strip())

    def _read_entry(self, head: re.Match[str], kind: str, line: int) -> Entry:
        text, start = self._text, head.start()
        found = _KEY.match(text, head.end()) or _ODD_KEY.match(text, head.end())
        key = found[found.lastindex or 1] if found else ""
        fields, end = self._fields(found.end() if found else head.end(), len(text))
        if end is not None and not self._goes_on(end) and not _has_swallowed(fields):
            self._position = end
            return Entry(kind, key, fields, line, text[start:end])
        end = self._limit(head.end())
        cut = self._is_last and end == len(text)
        fields = salvage(text[found.end() if found else head.end() : end], self._meaning, cut=cut)
        self._position = end
        return Entry(kind, key, fields, line, text[start:end].rstrip(), cut=cut)

    def _goes_on(self, end: int) -> bool:
        """Whether fields follow where an entry seems to end, as they do behind a brace too many."""
        limit = self._limit(end)
        paragraph = self._text.find("\n\n", end, limit)
        return _FIELD_BEHIND.search(self._text, end, paragraph if paragraph >= 0 else limit) is not None

    def _limit(self, position: int) -> int:
        """Where a broken entry ends at the latest: at the next one that begins in this block."""
        if self._following <= position:
            following = _ENTRY_WITHIN.search(self._text, position)
            self._following = following.start() if following else len(self._text)
        return self._following

    def _fields(self, position: int, limit: int) -> tuple[dict[str, str], int | None]:
        """The fields from a place on and where their entry ends; ``None`` when it does not end as it should."""
        text = self._text
        fields: dict[str, str] = {}
        while True:
            while field := _FIELD.match(text, position, limit):
                name, braced, quoted, bare, joint = field.groups()
                position = field.end()
                value = braced if braced is not None else quoted if bare is None else self._meaning(bare)
                if joint:
                    further, position = self._joined(position + _blanks(text, position), limit)
                    if further is None:
                        return fields, None
                    value += further
                _put(fields, name.lower(), value)
            if end := _END.match(text, position, limit):
                return fields, end.end() if end[1] else None
            # Not as fields mostly are: nested deeply, of several bare words, without a value.
            named = _FIELD_NAME.match(text, position, limit)
            if named is None:
                return fields, None
            odd, position = self._joined(named.end(), min(limit, self._limit(named.end())))
            if odd is None:
                return fields, None
            _put(fields, " ".join(named[1].lower().split()), odd)

    def _joined(self, position: int, limit: int) -> tuple[str | None, int]:
        """The pieces of a value with ``#`` between them, joined; ``None`` when one of them does not end."""
        pieces: list[str] = []
        while True:
            sign = self._text[position : position + 1]
            if sign in ("{", '"') and position < limit:
                find = _brace_end if sign == "{" else _quote_end
                end = find(self._text, position, limit)
                if end is None:
                    return None, position
                pieces.append(self._text[position + 1 : end - 1])
                position = end
            else:
                bare = _BARE.match(self._text, position, limit)
                assert bare is not None
                word = bare[0].strip()
                pieces.append(self._meaning(word) if word else "")
                position = bare.end()
            joint = _JOINT.match(self._text, position, limit)
            if joint is None:
                return "".join(pieces), position
            position = joint.end()

    def _meaning(self, word: str) -> str:
        """What a bare word stands for; itself when no string has that name."""
        return word if word.isdecimal() else self._strings.get(word.lower(), word)


_NO_ENTRIES = frozenset(("comment", "string", "preamble"))


def _put(fields: dict[str, str], name: str, value: str) -> None:
    """Adds a field. BibTeX takes the first of two of one name; the other is kept under a name of its own."""
    if name not in fields:
        fields[name] = value
    elif value.strip() and value != fields[name]:
        number = 2
        while f"{name}-{number}" in fields:
            number += 1
        fields[f"{name}-{number}"] = value


def _blanks(text: str, position: int) -> int:
    found = _WHITE.match(text, position)
    return found.end() - position if found else 0


def _has_swallowed(fields: dict[str, str]) -> bool:
    """Whether a value holds the fields behind it, since the brace that should close it is elsewhere."""
    return any("=" in value and FIELD_WITHIN.search(value) is not None for value in fields.values())


def _closing(text: str, position: int, depth: int, limit: int | None = None) -> tuple[int | None, int]:
    """Just behind where braces close that are ``depth`` deep at ``position``; else how deep the end is."""
    for brace in _BRACE.finditer(text, position, len(text) if limit is None else limit):
        depth += 1 if brace[0] == "{" else -1
        if depth <= 0:
            return brace.end(), 0
    return None, depth


def _brace_end(text: str, opening: int, limit: int) -> int | None:
    return _closing(text, opening, 0, limit)[0]


def _group_end(text: str, opening: int) -> int | None:
    """Where what an opening brace or parenthesis begins ends; ``None`` when it does not."""
    if text[opening] == "{":
        return _closing(text, opening, 0)[0]
    depth = 0
    for sign in re.compile(r"[{}()]").finditer(text, opening + 1):
        if sign[0] in "{}":
            depth += 1 if sign[0] == "{" else -1
        elif sign[0] == ")" and depth == 0:
            return sign.end()
    return None


def _quote_end(text: str, opening: int, limit: int) -> int | None:
    """Where a quoted value ends: at the next quotation mark that is not within braces."""
    depth = 0
    for sign in _QUOTE_OR_BRACE.finditer(text, opening + 1, limit):
        if sign[0] == "{":
            depth += 1
        elif sign[0] == "}":
            depth -= 1
            if depth < 0:
                return None
        elif depth == 0:
            return sign.end()
    return None


def _blocks(lines: Iterable[str]) -> Iterator[_Block]:
    """The lines in pieces that each begin with an entry (the first: with the file), one chunk read ahead."""
    rest = iter(lines)
    pending, line, searched = "", 1, 0
    while chunk := _next_chunk(rest, max(CHUNK, len(pending))):
        pending = pending + chunk if pending else chunk.removeprefix("\ufeff")
        begin = 0
        while (found := line_that_begins_an_entry(pending, max(searched, begin + 1))) >= 0:
            yield _Block(pending[begin:found], line, False)
            line += pending.count("\n", begin, found)
            begin = searched = found
        pending = pending[begin:]
        # What begins an entry may be torn apart by the end of a chunk.
        searched = max(1, len(pending) - 300)
        if len(pending) > LONGEST_BLOCK:
            yield _Block(pending, line, False)
            line += pending.count("\n")
            pending, searched = "", 0
    if pending:
        yield _Block(pending, line, True)


def _next_chunk(lines: Iterator[str], size: int) -> str:
    """So many lines joined that they are at least ``size`` letters, with one kind of line end; empty at the end."""
    gathered: list[str] = []
    for line in lines:
        gathered.append(line)
        size -= len(line)
        if size <= 0:
            break
    text = "".join(gathered)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
