"""Saved searches inside a query: ``saved:NAME`` becomes what was saved under that name."""

from collections.abc import Callable

from readlist.query.reading import parse
from readlist.query.tree import Field, Node, Query, Word, all_of, leaves_of, replaced
from readlist.text import fold

MOST_NESTED = 8
"""Saved searches may use others, so many one inside the other."""
MOST_SPELLED_OUT = 256
"""More words and fields than this are not taken out of saved searches."""

Lookup = Callable[[str], str | None]


def expanded(query: Query, lookup: Lookup) -> Query:
    """A query with the saved searches in it spelled out; ``lookup`` gives the text saved under a name.

    At the top the words of a saved search stay fuzzy, none of them half typed, and its order counts when the query
    names none. One that is not there, or that uses itself, is noted and stays in the tree as it is: it matches nothing.
    """
    if not any(_is_saved(leaf) for leaf in leaves_of(query.root, everywhere=True)):
        return query
    expansion = _Expansion(lookup)
    root, sort, descending = expansion.spell_out(query, ())
    last = query.parts[-1] if query.parts else None
    return Query(
        root,
        sort,
        descending,
        tuple(dict.fromkeys((*query.notes, *expansion.notes))),
        query.open and isinstance(last, Word),
    )


def with_saved(node: Node, name: str, other: Node) -> Node:
    """A tree with something else in the places of one saved search."""
    return replaced(node, lambda field: other if _is_saved(field) and fold(field.value) == fold(name) else field)


def saved_names(query: Query) -> tuple[str, ...]:
    """The saved searches a query uses itself, each once."""
    names = [
        leaf.value for leaf in leaves_of(query.root, everywhere=True) if isinstance(leaf, Field) and _is_saved(leaf)
    ]
    return tuple(dict.fromkeys(names))


class _Expansion:
    """The state of one expansion: what is still allowed, and what there is to say."""

    def __init__(self, lookup: Lookup) -> None:
        self.lookup = lookup
        self.notes: list[str] = []
        self.left = MOST_SPELLED_OUT

    def spell_out(self, query: Query, inside: tuple[str, ...]) -> tuple[Node, str | None, bool | None]:
        """The tree and the order of a query that stands inside saved searches of these names."""
        sort, descending = query.sort, query.descending
        nodes: list[Node] = []
        for part in query.parts:
            if isinstance(part, Field) and _is_saved(part):
                node, own_sort, own_descending = self.saved(part, inside)
                if sort is None:
                    sort, descending = own_sort, own_descending
                nodes.append(node)
            else:
                nodes.append(replaced(part, lambda field: self.saved(field, inside)[0]))
        return all_of(nodes), sort, descending

    def saved(self, field: Field, inside: tuple[str, ...]) -> tuple[Node, str | None, bool | None]:
        """What a field stands for: its saved search when it is one, else itself."""
        if not _is_saved(field):
            return field, None, None
        name = fold(field.value)
        if name in inside:
            self.notes.append(f"the saved search “{field.value}” uses itself")
            return field, None, None
        text = self.lookup(field.value)
        if text is None:
            self.notes.append(f"there is no saved search “{field.value}”")
            return field, None, None
        inner = parse(text)
        self.left -= sum(1 for _ in leaves_of(inner.root, everywhere=True))
        if self.left < 0 or len(inside) >= MOST_NESTED:
            self.notes.append(f"the saved search “{field.value}” is too large")
            return field, None, None
        self.notes.extend(inner.notes)
        return self.spell_out(inner, (*inside, name))


def _is_saved(node: Node) -> bool:
    return isinstance(node, Field) and node.name == "saved"
