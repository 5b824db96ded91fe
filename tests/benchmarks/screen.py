"""How soon the first screen is there, how soon it answers a key, and what typing holds up, by size of library.

usage: python tests/benchmarks/screen.py CORPUS.jsonl[.gz] [SIZES]     libraries of 400, 10,000 and 100,000 papers
       python tests/benchmarks/screen.py LIBRARY.db                    only the event loop under typing, on a copy

Each start is a process of its own behind a pseudo-terminal; the first screen is there when the first paper's title
has been written to it. A key is answered when the terminal received the last byte of a burst of output.

The event loop under typing: the real application without a terminal, pieces of titles with slips typed in real time.
A heartbeat on the loop is late by as long as the loop was held; what its own thread neither computed of that nor waited
for a processor (Linux tells), it was held by another thread: Python's lock. The same is typed once more with a canned
answer in place of the search: what is left then is the screen's own work.
"""

import asyncio
import fcntl
import gzip
import json
import os
import pty
import random
import select
import shutil
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from textual import events

from readlist.config import Config
from readlist.paper import Draft
from readlist.store import Library
from readlist.ui.app import ReadlistApp
from readlist.ui.work import Answer, Desk

STARTS = 7
KEYS = (("down", b"j", 60), ("page down", b"\x1b[6~", 40), ("end and home", None, 20), ("mark read", b" ", 30))
QUERY = b"retreival augmentd"
QUERIES = 24
KEYS_A_SECOND = 10
BEAT = 0.002
PROGRAM = "from readlist.ui import run; from readlist.store import Library; from readlist.config import Config;"
PROGRAM += "from pathlib import Path; import sys; run(Library.open(Path(sys.argv[1])), Config())"


def make(corpus: Path, size: int, path: Path) -> str:
    """A library of the corpus's first papers; the title that is shown first."""
    opener = gzip.open if corpus.suffix == ".gz" else open
    fields = ("title", "year", "month", "venue", "abstract", "doi", "arxiv", "url")
    first = ""
    with opener(corpus, "rt", encoding="utf-8") as lines, Library.open(path) as library:
        records = map(json.loads, islice(lines, size))
        with library.ledger.importing("corpus") as importing:
            while batch := list(islice(records, 1000)):
                first = first or batch[0]["title"]
                drafts = [Draft(authors=tuple(r["authors"]), **{n: r.get(n) for n in fields}) for r in batch]
                importing.add(drafts, file="corpus", format="jsonl")
    return first


class Terminal:
    """readlist behind a pseudo-terminal of 120 × 40."""

    def __init__(self, path: Path) -> None:
        self.started = time.perf_counter()
        self.process, self.end = pty.fork()
        if not self.process:
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", COLUMNS="120", LINES="40")
            os.execv(sys.executable, [sys.executable, "-c", PROGRAM, str(path)])
        fcntl.ioctl(self.end, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))

    def read(self, patience: float) -> bytes:
        """Whatever comes within some seconds."""
        if not select.select([self.end], [], [], patience)[0]:
            return b""
        try:
            return os.read(self.end, 1 << 20)
        except OSError:
            return b""

    def until(self, text: bytes) -> float:
        """Seconds from the start until this text was written."""
        seen = b""
        while text not in seen:
            came = self.read(30)
            if not came:
                raise SystemExit(f"the screen never showed {text!r}: {seen[-500:]!r}")
            seen += came
        return time.perf_counter() - self.started

    def press(self, key: bytes) -> float:
        """Seconds until the last byte of the answer to a key; silence of 30 ms ends it."""
        start = last = time.perf_counter()
        os.write(self.end, key)
        patience = 2.0
        while self.read(patience):
            last, patience = time.perf_counter(), 0.03
        return last - start

    def close(self) -> None:
        """Leave."""
        os.kill(self.process, signal.SIGTERM)
        while self.read(1):
            pass
        os.waitpid(self.process, 0)
        os.close(self.end)


