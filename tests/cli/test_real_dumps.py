"""The five real dumps, from file to list: every record, every field, in whatever order."""

import json
import random
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
FIELDS = ("title", "authors", "more_authors", "year", "month", "venue", "abstract")


@pytest.fixture
def expected(seeds: list[Path]) -> dict[str, Any]:
    answer = json.loads((seeds[0].parents[1] / "expected" / "seeds.json").read_text(encoding="utf-8"))
    assert isinstance(answer, dict)
    return answer


def orders(seeds: list[Path]) -> Iterable[list[Path]]:
    shuffled = list(seeds)
    random.Random(4).shuffle(shuffled)
    return (seeds, seeds[::-1], shuffled)


def bare(value: str | None) -> str:
    return "".join(filter(str.isalnum, (value or "").casefold()))


def exported(run: Run) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run("export", "--format", "jsonl").out.splitlines()]


def check(papers: list[dict[str, Any]], expected: dict[str, Any]) -> None:
    """Each expected record is in the paper that names it as a source, and nothing there is invented."""
    by_source: dict[tuple[str, int], dict[str, Any]] = {}
    for paper in papers:
        for source in paper["sources"]:
            by_source[source["file"], source["line"]] = paper
    assert len(by_source) == expected["total_records"]
    assert len(papers) == expected["unique_works"]
    groups: dict[str, list[dict[str, Any]]] = {}
    for name, file in expected["files"].items():
        for record in file["records"]:
            paper = by_source[name, record["line"]]
            groups.setdefault(paper["uid"], []).append(record)
            [source] = [one for one in paper["sources"] if (one["file"], one["line"]) == (name, record["line"])]
            assert source["format"] == file["format"]
            assert source["label"] == file.get("label")
    for paper in papers:
        records = groups[paper["uid"]]
        for field in FIELDS:
            known = [record[field] for record in records if record.get(field) not in (None, [], "")]
            if field == "more_authors":
                longest = max((record for record in records), key=lambda record: len(record.get("authors") or []))
                assert paper[field] == longest.get("more_authors", 0), paper["key"]
            elif not known:
                assert paper[field] in (None, []), (field, paper["key"])
            elif field == "abstract":
                assert paper[field] in known
                assert len(bare(paper[field])) >= max(len(bare(one)) for one in known) - 40
            else:
                assert paper[field] in known, (field, paper["key"])
    merged = {frozenset(group) for group in expected["merged"]}
    names = {name: name[:3] for name in expected["files"]}
    found = {
        frozenset(f"{names[source['file']]}:{source['line']}" for source in paper["sources"])
        for paper in papers
        if len(paper["sources"]) > 1
    }
    assert found == merged


@pytest.mark.parametrize("turn", range(3))
def test_all_records_arrive_in_every_order(run: Run, seeds: list[Path], expected: dict[str, Any], turn: int) -> None:
    files = list(orders(seeds))[turn]
    report = json.loads(run("import", *files, "--json").out)
    assert report["totals"] == {"read": 402, "new": 394, "merged": 8, "unchanged": 0, "skipped": 0}
    for part in (*report["files"], report["totals"]):
        assert part["read"] == part["new"] + part["merged"] + part["unchanged"] + part["skipped"]
    assert [file["path"] for file in report["files"]] == [str(file) for file in files]
    check(exported(run), expected)
    again = json.loads(run("import", *files, "--json").out)
    assert again["totals"] == {"read": 402, "new": 0, "merged": 0, "unchanged": 402, "skipped": 0}


def test_five_imports_are_as_good_as_one(run: Run, seeds: list[Path], expected: dict[str, Any]) -> None:
    for file in reversed(seeds):
        run("import", file)
    check(exported(run), expected)


def test_undo_of_the_import_leaves_nothing(run: Run, seeds: list[Path]) -> None:
    run("import", *seeds)
    before = exported(run)
    assert "394" in run("undo").out
    assert run("export", "--format", "jsonl").out == ""
    assert json.loads(run("list", "--json").out) == []
    run("redo")
    assert exported(run) == before


def test_what_is_exported_reads_back_equal(run: Run, seeds: list[Path], tmp_path: Path, home: Path) -> None:
    run("import", *seeds)
    key = exported(run)[0]["key"]
    run("tag", key, "+rag", "+to read")
    run("mark", key, "reading")
    run("note", key, "--text", "a note\nof two lines")
    target = tmp_path / "all.jsonl"
    run("export", "-o", target)
    other = home / "other.db"
    assert "394 new" in run("--library", other, "import", target).out
    again = run("export", "--format", "jsonl", "--library", other).out
    mine = {paper["uid"]: paper for paper in exported(run)}
    theirs = {paper["uid"]: paper for paper in map(json.loads, again.splitlines())}
    for paper in (*mine.values(), *theirs.values()):
        paper.pop("sources")
    assert theirs == mine


def test_the_untitled_paper_gets_its_title_from_another_file(run: Run, seeds: list[Path]) -> None:
    run("import", seeds[0])
    untitled = [
        paper for paper in exported(run) if (paper["abstract"] or "").startswith("Large language models, which")
    ]
    assert [paper["title"] for paper in untitled] == [None]
    run("import", seeds[4])
    titled = [paper for paper in exported(run) if paper["uid"] == untitled[0]["uid"]]
    assert titled[0]["title"].startswith("OPT: Open Pre-trained Transformer")
