"""Filters: each field of the query language lets through just the papers it names."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readlist.paper import Draft
from readlist.query import parse
from readlist.store import Library, Searcher, filters
from readlist.store.words import words

DRAFTS = {
    "huggingface": [
        Draft(
            title="Alpha networks",
            authors=("Ludwig van der Berg", "Ann Lee"),
            year=2019,
            venue="ACL 2019",
            doi="10.1/alpha",
            abstract="Plain words stand here.",
        ),
        Draft(
            title="Beta networks",
            authors=("Lee Ann",),
            year=2020,
            venue="Nature",
            arxiv="2005.11401",
            url="https://x.org",
            abstract="Here stand other words.",
        ),
    ],
    "catalyzex": [
        Draft(abstract="Gamma rays without a title.", label="Jack"),
        Draft(title="Delta_1 100% sure", year=2021),
    ],
}


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    path: Path = tmp_path_factory.mktemp("filters") / "papers.db"
    with Library.open(path) as library:
        for name, drafts in DRAFTS.items():
            with library.ledger.importing(name) as importing:
                importing.add(drafts, file=f"{name}_page.txt", format=name)
        ledger = library.ledger
        ledger.tag([1, 2], add=["rag", "to read"])
        ledger.tag([3], add=["ragtime"])
        ledger.mark([1], "read")
        ledger.mark([2], "reading")
        ledger.star([2, 4], True)
        ledger.prioritise([4], 1)
        ledger.note(1, "mind the gap")
        ledger.save_search("mine", "networks -is:read")
        searcher = library.searcher()
        yield searcher
        searcher.close()


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("tag:rag", {1, 2}),
        ("tag:RAG", {1, 2}),
        ("tag:rag*", {1, 2, 3}),
        ('tag:"to read"', {1, 2}),
        ("-tag:rag", {3, 4}),
        ("is:unread", {3, 4}),
        ("is:reading", {2}),
        ("is:read", {1}),
        ("is:read|reading", {1, 2}),
        ("is:starred", {2, 4}),
        ("is:untitled", {3}),
        ("author:lee", {1, 2}),
        ('author:"van der ber"', {1}),
        ('author:"lee ann"', {2}),
        ("author:++", set()),
        ("title:net", {1, 2}),
        ("venue:acl", {1}),
        ("year:2020", {2}),
        ("year:2019..2020", {1, 2}),
        ("year:..2019", {1}),
        ("year:2020..", {2, 4}),
        ("year:202", {2, 4}),
        ("-year:2020", {1, 3, 4}),
        ("source:huggingface", {1, 2}),
        ("source:jack", {3}),
        ("source:catalyzex_page", {3, 4}),
        ("source:%", set()),
        ("added:1d", {1, 2, 3, 4}),
        ("added:..2001", set()),
        ("added:2001..", {1, 2, 3, 4}),
        ("has:note", {1}),
        ("has:doi", {1}),
        ("has:arxiv", {2}),
        ("has:url", {2}),
        ("has:abstract", {1, 2, 3}),
        ("-has:title", {3}),
        ("has:authors", {1, 2}),
        ("has:tags", {1, 2, 3}),
        ("has:file", set()),
        ("doi:10.1/", {1}),
        ("arxiv:2005", {2}),
        ("is:duplicate", set()),
        ('"plain words"', {1}),
        ('"words plain"', set()),
        ('"PLAIN, words"', {1}),
        ('"plain word"', set()),
        ('"lain words"', set()),
        ('"networks Ludwig"', set()),
        ('"berg ann"', set()),
        ('"ann lee"', {1}),
        ('"2019 plain"', set()),
        ('"sure\\"', {4}),
        ('"delta 1"', {4}),
        ('author:"berg ann"', set()),
        ('author:"ann l"', {1}),
        ('author:"ann lee"', {1}),
        ('-author:"ann lee" has:authors', {2}),
        ('tag:"to read"|ragtime', {1, 2, 3}),
        ("saved:none", set()),
        ("-saved:none is:starred", {2, 4}),
        ("saved:none OR is:read", {1}),
        ("related:none", set()),
        ('"beta networks"', {2}),
        ("-networks", {3, 4}),
        ("alpha OR gamma", {1, 3}),
        ("-(alpha OR gamma)", {2, 4}),
        ("(alpha OR is:untitled) has:abstract", {1, 3}),
        ("alpha OR", {1}),
    ],
)
@pytest.mark.parametrize("many", [2000, 1])
def test_lets_through(
    searcher: Searcher, monkeypatch: pytest.MonkeyPatch, typed: str, expected: set[int], many: int
) -> None:
    monkeypatch.setattr(filters, "MANY", many)
    assert set(searcher.find(parse(typed)).ids) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("sort:year", [4, 2, 1, 3]),
        ("-sort:year", [1, 2, 4, 3]),
        ("sort:title", [1, 2, 4, 3]),
        ("-sort:title", [4, 2, 1, 3]),
        ("sort:author", [2, 1, 4, 3]),
        ("sort:priority is:starred", [4, 2]),
        ("-sort:added has:abstract", [1, 2, 3]),
        ("sort:year networks", [2, 1]),
        ("sort:year netwroks", [2, 1]),
        ("sort:year xyzzy", []),
    ],
)
def test_orders(searcher: Searcher, typed: str, expected: list[int]) -> None:
    assert list(searcher.find(parse(typed)).ids) == expected


def test_a_key_is_found_by_how_it_begins(searcher: Searcher) -> None:
    assert set(searcher.find(parse("key:ann")).ids) == {2}
    assert set(searcher.find(parse("key:ANN2020")).ids) == {2}
    assert not searcher.find(parse("key:%")).ids


@settings(deadline=None, max_examples=200)
@given(st.text("ab_-.,\n1 \\\x1f", max_size=30), st.text("ab1 ", min_size=1, max_size=6))
def test_a_phrase_stands_in_a_text_as_its_words_do(text: str, asked: str) -> None:
    phrase = " ".join(words(asked))
    if phrase:
        held = any(f" {phrase} " in f" {' '.join(words(part))} " for part in text.split("\x1f"))
        assert filters._holds_phrase(text, phrase) == held


PIECES = st.sampled_from(
    [
        "networks", "wrods", "alpha", "plain", "OR", "-", "(", ")", '"', "|", "*", "c++", "NEAR(", "10.1038/x", "é",
        "中", "tag:rag",
        "tag:*", "tag:%", "is:unr", "is:duplicate", 'author:"lee ann"', "author:-", "title:net", "venue:acl",
        "year:2019..", "added:7d", "source:jack", "has:file", "key:a", "doi:10", "arxiv:2", "saved:mine", "saved:none",
        "related:lee", "related:zzz", "sort:author", "-sort:year", "\ud800", "\x00",
    ]
)  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(st.lists(PIECES, max_size=7).map(" ".join) | st.lists(PIECES, max_size=5).map("".join))
def test_whatever_is_asked_is_answered_and_counted(searcher: Searcher, typed: str) -> None:
    query = replace(parse(typed), open=False)  # nothing is half typed where papers are counted
    found = searcher.find(query)
    assert found.complete and searcher.count(query) == len(found.ids) == len(set(found.ids))
    assert set(query.notes) <= set(found.notes)
    first = searcher.find(query, limit=1)
    if found.scores is None and found.ids:
        others = [] if first.complete else [paper for chunk in searcher.rest(query, first) for paper in chunk]
        assert [*first.ids, *others] == list(found.ids)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("title:神经", {1}),
        ('"神经"', {1}),
        ('"神经网络"', {1}),
        ('"经神"', set()),
        ("title:网神", set()),
        ("title:经", {1}),
        ("title:基于深度学习的神经网络研究", {1}),
        ("author:王小", {1}),
        ("author:王小明", {1}),
        ("author:小王", set()),
        ("venue:計算機", {2}),
        ("title:ニューラル", {2}),
        ("title:BERT模型", {2}),
        ("title:模型BER", {2}),
        ("title:模型T", set()),
        ('"模型 bert"', {2}),
        ('-"神经"', {2}),
    ],
)
def test_scripts_without_blanks_are_found_letter_by_letter(tmp_path: Path, typed: str, expected: set[int]) -> None:
    with Library.open(tmp_path / "papers.db") as library:
        with library.ledger.importing("papers") as importing:
            drafts = [
                Draft(title="基于深度学习的神经网络研究", authors=("王小明", "李雷")),
                Draft(title="BERT模型とニューラルネット 模型bert", authors=("山田太郎",), venue="電子計算機学会"),
            ]
            importing.add(drafts, file="papers.txt", format="jsonl")
        searcher = library.searcher()
        assert set(searcher.find(parse(typed)).ids) == expected
        searcher.close()
