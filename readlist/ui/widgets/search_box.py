"""The search box: where one searches, what is typed, and beside it what was found and what was not understood."""

import asyncio
from collections.abc import Collection, Sequence
from typing import NamedTuple

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import Reactive
from textual.widgets import Input, Static

from readlist.ui.drawing import cut, safe

STEP = 12
"""The remark's room grows and shrinks in steps, and only when it must: each is a new layout of the screen."""
PATIENCE = 0.5
"""Seconds that keys wait for what the one before them does."""
LEAVING = ("enter", "down", "up", "pagedown", "pageup")
"""Keys that leave the line of text or move the list while one types, though an input knows some of them."""
SHORTEST = 12
"""A note cut shorter than this is better left out."""


class BoxInput(Input):
    """The line of text. Its keys are obeyed one after the other, as they were typed: a command that was called in the
    middle of a burst meets the text before it, and what was typed behind it goes where the command went."""

    # Textual lays out the whole screen anew at every letter, for the sake of a size that moves nothing around it.
    virtual_size: Reactive[Size] = Reactive(Size(0, 0), layout=False)

    class Pressed(Message):
        """A key that does not edit the text; the keys behind it wait for :meth:`BoxInput.go_on`."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    class Emptied(Message):
        """Backspace, where there is nothing left to erase."""

    def __init__(self) -> None:
        super().__init__(placeholder="search", compact=True, select_on_focus=False)
        self.commands: Collection[str] = ()
        self._going = asyncio.Event()

    def edits(self, key: str) -> bool:
        """Whether a key without a character of its own edits the text."""
        return key not in LEAVING and key in self._bindings.key_to_bindings

    def go_on(self) -> None:
        """The command was done; go on with the keys behind it."""
        self._going.set()

    async def _on_key(self, event: events.Key) -> None:
        if self.app.screen is not self.screen or self.screen.focused is not self:
            event.stop()
            event.prevent_default()
            self.app.post_message(events.Key(event.key, event.character))
        elif event.is_printable:
            await super()._on_key(event)
        elif self.edits(event.key):
            event.stop()
            event.prevent_default()
            for binding in self._bindings.key_to_bindings[event.key]:
                await self.run_action(binding.action)
        elif event.key in self.commands:
            event.stop()
            event.prevent_default()
            self._going.clear()
            # Its own messages wait in line behind this key.
            self.screen.post_message(self.Pressed(event.key))
            try:
                await asyncio.wait_for(self._going.wait(), PATIENCE)
            except TimeoutError:
                return

    def on_resize(self) -> None:
        # A wider remark must not hide where one types.
        self.scroll_to_region(Region(self._cursor_offset, 0, 1, 1), force=True, animate=False)

    def action_delete_left(self) -> None:
        if self.value:
            super().action_delete_left()
        else:
            self.post_message(self.Emptied())


class Remark(NamedTuple):
    """What there is to say beside the text: words that were searched for instead of those typed, what was not
    understood, how many papers were found, and how long it took."""

    corrections: Sequence[tuple[str, str]] = ()
    notes: Sequence[str] = ()
    found: str = ""
    took: str = ""

    def fitted(self, room: int) -> str:
        """As much of it as fits so many cells: the time gives way first, then notes; corrections stay to the last."""
        corrected = [f"{typed} → {meant}" for typed, meant in self.corrections]
        notes = " · ".join(self.notes)

        def line(*parts: str) -> str:
            return safe(" · ".join(part for part in parts if part))

        whole = line(*corrected, notes, self.found, self.took)
        if cell_len(whole) <= room:
            return whole
        without_notes = line(*corrected, self.found)
        left = room - cell_len(without_notes) - 3
        if left >= min(cell_len(notes), SHORTEST):
            return line(*corrected, cut(safe(notes), left), self.found)
        if cell_len(without_notes) <= room:
            return without_notes
        meant = "→ " + " ".join(meant for _, meant in self.corrections) if corrected else ""
        for shown in (line(meant, self.found), line(*corrected), meant):
            if cell_len(shown) <= room:
                return shown
        return cut(safe(meant or self.found), room)


class SearchBox(Horizontal):
    """The box with its prompt and the remark at its right end."""

    class Typed(Message):
        """The text is another."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Turned(Message):
        """The text is another, or the cursor stands elsewhere in it."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.input = BoxInput()
        self._place = ""
        self._prompt = Static("❯", markup=False, classes="prompt")
        self._remark = Static(markup=False)
        self._room = 0
        self._remarked = Remark()
        self._warning = False

    def compose(self) -> ComposeResult:
        yield self._prompt
        yield self.input
        yield self._remark

    def on_mount(self) -> None:
        self.watch(self.input, "selection", self._turned, init=False)

    def _turned(self) -> None:
        self.post_message(self.Turned())

    @property
    def text(self) -> str:
        return self.input.value

    @property
    def cursor(self) -> int:
        """Before which letter the cursor stands."""
        return self.input.cursor_position

    def put(self, text: str, cursor: int | None = None) -> None:
        """Hold another text, the cursor behind it or before a letter of it."""
        self.input.value = text
        self.input.cursor_position = len(text) if cursor is None else cursor

    def clear(self) -> None:
        """Forget what was typed."""
        self.put("")

    def column(self, letter: int) -> int:
        """The column of the box in which a letter of the text stands."""
        before = cell_len(self.text[:letter]) - int(self.input.scroll_offset.x)
        return self.input.region.x - self.region.x + max(0, before)

    def search_in(self, place: str) -> None:
        """Say in front of the prompt where is searched: nothing for the whole library."""
        if place != self._place:
            self._place = place
            self._show_prompt()

    def remark(self, remark: Remark) -> None:
        """Say something beside the text."""
        self._remarked = remark
        width = self.size.width
        # What the text leaves free, and never less than some: the text can scroll, the remark cannot.
        typed = max(cell_len(self.text), 8) + cell_len(str(self._prompt.content)) + 4
        most = max(width * 2 // 5, width - typed) // STEP * STEP
        shown = remark.fitted(max(0, most - 2))
        room = -(-(cell_len(shown) + 2) // STEP) * STEP
        if not room <= self._room <= most:
            self._room = room
            self._remark.styles.width = room
        self._remark.set_class(bool(remark.notes), "-warning")
        self._remark.update(Content(shown), layout=False)

    def _show_prompt(self) -> None:
        place = cut(safe(self._place), max(6, self.size.width // 5))
        self._prompt.update(Content(f"{place} ❯" if place else "❯"))

    def on_resize(self) -> None:
        self._show_prompt()
        self.remark(self._remarked)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Typed(event.value))
