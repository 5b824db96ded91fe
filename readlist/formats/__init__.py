"""The formats readlist reads and writes: one module a format, one line here.

A reading module has two functions: ``recognise(text) -> float`` (how sure, from 0, not this format, to 1) and
``read(text) -> Iterator[Draft | Problem]``; where a file may be larger than the memory also ``read_lines(lines)``,
which takes lines with their ends as they come. A writing one has ``write(records) -> Iterator[str]`` (pieces of text
that are written one after the other). Modules are imported when they are first needed. Other packages add formats by
entry points (see :mod:`readlist.formats.third_party`), which are looked for only where a format is.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from itertools import chain
from typing import Any

from readlist.errors import ReadlistError
from readlist.paper import Draft, Problem, Record

SURE_ENOUGH = 0.5
"""A text belongs to the format that is surest of it, when that one is at least this sure."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format by name. ``label`` is what people call it, ``description`` one line on what it is; ``reader`` and
    ``writer`` are modules of ``package``."""

    name: str
    label: str
    description: str
    reader: str | None = None
    writer: str | None = None
    package: str = "readlist.formats."

    @property
    def readable(self) -> bool:
        """Whether readlist reads it."""
        return self.reader is not None

    @property
    def writable(self) -> bool:
        """Whether readlist writes it."""
        return self.writer is not None

    def recognise(self, text: str) -> float:
        """How sure it is, from 0 (no) to 1, that a text is in this format; by what the text says, never by a name."""
        return float(self._function(self.reader, "recognise")(text)) if self.reader else 0.0

    def read(self, text: str) -> Iterator[Draft | Problem]:
        """The records of a text in their order, and what had to be left out.

        Raises ReadlistError when the format is only written.
        """
        if self.reader is None:
            raise ReadlistError(f"readlist writes {self.label} but does not read it yet.", code=2)
        drafts: Iterator[Draft | Problem] = self._function(self.reader, "read")(text)
        return drafts

    def read_lines(self, lines: Iterable[str]) -> Iterator[Draft | Problem]:
        """Like :meth:`read`, from lines with their ends as they come; of a format that can be read no other way they
        are joined first. Raises ReadlistError when the format is only written."""
        module = import_module(self.package + self.reader) if self.reader else None
        if module is None or not hasattr(module, "read_lines"):
            return self.read("".join(lines))
        drafts: Iterator[Draft | Problem] = module.read_lines(lines)
        return drafts

    def columns(self, text: str) -> dict[str, str]:
        """The field that each column was taken for, by the name in the header; empty unless the format is a table."""
        module = import_module(self.package + self.reader) if self.reader else None
        return dict(module.mapping(text)) if module and hasattr(module, "mapping") else {}

    def write(self, records: Iterable[Record]) -> Iterator[str]:
        """The records as text, in pieces. Raises ReadlistError when the format is only read."""
        if self.writer is None:
            raise ReadlistError(f"readlist reads {self.label} but does not write it.", code=2)
        pieces: Iterator[str] = self._function(self.writer, "write")(records)
        return pieces

    def _function(self, module: str, name: str) -> Callable[..., Any]:
        function: Callable[..., Any] = getattr(import_module(self.package + module), name)
        return function


FORMATS: tuple[Format, ...] = (
    Format("catalyzex", "CatalyzeX", "an author's page, saved as text: abstracts without titles", "catalyzex"),
    Format("al-folio", "al-folio", "a publications page of the Jekyll theme al-folio, saved as text", "alfolio"),
    Format("huggingface", "Hugging Face", "a Hugging Face papers page (search or daily), saved as text", "huggingface"),
    Format("arxiv", "arXiv", "arXiv's pages saved as text, its mails, and the feeds of its API", "arxiv"),
    Format("pubmed-xml", "PubMed XML", "articles and chapters as PubMed gives them to programs", "pubmedxml"),
    Format("endnote-xml", "EndNote XML", "a library as EndNote, Citavi and others hand it on", "endnotexml"),
    Format("jsonl", "JSON lines", "readlist's own: one paper a line, nothing lost", "jsonl", "jsonl"),
    Format("ris", "RIS", "tagged lines from TY to ER, as reference managers and publishers write them", "ris", "ris"),
    Format("nbib", "MEDLINE", "PubMed's own text format, saved as .nbib", "nbib"),
    Format(
        "csl-json", "CSL-JSON", "what citation processors take in: Zotero, pandoc, Crossref", "csljson", "cslwriter"
    ),
    Format("refer", "EndNote refer", "lines of % and a letter, as EndNote (.enw) and Unix's refer write them", "refer"),
    Format("zotero-json", "Zotero JSON", "Zotero's own: its API, its translators, Better BibTeX", "zoterojson"),
    Format("isi", "Web of Science", "two-letter tags from PT to ER, or the same as a table with tabs", "isi"),
    Format("arxiv-jsonl", "arXiv JSON lines", "arXiv's metadata as JSON, one paper a line", "arxivjsonl"),
    Format("csv", "CSV", "a table with a header: commas, semicolons, tabs or bars between the cells", "table", "table"),
    Format("markdown", "Markdown", "a list for reading: authors, title as a link, venue, year", None, "markdown"),
    Format("bibtex", "BibTeX", "for LaTeX and reference managers", "bibtex", "bibtex"),
    Format(
        "biblatex", "BibLaTeX", "BibTeX's successor, with dates, online sources and more fields", "biblatex", "biblatex"
    ),
)


def known_formats() -> tuple[Format, ...]:
    """readlist's own formats, then those of other packages."""
    return (*FORMATS, *_of_others())


def _of_others() -> Iterator[Format]:
    from readlist.formats import third_party

    yield from third_party.installed()


def troubles() -> tuple[str, ...]:
    """One sentence for each format of another package that could not be used so far."""
    from readlist.formats import third_party

    return third_party.troubles()


def by_name(name: str) -> Format:
    """The format of that name. Raises ReadlistError (code 2) naming the known ones when there is none."""
    wanted = name.strip().lower()
    for known in chain(FORMATS, _of_others()):
        if known.name == wanted:
            return known
    names = ", ".join(known.name for known in known_formats())
    raise ReadlistError(f"There is no format {name!r}; readlist knows {names}.", code=2)


def recognise(text: str) -> Format | None:
    """The format of a text, by its content; ``None`` when it is none that readlist reads."""
    if not text.strip():
        return None
    sure, found = 0.0, None
    for known in chain(FORMATS, _of_others()):
        if sure >= 1:
            break
        opinion = known.recognise(text)
        if opinion > sure:
            sure, found = opinion, known
    return found if sure >= SURE_ENOUGH else None


def why_not(text: str) -> str:
    """One sentence for a person on why a text gave no paper; for a text that :func:`recognise` does not know, or that
    its format read without finding a record."""
    from readlist.formats import unknown

    return unknown.why_not(text, recognise(text))
