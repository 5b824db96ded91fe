"""The lanes between screen and library: late answers are dropped, kept papers stay."""

import asyncio
import threading
from array import array
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from screen_text import running

from readlist.query import Query, parse
from readlist.store import Found, Interrupted, Library, Searcher
from readlist.store.ledger import Ledger
from readlist.ui.work import Desk, settled

ids = st.lists(st.integers(1, 30), unique=True)


def test_kept_papers_stay_behind_the_one_they_stood_behind() -> None:
    old, new = array("q", [1, 2, 3, 4, 5]), array("q", [1, 4, 5, 6])
    assert settled(old, new, {2, 3}).tolist() == [1, 2, 3, 4, 5, 6]
    assert settled(old, new, {1, 3}).tolist() == [1, 3, 4, 5, 6]
    assert settled(old, array("q", [6]), {1}).tolist() == [1, 6]


@settings(deadline=None, max_examples=200)
@given(ids, ids, st.sets(st.integers(1, 30)))
def test_nothing_found_is_lost_nothing_is_shown_twice(old: list[int], new: list[int], kept: set[int]) -> None:
    result = settled(array("q", old), array("q", new), kept).tolist()
    assert len(result) == len(set(result))
    assert set(result) == set(new) | (kept & set(old))
    assert [paper for paper in result if paper in set(new)] == new


class SlowSearcher:
    """Finds nothing for "slow" until it is interrupted, and one paper for anything else."""

    def __init__(self) -> None:
        self.stop = threading.Event()
        self.begun = threading.Event()
        self.closed = False

    def find(self, query: Query, *, limit: int) -> Found:
        if "slow" in query.words:
            self.begun.set()
            assert self.stop.wait(10)
            self.stop.clear()
            raise Interrupted
        return Found(array("q", [7]), None, False, (), (), ())

    def rest(self, query: Query, found: Found) -> "Iterator[array[int]]":
        yield array("q", [8, 9])
        yield array("q", [10])

    def interrupt(self) -> None:
        self.stop.set()

    def close(self) -> None:
        self.closed = True


async def test_a_late_answer_is_dropped_and_its_search_interrupted() -> None:
    searcher = SlowSearcher()
    library = SimpleNamespace(searcher=lambda: searcher, summaries=lambda ids: {})
    desk = Desk(cast(Any, library))
    slow = asyncio.create_task(desk.ask(parse("slow"), 10))
    while not searcher.begun.is_set():
        await asyncio.sleep(0.001)
    answer = await desk.ask(parse("quick"), 10)
    assert answer is not None
    assert answer.ids.tolist() == [7]
    assert await slow is None
    assert desk.current(answer)
    followed: list[int] = []
    assert await desk.rest(parse("quick"), answer, lambda ids: followed.extend(ids))
    assert followed == [8, 9, 10]
    newer = await desk.everything(parse("quick"))
    assert newer is not None
    assert newer[1].tolist() == [7, 8, 9, 10]
    assert not await desk.rest(parse("quick"), answer, followed.extend)
    desk.close()
    assert searcher.closed


async def test_the_event_loop_never_touches_the_library(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loop_thread = threading.get_ident()
    touched: list[str] = []

    def watch(owner: type, name: str) -> None:
        original = getattr(owner, name)

        def watched(*arguments: Any, **options: Any) -> Any:
            if threading.get_ident() == loop_thread:
                touched.append(f"{owner.__name__}.{name}")
            return original(*arguments, **options)

        monkeypatch.setattr(owner, name, watched)

    async with running(path) as screen:
        for owner in (Library, Ledger, Searcher):
            for name, value in vars(owner).items():
                if callable(value) and not name.startswith("_") and name not in ("close", "interrupt"):
                    watch(owner, name)
        await screen.press("j", "G", "g", "n", "N", "space", "r", "s", "3", "0", "v", "V", "ctrl+a", "escape")
        await screen.press("slash", "a", "escape", "escape", "shift+tab", "j", "enter", "comma", "y", "comma", "0")
        await screen.press("t", "x", "enter", "y", "k", "o", "m", "x", "escape", "e", "escape", "d", "y", "u", "ctrl+r")
        await screen.press(
            "slash", "t", "a", "tab", "r", "tab", "down", "w", "x", "enter", "R", "escape", "f", "1", "slash"
        )
        await screen.press("up", "escape", "backspace", "escape", "w", "escape", "u")
        screen.main.work("look", screen.main._look)
        await screen.rest()
    assert touched == []
