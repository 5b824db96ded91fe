"""Papers as BibTeX entries, the way a careful person writes them; nothing is invented and nothing is left empty."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from readlist.citations.keys import citation_key, unique_key
from readlist.citations.latex import is_even, latex, latex_title
from readlist.citations.venues import kind_of_venue
from readlist.names import split_name
from readlist.paper import Record
from readlist.text import clean_line

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_BY_TYPE = {
    "article-journal": ("article", "journal"),
    "article-magazine": ("article", "journal"),
    "article-newspaper": ("article", "journal"),
    "review": ("article", "journal"),
    "review-book": ("article", "journal"),
    "paper-conference": ("inproceedings", "booktitle"),
    "chapter": ("incollection", "booktitle"),
    "entry-encyclopedia": ("incollection", "booktitle"),
    "entry-dictionary": ("incollection", "booktitle"),
    "book": ("book", "publisher"),
    "collection": ("book", "publisher"),
    "thesis": ("phdthesis", "school"),
    "report": ("techreport", "institution"),
    "manuscript": ("unpublished", "note"),
}
"""Entry type, and the field its venue goes to, by CSL item type; what is not here is decided by the venue."""
_ANYTHING_ELSE = ("misc", "howpublished")
_BY_VENUE = {
    "meeting": ("inproceedings", "booktitle"),
    "journal": ("article", "journal"),
    "preprint": _ANYTHING_ELSE,
    "other": _ANYTHING_ELSE,
}

# Fields a record brings along under these names (BibTeX's own, CSL's) and that every style knows what to do with.
_CARRIED = {
    "editor": ("editor", "editors"),
    "volume": ("volume",),
    "number": ("number", "issue"),
    "series": ("series", "collection-title"),
    "pages": ("pages", "page"),
    "chapter": ("chapter", "chapter-number"),
    "edition": ("edition",),
    "publisher": ("publisher",),
    "organization": ("organization",),
    "school": ("school",),
    "institution": ("institution",),
    "address": ("address", "location", "publisher-place"),
    "howpublished": ("howpublished",),
    "note": ("note",),
}
_LEADING = ("author", "title", "booktitle", "journal", *_CARRIED)
_FIELD_NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_NOT_IN_A_KEY = re.compile(r"[\s{}(),=#%~\\\"'@^&$]+")
_PAGE_RANGE = re.compile(r"(?<=[\w.])\s*[-–—]+\s*(?=[A-Za-z]?\d)")
_ARXIV_NUMBER = r"(?P<id>\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[a-z]{2})?/\d{7}(?:v\d+)?)"
_ARXIV_ID = re.compile(rf"(?:arxiv[:.\s/]*)?{_ARXIV_NUMBER}", re.IGNORECASE)
_ARXIV_LINK = re.compile(rf"\barxiv\.org/(?:abs|pdf)/{_ARXIV_NUMBER}", re.IGNORECASE)
_OTHERS = re.compile(r"(?:and )?(?:others|et al\.?)", re.IGNORECASE)
_DOI_LINK = re.compile(r"(?:https?://)?(?:dx\.)?doi\.org/|doi:\s*", re.IGNORECASE)


def bibtex(papers: Iterable[Record], *, full: bool = False) -> str:
    """The papers as BibTeX, one entry each with a blank line between, without a line end behind the last.

    ``full`` also writes what a citation does not need but a file should keep: abstract, tags as keywords, the note,
    the day, the PMID, and further fields the records brought along.
    """
    return "\n\n".join(entries(papers, full=full))


def entries(papers: Iterable[Record], *, full: bool = False) -> Iterator[str]:
    """One BibTeX entry a paper, in their order; a key that comes twice gets a suffix, as keys must differ."""
    keys: set[str] = set()
    for paper in papers:
        key = unique_key(_key(paper), lambda candidate: candidate.lower() in keys)
        keys.add(key.lower())
        yield entry(paper, key, full=full)


def entry(paper: Record, key: str, *, full: bool = False) -> str:
    """The entry of one paper under a key."""
    kind, venue_field = _kind(paper)
    values = dict(_fields(paper, venue_field))
    if full:
        values |= {name: value for name, value in _further_fields(paper) if name not in values}
    elif not paper.title and paper.abstract:
        values["abstract"] = latex(paper.abstract)  # all that tells which paper is meant
    lines = [f"  {name} = {value if name == 'month' else f'{{{value}}}'}" for name, value in values.items() if value]
    return f"@{kind}{{{key},\n" + ",\n".join(lines) + "\n}"


def _key(paper: Record) -> str:
    return _NOT_IN_A_KEY.sub("", clean_line(paper.key or "")) or citation_key(paper)


def _kind(paper: Record) -> tuple[str, str]:
    """The entry's type and the name of the field for its venue."""
    kind = _BY_TYPE.get(paper.type or "")
    if kind is None:
        if paper.venue and paper.type in (None, "article"):
            return _BY_VENUE[kind_of_venue(clean_line(paper.venue))]
        return _ANYTHING_ELSE
    if kind[0] == "phdthesis" and "master" in str(paper.extra.get("genre", "")).lower():
        return "mastersthesis", "school"
    if kind[0] == "book" and _carried(paper.extra, "publisher"):
        return "book", "series"
    return kind


