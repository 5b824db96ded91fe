"""arXiv's metadata as JSON lines: the snapshot's own fields, what scripts make of the API, lists in few fields."""

import gzip
import json
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readlist import formats
from readlist.formats import arxivjsonl
from readlist.formats.arxivfacts import add_people, date_of_number, joined, number_in
from readlist.formats.drafting import People
from readlist.names import name_in
from readlist.paper import Draft, Problem

DATA = Path(__file__).parents[1] / "data" / "arxiv-jsonl"
CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "arxiv_100k.jsonl.gz"


def read(name: str) -> list[Draft | Problem]:
    return list(arxivjsonl.read((DATA / name).read_text(encoding="utf-8")))


@pytest.mark.parametrize("file", sorted(DATA.iterdir()), ids=lambda path: path.name)
def test_each_sample_is_recognised(file: Path) -> None:
    assert formats.recognise(file.read_text(encoding="utf-8")) == formats.by_name("arxiv-jsonl")


def test_the_snapshot() -> None:
    study, old, crowd, cut, group = read("kaggle.jsonl")
    assert isinstance(study, Draft) and isinstance(old, Draft) and isinstance(crowd, Draft) and isinstance(group, Draft)
    assert study.title == "Calculation of things at certain colliders"
    assert study.authors == ("C. Balázs", "E. L. Berger", "P. van der Berg Jr.", "C.-P. Yuan")
    assert name_in(study.authors[2], study.extra).surname == "van der Berg"
    assert study.abstract == "A calculation is presented that takes two lines.\nA second paragraph follows."
    assert (study.year, study.month, study.day, study.arxiv) == (2007, 4, 2, "0704.0001")
    assert (study.venue, study.type) == ("Phys.Rev.D76:013009,2007", "article-journal")
    assert study.extra["primaryclass"] == "hep-ph" and study.extra["version"] == "v2"
    assert study.extra["comments"].startswith("37 pages") and study.extra["number"] == "ANL-HEP-PR-07-12"
    assert old.authors == ("Erwin Schrödinger", "Łukasz Kosiński") and old.title == r"An old paper with $\sim$7 strings"
    assert (old.arxiv, old.year, old.month, old.type) == ("hep-th/9411003", 1994, 11, "article")
    assert crowd.authors == ("ATLAS Collaboration", "G. Aad", "B. Abbott") and crowd.more_authors == 2930
    assert isinstance(cut, Problem) and cut.line == 4 and "Cut in the mid" in str(cut.raw)
    assert group.authors == ("The ATLAS Collaboration", "G. Aad") and group.line == 5
    assert (group.doi, group.extra["doi"]) == ("10.1000/a", "10.1000/b")


def test_few_fields_and_what_the_api_says() -> None:
    products, quasars = read("few-fields.jsonl")
    (paper,) = read("api.json")
    assert isinstance(products, Draft) and isinstance(quasars, Draft) and isinstance(paper, Draft)
    assert products.abstract == r"We give conditions on Lindel\"of spaces." and products.venue == "arXiv math.GN"
    assert quasars.authors == ("Xiang-Ping Wu", "Milan Petrík") and quasars.doi == "10.1093/mnras/272.4.705"
    assert (paper.arxiv, paper.day, paper.authors) == ("2005.11401", 22, ("Patrick Lewis", "Ethan Perez"))
    assert paper.abstract == "Models that look things up." and paper.extra["comments"] == "Accepted at NeurIPS 2020"
    assert not paper.personal


@pytest.mark.parametrize(
    "shape",
    [
        {"title": "x", "abstract": "y", "uid": "01JD0000000000000000000000", "arxiv": "2005.11401"},
        {"title": "x", "authors": ["y"], "year": 2020},
        {"id": "doe2020", "type": "article", "title": "x"},
        {"id": "2005.11401", "type": "article", "title": "x", "issued": {"date-parts": [[2020]]}},
        {"arxiv": 5, "title": "x"},
        {"id": "2005.11401", "price": 3},
    ],
)
def test_other_objects_are_not_arxivs(shape: dict[str, Any]) -> None:
    assert arxivjsonl.recognise(json.dumps(shape) + "\n" + json.dumps(shape)) < 0.5


