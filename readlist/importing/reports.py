"""What an import says of itself: how far it is, and what became of each file."""

from dataclasses import dataclass

from readlist.paper import Problem


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import is: the file being read, bytes done of all bytes (0 when nobody knows), records so far."""

    file: str
    done_bytes: int
    total_bytes: int
    records: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Numbers of records; ``read`` is the sum of the others."""

    read: int = 0
    new: int = 0
    merged: int = 0
    unchanged: int = 0
    skipped: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport(Totals):
    """What became of one file. ``problems`` are the records that were skipped, ``warnings`` what was odd about a file
    that was read, ``columns`` the field that each column of a table was taken for, ``error`` why nothing (more) of it
    was read."""

    path: str
    format: str | None = None
    problems: tuple[Problem, ...] = ()
    warnings: tuple[str, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What became of an import: ``id`` of its change set (None when nothing was imported), a report a file, the files
    in folders that hold nothing readlist knows, and a sentence for each format of another package that is of no use."""

    id: int | None
    files: tuple[FileReport, ...]
    left_out: tuple[str, ...] = ()
    troubles: tuple[str, ...] = ()

    @property
    def totals(self) -> Totals:
        """The numbers of all files together."""
        return Totals(
            read=sum(file.read for file in self.files),
            new=sum(file.new for file in self.files),
            merged=sum(file.merged for file in self.files),
            unchanged=sum(file.unchanged for file in self.files),
            skipped=sum(file.skipped for file in self.files),
        )

    @property
    def imported(self) -> bool:
        """Whether any record of any file is in the library now (records it had already count)."""
        totals = self.totals
        return totals.new + totals.merged + totals.unchanged > 0