def spread(times: list[float]) -> str:
    """Median, 95th percentile and worst, in milliseconds."""
    times = sorted(times)
    return " / ".join(f"{t * 1000:.0f}" for t in (statistics.median(times), times[int(len(times) * 0.95)], times[-1]))


def own_time() -> float:
    """Seconds this thread has computed or waited for a processor so far."""
    try:
        computed, waited, _ = Path("/proc/thread-self/schedstat").read_text().split()
    except OSError:  # not Linux
        return time.thread_time()
    return (int(computed) + int(waited)) / 1e9


class Beat(NamedTuple):
    """One beat of the heart: how late it came, how much of that another thread held it, and whether a search was
    running meanwhile."""

    late: float
    held: float
    searching: bool


class Typing:
    """The application without a terminal, typed into."""

    def __init__(self, path: Path) -> None:
        self.library = Library.open(path)
        self.desk = Desk(self.library)
        self.app = ReadlistApp(self.desk, Config())
        self.searches: list[tuple[float, float]] = []

    async def run(self, queries: list[str]) -> tuple[list[Beat], list[Beat]]:
        """The beats while the queries were typed: with the search, and with a canned answer."""
        shown = asyncio.create_task(self.app.run_async(headless=True, size=(120, 40)))
        while not (self.app._driver and self.app.screen_stack and self.desk.idle):
            await asyncio.sleep(0.1)
        await asyncio.sleep(1)
        self.press("slash", "/")
        with self.timed_search():
            await self.type(queries[:2])  # the first question of all loads what searching needs
            searched = await self.beats(queries)
        with self.canned_answers():
            canned = await self.beats(queries)
        self.app.exit()
        await shown
        self.desk.close()
        self.library.close()
        return searched, canned

    @contextmanager
    def timed_search(self) -> Iterator[None]:
        """Note when the search's thread is at work."""
        find = self.desk._find

        def timed(*arguments: Any) -> Answer | None:
            start = time.perf_counter()
            try:
                return find(*arguments)
            finally:
                self.searches.append((start, time.perf_counter()))

        self.desk._find = timed  # type: ignore[method-assign]
        yield
        self.desk._find = find  # type: ignore[method-assign]

    @contextmanager
    def canned_answers(self) -> Iterator[None]:
        """Answer every question with one of a few answers made before."""
        find = self.desk._find
        searcher = self.library.searcher()
        from readlist.query import parse

        found = [searcher.find(parse(text)) for text in ("model", "learning", "quantum")]
        rows = [self.library.summaries(one.ids[:60]) for one in found]
        searcher.close()

        def canned(number: int, *_: Any) -> Answer:
            one = number % len(found)
            return Answer(number=number, ids=found[one].ids, rows=rows[one], complete=True, seconds=0, found=found[one])

        self.desk._find = canned  # type: ignore[method-assign,assignment]
        yield
        self.desk._find = find  # type: ignore[method-assign]

    def press(self, key: str, character: str) -> None:
        """A key, as the terminal's driver hands it over."""
        assert self.app._driver is not None
        self.app._driver.process_message(events.Key(key, character))

    async def type(self, queries: list[str]) -> None:
        """Type each query at a typist's pace, a moment of thought between, and clear the box."""
        due = time.perf_counter()
        for query in queries:
            for letter in query:
                self.press("space" if letter == " " else letter, letter)
                due += 1 / KEYS_A_SECOND
                await asyncio.sleep(max(0, due - time.perf_counter()))
            due += 0.5
            await asyncio.sleep(max(0, due - time.perf_counter()))
            self.press("escape", "\x1b")

    async def beats(self, queries: list[str]) -> list[Beat]:
        """Type, a heart beating beside it."""
        beats: list[tuple[float, float, float]] = []
        typing = asyncio.create_task(self.type(queries))
        while not typing.done():
            start, mine = time.perf_counter(), own_time()
            await asyncio.sleep(BEAT)
            beats.append((start, time.perf_counter() - start - BEAT, own_time() - mine))
        searches = iter(sorted(self.searches))
        current = next(searches, None)
        result = []
        for start, late, own in beats:
            while current is not None and current[1] < start:
                current = next(searches, None)
            searching = current is not None and current[0] < start + BEAT + late
            result.append(Beat(max(0.0, late), max(0.0, late - own), searching))
        return result


