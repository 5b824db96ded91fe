"""Citation keys of ordinary papers, of strange ones, and of papers of which little is known."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readlist.citations.keys import citation_key, to_ascii, unique_key
from readlist.paper import Record

TITLE = "Retrieval-Augmented Generation for Knowledge-Intensive NLP Tasks"


@pytest.mark.parametrize(
    ("author", "part"),
    [
        ("Patrick Lewis", "lewis"),
        ("Ludwig van der Berg", "vanderberg"),
        ("Luc Van Gool", "vangool"),
        ("Jürgen Müller", "muller"),
        ("Søren Nørgård", "norgard"),
        ("Franz Weiß", "weiss"),
        ("Łukasz Kaiser", "kaiser"),
        ("Conor O’Brien", "obrien"),
        ("Hector Garcia-Molina", "garciamolina"),
        ("Martin Luther King, Jr.", "king"),
        ("Лев Толстой", "tolstoi"),
        ("Κωνσταντίνος Παπαδόπουλος", "papadopoylos"),
        ("김철수", "gimceolsu"),
        ("张三", "zhang"),
        ("さくら", "sakura"),
        ("The ATLAS Collaboration", "atlas"),
        ("LIGO Scientific Collaboration", "ligo"),
        ('Kurt G{\\"o}del', "godel"),
        ("Madonna", "madonna"),
    ],
)
def test_the_first_author_leads(author: str, part: str) -> None:
    record = Record(authors=(author, "Somebody Else"), year=2020, title=TITLE)
    assert citation_key(record) == f"{part}2020retrieval"


@pytest.mark.parametrize(
    ("title", "part"),
    [
        ("Attention Is All You Need", "attention"),
        ("On the Opportunities and Risks of Foundation Models", "opportunities"),
        ("LoRA: Low-Rank Adaptation", "lora"),
        ("A 3D Map of Everything", "3d"),
        ("What's in a Name", "whats"),
        ("β-VAE", "bvae"),
        ("U-Net: Convolutional Networks", "unet"),
        ("$k$-Means", "kmeans"),
        ("An A-1 Thing", "thing"),
        ("$\\alpha$-Divergence Minimization", "divergence"),
        ("Über die von der molekularkinetischen Theorie", "uber"),
        ("1984", "1984"),
        ("2020 Vision", "vision"),
        ("The", "the"),
        ("深度学习综述", ""),
        ("!?", ""),
        (None, ""),
    ],
)
def test_then_the_first_telling_word_of_the_title(title: str | None, part: str) -> None:
    assert citation_key(Record(authors=("Ann Lee",), year=2020, title=title)) == f"lee2020{part}"


@pytest.mark.parametrize(
    ("known", "key"),
    [
        ({"authors": ("Patrick Lewis",), "title": TITLE}, "lewisretrieval"),
        ({"authors": ("Patrick Lewis",)}, "lewis"),
        ({"title": TITLE, "year": 2020}, "retrieval-augmented-generation-2020"),
        ({"title": TITLE}, "retrieval-augmented-generation"),
        ({"title": "深度学习综述", "authors": ("山田太郎",), "year": 2020}, "anon-2020"),
        ({"title": TITLE, "authors": ("山田太郎",), "year": 2020}, "retrieval-augmented-generation-2020"),
        ({"abstract": "This article introduces a new family of telescope mirrors, named"}, "family-telescope-mirrors"),
        ({"abstract": "Careful measuring (CM) instruments"}, "careful-measuring-cm"),
        ({"year": -3}, "anon"),
        ({}, "anon"),
    ],
)
def test_a_part_that_is_unknown_is_left_out(known: dict[str, Any], key: str) -> None:
    assert citation_key(Record(**known)) == key


def test_suffixes_go_on_for_ever() -> None:
    taken: set[str] = set()
    for _ in range(3000):
        key = unique_key("lewis2020retrieval", taken.__contains__)
        assert key not in taken
        taken.add(key)
    assert {"lewis2020retrieval", "lewis2020retrievala", "lewis2020retrievalz", "lewis2020retrievalaa"} <= taken
    assert max(map(len, taken)) == len("lewis2020retrieval") + 3


def test_a_base_that_thousands_share_is_not_asked_for_each_of_them() -> None:
    taken = {unique_key("anon", lambda _: False)}
    for _ in range(5000):
        taken.add(unique_key("anon", taken.__contains__))
    asked: list[str] = []
    unique_key("anon", lambda key: not asked.append(key) and key in taken)  # type: ignore[func-returns-value]
    assert len(asked) < 800


def test_a_freed_suffix_is_given_again() -> None:
    assert unique_key("a-b", {"a-b", "a-b-b"}.__contains__) == "a-b-a"


def test_letters_without_a_spelling_go() -> None:
    assert to_ascii("Æon œuvre ƒ 中") == "aeon oeuvre f "


@settings(deadline=None, max_examples=200)
@given(
    st.lists(st.text(max_size=40), max_size=2),
    st.none() | st.integers(),
    st.none() | st.text(max_size=80),
    st.none() | st.text(max_size=80),
)
def test_a_key_is_plain_and_never_empty(
    authors: list[str], year: int | None, title: str | None, abstract: str | None
) -> None:
    key = citation_key(Record(authors=tuple(authors), year=year, title=title, abstract=abstract))
    assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", key)
    assert len(key) < 120
