"""Takes the README's picture of the real app on the sample pages: ``python tests/pictures.py readlist.svg``.

Any browser turns the SVG into the PNG in ``assets/``.
"""

import asyncio
import os
import re
import sys
import tempfile
from pathlib import Path

from readlist import importing
from readlist.config import Config
from readlist.query import parse
from readlist.store import Library
from readlist.ui.app import ReadlistApp
from readlist.ui.work import Desk

SAMPLES = Path(__file__).parent.parent / "assets" / "samples"
SIZE = (120, 34)


async def take(picture: Path) -> None:
    """Writes an SVG of the screen with some papers read, tagged and starred, and a mistyped search."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["HOME"] = folder  # the header says ~/papers.db
        library = Library.open(Path(folder) / "papers.db")
        importing.run(library, [str(SAMPLES)])
        live_in(library)
        desk = Desk(library)
        app = ReadlistApp(desk, Config())
        async with app.run_test(size=SIZE) as pilot:
            await pilot.pause(1)
            await pilot.press("slash", *"netwroks", "enter")
            await pilot.pause(1)
            await pilot.press("j")
            await pilot.pause(1)
            svg = app.export_screenshot(title="readlist")
        desk.close()
    # The fonts of the viewer will do; a picture should not ask the network for one.
    svg = re.sub(r"@font-face\s*\{.*?\}", "", svg, flags=re.DOTALL)
    picture.write_text(svg, encoding="utf-8")


def live_in(library: Library) -> None:
    """What a week with the library leaves behind."""
    ledger = library.ledger
    ledger.tag(found(library, "sutskever", "he2016", "goodfellow", "krizhevsky", "ho2020"), add=["deep-learning"])
    ledger.tag(found(library, "lewis2020"), add=["rag", "to-cite"])
    ledger.tag(found(library, "watts1998"), add=["graphs", "to-cite"])
    ledger.star(found(library, "he2016", "lewis2020"), True)
    ledger.mark(found(library, "srivastava2014", "vaswani2017", "turing1950"), "read")
    ledger.mark(found(library, "watts1998"), "reading")


def found(library: Library, *keys: str) -> list[int]:
    """The papers whose keys begin so."""
    searcher = library.searcher()
    ids = [paper for key in keys for paper in searcher.find(parse(f"key:{key}")).ids]
    searcher.close()
    return ids


if __name__ == "__main__":
    asyncio.run(take(Path(sys.argv[1])))
