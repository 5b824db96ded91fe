"""The commands that find and change papers: what each prints to people, to pipes and to scripts."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from readlist.paper import JSON_FIELDS

Run = Callable[..., Any]


def keys(text: str) -> set[str]:
    return {paper["key"] for paper in json.loads(text)}


@pytest.mark.usefixtures("filled")
def test_list_in_a_pipe_is_fields_with_tabs_between(run: Run) -> None:
    rows = [line.split("\t") for line in run("list", "--sort", "year").out.splitlines()]
    assert rows[0] == ["gu2023mamba", "Mamba: Linear-Time Sequence Modeling", "Albert Gu; Tri Dao", "2023"]
    assert rows[1][0::2] == ["lewis2020retrieval", "Patrick Lewis; Ethan Perez; Aleksandra Piktus; and 9 more"]
    assert rows[2][0] == "anon-opensource"
    assert rows[2][1].startswith("“Open source keyboards")
    assert rows[2][2:] == ["", ""]


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ([], {"lewis2020retrieval", "gu2023mamba", "anon-opensource"}),
        (["--unread"], {"lewis2020retrieval", "anon-opensource"}),
        (["--read"], {"gu2023mamba"}),
        (["--reading"], set()),
        (["--read", "--unread"], {"lewis2020retrieval", "gu2023mamba", "anon-opensource"}),
        (["--starred"], {"gu2023mamba"}),
        (["--untitled"], {"anon-opensource"}),
        (["--tag", "rag"], {"lewis2020retrieval"}),
        (["--tag", "#rag", "--read"], set()),
        (["--tag", "nobody's"], set()),
        (["--tag", "x) OR (is:read"], set()),
        (["--year", "2020"], {"lewis2020retrieval"}),
        (["--year", "2020.."], {"lewis2020retrieval", "gu2023mamba"}),
        (["--year", "..2021"], {"lewis2020retrieval"}),
        (["--source", "jsonl"], {"lewis2020retrieval", "gu2023mamba", "anon-opensource"}),
        (["--source", "bibtex"], set()),
    ],
)
def test_list_filters(run: Run, filters: list[str], found: set[str]) -> None:
    assert keys(run("list", "--json", *filters).out) == found


@pytest.mark.usefixtures("filled")
def test_list_sorts_and_stops(run: Run) -> None:
    def order(*options: str) -> list[str]:
        return [line.partition("\t")[0] for line in run("list", *options).out.splitlines()]

    assert order("--sort", "year")[:2] == ["gu2023mamba", "lewis2020retrieval"]
    assert order("--sort", "year", "--reverse", "--year", "1900..") == ["lewis2020retrieval", "gu2023mamba"]
    assert order("--sort", "title", "--limit", "1") == ["gu2023mamba"]
    assert order("--limit", "0") == []
    assert sorted(order()) == sorted(order("--limit", "3"))


@pytest.mark.usefixtures("filled")
def test_search_forgives_and_scores(run: Run) -> None:
    papers = json.loads(run("search", "retreival", "augmentd", "--json").out)
    assert papers[0]["key"] == "lewis2020retrieval"
    assert papers[0]["score"] > 0
    assert json.loads(run("search", "--json", "--limit", "1", "models OR mamba OR open").out)[1:] == []
    assert keys(run("search", "-tag:rag", "--json").out) == {"gu2023mamba", "anon-opensource"}
    assert keys(run("search", "is:unread", "-keyboards", "--json").out) == {"lewis2020retrieval"}
    assert run("search", "zzzzqqqq").out == ""


@pytest.fixture
def followed(run: Run, tmp_path: Path) -> None:
    """A library with papers that speak of Mamba, and one that does not."""
    texts = {
        "gu2023mamba": ("Mamba: Linear-Time Sequence Modeling", "Sequences are modelled in linear time."),
        "doe2024deep": ("Deep sequences", "Layers of Mamba model sequences in linear time."),
        "roe2024vision": ("VMamba for pictures", "A picture is a sequence, and its time is linear."),
        "poe2020linear": ("Linear time", "Sequences of linear time."),
        "moe1999bread": ("Bread", "Flour and water."),
    }
    file = tmp_path / "followed.jsonl"
    papers = [
        {"key": key, "title": title, "abstract": abstract, "authors": [], "sources": []}
        for key, (title, abstract) in texts.items()
    ]
    file.write_text("".join(json.dumps(paper) + "\n" for paper in papers), encoding="utf-8")
    run("import", file)


@pytest.mark.usefixtures("followed")
def test_related_lists_the_nearest_first(run: Run) -> None:
    rows = [line.split("\t")[0] for line in run("related", "gu2023").out.splitlines()]
    assert set(rows[:2]) == {"doe2024deep", "roe2024vision"}
    assert rows[2:] == ["poe2020linear"]
    papers = json.loads(run("related", "gu2023mamba", "--json").out)
    assert [paper["key"] for paper in papers] == rows
    scores = [paper["score"] for paper in papers]
    assert scores == sorted(scores, reverse=True)
    assert 1 >= scores[0] > scores[-1] > 0
    assert run("related", "gu2023mamba", "--limit", "1").out.split("\t")[0] == rows[0]
    assert run("related", "moe1999bread").out == ""
    assert json.loads(run("related", "--json", "moe1999bread").out) == []
    assert "No paper has the key 'nobody'" in run("related", "nobody", code=1).err
    assert "KEY" in run("related", code=2).err


@pytest.mark.usefixtures("filled")
def test_what_a_query_cannot_mean_is_said_beside_the_answer(run: Run) -> None:
    result = run("search", "year:soon", "--json")
    json.loads(result.out)
    assert result.err.startswith("readlist: year:soon")


@pytest.mark.usefixtures("filled")
def test_show(run: Run, dump: Path) -> None:
    paper = json.loads(run("show", "lewis2020retrieval", "--json").out)
    given = json.loads(dump.read_text(encoding="utf-8").splitlines()[0])
    given.pop("sources")
    assert {name: paper[name] for name in given} == given
    assert json.loads(run("show", "lew", "--json").out)["key"] == "lewis2020retrieval"
    text = run("show", "lewis").out
    for part in (
        "Retrieval-Augmented Generation for Knowledge-Intensive Tasks\n",
        "Patrick Lewis, Ethan Perez, Aleksandra Piktus and 9 more\n",
        "NeurIPS · May 2020\n",
        "● unread  #rag\n",
        "arXiv 2005.11401\n",
        "from three.jsonl:1 · jsonl",
    ):
        assert part in text
    assert run("show", "anon").out.startswith("(no title)\n")
    missing = run("show", "nobody1999", code=1)
    assert "nobody1999" in missing.err
    assert missing.err.count("\n") == 1


@pytest.mark.usefixtures("filled")
def test_the_keys_of_json_are_those_promised(run: Run) -> None:
    promised = list(JSON_FIELDS)
    for command in (["list", "--json"], ["export", "--format", "jsonl"]):
        out = run(*command).out
        papers = json.loads(out) if command[0] == "list" else [json.loads(line) for line in out.splitlines()]
        assert all(list(paper) == promised for paper in papers)
        assert "" not in [value for paper in papers for value in paper.values()]
    assert list(json.loads(run("search", "mamba", "--json").out)[0]) == [*promised, "score"]


@pytest.mark.usefixtures("filled")
def test_tag(run: Run) -> None:
    told = run("tag", "lewis2020retrieval", "gu", "+to-cite", "-rag", "+two words")
    assert "2 papers" in told.out
    papers = {paper["key"]: paper for paper in json.loads(run("list", "--json").out)}
    assert sorted(papers["lewis2020retrieval"]["tags"]) == ["to-cite", "two words"]
    assert sorted(papers["gu2023mamba"]["tags"]) == ["to-cite", "two words"]
    assert run("tags").out == "to-cite\t2\ntwo words\t2\n"
    assert json.loads(run("tags", "--json").out) == [{"tag": "to-cite", "count": 2}, {"tag": "two words", "count": 2}]
    run("tag", "--json", "gu", "-to-cite")
    run("tag", "-two words", "gu")
    assert run("tags").out == "to-cite\t1\ntwo words\t1\n"


@pytest.mark.usefixtures("filled")
def test_a_mistyped_key_changes_nothing(run: Run) -> None:
    run("tag", "lewis2020retrieval", "nobody", "+x", code=1)
    run("mark", "lewis2020retrieval", "nobody", "read", code=1)
    run("rm", "lewis2020retrieval", "nobody", code=1)
    paper = json.loads(run("show", "lewis2020retrieval", "--json").out)
    assert (paper["tags"], paper["status"]) == (["rag"], "unread")


@pytest.mark.usefixtures("filled")
def test_mark(run: Run) -> None:
    change = json.loads(run("mark", "lewis", "anon", "read", "--json").out)
    assert change["count"] == 2
    assert list(change) == ["change", "summary", "count"]
    assert keys(run("list", "--read", "--json").out) == {"lewis2020retrieval", "gu2023mamba", "anon-opensource"}
    assert json.loads(run("show", "lewis", "--json").out)["finished"]


@pytest.mark.usefixtures("filled")
def test_note(run: Run, shell: Run) -> None:
    run("note", "lewis", "--text", "see section 4")
    assert "\nNote\nsee section 4\n" in run("show", "lewis").out
    shell("note", "lewis", stdin="zwei\nZeilen: größer\n".encode())
    assert json.loads(run("show", "lewis", "--json").out)["note"] == "zwei\nZeilen: größer"
    run("note", "lewis", "--text", "")
    assert json.loads(run("show", "lewis", "--json").out)["note"] is None


@pytest.mark.usefixtures("filled")
def test_rm_undo_redo_history(run: Run) -> None:
    before = run("export", "--format", "jsonl").out
    run("rm", "lewis", "gu")
    assert keys(run("list", "--json").out) == {"anon-opensource"}
    assert json.loads(run("undo", "--json").out)["count"] == 2
    assert run("export", "--format", "jsonl").out == before
    run("redo")
    assert keys(run("list", "--json").out) == {"anon-opensource"}
    changes = json.loads(run("history", "--json").out)
    assert [list(change) for change in changes] == [["id", "at", "summary", "count", "undone"]] * 2
    run("undo")
    run("undo")
    assert json.loads(run("list", "--json").out) == []
    assert run("undo", code=1).err == "readlist: there is nothing to undo\n"
    assert [line.split("\t")[3] for line in run("history").out.splitlines()] == ["undone", "undone"]
    assert len(run("history", "--limit", "1").out.splitlines()) == 1
    run("redo")
    run("redo")
    assert run("redo", code=1).err == "readlist: there is nothing to redo\n"


def test_formats_names_what_is_read_and_written(run: Run) -> None:
    rows = {row["name"]: row for row in json.loads(run("formats", "--json").out)}
    assert {"catalyzex", "al-folio", "huggingface", "jsonl", "bibtex"} <= set(rows)
    assert (rows["jsonl"]["reads"], rows["jsonl"]["writes"]) == (True, True)
    assert {line.split("\t")[0] for line in run("formats").out.splitlines()} == set(rows)


def test_search_shows_the_sentence_that_matched_when_the_title_does_not_say_it(filled: None, terminal: Run) -> None:
    code, out = terminal("search", "loud", columns=60)
    lines = out.decode().splitlines()
    assert code == 0
    assert lines[1] == "     They are loud."
    code, out = terminal("search", "mamba", columns=60)
    assert [line[:2] for line in out.decode().splitlines()[:1]] == [" ★"]
    assert out.decode().splitlines()[1] == "1 paper"
