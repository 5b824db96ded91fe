"""An import as it happens: batches of drafts matched, merged and put on the shelf, one change set in the end."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from itertools import islice
from types import TracebackType
from typing import TYPE_CHECKING, Self

from readlist.citations.keys import citation_key, unique_key
from readlist.paper import Draft, Record, Source, Status, new_uid, timestamp
from readlist.store import history, shelf
from readlist.store.board import Work
from readlist.store.matching import Matcher, Plan, Tally
from readlist.store.rows import Row, as_json, column_values, lines, read_rows
from readlist.store.tagging import spelled_as_before, tidy, with_tags
from readlist.text import count

if TYPE_CHECKING:
    from readlist.store.ledger import Ledger

BATCH = 2000
"""Drafts in one transaction: others can write in between, and a reader's view is never older than a batch."""


class Importing:
    """One import: use it as a context manager, and ``add`` what each file holds.

    Leaving it normally makes it one entry of the history; leaving it by an exception takes back all of it. ``id`` is
    its number in the history (0 when it is only tried).
    """

    def __init__(self, ledger: "Ledger", description: str, *, dry_run: bool) -> None:
        self.id = 0
        self.totals = Tally()
        self._ledger = ledger
        self._description = description
        self._dry_run = dry_run
        self._at = timestamp()
        self._first_paper: int | None = None
        self._first_of_file: int | None = None
        self._changed = False
        self._scratch: sqlite3.Connection | None = None
        self._matcher: Matcher

    def __enter__(self) -> Self:
        if self._dry_run:
            with self._ledger.plainly():
                self._scratch = _scratch_of(self._ledger.library.reader())
            self._matcher = Matcher((self._scratch, self._ledger.library.reader()), self._is_fresh)
        else:
            self.id, writer = self._ledger.begin_import(self._description, self._at)
            self._matcher = Matcher((writer,), self._is_fresh)
        return self

    def add(
        self,
        drafts: Iterable[Draft],
        *,
        file: str,
        format: str,
        tags: Sequence[str] = (),
        status: Status | None = None,
    ) -> Tally:
        """Puts the drafts of one file where they belong, a batch a transaction.

        ``file`` is the name that is kept with each record. ``tags`` go to every paper the drafts name, those that were
        there already included; ``status`` only to papers that are new.
        """
        rest = iter(drafts)
        tally = Tally()
        self._first_of_file = None
        while batch := list(islice(rest, BATCH)):
            intake = _Batch(batch, storable(file), format, tidy(tags), status)
            plan = self._try(intake) if self._scratch else self._add(intake)
            tally = tally.plus(plan.tally).folded(_count_from(self._first_of_file, plan))
            self.totals = self.totals.plus(plan.tally).folded(_count_from(self._first_paper, plan))
        return tally

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._scratch is not None:
            self._scratch.close()
        elif error is not None:
            self._ledger.abandon_import(self.id)
        else:
            self._ledger.finish_import(self.id, self._summary(), self.totals, changed=self._changed)

    def _summary(self) -> str:
        if self.totals.new or not self.totals.merged:
            what = f"imported {count(self.totals.new, 'paper')}"
            merged = f", merged {self.totals.merged:,}" if self.totals.merged else ""
        else:
            what, merged = f"merged {count(self.totals.merged, 'record')}", ""
        return f"{what}{merged} from {self._description}"

    def _is_fresh(self, paper: int) -> bool:
        return self._first_paper is not None and paper >= self._first_paper

    def _add(self, batch: "_Batch") -> Plan:
        with self._ledger.writing(durable=False) as writer:
            batch.tags = spelled_as_before(writer, batch.tags)
            plan = self._matcher.plan(batch.drafts, batch.file, batch.tags)
            tagged = _newly_tagged(writer, plan, batch.tags)
            if not (plan.new or plan.joined or tagged):
                return plan
            if not self._changed:
                history.forget_undone(writer)
                self._changed = True
            ids = self._insert(writer, plan, batch, searchable=True)
            history.record_insertion(writer, self.id, "papers", *ids) if plan.new else None
            before = shelf.next_id(writer, "sources")
            self._insert_sources(writer, plan, batch, before)
            if (after := shelf.next_id(writer, "sources")) > before:
                history.record_insertion(writer, self.id, "sources", before, after - 1)
            for gone, kept in plan.folded:
                history.fold_recorded(writer, self.id, gone, kept)
            history.update_recorded(writer, self.id, _changes(writer, plan, tagged, batch.tags))
        return plan

    def _try(self, batch: "_Batch") -> Plan:
        """Does to a scratch library what :meth:`_add` does to the library, without its search index."""
        assert self._scratch is not None
        with self._ledger.plainly():
            plan = self._matcher.plan(batch.drafts, batch.file, batch.tags)
            self._insert(self._scratch, plan, batch, searchable=False)
            for gone, _ in plan.folded:
                _clear(self._scratch, gone)
            for work in plan.joined:
                assert work.row is not None
                row: Row = {**work.row, **column_values(work.fields), "key": work.row["uid"]}
                _clear(self._scratch, row["id"])
                shelf.insert_papers(self._scratch, [row], known_marks={row["id"]: work.marks}, searchable=False)
            self._insert_sources(self._scratch, plan, batch, shelf.next_id(self._scratch, "sources"))
            self._scratch.executemany(
                "UPDATE sources SET paper = ? WHERE paper = ?", ((kept, gone) for gone, kept in plan.folded)
            )
        return plan

    def _insert(
        self, connection: sqlite3.Connection, plan: Plan, batch: "_Batch", *, searchable: bool
    ) -> tuple[int, int]:
        first = shelf.next_id(connection, "papers")
        if self._first_paper is None:
            self._first_paper = first
        if self._first_of_file is None:
            self._first_of_file = first
        keys = _Keys(connection, plan.new) if searchable else None
        rows: list[Row] = []
        marks: dict[int, Iterable[int]] = {}
        for paper, work in enumerate(plan.new, first):
            work.row = _new_row(paper, work, batch, self._at)
            # A scratch library does not hold the keys of the real one, and nothing there is known by its key.
            work.row["key"] = keys.take(work.record) if keys else work.row["uid"]
            marks[paper] = work.marks
            rows.append(work.row)
        shelf.insert_papers(connection, rows, known_marks=marks, searchable=searchable)
        return first, first + len(rows) - 1

    def _insert_sources(self, connection: sqlite3.Connection, plan: Plan, batch: "_Batch", first: int) -> None:
        # In the order of the file, so that it makes no difference to a paper's sources where a batch ends.
        places = {id(draft): place for place, draft in enumerate(batch.drafts)}
        joined = [(work, *record) for work in (*plan.new, *plan.joined) for record in work.drafts]
        joined.sort(key=lambda each: places[id(each[1])])
        rows: list[Row] = []
        for work, draft, number in joined:
            rows += _source_rows(work, draft, number, batch, self.id, first + len(rows))
        shelf.insert_sources(connection, rows)


