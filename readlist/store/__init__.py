"""The library file: what is read from it, the ledger of its changes, and the search index."""

from typing import TYPE_CHECKING, Any

from readlist.store.history import Change, ChangeSet
from readlist.store.intake import Importing
from readlist.store.library import Counts, Library
from readlist.store.matching import Tally
from readlist.store.rows import Summary

if TYPE_CHECKING:
    from readlist.store.clock import Interrupted
    from readlist.store.search import Found, Searcher
    from readlist.store.searches import SavedSearch

__all__ = [
    "Change",
    "ChangeSet",
    "Counts",
    "Found",
    "Importing",
    "Interrupted",
    "Library",
    "SavedSearch",
    "Searcher",
    "Summary",
    "Tally",
]


def __getattr__(name: str) -> Any:
    # Searching loads rapidfuzz, which most commands do not need; few need the query language.
    if name in ("Found", "Interrupted", "Searcher"):
        from readlist.store import search

        return getattr(search, name)
    if name == "SavedSearch":
        from readlist.store.searches import SavedSearch

        return SavedSearch
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
