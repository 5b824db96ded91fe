"""The arguments of one command: argparse, made to speak plainly and to let words begin with a dash."""

import argparse
from collections.abc import Callable
from typing import Any, NoReturn

from readlist.cli.commands import Command
from readlist.errors import ReadlistError
from readlist.text import printable


class Parser:
    """Reads what was typed behind a command.

    Options come anywhere, before and behind words, and may be written ``--option value`` or ``--option=value``.
    Behind ``--`` everything is a word.
    """

    def __init__(self, command: Command) -> None:
        self._command = command
        self._options: dict[str, argparse.Action] = {}
        self._parser = _Quiet(
            prog=f"readlist {command.name}".strip(),
            usage=f"readlist {command.name} {command.usage}".strip() + " [OPTION…]",
            description=command.summary[:1].upper() + command.summary[1:] + ".",
            epilog="examples:\n" + "\n".join(f"  {_example(line)}" for line in command.examples),
            formatter_class=_formatter,
            add_help=False,
            allow_abbrev=False,
        )
        self._words = self._parser.add_argument_group("words")
        self._flags = self._parser.add_argument_group("options")

    def word(self, name: str, **settings: Any) -> None:
        """A word, or with ``nargs`` several."""
        self._words.add_argument(name, **settings)

    def option(self, *names: str, **settings: Any) -> None:
        """An option; ``action="store_true"`` for one that takes no value."""
        action = self._flags.add_argument(*names, **settings)
        for name in names:
            self._options[name] = action

    def help(self) -> str:
        """The command's help."""
        return self._parser.format_help()

    def wrong(self, sentence: str) -> ReadlistError:
        """The error for a wrong call, with where to look."""
        return ReadlistError(f"{sentence}; see {self._parser.prog} --help", code=2)

    def parse(self, arguments: list[str], *, library: str | None, json: bool) -> argparse.Namespace | None:
        """The arguments by name, with ``library`` and ``json`` as they were given before the command unless they are
        given again; None when help was asked for. Raises ReadlistError (code 2) with what is wrong."""
        self.option("--library", metavar="FILE", default=library, help="the library to use")
        self.option("--json", action="store_true", default=json, help="print one JSON document")
        self.option("-h", "--help", action="store_true", help="this help")
        options, words = self._sorted(arguments)
        if "--help" in options or "-h" in options:
            return None
        parsed = self._parser.parse_args([*options, "--", *words] if words else options)
        parsed.wrong = self.wrong
        return parsed

    def _sorted(self, arguments: list[str]) -> tuple[list[str], list[str]]:
        """Options with their values glued to them, and words."""
        options: list[str] = []
        words: list[str] = []
        waiting = list(arguments)
        while waiting:
            argument = waiting.pop(0)
            name, equals, _ = argument.partition("=")
            if argument == "--":
                words += waiting
                break
            if argument == "-" or not argument.startswith("-"):
                words.append(argument)
            elif name not in self._options:
                if argument.startswith("--") or not self._command.dashes:
                    raise ReadlistError(self._unknown(name), code=2)
                words.append(argument)
            elif self._options[name].nargs == 0:
                if equals:
                    raise self.wrong(f"{name} takes no value")
                options.append(name)
            elif equals:
                options.append(argument if name.startswith("--") else name + argument[len(name) + 1 :])
            elif not waiting:
                raise self.wrong(f"{name} needs a value")
            else:
                options.append(f"{name}={waiting.pop(0)}" if name.startswith("--") else f"{name}{waiting.pop(0)}")
        return options, words

    def _unknown(self, option: str) -> str:
        import difflib
        from pathlib import Path

        likely = difflib.get_close_matches(option, self._options, n=1)
        hint = f"did you mean {likely[0]}?" if likely else f"see {self._parser.prog} --help"
        if Path(option).exists():
            hint = f"for the file of that name write ./{printable(option)}"
        return f"{self._parser.prog} has no option {printable(option)}; {hint}"


def one_of(*choices: str) -> Callable[[str], str]:
    """A type for an option that takes one of some words."""

    def check(value: str) -> str:
        if value not in choices:
            raise argparse.ArgumentTypeError(f"{printable(value)!r} is none of {', '.join(choices)}")
        return value

    return check


def whole_number(value: str) -> int:
    """A type for an option that takes a number, 0 or more."""
    if not (value.isascii() and value.isdigit()):
        raise argparse.ArgumentTypeError(f"{printable(value)!r} is no whole number, 0 or more")
    return int(value[:18])


class _Quiet(argparse.ArgumentParser):
    """An argument parser that raises what it has to say."""

    def error(self, message: str) -> NoReturn:
        missing = message.removeprefix("the following arguments are required: ")
        if missing != message:
            message = f"{missing} is missing"
        message = message.removeprefix("argument ").replace("unrecognized arguments: -- ", "unrecognized arguments: ")
        raise ReadlistError(f"{printable(message)}; see {self.prog} --help", code=2)


def _formatter(prog: str) -> argparse.HelpFormatter:
    return argparse.RawDescriptionHelpFormatter(prog, max_help_position=26, width=79)


def _example(line: str) -> str:
    # Some begin with another program, and call readlist themselves.
    return line if line.startswith(("curl ", "readlist")) else f"readlist {line}".strip()
