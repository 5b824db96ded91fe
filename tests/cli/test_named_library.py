"""A library that is named and is not there, and what is said where nothing is found."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.mark.parametrize("command", [("search", "x"), ("list",), ("show", "x"), ("tags",), ("export",), ("undo",)])
def test_a_mistyped_library_is_not_made(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    path = tmp_path / "nowhere" / "x.db"
    assert "There is no library at" in run("--library", path, *command, code=1).err
    monkeypatch.setenv("READLIST_DB", str(path))
    assert "There is no library at" in run(*command, code=1).err
    assert not path.parent.exists()


def test_an_import_makes_the_library_it_names(run: Run, dump: Path, tmp_path: Path) -> None:
    path = tmp_path / "new" / "x.db"
    run("--library", path, "import", dump)
    assert len(run("--library", path, "list").out.splitlines()) == 3


def test_nothing_found_is_said_beside_the_empty_output(run: Run) -> None:
    found = run("search", "zzzz")
    assert (found.out, found.err) == ("", "readlist: nothing found\n")
    assert run("search", "zzzz", "--json").err == ""


def test_a_name_that_is_kept_otherwise_is_told(run: Run) -> None:
    assert "it is kept as “the 'best'”" in run("searches", "--save", 'the "best"', "tag:x").err
    assert run("searches", "--save", "plain", "tag:x").err == ""


def test_examples_can_be_copied(run: Run) -> None:
    text = run("pick", "--help").out
    assert "  readlist pick | xargs readlist cite\n" in text
    assert "  readlist mark $(readlist pick" in text
    assert "  curl … | readlist import -\n" in run("import", "--help").out
