"""Importing: a path or a pasted text, a preview of what it would bring, then the import itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Input, ProgressBar

from readlist.errors import ReadlistError
from readlist.text import count, printable
from readlist.ui.drawing import cut_start
from readlist.ui.paths import common_start, completions, expanded
from readlist.ui.screens.dialog import Dialog, Plain
from readlist.ui.work import Desk

if TYPE_CHECKING:
    from readlist.importing import FileReport, Progress, Report

PROBLEMS_SHOWN = 50
LINE = 60
PASTED = "pasted text"

_KEYS = {
    "path": "enter look at it   tab complete   esc leave",
    "looking": "esc stop",
    "preview": "enter import   ↓ ↑ scroll   esc leave",
    "nothing": "esc back",
    "importing": "esc stop and take back",
}


class PathInput(Input):
    """A path being typed; Tab completes it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "screen.complete", show=False)]


class ImportDialog(Dialog[str]):
    """Answers with a sentence on what was imported; None when nothing was."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", show=False),
        Binding("down,j", "scroll(1)", show=False),
        Binding("up,k", "scroll(-1)", show=False),
        Binding("pagedown,space", "scroll(10)", show=False),
        Binding("pageup", "scroll(-10)", show=False),
    ]
    ENDING = frozenset(("escape",))

    def __init__(self, desk: Desk, pasted: str | None = None) -> None:
        super().__init__("Import the pasted text" if pasted else "Import", "")
        self._desk = desk
        self._pasted = pasted
        self._stage = ""
        self._stopped = False
        self._path = PathInput(placeholder="a file or a folder, such as ~/Downloads/page.txt", compact=True)
        self._offers = Plain(classes="offers")
        self._bar = ProgressBar(show_eta=False)
        self._report = Plain(classes="report")
        self._hints = Plain(classes="keys")

    def body(self) -> ComposeResult:
        yield self._path
        yield self._offers
        yield self._bar
        with VerticalScroll(can_focus=False):
            yield self._report
        yield self._hints

    def on_mount(self) -> None:
        if self._pasted is None:
            self._to("path")
            self._offer()
        else:
            self._look()

    def _to(self, stage: str) -> None:
        self._stage = stage
        self._path.display = self._pasted is None
        self._path.disabled = stage != "path"
        self._offers.display = stage == "path"
        self._bar.display = stage in ("looking", "importing")
        self._report.parent.display = stage != "path"  # type: ignore[union-attr]
        self._hints.say(_KEYS[stage])
        if stage == "path":
            self._path.focus()

    # The path

    @on(Input.Changed)
    def typed(self) -> None:
        self._offer()

    @on(Input.Submitted)
    def submitted(self) -> None:
        self.action_go_on()

    def _offer(self, complete: bool = False) -> None:
        self.run_worker(
            self._complete(self._path.value, complete), group="complete", exclusive=True, description="complete"
        )

    async def _complete(self, typed: str, complete: bool) -> None:
        offers = await self._desk.do("aside", completions, typed)
        self._offers.say("\n".join("  " + printable(offer) for offer in offers))
        longer = common_start(offers)
        if complete and len(longer) >= len(typed) and offers and self._path.value == typed:
            self._path.value = longer
            self._path.cursor_position = len(longer)

    def action_complete(self) -> None:
        self._offer(complete=True)

    # The stages

    def action_go_on(self) -> None:
        if self._stage == "path" and self._path.value.strip():
            self._look()
        elif self._stage == "preview":
            self._begin("importing", dry_run=False)

    def action_cancel(self) -> None:
        if self._stage in ("looking", "importing"):
            self._stopped = True
            self._hints.say("stopping …")
            self.stay()
        elif self._stage == "nothing" and self._pasted is None:
            self._to("path")
            self.stay()
        else:
            self.dismiss(None)

    def action_scroll(self, step: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=step, animate=False)

    def _look(self) -> None:
        self._begin("looking", dry_run=True)

    def _begin(self, stage: str, *, dry_run: bool) -> None:
        self._stopped = False
        self._to(stage)
        self._bar.update(total=None, progress=0)
        self._report.say("reading …")
        self.run_worker(self._run(dry_run), group="import", description="import")

    async def _run(self, dry_run: bool) -> None:
        try:
            report: Report = await self._desk.do("write", self._import, dry_run)
        except ReadlistError as error:
            self._report.say(printable(str(error)) if not self._stopped else "Stopped; nothing was changed.")
            self._to("nothing")
            return
        if dry_run or not (report.totals.new or report.totals.merged):
            self._report.say("\n".join(_lines(report)))
            self._to("preview" if report.totals.new or report.totals.merged else "nothing")
        else:
            self.dismiss(f"imported {_numbers(report.totals)}")

    def _import(self, dry_run: bool) -> Report:
        from readlist import importing

        options: dict[str, Any] = {"dry_run": dry_run, "progress": self._progress, "cancelled": self._cancelled}
        if self._pasted is not None:
            return importing.run_text(self._desk.library, self._pasted, PASTED, **options)
        return importing.run(self._desk.library, [expanded(self._path.value)], **options)

    def _cancelled(self) -> bool:
        return self._stopped or self._desk.closing

    def _progress(self, progress: Progress) -> None:
        """Called in the writer's thread."""
        if not self._desk.closing:
            self._desk.tell(self._show_progress, progress)

    def _show_progress(self, progress: Progress) -> None:
        if not self.is_attached or self._stage not in ("looking", "importing"):
            return
        if progress.total_bytes:
            self._bar.update(total=progress.total_bytes, progress=min(progress.done_bytes, progress.total_bytes))
        self._report.say(f"{count(progress.records, 'record')} · {printable(progress.file)}")


def _numbers(totals: Any) -> str:
    parts = [f"{totals.new:,} new", f"{totals.merged:,} merged", f"{totals.unchanged:,} unchanged"]
    return " · ".join([*parts, f"{totals.skipped:,} skipped"] if totals.skipped else parts)


def _lines(report: Report) -> Iterator[str]:
    if len(report.files) != 1:
        yield f"{count(report.totals.read, 'record')} in {count(len(report.files), 'file')}: {_numbers(report.totals)}"
        yield ""
    for file in report.files:
        yield from _file_lines(file)
    if not report.files:
        yield "Nothing that readlist knows was found there."


def _file_lines(file: FileReport) -> Iterator[str]:
    yield cut_start(printable(file.path), LINE) + (f" · {file.format}" if file.format else "")
    if file.error:
        yield f"  {printable(file.error)}"
        return
    yield f"  {_numbers(file)}"
    for warning in file.warnings:
        yield f"  {printable(warning)}"
    for problem in file.problems[:PROBLEMS_SHOWN]:
        where = "" if problem.line is None else f"line {problem.line}: "
        yield f"  {where}{printable(problem.reason)}"
    if len(file.problems) > PROBLEMS_SHOWN:
        yield f"  … and {len(file.problems) - PROBLEMS_SHOWN:,} more"
