"""Each command: what it prints to people, to pipes and to scripts, and how it fails."""

import gzip
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from readlist.cli import main
from readlist.paper import JSON_FIELDS

Run = Callable[..., Any]

PAPERS = [
    {
        "uid": "01HAAAAAAAAAAAAAAAAAAAAAAA",
        "key": "lewis2020retrieval",
        "title": "Retrieval-Augmented Generation for Knowledge-Intensive Tasks",
        "authors": ["Patrick Lewis", "Ethan Perez", "Aleksandra Piktus"],
        "more_authors": 9,
        "year": 2020,
        "month": 5,
        "venue": "NeurIPS",
        "abstract": "Large models store knowledge in their parameters. We combine them with a retriever.",
        "arxiv": "2005.11401",
        "tags": ["rag"],
        "sources": [],
    },
    {
        "uid": "01HBBBBBBBBBBBBBBBBBBBBBBB",
        "key": "gu2023mamba",
        "title": "Mamba: Linear-Time Sequence Modeling",
        "authors": ["Albert Gu", "Tri Dao"],
        "year": 2023,
        "status": "read",
        "starred": True,
        "sources": [],
    },
    {
        "uid": "01HCCCCCCCCCCCCCCCCCCCCCCC",
        "key": "anon-opensource",
        "abstract": "Open source keyboards are typed upon by people who like to type a lot. They are loud.",
        "sources": [],
    },
]


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    file = tmp_path / "three.jsonl"
    file.write_text("".join(json.dumps(paper) + "\n" for paper in PAPERS), encoding="utf-8")
    return file


@pytest.fixture
def filled(run: Run, dump: Path) -> None:
    run("import", dump)


def keys(text: str) -> set[str]:
    return {paper["key"] for paper in json.loads(text)}


