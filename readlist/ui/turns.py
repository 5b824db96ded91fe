"""Order among keys: what one of them changes is done before what the next one changes.

Moving is never held up. Commands that change wait for their turn, and where a key leads to a dialog that is not there
yet, the keys behind it wait for the dialog.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from typing import TYPE_CHECKING, Any

from textual import events

if TYPE_CHECKING:
    from readlist.ui.app import ReadlistApp

PATIENCE = 1.0
"""Seconds keys wait for a dialog to be left by the key before them; it may stay."""


class Turns:
    """Lets one task in after the other, in the order in which they were begun."""

    def __init__(self) -> None:
        self._door = asyncio.Lock()

    async def take(self, task: Callable[..., Coroutine[Any, Any, None]], *arguments: Any) -> None:
        """Do a task when all those before it are done."""
        async with self._door:
            await task(*arguments)


class WaitingKeys:
    """Keys and pasted texts that wait; they are obeyed in their order as soon as nobody holds them."""

    def __init__(self, app: ReadlistApp, obey: Callable[[events.Event], Awaitable[None]]) -> None:
        self._app = app
        self._obey = obey
        self._keys: deque[events.Event] = deque()
        self._holders: set[object] = set()

    def __bool__(self) -> bool:
        return bool(self._keys)

    def hold(self, holder: object) -> None:
        """Let keys wait from now on, those that only move the cursor excepted."""
        self._holders.add(holder)

    def hold_for_a_while(self, holder: object) -> None:
        """Let keys wait, but not longer than :data:`PATIENCE`."""
        self.hold(holder)
        asyncio.get_running_loop().call_later(PATIENCE, self.let_go, holder)

    def let_go(self, holder: object) -> None:
        """Hold the keys no longer for this reason."""
        self._holders.discard(holder)
        self._go_on()

    def let_all_go(self) -> None:
        """Somebody is being asked: the keys are the answer."""
        self._holders.clear()
        self._go_on()

    def keep(self, event: events.Key | events.Paste, *, moves: bool) -> bool:
        """Whether a key has to wait; it is kept then. One behind a waiting key always does."""
        waits = bool(self._keys) or (bool(self._holders) and not moves)
        if waits:
            self._keys.append(event)
        return waits

    def _go_on(self) -> None:
        if self._keys and not self._holders and self._app.is_running:
            self._app.call_next(self._obey_all)

    async def _obey_all(self) -> None:
        while self._keys and not self._holders:
            await self._obey(self._keys.popleft())
