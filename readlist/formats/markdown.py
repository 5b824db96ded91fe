"""Markdown, written only: a list for people to read, a paper an item, with its title as the link."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from readlist.latex import readable
from readlist.paper import Record
from readlist.text import clean_line

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~$#])|&(?=#?\w{1,31};)")
_BEGINS_A_BLOCK = re.compile(r"(?:[-+=]|\d{1,9}(?=[.)]))")
_NAMED = 20
_OPENING = 120


def write(records: Iterable[Record]) -> Iterator[str]:
    """An item a paper: authors, title linked to where it is, venue, year."""
    for record in records:
        parts = [part for part in (_authors(record), _title(record), _venue(record)) if part]
        yield f"- {' '.join(part if part.endswith(('.', '?', '!')) else f'{part}.' for part in parts)}\n"


def _authors(record: Record) -> str:
    names = [_escaped(name) for name in record.authors[:_NAMED]]
    more = None if record.more_authors is None else record.more_authors + len(record.authors) - len(names)
    if not names:
        return ""
    if more == 0:
        return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
    return f"{', '.join(names)} {'et al.' if more is None else f'and {more} more'}"


def _title(record: Record) -> str:
    title = _escaped(record.title or "")
    if not title and record.abstract:
        opening = clean_line(record.abstract)
        cut = opening if len(opening) <= _OPENING else opening[:_OPENING].rsplit(" ", 1)[0] + " …"
        title = f"(no title) {_escaped(cut)}"
    address = _address(record)
    return f"[{title or '(no title)'}]({address})" if address else title or "(no title)"


def _address(record: Record) -> str:
    if record.doi:
        return f"https://doi.org/{_in_link(record.doi)}"
    if record.arxiv:
        return f"https://arxiv.org/abs/{_in_link(record.arxiv)}"
    url = clean_line(record.url or "")
    if url.lower().startswith(("http://", "https://")):
        return _in_link(url)
    return f"https://pubmed.ncbi.nlm.nih.gov/{_in_link(record.pmid)}/" if record.pmid else ""


def _in_link(text: str) -> str:
    """An address with nothing in it that would end the link; what is encoded already stays so."""
    return quote(clean_line(text), safe=":/?#@!$&'*+,;=%~-._")


def _venue(record: Record) -> str:
    venue = _escaped(record.venue or "")
    return ", ".join(filter(None, [f"*{venue}*" if venue else "", str(record.year or "")]))


def _escaped(text: str) -> str:
    """A text as Markdown that shows the same: no emphasis, link, code, HTML or list comes of it."""
    line = clean_line(readable(clean_line(text)))
    escaped = _SPECIAL.sub(lambda found: "&amp;" if found[0] == "&" else f"\\{found[0]}", line)
    begins = _BEGINS_A_BLOCK.match(escaped)
    if not begins:
        return escaped
    return f"\\{escaped}" if not begins[0].isdigit() else f"{begins[0]}\\{escaped[begins.end() :]}"
