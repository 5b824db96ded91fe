"""What could be put into the search box, offered under it."""

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from readlist.ui.drawing import cut, fit, safe

WIDEST = 44


class Offer(NamedTuple):
    """A value, and how many papers have it, where that is known."""

    value: str
    papers: int | None = None

    @property
    def number(self) -> str:
        return "" if self.papers is None else f"{self.papers:,}"


class Offers(Widget):
    """A few lines over the list; the marked one is what Tab takes. Hidden while there are none."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"offers--value", "offers--number", "offers--marked"}

    class Taken(Message):
        """A line was clicked."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.offers: Sequence[Offer] = ()
        self.marked = 0
        self._laid = (0, 0, 0)
        self.display = False

    def show(self, offers: Sequence[Offer], column: int = 0, marked: int = 0) -> None:
        """Offer these, from a column of the screen on; nothing hides the list."""
        if (offers, marked) == (self.offers, self.marked) and self.display == bool(offers):
            return
        self.offers, self.marked = offers, marked
        if offers:
            room = self.screen.size.width
            width = min(WIDEST, room, max(self._width(offer) for offer in offers) + 5)
            # Wide enough for most: every other width, height or place is a new layout of the screen.
            width = min(room, max(width, 24))
            size = width, len(offers), max(0, min(column - 2, room - width))
            if size != self._laid:
                self._laid = size
                self.styles.width, self.styles.height, self.styles.offset = width, len(offers), (size[2], 0)
        if self.display != bool(offers):
            self.display = bool(offers)
        self.refresh()

    @staticmethod
    def _width(offer: Offer) -> int:
        return cell_len(safe(offer.value)) + (2 + len(offer.number) if offer.number else 0)

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if y >= len(self.offers):
            return Strip.blank(width, self.rich_style)
        offer = self.offers[y]
        style, quiet = (self.get_component_rich_style(f"offers--{name}") for name in ("value", "number"))
        if y == self.marked:
            style = quiet = self.get_component_rich_style("offers--marked")
        number = f" {offer.number} " if offer.number else " "
        label = fit(cut(safe(offer.value), width - 2 - len(number)), width - 2 - len(number))
        mark = "▸ " if y == self.marked else "  "
        return Strip([Segment(mark + label, style), Segment(number, quiet)]).adjust_cell_length(width, style)

    def on_click(self, event: events.Click) -> None:
        event.stop()
        if event.y < len(self.offers):
            self.post_message(self.Taken(event.y))
