"""Everything about one paper, wrapped to the width there is: its head stays in place, the rest scrolls below it.

After a search the rest begins at the sentence of the abstract that tells most of what was asked for, when it would not
be seen otherwise.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.strip import Strip

from readlist.paper import Paper, Source
from readlist.sentences import best_sentence, matched_spans
from readlist.text import count
from readlist.ui.drawing import (
    ELLIPSIS,
    STAR,
    STATUS_MARKS,
    cut,
    day_of,
    priority_mark,
    published,
    safe,
    safe_block,
    shown_block,
)
from readlist.ui.widgets.lines import Lines

WIDEST = 88
"""Longer lines are hard to read; the pane leaves the rest of its width blank."""
MARGINS = 3
"""A blank on the left, a place for the signs on the right, and the scrollbar."""
LOWEST = 9
"""In a pane of fewer lines the head scrolls like the rest."""
ABOVE, BELOW = "↑", "↓"


class Detail(Lines, can_focus=True, inherit_bindings=False):
    """The details of :attr:`paper`."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "detail--title", "detail--untitled", "detail--authors", "detail--quiet", "detail--text", "detail--tag",
        "detail--match", "detail--unread", "detail--reading", "detail--starred", "detail--heading", "detail--link",
    }  # fmt: skip

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.paper: Paper | None = None
        self.matched: frozenset[str] = frozenset()
        self._wrapped: list[Text] = []
        self._head = 0
        self._told: tuple[int, int] | None = None
        self._begun = 0
        self._strips: dict[tuple[int, bool], Strip] = {}
        self._base = Style()

    def show(self, paper: Paper | None, matched: frozenset[str] = frozenset()) -> None:
        """Show a paper: another one, or one found by another question, from where it begins to tell."""
        same = paper is not None and self.paper is not None and paper.id == self.paper.id and matched == self.matched
        if same and paper == self.paper:
            return
        self.paper, self.matched = paper, matched
        if not same:
            self._begun = self.top
        self._wrap()

    @property
    def pinned(self) -> int:
        """So many lines at the top stay where they are: the head, or as much of it as a third of the pane holds."""
        height = self.size.height
        return min(self._head, height // 3) if height >= LOWEST else 0

    def move(self, step: int) -> None:
        """Scroll by lines."""
        self.jump(self.top + step)

    def move_to(self, line: int) -> None:
        """Scroll to a line."""
        self.jump(line)

    def leap(self, pages: float) -> None:
        """Scroll by pages or parts of one."""
        page = max(1, self.size.height - self.pinned - 1)
        self.move(int(page * pages) or (1 if pages > 0 else -1))

    def render_line(self, y: int) -> Strip:
        width, height, pinned = self.size.width, self.size.height, self.pinned
        above = self.top
        if y == pinned and above and pinned:
            return self._sign(above, width)
        index = y if y < pinned else y + above
        if index >= len(self._wrapped):
            return Strip.blank(width, self._base)
        arrow = ""
        if y == height - 1 and index < len(self._wrapped) - 1:
            arrow = BELOW
        elif y == 0 and above and not pinned:
            arrow = ABOVE
        strip = self._strip(index, width, cut_off=above > 0 and y == pinned - 1 < self._head - 1)
        if arrow:
            sign = Strip([Segment(arrow, self._style("quiet"))], 1)
            strip = Strip.join([strip.crop(0, width - 2), sign]).adjust_cell_length(width, self._base)
        return strip

    def _strip(self, index: int, width: int, *, cut_off: bool) -> Strip:
        key = index, cut_off
        if key not in self._strips:
            line = self._wrapped[index]
            if cut_off:
                line = line.copy()
                line.truncate(max(0, width - MARGINS))
                line.append(ELLIPSIS)
            segments = (segment for segment in line.render(self.app.console, end="") if segment.text)
            styled = Segment.apply_style(segments, self._base + self.app.console.get_style(line.style))
            self._strips[key] = Strip(styled).adjust_cell_length(width, self._base)
        return self._strips[key]

    def _sign(self, above: int, width: int) -> Strip:
        """The line below the head that tells of the lines it hides."""
        text = cut(f" {ABOVE} {count(above + 1, 'line')}", width)
        return Strip([Segment(text, self._style("quiet"))]).adjust_cell_length(width, self._base)

    def on_resize(self) -> None:
        self._wrap()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._wrap()

    def _wrap(self) -> None:
        width = min(self.size.width - MARGINS, WIDEST)
        untouched = self.top == self._begun
        self._wrapped = []
        self._head = 0
        self._told = None
        self._strips.clear()
        # Working out a widget's style costs more than drawing a line in it.
        self._base = self.rich_style
        if self.paper is not None and width > 0:
            self._put(self._headline(self.paper), width)
            self._head = len(self._wrapped)
            self._put(self._names(self.paper), width)
            if self.paper.abstract:
                abstract = self._text(self.paper.abstract, "text")
                first = len(self._wrapped) + 1
                lines = self._put((Text(), abstract), width)[1:]
                if told := best_sentence(abstract.plain, self.matched):
                    self._told = _lines_of(told, abstract.plain, lines, first)
            self._put(self._rest(self.paper), width)
        self.measure(len(self._wrapped))
        if untouched:
            self._begin()
        self.refresh()

    def _put(self, blocks: Iterable[Text], width: int) -> list[str]:
        """Append blocks, wrapped; their lines as text."""
        texts = []
        for block in blocks:
            for line in block.wrap(self.app.console, width) or [Text()]:
                line.rstrip()
                texts.append(line.plain)
                line.pad_left(1)
                self._wrapped.append(line)
        return texts

    def _begin(self) -> None:
        """Go to where the paper begins to tell: its first line, unless the best sentence were not seen then."""
        start = 0
        if self._told is not None and self._told[1] >= self.size.height:
            start = self._told[0] - (self.pinned + 1 if self.pinned else 0)
        self.jump(max(0, start))
        self._begun = self.top

    def _headline(self, paper: Paper) -> Iterator[Text]:
        """What it is, and what the owner did with it."""
        yield self._text(paper.title, "title") if paper.title else Text("no title yet", self._style("untitled"))
        if who := self._authors(paper):
            yield who
        when = published(paper.year, paper.month, paper.day)
        if where := " · ".join(part for part in (paper.venue or "", when) if part):
            yield self._text(where, "quiet")
        yield Text()
        yield self._state(paper)

    def _names(self, paper: Paper) -> Iterator[Text]:
        """By what it is known elsewhere."""
        if paper.key:
            yield Text(safe(paper.key), self._style("quiet"))
        for name, value in (("doi", paper.doi), ("arXiv", paper.arxiv), ("pmid", paper.pmid), ("", paper.url)):
            if value:
                yield Text.assemble((f"{name} " if name else "", self._style("quiet")),
                                    (safe(value), self._style("link")))  # fmt: skip

    def _rest(self, paper: Paper) -> Iterator[Text]:
        """What the owner wrote, and where it came from."""
        if paper.note:
            yield Text()
            yield Text("Note", self._style("heading"))
            yield self._marked(safe_block(paper.note), "text")
        yield Text()
        yield from self._origin(paper)

    def _authors(self, paper: Paper) -> Text | None:
        if not paper.authors:
            return None
        names = self._text(", ".join(paper.authors), "authors")
        if paper.more_authors is None:
            names.append(" and others", self._style("quiet"))
        elif paper.more_authors:
            names.append(f" and {paper.more_authors:,} more", self._style("quiet"))
        return names

    def _state(self, paper: Paper) -> Text:
        mark = STATUS_MARKS.get(paper.status, " ").strip()
        style = self._style(paper.status if paper.status in ("unread", "reading") else "quiet")
        line = Text(f"{mark} {paper.status}".strip(), style)
        if paper.starred:
            line.append(f"  {STAR} starred", self._style("starred"))
        if paper.priority:
            line.append(f"  {priority_mark(paper.priority)} priority {paper.priority}", self._style("heading"))
        for tag in paper.tags:
            line.append("  #", self._style("tag"))
            line.append_text(self._marked(safe(tag), "tag"))
        return line

    def _origin(self, paper: Paper) -> Iterator[Text]:
        quiet = self._style("quiet")
        for source in paper.sources:
            yield Text("from " + _place(source), quiet)
        days = [("added", paper.added), ("started", paper.started), ("finished", paper.finished)]
        if known := " · ".join(f"{word} {day_of(moment)}" for word, moment in days if day_of(moment)):
            yield Text(known, quiet)
        if len(paper.sources) > 1:
            yield Text(f"merged from {count(len(paper.sources), 'record')}", quiet)

    def _text(self, text: str, name: str) -> Text:
        return self._marked(shown_block(text), name)

    def _marked(self, text: str, name: str) -> Text:
        block = Text(text, self._style(name))
        for start, end in matched_spans(text, self.matched):
            block.stylize(self._style("match"), start, end)
        return block

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"detail--{name}", partial=name == "match")


def _lines_of(span: tuple[int, int], text: str, lines: Sequence[str], first: int) -> tuple[int, int]:
    """The first and the last line a stretch of a text stands on, the text being wrapped to ``lines``."""
    starts = []
    done = 0
    for line in lines:
        starts.append(max(done, text.find(line, done)))
        done = starts[-1] + len(line)
    start, end = span
    return first + bisect_right(starts, start) - 1, first + bisect_left(starts, end) - 1


def _place(source: Source) -> str:
    """Where a record stands: ``003.txt:127 (huggingface)``."""
    file = safe(source.file or "pasted text")
    line = "" if source.line is None else f":{source.line}"
    label = f" · {safe(source.label)}" if source.label else ""
    return f"{file}{line} ({safe(source.format)}{label})"
