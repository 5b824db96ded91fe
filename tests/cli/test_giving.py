"""cite and export: text for other programs, whole or not at all."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


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
