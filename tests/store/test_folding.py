"""Records that show two papers to be one, in any order, and what becomes of their owner's doings."""

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from looking import Contents, contents, put, rebuilt, words_of
from test_ledger import LONG

from readlist.paper import WORK_FIELDS, Draft, Paper
from readlist.store import Library, Tally, intake

TITLE = "Where Do Models Keep What They Know?"
TITLED = Draft(title=TITLE, authors=("Ada Lovelace", "Alan Turing"), year=2021, line=1)
CUT = Draft(abstract=LONG[:-10], venue="Annals", line=2)
BRIDGE = Draft(title=TITLE, abstract=LONG, year=2021, line=3)
BY_AUTHOR = Draft(title=TITLE, abstract=LONG, authors=("Ada Lovelace",), more_authors=None, line=3)
PERSONAL: dict[str, Any] = {
    "personal": True, "status": "read", "started": "2020-01-01T00:00:00Z", "finished": "2020-01-02T00:00:00Z",
    "priority": 2, "note": "theirs", "starred": True, "tags": ("a", "B"),
}  # fmt: skip


def papers(library: Library) -> list[Paper]:
    return library.papers(range(1, 100))


def undo_and_redo(library: Library, before: Contents) -> None:
    """Checks the law of the ledger for the last change, and the search index after each step."""
    after = contents(library)
    assert words_of(after) == rebuilt(library)
    assert library.ledger.undo() and contents(library) == before
    assert words_of(before) == rebuilt(library)
    assert library.ledger.redo() and contents(library) == after
    assert library.ledger.undo() and contents(library) == before
    assert library.ledger.redo() and contents(library) == after


@pytest.mark.parametrize("bridge", [BRIDGE, BY_AUTHOR])
@pytest.mark.parametrize("batch", [1, 2, 100])
def test_three_records_in_any_order_are_one_paper(
    fresh: Callable[[], Library], monkeypatch: pytest.MonkeyPatch, batch: int, bridge: Draft
) -> None:
    monkeypatch.setattr(intake, "BATCH", batch)
    works = []
    for order in itertools.permutations([TITLED, CUT, bridge]):
        for way in ("one file", "three files", "three imports"):
            library = fresh()
            files = [order] if way == "one file" else [(draft,) for draft in order]
            names = [f"{line}.txt" for line in range(len(files))]
            empty = contents(library)
            with library.ledger.importing("x", dry_run=True) as trying:
                told = [trying.add(each, file=name, format="x") for name, each in zip(names, files, strict=True)]
            if way == "three imports":
                done = [put(library, *each, file=name) for name, each in zip(names, files, strict=True)]
            else:
                with library.ledger.importing("x") as importing:
                    done = [importing.add(each, file=name, format="x") for name, each in zip(names, files, strict=True)]
                assert importing.totals == trying.totals == Tally(1, 2, 0)
            assert told == done
            assert way != "one file" or done == [Tally(1, 2, 0)]
            (paper,) = papers(library)
            assert paper.id == 1 and sorted(source.line or 0 for source in paper.sources) == [1, 2, 3]
            works.append([getattr(paper, name) for name in WORK_FIELDS])
            now = contents(library)
            for name, each in zip(names, files, strict=True):
                assert put(library, *each, file=name) == Tally(0, 0, len(each))
            assert contents(library) == now
            assert words_of(now) == rebuilt(library)
            states = [now]
            while library.ledger.undo():
                states.append(contents(library))
            assert states[-1] == empty
            while library.ledger.redo():
                states.pop()
                assert contents(library) == states[-1]
            assert contents(library) == now
    assert all(work == works[0] for work in works)
    assert works[0][WORK_FIELDS.index("venue")] == "Annals"


def test_what_the_owner_did_to_both_comes_together(library: Library) -> None:
    put(library, TITLED, CUT)
    ledger = library.ledger
    ledger.tag([1], ["rag"])
    ledger.tag([2], ["RAG", "lists"])
    ledger.note(1, "First.")
    ledger.note(2, "Second.")
    ledger.mark([2], "reading")
    ledger.star([2], True)
    ledger.prioritise([1], 1)
    ledger.prioritise([2], 3)
    one, other = papers(library)
    before = contents(library)
    assert put(library, BRIDGE, file="b.txt", tags=["new"]) == Tally(0, 1, 0)
    (paper,) = papers(library)
    assert (paper.uid, paper.key, paper.added) == (one.uid, one.key, one.added)
    assert (paper.tags, paper.note) == (("rag", "lists", "new"), "First.\n\nSecond.")
    assert (paper.status, paper.started, paper.starred, paper.priority) == ("reading", other.started, True, 1)
    assert [source.file for source in paper.sources] == ["a.txt", "a.txt", "b.txt"]
    undo_and_redo(library, before)


def test_what_a_person_set_stays_and_keeps_two_papers_apart(library: Library) -> None:
    put(library, TITLED, CUT)
    library.ledger.edit(2, {"venue": "Mine", "key": "mine"})
    before = contents(library)
    put(library, BRIDGE, file="b.txt")
    (paper,) = papers(library)
    assert (paper.id, paper.venue, paper.key) == (1, "Mine", "mine")
    put(library, Draft(title=TITLE, year=2021, venue="Other", type="book"), file="c.txt")
    assert (papers(library)[0].venue, papers(library)[0].type) == ("Mine", "book")
    assert library.ledger.undo()
    undo_and_redo(library, before)
    library.ledger.undo()
    library.ledger.edit(1, {"venue": "Another"})
    put(library, BRIDGE, file="b.txt")
    assert [paper.venue for paper in papers(library)] == ["Another", "Mine"]


