"""Searches with a name, questions that were asked, and how many papers a query finds."""

import gzip
import sqlite3
import threading
from pathlib import Path

import pytest
from looking import put

from readlist.errors import ReadlistError
from readlist.paper import Draft
from readlist.query import parse
from readlist.store import Library, SavedSearch, ledger

VERSION_1 = Path(__file__).parents[1] / "data" / "version-1.db.gz"
"""A library as the first version of the file was written."""


@pytest.fixture
def papers(library: Library) -> Library:
    """A library of four papers."""
    put(
        library,
        Draft(title="Retrieval of lists", authors=("Ada Lovelace",), year=2020),
        Draft(title="Retrieval of trees", authors=("Alan Turing",), year=2021),
        Draft(title="Lists and trees", year=2022),
        Draft(title="Graphs", year=2019),
    )
    return library


def found(library: Library, typed: str) -> list[int]:
    searcher = library.searcher()
    try:
        return list(searcher.find(parse(typed)).ids)
    finally:
        searcher.close()


def notes(library: Library, typed: str) -> tuple[str, ...]:
    searcher = library.searcher()
    try:
        return searcher.find(parse(typed)).notes
    finally:
        searcher.close()


def test_a_search_is_saved_changed_renamed_and_forgotten(papers: Library) -> None:
    saving = papers.ledger
    assert saving.save_search(" to \n cite ", "  retrieval   sort:year ").summary == "saved the search “to cite”"
    assert saving.save_search("trees", "trees").count == 1
    assert papers.saved_searches() == [SavedSearch("to cite", "retrieval sort:year"), SavedSearch("trees", "trees")]
    change = saving.save_search("To Cite", "lists")
    assert (change.summary, change.ids, change.count) == ("changed the saved search “to cite”", frozenset(), 1)
    assert saving.rename_search("TO CITE", "cite").summary == "renamed the saved search “to cite” to “cite”"
    assert saving.rename_search("cite", "Cite").count == 1, "other capitals are another name"
    assert saving.forget_search("trees").summary == "forgot the saved search “trees”"
    assert papers.saved_searches() == [SavedSearch("Cite", "lists")]
    assert [one.summary for one in saving.history(2)] == [
        "forgot the saved search “trees”",
        "renamed the saved search “cite” to “Cite”",
    ]
    before = len(saving.history())
    assert saving.save_search("cite", "lists").count == 0
    assert saving.rename_search("cite", "Cite").count == 0
    assert len(saving.history()) == before


def test_what_is_saved_can_be_undone_also_later(papers: Library) -> None:
    saving = papers.ledger
    saving.save_search("a", "one")
    saving.save_search("a", "two")
    saving.forget_search("a")
    with Library.open(papers.path) as other:
        for summary, left in (
            ("forgot the saved search “a”", [SavedSearch("a", "two")]),
            ("changed the saved search “a”", [SavedSearch("a", "one")]),
            ("saved the search “a”", []),
        ):
            change = other.ledger.undo()
            assert change is not None and (change.summary, change.ids) == (summary, frozenset())
            assert other.saved_searches() == left
        assert other.ledger.redo() and other.ledger.redo()
        assert other.saved_searches() == [SavedSearch("a", "two")]


@pytest.mark.parametrize(
    ("name", "query", "says"),
    [
        ("", "x", "needs a name"),
        (" \t ", "x", "needs a name"),
        ("x" * 81, "x", "at most 80"),
        ("x", "  ", "search is empty"),
        ("x", "saved:x", "use itself"),
        ("b", "saved:a is:read", "use itself"),
    ],
)
def test_what_cannot_be_saved(library: Library, name: str, query: str, says: str) -> None:
    library.ledger.save_search("a", "-(saved:B OR c)")
    with pytest.raises(ReadlistError, match=says) as caught:
        library.ledger.save_search(name, query)
    assert caught.value.code == 2
    assert len(library.saved_searches()) == 1


def test_names_that_are_not_there_or_taken(library: Library) -> None:
    library.ledger.save_search("a", "x")
    library.ledger.save_search("Müller", "y")
    with pytest.raises(ReadlistError, match="no saved search “c”"):
        library.ledger.forget_search("c")
    with pytest.raises(ReadlistError, match="no saved search “c”"):
        library.ledger.rename_search("c", "d")
    with pytest.raises(ReadlistError, match="saved search “Müller” already"):
        library.ledger.rename_search("a", "muller")
    with pytest.raises(ReadlistError, match="needs a name"):
        library.ledger.rename_search("a", "")


def test_a_name_may_hold_anything_that_fits_on_a_line(papers: Library) -> None:
    for name in ('say "lists"', "a|b (c)", "-not", "中文", "x:y", "#1"):
        papers.ledger.save_search(name, "retrieval")
        kept = papers.saved_searches()[-1].name
        assert sorted(found(papers, f'saved:"{kept}"')) == [1, 2], kept


def test_a_search_that_refines_itself_takes_its_old_query_in(papers: Library) -> None:
    papers.ledger.save_search("mine", "lists OR retrieval sort:year")
    papers.ledger.save_search("mine", "saved:mine -trees")
    assert papers.saved_searches() == [SavedSearch("mine", "(lists OR retrieval) -trees sort:year")]
    assert found(papers, "saved:mine") == [1]


