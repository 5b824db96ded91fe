"""When two records are one work, and what the work is after they meet.

Two records agree by an identifier (DOI, arXiv id, PMID), by their title with an agreeing first author or year, or by
their abstract; two different identifiers of a kind, and a few smaller contradictions, keep them apart. Marks are the
other side of it: records that can agree share a mark, so that the store finds the few to compare among a million.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

from readlist.latex import readable
from readlist.names import split_name
from readlist.paper import WORK_FIELDS, Record
from readlist.text import bare, fold

HEAD = 200
"""Letters of an abstract that are enough to know it again when its end is cut off."""
SHORTEST_ABSTRACT = 60
"""Letters under which an abstract says too little to be of one work only."""
SHORTEST_TITLE = 12
"""Letters under which a title (``Introduction``) needs the first author and the year beside it."""
TELLING_TITLE = 20
"""Letters from which a title and a year are enough when one side does not name its people."""

_DOI = re.compile(r"10\.\d{4,9}/\S+")
_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(.+)", re.IGNORECASE)
# arxiv.org/help/arxiv_identifier: YYMM.NNNN(N) since 2007, archive(.CLASS)/YYMMNNN before.
_ARXIV = re.compile(
    r"(?:^|[:/\s])((?:\d{4}\.\d{4,5}|[a-z][a-z-]+(?:\.[a-z]{2})?/\d{7}))(?:v\d+)?(?:\.pdf)?$", re.IGNORECASE
)
_ARXIV_VERSION = re.compile(r"v\d+$")
_MACRO = re.compile(r"\\[A-Za-z]+")
# What stands where an abstract should be (checked in the folded letters of a short one).
_NO_ABSTRACT = re.compile(
    r"beenwithdrawn|iswithdrawn|withdrawnby|withdrawnfrom|(?:paper|article|submission|manuscript)withdrawn|beenretracted"
    r"|noabstract|abstract(?:is)?(?:not|un)available|abstractmissing"
)
_BOILERPLATE_UP_TO = 400
_GENERIC_WORDS = (
    "abstracts acknowledgements announcements bookreview bookreviews callforpapers contents contributors conclusion "
    "conclusions correction corrections corrigendum discussion editorial editorialboard editorscomments editorsnote "
    "erratum foreword frontmatter fromtheeditor fromtheeditors guesteditorial guesteditorialintroduction index "
    "informationforauthors inthisissue introduction introductiontothespecialissue introductiontothespecialsection "
    "letter lettertotheeditor letterstotheeditor listofreviewers news obituary overview preface presidentsmessage "
    "proceedings publicationinformation publishersnote references reply retraction review reviewers specialissue "
    "summary tableofcontents titlepage untitled welcome welcomemessage workshopreport"
)
_GENERIC_TITLES = frozenset(_GENERIC_WORDS.split())
# Versions of one preprint may be years apart.
_PREPRINTS = re.compile("rxiv|preprint|^corr(?:abs)?$|ssrn")
_PARTS = re.compile(r"\b(?:[ivx]+|\d+|one|two|three|four|five|first|second|third)\b")


class Identifiers(NamedTuple):
    """The identifiers of a record in the one spelling in which they can be compared; ``None`` is unknown."""

    doi: str | None
    arxiv: str | None
    pmid: str | None


def normalise_doi(doi: str | None) -> str | None:
    """A DOI without resolver, prefix words and trailing punctuation, in lower case (DOIs ignore case); ``None`` when
    the text holds none."""
    found = _DOI.search(doi) if doi else None
    return found[0].rstrip(".,;").lower() if found else None


def normalise_arxiv(arxiv: str | None) -> str | None:
    """An arXiv id without ``arXiv:``, address, version and ``.pdf``: ``2005.11401``, ``hep-th/9411003``.

    An id of no known shape is kept as it is, as long as it is one word: it still tells two records apart.
    """
    if not arxiv:
        return None
    text = arxiv.strip()
    if found := _ARXIV.search(text):
        return found[1].lower()
    text = text.lower().removeprefix("arxiv:").strip()
    return _ARXIV_VERSION.sub("", text) if text and " " not in text else None


def identifiers(record: Record) -> Identifiers:
    """The identifiers of a record; arXiv's own DOI (``10.48550/arXiv.…``) counts as the arXiv id it names."""
    if record.doi is None and record.arxiv is None and record.pmid is None:
        return _NOTHING
    doi, arxiv = normalise_doi(record.doi), normalise_arxiv(record.arxiv)
    if doi and (named := _ARXIV_DOI.match(doi)):
        doi, arxiv = None, arxiv or normalise_arxiv(named[1])
    pmid = record.pmid.strip().lstrip("0") if record.pmid else None
    return Identifiers(doi, arxiv, pmid or None)


