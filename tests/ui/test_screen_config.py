"""What the config file changes, and what is said when it cannot."""

from pathlib import Path

import pytest
from screen_text import running

from readlist.config import Config


async def test_keys_are_bound_anew_everywhere(path: Path) -> None:
    async with running(path, config=Config(keys={"star": "z", "help": "H"})) as screen:
        await screen.press("s")
        assert screen.library.counts().starred == 1
        await screen.press("z")
        assert screen.library.counts().starred == 2
        assert "z star" in screen.lines()[-1]
        assert "H help" in screen.lines()[-1]
        await screen.press("H")
        assert screen.app.screen is not screen.main


async def test_what_cannot_be_bound_is_said(path: Path) -> None:
    async with running(path, config=Config(keys={"star": "t"}, theme="none such")) as screen:
        assert "t already means “tag”" in screen.said
        assert "there is no theme “none such”" in screen.said


async def test_a_theme_is_taken(path: Path) -> None:
    async with running(path, config=Config(theme="nord")) as screen:
        assert screen.app.theme == "nord"


async def test_no_color_is_honoured(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with running(path) as screen:
        colours = {
            colour.triplet
            for strip in screen.app.screen._compositor.render_strips()
            for segment in strip.apply_filter(screen.app._filters[-1], screen.app.screen.styles.background)
            if segment.style is not None
            for colour in (segment.style.color, segment.style.bgcolor)
            if colour is not None and colour.triplet is not None
        }
        assert colours
        assert all(max(triplet) - min(triplet) <= 2 for triplet in colours if triplet is not None)


@pytest.mark.parametrize(
    "theme", ["textual-dark", "textual-light", "ansi-dark", "ansi-light", "solarized-light", "dracula"]
)
async def test_every_kind_of_theme_can_be_worn(path: Path, theme: str) -> None:
    async with running(path, (100, 12)) as screen:
        before = screen.lines()
        screen.app.theme = theme
        await screen.rest()
        assert screen.lines() == before
