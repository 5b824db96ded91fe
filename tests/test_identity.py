"""When two records are one work, and what becomes of it when they meet."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readlist.identity import (
    abstract_key,
    contradict,
    fingerprint,
    first_author_key,
    identifiers,
    marks,
    merge,
    normalise_arxiv,
    normalise_doi,
    same_work,
    title_key,
)
from readlist.paper import Draft, Record

LONG = (
    "We study how readers keep lists of what they want to read, and why the lists grow faster than they shrink. In "
    "eleven libraries we count what comes in, what is read and what is forgotten, and describe a simple rule that "
    "explains all three. The rule says when to stop adding, and nobody follows it."
)
SHORT = "We count what is read, what is not, and what is forgotten in between, in eleven libraries."
WITHDRAWN = "This paper has been withdrawn by the author because of an error in section 2."
TITLE = "Why Reading Lists Grow Faster Than They Shrink"


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("10.1000/ABC.Def", "10.1000/abc.def"),
        ("https://doi.org/10.1000/abc", "10.1000/abc"),
        ("doi: 10.1000/abc.", "10.1000/abc"),
        ("10.1002/(SICI)1097-0258(19980815)17:15<1661::AID-SIM968>3.0.CO;2-2",
         "10.1002/(sici)1097-0258(19980815)17:15<1661::aid-sim968>3.0.co;2-2"),
        ("none", None),
        ("", None),
        (None, None),
    ],
)  # fmt: skip
def test_a_doi_has_one_spelling(text: str | None, doi: str | None) -> None:
    assert normalise_doi(text) == doi


@pytest.mark.parametrize(
    ("text", "arxiv"),
    [
        ("2005.11401", "2005.11401"),
        ("arXiv:2005.11401v4", "2005.11401"),
        ("https://arxiv.org/abs/2005.11401v1", "2005.11401"),
        ("https://arxiv.org/pdf/2005.11401.pdf", "2005.11401"),
        ("hep-th/9411003v2", "hep-th/9411003"),
        ("arXiv:math.GT/0309136", "math.gt/0309136"),
        ("0704.0001", "0704.0001"),
        ("811.2603", "811.2603"),
        ("two words", None),
        ("", None),
        (None, None),
    ],
)
def test_an_arxiv_id_has_one_spelling(text: str | None, arxiv: str | None) -> None:
    assert normalise_arxiv(text) == arxiv


def test_arxivs_own_doi_is_an_arxiv_id() -> None:
    assert identifiers(Record(doi="10.48550/arXiv.2005.11401v2")) == (None, "2005.11401", None)
    assert identifiers(Record(doi="10.5555/x", arxiv="2005.11401", pmid="00123")) == ("10.5555/x", "2005.11401", "123")


def test_keys_of_titles_abstracts_and_people() -> None:
    assert title_key("The $^{3}$He–$^{129}$Xe Spin, Revisited!") == title_key("the $^3$He-$^{129}$xe spin revisited")
    assert title_key("Lindel\\\"of's \\emph{Lemma}") == title_key("Lindelöf’s Lemma")
    assert title_key(None) == abstract_key(None) == first_author_key(()) == ""
    assert abstract_key("This paper has been withdrawn by the author(s), due to an error.") == ""
    assert abstract_key("No abstract available.") == ""
    assert abstract_key("The landing gear is retracted before we measure.") != ""
    assert first_author_key(("Ludwig van der Berg", "x")) == first_author_key(("L. van der Berg",)) == "berg"
    assert first_author_key(("Kurt Gödel",)) == first_author_key(("Godel, K.",))


def record(**fields: object) -> Record:
    return Record(**fields)  # type: ignore[arg-type]


SAME = [
    ("DOI in two spellings", {"doi": "10.1000/A", "title": "One"},
     {"doi": "https://doi.org/10.1000/a", "title": "Two"}),
    ("arXiv id and arXiv's DOI", {"arxiv": "2005.11401v1"}, {"doi": "10.48550/ARXIV.2005.11401"}),
    ("PMID", {"pmid": "123"}, {"pmid": "0123"}),
    ("preprint and publication", {"arxiv": "2005.11401", "title": TITLE, "authors": ("A. B. Lewis",), "year": 2020},
     {"doi": "10.1000/a", "title": TITLE.upper(), "authors": ("Patrick Lewis",), "year": 2021}),
    ("title and year, people unknown", {"title": TITLE, "year": 2020},
     {"title": TITLE, "year": 2020, "authors": ("A B",)}),
    ("short title, author and year", {"title": "Lists", "authors": ("A B",), "year": 2020},
     {"title": "LISTS.", "authors": ("Ann B",), "year": 2020}),
    ("abstract, one without title", {"abstract": LONG}, {"abstract": LONG.upper(), "title": TITLE}),
    ("abstract that was cut", {"abstract": LONG[:280] + "…"}, {"abstract": LONG, "title": TITLE}),
    ("abstract of a work renamed", {"abstract": LONG, "title": TITLE}, {"abstract": LONG, "title": "On Lists"}),
    ("short abstract, same title", {"abstract": SHORT, "title": TITLE}, {"abstract": SHORT, "title": TITLE}),
    ("short abstract, one untitled", {"abstract": SHORT, "title": TITLE}, {"abstract": SHORT}),
]  # fmt: skip

DIFFERENT = [
    ("two arXiv ids", {"arxiv": "1901.00001", "title": TITLE, "abstract": LONG, "authors": ("A B",), "year": 2019},
     {"arxiv": "1901.00002", "title": TITLE, "abstract": LONG, "authors": ("A B",), "year": 2019}),
    ("two DOIs", {"doi": "10.1000/a", "title": TITLE, "abstract": LONG}, {"doi": "10.1000/b", "abstract": LONG}),
    ("two PMIDs", {"pmid": "1", "abstract": LONG}, {"pmid": "2", "abstract": LONG}),
    ("same DOI, two arXiv ids", {"doi": "10.1000/a", "arxiv": "1901.00001"},
     {"doi": "10.1000/a", "arxiv": "1901.00002"}),
    ("title alone", {"title": TITLE}, {"title": TITLE}),
    ("title, other author", {"title": TITLE, "authors": ("A B",), "year": 2020},
     {"title": TITLE, "authors": ("C D",), "year": 2020}),
    ("title, other year", {"title": TITLE, "year": 2020}, {"title": TITLE, "year": 2021}),
    ("short title, other year", {"title": "Lists", "authors": ("A B",), "year": 2020},
     {"title": "Lists", "authors": ("A B",), "year": 2021}),
    ("a title of everybody", {"title": "Letter to the Editor", "authors": ("A B",), "year": 2020},
     {"title": "Letter to the editor", "authors": ("A B",), "year": 2020}),
    ("withdrawn", {"abstract": "This paper has been withdrawn.", "title": TITLE},
     {"abstract": "This paper has been withdrawn.", "title": "On Lists"}),
    ("withdrawn, untitled", {"abstract": WITHDRAWN},
     {"abstract": WITHDRAWN}),
    ("short abstract, two titles", {"abstract": SHORT, "title": TITLE}, {"abstract": SHORT, "title": "On Lists"}),
    ("short abstract, two authors", {"abstract": SHORT, "title": TITLE, "authors": ("A B",)},
     {"abstract": SHORT, "title": TITLE, "authors": ("C D",)}),
    ("two parts of a series", {"abstract": LONG, "title": "On Lists I"}, {"abstract": LONG, "title": "On Lists II"}),
    ("abstract cut too early", {"abstract": LONG[:100]}, {"abstract": LONG}),
    ("same beginning, other end", {"abstract": LONG[:250] + " Or do they?"}, {"abstract": LONG}),
    ("nothing known", {}, {}),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), [case[1:] for case in SAME], ids=[case[0] for case in SAME])
def test_one_work(one: dict[str, object], other: dict[str, object]) -> None:
    assert same_work(record(**one), record(**other))
    assert same_work(record(**other), record(**one))


@pytest.mark.parametrize(("one", "other"), [case[1:] for case in DIFFERENT], ids=[case[0] for case in DIFFERENT])
def test_two_works(one: dict[str, object], other: dict[str, object]) -> None:
    assert not same_work(record(**one), record(**other))
    assert not same_work(record(**other), record(**one))


people = st.lists(st.sampled_from(["Ada B", "A. B", "Grace Hopper", "李明"]), max_size=3).map(tuple)
records = st.builds(
    Record,
    type=st.sampled_from([None, "book"]),
    title=st.sampled_from([None, TITLE, TITLE.upper(), "Ünïcode", "On Lists I", "On Lists II", "Lists", "Editorial"]),
    authors=people,
    more_authors=st.sampled_from([0, 0, None, 1, 5]),
    year=st.sampled_from([None, 2020, 2021]),
    month=st.sampled_from([None, 1, 2]),
    day=st.sampled_from([None, 3]),
    venue=st.sampled_from([None, "ACL"]),
    abstract=st.sampled_from([None, LONG, LONG[:280], LONG[:230], LONG[:100], SHORT, "No abstract available."]),
    doi=st.sampled_from([None, None, "10.1000/a", "10.1000/B", "10.48550/arXiv.1901.00001"]),
    arxiv=st.sampled_from([None, None, "1901.00001", "1901.00002v2"]),
    pmid=st.sampled_from([None, None, "1", "2"]),
    extra=st.sampled_from([{}, {"pages": "1"}, {"note": "x"}]),
)  # fmt: skip


@settings(deadline=None, max_examples=600)
@given(records, records)
def test_works_that_agree_share_a_mark(one: Record, other: Record) -> None:
    assert same_work(one, other) == same_work(other, one)
    if same_work(one, other):
        assert set(marks(one)) & set(marks(other))
        assert not contradict(one, other)


@settings(deadline=None, max_examples=300)
@given(
    records, records, st.frozensets(st.sampled_from(["title", "authors", "more_authors", "year", "abstract", "doi"]))
)
def test_a_merge_only_adds(paper: Record, draft: Record, edited: frozenset[str]) -> None:
    changes = merge(paper, draft, edited)
    assert not changes.keys() & edited
    assert not changes.keys() & {"tags", "status", "note", "priority", "starred", "uid", "key", "added"}
    merged = replaced(paper, changes)
    assert all(getattr(merged, name) != getattr(paper, name) for name in changes)
    assert merge(merged, draft, edited) == {}, "the same again changes nothing"
    for name in ("type", "title", "year", "month", "venue", "isbn", "url", "pmid"):
        if getattr(paper, name) is not None:
            assert getattr(merged, name) == getattr(paper, name)
    if (paper.authors and paper.more_authors == 0) or edited & {"authors", "more_authors"}:
        assert merged.authors == paper.authors


@settings(deadline=None, max_examples=300)
@given(st.permutations([
    Draft(abstract=LONG[:265], label="Ada"),
    Draft(abstract=LONG, title=TITLE),
    Draft(abstract=LONG[:280], authors=("Ada B", "Grace Hopper"), more_authors=3, year=2020),
    Draft(abstract=LONG, authors=("Ada B", "Grace Hopper", "Kurt Gödel"), more_authors=2, year=2020, month=5,
          venue="ACL"),
    Draft(abstract=LONG, doi="10.48550/arXiv.1901.00001", extra={"pages": "1"}),
    Draft(abstract=LONG, doi="10.1000/a", pmid="7"),
]))  # fmt: skip
def test_the_order_in_which_records_come_does_not_matter(drafts: list[Draft]) -> None:
    paper: Record = drafts[0]
    for draft in drafts[1:]:
        assert same_work(paper, draft)
        paper = replaced(paper, merge(paper, draft))
    assert (paper.title, paper.abstract) == (TITLE, LONG)
    assert (paper.authors, paper.more_authors) == (("Ada B", "Grace Hopper", "Kurt Gödel"), 2)
    assert (paper.year, paper.month, paper.venue) == (2020, 5, "ACL")
    assert (paper.doi, paper.arxiv, paper.pmid, dict(paper.extra)) == ("10.1000/a", "1901.00001", "7", {"pages": "1"})


def replaced(paper: Record, changes: dict[str, object]) -> Record:
    return Record(**{name: changes.get(name, getattr(paper, name)) for name in Record.__dataclass_fields__})


@given(records, records)
def test_a_fingerprint_is_of_the_work_and_all_of_it(one: Record, other: Record) -> None:
    described = [
        {name: getattr(each, name) for name in Record.__dataclass_fields__ if name != "extra"}
        | {"extra": dict(each.extra)}
        for each in (one, other)
    ]
    assert (fingerprint(one) == fingerprint(other)) == (described[0] == described[1])


def test_a_fingerprint_does_not_mix_fields_up() -> None:
    assert fingerprint(Record(title="a\nb")) != fingerprint(Record(title="a", abstract="b"))
    assert fingerprint(Record(title="a\n", abstract="b")) != fingerprint(Record(title="a", abstract="\nb"))
    assert fingerprint(Record(title="a", tags=("x",))) == fingerprint(Record(title="a"))


def test_a_real_abstract_replaces_the_note_that_there_is_none() -> None:
    assert merge(Record(abstract="No abstract available."), Record(abstract=SHORT)) == {"abstract": SHORT}
    assert merge(Record(abstract=SHORT), Record(abstract="No abstract available.")) == {}


def test_a_column_of_every_issue_is_many_works():
    def column(**facts: object) -> Record:
        extra = {name: facts.pop(name) for name in ("volume", "issue", "page") if name in facts}
        return Record(title="Editorial comments", authors=("Barbara Beeton",), venue="TUGboat", extra=extra, **facts)  # type: ignore[arg-type]

    spring = column(year=1994, volume="15", issue="1", page="5")
    assert not same_work(spring, column(year=1994, volume="15", issue="2", page="77--78"))
    assert not same_work(spring, column(year=1997, volume="18"))
    assert not same_work(column(year=1994), column(year=1999))
    assert same_work(spring, column(year=1994, volume="15", page="5–6"))
    assert same_work(spring, column(year=1995))
    elsewhere = Record(title="Editorial comments", authors=("B. Beeton",), venue="arXiv", year=1993)
    assert same_work(spring, elsewhere)
    first, last = (
        Record(title="Reading lists grow", authors=("A. Reader",), venue="arXiv", year=y) for y in (2019, 2023)
    )
    assert same_work(first, last)


def test_latex_and_what_it_prints_are_one_title():
    assert title_key(r"The $\pi$-operator of Erd\H{o}s") == title_key("The π-operator of Erdős")
