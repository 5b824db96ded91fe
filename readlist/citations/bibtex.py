"""Papers as BibTeX or BibLaTeX entries, the way a careful person writes them; nothing is invented, nothing is empty."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from readlist.citations.entry_types import (
    BIBLATEX_FIELDS,
    BIBLATEX_TYPES,
    CANONICAL,
    FIELD_NAMES,
    GENRE_KEYS,
    PEOPLE,
    TYPES,
    is_verbatim,
)
from readlist.citations.keys import citation_key, unique_key
from readlist.citations.latex import is_even, latex, latex_title
from readlist.citations.venues import kind_of_venue
from readlist.names import FAMILY_NAMES, name_in
from readlist.paper import Record
from readlist.text import clean, clean_line

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_BY_TYPE = {
    "article-journal": "article", "article-magazine": "article", "article-newspaper": "article", "review": "article",
    "review-book": "article", "paper-conference": "inproceedings", "chapter": "incollection",
    "entry-encyclopedia": "incollection", "entry-dictionary": "incollection", "book": "book", "collection": "book",
    "thesis": "phdthesis", "report": "techreport", "manuscript": "unpublished",
}  # fmt: skip
"""Entry types that every BibTeX style knows, by CSL item type; what is not here is decided by the venue."""
_BY_VENUE = {"meeting": "inproceedings", "journal": "article", "preprint": "misc", "other": "misc"}
_KNOWN_EVERYWHERE = frozenset(
    ("article", "book", "booklet", "conference", "inbook", "incollection", "inproceedings", "manual", "mastersthesis",
     "misc", "phdthesis", "proceedings", "techreport", "unpublished")
)  # fmt: skip
_VENUE_FIELDS = {
    "article": "journal", "suppperiodical": "journal", "review": "journal", "inproceedings": "booktitle",
    "conference": "booktitle", "incollection": "booktitle", "inbook": "booktitle", "bookinbook": "booktitle",
    "suppbook": "booktitle", "suppcollection": "booktitle", "inreference": "booktitle", "phdthesis": "school",
    "mastersthesis": "school", "techreport": "institution", "unpublished": "note", "book": "publisher",
}  # fmt: skip
"""Where a venue goes, by entry type; elsewhere to ``howpublished``."""
_SUBTYPES = {"article-magazine": "magazine", "article-newspaper": "newspaper"}

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
_OWN_FIELDS = frozenset(
    ("author", "title", "booktitle", "journal", "journaltitle", "year", "month", "archiveprefix", "primaryclass",
     "primary_category", "isbn", "other-isbn", "pmid", "abstract", "keywords", "keyword", "annote", "annotation",
     "genre", "type", "entrytype", "protected", FAMILY_NAMES)
)  # fmt: skip
"""Names that are written from somewhere else."""
_PARAGRAPHS = frozenset(("note", "annote", "review", "comment"))
_FIELD_NAME = re.compile(r"[a-z_][a-z0-9_+.:/-]{0,79}")
_ENTRY_TYPE = re.compile(r"[a-z]{2,30}")
_NOT_IN_A_KEY = re.compile(r"[\s{}(),=#%~\\\"'@^&$]+")
_PAGE_RANGE = re.compile(r"(?<=[\w.])\s*[-–—]+\s*(?=[A-Za-z]?\d)")
_ARXIV_NUMBER = r"(?P<id>\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[a-z]{2})?/\d{7}(?:v\d+)?)"
_ARXIV_ID = re.compile(rf"(?:arxiv[:.\s/]*)?{_ARXIV_NUMBER}", re.IGNORECASE)
_ARXIV_LINK = re.compile(rf"\barxiv\.org/(?:abs|pdf)/{_ARXIV_NUMBER}", re.IGNORECASE)
_OTHERS = re.compile(r"(?:and )?(?:others|et al\.?)", re.IGNORECASE)
_DOI_LINK = re.compile(r"(?:https?://)?(?:dx\.)?doi\.org/|doi:\s*", re.IGNORECASE)
_LINE_ENDS = re.compile(r" *\n[ \n]*")


def bibtex(papers: Iterable[Record], *, full: bool = False) -> str:
    """The papers as BibTeX, one entry each with a blank line between, without a line end behind the last.

    ``full`` also writes what a citation does not need but a file should keep: abstract, tags as keywords, the note,
    the day, the PMID, and further fields the records brought along.
    """
    return "\n\n".join(entries(papers, full=full))


def entries(papers: Iterable[Record], *, full: bool = False, biblatex: bool = False) -> Iterator[str]:
    """One BibTeX entry a paper, in their order; a key that comes twice gets a suffix, as keys must differ."""
    keys: set[str] = set()
    for paper in papers:
        key = unique_key(_key(paper), lambda candidate: candidate.lower() in keys)
        keys.add(key.lower())
        yield entry(paper, key, full=full, biblatex=biblatex)


def entry(paper: Record, key: str, *, full: bool = False, biblatex: bool = False) -> str:
    """The entry of one paper under a key."""
    kind = _kind(paper, full=full or biblatex)
    values = dict(_fields(paper, kind, full=full))
    if full:
        for name, value in _further_fields(paper, kind):
            values[name] = values.get(name) or value
    elif not paper.title and paper.abstract:
        values["abstract"] = latex(paper.abstract)  # all that tells which paper is meant
    if biblatex:
        kind = _in_biblatex(paper, kind, values)
    lines = [f"  {name} = {_delimited(name, value)}" for name, value in values.items() if value]
    return f"@{kind}{{{key},\n" + ",\n".join(lines) + "\n}"


def _delimited(name: str, value: str) -> str:
    return value if name == "month" and value in _MONTHS else f"{{{value}}}"


def _key(paper: Record) -> str:
    return _NOT_IN_A_KEY.sub("", clean_line(paper.key or "")) or citation_key(paper)


def _kind(paper: Record, *, full: bool) -> str:
    """The entry's type: the one it came with, else by what is known; in a file also one that not every style knows."""
    came_as = str(paper.extra.get("entrytype", ""))
    if (full and _ENTRY_TYPE.fullmatch(came_as)) or came_as in _KNOWN_EVERYWHERE:
        is_still = TYPES.get(came_as) == paper.type or (paper.type == "article" and came_as in TYPES)
        if is_still and came_as not in ("string", "comment", "preamble", "xdata"):
            return came_as
    if paper.type == "thesis" and "master" in str(paper.extra.get("genre", "")).lower():
        return "mastersthesis"
    kind = CANONICAL.get(paper.type or "") if full else None
    kind = kind or _BY_TYPE.get(paper.type or "")
    if (kind is None or kind == "misc") and paper.venue and paper.type in (None, "article"):
        by_venue = kind_of_venue(clean_line(paper.venue))
        # Files of most people call a preprint an article, and arXiv its journal.
        return "article" if full and paper.type and by_venue == "preprint" else _BY_VENUE[by_venue]
    return kind or "misc"


