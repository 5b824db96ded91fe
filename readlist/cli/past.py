"""undo, redo, history: the ledger seen from the shell."""

import argparse
from typing import TYPE_CHECKING

from readlist.cli.library import open_library, report
from readlist.cli.output import on_terminal, put, put_json_list
from readlist.cli.parser import Parser, whole_number
from readlist.errors import ReadlistError

if TYPE_CHECKING:
    from readlist.store import Change


def _no_arguments(parser: Parser) -> None:
    pass


def _history_arguments(parser: Parser) -> None:
    parser.option("--limit", type=whole_number, default=50, metavar="N", help="at most so many (50)")


def _undo(options: argparse.Namespace) -> int:
    with open_library(options) as library:
        return _report(library.ledger.undo(), "undo", options)


def _redo(options: argparse.Namespace) -> int:
    with open_library(options) as library:
        return _report(library.ledger.redo(), "redo", options)


def _report(change: "Change | None", verb: str, options: argparse.Namespace) -> int:
    if change is None:
        raise ReadlistError(f"there is nothing to {verb}")
    return report(change, options, f"{verb}ne: ")


def _history(options: argparse.Namespace) -> int:
    with open_library(options) as library:
        changes = library.ledger.history(options.limit)
    if options.json:
        put_json_list(
            {"id": one.id, "at": one.at, "summary": one.summary, "count": one.count, "undone": one.undone}
            for one in changes
        )
    elif on_terminal():
        for one in changes:
            when = one.at.replace("T", " ").removesuffix("Z")
            put(f"{when[:16]}  {one.summary}{'  (undone)' if one.undone else ''}")
        if not changes:
            put("nothing was changed yet")
    else:
        for one in changes:
            put(f"{one.id}\t{one.at}\t{one.summary}\t{'undone' if one.undone else ''}")
    return 0


ARGUMENTS = {"undo": _no_arguments, "redo": _no_arguments, "history": _history_arguments}
COMMANDS = {"undo": _undo, "redo": _redo, "history": _history}
