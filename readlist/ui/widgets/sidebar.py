"""The sidebar: views of the library, tags and sources, each with its number of papers."""

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip

from readlist.ui.drawing import cut, fit, safe
from readlist.ui.widgets.lines import Lines


class Entry(NamedTuple):
    """A line of the sidebar. ``query`` is what it shows, in the query language; a heading has none. ``kind`` is
    ``tag``, ``saved`` or ``source``, nothing for the views every library has."""

    label: str
    query: str | None = None
    number: int | None = None
    kind: str = ""

    def likeness(self, other: "Entry") -> int:
        """How surely both are the same line, whatever its number became: by name and question, or by one of them."""
        if self.query is None or self.kind != other.kind:
            return 0
        return 2 * (self.query == other.query) + (self.label == other.label)


class Sidebar(Lines, can_focus=True, inherit_bindings=False):
    """Choosing a line shows its papers at once."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "sidebar--heading", "sidebar--entry", "sidebar--count", "sidebar--current", "sidebar--cursor",
    }  # fmt: skip

    class Chosen(Message):
        """Another line was chosen; ``settled`` when by Enter or the mouse, so that the list should follow."""

        def __init__(self, entry: Entry, *, settled: bool) -> None:
            super().__init__()
            self.entry = entry
            self.settled = settled

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.entries: Sequence[Entry] = ()
        self.cursor = 0

    @property
    def current(self) -> Entry | None:
        """The chosen line."""
        return self.entries[self.cursor] if self.cursor < len(self.entries) else None

    def show(self, entries: Sequence[Entry]) -> None:
        """Other lines or counts; the chosen line stays chosen wherever it went."""
        chosen = self.current
        self.entries = entries
        places = [n for n, entry in enumerate(entries) if entry.query is not None]
        if chosen is not None:
            places = sorted(places, key=lambda n: -entries[n].likeness(chosen))
            places = places if places and entries[places[0]].likeness(chosen) else sorted(places)
        self.cursor = places[0] if places else 0
        self.measure(len(entries))
        self.refresh()

    def move(self, step: int) -> None:
        """Go to the next line that can be chosen in a direction."""
        self._choose(self.cursor + step, 1 if step > 0 else -1)

    def move_to(self, index: int) -> None:
        """Go to a line, or the nearest that can be chosen."""
        self._choose(index, 1 if index <= 0 else -1)

    def leap(self, pages: float) -> None:
        """Move by pages or parts of one."""
        step = int(max(1, self.size.height) * pages) or (1 if pages > 0 else -1)
        self._choose(self.cursor + step, -1 if pages > 0 else 1)

    def choose(self, kind: str, label: str) -> None:
        """Go to the line of this kind and name, where there is one."""
        for place, entry in enumerate(self.entries):
            if entry.query is not None and (entry.kind, entry.label) == (kind, label):
                self._choose(place, 1)

    def choose_current(self) -> None:
        """Keep the line under the cursor and leave."""
        if self.current is not None:
            self.post_message(self.Chosen(self.current, settled=True))

    def _choose(self, index: int, direction: int) -> None:
        index = max(0, min(index, len(self.entries) - 1))
        while 0 <= index < len(self.entries) and self.entries[index].query is None:
            index += direction
        if not 0 <= index < len(self.entries) or index == self.cursor:
            return
        self.cursor = index
        top, height = self.top, max(1, self.size.height)
        above = index - 1 if self.entries[index - 1].query is None else index
        if above < top:
            self.jump(above)
        elif index >= top + height:
            self.jump(index - height + 1)
        self.refresh()
        self.post_message(self.Chosen(self.entries[index], settled=False))

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        index = y + self.top
        if index >= len(self.entries):
            return Strip.blank(width, self.rich_style)
        entry = self.entries[index]
        label = safe(entry.label)
        if entry.query is None:
            style = self.get_component_rich_style("sidebar--heading")
            return Strip([Segment(" " + cut(label, width - 1), style)]).adjust_cell_length(width, style)
        chosen = index == self.cursor
        number = "" if entry.number is None else f" {entry.number:,} "
        name = "sidebar--entry"
        if chosen:
            name = "sidebar--cursor" if self.has_focus else "sidebar--current"
        style = self.get_component_rich_style(name)
        quiet = style if chosen else self.get_component_rich_style("sidebar--count")
        text = (" ▸" if chosen else "  ") + fit(label, width - 2 - len(number))
        return Strip([Segment(text, style), Segment(number, quiet)]).adjust_cell_length(width, style)

    def on_resize(self) -> None:
        self.measure(len(self.entries))

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        index = event.y + self.top
        if index < len(self.entries) and self.entries[index].query is not None:
            self._choose(index, 1)
            self.choose_current()
