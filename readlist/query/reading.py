"""Reads what was typed into a tree."""

import re

from readlist.query.fields import ALIASES, FIELDS, SORTS, identifier, may_become, understand
from readlist.query.tree import And, Everything, Field, Node, Not, Nothing, Phrase, Query, Word, all_of, one_of
from readlist.text import clean_line

MOST_PARTS = 64
"""More words and fields than this are left out of a query: nobody typed them on purpose."""
DEEPEST = 24
"""Parentheses nested deeper than this are read as blanks."""


QUOTES = str.maketrans("“”„‟", '""""')
"""Quotes as word processors write them are quotes."""

_BEGUN = re.compile(r'-?\(*"?')
"""What is typed before the first letter of something that is not wanted, grouped or quoted."""
_FIELD = re.compile(r"([A-Za-z]+):")


def parse(text: str) -> Query:
    """Read what was typed. Never raises; see :attr:`Query.notes` for what was not understood."""
    typed = clean_line(text).translate(QUOTES)
    reader = _Reader(typed, open=text[-1:].translate(QUOTES) == typed[-1:])
    root = reader.read()
    last = root.nodes[-1] if isinstance(root, And) and root.nodes else root
    half_typed = isinstance(last, Word) and reader.open and reader.word_end == len(typed) and last.text[-1].isalnum()
    return Query(root, reader.sort, reader.descending, tuple(dict.fromkeys(reader.notes)), half_typed)


