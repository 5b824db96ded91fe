"""What each command of the table does."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Any

from readlist.paper import Paper, Status
from readlist.query import SORTS
from readlist.store import Change
from readlist.text import count
from readlist.ui.commands import DETAIL, SIDEBAR, Command
from readlist.ui.drawing import ELLIPSIS, safe
from readlist.ui.moving import Moving
from readlist.ui.searching import Searching

if TYPE_CHECKING:
    from readlist.ui.screens.tags import TagDialog, TagWish

DROP_AT_ONCE = 50_000
"""From longer lists deleted papers are taken beside the event loop."""

SORT_KEYS = {"a": "added", "y": "year", "t": "title", "w": "author", "p": "priority", "r": "relevance"}


class Verbs(Searching, Moving):
    """All the commands."""

    def run(self, command: Command) -> None:
        """Do a command."""
        name = command.name
        if name.startswith("priority-"):
            self.later(self._prioritise, int(name[-1]))
            return
        verb = getattr(self, "do_" + command.method)
        if iscoroutinefunction(verb):
            self.later(verb)
        else:
            verb()

    # Marking

    async def do_toggle_read(self) -> None:
        alone = not self.screen.papers.selected
        ids = self.screen.papers.targets
        if alone and self.screen.place != DETAIL:
            self.screen.papers.move(1)
        rows = await self.rows(ids)
        status: Status = "unread" if rows and all(row.status == "read" for row in rows.values()) else "read"
        await self._mark(ids, status)

    async def do_reading(self) -> None:
        await self._mark(self.screen.papers.targets, "reading")

    async def _mark(self, ids: tuple[int, ...], status: Status) -> None:
        if await self.sure(ids, f"Mark {count(len(ids), 'paper')} {status}?"):
            await self.change(ids, partial(self.screen.desk.library.ledger.mark, ids, status))

    async def do_star(self) -> None:
        ids = self.screen.papers.targets
        rows = await self.rows(ids)
        starred = not (rows and all(row.starred for row in rows.values()))
        if await self.sure(ids, f"{'Star' if starred else 'Unstar'} {count(len(ids), 'paper')}?"):
            await self.change(ids, partial(self.screen.desk.library.ledger.star, ids, starred))

    async def _prioritise(self, priority: int | None) -> None:
        ids = self.screen.papers.targets
        wish = "Take the priority from" if priority is None else f"Give priority {priority} to"
        if await self.sure(ids, f"{wish} {count(len(ids), 'paper')}?"):
            await self.change(ids, partial(self.screen.desk.library.ledger.prioritise, ids, priority))

    async def do_no_priority(self) -> None:
        await self._prioritise(None)

    # Papers

    def do_tag(self) -> None:
        from readlist.ui.screens.tags import TagDialog

        ids = self.screen.papers.targets
        dialog = TagDialog(len(ids))
        self.open(dialog, partial(self._tag, ids))
        self.later(self._fill_tags, dialog, ids)

    async def _fill_tags(self, dialog: TagDialog, ids: tuple[int, ...]) -> None:
        rows = await self.rows(ids)
        known = await self.screen.desk.do("aside", self.screen.desk.library.tags)
        dialog.fill(list(rows.values()), known)

    async def _tag(self, ids: tuple[int, ...], wish: TagWish) -> None:
        if wish.add or wish.remove:
            await self.change(ids, partial(self.screen.desk.library.ledger.tag, ids, wish.add, wish.remove))

    async def do_note(self) -> None:
        from readlist.ui.screens.note import NoteDialog

        if (paper := await self.one("a note")) is not None:
            self.open(NoteDialog(paper.title or paper.key or "", paper.note or ""), partial(self._note, paper))

    async def _note(self, paper: Paper, text: str) -> None:
        if text.strip() != (paper.note or ""):
            write = partial(self.screen.desk.library.ledger.note, paper.id, text.strip() or None)
            await self.change((paper.id,), write)

    async def do_edit(self) -> None:
        from readlist.ui.screens.edit import EditDialog

        if self.screen.place == SIDEBAR:
            self.rename_search()
            return
        if (paper := await self.one("the form")) is not None:
            self.open(EditDialog(paper), partial(self._edit, paper))

    async def _edit(self, paper: Paper, fields: Mapping[str, Any]) -> None:
        if fields:
            write = partial(self.screen.desk.library.ledger.edit, paper.id, fields)
            await self.change((paper.id,), write, members=True)

    def do_copy(self) -> None:
        from readlist.ui.copying import WAYS, copy_as
        from readlist.ui.screens.menu import Choice, Menu

        choices = [Choice(key, label, name) for name, (key, label, _) in WAYS.items()]
        self.open(Menu("Copy", choices), partial(copy_as, self.screen, self.screen.papers.targets))

    async def do_open_link(self) -> None:
        from readlist.ui.links import open_first

        papers = await self.papers(self.screen.papers.targets)
        self.screen.say(*await open_first(self.screen, papers))

    def do_delete(self) -> None:
        from readlist.ui.screens.confirm import Confirm

        if self.screen.place == SIDEBAR:
            self.forget_search()
            return
        ids = self.screen.papers.targets
        about = ""
        if len(ids) == 1 and (row := self.screen.papers.row(ids[0])) is not None:
            about = safe(row.title or row.opening + ELLIPSIS)
        what = "this paper" if len(ids) == 1 else count(len(ids), "paper")
        self.open(Confirm(f"Delete {what}?", about), partial(self._delete, ids))

    async def _delete(self, ids: tuple[int, ...], sure: bool) -> None:
        change = await self.screen.change(partial(self.screen.desk.library.ledger.delete, ids))
        if change is not None:
            if len(self.screen.papers.ids) <= DROP_AT_ONCE:
                self.screen.papers.drop(change.ids)
            self.said(change)
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

    def do_sort(self) -> None:
        from readlist.ui.screens.menu import Choice, Menu

        now = self.screen.asking.sort[0] if self.screen.asking.sort else None
        choices = [Choice(key, name + (" (turn round)" if name == now else ""), name)
                   for key, name in SORT_KEYS.items()]  # fmt: skip
        choices.append(Choice("0", "as found, else as added", ""))
        self.open(Menu("Sort by", choices), self._sort)

    async def _sort(self, name: str) -> None:
        before = self.screen.asking.sort
        descending = None
        if before is not None and name == before[0]:
            descending = not (SORTS[name] if before[1] is None else before[1])
        self.screen.asking.order_by((name, descending) if name else None)

    def do_import(self) -> None:
        self._import(None)

    def offer_import(self, text: str) -> None:
        """Pasted text: show what importing it would bring."""
        if self.screen.importing:
            self.screen.say("an import is still running", "warning")
        else:
            self._import(text)

    def _import(self, pasted: str | None) -> None:
        from readlist.ui.screens.importing import ImportDialog

        self.screen.importing = True
        self.screen.app.push_screen(ImportDialog(self.screen.desk, pasted), self._imported)

    def _imported(self, said: str | None) -> None:
        self.screen.importing = False
        if said is not None:
            self.screen.say(f"{said} · {self.screen.keys.label('undo')} undoes")
            self.screen.everything_changed()

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
