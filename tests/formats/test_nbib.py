"""MEDLINE text: what PubMed saves, damaged files, names short and long."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readlist.formats import nbib
from readlist.names import name_in
from readlist.paper import Draft, Problem

from .tagged_records import assert_drafts_and_problems, cleaned_lines

DATA = Path(__file__).parents[1] / "data" / "nbib"


def drafts(text: str) -> list[Draft]:
    return [piece for piece in nbib.read(text) if isinstance(piece, Draft)]


def only(*fields: str) -> Draft:
    (found,) = nbib.read("\n".join(["PMID- 1", "TI  - A Thing.", *fields, ""]))
    assert isinstance(found, Draft)
    return found


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_what_pubmed_saves(end: str) -> None:
    text = (DATA / "pubmed.nbib").read_text(encoding="utf-8").replace("\n", end)
    assert nbib.recognise(text) == 1.0
    found = list(nbib.read(text))
    paper, short, coming, book, chapter = (piece for piece in found if isinstance(piece, Draft))
    assert len(found) == 5
    assert [piece.line for piece in found] == [2, 42, 50, 56, 64]
    assert paper.title == ("Reading lists of physicians: how they grow, and why nobody has read to the end of one yet")
    assert paper.authors == ("Gabriel García Márquez", "Martin Luther King Jr", "Reading List Study Group")
    assert name_in(paper.authors[0], paper.extra).surname == "García Márquez"
    assert name_in(paper.authors[1], paper.extra).suffix == "Jr"
    assert name_in(paper.authors[2], paper.extra).whole
    assert (paper.type, paper.pmid, paper.doi) == ("article-journal", "12345678", "10.1234/jsp.2019.ab")
    assert (paper.year, paper.month, paper.day) == (2019, 3, 12)
    assert paper.venue == "Journal of saved papers"
    assert paper.abstract == (
        "BACKGROUND: Lists grow. METHODS: We counted them - twice - and wrote down what we found."
    )
    extra = dict(paper.extra)
    assert extra.pop("so").startswith("J Saved Pap. 2019")
    assert extra == {
        "own": "NLM", "stat": "MEDLINE", "dcom": "20190401", "ISSN": "1234-567X, 8765-4321", "volume": "12",
        "issue": "3", "page": "101-10", "pii": "S0000-1", "auid": "ORCID: 0000-0000-0000-0001",
        "language": "eng",
        "ad": "Department of Lists, University of Riga, Riga.", "pt": ["Journal Article", "Multicenter Study"],
        "publisher-place": "Latvia", "container-title-short": "J Saved Pap", "jid": "0000001", "sb": "IM",
        "keyword": ["reading list", "Reading", "Physicians/psychology"], "PMCID": "PMC1234567", "fir": "Doe, Jane",
        "ir": "Doe J", "family-names": {"Gabriel García Márquez": "García Márquez"},
    }  # fmt: skip

    assert short.authors == ("L. van der Berg", "A. B. Jones 3rd", "X. Y.-Z. Li")
    assert name_in(short.authors[1], short.extra).family == "Jones"
    assert (short.year, short.month, short.venue) == (1998, 12, "Lancet")
    assert (coming.title, coming.pmid, coming.type) == ("No number yet...", None, "article")
    assert (coming.year, coming.month, coming.day) == (2020, 1, 5)
    assert (book.type, book.title, book.isbn) == ("book", "A Book of Numbers", "9780123456786")
    assert book.extra == {"editor": ["Bob Roe"], "season": "Spring", "publisher": "Oak Press"}
    assert (chapter.type, chapter.title, chapter.venue) == ("chapter", "Five", "A Book of Numbers")


def test_a_blank_line_inside_a_record_divides_nothing() -> None:
    (found,) = drafts("PMID- 1\nTI  - A Thing.\n\nAB  - We look\n\n      at things.\nFAU - Doe, Jane\n")
    assert (found.abstract, found.authors) == ("We look at things.", ("Jane Doe",))


def test_text_of_no_record_is_reported() -> None:
    found = nbib.read("one\ntwo\nPMID- 1\nTI  - A.\n\nthree\n\nPMID- 2\nTI  - B.\n\nfour\n")
    assert [(piece.line, piece.raw if isinstance(piece, Problem) else piece.title) for piece in found] == [
        (1, "one\ntwo"), (3, "A"), (6, "three"), (8, "B"), (11, "four"),
    ]  # fmt: skip


def test_an_empty_record_is_a_problem() -> None:
    (found,) = nbib.read("STAT- Publisher\nVI  - 3\n")
    assert isinstance(found, Problem)
    assert found.reason == "neither a title nor authors nor an identifier"


def test_other_spellings_of_names() -> None:
    assert only("AU  - Doe, Jane").authors == ("Jane Doe",)
    assert only("FAU - Aristotle").authors == ("Aristotle",)
    assert only("AU  - Nature Board of Editors").authors == ("Nature Board of Editors",)
    assert only("FAU - Doe, Jane", "AU  - et al.").authors == ("Jane Doe",)
    assert only("AU  - Doe J", "AU  - et al.").more_authors is None
    assert only("FAU - Doe, Jane", "AD  - Riga", "AU  - Doe J", "AU  - Roe B").authors == ("Jane Doe", "B. Roe")


def test_a_later_date_is_kept_beside_the_first() -> None:
    assert only("DP  - 2019", "DP  - 2020").extra == {"dp": "2020"}


@pytest.mark.parametrize(
    "text", ["TY  - JOUR\nTI  - A\nER  - \n", "PMID\n", "FAU - Doe, Jane\n", "%0 Journal Article\n%M 12345678\n"]
)
def test_other_files_are_not_claimed(text: str) -> None:
    assert nbib.recognise(text) < 0.5


def test_a_file_without_numbers_is_recognised() -> None:
    assert nbib.recognise("STAT- Publisher\nTI  - A Thing.\nFAU - Doe, Jane\n") >= 0.5


LINES = st.sampled_from(
    [
        "PMID- 1", "PMID-", "TI  - A", "TI  - .", "FAU - ,", "AU  - ", "AU  - X Y Jr", "DP  - ", "LID - [doi]",
        "      ", "      more", "SO  - x", "IS  - ", "OT  - *", "BTI - B", "", "\ufeff", "\x00",
    ]
)  # fmt: skip


@settings(deadline=None, max_examples=200)
@given(lines=st.lists(LINES | st.text(max_size=12), max_size=30))
def test_arbitrary_text(lines: list[str]) -> None:
    assert_drafts_and_problems(nbib.read("\n".join(lines)))


@settings(deadline=None, max_examples=100)
@given(
    papers=st.lists(cleaned_lines(), min_size=1, max_size=5, unique=True),
    damage=st.text(max_size=60),
    at=st.integers(0, 5),
)
def test_damage_costs_no_record_beside_it(papers: list[str], damage: str, at: int) -> None:
    pieces = [f"PMID- {number}\nTI  - {title}.\n\n" for number, title in enumerate(papers, 1)]
    pieces.insert(at, f"{damage}\n\n")
    assert {draft.pmid for draft in drafts("".join(pieces))} >= {str(number) for number in range(1, len(papers) + 1)}
