"""Zotero's JSON in its three wrappings: every field has its place, and a broken item costs itself only."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readlist import formats
from readlist.formats import csljson, zoterojson
from readlist.names import name_in
from readlist.paper import Draft, Problem

DATA = Path(__file__).parents[1] / "data" / "zotero-json"


def read(name: str) -> list[Draft | Problem]:
    return list(zoterojson.read((DATA / name).read_text(encoding="utf-8")))


def item(**fields: Any) -> Draft:
    (draft,) = zoterojson.read(json.dumps([{"itemType": "book", "title": "A Thing", **fields}]))
    assert isinstance(draft, Draft)
    return draft


@pytest.mark.parametrize("file", sorted(DATA.iterdir()), ids=lambda path: path.name)
def test_each_sample_is_recognised(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert formats.recognise(text) == formats.by_name("zotero-json")
    assert csljson.recognise(text) == 0


def test_what_the_api_answers() -> None:
    paper, note = read("api.json")
    assert isinstance(paper, Draft) and isinstance(note, Problem)
    assert (note.line, note.reason) == (43, "a note, not a paper")
    assert (paper.line, paper.key, paper.type) == (2, "lewis2020rag", "paper-conference")
    assert paper.authors == ("Patrick Lewis", "Ludwig van der Berg", "The Reading Group")
    assert name_in(paper.authors[1], paper.extra).surname == "van der Berg"
    assert (paper.year, paper.month, paper.day) == (2020, 12, 6)
    assert paper.venue == "Advances in Neural Information Processing Systems 33"
    assert (paper.doi, paper.arxiv, paper.pmid) == ("10.1000/rag.1", "2005.11401", "123")
    assert paper.isbn == "9780306406157" and paper.abstract == "Models that look things up.\nThey know more."
    assert paper.extra["page"] == "9459-9474" and paper.extra["collection-title"] == "Proceedings"
    assert paper.extra["event-title"] == "NeurIPS 2020" and paper.extra["original-date"] == "2019"
    assert paper.extra["editor"] == ["Bob Roe", "Hugo Larochelle"]
    assert paper.extra["collection-editor"] == ["Ana García Márquez"]
    assert paper.extra["keyword"] == ["retrieval", "nlp"] and paper.tags == ()
    assert paper.extra["note"] == "read it again" and paper.extra["shelf"] == "upstairs"
    assert paper.extra["zotero-key"] == "ABCD2345" and paper.extra["collections"] == "WXYZ9876"


def test_what_better_bibtex_exports() -> None:
    study, broken, preprint, program, file = read("better-bibtex.json")
    assert isinstance(study, Draft) and isinstance(preprint, Draft) and isinstance(program, Draft)
    assert study.title == "On E. coli & Lists" and study.authors == ("CERN Library", "Jane Doe")
    assert name_in("CERN Library", study.extra).whole and study.key == "cernlibrary2019ecoli"
    assert (study.year, study.month, study.extra.get("issued")) == (2019, 5, None)
    assert study.extra["note"] == "Read twice.\nGood." and study.extra["volume"] == "7"
    assert study.extra["attachment"] == "/home/jane/doe2019.pdf"
    assert isinstance(broken, Problem) and broken.line == 19 and "Broken" in str(broken.raw)
    assert preprint.arxiv == "hep-th/9411003" and preprint.type == "dataset" and "note" not in preprint.extra
    assert program.authors == ("Ada Doe",) and program.extra["version"] == "1.0"
    assert program.extra["issued"] == "in press" and program.year is None
    assert isinstance(file, Problem) and file.reason == "an attachment, not a paper"


@pytest.mark.parametrize(
    ("extra", "expected"),
    [
        ("DOI: 10.1000/abc", {"doi": "10.1000/abc"}),
        ("arXiv: 2005.11401 [cs.CL]", {"arxiv": "2005.11401"}),
        ("see arXiv:2005.11401 too", {"arxiv": "2005.11401", "note": "see arXiv:2005.11401 too"}),
        ("PMCID: PMC12\nPMID: 34", {"PMCID": "PMC12", "pmid": "34"}),
        ("Note to self: read\nand again", {"note": "Note to self: read\nand again"}),
        ("issued: 2019-03-02", {"year": 2019, "month": 3, "day": 2}),
        ("Publisher Place: Paris", {"publisher-place": "Paris"}),
        ("Citation Key: doe2019", {"key": "doe2019"}),
        ("Translator: Doe || Jane", {"translator": ["Jane Doe"]}),
        ("https://example.org", {"note": "https://example.org"}),
        ("::::", {"note": "::::"}),
    ],
)
def test_what_people_write_into_the_extra_field(extra: str, expected: dict[str, Any]) -> None:
    draft = item(extra=extra)
    fields = {name: getattr(draft, name) for name in ("key", "doi", "arxiv", "pmid", "year", "month", "day")}
    assert {name: value for name, value in {**fields, **draft.extra}.items() if value is not None} == expected


@pytest.mark.parametrize(
    ("creators", "authors", "others"),
    [
        ([{"creatorType": "inventor", "firstName": "Ada", "lastName": "Doe"}], ("Ada Doe",), {}),
        (
            [{"creatorType": "director", "lastName": "Doe"}, {"creatorType": "author", "lastName": "Roe"}],
            ("Roe",),
            {"director": ["Doe"]},
        ),
        ([{"creatorType": "bookAuthor", "name": "Plato"}], (), {"container-author": ["Plato"]}),
        ([{"lastName": "", "firstName": "Plato"}, None, 5, {}], ("Plato",), {}),
        ("Plato", (), {}),
        (None, (), {}),
    ],
)
def test_creators(creators: Any, authors: tuple[str, ...], others: dict[str, list[str]]) -> None:
    draft = item(creators=creators)
    assert (draft.authors, dict(draft.extra)) == (authors, others)


@pytest.mark.parametrize("kind", ["journalArticle", "preprint", "thesis", "webpage", "someNewType"])
def test_types_are_those_of_csl(kind: str) -> None:
    assert item(itemType=kind).type in csljson.TYPES


def test_wrong_kinds_of_values_cost_nothing_else() -> None:
    draft = item(
        date=5, tags="x", notes=[None, 5, {"note": None}], attachments=[None], DOI=[], extra={"a": 1}, url=True
    )
    assert draft.title == "A Thing" and draft.year is None


@settings(deadline=None, max_examples=300)
@given(
    st.booleans(),
    st.sampled_from([None, 1]),
    st.integers(0, 200),
    st.integers(0, 10),
    st.text('{}[]",: x\n', max_size=4),
)
def test_damage_costs_the_item_it_is_in(
    wrapped: bool, indent: int | None, place: int, length: int, inserted: str
) -> None:
    items: list[dict[str, Any]] = [
        {
            "itemType": "book",
            "title": f"Thing {number}",
            "creators": [{"name": "A"}],
            "attachments": [{"itemType": "attachment", "title": "PDF"}, {"itemType": "note", "note": "x"}],
        }
        for number in range(5)
    ]
    text = json.dumps([{"key": "k", "data": one} for one in items] if wrapped else items, indent=indent)
    end = text.rindex("}", 0, text.index("Thing 3")) + 1
    begin = min(text.index("Thing 2") - 30 + place, end)
    damaged = text[:begin] + inserted + text[min(end, begin + length) :]
    titles = [draft.title for draft in zoterojson.read(damaged) if isinstance(draft, Draft)]
    others = ["Thing 0", "Thing 1", "Thing 3", "Thing 4"]
    assert [title for title in titles if title in others] == others


@settings(deadline=None, max_examples=100)
@given(
    st.text()
    | st.lists(st.sampled_from(['{"itemType":', '"book"', "[", "]", "{", "}", ",", '"data":', "1"])).map("".join)
)
def test_no_text_makes_it_fail(text: str) -> None:
    assert 0 <= zoterojson.recognise(text) <= 1
    for piece in zoterojson.read(text):
        assert isinstance(piece, Draft | Problem)