@pytest.mark.parametrize(
    ("text", "authors", "more"),
    [
        ("A. One, B. Two and C. Three", ("A. One", "B. Two", "C. Three"), 0),
        ("A. One, B. Two, and C. Three", ("A. One", "B. Two", "C. Three"), 0),
        ("A. One (1), B. Two (1 and 2) ((1) Univ. X, (2) Univ. Y)", ("A. One", "B. Two"), 0),
        ("A. One (Univ. X", ("A. One",), 0),
        ("A. One, B. Two, et al.", ("A. One", "B. Two"), None),
        ("A. One, et al. (12 additional authors not shown)", ("A. One",), 12),
        ("A. One et al. (1 additional author not shown)", ("A. One",), 1),
        ("The CMS Collaboration", ("The CMS Collaboration",), 0),
        ("CMS Collaboration: A. One, B. Two", ("CMS Collaboration", "A. One", "B. Two"), 0),
        ("Martin Luther King, Jr., B. Two", ("Martin Luther King Jr.", "B. Two"), 0),
        (r"Erwin Schr\"odinger, J.~Doe", ("Erwin Schrödinger", "J. Doe"), 0),
        ("Alexandra Sand & B. Two", ("Alexandra Sand", "B. Two"), 0),
        ("", (), 0),
        (", ,()", (), 0),
    ],
)
def test_people_in_one_line(text: str, authors: tuple[str, ...], more: int | None) -> None:
    people = People()
    add_people(people, text)
    assert people.fields() == {"authors": authors, "more_authors": more}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2005.11401", "2005.11401"),
        ("arXiv:2005.11401v4", "2005.11401"),
        ("http://arxiv.org/abs/hep-th/9411003v2", "hep-th/9411003"),
        ("https://arxiv.org/pdf/0704.0001.pdf", "0704.0001"),
        ("math.GT/0309136", "math.gt/0309136"),
        ("doe2020", None),
        ("10.1000/1234567", None),
        ("see 2005.11401", None),
    ],
)
def test_numbers(text: str, number: str | None) -> None:
    assert number_in(text) == number


def test_a_number_tells_when_it_was_given() -> None:
    assert date_of_number("0704.0001") == {"year": 2007, "month": 4}
    assert date_of_number("hep-th/9411003") == {"year": 1994, "month": 11}
    assert date_of_number("math/0309136") == {"year": 2003, "month": 9}
    assert date_of_number("2099.00001") == {"year": 2020}
    assert date_of_number("x") == {}


def test_broken_lines_are_joined() -> None:
    assert joined("  One\ntwo.\n  Three.\n\nFour.\r\n") == "One two.\nThree.\nFour."


@settings(deadline=None, max_examples=200)
@given(st.integers(0, 400), st.integers(0, 10), st.text('{}[]",:\\ x\n', max_size=4))
def test_damage_costs_the_line_it_is_in(place: int, length: int, inserted: str) -> None:
    lines = [
        json.dumps(
            {"id": f"2005.0000{number}", "title": f"T{number}", "authors": "A. B", "versions": [{"version": "v1"}]}
        )
        for number in range(5)
    ]
    place = min(place, len(lines[2]))
    lines[2] = lines[2][:place] + inserted + lines[2][place + length :]
    numbers = [draft.title for draft in arxivjsonl.read("\n".join(lines)) if isinstance(draft, Draft)]
    assert [number for number in numbers if number in ("T0", "T1", "T3", "T4")] == ["T0", "T1", "T3", "T4"]


@settings(deadline=None, max_examples=100)
@given(
    st.text() | st.lists(st.sampled_from(['{"id":', '"2005.11401"', "[", "]", "{", "}", ",", '"title":'])).map("".join)
)
def test_no_text_makes_it_fail(text: str) -> None:
    assert 0 <= arxivjsonl.recognise(text) <= 1
    for piece in arxivjsonl.read(text):
        assert isinstance(piece, Draft | Problem)


@pytest.mark.parametrize("text", ["(" * 100_000, "A, " * 50_000, "((a) " * 30_000, " and" * 50_000, "a:" * 50_000])
def test_long_lines_of_people_are_read_in_one_go(text: str) -> None:
    people = People()
    add_people(people, text)
    assert len(people.names) <= 50_000


def test_the_corpus() -> None:
    if not CORPUS.exists():
        pytest.skip("needs the shared seeds")
    with gzip.open(CORPUS, "rt", encoding="utf-8") as file:
        lines = list(islice(file, 3000))
    assert formats.recognise("".join(lines[:40])) == formats.by_name("arxiv-jsonl")
    drafts = list(arxivjsonl.read_lines(lines))
    assert len(drafts) == len(lines)
    for line, draft in zip(lines, drafts, strict=True):
        shape = json.loads(line)
        assert isinstance(draft, Draft)
        assert (draft.year, draft.arxiv, draft.venue) == (shape["year"], shape["arxiv"].lower(), shape["venue"])
        assert len(draft.authors) == len(shape["authors"]) or draft.more_authors != 0
