"""The query language: what is read, what is only noted, and that nothing raises."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readlist.query import (
    And,
    Everything,
    Field,
    Not,
    Or,
    Phrase,
    Query,
    Word,
    added_range,
    parse,
    year_range,
)

PIECES = st.sampled_from(
    [
        "retrieval",
        "OR",
        "AND",
        "-",
        "(",
        ")",
        '"',
        "tag:",
        "tag:rag",
        "is:unread|read",
        "year:2019..2021",
        "year:x",
        " ",
        "-sort:year",
        "sort:title",
        "f(x)",
        "a)b",
        "((",
        "--x",
        'author:"van der"',
        "key:a(b",
        "c++",
        "::",
        "added:7d",
        "é",
        "中文",
        "\ud800",
        "\x1b[1m",
    ]
)


@pytest.mark.parametrize(
    ("typed", "root"),
    [
        ("", Everything),
        ("retreival augmentd", And((Word("retreival"), Word("augmentd")))),
        ('"exact phrase"', Phrase("exact phrase")),
        ("-word", Not(Word("word"))),
        ("tag:rag -tag:old", And((Field("tag", "rag"), Not(Field("tag", "old"))))),
        ("is:unread", Field("is", "unread")),
        ("IS:Unread", Field("is", "unread")),
        ("is:unread|reading", Or((Field("is", "unread"), Field("is", "reading")))),
        ('author:"van der Berg"', Field("author", "van der Berg")),
        ("year:2019..2021 year:..2015", And((Field("year", "2019..2021"), Field("year", "..2015")))),
        (
            "added:7d has:note key:lewis2020",
            And((Field("added", "7d"), Field("has", "note"), Field("key", "lewis2020"))),
        ),
        ("has:authors has:author", And((Field("has", "authors"), Field("has", "authors")))),
        ("a OR b", Or((Word("a"), Word("b")))),
        ("a b OR c", Or((And((Word("a"), Word("b"))), Word("c")))),
        ("(a OR b) c", And((Or((Word("a"), Word("b"))), Word("c")))),
        ("-(a b)", Not(And((Word("a"), Word("b"))))),
        ("tag:#rag", Field("tag", "rag")),
        ("f(x) c++", And((Word("f(x)"), Word("c++")))),
        ("pre-training", Word("pre-training")),
        ("BERT: a study", And((Word("BERT"), Word("a"), Word("study")))),
        ("10.1038/x", Word("10.1038/x")),
    ],
)
def test_reads(typed: str, root: object) -> None:
    query = parse(typed)
    assert query.root == root
    assert query.notes == ()


@pytest.mark.parametrize(
    ("typed", "root"),
    [
        ("year:abc", Word("year:abc")),
        ("is:lost rag", And((Word("is:lost"), Word("rag")))),
        ("has:wings", Word("has:wings")),
        ("added:soon", Word("added:soon")),
        ('"not closed', And((Word("not"), Word("closed")))),
        ("(a OR b", Or((Word("a"), Word("b")))),
        ("a) b", And((Word("a"), Word("b")))),
        ("a OR", Word("a")),
        ("tag: rag", Word("rag")),
        ("sort:colour a", Word("a")),
        ("(" * 500 + "a", Word("a")),
    ],
)
def test_reads_the_ill_formed_as_words_and_says_so(typed: str, root: object) -> None:
    query = parse(typed)
    assert query.root == root
    assert query.notes


@pytest.mark.parametrize(
    ("typed", "sort", "descending"),
    [
        ("sort:year", "year", True),
        ("-sort:year", "year", False),
        ("sort:title a", "title", False),
        ("sort:-title", "title", True),
        ("a", None, None),
    ],
)
def test_orders(typed: str, sort: str | None, descending: bool | None) -> None:
    query = parse(typed)
    assert (query.sort, query.descending) == (sort, descending)


def test_an_order_that_is_still_being_typed_is_no_mistake() -> None:
    assert parse("rag sort:ye") == parse("rag")
    assert parse("rag sort:ye").notes == ()


def test_words_are_only_the_free_ones_at_the_top() -> None:
    assert parse('one two "three" -four (five OR six) tag:seven').words == ("one", "two")


def test_leaves_leave_out_what_is_not_wanted() -> None:
    assert list(parse('one -two (three OR "four") -(five)').leaves()) == [Word("one"), Word("three"), Phrase("four")]


def test_a_word_is_open_until_a_blank_follows() -> None:
    assert parse("retrie").open
    assert not parse("retrie ").open
    assert not parse("").open


@pytest.mark.parametrize(
    ("value", "years"),
    [
        ("2020", (2020, 2020)),
        ("2019..2021", (2019, 2021)),
        ("2019-2021", (2019, 2021)),
        ("..2015", (None, 2015)),
        ("2020..", (2020, None)),
        ("202", (2020, 2029)),
        ("2019..20", (2019, 2099)),
        ("..", None),
        ("x", None),
        ("20200", None),
        ("-5", None),
    ],
)
def test_years(value: str, years: object) -> None:
    assert year_range(value) == years


@pytest.mark.parametrize(
    ("value", "ends"),
    [
        ("7d", (604800, None)),
        ("today", (0, None)),
        ("2026-11", ("2026-11", "2026-11")),
        ("2026..", ("2026", None)),
        ("..2026-01-31", (None, "2026-01-31")),
        ("2026-01..2026-03", ("2026-01", "2026-03")),
        ("2026-012026", None),
        ("..", None),
        ("7", None),
    ],
)
def test_times_of_adding(value: str, ends: object) -> None:
    assert added_range(value) == ends


def test_within_adds_the_view_and_keeps_the_order_that_was_typed() -> None:
    view = parse("tag:rag OR tag:qa sort:added")
    assert parse("lewis sort:year").within(view) == parse("(tag:rag OR tag:qa) lewis sort:year")
    assert parse("lewis").within(view) == parse("(tag:rag OR tag:qa) lewis sort:added")
    assert parse("").within(Query()).is_empty


def test_describes_itself() -> None:
    assert parse("").describe() == "everything"
    said = parse('lewis "open domain" tag:rag -is:read year:2020.. (a OR b) -sort:year').describe()
    assert (
        said == "“lewis”, “open domain”, tagged rag, not read, from 2020 on, (“a” or “b”); by year, the other way round"
    )


def test_a_monstrous_query_is_cut_and_says_so() -> None:
    query = parse("word " * 5000)
    assert len(query.words) == 64
    assert any("64" in note for note in query.notes)


@settings(deadline=None, max_examples=300)
@given(st.text() | st.lists(PIECES | st.text(max_size=6)).map("".join) | st.lists(PIECES).map(" ".join))
def test_any_text_is_a_query_that_reads_back_equal(typed: str) -> None:
    query = parse(typed)
    assert parse(str(query)) == query
    assert isinstance(query.describe(), str)


@settings(deadline=None, max_examples=100)
@given(st.lists(PIECES).map(" ".join), st.lists(PIECES).map(" ".join))
def test_a_query_within_another_reads_back_equal(one: str, other: str) -> None:
    both = parse(one).within(parse(other))
    assert parse(str(both)) == both
