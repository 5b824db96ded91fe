"""RIS: what programs write under its name, damaged files, and the way out and back."""

from collections.abc import Iterator
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readlist.formats import ris, tagged
from readlist.names import name_in
from readlist.paper import WORK_FIELDS, Draft, Problem, Record

from .tagged_records import cleaned_lines, printed, records

DATA = Path(__file__).parents[1] / "data" / "ris"


def drafts(text: str) -> list[Draft]:
    return [piece for piece in ris.read(text) if isinstance(piece, Draft)]


def only(*fields: str) -> Draft:
    (found,) = ris.read("\n".join(["TY  - JOUR", "TI  - A Thing", *fields, "ER  - ", ""]))
    assert isinstance(found, Draft)
    return found


def test_what_publishers_write() -> None:
    text = (DATA / "publishers.ris").read_text(encoding="utf-8")
    paper, chapter, talk, book, edited = drafts(text)
    assert paper.title == "Reading lists - how they grow, and why"
    assert paper.authors == ("Marie Curie", "Gabriel García Márquez", "Martin Luther King Jr.")
    assert name_in(paper.authors[1], paper.extra).surname == "García Márquez"
    assert (paper.type, paper.key, paper.line) == ("article-journal", "curie2019reading", 1)
    assert (paper.year, paper.month, paper.day) == (2019, 3, 12)
    assert (paper.venue, paper.doi) == ("Journal of Saved Papers", "10.1234/jsp.2019.ab")
    assert paper.url == "https://example.org/jsp/12/3/100"
    assert paper.abstract == (
        "Lists grow.\nThey are seldom read - we counted.\n\nA second paragraph, wrapped by a program."
    )
    assert paper.extra == {
        "container-title-short": "J. Saved Papers", "volume": "12", "issue": "3", "page": "100-110",
        "ISSN": "1234-567X",
        "keyword": ["reading", "lists"], "u1": "shelf 7", "c7": "e100",
        "family-names": {"Gabriel García Márquez": "García Márquez"},
    }  # fmt: skip
    assert paper.raw is not None
    assert paper.raw.startswith("TY  - JOUR\nAU  - Curie") and paper.raw.endswith("\nER  - ")

    assert (chapter.type, chapter.title, chapter.venue) == ("chapter", "On shelves", "The Book of Shelves")
    assert chapter.authors == ("Ludwig van der Berg",)
    assert (chapter.isbn, chapter.year, chapter.month) == ("9780123456786", 2004, None)
    assert chapter.url == "https://example.org/shelves.html"
    assert chapter.extra == {
        "editor": ["Jane Doe"], "collection-editor": ["Bob Roe"], "translator": ["Ann Poe"], "season": "Spring",
        "collection-title": "Furniture Studies", "page": "17-31", "issue": "2", "publisher": "Oak Press",
        "publisher-place": "Riga", "keyword": ["shelf", "wood", "screws"], "l1": "file:///home/jane/shelves.pdf",
    }  # fmt: skip

    assert talk.authors == ("K. Ito",)
    assert (talk.venue, talk.doi, talk.pmid) == (
        "Proceedings of the Ninth Workshop on Questions",
        "10.1234/woq.9",
        "12345678",
    )
    assert (talk.abstract, talk.year, talk.month) == ("We ask and answer.", 2020, 7)
    assert talk.extra == {"event-title": "Workshop on Questions", "note": "read on the train"}

    assert book.authors == ("Ministry of Silly Ideas",)
    assert (book.type, book.venue, book.isbn, book.year) == ("book", None, "0123456789", 1999)
    assert book.extra == {
        "collection-title": "Series of Years", "number-of-pages": "312", "accessed": "2021/05/06", "edition": "2",
    }  # fmt: skip

    assert (edited.type, edited.title, edited.year) == ("book", "An Edited Book", None)
    assert edited.extra == {"ty": "EDBOOK", "editor": ["Jane Doe"], "py": "in press"}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_damaged_files_give_all_they_have(end: str, mark: str) -> None:
    text = mark + (DATA / "damaged.ris").read_text(encoding="utf-8").replace("\n", end)
    assert ris.recognise(text) == 1.0
    found = list(ris.read(text))
    assert [(piece.line, piece.title) for piece in found if isinstance(piece, Draft)] == [
        (5, "No end of it"),
        (9, "One blank only"),
        (17, "small letters"),
        (23, "A type nobody told"),
        (31, "The last one is cut o"),
    ]
    assert [(piece.line, piece.reason) for piece in found if isinstance(piece, Problem)] == [
        (15, "text that belongs to no record"),
        (26, "a record without any field"),
        (28, "neither a title nor authors nor an identifier"),
    ]
    thesis = next(piece for piece in found if isinstance(piece, Draft) and piece.line == 9)
    assert (thesis.type, thesis.year, thesis.extra) == ("thesis", 1971, {"publisher": "University of Riga"})


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (["SP  - 100-110"], "100-110"),
        (["SP  - 100-110", "EP  - 110"], "100-110"),
        (["SP  - 100", "EP  - 100"], "100"),
        (["SP  - 100"], "100"),
        (["EP  - 110"], "110"),
        (["SP  - S100", "EP  - S110"], "S100-S110"),
        (["SP  - 100–10"], "100–10"),
    ],
)
def test_pages(fields: list[str], expected: str) -> None:
    assert only(*fields).extra == {"page": expected}


