"""A dump made to harm: it is imported and shown, and not one byte of it acts on the terminal."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]

OSC52 = "\x1b]52;c;aGVsbG8=\x07"
WORDS = "measure how models of language remember what they were told a long time ago and what they never were told"
PAGE = "\n".join(
    [
        f"Mallory\x1b]0;owned\x07[/b]\u202e\u009d52;c;aGVsbG8=\u009c{OSC52}",
        f"Abstract:We \x1b[31;5m{WORDS}\x1b[0m{OSC52} [/b][@click=app.quit]here[/] once.",
        f"Abstract:Two \u009b2J\u009d0;x\u009c {WORDS} \u202eesrever\u2066\u200f \x00\x00 \x08\x08\x7f twice.",
        f"Abstract:Three'; drop table papers; -- {WORDS} \x1bP+q544e\x1b\\ \x1b_x\x1b\\ \x1bc thrice.",
        f"Abstract:Four {'looong words without end ' * 42000}",
        "Abstract:\x1b[2J\x07",
        f"Abstract:Five\u2028{WORDS}\x85 \ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16")
        + " five times.",
        "",
    ]
)
RECORD = {
    "uid": "01HXXXXXXXXXXXXXXXXXXXXXXX",
    "key": f"evil{OSC52}2020\x1b[31m",
    "type": "article",
    "title": f"On [/b] and {OSC52} \u202eesrever \u009b31m'; drop table papers; --",
    "authors": [f"Robert\x1b[31m Tables{OSC52}", "\u202eEve\x00 Adversary\u009b"],
    "more_authors": None,
    "year": 2020,
    "venue": f"Journal\x07 of {OSC52} Escapes",
    "abstract": f"An abstract\x1b[2J with\u0085 {WORDS} and \u009d52;c;aGVsbG8=\u009c more.",
    "url": "https://example.org/\x1b[31m\u202e",
    "doi": "10.1000/x\x1b[2J",
    "tags": [f"evil{OSC52}", "[/b]", "\u202egat"],
    "note": f"a note\n{OSC52}\nwith lines\x9b2J",
    "status": "reading",
    "starred": True,
    "sources": [{"format": "x\x1b[1m", "file": "f\x07\u202e", "line": 3, "label": f"l{OSC52}"}],
    "extra": {f"field{OSC52}": f"value\x1b[31m{OSC52}\u202e"},
}
BROKEN = '{"uid": "\x1b[31m' + OSC52 + '", "title": 5, "abstract": "x\u202e"}'

FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe]")
# What readlist itself may send to a terminal: line ends, and the return of a line that is redrawn.
OWN = re.compile(rb"\r+\n|\r *")


@pytest.fixture
def dumps(tmp_path: Path) -> list[Path]:
    folder = tmp_path / "dumps"
    folder.mkdir()
    first = folder / "\x1b]52;c;aA\x07\u202e[b] page.txt"
    first.write_bytes(PAGE.encode("utf-8", "surrogatepass"))
    second = folder / "own.jsonl"
    second.write_text(f"{json.dumps(RECORD)}\n{BROKEN}\n{BROKEN}\n", encoding="utf-8")
    return [first, second]


def harmless(*texts: str) -> None:
    for text in texts:
        found = FORBIDDEN.search(text)
        assert found is None, ascii(text[max(0, found.start() - 60) : found.end() + 60])


def commands(keys: list[str]) -> list[list[str]]:
    """Everything that prints what papers say."""
    return [
        ["list"],
        ["list", "--json"],
        ["search", "measure", "language"],
        ["search", "drop", "table", "--json"],
        *(["show", key] for key in keys),
        *(["show", key, "--json"] for key in keys),
        ["cite", *keys],
        ["cite", *keys, "--json"],
        ["export", "--format", "bibtex"],
        ["export", "--format", "jsonl"],
        ["export", "--json"],
        ["tags"],
        ["tags", "--json"],
        ["history"],
        ["history", "--json"],
    ]


def test_in_a_pipe(run: Run, dumps: list[Path]) -> None:
    told = run("import", *dumps)
    harmless(told.out, told.err)
    assert "[b] pag" in told.out
    again = run("import", *dumps, "--json")
    harmless(again.out, again.err)
    totals = json.loads(again.out)["totals"]
    assert (totals["new"], totals["merged"], totals["unchanged"]) == (0, 0, 6)
    papers = json.loads(run("list", "--json").out)
    assert len(papers) == 6
    for command in commands([paper["key"] for paper in papers]):
        result = run(*command)
        harmless(result.out, result.err)
        assert result.out or command[0] == "tags"


def test_the_words_survive(run: Run, dumps: list[Path]) -> None:
    run("import", *dumps)
    papers = {(paper["title"] or paper["abstract"])[:4]: paper for paper in json.loads(run("list", "--json").out)}
    assert papers["On ["]["title"] == "On [/b] and esrever '; drop table papers; --"
    assert papers["On ["]["authors"] == ["Robert Tables", "Eve Adversary"]
    assert papers["We m"]["abstract"] == f"We {WORDS} [/b][@click=app.quit]here[/] once."
    assert papers["Thre"]["abstract"].startswith("Three'; drop table papers; -- measure")
    assert len(papers["Four"]["abstract"]) > 1_000_000
    assert json.loads(run("search", "'; drop table papers; --", "--json").out)


def test_problems_are_shown_harmlessly(run: Run, dumps: list[Path]) -> None:
    report = json.loads(run("import", *dumps, "--json").out)
    problems = [problem for file in report["files"] for problem in file["problems"]]
    assert len(problems) >= 2
    assert all(problem["reason"] and problem["line"] for problem in problems)
    harmless(json.dumps(report, ensure_ascii=False))


def test_on_a_terminal(run: Run, terminal: Run, dumps: list[Path]) -> None:
    def clean_screen(*command: object, code: int = 0, **environment: str) -> bytes:
        got, received = terminal(*command, **environment)
        assert got == code, received
        harmless(OWN.sub(b"\n", received).decode())
        return bytes(received)

    clean_screen("import", *dumps)
    keys = [paper["key"] for paper in json.loads(run("list", "--json").out)]
    assert b"\x1b" not in clean_screen("list")
    clean_screen("search", "measure", "language")
    for key in keys:
        if not key.startswith("four"):
            clean_screen("show", key)
    clean_screen("export", "--format", "jsonl", "is:reading")
    clean_screen("tags")
    clean_screen("history")
    clean_screen("import", dumps[0], "\x1b]52;c;aGVsbG8=\x07", code=0)
    clean_screen("show", "\x1b]52;c;aGVsbG8=\x07", code=1)
    clean_screen("\x1b[2J", code=2)
    clean_screen("undo")


def test_file_names_that_look_like_options(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("-rf").write_text(f"Ada\nAbstract:We {WORDS} once.\n")
    Path("--json").write_text(f"Ada\nAbstract:Or {WORDS} twice.\n")
    assert "./-rf" in run("import", "-rf", code=2).err
    assert "1 new" in run("import", "--", "-rf").out
    assert "1 new" in run("import", "./--json").out
    assert run("list", "--json").out.count('"uid"') == 2
