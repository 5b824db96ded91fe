"""What a person may set in a paper, and how it has to look."""

import json
import re
import sqlite3
from collections.abc import Callable, Mapping
from typing import Any

from readlist.errors import ReadlistError
from readlist.paper import WORK_FIELDS
from readlist.store.rows import Row, column_values, edited_fields
from readlist.text import clean, clean_line

_RANGES = {"year": range(1, 10_000), "month": range(1, 13), "day": range(1, 32)}
# What BibTeX cannot have in a key, and what would not survive a shell or a list of keys.
_NO_KEY = re.compile(r"[\s,{}()\"'#%~\\=@]")


def edited_columns(connection: sqlite3.Connection, row: Row, fields: Mapping[str, Any]) -> Row:
    """The columns that change when a person sets ``fields`` of the paper in ``row``, what was edited included.

    Raises ReadlistError (code 2) for an unknown field or a value that cannot be, and for a key another paper has.
    """
    tidied = {name: _tidied(name, value) for name, value in fields.items()}
    if (key := tidied.get("key")) is not None and key.lower() != row["key"].lower():
        found = connection.execute("SELECT EXISTS (SELECT 1 FROM papers WHERE key = ?)", (key,)).fetchone()[0]
        if found:
            raise ReadlistError(f"Another paper has the key {key}: choose another one.", code=2)
    columns = {name: value for name, value in column_values(tidied).items() if value != row[name]}
    if columns:
        edited = edited_fields(row) | columns.keys()
        # Who sets the authors has counted them.
        columns["edited"] = json.dumps(sorted(edited | ({"more_authors"} if "authors" in edited else set())))
    return columns


def _tidied(name: str, value: Any) -> Any:
    if name == "key":
        key = clean_line(str(value or ""))
        if not key or _NO_KEY.search(key):
            raise ReadlistError("A citation key is one word without commas, quotes and brackets.", code=2)
        return key
    if name not in WORK_FIELDS:
        raise ReadlistError(f"A paper has no field {name!r} that can be edited.", code=2)
    if name == "authors":
        return tuple(author for author in map(clean_line, value or ()) if author)
    if name == "extra":
        return dict(value or {})
    if name in _RANGES or name == "more_authors":
        return _number(name, value)
    if value is not None and not isinstance(value, str):
        raise ReadlistError(f"The {name} of a paper is text.", code=2)
    tidy: Callable[[str], str] = clean if name == "abstract" else clean_line
    return tidy(value or "") or None


def _number(name: str, value: Any) -> int | None:
    if value is None or value == "":
        return None
    try:
        number = int(value)
    except (TypeError, ValueError):
        number = -1
    allowed = _RANGES.get(name, range(100_000))
    if number not in allowed:
        raise ReadlistError(
            f"The {name.replace('_', ' ')} is a number from {allowed.start} to {allowed.stop - 1}, or nothing.", code=2
        )
    return number
