"""cite, export: papers for other programs."""

import argparse
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, TYPE_CHECKING

from readlist.cli.library import matching, open_library, papers, resolved, settings, typed
from readlist.cli.output import put_json, put_json_list, put_text, say
from readlist.cli.parser import Parser, whole_number
from readlist.errors import ReadlistError
from readlist.text import count, printable

if TYPE_CHECKING:
    from readlist.paper import Paper

ENDINGS = {
    ".bib": "bibtex", ".jsonl": "jsonl", ".ris": "ris", ".json": "csl-json", ".csv": "csv", ".md": "markdown",
}  # fmt: skip
"""What is written to a file when nobody says, by how its name ends."""


def _cite_arguments(parser: Parser) -> None:
    parser.word("keys", nargs="*", metavar="KEY", help="the papers' citation keys, or how they begin")
    parser.option("--query", metavar="QUERY", help="the papers a query finds")
    parser.option("--limit", type=whole_number, metavar="N", help="of those at most so many")
    parser.option("--style", metavar="STYLE", help="the style; bibtex until the config says otherwise")
    parser.option("--copy", action="store_true", help="also put it on the clipboard")


def _export_arguments(parser: Parser) -> None:
    parser.word("query", nargs="*", metavar="QUERY", help="only what a query finds; everything when left out")
    formats = "bibtex, biblatex, ris, csl-json, jsonl, csv or markdown; else by the file's ending"
    parser.option("--format", metavar="FORMAT", help=formats)
    parser.option("-o", "--output", metavar="FILE", help="the file to write; else standard output")
    parser.option("--force", action="store_true", help="write over a file that exists")


def _cite(options: argparse.Namespace) -> int:
    from readlist.citations import STYLE_LABELS, STYLES, render

    config = settings()
    style = options.style or config.style
    if style not in STYLES:
        raise ReadlistError(f"there is no style {printable(style)!r}; there is {', '.join(STYLES)}", code=2)
    if bool(options.keys) == (options.query is not None):
        raise options.wrong("either keys or --query is needed")
    with open_library(options, config) as library:
        if options.query is None:
            rows: Iterable[int] = resolved(library, options.keys)
        else:
            from readlist.query import parse

            rows = (row for row, _ in matching(library, parse(typed([options.query], library)), options.limit))
        cited = list(papers(library, rows))
    if not cited:
        raise ReadlistError("no paper matches")
    text = render(cited, style)
    if options.json:
        put_json_list({"key": paper.key, "style": style, "text": render([paper], style)} for paper in cited)
    else:
        put_text(text if text.endswith("\n") else text + "\n")
    if options.copy:
        return _copy(text, f"{count(len(cited), 'citation')} · {STYLE_LABELS.get(style, style)}")
    return 0


def _copy(text: str, what: str) -> int:
    from readlist.clipboard import copy

    with ExitStack() as stack:
        try:
            # Not standard output: that is the citation's own and may be a pipe.
            terminal = stack.enter_context(Path("/dev/tty").open("w", encoding="ascii"))
        except OSError:
            terminal = None
        copied = copy(text, terminal=_writer(terminal) if terminal else None, what=what)
    say(copied.message)
    return 0 if copied else 1


def _writer(terminal: IO[str]) -> Callable[[str], None]:
    def write(text: str) -> None:
        terminal.write(text)
        terminal.flush()

    return write


def _export(options: argparse.Namespace) -> int:
    from readlist import formats
    from readlist.query import parse

    target = None if options.output in (None, "-") else Path(options.output)
    name = options.format or ENDINGS.get(target.suffix.lower() if target else "", "bibtex")
    chosen = formats.by_name(name)
    with open_library(options) as library:
        rows = (row for row, _ in matching(library, parse(typed(options.query, library))))
        counted = _Counted(papers(library, rows))
        pieces = _ended(chosen.write(counted))
        if target is not None:
            _write_file(target, pieces, library.path, options.force)
        elif options.json:
            text = "".join(pieces)
            put_json({"path": None, "format": name, "papers": counted.number, "text": text})
        else:
            for piece in pieces:
                put_text(piece)
    if target is not None:
        if options.json:
            put_json({"path": str(target), "format": name, "papers": counted.number})
        else:
            say(f"wrote {count(counted.number, 'paper')} as {name} to {printable(str(target))}")
    return 0


def _ended(pieces: Iterable[str]) -> Iterator[str]:
    """Pieces of text, and a line end when the last has none."""
    last = "\n"
    for piece in pieces:
        if piece:
            last = piece[-1]
            yield piece
    if last != "\n":
        yield "\n"


class _Counted:
    """Papers that are counted as they go by."""

    def __init__(self, source: Iterator["Paper"]) -> None:
        self._source = source
        self.number = 0

    def __iter__(self) -> Iterator["Paper"]:
        for paper in self._source:
            self.number += 1
            yield paper


def _write_file(target: Path, pieces: Iterable[str], library: Path, force: bool) -> None:
    """Writes a file so that it is whole or not there at all."""
    import tempfile

    shown = printable(str(target))
    try:
        if target.exists():
            if target.samefile(library):
                raise ReadlistError(f"{shown} is the library itself; choose another file")
            if target.is_dir():
                raise ReadlistError(f"{shown} is a folder; name a file in it")
            if not target.is_file():
                with target.open("w", encoding="utf-8", newline="\n") as stream:
                    stream.writelines(pieces)
                return
            if not force:
                raise ReadlistError(f"{shown} exists; --force writes over it")
        target = target.resolve()
        handle, name = tempfile.mkstemp(prefix=f".{target.name[:40]}.", dir=target.parent)
        part = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
                stream.writelines(pieces)
                stream.flush()
                os.fsync(stream.fileno())
            _take_mode(part, target)
            if force:
                part.replace(target)
            else:
                _place(part, target)
        finally:
            part.unlink(missing_ok=True)
    except FileExistsError:
        raise ReadlistError(f"{shown} exists; --force writes over it") from None
    except OSError as error:
        raise ReadlistError(f"cannot write {shown} ({(error.strerror or type(error).__name__).lower()})") from None


def _place(part: Path, target: Path) -> None:
    """Moves a file to a name that must still be free."""
    try:
        os.link(part, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if target.exists():
            raise FileExistsError from None
        part.replace(target)


def _take_mode(part: Path, target: Path) -> None:
    """A temporary file is its owner's alone; the real one gets the mode the old one had, or that of any new file."""
    if target.exists():
        part.chmod(target.stat().st_mode & 0o777)
        return
    mask = os.umask(0)
    os.umask(mask)
    part.chmod(0o666 & ~mask)


ARGUMENTS = {"cite": _cite_arguments, "export": _export_arguments}
COMMANDS = {"cite": _cite, "export": _export}
