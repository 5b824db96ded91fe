"""The screen at many sizes: snapshots of what it shows, and no size that it cannot stand."""

from pathlib import Path

import pytest
from screen_text import assert_snapshot, running

SIZES = [(80, 24), (120, 40), (200, 60)]


@pytest.mark.parametrize("size", SIZES)
async def test_the_list(path: Path, size: tuple[int, int]) -> None:
    async with running(path, size) as screen:
        await screen.press("j", "v", "j", "j")
        assert_snapshot(f"list-{size[0]}x{size[1]}", screen.lines())


@pytest.mark.parametrize("size", SIZES)
async def test_a_search(path: Path, size: tuple[int, int]) -> None:
    async with running(path, size) as screen:
        await screen.press("slash")
        await screen.type("year:2020.. retreival")
        assert_snapshot(f"search-{size[0]}x{size[1]}", screen.lines())


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("help", ["question_mark"]),
        ("tags", ["t", "e"]),
        ("copy", ["y"]),
        ("sort", ["comma"]),
        ("edit", ["e"]),
        ("note", ["j", "j", "j", "m"]),
        ("delete", ["d"]),
        ("sidebar", ["b"]),
        ("details", ["enter"]),
        ("palette", ["ctrl+p"]),
    ],
)
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_dialogs(path: Path, size: tuple[int, int], name: str, keys: list[str]) -> None:
    async with running(path, size) as screen:
        await screen.press(*keys)
        assert_snapshot(f"{name}-{size[0]}x{size[1]}", screen.lines())


async def test_a_small_window_has_its_own_page_for_details(path: Path) -> None:
    async with running(path, (60, 18)) as screen:
        assert_snapshot("list-60x18", screen.lines())
        await screen.press("enter")
        assert_snapshot("details-60x18", screen.lines())


async def test_an_empty_library(tmp_path: Path) -> None:
    async with running(tmp_path / "new.db", (80, 24)) as screen:
        assert_snapshot("empty-80x24", screen.lines())


@pytest.mark.parametrize("size", [(1, 1), (4, 3), (12, 5), (20, 8), (33, 10), (300, 4)])
async def test_no_size_is_too_small(path: Path, size: tuple[int, int]) -> None:
    async with running(path, size) as screen:
        await screen.press(
            "j", "enter", "escape", "b", "escape", "t", "escape", "y", "escape", "question_mark", "escape"
        )
        await screen.press("slash", "x", "escape", "escape", "i", "escape", "e", "escape", "G")
        assert all(len(line) <= size[0] * 2 for line in screen.lines())


async def test_resizing_keeps_the_cursor_in_view(path: Path) -> None:
    async with running(path, (120, 40)) as screen:
        await screen.press("G")
        for size in ((80, 24), (50, 9), (200, 60), (120, 12)):
            await screen.pilot.resize_terminal(*size)
            await screen.rest()
            papers = screen.main.papers
            assert papers.scroll_offset.y <= papers.cursor < papers.scroll_offset.y + papers.page
            assert screen.main.has_class("-wide") == (size[0] >= 100)


@pytest.mark.parametrize("size", SIZES)
async def test_everything_fits_its_line(path: Path, size: tuple[int, int]) -> None:
    from rich.cells import cell_len

    async with running(path, size) as screen:
        assert all(cell_len(line) <= size[0] for line in screen.lines())
        assert len(screen.lines()) == size[1]
