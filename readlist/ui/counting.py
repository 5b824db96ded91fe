"""The numbers around the list: papers of each view, tag and source, in header and sidebar."""

from __future__ import annotations

from asyncio import sleep
from typing import TYPE_CHECKING

from readlist.text import count
from readlist.ui.views import EMPTY_LIBRARY, entries, library_name

if TYPE_CHECKING:
    from readlist.store import Counts
    from readlist.ui.screens.main import MainScreen

COUNTED_AT_ONCE = 20_000
"""Up to so many papers, the numbers in header and sidebar follow every change at once."""


class Counting:
    """Counts beside the event loop, and shows what it counted."""

    def __init__(self, screen: MainScreen) -> None:
        self.screen = screen
        self.name = library_name(screen.desk.library.path)
        self.counts: Counts | None = None

    @property
    def total(self) -> int:
        """How many papers there are, as far as it is known."""
        return self.counts.total if self.counts else 0

    def recount(self) -> None:
        """Bring the numbers up to date."""
        self.screen.work("counts", self._count)

    async def _count(self) -> None:
        screen, first = self.screen, self.counts is None
        if self.total > COUNTED_AT_ONCE:
            # Counting is not free in a large library: while keys keep coming, only the last one is followed by it.
            await sleep(0.3)
        self.counts = counts = await screen.desk.do("aside", screen.desk.library.counts)
        screen.header.show(right=f"{count(counts.total, 'paper')} · {counts.unread:,} unread · {self.name}")
        screen.sidebar.show(entries(counts))
        if screen.sidebar.current is not None:
            screen.asking.look_into(screen.sidebar.current)
        if not counts.total and not screen.box.text:
            screen.papers.empty = EMPTY_LIBRARY
            screen.papers.refresh()
        screen.show_hints()
        if first:
            screen.show_place()
