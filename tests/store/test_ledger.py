"""The law of the ledger: whatever was done and is undone, the library is what it was, to the last row."""

import shutil
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from looking import contents, put, rebuilt, words_of

from readlist.errors import ReadlistError
from readlist.paper import Draft
from readlist.store import Library

LONG = (
    "Large language models keep knowledge in their parameters, and nobody can say where. We ask three hundred models "
    "the same four thousand questions and find that the layers in the middle answer most of them. The answers move "
    "when the models are asked in another language, and we show how far."
)
POOL = (
    Draft(abstract=LONG, label="Jack", line=2, raw="Abstract:…"),
    Draft(abstract=LONG[:270], line=3),
    Draft(title="Where Do Models Keep What They Know?", abstract=LONG, line=4),
    Draft(title="Where do models keep what they know", authors=("Ada Lovelace",), more_authors=2, year=2021, line=5),
    Draft(title="Where Do Models Keep What They Know?", authors=("Ada Lovelace", "Alan Turing"), doi="10.1000/know"),
    Draft(title="Another Title", doi="https://doi.org/10.1000/KNOW", venue="ACL", extra={"pages": "1-2"}),
    Draft(title="A Short History of Lists That Grow", year=2019, arxiv="1901.00001", key="lists2019"),
    Draft(title="A Short History of Lists That Grow", year=2019, arxiv="1901.00002v3", key="lists2019"),
    Draft(abstract="This paper has been withdrawn by the author."),
    Draft(title="Graph Neural Networks (GNN) for Lists", authors=("Kurt Gödel",), tags=("gnn",), uid="01H" + "A" * 23,
          personal=True, status="read", note="good", starred=True, key="goedel"),
    Draft(title="Where do models keep what they know?", authors=("Ada Lovelace",), year=2021, abstract=LONG, line=6),
)  # fmt: skip

some_ids = st.lists(st.integers(1, 8), max_size=4)
tags = st.lists(st.sampled_from(["rag", "RAG", "graph nets", "#todo"]), max_size=2)
fields = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from(["A Title of My Own", "Where do models keep what they know", "", None]),
        "authors": st.sampled_from([(), ("Grace Hopper",), ("Ada Lovelace", "Grace Hopper")]),
        "year": st.sampled_from([None, 1999, 2021]),
        "abstract": st.sampled_from([None, LONG, "Mine."]),
        "doi": st.sampled_from([None, "10.1000/know"]),
        "key": st.sampled_from(["mine", "lists2019", "Mine"]),
    },
)
names = st.sampled_from(["a", "A", "b", "to cite"])
steps = st.one_of(
    st.tuples(st.just("mark"), some_ids, st.sampled_from(["unread", "reading", "read"])),
    st.tuples(st.just("star"), some_ids, st.booleans()),
    st.tuples(st.just("prioritise"), some_ids, st.sampled_from([None, 1, 5])),
    st.tuples(st.just("tag"), some_ids, tags, tags),
    st.tuples(st.just("edit"), st.integers(1, 8), fields),
    st.tuples(st.just("note"), st.integers(1, 8), st.sampled_from(["a thought", "", None])),
    st.tuples(st.just("delete"), some_ids),
    st.tuples(st.just("import"), st.lists(st.sampled_from(POOL), max_size=6), st.sampled_from("ab"), tags),
    st.tuples(
        st.just("save_search"), names, st.sampled_from(["rag", "rag sort:year", "saved:b models", "saved:a OR x"])
    ),
    st.tuples(st.just("rename_search"), names, names),
    st.tuples(st.just("forget_search"), names),
    st.tuples(st.just("undo")),
    st.tuples(st.just("redo")),
)


def take(library: Library, step: tuple) -> None:  # type: ignore[type-arg]
    name, *arguments = step
    if name == "import":
        drafts, file, given_tags = arguments
        put(library, *drafts, file=file, tags=given_tags)
        return
    try:
        getattr(library.ledger, name)(*arguments)
    except ReadlistError as error:  # the paper is gone, the key is another one's, no such search
        assert name in ("edit", "save_search", "rename_search", "forget_search"), error


