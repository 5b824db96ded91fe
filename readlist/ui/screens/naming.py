"""Asking for a name."""

from textual.app import ComposeResult
from textual.widgets import Input

from readlist.text import clean_line
from readlist.ui.drawing import cut, safe
from readlist.ui.screens.dialog import Dialog, Plain


class NameDialog(Dialog[str]):
    """Answers with a name; ``about`` says what it is for."""

    def __init__(self, heading: str, name: str, about: str = "") -> None:
        super().__init__(heading, "enter keep   esc leave")
        self._about = about
        self._line = Input(safe(name), placeholder="name", compact=True)

    def body(self) -> ComposeResult:
        if self._about:
            yield Plain(cut(safe(self._about), 72), classes="about")
        yield self._line

    def on_mount(self) -> None:
        self._line.focus()

    def on_input_submitted(self) -> None:
        if name := clean_line(self._line.value):
            self.dismiss(name)
        else:
            self.stay()
