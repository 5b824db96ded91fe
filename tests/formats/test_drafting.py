"""People and dates on their way from a bibliography file to a draft."""

import pytest

from readlist.formats.drafting import People, date_of, month_of
from readlist.names import FAMILY_NAMES, Name, name_in


def test_parts_that_the_words_do_not_tell_are_remembered():
    people = People()
    people.add("García Márquez", "Gabriel")
    people.add("Berg", "Ludwig", particle="van der")
    people.add_printed("King, Jr., Martin Luther")
    assert people.fields() == {
        "authors": ("Gabriel García Márquez", "Ludwig van der Berg", "Martin Luther King Jr."),
        "more_authors": 0,
    }
    assert people.extra() == {FAMILY_NAMES: {"Gabriel García Márquez": "García Márquez"}}
    assert name_in(people.names[0], people.extra()) == Name("Gabriel", "", "García Márquez", "")
    assert name_in(people.names[1], people.extra()) == Name("Ludwig", "van der", "Berg", "")
    assert name_in(people.names[2], people.extra()) == Name("Martin Luther", "", "King", "Jr.")


def test_a_particle_is_found_in_a_family_name_of_several_words():
    people = People()
    people.add("de la Cruz García", "Ana")
    assert name_in("Ana de la Cruz García", people.extra()) == Name("Ana", "de la", "Cruz García", "")


def test_groups_stay_in_one_piece():
    people = People()
    people.add_group("Physics at Home")
    people.add_group("ATLAS Collaboration")
    people.add_group("NASA")
    assert people.names == ["Physics at Home", "ATLAS Collaboration", "NASA"]
    assert name_in("Physics at Home", people.extra()) == Name("", "", "Physics at Home", "", whole=True)
    assert name_in("ATLAS Collaboration", people.extra()).whole


@pytest.mark.parametrize("others", ["others", "et al.", "Others", "et al"])
def test_the_unnamed_are_no_people(others: str):
    people = People()
    people.add("Curie", "Marie")
    people.add_printed(others)
    assert people.fields() == {"authors": ("Marie Curie",), "more_authors": None}


def test_the_unnamed_are_counted_where_the_source_counts_them():
    people = People()
    people.leave_unnamed(3)
    assert people.more == 3


def test_what_a_source_tells_of_another_name_is_not_believed():
    assert name_in("Marie Curie", {FAMILY_NAMES: {"Marie Curie": "Skłodowska"}}) == Name("Marie", "", "Curie", "")
    assert name_in("Marie Curie", {FAMILY_NAMES: "Curie"}) == Name("Marie", "", "Curie", "")


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2024-03-05", (2024, 3, 5)),
        ("20240305", (2024, 3, 5)),
        ("2024 Mar 5", (2024, 3, 5)),
        ("5 March 2024", (2024, 3, 5)),
        ("March 5th, 2024", (2024, 3, 5)),
        ("2024/03//", (2024, 3)),
        ("2007 Dec 15-31", (2007, 12, 15)),
        ("2019 Jan-Feb", (2019, 1)),
        ("Spring 2024", (2024,)),
        ("2003///Summer", (2003,)),
        ("1999", (1999,)),
        ("2024-13-05", (2024,)),
        ("n.d.", ()),
        ("", ()),
    ],
)
def test_dates(text: str, date: tuple[int, ...]):
    assert tuple(date_of(text).values()) == date


def test_months():
    assert [month_of(text) for text in ("jan", "September", "Sept.", "12", "13", "")] == [1, 9, 9, 12, None, None]
