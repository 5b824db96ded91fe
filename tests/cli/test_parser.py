"""What may be typed, and what is said to what may not."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from readlist import __version__
from readlist.cli import commands

Run = Callable[..., Any]

NAMES = [command.name for _, members in commands.GROUPS for command in members]


def test_help_is_one_page_that_fits_a_small_terminal(run: Run) -> None:
    out = run("--help").out
    assert out == run("-h").out == run("help").out
    assert max(map(len, out.splitlines())) <= 80
    for name in NAMES:
        assert re.search(rf"^  {name}\b.{{2,}}", out, re.MULTILINE), name


def test_summaries_are_aligned_below_each_other() -> None:
    lines = {line.split()[0]: line for line in commands.overview().splitlines() if line.startswith("  ")}
    for _, members in commands.GROUPS:
        for command in members:
            assert lines[command.name].index(command.summary) == 26


@pytest.mark.parametrize("name", NAMES)
def test_each_command_explains_itself_with_examples(run: Run, name: str) -> None:
    out = run(name, "--help").out
    assert out == run("help", name).out
    assert out.startswith(f"usage: readlist {name}")
    assert "examples:\n  " in out
    assert "--library FILE" in out
    assert "--json" in out
    assert max(map(len, out.splitlines())) <= 80


def test_version(run: Run) -> None:
    assert run("--version").out == run("-V").out == f"readlist {__version__}\n"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["lits"], "there is no command 'lits'; did you mean readlist list?"),
        (["serach", "x"], "did you mean readlist search?"),
        (["qqq"], "readlist --help lists them"),
        (["--colour"], "there is no option --colour"),
        (["--library"], "--library needs a file"),
        (["list", "--yaer", "2020"], "did you mean --year?"),
        (["list", "--zzzzz"], "see readlist list --help"),
        (["list", "--year", "next"], "--year takes 2020"),
        (["list", "--sort", "colour"], "--sort takes one of"),
        (["list", "--limit", "-3"], "is no whole number, 0 or more"),
        (["list", "--limit"], "--limit needs a value"),
        (["list", "--json=1"], "--json takes no value"),
        (["list", "surplus"], "surplus"),
        (["import"], "PATH is missing"),
        (["import", "--status", "later", "x"], "none of unread, reading, read"),
        (["import", "--format", "docx", "x"], "docx"),
        (["show"], "KEY is missing"),
        (["tag", "key"], "which tag?"),
        (["tag", "+rag"], "which papers?"),
        (["tag", "key", "+"], "a tag is missing"),
        (["mark", "key"], "the last word must be unread, reading or read"),
        (["mark", "read"], "which papers?"),
        (["cite"], "either keys or --query"),
        (["cite", "key", "--query", "x"], "either keys or --query"),
        (["cite", "key", "--style", "nonsense"], "nonsense"),
        (["export", "--format", "docx"], "docx"),
        (["config", "fly"], "none of path"),
    ],
)
def test_a_wrong_call_is_answered_in_one_line(run: Run, typed: list[str], said: str) -> None:
    result = run(*typed, code=2)
    assert result.out == ""
    assert said in result.err
    assert result.err.startswith("readlist: ")
    assert result.err.count("\n") == 1


def test_what_was_typed_cannot_reach_the_terminal_as_it_is(run: Run) -> None:
    for typed in (["\x1b]52;c;aGk=\x07"], ["--\x1b[31m"], ["list", "--\x9b31m"], ["list", "--year", "\x1b[2J"]):
        err = run(*typed, code=2).err
        assert "\x1b" not in err
        assert "\x9b" not in err
        assert "<U+" in err


def test_a_file_in_place_of_a_command_is_understood(run: Run, home) -> None:  # type: ignore[no-untyped-def]
    page = home / "page.txt"
    page.write_text("text")
    assert f"readlist import {page}" in run(page, code=2).err
