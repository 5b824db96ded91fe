"""Adding and removing tags of one paper or of many."""

from collections import Counter
from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from readlist.store import Summary
from readlist.text import clean_line, count, fold
from readlist.ui.drawing import safe
from readlist.ui.screens.dialog import Dialog, Plain

OFFERED = 6


class TagWish(NamedTuple):
    """What should happen: tags to add to all the papers, tags to take from all."""

    add: tuple[str, ...]
    remove: tuple[str, ...]


class TagInput(Input):
    """One tag being typed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab,right", "complete", show=False),
        Binding("down", "offer(1)", show=False),
        Binding("up", "offer(-1)", show=False),
        Binding("backspace", "erase", show=False),
    ]

    class Asked(Message):
        """Complete, go to another offer, or take the last tag back."""

        def __init__(self, what: str, step: int = 0) -> None:
            super().__init__()
            self.what = what
            self.step = step

    def action_complete(self) -> None:
        if self.cursor_position < len(self.value):
            self.action_cursor_right()
        else:
            self.post_message(self.Asked("complete"))

    def action_offer(self, step: int) -> None:
        self.post_message(self.Asked("offer", step))

    def action_erase(self) -> None:
        if self.value:
            self.action_delete_left()
        else:
            self.post_message(self.Asked("erase"))


class TagDialog(Dialog[TagWish]):
    """Comma adds a tag and stays, Enter adds it and is done, backspace in the empty line removes the last."""

    def __init__(self, papers: int) -> None:
        heading = "Tags" if papers == 1 else f"Tags of {count(papers, 'paper')}"
        super().__init__(heading, "enter add and done   , add another   ⌫ remove   tab complete")
        self._papers = papers
        self._filled = False
        self._finishing = False
        self._before: Counter[str] = Counter()
        self._tags: list[str] = []
        self._wholly: set[str] = set()
        self._known: Sequence[tuple[str, int]] = ()
        self._offers: list[str] = []
        self._offer = 0
        self._line = TagInput(placeholder="tag", compact=True)
        self._held = Plain(classes="held")
        self._shown_offers = Plain(classes="offers")

    def fill(self, papers: Sequence[Summary], known: Sequence[tuple[str, int]]) -> None:
        """The papers' tags and all tags there are; they come while one may be typing already."""
        self._before = Counter(tag for paper in papers for tag in paper.tags)
        self._tags = list(dict.fromkeys([*self._before, *self._tags]))
        self._known = known
        self._filled = True
        self._show()
        if self._finishing:
            self._finish()

    def body(self) -> ComposeResult:
        yield self._held
        yield self._line
        yield self._shown_offers

    def on_mount(self) -> None:
        self._line.focus()
        self._show()

    @on(Input.Changed)
    def typed(self, event: Input.Changed) -> None:
        *done, rest = event.value.split(",")
        for tag in done:
            self._add(tag)
        if done:
            self._line.value = rest.lstrip()
            self._line.cursor_position = len(self._line.value)
        self._offer = 0
        self._show()

    @on(Input.Submitted)
    def submitted(self) -> None:
        self._finishing = True
        self.hold()
        if self._filled:
            self._finish()

    def _finish(self) -> None:
        self._add(self._offers[self._offer - 1] if self._offer else self._line.value)
        now = set(self._tags)
        add = tuple(tag for tag in self._tags if tag in self._wholly and self._before[tag] < self._papers)
        self.dismiss(TagWish(add, tuple(tag for tag in self._before if tag not in now)))

    @on(TagInput.Asked)
    def asked(self, message: TagInput.Asked) -> None:
        if message.what == "erase" and self._tags:
            self._wholly.discard(self._tags.pop())
        elif message.what == "complete" and self._offers:
            self._line.value = self._offers[max(0, self._offer - 1)]
            self._line.cursor_position = len(self._line.value)
        elif message.what == "offer" and self._offers:
            self._offer = (self._offer + message.step) % (len(self._offers) + 1)
        self._show()

    def _add(self, text: str) -> None:
        tag = clean_line(text).lstrip("#").strip()
        if not tag:
            return
        same = [known for known in (*self._tags, *(name for name, _ in self._known)) if fold(known) == fold(tag)]
        tag = same[0] if same else tag
        if tag not in self._tags:
            self._tags.append(tag)
        self._wholly.add(tag)

    def _show(self) -> None:
        marks = []
        for tag in self._tags:
            some = self._before[tag] < self._papers and tag not in self._wholly
            marks.append(f"#{safe(tag)}" + (f" (on {self._before[tag]})" if some else ""))
        self._held.say("  ".join(marks) if marks else "no tags yet" if self._filled else "…")
        typed = fold(clean_line(self._line.value).lstrip("#"))
        free = [name for name, _ in self._known if name not in self._tags]
        self._offers = [name for name in free if fold(name).startswith(typed)]
        self._offers += [name for name in free if typed in fold(name) and name not in self._offers]
        del self._offers[OFFERED:]
        self._shown_offers.say("\n".join(
            ("▸ " if number == self._offer else "  ") + safe(name) for number, name in enumerate(self._offers, 1)
        ))  # fmt: skip
