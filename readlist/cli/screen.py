"""readlist alone: the screen, or without a terminal one line about the library."""

import argparse
import sys

from readlist.cli.library import open_library, settings
from readlist.cli.output import on_terminal, put, put_json, say
from readlist.cli.parser import Parser


def _no_arguments(parser: Parser) -> None:
    pass


def _screen(options: argparse.Namespace) -> int:
    from readlist.config import load

    screen = on_terminal() and sys.stdin.isatty() and not options.json
    # The screen says itself what is wrong with the config.
    config = load() if screen else settings()
    with open_library(options, config, make=screen) as library:
        if not screen:
            counts = library.counts()
            if options.json:
                put_json({"papers": counts.total, "unread": counts.unread, "library": str(library.path)})
                return 0
            from readlist.text import count, printable

            put(f"{count(counts.total, 'paper')} · {counts.unread:,} unread · {printable(str(library.path))}")
            say("the screen needs a terminal; readlist --help lists what can be done without")
            return 0
        from readlist.ui import run

        return run(library, config)


ARGUMENTS = {"": _no_arguments}
COMMANDS = {"": _screen}
