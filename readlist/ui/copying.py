"""Copying: what the menu offers, and an honest word on whether it arrived."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from readlist.paper import Paper
from readlist.text import count
from readlist.ui.links import link

if TYPE_CHECKING:
    from readlist.ui.screens.main import MainScreen


def _bibtex(papers: Sequence[Paper]) -> tuple[str, str]:
    from readlist.citations import render

    return render(papers, "bibtex"), f"{count(len(papers), 'citation')} · BibTeX"


def _each(get: Callable[[Paper], str | None], noun: str, many: str, between: str = "\n") -> Callable[
    [Sequence[Paper]], tuple[str, str]
]:  # fmt: skip
    def take(papers: Sequence[Paper]) -> tuple[str, str]:
        texts = [text for text in map(get, papers) if text]
        return between.join(texts), count(len(texts), noun, many)

    return take


def _title(paper: Paper) -> str | None:
    return paper.title


def _doi(paper: Paper) -> str | None:
    return paper.doi


WAYS = {
    "citation": ("y", "citation (BibTeX)", _bibtex),
    "bibtex": ("b", "BibTeX", _bibtex),
    "key": ("k", "citation key", _each(lambda paper: paper.key, "key", "keys", ", ")),
    "title": ("t", "title", _each(_title, "title", "titles")),
    "abstract": ("a", "abstract", _each(lambda paper: paper.abstract, "abstract", "abstracts", "\n\n")),
    "doi": ("d", "DOI", _each(_doi, "DOI", "DOIs")),
    "link": ("u", "link", _each(link, "link", "links")),
}
"""What can be copied: its key in the menu, its label, and how papers become text and a word on it."""


async def copy_as(screen: MainScreen, ids: Sequence[int], name: str) -> None:
    """Copy papers in one of the ways, and say so."""
    papers = await screen.desk.do("pages", screen.desk.library.papers, ids)
    _, label, take = WAYS[name]
    text, what = await screen.desk.do("aside", take, papers)
    if text:
        screen.say(*await copy_text(screen, text, what))
    else:
        screen.say(f"no {label} is known", "warning")


async def copy_text(screen: MainScreen, text: str, what: str) -> tuple[str, str]:
    """Put a text on the clipboard; what to say about it."""
    from readlist import clipboard

    copied = await screen.desk.do("aside", partial(clipboard.copy, text, terminal=screen.to_terminal, what=what))
    return copied.message, "done" if copied else "warning"
