"""Saved searches from the shell."""

import json
from typing import Any

import pytest


@pytest.fixture
def saved(filled: None, run: Any) -> None:
    """Two saved searches over three papers."""
    run("searches", "--save", "to cite", "tag:rag", "-is:read", "sort:year")
    run("searches", "--save", "Old", "year:..2022")


def test_searches_are_listed_with_their_papers(saved: None, run: Any) -> None:
    assert run("searches").out == "to cite\t1\ttag:rag -is:read sort:year\nOld\t1\tyear:..2022\n"
    assert json.loads(run("searches", "--json").out) == [
        {"name": "to cite", "query": "tag:rag -is:read sort:year", "papers": 1},
        {"name": "Old", "query": "year:..2022", "papers": 1},
    ]


def test_a_search_is_saved_renamed_and_removed(saved: None, run: Any) -> None:
    assert run("searches", "--save", "OLD", "year:..2021").out == "changed the saved search “Old”\n"
    assert run("searches", "--rename", "to cite", "citable", "now").out == (
        "renamed the saved search “to cite” to “citable now”\n"
    )
    done = json.loads(run("searches", "--remove", "citable now", "--json").out)
    assert done["summary"] == "forgot the saved search “citable now”" and done["count"] == 1
    assert run("searches").out == "Old\t1\tyear:..2021\n"
    assert run("undo").out == "undone: forgot the saved search “citable now”\n"
    assert run("history", "--limit", 1, "--json").out.count("forgot the saved search") == 1
    assert run("searches").out.startswith("citable now\t1\t")
    assert run("redo").out == "redone: forgot the saved search “citable now”\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("search", 'saved:"to cite"', "--json"),
        ("search", "saved:to cite", "--json"),
        ("search", "saved:TO CITE", "retreival", "--json"),
        ("list", "--saved", "TO cite", "--json"),
        ("list", "--unread", "--saved", "to cite", "--json"),
        ("cite", "--query", "saved:to cite", "--json"),
        ("cite", "--query", 'saved:"to cite"', "--json"),
    ],
)
def test_a_saved_search_is_found_by_its_name(saved: None, run: Any, arguments: tuple[str, ...]) -> None:
    assert [paper["key"] for paper in json.loads(run(*arguments).out)] == ["lewis2020retrieval"]


def test_others_that_take_queries_know_saved_searches_too(saved: None, run: Any) -> None:
    assert "lewis2020retrieval" in run("export", "saved:to cite", "--format", "jsonl").out
    assert run("export", "-saved:to cite", "saved:Old", "--format", "jsonl").out == ""
    assert run("list", "--saved", "to cite", "--saved", "Old", "--tag", "none").out == ""


def test_a_word_with_blanks_keeps_its_field_among_others(filled: None, run: Any) -> None:
    found = json.loads(run("search", "author:albert gu", "is:read", "--json").out)
    assert [paper["key"] for paper in found] == ["gu2023mamba"]
    assert json.loads(run("search", "author:tri gu", "is:read", "--json").out) == []
    assert len(json.loads(run("search", "author:gu mamba", "--json").out)) == 1, "one word may be a whole query"


def test_what_is_not_there_is_said(saved: None, run: Any) -> None:
    nothing = run("search", "saved:none", "--json")
    assert json.loads(nothing.out) == []
    assert nothing.err == "readlist: there is no saved search “none”\n"
    assert "year:x was read as words" in run("searches", "--save", "odd", "year:x").err


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("--remove", "none"), 1, "no saved search “none”"),
        (("--rename", "none", "x"), 1, "no saved search “none”"),
        (("--rename", "Old", "to cite"), 2, "“to cite” already"),
        (("--rename", "Old"), 2, "which name?"),
        (("--save", "x"), 2, "which query?"),
        (("--save", "", "x"), 2, "needs a name"),
        (("--save", "x", ""), 2, "search is empty"),
        (("--save", "x", "saved:x"), 2, "use itself"),
        (("--save", "x", "--remove", "y"), 2, "do not go together"),
        (("tag:rag",), 2, "words belong to"),
        (("--remove", "Old", "x"), 2, "words belong to"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(
    saved: None, run: Any, arguments: tuple[str, ...], code: int, says: str
) -> None:
    wrong = run("searches", *arguments, code=code)
    assert wrong.out == "" and says in wrong.err and wrong.err.count("\n") == 1
    assert run("searches").out.count("\n") == 2


def test_on_a_terminal(saved: None, terminal: Any) -> None:
    code, seen = terminal("searches", columns=60)
    lines = seen.decode().split("\r\n")
    assert code == 0
    assert lines[0] == "to cite  1 paper  tag:rag -is:read sort:year"
    assert lines[1] == "Old      1 paper  year:..2022"


def test_on_a_terminal_without_any(terminal: Any) -> None:
    code, seen = terminal("searches")
    assert code == 0 and b"readlist searches --save NAME QUERY" in seen
