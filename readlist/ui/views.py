"""What the sidebar offers: views of the library, tags and sources, each a query."""

from pathlib import Path

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


def entries(counts: Counts | None) -> list[Entry]:
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
        lines += [Entry(tag, f"tag:{_quoted(tag)}", number) for tag, number in counts.tags]
    if counts is not None and counts.sources:
        lines += [Entry(""), Entry("SOURCES")]
        lines += [Entry(source, f"source:{_quoted(source)}", number) for source, number in counts.sources]
    return lines


def library_name(path: Path) -> str:
    """The library's path, from the home folder where it lies there."""
    try:
        return f"~/{path.absolute().relative_to(Path.home())}"
    except (ValueError, RuntimeError):
        return str(path)


def _quoted(value: str) -> str:
    return '"' + value.replace('"', "") + '"'
