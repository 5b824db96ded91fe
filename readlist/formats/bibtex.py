"""BibTeX, written only; the citations know how."""

from collections.abc import Iterable, Iterator

from readlist.paper import Record


def write(records: Iterable[Record]) -> Iterator[str]:
    """The records as BibTeX entries."""
    from readlist.citations.bibtex import bibtex

    yield bibtex(list(records))
