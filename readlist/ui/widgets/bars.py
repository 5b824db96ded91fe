"""The single lines around the panes: header, status line, footer, and the border between two panes."""

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from readlist.ui.drawing import cut, cut_start, safe


class Bar(Widget):
    """A line with a left and a right part; the right one gives way first."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"bar--left", "bar--right"}

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._left = ""
        self._right = ""

    def show(self, left: str | None = None, right: str | None = None) -> None:
        """Change either part."""
        self._left = self._left if left is None else safe(left)
        self._right = self._right if right is None else safe(right)
        self.refresh()

    @property
    def text(self) -> str:
        """What the left part says."""
        return self._left

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if y:
            return Strip.blank(width, self.rich_style)
        left = cut(self._left, width - 2)
        room = width - 2 - cell_len(left) - 2
        right = cut_start(self._right, room) if room >= 4 else ""
        gap = " " * max(0, width - 2 - cell_len(left) - cell_len(right))
        return Strip([
            Segment(" " + left, self.get_component_rich_style("bar--left")),
            Segment(gap, self.rich_style),
            Segment(right + " ", self.get_component_rich_style("bar--right")),
        ]).adjust_cell_length(width, self.rich_style)  # fmt: skip


class Header(Bar):
    """The name of the program, and what the library holds."""


class StatusLine(Bar):
    """What the last action did, and where the cursor is."""

    def say(self, message: str, kind: str = "done") -> None:
        """Show a message; ``kind`` is ``done``, ``warning`` or ``error``."""
        self.set_classes(f"-{kind}")
        self.show(left=message)


class Hint(NamedTuple):
    """A footer item: a key, what it does, the command it stands for; ``keep`` gives it its room before the others."""

    key: str
    label: str
    command: str
    tooltip: str = ""
    keep: bool = False

    @property
    def width(self) -> int:
        return cell_len(self.key) + 1 + cell_len(self.label)


class Footer(Widget):
    """The keys that matter where one is; only whole items, as many as there is room for."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"footer--key", "footer--label"}

    class Pressed(Message):
        """An item was clicked."""

        def __init__(self, command: str) -> None:
            super().__init__()
            self.command = command

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._hints: Sequence[Hint] = ()

    def show(self, hints: Sequence[Hint]) -> None:
        """Show other items, the most important first."""
        if hints != self._hints:
            self._hints = hints
            self.refresh()

    def _places(self) -> list[tuple[int, int, Hint]]:
        room = self.size.width
        chosen: set[Hint] = set()
        for hint in sorted(self._hints, key=lambda hint: not hint.keep):
            if hint.width + 2 <= room:
                chosen.add(hint)
                room -= hint.width + 2
        places = []
        x = 1
        for hint in self._hints:
            if hint in chosen:
                places.append((x, x + hint.width, hint))
                x += hint.width + 2
        return places

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if y:
            return Strip.blank(width, self.rich_style)
        key, label = self.get_component_rich_style("footer--key"), self.get_component_rich_style("footer--label")
        segments = []
        x = 0
        for start, end, hint in self._places():
            segments += [Segment(" " * (start - x), label), Segment(hint.key, key), Segment(" " + hint.label, label)]
            x = end
        return Strip(segments).adjust_cell_length(width, self.rich_style)

    def on_click(self, event: events.Click) -> None:
        for start, end, hint in self._places():
            if start <= event.x < end:
                self.post_message(self.Pressed(hint.command))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        found = [hint.tooltip for start, end, hint in self._places() if start <= event.x < end]
        self.tooltip = found[0] if found else None


class Border(Widget):
    """The line between two panes; it can be dragged."""

    class Dragged(Message):
        """The mouse pulls the border to another column of the screen."""

        def __init__(self, border: "Border", x: int) -> None:
            super().__init__()
            self.border = border
            self.x = x

    def render_line(self, y: int) -> Strip:
        return Strip([Segment("│", self.rich_style)], 1)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self.capture_mouse()
        self.add_class("-held")

    def on_mouse_up(self, event: events.MouseUp) -> None:
        self.release_mouse()
        self.remove_class("-held")

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self.app.mouse_captured is self:
            self.post_message(self.Dragged(self, event.screen_x))