class _Batch:
    """The drafts of one transaction and what is said about all of them."""

    def __init__(
        self, drafts: Sequence[Draft], file: str, format: str, tags: Sequence[str], status: Status | None
    ) -> None:
        self.drafts = drafts
        self.file = file
        self.format = format
        self.tags = tuple(tags)
        self.status = status


class _Keys:
    """Keys for papers about to be put on the shelf, each unique in the library."""

    def __init__(self, connection: sqlite3.Connection, works: Sequence[Work]) -> None:
        self._connection = connection
        self._bases = {id(work.record): work.record.key or citation_key(work.record) for work in works}
        asked = sorted({base.lower() for base in self._bases.values()})
        self._free = set(asked)
        for (key,) in connection.execute(
            "SELECT key FROM papers WHERE key COLLATE NOCASE IN (SELECT value FROM json_each(?))", (json.dumps(asked),)
        ):
            self._free.discard(key.lower())
        self._given: set[str] = set()

    def take(self, record: Record) -> str:
        """The key of a record: its own, or one made for it, with a suffix when that is taken."""
        key = unique_key(self._bases[id(record)], self._is_taken)
        self._given.add(key.lower())
        return key

    def _is_taken(self, key: str) -> bool:
        folded = key.lower()
        if folded in self._given:
            return True
        return folded not in self._free and key_is_taken(self._connection, key)


def key_is_taken(connection: sqlite3.Connection, key: str) -> bool:
    """Whether a paper has this key; capitals do not make another one."""
    return bool(connection.execute("SELECT EXISTS (SELECT 1 FROM papers WHERE key = ?)", (key,)).fetchone()[0])


