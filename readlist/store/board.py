"""The works a batch of drafts is compared with, found by everything a draft can be known by."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from readlist.identity import contradict, mark_number, marks, same_work, telling
from readlist.paper import Draft, Record
from readlist.store import owning
from readlist.store.rows import Row, edited_fields


@dataclass(eq=False, slots=True)
class Work:
    """A work as a batch sees it: in the library already when ``row`` holds its row there."""

    order: int
    record: Record
    marks: tuple[int, ...]
    row: Row | None = None
    fields: dict[str, Any] = field(default_factory=dict)
    drafts: list[tuple[Draft, int]] = field(default_factory=list)
    known_owner: Record | None = None

    @property
    def id(self) -> int | None:
        """Its row in the library, when it has one."""
        return self.row["id"] if self.row else None

    @property
    def edited(self) -> frozenset[str]:
        """The fields a person has set."""
        if self.row is None:
            return frozenset()
        return edited_fields(self.fields if "edited" in self.fields else self.row)

    @property
    def owner(self) -> Record:
        """What its owner did with it."""
        if self.known_owner is None:
            self.known_owner = owning.owner_of(self.row) if self.row else owning.NOBODY
        return self.known_owner

    def gain(self, changes: Mapping[str, Any], owned: Mapping[str, Any]) -> None:
        """Changes fields of the work and of its owner."""
        self.fields |= {**changes, **owned}
        if changes:
            self.record = replace(self.record, **changes)
        if owned:
            self.known_owner = replace(self.owner, **owned)


class Board:
    """The works of one batch, by everything a draft can find them with."""

    def __init__(self, candidates: Iterable[tuple[Work, set[int]]]) -> None:
        self._by_mark: dict[int, list[Work]] = {}
        self._by_uid: dict[str, Work] = {}
        self._by_print: dict[int, list[Work]] = {}
        self.ids: set[int] = set()
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

    def add(self, work: Work) -> Work:
        """Makes a work findable, and returns it."""
        if work.row:
            self.ids.add(work.row["id"])
        if work.record.uid and (work.row or getattr(work.record, "personal", False)):
            self._by_uid[work.record.uid] = work
        for mark in work.marks:
            self._by_mark.setdefault(mark, []).append(work)
        return work

    def remark(self, work: Work) -> set[int]:
        """Makes a work that gained something findable by that as well, and returns the marks that are new; what it was
        known by before stays."""
        return self._mark(work, tuple(map(mark_number, marks(work.record))))

    def replace(self, gone: Work, kept: Work) -> set[int]:
        """Makes a work findable by everything that led to one that became a part of it, and returns its new marks."""
        for mark in gone.marks:
            self._by_mark[mark].remove(gone)
        for works in self._by_print.values():
            works[:] = [kept if work is gone else work for work in works]
        for uid in [uid for uid, work in self._by_uid.items() if work is gone]:
            self._by_uid[uid] = kept
        return self._mark(kept, gone.marks)

    def _mark(self, work: Work, numbers: tuple[int, ...]) -> set[int]:
        gained = set(numbers) - set(work.marks)
        for mark in gained:
            self._by_mark.setdefault(mark, []).append(work)
        work.marks = tuple(dict.fromkeys((*work.marks, *numbers)))
        return gained

    def near(self, numbers: Iterable[int]) -> dict[int, Work]:
        """The works that have one of these marks, by their order."""
        return {work.order: work for mark in numbers if mark in self._by_mark for work in self._by_mark[mark]}

    def see(self, work: Work, number: int) -> None:
        """Remembers a record of this file by its fingerprint."""
        self._seen.add(number)
        self._by_print.setdefault(number, []).append(work)

    def has_seen(self, number: int) -> bool:
        """Whether the same record stood in this batch before."""
        return number in self._seen

    def find(self, draft: Draft, numbers: Sequence[int], own_print: int) -> tuple[Work | None, dict[int, Work]]:
        """The work a draft belongs to, the one that has been there longest when it fits several; and all that have a
        mark of it, by their order."""
        near = self.near(numbers)
        if draft.personal and draft.uid and draft.uid in self._by_uid:
            work = self._by_uid[draft.uid]
            return work, {work.order: work, **near}
        for _, work in sorted(near.items()) if near else ():
            if same_work(work.record, draft):
                return work, near
        if own_print in self._by_print and telling(draft):
            for work in self._by_print[own_print]:
                if not contradict(work.record, draft):
                    return work, {work.order: work, **near}
        return None, near
