"""The screen. Importing this package loads nothing of Textual; :func:`run` and :func:`pick` do."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from readlist.config import Config
    from readlist.store import Library
    from readlist.ui.app import ReadlistApp


def run(library: "Library", config: "Config") -> int:
    """Show a library until the person leaves; the exit code."""
    app, _ = _shown(library, config)
    return app.return_code or 0


def pick(library: "Library", config: "Config", query: str = "") -> tuple[str, ...] | None:
    """Let the person choose papers, the search box holding ``query`` at first; their keys in the order of the list,
    None when they left without choosing."""
    _, keys = _shown(library, config, query=query, picking=True)
    return keys


def _shown(
    library: "Library", config: "Config", *, query: str = "", picking: bool = False
) -> "tuple[ReadlistApp, tuple[str, ...] | None]":
    from readlist.ui.app import ReadlistApp
    from readlist.ui.work import Desk

    desk = Desk(library)
    app = ReadlistApp(desk, config, query=query, picking=picking)
    try:
        return app, app.run()
    finally:
        desk.close()
