"""Names as they are printed on real pages, and the parts they have."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readlist.names import group_name, is_group, short_authors, split_name


@pytest.mark.parametrize(
    ("printed", "parts"),
    [
        ("Patrick Lewis", ("Patrick", "", "Lewis", "")),
        ("J. Zico Kolter", ("J. Zico", "", "Kolter", "")),
        ("Ludwig van der Berg", ("Ludwig", "van der", "Berg", "")),
        ("van der Berg, Ludwig", ("Ludwig", "van der", "Berg", "")),
        ("Berg, Ludwig van der", ("Ludwig", "van der", "Berg", "")),
        ("Ludwig von der Heide zu Berg", ("Ludwig", "von der", "Heide zu Berg", "")),
        ("Luc Van Gool", ("Luc", "", "Van Gool", "")),
        ("Leonardo de Moura", ("Leonardo", "de", "Moura", "")),
        ("Luís dos Santos", ("Luís", "dos", "Santos", "")),
        ("Nicolas Le Roux", ("Nicolas", "", "Le Roux", "")),
        ("Quoc V. Le", ("Quoc V.", "", "Le", "")),
        ("Toan Van Nguyen", ("Toan Van", "", "Nguyen", "")),
        ("Ahmed al-Khwarizmi", ("Ahmed", "", "al-Khwarizmi", "")),
        ("Santiago Ramón y Cajal", ("Santiago", "", "Ramón y Cajal", "")),
        ("Hector Garcia-Molina", ("Hector", "", "Garcia-Molina", "")),
        ("Conor O’Brien", ("Conor", "", "O’Brien", "")),
        ("Martin Luther King, Jr.", ("Martin Luther", "", "King", "Jr.")),
        ("King, Jr., Martin Luther", ("Martin Luther", "", "King", "Jr.")),
        ("King, Martin Luther, Jr.", ("Martin Luther", "", "King", "Jr.")),
        ("William Gates III", ("William", "", "Gates", "III")),
        ("Madonna", ("", "", "Madonna", "")),
        ("Plato,", ("", "", "Plato", "")),
        ("  Ada \n Lovelace ", ("Ada", "", "Lovelace", "")),
        ("", ("", "", "", "")),
        (",", ("", "", ",", "")),
    ],
)
def test_a_name_is_taken_apart(printed: str, parts: tuple[str, str, str, str]) -> None:
    assert split_name(printed)[:4] == parts


@pytest.mark.parametrize(
    "printed",
    [
        "ATLAS Collaboration",
        "The LIGO Scientific Collaboration",
        "Gemini Team",
        "Centers for Disease Control",
        "International Human Genome Sequencing Consortium",
        "Smith and Sons",
        "Department of Physics, Uppsala",
        "张三",
        "山田 太郎",
        "김철수",
    ],
)
def test_what_has_no_parts_stays_whole(printed: str) -> None:
    name = split_name(printed)
    assert name.whole
    assert (name.given, name.particle, name.family) == ("", "", printed)


def test_people_are_not_groups() -> None:
    assert not any(map(is_group, ["Grace Hopper", "Wei Teamer", "Ana Schooling", "Andy Offord", "Theo Lang", "OpenAI"]))


def test_a_groups_furniture_comes_off() -> None:
    assert group_name("The ATLAS Collaboration") == "ATLAS"
    assert group_name("LIGO Scientific Collaboration") == "LIGO Scientific"
    assert group_name("The Team") == "Team"


@pytest.mark.parametrize(
    ("authors", "more", "shown"),
    [
        ((), 0, ""),
        ((), 3, ""),
        (("Vladimir Karpukhin",), 0, "Karpukhin"),
        (("Vladimir Karpukhin",), 1, "Karpukhin et al."),
        (("Vladimir Karpukhin",), None, "Karpukhin et al."),
        (("Albert Gu", "Tri Dao"), 0, "Gu & Dao"),
        (("Albert Gu", "Tri Dao"), None, "Gu et al."),
        (("Ludwig van der Berg", "Ann Lee", "Bo Li"), 0, "van der Berg et al."),
        (("ATLAS Collaboration",), 0, "ATLAS Collaboration"),
        (("李明", "张三"), 0, "李明 & 张三"),
    ],
)
def test_authors_in_short(authors: tuple[str, ...], more: int | None, shown: str) -> None:
    assert short_authors(authors, more) == shown


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=60))
def test_no_name_loses_a_word(text: str) -> None:
    name = split_name(text)
    kept = " ".join(name[:4]).replace(",", " ").split()
    assert sorted(kept) == sorted(text.replace(",", " ").split())
    assert bool(name.family) == bool(text.split())
