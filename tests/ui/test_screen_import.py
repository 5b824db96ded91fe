"""Importing on the screen: by path, by paste, with a preview, and stopped."""

import json
from pathlib import Path

import pytest
from screen_text import Running, running
from textual.widgets import Input


def lines(*titles: str) -> str:
    return "".join(
        json.dumps({"title": title, "authors": ["Ada Lovelace"], "year": 1843, "more_authors": 0}) + "\n"
        for title in titles
    )


async def fill(screen: Running, text: str) -> None:
    """Put a text into the dialog's line at once: typing a path takes seconds."""
    line = screen.app.screen.query_one(Input)
    line.value = text
    line.cursor_position = len(text)
    await screen.rest()


async def test_a_file_is_previewed_then_imported_then_undone(path: Path, tmp_path: Path) -> None:
    file = tmp_path / "more.jsonl"
    file.write_text(lines("Notes on an engine", "More notes on an engine") + "not json\n")
    async with running(path) as screen:
        await screen.press("i")
        await fill(screen, str(tmp_path / "mor"))
        await screen.press("tab")
        await screen.press("enter")
        text = "\n".join(screen.lines())
        assert "2 new" in text
        assert "line 3" in text
        assert screen.library.total() == 35
        await screen.press("enter")
        assert "imported 2 new" in screen.said
        assert screen.library.total() == 37
        assert "37 papers" in screen.lines()[0]
        await screen.press("u")
        assert any("Take this back?" in line for line in screen.lines())
        assert screen.library.total() == 37
        await screen.press("y")
        assert screen.library.total() == 35


async def test_the_first_import_is_told_across_the_whole_line(tmp_path: Path) -> None:
    file = tmp_path / "first.jsonl"
    file.write_text(lines("Notes on an engine"))
    async with running(tmp_path / "new.db", (80, 24)) as screen:
        await screen.press("i")
        await fill(screen, str(file))
        await screen.press("enter")
        await screen.press("enter")
        told = screen.lines()[-2]
        assert "u undoes" in told
        assert told.rstrip().endswith("1/1")


async def test_pasted_text_is_offered_as_an_import(path: Path) -> None:
    from textual.events import Paste

    async with running(path) as screen:
        screen.main.papers.post_message(Paste(lines("A pasted paper")))
        await screen.rest()
        assert "Import the pasted text" in "\n".join(screen.lines())
        assert "1 new" in "\n".join(screen.lines())
        await screen.press("enter")
        assert screen.library.total() == 36


async def test_what_is_no_dump_says_so_and_esc_goes_back_to_the_path(path: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    async with running(path) as screen:
        await screen.press("i")
        await fill(screen, str(tmp_path / "empty.txt"))
        await screen.press("enter")
        assert "empty" in "\n".join(screen.lines())
        await screen.press("escape")
        assert "enter look at it" in "\n".join(screen.lines())
        await screen.press("escape")
        assert screen.app.screen is screen.main
        assert screen.library.total() == 35


async def test_an_import_can_be_stopped_and_leaves_nothing(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from readlist.ui.screens.importing import ImportDialog

    file = tmp_path / "more.jsonl"
    file.write_text(lines(*(f"Paper {number} of very many" for number in range(3000))))
    async with running(path) as screen:
        await screen.press("i")
        await fill(screen, str(file))
        await screen.press("enter")
        assert "3,000 new" in "\n".join(screen.lines())
        monkeypatch.setattr(ImportDialog, "_cancelled", lambda self: True)
        await screen.press("enter")
        assert "ancel" in "\n".join(screen.lines()) or "topped" in "\n".join(screen.lines())
        assert screen.library.total() == 35
