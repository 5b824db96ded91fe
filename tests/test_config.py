"""Where the library is found, and what a broken config costs."""

from pathlib import Path

import pytest

from readlist import config


@pytest.fixture(autouse=True)
def own_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("READLIST_DB", raising=False)
    monkeypatch.setenv("READLIST_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path))


def write(tmp_path: Path, text: str) -> config.Config:
    (tmp_path / "config.toml").write_text(text, encoding="utf-8")
    return config.load()


def test_no_config_means_the_defaults() -> None:
    assert config.load() == config.Config()


def test_settings_are_taken(tmp_path: Path) -> None:
    loaded = write(tmp_path, 'library = "papers.db"\ntheme = "nord"\n[keys]\nstar = "f"\n')
    assert loaded == config.Config(library=tmp_path / "papers.db", theme="nord", keys={"star": "f"})


@pytest.mark.parametrize(
    ("text", "named"),
    [("theme = 3", "theme"), ("colour = 'red'", "colour"), ("[keys]\nstar = 1", "keys"), ("theme = ", "was not read")],
)
def test_a_broken_setting_costs_itself_and_is_named(tmp_path: Path, text: str, named: str) -> None:
    loaded = write(tmp_path, text)
    assert loaded.theme is None and loaded.keys == {}
    assert len(loaded.problems) == 1 and named in loaded.problems[0]


def test_a_config_that_is_not_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_bytes(b"\xff\xfe\x00")
    assert "was not read" in config.load().problems[0]


def test_the_library_is_the_named_one_then_the_environments_then_the_configs_then_the_platforms(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert config.library_path().name == "readlist.db"
    assert config.library_path().parent.is_dir()
    write(tmp_path, 'library = "mine.db"')
    assert config.library_path() == tmp_path / "mine.db"
    monkeypatch.setenv("READLIST_DB", str(tmp_path / "environment.db"))
    assert config.library_path() == tmp_path / "environment.db"
    assert config.library_path(Path("given.db")) == Path("given.db")
