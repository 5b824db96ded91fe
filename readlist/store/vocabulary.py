"""What a typed word may have meant: words the library really has, each with how sure that is.

A typed word becomes a :class:`Group`: itself, completions while it is being typed, corrections (optimal string
alignment distance: a transposition counts one), the two words it may have run together (``highspeed``, ``xray``,
``obrien``), the words it is short for (``rl``). Corrections come from the sorted vocabulary alone: every spelling one
edit away is looked up, which is some hundred look-ups of a microsecond, whatever the size of the library.
"""

import json
import math
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from string import ascii_lowercase
from typing import NamedTuple

from readlist.store.index import LONGEST_WORD
from readlist.store.topics import EVERYDAY
from readlist.store.words import plain

END = "\U0010ffff"
COMPLETED, INFLECTED, JOINED, SPELLED_OUT, SPLIT, CORRECTED = 0.92, 0.85, 0.9, 0.85, 0.85, 0.8
RARE = 3
"""A word in fewer papers than this may well be a slip itself: slips live in libraries too."""
COMMON_SHARE = 0.3
"""A word that this part of all papers has tells nothing."""
HARDLY_EVER = 50
"""What an abbreviation stands for so many times less often than for something else is not meant."""
COMPLETIONS = 16
SHORTEST_CORRECTED, SHORTEST_TWICE = 4, 7
"""Shorter words are one edit, or two, from half the language; for two, a letter less will do with the same initial."""
SHORTEST_BEGINNING = 7
"""A shorter word with a slip begins too many others."""
TEXTS_READ = 40
"""So many abstracts are read to see whether two words stand side by side: the index of abstracts knows no order."""
AS_USUAL = 50
"""What is written in two words so many times less often than in one was not meant."""
TITLES_COUNT = 8
"""A word that stands in titles is more likely to be typed than one that only abstracts use, such as ``confirms``."""
COMMON_WORDS = 8000
REMEMBERED = 3000
"""So many words are remembered, and a tenth as many groups: those of some minutes of typing."""


class Entry(NamedTuple):
    """A word of the vocabulary, and in how many papers it stands: in title, authors, tags or venue, and anywhere."""

    term: str
    head: int
    papers: int


@dataclass(slots=True)
class Group:
    """The meanings of one typed word. ``terms`` and ``phrases`` map to weights up to 1; ``literal`` are the terms that
    are the word itself or its completions."""

    typed: str
    open: bool
    terms: dict[str, float] = field(default_factory=dict)
    literal: list[str] = field(default_factory=list)
    phrases: dict[tuple[str, ...], float] = field(default_factory=dict)
    apart: list[tuple[str, ...]] = field(default_factory=list)
    """The words of each phrase that tell something, rarest first: for the body, which knows no phrases."""
    together: set[tuple[str, ...]] = field(default_factory=set)
    """The phrases that mean nothing unless their words stand side by side."""
    papers: int = 0
    head: int = 0
    exact: Entry | None = None

    def add(self, entry: Entry, weight: float, *, literal: bool = False, doubtful: bool = False) -> None:
        """Adds a meaning; the first one of a term stays. A ``doubtful`` one does not make the word a common one."""
        if entry.term in self.terms:
            return
        self.terms[entry.term] = weight
        if not doubtful:
            self.papers += entry.papers
            self.head += entry.head
        if literal:
            self.literal.append(entry.term)

    def add_phrase(self, parts: tuple[str, ...], apart: tuple[str, ...], weight: float, papers: int) -> None:
        """Adds a meaning of several words; ``apart`` are those that must be in a paper where no order is known."""
        if parts not in self.phrases:
            self.phrases[parts] = weight
            self.apart.append(apart)
            self.papers += papers
            self.head += papers

    def with_term(self, entry: Entry, weight: float) -> "Group":
        """The same group with one more literal meaning."""
        other = replace(self, terms=dict(self.terms), literal=list(self.literal))
        other.add(entry, weight, literal=True)
        return other

    def __bool__(self) -> bool:
        return bool(self.terms or self.phrases)


