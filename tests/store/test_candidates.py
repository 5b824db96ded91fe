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
    group = searcher._groups(["pos"], False, forgiving=False) if searcher.find(parse("pos ")).ids else []
    assert [list(one.phrases) for one in group] == [[("part", "of", "speech")]]
    assert group[0].apart == [("part", "speech")]
    assert searcher.find(parse("pos ")).ids[0] == 402
    searcher.close()
