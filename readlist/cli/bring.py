"""import: files, folders and pipes into the library, with a line a file of what became of them."""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from readlist.cli.change import STATES
from readlist.cli.library import open_library
from readlist.cli.output import cells, errors_on_terminal, fit, put, put_json, say, width
from readlist.cli.parser import Parser, one_of
from readlist.text import clean_line, count, printable

if TYPE_CHECKING:
    from readlist.importing import Progress, Report, Totals

PROBLEMS_SHOWN = 20
RAW_SHOWN = 60
REDRAW_SECONDS = 0.1


def _import_arguments(parser: Parser) -> None:
    parser.word("paths", nargs="+", metavar="PATH", help="files, folders (all they hold), or - for standard input")
    parser.option("--format", metavar="FORMAT", help="the format; else it is found by the content")
    parser.option("--encoding", metavar="ENCODING", help="the encoding; else it is found by the bytes")
    parser.option("--tag", action="append", default=[], metavar="TAG", help="a tag for the new papers (repeatable)")
    parser.option("--status", type=one_of(*STATES), metavar="STATUS", help="unread, reading or read for the new papers")
    parser.option("--dry-run", action="store_true", help="say what would happen and change nothing")


def _import(options: argparse.Namespace) -> int:
    from readlist import formats, importing

    if options.format:
        formats.by_name(options.format)
    shown = _ProgressLine() if errors_on_terminal() else None
    with open_library(options, make=True) as library:
        try:
            report = importing.run(
                library,
                options.paths,
                format=options.format,
                tags=options.tag,
                status=options.status,
                encoding=options.encoding,
                dry_run=options.dry_run,
                stdin=sys.stdin.buffer if "-" in options.paths else None,
                progress=shown,
            )
        finally:
            if shown:
                shown.clear()
    if options.json:
        put_json(_as_json(report))
        _say_errors(report)
    else:
        _tell(report, options.dry_run)
    return 0 if report.imported else 1


def _as_json(report: "Report") -> dict[str, Any]:
    files = []
    for file in report.files:
        problems = [{"line": one.line, "reason": one.reason, "raw": one.raw} for one in file.problems]
        if file.error:
            problems.insert(0, {"line": None, "reason": file.error, "raw": None})
        files.append({"path": file.path, "format": file.format, **_numbers(file), "problems": problems})
    return {"import": report.id, "files": files, "totals": _numbers(report.totals)}


def _numbers(totals: "Totals") -> dict[str, int]:
    return {name: getattr(totals, name) for name in ("read", "new", "merged", "unchanged", "skipped")}


def _say_errors(report: "Report") -> None:
    for file in report.files:
        for sentence in (file.error, *file.warnings):
            if sentence:
                say(f"{_name(file.path)}: {sentence}")
    _say_left_out(report)


def _say_left_out(report: "Report") -> None:
    for sentence in report.troubles:
        say(sentence)
    if report.left_out:
        say(f"{count(len(report.left_out), 'other file')} in the folders left out: no page readlist knows")


def _tell(report: "Report", dry_run: bool) -> None:
    names = _short_names(report)
    done = [file for file in report.files if file.format and not (file.error and not file.read)]
    name_room = min(40, max((cells(names[file.path]) for file in done), default=0))
    format_room = max((len(file.format or "") for file in done), default=0)
    for file in report.files:
        if file not in done:
            say(f"{_name(file.path)}: {file.error}")
            continue
        put(f"{fit(names[file.path], name_room)}  {file.format:<{format_room}}  {_counts(file)}")
        if file.columns:
            put(f"  columns: {_columns(file.columns)}")
        for problem in file.problems[:PROBLEMS_SHOWN]:
            _tell_problem(problem.line, problem.reason, problem.raw)
        if len(file.problems) > PROBLEMS_SHOWN:
            put(f"  … and {count(file.skipped - PROBLEMS_SHOWN, 'more', 'more')}; --json lists them all")
        for sentence in (*file.warnings, file.error):
            if sentence:
                say(f"{_name(file.path)}: {sentence}")
    _say_left_out(report)
    if len(done) > 1:
        put(f"{fit('in all', name_room)}  {'':<{format_room}}  {_counts(report.totals)}")
    if dry_run:
        put("nothing was changed: this was a trial")
    elif report.totals.new + report.totals.merged:
        put("undo with: readlist undo")


def _columns(columns: Sequence[tuple[str, str]]) -> str:
    """Which column was taken for what, those of no known name last."""
    taken = [f"{printable(name)} = {field}" for name, field in columns if name.lower() != field]
    kept = [printable(name) for name, field in columns if name.lower() == field]
    return ", ".join([*taken, *kept])


def _tell_problem(line: int | None, reason: str, raw: str | None) -> None:
    place = f"line {line}" if line else "somewhere"
    begin = clean_line(raw[: 4 * RAW_SHOWN]) if raw else ""
    quoted = f": {fit(begin, RAW_SHOWN).rstrip()}" if begin else ""
    put(f"  {place}: {printable(reason)}{quoted}")


def _counts(totals: "Totals") -> str:
    return (
        f"{totals.new:,} new · {totals.merged:,} merged · {totals.unchanged:,} unchanged · {totals.skipped:,} skipped"
    )


def _name(path: str) -> str:
    return "standard input" if path == "-" else printable(path)


def _short_names(report: "Report") -> dict[str, str]:
    """Names without their folders where that leaves no two alike."""
    bases: dict[str, int] = {}
    for file in report.files:
        base = Path(file.path).name
        bases[base] = bases.get(base, 0) + 1
    return {
        file.path: printable(base) if bases[base] == 1 and base not in ("", "-") else _name(file.path)
        for file in report.files
        for base in [Path(file.path).name]
    }


class _ProgressLine:
    """One line on the terminal that is written over as the import goes on."""

    def __init__(self) -> None:
        self._begun = time.monotonic()
        self._drawn = self._begun
        self._room = 0

    def __call__(self, progress: "Progress") -> None:
        now = time.monotonic()
        if now - self._drawn < REDRAW_SECONDS:
            return
        self._drawn = now
        rate = progress.records / max(now - self._begun, 0.001)
        share = f"{min(100, 100 * progress.done_bytes // progress.total_bytes)} % · " if progress.total_bytes else ""
        text = f"{share}{count(progress.records, 'record')} · {rate:,.0f} a second · {_name(progress.file)}"
        self._room = width() - 1
        sys.stderr.write("\r" + fit(text, self._room))
        sys.stderr.flush()

    def clear(self) -> None:
        """Takes the line away."""
        if self._room:
            sys.stderr.write("\r" + " " * self._room + "\r")
            sys.stderr.flush()


ARGUMENTS = {"import": _import_arguments}
COMMANDS = {"import": _import}