def _in_biblatex(paper: Record, kind: str, values: dict[str, str]) -> str:
    """Turns the fields into BibLaTeX's own; returns the entry's type there."""
    if paper.year is not None and 0 <= paper.year < 10_000 and values.get("year") == str(paper.year):
        date = f"{paper.year:04}"
        if values.get("month") in _MONTHS and paper.month:
            del values["month"]
            date += f"-{paper.month:02}"
            if paper.day and 1 <= paper.day <= 31:
                date += f"-{paper.day:02}"
                values.pop("day", None)
        place = list(values).index("year")
        items = list(values.items())
        items[place] = ("date", values.get("date") or date)
        values.clear()
        for name, value in items:
            values.setdefault(name, value)
    if kind in ("phdthesis", "mastersthesis", "techreport"):
        genre = (
            values.get("type") or str(paper.extra.get("genre", "")) or ("Technical report" if kind[0] == "t" else "")
        )
        values["type"] = next((name for name, told in GENRE_KEYS.items() if told == genre), latex(genre))
    if "archivePrefix" in values:
        values["archivePrefix"] = values["archivePrefix"].lower()
    renamed = [(BIBLATEX_FIELDS.get(name, name), value) for name, value in values.items() if value]
    values.clear()
    for name, value in renamed:
        values.setdefault(name, value)
    if kind == "misc" and "eprint" in values:
        return "online"
    return BIBLATEX_TYPES.get(kind, kind)


