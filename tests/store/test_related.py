"""Related papers: the follow-ups of a named method first, then what shares rare words and authors."""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from readlist.paper import Draft
from readlist.store import Library
from readlist.store.connection import connect_reader
from readlist.store.related import related
from tests.store.looking import put

FILLING = [
    Draft(title=f"{one} {other}", abstract=f"We look at {one.lower()} and at what makes {other.lower()} hard to do.")
    for one in ("Harbours", "Orchards", "Bicycles", "Volcanoes", "Windmills")
    for other in ("in winter", "without maps", "after dark", "by the sea", "of the poor", "and their owners")
]

GRAFTER = Draft(
    title="GRAFTER: Learning to join sentence encoders",
    authors=("Ada Quill", "Bo Ferris"),
    abstract="Sentence encoders are trained apart. We join two of them at a middle layer, which needs no new data.",
)
FOLLOW_UPS = [
    Draft(
        title="Sparse GRAFTER",
        authors=("Cy Lund",),
        abstract="Joining encoders at every layer is wasteful. We join sentence encoders at few layers.",
    ),
    Draft(
        title="Joins that forget nothing",
        authors=("Dee Marsh",),
        abstract="Building on GRAFTER, we join encoders of images with those of text.",
    ),
]
LIKE_IT = [
    Draft(
        title="Learning sentence encoders",
        authors=("Eve Noor",),
        abstract="Sentence encoders are trained on pairs. We train ours apart, on new data, layer by layer.",
    ),
    Draft(
        title="What a middle layer of sentence encoders holds",
        authors=("Flo Ortiz",),
        abstract="We look into the middle layer of sentence encoders, and find little.",
    ),
]
NAMESAKES = [
    Draft(title="A grafter in the orchard", abstract="How a grafter of apple trees works, from the cut to the fruit."),
    Draft(title="GRAFTER, a tool for apple trees", abstract="A knife that cuts apple and pear wood at one angle."),
]

Fill = Callable[..., Library]


@pytest.fixture
def fill(fresh: Callable[[], Library]) -> Fill:
    """A library of given papers, with unlike ones behind them."""

    def fill(*drafts: Draft, among: Sequence[Draft] = FILLING) -> Library:
        library = fresh()
        put(library, *drafts, *among)
        return library

    return fill


def near(library: Library, paper: int = 1, limit: int = 50) -> list[str]:
    """The titles nearest to a paper, or how the abstract begins."""
    with closing(connect_reader(library.path)) as connection:
        found = related(connection, paper, limit)
    assert found == sorted(found, key=lambda hit: (-hit[0], hit[1]))
    assert all(0 < score <= 1 for score, _ in found)
    ids = [other for _, other in found]
    assert paper not in ids and len(ids) == len(set(ids)) <= limit
    return [row.title or (row.abstract or "")[:20] for row in library.papers(ids)]


def titles(*drafts: Draft) -> list[str]:
    return [draft.title or "" for draft in drafts]


def test_those_that_speak_of_the_method_come_first(fill: Fill) -> None:
    library = fill(GRAFTER, *LIKE_IT, *NAMESAKES, *FOLLOW_UPS)
    assert near(library)[:2] == titles(*FOLLOW_UPS)
    assert set(near(library)[2:4]) == set(titles(*LIKE_IT))


def test_a_namesake_is_no_follow_up(fill: Fill) -> None:
    found = near(fill(GRAFTER, *NAMESAKES, *LIKE_IT, *FOLLOW_UPS))
    assert all(
        found.index(like) < found.index(other) for like in titles(*LIKE_IT) for other in found if "apple" in other
    )


@pytest.mark.parametrize(
    ("title", "follow_up", "other"),
    [
        ("Chain of Lanterns: slow prompting", "Prompts in a chain of lanterns", "A chain of prompts, and lanterns"),
        (
            "Chain-of-Lanterns prompts small models",
            "Prompts in a chain of lanterns",
            "A chain of prompts, and lanterns",
        ),
        ("word9vec, explained", "Music by word9vec", "Words of music, explained"),
        ("Results of the KALMAR4 detector", "An upgrade of KALMAR4", "Results of the new detector"),
        ("Lampyris: light from memory", "VLampyris for vision", "Light from the memory of vision"),
        ("Lampyris - light from memory", "Lampyris2", "From memory to light"),
    ],
)
def test_names_in_other_places_and_forms(fill: Fill, title: str, follow_up: str, other: str) -> None:
    about = "Small models are prompted to sing in the dark, which few of them do."
    library = fill(
        Draft(title=title, abstract=about),
        Draft(title=other, abstract="Some models sing, most do not."),
        Draft(title=follow_up, abstract=f"As the dark is long, models are prompted again. {about[:20]}"),
    )
    assert near(library)[0] == follow_up