class Vocabulary:
    """The words of a library as they are now; made anew when the library has changed."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        found = connection.execute("SELECT value FROM index_facts WHERE name = 'papers'").fetchone()
        self.papers: int = found[0] if found else 0
        self._all_counted = not connection.execute("SELECT EXISTS (SELECT 1 FROM uncounted)").fetchone()[0]
        self._entries: dict[str, Entry | None] = {}
        self._groups: dict[tuple[str, bool, bool], Group] = {}
        self._common: list[Entry] | None = None

    def entry(self, term: str) -> Entry | None:
        """A word's entry, if it is known."""
        if term not in self._entries:
            if len(self._entries) > REMEMBERED:
                self._entries.clear()
            found = self.connection.execute(
                "SELECT term, head, papers FROM vocabulary WHERE term = ?", (term,)
            ).fetchone()
            found = found or self._uncounted(term)
            self._entries[term] = Entry(*found) if found else None
        return self._entries[term]

    def _uncounted(self, term: str) -> tuple[str, int, int] | None:
        """A word that only papers of a running import hold, or that is too long to be counted."""
        if not self._all_counted or len(term) > LONGEST_WORD:
            sql = "SELECT 1 FROM body WHERE body MATCH ? LIMIT 1"
            if self.connection.execute(sql, (f'"{term}"',)).fetchone():
                return term, 1, 1
        return None

    def entries(self, terms: Iterable[str]) -> list[Entry]:
        """The entries of those words that are known."""
        rows = self.connection.execute(
            "SELECT term, head, papers FROM vocabulary WHERE term IN (SELECT value FROM json_each(?))",
            (json.dumps(list(terms)),),
        )
        return list(map(Entry._make, rows))

    def group(self, word: str, *, open: bool, forgiving: bool) -> Group:
        """The meanings of a typed word; ``open`` when it may be half typed, ``forgiving`` to doubt words that exist."""
        key = (word, open, forgiving)
        if key not in self._groups:
            if len(self._groups) > REMEMBERED // 10:
                self._groups.clear()
            self._groups[key] = self._make_group(word, open, forgiving)
        return self._groups[key]

    def _make_group(self, word: str, open: bool, forgiving: bool) -> Group:
        group = Group(word, open)
        group.exact = exact = self.entry(word)
        if exact:
            group.add(exact, 1.0, literal=True)
        if not word.isascii() and len(word) < 3:
            return group  # letters and pairs of an unspaced script have no slips
        best = exact.papers if exact else 0
        known = best >= max(RARE, self.papers * 2e-4)
        if open:
            completions = self.completions(word, COMPLETIONS)
        elif len(word) < 3:
            completions = []
        elif known and not forgiving:
            completions = [entry for entry in self.completions(word, 6) if len(entry.term) <= len(word) + 3]
        else:
            completions = self.completions(word, COMPLETIONS)
        for entry in completions:
            group.add(entry, COMPLETED if open else INFLECTED, literal=open or known)
        best = max([best, *(entry.papers for entry in completions)])
        self._spell_out(group, word)
        if 4 <= len(word) <= LONGEST_WORD:
            best = max(best, self._split(group, word, open))
        unsure = best < RARE or (self.papers >= 5000 and len(word) >= 4 and best < self.papers * 2e-4)
        if SHORTEST_CORRECTED <= len(word) <= LONGEST_WORD and (forgiving or unsure):
            self._correct(group, word, open, forgiving)
        return group

    def _correct(self, group: Group, word: str, open: bool, forgiving: bool) -> None:
        near = far = 0
        has_meaning = bool(group)
        for distance, entry in self.corrections(word, open=open and len(word) >= SHORTEST_BEGINNING):
            if distance < 2 and near < 12:
                near += 1
            elif distance >= 2 and far < (8 if near < 3 else 4):
                far += 1
            else:
                continue
            if group.exact and entry.papers < group.exact.papers and not forgiving:
                continue
            group.add(entry, CORRECTED - 0.12 * distance, doubtful=has_meaning)

    def common(self) -> list[Entry]:
        """The words of most papers, those of most first."""
        if self._common is None:
            rows = self.connection.execute(
                "SELECT term, head, papers FROM vocabulary WHERE papers >= 20 ORDER BY papers DESC LIMIT ?",
                (COMMON_WORDS,),
            )
            self._common = list(map(Entry._make, rows))
        return self._common

    # ---------------------------------------------------------------- longer words

    def completions(self, prefix: str, most: int) -> list[Entry]:
        """The words that begin so, those of most papers first."""
        if len(prefix) <= 2:
            found = [entry for entry in self.common() if entry.term.startswith(prefix) and entry.term != prefix]
            if len(found) >= most:
                return found[:most]
        rows = self.connection.execute(
            "SELECT term, head, papers FROM vocabulary WHERE term > ? AND term < ?"
            " ORDER BY papers + ? * head DESC LIMIT ?",
            (prefix, prefix + END, TITLES_COUNT, most),
        )
        return list(map(Entry._make, rows))

    def _spell_out(self, group: Group, word: str) -> None:
        if not 2 <= len(word) <= 6:
            return
        singular = (word[:-1],) if len(word) >= 3 and word.endswith("s") else ()
        for short in (word, *singular):
            forms = self.connection.execute(
                "SELECT long, papers FROM short_forms WHERE short = ? ORDER BY papers DESC LIMIT 4", (short,)
            ).fetchall()
            for long, papers in forms:
                if papers * HARDLY_EVER >= forms[0][1]:
                    parts = tuple(long.split())
                    group.add_phrase(parts, self._telling(parts), SPELLED_OUT, papers)

    def _telling(self, parts: tuple[str, ...]) -> tuple[str, ...]:
        known = sorted(self.entries(parts), key=lambda entry: entry.papers)
        telling = [entry.term for entry in known if entry.papers < COMMON_SHARE * self.papers]
        return tuple(telling if len(telling) > 1 else dict.fromkeys(parts))

    def _split(self, group: Group, word: str, open: bool) -> int:
        """Words run together, or parted by a mark: the two best pairs that stand side by side somewhere. Returns how
        many papers were seen to have them so, at most :data:`RARE`."""
        cuts = range(1, len(word) - 1)
        known = {entry.term: entry for entry in self.entries([part for at in cuts for part in (word[:at], word[at:])])}
        pairs: list[tuple[float, Entry, Entry]] = []
        for at in cuts:
            left, right = known.get(word[:at]), known.get(word[at:])
            if left is None or (at == 1 and len(word) < 5 and open and right is None):
                continue
            if group.exact and at <= 2 and left.term in EVERYDAY:
                continue  # along is not a long
            rights = [right] if right else self.completions(word[at:], 2) if open and len(word) - at >= 3 else []
            pairs.extend((math.log(left.papers) + math.log(entry.papers), left, entry) for entry in rights)
        enough = 1 + group.exact.papers // AS_USUAL if group.exact else 1
        most = 0
        for _, *pair in sorted(pairs, reverse=True)[:3]:
            seen = self._side_by_side(pair[0], pair[1], max(enough, RARE))
            if seen >= enough:
                parts = (pair[0].term, pair[1].term)
                group.add_phrase(parts, self._telling(parts), SPLIT, seen)
                group.together.add(parts)
                most = max(most, seen)
        return min(most, RARE)

    def _side_by_side(self, left: Entry, right: Entry, enough: int) -> int:
        """How many papers have two words side by side, as far as ``enough`` and a few texts tell."""
        enough = min(enough, TEXTS_READ // 2)
        seen: set[int] = set()
        if left.head and right.head:
            sql = "SELECT rowid FROM head WHERE head MATCH ? LIMIT ?"
            seen.update(paper for (paper,) in self.connection.execute(sql, (f'"{left.term} {right.term}"', enough)))
        if len(seen) < enough:
            sql = (
                "SELECT id, abstract FROM papers WHERE id IN"
                " (SELECT rowid FROM body WHERE body MATCH ? ORDER BY rowid DESC LIMIT ?)"
            )
            both = f'"{left.term}" AND "{right.term}"'
            phrase = f" {left.term} {right.term} "
            for paper, abstract in self.connection.execute(sql, (both, TEXTS_READ)):
                if abstract and phrase in f" {' '.join(plain(abstract).split())} ":
                    seen.add(paper)
                    if len(seen) >= enough:
                        break
        return len(seen)

    # ---------------------------------------------------------------- other spellings

    def corrections(self, word: str, *, open: bool) -> list[tuple[float, Entry]]:
        """Words within one edit (two in longer words), likeliest first, with their distance; when ``open`` also words
        that begin with something so near."""
        if word.isdigit():
            return []
        from rapidfuzz import process  # takes 20 ms to load: only when somebody slips
        from rapidfuzz.distance import OSA

        most = 2 if len(word) >= SHORTEST_TWICE else 1
        found: dict[str, tuple[float, Entry]] = {}

        def consider(entries: Sequence[Entry], most: int) -> None:
            near: dict[int, float] = {}
            for more in (None, 0, 1, -1) if open else (None,):
                length = None if more is None else len(word) + more
                begins = [entry.term[:length] for entry in entries]
                for _, edits, place in process.extract(
                    word, begins, scorer=OSA.distance, score_cutoff=most, limit=None
                ):
                    distance = edits + (0 if more is None else 0.25)
                    near[place] = min(near.get(place, distance), distance)
            for place, distance in near.items():
                entry = entries[place]
                if entry.term != word and entry.term not in found:
                    found[entry.term] = (distance + (0.4 if entry.term[0] != word[0] else 0), entry)

        if word.isascii():
            consider(self.entries(_one_edit_away(word)), 1)
            if open or most == 2:
                consider(self._beginning(_one_edit_away(word[: min(len(word), 7)]), word, open), most)
        alike = any(distance < 2 and entry.papers >= RARE for distance, entry in found.values())
        if len(word) >= SHORTEST_TWICE - 1 and not alike:
            consider(self._slice(word, open), 2)
            common = [entry for entry in self.common() if abs(len(entry.term) - len(word)) <= 2]
            consider([entry for entry in common if most == 2 or entry.term[0] == word[0]], 2)
        return sorted(found.values(), key=lambda hit: hit[0] * 4 - math.log(hit[1].papers + 3 * hit[1].head + 1))

    def _beginning(self, beginnings: Sequence[str], word: str, open: bool) -> list[Entry]:
        """Words of about the length of ``word`` that begin in one of these ways, and are in a title or two papers."""
        rows = self.connection.execute(
            "SELECT term, head, papers FROM json_each(?) AS beginning CROSS JOIN vocabulary"
            " WHERE term >= beginning.value AND term < beginning.value || ? AND length(term) BETWEEN ? AND ?"
            " AND (papers > 1 OR head > 0) LIMIT 4000",
            (json.dumps(beginnings), END, len(word) - 2, len(word) + (8 if open else 2)),
        )
        return list(map(Entry._make, rows))

    def _slice(self, word: str, open: bool) -> list[Entry]:
        """Words of about the length of ``word`` with the same first two letters."""
        rows = self.connection.execute(
            "SELECT term, head, papers FROM vocabulary WHERE term >= ? AND term < ? AND length(term) BETWEEN ? AND ?"
            " AND (papers > 1 OR head > 0)",
            (word[:2], word[:2] + END, len(word) - 2, len(word) + (6 if open else 2)),
        )
        return list(map(Entry._make, rows))


def _one_edit_away(word: str) -> list[str]:
    """Every spelling one deletion, transposition, replacement or insertion away."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    spellings = {left + right[1:] for left, right in cuts if right}
    spellings.update(left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1)
    for letter in ascii_lowercase:
        spellings.update(left + letter + right for left, right in cuts)
        spellings.update(left + letter + right[1:] for left, right in cuts if right)
    return sorted(spellings)
