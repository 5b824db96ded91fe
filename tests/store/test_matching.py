"""Many records, few works: the five real dumps in any order, and batches among a library."""

import itertools
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from looking import contents, put

from readlist.paper import WORK_FIELDS, Draft
from readlist.store import Library, Tally, matching

SHARED = Path(__file__).parents[3] / "shared"
NAMES = [f"00{number}" for number in range(5)]
ORDERS = [order for place, order in enumerate(itertools.permutations(NAMES)) if place % 17 == 0]


@pytest.fixture(scope="session")
def seeds() -> Mapping[str, tuple[str, str, list[Draft]]]:
    """The records of the five real dumps, by the beginning of the file's name: its name, its format, its drafts."""
    path = SHARED / "expected" / "seeds.json"
    if not path.exists():
        pytest.skip("needs the shared seeds")
    files: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["files"]
    return {
        name[:3]: (
            name,
            file["format"],
            [
                Draft(**{**record, "authors": tuple(record.get("authors", ()))}, label=file["label"])
                for record in file["records"]
            ],
        )
        for name, file in files.items()
    }


def works(library: Library) -> list[str]:
    """Everything known of each work, in an order of its own."""
    found = library.papers(range(1, 1000))
    return sorted(
        repr([getattr(paper, name) for name in WORK_FIELDS] + sorted(map(repr, paper.sources))) for paper in found
    )


def test_the_five_dumps_in_any_order_and_in_one_import_or_five(
    fresh: Callable[[], Library], seeds: Mapping[str, tuple[str, str, list[Draft]]]
) -> None:
    expected = None
    for together, order in itertools.product((True, False), ORDERS[::2]):
        library = fresh()
        before = contents(library)
        total = Tally()
        if together:
            with library.ledger.importing("five files") as importing:
                for name, kind, drafts in map(seeds.__getitem__, order):
                    importing.add(drafts, file=name, format=kind)
                total = importing.totals
        else:
            for name, kind, drafts in map(seeds.__getitem__, order):
                total = total.plus(put(library, *drafts, file=name, format=kind))
        assert total == Tally(394, 8, 0)
        assert library.total() == 394
        expected = expected or works(library)
        assert works(library) == expected, order
        for name, kind, drafts in map(seeds.__getitem__, order[::-1]):
            assert put(library, *drafts, file=name, format=kind) == Tally(0, 0, len(drafts))
        assert works(library) == expected
        while library.ledger.undo():
            pass
        assert contents(library) == before


def test_the_opt_paper_gets_its_title_from_another_file(
    library: Library, seeds: Mapping[str, tuple[str, str, list[Draft]]]
) -> None:
    for name in ("000", "004"):
        file, kind, drafts = seeds[name]
        put(library, *drafts, file=file, format=kind)
    found = [paper for paper in library.papers(range(1, 1000)) if len(paper.sources) == 2]
    assert [(paper.title, paper.sources[0].label) for paper in found] == [
        ("OPT: Open Pre-trained Transformer Language Models", "Jack")
    ]


def test_the_same_record_from_two_files_is_one_work_even_by_its_title_alone(library: Library) -> None:
    draft = Draft(title="A Title That Says Enough to Be Known")
    put(library, draft)
    assert put(library, draft, file="b.txt") == Tally(0, 1, 0)
    assert put(library, Draft(title="Introduction")).new == 1
    assert put(library, Draft(title="Introduction"), file="b.txt").new == 1, "nobody can know"


def test_a_record_that_fits_two_papers_makes_them_one(library: Library) -> None:
    title, abstract = "A Title That Says Enough to Be Known", "Words about lists that nobody has read yet. " * 8
    put(library, Draft(title=title, authors=("Ada B",), year=2020), Draft(abstract=abstract))
    assert put(library, Draft(title=title, authors=("Ada B",), year=2020, abstract=abstract)) == Tally(0, 1, 0)
    assert [(paper.id, paper.title, bool(paper.abstract)) for paper in library.papers([1, 2])] == [(1, title, True)]


def test_records_that_only_meet_through_a_third_in_one_batch(library: Library) -> None:
    title, abstract = "A Title That Says Enough to Be Known", "Words about lists that nobody has read yet. " * 8
    put(
        library,
        Draft(title=title, authors=("Ada B",), year=2020),
        Draft(title=title, authors=("Ada B",), year=2020, abstract=abstract),
        Draft(abstract=abstract, doi="10.1000/a"),
        Draft(title="Renamed", doi="10.1000/A"),
    )
    assert library.total() == 1


def test_a_batch_costs_a_few_questions(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def drafts(begin: int) -> list[Draft]:
        return [
            Draft(title=f"Paper Number {number} of Very Many", year=2020, abstract=f"{number} things. " * 40)
            for number in range(begin, begin + 300)
        ]

    put(library, *drafts(0))
    with library.ledger.writing() as writer:
        writer.set_trace_callback(lambda sql: asked.append(sql) if sql.startswith("SELECT") else None)
        plan = matching.Matcher((writer,), lambda _: False).plan(drafts(150), "b.txt")
        writer.set_trace_callback(None)
    assert plan.tally == Tally(150, 150, 0)
    assert len(asked) < 10
