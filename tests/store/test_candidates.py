"""Gathering candidates: what is asked once, what is left out when it is too much work, and what that changes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from readlist.paper import Draft
from readlist.query import parse
from readlist.store import Library, Searcher, candidates
from readlist.store.candidates import Source
from readlist.store.clock import Clock
from readlist.store.filters import Filter
from readlist.store.vocabulary import Vocabulary

PAPERS = [
    *(Draft(title=f"Graph of a lens {n}", abstract="Optics and glass.", arxiv=f"2101.{n:05}") for n in range(400)),
    Draft(title="The lens in a graph", abstract="Refraction and wombats.", arxiv="2102.00001"),
]


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "papers.db") as library:
        with library.ledger.importing("papers") as importing:
            importing.add(PAPERS, file="papers.txt", format="jsonl")
        yield library


@pytest.fixture
def searcher(library: Library) -> Iterator[Searcher]:
    searcher = library.searcher()
    yield searcher
    searcher.close()


def test_the_same_question_is_asked_once(library: Library) -> None:
    connection = library.reader()
    source = Source(connection, Filter(), None, Clock(lambda: False, None))
    asked: list[str] = []
    connection.set_trace_callback(lambda sql: asked.append(sql) if ".rowid FROM" in sql else None)
    assert len(source.ids("body", '"lens"', 120)) == 120
    assert len(source.ids("body", '"lens"', 40)) == 40
    assert source.has_others("body", '"lens"', range(300, 402))
    assert len(asked) == 1
    assert len(source.ids("head", '"lens"', 120)) == 120
    assert len(asked) == 2
    assert not source.has_others("body", '"wombats"', {401})
    assert len(source.ids("body", '"wombats"', 120)) == 1
    assert len(asked) == 3
    connection.set_trace_callback(None)


def test_whether_there_are_others_is_asked_where_all_that_is_known_is_shown(library: Library) -> None:
    source = Source(library.reader(), Filter(), None, Clock(lambda: False, None))
    newest = source.ids("body", '"lens"', 120)
    assert source.has_others("body", '"lens"', {*newest, min(newest) - 1})
    assert not source.has_others("body", '"lens"', range(1, 402))


def test_a_phrase_that_is_too_much_work_is_looked_for_among_the_newest(
    searcher: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert searcher.find(parse("lens in a graph")).ids[0] == 401
    monkeypatch.setattr(candidates, "PHRASE_BUDGET", 5)
    assert searcher.find(parse("graph of a lens 399 ")).ids[0] == 400
    found = searcher.find(parse("graph of a lens"))
    assert len(found.ids) >= candidates.ENOUGH
    assert not found.complete


def test_after_much_work_only_what_must_be_is_asked(searcher: Searcher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "WORK", -1.0)
    assert searcher.find(parse("lens graph wombats")).ids[0] == 401, "nothing is there yet: the body is asked"
    assert searcher.find(parse("wombast")).ids[0] == 401
    assert len(searcher.find(parse("graph of a lens")).ids) >= candidates.ENOUGH


def test_an_abbreviation_is_looked_for_by_the_words_that_tell_something(library: Library) -> None:
    with library.ledger.importing("more") as importing:
        importing.add(
            [
                Draft(title="Taggers", abstract="We study part of speech (POS) tags."),
                Draft(title="Parts and a speech", abstract="Part of it, and of speech."),
            ],
            file="more.txt",
            format="jsonl",
        )
    searcher = library.searcher()
    assert searcher.find(parse("pos ")).ids
    group = searcher._vocabulary.group("pos", open=False, forgiving=False)
    assert list(group.phrases) == [("part", "of", "speech")]
    assert group.apart == [("part", "speech")]
    assert searcher.find(parse("pos ")).ids[0] == 402
    searcher.close()


LONG_QUESTIONS = [
    Draft(title="Graph networks for roads", abstract="Attention to traffic."),
    Draft(title="Traffic of a graph", abstract="We predict nothing."),
    Draft(title="Neural attention", authors=("Li Zhang",), abstract="Of robots."),
    Draft(title="A transformer for robots", authors=("Wei Zhang",), abstract="Neural all the way."),
]


@pytest.fixture
def longer(library: Library) -> Library:
    with library.ledger.importing("more") as importing:
        importing.add(LONG_QUESTIONS, file="more.txt", format="jsonl")
    return library


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("graph neural networks for traffic prediction with attention", "Graph networks for roads"),
        ("zhang graph neural transfomer robot", "A transformer for robots"),
        ("zhang transformer quux attention traffic", "Neural attention"),
    ],
)
def test_a_long_question_is_answered_by_what_holds_most_of_its_words(longer: Library, typed: str, title: str) -> None:
    searcher = longer.searcher()
    found = longer.papers(list(searcher.find(parse(typed)).ids))
    assert title in [paper.title for paper in found[:2]]
    searcher.close()


def test_tells_which_words_had_to_be_left_out(longer: Library) -> None:
    connection = longer.reader()
    vocabulary = Vocabulary(connection)
    source = Source(connection, Filter(), None, Clock(lambda: False, None))
    typed = ["zhang", "transformer", "wombats", "quuxly", "refraction"]
    groups = [vocabulary.group(word, open=False, forgiving=True) for word in typed]
    found = candidates.widen(candidates.find(groups, vocabulary, source), groups, vocabulary, source)
    assert found.let_go
    by_zhang = [paper for paper in found.in_head if paper != 401]
    assert candidates.left_out(found, by_zhang, source) == ("wombats", "quuxly", "refraction")
    assert candidates.left_out(found, [*by_zhang, 401], source) == ("quuxly",)
    assert candidates.left_out(found, [], source) == ()


def test_words_run_together_bring_back_nothing_whose_parts_stand_apart(library: Library) -> None:
    with library.ledger.importing("more") as importing:
        importing.add(
            [Draft(title="Descent", abstract="Non-convex."), Draft(title="Sets", abstract="Convex or non.")],
            file="more.txt",
            format="jsonl",
        )
    searcher = library.searcher()
    for typed in ("nonconvex", "nonconvex sort:title"):
        found = searcher.find(parse(typed))
        assert [paper.title for paper in library.papers(list(found.ids))] == ["Descent"]
        assert found.complete and searcher.count(parse(typed)) == 1
    searcher.close()
