"""What all verbs share: running beside the event loop, asking in a dialog, making a change and saying so."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from readlist.paper import Paper
from readlist.store import Change, Summary

if TYPE_CHECKING:
    from readlist.ui.screens.dialog import Dialog
    from readlist.ui.screens.main import MainScreen

Result = TypeVar("Result")

MANY = 20
"""Marking more papers than this asks first."""


class Doing:
    """One method a command, ``do_`` and its name; those that wait are coroutines."""

    def __init__(self, screen: MainScreen) -> None:
        self.screen = screen

    def later(self, task: Callable[..., Coroutine[Any, Any, None]], *arguments: Any) -> None:
        self.screen.work("commands", task, *arguments, exclusive=False)

    def open(self, dialog: Dialog[Result], then: Callable[[Result], Coroutine[Any, Any, None]]) -> None:
        """Show a dialog; go on with its answer unless it was left without one."""

        def answered(answer: Result | None) -> None:
            if answer is not None:
                self.later(then, answer)

        self.screen.app.push_screen(dialog, answered)
        self.screen.opening = False

    async def rows(self, ids: tuple[int, ...]) -> Mapping[int, Summary]:
        """What is kept of papers just now, after the changes already made."""
        return await self.screen.desk.do("write", self.screen.desk.library.summaries, ids)

    async def papers(self, ids: tuple[int, ...]) -> list[Paper]:
        return await self.screen.desk.do("pages", self.screen.desk.library.papers, ids)

    async def one(self, what: str) -> Paper | None:
        """The one paper a dialog is for. Keys are let go while it is being fetched: they are meant for the dialog."""
        ids = self.screen.papers.targets
        if len(ids) > 1:
            self.screen.say(f"{what} is for one paper; {len(ids):,} are selected", "warning")
            return None
        self.screen.opening = True
        try:
            found = await self.papers(ids)
        finally:
            self.screen.opening = False
        return found[0] if found else None

    async def sure(self, ids: tuple[int, ...], question: str) -> bool:
        """Whether so many papers are really meant."""
        from readlist.ui.screens.confirm import Confirm

        if len(ids) <= MANY:
            return True
        answer: bool | None = await self.screen.app.push_screen_wait(Confirm(question))
        return answer is True

    async def change(self, ids: tuple[int, ...], make: Any, *, members: bool = False) -> None:
        change = await self.screen.change(make)
        if change is not None:
            self.said(change)
            self.screen.changed(change.ids or ids, members=members)

    def said(self, change: Change) -> None:
        hint = f" · {self.screen.keys.label('undo')} undoes" if change.count else ""
        self.screen.say(change.summary + hint)
