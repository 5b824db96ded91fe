"""A short menu: each choice by one key, by arrows and Enter, or by the mouse."""

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from readlist.ui.drawing import cut, safe
from readlist.ui.screens.dialog import Dialog


class Choice(NamedTuple):
    """A line of a menu: its key, what it says, and the value the menu answers with."""

    key: str
    label: str
    value: str


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

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return max(len(choice.label) for choice in self.choices) + 8

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
        width = self.size.width
        if y >= len(self.choices):
            return Strip.blank(width, self.rich_style)
        choice = self.choices[y]
        key, label = self.get_component_rich_style("choices--key"), self.get_component_rich_style("choices--label")
        if y == self.cursor:
            key = label = self.get_component_rich_style("choices--cursor")
        segments = [Segment(f"  {choice.key}  ", key), Segment(cut(safe(choice.label), width - 6), label)]
        return Strip(segments).adjust_cell_length(width, label)

    def on_click(self, event: events.Click) -> None:
        if event.y < len(self.choices):
            self.cursor = event.y
            self.take()


class Menu(Dialog[str]):
    """Answers with the value of the choice that was taken."""

    def __init__(self, heading: str, choices: Sequence[Choice]) -> None:
        super().__init__(heading, "esc leaves")
        self._choices = Choices(choices)

    def body(self) -> ComposeResult:
        yield self._choices

    def on_key(self, event: events.Key) -> None:
        if event.key == "escape":
            return
        event.stop()
        taken = [choice.value for choice in self._choices.choices if choice.key == event.character]
        if taken:
            self.dismiss(taken[0])
        elif event.key in ("down", "up", "tab", "shift+tab"):
            self._choices.move(1 if event.key in ("down", "tab") else -1)
        elif event.key in ("enter", "space"):
            self._choices.take()

    def on_choices_taken(self, message: Choices.Taken) -> None:
        self.dismiss(message.value)
