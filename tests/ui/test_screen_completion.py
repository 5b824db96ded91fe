"""Completion in the search box: names and values are offered, Tab takes them, Esc drops them."""

import threading
from pathlib import Path
from typing import Any

import pytest
from screen_text import Running, assert_snapshot, running

from readlist.store import Library


def offered(screen: Running) -> list[tuple[str, int | None]]:
    return [(offer.value, offer.papers) for offer in screen.main.offers.offers]


async def test_names_are_offered_first_then_values_with_their_papers(path: Path) -> None:
    async with running(path) as screen:
        await screen.press("slash")
        await screen.type("a")
        assert offered(screen) == []
        await screen.type("u")
        assert offered(screen) == [("author:", None)]
        await screen.press("tab")
        assert screen.main.box.text == "author:"
        await screen.type("lew")
        assert offered(screen) == [("Patrick Lewis", 1)]
        await screen.press("tab")
        assert screen.main.box.text == 'author:"Patrick Lewis" '
        assert offered(screen) == []
        await screen.type("rag")
        assert screen.main.box.text == 'author:"Patrick Lewis" rag'
        assert len(screen.titles()) == 1


@pytest.mark.parametrize(
    ("typed", "first"),
    [("is:unr", "unread"), ("has:ab", "abstract"), ("sort:ye", "year"), ("tag:r", "rag"),
     ("venue:jour", "Journal of Tests"), ("-tag:q", "qa"), ("(is:st", "starred"), ("source:hug", "huggingface")],
)  # fmt: skip
async def test_values(path: Path, typed: str, first: str) -> None:
    async with running(path) as screen:
        await screen.press("slash")
        screen.main.box.put(typed)
        await screen.rest()
        assert offered(screen)[0][0] == first


async def test_tab_goes_through_the_offers_and_back(path: Path) -> None:
    async with running(path) as screen:
        await screen.press("slash")
        await screen.type("tag:")
        assert offered(screen) == [("rag", 2), ("qa", 1)]
        texts = []
        for key in ("tab", "tab", "tab", "shift+tab"):
            await screen.press(key)
            texts.append(screen.main.box.text)
        assert texts == ["tag:rag ", "tag:qa ", "tag:rag ", "tag:qa "]
        assert screen.titles() == ["Retrieval-Augmented Generation for Knowledge-Intensive NLP Tasks"]
        assert screen.main.place == "search"
        await screen.type("x")
        assert offered(screen) == []


async def test_no_more_than_eight_are_offered(path: Path) -> None:
    async with running(path) as screen:
        await screen.press("slash")
        await screen.type("author:author")
        assert len(offered(screen)) == 8
        assert screen.main.offers.size.height == 8


async def test_without_offers_tab_goes_to_the_next_pane(path: Path) -> None:
    async with running(path) as screen:
        await screen.press("slash")
        await screen.type("retrieval")
        await screen.press("tab")
        assert screen.main.place == "sidebar"


async def test_escape_closes_the_offers_first_and_for_this_word(path: Path) -> None:
    async with running(path) as screen:
        await screen.press("slash")
        await screen.type("tag:r")
        await screen.press("escape")
        assert not screen.main.offers.display
        assert screen.main.box.text == "tag:r"
        await screen.type("a")
        assert not screen.main.offers.display
        await screen.type(" is:")
        assert screen.main.offers.display
        await screen.press("escape", "escape")
        assert screen.main.box.text == ""
        assert screen.main.place == "search"


async def test_leaving_the_box_closes_the_offers(path: Path) -> None:
    async with running(path) as screen:
        await screen.press("slash")
        await screen.type("is:")
        await screen.press("down")
        assert screen.main.place == "list"
        assert not screen.main.offers.display


async def test_the_mouse_chooses(path: Path) -> None:
    async with running(path) as screen:
        await screen.press("slash")
        await screen.type("is:")
        await screen.pilot.click("#offers", offset=(4, 1))
        await screen.rest()
        assert screen.main.box.text == "is:reading "
        assert screen.main.place == "search"
        assert not screen.main.offers.display


async def test_a_burst_of_keys_with_tab_in_it_is_obeyed_in_order(path: Path) -> None:
    async with running(path) as screen:
        await screen.press("slash")
        keys = [*"tag", "colon", "r", "a", "tab", *"is", "colon", "r", "e", "a", "d", "i", "tab", *"ram", "enter", "s"]
        for key in keys:
            screen.app.post_message(key_event(key))
        await screen.rest()
        assert screen.main.box.text == "tag:rag is:reading ram"
        assert screen.main.place == "list"
        assert screen.said.startswith("took the star off")


async def test_what_follows_a_tab_that_leaves_goes_where_it_went(path: Path) -> None:
    async with running(path, (80, 24)) as screen:
        await screen.press("slash")
        for key in [*"language", "tab", "j", "j"]:
            screen.app.post_message(key_event(key))
        await screen.rest()
        assert screen.main.box.text == "language"
        assert screen.main.papers.cursor == 2


def key_event(key: str) -> Any:
    from textual.events import Key

    return Key(key, {"colon": ":"}.get(key, key if len(key) == 1 else None))


async def test_late_offers_are_dropped_and_tab_waits_for_its_own(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = threading.Event()
    original = Library.completions

    def completions(self: Library, field: str, beginning: str, limit: int = 8) -> list[tuple[str, int | None]]:
        if field == "venue":
            slow.wait(0.2)
        return original(self, field, beginning, limit)

    monkeypatch.setattr(Library, "completions", completions)
    async with running(path) as screen:
        await screen.press("slash")
        for key in [*"venue", "colon", "j", "tab"]:
            screen.app.post_message(key_event(key))
        await screen.rest()
        assert screen.main.box.text == 'venue:"Journal of Tests" '
        screen.main.box.put("venue:j")
        await screen.pilot.pause()
        screen.main.box.put("tag:q")
        await screen.rest()
        assert offered(screen) == [("qa", 1)]


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_how_offers_look(path: Path, size: tuple[int, int]) -> None:
    async with running(path, size) as screen:
        await screen.press("slash")
        await screen.type("language tag:")
        assert_snapshot(f"offers-{size[0]}x{size[1]}", screen.lines())
        below = screen.main.papers.region
        await screen.press("escape")
        assert screen.main.papers.region == below


async def test_numbers_stand_only_where_they_hold_and_whole_values_are_not_offered(path: Path) -> None:
    async with running(path) as screen:
        await screen.press("slash")
        await screen.type("(tag:")
        assert offered(screen) == [("rag", 2), ("qa", 1)]
        await screen.type("rag")
        assert offered(screen) == []
        screen.main.box.put("neural tag:r")
        await screen.rest()
        assert offered(screen) == [("rag", None)]
        screen.main.box.put("")
        screen.main.sidebar.choose("tag", "rag")
        await screen.rest()
        screen.main.box.put("tag:q")
        await screen.rest()
        assert offered(screen) == [("qa", None)]
