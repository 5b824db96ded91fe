"""EndNote's XML: texts in runs of styles, types by name and number, one line for a whole library."""

from pathlib import Path

import pytest

from readlist import formats
from readlist.formats import endnotexml
from readlist.formats.csljson import TYPES
from readlist.names import name_in
from readlist.paper import Draft, Problem

DATA = Path(__file__).parents[1] / "data" / "endnote-xml"


def read(name: str) -> list[Draft | Problem]:
    return list(endnotexml.read((DATA / name).read_text(encoding="utf-8")))


def record(inside: str) -> Draft:
    (draft,) = endnotexml.read(f"<record>{inside}<titles><title>T</title></titles></record>")
    assert isinstance(draft, Draft)
    return draft


@pytest.mark.parametrize("file", sorted(DATA.iterdir()), ids=lambda path: path.name)
def test_each_sample_is_recognised(file: Path) -> None:
    assert formats.recognise(file.read_text(encoding="utf-8")) == formats.by_name("endnote-xml")


def test_texts_in_runs_of_styles() -> None:
    article, chapter = read("styled.xml")
    assert isinstance(article, Draft) and isinstance(chapter, Draft)
    assert article.title == "On E. coli & CO2" and article.key == "garcia2019lists"
    assert article.authors == ("Gabriel García Márquez", "Martin Luther King Jr.", "World Health Organization")
    assert name_in(article.authors[0], article.extra).surname == "García Márquez"
    assert (article.year, article.month, article.day, article.type) == (2019, 3, 12, "article-journal")
    assert (article.venue, article.doi, article.pmid) == ("Journal of Saved Papers", "10.1234/jsp.2019", "12345678")
    assert article.abstract == "Lists grow.\nAnd grow." and article.url == "https://example.org/lists"
    assert {name: article.extra[name] for name in ("volume", "issue", "page", "ISSN", "note", "custom1")} == {
        "volume": "12", "issue": "3", "page": "101-10", "ISSN": "1234-567X", "note": "read twice",
        "custom1": "upstairs",
    }  # fmt: skip
    assert article.extra["keyword"] == ["reading", "lists", "papers"]
    assert article.extra["attachment"] == "internal-pdf://lists.pdf"
    assert (chapter.type, chapter.venue, chapter.isbn) == ("chapter", "A Book", "9780306406157")
    assert chapter.extra["editor"] == ["Bob Roe"] and chapter.extra["collection-editor"] == ["Ann Poe"]
    assert chapter.extra["collection-title"] == "A Series" and chapter.extra["publisher-place"] == "Paris"


def test_plain_and_broken_records() -> None:
    talk, broken, thesis, cut = read("plain.xml")
    assert isinstance(talk, Draft) and isinstance(thesis, Draft)
    assert talk.authors == ("Jane Q. Doe", "Ludwig van der Berg") and talk.type == "paper-conference"
    assert (talk.year, talk.month, talk.day, talk.venue) == (2005, 6, 7, "Proceedings of the List Conference")
    assert isinstance(broken, Problem) and broken.line == 12
    assert (thesis.type, thesis.year, thesis.extra["issued"]) == ("thesis", None, "in press")
    assert thesis.extra["genre"] == "PhD thesis" and thesis.extra["publisher"] == "University of Riga"
    assert isinstance(cut, Problem) and cut.line == 24


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ('<ref-type name="Journal Article">17</ref-type>', "article-journal"),
        ("<ref-type>6</ref-type>", "book"),
        ("<ref-type>Thesis</ref-type>", "thesis"),
        ('<ref-type name="My Own">32</ref-type>', "thesis"),
        ('<ref-type name="Generic">13</ref-type>', "document"),
        ("", "document"),
    ],
)
def test_types(kind: str, expected: str) -> None:
    assert record(kind).type == expected and expected in TYPES


@pytest.mark.parametrize(
    ("dates", "expected", "issued"),
    [
        ("<year>2019</year>", (2019, None, None), None),
        ("<year>2019</year><pub-dates><date>March</date></pub-dates>", (2019, 3, None), None),
        ("<year>2019</year><pub-dates><date>2019-03-12</date></pub-dates>", (2019, 3, 12), None),
        ("<year>2019</year><pub-dates><date>Spring</date></pub-dates>", (2019, None, None), "Spring 2019"),
        ("<pub-dates><date>12 Mar 2018</date></pub-dates>", (2018, 3, 12), None),
        ("<year>2019</year><pub-dates><date>2018-03-12</date></pub-dates>", (2019, None, None), None),
        ('<year year="2019"/>', (2019, None, None), None),
        ("<year>forthcoming</year>", (None, None, None), "forthcoming"),
    ],
)
def test_dates(dates: str, expected: tuple[int | None, ...], issued: str | None) -> None:
    draft = record(f"<dates>{dates}</dates>")
    assert ((draft.year, draft.month, draft.day), draft.extra.get("issued")) == (expected, issued)


def test_numbers_and_labels() -> None:
    draft = record(
        "<label>to sort</label><accession-num>WOS:0001</accession-num><number>5</number><ref-type>27</ref-type>"
    )
    assert draft.key is None and draft.extra == {"label": "to sort", "accession-num": "WOS:0001", "number": "5"}
    urls = "<urls><related-urls><url>http://www.ncbi.nlm.nih.gov/pubmed/25647015</url></related-urls></urls>"
    assert record(f"{urls}<accession-num>25647015</accession-num>").pmid == "25647015"
    two = record("<electronic-resource-num>10.1000/a 10.1000/b</electronic-resource-num>")
    assert two.doi == "10.1000/a" and two.extra["electronic-resource-num"] == "10.1000/b"