def _fields(paper: Record, kind: str, *, full: bool) -> Iterator[tuple[str, str]]:
    """The fields of a citation, in the order they are written."""
    extra = paper.extra
    venue_field = _VENUE_FIELDS.get(kind, "howpublished")
    if kind == "book" and _carried(extra, "publisher"):
        venue_field = "series"
    arxiv, venue = _arxiv(paper), latex(paper.venue or "")
    if (
        not full
        and arxiv
        and venue_field == "howpublished"
        and kind_of_venue(clean_line(paper.venue or "")) == "preprint"
    ):
        venue = ""
    protected = extra.get("protected")
    words = [word for word in protected if isinstance(word, str)] if isinstance(protected, (list, tuple)) else []
    known = {
        "author": _people(paper.authors, paper.more_authors, extra),
        "title": latex_title(paper.title or "", words),
    }
    known |= {name: _carried(extra, name) for name in ("booktitle", *_CARRIED)}
    if kind == "article" and (issue := _carried(extra, "issue")):
        known["number"] = issue
    if venue:
        known[venue_field] = venue
    elif venue_field in ("school", "institution"):
        known[venue_field] = known[venue_field] or known["publisher"]
        known["publisher"] = ""
    if arxiv and not full and known["publisher"].lower() == "arxiv":
        known["publisher"] = ""
    for name in _LEADING:
        yield name, known.get(name, "")
    yield "year", _year(paper)
    yield "month", _month(paper)
    if arxiv:
        yield "eprint", arxiv
        yield "archivePrefix", "arXiv"
        yield "primaryClass", _carried(extra, "primaryclass", "primary_category")
    doi = _DOI_LINK.sub("", clean_line(paper.doi or ""), count=1)
    yield "doi", _verbatim(doi)
    yield (
        "isbn",
        latex(", ".join(filter(None, (paper.isbn or _text(extra.get("isbn")), _text(extra.get("other-isbn")))))),
    )
    url = clean_line(paper.url or "")
    is_the_doi = not full and doi and _DOI_LINK.sub("", url, count=1).lower() == doi.lower()
    yield "url", "" if is_the_doi else _verbatim(url)


def _year(paper: Record) -> str:
    """The year; as the source wrote it where it said more (``1984/85``, ``in press``)."""
    written = paper.extra.get("year")
    if isinstance(written, str) and (paper.year is None or str(paper.year) in written):
        return latex(written)
    return str(paper.year) if paper.year is not None else ""


def _month(paper: Record) -> str:
    written = paper.extra.get("month")
    macro = _MONTHS[paper.month - 1] if paper.month and 1 <= paper.month <= 12 else ""
    if isinstance(written, str) and macro in written.lower():
        return latex(written)
    return macro


def _further_fields(paper: Record, kind: str) -> Iterator[tuple[str, str]]:
    extra = paper.extra
    yield "day", str(paper.day) if paper.day else ""
    yield "type", _genre(paper, kind)
    yield "entrysubtype", _SUBTYPES.get(paper.type or "", "")
    yield "primaryClass", _carried(extra, "primaryclass", "primary_category")
    yield "pmid", latex(paper.pmid or _text(extra.get("pmid")))
    yield "abstract", _paragraphs(paper.abstract or "")
    yield "keywords", _keywords(paper)
    own = _text(extra.get("annote")) or _text(extra.get("annotation"))
    yield "annote", _paragraphs("\n".join(text for text in (own, paper.note) if text))
    spoken_for = {name for names in _CARRIED.values() for name in names}
    is_article = kind == "article"
    for name in sorted(extra):
        lowered = name.lower()
        if lowered == "issue-name":
            yield "issue", latex(_text(extra[name]))
        elif lowered == ("number" if is_article else "issue") and _carried(
            extra, "number" if not is_article else "issue"
        ):
            yield "eid" if is_article else "issue", latex(_text(extra[name]))
        elif lowered not in spoken_for and lowered not in _OWN_FIELDS:
            field = FIELD_NAMES.get(name, lowered)
            if _FIELD_NAME.fullmatch(field):
                yield field, _further(extra, name, field)


