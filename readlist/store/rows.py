"""Rows of the library and what they mean: how a paper is written down, and read back."""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from readlist.paper import Paper, Record, Source, Status

COLUMNS = (
    "id", "uid", "key", "status", "starred", "priority", "year", "month", "day", "added", "started", "finished", "type",
    "more_authors", "doi", "arxiv", "pmid", "isbn", "url", "edited", "title", "venue", "tags", "authors", "note",
    "abstract", "extra",
)  # fmt: skip
SOURCE_COLUMNS = ("id", "paper", "import", "format", "file", "line", "label", "listed", "fingerprint", "raw")

SELECT_PAPERS = f"SELECT {', '.join(COLUMNS)} FROM papers"
IN_IDS = "id IN (SELECT value FROM json_each(?))"
OPENING_LETTERS = 120

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Summary:
    """What a line of a list shows of a paper; ``opening`` is how its abstract begins when the title is unknown."""

    id: int
    uid: str
    key: str
    title: str | None
    opening: str
    authors: tuple[str, ...]
    more_authors: int | None
    year: int | None
    venue: str | None
    status: Status
    starred: bool
    priority: int | None
    tags: tuple[str, ...]


def lines(text: str) -> tuple[str, ...]:
    """A text of one name a line as names."""
    return tuple(text.split("\n")) if text else ()


def column_values(fields: Mapping[str, Any]) -> Row:
    """Fields of a paper as its row holds them."""
    return {name: _column_value(name, value) for name, value in fields.items()}


def _column_value(name: str, value: Any) -> Any:
    if name in ("authors", "tags"):
        return "\n".join(value)
    if name == "extra":
        return json.dumps(dict(value), ensure_ascii=False) if value else None
    if name == "starred":
        return int(value)
    return value


def work_of(row: Mapping[str, Any]) -> Record:
    """The work a row describes, without what is its owner's, for matching and merging."""
    return Record(
        uid=row["uid"],
        key=row["key"],
        type=row["type"],
        title=row["title"],
        authors=lines(row["authors"]),
        more_authors=row["more_authors"],
        year=row["year"],
        month=row["month"],
        day=row["day"],
        venue=row["venue"],
        abstract=row["abstract"],
        doi=row["doi"],
        arxiv=row["arxiv"],
        pmid=row["pmid"],
        isbn=row["isbn"],
        url=row["url"],
        extra=json.loads(row["extra"]) if row["extra"] else {},
    )


def paper_of(row: Mapping[str, Any], sources: Sequence[Source]) -> Paper:
    """The paper a row holds, with its sources."""
    return Paper(
        id=row["id"],
        uid=row["uid"],
        key=row["key"],
        type=row["type"],
        title=row["title"],
        authors=lines(row["authors"]),
        more_authors=row["more_authors"],
        year=row["year"],
        month=row["month"],
        day=row["day"],
        venue=row["venue"],
        abstract=row["abstract"],
        doi=row["doi"],
        arxiv=row["arxiv"],
        pmid=row["pmid"],
        isbn=row["isbn"],
        url=row["url"],
        tags=lines(row["tags"]),
        status=row["status"],
        starred=bool(row["starred"]),
        priority=row["priority"],
        note=row["note"],
        added=row["added"],
        started=row["started"],
        finished=row["finished"],
        sources=tuple(sources),
        extra=json.loads(row["extra"]) if row["extra"] else {},
    )


def edited_fields(row: Mapping[str, Any]) -> frozenset[str]:
    """The fields a person has set."""
    return frozenset(json.loads(row["edited"])) if row["edited"] else frozenset()


def read_rows(connection: sqlite3.Connection, ids: Iterable[int]) -> dict[int, Row]:
    """Whole rows of papers by their ids; those that are gone are left out."""
    cursor = connection.execute(f"{SELECT_PAPERS} WHERE {IN_IDS}", (as_json(ids),))
    return {values[0]: dict(zip(COLUMNS, values, strict=True)) for values in cursor}


def read_papers(connection: sqlite3.Connection, ids: Sequence[int]) -> list[Paper]:
    """Papers in the order asked; those that are gone are left out."""
    sources: dict[int, list[Source]] = {}
    asked = as_json(ids)
    for paper, *facts in connection.execute(
        "SELECT paper, format, file, line, label FROM sources "
        "WHERE listed AND paper IN (SELECT value FROM json_each(?)) ORDER BY paper, id",
        (asked,),
    ):
        sources.setdefault(paper, []).append(Source(format=facts[0], file=facts[1], line=facts[2], label=facts[3]))
    rows = read_rows(connection, ids)
    return [paper_of(rows[paper], sources.get(paper, ())) for paper in ids if paper in rows]


def read_summaries(connection: sqlite3.Connection, ids: Sequence[int]) -> dict[int, Summary]:
    """Lines of a list by the ids of their papers. Only the beginnings of the rows are read."""
    cursor = connection.execute(
        "SELECT id, uid, key, title, CASE WHEN title IS NULL THEN substr(abstract, 1, 400) END, authors, more_authors, "
        f"year, venue, status, starred, priority, tags FROM papers WHERE {IN_IDS}",
        (as_json(ids),),
    )
    return {values[0]: _summary(*values) for values in cursor}


def _summary(
    id: int, uid: str, key: str, title: str | None, abstract: str | None, authors: str, *facts: Any
) -> Summary:
    more_authors, year, venue, status, starred, priority, tags = facts
    return Summary(
        id,
        uid,
        key,
        title,
        _opening(abstract),
        lines(authors),
        more_authors,
        year,
        venue,
        status,
        bool(starred),
        priority,
        lines(tags),
    )


def _opening(text: str | None) -> str:
    """The first words of a text, whole ones where they fit."""
    words = " ".join((text or "").split())
    if len(words) <= OPENING_LETTERS:
        return words
    cut = words[: OPENING_LETTERS + 1].rpartition(" ")[0]
    return cut or words[:OPENING_LETTERS]


def as_json(ids: Iterable[int]) -> str:
    """Ids as the parameter of ``IN (SELECT value FROM json_each(?))``: one statement for any number of them."""
    return f"[{','.join(map(str, ids))}]"
