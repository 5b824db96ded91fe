"""Choosing papers for another program: Enter ends with their keys."""

from pathlib import Path

import pytest
from screen_text import Running, assert_snapshot, running


def picked(screen: Running) -> object:
    return screen.app.return_value


def keys(screen: Running, *places: int) -> tuple[str, ...]:
    ids = screen.main.papers.ids
    return tuple(paper.key or "" for paper in screen.library.papers([ids[place] for place in places]))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_it_begins_with_the_question_and_says_what_enter_does(path: Path, size: tuple[int, int]) -> None:
    async with running(path, size, query="retrieval", picking=True) as screen:
        assert screen.main.place == "search"
        assert screen.main.box.text == "retrieval"
        assert len(screen.titles()) == 3
        assert "enter picks" in screen.lines()[-1]
        assert_snapshot(f"picking-{size[0]}x{size[1]}", screen.lines())
        await screen.press("down")
        assert "enter picks" in screen.lines()[-1]


async def test_enter_in_the_box_picks_what_was_typed(path: Path) -> None:
    from textual.events import Key

    async with running(path, picking=True) as screen:
        expected = next(
            paper.key for paper in screen.library.papers(list(screen.main.papers.ids)) if "ASQA" in str(paper.title)
        )
        for key in [*"asqa", "enter"]:
            screen.app.post_message(Key(key, key if len(key) == 1 else None))
        await screen.rest()
        assert picked(screen) == (expected,)


async def test_enter_in_the_list_picks_the_selection_in_its_order(path: Path) -> None:
    async with running(path, picking=True) as screen:
        await screen.press("escape", "j", "j", "j", "v", "k", "k", "v")
        expected = keys(screen, 1, 3)
        await screen.press("enter")
        assert picked(screen) == expected


async def test_leaving_picks_nothing(path: Path) -> None:
    async with running(path, query="asqa", picking=True) as screen:
        await screen.press("escape")
        assert screen.main.box.text == ""
        await screen.press("escape", "q")
        assert picked(screen) is None


async def test_nothing_found_is_nothing_to_pick(path: Path) -> None:
    async with running(path, query="zzzzzzzz", picking=True) as screen:
        await screen.press("enter")
        assert picked(screen) is None
        assert "there is no paper to pick" in screen.said


async def test_what_was_picked_from_is_remembered(path: Path) -> None:
    async with running(path, query="asqa", picking=True) as screen:
        await screen.press("enter")
        assert screen.library.asked() == ["asqa"]
