"""Tables: exports of many programs, tables of people, broken rows, the way out and back, and no formulas."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readlist.formats import table
from readlist.paper import JSON_FIELDS, Draft, Problem, Record

from .tagged_records import cleaned_lines, printed, records

DATA = Path(__file__).parents[1] / "data" / "csv"


def content(name: str) -> str:
    return (DATA / name).read_bytes().decode()


def drafts(text: str) -> list[Draft]:
    return [piece for piece in table.read(text) if isinstance(piece, Draft)]


@pytest.mark.parametrize("name", sorted(path.name for path in DATA.iterdir()))
def test_every_table_is_recognised(name: str) -> None:
    assert table.recognise(content(name)) >= 0.6


def test_zotero() -> None:
    paper, chapter = drafts(content("zotero.csv"))
    assert paper.title == 'Reading lists: how they grow, "and" why'
    assert paper.authors == ("Marie Curie", "Gabriel García Márquez")
    assert (paper.type, paper.key, paper.line) == ("article-journal", None, 2)
    assert (paper.year, paper.month, paper.day) == (2019, 3, 12)
    assert (paper.venue, paper.doi, paper.url) == (
        "Journal of Saved Papers",
        "10.1234/jsp.2019.ab",
        "https://example.org/jsp",
    )
    assert paper.abstract == "Lists grow.\nThey are seldom read."
    assert paper.extra == {
        "id": "ABCD2345", "keyword": ["reading", "lists", "shelves"], "ISSN": "1234-567X", "page": "100-110",
        "issue": "3", "volume": "12", "container-title-short": "J. Saved Pap.", "extra": "PMID: 1",
        "date added": "2020-01-01 10:00:00", "family-names": {"Gabriel García Márquez": "García Márquez"},
    }  # fmt: skip
    assert (chapter.line, chapter.type, chapter.isbn) == (4, "chapter", "9780123456786")
    assert chapter.authors == ("Ludwig van der Berg",)
    assert chapter.extra["editor"] == ["Jane Doe", "Bob Roe"]


def test_scopus() -> None:
    paper, talk = drafts(content("scopus.csv"))
    assert paper.authors == ("Marie Curie", "Martin Luther King")
    assert (paper.venue, paper.extra["page"], paper.type) == ("Journal of Saved Papers", "100-110", "article-journal")
    assert paper.extra["cited by"] == "7"
    assert (talk.authors, talk.type, talk.extra["article-number"]) == (("K.-X. Ito",), "paper-conference", "17")


def test_pubmed() -> None:
    (paper,) = drafts(content("pubmed.csv"))
    assert paper.authors == ("M. Curie", "M. L. King", "L. van der Berg")
    assert (paper.pmid, paper.year, paper.venue) == ("12345678", 2019, "J Saved Pap")
    assert paper.extra["PMCID"] == "PMC123"


def test_a_line_before_the_header() -> None:
    (paper,) = drafts(content("dimensions.csv"))
    assert (paper.line, paper.month, paper.authors) == (3, 3, ("Marie Curie", "Martin Luther King"))
    assert paper.extra["keyword"] == ["Reading", "Lists"]


def test_a_table_in_german() -> None:
    (paper,) = drafts(content("german.csv"))
    assert (paper.title, paper.authors) == ("Über Leselisten, kurz", ("Marie Curie", "Ludwig van der Berg"))
    assert (paper.year, paper.venue) == (2019, "Zeitschrift für Listen")
    assert paper.extra == {
        "volume": "12", "issue": "3", "page": "100–110", "publisher": "Eichenverlag", "keyword": ["Lesen", "Listen"],
        "regal": "7",
    }  # fmt: skip


def test_tabs_and_words_in_quotation_marks() -> None:
    first, second = drafts(content("tabs.tsv"))
    assert (first.title, first.authors, first.year) == ('"Why" is a question', ("Jane Doe", "Bob Roe"), 2020)
    assert (second.title, second.authors) == ('A "quoted" word', ("J. Doe",))


def test_google_scholar() -> None:
    (paper,) = drafts(content("scholar.csv"))
    assert (paper.authors, paper.venue) == (("Marie Curie", "Martin Luther King"), "Journal of Saved Papers")
    assert paper.extra == {"volume": "12", "issue": "3", "page": "100-110", "publisher": "Oak Press"}


def test_which_column_was_taken_for_what() -> None:
    assert table.mapping(content("german.csv")) == {
        "Titel": "title", "Autoren": "authors", "Jahr": "year", "Zeitschrift": "venue", "Band": "volume",
        "Heft": "issue", "Seiten": "page", "Verlag": "publisher", "Schlagwörter": "keyword", "Regal": "regal",
    }  # fmt: skip
    assert table.mapping("Titre\tAuteurs\tAnnée\tRevue\nx\ty\t1999\tz\n")["Année"] == "year"
    assert table.mapping("Título;Autores;Año;Revista\n")["Año"] == "year"
    assert table.mapping("milk, bread\n") == {}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_broken_rows_cost_themselves_only(end: str) -> None:
    found = list(table.read(content("damaged.csv").replace("\n", end)))
    assert [(piece.line, piece.title) for piece in found if isinstance(piece, Draft)] == [
        (2, "First"), (4, "Third"), (8, "Fifth"), (10, "Sixth"),
    ]  # fmt: skip
    assert [(piece.line, piece.reason) for piece in found if isinstance(piece, Problem)] == [
        (3, "a quotation mark that does not close where it should"),
        (5, "5 cells in a table of 4 columns"),
        (9, "neither a title nor authors nor an identifier"),
        (12, "a quotation mark that does not close where it should"),
    ]
    assert found[-2].raw == f'Sixth,"Doe, Jane",2007,"two{end}lines"'


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Doe, Jane", ("Jane Doe",)),
        ("Jane Doe", ("Jane Doe",)),
        ("Jane Doe, Bob Roe & Ann Poe", ("Jane Doe", "Bob Roe", "Ann Poe")),
        ("Doe, Jane and Roe, Bob", ("Jane Doe", "Bob Roe")),
        ("Doe, Jane, Roe, Bob", ("Jane Doe", "Bob Roe")),
        ("Doe J, Roe BC", ("J. Doe", "B. C. Roe")),
        ("García Márquez, G. J.", ("G. J. García Márquez",)),
        ("Jane Doe | Bob Roe", ("Jane Doe", "Bob Roe")),
        ("Jane Doe et al.", ("Jane Doe et al.",)),
        ("王小明", ("王小明",)),
        (" ; ", ()),
    ],
)
def test_people_of_one_cell(cell: str, names: tuple[str, ...]) -> None:
    (found,) = drafts(f'title,authors\nA Thing,"{cell}"\n')
    assert found.authors == names


@pytest.mark.parametrize(
    "text",
    [
        "name,price\nmilk,2\n", "title\nA Thing\n", "Dear Title, dear Author,\nhello\n",
        "@article{title, author = {x}}\n", "a,b,c\n1,2,3\n", "Title and year, mostly about authors\n",
        '{"title": "x", "authors": []}\n',
    ],
)  # fmt: skip
def test_other_files_are_not_claimed(text: str) -> None:
    assert table.recognise(text) < 0.5


FORMULAS = st.sampled_from(["=1+1", "+1", "-1", "@SUM(A1)", "'=x", "''-y", "'quoted'", "\t=1", "＝1", "a=b", "x\n=2"])


@settings(deadline=None, max_examples=150)
@given(
    papers=st.lists(records(), max_size=4),
    cell=FORMULAS,
    tags=st.lists(st.sampled_from(["rag", "-x", "two words"]), unique=True),
    status=st.sampled_from(["unread", "reading", "read"]),
    starred=st.booleans(),
    priority=st.none() | st.integers(1, 5),
)
def test_what_is_written_reads_back_equal(
    papers: list[Record], cell: str, tags: list[str], status: str, starred: bool, priority: int | None
) -> None:
    own = {"tags": tuple(tags), "status": status, "starred": starred, "priority": priority}
    papers = [
        Record(
            **{name: getattr(one, name) for name in JSON_FIELDS}
            | own
            | {"note": cell.strip() + " said", "abstract": cell}
        )  # type: ignore[arg-type]
        for one in papers
    ]
    text = "".join(table.write(papers))
    back = list(table.read(text))
    assert len(back) == len(papers)
    for piece, paper in zip(back, papers, strict=True):
        assert isinstance(piece, Draft)
        assert piece.personal
        for name in JSON_FIELDS:
            assert getattr(piece, name) == getattr(printed(paper), name), name
    for row in csv.reader(io.StringIO(text)):
        assert not any(value.startswith(("=", "+", "-", "@", "\t", "\r", "＝")) for value in row)


def test_control_bytes_and_separators_do_not_come_out() -> None:
    paper = Record(title="A\x1b[31m Thing", authors=("Jane; Doe",), extra={"x": "\x1b[0m", "keyword": ["a;b"]})
    text = "".join(table.write([paper]))
    assert "\x1b" not in text
    (found,) = drafts(text)
    assert (found.title, found.authors) == ("A Thing", ("Jane, Doe",))
    assert found.extra == {"keyword": ["a;b"]}


def test_a_spreadsheet_may_have_changed_the_table() -> None:
    text = "".join(table.write([Record(title="A", year=2001, extra={"publisher": "P"})]))
    (found,) = drafts(text.replace(",", ";").replace("2001", "2001.0").replace("unread", "Sometimes"))
    assert (found.title, found.year, found.status, found.extra) == ("A", 2001, "unread", {"publisher": "P"})


LINES = st.sampled_from(
    [
        "title,authors,year",
        "title;doi",
        '"',
        '""',
        '"a","b"',
        ",,,",
        "sep=;",
        "x,y,z",
        '"x,y',
        "\ufeff",
        "'=1,2,3",
        "doi\ttitle",
    ]
)


@settings(deadline=None, max_examples=200)
@given(lines=st.lists(LINES | st.text(max_size=12), max_size=30), own=st.booleans())
def test_arbitrary_text(lines: list[str], own: bool) -> None:
    head = "".join(table.write([])) if own else "title,authors,year\n"
    for piece in table.read(head + "\n".join(lines)):
        assert isinstance(piece, Draft | Problem)
        if isinstance(piece, Draft):
            assert piece.line and piece.raw
            assert all(value not in ("", []) for value in piece.extra.values())
    list(table.read("\n".join(lines)))


@settings(deadline=None, max_examples=100)
@given(
    papers=st.lists(cleaned_lines(), min_size=1, max_size=5, unique=True),
    damage=st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
    at=st.integers(0, 5),
)
def test_damage_costs_no_record_beside_it(papers: list[str], damage: str, at: int) -> None:
    stream = io.StringIO(newline="")
    rows = csv.writer(stream, lineterminator="\n", quoting=csv.QUOTE_ALL)
    pieces = []
    for number, title in enumerate(papers):
        rows.writerow([title, f"10.1234/{number}", "Journal"])
        pieces.append(stream.getvalue())
        stream.seek(0)
        stream.truncate()
    pieces.insert(at, f"{damage}\n")
    text = "title,doi,journal\n" + "".join(pieces)
    assert {draft.doi for draft in drafts(text)} >= {f"10.1234/{number}" for number in range(len(papers))}


def test_an_open_quotation_mark_does_not_swallow_the_file() -> None:
    text = "title,authors,year\n" + '"x,y,1\n' + "A Thing,Jane Doe,2001\n" * 20_000
    assert len(drafts(text)) == 20_000
