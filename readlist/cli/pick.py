"""pick: choose papers on the screen, print their keys. Made to stand inside ``$(…)``, a pipe or an editor's command."""

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from readlist.cli.library import open_library, typed
from readlist.cli.output import put, put_json_list
from readlist.cli.parser import Parser
from readlist.errors import ReadlistError

STREAMS = ("stdin", "stdout", "stderr")


def _pick_arguments(parser: Parser) -> None:
    parser.word("query", nargs="*", metavar="QUERY", help="what the search box holds at first")


def _pick(options: argparse.Namespace) -> int:
    # First of all: a stream that was closed leaves its number to the next file that is opened.
    with terminal():
        from readlist.config import load
        from readlist.ui import pick

        config = load()  # the screen says itself what is wrong with it
        with open_library(options, config) as library:
            keys = pick(library, config, typed(options.query, library))
            papers = library.papers([library.resolve(key) for key in keys or ()]) if options.json else []
    if keys is None:
        return 1
    if options.json:
        from readlist.paper import to_json

        put_json_list(map(to_json, papers))
    else:
        for key in keys:
            put(key)
    return 0


@contextmanager
def terminal() -> Iterator[None]:
    """For a while standard input, output and error are the terminal, wherever they lead before and after.

    All three: the screen is drawn on standard error, its keys come from standard input, and its size is asked of
    standard output. Raises ReadlistError when there is no terminal.
    """
    if all(map(_is_terminal, range(3))):
        yield
        return
    place = _open_terminal()
    with suppress(AttributeError):  # a stream that was closed from the start is None
        sys.stdout.flush()
        sys.stderr.flush()
    kept = [_copy_of(number) for number in range(3)]
    missing = [name for name in STREAMS if getattr(sys, f"__{name}__") is None]
    try:
        for number in range(3):
            os.dup2(place, number)
        for name in missing:
            setattr(sys, f"__{name}__", os.fdopen(STREAMS.index(name), "r" if name == "stdin" else "w", closefd=False))
        yield
    finally:
        for name in missing:
            setattr(sys, f"__{name}__", None)
        for number, copy in enumerate(kept):
            if copy is None:
                os.close(number)
            else:
                os.dup2(copy, number)
                os.close(copy)
        if place > 2:
            os.close(place)


def _open_terminal() -> int:
    """The terminal of this session; else one that a stream leads to."""
    places = ["/dev/tty"]
    for number in range(3):
        with suppress(OSError, AttributeError):
            places.append(os.ttyname(number))
    for place in places:
        with suppress(OSError):
            return os.open(place, os.O_RDWR | getattr(os, "O_NOCTTY", 0))
    raise ReadlistError("pick needs a terminal to choose on; readlist search finds papers without one")


def _is_terminal(number: int) -> bool:
    try:
        return os.isatty(number)
    except OSError:
        return False


def _copy_of(number: int) -> int | None:
    try:
        return os.dup(number)
    except OSError:
        return None


ARGUMENTS = {"pick": _pick_arguments}
COMMANDS = {"pick": _pick}
