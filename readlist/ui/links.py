"""The address of a paper, and opening it without a shell and without waiting for the browser."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from readlist.paper import Paper, Record

if TYPE_CHECKING:
    from readlist.ui.screens.main import MainScreen

MOST = 10
"""More links than this are not opened at once."""


def link(paper: Record) -> str | None:
    """Where a paper is on the web: by its DOI, else its arXiv number, else its own address when that is http(s)."""
    if paper.doi:
        return "https://doi.org/" + quote(paper.doi, safe="/:;()._-<>")
    if paper.arxiv:
        return "https://arxiv.org/abs/" + quote(paper.arxiv, safe="/.")
    if paper.url and is_web(paper.url):
        return paper.url
    return None


def is_web(address: str) -> bool:
    """Whether an address may be handed to the browser: http or https, with a host, and nothing odd in it."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    clean = address.isprintable() and " " not in address
    return parts.scheme in ("http", "https") and bool(parts.hostname) and clean


def opener() -> list[str] | None:
    """The program that opens an address on this machine; None without a desktop, as over SSH."""
    if sys.platform == "darwin":
        return ["open"]
    if os.environ.get("SSH_CONNECTION") or not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return None
    program = shutil.which("xdg-open")
    return [program] if program else None


def launch(addresses: Sequence[str]) -> bool:
    """Open addresses; False when there is nothing to open them with. Called in a thread."""
    program = opener()
    if program is None:
        return False
    for address in addresses:
        try:
            subprocess.Popen(
                [*program, address], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                start_new_session=True,
            )  # fmt: skip
        except OSError:
            return False
    return True


async def open_first(screen: MainScreen, papers: Sequence[Paper]) -> tuple[str, str]:
    """Open the links of these papers (the first few), or copy them where no browser can be started; what to say."""
    addresses = [address for address in map(link, papers) if address]
    if not addresses:
        return "no DOI, arXiv number or web address is known", "warning"
    opened = addresses[:MOST]
    shown = opened[0] if len(opened) == 1 else f"{len(opened)} links"
    left = f" (the first of {len(addresses)})" if len(addresses) > len(opened) else ""
    if await screen.desk.do("aside", launch, opened):
        return f"opening {shown}{left}", "done"
    from readlist.ui.copying import copy_text

    said, kind = await copy_text(screen, "\n".join(opened), shown)
    return f"no browser here: {said}", kind