_NOTHING = Identifiers(None, None, None)
_facts = attrgetter(*(name for name in WORK_FIELDS if name not in ("title", "abstract", "extra")))


def title_key(title: str | None) -> str:
    """The letters and digits of a title, folded, without blanks, LaTeX read as what it prints; empty when it is
    unknown."""
    return bare(_printed(title)) if title else ""


def abstract_key(abstract: str | None) -> str:
    """The letters and digits of an abstract, folded; empty when it is unknown or only says that there is none."""
    if not abstract:
        return ""
    letters = _letters(abstract)
    return "" if len(letters) < _BOILERPLATE_UP_TO and _says_there_is_none(letters) else letters


@lru_cache(maxsize=4096)
def first_author_key(authors: tuple[str, ...]) -> str:
    """The folded family name of the first author; empty when nobody is known."""
    return bare(split_name(authors[0]).family) if authors else ""


def marks(record: Record) -> Iterator[str]:
    """Every mark of a record. Two records that are the same work by :func:`same_work` share at least one."""
    known = identifiers(record)
    if known.doi:
        yield "doi " + known.doi
    if known.arxiv:
        yield "arxiv " + known.arxiv
    if known.pmid:
        yield "pmid " + known.pmid
    title = title_key(record.title)
    if title and title not in _GENERIC_TITLES:
        author = first_author_key(record.authors)
        if author and len(title) >= SHORTEST_TITLE:
            yield f"title {title} {author}"
        elif author and record.year:
            yield f"title {title} {author} {record.year}"
        if record.year and len(title) >= TELLING_TITLE:
            yield f"title {title} {record.year}"
    if record.abstract and (head := _head(record.abstract)):
        yield "abstract " + head


def same_work(one: Record, other: Record) -> bool:
    """Whether two records describe one work. Symmetric; see the module for what counts."""
    ours, theirs = identifiers(one), identifiers(other)
    shared = False
    for mine, yours in zip(ours, theirs, strict=True):
        if mine and yours:
            if mine != yours:
                return False
            shared = True
    return shared or (_same_title(one, other) and not _stand_apart(one, other)) or _same_abstract(one, other)


def contradict(one: Record, other: Record) -> bool:
    """Whether two records cannot be one work: both carry an identifier of a kind, and not the same."""
    return any(
        mine and yours and mine != yours for mine, yours in zip(identifiers(one), identifiers(other), strict=True)
    )


def fingerprint(record: Record) -> int:
    """A 64-bit number that two records share when everything they say of the work is the same."""
    facts = repr(_facts(record))
    extra = json.dumps(dict(record.extra), sort_keys=True, ensure_ascii=False) if record.extra else ""
    return mark_number("\x1f".join((facts, extra, record.title or "", record.abstract or "")))