def _fields(paper: Record, venue_field: str) -> Iterator[tuple[str, str]]:
    """The fields of a citation, in the order they are written."""
    arxiv, venue = _arxiv(paper), latex(paper.venue or "")
    if arxiv and venue_field == "howpublished" and kind_of_venue(clean_line(paper.venue or "")) == "preprint":
        venue = ""
    known = {"author": _people(paper.authors, paper.more_authors), "title": latex_title(paper.title or "")}
    known |= {name: _carried(paper.extra, name) for name in _CARRIED}
    if venue:
        known[venue_field] = venue
    elif venue_field in ("school", "institution"):
        known[venue_field] = known[venue_field] or known["publisher"]
        known["publisher"] = ""
    if arxiv and known["publisher"].lower() == "arxiv":
        known["publisher"] = ""
    for name in _LEADING:
        yield name, known.get(name, "")
    yield "year", str(paper.year) if paper.year is not None else ""
    yield "month", _MONTHS[paper.month - 1] if paper.month and 1 <= paper.month <= 12 else ""
    if arxiv:
        yield "eprint", arxiv
        yield "archivePrefix", "arXiv"
        yield "primaryClass", _carried(paper.extra, "primaryclass", "primary_category")
    doi = _DOI_LINK.sub("", clean_line(paper.doi or ""), count=1)
    yield "doi", _verbatim(doi)
    yield "isbn", latex(paper.isbn or "")
    url = clean_line(paper.url or "")
    yield "url", "" if doi and _DOI_LINK.sub("", url, count=1).lower() == doi.lower() else _verbatim(url)


def _further_fields(paper: Record) -> Iterator[tuple[str, str]]:
    yield "day", str(paper.day) if paper.day else ""
    yield "pmid", latex(paper.pmid or "")
    yield "abstract", latex(paper.abstract or "")
    yield "keywords", latex(", ".join(paper.tags))
    yield "annote", latex(paper.note or "")
    spoken_for = {name for names in _CARRIED.values() for name in names}
    for name in sorted(paper.extra):
        lowered = name.lower()
        if lowered not in spoken_for and lowered not in _OWN_FIELDS and _FIELD_NAME.fullmatch(lowered):
            yield lowered, _carried(paper.extra, name)


_OWN_FIELDS = frozenset(
    ("author", "title", "booktitle", "journal", "year", "month", "day", "eprint", "archiveprefix", "primaryclass",
     "primary_category", "doi", "isbn", "url", "pmid", "abstract", "keywords", "annote", "genre", "crossref", "key")
)  # fmt: skip


def _people(names: Sequence[str], more: int | None) -> str:
    """Names joined as BibTeX wants them, with ``others`` for those who are not named; empty when nobody is."""
    people = [cleaned for name in names if (cleaned := clean_line(name))]
    unnamed = more != 0
    while people and _OTHERS.fullmatch(people[-1]):
        people.pop()
        unnamed = True
    if not people:
        return ""
    return " and ".join([*map(_person, people), *(["others"] if unnamed else [])])


def _person(text: str) -> str:
    name = split_name(text)
    parts = [part for part in (name.surname, name.suffix, name.given) if part]
    is_plain_word = not name.suffix and name.family.isalpha() and name.family[1:].islower()
    takes_apart = not name.whole and (name.given or name.particle or is_plain_word)
    if not takes_apart or not all(map(is_even, parts)) or any(_misread(part) for part in parts):
        return f"{{{latex(text)}}}"
    return ", ".join(map(latex, parts))


def _misread(part: str) -> bool:
    """Whether BibTeX would take a part of a name for its own joiner or separator."""
    return "," in part or not {"and", "others"}.isdisjoint(part.lower().split())


def _arxiv(paper: Record) -> str:
    """The paper's number at arXiv: its own field, or what its link or its venue says."""
    given = _ARXIV_ID.fullmatch(clean_line(paper.arxiv or ""))
    if given:
        return given["id"]
    if linked := _ARXIV_LINK.search(clean_line(paper.url or "")):
        return linked["id"]
    venue = clean_line(paper.venue or "")
    printed = _ARXIV_ID.search(venue) if "arxiv" in venue.lower() else None
    return printed["id"] if printed else ""


def _carried(extra: Mapping[str, Any], *names: str) -> str:
    """A field that came along with the record, whatever of its names it has and whether it is written in capitals."""
    wanted = {candidate for name in names for candidate in _CARRIED.get(name, (name.lower(),))}
    for name, value in extra.items():
        if name.lower() not in wanted or isinstance(value, bool):
            continue
        if isinstance(value, (list, tuple)) and value and all(isinstance(item, str) for item in value):
            people = bool({"editor", "editors"} & wanted)
            return _people(value, 0) if people else latex(", ".join(value))
        if isinstance(value, (str, int, float)):
            text = latex(str(value))
            return _PAGE_RANGE.sub("--", text) if "pages" in wanted else text
    return ""


def _verbatim(text: str) -> str:
    """A DOI or link, which BibTeX styles print as it stands: only what would break the entry is percent-encoded."""
    return re.sub(r"[\s{}\\^\"<>|`]", lambda found: quote(found[0], safe=""), text)
