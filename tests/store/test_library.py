"""Reading a library: pages of a list, papers, counts, and papers by their keys."""

import sqlite3
from pathlib import Path

import pytest
from looking import put

from readlist.errors import ReadlistError
from readlist.paper import Draft
from readlist.store import Library
from readlist.store.keys import BY_NAME

ABSTRACT = "Lists that grow while they are read need care. " * 6


@pytest.fixture
def some(library: Library) -> Library:
    """A library of a few papers."""
    put(
        library,
        Draft(title="Growing Lists", authors=("Ada Lovelace", "Alan Turing"), more_authors=2, year=2020, venue="ACL"),
        Draft(title="Growing Lists, Revisited", authors=("Ada Lovelace",), year=2020, key="lovelace2020"),
        Draft(abstract=ABSTRACT, label="Jack"),
        Draft(title="Shrinking Trees", authors=("Kurt Gödel",), key="100%_sure"),
    )
    put(library, Draft(abstract=ABSTRACT), file="b.txt", format="al-folio")
    return library


def test_lines_of_a_list(some: Library) -> None:
    some.ledger.star([1], True)
    some.ledger.prioritise([1], 3)
    some.ledger.tag([1], ["a", "b"])
    lines = some.summaries([3, 1, 99])
    assert set(lines) == {1, 3}
    first = lines[1]
    assert (first.title, first.opening, first.authors, first.more_authors) == (
        "Growing Lists", "", ("Ada Lovelace", "Alan Turing"), 2,
    )  # fmt: skip
    assert (first.year, first.venue, first.status, first.starred, first.priority, first.tags) == (
        2020, "ACL", "unread", True, 3, ("a", "b"),
    )  # fmt: skip
    assert lines[3].title is None
    assert ABSTRACT.startswith(lines[3].opening + " ") and 100 < len(lines[3].opening) <= 120
    assert first.uid == some.papers([1])[0].uid and first.key == some.papers([1])[0].key


def test_papers_come_in_the_order_asked(some: Library) -> None:
    assert [paper.id for paper in some.papers([4, 99, 1, 3])] == [4, 1, 3]
    assert some.paper(99) is None


def test_counts(some: Library) -> None:
    some.ledger.mark([1], "read")
    some.ledger.mark([2], "reading")
    some.ledger.star([2, 3], True)
    some.ledger.tag([1, 2], ["rag"])
    some.ledger.tag([1], ["alone"])
    counts = some.counts()
    assert (counts.total, counts.unread, counts.reading, counts.read, counts.starred, counts.untitled) == (
        4, 2, 1, 1, 2, 1,
    )  # fmt: skip
    assert counts.tags == (("rag", 2), ("alone", 1))
    assert counts.sources == (("catalyzex", 4), ("al-folio", 1))


def test_a_paper_by_its_key(some: Library) -> None:
    first = some.papers([1])[0]
    assert first.key == "lovelace2020growing"
    assert some.resolve(first.key) == 1
    assert some.resolve(f" {first.key.upper()} ") == 1
    assert some.resolve("lovelace2020G") == 1
    assert some.resolve("lovelace2020") == 2, "a whole key wins over a beginning"
    assert some.resolve(first.uid) == some.resolve(first.uid.lower()) == 1
    assert some.resolve("100%_") == 4


def test_a_paper_by_a_uid_of_another_program(some: Library) -> None:
    small, mixed = "0197a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b", "aBcDeF-1"
    put(
        some,
        Draft(title="Named Elsewhere", uid=small, personal=True),
        Draft(title="Named Oddly", uid=mixed, personal=True),
    )
    assert some.resolve(small) == some.resolve(small.upper()) == some.resolve(f" {small} ") == 5
    assert some.resolve(mixed) == 6
    plan = some.reader().execute(f"EXPLAIN QUERY PLAN {BY_NAME}", (small,)).fetchall()
    assert not [row[3] for row in plan if row[3].startswith("SCAN papers")], plan


@pytest.mark.parametrize("key", ["", "nobody", "%", "lovelace2020growing ", "_", "\x1b[31m", "é"])
def test_an_unknown_key_is_told(some: Library, key: str) -> None:
    if key.strip() == "lovelace2020growing":
        key = "xlovelace"
    with pytest.raises(ReadlistError, match="No paper has the key") as caught:
        some.resolve(key)
    assert "\x1b" not in str(caught.value)


def test_an_ambiguous_key_names_the_candidates(some: Library) -> None:
    with pytest.raises(ReadlistError, match=r"lovelace2020, lovelace2020growing\.$"):
        some.resolve("lovelace")
    put(some, *(Draft(title=f"Work Number {number} of Many", key=f"many{number}") for number in range(8)))
    with pytest.raises(ReadlistError, match=r"many0, many1, many2, many3, many4 and more"):
        some.resolve("MANY")


@pytest.mark.parametrize(
    "question",
    [
        "SELECT id FROM papers ORDER BY added DESC, id LIMIT 100",
        "SELECT id FROM papers WHERE status = 'read' ORDER BY added DESC, id LIMIT 100",
        "SELECT id FROM papers WHERE starred ORDER BY added DESC, id LIMIT 100",
        "SELECT id FROM papers WHERE title IS NULL ORDER BY added DESC, id LIMIT 100",
        "SELECT id, key FROM papers WHERE key >= ?1 AND key < ?1 || ?2 ORDER BY key LIMIT 6",
        "SELECT paper FROM sources WHERE fingerprint IN (SELECT value FROM json_each(?1))",
        "SELECT paper FROM marks WHERE mark IN (SELECT value FROM json_each(?1))",
        "SELECT id FROM change_sets WHERE state = 'unfinished'",
    ],
)
def test_no_question_of_every_day_reads_everything(some: Library, question: str) -> None:
    arguments = ("[1]", "x")[: question.count("?1") + question.count("?2") and (2 if "?2" in question else 1)]
    plan = [row[3] for row in some.reader().execute(f"EXPLAIN QUERY PLAN {question}", arguments)]
    assert all("SEARCH" in step or "INDEX" in step or "json_each" in step or "LIST" in step for step in plan), plan
    assert not any("TEMP B-TREE" in step for step in plan), plan


def test_the_file_has_the_tables_it_promises(path: Path) -> None:
    connection = sqlite3.connect(path)
    try:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    finally:
        connection.close()
    assert {"papers", "authorships", "taggings", "sources", "imports", "change_sets", "changes"} <= tables
