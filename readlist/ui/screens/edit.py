"""The form for a paper's fields."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Input

from readlist.paper import Paper
from readlist.text import clean_line
from readlist.ui.drawing import ELLIPSIS, cut, safe
from readlist.ui.screens.dialog import Dialog, Plain

FIELDS = (
    ("title", "Title"), ("authors", "Authors"), ("year", "Year"), ("month", "Month"), ("venue", "Venue"),
    ("doi", "DOI"), ("arxiv", "arXiv"), ("url", "Link"),
)  # fmt: skip


class EditDialog(Dialog[Mapping[str, Any]]):
    """Answers with the fields that were changed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "keep", show=False, priority=True),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(self, paper: Paper) -> None:
        super().__init__(
            "Edit" + (f" · {safe(paper.key)}" if paper.key else ""), "enter or ^s keep   tab next   esc leave"
        )
        self._paper = paper
        self._inputs = {name: Input(_shown(paper, name), compact=True, id=f"edit-{name}") for name, _ in FIELDS}
        self._inputs["authors"].placeholder = "First Last; First Last"
        if not paper.title and paper.abstract:
            self._inputs["title"].placeholder = cut(safe(paper.abstract[:80]), 60).rstrip(ELLIPSIS) + ELLIPSIS
        self._trouble = Plain(classes="trouble")

    def body(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            for name, label in FIELDS:
                with Horizontal(classes="field"):
                    yield Plain(label, classes="label")
                    yield self._inputs[name]
        yield self._trouble

    def on_mount(self) -> None:
        self._inputs["title"].focus()

    def action_keep(self) -> None:
        self.after_typing(self.on_input_submitted)

    def on_input_submitted(self) -> None:
        changed: dict[str, Any] = {}
        for name, label in FIELDS:
            value = self._inputs[name].value
            if value == _shown(self._paper, name):
                continue
            try:
                changed[name] = _read(name, clean_line(value))
            except ValueError as error:
                self._trouble.say(f"{label}: {error}")
                self._inputs[name].focus()
                self.stay()
                return
        if "authors" in changed:
            changed["more_authors"] = self._paper.more_authors
        self.dismiss(changed)


def _shown(paper: Paper, name: str) -> str:
    if name == "authors":
        return safe("; ".join(paper.authors))
    value = getattr(paper, name)
    return "" if value is None else safe(str(value))


def _read(name: str, text: str) -> Any:
    """What was typed, as the field keeps it; ValueError with a sentence when it cannot be meant."""
    if name == "authors":
        return tuple(part.strip() for part in text.split(";") if part.strip())
    if not text:
        return None
    if name == "year" and not re.fullmatch(r"[12]\d{3}", text):
        raise ValueError("four digits, such as 2020")
    if name == "month" and not (text.isdecimal() and 1 <= int(text) <= 12):
        raise ValueError("a number from 1 to 12")
    if name in ("year", "month"):
        return int(text)
    if name == "doi":
        text = re.sub(r"^(https?://(dx\.)?doi\.org/|doi:\s*)", "", text, flags=re.IGNORECASE)
        if not re.match(r"10\.\d{4,9}/\S+$", text):
            raise ValueError("a DOI begins with 10. and has a slash, such as 10.1000/182")
    if name == "arxiv":
        text = re.sub(r"^(https?://arxiv\.org/abs/|arxiv:\s*)", "", text, flags=re.IGNORECASE)
    if name == "url" and not re.match(r"https?://\S+$", text):
        raise ValueError("an address begins with http:// or https://")
    return text
