"""Everything about one paper, wrapped to the width there is."""

from collections.abc import Iterator
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.strip import Strip

from readlist.paper import Paper, Source
from readlist.text import count
from readlist.ui.drawing import (
    STAR,
    STATUS_MARKS,
    day_of,
    matched_spans,
    priority_mark,
    published,
    safe,
    safe_block,
)
from readlist.ui.widgets.lines import Lines

WIDEST = 88
"""Longer lines are hard to read; the pane leaves the rest of its width blank."""


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
        self._strips: dict[int, Strip] = {}
        self._base = Style()

    def show(self, paper: Paper | None, matched: frozenset[str] = frozenset()) -> None:
        """Show a paper, from its beginning unless it is the one shown already."""
        same = paper is not None and self.paper is not None and paper.id == self.paper.id
        if paper == self.paper and matched == self.matched:
            return
        self.paper, self.matched = paper, matched
        self._wrap()
        if not same:
            self.jump(0)
        self.refresh()

    def move(self, step: int) -> None:
        """Scroll by lines."""
        self.jump(self.top + step)

    def move_to(self, line: int) -> None:
        """Scroll to a line."""
        self.jump(line)

    def leap(self, pages: float) -> None:
        """Scroll by pages or parts of one."""
        self.move(int(max(1, self.size.height) * pages) or (1 if pages > 0 else -1))

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        index = y + self.top
        if index >= len(self._wrapped):
            return Strip.blank(width, self._base)
        if index not in self._strips:
            line = self._wrapped[index]
            segments = (segment for segment in line.render(self.app.console, end="") if segment.text)
            styled = Segment.apply_style(segments, self._base + self.app.console.get_style(line.style))
            self._strips[index] = Strip(styled).adjust_cell_length(width, self._base)
        return self._strips[index]

    def on_resize(self) -> None:
        self._wrap()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._wrap()

    def _wrap(self) -> None:
        width = min(self.size.width - 2, WIDEST)
        self._wrapped = []
        self._strips.clear()
        # Working out a widget's style costs more than drawing a line in it.
        self._base = self.rich_style
        if self.paper is not None and width > 0:
            for block in self._blocks(self.paper):
                lines = block.wrap(self.app.console, width)
                for line in lines:
                    line.rstrip()
                    line.pad_left(1)
                self._wrapped += lines or [Text()]
        self.measure(len(self._wrapped))
        self.refresh()

    def _blocks(self, paper: Paper) -> Iterator[Text]:
        """The paragraphs from the top: what it is, what the owner did with it, what it says, where it came from."""
        yield self._text(paper.title, "title") if paper.title else Text("no title yet", self._style("untitled"))
        if who := self._authors(paper):
            yield who
        when = published(paper.year, paper.month, paper.day)
        if where := " · ".join(part for part in (safe(paper.venue or ""), when) if part):
            yield Text(where, self._style("quiet"))
        yield Text()
        yield self._state(paper)
        if paper.key:
            yield Text(safe(paper.key), self._style("quiet"))
        for name, value in (("doi", paper.doi), ("arXiv", paper.arxiv), ("pmid", paper.pmid), ("", paper.url)):
            if value:
                yield Text.assemble((f"{name} " if name else "", self._style("quiet")),
                                    (safe(value), self._style("link")))  # fmt: skip
        if paper.abstract:
            yield Text()
            yield self._text(paper.abstract, "text")
        if paper.note:
            yield Text()
            yield Text("Note", self._style("heading"))
            yield self._text(paper.note, "text")
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
            line.append("  #" + safe(tag), self._style("tag"))
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
        shown = safe_block(text)
        block = Text(shown, self._style(name))
        for start, end in matched_spans(shown, self.matched):
            block.stylize(self._style("match"), start, end)
        return block

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"detail--{name}", partial=name == "match")


def _place(source: Source) -> str:
    """Where a record stands: ``003.txt:127 (huggingface)``."""
    file = safe(source.file or "pasted text")
    line = "" if source.line is None else f":{source.line}"
    label = f" · {safe(source.label)}" if source.label else ""
    return f"{file}{line} ({safe(source.format)}{label})"
