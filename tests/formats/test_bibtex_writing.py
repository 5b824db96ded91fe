"""What is written as BibTeX or BibLaTeX reads back as it was."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readlist import formats
from readlist.names import FAMILY_NAMES, split_name
from readlist.paper import WORK_FIELDS, Draft, Record
from readlist.text import clean_line

DIALECTS = [formats.by_name("bibtex"), formats.by_name("biblatex")]

SAID = (
    "Über den Bau of Trees and shelves in 北京 naïve “quoted” 100% x=1 $\\sim$7B @home #1 |pipe| 'tis, (so) BERT T5 "
    'U-Net Bayesian a_b x^2 Q&A C:\\temp semi;colon [sic] "said" – — ~7B <b>not</b> et al. {1,2} 3D $5 İstanbul'
)
WORDS = SAID.split()
NAMES = (
    "Marie Curie", "Ludwig van der Berg", "Martin Luther King Jr.", "J. Zico Kolter", "王小明", "ATLAS Collaboration",
    "Plato", "Ólafur Örn Jónsson", "OpenAI", "Jean-Paul Sartre", "Charles Louis de la Vallée Poussin", "B. F. O’Brien",
)  # fmt: skip
TOLD = {
    "Gabriel García Márquez": "García Márquez",
    "Physics at Home": "Physics at Home",
    "Ana Cruz de Vega": "Cruz de Vega",
}

lines = st.lists(st.sampled_from(WORDS), min_size=1, max_size=7).map(" ".join).map(clean_line)
paragraphs = st.lists(st.tuples(lines, st.sampled_from(["\n", "\n\n"])), min_size=1, max_size=3).map(
    lambda pairs: "".join(line + end for line, end in pairs).strip()
)
VENUES = {
    "article-journal": "Journal of Things", "paper-conference": "Proceedings of Things", "chapter": "A Handbook",
    "article-magazine": "The Weekly", "webpage": "A Site",
    "article": "arXiv preprint arXiv:2005.11401", None: "Somewhere's Blog, a blog post",
}  # fmt: skip
GENRES = {"thesis": ["PhD thesis", "Master's thesis", "Habilitation"], "report": ["Research report", "A Memo"]}
FURTHER = {
    "volume": st.sampled_from(["12", "XII", "3-4"]),
    "page": st.sampled_from(["100-110", "7", "S3-S9", "e1042", "12, 14-16"]),
    "publisher": lines,
    "publisher-place": st.just("Berlin & Wien"),
    "collection-title": lines,
    "edition": st.just("2"),
    "editor": st.lists(st.sampled_from(NAMES + tuple(TOLD)), min_size=1, max_size=2, unique=True),
    "translator": st.just(["Marie Curie", "others"]),
    "note": paragraphs,
    "annote": paragraphs,
    "keyword": st.lists(st.sampled_from(["reading", "a, b, c", "lists & trees"]), min_size=1, unique=True),
    "ISSN": st.just("1234-567X"),
    "language": st.just("en"),
    "number-of-pages": st.just("312"),
    "short-title": lines,
    "event-title": lines,
    "chapter-number": st.just("3"),
    "file": st.just(":C\\:/my_papers/x {1}.pdf:PDF"),
    "my-field": lines,
    "date": st.just("1999/2001"),
    "primaryclass": st.just("cs.CL"),
    "event-place": st.just("Wien"),
    "_odd:name+1": lines,
}


@st.composite
def papers(draw: Any) -> Record:
    """A paper as BibTeX can hold it whole."""
    type_ = draw(st.sampled_from([*VENUES, "book", "thesis", "report", "manuscript", "dataset", "software", "patent"]))
    authors = tuple(draw(st.lists(st.sampled_from(NAMES + tuple(TOLD)), max_size=4, unique=True)))
    extra = {name: draw(values) for name, values in FURTHER.items() if draw(st.integers(0, 3)) == 0}
    date = draw(st.sampled_from([(), (1999,), (2020, 2), (2024, 12, 31)]))
    if "date" in extra:
        date = (1999,)
    named = {*authors, *extra.get("editor", ())}
    if told := {name: family for name, family in TOLD.items() if name in named and split_name(name).surname != family}:
        extra[FAMILY_NAMES] = told
    if type_ == "article-journal" and draw(st.booleans()):
        extra["issue"] = "7"
    if type_ in ("report", "paper-conference", "book") and draw(st.booleans()):
        extra["number"] = "TR-7"
    if type_ in GENRES:
        extra["genre"] = draw(st.sampled_from(GENRES[type_]))
    venue = draw(st.none() | st.just(VENUES[type_])) if type_ in VENUES else None
    is_printed = type_ not in (None, "webpage") and venue is not None
    arxiv = "2005.11401" if type_ == "article" or (is_printed and draw(st.booleans())) else None
    return Record(
        key=draw(st.sampled_from(["curie1903radium", "a:b/c", "Ü-1+2"])),
        type=type_,
        title=draw(lines),
        authors=authors,
        more_authors=draw(st.sampled_from([0, None])) if authors else 0,
        year=date[0] if date else None,
        month=date[1] if len(date) > 1 else None,
        day=date[2] if len(date) > 2 else None,
        venue=venue,
        abstract=draw(st.none() | paragraphs),
        doi=draw(st.none() | st.just("10.1002/(sici)1097<1:a_b>3.0;2-2")),
        arxiv=arxiv,
        pmid=draw(st.none() | st.just("123456")),
        isbn=draw(st.none() | st.just("9783161484100")),
        url=draw(st.none() | st.just("https://example.org/~x?a=1&b=%7B2%7D#c_d--e")),
        extra=extra,
    )


def normal(record: Record) -> dict[str, Any]:
    return {name: getattr(record, name) for name in ("key", *WORK_FIELDS)}


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda known: known.name)
@settings(deadline=None, max_examples=400)
@given(written=st.lists(papers(), max_size=2, unique_by=lambda paper: paper.key))
def test_what_is_written_reads_back(dialect: formats.Format, written: list[Record]) -> None:
    text = "".join(dialect.write(written))
    found = list(dialect.read(text))
    assert all(isinstance(item, Draft) for item in found), text
    for item, paper in zip(found, written, strict=True):
        assert isinstance(item, Draft)
        assert {name: value for name, value in normal(item).items() if value != normal(paper)[name]} == {}, (
            paper,
            text,
        )


@pytest.mark.parametrize(
    "entry",
    [
        "@article{a,\n  title = {On {Bayesian} Shelves and {BERT}},\n  year = {2001}\n}",
        "@manual{a,\n  title = {How {To}},\n  organization = {The {GNU} Project}\n}",
        "@inbook{a,\n  author = {Lee, Ann},\n  title = {A Book},\n  chapter = {3},\n  pages = {1--9}\n}",
        "@article{a,\n  author = {{NASA} and {Barnes and Noble}},\n  title = {Tree},\n  year = {1984/85}\n}",
        "@article{a,\n  title = {Tree},\n  year = {2001},\n  month = {May/June}\n}",
        "@inproceedings{a,\n  title = {Tree},\n  crossref = {nowhere}\n}",
        "@foo{a,\n  title = {Tree},\n  bar = {Baz}\n}",
    ],
)
def test_what_was_read_is_written_as_it_came(entry: str) -> None:
    bibtex = formats.by_name("bibtex")
    drafts = [item for item in bibtex.read(entry) if isinstance(item, Draft)]
    written = "".join(bibtex.write(drafts))
    again = [item for item in bibtex.read(written) if isinstance(item, Draft)]
    assert [normal(draft) for draft in again] == [normal(draft) for draft in drafts]
    for word in (
        "{Bayesian}",
        "{BERT}",
        "{To}",
        "@manual",
        "@inbook",
        "{NASA}",
        "1984/85",
        "May/June",
        "@foo",
        "nowhere",
    ):
        assert (word in entry) <= (word in written), written


def test_biblatex_has_names_of_its_own() -> None:
    papers_ = [
        Record(
            key="a",
            type="article-journal",
            title="Tree",
            venue="Shelves",
            year=2001,
            month=5,
            day=3,
            extra={"issue": "2"},
        ),
        Record(key="b", type="thesis", title="Tree", extra={"genre": "Master's thesis", "publisher": "MIT"}),
        Record(key="c", type="article", title="Tree", arxiv="2005.11401", extra={"publisher-place": "Paris"}),
        Record(key="d", type="report", title="Tree", extra={"publisher": "OpenAI"}),
    ]
    assert (
        "".join(formats.by_name("biblatex").write(papers_))
        == """\
@article{a,
  title = {Tree},
  journaltitle = {Shelves},
  number = {2},
  date = {2001-05-03}
}

@thesis{b,
  title = {Tree},
  institution = {MIT},
  type = {mathesis}
}

@online{c,
  title = {Tree},
  location = {Paris},
  eprint = {2005.11401},
  eprinttype = {arxiv}
}

@report{d,
  title = {Tree},
  institution = {OpenAI},
  type = {techreport}
}
"""
    )
