"""What the tagged formats share, and that nothing hostile takes them long."""

import pytest

from readlist import formats
from readlist.formats.drafting import People
from readlist.formats.tagged import Entry, Gathered, add_person, doi_in, is_doi, lines_of, numbered
from readlist.paper import Draft

TAGGED = ("ris", "nbib", "refer", "isi", "csv")
BEGINS = {
    "ris": "TY  - JOUR\nTI  - A\n", "nbib": "PMID- 1\nTI  - A.\n", "refer": "%0 Book\n%T A\n",
    "isi": "FN ISI\nPT J\nTI A\n", "csv": "title,authors,year\n",
}  # fmt: skip
FIELDS = {
    "ris": "AU  - {}\nKW  - {}\nSP  - {}\nSN  - {}\nUR  - {}\nAB  - {}\n",
    "nbib": "FAU - {}\nOT  - {}\nPG  - {}\nIS  - {}\nLID - {}\nAU  - {}\n",
    "refer": "%A {}\n%K {}\n%P {}\n%@ {}\n%U {}\n%8 {}\n",
    "isi": "AU {}\nDE {}\nBP {}\nSN {}\nDI {}\nPD {}\n",
    "csv": '"{}","{}","{}"\n"{}","{}","{}"\n',
}


@pytest.mark.parametrize("name", TAGGED)
@pytest.mark.parametrize(
    "piece", [" ", "a ", ", ", "; ", "1234-5678 ", "- ", "A. ", "and ", "http://a ", "10.1234/ ", '""', "(1"]
)
def test_long_fields_are_read_in_one_go(name: str, piece: str) -> None:
    value = f"x{piece * 60_000}y"
    text = BEGINS[name] + FIELDS[name].format(*[value] * 6)
    assert sum(1 for _ in formats.by_name(name).read(text)) <= 4


@pytest.mark.parametrize("name", TAGGED)
@pytest.mark.parametrize("line", range(6))
def test_many_fields_are_read_in_one_go(name: str, line: int) -> None:
    field = FIELDS[name].splitlines(keepends=True)[line % len(FIELDS[name].splitlines())]
    text = BEGINS[name] + "".join(field.format(*[f"{number:08} words"] * 3) for number in range(30_000))
    assert sum(1 for _ in formats.by_name(name).read(text)) <= 30_000


def test_lines_have_the_ends_of_every_system() -> None:
    text = "\ufeffa\r\nb\rc\n\nd\x0be\u2028f"
    assert list(lines_of(text)) == ["\ufeffa\r\n", "b\r", "c\n", "\n", "d\x0be\u2028f"]
    assert [(number, line) for number, line, _ in numbered(["\ufeffa\n", "b\rc\rd\n", "e"])] == [
        (1, "a"), (2, "b"), (3, "c"), (4, "d"), (5, "e"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("https://doi.org/10.1234/Ab.C", "10.1234/ab.c"), ("doi:10.1234/x.", "10.1234/x"), ("10.1234%2Fx", "10.1234/x"),
        ("10.1002/(SICI)1097-0142(1997)48:7<599::AID-1>3", "10.1002/(sici)1097-0142(1997)48:7<599::aid-1>3"),
        ("11.1/x", None),
    ],
)  # fmt: skip
def test_dois(text: str, doi: str | None) -> None:
    assert doi_in(text) == doi


def test_a_text_that_is_a_doi_and_nothing_else() -> None:
    assert is_doi("doi: 10.1234/x")
    assert not is_doi("see 10.1234/x")


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("Doe, Jane; Roe, Bob", ["Jane Doe", "Bob Roe"]),
        ("Smith J., Roe B., Poe A.", ["Smith J.", "Roe B.", "Poe A."]),
        ("Doe, Jane, II", ["Jane Doe II"]),
        ("Oak Press,", ["Oak Press"]),
        ("and 4 others", []),
    ],
)
def test_a_field_may_name_several_people(field: str, names: list[str]) -> None:
    people = People()
    add_person(people, field)
    assert people.names == names


def test_numbers_of_serials_and_books() -> None:
    work = Gathered()
    work.fields["title"] = "A"
    work.serial("0305-1048 (Print), 1362-4962 (Online), ISBN 3-16-148410-X")
    found = work.draft(Entry(1))
    assert isinstance(found, Draft)
    assert (found.isbn, found.extra["ISSN"]) == ("316148410X", "0305-1048, 1362-4962")
