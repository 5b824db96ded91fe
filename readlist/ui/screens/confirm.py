"""Asking before something large."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from readlist.ui.drawing import cut
from readlist.ui.screens.dialog import Dialog, Plain


class Confirm(Dialog[bool]):
    """A question with yes and no."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,enter", "yes", show=False),
        Binding("n,q", "cancel", show=False),
    ]
    ENDING = frozenset(("y", "enter", "n", "q", "escape"))

    def __init__(self, question: str, about: str = "", back: str = "can be undone") -> None:
        super().__init__(question, f"y yes   n no   ·   {back}")
        self._about = about

    def body(self) -> ComposeResult:
        if self._about:
            yield Plain(cut(self._about, 120), classes="about")

    def action_yes(self) -> None:
        self.dismiss(True)
