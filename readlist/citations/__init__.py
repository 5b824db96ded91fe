"""Citations: keys, and papers written as text to paste. Pure: knows neither store nor screen nor clipboard."""

from collections.abc import Sequence

from readlist.errors import ReadlistError
from readlist.paper import Record

STYLES: tuple[str, ...] = ("bibtex",)
"""The names of the styles that :func:`render` knows."""
STYLE_LABELS = {"bibtex": "BibTeX"}
"""What people call them."""


def render(papers: Sequence[Record], style: str = "bibtex") -> str:
    """The papers cited in a style, ready to be pasted, without a line end behind the last.

    Raises ReadlistError (code 2) for a style there is not.
    """
    if style == "bibtex":
        from readlist.citations.bibtex import bibtex

        return bibtex(papers)
    raise ReadlistError(f"there is no citation style {style!r}; known: {', '.join(STYLES)}", code=2)
