"""The commands in one table: what each is called, what it does, how it is called, and where it lives."""

from __future__ import annotations

TYPE_CHECKING = False  # typing's own costs five milliseconds
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable
    from typing import Any


class Command:
    """One command. ``module`` names the module of this package that holds its arguments and its doing."""

    __slots__ = ("dashes", "examples", "module", "name", "summary", "usage")

    def __init__(
        self, name: str, module: str, usage: str, summary: str, examples: tuple[str, ...], *, dashes: bool = False
    ) -> None:
        self.name = name
        self.module = module
        self.usage = usage
        self.summary = summary
        self.examples = examples
        # Words of this command may begin with a dash: ``-word`` in a query, ``-old`` for a tag.
        self.dashes = dashes

    def load(self) -> Any:
        """The module with ``ARGUMENTS`` and ``COMMANDS``, tables by the command's name."""
        from importlib import import_module

        return import_module(f"readlist.cli.{self.module}")

    def run(self, module: Any, options: argparse.Namespace) -> int:
        """Does it and returns the exit code."""
        doing: Callable[[argparse.Namespace], int] = module.COMMANDS[self.name]
        return doing(options)


GROUPS: tuple[tuple[str, tuple[Command, ...]], ...] = (
    (
        "Bring papers in",
        (
            Command(
                "import",
                "bring",
                "PATH…",
                "read saved pages, folders or - into the list",
                (
                    "import page.txt",
                    "import ~/saved --tag inbox",
                    "curl … | readlist import -",
                    "import --dry-run *.txt",
                ),
            ),
            Command(
                "formats",
                "about",
                "",
                "the formats readlist reads and writes",
                ("formats", "formats --json"),
            ),
        ),
    ),
    (
        "Find",
        (
            Command(
                "list",
                "find",
                "",
                "papers, filtered and sorted",
                (
                    "list --unread --tag rag",
                    "list --year 2020.. --sort year --limit 20",
                    "list --untitled --json",
                    "list --saved 'to cite'",
                ),
            ),
            Command(
                "search",
                "find",
                "QUERY…",
                "papers for words, however they are typed",
                (
                    "search retreival augmented",
                    "search author:lewis year:2020.. -tag:old",
                    "search --limit 5 --json moe",
                ),
                dashes=True,
            ),
            Command(
                "pick",
                "pick",
                "[QUERY…]",
                "choose papers on the screen, print their keys",
                (
                    "pick",
                    "pick | xargs readlist cite",
                    "mark $(readlist pick is:unread rag) reading",
                    "pick --json moe",
                ),
                dashes=True,
            ),
            Command(
                "related",
                "find",
                "KEY",
                "the papers nearest to one, nearest first",
                ("related lewis2020", "related --limit 10 --json lewis2020", "search related:lewis2020 is:unread"),
            ),
            Command(
                "searches",
                "searches",
                "",
                "saved searches: list, save, rename, remove",
                (
                    "searches",
                    "searches --save 'to cite' tag:rag -is:read sort:year",
                    "searches --rename 'to cite' citable",
                    "searches --remove citable",
                    "search saved:'to cite'",
                ),
                dashes=True,
            ),
            Command("show", "find", "KEY", "one paper with all that is known of it", ("show lewis2020",)),
            Command("tags", "about", "", "the tags and how many papers bear them", ("tags", "tags --json")),
        ),
    ),
    (
        "Decide",
        (
            Command(
                "tag",
                "change",
                "KEY… +TAG… -TAG…",
                "give papers tags and take tags off",
                ("tag lewis2020 +rag +qa", "tag lewis2020 gu2023 +to-cite -inbox"),
                dashes=True,
            ),
            Command(
                "mark",
                "change",
                "KEY… STATUS",
                "mark papers unread, reading or read",
                ("mark lewis2020 read", "mark gu2023 brown2020 reading"),
            ),
            Command(
                "note",
                "change",
                "KEY",
                "write a note to a paper",
                ("note lewis2020", "note lewis2020 --text 'see section 4'", "note lewis2020 < note.txt"),
            ),
            Command("rm", "change", "KEY…", "take papers out of the list", ("rm lewis2020", "undo")),
        ),
    ),
    (
        "Take out",
        (
            Command(
                "cite",
                "give",
                "KEY… | --query Q",
                "print or copy citations",
                ("cite lewis2020", "cite lewis2020 gu2023 --copy", "cite --query 'tag:to-cite' > refs.bib"),
            ),
            Command(
                "export",
                "give",
                "[QUERY…]",
                "write papers to a file or a pipe",
                ("export -o papers.bib", "export --format jsonl > papers.jsonl", "export tag:rag -o rag.bib"),
                dashes=True,
            ),
        ),
    ),
    (
        "Go back",
        (
            Command("undo", "past", "", "take back the last change, imports included", ("undo", "undo --json")),
            Command("redo", "past", "", "do again what was undone", ("redo",)),
            Command("history", "past", "", "what was changed, newest first", ("history", "history --limit 5")),
        ),
    ),
    (
        "Set up",
        (Command("config", "about", "path", "where the settings are read from", ("config path",)),),
    ),
)

SCREEN = Command("", "screen", "", "open the screen", ("",))


def find(name: str) -> Command | None:
    """The command of a name; the screen for none."""
    if not name:
        return SCREEN
    for _, members in GROUPS:
        for command in members:
            if command.name == name:
                return command
    return None


def overview() -> str:
    """The help of readlist as a whole."""
    lines = [
        "readlist: a reading list of papers for people who live in a terminal.",
        "",
        "usage: readlist                    open the screen",
        "       readlist COMMAND …          do one thing and exit",
    ]
    for title, members in GROUPS:
        lines += ["", title]
        for command in members:
            lines.append(f"  {(command.name + ' ' + command.usage).strip():<24}{command.summary}")
    lines += [
        "",
        "With every command",
        "  --library FILE          the library; else $READLIST_DB, else the config's",
        "  --json                  one JSON document on standard output, for scripts",
        "  -h, --help              help, of a command with examples: readlist cite --help",
        "  -V, --version           the version",
        "",
        "Examples",
        "  readlist import saved-page.txt",
        "  readlist search retrieval augmented year:2020..",
        "  readlist cite lewis2020 --copy",
        "",
        "A KEY may be cut short while only one paper fits. Every change can be undone.",
    ]
    return "\n".join(lines) + "\n"


def wrong_command(name: str) -> str:
    """What to say to a command that does not exist."""
    import difflib
    from pathlib import Path

    from readlist.text import printable

    shown = printable(name)
    if Path(name).exists():
        return f"there is no command {shown!r}; to bring that file in: readlist import {shown}"
    names = [command.name for _, members in GROUPS for command in members]
    likely = difflib.get_close_matches(name, names, n=1)
    hint = f"did you mean readlist {likely[0]}?" if likely else "readlist --help lists them"
    return f"there is no command {shown!r}; {hint}"


def wrong_option(option: str) -> str:
    """What to say to an option, before any command, that does not exist."""
    from readlist.text import printable

    return f"there is no option {printable(option)}; readlist --help lists them"
