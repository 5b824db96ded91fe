"""What all dialogs share: a panel in the middle with a heading and a line of keys below."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar, cast

from textual import events
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from readlist.ui.drawing import safe

if TYPE_CHECKING:
    from readlist.ui.app import ReadlistApp

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
    ENDING: ClassVar[frozenset[str]] = frozenset(("enter", "escape", "ctrl+s", "ctrl+g"))
    """Keys that leave the dialog, most times."""

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

    def ends(self, key: str) -> bool:
        """Whether a key may leave the dialog, so that the keys behind it have to wait for that."""
        return key in self.ENDING

    def hold(self) -> None:
        """The dialog is about to be left: the keys behind the one that said so wait for that."""
        cast("ReadlistApp", self.app).waiting.hold(self)

    def after_typing(self, then: Callable[[], None]) -> None:
        """Do something when the keys on their way to the line of text have reached it."""
        self.call_later(lambda: (self.focused or self).call_later(then))

    def stay(self) -> None:
        """The dialog was not left: it gets the keys that waited for that."""
        cast("ReadlistApp", self.app).waiting.let_go(self)

    def dismiss(self, result: Answer | None = None) -> AwaitComplete:
        left = super().dismiss(result)
        self.stay()
        return left

    def action_cancel(self) -> None:
        self.dismiss(None)
