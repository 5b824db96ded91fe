"""Which works a batch of drafts belongs to, found with a few questions a batch, not a few a draft.

A batch is compared with what the library holds and with itself: a plan says which works are new, which change and how,
and where every record goes.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Any, NamedTuple

from readlist.citations.keys import citation_key
from readlist.identity import fingerprint, mark_number, marks, merge, same_work
from readlist.paper import Draft, Record
from readlist.store import owning
from readlist.store.board import Board, Work
from readlist.store.rows import Row, as_json, read_rows, work_of


class Tally(NamedTuple):
    """How many records became new papers, joined a paper as another source, and were known already."""

    new: int = 0
    merged: int = 0
    unchanged: int = 0

    def plus(self, other: "Tally") -> "Tally":
        """Both together."""
        return Tally(self.new + other.new, self.merged + other.merged, self.unchanged + other.unchanged)

    def folded(self, papers: int) -> "Tally":
        """The same after some of the new papers became parts of others."""
        return self._replace(new=self.new - papers, merged=self.merged + papers)


@dataclass(slots=True)
class Plan:
    """What a batch means for the library: works that are new or gain something, papers that become parts of others (by
    their ids, in this order), and the papers it named again."""

    new: list[Work] = field(default_factory=list)
    joined: list[Work] = field(default_factory=list)
    folded: list[tuple[int, int]] = field(default_factory=list)
    named: set[int] = field(default_factory=set)
    tally: Tally = field(default_factory=Tally)


class Matcher:
    """Plans batches against ``libraries``: connections of which an earlier one knows better what a paper is.

    ``is_fresh`` says whether a paper came in with this same import, so that nobody can have used its key yet.
    """

    def __init__(self, libraries: Sequence[sqlite3.Connection], is_fresh: Callable[[int], bool]) -> None:
        self._libraries = libraries
        self._is_fresh = is_fresh
        self._folded: dict[int, int] = {}

    def plan(self, drafts: Sequence[Draft], file: str, tags: Sequence[str] = ()) -> Plan:
        """What a batch of drafts from one file means, in their order; ``tags`` are given to all of them anyway."""
        prints = [fingerprint(draft) for draft in drafts]
        known = self._known_sources(prints)
        fresh = [
            (draft, number) for draft, number in zip(drafts, prints, strict=True) if (number, file) not in known.exact
        ]
        draft_marks = {id(draft): tuple(map(mark_number, marks(draft))) for draft, _ in fresh}
        board = Board(self._candidates(fresh, draft_marks, known.by_print))
        plan = Plan()
        given_tags = frozenset(map(str.casefold, tags))
        nobody = replace(owning.NOBODY, tags=tuple(tags))
        joined: dict[int, Work] = {}
        new = merged = 0
        for draft, number in zip(drafts, prints, strict=True):
            if (number, file) in known.exact:
                plan.named.update(map(self._now, known.exact[number, file]))
                continue
            if board.has_seen(number):
                continue
            own_marks = draft_marks[id(draft)]
            found, near = board.find(draft, own_marks, number)
            if found is None:
                owner = draft if draft.personal else nobody
                work = board.add(Work(board.next_order(), draft, own_marks, known_owner=owner))
                plan.new.append(work)
                new += 1
            elif (gained := self._join(found, draft, given_tags, board)) is not None:
                work = found
                merged += 1
                gained.difference_update(own_marks)
                if gained or len(near) > 1:
                    folds = _Folds(plan, joined)
                    work = self._fold_others(work, near, gained, board, folds)
                    new -= folds.pending
                    merged += folds.pending
                if work.row:
                    joined[work.order] = work
            else:
                if found.row:
                    plan.named.add(found.row["id"])
                continue
            work.drafts.append((draft, number))
            board.see(work, number)
        plan.joined = [joined[order] for order in sorted(joined)]
        plan.tally = Tally(new, merged, len(drafts) - new - merged)
        return plan

    def _join(self, work: Work, draft: Draft, given_tags: frozenset[str], board: Board) -> set[int] | None:
        """Merges a draft into a work. Returns the marks it gained, ``None`` when it brings nothing, not even a source.

        From readlist's own files it also takes what is still empty of its owner's.
        """
        changes = merge(work.record, draft, work.edited)
        owned: dict[str, Any] = {}
        if draft.personal:
            tags = tuple(tag for tag in draft.tags if tag.casefold() not in given_tags)
            owned = owning.filled(work.owner, replace(draft, tags=tags))
            if draft.uid == work.record.uid and not changes and not owned and self._lists(work, draft):
                return None
        if draft.key and work.record.key is None:
            changes["key"] = draft.key
        elif work.row and self._is_fresh(work.row["id"]):
            changes |= _fresh_key(work.record, draft, changes)
        work.gain(changes, owned)
        return board.remark(work) if changes else set()

    def _fold_others(self, work: Work, near: dict[int, Work], gained: set[int], board: Board, folds: "_Folds") -> Work:
        """Makes one of all works that a record has shown to be one, and returns it: the oldest of them.

        ``near`` are works that may be the same; more can be found by marks that were ``gained`` and that no record of
        the batch has.
        """
        while True:
            if gained:
                for other in self._read_works(self._marked(gained) - board.ids):
                    board.add(other)
                near |= board.near(gained)
            near.pop(work.order, None)
            same = (other for _, other in sorted(near.items()) if same_work(work.record, other.record))
            match = next((other for other in same if not _edited_apart(work, other)), None)
            if match is None:
                return work
            del near[match.order]
            work, gone = sorted((work, match), key=attrgetter("order"))
            gained = self._fold(work, gone, board, folds)

    def _fold(self, kept: Work, gone: Work, board: Board, folds: "_Folds") -> set[int]:
        """Makes a work a part of an older one, and returns the marks that one gained."""
        edited = gone.edited - kept.edited
        changes = merge(kept.record, gone.record, kept.edited | edited)
        changes |= {name: getattr(gone.record, name) for name in edited}
        if kept.row is None:
            if kept.record.key is None and gone.record.key:
                changes["key"] = gone.record.key
        elif self._is_fresh(kept.row["id"]) and "key" not in changes:
            given = replace(gone.record, key=None) if gone.row else gone.record
            changes |= _fresh_key(kept.record, given, changes)
        kept.gain(changes, owning.folded(kept.owner, gone.owner))
        if edited:
            kept.fields["edited"] = json.dumps(sorted(kept.edited | edited))
        folds.note(kept, gone)
        if kept.row and gone.row:
            self._folded[gone.row["id"]] = kept.row["id"]
        return board.replace(gone, kept) | board.remark(kept)

    def _now(self, paper: int) -> int:
        """The paper that a paper has become a part of; itself as a rule."""
        while paper in self._folded:
            paper = self._folded[paper]
        return paper

    def _lists(self, work: Work, draft: Draft) -> bool:
        """Whether a work has every source that a draft of readlist's own format lists."""
        listed: set[tuple[Any, ...]] = set()
        parts = [work.id or 0, *(gone for gone in self._folded if self._now(gone) == work.id)]
        for library in self._libraries:
            listed.update(
                library.execute(
                    "SELECT format, file, line, label FROM sources WHERE paper IN (SELECT value FROM json_each(?))",
                    (as_json(parts),),
                )
            )
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
                prints.setdefault(self._now(paper), set()).add(number)
        ids = prints.keys() | self._marked({mark for numbers in draft_marks.values() for mark in numbers})
        uids = [draft.uid for draft, _ in fresh if draft.personal and draft.uid]
        for library in self._libraries:
            for uid in uids:
                ids.update(self._now(row[0]) for row in library.execute("SELECT id FROM papers WHERE uid = ?", (uid,)))
        for work in self._read_works(ids):
            yield work, prints.get(work.order, set())

    def _marked(self, numbers: Iterable[int]) -> set[int]:
        """The papers that have one of these marks."""
        ids: set[int] = set()
        asked = as_json(numbers)
        for library in self._libraries:
            ids.update(
                self._now(row[0])
                for row in library.execute(
                    "SELECT paper FROM marks WHERE mark IN (SELECT value FROM json_each(?))", (asked,)
                )
            )
        return ids

    def _read_works(self, ids: Set[int]) -> Iterator[Work]:
        """Papers as works, the oldest first."""
        rows: dict[int, Row] = {}
        for library in self._libraries:
            rows = read_rows(library, ids - rows.keys()) | rows
        for paper in sorted(rows):
            record = work_of(rows[paper])
            yield Work(paper, record, tuple(map(mark_number, marks(record))), rows[paper])