@settings(deadline=None, max_examples=80)
@given(st.lists(steps, min_size=1, max_size=14))
def test_undone_is_as_it_was_and_done_again_as_it_became(empty: Path, chosen: list) -> None:  # type: ignore[type-arg]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(shutil.copy(empty, Path(folder, "papers.db")))
        library = Library.open(path)
        states, place = [contents(library)], 0
        for step in [("import", POOL[:4], "a", []), *chosen]:
            before = [(one.id, one.undone) for one in library.ledger.history()]
            take(library, step)
            now = contents(library)
            if step[0] == "undo":
                place = max(place - 1, 0)
            elif step[0] == "redo":
                place = min(place + 1, len(states) - 1)
            elif [(one.id, one.undone) for one in library.ledger.history()] != before:
                states[place + 1 :] = [now]
                place += 1
            assert now == states[place], step
        assert words_of(now) == rebuilt(library)
        library.close()
        library = Library.open(path)
        while library.ledger.undo():
            place -= 1
            assert contents(library) == states[place]
        assert place == 0
        while library.ledger.redo():
            place += 1
            assert contents(library) == states[place]
        assert place == len(states) - 1
        assert words_of(states[-1]) == rebuilt(library)
        library.close()


@pytest.fixture
def two(library: Library) -> Library:
    """A library of two papers."""
    put(library, Draft(title="First of Two"), Draft(title="Second of Two"))
    return library


def test_what_a_change_says(two: Library) -> None:
    ledger = two.ledger
    assert ledger.history()[0].summary == "imported 2 papers from a.txt"
    assert ledger.mark([1, 2], "read").summary == "marked 2 papers read"
    assert ledger.tag([1], ["#rag"]).summary == "tagged 1 paper #rag"
    assert ledger.tag([1], ["new"], ["rag"]).summary == "tagged 1 paper #new, took #rag off"
    assert ledger.tag([1], remove=["NEW"]).summary == "took #new off 1 paper"
    assert ledger.tag([1], ["{0}{}"]).summary == "tagged 1 paper #{0}{}"
    assert ledger.star([1], True).summary == "starred 1 paper"
    assert ledger.prioritise([1], 2).summary == "gave 1 paper priority 2"
    assert ledger.note(1, " a thought ").summary == "wrote a note on 1 paper"
    assert ledger.edit(1, {"title": "Other"}).summary == "edited title of 1 paper"
    assert ledger.delete([1, 2]).summary == "deleted 2 papers"
    assert [one.count for one in ledger.history(2)] == [2, 1]
    undone = ledger.undo()
    assert undone is not None and undone.summary == "deleted 2 papers" and undone.ids == {1, 2}
    assert [one.undone for one in ledger.history(2)] == [True, False]


def test_nothing_to_change_leaves_no_trace(two: Library) -> None:
    ledger = two.ledger
    ledger.mark([1], "read")
    ledger.undo()
    before = ledger.history()
    for change in (
        ledger.mark([1], "unread"),
        ledger.tag([1], remove=["no such tag"]),
        ledger.star([99], True),
        ledger.delete([99]),
        ledger.edit(1, {"title": "First of Two"}),
    ):
        assert (change.id, change.count, change.ids) == (0, 0, frozenset())
    put(two, Draft(title="First of Two"), Draft(title="Second of Two"))
    assert ledger.history() == before
    assert ledger.redo() is not None, "what was undone can still be done again"


def test_a_new_change_ends_what_could_be_done_again(two: Library) -> None:
    two.ledger.mark([1], "read")
    two.ledger.undo()
    two.ledger.star([2], True)
    assert two.ledger.redo() is None
    assert [one.summary for one in two.ledger.history()] == ["starred 1 paper", "imported 2 papers from a.txt"]


def test_nothing_to_undo(library: Library) -> None:
    assert library.ledger.undo() is None
    assert library.ledger.redo() is None


