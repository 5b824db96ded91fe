"""Formats that other packages bring along: entry points of the group ``readlist.formats``.

The entry point's name is the format's, its value a module with ``recognise`` and ``read`` (and ``read_lines``), or with
``write``, or with all of them, as readlist's own formats have; ``LABEL`` and ``DESCRIPTION`` are what people see of it.
A format that cannot be used costs itself only, and says so once (:func:`troubles`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from readlist.formats import FORMATS, Format
from readlist.paper import Draft, Problem, Record
from readlist.text import clean, clean_line, printable

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "readlist.formats"
_LINES = frozenset(("title", "venue", "doi", "arxiv", "pmid", "isbn", "url", "key", "type"))
_troubles: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class ForeignFormat(Format):
    """A format of another package: asked carefully, and what it yields is cleaned as everything from outside is."""

    def recognise(self, text: str) -> float:
        """Like that of any format; what fails is 0."""
        if self.name in _troubles:
            return 0.0
        try:
            return min(1.0, Format.recognise(self, text))
        except Exception as error:
            _report(self.name, error)
            return 0.0

    def read(self, text: str) -> Iterator[Draft | Problem]:
        """Like that of any format."""
        return _cleaned(Format.read(self, text))

    def read_lines(self, lines: Iterable[str]) -> Iterator[Draft | Problem]:
        """Like that of any format."""
        module = import_module(self.reader) if self.reader else None
        if module is None or not hasattr(module, "read_lines"):
            return self.read("".join(lines))
        return _cleaned(module.read_lines(lines))

    def columns(self, text: str) -> dict[str, str]:
        """Nothing: what another package's table holds is told by its records alone."""
        return {}

    def write(self, records: Iterable[Record]) -> Iterator[str]:
        """Like that of any format."""
        return map(str, Format.write(self, records))


@cache
def installed() -> tuple[ForeignFormat, ...]:
    """The formats of other packages, in the order of their names. They are looked up once."""
    from importlib.metadata import entry_points

    found: dict[str, ForeignFormat] = {}
    own = {known.name for known in FORMATS}
    for entry_point in sorted(entry_points(group=GROUP), key=lambda one: one.name):
        name = entry_point.name.strip().lower()
        try:
            if name in own or name in found:
                raise ValueError("there is one of that name already")
            found[name] = _format(name, entry_point)
        except Exception as error:
            _report(name, error)
    return tuple(found.values())


def troubles() -> tuple[str, ...]:
    """One sentence for each format of another package that could not be used so far."""
    return tuple(_troubles.values())


def forget() -> None:
    """Looks for other packages' formats anew when they are next asked for."""
    installed.cache_clear()
    _troubles.clear()


def _format(name: str, entry_point: "EntryPoint") -> ForeignFormat:
    module = import_module(entry_point.module)
    readable = callable(getattr(module, "recognise", None)) and callable(getattr(module, "read", None))
    writable = callable(getattr(module, "write", None))
    if not readable and not writable:
        raise TypeError("it has neither recognise and read nor write")
    label = clean_line(str(getattr(module, "LABEL", name)))
    description = clean_line(str(getattr(module, "DESCRIPTION", "") or f"from the package {entry_point.module}"))
    reader, writer = (entry_point.module if can else None for can in (readable, writable))
    return ForeignFormat(name, label, description, reader, writer, package="")


def _report(name: str, error: Exception) -> None:
    why = clean_line(str(error)) or type(error).__name__
    _troubles.setdefault(name, printable(f"the format {name!r} of another package cannot be used: {why}"))


def _cleaned(pieces: Iterable[Any]) -> Iterator[Draft | Problem]:
    for piece in pieces:
        if isinstance(piece, Draft):
            yield replace(piece, **_clean_fields(piece))
        elif isinstance(piece, Problem):
            yield piece
        else:
            raise TypeError("neither a Draft nor a Problem")


def _clean_fields(draft: Draft) -> dict[str, Any]:
    changed: dict[str, Any] = {}
    for name in (spec.name for spec in fields(Draft)):
        value = getattr(draft, name)
        if name in _LINES and value is not None:
            changed[name] = clean_line(value) or None
        elif name in ("abstract", "note") and value is not None:
            changed[name] = clean(value) or None
        elif name in ("authors", "tags"):
            changed[name] = tuple(filter(None, map(clean_line, value)))
        elif name == "extra":
            changed[name] = {clean_line(key): _clean(inner) for key, inner in value.items()}
    return changed


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    return [_clean(one) if isinstance(one, str) else one for one in value] if isinstance(value, list) else value
