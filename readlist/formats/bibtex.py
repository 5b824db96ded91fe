"""BibTeX and BibLaTeX: read by one reader, which takes the fields of both in either; written each in its own way."""

import re
from collections.abc import Iterable, Iterator

from readlist.citations.entry_types import TYPES
from readlist.formats.bibtex_entries import entries, line_that_begins_an_entry
from readlist.formats.bibtex_parents import with_parents
from readlist.formats.bibtex_records import draft_of
from readlist.paper import Draft, Problem, Record

_ENTRY = re.compile(r"@[ \t]*(?P<type>[A-Za-z][\w+.-]*)\s*[{(]\s*(?P<key>[^\s,{}()=\"#]*)\s*(?P<sign>[,=}\n])")
_FIELD = re.compile(r"[\s,]*([A-Za-z][\w-]*)\s*=\s*[{\"\w]")
_ONE_LINE = re.compile(r"(?:^|[\s}])@[A-Za-z]\w*\s*\{\s*[^\s,{}=\"]*\s*,\s*[A-Za-z][\w-]*\s*=\s*[{\"\w]")
_LOOKED_AT = 200_000
_NO_ENTRIES = frozenset(("string", "preamble", "comment"))
_BIBLATEX = re.compile(
    r"^[ \t]*+@(?:online|report|thesis|collection|mv[a-z]+|inreference|reference|xdata|bookinbook|suppbook|"
    r"suppcollection|suppperiodical|periodical|set|dataset|software|patent|artwork|image)\s*\{"
    r"|^[ \t,]*+(?:journaltitle|journalsubtitle|date|location|eprinttype|eprintclass|langid|urldate|eventdate|"
    r"eventtitle|maintitle|booksubtitle|origdate|pagetotal|entrysubtype|annotation|xdata)\s*=\s*[{\"]",
    re.MULTILINE | re.IGNORECASE,
)
_BIBTEX = re.compile(
    r"^[ \t]*+@(?:conference|phdthesis|mastersthesis|techreport)\s*\{"
    r"|^[ \t,]*+(?:journal|year|address|school|archiveprefix|primaryclass|annote|month)\s*=\s*[{\"\w]",
    re.MULTILINE | re.IGNORECASE,
)


def recognise(text: str) -> float:
    """Sure when a file begins with an entry; likely when there is one in other text. A little less so for BibLaTeX."""
    return surely_either(text) * (0.9 if is_biblatex(text) else 1)


def surely_either(text: str) -> float:
    """How sure it is that a text is one of the two."""
    at = line_that_begins_an_entry(text)
    while at >= 0:
        entry = _ENTRY.match(text, at)
        if entry and (entry["type"].lower() in _NO_ENTRIES or _is_entry(text, entry)):
            before = text[:at].lstrip("\ufeff \t\r\n")
            return 0.95 if not before or before[0] == "%" or len(before) < 200 else 0.6
        at = line_that_begins_an_entry(text, at + 1)
    return 0.6 if _ONE_LINE.search(text) else 0.0


def is_biblatex(text: str) -> bool:
    """Whether a text that is one of the two shows more of what only BibLaTeX has than of what only BibTeX has."""
    head = text[:_LOOKED_AT]
    return len(_BIBLATEX.findall(head)) > len(_BIBTEX.findall(head))


def read(text: str) -> Iterator[Draft | Problem]:
    """The entries of a text as drafts, and what had to be left out."""
    return read_lines([text])


def read_lines(lines: Iterable[str]) -> Iterator[Draft | Problem]:
    """The same of a text that comes in lines (with their ends), holding no more of it than is needed."""
    for item in with_parents(entries(lines)):
        yield item if isinstance(item, Problem) else draft_of(item)


def write(records: Iterable[Record]) -> Iterator[str]:
    """The records as BibTeX entries, with everything BibTeX has a place for; a blank line stands between two."""
    from readlist.citations.bibtex import entries as written

    for number, entry in enumerate(written(records, full=True)):
        yield f"\n{entry}\n" if number else f"{entry}\n"


def _is_entry(text: str, entry: re.Match[str]) -> bool:
    if entry["sign"] == "=":
        return True
    if entry["sign"] == "}":
        return entry["type"].lower() in TYPES or entry["type"].lower() == "misc"
    return _FIELD.match(text, entry.end()) is not None
