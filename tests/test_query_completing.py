"""Completion in a query that is being typed: what stands under the cursor, and what it becomes. ``^`` is the cursor."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readlist.query import FIELDS, Field, parse
from readlist.query.completing import Completing, completed, completing, fixed, names
from readlist.query.fields import understand
from readlist.query.tree import leaves_of

NOW = datetime.now(UTC).year


def at(marked: str) -> Completing | None:
    cursor = marked.index("^")
    return completing(marked.replace("^", ""), cursor)


@pytest.mark.parametrize(
    ("marked", "field", "beginning", "replaced"),
    [
        ("author:lew^", "author", "lew", "lew"),
        ("by:lew^", "author", "lew", "lew"),
        ("x AUTHOR:lew^ y", "author", "lew", "lew"),
        ("author:^", "author", "", ""),
        ("author:^ tag:x", "author", "", ""),
        ("author:le^wis tag:x", "author", "le", "lewis"),
        ("-tag:ra^", "tag", "ra", "ra"),
        ("(tag:ra^)", "tag", "ra", "ra"),
        ("-(a OR tag:ra^", "tag", "ra", "ra"),
        ("is:unread|re^", "is", "re", "re"),
        ("is:un^read|reading", "is", "un", "unread"),
        ("is:unread|^", "is", "", ""),
        ('author:"patrick le^', "author", "patrick le", '"patrick le'),
        ('author:"patrick ^', "author", "patrick ", '"patrick '),
        ('author:"^', "author", "", '"'),
        ('author:"^"', "author", "", '""'),
        ('author:"patrick le^" tag:x', "author", "patrick le", '"patrick le"'),
        ('author:"pa^trick lewis" tag:x', "author", "pa", '"patrick lewis"'),
        ('author:"patrick le^ tag:"to read"', "author", "patrick le", '"patrick le'),
        ('author:"patrick le^ -(tag:x OR tag:"to read")', "author", "patrick le", '"patrick le'),
        ('tag:"to read"|ra^', "tag", "ra", "ra"),
        ('saved:"to c^', "saved", "to c", '"to c'),
        ("sort:-y^", "sort", "-y", "-y"),
        ("au^", None, "au", "au"),
        ("x -au^ y", None, "au", "au"),
        ("(sta^", None, "sta", "sta"),
        ('"a phrase" au^', None, "au", "au"),
        ("a OR yea^", None, "yea", "yea"),
    ],
)
def test_what_is_being_typed(marked: str, field: str | None, beginning: str, replaced: str) -> None:
    found = at(marked)
    assert found is not None
    assert (found.field, found.beginning) == (field, beginning)
    assert marked.replace("^", "")[found.start : found.end] == replaced


@pytest.mark.parametrize(
    "marked",
    [
        "^",
        " ^",
        "a^",
        "retrieval^",
        "tag:x ^",
        "au^thor",
        "auth^:x",
        "^author:x",
        '"au^',
        '"an au^"',
        '"closed"^',
        'author:"closed"^',
        "colour:re^",
        "2020^",
        "tag: ra^",
        "a|b^",
    ],
)
def test_where_nothing_can_be_completed(marked: str) -> None:
    assert at(marked) is None


@pytest.mark.parametrize(
    ("marked", "value", "becomes"),
    [
        ("au^", "author:", "author:^"),
        ("-au^ x", "author:", "-author:^ x"),
        ("author:lew^", "Lewis", "author:Lewis ^"),
        ("author:lew^", "Patrick Lewis", 'author:"Patrick Lewis" ^'),
        ('author:"patrick le^', "Patrick Lewis", 'author:"Patrick Lewis" ^'),
        ('author:"patrick le^" x', "Patrick Lewis", 'author:"Patrick Lewis" ^x'),
        ("author:le^wis x", "Lewis", "author:Lewis ^x"),
        ("(tag:ra^)", "rag", "(tag:rag^)"),
        ("is:un^|read", "unread", "is:unread^|read"),
        ('author:"patrick le^ tag:"a b"', "Patrick Lewis", 'author:"Patrick Lewis" ^tag:"a b"'),
        ("tag:^", "a|b (c)", 'tag:"a|b (c)" ^'),
        ("tag:^", 'say "it"', 'tag:"say  it " ^'),
    ],
)
def test_a_value_is_put_in(marked: str, value: str, becomes: str) -> None:
    found = at(marked)
    assert found is not None
    text, cursor = completed(marked.replace("^", ""), found, value)
    assert text[:cursor] + "^" + text[cursor:] == becomes


def test_names_of_fields() -> None:
    assert names("au") == ["author:"]
    assert names("AU") == ["author:"]
    assert names("stat") == ["is:"]
    assert names("s")[:3] == ["source:", "saved:", "sort:"]
    assert names("x") == []
    assert names("") == [f"{name}:" for name in FIELDS]


def test_values_that_need_no_library() -> None:
    assert fixed("is", "re") == ["reading", "read"]
    assert fixed("is", "RE") == ["reading", "read"]
    assert fixed("has", "a") == ["abstract", "authors", "arxiv"]
    assert fixed("sort", "t") == ["title"]
    assert fixed("sort", "-t") == ["-title"]
    assert fixed("year", "")[:2] == [str(NOW), str(NOW - 1)]
    assert fixed("year", "199") == [str(year) for year in range(1999, 1991, -1)]
    assert fixed("year", "2020") == ["2020", "2020..", f"2020..{NOW}"]
    assert fixed("year", "2020..")[0] == f"2020..{NOW}"
    assert fixed("year", "..19")[0] == "..1999"
    assert fixed("added", "3") == ["3d", "3w", "3m", "3y"]
    assert fixed("added", "t") == ["today"]
    assert fixed("author", "lew") == []
    assert fixed("nothing", "") == []


@pytest.mark.parametrize("field", ["is", "has", "sort", "year", "added"])
@pytest.mark.parametrize(
    "beginning", ["", "1", "2", "20", "201", "2020", "2020..", "2020..20", "..", "t", "-", "r", "x"]
)
def test_what_is_offered_is_understood(field: str, beginning: str) -> None:
    for value in fixed(field, beginning):
        assert value.startswith(beginning)
        assert not parse(f"{field}:{value}").notes, value


PIECES = st.sampled_from(
    [
        "tag:",
        "author:",
        "au",
        "-",
        "(",
        ")",
        '"',
        "|",
        " ",
        "lewis",
        "OR",
        "saved:",
        "é",
        "中文",
        "x:",
        '"a b"',
        "\t",
        "is:un",
    ]
)


@settings(deadline=None, max_examples=400)
@given(st.lists(PIECES, max_size=10).map("".join), st.integers(0, 60), st.sampled_from(["rag", "to read", "a|b", "(x"]))
def test_wherever_the_cursor_stands(text: str, cursor: int, value: str) -> None:
    found = completing(text, cursor)
    if found is None:
        return
    assert 0 <= found.start <= min(cursor, len(text)) <= found.end <= len(text)
    assert text[found.start : min(cursor, len(text))].lstrip('" \t') == found.beginning.lstrip('" \t')
    if found.field is None:
        assert names(found.beginning)
        return
    after, place = completed(text, found, value)
    assert after.startswith(text[: found.start]) and after[:place].rstrip(" \t").endswith(
        value.strip('"') + '"' * (value != "rag")
    )
    if found.field not in ("is", "sort"):
        leaves = list(leaves_of(parse(after[:place]).root, everywhere=True))
        assert all(Field(found.field, meant) in leaves for meant in understand(found.field, value)), after
