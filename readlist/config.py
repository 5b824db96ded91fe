"""Where readlist's files live, and the settings a person may write into ``config.toml``.

A broken or unknown setting costs only itself: it is named in :attr:`Config.problems`, and the default holds.
"""

import os
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from readlist.errors import ReadlistError
from readlist.text import printable


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The settings: ``library`` is the database file (None: the platform's data folder), ``theme`` a Textual theme
    (None: the default), ``style`` the citation style that is copied, ``keys`` the names of commands with the keys bound
    to them (``{"star": "f"}``), ``problems`` one sentence for every setting that could not be taken."""

    library: Path | None = None
    theme: str | None = None
    style: str = "bibtex"
    keys: dict[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


def config_path() -> Path:
    """The config file: ``$READLIST_CONFIG``, or ``config.toml`` in the platform's config folder. It need not exist."""
    given = os.environ.get("READLIST_CONFIG")
    if given:
        return Path(given).expanduser()
    from platformdirs import user_config_path

    return user_config_path("readlist", appauthor=False) / "config.toml"


def load(path: Path | None = None) -> Config:
    """The settings of a config file (:func:`config_path` when left out); the defaults when there is none."""
    path = path or config_path()
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Config()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return Config(problems=(f"{printable(str(path))} was not read, the defaults hold: {printable(str(error))}",))
    return _checked(settings, path.parent)


def library_path(given: Path | None = None, config: Config | None = None) -> Path:
    """The library to open: the one named on the command line, else ``$READLIST_DB``, else the config's, else
    ``readlist.db`` in the platform's data folder, which is made when it is missing.

    Raises ReadlistError when that folder cannot be made.
    """
    if given is not None:
        return given.expanduser()
    named = os.environ.get("READLIST_DB")
    if named:
        return Path(named).expanduser()
    config = config or load()
    if config.library is not None:
        return config.library
    from platformdirs import user_data_path

    folder = user_data_path("readlist", appauthor=False)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ReadlistError(
            f"cannot make the folder {printable(str(folder))} ({error.strerror}): name a library with --library FILE"
        ) from None
    return folder / "readlist.db"


def _checked(settings: dict[str, Any], folder: Path) -> Config:
    taken: dict[str, Any] = {}
    problems = []
    for name, value in settings.items():
        if name in ("library", "theme", "style") and isinstance(value, str) and value:
            taken[name] = folder / Path(value).expanduser() if name == "library" else value
        elif name == "keys" and isinstance(value, dict) and all(isinstance(key, str) for key in value.values()):
            taken[name] = value
        elif name in Config.__slots__ and name != "problems":
            shape = "a table of names and keys" if name == "keys" else "text in quotes"
            problems.append(f"config: {name} must be {shape}; the default holds")
        else:
            problems.append(f"config: there is no setting {printable(name)!r}")
    return Config(**taken, problems=tuple(problems))
