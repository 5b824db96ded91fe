"""Widths, folding, and the last wall before the terminal."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readlist.cli.output import cells, fit, safe, tidy, wrapped

ANYTHING = st.text(st.characters(codec=None), max_size=60)


@pytest.mark.parametrize(
    ("text", "width"), [("", 0), ("abc", 3), ("日本", 4), ("é", 1), ("e\u0301", 1), ("ﬁ", 1), ("한글", 4), ("…", 1)]
)
def test_cells(text: str, width: int) -> None:
    assert cells(text) == width


@settings(deadline=None)
@given(ANYTHING, st.integers(2, 40))
def test_a_fitted_line_takes_just_its_room(text: str, room: int) -> None:
    line = text.replace("\n", " ")
    assert cells(fit(line, room)) == room


def test_what_is_cut_says_so() -> None:
    assert fit("abcdef", 4) == "abc…"
    assert fit("abcd", 4) == "abcd"
    assert fit("日本語版", 5) == "日本…"
    assert fit("日本語版", 4) == "日… "


@settings(deadline=None)
@given(ANYTHING, st.integers(8, 40))
def test_folding_keeps_every_word_within_its_room(text: str, room: int) -> None:
    lines = list(wrapped(text, room))
    assert all(cells(line) <= room for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@settings(deadline=None)
@given(ANYTHING)
def test_nothing_a_terminal_acts_upon_gets_through(text: str) -> None:
    for shown in (safe(text), json.dumps(tidy(text), ensure_ascii=False)):
        assert not [c for c in shown if (ord(c) < 32 and c not in "\n\t") or 0x7F <= ord(c) < 0xA0]
        assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")
        shown.encode()


def test_tidy_reaches_every_depth() -> None:
    assert tidy({"a\x07": ["\x1b[31mred\x1b[0m", {"b": ("x\x00",)}], "n": 3, "t": True, "z": None}) == {
        "a": ["red", {"b": ["x"]}],
        "n": 3,
        "t": True,
        "z": None,
    }