class _Reader:
    """Recursive descent over the typed text: either → all → one → group | negation | field | phrase | word."""

    def __init__(self, text: str, *, open: bool) -> None:
        self.text = text
        self.open = open
        self.at = 0
        self.depth = 0
        self.parts = 0
        self.word_end = 0
        self.waiting = False
        """Whether there is a field without a value yet, or an order: no paper is left out for that."""
        self.notes: list[str] = []
        self.sort: str | None = None
        self.descending: bool | None = None

    def read(self) -> Node:
        node = self.either()
        if self.parts > MOST_PARTS:
            self.notes.append(f"only the first {MOST_PARTS} words count")
        if node == Everything and not self.waiting and not _BEGUN.fullmatch(self.text):
            if not self.notes:
                self.notes.append(f"“{self.text}” holds nothing to search for")
            return Nothing
        return node

    def either(self) -> Node:
        choices = [self.all()]
        while self.keyword("OR"):
            choices.append(self.all())
        found = [node for node in choices if node != Everything]
        if len(choices) > len(found) and len(choices) > 1 and found:
            self.notes.append("OR needs something on both sides")
        return one_of(found)

    def all(self) -> Node:
        nodes: list[Node] = []
        while True:
            self.skip_blanks()
            if self.at >= len(self.text) or self.at_end_of_group() or self.peek_keyword("OR"):
                return all_of(nodes)
            if self.keyword("AND"):
                continue
            nodes.append(self.one())

    def one(self) -> Node:
        start = self.text[self.at]
        if start == "-":
            while self.text[self.at : self.at + 1] == "-":
                self.at += 1
            if self.text[self.at : self.at + 1] == "*" and self.text[self.at + 1 : self.at + 2] in ("", " ", ")"):
                self.at += 1
                return Nothing
            return self.negation() if self.text[self.at : self.at + 1] not in ("", " ", ")") else Everything
        if start == "(":
            return self.group()
        if start == '"':
            return self.phrase()
        if start == ")":
            self.at += 1
            self.notes.append("a ) without its (")
            return Everything
        return self.field_or_word()

    def negation(self) -> Node:
        sort, descending = self.sort, self.descending
        if self.text[self.at] == '"' and '"' not in self.text[self.at + 1 :]:
            # As words it would ask for what is not wanted.
            self.text += '"'
            self.waiting |= self.at + 2 == len(self.text)
            self.notes.append("a quote that is not closed")
        inner = self.one()
        if (self.sort, self.descending) != (sort, descending) and inner == Everything and self.sort:
            self.descending = not self.descending
        return Everything if inner in (Everything, Nothing) else Not(inner)

    def group(self) -> Node:
        self.at += 1
        if self.depth >= DEEPEST:
            self.notes.append("too many parentheses")
            return Everything
        self.depth += 1
        node = self.either()
        self.depth -= 1
        if self.text[self.at : self.at + 1] == ")":
            self.at += 1
        else:
            self.notes.append("a ( that is not closed")
        return node

    def phrase(self) -> Node:
        end = self.text.find('"', self.at + 1)
        if end < 0:
            self.at += 1
            self.notes.append("a quote that is not closed: read as words")
            return Everything
        inside = self.text[self.at + 1 : end].strip()
        self.at = end + 1
        return self.counted(Phrase(inside)) if inside and self.is_searchable(inside) else Everything

    def field_or_word(self) -> Node:
        named = _FIELD.match(self.text, self.at)
        if named:
            name = named[1].lower()
            name = ALIASES.get(name, name)
            if name in FIELDS:
                return self.field(name, named)
        text = self.bare()
        if meant := identifier(text):
            return self.counted(Field(*meant))
        return self.words(text)

    def field(self, name: str, named: re.Match[str]) -> Node:
        begin = self.at
        self.at = named.end()
        nothing_yet = self.text[self.at : self.at + 1] in ("", " ", '"')
        values = [self.value()]
        while self.text[self.at : self.at + 1] == "|":
            self.at += 1
            values.append(self.value())
        values = [" ".join(value.split()) for value in values if value.strip()]
        if not values:
            self.waiting |= nothing_yet
            self.notes.append(f"{name}: {FIELDS[name]}")
            return Everything
        if name == "sort":
            if not self.text[self.word_end : begin].strip(" -"):
                self.word_end = self.at  # an order changes nothing of what is found: the word before it stays open
            return self.order(values[0])
        meant = [understand(name, value) for value in values]
        if self.half_typed and not meant[-1] and may_become(name, values[-1]):
            meant.pop()
            self.waiting = True
        if not all(meant):
            self.notes.append(f"{name}:{values[meant.index(())]} was read as words ({name}: {FIELDS[name]})")
            return self.words(self.text[begin : self.at].replace('"', " "))
        return one_of([self.counted(Field(name, value)) for several in meant for value in several])

    def value(self) -> str:
        """One of the values behind a field's colon: what stands in quotes, or up to a ``|``."""
        if self.text[self.at : self.at + 1] != '"':
            text = self.bare("|")
            return text if _balanced(text) else text.replace("(", " ")
        begin = self.at + 1
        end = self.text.find('"', begin)
        self.at = len(self.text) if end < 0 else end + 1
        return self.text[begin:] if end < 0 else self.text[begin:end]

    @property
    def half_typed(self) -> bool:
        """Whether what was just read may go on."""
        return self.open and self.at >= len(self.text)

    def order(self, value: str) -> Node:
        self.waiting = True
        turned, name = value.startswith("-"), value.lstrip("-").lower()
        name = {"authors": "author", "date": "year", "rank": "relevance"}.get(name, name)
        if name not in SORTS:
            close = [known for known in SORTS if known.startswith(name)]
            if name and close:
                return Everything  # still being typed
            self.notes.append(f"sort:{value} is not an order ({FIELDS['sort']})")
            return Everything
        self.sort, self.descending = name, SORTS[name] != turned
        return Everything

    def bare(self, stop: str = "") -> str:
        """Text up to a blank, a quote, a letter of ``stop``, or a closing parenthesis that was not opened in it."""
        begin, opened = self.at, 0
        while self.at < len(self.text) and self.text[self.at] not in f' "{stop}':
            character = self.text[self.at]
            if character == "(":
                opened += 1
            elif character == ")":
                if not opened:
                    break
                opened -= 1
            self.at += 1
        return self.text[begin : self.at]

    def words(self, text: str) -> Node:
        """A word; several when it has blanks or an open parenthesis, for then its marks only part words."""
        self.word_end = self.at
        if " " in text or not _balanced(text):
            text = re.sub(r"[():]", " ", text)
        if text.endswith(":") and _FIELD.match(text.strip("-:")):
            text = text.replace(":", " ")  # without its last colon it would read as a field
        words = [word.lstrip("-").rstrip(":") for word in text.split()]
        words = [word for word in words if word and word not in ("OR", "AND") and self.is_searchable(word)]
        return all_of([self.counted(Word(word)) for word in words])

    def is_searchable(self, text: str) -> bool:
        """Whether a text holds anything that papers are searched for; else it is noted."""
        if any(map(str.isalnum, text)):
            return True
        self.notes.append(f"“{text}” holds nothing to search for")
        return False

    def counted(self, node: Node) -> Node:
        self.parts += 1
        return node if self.parts <= MOST_PARTS else Everything

    def skip_blanks(self) -> None:
        while self.text[self.at : self.at + 1] == " ":
            self.at += 1

    def at_end_of_group(self) -> bool:
        return self.depth > 0 and self.text[self.at] == ")"

    def peek_keyword(self, word: str) -> bool:
        end = self.at + len(word)
        return self.text.startswith(word, self.at) and (end >= len(self.text) or self.text[end] in ' ()"')

    def keyword(self, word: str) -> bool:
        self.skip_blanks()
        if not self.peek_keyword(word):
            return False
        self.at += len(word)
        return True


def _balanced(text: str) -> bool:
    return text.count("(") == text.count(")")
