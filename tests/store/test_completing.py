"""Completion from the library: every value that is offered exists, begins so, and finds the papers it says."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from looking import put

from readlist.paper import Draft
from readlist.query import Field, Query, parse
from readlist.store import Library, completing
from readlist.store.words import words

PEOPLE = [
    ("Patrick Lewis", "Ethan Perez"),
    ("Patrick Lewis",),
    ("Mike Lewis", "Patrick"),
    ("Patrick", "Lewis Carroll"),
    ("Ann Patrick", "Lewis Hamilton"),
    ("Patrick Lewisohn",),
    ("John Patrick Lewis",),
    ("Jürgen Müller", "Ludwig van der Berg"),
    ("Jurgen Muller",),
    ("中村 太郎",),
    ('Robert "Bob" Tables',),
    ("--",),
]
VENUES = ["NeurIPS", "ACL 2020", "Advances in Neural Information Processing", "Nature", "nature", None]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """People, venues, tags, sources and saved searches that look alike."""
    path: Path = tmp_path_factory.mktemp("completing") / "papers.db"
    with Library.open(path) as library:
        drafts = [
            Draft(
                title=f"Paper number {number} of many", authors=people, venue=VENUES[number % len(VENUES)], label="Jack"
            )
            for number, people in enumerate(PEOPLE)
        ]
        put(library, *drafts[:6], file="saved page.txt")
        put(library, *drafts[6:], file="refs.bib", format="huggingface")
        ledger = library.ledger
        ledger.tag([1, 2, 3], ["to read", "rag"])
        ledger.tag([4], ["RAGtime", "Über-Thema", 'a "quoted" tag'])
        ledger.save_search("to cite", "x")
        ledger.save_search("Cited", "y")
        yield library


def offered(library: Library, field: str, beginning: str, limit: int = 8) -> list[str]:
    return [value for value, _ in library.completions(field, beginning, limit)]


@pytest.mark.parametrize(
    ("beginning", "expected"),
    [
        ("ethan", {"Ethan Perez"}),
        ("PER", {"Ethan Perez"}),
        ("lewis p", {"Patrick Lewis", "Patrick Lewisohn", "John Patrick Lewis"}),
        ("patrick lewis", {"Patrick Lewis", "Patrick Lewisohn", "John Patrick Lewis"}),
        ("van der b", {"Ludwig van der Berg"}),
        ("中", {"中村 太郎"}),
        ("bob", {"Robert Bob Tables"}),
        ("xyz", set()),
        ("(", set()),
    ],
)
def test_authors_come_as_whole_names(library: Library, beginning: str, expected: set[str]) -> None:
    if beginning == "(":  # nothing that could be looked for: the commonest names
        assert len(offered(library, "author", beginning)) == 8
    else:
        assert set(offered(library, "author", beginning)) == expected


def test_spelling_does_not_matter_and_the_commonest_is_shown(library: Library) -> None:
    assert library.completions("author", "mull") == [("Jurgen Muller", 2)] or library.completions("author", "mull") == [
        ("Jürgen Müller", 2)
    ]
    assert offered(library, "author", "Müll") == offered(library, "author", "mull")


def test_a_surname_that_several_share_comes_first(library: Library) -> None:
    found = library.completions("author", "lew")
    assert found[:2] == [("Lewis", 7), ("Patrick Lewis", 2)]
    assert {name for name, _ in found[2:]} == {
        "Mike Lewis", "John Patrick Lewis", "Lewis Carroll", "Lewis Hamilton", "Patrick Lewisohn",
    }  # fmt: skip


@pytest.mark.parametrize("looked_at", [400, 2])
@pytest.mark.parametrize("beginning", ["", "p", "pa", "lew", "lewis", "patrick", "patrick l", "j m", "mull", "--"])
def test_an_author_finds_just_the_papers_that_bear_the_name(
    library: Library, monkeypatch: pytest.MonkeyPatch, looked_at: int, beginning: str
) -> None:
    monkeypatch.setattr(completing, "LOOKED_AT", looked_at)
    searcher = library.searcher()
    for name, number in library.completions("author", beginning, 20):
        found = set(searcher.find(Query(Field("author", name))).ids)
        assert number in (None, len(found)), name
        assert number is not None or looked_at == 2
        if " " in name:
            bearing = {
                place + 1 for place, people in enumerate(PEOPLE) if any(words(one) == words(name) for one in people)
            }
            assert found == bearing, name
    searcher.close()


def test_no_name_reaches_into_the_next(library: Library) -> None:
    searcher = library.searcher()
    for typed, expected in {
        'author:"patrick lewis"': {1, 2},
        'author:"patrick le"': {1, 2, 6, 7},
        'author:"lewis c"': {4},
        'author:"lewis patrick"': set(),
        'author:"perez patrick"': set(),
        'author:"patrick mike"': set(),
        '-author:"patrick lewis" author:patrick': {3, 4, 5, 6, 7},
        'author:"patrick lewis" OR author:"bob tables"': {1, 2, 11},
    }.items():
        assert set(searcher.find(parse(typed)).ids) == expected, typed
    searcher.close()


@pytest.mark.parametrize("all_known", [1000, 2])
def test_venues(library: Library, monkeypatch: pytest.MonkeyPatch, all_known: int) -> None:
    monkeypatch.setattr(completing, "ALL_KNOWN", all_known)
    assert library.completions("venue", "neur")[0][1] == 2
    assert set(offered(library, "venue", "neur")) == {"NeurIPS", "Advances in Neural Information Processing"}
    assert [number for _, number in library.completions("venue", "NAT")][:1] == [4]
    assert offered(library, "venue", "zz") == []
    assert len(offered(library, "venue", "")) >= 4


def test_tags(library: Library) -> None:
    assert library.completions("tag", "") == [("rag", 3), ("to read", 3), ("RAGtime", 1), ("Über-Thema", 1)]
    assert library.completions("tag", "#Rag") == [("rag", 3), ("RAGtime", 1)]
    assert offered(library, "tag", "rea") == ["to read"]
    assert offered(library, "tag", "uber-t") == ["Über-Thema"]
    assert offered(library, "tag", "thema") == ["Über-Thema"]
    assert offered(library, "tag", "", 2) == ["rag", "to read"]
    assert library.completions("tag", "", 0) == []


def test_sources_saved_searches_and_keys(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    assert library.completions("source", "") == [
        ("catalyzex", 6), ("huggingface", 6), ("Jack", None), ("refs.bib", None), ("saved page.txt", None),
    ]  # fmt: skip
    assert offered(library, "source", "page") == ["saved page.txt"]
    monkeypatch.setattr(completing, "FEW", 3)
    assert library.completions("source", "hugg") == [("huggingface", None)]
    assert offered(library, "saved", "") == ["to cite", "Cited"]
    assert offered(library, "saved", "cite") == ["to cite", "Cited"]
    lewis = offered(library, "key", "LEWIS")
    assert lewis and all(key.startswith("lewis") for key in lewis)
    assert offered(library, "related", "lewis") == lewis
    assert offered(library, "title", "p") == offered(library, "nothing", "p") == []


def test_what_changes_is_seen(path: Path) -> None:
    with Library.open(path) as library:
        assert library.completions("author", "lew") == []
        put(library, Draft(title="One of two papers", authors=("Ada Lewis",), venue="ACL"))
        assert library.completions("author", "lew") == [("Ada Lewis", 1)]
        assert library.completions("venue", "a") == [("ACL", 1)]
        put(library, Draft(title="Two of two papers", authors=("Ada Lewis",), venue="ACL"))
        assert library.completions("author", "lew") == [("Ada Lewis", 2)]
        assert library.completions("venue", "a") == [("ACL", 2)]
        library.ledger.undo()
        assert library.completions("author", "lew") == [("Ada Lewis", 1)]
        with pytest.raises(Exception, match="readonly"):
            library.reader().execute("DELETE FROM papers")


def test_what_is_put_in_a_query_is_what_was_offered(library: Library) -> None:
    pick: Callable[[str], list[str]] = lambda field: offered(library, field, "", 20)  # noqa: E731
    searcher = library.searcher()
    for field in ("author", "venue", "tag", "source", "key"):
        for value in pick(field):
            query = parse(str(Query(Field(field, value))))
            assert query.root == Field(field, value)
            assert searcher.find(query).ids, str(query)
    searcher.close()