def storable(text: str) -> str:
    """Text that came in by another way than cleaning (a file's name, a raw record) as SQLite can hold it."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _new_row(id: int, work: Work, batch: _Batch, at: str) -> Row:
    record = work.record
    owner = work.owner
    started, finished = owner.started, owner.finished
    if batch.status:
        started, finished = dates_of(batch.status, started, finished, at).values()
    return {
        "id": id,
        "uid": owner.uid or new_uid(),
        "type": record.type,
        "title": record.title,
        "authors": "\n".join(record.authors),
        "more_authors": record.more_authors,
        "year": record.year,
        "month": record.month,
        "day": record.day,
        "venue": record.venue,
        "abstract": record.abstract,
        "doi": record.doi,
        "arxiv": record.arxiv,
        "pmid": record.pmid,
        "isbn": record.isbn,
        "url": record.url,
        "extra": json.dumps(dict(record.extra), ensure_ascii=False) if record.extra else None,
        "tags": "\n".join(with_tags(owner.tags, batch.tags) if owner.tags else batch.tags),
        "status": batch.status or owner.status,
        "starred": int(owner.starred),
        "priority": owner.priority,
        "note": owner.note,
        "added": owner.added or at,
        "started": started,
        "finished": finished,
        "edited": None,
    }


def dates_of(status: Status, started: str | None, finished: str | None, now: str) -> dict[str, str | None]:
    """When reading began and ended, for a paper that gets a status: begun with the first ``reading`` or ``read``, ended
    with ``read``; ``unread`` forgets both."""
    if status == "unread":
        return {"started": None, "finished": None}
    return {"started": started or now, "finished": (finished or now) if status == "read" else None}


def _source_rows(work: Work, draft: Draft, number: int, batch: _Batch, import_id: int, first: int) -> list[Row]:
    """A draft as sources of its paper: those it lists itself (readlist's own format), and the file it stands in."""
    assert work.row is not None
    own = Source(format=batch.format, file=batch.file, line=draft.line, label=draft.label)
    listed = draft.sources if draft.personal else ()
    common = {"paper": work.row["id"], "import": import_id, "fingerprint": number}
    rows = [
        {
            **common,
            "id": first + position,
            "format": source.format,
            "file": source.file,
            "line": source.line,
            "label": source.label,
            "listed": 1,
            "raw": None,
        }
        for position, source in enumerate((*listed, own))
    ]
    rows[-1]["raw"] = storable(draft.raw) if draft.raw is not None else None
    rows[-1]["listed"] = 0 if listed else 1
    return rows


def _scratch_of(library: sqlite3.Connection) -> sqlite3.Connection:
    """An empty library without a search index, in memory or a temporary file, that is gone when it is closed."""
    scratch = sqlite3.connect("", isolation_level=None, check_same_thread=False)
    tables = "('papers', 'sources', 'authorships', 'taggings', 'marks')"
    cursor = library.execute(
        f"SELECT sql FROM sqlite_master WHERE tbl_name IN {tables} AND sql IS NOT NULL ORDER BY type DESC"
    )
    for (statement,) in cursor.fetchall():
        scratch.execute(statement)
    scratch.execute("PRAGMA journal_mode = OFF")
    scratch.executemany(
        "INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)",
        [(table, shelf.next_id(library, table) - 1) for table in ("papers", "sources")],
    )
    return scratch


def _clear(scratch: sqlite3.Connection, paper: int) -> None:
    """Takes a paper out of a scratch library, without its sources."""
    for table, column in (("papers", "id"), ("authorships", "paper"), ("taggings", "paper"), ("marks", "paper")):
        scratch.execute(f"DELETE FROM {table} WHERE {column} = ?", (paper,))


def _count_from(first: int | None, plan: Plan) -> int:
    """How many of the papers that became parts of others are not older than ``first``."""
    return sum(gone >= first for gone, _ in plan.folded) if first is not None else 0


def _changes(
    connection: sqlite3.Connection, plan: Plan, tagged: set[int], tags: Sequence[str]
) -> dict[int, tuple[Row, Row]]:
    """What changes in papers that were there: by id the columns' values before and after."""
    wanted = {work.row["id"]: column_values(work.fields) for work in plan.joined if work.row}
    rows = {work.row["id"]: work.row for work in plan.joined if work.row}
    rows |= read_rows(connection, tagged - rows.keys())
    changes: dict[int, tuple[Row, Row]] = {}
    for paper, row in rows.items():
        after = wanted.get(paper, {})
        if paper in tagged:
            after["tags"] = "\n".join(with_tags(lines(after["tags"] if "tags" in after else row["tags"]), tags))
        if "key" in after:
            after["key"] = unique_key(after["key"], lambda key: key_is_taken(connection, key))
        after = {name: value for name, value in after.items() if value != row[name]}
        if after:
            changes[paper] = {name: row[name] for name in after}, after
    return changes


def _newly_tagged(connection: sqlite3.Connection, plan: Plan, tags: Sequence[str]) -> set[int]:
    """The papers named by a batch that lack one of its tags."""
    if not tags:
        return set()
    named = plan.named | {work.row["id"] for work in plan.joined if work.row}
    wanted = set(map(str.casefold, tags))
    cursor = connection.execute(
        "SELECT id, tags FROM papers WHERE id IN (SELECT value FROM json_each(?))", (as_json(named),)
    )
    return {paper for paper, text in cursor if not wanted <= set(map(str.casefold, lines(text)))}
