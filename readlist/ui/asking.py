"""The way of a question: from search box, view and order to the store, and its answer to the list."""

from __future__ import annotations

import asyncio
from array import array
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from readlist.query import SORTS, Query, parse
from readlist.text import count
from readlist.ui.drawing import duration
from readlist.ui.views import ALL, EMPTY_LIBRARY, place_name
from readlist.ui.widgets.search_box import Remark
from readlist.ui.work import Answer, settled

if TYPE_CHECKING:
    from readlist.ui.screens.main import MainScreen
    from readlist.ui.widgets.sidebar import Entry

STATE = tuple[str, str | None, tuple[str, bool | None] | None]
"""All that makes a question: what the box holds, the view's query, the order."""

PATIENCE = 3.0
"""Seconds after which nobody waits any longer for an answer."""
BETWEEN_KEYS = 0.1
"""Seconds before the papers behind the first page are fetched: whoever types on does not need them."""


class Asking:
    """What the screen asks, and what it knows of the answer. ``view`` is where one searches."""

    def __init__(self, screen: MainScreen) -> None:
        self.screen = screen
        self.view: Entry = ALL
        self.sort: tuple[str, bool | None] | None = None
        self.matched: frozenset[str] = frozenset()
        self.found = 0
        self._remarked: tuple[Answer, int, bool] | None = None
        self._kept: set[int] = set()
        self._asked: STATE | None = None
        self._shown: STATE | None = None
        self._news = asyncio.Event()

    # What is asked

    def question(self) -> Query:
        """What the list shows: the words of the search box, within the view, in the chosen order."""
        asked = parse(self.screen.box.text)
        if self.sort is not None and asked.sort is None:
            asked = asked.sorted_by(*self.sort)
        return asked.within(parse(self.view.query or ""))

    @property
    def state(self) -> STATE:
        """What makes the question now."""
        return self.screen.box.text, self.view.query, self.sort

    def search(self) -> None:
        """Show what the question finds; the list begins anew."""
        self._kept.clear()
        self._asked = self.state
        self.screen.work("search", self._search)

    def ask(self) -> None:
        """Search, unless just this is asked already."""
        if self._asked != self.state:
            self.search()

    def refresh(self) -> None:
        """Bring the list up to date; cursor, selection and the papers just changed stay."""
        self.screen.work("search", self._update)

    def return_to(self, ids: array[int], cursor: int, top: int) -> None:
        """Show a list that was shown before, and bring it up to date; the box holds its question again."""
        self._kept.clear()
        self._asked = self.state
        self.screen.papers.selected = set()
        self.screen.papers.show(ids, {}, cursor=cursor, top=top)
        self.refresh()

    def look_into(self, view: Entry) -> None:
        """Search within another view from now on."""
        known, self.view = self.view, view
        self.screen.box.search_in(place_name(view))
        if view.query != known.query:
            self.search()

    def order_by(self, sort: tuple[str, bool | None] | None) -> None:
        """Show the list in another order; None leaves it to the question."""
        self.sort = sort
        self.search()
        self.screen.around.show_place()

    def keep(self, ids: Iterable[int]) -> None:
        """These papers stay in the list, though they may fit the question no longer, until another one is asked."""
        self._kept.update(ids)

    async def answered(self, patience: float = PATIENCE) -> None:
        """Wait until the list shows what is asked now, but no longer than some seconds."""
        try:
            async with asyncio.timeout(patience):
                while self._shown != self.state:
                    self._news.clear()
                    self.ask()
                    await self._news.wait()
        except TimeoutError:
            return

    # What is answered

    async def _search(self) -> None:
        screen, state = self.screen, self.state
        query = self.question()
        epoch = screen.papers.epoch
        answer = await screen.desk.ask(query, screen.papers.page + 20)
        if answer is None:
            return
        self._take_over(answer)
        screen.papers.selected = set()
        screen.papers.show(array("q", answer.ids), answer.rows, epoch=epoch)
        self._remark(answer, len(answer.ids), answer.complete)
        self._shown = state
        self._news.set()
        if answer.complete:
            return
        await asyncio.sleep(BETWEEN_KEYS)
        if await screen.desk.rest(query, answer, partial(self._follow, answer)):
            self._remark(answer, len(screen.papers.ids), True)
            screen.around.show_place()

    def _follow(self, answer: Answer, ids: array[int]) -> None:
        if self.screen.desk.current(answer):
            self.screen.papers.extend(ids)
            self._remark(answer, len(self.screen.papers.ids), False)

    async def _update(self) -> None:
        screen, state = self.screen, self.state
        result = await screen.desk.everything(self.question())
        if result is None:
            return
        answer, found = result
        library, old, current = screen.desk.library, screen.papers.ids, screen.papers.current
        kept = frozenset(self._kept)

        def bring_up_to_date() -> tuple[array[int], int | None, set[int]]:
            ids = settled(old, found, library.summaries(tuple(kept)))
            place = ids.index(current) if current is not None and current in ids else None
            return ids, place, screen.papers.selected.intersection(ids) if screen.papers.selected else set()

        ids, place, selected = await screen.desk.do("search", bring_up_to_date)
        if not screen.desk.current(answer):
            return
        self._take_over(answer)
        screen.papers.selected = selected
        offset = screen.papers.cursor - screen.papers.top
        cursor = screen.papers.cursor if place is None else place
        screen.papers.show(ids, {}, cursor=cursor, top=max(0, cursor - offset))
        self._remark(answer, len(found), True)
        self._shown = state
        self._news.set()

    def _take_over(self, answer: Answer) -> None:
        screen = self.screen
        self.matched = screen.papers.matched = frozenset(answer.found.matched)
        if screen.box.text.strip():
            screen.papers.empty = ("Nothing found.", "", "Esc in the search box clears it.")
        elif screen.counts is not None and not screen.counts.total:
            screen.papers.empty = EMPTY_LIBRARY
        else:
            screen.papers.empty = ("Nothing here.",)

    def remark_again(self) -> None:
        """Say anew how many of how many were found: they were counted."""
        if self._remarked is not None:
            self._remark(*self._remarked)

    def _remark(self, answer: Answer, shown: int, complete: bool) -> None:
        screen = self.screen
        self.found = shown
        self._remarked = answer, shown, complete
        typed = screen.box.text.strip()
        # Of the view one searches in; of a view itself, of the whole library.
        total = self.view.number if typed and self.view.query else None
        if total is None:
            total = screen.counting.total
        if typed or self.view.query:
            found = f"{shown:,}{'' if complete else '+'} of {max(total, shown):,}"
        else:
            found = count(shown, "paper") if complete else "…"
        screen.box.remark(Remark(answer.found.corrections, answer.found.notes, found, duration(answer.seconds)))

    @property
    def order(self) -> str:
        """The chosen order for people; nothing when it is left to the question."""
        if self.sort is None:
            return ""
        name, descending = self.sort
        return f"by {name} {'↓' if (SORTS[name] if descending is None else descending) else '↑'}"