def test_a_word_before_a_colon_is_a_name_only_where_it_is_one(fill: Fill) -> None:
    library = fill(
        Draft(title="Relay: a compiler of models", abstract="We compile models of tensors into fast kernels."),
        Draft(title="Relay networks", abstract="A relay passes models of a signal on. Each relay waits."),
        Draft(title="Fast kernels", abstract="We compile tensors into kernels that are fast on every machine."),
    )
    assert near(library)[0] == "Fast kernels"


@pytest.mark.parametrize("genre", ["Comment", "Erratum", "Survey", "Introduction"])
def test_what_sort_of_text_it_is_names_nothing(fill: Fill, genre: str) -> None:
    library = fill(
        Draft(title=f"{genre}: tides of shallow lakes", abstract="Shallow lakes have tides of a few inches."),
        Draft(title=f"{genre}: moss", abstract="Moss grows on the weather side."),
        Draft(title="Lakes that are shallow", abstract="A lake of few inches has its tides too."),
    )
    assert near(library)[0] == "Lakes that are shallow"


def test_a_name_the_abstract_gives_is_one_too(fill: Fill) -> None:
    library = fill(
        Draft(abstract="We introduce QuiltNet, which sews patches of pictures together without a seam."),
        Draft(title="Seams in pictures", abstract="Patches of pictures are sewn together, and a seam shows."),
        Draft(title="On depth", abstract="QuiltNet is deepened by patches of noise."),
    )
    assert near(library)[0] == "On depth"


def test_rare_words_tell_more_than_common_ones(fill: Fill) -> None:
    library = fill(
        Draft(title="Oysters in winter", abstract="We look at oysters."),
        Draft(title="Pearls", abstract="Oysters make them."),
    )
    assert near(library)[0] == "Pearls"


def test_plural_or_not(fill: Fill) -> None:
    assert near(fill(Draft(title="Lighthouses"), Draft(title="A lighthouse at night")))[0] == "A lighthouse at night"
    assert near(fill(Draft(title="Ferry towns"), Draft(title="The town of ferries")))[0] == "The town of ferries"


def test_shared_authors_bring_papers_together(fill: Fill) -> None:
    library = fill(
        Draft(title="Tides of lakes", authors=("Ada Quill", "Bo Ferris"), abstract="Lakes have tides."),
        Draft(title="Moss on roofs", authors=("Ada Quill",), abstract="Moss grows."),
        Draft(title="Tides of ponds", authors=("Cy Lund",), abstract="Ponds have tides."),
        Draft(title="Tides of pools", authors=("Ada Quill", "Bo Ferris"), abstract="Pools have tides."),
    )
    assert near(library) == ["Tides of pools", "Tides of ponds", "Moss on roofs"]


def test_the_name_of_an_author_is_no_topic(fill: Fill) -> None:
    library = fill(
        Draft(title="Marsh plants", abstract="Plants of the marsh, counted."),
        Draft(title="Bells", authors=("Dee Marsh",), abstract="Bells of bronze."),
        Draft(title="A marsh", abstract="Wet land."),
    )
    assert near(library) == ["A marsh"]


@pytest.mark.parametrize(
    "source",
    [
        Draft(title="Oysters of the estuary"),
        Draft(abstract="Oysters of the estuary are eaten by stars."),
        Draft(title="Oysters"),
        Draft(title="What oysters are"),
        Draft(title="OYSTERS OF THE ESTUARY: WHAT THEY DO"),
    ],
    ids=["title", "abstract", "one word", "stop words", "capitals"],
)
def test_half_of_a_paper_is_enough(fill: Fill, source: Draft) -> None:
    found = near(fill(source, Draft(title="Oysters at low tide"), Draft(abstract="The tide leaves oysters in mud.")))
    assert sorted(found) == ["Oysters at low tide", "The tide leaves oyst"]


