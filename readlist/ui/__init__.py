"""The screen. Importing this package loads nothing of Textual; :func:`run` does."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from readlist.config import Config
    from readlist.store import Library


def run(library: "Library", config: "Config") -> int:
    """Show a library until the person leaves; the exit code."""
    from readlist.ui.app import ReadlistApp
    from readlist.ui.work import Desk

    desk = Desk(library)
    app = ReadlistApp(desk, config)
    try:
        app.run()
    finally:
        desk.close()
    return app.return_code or 0
