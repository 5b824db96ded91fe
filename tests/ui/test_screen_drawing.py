"""Lines: cutting, filling, cleaning, and columns that stay straight."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from readlist.store import Summary
from readlist.ui.drawing import cut, cut_start, day_of, duration, fit, published, safe
from readlist.ui.widgets.rows import Columns, Look, draw

odd_text = st.text(st.characters(codec="utf-8"), max_size=60) | st.text(
    "深度é́👩🏽‍🔬a \x1b\x9b\u202e\u200b[/b]", max_size=60
)


@settings(deadline=None, max_examples=200)
@given(odd_text, st.integers(0, 40))
def test_fit_fills_exactly_and_marks_what_it_cut(text: str, width: int) -> None:
    shown = safe(text)
    assert cell_len(fit(shown, width)) == width
    short = cut(shown, width)
    assert short == shown or short.endswith("…") or width == 0
    assert cell_len(cut_start(shown, width)) <= width


@settings(deadline=None, max_examples=200)
@given(odd_text)
def test_safe_leaves_nothing_a_terminal_obeys(text: str) -> None:
    shown = safe(text)
    assert not any(ord(letter) < 32 or 127 <= ord(letter) < 160 or letter in "\u202e\u2028\ufeff" for letter in shown)


def summary(**fields: object) -> Summary:
    plain = {
        "id": 1, "uid": "u", "key": "k", "title": "A title", "opening": "", "authors": ("Ada Lovelace",),
        "more_authors": 0, "year": 2020, "venue": None, "status": "unread", "starred": False, "priority": None,
        "tags": (),
    }  # fmt: skip
    return Summary(**{**plain, **fields})  # type: ignore[arg-type]


def look(whole: Style | None = None) -> Look:
    style = Style()
    marks = dict.fromkeys(("unread", "reading", "read", "starred", "priority", "selected"), style)
    return Look(style, style, Style(italic=True), style, marks, style, Style(underline=True), whole)


@settings(deadline=None, max_examples=200)
@given(odd_text, odd_text, st.integers(1, 160), st.booleans(), st.sampled_from([None, 1, 5]))
def test_every_line_has_the_width_asked_for(
    title: str, author: str, width: int, selected: bool, priority: int | None
) -> None:
    row = summary(title=title or None, opening=author, authors=(author,), priority=priority, tags=(author,))
    line = draw(row, Columns.of(width), width, look(), selected=selected, matched=frozenset({"a"}))
    assert line.cell_length == width
    assert sum(cell_len(segment.text) for segment in line) == width
    assert "\x1b" not in line.text


def test_columns_stay_straight_under_wide_and_combining_letters() -> None:
    titles = ["plain", "深度学习" * 20, "👩🏽‍🔬" * 30, "é́" * 90, "x" * 300]
    places = set()
    for title in titles:
        text = draw(summary(title=title), Columns.of(80), 80, look(), selected=False, matched=frozenset()).text
        places.add(cell_len(text[: text.index("Lovelace")]))
    assert len(places) == 1


@pytest.mark.parametrize(("status", "mark"), [("unread", "●"), ("reading", "◐"), ("read", " ")])
def test_status_differs_by_glyph(status: str, mark: str) -> None:
    line = draw(summary(status=status), Columns.of(80), 80, look(), selected=False, matched=frozenset())
    assert line.text[1] == mark


def test_an_unknown_title_looks_different() -> None:
    line = draw(
        summary(title=None, opening="We study cats."), Columns.of(80), 80, look(), selected=True, matched=frozenset()
    )
    assert line.text.startswith("▌●  We study cats… ")
    assert [segment.style.italic for segment in line if "cats" in segment.text] == [True]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("date", "text"),
    [
        ((2020, 5, 22), "22 May 2020"),
        ((2020, 5, None), "May 2020"),
        ((2020, None, 3), "2020"),
        ((None, 5, 2), ""),
        ((2020, 13, 1), "2020"),
    ],
)
def test_dates(date: tuple[int | None, int | None, int | None], text: str) -> None:
    assert published(*date) == text


def test_moments_and_durations() -> None:
    assert day_of("2026-11-20T10:00:00Z") == "20 Nov 2026"
    assert day_of(None) == ""
    assert duration(0.004) == "4 ms"
    assert duration(1.23) == "1.2 s"
