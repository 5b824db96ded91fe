"""Imports: batches, taking back, dry runs, imports that died, and what stays of a person's work."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from looking import contents, put
from test_ledger import LONG, POOL

from readlist.errors import ReadlistError
from readlist.paper import WORK_FIELDS, Draft, Paper, Source
from readlist.store import Library, Tally, intake, ledger

ROOT = Path(__file__).parents[2]


def only(library: Library) -> Paper:
    """The one paper there is."""
    assert library.total() == 1
    paper = library.papers(list(range(1, 100)))[0]
    assert library.paper(paper.id) == paper
    return paper


def test_a_draft_becomes_a_paper_with_its_source(library: Library) -> None:
    draft = Draft(
        title="On Lists", authors=("Ada Lovelace", "Kurt Gödel"), more_authors=None, year=1931, month=5, day=3,
        venue="Annals", abstract=LONG, doi="10.1/x", arxiv="3105.00001", pmid="7", isbn="1", url="https://a.b",
        type="article-journal", extra={"pages": "1–2"}, tags=("not its own",), status="read", line=7, label="Ada",
        raw="raw\udcff\x00text",
    )  # fmt: skip
    assert put(library, draft, format="al-folio") == Tally(1, 0, 0)
    paper = only(library)
    assert paper.key == "lovelace1931lists" and paper.tags == () and paper.status == "unread"
    for name in WORK_FIELDS:
        assert getattr(paper, name) == getattr(draft, name), name
    assert paper.sources == (Source(format="al-folio", file="a.txt", line=7, label="Ada"),)
    assert library.reader().execute("SELECT raw, import FROM sources").fetchall() == [("raw?\x00text", 1)]
    assert library.reader().execute("SELECT name FROM authorships ORDER BY position").fetchall() == [
        ("Ada Lovelace",),
        ("Kurt Gödel",),
    ]


def test_the_same_twice_changes_nothing(library: Library) -> None:
    first = put(library, *POOL)
    before = contents(library)
    assert first.new + first.merged + first.unchanged == len(POOL)
    assert put(library, *POOL) == Tally(0, 0, len(POOL))
    assert contents(library) == before


def test_what_came_stays_known_whatever_the_paper_becomes(library: Library) -> None:
    put(library, POOL[2])
    library.ledger.edit(1, {"title": "Quite Another Title", "abstract": "Mine."})
    assert put(library, POOL[2]) == Tally(0, 0, 1)
    assert put(library, POOL[2], file="b.txt") == Tally(0, 1, 0), "from another file it is another source"
    assert only(library).title == "Quite Another Title"


def test_a_title_comes_later_from_another_file(library: Library) -> None:
    put(library, POOL[0])
    assert put(library, POOL[2], file="b.txt", format="huggingface") == Tally(0, 1, 0)
    paper = only(library)
    assert paper.title == "Where Do Models Keep What They Know?"
    assert [source.file for source in paper.sources] == ["a.txt", "b.txt"]
    library.ledger.undo()
    assert only(library).title is None


def test_a_persons_own_words_stay(library: Library) -> None:
    put(library, POOL[0])
    library.ledger.edit(1, {"title": "My Name for It", "venue": None})
    library.ledger.edit(1, {"venue": "Mine"})
    library.ledger.edit(1, {"venue": None})
    library.ledger.mark([1], "reading")
    library.ledger.tag([1], ["rag"])
    library.ledger.note(1, "Read section 3.")
    library.ledger.star([1], True)
    library.ledger.prioritise([1], 1)
    before = only(library)
    put(library, Draft(title="Its Real Name", abstract=LONG, venue="ACL", year=2021), file="b.txt", status="read")
    paper = only(library)
    assert (paper.title, paper.venue, paper.year) == ("My Name for It", None, 2021)
    for name in ("status", "tags", "note", "starred", "priority", "started", "finished", "added", "uid", "key"):
        assert getattr(paper, name) == getattr(before, name), name


def test_tags_and_status_of_an_import(library: Library) -> None:
    put(library, POOL[0], tags=["#New"], status="read")
    assert (only(library).tags, only(library).status) == (("New",), "read")
    assert only(library).finished is not None
    put(library, POOL[0], Draft(title="Yet Another Work of Some Kind"), tags=["new", "second"], status="reading")
    assert [(paper.tags, paper.status) for paper in library.papers([1, 2])] == [
        (("New", "second"), "read"),
        (("New", "second"), "reading"),
    ]
    library.ledger.undo()
    assert only(library).tags == ("New",)


def test_given_keys_are_kept_and_all_are_unique(library: Library) -> None:
    drafts = [Draft(title=title, key="Smith2020") for title in ("One of Them All", "Another of Them All")]
    put(library, *drafts, Draft(title="Third of Them", key="smith2020"), Draft(title="Third of Them Again"))
    put(library, Draft(title="Third of Many", year=1999), Draft(title="Third of Many", year=2000))
    keys = [paper.key for paper in library.papers(range(1, 10))]
    assert keys[:3] == ["Smith2020", "Smith2020a", "smith2020b"]
    assert len({key.lower() for key in keys}) == len(keys) == 6


def test_a_key_made_by_readlist_follows_the_title_within_its_import_only(library: Library) -> None:
    with library.ledger.importing("two files") as importing:
        importing.add([POOL[0]], file="a.txt", format="catalyzex")
        importing.add([POOL[2]], file="b.txt", format="huggingface")
    assert only(library).key == "where-models-keep"
    library.ledger.undo()
    put(library, POOL[0])
    made = only(library).key
    put(library, POOL[2], file="b.txt")
    assert only(library).key == made


def test_what_is_missing_has_no_key_of_another(library: Library) -> None:
    put(library, POOL[0], POOL[6])
    library.ledger.delete([2])
    put(library, Draft(title="Something Else Altogether", key="lists2019"), file="c.txt")
    assert library.papers([3])[0].key == "lists2019"
    assert library.ledger.undo() and library.ledger.undo()
    assert library.papers([2])[0].key == "lists2019"


@pytest.mark.parametrize("batch", [1, 3, 2000])
def test_an_import_that_fails_leaves_nothing(library: Library, monkeypatch: pytest.MonkeyPatch, batch: int) -> None:
    monkeypatch.setattr(intake, "BATCH", batch)
    put(library, *POOL[:3])
    library.ledger.star([1], True)
    library.ledger.undo()
    before, entries = contents(library), library.ledger.history()

    def drafts() -> object:
        yield from POOL[3:]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), library.ledger.importing("b.txt") as importing:
        importing.add(POOL[:6], file="b.txt", format="x", tags=["t"])
        importing.add(drafts(), file="c.txt", format="x")  # type: ignore[arg-type]
    assert contents(library) == before
    assert [one for one in library.ledger.history() if not one.undone] == [one for one in entries if not one.undone]
    assert put(library, *POOL[3:], file="c.txt").new


@settings(deadline=None, max_examples=40)
@given(
    there=st.lists(st.sampled_from(POOL), max_size=5),
    files=st.lists(st.tuples(st.sampled_from("abc"), st.lists(st.sampled_from(POOL), max_size=5)), max_size=4),
    batch=st.integers(1, 4),
)
def test_a_dry_run_tells_what_would_be(empty: Path, tmp_path_factory: pytest.TempPathFactory, there: list[Draft],
                                       files: list[tuple[str, list[Draft]]], batch: int) -> None:  # fmt: skip
    path = tmp_path_factory.mktemp("dry") / "papers.db"
    path.write_bytes(empty.read_bytes())
    original = intake.BATCH
    intake.BATCH = batch
    try:
        with Library.open(path) as library:
            put(library, *there)
            before, entries = contents(library), library.ledger.history()
            told, done = [], []
            with library.ledger.importing("files", dry_run=True) as trying:
                told = [trying.add(drafts, file=file, format="x", tags=["t"]) for file, drafts in files]
            assert trying.id == 0
            assert (contents(library), library.ledger.history()) == (before, entries)
            with library.ledger.importing("files") as importing:
                done = [importing.add(drafts, file=file, format="x", tags=["t"]) for file, drafts in files]
            assert told == done
            assert importing.totals == trying.totals
            there_before = {row[0] for row in before["papers"]}
            assert len({row[0] for row in contents(library)["papers"]} - there_before) == importing.totals.new
    finally:
        intake.BATCH = original


def test_batches_do_not_matter(fresh: Callable[[], Library], monkeypatch: pytest.MonkeyPatch) -> None:
    tallies = set()
    works = []
    for batch in (1, 2, 5, 100):
        monkeypatch.setattr(intake, "BATCH", batch)
        library = fresh()
        tallies.add(put(library, *POOL))
        found = library.papers(range(1, 20))
        works.append([(paper.title, paper.authors, paper.doi, paper.key, paper.sources) for paper in found])
    assert len(tallies) == 1
    assert all(work == works[0] for work in works)


def test_own_records_come_back_as_they_were(fresh: Callable[[], Library]) -> None:
    one, other = fresh(), fresh()
    put(one, *POOL)
    one.ledger.mark([1], "read")
    one.ledger.tag([1, 2], ["rag"])
    one.ledger.note(2, "Two\nlines.")
    one.ledger.edit(3, {"title": "Mine"})
    papers = one.papers(range(1, 20))
    names = [name for name in Paper.__dataclass_fields__ if name != "id"]
    drafts = [Draft(personal=True, line=n, **{name: getattr(paper, name) for name in names})
              for n, paper in enumerate(papers, 1)]  # fmt: skip
    assert put(other, *drafts, file="mine.jsonl", format="jsonl") == Tally(len(papers), 0, 0)
    for paper, copy in zip(papers, other.papers(range(1, 20)), strict=True):
        assert {name: getattr(copy, name) for name in names} == {name: getattr(paper, name) for name in names}
    before = contents(one)
    assert put(one, *drafts, file="mine.jsonl", format="jsonl") == Tally(0, 0, len(papers))
    assert contents(one) == before
    assert put(other, *drafts, file="renamed.jsonl", format="jsonl") == Tally(0, 0, len(papers))


def test_one_import_at_a_time(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    impatient(monkeypatch)
    with library.ledger.importing("a.txt") as importing, Library.open(library.path) as other:
        importing.add([POOL[0]], file="a.txt", format="x")
        for refused in (
            lambda: put(other, POOL[4]),
            lambda: put(library, POOL[4]),
            other.ledger.undo,
            library.ledger.redo,
            lambda: other.ledger.delete([1]),
            lambda: library.ledger.edit(1, {"key": "new"}),
        ):
            with pytest.raises(ReadlistError, match="import"):
                refused()
        assert other.ledger.mark([1], "read").count == 1
        importing.add([POOL[2]], file="b.txt", format="x")
    assert [one.summary for one in library.ledger.history()] == [
        "marked 1 paper read",
        "imported 1 paper, merged 1 from a.txt",
    ]
    assert only(library).status == "read" and only(library).title
    assert library.ledger.undo() and library.ledger.undo() and not library.ledger.undo()
    assert library.total() == 0


def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for an import to end."""
    monkeypatch.setattr(ledger, "PATIENCE", 0.0)
    monkeypatch.setattr(ledger, "IMPORT_PATIENCE", 0.0)


