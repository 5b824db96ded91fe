"""What a typed word may have meant: words run together or parted by marks, and slips that are not taken for others."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from readlist.paper import Draft
from readlist.query import parse
from readlist.store import Found, Library
from readlist.store.vocabulary import Vocabulary

FILLING = [
    *(Draft(title=f"Learning a model {n}", abstract="An error goes into the report.") for n in range(20)),
    Draft(title="Looking into orientations", abstract="A coideal and its means, k of them.", authors=("Ann Ray",)),
]
Ask = Callable[..., list[str]]


@pytest.fixture
def ask(tmp_path: Path) -> Iterator[Ask]:
    """Searches a library of the papers given (titles, or titles with abstracts) beside those above."""

    def ask(typed: str, *papers: str | tuple[str, str] | Draft) -> list[str]:
        with filled(tmp_path / "papers.db", papers) as library:
            return shown(library, typed)[0]

    yield ask


@contextmanager
def filled(path: Path, papers: tuple[str | tuple[str, str] | Draft, ...]) -> Iterator[Library]:
    drafts = [
        paper if isinstance(paper, Draft) else Draft(title=paper) if isinstance(paper, str)
        else Draft(title=paper[0], abstract=paper[1])
        for paper in papers
    ]  # fmt: skip
    with Library.open(path) as library:
        with library.ledger.importing("papers") as importing:
            importing.add([*FILLING, *drafts], file="papers.txt", format="jsonl")
        yield library


def shown(library: Library, typed: str) -> tuple[list[str], Found]:
    searcher = library.searcher()
    try:
        found = searcher.find(parse(typed))
    finally:
        searcher.close()
    return [paper.title or "" for paper in library.papers(list(found.ids))], found


@pytest.mark.parametrize("typed", ["nonconvex", "nonconvex "])
def test_a_word_written_in_two_in_abstracts_only(ask: Ask, typed: str) -> None:
    papers = [
        ("Descent", "We solve non-convex problems."),
        ("Sets", "A convex set and a non trivial one."),
    ]
    assert ask(typed, *papers) == ["Descent"], "the words must stand side by side"


@pytest.mark.parametrize(
    ("typed", "paper"),
    [
        ("xray", "Studies by x-ray"),
        ("kmeans", "Fast k-means"),
        ("tsne", "Views by t-SNE"),
        ("ecommerce", ("Shops", "About e-commerce.")),
        ("obrien", Draft(title="Frames", authors=("Ann O'Brien",))),
        ("darcy", Draft(title="Flows", authors=("Jean D’Arcy",))),
    ],
)
def test_a_single_letter_before_a_mark(ask: Ask, typed: str, paper: str | tuple[str, str] | Draft) -> None:
    title = paper if isinstance(paper, str) else paper[0] if isinstance(paper, tuple) else paper.title
    assert ask(typed, paper)[:1] == [title]


def test_what_is_said_of_a_single_letter_before_a_mark(tmp_path: Path) -> None:
    with filled(tmp_path / "papers.db", (Draft(title="Frames", authors=("Ann O'Brien",)),)) as library:
        assert shown(library, "obrien")[1].corrections == (("obrien", "o brien"),)


def test_both_ways_of_writing_are_found_and_the_typed_one_comes_first(ask: Ask) -> None:
    papers = ["Pretraining zeroshot", "Pre-training of deep transformers"]
    assert ask("pretraining", *papers) == papers
    assert sorted(ask("pre training")) == sorted(papers)
    assert sorted(ask("pre-training")) == sorted(papers)


def test_a_common_word_is_not_taken_for_two(tmp_path: Path) -> None:
    papers = (*(f"A network of {n}" for n in range(60)), "The net work of a year", "Far along", "A long way")
    with filled(tmp_path / "papers.db", papers) as library:
        vocabulary = Vocabulary(library.reader())
        assert not vocabulary.group("network", open=False, forgiving=False).phrases
        assert not vocabulary.group("along", open=False, forgiving=False).phrases


@pytest.mark.parametrize("typed", ["lecun", "hinton", "goedel", "erdos", "gpt", "covid", "obrien"])
def test_a_short_word_is_not_taken_for_one_that_is_hardly_like_it(ask: Ask, typed: str) -> None:
    assert ask(typed, "On pt and get") == []


@pytest.mark.parametrize("typed", ["erorr", "lerning", "modle", "loking", "orientatoins", "orentatins", "orientasi"])
def test_slips_are_still_understood(ask: Ask, typed: str) -> None:
    assert ask(typed)
