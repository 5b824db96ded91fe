"""BibLaTeX by its own name: BibTeX's reader, and a writer for what BibLaTeX has of its own."""

from collections.abc import Iterable, Iterator

from readlist.formats.bibtex import is_biblatex, read, read_lines, surely_either
from readlist.paper import Record

__all__ = ["read", "read_lines", "recognise", "write"]


def recognise(text: str) -> float:
    """Sure when a text is BibTeX or BibLaTeX and shows more of the latter."""
    return surely_either(text) if is_biblatex(text) else 0.0


def write(records: Iterable[Record]) -> Iterator[str]:
    """The records as BibLaTeX entries: dates, journal titles, online sources, reports and theses in its own fields."""
    from readlist.citations.bibtex import entries

    for number, entry in enumerate(entries(records, full=True, biblatex=True)):
        yield f"\n{entry}\n" if number else f"{entry}\n"