def mark_number(mark: str) -> int:
    """A mark as a signed 64-bit number, the form in which it is kept and looked up."""
    digest = hashlib.blake2b(mark.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def telling(record: Record) -> bool:
    """Whether a record says enough to be known again from its words alone."""
    return len(title_key(record.title)) >= TELLING_TITLE or any(True for _ in marks(record))


def merge(paper: Record, draft: Record, edited: frozenset[str] = frozenset()) -> dict[str, Any]:
    """The fields of ``paper`` that change when ``draft`` joins it, with their new values.

    What is missing is filled; a longer list of people replaces one that is cut short, and the whole abstract one that
    was cut; a publisher's DOI replaces arXiv's own. Fields in ``edited`` were set by a person and stay. What belongs to
    the person (tags, status, note, priority, star) is never looked at.
    """
    changes: dict[str, Any] = {}
    for name in ("type", "title", "venue", "isbn", "url", "pmid"):
        if getattr(paper, name) is None and getattr(draft, name) is not None:
            changes[name] = getattr(draft, name)
    changes |= {} if edited & {"authors", "more_authors"} else _merged_people(paper, draft)
    changes |= _merged_date(paper, draft)
    changes |= _merged_identifiers(paper, draft)
    if draft.abstract and _is_cut_from(paper.abstract, draft.abstract):
        changes["abstract"] = draft.abstract
    if fresh := {name: value for name, value in draft.extra.items() if name not in paper.extra}:
        changes["extra"] = {**paper.extra, **fresh}
    return {name: value for name, value in changes.items() if name not in edited and value != getattr(paper, name)}


def _merged_people(paper: Record, draft: Record) -> dict[str, Any]:
    if not paper.authors and paper.more_authors == 0:
        known = draft.authors or draft.more_authors != 0
        return {"authors": draft.authors, "more_authors": draft.more_authors} if known else {}
    if paper.more_authors != 0:
        if len(draft.authors) > len(paper.authors):
            return {"authors": draft.authors, "more_authors": draft.more_authors}
        if paper.more_authors is None and draft.more_authors and len(draft.authors) == len(paper.authors):
            return {"more_authors": draft.more_authors}
    return {}


def _merged_date(paper: Record, draft: Record) -> dict[str, Any]:
    if draft.year is None or paper.year not in (None, draft.year):
        return {}
    changes: dict[str, Any] = {} if paper.year else {"year": draft.year}
    if paper.month is None and draft.month is not None:
        changes["month"] = draft.month
    if paper.day is None and draft.day is not None and paper.month in (None, draft.month):
        changes["day"] = draft.day
    return changes


def _merged_identifiers(paper: Record, draft: Record) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    ours, theirs = identifiers(paper), identifiers(draft)
    if draft.doi and (not paper.doi or (theirs.doi and not ours.doi)):
        changes["doi"] = draft.doi
    if paper.arxiv is None:
        # An arXiv id that was only known by arXiv's own DOI must not go with it.
        displaced = (ours.arxiv or theirs.arxiv) if ours.doi or theirs.doi else None
        if arxiv := draft.arxiv or displaced:
            changes["arxiv"] = arxiv
    return changes


def _letters(text: str) -> str:
    return bare.__wrapped__(_printed(text))


def _printed(text: str) -> str:
    """One copy of a text may be LaTeX, the other what LaTeX prints; commands nobody knows say nothing."""
    return _MACRO.sub("", readable(text)) if "\\" in text else text


def _says_there_is_none(letters: str) -> bool:
    # Hardly any abstract holds one of these words, and looking for them takes no time.
    hint = "withdrawn" in letters or "retracted" in letters or "abstract" in letters
    return hint and _NO_ABSTRACT.search(letters) is not None


def _head(abstract: str) -> str:
    """The first letters of an abstract as a mark, without folding the whole of a long one."""
    beginning = abstract_key(abstract) if len(abstract) < 3 * HEAD else _letters(abstract[: 3 * HEAD])
    if len(beginning) < HEAD:
        beginning = abstract_key(abstract)
    return beginning[:HEAD] if len(beginning) >= SHORTEST_ABSTRACT else ""


def _same_title(one: Record, other: Record) -> bool:
    title = title_key(one.title)
    if not title or title in _GENERIC_TITLES or title != title_key(other.title):
        return False
    ours, theirs = first_author_key(one.authors), first_author_key(other.authors)
    same_year = one.year is not None and one.year == other.year
    if ours and theirs:
        return ours == theirs and (same_year or len(title) >= SHORTEST_TITLE)
    return same_year and len(title) >= TELLING_TITLE


def _stand_apart(one: Record, other: Record) -> bool:
    """Whether two records stand in different places of one periodical: columns such as an editor's note have the same
    title and author in every issue."""
    venue = bare(one.venue or "")
    if not venue or venue != bare(other.venue or ""):
        return False
    if one.year and other.year and abs(one.year - other.year) > 1 and not _PREPRINTS.search(venue):
        return True
    places = [(_first_number(one, name), _first_number(other, name)) for name in ("volume", "issue", "page")]
    return any(mine and yours and mine != yours for mine, yours in places)


def _first_number(record: Record, name: str) -> str:
    """The first number of a volume, an issue or a span of pages, which the record may also write in other ways."""
    found = re.search(r"\w*\d\w*", str(record.extra.get(name) or ""))
    return found[0].lower().lstrip("0") if found else ""


def _same_abstract(one: Record, other: Record) -> bool:
    ours, theirs = abstract_key(one.abstract), abstract_key(other.abstract)
    shorter, longer = sorted((ours, theirs), key=len)
    if len(shorter) < SHORTEST_ABSTRACT or not longer.startswith(shorter):
        return False
    if len(shorter) >= HEAD:
        return not _are_parts(one.title, other.title)
    if shorter != longer:
        return False
    titles = {title_key(one.title), title_key(other.title)} - {""}
    people = {first_author_key(one.authors), first_author_key(other.authors)} - {""}
    return len(titles) < 2 and len(people) < 2


def _are_parts(one: str | None, other: str | None) -> bool:
    """Whether two titles name two parts of one series: they differ in a number only."""
    if not one or not other or title_key(one) == title_key(other):
        return False
    first, second = fold(one), fold(other)
    return title_key(_PARTS.sub(" ", first)) == title_key(_PARTS.sub(" ", second))


def _is_cut_from(cut: str | None, whole: str) -> bool:
    """Whether ``cut`` is missing, only says that it is, or is ``whole`` with its end cut off."""
    if not abstract_key(cut):
        return cut is None or bool(abstract_key(whole))
    beginning, letters = _letters(cut or ""), _letters(whole)
    return len(beginning) < len(letters) and letters.startswith(beginning)
