"""The way in: files, folders, pipes and pasted text → format → drafts → the library, as one change that can be undone.

A path that cannot be read costs only itself. An import that is cancelled or fails is taken back whole.
"""

import io
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from readlist import formats
from readlist.errors import ReadlistError
from readlist.importing.paths import STANDARD_INPUT, Item, expand
from readlist.importing.reports import FileReport, Progress, Report, Totals
from readlist.paper import Draft, Problem, Status
from readlist.reading import NoTextError, Text, encoding_named, open_file
from readlist.text import count, printable

if TYPE_CHECKING:
    from readlist.formats import Format
    from readlist.store import Importing, Library

__all__ = ["CancelledError", "FileReport", "Progress", "Report", "Totals", "run", "run_text"]

BATCH = 2000
BATCH_LENGTH = 1 << 25
"""Records that go to the library together: so many, or with so many characters of text."""
LINES_BETWEEN_LOOKS = 20_000
"""Lines after which an import that has found no record for long still says how far it is and can be cancelled."""
PROBLEMS_KEPT = 10_000
RAW_KEPT = 10_000


class CancelledError(ReadlistError):
    """The import was cancelled and taken back."""


def run(
    library: "Library",
    paths: Sequence[str],
    *,
    format: str | None = None,
    tags: Sequence[str] = (),
    status: Status | None = None,
    encoding: str | None = None,
    dry_run: bool = False,
    stdin: BinaryIO | None = None,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Report:
    """Imports files, folders (all they hold that readlist knows, in the order of their names) and ``-`` (``stdin``).

    ``format`` is taken for granted when given, else each file's is found by its content; ``encoding`` is that of the
    files that do not say it by a mark of their own. ``tags`` go to every paper the files name, ``status`` to those that
    are new. ``dry_run`` counts and changes nothing. Raises CancelledError when ``cancelled()`` became true, and
    ReadlistError (code 2) for an unknown format or encoding; a file that cannot be read is an ``error`` in its report.
    """
    known = formats.by_name(format) if format else None
    items = list(expand(paths, library.path))
    description = _description(paths, sum(not item.error for item in items))
    with ExitStack() as stack:
        work = _Import(library, description, stack, known, tags, status, dry_run, progress, cancelled)
        work.encoding = encoding_named(encoding) if encoding else None
        work.total_bytes = sum(item.size for item in items)
        for item in items:
            if item.error:
                work.reports.append(FileReport(path=item.path, error=item.error))
            elif item.path == "-":
                work.take_stream(item, stdin)
            else:
                work.take_file(item)
        work.report_empty_folders(items)
        left_out = tuple(work.left_out)
        return Report(id=work.id, files=tuple(work.reports), left_out=left_out, troubles=formats.troubles())


def run_text(
    library: "Library",
    text: str,
    name: str,
    *,
    format: str | None = None,
    tags: Sequence[str] = (),
    status: Status | None = None,
    dry_run: bool = False,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Report:
    """Imports a text that was pasted, under a name for its source. Otherwise like :func:`run`."""
    known = formats.by_name(format) if format else None
    data = text.encode("utf-8", "replace")
    with ExitStack() as stack:
        work = _Import(library, _description([name], 1), stack, known, tags, status, dry_run, progress, cancelled)
        work.total_bytes = len(data)
        work.take_stream(Item(path=name, name=name, size=len(data)), io.BytesIO(data))
        return Report(id=work.id, files=tuple(work.reports), troubles=formats.troubles())


class _Import:
    """One run: the change set it writes to, opened with the first record, and the reports so far."""

    def __init__(
        self,
        library: "Library",
        description: str,
        stack: ExitStack,
        known: "Format | None",
        tags: Sequence[str],
        status: Status | None,
        dry_run: bool,
        progress: Callable[[Progress], None] | None,
        cancelled: Callable[[], bool] | None,
    ) -> None:
        self._library = library
        self._description = description
        self._stack = stack
        self._known = known
        self._tags = tags
        self._status = status
        self._dry_run = dry_run
        self._progress = progress
        self._cancelled = cancelled
        self._importing: Importing | None = None
        self._done_bytes = 0
        self._records = 0
        self._importing_failed = False
        self.total_bytes = 0
        self.encoding: str | None = None
        self.reports: list[FileReport] = []
        self.left_out: list[str] = []

    @property
    def id(self) -> int | None:
        """The change set's number once there is one; a trial has none."""
        return self._importing.id or None if self._importing else None

    def take_file(self, item: Item) -> None:
        """Reads one file and reports on it."""
        try:
            text, file = open_file(Path(item.path), self.encoding)
        except ReadlistError as error:
            self._refuse(item, error)
            return
        with file:
            self._take(item, text)

    def take_stream(self, item: Item, stream: BinaryIO | None) -> None:
        """Reads standard input or a pasted text and reports on it."""
        try:
            if stream is None:
                raise ReadlistError("there is no standard input")
            text = Text(stream, self.encoding)
        except ReadlistError as error:
            self._refuse(item, error)
        except OSError as error:
            self._refuse(item, ReadlistError(f"it cannot be read ({error.strerror})"))
        else:
            self._take(item, text)

    def report_empty_folders(self, items: Sequence[Item]) -> None:
        """A folder of which nothing could be used gets one report, since its files have none."""
        reported = {report.path for report in self.reports}
        useless: dict[str, int] = {}
        for item in items:
            if item.folder is not None:
                useless[item.folder] = useless.get(item.folder, 0) + 1
                if item.path in reported:
                    useless[item.folder] = -len(items)
        for folder, number in useless.items():
            if number > 0:
                error = f"the folder holds nothing readlist knows ({count(number, 'file')} looked at)"
                self.reports.append(FileReport(path=folder, error=error))

    def _refuse(self, item: Item, error: ReadlistError) -> None:
        self._done_bytes += item.size
        if item.folder is not None and isinstance(error, NoTextError):
            self.left_out.append(item.path)
        else:
            self.reports.append(FileReport(path=item.path, error=str(error)))

    def _take(self, item: Item, text: Text) -> None:
        found = self._known or formats.recognise(text.head)
        if found is None:
            self._refuse(item, NoTextError(formats.why_not(text.head)))
            return
        tally = _Tally()
        try:
            self._read(item, text, found, tally)
        except ReadlistError as error:
            if isinstance(error, CancelledError) or self._importing_failed:
                raise
            tally.error = str(error)
        if text.broken:
            tally.problem(Problem(line=text.line or None, reason=text.broken))
        if not (tally.seen or tally.skipped or tally.error):
            if item.folder is not None:
                self._refuse(item, NoTextError("no papers"))
                return
            tally.error = formats.why_not(text.head)
        self._done_bytes += item.size
        tally.columns = tuple(found.columns(text.head).items())
        self.reports.append(tally.report(item, found.name, text.warning))

    def _read(self, item: Item, text: Text, found: "Format", tally: "_Tally") -> None:
        drafts: list[Draft] = []
        length = 0
        for piece in _guarded(found, text, self._lines(item, text)):
            self._look()
            if isinstance(piece, Problem):
                tally.problem(piece)
                continue
            drafts.append(piece)
            length += len(piece.raw or "")
            self._records += 1
            if len(drafts) >= BATCH or length >= BATCH_LENGTH:
                self._store(item, found, drafts, tally)
                drafts, length = [], 0
                self._tell(item, text)
        if drafts:
            self._store(item, found, drafts, tally)
        self._tell(item, text)

    def _lines(self, item: Item, text: Text) -> Iterator[str]:
        for number, line in enumerate(text, 1):
            yield line + "\n"
            if number % LINES_BETWEEN_LOOKS == 0:
                self._look()
                self._tell(item, text)

    def _look(self) -> None:
        if self._cancelled and self._cancelled():
            raise CancelledError("the import was cancelled; nothing was changed")

    def _store(self, item: Item, found: "Format", drafts: Sequence[Draft], tally: "_Tally") -> None:
        # What fails from here on fails in the library, not in this file, and ends the import.
        self._importing_failed = True
        if self._importing is None:
            opened = self._library.ledger.importing(self._description, dry_run=self._dry_run)
            self._importing = self._stack.enter_context(opened)
        added = self._importing.add(
            drafts, file=printable(item.name), format=found.name, tags=self._tags, status=self._status
        )
        self._importing_failed = False
        tally.new += added.new
        tally.merged += added.merged
        tally.unchanged += added.unchanged

    def _tell(self, item: Item, text: Text) -> None:
        if self._progress:
            done = self._done_bytes + (min(text.done, item.size) if item.size else text.done)
            self._progress(Progress(item.path, done, self.total_bytes, self._records))


class _Tally:
    """The numbers of one file while it is being read."""

    def __init__(self) -> None:
        self.new = self.merged = self.unchanged = self.skipped = 0
        self.problems: list[Problem] = []
        self.columns: tuple[tuple[str, str], ...] = ()
        self.error: str | None = None

    @property
    def seen(self) -> int:
        return self.new + self.merged + self.unchanged

    def problem(self, problem: Problem) -> None:
        self.skipped += 1
        if len(self.problems) < PROBLEMS_KEPT:
            raw = problem.raw[:RAW_KEPT] if problem.raw else None
            self.problems.append(Problem(line=problem.line, reason=problem.reason, raw=raw))

    def report(self, item: Item, format: str, warning: str | None) -> FileReport:
        return FileReport(
            path=item.path,
            format=format,
            read=self.seen + self.skipped,
            new=self.new,
            merged=self.merged,
            unchanged=self.unchanged,
            skipped=self.skipped,
            problems=tuple(self.problems),
            warnings=(warning,) if warning else (),
            columns=self.columns,
            error=self.error,
        )


def _guarded(found: "Format", text: Text, lines: Iterator[str]) -> Iterator[Draft | Problem]:
    """The pieces of a text; a reader that stumbles costs the rest of its own file and nothing else."""
    try:
        yield from found.read_lines(lines)
    except ReadlistError:
        raise
    except Exception as error:
        if os.environ.get("READLIST_DEBUG"):
            raise
        line = text.line or None
        yield Problem(
            line=line, reason=f"reading as {found.name} stopped here ({type(error).__name__}); please report it"
        )


def _description(paths: Sequence[str], files: int) -> str:
    """What an import is called in the history: the one thing that was named, or how many files."""
    if len(paths) != 1:
        return count(files, "file")
    if paths[0] == "-":
        return STANDARD_INPUT
    return printable(Path(paths[0]).name or paths[0])
