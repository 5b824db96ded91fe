"""The fields of a BibTeX entry whose braces, quotes or commas are broken, found by their names.

A field begins at a name with an equals sign at the beginning of a line, or behind a comma when it is a name BibTeX
knows; its value ends where the next field begins.
"""

import re
from collections.abc import Callable

_KNOWN = (
    "abstract|address|annote|archiveprefix|arxivid|author|booktitle|chapter|crossref|date|day|doi|edition|editor|eprint|"
    "eprinttype|file|howpublished|institution|isbn|issn|issue|journal|journaltitle|keywords|language|location|month|note|"
    "number|organization|pages|pmid|primaryclass|publisher|school|series|title|type|url|urldate|volume|year"
)
_BEGIN = re.compile(
    r"(?:(?:^|\n)[ \t,]*+(?P<name>[A-Za-z][\w.:+-]*+)"
    rf"|(?<=[,}}\"\s])(?P<known>(?i:{_KNOWN})))"
    r"[ \t]*+=[ \t]*+(?=\n|[{\"]|[^\s,{}\"#=]++\s*+(?:[,}\n)#]|\Z|[\w-]++\s*+=))"
)
_BRACE = re.compile(r"[{}]")
_REST = re.compile(r"[\s,})#]*+")
_BARE = re.compile(r"[^\s,{}\"#=()]++")
FIELD_WITHIN = re.compile(r",[ \t]*+\n\s*+[A-Za-z][\w-]*+[ \t]*+=[ \t]*+[{\"]")
"""What no value holds: the end of its line, and the next field."""


def salvage(text: str, meaning: Callable[[str], str], *, cut: bool) -> dict[str, str]:
    """The fields in the text of a broken entry, by their names in small letters.

    ``meaning`` tells what a bare word stands for. ``cut`` says that the file ends here, so that the last value may be a
    part of itself only; it is left out then, unless it is an abstract.
    """
    begins = list(_BEGIN.finditer(text))
    fields: dict[str, str] = {}
    for index, begin in enumerate(begins):
        is_last = index + 1 == len(begins)
        segment = text[begin.end() : len(text) if is_last else begins[index + 1].start()].strip()
        name = (begin["name"] or begin["known"]).lower()
        value = _delimited(segment)
        if value is None and is_last and cut and name != "abstract":
            continue
        if value is None:
            value = segment[1:].rstrip(" \t\n,}")
        elif bare := _BARE.match(segment):
            value = meaning(bare[0])
        if value:
            fields.setdefault(name, value)
    return fields


def _delimited(segment: str) -> str | None:
    """A value without what stands around it; ``None`` when its end is not there."""
    if segment.startswith("{"):
        end = _closing(segment)
        if end is None:
            return None
        rest = _REST.match(segment, end)
        if rest and (rest.end() == len(segment) or "\n" in rest[0]):
            return segment[1 : end - 1]
        return segment[1:].rstrip(" \t\n,}")
    if segment.startswith('"'):
        return segment[1:end] if (end := segment.rfind('"')) else None
    return ""


def _closing(text: str) -> int | None:
    """Where the brace that a text begins with is closed, just behind it."""
    depth = 0
    for brace in _BRACE.finditer(text):
        depth += 1 if brace[0] == "{" else -1
        if depth == 0:
            return brace.end()
    return None
