"""Which works a batch of drafts belongs to, found with a few questions a batch, not a few a draft.

A batch is compared with what the library holds and with itself: a plan says which works are new, which change and how,
and where every record goes.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Any, NamedTuple

from readlist.citations.keys import citation_key
from readlist.identity import contradict, fingerprint, mark_number, marks, merge, same_work, telling
from readlist.paper import Draft, Record
from readlist.store.rows import Row, as_json, edited_fields, read_rows, work_of


class Tally(NamedTuple):
    """How many records became new papers, joined a paper as another source, and were known already."""

    new: int = 0
    merged: int = 0
    unchanged: int = 0

    def plus(self, other: "Tally") -> "Tally":
        """Both together."""
        return Tally(self.new + other.new, self.merged + other.merged, self.unchanged + other.unchanged)


@dataclass(eq=False, slots=True)
class Work:
    """A work as a batch sees it: in the library already when ``row`` holds its row there."""

    order: int
    record: Record
    marks: tuple[int, ...]
    row: Row | None = None
    fields: dict[str, Any] = field(default_factory=dict)
    drafts: list[tuple[Draft, int]] = field(default_factory=list)

    @property
    def id(self) -> int | None:
        """Its row in the library, when it has one."""
        return self.row["id"] if self.row else None


@dataclass(slots=True)
class Plan:
    """What a batch means for the library: works that are new or gain something, and the papers it named again."""

    new: list[Work] = field(default_factory=list)
    joined: list[Work] = field(default_factory=list)
    named: set[int] = field(default_factory=set)
    tally: Tally = field(default_factory=Tally)


class Matcher:
    """Plans batches against ``libraries``: connections of which an earlier one knows better what a paper is.

    ``is_fresh`` says whether a paper came in with this same import, so that nobody can have used its key yet.
    """

    def __init__(self, libraries: Sequence[sqlite3.Connection], is_fresh: Callable[[int], bool]) -> None:
        self._libraries = libraries
        self._is_fresh = is_fresh

    def plan(self, drafts: Sequence[Draft], file: str) -> Plan:
        """What a batch of drafts from one file means, in their order."""
        prints = [fingerprint(draft) for draft in drafts]
        known = self._known_sources(prints)
        fresh = [
            (draft, number) for draft, number in zip(drafts, prints, strict=True) if (number, file) not in known.exact
        ]
        draft_marks = {id(draft): tuple(map(mark_number, marks(draft))) for draft, _ in fresh}
        board = _Board(self._candidates(fresh, draft_marks, known.by_print))
        plan = Plan()
        joined: dict[int, Work] = {}
        new = merged = 0
        for draft, number in zip(drafts, prints, strict=True):
            if (number, file) in known.exact:
                plan.named.update(known.exact[number, file])
                continue
            if board.has_seen(number):
                continue
            own_marks = draft_marks[id(draft)]
            work = board.find(draft, own_marks, number)
            if work is None:
                work = Work(board.next_order(), draft, own_marks)
                plan.new.append(work)
                board.add(work)
                new += 1
            elif self._join(work, draft, board):
                merged += 1
                if work.row:
                    joined[work.order] = work
            else:
                if work.row:
                    plan.named.add(work.row["id"])
                continue
            work.drafts.append((draft, number))
            board.see(work, number)
        plan.joined = [joined[order] for order in sorted(joined)]
        plan.tally = Tally(new, merged, len(drafts) - new - merged)
        return plan

    def _join(self, work: Work, draft: Draft, board: "_Board") -> bool:
        """Merges a draft into a work; whether that brings anything, be it only a source."""
        changes = merge(work.record, draft, edited_fields(work.row) if work.row else frozenset())
        if draft.personal and draft.uid == work.record.uid and not changes and self._lists(work, draft):
            return False
        if draft.key and work.record.key is None:
            changes["key"] = draft.key
        elif work.row and self._is_fresh(work.row["id"]):
            changes |= _fresh_key(work.record, draft, changes)
        if changes:
            work.fields |= changes
            work.record = replace(work.record, **changes)
            board.remark(work, tuple(map(mark_number, marks(work.record))))
        return True

    def _lists(self, work: Work, draft: Draft) -> bool:
        """Whether a work has every source that a draft of readlist's own format lists."""
        listed: set[tuple[Any, ...]] = set()
        for library in self._libraries:
            listed.update(library.execute("SELECT format, file, line, label FROM sources WHERE paper = ?", (work.id,)))
        return all((source.format, source.file, source.line, source.label) in listed for source in draft.sources)

    def _known_sources(self, prints: Iterable[int]) -> "_Known":
        known = _Known({}, {})
        asked = as_json(set(prints))
        for library in self._libraries:
            for number, file, paper in library.execute(
                "SELECT fingerprint, file, paper FROM sources WHERE fingerprint IN (SELECT value FROM json_each(?))",
                (asked,),
            ):
                known.exact.setdefault((number, file), set()).add(paper)
                known.by_print.setdefault(number, set()).add(paper)
        return known

    def _candidates(
        self,
        fresh: Sequence[tuple[Draft, int]],
        draft_marks: Mapping[int, tuple[int, ...]],
        by_print: Mapping[int, set[int]],
    ) -> Iterator[tuple[Work, set[int]]]:
        """The works of the libraries that a draft may belong to, with the fingerprints that lead to them."""
        prints: dict[int, set[int]] = {}
        for _, number in fresh:
            for paper in by_print.get(number, ()):
                prints.setdefault(paper, set()).add(number)
        ids = set(prints)
        asked = as_json({mark for numbers in draft_marks.values() for mark in numbers})
        uids = [draft.uid for draft, _ in fresh if draft.personal and draft.uid]
        rows: dict[int, Row] = {}
        for library in self._libraries:
            ids.update(
                row[0]
                for row in library.execute(
                    "SELECT paper FROM marks WHERE mark IN (SELECT value FROM json_each(?))", (asked,)
                )
            )
            for uid in uids:
                ids.update(row[0] for row in library.execute("SELECT id FROM papers WHERE uid = ?", (uid,)))
        for library in self._libraries:
            rows = read_rows(library, ids - rows.keys()) | rows
        for paper in sorted(rows):
            record = work_of(rows[paper])
            yield Work(paper, record, tuple(map(mark_number, marks(record))), rows[paper]), prints.get(paper, set())


