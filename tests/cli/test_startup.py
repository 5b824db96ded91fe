"""What readlist must not load to say who it is: the first answer is as fast as Python itself, nearly."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = {"textual", "rich", "sqlite3", "sqlite_utils", "rapidfuzz", "platformdirs", "pyperclip"}
UNNEEDED = HEAVY | {"dataclasses", "inspect", "typing", "argparse", "json", "importlib.metadata", "asyncio"}


def loaded(*arguments: str) -> set[str]:
    said = "print(*sorted(sys.modules), file=sys.stderr)"
    code = f"import sys; from readlist.cli import main; main({list(arguments)!r}); {said}"
    done = subprocess.run(
        [sys.executable, "-S", "-c", code], capture_output=True, text=True, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}
    )
    assert done.returncode == 0, done.stderr
    return set(done.stderr.split())


@pytest.mark.parametrize("option", ["--help", "-h", "--version", "-V", "help"])
def test_help_and_version_load_next_to_nothing(option: str) -> None:
    assert not loaded(option) & UNNEEDED


@pytest.mark.parametrize("command", ["import", "list", "search", "related", "cite", "export", "tag", "undo", "config"])
def test_the_help_of_a_command_loads_nothing_heavy(command: str) -> None:
    assert not loaded(command, "--help") & (HEAVY | {"dataclasses"})
