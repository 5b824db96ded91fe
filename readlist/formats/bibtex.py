"""BibTeX, written only; the citations know how."""

from collections.abc import Iterable, Iterator

from readlist.paper import Record


def write(records: Iterable[Record]) -> Iterator[str]:
    """The records as BibTeX entries, with everything BibTeX has a place for; a blank line stands between two."""
    from readlist.citations.bibtex import entries

    for number, entry in enumerate(entries(records, full=True)):
        yield f"\n{entry}\n" if number else f"{entry}\n"
