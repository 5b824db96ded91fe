"""Whatever is typed and whatever is in a file: an exit code, at most one line of complaint, and nothing dangerous."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readlist.cli import main

FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
RELAXED = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
TYPED = ["tag:", "-", "(", ")", '"', "OR", "year:20", "is:", "--limit", "--json", "sort:year", "+", "--", "a"]
WORDS = st.one_of(st.sampled_from(TYPED), st.text(st.characters(exclude_characters="\x00", codec=None), max_size=12))
COMMANDS = ["search", "related", "list", "export", "cite", "tag", "show", "mark"]
BEGINNINGS = [b"Ada\n", b"Abstract:", b"Subscribe", b"\n", b"\r\n", b"- ", b'{"uid": ', b"\x1f\x8b\x08", b"\xff\xfe"]
PIECES = st.one_of(
    st.sampled_from(BEGINNINGS),
    st.binary(max_size=40),
    st.text(max_size=40).map(lambda text: text.encode("utf-8", "replace")),
)


@pytest.fixture
def filled(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.txt"
    page.write_text("Ada\nAbstract:A study of how a study is studied.\nAbstract:Another one, of words and years.\n")
    assert main(["import", str(page)]) == 0
    capsys.readouterr()


@pytest.mark.usefixtures("filled")
@settings(deadline=None, max_examples=60, suppress_health_check=RELAXED)
@given(
    words=st.lists(WORDS, max_size=6),
    command=st.sampled_from(["search", "related", "list", "export", "cite", "tag", "show", "mark"]),
)
def test_any_words_behind_a_command(words: list[str], command: str, capsys: pytest.CaptureFixture[str]) -> None:
    if {"-o", "--output", "-h", "--help"} & set(words):
        return
    code = main([command, *words, "--json"])
    out, err = capsys.readouterr()
    assert code in (0, 1, 2)
    assert "should not have happened" not in err
    assert not FORBIDDEN.search(out + err)
    assert all(line.startswith("readlist: ") for line in err.splitlines())
    if code == 0 and "--" not in words:
        json.loads(out)
    elif code:
        assert out == ""


@settings(deadline=None, max_examples=60, suppress_health_check=RELAXED)
@given(pieces=st.lists(PIECES, max_size=12))
def test_any_bytes_in_a_file(pieces: list[bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page"
    page.write_bytes(b"".join(pieces))
    code = main(["import", str(page), "--json"])
    out, err = capsys.readouterr()
    assert "report it" not in out + err
    assert not FORBIDDEN.search(out + err)
    report = json.loads(out)
    totals = report["totals"]
    assert code == (0 if totals["new"] + totals["merged"] + totals["unchanged"] else 1)
    for part in (*report["files"], totals):
        assert part["read"] == part["new"] + part["merged"] + part["unchanged"] + part["skipped"]
    if code:
        [file] = report["files"]
        assert file["problems"]
