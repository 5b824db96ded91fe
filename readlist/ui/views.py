"""What the sidebar offers: views of the library, tags and sources, each a query."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from readlist.store import Counts
from readlist.ui.widgets.sidebar import Entry

ALL = Entry("All", "")

EMPTY_LIBRARY = (
    "No papers yet.",
    "",
    "i imports saved web pages,",
    "or paste the text of one here.",
    "",
    "From the shell:  readlist import FILE",
)
"""What an empty library shows instead of papers."""


class Saved(NamedTuple):
    """A saved search, and how many papers it finds, once that is known."""

    name: str
    query: str
    papers: int | None = None


def entries(counts: Counts | None, saved: Sequence[Saved] = ()) -> list[Entry]:
    """The lines of the sidebar, with numbers once they are known."""
    if counts is None:
        numbers: tuple[int | None, ...] = (None,) * 6
    else:
        numbers = (counts.total, counts.unread, counts.reading, counts.read, counts.starred, counts.untitled)
    labels = (("All", ""), ("Unread", "is:unread"), ("Reading", "is:reading"), ("Read", "is:read"),
              ("Starred", "is:starred"), ("No title", "is:untitled"))  # fmt: skip
    lines = [Entry("LIBRARY")]
    lines += [Entry(label, query, number) for (label, query), number in zip(labels, numbers, strict=True)]
    if counts is not None and counts.tags:
        lines += [Entry(""), Entry("TAGS")]
        lines += [Entry(tag, f"tag:{_quoted(tag)}", number, "tag") for tag, number in counts.tags]
    if saved:
        lines += [Entry(""), Entry("SAVED")]
        lines += [Entry(one.name, one.query, one.papers, "saved") for one in saved]
    if counts is not None and counts.sources:
        lines += [Entry(""), Entry("SOURCES")]
        lines += [Entry(source, f"source:{_quoted(source)}", number, "source") for source, number in counts.sources]
    return lines


def place_name(view: Entry) -> str:
    """What stands in front of the prompt while one searches within a view; nothing for the whole library."""
    if not view.query:
        return ""
    return f"#{view.label}" if view.kind == "tag" else view.label


def library_name(path: Path) -> str:
    """The library's path, from the home folder where it lies there."""
    try:
        return f"~/{path.absolute().relative_to(Path.home())}"
    except (ValueError, RuntimeError):
        return str(path)


def _quoted(value: str) -> str:
    return '"' + value.replace('"', "") + '"'
