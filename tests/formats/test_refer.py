"""refer: what EndNote writes, what Unix wrote, damaged files."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readlist.formats import refer
from readlist.names import name_in
from readlist.paper import Draft, Problem

from .tagged_records import assert_drafts_and_problems, cleaned_lines

DATA = Path(__file__).parents[1] / "data" / "refer"


def drafts(text: str) -> list[Draft]:
    return [piece for piece in refer.read(text) if isinstance(piece, Draft)]


def only(*fields: str) -> Draft:
    (found,) = refer.read("\n".join(["%0 Journal Article", "%T A Thing", *fields, ""]))
    assert isinstance(found, Draft)
    return found


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_what_endnote_writes(end: str, mark: str) -> None:
    text = mark + (DATA / "endnote.enw").read_text(encoding="utf-8").replace("\n", end)
    assert refer.recognise(text) == 1.0
    paper, talk, book, other = drafts(text)
    assert [piece.line for piece in (paper, talk, book, other)] == [1, 27, 36, 43]
    assert paper.title == "Reading lists % how they grow, and why"
    assert paper.authors == ("Marie Curie", "Martin Luther King Jr.", "Ministry of Silly Ideas")
    assert name_in(paper.authors[2], paper.extra).whole
    assert (paper.type, paper.key, paper.pmid) == ("article-journal", "curie2019reading", "12345678")
    assert (paper.year, paper.month, paper.day) == (2019, 3, 12)
    assert (paper.venue, paper.doi) == ("Journal of Saved Papers", "10.1234/jsp.2019.ab")
    assert paper.url == "https://example.org/jsp/12/3/100"
    assert paper.abstract == "Lists grow.\n\nThey are seldom read."
    assert paper.extra == {
        "volume": "12", "issue": "3", "page": "100-110", "ISSN": "1234-567X", "keyword": ["reading", "lists"],
        "note": "read on the train", "custom1": "shelf 7", "archive": "PubMed",
    }  # fmt: skip
    assert (talk.type, talk.authors) == ("paper-conference", ("K. Ito",))
    assert talk.venue == "Proceedings of the Ninth Workshop on Questions"
    assert talk.extra["editor"] == ["Jane Doe"]
    assert (book.type, book.authors, book.venue, book.isbn) == ("book", (), None, "9780123456786")
    assert book.extra == {
        "reference-type": "edited book", "editor": ["Bob Roe"], "collection-title": "Books on Books",
        "date": "in press", "number-of-pages": "312",
    }  # fmt: skip
    assert (other.type, other.extra) == (None, {"translator": ["Ann Poe"], "keyword": ["one", "two"]})


def test_what_unix_wrote() -> None:
    text = (DATA / "unix.ref").read_text(encoding="utf-8")
    assert refer.recognise(text) >= 0.5
    assert [(one.type, one.authors, one.year, one.month, one.venue) for one in drafts(text)] == [
        ("article-journal", ("Jane Doe", "Bob Roe"), 1978, 3, "Wood and Code"),
        ("book", ("Ann Poe",), 1979, None, None),
        ("report", ("Jane Doe",), None, None, None),
    ]


def test_a_blank_line_inside_a_record_divides_nothing() -> None:
    assert only("", "%X One", "", "two").abstract == "One\n\ntwo"


def test_a_date_in_either_field() -> None:
    assert (only("%D 2019", "%8 2019/03/12").month, only("%8 5 May 2018").year) == (3, 2018)
    assert only("%D 2019", "%8 Spring").extra == {"date": "Spring"}


def test_text_of_no_record_is_reported() -> None:
    found = list(refer.read("one\n\n%0 Book\n%T A\n\n%0 Book\n%V 3\n"))
    assert [(piece.line, piece.reason) for piece in found if isinstance(piece, Problem)] == [
        (1, "text that belongs to no record"), (6, "neither a title nor authors nor an identifier"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["%!PS-Adobe\n%%Title: A\n", "% A comment\n% The end\n\\documentclass{article}\n", "%T A\n", "50 %\n%A\n%T\n",
     "TY  - JOUR\nTI  - %T x\nER  - \n"],
)  # fmt: skip
def test_other_files_are_not_claimed(text: str) -> None:
    assert refer.recognise(text) < 0.5


LINES = st.sampled_from(
    [
        "%0 Book",
        "%0",
        "%A ,",
        "%T ",
        "%T x",
        "%8 12",
        "%D ",
        "%K ;",
        "%R 10.1",
        "%@ ",
        "%U http://",
        "%F",
        "",
        "\ufeff",
        "%%",
    ]
)


@settings(deadline=None, max_examples=200)
@given(lines=st.lists(LINES | st.text(max_size=12), max_size=30))
def test_arbitrary_text(lines: list[str]) -> None:
    assert_drafts_and_problems(refer.read("\n".join(lines)))


@settings(deadline=None, max_examples=100)
@given(
    papers=st.lists(cleaned_lines(), min_size=1, max_size=5, unique=True),
    damage=st.text(max_size=60),
    at=st.integers(0, 5),
)
def test_damage_costs_no_record_beside_it(papers: list[str], damage: str, at: int) -> None:
    pieces = [f"%0 Book\n%F key{number}\n%T {title}\n\n" for number, title in enumerate(papers)]
    pieces.insert(at, f"{damage}\n\n")
    assert {draft.key for draft in drafts("".join(pieces))} >= {f"key{number}" for number in range(len(papers))}
