"""The numbers around the list: papers of each view, tag, saved search and source, in header and sidebar."""

from __future__ import annotations

from asyncio import sleep
from typing import TYPE_CHECKING

from readlist.query import parse
from readlist.text import count
from readlist.ui.views import EMPTY_LIBRARY, Saved, entries, library_name

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
        self.saved: list[Saved] = []

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
        library = screen.desk.library
        counts, searches = await screen.desk.do("aside", lambda: (library.counts(), library.saved_searches()))
        self.counts = counts
        # Until they are counted again, what was counted last is nearer than nothing.
        known = {one.query: one.papers for one in self.saved}
        self.saved = [Saved(one.name, one.query, known.get(one.query)) for one in searches]
        screen.header.show(right=f"{count(counts.total, 'paper')} · {counts.unread:,} unread · {self.name}")
        self._show()
        if not counts.total and not screen.box.text:
            screen.papers.empty = EMPTY_LIBRARY
            screen.papers.refresh()
        screen.around.show_hints()
        if first:
            screen.around.show_place()
        if self.saved:
            screen.work("saved", self._count_saved)

    async def _count_saved(self) -> None:
        """Count what the saved searches find, one after the other; another change of the library begins anew."""
        desk = self.screen.desk
        for place, one in enumerate(self.saved):
            papers = await desk.do("counts", desk.library.count, parse(one.query))
            if papers != one.papers:
                self.saved[place] = one._replace(papers=papers)
                self._show()

    def _show(self) -> None:
        self.screen.sidebar.show(entries(self.counts, self.saved))
        if self.screen.sidebar.current is not None:
            self.screen.asking.look_into(self.screen.sidebar.current)
        self.screen.asking.remark_again()