@pytest.mark.parametrize(
    ("fields", "venue"),
    [
        (["JO  - J. A", "JF  - Journal A"], "Journal A"),
        (["JA  - J. A", "T2  - Journal A"], "Journal A"),
        (["JO  - Journal A"], "Journal A"),
        (["J2  - J. A"], "J. A"),
        (["J1  - J. A", "JO  - Journal A"], "Journal A"),
        (["T3  - Journal A"], "Journal A"),
        (["JO  - Journal A", "T2  - Special issue on reading"], "Journal A"),
    ],
)
def test_the_journal_by_whatever_tag(fields: list[str], venue: str) -> None:
    assert only(*fields).venue == venue


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        (["AU  - Smith,J.A."], ("J.A. Smith",)),
        (["A1  - Jane Smith"], ("Jane Smith",)),
        (["AU  - Smith, Jane, III"], ("Jane Smith III",)),
        (["AU  - Smith, Jane, PhD"], ("Jane Smith PhD",)),
        (["AU  - Smith, Jane; Roe, Bob"], ("Jane Smith", "Bob Roe")),
        (["AU  - Smith, Jane and Roe, Bob"], ("Jane Smith", "Bob Roe")),
        (["AU  - Smith J., Roe B., Poe A."], ("Smith J.", "Roe B.", "Poe A.")),
        (["AU  - Smith and Sons,"], ("Smith and Sons",)),
        (["AU  - Plato"], ("Plato",)),
    ],
)
def test_names(fields: list[str], names: tuple[str, ...]) -> None:
    assert only(*fields).authors == names


def test_authors_under_two_tags() -> None:
    assert only("A1  - Doe, Jane", "AU  - Roe, Bob").authors == ("Jane Doe", "Bob Roe")
    assert only("AU  - Doe, Jane", "A1  - Doe, Jane").authors == ("Jane Doe",)
    assert only("AU  - Wang, Y.", "AU  - Wang, Y.").authors == ("Y. Wang", "Y. Wang")


def test_types_by_their_long_names() -> None:
    (found, other) = drafts("TY  - Journal Article\nTI  - A Thing\nTY  - Book Section\nTI  - B\nT2  - The Book\n")
    assert (found.type, found.extra["ty"], other.type, other.venue) == (
        "article-journal", "JOURNAL ARTICLE", "chapter", "The Book",
    )  # fmt: skip


def test_the_unnamed() -> None:
    assert only("AU  - Smith, Jane", "AU  - et al.").more_authors is None
    assert only("AU  - Smith, Jane", "AU  - and 5 others").more_authors == 5


def test_keywords_in_one_line_or_one_a_line() -> None:
    assert only("KW  - a", "KW  - b, c, d").extra["keyword"] == ["a", "b, c, d"]
    assert only("KW  - a, b, c").extra["keyword"] == ["a", "b", "c"]
    assert only("KW  - Models, Theoretical").extra["keyword"] == ["Models, Theoretical"]
    assert only("KW  - a", "b", "   c").extra["keyword"] == ["a", "b", "c"]


def test_a_hyphen_in_an_abstract_begins_no_field() -> None:
    assert only("AB  - This is", "as - for example - AI", "no - not so").abstract == (
        "This is\nas - for example - AI\nno - not so"
    )


def test_identifiers_wherever_they_stand() -> None:
    assert only("N1  - doi: 10.1234/x").doi == "10.1234/x"
    assert only("UR  - http://dx.doi.org/10.1234%2Fx").doi == "10.1234/x"
    assert only("UR  - https://arxiv.org/abs/2005.11401v2").arxiv == "2005.11401"
    assert only("DO  - 10.48550/arXiv.2005.11401").arxiv == "2005.11401"
    assert only("SN  - 15740137 (ISSN)").extra["ISSN"] == "1574-0137"
    assert only("SN  - 1234-5678; 8765-4321").extra["ISSN"] == "1234-5678, 8765-4321"
    assert only("SN  - 978-3-16-148410-0 (ISBN); 1234-5678").isbn == "9783161484100"
    assert only("SN  - RIGA-71").extra == {"sn": "RIGA-71"}
    assert only("ID  - 17").key is None
    assert only("ID  - 17").extra == {"id": "17"}


