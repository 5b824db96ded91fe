"""Tags as they are written: one spelling for each, whatever capitals a person types."""

import sqlite3
from collections.abc import Iterable

from readlist.text import clean_line


def tidy(tags: Iterable[str]) -> tuple[str, ...]:
    """Tags as they are kept: cleaned, without ``#`` in front, empty and repeated ones left out."""
    kept: dict[str, str] = {}
    for tag in tags:
        text = clean_line(tag).lstrip("#").strip()
        if text:
            kept.setdefault(text.casefold(), text)
    return tuple(kept.values())


def spelled_as_before(connection: sqlite3.Connection, tags: Iterable[str]) -> tuple[str, ...]:
    """Tags in the spelling the library already has for them."""
    return tuple(
        (connection.execute("SELECT tag FROM taggings WHERE tag = ? LIMIT 1", (tag,)).fetchone() or (tag,))[0]
        for tag in tidy(tags)
    )


def with_tags(tags: Iterable[str], added: Iterable[str]) -> tuple[str, ...]:
    """Tags with more of them behind; one that is there already stays as it is spelled."""
    return tidy((*tags, *added))


def without_tags(tags: Iterable[str], removed: Iterable[str]) -> tuple[str, ...]:
    """Tags without some, whatever capitals those are typed in."""
    gone = {tag.casefold() for tag in tidy(removed)}
    return tuple(tag for tag in tags if tag.casefold() not in gone)
