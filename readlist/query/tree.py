"""What a query is made of: a tree of words, phrases and fields that can be printed, described and put together."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from readlist.query.fields import SORTS, year_range

NEEDS_QUOTES = re.compile(r'[\s|()"]')
"""What a field's value can only hold between quotes; a quote itself it cannot hold at all."""


@dataclass(frozen=True, slots=True)
class Word:
    """A bare word, without blanks or quotes; fuzzy."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in quotes: exactly these, one after the other."""

    text: str

    def __str__(self) -> str:
        return f'"{self.text}"'


@dataclass(frozen=True, slots=True)
class Field:
    """``name:value`` with a name of :data:`FIELDS` and a value that makes sense for it."""

    name: str
    value: str

    def __str__(self) -> str:
        return f'{self.name}:"{self.value}"' if NEEDS_QUOTES.search(self.value) else f"{self.name}:{self.value}"


@dataclass(frozen=True, slots=True)
class Not:
    """Whatever the inner node does not match."""

    node: "Node"

    def __str__(self) -> str:
        return f"-({self.node})" if isinstance(self.node, And | Or | Not) else f"-{self.node}"


@dataclass(frozen=True, slots=True)
class And:
    """All of these; with no nodes it matches everything."""

    nodes: tuple["Node", ...]

    def __str__(self) -> str:
        return " ".join(f"({node})" if isinstance(node, Or) and node.nodes else str(node) for node in self.nodes)


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of these; with no nodes it matches nothing, which is written ``-*``."""

    nodes: tuple["Node", ...]

    def __str__(self) -> str:
        return " OR ".join(map(str, self.nodes)) or "-*"


Node = Word | Phrase | Field | Not | And | Or
Everything = And(())
Nothing = Or(())


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for and in which order.

    ``root`` is the tree of what must match. ``sort`` is a key of :data:`SORTS` or ``None`` (ranked when there are
    words, else newest first), ``descending`` its direction. ``notes`` says what was not understood. ``open`` tells
    that the last word is perhaps only half typed. Queries are equal when they ask for the same in the same order.
    """

    root: Node = Everything
    sort: str | None = None
    descending: bool | None = None
    notes: tuple[str, ...] = field(default=(), compare=False)
    open: bool = field(default=False, compare=False)

    @property
    def words(self) -> tuple[str, ...]:
        """The free words at the top: those that are fuzzy and ranked."""
        return tuple(node.text for node in self.parts if isinstance(node, Word))

    @property
    def parts(self) -> tuple[Node, ...]:
        """The nodes that must all match."""
        return self.root.nodes if isinstance(self.root, And) else (self.root,)

    @property
    def is_empty(self) -> bool:
        """Whether every paper matches."""
        return self.root == Everything

    def leaves(self) -> Iterator[Node]:
        """Every word, phrase and field that a match should show, those under a ``-`` left out."""
        return leaves_of(self.root)

    def within(self, other: "Query") -> "Query":
        """Both at once: this query inside a view, a tag or a saved search. This one's order wins over the other's."""
        sort, descending = (self.sort, self.descending) if self.sort else (other.sort, other.descending)
        notes = (*other.notes, *(note for note in self.notes if note not in other.notes))
        return Query(all_of([*other.parts, *self.parts]), sort, descending, notes, self.open)

    def expanded(self, lookup: Callable[[str], str | None]) -> "Query":
        """This query with its saved searches spelled out; see :func:`readlist.query.saved.expanded`."""
        from readlist.query.saved import expanded

        return expanded(self, lookup)

    def sorted_by(self, sort: str | None, descending: bool | None = None) -> "Query":
        """The same papers in another order; the usual direction when none is given."""
        if sort is None:
            return replace(self, sort=None, descending=None)
        return replace(self, sort=sort, descending=SORTS[sort] if descending is None else descending)

    def __str__(self) -> str:
        """The query as one would type it; reads back equal."""
        shown = str(self.root)
        if self.sort:
            turned = "" if self.descending == SORTS[self.sort] else "-"
            root = f"({shown})" if isinstance(self.root, Or) else shown
            shown = f"{root} {turned}sort:{self.sort}".lstrip()
        return shown

    def describe(self) -> str:
        """The query in words for people: ``“retrieval”, tagged rag, unread, from 2020 on; by year``."""
        said = _describe(self.root) or "everything"
        if self.sort:
            turned = "" if self.descending == SORTS[self.sort] else ", the other way round"
            said += f"; by {self.sort}{turned}"
        return said


def all_of(nodes: list[Node]) -> Node:
    flat: list[Node] = []
    for node in nodes:
        flat.extend(node.nodes if isinstance(node, And) else (node,))
    return flat[0] if len(flat) == 1 else And(tuple(flat))


def one_of(nodes: list[Node]) -> Node:
    flat: list[Node] = []
    for node in nodes:
        flat.extend(node.nodes if isinstance(node, Or) else (node,))
    if not flat and nodes:
        return Nothing
    if not flat or Everything in flat:
        return Everything
    return flat[0] if len(flat) == 1 else Or(tuple(flat))


def leaves_of(node: Node, *, everywhere: bool = False) -> Iterator[Node]:
    """The words, phrases and fields of a tree, in their order; those under a ``-`` only when ``everywhere``."""
    waiting: list[Node] = [node]
    while waiting:
        node = waiting.pop()
        if isinstance(node, And | Or):
            waiting.extend(reversed(node.nodes))
        elif not isinstance(node, Not):
            yield node
        elif everywhere:
            waiting.append(node.node)


def replaced(node: Node, change: Callable[[Field], Node]) -> Node:
    """A tree with something else for each of its fields."""
    match node:
        case Field():
            return change(node)
        case Not(inner):
            inner = replaced(inner, change)
            if inner in (Everything, Nothing):
                return Nothing if inner == Everything else Everything
            return Not(inner)
        case And(nodes):
            return all_of([replaced(part, change) for part in nodes])
        case Or(nodes) if nodes:
            return one_of([replaced(part, change) for part in nodes])
        case _:
            return node


def _describe(node: Node) -> str:
    match node:
        case Word(text) | Phrase(text):
            return f"“{text}”"
        case Field(name, value):
            return _SAID[name](value)
        case Not(inner):
            said = _describe(inner)
            return f"not ({said})" if isinstance(inner, And | Or) else f"not {said}"
        case And(nodes):
            return ", ".join(f"({_describe(part)})" if isinstance(part, Or) else _describe(part) for part in nodes)
        case Or(nodes):
            said = " or ".join(f"({_describe(part)})" if isinstance(part, And) else _describe(part) for part in nodes)
            return said or "nothing"


def _describe_years(value: str) -> str:
    low, high = year_range(value) or (None, None)
    if low is None or high is None:
        return f"from {low} on" if high is None else f"up to {high}"
    return f"of {low}" if low == high else f"of {low} to {high}"


_SAID: dict[str, Callable[[str], str]] = {
    "tag": "tagged {}".format,
    "is": lambda value: {"untitled": "without a title", "duplicate": "perhaps here twice"}.get(value, value),
    "author": "by {}".format,
    "title": "titled {}".format,
    "year": _describe_years,
    "venue": "in {}".format,
    "source": "from {}".format,
    "added": "added {}".format,
    "has": "with {}".format,
    "saved": "saved as “{}”".format,
    "related": "near {}".format,
    "key": "key {}…".format,
    "doi": "DOI {}…".format,
    "arxiv": "arXiv {}…".format,
}
