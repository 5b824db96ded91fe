"""Searching as one types, and what stays when the list is brought up to date."""

from pathlib import Path

from screen_text import running

from readlist.store import Library


async def test_typing_filters_at_once_and_down_goes_to_the_list(path: Path) -> None:
    async with running(path) as screen:
        await screen.press("slash")
        await screen.type("replug")
        assert screen.titles() == ["REPLUG: Retrieval-Augmented Black-Box Language Models"]
        assert "1 of 35" in screen.lines()[1]
        await screen.press("down")
        assert screen.main.place == "list"
        await screen.press("escape")
        assert screen.main.box.text == ""
        assert len(screen.titles()) == 35


async def test_escape_clears_then_leaves(path: Path) -> None:
    async with running(path) as screen:
        await screen.press("slash", "a", "s", "q", "a", "escape")
        assert screen.main.box.text == ""
        assert screen.main.place == "search"
        await screen.press("escape")
        assert screen.main.place == "list"


async def test_a_typo_is_corrected_and_said(path: Path) -> None:
    async with running(path) as screen:
        await screen.press("slash")
        await screen.type("retreival augmentd")
        assert len(screen.titles()) == 3
        assert "37 of" not in screen.lines()[1]
        assert "retreival → retrieval" in screen.lines()[1]


async def test_what_is_not_understood_is_said_beside_the_box(path: Path) -> None:
    async with running(path) as screen:
        await screen.press("slash")
        await screen.type("year:soon")
        assert "year" in screen.lines()[1].split("year:soon", 1)[1]


async def test_fields_narrow_the_view(path: Path) -> None:
    async with running(path) as screen:
        await screen.press("slash")
        await screen.type("tag:rag is:reading")
        assert screen.titles() == ["In-Context Retrieval-Augmented Language Models"]


async def test_a_paper_just_read_stays_in_the_unread_view_until_it_is_left(path: Path) -> None:
    async with running(path) as screen:
        await screen.press("shift+tab", "j", "enter")
        before = screen.titles()
        await screen.press("space")
        assert screen.titles() == before
        assert screen.main.papers.cursor == 1
        screen.main.asking.refresh()
        await screen.rest()
        assert screen.titles() == before
        await screen.press("shift+tab", "k", "j", "enter")
        assert screen.titles() == before[1:]


async def test_undo_of_an_earlier_change_brings_the_paper_into_the_view(path: Path) -> None:
    async with running(path) as screen:
        await screen.press("space", "shift+tab", "j", "enter")
        assert len(screen.titles()) == 32
        await screen.press("u")
        assert len(screen.titles()) == 33


async def test_changes_of_another_program_are_noticed(path: Path) -> None:
    async with running(path) as screen:
        await screen.press("j", "j")
        here = screen.main.papers.current
        screen.main.work("look", screen.main._look)
        await screen.rest()
        with Library.open(path) as other:
            other.ledger.mark([screen.main.papers.ids[2]], "reading")
            other.ledger.delete([screen.main.papers.ids[0]])
        screen.main.work("look", screen.main._look)
        await screen.rest()
        assert len(screen.titles()) == 34
        assert screen.main.papers.current == here
        assert "◐" in screen.lines()[3]


async def test_a_library_that_never_rests_shows_only_the_last_answer(path: Path) -> None:
    async with running(path) as screen:
        await screen.press("slash")
        for letter in "asqa":
            screen.main.box.input.value += letter
        await screen.rest()
        assert screen.titles() == ["ASQA: Factoid Questions Meet Long-Form Answers"]


async def test_an_empty_library_says_what_to_press(tmp_path: Path) -> None:
    async with running(tmp_path / "new.db") as screen:
        text = "\n".join(screen.lines())
        assert "No papers yet" in text
        assert "readlist import FILE" in text
        assert "i import" in screen.lines()[-1]
        assert "tag" not in screen.lines()[-1]
