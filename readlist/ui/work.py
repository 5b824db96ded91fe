"""The way from the event loop to the library and back.

Nothing here blocks: every call to the library runs on one of six lanes, each a thread of its own, so that a long
import delays neither a search nor the page about to be shown, and changes happen one after the other.
"""

import asyncio
from array import array
from collections.abc import Callable, Container, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from readlist.query import Query
from readlist.store import Interrupted, Library, Summary

if TYPE_CHECKING:
    from readlist.store import Found, Searcher

Lane = Literal["pages", "aside", "search", "write", "offers", "counts"]
LANES: tuple[Lane, ...] = ("pages", "aside", "search", "write", "offers", "counts")
FIRST = 200
"""So many ids come with the first answer; the others follow in chunks."""
CHUNK = 50_000
"""Ids that follow are handed over in chunks of about this many: each costs the screen one layout."""

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a search found first. ``kept`` holds where the cursor belongs when the list was only brought up to date."""

    number: int
    ids: "array[int]"
    rows: Mapping[int, Summary]
    complete: bool
    seconds: float
    found: "Found"


class Desk:
    """Hands work to the library's lanes; the one object of the screen that knows the library."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.closing = False
        self._lanes = {lane: ThreadPoolExecutor(1, thread_name_prefix=f"readlist-{lane}") for lane in LANES}
        self._searcher: Searcher | None = None
        self._asked = 0
        self._running = 0
        self._loop: asyncio.AbstractEventLoop | None = None

    def tell(self, listener: Callable[..., object], *news: object) -> None:
        """Call a function on the event loop, from a lane."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(listener, *news)

    async def do(self, lane: Lane, work: Callable[..., Result], *arguments: Any) -> Result:
        """Run ``work`` on a lane and wait for its result without holding anything up."""
        self._loop = asyncio.get_running_loop()
        future = self._loop.run_in_executor(self._lanes[lane], work, *arguments)
        self._running += 1
        future.add_done_callback(self._done)
        return await future

    @property
    def idle(self) -> bool:
        """Whether no lane has work that somebody waits for."""
        return not self._running

    def _done(self, future: object) -> None:
        self._running -= 1

    async def ask(self, query: Query, window: int) -> Answer | None:
        """Search, and bring the first ``window`` papers along. None when another question was asked meanwhile."""
        self._asked += 1
        number = self._asked
        if self._searcher is not None:
            self._searcher.interrupt()
        return await self.do("search", self._find, number, query, window)

    async def rest(self, query: Query, answer: Answer, take: "Callable[[array[int]], None]") -> bool:
        """The ids behind an answer's, in chunks handed to ``take`` on the event loop; False when interrupted."""
        return await self.do("search", self._follow, answer.number, query, answer, lambda ids: self.tell(take, ids))

    async def everything(self, query: Query) -> "tuple[Answer, array[int]] | None":
        """All ids of a question at once, for a list that is brought up to date rather than replaced."""
        ids: array[int] = array("q")
        answer = await self.ask(query, 0)
        if answer is None:
            return None
        ids.extend(answer.ids)
        if not answer.complete:
            whole = await self.do("search", self._follow, answer.number, query, answer, ids.extend)
            if not whole:
                return None
        return answer, ids

    def current(self, answer: Answer) -> bool:
        """Whether nobody asked anything since."""
        return answer.number == self._asked

    def close(self) -> None:
        """Stop searching, let the last change finish, give the lanes back."""
        self.closing = True
        if self._searcher is not None:
            self._searcher.interrupt()
        for lane in self._lanes.values():
            lane.shutdown(wait=False, cancel_futures=True)
        for lane in self._lanes.values():
            lane.shutdown(wait=True)
        if self._searcher is not None:
            self._searcher.close()

    def _find(self, number: int, query: Query, window: int) -> Answer | None:
        if self._searcher is None:
            self._searcher = self.library.searcher()
        start = perf_counter()
        found = None
        while found is None:
            if number != self._asked or self.closing:
                return None
            try:
                found = self._searcher.find(query, limit=FIRST)
            except Interrupted:
                continue
        rows = self.library.summaries(found.ids[:window]) if window else {}
        return Answer(
            number=number,
            ids=found.ids,
            rows=rows,
            complete=found.complete,
            seconds=perf_counter() - start,
            found=found,
        )

    def _follow(self, number: int, query: Query, answer: Answer, take: "Callable[[array[int]], Any]") -> bool:
        if number != self._asked or self._searcher is None:
            return False
        waiting: array[int] = array("q")
        try:
            for ids in self._searcher.rest(query, answer.found):
                if number != self._asked or self.closing:
                    return False
                waiting.extend(ids)
                if len(waiting) >= CHUNK:
                    take(waiting)
                    waiting = array("q")
        except Interrupted:
            return False
        take(waiting)
        return True


def settled(old: "array[int]", new: "array[int]", kept: Container[int]) -> "array[int]":
    """``new``, with the papers of ``kept`` that left it put back behind the paper they stood behind in ``old``.

    So a paper that was just marked read stays in the unread view until the view is left.
    """
    if not kept:
        return new
    present = set(new)
    behind: dict[int | None, list[int]] = {}
    last: int | None = None
    for paper in old:
        if paper in present:
            last = paper
        elif paper in kept:
            behind.setdefault(last, []).append(paper)
    if not behind:
        return new
    result = array("q", behind.get(None, ()))
    for paper in new:
        result.append(paper)
        result.extend(behind.get(paper, ()))
    return result
