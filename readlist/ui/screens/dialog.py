"""What all dialogs share: a panel in the middle with a heading and a line of keys below."""

from typing import ClassVar, Generic, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from readlist.ui.drawing import safe

Answer = TypeVar("Answer")


class Plain(Static):
    """Text that is never markup."""

    def __init__(self, text: str = "", *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(Content(text), id=id, classes=classes, markup=False)

    def say(self, text: str) -> None:
        """Show another text."""
        self.update(Content(text))


class Dialog(ModalScreen[Answer | None], Generic[Answer]):
    """A dialog; Esc leaves it with no answer."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", show=False)]

    def __init__(self, heading: str, keys: str) -> None:
        super().__init__()
        self._heading = heading
        self._keys = keys

    def compose(self) -> ComposeResult:
        with Vertical(classes="panel"):
            yield Plain(safe(self._heading), classes="heading")
            yield from self.body()
            if self._keys:
                yield Plain(self._keys, classes="keys")

    def body(self) -> list[Widget] | ComposeResult:
        """The widgets between heading and keys."""
        return []

    def on_key(self, event: events.Key) -> None:
        """What was typed before the dialog stood goes to its line of text."""
        if event.is_printable and isinstance(self.focused, Input | TextArea):
            event.stop()
            self.focused.post_message(event)

    def action_cancel(self) -> None:
        self.dismiss(None)
