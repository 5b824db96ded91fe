"""Nothing that a person can type raises, half typed or whole, whatever it means to SQLite, to FTS5 or to Unicode."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readlist.paper import Draft
from readlist.query import parse
from readlist.store import Library, Searcher

PAPERS = [
    Draft(
        title="A lens for retrieval", authors=("Jürgen Müller",), year=1984, doi="10.1038/x", abstract="Word by word."
    ),
    Draft(
        title="C++ and its lens", authors=("Ann O'Brien",), venue="Nature", abstract="100 % of it, 深度学习 included."
    ),
    Draft(abstract="A paper without a title, 1984."),
]


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    with Library.open(tmp_path_factory.mktemp("hostile") / "papers.db") as library:
        with library.ledger.importing("papers") as importing:
            importing.add(PAPERS, file="papers.txt", format="jsonl")
        searcher = library.searcher()
        yield searcher
        searcher.close()


HOSTILE = [
    "c++",
    '"',
    '"' * 5000,
    "10.1038/x",
    "NEAR(",
    "NEAR(a b, 3)",
    "*",
    "a*",
    "^",
    "^x",
    "🔥",
    "-🔥",
    "title:",
    "title : x",
    "author:(",
    "head:x",
    "rank:x",
    'col : "x"',
    "-",
    "--",
    "-" * 5000,
    "(",
    "(" * 5000,
    ")" * 5000,
    "(" * 3000 + "lens" + ")" * 3000,
    "-(" * 2000,
    "-(" * 2000 + "lens",
    "(lens OR word -" * 2000,
    "(-)",
    "{}",
    "a AND",
    "NOT",
    "OR OR",
    "lens OR " * 500,
    "\\",
    "'",
    "'; drop table papers",
    "x" * 10_000,
    "word " * 2000,
    "深" * 5000,
    "ü" * 10_000,
    "\u0301" * 1000,
    "\ud800",
    "lens \udfff",
    "\x00",
    "lens\x00retrieval",
    '"\x00"',
    "author:\x00",
    "source:100%_",
    "tag:*",
    "title:*",
    "key:%",
    "author:++",
    '"++"',
    "is:duplicate",
    "has:file",
    "added:today",
    "added:99999999999999d",
    "year:9999999999999999999",
    "year:..",
    "sort:",
    "sort:author",
    "sort:priority",
    "doi:10",
    "1",
    "1984",
    "٣٤",
    "ﬁnite ①",
]


def ask_for_all(searcher: Searcher, typed: str) -> None:
    query = parse(typed)
    found = searcher.find(query, limit=3)
    ids = list(found.ids) + [paper for chunk in searcher.rest(query, found) for paper in chunk]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("typed", HOSTILE, ids=lambda typed: ascii(typed[:12]))
def test_what_means_something_to_sqlite_raises_nothing(searcher: Searcher, typed: str) -> None:
    for end in range(1, min(len(typed), 30)):
        ask_for_all(searcher, typed[:end])
    ask_for_all(searcher, typed)


@settings(deadline=None, max_examples=120)
@given(typed=st.text(max_size=40) | st.lists(st.sampled_from(HOSTILE) | st.text(max_size=5), max_size=4).map(" ".join))
def test_nothing_a_person_can_type_raises(searcher: Searcher, typed: str) -> None:
    ask_for_all(searcher, typed)
