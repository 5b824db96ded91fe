"""How soon the first screen is there, and how soon it answers a key, over libraries of 400, 10,000 and 100,000 papers.

usage: python tests/benchmarks/screen.py CORPUS.jsonl[.gz] [SIZES]

Each start is a process of its own behind a pseudo-terminal; the first screen is there when the first paper's title
has been written to it. A key is answered when the terminal received the last byte of a burst of output.
"""

import fcntl
import gzip
import json
import os
import pty
import select
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from itertools import islice
from pathlib import Path

from readlist.paper import Draft
from readlist.store import Library

STARTS = 7
KEYS = (("down", b"j", 60), ("page down", b"\x1b[6~", 40), ("end and home", None, 20), ("mark read", b" ", 30))
QUERY = b"retreival augmentd"
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


def main() -> None:
    """Build the libraries, measure, print."""
    corpus = Path(sys.argv[1])
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


if __name__ == "__main__":
    main()