def test_dates_follow_the_status(two: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    now = ["2026-01-01T00:00:00Z"]
    monkeypatch.setattr("readlist.store.ledger.timestamp", lambda: now[0])

    def dates() -> tuple[str | None, str | None]:
        paper = two.paper(1)
        assert paper is not None
        return paper.started and paper.started[:4], paper.finished and paper.finished[:4]

    two.ledger.mark([1], "reading")
    assert dates() == ("2026", None)
    now[0] = "2027-01-01T00:00:00Z"
    two.ledger.mark([1], "read")
    assert dates() == ("2026", "2027")
    now[0] = "2028-01-01T00:00:00Z"
    two.ledger.mark([1], "read")
    assert dates() == ("2026", "2027"), "marking it read once more changes nothing"
    two.ledger.mark([1], "reading")
    assert dates() == ("2026", None)
    two.ledger.mark([1], "unread")
    assert dates() == (None, None)
    two.ledger.mark([1], "read")
    assert dates() == ("2028", "2028")


def test_tags_keep_one_spelling(two: Library) -> None:
    two.ledger.tag([1], ["Graph  Nets", "graph nets", " #", "#RAG"])
    two.ledger.tag([2], ["rag"])
    assert [paper.tags for paper in two.papers([1, 2])] == [("Graph Nets", "RAG"), ("RAG",)]
    assert two.tags() == [("RAG", 2), ("Graph Nets", 1)]


def test_an_edit_is_tidied_and_checked(two: Library) -> None:
    two.ledger.edit(1, {"title": " A\x1b[31m  red\ttitle ", "authors": ["Ada ", ""], "year": "1843", "venue": ""})
    paper = two.paper(1)
    assert paper is not None
    assert (paper.title, paper.authors, paper.year, paper.venue) == ("A red title", ("Ada",), 1843, None)
    two.ledger.edit(1, {"key": "ada1843"})
    for wrong in (
        {"key": "with blank"},
        {"key": ""},
        {"key": "two{"},
        {"year": "soon"},
        {"month": 13},
        {"status": "read"},
        {"title": 3},
    ):
        with pytest.raises(ReadlistError) as caught:
            two.ledger.edit(1, wrong)
        assert caught.value.code == 2
    with pytest.raises(ReadlistError, match="Another paper"):
        two.ledger.edit(2, {"key": "ADA1843"})
    two.ledger.edit(1, {"key": "Ada1843"})
    with pytest.raises(ReadlistError, match="gone"):
        two.ledger.edit(99, {"title": "x"})


def test_wrong_calls_are_refused(two: Library) -> None:
    with pytest.raises(ReadlistError, match="status"):
        two.ledger.mark([1], "finished")  # type: ignore[arg-type]
    with pytest.raises(ReadlistError, match="1 to 5"):
        two.ledger.prioritise([1], 6)


def test_two_windows_share_one_history(two: Library) -> None:
    with Library.open(two.path) as other:
        seen = other.data_version()
        two.ledger.mark([1], "read")
        assert other.data_version() != seen
        assert [paper.status for paper in other.papers([1])] == ["read"]
        undone = other.ledger.undo()
        assert undone is not None and undone.summary == "marked 1 paper read"
        assert [paper.status for paper in two.papers([1])] == ["unread"]


def test_own_changes_show_in_the_data_version(two: Library) -> None:
    seen = two.data_version()
    assert two.data_version() == seen
    two.ledger.star([1], True)
    assert two.data_version() != seen


def test_changes_from_many_threads_are_all_kept(library: Library) -> None:
    put(library, *(Draft(title=f"Paper Number {number} of Many") for number in range(1, 21)))
    errors: list[BaseException] = []

    def work(own: int) -> None:
        try:
            for _ in range(5):
                library.ledger.tag([own], [f"tag{own}"])
                library.ledger.star([own], True)
                assert library.papers([own])[0].starred
                library.ledger.star([own], False)
        except BaseException as error:
            errors.append(error)

    _together(work, 8)
    assert not errors
    assert [paper.tags for paper in library.papers(range(1, 9))] == [(f"tag{own}",) for own in range(1, 9)]
    assert len(library.ledger.history(1000)) == 1 + 8 * 11


def _together(work: Callable[[int], None], threads: int) -> None:
    running = [threading.Thread(target=work, args=(own + 1,)) for own in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()


def test_a_library_that_was_moved_away_is_not_written(two: Library, tmp_path: Path) -> None:
    two.path.rename(tmp_path / "elsewhere.db")
    with pytest.raises(ReadlistError, match="moved"):
        two.ledger.star([1], True)
