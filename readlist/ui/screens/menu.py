"""A short menu: each choice by one key, by arrows and Enter, or by the mouse."""

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from readlist.ui.drawing import fit, safe
from readlist.ui.screens.dialog import Dialog


class Choice(NamedTuple):
    """A line of a menu: its key, what it says, the value the menu answers with, and a number at its end."""

    key: str
    label: str
    value: str
    number: str = ""


class Choices(Widget):
    """The lines of a menu."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"choices--key", "choices--label", "choices--cursor"}

    class Taken(Message):
        def __init__(self, value: str) -> None:
            super().__init__()
            self.value = value

    def __init__(self, choices: Sequence[Choice]) -> None:
        super().__init__()
        self.choices = choices
        self.cursor = 0
        self._numbers = max(len(choice.number) for choice in choices)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return max(cell_len(safe(choice.label)) for choice in self.choices) + self._numbers + 8

    @property
    def top(self) -> int:
        """The first visible line; with more lines than there is room for, the cursor stays in view."""
        return max(0, self.cursor - self.size.height + 1)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self.choices)

    def move(self, step: int) -> None:
        """Go to another line, round the ends."""
        self.cursor = (self.cursor + step) % len(self.choices)
        self.refresh()

    def take(self) -> None:
        """Take the line under the cursor."""
        self.post_message(self.Taken(self.choices[self.cursor].value))

    def render_line(self, y: int) -> Strip:
        width, place = self.size.width, y + self.top
        if place >= len(self.choices):
            return Strip.blank(width, self.rich_style)
        choice = self.choices[place]
        key, label = self.get_component_rich_style("choices--key"), self.get_component_rich_style("choices--label")
        if place == self.cursor:
            key = label = self.get_component_rich_style("choices--cursor")
        text = fit(safe(choice.label), width - 6 - self._numbers)
        number = f"{choice.number:>{self._numbers}} "
        segments = [Segment(f"  {choice.key}  ", key), Segment(text + number, label)]
        return Strip(segments).adjust_cell_length(width, label)

    def on_click(self, event: events.Click) -> None:
        if event.y + self.top < len(self.choices):
            self.cursor = event.y + self.top
            self.take()


class Menu(Dialog[str]):
    """Answers with the value of the choice that was taken."""

    def __init__(self, heading: str, choices: Sequence[Choice]) -> None:
        super().__init__(heading, "esc leaves")
        self._choices = Choices(choices)

    def body(self) -> ComposeResult:
        yield self._choices

    def ends(self, key: str) -> bool:
        return True

    def on_key(self, event: events.Key) -> None:
        if event.key == "escape":
            return
        event.stop()
        taken = [choice.value for choice in self._choices.choices if choice.key == event.character]
        if taken:
            self.dismiss(taken[0])
        elif event.key in ("enter", "space"):
            self._choices.take()
        else:
            if event.key in ("down", "up", "tab", "shift+tab"):
                self._choices.move(1 if event.key in ("down", "tab") else -1)
            self.stay()

    def on_choices_taken(self, message: Choices.Taken) -> None:
        self.dismiss(message.value)
