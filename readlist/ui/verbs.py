"""What each command of the table does."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING

from readlist.query import SORTS
from readlist.store import Change, ChangeSet, Summary
from readlist.text import count
from readlist.ui.commands import DETAIL, SIDEBAR, Command
from readlist.ui.doing import MANY
from readlist.ui.drawing import ELLIPSIS, safe
from readlist.ui.moving import Moving
from readlist.ui.searching import Searching

if TYPE_CHECKING:
    from readlist.ui.screens.tags import TagDialog, TagWish

DROP_AT_ONCE = 50_000
"""From longer lists deleted papers are taken beside the event loop."""

LARGE = 500
"""Taking back what touched more papers than this asks first."""

SORT_KEYS = {"a": "added", "y": "year", "t": "title", "w": "author", "p": "priority", "r": "relevance"}


class _LargeError(Exception):
    """What would be taken back is large."""

    def __init__(self, change: ChangeSet) -> None:
        super().__init__(change.summary)
        self.change = change


class Verbs(Searching, Moving):
    """All the commands."""

    def run(self, command: Command) -> None:
        """Do a command."""
        name = command.name
        if name.startswith("priority-"):
            self._prioritise(int(name[-1]))
            return
        verb = getattr(self, "do_" + command.method)
        if iscoroutinefunction(verb):
            self.later(verb)
        else:
            verb()

    # Marking

    def do_toggle_read(self) -> None:
        alone = not self.screen.papers.selected
        ids = self.screen.papers.targets
        if alone and self.screen.place != DETAIL:
            self.screen.papers.move(1)
        ledger = self.screen.desk.library.ledger
        self._turn_round(
            ids,
            lambda row: row.status == "read",
            lambda read: f"Mark {count(len(ids), 'paper')} {'unread' if read else 'read'}?",
            lambda read: ledger.mark(ids, "unread" if read else "read"),
        )

    def do_reading(self) -> None:
        ids = self.screen.papers.targets
        question = f"Mark {count(len(ids), 'paper')} reading?"
        self._set(ids, question, partial(self.screen.desk.library.ledger.mark, ids, "reading"))

    def do_star(self) -> None:
        ids = self.screen.papers.targets
        ledger = self.screen.desk.library.ledger
        self._turn_round(
            ids,
            lambda row: row.starred,
            lambda starred: f"{'Unstar' if starred else 'Star'} {count(len(ids), 'paper')}?",
            lambda starred: ledger.star(ids, not starred),
        )

    def _prioritise(self, priority: int | None) -> None:
        ids = self.screen.papers.targets
        wish = "Take the priority from" if priority is None else f"Give priority {priority} to"
        make = partial(self.screen.desk.library.ledger.prioritise, ids, priority)
        self._set(ids, f"{wish} {count(len(ids), 'paper')}?", make)

    def do_no_priority(self) -> None:
        self._prioritise(None)

    def _set(self, ids: tuple[int, ...], question: str, make: Callable[[], Change]) -> None:
        """Change papers, after a question when they are many."""

        async def change() -> None:
            if await self.sure(ids, question):
                await self.change(ids, make)

        self.in_turn_asking(change) if len(ids) > MANY else self.in_turn(change)

    def _turn_round(
        self,
        ids: tuple[int, ...],
        done: Callable[[Summary], bool],
        question: Callable[[bool], str],
        make: Callable[[bool], Change],
    ) -> None:
        """Change papers to the contrary of what all of them are, after a question when they are many."""
        library, desk = self.screen.desk.library, self.screen.desk

        def all_done() -> bool:
            rows = library.summaries(ids)
            return bool(rows) and all(map(done, rows.values()))

        async def change() -> None:
            if len(ids) <= MANY:
                # One piece of work: nothing comes between looking and changing.
                await self.change(ids, lambda: make(all_done()))
                return
            before = await desk.do("write", all_done)
            if await self.sure(ids, question(before)):
                await self.change(ids, partial(make, before))

        self.in_turn_asking(change) if len(ids) > MANY else self.in_turn(change)

    # Papers

    def do_tag(self) -> None:
        from readlist.ui.screens.tags import TagDialog

        ids = self.screen.papers.targets
        dialog = TagDialog(len(ids))
        self.open(dialog, partial(self._tag, ids), partial(self._fill_tags, dialog, ids))

    async def _fill_tags(self, dialog: TagDialog, ids: tuple[int, ...]) -> None:
        desk = self.screen.desk
        rows = await desk.do("write", desk.library.summaries, ids)
        known = await desk.do("aside", desk.library.tags)
        if dialog.is_attached:
            dialog.fill(list(rows.values()), known)

    async def _tag(self, ids: tuple[int, ...], wish: TagWish) -> None:
        if wish.add or wish.remove:
            await self.change(ids, partial(self.screen.desk.library.ledger.tag, ids, wish.add, wish.remove))

    def do_note(self) -> None:
        if ids := self.the_one("a note"):
            self.in_turn_asking(self._ask_note, ids)

    async def _ask_note(self, ids: tuple[int, ...]) -> None:
        from readlist.ui.screens.note import NoteDialog

        for paper in await self.papers(ids):
            text = await self.ask(NoteDialog(paper.title or paper.key or "", paper.note or ""))
            if text is not None and text.strip() != (paper.note or ""):
                write = partial(self.screen.desk.library.ledger.note, paper.id, text.strip() or None)
                await self.change((paper.id,), write)

    def do_edit(self) -> None:
        if self.screen.place == SIDEBAR:
            self.rename_search()
        elif ids := self.the_one("the form"):
            self.in_turn_asking(self._ask_fields, ids)

    async def _ask_fields(self, ids: tuple[int, ...]) -> None:
        from readlist.ui.screens.edit import EditDialog

        for paper in await self.papers(ids):
            if fields := await self.ask(EditDialog(paper)):
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

    def do_select_all(self) -> None:
        # At once, though it takes some milliseconds of a large library: the next key is for what is selected.
        papers = self.screen.papers
        papers.choose(set(papers.ids))
        self.screen.say(f"selected {count(len(papers.selected), 'paper')}")

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
        self.open(ImportDialog(self.screen.desk, pasted), self._imported, otherwise=self._not_imported)

    def _not_imported(self) -> None:
        self.screen.importing = False

    async def _imported(self, said: str) -> None:
        self.screen.importing = False
        self.screen.say(f"{said} · {self.screen.keys.label('undo')} undoes")
        self.screen.everything_changed()

    def do_undo(self) -> None:
        self.in_turn_asking(self._undo)

    async def _undo(self) -> None:
        """Take back the newest change; what touched many papers, and an import, only after asking."""
        from readlist.ui.screens.confirm import Confirm

        ledger = self.screen.desk.library.ledger
        agreed: int | None = None

        def undo() -> Change | None:
            newest = ledger.next_undone()
            if newest is not None and newest[0].id != agreed and (newest[1] or newest[0].count > LARGE):
                raise _LargeError(newest[0])
            return ledger.undo()

        while True:
            try:
                change = await self.screen.change(undo)
                break
            except _LargeError as large:
                agreed = large.change.id
                again = f"{self.screen.keys.label('redo')} does it again"
                if not await self.ask(Confirm("Take this back?", large.change.summary, again)):
                    return
        self._again(change, "undone", "nothing to undo", "redo")

    def do_redo(self) -> None:
        self.in_turn(self._redo)

    async def _redo(self) -> None:
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
