"""Web of Science: the tagged export, the table, damaged files."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readlist.formats import isi
from readlist.paper import Draft, Problem

from .tagged_records import assert_drafts_and_problems, cleaned_lines

DATA = Path(__file__).parents[1] / "data" / "isi"


def drafts(text: str) -> list[Draft]:
    return [piece for piece in isi.read(text) if isinstance(piece, Draft)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_the_tagged_export(end: str, mark: str) -> None:
    text = mark + (DATA / "savedrecs.txt").read_text(encoding="utf-8").replace("\n", end)
    assert isi.recognise(text) == 1.0
    found = list(isi.read(text))
    paper, talk, book, untold = (piece for piece in found if isinstance(piece, Draft))
    assert [piece.line for piece in found] == [3, 41, 49, 58, 59]
    assert isinstance(found[3], Problem)
    assert found[3].raw == "these words belong to nobody"
    assert paper.title == "Reading lists: how they grow, and why nobody reads them"
    assert paper.authors == ("Marie Curie", "Martin Luther King Jr.", "Reading List Study Grp")
    assert (paper.type, paper.venue, paper.doi) == ("article-journal", "JOURNAL OF SAVED PAPERS", "10.1234/jsp.2019.ab")
    assert (paper.year, paper.month, paper.day, paper.pmid) == (2019, 3, 12, "12345678")
    assert paper.abstract == "Lists grow. IT is so, and they are seldom read."
    extra = dict(paper.extra)
    assert extra.pop("family-names") == {"Reading List Study Grp": "Reading List Study Grp"}
    assert extra == {
        "language": "English", "dt": "Article", "keyword": ["reading", "lists", "SHELVES"],
        "c1": ["[Curie, Marie] Univ Riga, Riga, Latvia.", "[King, Martin Luther] Univ Oak, Oak, Latvia."],
        "cr": ["Poe A, 1979, SHELVES", "Roe B, 1978, WOOD CODE, V1, P1, DOI 10.1234/other"], "tc": "7",
        "publisher": "OAK PRESS", "publisher-place": "RIGA", "ISSN": "1234-567X, 8765-4321", "j9": "J SAVED PAP",
        "container-title-short": "J. Saved Pap.", "volume": "12", "issue": "3", "page": "100-110",
        "number-of-pages": "11", "archive_location": "WOS:000000000000001",
    }  # fmt: skip
    assert (talk.type, talk.authors, talk.year) == ("paper-conference", ("K. X. Ito",), 2020)
    assert talk.extra == {"event-title": "Ninth Workshop", "event-place": "Riga, LATVIA", "article-number": "17"}
    assert (book.type, book.title, book.authors) == ("book", "A BOOK OF SHELVES", ("Ann Poe",))
    assert (book.isbn, book.year, book.extra) == ("9780123456786", 1999, {"season": "SPR"})
    assert (untold.title, untold.authors) == ("Untold", ())


def test_the_table() -> None:
    text = (DATA / "table.txt").read_text(encoding="utf-8")
    assert isi.recognise(text) == 1.0
    paper, problem, short = isi.read(text)
    assert isinstance(paper, Draft)
    assert (paper.line, paper.title) == (2, 'Reading "lists"')
    assert paper.authors == ("Marie Curie", "Martin Luther King Jr.")
    assert (paper.year, paper.month, paper.day, paper.doi) == (2019, 3, 12, "10.1234/x")
    assert paper.extra == {
        "keyword": ["reading", "lists"], "page": "100-110", "ISSN": "1234-567X",
        "c1": "[Curie, M] Riga; [King, M] Oak",
    }  # fmt: skip
    assert isinstance(problem, Problem)
    assert (problem.line, problem.reason) == (4, "14 cells in a table of 13 columns")
    assert isinstance(short, Draft)
    assert (short.line, short.title, short.authors) == (5, "Short row", ("J. Doe",))


def test_other_beginnings() -> None:
    assert isi.recognise("UT INSPEC:8955433\nDT Journal Paper\nTI A Thing\n") == 1.0
    text = "PT Journal\nAU Doe, JA\nTI A\nSO B\nER\n"
    assert isi.recognise(text) == 1.0
    assert [(one.type, one.authors) for one in drafts(text)] == [("article-journal", ("J. A. Doe",))]


def test_fewer_full_names_than_short_ones() -> None:
    (found,) = drafts("PT J\nAU Doe, J\n   Roe, B\nAF Doe, Jane\nTI A\nER\n")
    assert found.authors == ("J. Doe", "B. Roe")


@pytest.mark.parametrize(
    "text",
    ["TY  - JOUR\nTI  - A\nER  - \n", "PT Barnum was a showman\n", "A\tB\tC\n", "PMID- 1\nPT  - Journal Article\n",
     "FN main\n", "Title\tAuthors\tYear\tDOI\tURL\n"],
)  # fmt: skip
def test_other_files_are_not_claimed(text: str) -> None:
    assert isi.recognise(text) < 0.5


LINES = st.sampled_from(
    [
        "FN ISI", "PT J", "PT", "PT B", "AU A, B", "AF ", "   more", "TI x", "SO y", "PD", "PY 1", "BP 1", "EP", "ER",
        "EF", "", "SN 1", "PT\tAU\tTI\tSO\tDI\tPY", "J\ta\tb",
    ]
)  # fmt: skip


@settings(deadline=None, max_examples=200)
@given(lines=st.lists(LINES | st.text(max_size=12), max_size=30))
def test_arbitrary_text(lines: list[str]) -> None:
    assert_drafts_and_problems(isi.read("\n".join(lines)))


@settings(deadline=None, max_examples=100)
@given(
    papers=st.lists(cleaned_lines(), min_size=1, max_size=5, unique=True),
    damage=st.text(max_size=60),
    at=st.integers(0, 5),
)
def test_damage_costs_no_record_beside_it(papers: list[str], damage: str, at: int) -> None:
    pieces = [f"PT J\nDI 10.1234/{number}\nTI {title}\nER\n\n" for number, title in enumerate(papers)]
    pieces.insert(at, f"{damage}\n\n")
    text = "FN ISI Export Format\n" + "".join(pieces)
    assert {draft.doi for draft in drafts(text)} >= {f"10.1234/{number}" for number in range(len(papers))}
