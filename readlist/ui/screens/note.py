"""Writing a note."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import TextArea

from readlist.ui.drawing import cut, safe, safe_block
from readlist.ui.screens.dialog import Dialog


class NoteDialog(Dialog[str]):
    """Answers with the text. Esc keeps it too: a note is not lost by the wrong key, and undo takes it back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,escape", "keep", show=False, priority=True),
        Binding("ctrl+g", "cancel", show=False, priority=True),
    ]
    ENDING = frozenset(("ctrl+s", "escape", "ctrl+g"))

    def __init__(self, title: str, note: str) -> None:
        super().__init__(f"Note · {cut(safe(title), 60)}", "esc or ^s keep   ^g drop the changes")
        self._area = TextArea(safe_block(note), soft_wrap=True, show_line_numbers=False, compact=True)

    def body(self) -> ComposeResult:
        yield self._area

    def on_mount(self) -> None:
        self._area.focus()
        self._area.move_cursor(self._area.document.end)

    def action_keep(self) -> None:
        self.after_typing(self._keep)

    def _keep(self) -> None:
        self.dismiss(self._area.text)
