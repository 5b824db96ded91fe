"""Past questions: what is remembered, how it comes back; and searching within a view."""

from pathlib import Path

import pytest
from screen_text import Running, assert_snapshot, running

from readlist.store import Library
from readlist.ui.widgets.search_box import Remark


async def ask(screen: Running, *questions: str) -> None:
    for question in questions:
        await screen.press("slash", "ctrl+u")
        await screen.type(question)
        await screen.press("enter")


async def test_up_brings_back_and_down_goes_to_the_empty_box(path: Path) -> None:
    async with running(path) as screen:
        await ask(screen, "replug", "asqa", "tag:rag")
        await screen.press("slash", "ctrl+u")
        seen = []
        for key in ("up", "up", "up", "up", "down", "down", "down"):
            await screen.press(key)
            seen.append(screen.main.box.text)
        assert seen == ["tag:rag", "asqa", "replug", "replug", "asqa", "tag:rag", ""]
        assert screen.main.place == "search"
        assert len(screen.titles()) == 35
        await screen.press("up", "up")
        assert screen.titles() == ["ASQA: Factoid Questions Meet Long-Form Answers"]
        assert not screen.main.offers.display


async def test_edited_text_leaves_the_past(path: Path) -> None:
    async with running(path) as screen:
        await ask(screen, "replug", "asqa")
        await screen.press("slash", "ctrl+u", "up")
        await screen.type(" factoid")
        await screen.press("up")
        assert screen.main.box.text == "asqa factoid"
        await screen.press("down")
        assert screen.main.place == "list"
        assert screen.main.past.questions == ["asqa factoid", "asqa", "replug"]


async def test_questions_are_kept_in_the_library(path: Path) -> None:
    async with running(path) as screen:
        await ask(screen, "replug", "asqa", "replug")
        assert screen.library.asked() == ["replug", "asqa"]
    async with running(path) as screen:
        await screen.press("slash", "up")
        assert screen.main.box.text == "replug"


async def test_what_was_only_being_typed_is_not_remembered(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with running(path) as screen:
        await screen.press("slash")
        await screen.type("replug")
        await screen.press("escape")
        assert screen.library.asked() == []
        monkeypatch.setattr("readlist.ui.past.STOOD", 0.0)
        await screen.type("zzzzzzzz")
        await screen.press("escape")
        assert screen.library.asked() == []
        await screen.type("replug")
        await screen.press("escape")
        assert screen.library.asked() == ["replug"]
        assert len(screen.library.ledger.history()) == 1


async def test_nothing_is_remembered_while_reading_only(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with running(path) as screen:
        screen.library.read_only = True
        await ask(screen, "replug")
        screen.library.read_only = False
        assert screen.main.past.questions == []
        assert screen.library.asked() == []


async def test_remembering_is_no_change_of_another_program(path: Path) -> None:
    async with running(path) as screen:
        screen.main.work("look", screen.main._look)
        await screen.rest()
        await ask(screen, "language")
        await screen.press("j", "j")
        epoch = screen.main.papers.epoch
        screen.main.work("look", screen.main._look)
        await screen.rest()
        assert screen.main.papers.epoch == epoch
        with Library.open(path) as other:
            other.ledger.tag([screen.main.papers.ids[0]], ["theirs"])
        await ask(screen, "asqa")
        assert screen.main.papers.epoch > epoch


async def test_related_papers_are_a_question(path: Path) -> None:
    async with running(path) as screen:
        await ask(screen, "augmented")
        key = screen.library.papers([screen.main.papers.ids[0]])[0].key
        await screen.press("R")
        assert screen.main.place == "list"
        assert screen.main.box.text == f"related:{key}"
        assert screen.titles()[0] == "REPLUG: Retrieval-Augmented Black-Box Language Models"
        assert_snapshot("related-120x40", screen.lines())
        await screen.press("escape")
        assert screen.main.box.text == "augmented"
        assert len(screen.titles()) == 3
        await screen.press("escape")
        assert screen.main.box.text == ""
        assert len(screen.titles()) == 35
        await screen.press("slash", "up")
        assert screen.main.box.text == "augmented"
        await screen.press("down", "escape", "R", "slash", "up")
        assert screen.main.box.text == "augmented"


async def test_escape_goes_back_from_related_papers_one_by_one(path: Path) -> None:
    async with running(path, (120, 24)) as screen:
        await ask(screen, "evaluation")
        listed = screen.titles()
        await screen.press("pagedown", "j", "j")
        papers = screen.main.papers
        places = [("evaluation", papers.current, papers.top)]
        for _ in range(2):
            await screen.press("R")
            await screen.press("j")
            places.append((screen.main.box.text, papers.current, papers.top))
        assert len({text for text, _, _ in places}) == 3
        for text, paper, top in places[1::-1]:
            await screen.press("escape")
            assert (screen.main.box.text, papers.current, papers.top) == (text, paper, top)
        assert screen.titles() == listed
        assert f"{len(listed)} of 35" in screen.lines()[1]
        # Also from the box; but not from a question that was edited.
        await screen.press("R", "slash", "escape")
        assert (screen.main.box.text, papers.current, screen.main.place) == (*places[0][:2], "search")
        await screen.press("enter", "R", "slash", "backspace", "escape", "escape")
        assert screen.main.box.text == ""


async def test_the_box_says_where_one_searches(path: Path) -> None:
    async with running(path) as screen:
        screen.main.sidebar.choose("tag", "rag")
        await screen.rest()
        assert screen.lines()[1].startswith(" #rag ❯ search")
        assert "2 of 35" in screen.lines()[1]
        await screen.press("slash")
        await screen.type("context")
        assert "1 of 2" in screen.lines()[1]
        assert_snapshot("within-120x40", screen.lines())
        await screen.press("ctrl+u", "backspace")
        assert screen.lines()[1].startswith(" ❯ search")
        assert screen.main.place == "search"
        assert len(screen.titles()) == 35
        screen.main.sidebar.move_to(2)
        await screen.rest()
        assert "Unread ❯" in screen.lines()[1]
        await screen.press("escape", "backspace")
        assert screen.main.asking.view.query == ""
        await screen.press("backspace")
        assert "this is the whole library" in screen.said


async def test_backspace_erases_before_it_widens(path: Path) -> None:
    async with running(path) as screen:
        screen.main.sidebar.choose("tag", "rag")
        await screen.rest()
        await screen.press("slash", "a", "backspace")
        assert screen.main.asking.view.label == "rag"
        await screen.press("backspace")
        assert screen.main.asking.view.label == "All"


@pytest.mark.parametrize("room", range(1, 90))
def test_a_remark_loses_its_corrections_last(room: int) -> None:
    from rich.cells import cell_len

    remark = Remark(
        (("retreival", "retrieval"),), ("year:soon was read as words (year: 2020, 2019..2021)",), "3 of 35", "4 ms"
    )
    shown = remark.fitted(room)
    assert cell_len(shown) <= room
    if room >= len("→ retrieval"):
        assert "→ retrieval" in shown
    if room >= len("retreival → retrieval · 3 of 35"):
        assert "retreival → retrieval" in shown
        assert "3 of 35" in shown


async def test_the_correction_is_seen_in_a_small_window(path: Path) -> None:
    async with running(path, (80, 24)) as screen:
        await screen.press("slash")
        await screen.type("retreival augmentd generation year:soon")
        assert "→ retrieval augmented" in screen.lines()[1] or "retreival → retrieval" in screen.lines()[1]
        assert "year:soon" in screen.lines()[1]
