"""What the tests of the screen share: running it over a library, waiting until it rests, and reading it as text."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot

from readlist.config import Config
from readlist.store import Library
from readlist.ui.app import ReadlistApp
from readlist.ui.screens.main import MainScreen
from readlist.ui.work import Desk

SNAPSHOTS = Path(__file__).parent / "snapshots"
WAITING = ("commands", "import")
"""Groups of tasks that may be waiting for a person."""


class Running:
    """The screen while a test uses it."""

    def __init__(self, pilot: Pilot[None], app: ReadlistApp, library: Library) -> None:
        self.pilot = pilot
        self.app = app
        self.library = library

    @property
    def main(self) -> MainScreen:
        screen = self.app.screen_stack[0]
        assert isinstance(screen, MainScreen)
        return screen

    @property
    def said(self) -> str:
        """The message of the status line."""
        return self.main.status.text

    async def press(self, *keys: str) -> "Running":
        """Press keys, and wait until nothing moves any more."""
        await self.pilot.press(*keys)
        await self.rest()
        return self

    async def type(self, text: str) -> "Running":
        """Type a text."""
        names = {
            " ": "space",
            ".": "full_stop",
            ":": "colon",
            ",": "comma",
            "-": "minus",
            "/": "slash",
            '"': "quotation_mark",
        }
        return await self.press(*(names.get(letter, letter) for letter in text))

    async def rest(self) -> None:
        """Wait until the lanes are idle, nothing runs but tasks that wait for a person, and all is drawn."""
        for _ in range(2000):
            await self.pilot.pause(0.002)
            may_wait = WAITING if len(self.app.screen_stack) > 1 else ()
            busy = [worker for worker in self.app.workers if not worker.is_finished and worker.group not in may_wait]
            if not busy and self.app.desk.idle and not self.app.waiting:
                break
        # A dialog may be laid out once more after its first drawing: it rests when two looks in turn see the same.
        before: list[str] = []
        for _ in range(100):
            await self.pilot.pause()
            now = self.lines()
            if now == before:
                break
            before = now

    def lines(self) -> list[str]:
        """The screen as lines of text, without their trailing blanks."""
        return [strip.text.rstrip() for strip in self.app.screen._compositor.render_strips()]

    def titles(self) -> list[str]:
        """The titles of the listed papers, in their order; of those without one the abstract's first words."""
        papers = self.library.papers(list(self.main.papers.ids))
        return [paper.title or (paper.abstract or "")[:20] for paper in papers]


@asynccontextmanager
async def running(
    path: Path,
    size: tuple[int, int] = (120, 40),
    config: Config | None = None,
    *,
    query: str = "",
    picking: bool = False,
) -> AsyncIterator[Running]:
    """The screen over the library of a file."""
    library = Library.open(path)
    desk = Desk(library)
    app = ReadlistApp(desk, config or Config(), query=query, picking=picking)
    try:
        async with app.run_test(size=size) as pilot:
            screen = Running(pilot, app, library)
            await screen.rest()
            yield screen
    finally:
        desk.close()
        library.close()


def assert_snapshot(name: str, lines: list[str]) -> None:
    """Compare with the snapshot of this name; ``READLIST_UPDATE_SNAPSHOTS=1`` writes it instead."""
    path = SNAPSHOTS / f"{name}.txt"
    shown = "\n".join(lines) + "\n"
    if os.environ.get("READLIST_UPDATE_SNAPSHOTS"):
        path.write_text(shown, encoding="utf-8")
    assert path.exists(), f"no snapshot {name}: look at the screen, then run with READLIST_UPDATE_SNAPSHOTS=1"
    assert shown.splitlines() == path.read_text(encoding="utf-8").splitlines()
