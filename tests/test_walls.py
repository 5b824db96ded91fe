"""Who may import whom: the walls of the house, proved by reading every import and by running the commands."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "readlist"
MODULES = sorted(PACKAGE.rglob("*.py"))

ONLY_IN = {
    "textual": ("ui",),
    "rich": ("ui",),
    "sqlite3": ("store",),
    "sqlite_utils": ("store",),
    "pyperclip": ("clipboard",),
    "platformdirs": ("config",),
}
"""Packages that one room alone may name."""

MAY_IMPORT = {
    "__init__": (),
    "__main__": ("cli",),
    "errors": (),
    "text": (),
    "names": ("text",),
    "latex": ("text",),
    "sentences": ("text",),
    "paper": ("text", "errors"),
    "identity": ("paper", "text", "names", "latex"),
    "query": ("paper", "text"),
    "citations": ("paper", "text", "names", "errors", "latex"),
    "formats": ("paper", "text", "errors", "names", "citations", "identity", "latex"),
    "store": ("paper", "query", "text", "names", "identity", "errors", "citations", "config", "latex"),
    "clipboard": ("text", "errors"),
    "config": ("text", "errors"),
    "importing": ("formats", "store", "paper", "text", "errors", "reading"),
    "reading": ("text", "errors"),
    "ui": (
        "store", "importing", "citations", "clipboard", "config", "query", "paper", "names", "sentences", "text",
        "errors", "latex",
    ),
    "cli": (
        "ui", "store", "importing", "formats", "citations", "clipboard", "config", "query", "paper", "names",
        "sentences", "text", "latex", "errors", "__init__",
    ),
}  # fmt: skip
"""Room by room, whom it may call: downwards only."""


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    """The dotted names a module imports, wherever in the module."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import hides where it goes"
            for alias in node.names:
                yield f"{node.module}.{alias.name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_each_module_stays_within_its_walls(path: Path) -> None:
    for name in imports(path):
        package, _, rest = name.partition(".")
        if package in ONLY_IN:
            assert room(path) in ONLY_IN[package], f"{path.name} imports {name}"
        if package == "readlist":
            called = rest.split(".")[0] if rest and rest.split(".")[0] in MAY_IMPORT else "__init__"
            assert called == room(path) or called in MAY_IMPORT[room(path)], f"{path.name} imports {name}"


def test_widgets_do_not_know_the_store() -> None:
    for path in (PACKAGE / "ui" / "widgets").glob("*.py"):
        assert not any(name.startswith("readlist.store.") and "Summary" not in name for name in imports(path)), path


def test_every_room_has_its_law() -> None:
    assert {room(path) for path in MODULES} <= set(MAY_IMPORT)


@pytest.mark.parametrize(
    ("arguments", "never"),
    [
        (["--version"], {"textual", "sqlite_utils", "sqlite3"}),
        (["--help"], {"textual", "sqlite_utils", "sqlite3"}),
        (["import", "--help"], {"textual", "sqlite_utils", "sqlite3"}),
        (["import", "PAPERS"], {"textual"}),
        (["cite", "--query", "lists"], {"textual"}),
        (["list"], {"textual"}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_commands_load_only_what_they_need(arguments: list[str], never: set[str], tmp_path: Path) -> None:
    papers = tmp_path / "papers.txt"
    papers.write_text(
        "Jill\nAbstract:" + "A study of lists that grow while they are being read. " * 4, encoding="utf-8"
    )
    program = (
        "import sys; from readlist.cli import main\n"
        "try: code = main(sys.argv[1:])\n"
        "except SystemExit as end: code = end.code\n"
        "print()\n"
        "print(code or 0, *sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    environment = {"READLIST_DB": str(tmp_path / "a.db"), "PYTHONPATH": str(PACKAGE.parent), "HOME": str(tmp_path)}
    run = partial(subprocess.run, env=environment, capture_output=True, text=True, check=True)
    run([sys.executable, "-m", "readlist", "import", str(papers)])
    arguments = [str(papers) if word == "PAPERS" else word for word in arguments]
    ran = run([sys.executable, "-c", program, *arguments])
    code, *loaded = ran.stdout.splitlines()[-1].split()
    assert code == "0", ran.stderr
    assert "readlist" in loaded and not never.intersection(loaded)