def test_text_behind_the_type_is_no_part_of_it() -> None:
    (found,) = drafts("TY  - JOUR\nsome words\nTI  - A Thing\n")
    assert (found.type, found.extra) == ("article-journal", {"note": "some words"})


def test_fields_before_the_type_belong_to_it() -> None:
    (found,) = drafts("ID  - a1\nTY  - JOUR\nTI  - A Thing\nER  - \n")
    assert (found.key, found.type, found.line) == ("a1", "article-journal", 1)


@pytest.mark.parametrize(
    "text",
    [
        "PMID- 123\nTI  - A Thing\n", "%0 Journal Article\n%T A Thing\n", "@article{TY,\n  title = {A},\n}\n",
        "TY  - JOUR", "Dear Ty - how are you\n", "title,authors\nTY  - JOUR,x\n",
    ],
)  # fmt: skip
def test_other_files_are_not_claimed(text: str) -> None:
    assert ris.recognise(text) < 0.5


@settings(deadline=None, max_examples=150)
@given(papers=st.lists(records(), max_size=4))
def test_what_is_written_reads_back_equal(papers: list[Record]) -> None:
    back = list(ris.read("".join(ris.write(papers))))
    assert [known(piece) for piece in back] == [known(printed(paper)) for paper in papers]


def known(piece: Record | Problem) -> dict[str, Any]:
    assert isinstance(piece, Record)
    return {name: getattr(piece, name) for name in (*WORK_FIELDS, "key")}


def test_nothing_dangerous_comes_out() -> None:
    paper = Record(
        title="A\x1b[31m Thing\nTY  - BOOK", authors=("Jane\u202e Doe",), abstract="One\nER  - \nTwo\nTI  - x"
    )
    text = "".join(ris.write([paper]))
    assert "\x1b" not in text and "\u202e" not in text
    (found,) = drafts(text)
    assert (found.title, found.authors) == ("A Thing TY - BOOK", ("Jane Doe",))


LINES = st.sampled_from(
    [
        "TY  - JOUR", "TY  -", "TY - ", "ty  - x", "ER  - ", "ER", "TI  - A", "AU  - ,,,", "AU  - A, B, C, D", "\ufeff",
        "PY  - ////", "SP  - -", "KW  - ;;", "SN  - 1234", "UR  - http://", "DO  - 10.1234/", "ID  - ", "N1  - doi",
        "\x00", "  - ", "A1  -",
    ]
)  # fmt: skip
ANYTHING = st.lists(LINES | st.text(max_size=12), max_size=30).flatmap(
    lambda lines: st.sampled_from(["\n", "\r\n", "\r"]).map(lambda end: end.join(lines))
)


@settings(deadline=None, max_examples=200)
@given(text=ANYTHING)
def test_arbitrary_text(text: str) -> None:
    for piece in ris.read(text):
        assert isinstance(piece, Draft | Problem)
        if isinstance(piece, Draft):
            assert piece.line and piece.raw
            assert all(value != "" and value != [] for value in piece.extra.values())


@settings(deadline=None, max_examples=100)
@given(
    papers=st.lists(cleaned_lines(), min_size=1, max_size=5, unique=True),
    damage=st.text(max_size=60),
    at=st.integers(0, 5),
)
def test_damage_costs_no_record_beside_it(papers: list[str], damage: str, at: int) -> None:
    pieces = [f"TY  - JOUR\nTI  - {title}\nER  - \n" for title in papers]
    pieces.insert(at, f"\n{damage}\n")
    titles = [draft.title for draft in drafts("".join(pieces))]
    assert [title for title in titles if title in papers] == papers or set(papers) <= set(titles)


def test_large_files_are_read_as_they_come() -> None:
    taken = 0

    def lines() -> Iterator[str]:
        nonlocal taken
        for number in range(10_000):
            taken += 1
            yield from ("TY  - JOUR\n", f"TI  - Paper {number}\n", "ER  - \n")

    found = ris.read_lines(lines())
    assert next(found).line == 1
    assert taken == 1
    assert sum(1 for _ in found) == 9999


def test_what_has_no_end_does_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tagged, "RECORD_LIMIT", 1 << 20)
    lines = chain(["TY  - JOUR\n"], repeat("word after word\n", 200_000), ["TY  - JOUR\n", "TI  - A Thing\n"])
    endless, after = ris.read_lines(lines)
    assert isinstance(endless, Problem)
    assert (endless.line, endless.reason) == (1, "a record longer than 1 million characters")
    assert endless.raw is not None and len(endless.raw) <= tagged.JUNK_KEPT
    assert isinstance(after, Draft)
    assert (after.line, after.title) == (200_002, "A Thing")
