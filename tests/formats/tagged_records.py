"""Papers for the tests of formats that hold a field a line: what can be said in all of them."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from readlist.latex import readable
from readlist.names import FAMILY_NAMES, split_name
from readlist.paper import Draft, Problem, Record
from readlist.text import clean, clean_line

_SAID = (
    "Über den Bau of Trees - and shelves: 北京 naïve “quoted” 100 % x=1 {LaTeX} $\\sim$7B @home #1 |pipe| 'tis, (so)"
)
_WORDS = st.sampled_from(_SAID.split())
NAMES = (
    "Marie Curie", "Ludwig van der Berg", "Martin Luther King Jr.", "J. Zico Kolter", "王小明", "ATLAS Collaboration",
    "Plato", "Ólafur Örn Jónsson",
)  # fmt: skip
TOLD = {"Gabriel García Márquez": "García Márquez", "Physics at Home": "Physics at Home"}


def assert_drafts_and_problems(pieces: Iterable[object]) -> None:
    """Whatever a text holds, a reader yields drafts that say where they stand and hold nothing empty, and problems."""
    for piece in pieces:
        assert isinstance(piece, Draft | Problem)
        if isinstance(piece, Draft):
            assert piece.line and piece.raw
            assert all(value not in ("", []) for value in piece.extra.values())


def cleaned_lines() -> st.SearchStrategy[str]:
    """Titles: some words, with signs that mean something somewhere."""
    return st.lists(_WORDS, min_size=2, max_size=6).map(lambda words: clean_line(f"On {' '.join(words)}"))


def paragraphs() -> st.SearchStrategy[str]:
    """Abstracts of one paragraph or several."""
    return st.lists(cleaned_lines(), min_size=1, max_size=3).map("\n".join)


@st.composite
def records(draw: Any) -> Record:
    """A paper with a title and anything else that a tagged format can say."""
    authors = tuple(draw(st.lists(st.sampled_from(NAMES + tuple(TOLD)), max_size=4, unique=True)))
    texts = {
        name: draw(value)
        for name, value in {
            "volume": st.from_regex(r"[1-9]\d?", fullmatch=True),
            "issue": st.from_regex(r"[1-9]\d?", fullmatch=True),
            "page": st.sampled_from(["100-110", "7", "S3-S9", "e1042", "101-10"]),
            "publisher": cleaned_lines(),
            "note": paragraphs(),
            "keyword": st.lists(st.sampled_from(["reading", "a, b, c", "lists - long"]), min_size=1, unique=True),
            "ISSN": st.just("1234-567X"),
            "language": st.just("en"),
            "u1": cleaned_lines(),
        }.items()
        if draw(st.booleans())
    }
    told = {name: family for name, family in TOLD.items() if name in authors and split_name(name).surname != family}
    year = draw(st.none() | st.integers(1000, 2999))
    month = draw(st.none() | st.integers(1, 12)) if year else None
    return Record(
        type=draw(
            st.sampled_from(["article-journal", "paper-conference", "article", "book", "thesis", "report", None])
        ),
        key=draw(st.none() | st.sampled_from(["curie1903radium", "a:b/c"])),
        title=draw(cleaned_lines()),
        authors=authors,
        more_authors=draw(st.sampled_from([0, 0, None, 3])),
        year=year,
        month=month,
        day=draw(st.none() | st.integers(1, 28)) if month else None,
        venue=draw(st.none() | cleaned_lines()),
        abstract=draw(st.none() | paragraphs()),
        doi=draw(st.none() | st.just("10.1234/abc(1)<2>")),
        arxiv=draw(st.none() | st.sampled_from(["2005.11401", "hep-th/9411003"])),
        pmid=draw(st.none() | st.just("12345678")),
        isbn=draw(st.none() | st.just("9780123456786")),
        url=draw(st.none() | st.just("https://example.org/a?b=c&d=e#f")),
        extra={**texts, **({FAMILY_NAMES: told} if told else {})},
    )


def printed(paper: Record) -> Record:
    """A paper as a format of plain text holds it: with what its LaTeX prints."""
    texts = {name: getattr(paper, name) for name in ("title", "venue", "abstract")}
    return replace(paper, **{name: text and clean(readable(text)) for name, text in texts.items()})
