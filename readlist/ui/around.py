"""What stands around the list: the keys of the pane in focus, where the cursor is, and the order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readlist.ui.commands import COMMANDS, SEARCH, SIDEBAR
from readlist.ui.widgets.bars import Hint

if TYPE_CHECKING:
    from readlist.ui.screens.main import MainScreen


class Around:
    """Keeps footer and status line in step with the screen."""

    def __init__(self, screen: MainScreen) -> None:
        self.screen = screen

    def show_place(self) -> None:
        """Say where the cursor is, how many papers are selected, and the order."""
        papers = self.screen.papers
        parts = [f"{len(papers.selected):,} selected"] if papers.selected else []
        if self.screen.asking.order:
            parts.append(self.screen.asking.order)
        if papers.ids:
            parts.append(f"{papers.cursor + 1:,}/{len(papers.ids):,}")
        self.screen.status.show(right=" · ".join(parts))

    def show_hints(self) -> None:
        """Show the keys of the pane in focus."""
        hints = self._in_the_box() if self.screen.place == SEARCH else self._of_commands(self.screen.place)
        self.screen.footer.show(hints)

    def _in_the_box(self) -> list[Hint]:
        label = self.screen.keys.label
        hints = [Hint("enter", "picks", "details", keep=True)] if self.screen.picking else []
        return [
            *hints,
            Hint("↓", "to the list", "down"),
            Hint("esc", "clear, then leave", "back"),
            Hint(label("next-pane"), "complete", "next-pane"),
            Hint("↑", "asked before", "up"),
            Hint(label("palette"), "commands", "palette"),
        ]

    def _of_commands(self, place: str) -> list[Hint]:
        screen, label = self.screen, self.screen.keys.label
        situation = screen.situation()
        shown = sorted((c for c in COMMANDS if c.footer and place in c.panes), key=lambda command: command.footer)
        if screen.counts is not None and not screen.counts.total:
            shown = [command for command in shown if not command.unavailable(situation)]
        hints = [Hint(label(c.name), c.label, c.name, c.help, c.name in ("help", "quit")) for c in shown]
        if place == SIDEBAR or screen.picking:
            enter = "to the list" if place == SIDEBAR else "picks"
            hints = [hint._replace(label=enter, keep=True) if hint.command == "details" else hint for hint in hints]
        if place == SIDEBAR and situation.saved:
            hints[2:2] = [Hint(label("edit"), "rename", "edit"), Hint(label("delete"), "forget", "delete")]
        return hints