def pieces(path: Path) -> list[str]:
    """Queries of two to four words of titles all over the library, in most of them one slip of the finger."""
    chance = random.Random(3)
    with Library.open(path) as library:
        ids = range(1, library.total() + 1)
        papers = library.papers(chance.sample(ids, min(len(ids), QUERIES * 3)))
    queries = []
    for paper in papers:
        words = [word.lower() for word in (paper.title or "").split() if word.isascii() and word.isalpha()]
        if len(words) < 4 or len(queries) == QUERIES:
            continue
        at = chance.randrange(len(words) - 2)
        chosen = words[at : at + chance.randint(2, 4)]
        slip = max(range(len(chosen)), key=lambda place: len(chosen[place]))
        if len(chosen[slip]) > 4 and chance.random() < 0.7:
            place = chance.randrange(1, len(chosen[slip]) - 2)
            word = chosen[slip]
            chosen[slip] = chance.choice(
                (word[:place] + word[place + 1] + word[place] + word[place + 2 :], word[:place] + word[place + 1 :])
            )
        queries.append(" ".join(chosen)[:40])
    return queries


def measure_typing(path: Path) -> None:
    """Print what typing holds up."""
    searched, canned = asyncio.run(Typing(path).run(pieces(path)))
    busy = [beat for beat in searched if beat.searching]
    print(f"{'':>12}event loop under typing, ms late: median / 95 % / 99 % / worst, beats over 16 ms")
    for name, beats in (("with the search", searched), ("while it searches", busy), ("with canned answers", canned)):
        print(f"{'':>14}{name}: {late([beat.late for beat in beats])}")
        print(f"{'':>16}of it held by another thread: {late([beat.held for beat in beats])}")


def late(times: list[float]) -> str:
    """Percentiles in milliseconds, and how many are too late."""
    times = sorted(times) or [0.0]
    places = (0.5, 0.95, 0.99, 1.0)
    shown = " / ".join(f"{times[min(len(times) - 1, int(len(times) * place))] * 1000:.1f}" for place in places)
    return f"{shown}, {sum(1 for one in times if one > 0.016)} of {len(times):,}"


def main() -> None:
    """Build the libraries, measure, print."""
    corpus = Path(sys.argv[1])
    if corpus.suffix == ".db":
        with tempfile.TemporaryDirectory() as folder:
            measure_typing(Path(shutil.copy(corpus, Path(folder, "copy.db"))))
        return
    sizes = [int(size) for size in sys.argv[2].split(",")] if len(sys.argv) > 2 else [400, 10_000, 100_000]
    with tempfile.TemporaryDirectory() as folder:
        libraries = []
        for size in sizes:
            path = Path(folder, f"{size}.db")
            libraries.append((size, path, make(corpus, size, path).encode()[:20]))
        starts: dict[int, list[float]] = {size: [] for size in sizes}
        for _ in range(STARTS):
            for size, path, title in libraries:
                terminal = Terminal(path)
                starts[size].append(terminal.until(title))
                terminal.close()
        least = statistics.median(starts[sizes[0]])
        for size in sizes:
            middle = statistics.median(starts[size])
            print(
                f"{size:>9,} papers: first screen {middle * 1000:.0f} ms, {middle / least:.2f} × that over {sizes[0]:,}"
            )
        for size, path, title in libraries:
            terminal = Terminal(path)
            terminal.until(title)
            while terminal.read(0.5):
                pass
            print(f"{size:>9,} papers, ms a key, median / 95 % / worst:")
            for name, key, times in KEYS:
                keys = [key] * times if key else [b"G", b"g"] * (times // 2)
                print(f"{'':>12}{name}: {spread([terminal.press(key) for key in keys])}")
            terminal.press(b"/")
            print(f"{'':>12}typing: {spread([terminal.press(bytes([letter])) for letter in QUERY])}")
            terminal.close()
            measure_typing(path)


if __name__ == "__main__":
    main()
