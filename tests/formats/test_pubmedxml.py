"""PubMed's XML: articles, chapters of books, and what is broken in between."""

from pathlib import Path

import pytest

from readlist import formats
from readlist.formats import pubmedxml
from readlist.names import name_in
from readlist.paper import Draft, Problem

TEXT = (Path(__file__).parents[1] / "data" / "pubmed-xml" / "articles.xml").read_text(encoding="utf-8")


def article(inside: str) -> Draft:
    (draft,) = pubmedxml.read(
        f"<PubmedArticle><MedlineCitation><PMID>7</PMID><Article>{inside}</Article></MedlineCitation></PubmedArticle>"
    )
    assert isinstance(draft, Draft)
    return draft


def test_the_sample_is_recognised() -> None:
    assert formats.recognise(TEXT) == formats.by_name("pubmed-xml")


def test_an_article() -> None:
    study, broken, letter, without_end, chapter = pubmedxml.read(TEXT)
    assert isinstance(study, Draft) and isinstance(letter, Draft) and isinstance(chapter, Draft)
    assert (study.line, letter.line, chapter.line) == (6, 64, 70)
    assert study.title == "Reading lists of CO2 & physicians—how they grow"
    assert study.authors == (
        "Gabriel García Márquez",
        "Martin Luther King Jr",
        "A. B. Jones",
        "Reading List Study Group",
    )
    assert study.more_authors is None and name_in(study.authors[0], study.extra).surname == "García Márquez"
    assert (study.year, study.month, study.day, study.type) == (2019, 3, 12, "article-journal")
    assert (study.venue, study.doi, study.pmid) == ("Journal of saved papers", "10.1234/jsp.2019.ab", "12345678")
    assert study.abstract == "BACKGROUND: Lists grow by 103 a year.\nMETHODS: We counted them."
    assert {name: study.extra[name] for name in ("volume", "issue", "page", "ISSN", "PMCID")} == {
        "volume": "12", "issue": "3", "page": "101-10", "ISSN": "1234-567X, 8765-4321", "PMCID": "PMC1234567",
    }  # fmt: skip
    assert study.extra["keyword"] == ["reading list", "Reading", "Physicians/psychology"]
    assert study.extra["publication-type"] == ["Journal Article", "Multicenter Study"]
    assert study.extra["container-title-short"] == "J Saved Pap" and study.extra["affiliation"] == "Riga."
    assert isinstance(broken, Problem) and broken.line == 61 and "mismatched tag" in broken.reason
    assert isinstance(without_end, Problem) and without_end.line == 69
    assert letter.venue == "Lancet" and letter.extra["original-title"] == "Ein Brief von weit her"
    assert (letter.year, letter.month, letter.extra["issued"]) == (1998, 12, "1998 Dec-1999 Jan")
    assert (chapter.type, chapter.title, chapter.venue) == ("chapter", "The Number One", "A Book of Numbers")
    assert chapter.authors == ("Jane Doe",) and chapter.extra["editor"] == ["Bob Roe"]
    assert chapter.doi == "10.1234/book.1"
    assert chapter.isbn == "9780306406157" and chapter.year == 1993 and chapter.extra["bookaccession"] == "NBK1116"


@pytest.mark.parametrize(
    ("date", "expected", "beyond"),
    [
        ("<Year>2019</Year>", (2019, None, None), {}),
        ("<Year>2019</Year><Month>03</Month>", (2019, 3, None), {}),
        ("<Year>2019</Year><Month>Mar</Month><Day>7</Day>", (2019, 3, 7), {}),
        ("<Year>2019</Year><Season>Spring</Season>", (2019, None, None), {"season": "Spring"}),
        ("<MedlineDate>2000 Spring</MedlineDate>", (2000, None, None), {"issued": "2000 Spring"}),
        ("<MedlineDate>2000 Nov-Dec</MedlineDate>", (2000, 11, None), {"issued": "2000 Nov-Dec"}),
        ("<MedlineDate>undated</MedlineDate>", (None, None, None), {"issued": "undated"}),
        ("<Year>x</Year>", (None, None, None), {}),
        ("", (None, None, None), {}),
    ],
)
def test_dates(date: str, expected: tuple[int | None, ...], beyond: dict[str, str]) -> None:
    draft = article(
        f"<Journal><JournalIssue><PubDate>{date}</PubDate></JournalIssue></Journal><ArticleTitle>T</ArticleTitle>"
    )
    assert ((draft.year, draft.month, draft.day), draft.extra) == (expected, beyond)


def test_an_article_with_next_to_nothing() -> None:
    assert article("").pmid == "7" and article("<VernacularTitle>Ein Brief.</VernacularTitle>").title == "Ein Brief"
    assert article("<ArticleTitle>And so on...</ArticleTitle>").title == "And so on..."
    assert article("<Pagination><StartPage>1</StartPage><EndPage>9</EndPage></Pagination>").extra["page"] == "1-9"
    assert article("<ArticleDate><Year>2020</Year></ArticleDate>").year == 2020


def test_a_whole_book() -> None:
    (book,) = pubmedxml.read(
        "<PubmedBookArticle><BookDocument><PMID>1</PMID><Book><BookTitle>A Book.</BookTitle><AuthorList Type='authors'>"
        "<Author><LastName>Doe</LastName></Author></AuthorList></Book></BookDocument></PubmedBookArticle>"
    )
    assert isinstance(book, Draft)
    assert (book.type, book.title, book.authors, book.venue) == ("book", "A Book", ("Doe",), None)
