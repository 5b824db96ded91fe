"""What all commands share: which library, which terminal, and how they fail."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from readlist.cli import main

Run = Callable[..., Any]


def test_a_mistake_in_the_config_is_said_once_and_costs_nothing_else(run: Run, home: Path, dump: Path) -> None:
    (home / "config.toml").write_text("colour = 'red'\nstyle = 'nonsense'\n")
    told = run("import", dump)
    assert told.err.count("\n") == 1
    assert "colour" in told.err
    refused = run("cite", "lewis", code=2)
    assert "nonsense" in refused.err
    assert refused.err.count("colour") == 1
    assert run("cite", "lewis", "--style", "bibtex").out.startswith("@")


def test_config_path(run: Run, home: Path) -> None:
    assert run("config", "path").out == f"{home}/config.toml\n"
    assert json.loads(run("config", "path", "--json").out) == {"path": f"{home}/config.toml"}


def test_the_library_may_be_named_before_and_behind(run: Run, dump: Path, home: Path) -> None:
    first, second = home / "first.db", home / "second.db"
    run("--library", first, "import", dump)
    run("import", dump, f"--library={second}")
    assert len(json.loads(run(f"--library={first}", "list", "--json").out)) == 3
    assert len(json.loads(run("list", "--library", second, "--json").out)) == 3
    assert len(json.loads(run("--library", first, "--json", "list", "--library", second).out)) == 3
    assert json.loads(run("list", "--json").out) == []


def test_a_foreign_file_is_refused_in_one_line(run: Run, home: Path) -> None:
    foreign = home / "foreign.db"
    foreign.write_text("this is a letter, not a library\n" * 100)
    result = run("--library", foreign, "list", code=1)
    assert result.err.count("\n") == 1
    assert foreign.read_text().startswith("this is a letter")
    assert run("--library", home, "list", code=1).err.count("\n") == 1


def test_without_a_terminal_readlist_says_what_there_is(shell: Run, run: Run, dump: Path, home: Path) -> None:
    run("import", dump)
    result = shell()
    assert result.out == f"3 papers · 2 unread · {home}/papers.db\n"
    assert "needs a terminal" in result.err
    assert json.loads(shell("--json").out) == {"papers": 3, "unread": 2, "library": f"{home}/papers.db"}


def test_an_empty_library_answers_everything(run: Run) -> None:
    for command in (["list"], ["search", "x"], ["tags"], ["history"], ["export"], ["export", "--format", "jsonl"]):
        assert run(*command).out == ""
    for command in (["list", "--json"], ["search", "x", "--json"], ["tags", "--json"], ["history", "--json"]):
        assert json.loads(run(*command).out) == []
    assert run("show", "x", code=1).err.count("\n") == 1


@pytest.mark.usefixtures("filled")
def test_on_a_terminal_lists_fit_the_window(terminal: Run) -> None:
    for columns in (40, 60, 80, 120, 200):
        code, received = terminal("list", columns=columns)
        lines = received.decode().replace("\r\n", "\n").splitlines()
        assert code == 0
        assert max(map(len, lines)) <= columns
        assert lines[-1] == "3 papers"
        assert any("★" in line for line in lines)
        code, received = terminal("show", "lewis", columns=columns)
        assert max(map(len, received.decode().replace("\r\n", "\n").splitlines())) <= columns


def test_on_a_terminal_an_empty_library_says_what_to_do(terminal: Run) -> None:
    assert b"readlist import PATH" in terminal("list")[1]


def test_a_reader_that_leaves_early_is_no_error(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("Ada\n" + "".join(f"Abstract:Study number {number} of numbers.\n" for number in range(3000)))
    run("import", page)
    process = subprocess.Popen(
        [sys.executable, "-m", "readlist", "list"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    assert process.stdout
    assert process.stderr
    process.stdout.read(10)
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(30) == 141


def test_an_interrupt_is_quiet(monkeypatch: pytest.MonkeyPatch, run: Run, filled: None) -> None:
    from readlist.store import Library

    def interrupted(self: Library, key: str) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(Library, "resolve", interrupted)
    assert run("show", "lewis", code=130).err == "readlist: interrupted\n"


def test_what_nobody_expected_is_one_sentence(monkeypatch: pytest.MonkeyPatch, run: Run, filled: None) -> None:
    from readlist.store import Library

    def broken(self: Library, key: str) -> int:
        raise ZeroDivisionError("by \x1b[31mzero")

    monkeypatch.setattr(Library, "resolve", broken)
    err = run("show", "lewis", code=1).err
    assert "ZeroDivisionError" in err
    assert "please report it" in err
    assert "\x1b" not in err
    assert err.count("\n") == 1
    monkeypatch.setenv("READLIST_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        main(["show", "lewis"])


def test_output_is_unicode_whatever_the_locale(dump: Path, run: Run, home: Path) -> None:
    run("import", dump)
    for command in (["list"], ["list", "--json"], ["show", "anon"]):
        done = subprocess.run(
            [sys.executable, "-m", "readlist", *command],
            capture_output=True,
            cwd=Path(__file__).parents[2],
            env={"PYTHONIOENCODING": "ascii", "READLIST_DB": str(home / "papers.db"), "PATH": "/usr/bin:/bin"},
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout.decode("utf-8")


@pytest.mark.usefixtures("filled")
def test_note_in_the_persons_editor(terminal: Run, run: Run, tmp_path: Path) -> None:
    script = tmp_path / "editor.py"
    script.write_text(
        "import pathlib, sys\n"
        "file = pathlib.Path(sys.argv[1])\n"
        "file.write_text(file.read_text(encoding='utf-8') + 'größer\\n', encoding='utf-8')\n"
    )
    for expected in ("größer", "größer\ngrößer"):
        assert terminal("note", "lewis", EDITOR=f"{sys.executable} '{script}'")[0] == 0
        assert json.loads(run("show", "lewis", "--json").out)["note"] == expected
    changes = run("history").out
    assert b"the note is as it was" in terminal("note", "lewis", EDITOR="true")[1]
    assert b"nothing was changed" in terminal("note", "lewis", EDITOR="false")[1]
    assert b"cannot start no-such-editor" in terminal("note", "lewis", EDITOR="no-such-editor")[1]
    assert b"quote that is not closed" in terminal("note", "lewis", EDITOR="ed 'x")[1]
    assert "größer" in terminal("note", "lewis", EDITOR="", VISUAL="")[1].decode()
    assert run("history").out == changes
