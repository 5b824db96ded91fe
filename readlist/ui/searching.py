"""The commands around questions: related papers, saved searches, and the way back to the whole library."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from string import ascii_lowercase

from readlist.query import Field, Phrase, Query, Word
from readlist.store import Change
from readlist.text import fold
from readlist.ui.commands import LIST
from readlist.ui.doing import Doing
from readlist.ui.drawing import cut

CHOSEN_BY = "123456789" + ascii_lowercase
"""The keys of the menu of saved searches."""
LONGEST_NAME = 40
WHOLE = "0"


class Searching(Doing):
    """What is asked without typing."""

    def do_related(self) -> None:
        current = self.screen.papers.current
        self.in_turn_asking(self._related, () if current is None else (current,))

    async def _related(self, ids: tuple[int, ...]) -> None:
        screen = self.screen
        rows = await screen.desk.do("write", screen.desk.library.summaries, ids)
        for row in rows.values():
            screen.past.remember()
            screen.past.bring(str(Field("related", row.key or row.uid)))
            screen.remove_class("-reading")
            screen.set_focus(screen.pane(LIST))

    def do_whole_library(self) -> None:
        self.screen.sidebar.move_to(0)

    # Saved searches

    def do_saved_searches(self) -> None:
        from readlist.ui.screens.menu import Choice, Menu

        saved = self.screen.counting.saved
        choices = [
            Choice(key, one.name, str(place), "" if one.papers is None else f"{one.papers:,}")
            for place, (key, one) in enumerate(zip(CHOSEN_BY, saved, strict=False))
        ]
        choices.append(Choice(WHOLE, "whole library", ""))
        self.open(Menu("Saved searches", choices), self._show_saved)

    async def _show_saved(self, place: str) -> None:
        screen = self.screen
        screen.past.remember()
        screen.box.clear()
        screen.sidebar.choose("saved", screen.counting.saved[int(place)].name) if place else self.do_whole_library()
        screen.set_focus(screen.pane(LIST))

    def do_save_search(self) -> None:
        from readlist.ui.screens.naming import NameDialog

        if self.screen.desk.library.read_only:
            self.screen.say("the library cannot be written, so no search can be saved in it", "warning")
            return
        question, view = self.screen.asking.question(), self.screen.asking.view
        unchanged = view.kind == "saved" and not self.screen.box.text.strip()
        name = view.label if unchanged else _named(question)
        self.open(NameDialog("Save search", name, str(question)), partial(self._save_search, str(question)))

    async def _save_search(self, query: str, name: str) -> None:
        from readlist.ui.screens.confirm import Confirm

        known = await self.screen.desk.do("write", self.screen.desk.library.saved_searches)
        same = [one for one in known if fold(one.name) == fold(name)]
        if same and same[0].query != query:
            replace = Confirm(f"Replace the saved search “{same[0].name}”?", same[0].query)
            if not await self.ask(replace):
                return
        await self._change_searches(partial(self.screen.desk.library.ledger.save_search, name, query))

    def forget_search(self) -> None:
        """Forget the saved search under the sidebar's cursor."""
        if (entry := self.screen.sidebar.current) is not None:
            forget = partial(self.screen.desk.library.ledger.forget_search, entry.label)
            self.in_turn(self._change_searches, forget)

    def rename_search(self) -> None:
        """Give the saved search under the sidebar's cursor another name."""
        from readlist.ui.screens.naming import NameDialog

        if (entry := self.screen.sidebar.current) is not None:
            dialog = NameDialog("Rename saved search", entry.label, entry.query or "")
            self.open(dialog, partial(self._rename_search, entry.label))

    async def _rename_search(self, name: str, new: str) -> None:
        await self._change_searches(partial(self.screen.desk.library.ledger.rename_search, name, new))

    async def _change_searches(self, make: Callable[[], Change]) -> None:
        change = await self.screen.change(make)
        if change is not None:
            self.said(change)
            self.screen.counting.recount()


def _named(question: Query) -> str:
    """A name to begin with: the words and values of a question, without the names of its fields."""
    words = [
        node.value if isinstance(node, Field) else node.text
        for node in question.leaves()
        if isinstance(node, Field | Phrase | Word)
    ]
    return cut(" ".join(words), LONGEST_NAME)
