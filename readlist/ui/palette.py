"""The command palette: the commands that can be used now, and the themes."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from readlist.ui.commands import COMMANDS, key_label


class Line(NamedTuple):
    """A line of the palette."""

    label: str
    help: str
    do: Callable[[], object]


class Commands(Provider):
    """Everything of the table that is worth a line."""

    def _lines(self) -> Iterator[Line]:
        from readlist.ui.screens.main import MainScreen

        screen = self.screen
        if not isinstance(screen, MainScreen):
            return
        situation = screen.situation()
        for command in COMMANDS:
            if command.palette and not command.unavailable(situation):
                keys = " ".join(map(key_label, screen.keys.keys(command.name)))
                yield Line(f"{command.label}  {keys}", command.help, partial(screen.action_command, command.name))
        for name in sorted(self.app.available_themes):
            yield Line(f"theme {name}", "Show readlist in these colours.", partial(setattr, self.app, "theme", name))

    async def discover(self) -> Hits:
        for line in self._lines():
            yield DiscoveryHit(line.label, line.do, help=line.help)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for line in self._lines():
            # A name that fits goes before any sentence that does.
            name = matcher.match(line.label)
            score = 1000 + name if name > 0 else matcher.match(line.help)
            if score > 0:
                yield Hit(score, Content(line.label), line.do, text=line.label, help=line.help)
