"""The query language: what is read, what is only noted, and that nothing raises."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readlist.query import (
    And,
    Everything,
    Field,
    Not,
    Nothing,
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
        "saved:x",
        'saved:"to cite"',
        "related:lewis|gu",
        "|",
        "“",
        "is:un",
        "year:2020.",
        "doi:10.1/x",
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
        ("10.1038/x", Field("doi", "10.1038/x")),
        ('tag:"to read"|rag|"c d"', Or((Field("tag", "to read"), Field("tag", "rag"), Field("tag", "c d")))),
        ("“exact phrase” tag:„to read”", And((Phrase("exact phrase"), Field("tag", "to read")))),
        (
            "is:duplicate has:file|pdf",
            And((Field("is", "duplicate"), Or((Field("has", "file"), Field("has", "file"))))),
        ),
        ("is:unr", Field("is", "unread")),
        ("is:rea", Or((Field("is", "reading"), Field("is", "read")))),
        ("-is:un x", And((Not(Or((Field("is", "unread"), Field("is", "untitled")))), Word("x")))),
        ("year:2020.", Field("year", "2020.")),
        ('saved:"to cite" related:lewis2020', And((Field("saved", "to cite"), Field("related", "lewis2020")))),
        ("search:x near:y", And((Field("saved", "x"), Field("related", "y")))),
        ("doi:https://doi.org/10.1/x", Field("doi", "10.1/x")),
        ("arxiv:https://arxiv.org/abs/2005.11401v2", Field("arxiv", "2005.11401")),
        ("arxiv:arXiv:math/0211159", Field("arxiv", "math/0211159")),
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
        ('a -"half typed', And((Word("a"), Not(Phrase("half typed"))))),
        ("is:unread|lost", Word("is:unread|lost")),
        ("added:7 x", And((Word("added:7"), Word("x")))),
        ("added:7 ", Word("added:7")),
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


@pytest.mark.parametrize(
    "value", ["added:7", "added:2026-1", "added:20..2", "added:tod", "year:.", "year:..", "doi:doi:"]
)
@pytest.mark.parametrize("before", ["", "rag ", "rag OR ", "rag -", "(rag "])
def test_a_value_that_is_still_being_typed_filters_nothing(before: str, value: str) -> None:
    typed = parse(before + value)
    assert typed.root == (Word("rag") if before else Everything)
    assert not any("read as words" in note for note in typed.notes)


def test_an_order_that_is_still_being_typed_is_no_mistake() -> None:
    assert parse("rag sort:ye") == parse("rag")
    assert parse("rag sort:ye").notes == ()


def test_words_are_only_the_free_ones_at_the_top() -> None:
    assert parse('one two "three" -four (five OR six) tag:seven').words == ("one", "two")


def test_leaves_leave_out_what_is_not_wanted() -> None:
    assert list(parse('one -two (three OR "four") -(five)').leaves()) == [Word("one"), Word("three"), Phrase("four")]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("10.1038/nature12345", "doi:10.1038/nature12345"),
        ("https://doi.org/10.1038/nature12345", "doi:10.1038/nature12345"),
        ("http://dx.doi.org/10.1016/S0140(98)1.", 'doi:"10.1016/S0140(98)1"'),
        ("1706.03762", "arxiv:1706.03762"),
        ("1706.03762v5", "arxiv:1706.03762"),
        ("https://arxiv.org/abs/1706.03762v2", "arxiv:1706.03762"),
        ("https://www.arxiv.org/pdf/1706.03762.pdf", "arxiv:1706.03762"),
        ("hep-th/9901001", "arxiv:hep-th/9901001"),
        ("https://doi.org/10.48550/arXiv.1706.03762", "arxiv:1706.03762"),
        ("attention -1706.03762", "attention -arxiv:1706.03762"),
        ("10.5", "10.5"),
        ("2019.1234x", "2019.1234x"),
        ("1799.03762", "1799.03762"),
    ],
)
def test_a_pasted_identifier_is_one(typed: str, said: str) -> None:
    assert str(parse(typed)) == said


@pytest.mark.parametrize(
    "typed", ["😀", "***", "OR", "AND", "--", "author:(", "()", '""', "-😀", "😀 OR *", '"!"', "-*"]
)
def test_what_holds_nothing_to_search_for_finds_nothing_and_says_so(typed: str) -> None:
    assert parse(typed).root == Nothing
    assert parse(typed).notes or typed == "-*"
    both = parse(typed).within(parse("is:unread"))
    assert parse(str(both)) == both


@pytest.mark.parametrize(
    "typed", ["", "-", '"', "(", "-(", '-"', "author:", "-author:", 'author:"', "sort:", "sort:year"]
)
def test_what_is_only_begun_leaves_nothing_out(typed: str) -> None:
    assert parse(typed).is_empty


def test_what_holds_nothing_to_search_for_is_left_out_beside_words() -> None:
    query = parse("lens 😀 *** OR graph")
    assert str(query) == "lens OR graph"
    assert len(query.notes) == 2


def test_a_saved_search_that_finds_everything_or_nothing_does_so_anywhere() -> None:
    def spelled_out(typed: str, saved: str) -> str:
        return str(parse(typed).expanded(lambda _: saved))

    assert spelled_out("saved:x OR retrieval", "sort:year") == ""
    assert spelled_out("-saved:x", "sort:year") == "-*"
    assert spelled_out("saved:x OR retrieval", "😀") == "retrieval"
    assert spelled_out("rag saved:x", "😀") == "rag -*"


def test_a_word_is_open_until_a_blank_follows() -> None:
    assert parse("retrie").open
    assert not parse("retrie ").open
    assert not parse("").open
    assert not parse("retrieval tag:rag").open, "the last thing typed is no word"
    assert parse("retrieval sort:year").open, "an order finds no other papers"
    assert not parse("retrieval -sort:year ").open
    assert not parse("retrieval -rag").open
    assert not parse("retrieval (rag OR dense").open
    assert parse("tag:rag retrie").open


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
        ("2020.", (2020, 2020)),
        ("2020-", (2020, 2020)),
        ("2021..2019", (2019, 2021)),
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


def test_saved_searches_are_spelled_out() -> None:
    known = {
        "a": "lists trees sort:year",
        "b": "saved:a -saved:c",
        "c": "x OR y -sort:added",
        "d": "sort:title",
        "me": "saved:you",
        "you": "z saved:me",
        "odd": "year:x",
    }
    lookup = known.get

    def spelled_out(typed: str) -> Query:
        return parse(typed).expanded(lookup)

    assert spelled_out("x tag:y") == parse("x tag:y")
    assert spelled_out("saved:a graphs") == parse("lists trees graphs sort:year")
    assert spelled_out("saved:a graphs").words == ("lists", "trees", "graphs")
    assert spelled_out("saved:a -sort:title") == parse("lists trees -sort:title")
    assert spelled_out("saved:c saved:a") == parse("(x OR y) lists trees -sort:added")
    assert spelled_out("saved:b") == parse("lists trees -(x OR y) sort:year")
    assert spelled_out("saved:a OR graphs") == parse("(lists trees) OR graphs")
    assert spelled_out("-saved:a") == parse("-(lists trees)")
    assert spelled_out("saved:d") == parse("sort:title")
    assert spelled_out("saved:a OR saved:c") == parse("(lists trees) OR x OR y")
    for query, note in (
        (spelled_out("saved:none x"), "there is no saved search “none”"),
        (spelled_out("saved:me"), "the saved search “me” uses itself"),
        (spelled_out("-(q OR saved:you)"), "the saved search “you” uses itself"),
    ):
        assert query.notes == (note,)
        assert parse(str(query)) == query
    assert spelled_out("saved:me") == parse("z saved:me"), "what cannot be spelled out stays"
    assert "year:x was read as words" in spelled_out("saved:odd").notes[0]
    assert spelled_out("saved:a x").open and not spelled_out("x saved:a").open


def test_saved_searches_that_would_never_end() -> None:
    many = parse("saved:s0").expanded(lambda name: f"saved:s{int(name[1:]) + 1} saved:s{int(name[1:]) + 2}")
    assert any("too large" in note for note in many.notes)
    wide = parse("saved:a").expanded(lambda name: "saved:b " * 60 if name == "a" else "x " * 60)
    assert len(wide.parts) < 400 and any("too large" in note for note in wide.notes)


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
def test_what_is_spelled_out_reads_back_equal(one: str, other: str) -> None:
    spelled_out = parse(one).expanded(lambda name: other if name == "x" else None)
    assert parse(str(spelled_out)) == spelled_out
    assert isinstance(spelled_out.describe(), str)


@settings(deadline=None, max_examples=100)
@given(st.lists(PIECES).map(" ".join), st.lists(PIECES).map(" ".join))
def test_a_query_within_another_reads_back_equal(one: str, other: str) -> None:
    both = parse(one).within(parse(other))
    assert parse(str(both)) == both
