"""The index stays in step: whatever comes, changes and goes, it is as if it had been made anew."""

import random
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readlist.store import Library, index
from readlist.store.connection import connect

WORDS = ["graph", "neural", "müller", "深度学习", "pre-training", "lens", "(RL)", "reinforcement", "c++", "\\emph{x}"]


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    path = tmp_path / "papers.db"
    Library.open(path).close()
    connection = connect(path)
    connection.execute("PRAGMA synchronous = OFF")
    yield connection
    connection.close()


def write(connection: sqlite3.Connection, papers: Iterable[tuple[int, str]]) -> list[int]:
    ids = []
    for paper, text in papers:
        connection.execute(
            "INSERT OR REPLACE INTO papers (id, uid, key, added, title, authors, tags, abstract) VALUES"
            " (?, ?, ?, '2026', ?, ?, ?, ?)",
            (
                paper,
                f"u{paper}",
                f"k{paper}",
                text,
                f"{text} Author",
                "",
                f"About {text} and reinforcement learning (RL).",
            ),
        )
        ids.append(paper)
    return ids


def give_tags(connection: sqlite3.Connection, tags: dict[int, str]) -> None:
    index.retag(connection, tags)
    connection.executemany("UPDATE papers SET tags = ? WHERE id = ?", [(text, paper) for paper, text in tags.items()])