def test_papers_that_contradict_each_other_stay_apart(library: Library) -> None:
    put(library, TITLED, Draft(abstract=LONG, doi="10.1000/a"))
    library.ledger.edit(1, {"doi": "10.1000/b"})
    put(library, BRIDGE, file="b.txt")
    assert len(papers(library)) == 2


@pytest.mark.parametrize("batch", [1, 100])
def test_a_record_that_completes_a_paper_shows_it_to_be_another(
    library: Library, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    monkeypatch.setattr(intake, "BATCH", batch)
    put(
        library,
        Draft(title=TITLE, authors=("Ada Lovelace",), line=1),
        Draft(title=TITLE, doi="10.1000/a", line=2),
        Draft(doi="10.1000/a", authors=("Ada Lovelace",), line=3),
    )
    (paper,) = papers(library)
    assert (paper.id, paper.doi, [source.line for source in paper.sources]) == (1, "10.1000/a", [1, 2, 3])


def test_an_import_that_fails_after_folding_leaves_nothing(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "BATCH", 1)
    put(library, TITLED, CUT)
    before = contents(library)
    with pytest.raises(KeyboardInterrupt), library.ledger.importing("b.txt") as importing:
        importing.add([BRIDGE], file="b.txt", format="x")
        assert len(papers(library)) == 1
        raise KeyboardInterrupt
    assert contents(library) == before


CHAIN = (
    TITLED, CUT, BRIDGE, BY_AUTHOR,
    Draft(title=TITLE, authors=("Ada Lovelace",), doi="10.1000/a"), Draft(doi="10.1000/A", arxiv="2101.00001"),
    Draft(arxiv="2101.00001v2", pmid="7"), Draft(pmid="7", abstract=LONG, key="given"),
    Draft(title=TITLE, year=2021, uid="01H" + "A" * 23, **PERSONAL),
    Draft(abstract=LONG, uid="01H" + "B" * 23, key="own", **PERSONAL | {"note": "another", "tags": ("c", "t")}),
)  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(
    files=st.lists(st.tuples(st.sampled_from("abc"), st.lists(st.sampled_from(CHAIN), max_size=6)), max_size=4),
    there=st.lists(st.sampled_from(CHAIN), max_size=4),
    batch=st.sampled_from([1, 2, 100]),
)
def test_chains_of_records_are_undone_done_again_and_foretold(
    empty: Path, tmp_path_factory: pytest.TempPathFactory, files: list[tuple[str, list[Draft]]],
    there: list[Draft], batch: int,
) -> None:  # fmt: skip
    path = tmp_path_factory.mktemp("chain") / "papers.db"
    path.write_bytes(empty.read_bytes())
    original, intake.BATCH = intake.BATCH, batch
    try:
        with Library.open(path) as library:
            put(library, *there, file="a")
            before = contents(library)
            with library.ledger.importing("files", dry_run=True) as trying:
                told = [trying.add(drafts, file=file, format="x", tags=["t"]) for file, drafts in files]
            assert contents(library) == before
            with library.ledger.importing("files") as importing:
                done = [importing.add(drafts, file=file, format="x", tags=["t"]) for file, drafts in files]
            assert (told, trying.totals) == (done, importing.totals)
            if contents(library) != before:
                undo_and_redo(library, before)
            now = contents(library)
            for file, drafts in files:
                assert put(library, *drafts, file=file, tags=["t"]).new == 0
            assert len(contents(library)["papers"]) == len(now["papers"])
    finally:
        intake.BATCH = original


def test_own_records_fill_what_is_empty(library: Library) -> None:
    put(library, TITLED)
    library.ledger.tag([1], ["b"])
    before = contents(library)
    draft = Draft(title=TITLE, year=2021, uid="01H" + "A" * 23, **PERSONAL)
    assert put(library, draft, file="mine.jsonl", format="jsonl") == Tally(0, 1, 0)
    (paper,) = papers(library)
    assert (paper.tags, paper.note, paper.priority, paper.starred) == (("b", "a"), "theirs", 2, True)
    assert (paper.status, paper.started, paper.finished) == ("read", PERSONAL["started"], PERSONAL["finished"])
    assert paper.uid != draft.uid
    undo_and_redo(library, before)
    assert put(library, draft, file="mine.jsonl", format="jsonl") == Tally(0, 0, 1)


def test_own_records_overwrite_nothing(library: Library) -> None:
    put(library, TITLED)
    library.ledger.note(1, "mine")
    library.ledger.mark([1], "reading")
    library.ledger.prioritise([1], 5)
    (before,) = papers(library)
    put(library, Draft(title=TITLE, year=2021, **PERSONAL), file="mine.jsonl", format="jsonl")
    (paper,) = papers(library)
    for name in ("note", "status", "started", "finished", "priority"):
        assert getattr(paper, name) == getattr(before, name), name
    assert paper.starred and paper.tags == ("a", "B")


@pytest.mark.parametrize("batch", [1, 100])
def test_own_records_fill_a_paper_of_the_same_file(
    library: Library, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    monkeypatch.setattr(intake, "BATCH", batch)
    put(library, TITLED, Draft(title=TITLE, year=2021, **PERSONAL), tags=["t"])
    (paper,) = papers(library)
    assert (paper.tags, paper.note, paper.status) == (("t", "a", "B"), "theirs", "read")


def test_records_of_others_fill_nothing_of_the_owners(library: Library) -> None:
    put(library, TITLED)
    put(library, Draft(title=TITLE, year=2021, **PERSONAL | {"personal": False}), file="b.txt")
    (paper,) = papers(library)
    assert (paper.tags, paper.note, paper.status, paper.starred) == ((), None, "unread", False)
