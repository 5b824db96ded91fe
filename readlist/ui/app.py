"""The Textual application: theme, keys, signals, and the way to the terminal's clipboard."""

import asyncio
import gc
import signal
from contextlib import suppress
from typing import Any, ClassVar

from textual import events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.command import Provider
from textual.screen import Screen

from readlist.ui.commands import MOVING, SEARCH, KeyMap
from readlist.ui.screens.dialog import Dialog
from readlist.ui.screens.main import MainScreen
from readlist.ui.turns import WaitingKeys
from readlist.ui.work import Desk

COLLECT_AFTER = 10_000
"""So many new objects make Python's collector look through the young ones."""


class ReadlistApp(App[tuple[str, ...]]):
    """One screen over one library. ``picking``: it is there to choose papers, and ends with their keys."""

    CSS_PATH = "app.tcss"
    TITLE = "readlist"
    ENABLE_COMMAND_PALETTE = True
    COMMAND_PALETTE_DISPLAY = None
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+c", "app.ask_to_quit", show=False, system=True)]

    def __init__(self, desk: Desk, config: Any, *, query: str = "", picking: bool = False) -> None:
        super().__init__()
        self.desk = desk
        self.query_at_start = query
        self.picking = picking
        self.config = config
        self.waiting = WaitingKeys(self, self._obey)
        self.keys = KeyMap(getattr(config, "keys", {}))
        self.keys.problems += getattr(config, "problems", ())
        theme = getattr(config, "theme", None)
        if theme:
            if theme in self.available_themes:
                self.theme = theme
            else:
                self.keys.problems.append(f"config: there is no theme “{theme}”")

    def get_default_screen(self) -> Screen[None]:
        return MainScreen(self.desk, self.keys, query=self.query_at_start, picking=self.picking)

    def on_mount(self) -> None:
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP"):
            # Without a handler the terminal would be left in the alternate screen with mouse reporting on.
            with suppress(AttributeError, NotImplementedError, RuntimeError, ValueError):
                loop.add_signal_handler(getattr(signal, name), self.exit)

    def on_ready(self) -> None:
        # Python's collector holds every thread while it looks through all there is, 30 to 60 ms, and the many rows a
        # search brings call for it again and again. What was made up to the first screen stays anyway, and rows come
        # and go in chunks smaller than this.
        gc.freeze()
        gc.set_threshold(COLLECT_AFTER, 10, 50)

    async def on_event(self, event: events.Event) -> None:
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
        elif not self.waiting.keep(event, moves=isinstance(event, events.Key) and self._moves(event.key)):
            await self._obey(event)

    async def _obey(self, event: events.Event) -> None:
        """Take a key that has not to wait any longer."""
        screen = self.screen
        if isinstance(event, events.Key) and isinstance(screen, Dialog) and screen.ends(event.key):
            # What stands behind it is meant for where one comes to when the dialog is left.
            self.waiting.hold_for_a_while(screen)
        await super().on_event(event)

    def _moves(self, key: str) -> bool:
        """Whether a key does nothing but go along a pane."""
        screen = self.screen
        return isinstance(screen, MainScreen) and screen.place != SEARCH and self.keys.known.get(key) in MOVING

    def action_ask_to_quit(self) -> None:
        if isinstance(self.screen, MainScreen):
            self.screen.say(f"{self.keys.label('quit')} leaves readlist")


def commands_provider() -> type[Provider]:
    """The palette's provider, imported when the palette is first opened."""
    from readlist.ui.palette import Commands

    return Commands


ReadlistApp.COMMANDS = {commands_provider}
