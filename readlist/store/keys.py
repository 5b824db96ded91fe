"""Papers by their names: a citation key, how one begins, or a uid."""

import sqlite3

from readlist.errors import ReadlistError
from readlist.text import printable

NAMED = 5
"""So many papers that might be meant are named."""
LAST = "\U0010ffff"
BY_NAME = """
    SELECT id FROM papers WHERE key = ?1
    UNION ALL SELECT * FROM (SELECT id FROM papers WHERE uid IN (?1, upper(?1), lower(?1)) ORDER BY uid != ?1)
"""
"""The paper with a key; else the one with a uid, whose letters another program may have written small."""


def paper_of_key(connection: sqlite3.Connection, key: str) -> int:
    """The paper with a citation key, with the only key that begins so, or with a uid; capitals do not matter.

    Raises ReadlistError when there is none, or several, and names some.
    """
    wanted = key.strip()
    exact = connection.execute(BY_NAME, (wanted,)).fetchone()
    if exact:
        return int(exact[0])
    found = keys_from(connection, wanted, NAMED + 1)
    if not wanted or not found:
        raise ReadlistError(f"No paper has the key {printable(wanted)!r}.")
    if len(found) > 1:
        named = ", ".join(name for _, name in found[:NAMED])
        more = " and more" if len(found) > NAMED else ""
        raise ReadlistError(f"Several papers have a key that begins with {printable(wanted)}: {named}{more}.")
    return found[0][0]


def keys_from(connection: sqlite3.Connection, beginning: str, most: int) -> list[tuple[int, str]]:
    """Papers whose keys begin so, with their keys, in alphabetical order."""
    return connection.execute(
        "SELECT id, key FROM papers WHERE key >= ?1 AND key < ?1 || ?2 ORDER BY key LIMIT ?3", (beginning, LAST, most)
    ).fetchall()
