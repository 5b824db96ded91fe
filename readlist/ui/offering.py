"""Completion in the search box: what could be meant by the word being typed, and putting it in."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from readlist.query.completing import Completing, completed, completing, fixed, names
from readlist.ui.commands import SEARCH
from readlist.ui.widgets.offers import Offer

if TYPE_CHECKING:
    from readlist.ui.screens.main import MainScreen

MOST = 8
PATIENCE = 0.4
"""Seconds Tab waits for offers that are still being looked for."""


class Offering:
    """Offers for the word at the cursor, fetched on a lane of their own; a late one is dropped."""

    def __init__(self, screen: MainScreen) -> None:
        self.screen = screen
        self._at: Completing | None = None
        self._offers: Sequence[Offer] = ()
        self._marked = 0
        self._number = 0
        self._seen: tuple[str, int] | None = None
        self._typed = ""
        self._taken: tuple[str, int] | None = None
        self._dismissed: tuple[int, str | None] | None = None
        self._arrived = asyncio.Event()

    def look(self) -> None:
        """Offer what fits the word at the cursor."""
        box = self.screen.box
        now = box.text, box.cursor
        if now in (self._seen, self._taken):
            return
        self._seen, self._taken = now, None
        typing = self.screen.place == SEARCH and not self.screen.past.brought
        at = completing(box.text, box.cursor) if typing else None
        if at is None or (at.start, at.field) == self._dismissed:
            self.close()
            return
        before, self._at, self._dismissed = self._at, at, None
        self._number += 1
        self._typed = box.text
        known = names(at.beginning) if at.field is None else fixed(at.field, at.beginning)
        if known or at.field is None:
            self._offer([Offer(value) for value in known[:MOST]])
            return
        if before is None or (before.start, before.field) != (at.start, at.field):
            # Offers for the same word stay until the next ones are there: they would only flicker.
            self._show(())
        self._arrived.clear()
        self.screen.work("offers", self._fetch, self._number, at.field, at.beginning, exclusive=False)

    async def _fetch(self, number: int, field: str, beginning: str) -> None:
        library = self.screen.desk.library

        def values() -> list[tuple[str, int | None]]:
            return library.completions(field, beginning, MOST) if number == self._number else []

        found: list[tuple[str, int | None]] = []
        try:
            found = await self.screen.desk.do("offers", values)
        finally:
            if number == self._number:
                # What stands there whole is no change; and the numbers hold for a question of nothing else.
                alone = self._alone()
                self._offer([Offer(value, papers if alone else None) for value, papers in found if value != beginning])

    def _alone(self) -> bool:
        """Whether the value being typed is all that is asked."""
        at = self._at
        if at is None or self.screen.asking.view.query:
            return False
        behind = self._typed[at.end :].strip('" ')
        return not behind and self._typed[: at.start].rstrip('"').rpartition(":")[0].strip(" (").isalpha()

    def _offer(self, offers: Sequence[Offer]) -> None:
        self._offers, self._marked = offers, 0
        self._arrived.set()
        self._show(offers)

    def _show(self, offers: Sequence[Offer]) -> None:
        start = 0 if self._at is None else self._at.start
        self.screen.offers.show(offers, self.screen.box.column(start), self._marked)

    async def take(self, step: int) -> bool:
        """Put the marked offer into the box; what was put there already gives place to the next one, or the one before.

        False where nothing is offered.
        """
        box = self.screen.box
        self.look()
        if self._at is None:
            return False
        try:
            await asyncio.wait_for(self._arrived.wait(), PATIENCE)
        except TimeoutError:
            return False
        if not self._offers:
            return False
        if (box.text, box.cursor) == self._taken:
            self._marked = (self._marked + step) % len(self._offers)
        elif step < 0:
            self._marked = len(self._offers) - 1
        self._put()
        return True

    def choose(self, place: int) -> None:
        """Take the offer of this line."""
        if self._at is not None and place < len(self._offers):
            self._marked = place
            self._put()
            self._taken = None
            self.look()

    def _put(self) -> None:
        assert self._at is not None
        text, cursor = completed(self._typed, self._at, self._offers[self._marked].value)
        if len(self._offers) > 1:
            self._taken = text, cursor
            self._show(self._offers)
        # Of one offer nothing is left to choose: the next Tab is for what comes behind it.
        self.screen.box.put(text, cursor)

    def dismiss(self) -> bool:
        """Offer nothing more for this word; False where nothing was offered."""
        if self._at is None or not self._offers:
            return False
        self._dismissed = self._at.start, self._at.field
        self.close()
        return True

    def close(self) -> None:
        """Offer nothing."""
        self._at, self._offers, self._taken = None, (), None
        self._number += 1
        self._arrived.set()
        self._show(())
