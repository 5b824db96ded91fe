"""What all verbs share: running beside the event loop, asking in a dialog, making a change and saying so."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, TypeVar, cast

from readlist.paper import Paper
from readlist.store import Change
from readlist.ui.turns import Turns

if TYPE_CHECKING:
    from readlist.ui.app import ReadlistApp
    from readlist.ui.screens.dialog import Dialog
    from readlist.ui.screens.main import MainScreen
    from readlist.ui.turns import WaitingKeys

Result = TypeVar("Result")

MANY = 20
"""Marking more papers than this asks first."""


class Doing:
    """One method a command, ``do_`` and its name; those that wait and change nothing are coroutines.

    What changes the library is done in turn: a command decides at once what it is for, and the rest of it waits until
    the commands before it are done.
    """

    def __init__(self, screen: MainScreen) -> None:
        self.screen = screen
        self._turns = Turns()

    def later(self, task: Callable[..., Coroutine[Any, Any, None]], *arguments: Any) -> None:
        """Do something beside the event loop's other work."""
        self.screen.work("commands", task, *arguments, exclusive=False)

    def in_turn(self, task: Callable[..., Coroutine[Any, Any, None]], *arguments: Any) -> None:
        """Do something when all that was begun in turn before is done."""
        self.later(self._turns.take, task, *arguments)

    def open(
        self,
        dialog: Dialog[Result],
        then: Callable[[Result], Coroutine[Any, Any, None]],
        before: Callable[[], Coroutine[Any, Any, None]] | None = None,
        otherwise: Callable[[], None] | None = None,
    ) -> None:
        """Show a dialog; go on with its answer unless it was left without one (``otherwise``). All is one turn, and so
        is what is to be done ``before``, while the dialog stands already."""
        answer: asyncio.Future[Result | None] = asyncio.get_running_loop().create_future()

        async def answered() -> None:
            if before is not None:
                await before()
            if (given := await answer) is not None:
                await then(given)
            elif otherwise is not None:
                otherwise()

        def left(given: Result | None) -> None:
            if not answer.done():
                answer.set_result(given)

        self.screen.app.push_screen(dialog, left)
        self._waiting.let_all_go()
        self.in_turn(answered)

    def in_turn_asking(self, task: Callable[..., Coroutine[Any, Any, None]], *arguments: Any) -> None:
        """Do in turn what may ask: the keys behind this one may be the answer and wait until that is known."""
        holder = object()
        self._waiting.hold(holder)

        async def asking() -> None:
            try:
                await task(*arguments)
            finally:
                self._waiting.let_go(holder)

        self.in_turn(asking)

    @property
    def _waiting(self) -> WaitingKeys:
        return cast("ReadlistApp", self.screen.app).waiting

    async def papers(self, ids: tuple[int, ...]) -> list[Paper]:
        return await self.screen.desk.do("pages", self.screen.desk.library.papers, ids)

    def the_one(self, what: str) -> tuple[int, ...]:
        """The one paper a dialog is for."""
        ids = self.screen.papers.targets
        if len(ids) > 1:
            self.screen.say(f"{what} is for one paper; {len(ids):,} are selected", "warning")
            return ()
        return ids

    async def ask(self, question: Dialog[Result]) -> Result | None:
        """The answer to a question that comes up in the middle of a command."""
        asked = self.screen.app.push_screen(question, wait_for_dismiss=True)
        self._waiting.let_all_go()
        return await asked

    async def sure(self, ids: tuple[int, ...], question: str) -> bool:
        """Whether so many papers are really meant."""
        from readlist.ui.screens.confirm import Confirm

        return len(ids) <= MANY or await self.ask(Confirm(question)) is True

    async def change(self, ids: tuple[int, ...], make: Any, *, members: bool = False) -> None:
        change = await self.screen.change(make)
        if change is not None:
            self.said(change)
            self.screen.changed(change.ids or ids, members=members)

    def said(self, change: Change) -> None:
        hint = f" · {self.screen.keys.label('undo')} undoes" if change.count else ""
        self.screen.say(change.summary + hint)
