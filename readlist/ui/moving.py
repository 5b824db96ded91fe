"""The commands that move: along the list, and from pane to pane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readlist.ui.commands import DETAIL, LIST, SEARCH, SIDEBAR
from readlist.ui.doing import Doing

if TYPE_CHECKING:
    from readlist.ui.widgets.detail import Detail
    from readlist.ui.widgets.papers import PaperList
    from readlist.ui.widgets.sidebar import Sidebar

SCAN = 512
"""The next unread paper is looked for in steps of so many."""


class Moving(Doing):
    """Going along a pane, and from one to another."""

    # Along the list

    def _mover(self) -> PaperList | Detail | Sidebar:
        place = self.screen.place
        if place == SIDEBAR:
            return self.screen.sidebar
        return self.screen.detail if place == DETAIL else self.screen.papers

    def do_down(self) -> None:
        screen = self.screen
        if screen.place != SEARCH:
            self._mover().move(1)
        elif not screen.past.newer():
            self.go(LIST)

    def do_up(self) -> None:
        if self.screen.place == SEARCH and self.screen.past.going:
            self.screen.past.older()
        else:
            self._mover().move(-1)

    def do_first(self) -> None:
        self._mover().move_to(0)

    def do_last(self) -> None:
        self._mover().move_to(2**31)

    def do_half_down(self) -> None:
        self._mover().leap(0.5)

    def do_half_up(self) -> None:
        self._mover().leap(-0.5)

    def do_page_down(self) -> None:
        self._mover().leap(1)

    def do_page_up(self) -> None:
        self._mover().leap(-1)

    async def do_next_unread(self) -> None:
        await self._seek_unread(1)

    async def do_previous_unread(self) -> None:
        await self._seek_unread(-1)

    async def _seek_unread(self, step: int) -> None:
        papers, desk = self.screen.papers, self.screen.desk
        ids, start = papers.ids, papers.cursor

        def seek() -> int | None:
            place = start + step
            while 0 <= place < len(ids) and not desk.closing:
                places = range(place, max(-1, min(len(ids), place + step * SCAN)), step)
                rows = desk.library.summaries([ids[n] for n in places])
                for n in places:
                    row = rows.get(ids[n])
                    if row is not None and row.status == "unread":
                        return n
                place += step * SCAN
            return None

        found = await desk.do("pages", seek)
        if found is None:
            self.screen.say(f"no unread paper {'below' if step > 0 else 'above'}", "warning")
        elif papers.ids is ids and papers.cursor == start:
            papers.move_to(found)

    # Going from pane to pane

    def go(self, place: str) -> None:
        """Put the focus on a pane at once, so that the next key finds it there."""
        self.screen.set_focus(self.screen.pane(place))

    def do_search(self) -> None:
        self.go(SEARCH)

    def do_details(self) -> None:
        screen = self.screen
        if screen.place == SIDEBAR:
            screen.sidebar.choose_current()
            self.leave_sidebar()
        elif screen.picking:
            self.later(self._pick)
        elif screen.place == SEARCH:
            self.go(LIST)
        elif screen.papers.current is not None:
            screen.past.remember()
            screen.add_class("-reading")
            self.go(DETAIL)

    async def _pick(self) -> None:
        """End with the keys of the selected papers in the list's order, else of the one under the cursor."""
        screen = self.screen
        await screen.asking.answered()
        papers = screen.papers
        shown, chosen, library = papers.ids, set(papers.targets), screen.desk.library

        def keys() -> tuple[str, ...]:
            rows = library.summaries(ids := [paper for paper in shown if paper in chosen])
            return tuple(rows[paper].key or rows[paper].uid for paper in ids if paper in rows)

        picked = await screen.desk.do("pages", keys)
        if picked:
            await screen.past.keep()
            screen.app.exit(picked)
        else:
            screen.say("there is no paper to pick", "warning")

    def do_back(self) -> None:
        screen = self.screen
        if screen.place == SEARCH:
            if screen.offering.dismiss():
                return
            if screen.past.go_back():
                return
            if screen.box.text:
                screen.clear_box()
            else:
                self.go(LIST)
        elif screen.place in (DETAIL, SIDEBAR):
            self.leave_sidebar()
        elif screen.papers.selected:
            screen.papers.choose(set())
        elif screen.past.go_back():
            return
        elif screen.box.text:
            screen.clear_box()

    def do_sidebar(self) -> None:
        screen = self.screen
        if screen.has_class("-wide"):
            hidden = not screen.has_class("-no-sidebar")
            if hidden and screen.place == SIDEBAR:
                self.go(LIST)
            screen.set_class(hidden, "-no-sidebar")
        elif screen.has_class("-sidebar-over"):
            self.leave_sidebar()
        else:
            screen.remove_class("-reading")
            screen.add_class("-sidebar-over")
            self.go(SIDEBAR)

    def leave_sidebar(self) -> None:
        """Go to the list, folding whatever lies over it."""
        self.screen.remove_class("-sidebar-over", "-reading")
        self.go(LIST)

    def do_next_pane(self) -> None:
        self._to_pane(1)

    def do_previous_pane(self) -> None:
        self._to_pane(-1)

    def _to_pane(self, step: int) -> None:
        screen = self.screen
        order = [SEARCH, SIDEBAR, LIST, DETAIL]
        places = [place for place in order if place == screen.place or screen.pane(place).display]
        self.go(places[(places.index(screen.place) + step) % len(places)])
