"""BibLaTeX, by the name of its own; the reader is BibTeX's."""

from readlist.formats.bibtex import is_biblatex, read, read_lines, surely_either

__all__ = ["read", "read_lines", "recognise"]


def recognise(text: str) -> float:
    """Sure when a text is BibTeX or BibLaTeX and shows more of the latter."""
    return surely_either(text) if is_biblatex(text) else 0.0