_OTHER = """
import os, signal, sys
from pathlib import Path
from readlist.paper import Draft
from readlist.store import Library
library = Library.open(Path(sys.argv[1]))
try:
    with library.ledger.importing("b.txt") as importing:
        importing.add([Draft(title="Half of an Import, " + str(n), year=2000, doi="10.1000/known") if n == 1 else
                       Draft(title="Half of an Import, " + str(n), year=2000) for n in range(300)],
                      file="b.txt", format="x", tags=["half"])
        print("half", flush=True)
        if sys.stdin.readline().strip() == "die":
            os.kill(os.getpid(), signal.SIGKILL)
finally:
    library.close()
"""


@pytest.fixture
def other(path: Path) -> subprocess.Popen[str]:
    """Another program in the middle of an import into the library."""
    with Library.open(path) as library:
        put(library, Draft(title="The First Known Work of All", doi="10.1000/known"), Draft(title="Second Known Work"))
    program = subprocess.Popen(
        [sys.executable, "-c", _OTHER, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={"PYTHONPATH": str(ROOT)},
    )
    assert program.stdout is not None and program.stdout.readline() == "half\n"
    return program


def test_an_import_of_a_living_program_goes_on(
    path: Path, other: subprocess.Popen[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    impatient(monkeypatch)
    with Library.open(path) as library:
        assert library.total() == 301
        library.ledger.mark([1], "read")
        with pytest.raises(ReadlistError, match="import"):
            library.ledger.undo()
        other.communicate("finish\n", timeout=60)
        assert other.returncode == 0
        assert library.total() == 301
        assert "imported 299 papers, merged 1 from b.txt" in [one.summary for one in library.ledger.history()]
        assert not list(path.parent.glob("*importing*"))
        assert library.ledger.undo() and library.ledger.undo()
        assert library.total() == 2


def test_an_import_that_was_killed_is_taken_back(path: Path, other: subprocess.Popen[str]) -> None:
    with Library.open(path) as library:
        library.ledger.mark([1, 2, 200], "read")
        other.communicate("die\n", timeout=60)
        assert other.returncode == -9
        assert library.total() == 301, "nobody has noticed yet"
        library.ledger.star([2], True)
        assert library.total() == 2, "the next change notices"
        assert [paper.tags for paper in library.papers([1, 2])] == [(), ()]
        assert [one.summary for one in library.ledger.history()] == [
            "starred 1 paper",
            "marked 3 papers read",
            "imported 2 papers from a.txt",
        ]
        assert library.ledger.undo() and library.ledger.undo() and library.ledger.redo() and library.ledger.undo()
        assert [paper.status for paper in library.papers([1, 2])] == ["unread", "unread"]


def test_an_import_that_was_killed_is_taken_back_when_the_library_is_opened(
    path: Path, other: subprocess.Popen[str]
) -> None:
    with Library.open(path) as library:
        found = contents(library)
    other.communicate("die\n", timeout=60)
    with Library.open(path) as library:
        assert library.total() == 2 < len(found["papers"])
        assert library.tags() == []
        assert len(library.papers([1])[0].sources) == 1
        assert put(library, Draft(title="A New Work After All That")).new == 1
        assert library.papers([302])[0].title == "A New Work After All That", "no id is ever used again"