class _Known(NamedTuple):
    exact: dict[tuple[int, str | None], set[int]]
    by_print: dict[int, set[int]]


class _Board:
    """The works of one batch, by everything a draft can find them with."""

    def __init__(self, candidates: Iterable[tuple[Work, set[int]]]) -> None:
        self._by_mark: dict[int, list[Work]] = {}
        self._by_uid: dict[str, Work] = {}
        self._by_print: dict[int, list[Work]] = {}
        self._seen: set[int] = set()
        self._orders = 1 << 62
        for work, prints in candidates:
            self.add(work)
            for number in prints:
                self._by_print.setdefault(number, []).append(work)

    def next_order(self) -> int:
        """A place behind every work there is."""
        self._orders += 1
        return self._orders

    def add(self, work: Work) -> None:
        """Makes a work findable."""
        if work.record.uid and (work.row or getattr(work.record, "personal", False)):
            self._by_uid[work.record.uid] = work
        for mark in work.marks:
            self._by_mark.setdefault(mark, []).append(work)

    def remark(self, work: Work, numbers: tuple[int, ...]) -> None:
        """Makes a work that gained something findable by it as well; what it was known by before stays."""
        for mark in set(numbers) - set(work.marks):
            self._by_mark.setdefault(mark, []).append(work)
        work.marks = tuple(dict.fromkeys((*work.marks, *numbers)))

    def see(self, work: Work, number: int) -> None:
        """Remembers a record of this file by its fingerprint."""
        self._seen.add(number)
        self._by_print.setdefault(number, []).append(work)

    def has_seen(self, number: int) -> bool:
        """Whether the same record stood in this batch before."""
        return number in self._seen

    def find(self, draft: Draft, numbers: Sequence[int], own_print: int) -> Work | None:
        """The work a draft belongs to, the one that has been there longest when it fits several."""
        if draft.personal and draft.uid and draft.uid in self._by_uid:
            return self._by_uid[draft.uid]
        near = {work.order: work for mark in numbers if mark in self._by_mark for work in self._by_mark[mark]}
        for work in sorted(near.values(), key=attrgetter("order")) if near else ():
            if same_work(work.record, draft):
                return work
        if own_print in self._by_print and telling(draft):
            for work in self._by_print[own_print]:
                if not contradict(work.record, draft):
                    return work
        return None


def _fresh_key(record: Record, draft: Draft, changes: Mapping[str, Any]) -> dict[str, Any]:
    """A better key for a paper whose key readlist made and nobody has seen yet."""
    made = citation_key(record)
    if record.key is None or not record.key.lower().startswith(made.lower()):
        return {}
    if draft.key:
        return {"key": draft.key}
    better = citation_key(replace(record, **changes))
    return {} if better == made else {"key": better}
