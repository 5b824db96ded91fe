"""The commands. This module imports next to nothing: ``--help`` and ``--version`` must answer at once."""

from __future__ import annotations

import sys

from readlist.errors import ReadlistError

TYPE_CHECKING = False  # typing's own costs five milliseconds
if TYPE_CHECKING:
    from collections.abc import Sequence

INTERRUPTED = 130
PIPE_CLOSED = 141


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command (``sys.argv`` when ``argv`` is left out) and returns its exit code: 0, 1 (it failed) or 2 (it
    was called wrongly). What went wrong is said on standard error in one line; nothing is raised."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        code = _run(arguments)
        sys.stdout.flush()
        return code
    except ReadlistError as error:
        return _fail(str(error), error.code)
    except KeyboardInterrupt:
        return _fail("interrupted", INTERRUPTED)
    except BrokenPipeError:
        _forget_output()
        return PIPE_CLOSED
    except Exception as error:
        return _crash(error)


def _run(arguments: list[str]) -> int:
    from readlist.cli import commands

    library: str | None = None
    json = False
    while arguments and arguments[0].startswith("-") and arguments[0] != "-":
        option, equals, value = arguments.pop(0).partition("=")
        if option in ("-h", "--help"):
            return _print(commands.overview())
        if option in ("-V", "--version"):
            from readlist import __version__

            return _print(f"readlist {__version__}\n")
        if option == "--json" and not equals:
            json = True
        elif option == "--library":
            if not equals and not arguments:
                raise ReadlistError("--library needs a file: readlist --library FILE COMMAND", code=2)
            library = value if equals else arguments.pop(0)
        else:
            raise ReadlistError(commands.wrong_option(option), code=2)
    name = arguments.pop(0) if arguments else ""
    if name == "help":
        name = arguments.pop(0) if arguments else ""
        if not name:
            return _print(commands.overview())
        arguments = ["--help"]
    command = commands.find(name)
    if command is None:
        raise ReadlistError(commands.wrong_command(name), code=2)
    from readlist.cli.parser import Parser

    parser = Parser(command)
    module = command.load()
    module.ARGUMENTS[command.name](parser)
    options = parser.parse(arguments, library=library, json=json)
    if options is None:
        return _print(parser.help())
    return command.run(module, options)


def _print(text: str) -> int:
    sys.stdout.write(text)
    return 0


def _fail(sentence: str, code: int) -> int:
    from readlist.cli.output import say

    say(sentence)
    return code


def _forget_output() -> None:
    """Nobody reads any more: what is left to write must not fail a second time when Python closes."""
    import os
    from contextlib import suppress

    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _crash(error: Exception) -> int:
    import os

    if os.environ.get("READLIST_DEBUG"):
        raise error
    name = type(error).__name__
    return _fail(f"this should not have happened ({name}: {error}); please report it. READLIST_DEBUG=1 says more", 1)
