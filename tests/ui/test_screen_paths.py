"""Completing paths."""

from pathlib import Path

from readlist.ui.paths import common_start, completions, expanded


def test_files_and_folders_are_offered(tmp_path: Path) -> None:
    (tmp_path / "page one.txt").touch()
    (tmp_path / "pages").mkdir()
    (tmp_path / ".hidden").touch()
    start = f"{tmp_path}/"
    assert completions(start) == [f"{start}page one.txt", f"{start}pages/"]
    assert completions(f"{start}PAGES") == [f"{start}pages/"]
    assert completions(f"{start}.h") == [f"{start}.hidden"]
    assert completions(f"{start}none/x") == []


def test_common_start() -> None:
    assert common_start(["/a/page", "/a/Paper"]) == "/a/pa"
    assert common_start([]) == ""


def test_home_and_quotes() -> None:
    assert expanded(" '~/x' ") == str(Path.home() / "x")