@pytest.mark.parametrize("title", ["What is it?", "The", "???", "x", "🔥", "$\\alpha$", "1", "C"])
def test_nothing_to_compare_is_no_answer_and_no_error(fill: Fill, title: str) -> None:
    assert near(fill(Draft(title=title), Draft(title="Oysters"))) == []


@pytest.mark.parametrize(
    ("title", "other"),
    [
        ("Übungen zur Kettenbruchlehre", "Kettenbrüche und ihre Übungen"),
        ("Учение о цепных дробях", "Цепные дроби: учение"),
        ("大型语言模型的检索增强", "检索增强生成"),
        ("ニューラル翻訳の研究", "翻訳のための学習"),
        ('"Quoted" AND (bracketed) OR NEAR* words: -', "bracketed words"),
    ],
)
def test_any_language_and_any_sign(fill: Fill, title: str, other: str) -> None:
    assert near(fill(Draft(title=title), Draft(title=other))) == [other]


def test_only_what_is_there_now(fill: Fill) -> None:
    library = fill(GRAFTER, *FOLLOW_UPS, *LIKE_IT)
    library.ledger.delete([2])
    assert titles(FOLLOW_UPS[0])[0] not in near(library)
    assert near(library)[0] == FOLLOW_UPS[1].title
    library.ledger.delete([1])
    assert near(library) == []
    library.ledger.undo()
    library.ledger.undo()
    assert near(library)[:2] == titles(*FOLLOW_UPS)


def test_papers_of_a_running_import_count(fill: Fill) -> None:
    library = fill(GRAFTER)
    with library.ledger.importing("more") as importing:
        importing.add([*FOLLOW_UPS, *(Draft(title=f"Study {number}") for number in range(150))], file="x", format="x")
        assert near(library)[:2] == titles(*FOLLOW_UPS)


def test_a_limit(fill: Fill) -> None:
    library = fill(GRAFTER, *FOLLOW_UPS, *LIKE_IT)
    assert near(library, limit=1) == titles(FOLLOW_UPS[0])
    assert near(library, limit=0) == []
    assert len(near(library, limit=3)) == 3


def test_in_a_large_library_common_words_only_join_in(fill: Fill, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("readlist.store.related.COMMON", 3)
    library = fill(
        Draft(title="Lake tides", abstract="Tides of a lake in winter."),
        *(
            Draft(title=f"Lake number {word}", abstract=f"A lake with {word}.")
            for word in ("ice", "reeds", "eels", "fog")
        ),
        *(Draft(title=f"Tides and {word}", abstract=f"The tides of {word}.") for word in ("love", "trade", "war")),
        Draft(title="Tides in a lake", abstract="Few papers are about both."),
    )
    assert near(library)[0] == "Tides in a lake"


def test_the_same_again_and_again(fill: Fill) -> None:
    twins = [Draft(title=f"Oysters {word}", abstract="Oysters of the estuary.") for word in ("abc", "def", "ghi")]
    library = fill(Draft(title="Oysters", abstract="Oysters of the estuary."), *twins)
    assert near(library)[:3] == titles(*twins)
    assert near(library) == near(library)


def test_it_stops_when_told(fill: Fill, path: Path) -> None:
    library = fill(GRAFTER, *FOLLOW_UPS, *LIKE_IT)
    with closing(connect_reader(library.path)) as connection:
        assert related(connection, 1, stop=lambda: True) == []
        asked: list[int] = []

        def late() -> bool:
            asked.append(1)
            return len(asked) > 5

        assert related(connection, 1, stop=late) == []
        assert len(asked) < 12
        connection.set_progress_handler(lambda: True, 1)
        with pytest.raises(sqlite3.OperationalError, match="interrupted"):
            related(connection, 1)
        connection.set_progress_handler(None, 0)
        assert related(connection, 1)


def test_two_telling_words_side_by_side_in_both_titles_count_much(fill: Fill) -> None:
    source = Draft(
        title="Stability of lantern newts under stress",
        abstract="We perturb the filters and the shift of a convolution, and bound the change of the output.",
    )
    same = Draft(title="Reading sequences with lantern newts", abstract="Pairs of texts are turned into the output.")
    alike = Draft(title="Unlike images", abstract="A convolution finds the shift and the change of the output.")
    apart = Draft(title="A newt by the lantern", abstract="Pairs of texts are turned into the output.")
    found = near(fill(source, alike, apart, same))
    assert found[0] == same.title
    assert found.index(alike.title or "") < found.index(apart.title or "")
