"""The search box: what is typed, and beside it what was found and what was not understood."""

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from readlist.ui.drawing import cut, safe

STEP = 12
"""The remark's room grows and shrinks in steps: each is a new layout of the screen."""


class SearchBox(Horizontal):
    """The box with its prompt and the remark at its right end."""

    class Typed(Message):
        """The text is another."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.input = Input(placeholder="search", compact=True, select_on_focus=False)
        self._remark = Static(markup=False)
        self._room = 0

    def compose(self) -> ComposeResult:
        yield Static("❯", markup=False, classes="prompt")
        yield self.input
        yield self._remark

    @property
    def text(self) -> str:
        return self.input.value

    def clear(self) -> None:
        """Forget what was typed."""
        self.input.value = ""

    def remark(self, text: str, *, warning: bool = False) -> None:
        """Say something beside the text."""
        shown = cut(safe(text), max(0, self.size.width * 3 // 5))
        room = -(-(cell_len(shown) + 2) // STEP) * STEP
        if not room <= self._room <= room + STEP:
            self._room = room
            self._remark.styles.width = room
        self._remark.set_class(warning, "-warning")
        self._remark.update(Content(shown))

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Typed(event.value))
