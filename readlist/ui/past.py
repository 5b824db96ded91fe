"""The questions asked before: kept when they were of use, brought back by ↑ in the empty search box."""

from __future__ import annotations

from array import array
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from readlist.ui.screens.main import MainScreen

STOOD = 1.0
"""Seconds a question must have stood to be remembered when it is cleared: until then it was only being typed."""


class Before(NamedTuple):
    """What stood on the screen when a question was put in its place: the question, the list, and where one was."""

    given: str
    text: str
    ids: array[int]
    cursor: int
    top: int


class Past:
    """Past questions, the newest first, and which of them the box shows."""

    def __init__(self, screen: MainScreen) -> None:
        self.screen = screen
        self.questions: list[str] = []
        self._place = -1
        self._brought: str | None = None
        self._since = 0.0
        self._before: list[Before] = []

    def load(self) -> None:
        """Fetch the questions of the sessions before."""
        self.screen.work("past", self._load)

    async def _load(self) -> None:
        known = await self.screen.desk.do("aside", self.screen.desk.library.asked)
        self.questions += [text for text in known if text not in self.questions]

    def typed(self) -> None:
        """The box holds another text."""
        self._since = monotonic()
        if self._before and self.screen.box.text != self._before[-1].given:
            self._before.clear()

    def bring(self, text: str) -> None:
        """Put a question into the box that nobody typed; ↑ goes on from it to the one before, and :meth:`go_back`
        returns to what stood here."""
        papers, box = self.screen.papers, self.screen.box
        if text != box.text:
            self._before.append(Before(text, box.text, papers.ids, papers.cursor, papers.top))
        self._place, self._brought = -1, text
        box.put(text)

    def go_back(self) -> bool:
        """Return to where a question was brought, as long as nobody changed it; False where there is no such place."""
        if not self._before or self.screen.box.text != self._before[-1].given:
            return False
        before = self._before.pop()
        self._place, self._brought = -1, before.text if self._before else None
        self.screen.box.put(before.text)
        self.screen.asking.return_to(before.ids, before.cursor, before.top)
        return True

    @property
    def brought(self) -> bool:
        """Whether the box holds what it was given, as nobody typed it."""
        return bool(self._brought) and self.screen.box.text == self._brought

    @property
    def going(self) -> bool:
        """Whether ↑ and ↓ go through the past questions: in the empty box, and until what they brought is changed."""
        return not self.screen.box.text or self.brought

    def older(self) -> None:
        """Bring back the question before the one shown."""
        text = self.screen.box.text
        start = self._place + 1 if text else 0
        for place in range(start, len(self.questions)):
            if self.questions[place] != text:
                self._show(place)
                return
        if not self.questions:
            self.screen.say("nothing was asked before", "warning")

    def newer(self) -> bool:
        """Bring the question after the one shown, behind the newest an empty box; False where there is none."""
        if not self.screen.box.text or not self.going:
            return False
        self._show(max(-1, self._place - 1))
        return True

    def _show(self, place: int) -> None:
        self._place = place
        self._brought = self.questions[place] if place >= 0 else None
        self.screen.box.put(self._brought or "")

    def remember(self) -> None:
        """What the box holds was of use."""
        if text := self._noted():
            self.screen.work("remember", self._write, text, exclusive=False)

    async def keep(self) -> None:
        """Remember what the box holds; it is on the disk afterwards."""
        if text := self._noted():
            await self._write(text)

    def _noted(self) -> str:
        """The text of the box, put first of the questions; nothing when there is nothing to write down."""
        text = " ".join(self.screen.box.text.split())
        if not text or self.screen.desk.library.read_only or text in self.questions[:1]:
            return ""
        if text in self.questions:
            self.questions.remove(text)
        self.questions.insert(0, text)
        if self.brought:
            self._place = 0
        return text

    async def _write(self, text: str) -> None:
        await self.screen.change(partial(self.screen.desk.library.ledger.remember, text))

    def cleared(self) -> None:
        """The box is about to be emptied: what a person typed, and found something and stood, is remembered."""
        given = self.brought and self._place < 0
        if self.screen.asking.found and not given and monotonic() - self._since >= STOOD:
            self.remember()