def state(connection: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    """Everything the index says: vocabulary, short forms, facts, and who has each word in either table."""
    said = {
        "vocabulary": connection.execute("SELECT * FROM vocabulary").fetchall(),
        "short forms": connection.execute("SELECT * FROM short_forms").fetchall(),
        "facts": connection.execute("SELECT * FROM index_facts").fetchall(),
        "waiting": connection.execute("SELECT * FROM uncounted").fetchall(),
    }
    for table in ("head", "body"):
        question = f"SELECT rowid FROM {table} WHERE {table} MATCH ? ORDER BY rowid"
        for term, *_ in said["vocabulary"]:
            said[f"{table} {term}"] = connection.execute(question, (f'"{term}"',)).fetchall()
    return said


def rebuilt(connection: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    connection.execute("BEGIN")
    index.rebuild(connection)
    said = state(connection)
    connection.execute("ROLLBACK")
    return said


texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)


@settings(deadline=None, max_examples=25)
@given(data=st.data())
def test_changes_leave_what_a_rebuild_makes(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("index") / "papers.db"
    Library.open(path).close()
    connection = connect(path)
    there: set[int] = set()
    for _ in range(data.draw(st.integers(1, 6))):
        some = data.draw(st.lists(st.integers(1, 12), unique=True, min_size=1, max_size=6))
        connection.execute("BEGIN")
        index.remove(connection, [paper for paper in some if paper in there])
        if data.draw(st.booleans()):
            index.add(connection, write(connection, [(paper, data.draw(texts)) for paper in some]))
            there.update(some)
        else:
            connection.execute(f"DELETE FROM papers WHERE id IN ({','.join(map(str, some))})")
            there.difference_update(some)
        for _ in range(data.draw(st.integers(0, 2))):
            give_tags(connection, {paper: data.draw(texts | st.just("")) for paper in sorted(there) if paper % 2})
        index.settle(connection)
        connection.execute("COMMIT")
    assert state(connection) == rebuilt(connection)
    for table in ("head", "body"):
        connection.execute(f"INSERT INTO {table}({table}) VALUES ('integrity-check')")
    connection.close()


def test_tags_alone_do_not_touch_what_else_a_paper_says(connection: sqlite3.Connection) -> None:
    def who(table: str, word: str) -> list[int]:
        found = connection.execute(f"SELECT rowid FROM {table} WHERE {table} MATCH ? ORDER BY rowid", (f'"{word}"',))
        return [paper for (paper,) in found]

    index.add(connection, write(connection, [(1, "graph"), (2, "lens")]))
    give_tags(connection, {1: "graph\noptics", 2: "About\noptics"})
    assert who("head", "optics") == who("body", "optics") == [1, 2]
    give_tags(connection, {1: "", 2: "to read"})
    assert who("head", "optics") == who("body", "optics") == []
    assert who("body", "graph") == [1], "the title still says so"
    assert who("body", "about") == [1, 2], "the abstract still says so"
    assert who("head", "about") == []
    assert state(connection) == rebuilt(connection)
    for table in ("head", "body"):
        connection.execute(f"INSERT INTO {table}({table}) VALUES ('integrity-check')")


def test_tags_of_papers_that_are_not_counted_yet(
    connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "AT_ONCE", 2)
    index.add(connection, write(connection, [(paper, "graph") for paper in (1, 2, 3, 4)]))
    give_tags(connection, {2: "optics", 3: "graph"})
    assert not connection.execute("SELECT * FROM vocabulary").fetchall()
    index.settle(connection)
    assert state(connection) == rebuilt(connection)


@pytest.mark.parametrize("known", [0, 600])
def test_an_import_in_batches_is_counted_at_its_end(
    connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, known: int
) -> None:
    monkeypatch.setattr(index, "AT_ONCE", 10)
    dice = random.Random(1)

    def some(first: int, count: int) -> list[int]:
        return write(connection, ((paper, " ".join(dice.choices(WORDS, k=3))) for paper in range(first, first + count)))

    connection.execute("BEGIN")
    if known:
        index.add(connection, some(1, known))
        index.settle(connection)
    read_off: list[object] = []
    monkeypatch.setattr(index, "_read_off", lambda one, really=index._read_off: (read_off.append(one), really(one)))
    for first in range(known + 1, known + 61, 30):
        index.add(connection, some(first, 30))
    assert len(connection.execute("SELECT * FROM uncounted").fetchall()) == 60
    index.remove(connection, [known + 1, known + 2])
    connection.execute(f"DELETE FROM papers WHERE id IN ({known + 1}, {known + 2})")
    index.settle(connection)
    connection.execute("COMMIT")
    assert bool(read_off) == (not known), "few among many are counted one by one"
    assert state(connection) == rebuilt(connection)


def test_most_of_a_library_taken_out_at_once_is_read_off_again(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN")
    index.add(connection, write(connection, ((paper, WORDS[paper % len(WORDS)]) for paper in range(1, 301))))
    index.settle(connection)
    index.remove(connection, range(1, 201))
    connection.execute("DELETE FROM papers WHERE id <= 200")
    index.add(connection, write(connection, ((paper, "quokka") for paper in range(1, 21))))
    index.settle(connection)
    connection.execute("COMMIT")
    assert state(connection) == rebuilt(connection)


def test_a_word_that_nobody_has_any_more_leaves_the_vocabulary(connection: sqlite3.Connection) -> None:
    index.add(connection, write(connection, [(1, "zebra"), (2, "graph")]))
    index.remove(connection, [1])
    terms = {term for term, *_ in connection.execute("SELECT * FROM vocabulary")}
    assert "graph" in terms
    assert "zebra" not in terms


def test_an_endless_word_is_found_but_is_no_word_to_correct_to(connection: sqlite3.Connection) -> None:
    endless = "x" * 5000
    index.add(connection, write(connection, [(1, endless)]))
    assert connection.execute("SELECT rowid FROM body WHERE body MATCH ?", (f'"{endless}"',)).fetchall() == [(1,)]
    assert not connection.execute("SELECT * FROM vocabulary WHERE term LIKE 'x%'").fetchall()
    index.remove(connection, [1])
    assert connection.execute("SELECT rowid FROM body WHERE body MATCH ?", (f'"{endless}"',)).fetchall() == []


def test_knows_whether_it_was_made_by_these_rules(connection: sqlite3.Connection) -> None:
    assert index.is_current(connection)
    connection.execute("UPDATE index_facts SET value = value + 1 WHERE name = 'version'")
    assert not index.is_current(connection)
    index.rebuild(connection)
    assert index.is_current(connection)