class _Folds:
    """Writes down in a plan which works became parts of others; ``pending`` of them had no row yet."""

    def __init__(self, plan: Plan, joined: dict[int, Work]) -> None:
        self.pending = 0
        self._plan = plan
        self._joined = joined

    def note(self, kept: Work, gone: Work) -> None:
        """``gone`` is a part of ``kept`` now, with all its records."""
        kept.drafts += gone.drafts
        self._joined.pop(gone.order, None)
        if gone.row is None:
            self._plan.new.remove(gone)
            self.pending += 1
        elif kept.row is not None:
            self._plan.folded.append((gone.row["id"], kept.row["id"]))
            if gone.row["id"] in self._plan.named:
                self._plan.named.remove(gone.row["id"])
                self._plan.named.add(kept.row["id"])


class _Known(NamedTuple):
    exact: dict[tuple[int, str | None], set[int]]
    by_print: dict[int, set[int]]


def _edited_apart(one: Work, other: Work) -> bool:
    """Whether a person has set a field of both, and not to the same."""
    return any(getattr(one.record, name) != getattr(other.record, name) for name in one.edited & other.edited)


def _fresh_key(record: Record, draft: Record, changes: Mapping[str, Any]) -> dict[str, Any]:
    """A better key for a paper whose key readlist made and nobody has seen yet."""
    made = citation_key(record)
    if record.key is None or not record.key.lower().startswith(made.lower()):
        return {}
    if draft.key:
        return {"key": draft.key}
    better = citation_key(replace(record, **changes))
    return {} if better == made else {"key": better}
