"""What belongs to the owner of a paper (tags, status, note, star, priority), and what becomes of it when two meet."""

from collections.abc import Mapping
from typing import Any

from readlist.paper import Record
from readlist.store.rows import lines
from readlist.store.tagging import with_tags

NOBODY = Record()
"""What is known of its owner's doings from a source that does not know them."""


def owner_of(row: Mapping[str, Any]) -> Record:
    """What a row holds of its owner, and nothing of the work."""
    return Record(
        tags=lines(row["tags"]),
        status=row["status"],
        starred=bool(row["starred"]),
        priority=row["priority"],
        note=row["note"],
        started=row["started"],
        finished=row["finished"],
    )


def filled(owner: Record, given: Record) -> dict[str, Any]:
    """The fields of ``owner`` that ``given`` fills, with their new values: tags come together, nothing set changes."""
    changes: dict[str, Any] = {}
    tags = with_tags(owner.tags, given.tags)
    if len(tags) > len(owner.tags):
        changes["tags"] = tags
    if owner.status == "unread" and given.status != "unread":
        changes |= {"status": given.status, "started": given.started, "finished": given.finished}
    if given.starred and not owner.starred:
        changes["starred"] = True
    for name in ("priority", "note"):
        if getattr(owner, name) is None and getattr(given, name) is not None:
            changes[name] = getattr(given, name)
    return changes


def folded(owner: Record, gone: Record) -> dict[str, Any]:
    """The fields of ``owner`` that change when a paper of the same owner becomes a part of it: no note is lost."""
    changes = filled(owner, gone)
    if owner.note and gone.note and gone.note not in owner.note:
        changes["note"] = f"{owner.note}\n\n{gone.note}"
    return changes
