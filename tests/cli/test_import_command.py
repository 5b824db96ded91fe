"""The import command: what it tells people, scripts and the history."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., Any]


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


def test_an_import_shows_how_far_it_is(terminal: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    abstracts = "".join(f"Abstract:Study number {number} of many studies of numbers.\n" for number in range(90))
    page.write_text("Ada\n" + abstracts)
    always = "from readlist.cli import bring; bring.REDRAW_SECONDS = 0"
    code, received = terminal("import", page, first=always)
    assert code == 0
    assert b"a second" in received
    assert received.rstrip().endswith(b"undo with: readlist undo")


def test_import_in_an_encoding_that_is_named(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "old.ris"
    file.write_bytes("TY  - JOUR\nTI  - Война и мир\nER  - \n".encode("koi8-r"))
    assert "1 new" in run("import", "--encoding", "koi8-r", file).out
    assert json.loads(run("list", "--json").out)[0]["title"] == "Война и мир"
    assert "no encoding 'klingon'" in run("import", "--encoding", "klingon", file, code=2).err


def test_import_of_a_table_says_which_column_was_taken_for_what(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "liste.csv"
    file.write_text("Titel;Autoren;Year;Regal\nÜber Leselisten, kurz;Jane Doe;2019;7\n", encoding="utf-8")
    assert run("import", file).out.splitlines()[:2] == [
        "liste.csv  csv  1 new · 0 merged · 0 unchanged · 0 skipped",
        "  columns: Titel = title, Autoren = authors, Year, Regal",
    ]
