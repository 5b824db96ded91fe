"""``crossref`` and ``xdata``: what an entry takes over from another one of its file, before it or behind it.

After the BibLaTeX manual, section 2.4.1 and appendix B: what an entry has itself it keeps; a proceedings' title becomes
the booktitle. Abstracts, notes, keywords and what identifies the parent itself are not taken over: two papers of one
volume would become one work by its DOI.
"""

from collections import OrderedDict, deque
from collections.abc import Iterable, Iterator
from itertools import chain

from readlist.formats.bibtex_entries import Entry
from readlist.paper import Problem

MOST_WAITING = 20_000
"""Entries that are held back, so that they come in their order, while one of them waits for its parent."""
MOST_REMEMBERED = 5_000
"""Entries of a kind that is rarely a parent which are remembered nevertheless."""
DEEPEST = 8

_PARENTS = frozenset(
    ("proceedings", "mvproceedings", "book", "mvbook", "collection", "mvcollection", "reference", "mvreference",
     "xdata", "periodical", "booklet", "manual", "set", "conference")
)  # fmt: skip
_OWN = frozenset(
    ("crossref", "xref", "xdata", "entryset", "ids", "key", "label", "sortkey", "sorttitle", "shorthand", "options",
     "related", "abstract", "annote", "annotation", "note", "keywords", "keyword", "doi", "url", "eprint", "eprinttype",
     "archiveprefix", "primaryclass", "eprintclass", "file", "pages", "pmid", "urldate", "timestamp", "owner", "groups",
     "author", "shorttitle", "date-added", "date-modified", "biburl", "bibsource", "gender", "pagetotal", "numpages")
)  # fmt: skip
_DATE = frozenset(("date", "year", "month", "day"))
_TITLES = {"title": "booktitle", "subtitle": "booksubtitle", "titleaddon": "booktitleaddon"}
_HOLD_A_JOURNAL = {"title": "journaltitle", "subtitle": "journalsubtitle"}


class _Waiting:
    """An item in the queue, and the keys it refers to of entries that had not come yet."""

    __slots__ = ("item", "missing")

    def __init__(self, item: Entry | Problem, missing: set[str]) -> None:
        self.item = item
        self.missing = missing


def with_parents(items: Iterable[Entry | Problem]) -> Iterator[Entry | Problem]:
    """The entries in their order, each with what it takes over from those it refers to.

    A reference to an entry that the file does not hold stays in its field. ``@xdata`` entries are no works and go; one
    that nobody refers to is a problem.
    """
    family = _Family()
    queue: deque[_Waiting] = deque()
    late: list[_Waiting] = []
    for item in items:
        if isinstance(item, Entry):
            family.remember(item)
            references = _references(item)
            if item.kind == "xdata":
                continue
            missing = family.missing(references) if references else set()
            if not missing and not queue:
                yield family.completed(item) if references else item
                continue
        else:
            missing = set()
        queue.append(_Waiting(item, missing))
        family.wanted |= missing
        while queue and (len(queue) > MOST_WAITING or not family.missing(queue[0].missing)):
            waiting = queue.popleft()
            if family.missing(waiting.missing):
                late.append(waiting)
            else:
                yield family.completed(waiting.item)
    for waiting in chain(late, queue):
        yield family.completed(waiting.item)
    yield from family.useless()


class _Family:
    """The entries that others may refer to, by their keys in small letters."""

    def __init__(self) -> None:
        self.wanted: set[str] = set()
        self._parents: dict[str, Entry] = {}
        self._others: OrderedDict[str, Entry] = OrderedDict()
        self._used: set[str] = set()

    def remember(self, entry: Entry) -> None:
        key = entry.key.lower()
        if not key:
            return
        if entry.kind in _PARENTS or key in self.wanted:
            self._parents.setdefault(key, entry)
        elif key not in self._others:
            self._others[key] = entry
            if len(self._others) > MOST_REMEMBERED:
                self._others.popitem(last=False)

    def missing(self, keys: set[str]) -> set[str]:
        """Which of the entries with these keys, and of those they refer to in turn, have not come yet."""
        lost: set[str] = set()
        seen: set[str] = set()
        for _ in range(DEEPEST):
            if not keys:
                break
            seen |= keys
            found = [(key, self._find(key)) for key in keys]
            lost.update(key for key, entry in found if entry is None)
            keys = {key for _, entry in found if entry is not None for key in _references(entry)} - seen
        return lost

    def completed(self, item: Entry | Problem) -> Entry | Problem:
        """An entry with the fields of those it refers to, and of those they refer to."""
        if isinstance(item, Problem) or not _references(item):
            return item
        fields = dict(item.fields)
        seen = {item.key.lower()}
        for _ in range(DEEPEST):
            known = [(name, key) for name, key in _named(fields) if self._find(key)]
            fresh = [(name, key) for name, key in known if key not in seen]
            for name, key in known:
                fields[name] = ", ".join(each for each in _keys(fields[name]) if each.lower() != key)
                if not fields[name]:
                    del fields[name]
            for name, key in fresh:
                seen.add(key)
                parent = self._find(key)
                assert parent is not None
                self._used.add(key)
                _take_over(fields, parent, item.kind, is_data=name == "xdata")
            if not fresh:
                break
        return item._replace(fields=fields)

    def useless(self) -> Iterator[Problem]:
        """The ``@xdata`` entries to which nobody referred."""
        for key, entry in self._parents.items():
            if entry.kind == "xdata" and key not in self._used:
                yield Problem(line=entry.line, reason="shared fields (@xdata) that no entry uses", raw=entry.raw)

    def _find(self, key: str) -> Entry | None:
        return self._parents.get(key) or self._others.get(key)


def _keys(value: str) -> list[str]:
    return [key for part in value.replace("{", "").replace("}", "").split(",") if (key := part.strip())]


def _named(fields: dict[str, str]) -> list[tuple[str, str]]:
    """The references in some fields: the field's name and the key in small letters."""
    return [(name, key.lower()) for name in ("xdata", "crossref") if name in fields for key in _keys(fields[name])]


def _references(entry: Entry) -> set[str]:
    if "crossref" not in entry.fields and "xdata" not in entry.fields:
        return set()
    return {key for _, key in _named(entry.fields)}


def _take_over(fields: dict[str, str], parent: Entry, kind: str, *, is_data: bool) -> None:
    for further in ("crossref", "xdata"):
        if further in parent.fields:
            fields[further] = ",".join(filter(None, (fields.get(further), parent.fields[further])))
    if is_data:
        for name, value in parent.fields.items():
            fields.setdefault(name, value)
        return
    titles = _HOLD_A_JOURNAL if parent.kind == "periodical" else _TITLES
    named = "booktitle" in parent.fields and kind != "book"
    dated = not _DATE.isdisjoint(fields)
    for name, value in parent.fields.items():
        if name in _OWN or (dated and name in _DATE):
            continue
        if name in titles:
            # In BibTeX's own files a parent says by its booktitle how its parts are to name it.
            if not (named and name == "title"):
                fields.setdefault(titles[name], value)
        else:
            fields.setdefault(name, value)
    if kind in ("inbook", "bookinbook", "suppbook") and "author" in parent.fields and "author" not in fields:
        fields["author"] = parent.fields["author"]
