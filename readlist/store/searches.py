"""Searches that have a name, and the questions that were asked.

Saved searches are part of the history: each function that changes them is one change set inside the caller's
transaction. Questions that were asked are only remembered.
"""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

from readlist.errors import ReadlistError
from readlist.paper import timestamp
from readlist.query import Field, Query, parse
from readlist.query.saved import saved_names, with_saved
from readlist.store import history, shelf
from readlist.store.history import Change
from readlist.store.rows import Row
from readlist.text import clean_line, fold

LONGEST_NAME = 80
KEPT = 500
"""So many questions are remembered."""


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search with a name."""

    name: str
    query: str


def saved_searches(connection: sqlite3.Connection) -> list[SavedSearch]:
    """Every saved search, in the order they were made."""
    return [SavedSearch(row["name"], row["query"]) for row in _rows(connection)]


def lookup(connection: sqlite3.Connection) -> Callable[[str], str | None]:
    """What gives the query saved under a name; capitals and accents do not matter."""
    known: dict[str, str] = {}

    def find(name: str) -> str | None:
        if not known:
            known.update((fold(row["name"]), row["query"]) for row in _rows(connection))
        return known.get(fold(clean_line(name.replace('"', "'"))))

    return find


def save(connection: sqlite3.Connection, name: str, query: str) -> Change:
    """Gives a query a name, or the name another query. A search that refines itself (``saved:x more words`` as ``x``)
    takes its old query in."""
    name, query = tidy_name(name), clean_line(query)
    if not query:
        raise ReadlistError("There is nothing to save: the search is empty.", code=2)
    old = _find(connection, name)
    query = _without_itself(connection, name, query, old)
    if old is None:
        number = shelf.next_id(connection, "searches")
        history.forget_undone(connection)
        change_set = history.open_change_set(connection, "")
        history.record_insertion(connection, change_set, "searches", number, number)
        shelf.insert_searches(connection, [{"id": number, "name": name, "query": query, "added": timestamp()}])
        return _closed(connection, change_set, f"saved the search “{name}”")
    if old["query"] == query:
        return history.NO_CHANGE
    return _update(connection, {old["id"]: (old, {"query": query})}, f"changed the saved search “{old['name']}”")


def rename(connection: sqlite3.Connection, name: str, new: str) -> Change:
    """Gives a saved search another name, also where other saved searches use it."""
    old, new = _known(connection, name), tidy_name(new)
    taken = _find(connection, new)
    if taken and taken["id"] != old["id"]:
        raise ReadlistError(f"There is a saved search “{taken['name']}” already: choose another name.", code=2)
    if old["name"] == new:
        return history.NO_CHANGE
    changes: dict[int, tuple[Row, Row]] = {old["id"]: (old, {"name": new})}
    for row in _rows(connection):
        if row["id"] != old["id"] and _uses(row["query"], old["name"]):
            query = parse(row["query"])
            root = with_saved(query.root, old["name"], Field("saved", new))
            changes[row["id"]] = row, {"query": str(Query(root, query.sort, query.descending))}
    return _update(connection, changes, f"renamed the saved search “{old['name']}” to “{new}”")


def forget(connection: sqlite3.Connection, name: str) -> Change:
    """Takes a saved search away, and says which others use it."""
    row = _known(connection, name)
    users = [f"“{other['name']}”" for other in _rows(connection) if _uses(other["query"], row["name"])]
    history.forget_undone(connection)
    change_set = history.open_change_set(connection, "")
    history.record_deletions(connection, change_set, "searches", [row])
    connection.execute("DELETE FROM searches WHERE id = ?", (row["id"],))
    warning = f", which {' and '.join(users[:3])} still {'uses' if len(users) == 1 else 'use'}" if users else ""
    return _closed(connection, change_set, f"forgot the saved search “{row['name']}”{warning}")


def asked(connection: sqlite3.Connection, limit: int) -> list[str]:
    """The questions asked before, the newest first, each once."""
    return [query for (query,) in connection.execute("SELECT query FROM asked ORDER BY id DESC LIMIT ?", (limit,))]


def remember(connection: sqlite3.Connection, query: str) -> None:
    """Puts a question before all others, and lets the oldest go."""
    connection.execute("INSERT OR REPLACE INTO asked (query, at) VALUES (?, ?)", (query, timestamp()))
    connection.execute(
        "DELETE FROM asked WHERE id <= (SELECT id FROM asked ORDER BY id DESC LIMIT 1 OFFSET ?)", (KEPT,)
    )


def tidy_name(name: str) -> str:
    """A name as it is kept: on one line, without the quotes it stands in when it is used. Raises ReadlistError for one
    that is empty or too long."""
    name = clean_line(name.replace('"', "'"))
    if not name:
        raise ReadlistError("A saved search needs a name.", code=2)
    if len(name) > LONGEST_NAME:
        raise ReadlistError(f"The name of a saved search has at most {LONGEST_NAME} characters.", code=2)
    return name


def _without_itself(connection: sqlite3.Connection, name: str, query: str, old: Row | None) -> str:
    """The query with its old one in its own place; raises ReadlistError when it would still lead back to itself."""
    if old is not None and _uses(query, name):
        wanted, before = parse(query), parse(old["query"])
        order = wanted if wanted.sort else before
        query = str(Query(with_saved(wanted.root, name, before.root), order.sort, order.descending))
    find, reached = lookup(connection), {fold(name)}
    waiting = list(saved_names(parse(query)))
    while waiting:
        used = waiting.pop()
        if fold(used) == fold(name):
            raise ReadlistError(f"The search “{name}” would use itself.", code=2)
        if fold(used) not in reached:
            reached.add(fold(used))
            waiting.extend(saved_names(parse(find(used) or "")))
    return query


def _uses(query: str, name: str) -> bool:
    return any(fold(used) == fold(name) for used in saved_names(parse(query)))


def _rows(connection: sqlite3.Connection) -> list[Row]:
    return shelf.read_plain(connection, "searches", "1", ())


def _find(connection: sqlite3.Connection, name: str) -> Row | None:
    return next((row for row in _rows(connection) if fold(row["name"]) == fold(name)), None)


def _known(connection: sqlite3.Connection, name: str) -> Row:
    found = _find(connection, tidy_name(name))
    if found is None:
        raise ReadlistError(f"There is no saved search “{tidy_name(name)}”.")
    return found


def _update(connection: sqlite3.Connection, changes: dict[int, tuple[Row, Row]], summary: str) -> Change:
    history.forget_undone(connection)
    change_set = history.open_change_set(connection, "")
    before = ((row, {name: old[name] for name in new}, new) for row, (old, new) in changes.items())
    history.record_updates(connection, change_set, "searches", before)
    shelf.update_plain(connection, "searches", {row: new for row, (_, new) in changes.items()})
    return _closed(connection, change_set, summary)


def _closed(connection: sqlite3.Connection, change_set: int, summary: str) -> Change:
    history.close_change_set(connection, change_set, summary, 1)
    return Change(change_set, summary, frozenset(), 1)
