"""The mouse: rows, sidebar, footer, borders, wheel."""

from pathlib import Path

from screen_text import running


async def test_click_goes_there_and_twice_opens_the_details(path: Path) -> None:
    async with running(path) as screen:
        await screen.pilot.click("#papers", offset=(10, 4))
        await screen.rest()
        assert screen.main.papers.cursor == 4
        await screen.pilot.click("#papers", offset=(10, 2), times=2)
        await screen.rest()
        assert screen.main.papers.cursor == 2
        assert screen.main.place == "detail"


async def test_click_with_ctrl_selects_and_with_shift_extends(path: Path) -> None:
    async with running(path) as screen:
        await screen.pilot.click("#papers", offset=(10, 1), control=True)
        await screen.pilot.click("#papers", offset=(10, 3), shift=True)
        await screen.rest()
        assert screen.main.papers.selected == set(screen.main.papers.ids[1:4])


async def test_click_in_the_sidebar_chooses_a_view(path: Path) -> None:
    async with running(path) as screen:
        await screen.pilot.click("#sidebar", offset=(5, 3))
        await screen.rest()
        assert screen.titles() == ["In-Context Retrieval-Augmented Language Models"]
        assert screen.main.place == "list"
        await screen.pilot.click("#sidebar", offset=(5, 0))  # a heading
        await screen.rest()
        assert len(screen.titles()) == 1


async def test_click_in_the_footer_does_the_command(path: Path) -> None:
    async with running(path) as screen:
        place = screen.lines()[-1].index("star")
        await screen.pilot.click("#footer", offset=(place, 0))
        await screen.rest()
        assert screen.library.counts().starred == 2


async def test_borders_can_be_dragged(path: Path) -> None:
    async with running(path) as screen:
        before = screen.main.detail.size.width
        column = screen.main.query_one("#detail-border").region.x
        await screen.pilot.mouse_down(offset=(column, 5))
        await screen.pilot.hover(offset=(column - 10, 5))
        await screen.pilot.mouse_up(offset=(column - 10, 5))
        await screen.rest()
        assert screen.main.detail.size.width == before + 10


async def test_the_menu_can_be_clicked(path: Path) -> None:
    async with running(path) as screen:
        await screen.press("comma")
        await screen.pilot.click("Choices", offset=(6, 1))
        await screen.rest()
        assert "by year" in screen.lines()[-2]
