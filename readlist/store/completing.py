"""The values that can complete a field of a query: those the library has, without reading all of it.

Authors and venues come from the search index: it knows which words begin so in their column, and the newest papers with
such a word say what the whole values are. Those of many papers show up among these; they are counted exactly then.
"""

import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from readlist.store.keys import LAST, keys_from
from readlist.store.searches import saved_searches
from readlist.store.words import words
from readlist.text import fold

Completions = list[tuple[str, int | None]]

LOOKED_AT = 200
"""So many papers with a fitting word say what the whole values are."""
FITTING_WORDS = 24
COUNTED = 8
"""So many of the commonest values are counted, and shown."""
SHORT = 2
"""Words that begin with so few letters narrow little."""
LONG = 4
"""With so many letters typed, what is offered is worth being counted where that takes more than a look."""
ALL_KNOWN = 1000
"""So many venues are all looked through; of more, those of papers with a fitting word."""
FEW = 20_000
"""So many sources can be counted while a key is pressed."""
MEMORY = 16384
"""Kibibytes of the file that are kept at hand: the next letter asks for much of the same again."""
PLACES = 1000
"""So many sources, spread over all, say what files there are."""


class Completer:
    """Completes on one connection; what was counted is kept until the library changes."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._version = -1
        self._counted: dict[str, int] = {}
        # A view of the index by columns is a temporary table, which a connection that cannot write may not make.
        connection.execute(f"PRAGMA cache_size = -{MEMORY}")
        connection.execute("PRAGMA query_only = OFF")
        connection.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.words_by_column USING fts5vocab(main, head, col)")
        connection.execute("PRAGMA query_only = ON")

    def completions(self, field: str, beginning: str, limit: int) -> Completions:
        """Values of a field that begin so, at any of their words and in any spelling, those of most papers first, with
        the number of papers when it is known. None for fields that have no values of their own."""
        (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        if version != self._version:
            self._version = version
            self._counted.clear()
        complete = _FIELDS.get(field)
        found = complete(self, beginning.strip()) if complete and limit > 0 else ()
        # A value that holds a quote cannot be written between quotes.
        return [hit for hit in found if '"' not in hit[0]][:limit]

    # ---------------------------------------------------------------- values the index knows

    def authors(self, beginning: str) -> Completions:
        """Whole names; before them a surname when several people share it."""
        typed = words(beginning)
        spellings: dict[str, Counter[str]] = {}
        papers: Counter[str] = Counter()
        rows = self._values("authors", typed)
        beginning_so = _written(max(typed, key=len, default=""), whole=False)
        for row in rows:
            names = {_folded(name): name for name in _lines(row, beginning_so)}
            for name, spelled in names.items():
                if _fits(name, typed):
                    papers[name] += 1
                    spellings.setdefault(name, Counter())[spelled] += 1
        few = len(rows) < LOOKED_AT
        countable = few or any(len(word) >= LONG for word in typed)
        found: Completions = []
        number: int | None
        for name, number in papers.most_common(COUNTED):
            if not few or " " not in name:
                number = self._bearing(name) if countable else None
            found.append((_plain(spellings[name].most_common(1)[0][0]), number))
        if all(number is not None for _, number in found):
            found.sort(key=_commonest)
        return [*self._surname(typed, spellings, countable), *found]

    def venues(self, beginning: str) -> Completions:
        """Whole names of journals and conferences."""
        known = self._distinct("papers", "venue COLLATE NOCASE")
        if len(known) <= ALL_KNOWN:
            fitting = _fitting(known, beginning)
        else:
            typed = words(beginning)
            seen = Counter(venue for venue in self._values("venue", typed) if _fits(_folded(venue), typed))
            fitting = [venue for venue, _ in seen.most_common(COUNTED)]
        counted = "SELECT count(*) FROM papers WHERE venue = ? COLLATE NOCASE"
        spelled = [(venue, _folded(venue)) for venue in fitting]
        hits = sorted(((venue, self._count(counted, venue)) for venue, name in spelled if name), key=_commonest)
        found: Completions = []
        for venue, number in hits[:COUNTED]:
            # As ``venue:`` finds them: with these words side by side, the last one perhaps cut short.
            name = _folded(venue)
            if len(known) <= ALL_KNOWN:
                longer = (other for other in known if other != venue and f" {name}" in f" {_folded(other)}")
                number += sum(self._count(counted, other) for other in longer)
            else:
                number = self._count("SELECT count(*) FROM head WHERE head MATCH ?", f'venue : "{name}" *')
            found.append((_plain(venue), number))
        return sorted(found, key=_commonest)

    def _surname(
        self, typed: list[str], spellings: dict[str, Counter[str]], countable: bool
    ) -> Iterator[tuple[str, int | None]]:
        people = Counter(name.split()[-1] for name in spellings if name)
        shared = [(name, number) for name, number in people.most_common() if number > 1 and len(typed) == 1]
        for surname, _ in shared:
            if surname.startswith(typed[0]) and len(surname) > 1:
                full = next(name for name in spellings if name.endswith(surname) and " " in name)
                shown = spellings[full].most_common(1)[0][0].split()[-1]
                if words(shown) == [surname]:
                    yield shown, self._bearing(surname) if countable else None
                    return

    def _values(self, column: str, typed: list[str]) -> list[str]:
        """The column in the newest papers that have words beginning so in it."""
        if not typed:
            sql = f"SELECT {column} FROM papers WHERE {column} <> '' ORDER BY id DESC LIMIT {LOOKED_AT}"
            return [value for (value,) in self._connection.execute(sql)]
        # A short word narrows little and costs much.
        telling = [word for word in typed if len(word) > SHORT] or typed[:1]
        groups = [self._words(column, word) for word in telling]
        if not all(groups):
            return []
        expression = " AND ".join(f"({' OR '.join(f'{chr(34)}{word}{chr(34)}' for word in group)})" for group in groups)
        sql = (
            f"SELECT papers.{column} FROM head CROSS JOIN papers ON papers.id = head.rowid"
            f" WHERE head MATCH ? ORDER BY head.rowid DESC LIMIT {LOOKED_AT}"
        )
        return [value for (value,) in self._connection.execute(sql, (f"{column} : ({expression})",)) if value]

    def _words(self, column: str, beginning: str) -> list[str]:
        """The commonest words that begin so, in this column where they are few enough to tell."""
        last = beginning + LAST
        if len(beginning) < SHORT:
            sql = "SELECT term FROM vocabulary WHERE term >= ? AND term < ? ORDER BY head DESC LIMIT ?"
            rows = self._connection.execute(sql, (beginning, last, FITTING_WORDS))
        else:
            sql = (
                "SELECT term FROM temp.words_by_column WHERE term >= ? AND term < ? AND col = ?"
                " ORDER BY doc DESC LIMIT ?"
            )
            rows = self._connection.execute(sql, (beginning, last, column, FITTING_WORDS))
        return [word for (word,) in rows]

    def _bearing(self, name: str) -> int:
        """How many papers ``author:`` finds for a name: of one word with all that begin so, else of just this one."""
        if " " not in name:
            return self._count("SELECT count(*) FROM head WHERE head MATCH ?", f'authors : "{name}" *')
        expression = f'authors : "{name}"'
        if expression not in self._counted:
            sql = "SELECT papers.authors FROM head CROSS JOIN papers ON papers.id = head.rowid WHERE head MATCH ?"
            rows, just_so = self._connection.execute(sql, (expression,)), _written(name, whole=True)
            self._counted[expression] = sum(
                any(_folded(author) == name for author in _lines(authors, just_so)) for (authors,) in rows
            )
        return self._counted[expression]

    def _count(self, sql: str, value: str) -> int:
        key = sql + value
        if key not in self._counted:
            self._counted[key] = self._connection.execute(sql, (value,)).fetchone()[0]
        return self._counted[key]

    def _distinct(self, table: str, column: str) -> list[str]:
        """The values of an indexed column, each jumped to, for they may stand in a million rows; not many more than
        :data:`ALL_KNOWN`."""
        name = column.partition(" ")[0]
        sql = (
            f"WITH RECURSIVE known (value) AS (SELECT (SELECT {name} FROM {table} WHERE {name} IS NOT NULL"
            f" ORDER BY {column} LIMIT 1) UNION ALL SELECT (SELECT {name} FROM {table} WHERE {name} IS NOT NULL"
            f" AND {column} > known.value ORDER BY {column} LIMIT 1) FROM known WHERE known.value IS NOT NULL)"
            f" SELECT value FROM known WHERE value IS NOT NULL LIMIT {ALL_KNOWN + 1}"
        )
        return [value for (value,) in self._connection.execute(sql)]

    # ---------------------------------------------------------------- values with tables of their own

    def tags(self, beginning: str) -> Completions:
        """Tags."""
        counted = "SELECT count(*) FROM taggings WHERE tag = ?"
        fitting = _fitting(self._distinct("taggings", "tag"), beginning.lstrip("# "))
        # One that ends with a star would be asked as a beginning.
        plain = (tag for tag in fitting if not tag.endswith("*"))
        return sorted(((tag, self._count(counted, tag)) for tag in plain), key=_commonest)

    def sources(self, beginning: str) -> Completions:
        """Formats, in small libraries with their papers; then files and what sources call themselves."""
        (newest,) = self._connection.execute("SELECT coalesce(max(id), 0) FROM sources").fetchone()
        counted = "SELECT count(DISTINCT paper) FROM sources WHERE listed AND format = ?"
        known = self._distinct("sources", "format")
        formats = [(name, self._count(counted, name) if newest <= FEW else None) for name in _fitting(known, beginning)]
        places = ",".join(map(str, range(newest, 0, -max(1, newest // PLACES))))
        names: dict[str, None] = {}
        for row in self._connection.execute(f"SELECT file, label FROM sources WHERE listed AND id IN ({places})"):
            names.update(dict.fromkeys(filter(None, row)))
        others = sorted(_fitting([name for name in names if name not in known], beginning))
        return [*sorted(formats, key=_commonest), *((name, None) for name in others)]

    def saved(self, beginning: str) -> Completions:
        """Saved searches, in the order they were made."""
        names = [search.name for search in saved_searches(self._connection)]
        return [(name, None) for name in _fitting(names, beginning)]

    def keys(self, beginning: str) -> Completions:
        """Citation keys, by how they begin."""
        return [(key, None) for _, key in keys_from(self._connection, fold(beginning), COUNTED)]


_FIELDS: dict[str, Callable[[Completer, str], Completions]] = {
    "author": Completer.authors,
    "venue": Completer.venues,
    "tag": Completer.tags,
    "source": Completer.sources,
    "saved": Completer.saved,
    "key": Completer.keys,
    "related": Completer.keys,
}


def _commonest(hit: tuple[str, int | None]) -> tuple[int, str]:
    return -(hit[1] or 0), hit[0]


def _plain(value: str) -> str:
    """A value without quotes, which do not count when it is looked for."""
    return " ".join(value.replace('"', " ").split())


@lru_cache(maxsize=20_000)
def _folded(value: str) -> str:
    return " ".join(words(value))


def _written(words: str, *, whole: bool) -> re.Pattern[str]:
    """What lines in plain letters look like that hold these words, as the beginning of a word or as the whole line."""
    between = r"(?:[^\w\n]|_)"
    spelled = f"{between}+".join(map(re.escape, words.split()))
    line = f"{between}*{spelled}{between}*" if whole else rf".*(?<![^\W_]){spelled}.*"
    return re.compile(f"^{line}$", re.IGNORECASE | re.MULTILINE)


def _lines(text: str, pattern: re.Pattern[str]) -> list[str]:
    """The lines that may look so. Most can be told without folding each: a paper may have three thousand authors."""
    if text.isascii() and "\\" not in text:
        return pattern.findall(text)
    return [line for line in text.split("\n") if not line.isascii() or "\\" in line or pattern.search(line)]


def _fits(name: str, typed: list[str]) -> bool:
    """Whether every typed word begins a word of a folded name."""
    return bool(name) and all(f" {word}" in f" {name}" for word in typed)


def _fitting(values: Iterable[str], beginning: str) -> list[str]:
    """The values that begin so, as a whole or at one of their words."""
    folded, typed = fold(beginning), " ".join(words(beginning))
    return [
        value for value in values if fold(value).startswith(folded) or (typed and f" {typed}" in f" {_folded(value)}")
    ]
