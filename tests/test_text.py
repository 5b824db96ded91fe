"""Cleaning: nothing hostile stays, nothing visible goes."""

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from readlist.text import MARKS_A_LETTER, bare, clean, clean_line, count, fold, printable

HOSTILE = st.text(
    st.one_of(
        st.characters(), st.sampled_from("\x00\x07\x1b\x9b\x9d[]0;m\u202e\u2066\u200b\ud800\ufeff\u0301\u200d\t\r\n")
    )
)


def is_harmless(character: str) -> bool:
    """The same promise, said by Unicode's categories instead of by the cleaner's own ranges."""
    if character in "\n\u200c\u200d":
        return True
    return unicodedata.category(character) not in ("Cc", "Cs", "Zl", "Zp") and unicodedata.bidirectional(
        character
    ) not in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")


@settings(deadline=None)
@given(HOSTILE)
@example("\x1b]52;c;aGk=\x07title")
def test_cleaned_text_is_harmless_and_stays_as_it_is(text: str) -> None:
    cleaned = clean(text)
    assert all(map(is_harmless, cleaned))
    assert clean(cleaned) == cleaned
    assert "\n" not in clean_line(text)
    cleaned.encode("utf-8")


@settings(deadline=None)
@given(HOSTILE)
def test_printable_text_is_harmless_on_one_line(text: str) -> None:
    shown = printable(text)
    assert all(map(is_harmless, shown)) and "\n" not in shown


@settings(deadline=None)
@given(st.text(st.characters(categories=["L", "N", "P", "Sm", "Sc"], min_codepoint=33, max_codepoint=0x2FF)))
def test_visible_text_stays(text: str) -> None:
    assert clean(text.replace("\u00ad", "")) == unicodedata.normalize("NFC", text.replace("\u00ad", ""))


@pytest.mark.parametrize(
    ("dirty", "cleaned"),
    [
        ("On \x1b[31mred\x1b[0m ink", "On red ink"),
        ("a\x1b]0;title\x07b", "ab"),
        ("a\x1b]0;never ended", "a]0;never ended"),
        ("a\x9b1mb", "ab"),
        ("rtl \u202eevil\u202c", "rtl evil"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("tab\tand\u00a0blank", "tab and blank"),
        ("line\r\nline\rline\u2028line", "line\nline\nline\nline"),
        ("NUL\x00 and lone \ud800", "NUL and lone"),
        ("cafe\u0301", "café"),
        ("[/b] [@click=app.quit]", "[/b] [@click=app.quit]"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("a\u200db", "ab"),
    ],
)
def test_what_cleaning_takes_and_leaves(dirty: str, cleaned: str) -> None:
    assert clean(dirty) == cleaned


def test_a_flood_of_marks_is_thinned() -> None:
    assert clean("x" + "\u0323" * 500 + "y") == "x" + "\u0323" * MARKS_A_LETTER + "y"


def test_tokens_name_what_was_there() -> None:
    assert printable("a\u202eb\x1b[2J\n") == "a<U+202E>b<U+001B>[2J "


def test_cleaning_a_long_line_of_openers_takes_one_pass() -> None:
    assert clean("\x1b]" * 200_000) == "]" * 200_000


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Müller", "muller"), ("Łukasz Øre", "lukasz ore"), ("Straße", "strasse"), ("ﬁne", "fine"), ("Çelik", "celik")],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@settings(deadline=None)
@given(st.text())
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert bare(bare(text)) == bare(text)


def test_counting() -> None:
    assert count(1, "paper") == "1 paper"
    assert count(12_000, "paper") == "12,000 papers"
    assert count(2, "copy", "copies") == "2 copies"
