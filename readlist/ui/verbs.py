"""What each command of the table does."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable, Mapping
from functools import partial
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Any

from readlist.paper import Paper, Status
from readlist.store import Change
from readlist.text import count
from readlist.ui.commands import DETAIL, LIST, SEARCH, SIDEBAR, Command
from readlist.ui.drawing import ELLIPSIS, safe

if TYPE_CHECKING:
    from readlist.ui.screens.main import MainScreen

MANY = 20
"""Marking more papers than this asks first."""
DROP_AT_ONCE = 50_000
"""From longer lists deleted papers are taken beside the event loop."""
SCAN = 512
"""The next unread paper is looked for in steps of so many."""

_SORT_KEYS = {"a": "added", "y": "year", "t": "title", "w": "author", "p": "priority", "r": "relevance"}


class Verbs:
    """The commands, one method each, ``do_`` and the command's name; those that wait are coroutines."""

    def __init__(self, screen: MainScreen) -> None:
        self.screen = screen

    def run(self, command: Command) -> None:
        """Do a command."""
        name = command.name
        if name.startswith("priority-"):
            self._later(self._prioritise, int(name[-1]))
            return
        verb = getattr(self, "do_" + command.method)
        if iscoroutinefunction(verb):
            self._later(verb)
        else:
            verb()

    def _later(self, task: Callable[..., Coroutine[Any, Any, None]], *arguments: Any) -> None:
        self.screen.work("commands", task, *arguments, exclusive=False)

    # Moving

    def _mover(self) -> Any:
        place = self.screen.place
        if place == SIDEBAR:
            return self.screen.sidebar
        return self.screen.detail if place == DETAIL else self.screen.papers

    def do_down(self) -> None:
        self._mover().move(1)

    def do_up(self) -> None:
        mover = self._mover()
        mover.move(-1)

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

    def do_search(self) -> None:
        self.screen.box.input.focus()

    def do_details(self) -> None:
        screen = self.screen
        if screen.place == SIDEBAR:
            screen.sidebar.choose_current()
        elif screen.place == SEARCH:
            screen.papers.focus()
        elif screen.papers.current is not None:
            screen.add_class("-reading")
            screen.show_detail()
            screen.detail.focus()

    def do_back(self) -> None:
        screen = self.screen
        if screen.place == SEARCH:
            screen.box.input.action_clear()
        elif screen.place in (DETAIL, SIDEBAR):
            screen.remove_class("-reading", "-sidebar-over")
            screen.papers.focus()
        elif screen.papers.selected:
            screen.papers.choose(set())
        elif screen.box.text:
            screen.box.clear()

    def do_sidebar(self) -> None:
        screen = self.screen
        if screen.has_class("-wide"):
            hidden = not screen.has_class("-no-sidebar")
            screen.set_class(hidden, "-no-sidebar")
            if hidden and screen.place == SIDEBAR:
                screen.papers.focus()
        elif screen.has_class("-sidebar-over"):
            self.leave_sidebar()
        else:
            screen.remove_class("-reading")
            screen.add_class("-sidebar-over")
            screen.sidebar.focus()

    def leave_sidebar(self) -> None:
        """Go to the list, folding a sidebar that lies over it."""
        self.screen.remove_class("-sidebar-over")
        self.screen.papers.focus()

    def do_next_pane(self) -> None:
        self._to_pane(1)

    def do_previous_pane(self) -> None:
        self._to_pane(-1)

    def _to_pane(self, step: int) -> None:
        screen = self.screen
        order = [SEARCH, SIDEBAR, LIST, DETAIL]
        places = [place for place in order if place == screen.place or screen.pane(place).display]
        place = places[(places.index(screen.place) + step) % len(places)]
        screen.pane(place).focus()

    # Marking

    async def do_toggle_read(self) -> None:
        alone = not self.screen.papers.selected
        ids = self.screen.papers.targets
        if alone and self.screen.place != DETAIL:
            self.screen.papers.move(1)
        rows = await self._rows(ids)
        status: Status = "unread" if rows and all(row.status == "read" for row in rows.values()) else "read"
        await self._mark(ids, status)

    async def do_reading(self) -> None:
        await self._mark(self.screen.papers.targets, "reading")

    async def _mark(self, ids: tuple[int, ...], status: Status) -> None:
        if await self._sure(ids, f"Mark {count(len(ids), 'paper')} {status}?"):
            await self._change(ids, partial(self.screen.desk.library.ledger.mark, ids, status))

    async def do_star(self) -> None:
        ids = self.screen.papers.targets
        rows = await self._rows(ids)
        starred = not (rows and all(row.starred for row in rows.values()))
        if await self._sure(ids, f"{'Star' if starred else 'Unstar'} {count(len(ids), 'paper')}?"):
            await self._change(ids, partial(self.screen.desk.library.ledger.star, ids, starred))

    async def _prioritise(self, priority: int | None) -> None:
        ids = self.screen.papers.targets
        wish = "Take the priority from" if priority is None else f"Give priority {priority} to"
        if await self._sure(ids, f"{wish} {count(len(ids), 'paper')}?"):
            await self._change(ids, partial(self.screen.desk.library.ledger.prioritise, ids, priority))

    async def do_no_priority(self) -> None:
        await self._prioritise(None)

    # Papers

    async def do_tag(self) -> None:
        from readlist.ui.screens.tags import TagDialog

        screen = self.screen
        ids = screen.papers.targets
        rows = await self._rows(ids)
        known = await screen.desk.do("aside", screen.desk.library.tags)
        wish = await screen.app.push_screen_wait(TagDialog(list(rows.values()), known))
        if wish is not None and (wish.add or wish.remove):
            await self._change(ids, partial(screen.desk.library.ledger.tag, ids, wish.add, wish.remove))

    async def do_note(self) -> None:
        from readlist.ui.screens.note import NoteDialog

        paper = await self._one("a note")
        if paper is None:
            return
        text = await self.screen.app.push_screen_wait(NoteDialog(paper.title or paper.key or "", paper.note or ""))
        if text is not None and text.strip() != (paper.note or ""):
            write = partial(self.screen.desk.library.ledger.note, paper.id, text.strip() or None)
            await self._change((paper.id,), write)

    async def do_edit(self) -> None:
        from readlist.ui.screens.edit import EditDialog

        paper = await self._one("the form")
        if paper is None:
            return
        fields: Mapping[str, Any] | None = await self.screen.app.push_screen_wait(EditDialog(paper))
        if fields:
            write = partial(self.screen.desk.library.ledger.edit, paper.id, fields)
            await self._change((paper.id,), write, members=True)

    async def do_copy(self) -> None:
        from readlist.ui.copying import copy_from_menu

        await copy_from_menu(self.screen, self.screen.papers.targets)

    async def do_open_link(self) -> None:
        from readlist.ui.links import open_first

        papers = await self._papers(self.screen.papers.targets)
        self.screen.say(*await open_first(self.screen, papers))

    async def do_delete(self) -> None:
        ids = self.screen.papers.targets
        what = "this paper" if len(ids) == 1 else count(len(ids), "paper")
        title = ""
        if len(ids) == 1 and (row := self.screen.papers.row(ids[0])) is not None:
            title = row.title or row.opening + ELLIPSIS
        if not await self._ask(f"Delete {what}?", safe(title)):
            return
        change = await self.screen.change(partial(self.screen.desk.library.ledger.delete, ids))
        if change is not None:
            if len(self.screen.papers.ids) <= DROP_AT_ONCE:
                self.screen.papers.drop(change.ids)
            self._said(change)
            self.screen.changed(change.ids, members=True)

    # Choosing

    def do_select(self) -> None:
        self.screen.papers.select()

    def do_extend(self) -> None:
        self.screen.papers.select_through()

    async def do_select_all(self) -> None:
        papers = self.screen.papers
        ids = papers.ids
        chosen: set[int] = await self.screen.desk.do("aside", set, ids)
        if papers.ids is ids:
            papers.choose(chosen)
            self.screen.say(f"selected {count(len(chosen), 'paper')}")

    # Library

    async def do_sort(self) -> None:
        from readlist.ui.screens.menu import Choice, Menu

        screen = self.screen
        now = screen.sort[0] if screen.sort else None
        choices = [Choice(key, name + (" (turn round)" if name == now else ""), name)
                   for key, name in _SORT_KEYS.items()]  # fmt: skip
        choices.append(Choice("0", "as the search ranks, else as added", "none"))
        name = await screen.app.push_screen_wait(Menu("Sort by", choices))
        if name is None:
            return
        if name == "none":
            screen.sort = None
        elif screen.sort is not None and name == now:
            from readlist.query import SORTS

            descending = SORTS[name] if screen.sort[1] is None else screen.sort[1]
            screen.sort = (name, not descending)
        else:
            screen.sort = (name, None)
        screen.search()
        screen.show_place()

    async def do_import(self) -> None:
        await self._import(None)

    def offer_import(self, text: str) -> None:
        """Pasted text: show what importing it would bring."""
        if self.screen.importing:
            self.screen.say("an import is still running", "warning")
        else:
            self._later(self._import, text)

    async def _import(self, pasted: str | None) -> None:
        from readlist.ui.screens.importing import ImportDialog

        screen = self.screen
        screen.importing = True
        try:
            said = await screen.app.push_screen_wait(ImportDialog(screen.desk, pasted))
        finally:
            screen.importing = False
        if said is not None:
            screen.say(said)
            screen.everything_changed()

    async def do_undo(self) -> None:
        change = await self.screen.change(self.screen.desk.library.ledger.undo)
        self._again(change, "undone", "nothing to undo", "redo")

    async def do_redo(self) -> None:
        change = await self.screen.change(self.screen.desk.library.ledger.redo)
        self._again(change, "done again", "nothing to redo", "undo")

    def _again(self, change: Change | None, done: str, nothing: str, other: str) -> None:
        if change is None:
            self.screen.say(nothing, "warning")
            return
        self.screen.say(f"{done}: {change.summary} · {self.screen.keys.label(other)} {other}es")
        self.screen.changed(change.ids, members=True)

    # Screen

    def do_help(self) -> None:
        from readlist.ui.screens.help import HelpScreen

        self.screen.app.push_screen(HelpScreen(self.screen.keys, self.screen.place))

    def do_palette(self) -> None:
        self.screen.app.action_command_palette()

    def do_quit(self) -> None:
        self.screen.app.exit()

    # Helpers

    async def _rows(self, ids: tuple[int, ...]) -> Mapping[int, Any]:
        return await self.screen.desk.do("write", self.screen.desk.library.summaries, ids)

    async def _papers(self, ids: tuple[int, ...]) -> list[Paper]:
        return await self.screen.desk.do("pages", self.screen.desk.library.papers, ids)

    async def _one(self, what: str) -> Paper | None:
        ids = self.screen.papers.targets
        if len(ids) > 1:
            self.screen.say(f"{what} is for one paper; {len(ids):,} are selected", "warning")
            return None
        found = await self._papers(ids)
        return found[0] if found else None

    async def _sure(self, ids: Iterable[int], question: str) -> bool:
        return len(tuple(ids)) <= MANY or await self._ask(question)

    async def _ask(self, question: str, about: str = "") -> bool:
        from readlist.ui.screens.confirm import Confirm

        answer: bool | None = await self.screen.app.push_screen_wait(Confirm(question, about))
        return answer is True

    async def _change(self, ids: tuple[int, ...], make: Any, *, members: bool = False) -> None:
        change = await self.screen.change(make)
        if change is not None:
            self._said(change)
            self.screen.changed(change.ids or ids, members=members)

    def _said(self, change: Change) -> None:
        hint = f" · {self.screen.keys.label('undo')} undoes" if change.count else ""
        self.screen.say(change.summary + hint)