def test_others_follow_a_new_name(papers: Library) -> None:
    papers.ledger.save_search("a", "lists")
    papers.ledger.save_search("b", "-saved:A year:..2021 sort:title")
    papers.ledger.rename_search("a", "to cite")
    assert papers.saved_searches()[1] == SavedSearch("b", '-saved:"to cite" year:..2021 sort:title')
    assert found(papers, "saved:b") == [4, 2]
    papers.ledger.undo()
    assert papers.saved_searches()[1].query == "-saved:A year:..2021 sort:title"


def test_a_saved_search_is_found_by_its_name(papers: Library) -> None:
    papers.ledger.save_search("to cite", "retreival")
    papers.ledger.save_search("old", "year:..2020 sort:year")
    assert sorted(found(papers, 'saved:"TO CITE"')) == [1, 2], "its words stay fuzzy"
    assert found(papers, "saved:old") == [1, 4]
    assert found(papers, "saved:old -sort:year") == [4, 1]
    assert found(papers, 'saved:"to cite" trees') == [2]
    assert sorted(found(papers, "-saved:old")) == [2, 3]
    assert sorted(found(papers, "saved:old OR trees")) == [1, 2, 3, 4]
    assert found(papers, 'saved:"to cite" saved:old') == [1]


def test_one_that_is_not_there_finds_nothing_and_says_so(papers: Library) -> None:
    assert found(papers, "saved:nothing") == []
    assert notes(papers, "saved:nothing") == ("there is no saved search “nothing”",)
    papers.ledger.save_search("a", "lists")
    papers.ledger.save_search("b", "saved:a OR graphs")
    assert papers.ledger.forget_search("a").summary == "forgot the saved search “a”, which “b” still uses"
    assert found(papers, "saved:b") == [4]
    assert notes(papers, "saved:b") == ("there is no saved search “a”",)


def test_a_circle_made_behind_the_ledgers_back_ends(papers: Library) -> None:
    papers.ledger.save_search("a", "lists")
    papers.ledger.save_search("b", "saved:a")
    with papers.ledger.writing() as writer:
        writer.execute("UPDATE searches SET query = 'saved:b' WHERE name = 'a'")
    assert found(papers, "saved:a") == []
    assert notes(papers, "saved:a") == ("the saved search “a” uses itself",)


def test_questions_are_remembered_newest_first(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    for query in ("one", "two", " one\n", "", "three"):
        library.ledger.remember(query)
    assert library.asked() == ["three", "one", "two"]
    assert library.asked(1) == ["three"]
    assert library.ledger.history() == []
    monkeypatch.setattr("readlist.store.searches.KEPT", 2)
    library.ledger.remember("four")
    assert library.asked() == ["four", "three"]


def test_what_cannot_be_remembered_now_is_let_go(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "REMEMBERING", 0.01)
    other = sqlite3.connect(library.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    library.ledger.remember("busy")
    other.execute("COMMIT")
    other.close()
    holding, held = threading.Event(), threading.Event()

    def hold() -> None:
        with library.ledger.writing():
            held.set()
            holding.wait()

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait()
    library.ledger.remember("busy as well")
    holding.set()
    thread.join()
    library.read_only = True
    library.ledger.remember("may not")
    library.read_only = False
    library.ledger.remember("now")
    assert library.asked() == ["now"]
    with library.ledger.writing() as writer:
        assert writer.execute("PRAGMA busy_timeout").fetchone()[0] == 10_000


@pytest.mark.parametrize(
    "typed", ["", "retrieval", "retreival", "tag:none", "is:unread sort:title", "trees sort:year", "lists OR graphs"]
)
def test_a_query_is_counted_as_the_list_would_hold(library: Library, typed: str) -> None:
    put(library, *(Draft(title=f"Retrieval of trees number {number} of many") for number in range(450)))
    put(library, Draft(title="Lists"), Draft(title="Graphs"))
    searcher = library.searcher()
    query = parse(typed)
    first = searcher.find(query)
    whole = [*first.ids, *(paper for chunk in searcher.rest(query, first) for paper in chunk)]
    searcher.close()
    assert library.count(query) == len(set(whole)) == len(whole)
    if typed in ("", "retrieval", "is:unread sort:title"):
        assert len(whole) >= 450


def test_counting_follows_what_is_saved(papers: Library) -> None:
    papers.ledger.save_search("a", "retrieval")
    assert papers.count(parse("saved:a")) == 2
    papers.ledger.save_search("a", "year:2019..")
    assert papers.count(parse("saved:a")) == 4


def test_a_library_of_the_first_version_is_backed_up_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "papers.db"
    path.write_bytes(gzip.decompress(VERSION_1.read_bytes()))
    before = _contents(path)
    with Library.open(path) as library:
        assert library.saved_searches() == [] == library.asked()
        assert found(library, "retreival") == [1]
        redone = library.ledger.redo()
        assert redone is not None and redone.summary == "marked 1 paper read"
        library.ledger.undo()
        library.ledger.save_search("mine", "tag:rag")
        assert library.count(parse("saved:mine")) == 1
        library.ledger.undo()
    after = _contents(path)
    assert {name: after[name] for name in before if name != "change_sets"} == {
        name: rows for name, rows in before.items() if name != "change_sets"
    }
    copies = [child for child in tmp_path.iterdir() if child.name != "papers.db"]
    assert [copy.name for copy in copies] == ["papers.before-version-2.db"]
    assert _contents(copies[0]) == before


def _contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    connection = sqlite3.connect(path)
    try:
        tables = ("papers", "sources", "authorships", "taggings", "marks", "change_sets")
        return {table: connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in tables}
    finally:
        connection.close()