def test_import_tells_a_line_a_file(run: Run, dump: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("Ada\nAbstract:A study of how studies are studied by the people who study them.\nAbstract:...\n")
    told = run("import", dump, page)
    assert told.err == ""
    assert told.out.splitlines() == [
        "three.jsonl  jsonl      3 new · 0 merged · 0 unchanged · 0 skipped",
        "page.txt     catalyzex  1 new · 0 merged · 0 unchanged · 1 skipped",
        "  line 3: an abstract without text: Abstract:...",
        "in all                  4 new · 0 merged · 0 unchanged · 1 skipped",
        "undo with: readlist undo",
    ]
    assert "undo with" not in run("import", dump).out


def test_import_json_has_the_promised_shape(run: Run, dump: Path, tmp_path: Path) -> None:
    result = run("import", dump, tmp_path / "missing", "--json")
    report = json.loads(result.out)
    assert list(report) == ["import", "files", "totals"]
    assert isinstance(report["import"], int)
    for file in report["files"]:
        assert list(file) == ["path", "format", "read", "new", "merged", "unchanged", "skipped", "problems"]
    assert report["files"][1]["problems"] == [{"line": None, "reason": "there is no such file", "raw": None}]
    assert report["totals"] == {"read": 3, "new": 3, "merged": 0, "unchanged": 0, "skipped": 0}
    assert "missing: there is no such file" in result.err


def test_import_fails_only_when_nothing_came_in(run: Run, dump: Path, tmp_path: Path) -> None:
    result = run("import", tmp_path / "missing", code=1)
    assert result.out == ""
    assert result.err == f"readlist: {tmp_path}/missing: there is no such file\n"
    assert json.loads(run("import", tmp_path / "missing", "--json", code=1).out)["import"] is None
    run("import", tmp_path / "missing", dump)
    run("import", dump)


def test_import_from_a_pipe(shell: Run, dump: Path) -> None:
    told = shell("import", "-", stdin=gzip.compress(dump.read_bytes()))
    assert told.out.splitlines()[0] == "standard input  jsonl  3 new · 0 merged · 0 unchanged · 0 skipped"
    assert told.err == ""
    assert "the file is empty" in shell("import", "-", code=1).err


def test_a_trial_import_says_so(run: Run, dump: Path) -> None:
    told = run("import", "--dry-run", dump).out
    assert "3 new" in told
    assert "nothing was changed" in told
    assert "undo with" not in told
    assert json.loads(run("list", "--json").out) == []


def test_import_with_tags_and_status(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("Ada\nAbstract:A study of how studies are studied by the people who study them.\n")
    run("import", page, "--tag", "inbox", "--tag=later", "--status", "reading")
    [paper] = json.loads(run("list", "--json").out)
    assert (sorted(paper["tags"]), paper["status"]) == (["inbox", "later"], "reading")


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


@pytest.mark.usefixtures("filled")
def test_what_a_query_cannot_mean_is_said_beside_the_answer(run: Run) -> None:
    result = run("search", "year:soon", "--json")
    json.loads(result.out)
    assert result.err.startswith("readlist: year:soon")


@pytest.mark.usefixtures("filled")
def test_show(run: Run) -> None:
    paper = json.loads(run("show", "lewis2020retrieval", "--json").out)
    assert {name: paper[name] for name in PAPERS[0] if name != "sources"} == {
        name: value for name, value in PAPERS[0].items() if name != "sources"
    }
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


@pytest.mark.usefixtures("filled")
def test_cite_prints_the_text_and_nothing_else(run: Run) -> None:
    result = run("cite", "lewis", "gu2023mamba")
    assert result.err == ""
    assert result.out.startswith("@")
    assert result.out.count("\n@") == 1
    assert "{lewis2020retrieval," in result.out
    assert " and others" in result.out
    assert result.out.endswith("}\n")
    assert "gu2023mamba" in run("cite", "--query", "mamba").out
    assert run("cite", "--query", "zzzzqqq", code=1).out == ""
    cited = json.loads(run("cite", "lewis", "gu", "--json").out)
    assert [(one["key"], one["style"]) for one in cited] == [
        ("lewis2020retrieval", "bibtex"),
        ("gu2023mamba", "bibtex"),
    ]
    assert "gu2023mamba" not in cited[0]["text"]
    assert cited[0]["text"] in result.out


@pytest.mark.usefixtures("filled")
def test_cite_copies_honestly(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from readlist import clipboard

    copied: list[str] = []

    def copy(text: str, *, terminal: object, what: str) -> clipboard.Copied:
        copied.append(text)
        return clipboard.Copied(("a test",), True, f"copied {what}")

    monkeypatch.setattr(clipboard, "copy", copy)
    result = run("cite", "lewis", "--copy")
    assert copied[0].strip() == result.out.strip()
    assert result.err == "readlist: copied 1 citation · BibTeX\n"
    monkeypatch.setattr(clipboard, "copy", lambda *_, **__: clipboard.Copied((), False, "not copied: no clipboard"))
    assert run("cite", "lewis", "--copy", code=1).err == "readlist: not copied: no clipboard\n"


@pytest.mark.usefixtures("filled")
def test_export(run: Run, tmp_path: Path) -> None:
    assert run("export").out.count("@") == 3
    target = tmp_path / "refs.bib"
    assert "wrote 3 papers as bibtex" in run("export", "-o", target).err
    text = target.read_text(encoding="utf-8")
    assert text == run("export", "--format", "bibtex").out
    refused = run("export", "tag:rag", "-o", target, code=1)
    assert "--force" in refused.err
    assert target.read_text(encoding="utf-8") == text
    run("export", "tag:rag", "-o", target, "--force")
    assert target.read_text(encoding="utf-8").count("@") == 1
    assert json.loads(run("export", "-o", tmp_path / "x.jsonl", "--json", "-tag:rag").out)["papers"] == 2
    assert len((tmp_path / "x.jsonl").read_text().splitlines()) == 2
    document = json.loads(run("export", "--format", "jsonl", "--json").out)
    assert (document["format"], document["papers"], document["text"].count("\n")) == ("jsonl", 3, 3)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "refs.bib", "three.jsonl", "x.jsonl"]


@pytest.mark.usefixtures("filled")
def test_export_cannot_be_turned_on_the_library(run: Run, tmp_path: Path, home: Path) -> None:
    assert "the library itself" in run("export", "-o", home / "papers.db", "--force", code=1).err
    assert "is a folder" in run("export", "-o", tmp_path, "--force", code=1).err
    assert "cannot write" in run("export", "-o", tmp_path / "no" / "such" / "place.bib", code=1).err
    assert len(json.loads(run("list", "--json").out)) == 3


def test_a_broken_export_leaves_the_old_file(
    run: Run, filled: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "refs.jsonl"
    target.write_text("mine\n")
    from readlist.formats import jsonl

    def failing(records: object):  # type: ignore[no-untyped-def]
        yield "half\n"
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(jsonl, "write", failing)
    assert "no space left" in run("export", "-o", target, "--force", code=1).err
    assert target.read_text() == "mine\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "refs.jsonl", "three.jsonl"]


def test_formats_names_what_is_read_and_written(run: Run) -> None:
    rows = {row["name"]: row for row in json.loads(run("formats", "--json").out)}
    assert {"catalyzex", "al-folio", "huggingface", "jsonl", "bibtex"} <= set(rows)
    assert (rows["jsonl"]["reads"], rows["jsonl"]["writes"]) == (True, True)
    assert {line.split("\t")[0] for line in run("formats").out.splitlines()} == set(rows)


def test_a_mistake_in_the_config_is_said_once_and_costs_nothing_else(run: Run, home: Path, dump: Path) -> None:
    (home / "config.toml").write_text("colour = 'red'\nstyle = 'nonsense'\n")
    told = run("import", dump)
    assert told.err.count("\n") == 1
    assert "colour" in told.err
    refused = run("cite", "lewis", code=2)
    assert "nonsense" in refused.err
    assert refused.err.count("colour") == 1
    assert run("cite", "lewis", "--style", "bibtex").out.startswith("@")


def test_config_path(run: Run, home: Path) -> None:
    assert run("config", "path").out == f"{home}/config.toml\n"
    assert json.loads(run("config", "path", "--json").out) == {"path": f"{home}/config.toml"}


def test_the_library_may_be_named_before_and_behind(run: Run, dump: Path, home: Path) -> None:
    first, second = home / "first.db", home / "second.db"
    run("--library", first, "import", dump)
    run("import", dump, f"--library={second}")
    assert len(json.loads(run(f"--library={first}", "list", "--json").out)) == 3
    assert len(json.loads(run("list", "--library", second, "--json").out)) == 3
    assert len(json.loads(run("--library", first, "--json", "list", "--library", second).out)) == 3
    assert json.loads(run("list", "--json").out) == []


def test_a_foreign_file_is_refused_in_one_line(run: Run, home: Path) -> None:
    foreign = home / "foreign.db"
    foreign.write_text("this is a letter, not a library\n" * 100)
    result = run("--library", foreign, "list", code=1)
    assert result.err.count("\n") == 1
    assert foreign.read_text().startswith("this is a letter")
    assert run("--library", home, "list", code=1).err.count("\n") == 1


def test_without_a_terminal_readlist_says_what_there_is(shell: Run, run: Run, dump: Path, home: Path) -> None:
    run("import", dump)
    result = shell()
    assert result.out == f"3 papers · 2 unread · {home}/papers.db\n"
    assert "needs a terminal" in result.err
    assert json.loads(shell("--json").out) == {"papers": 3, "unread": 2, "library": f"{home}/papers.db"}


def test_an_empty_library_answers_everything(run: Run) -> None:
    for command in (["list"], ["search", "x"], ["tags"], ["history"], ["export"], ["export", "--format", "jsonl"]):
        assert run(*command).out == ""
    for command in (["list", "--json"], ["search", "x", "--json"], ["tags", "--json"], ["history", "--json"]):
        assert json.loads(run(*command).out) == []
    assert run("show", "x", code=1).err.count("\n") == 1


@pytest.mark.usefixtures("filled")
def test_on_a_terminal_lists_fit_the_window(terminal: Run) -> None:
    for columns in (40, 60, 80, 120, 200):
        code, received = terminal("list", columns=columns, NO_COLOR="1")
        lines = received.decode().replace("\r\n", "\n").splitlines()
        assert code == 0
        assert max(map(len, lines)) <= columns
        assert lines[-1] == "3 papers"
        assert any("★" in line for line in lines)
        code, received = terminal("show", "lewis", columns=columns, NO_COLOR="1")
        assert max(map(len, received.decode().replace("\r\n", "\n").splitlines())) <= columns


def test_on_a_terminal_an_empty_library_says_what_to_do(terminal: Run) -> None:
    assert b"readlist import PATH" in terminal("list")[1]


def test_an_import_shows_how_far_it_is(terminal: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    abstracts = "".join(f"Abstract:Study number {number} of many studies of numbers.\n" for number in range(9000))
    page.write_text("Ada\n" + abstracts)
    code, received = terminal("import", page)
    assert code == 0
    assert b"a second" in received
    assert received.rstrip().endswith(b"undo with: readlist undo")


def test_a_reader_that_leaves_early_is_no_error(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("Ada\n" + "".join(f"Abstract:Study number {number} of numbers.\n" for number in range(3000)))
    run("import", page)
    process = subprocess.Popen(
        [sys.executable, "-m", "readlist", "list"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    assert process.stdout
    assert process.stderr
    process.stdout.read(10)
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(30) == 141


def test_an_interrupt_is_quiet(monkeypatch: pytest.MonkeyPatch, run: Run, filled: None) -> None:
    from readlist.store import Library

    def interrupted(self: Library, key: str) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(Library, "resolve", interrupted)
    assert run("show", "lewis", code=130).err == "readlist: interrupted\n"


def test_what_nobody_expected_is_one_sentence(monkeypatch: pytest.MonkeyPatch, run: Run, filled: None) -> None:
    from readlist.store import Library

    def broken(self: Library, key: str) -> int:
        raise ZeroDivisionError("by \x1b[31mzero")

    monkeypatch.setattr(Library, "resolve", broken)
    err = run("show", "lewis", code=1).err
    assert "ZeroDivisionError" in err
    assert "please report it" in err
    assert "\x1b" not in err
    assert err.count("\n") == 1
    monkeypatch.setenv("READLIST_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        main(["show", "lewis"])


def test_output_is_unicode_whatever_the_locale(dump: Path, run: Run, home: Path) -> None:
    run("import", dump)
    for command in (["list"], ["list", "--json"], ["show", "anon"]):
        done = subprocess.run(
            [sys.executable, "-m", "readlist", *command],
            capture_output=True,
            cwd=Path(__file__).parents[2],
            env={"PYTHONIOENCODING": "ascii", "READLIST_DB": str(home / "papers.db"), "PATH": "/usr/bin:/bin"},
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout.decode("utf-8")


@pytest.mark.usefixtures("filled")
def test_note_in_the_persons_editor(terminal: Run, run: Run, tmp_path: Path) -> None:
    script = tmp_path / "editor.py"
    script.write_text(
        "import pathlib, sys\n"
        "file = pathlib.Path(sys.argv[1])\n"
        "file.write_text(file.read_text(encoding='utf-8') + 'größer\\n', encoding='utf-8')\n"
    )
    for expected in ("größer", "größer\ngrößer"):
        assert terminal("note", "lewis", EDITOR=f"{sys.executable} '{script}'")[0] == 0
        assert json.loads(run("show", "lewis", "--json").out)["note"] == expected
    changes = run("history").out
    assert b"the note is as it was" in terminal("note", "lewis", EDITOR="true")[1]
    assert b"nothing was changed" in terminal("note", "lewis", EDITOR="false")[1]
    assert b"cannot start no-such-editor" in terminal("note", "lewis", EDITOR="no-such-editor")[1]
    assert b"quote that is not closed" in terminal("note", "lewis", EDITOR="ed 'x")[1]
    assert "größer" in terminal("note", "lewis", EDITOR="", VISUAL="")[1].decode()
    assert run("history").out == changes