def _further(extra: Mapping[str, Any], name: str, field: str) -> str:
    if name in PEOPLE.values() and isinstance(extra[name], (list, tuple)):
        return _people([each for each in extra[name] if isinstance(each, str)], 0, extra)
    if field in _PARAGRAPHS:
        return _paragraphs(_text(extra[name]))
    text = clean_line(_text(extra[name])) if is_verbatim(field) else ""
    return text if text and is_even(text) else _carried(extra, name)


def _genre(paper: Record, kind: str) -> str:
    genre = _text(paper.extra.get("genre")) or _text(paper.extra.get("type"))
    told = {"phdthesis": "PhD thesis", "mastersthesis": "Master's thesis"}.get(kind)
    return "" if genre == told else latex(genre)


def _keywords(paper: Record) -> str:
    """The source's keywords and the owner's tags; with semicolons where a comma belongs to one of them."""
    told = paper.extra.get("keyword")
    words = [clean_line(word) for word in told if isinstance(word, str)] if isinstance(told, (list, tuple)) else []
    words += [tag for tag in map(clean_line, paper.tags) if tag not in words]
    words = [word for word in words if word]
    if any("," in word for word in words) and not any(";" in word for word in words):
        return latex("; ".join(words) + (";" if len(words) == 1 else ""))
    return latex(", ".join(words))


def _text(value: object) -> str:
    return str(value) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""


def _paragraphs(text: str) -> str:
    """A text of several paragraphs: a line end is a blank line in LaTeX."""
    lines = [latex(line) for line in clean(text).split("\n")]
    return _LINE_ENDS.sub(lambda found: "\n" * (found[0].count("\n") + 1), "\n".join(lines))


def _people(names: Sequence[str], more: int | None, extra: Mapping[str, Any]) -> str:
    """Names joined as BibTeX wants them, with ``others`` for those who are not named; empty when nobody is."""
    people = [cleaned for name in names if (cleaned := clean_line(name))]
    unnamed = more != 0
    while people and _OTHERS.fullmatch(people[-1]):
        people.pop()
        unnamed = True
    if not people:
        return ""
    return " and ".join([*(_person(name, extra) for name in people), *(["others"] if unnamed else [])])


def _person(text: str, extra: Mapping[str, Any]) -> str:
    name = name_in(text, extra)
    is_plain_word = not name.suffix and name.family.isalpha() and name.family[1:].islower()
    takes_apart = not name.whole and (name.given or name.particle or is_plain_word)
    parts = [part for part in (name.surname, name.suffix, name.given) if part]
    is_told = "," in name.family and bool(name.given)
    misread = any(_misread(part) for part in parts[is_told:])
    if not takes_apart or not all(map(is_even, parts)) or misread:
        return f"{{{latex(text)}}}"
    family = latex(name.family)
    if is_told or any(word[:1].islower() for word in family.split()[1:]):
        family = f"{{{family}}}"  # else BibTeX takes all before a small word for particles, and parts it at commas
    surname = f"{latex(name.particle)} {family}" if name.particle else family
    return ", ".join([surname, *map(latex, parts[1:])])


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
            return _people(value, 0, extra) if people else latex(", ".join(value))
        if isinstance(value, (str, int, float)):
            if "note" in wanted:
                return _paragraphs(str(value))
            text = latex(str(value))
            return _PAGE_RANGE.sub("--", text) if "pages" in wanted else text
    return ""


def _verbatim(text: str) -> str:
    """A DOI or link, which BibTeX styles print as it stands: only what would break the entry is percent-encoded."""
    return re.sub(r"[\s{}\\^\"|`]", lambda found: quote(found[0], safe=""), text)
