"""Saved searches: saving, choosing, renaming, forgetting, and their place in the sidebar."""

from pathlib import Path

import pytest
from screen_text import Running, assert_snapshot, running

from readlist.store import Library

IN_CONTEXT = "In-Context Retrieval-Augmented Language Models"


@pytest.fixture
def path(path: Path) -> Path:
    with Library.open(path) as library:
        library.ledger.save_search("to cite", "tag:rag is:reading")
        library.ledger.save_search("by year", "language sort:year")
    return path


def saved(screen: Running) -> list[tuple[str, int | None]]:
    return [(entry.label, entry.number) for entry in screen.main.sidebar.entries if entry.kind == "saved"]


async def go_to(screen: Running, label: str) -> None:
    screen.main.sidebar.choose("saved", label)
    screen.main.verbs.go("sidebar")
    await screen.rest()


async def test_they_stand_in_the_sidebar_with_their_counts(path: Path) -> None:
    async with running(path) as screen:
        headings = [e.label for e in screen.main.sidebar.entries if e.query is None and e.label]
        assert headings == ["LIBRARY", "TAGS", "SAVED", "SOURCES"]
        assert saved(screen) == [("to cite", 1), ("by year", 29)]
        await screen.press("j", "space")
        assert saved(screen) == [("to cite", 0), ("by year", 29)]


async def test_f_shows_one_and_one_can_search_within(path: Path) -> None:
    async with running(path) as screen:
        await screen.press("slash")
        await screen.type("asqa")
        await screen.press("enter", "f")
        assert_snapshot("saved-menu-120x40", screen.lines())
        await screen.press("1")
        assert screen.titles() == [IN_CONTEXT]
        assert screen.lines()[1].startswith(" to cite ❯ search")
        assert_snapshot("saved-120x40", screen.lines())
        await screen.press("f", "2", "slash")
        await screen.type("augmentd")
        assert "3 of 29" in screen.lines()[1]
        await screen.press("enter", "f", "0")
        assert len(screen.titles()) == 35


async def test_w_saves_view_words_and_order(path: Path) -> None:
    async with running(path) as screen:
        screen.main.sidebar.choose("tag", "rag")
        await screen.rest()
        await screen.press("slash")
        await screen.type("retrieval -is:read")
        await screen.press("enter", "comma", "y", "w")
        assert_snapshot("save-search-120x40", screen.lines())
        await screen.press("enter")
        assert "saved the search “rag retrieval”" in screen.said
        assert screen.library.saved_searches()[-1].query == "tag:rag retrieval -is:read sort:year"
        assert ("rag retrieval", 2) in saved(screen)
        await screen.press("u")
        assert [name for name, _ in saved(screen)] == ["to cite", "by year"]
        await screen.press("ctrl+r")
        assert ("rag retrieval", 2) in saved(screen)


async def test_an_existing_name_asks_first(path: Path) -> None:
    async with running(path) as screen:
        await screen.press("slash")
        await screen.type("asqa")
        await screen.press("enter", "w")
        await screen.type("To Cite")
        await screen.press("enter")
        assert any("Replace the saved search “to cite”?" in line for line in screen.lines())
        await screen.press("n")
        assert screen.library.saved_searches()[0].query == "tag:rag is:reading"
        await screen.press("w")
        await screen.type("to cite")
        await screen.press("enter", "y")
        assert screen.library.saved_searches()[0].query == "asqa"
        assert saved(screen)[0] == ("to cite", 1)


async def test_e_renames_and_d_forgets_on_its_line(path: Path) -> None:
    async with running(path) as screen:
        await go_to(screen, "to cite")
        assert "e rename" in screen.lines()[-1]
        assert "d forget" in screen.lines()[-1]
        await screen.press("e")
        await screen.type("cite these")
        await screen.press("enter")
        assert saved(screen)[0] == ("cite these", 1)
        current = screen.main.sidebar.current
        assert current is not None
        assert current.label == "cite these"
        assert screen.lines()[1].startswith(" cite these ❯")
        await screen.press("d")
        assert "u undoes" in screen.said
        assert [name for name, _ in saved(screen)] == ["by year"]
        assert len(screen.titles()) == 35
        await screen.press("u", "u")
        assert [name for name, _ in saved(screen)] == ["to cite", "by year"]


async def test_other_lines_of_the_sidebar_stay(path: Path) -> None:
    async with running(path) as screen:
        await screen.press("shift+tab", "d")
        assert "in the sidebar it is for saved searches" in screen.said
        await screen.press("e")
        assert "in the sidebar it is for saved searches" in screen.said
        assert screen.app.screen is screen.main


async def test_reasons(tmp_path: Path) -> None:
    async with running(tmp_path / "new.db") as screen:
        await screen.press("f")
        assert "no search was saved yet" in screen.said
        await screen.press("w")
        assert "nothing is asked" in screen.said
        await screen.press("R")
        assert "there is no paper under the cursor" in screen.said


async def test_a_search_saved_by_another_program_appears(path: Path) -> None:
    async with running(path) as screen:
        screen.main.work("look", screen.main._look)
        await screen.rest()
        with Library.open(path) as other:
            other.ledger.save_search("theirs", "asqa")
        screen.main.work("look", screen.main._look)
        await screen.rest()
        assert ("theirs", 1) in saved(screen)


async def test_many_saved_searches_scroll_in_the_menu(path: Path) -> None:
    with Library.open(path) as library:
        for number in range(40):
            library.ledger.save_search(f"search {number}", f"paper {number}")
    async with running(path, (80, 24)) as screen:
        await screen.press("f", "up")
        assert any("whole library" in line for line in screen.lines())
        assert len(screen.lines()) == 24
        await screen.press("z")
        assert screen.main.asking.view.label == "search 32"
