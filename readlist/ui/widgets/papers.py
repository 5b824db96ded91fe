"""The list of papers: it holds row ids, asks for the papers it is about to show, and forgets the rest."""

from array import array
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.cache import LRUCache
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from readlist.store import Summary
from readlist.ui.drawing import cut
from readlist.ui.widgets.lines import Lines
from readlist.ui.widgets.rows import Columns, Look, draw

KEPT_ROWS = 8192
"""So many papers stay in memory; the least recently shown are forgotten."""
AHEAD = 64
"""So many lines before and after the visible ones are asked for along with them."""


class PaperList(Lines, can_focus=True, inherit_bindings=False):
    """A list of any length. ``ids`` says what is shown, in order; papers arrive by :meth:`supply`."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "papers--title", "papers--untitled", "papers--quiet", "papers--cursor", "papers--cursor-blurred",
        "papers--unread", "papers--reading", "papers--read", "papers--starred", "papers--priority", "papers--selected",
        "papers--tag", "papers--match", "papers--hint",
    }  # fmt: skip

    class Wanted(Message):
        """These papers are about to be shown and are not known; ``epoch`` goes back with them."""

        def __init__(self, ids: tuple[int, ...], epoch: int) -> None:
            super().__init__()
            self.ids = ids
            self.epoch = epoch

    class Moved(Message):
        """The cursor came to another paper (or to none), or the selection changed."""

    class Opened(Message):
        """The paper under the cursor was double-clicked."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.ids: array[int] = array("q")
        self.cursor = 0
        self.selected: set[int] = set()
        self.matched: frozenset[str] = frozenset()
        self.epoch = 0
        self.empty: Sequence[str] = ()
        self._anchor: int | None = None
        self._rows: OrderedDict[int, Summary] = OrderedDict()
        self._stale: set[int] = set()
        self._asked: set[int] = set()
        self._lines: LRUCache[tuple[object, ...], Strip] = LRUCache(512)
        self._looks: dict[bool, Look] = {}
        self._asking = False

    # What is shown

    @property
    def current(self) -> int | None:
        """The id of the paper under the cursor."""
        return self.ids[self.cursor] if 0 <= self.cursor < len(self.ids) else None

    @property
    def targets(self) -> tuple[int, ...]:
        """The ids an action works on: the selected papers in the list's order, else the one under the cursor."""
        if self.selected:
            return tuple(self.selected)
        return () if self.current is None else (self.current,)

    @property
    def target_count(self) -> int:
        """How many papers an action would work on."""
        return len(self.selected) or int(self.current is not None)

    @property
    def page(self) -> int:
        """How many lines are visible."""
        return max(1, self.size.height)

    def row(self, id: int) -> Summary | None:
        """What is known of a paper, if it is known now."""
        return self._rows.get(id)

    def show(
        self,
        ids: "array[int]",
        rows: Mapping[int, Summary],
        *,
        epoch: int | None = None,
        cursor: int = 0,
        top: int | None = None,
    ) -> None:
        """Show other papers; ``rows`` are those known already (as of ``epoch``), ``top`` the first visible line."""
        self.ids = ids
        self._remember(rows, self.epoch if epoch is None else epoch)
        self.cursor = max(0, min(cursor, len(ids) - 1))
        self.measure(len(self.ids))
        if top is None:
            top = max(0, self.cursor - self.page + 1) if self.cursor >= self.page else 0
        self.jump(top)
        self._into_view()
        self.refresh()
        self.post_message(self.Moved())

    def extend(self, ids: "array[int]") -> None:
        """More papers behind those shown."""
        known_before = self.current
        self.ids.extend(ids)
        self.measure(len(self.ids))
        if known_before is None and self.ids:
            self.post_message(self.Moved())

    def drop(self, gone: Iterable[int]) -> None:
        """Take papers out of the list; the cursor stays where it was, on the paper that follows."""
        lost = set(gone)
        self.selected -= lost
        before = sum(1 for paper in self.ids[: self.cursor] if paper in lost)
        self.show(array("q", [paper for paper in self.ids if paper not in lost]), {}, cursor=self.cursor - before,
                  top=self.top)  # fmt: skip

    def supply(self, rows: Mapping[int, Summary], wanted: Wanted) -> None:
        """Papers that were wanted arrive; of those wanted and not among them, no more is expected."""
        self._asked.difference_update(wanted.ids)
        self._remember(rows, wanted.epoch)
        self.refresh()

    def forget(self, ids: Iterable[int]) -> None:
        """These papers changed: they are shown as they were until they arrive anew."""
        self.epoch += 1
        self._stale.update(ids)
        self._asked.difference_update(self._stale)
        self.refresh()

    def forget_all(self) -> None:
        """Anything may have changed."""
        self.forget(self._rows)

    def _remember(self, rows: Mapping[int, Summary], epoch: int) -> None:
        if epoch != self.epoch:
            # They were read before the last change and may tell what is true no more.
            rows = {paper: row for paper, row in rows.items() if paper not in self._stale}
        if not self._rows.keys().isdisjoint(rows):
            self._lines.clear()
        for paper, row in rows.items():
            self._rows[paper] = row
            self._rows.move_to_end(paper)
        self._stale.difference_update(rows)
        self._asked.difference_update(rows)
        while len(self._rows) > KEPT_ROWS:
            self._rows.popitem(last=False)

    # Moving and choosing

    def move_to(self, index: int) -> None:
        """Put the cursor on a line, the nearest there is."""
        if not self.ids:
            return
        before, self.cursor = self.cursor, max(0, min(index, len(self.ids) - 1))
        if before == self.cursor:
            return
        top = self.top
        self._into_view()
        if self.top == top:
            for line in (before, self.cursor):
                self.refresh(Region(0, line - top, self.size.width, 1))
        self.post_message(self.Moved())

    def move(self, step: int) -> None:
        """Move the cursor by some lines."""
        self.move_to(self.cursor + step)

    def leap(self, pages: float) -> None:
        """Move cursor and view together by pages or parts of one."""
        step = int(self.page * pages) or (1 if pages > 0 else -1)
        top = self.top
        self.jump(top + step)
        self.move(step)

    def _into_view(self) -> None:
        top = self.top
        if self.cursor < top:
            self.jump(self.cursor)
        elif self.cursor >= top + self.page:
            self.jump(self.cursor - self.page + 1)

    def select(self) -> None:
        """Select the paper under the cursor, or take it out of the selection."""
        if self.current is None:
            return
        self.selected ^= {self.current}
        self._anchor = self.cursor
        self._selection_changed()

    def select_through(self) -> None:
        """Select from the paper selected last to the one under the cursor."""
        if self.current is None:
            return
        start, end = sorted((self.cursor if self._anchor is None else self._anchor, self.cursor))
        self.selected.update(self.ids[start : end + 1])
        self._anchor = self.cursor
        self._selection_changed()

    def choose(self, ids: set[int]) -> None:
        """Make this the selection."""
        self.selected = ids
        if not ids:
            self._anchor = None
        self._selection_changed()

    def _selection_changed(self) -> None:
        self.refresh()
        self.post_message(self.Moved())

    # Drawing

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        index = y + self.top
        if not self.ids:
            return self._hint(y, width)
        if index >= len(self.ids):
            return Strip.blank(width, self._look(False).base)
        paper = self.ids[index]
        row = self._rows.get(paper)
        if row is None or paper in self._stale:
            self._ask_soon()
        at_cursor = index == self.cursor
        if row is None:
            look = self._look(at_cursor)
            style = look.whole or look.base
            return Strip([Segment("    " + "·" * min(3, max(0, width - 4)), style)]).adjust_cell_length(width, style)
        chosen = paper in self.selected
        key = (paper, at_cursor, chosen, width, self.matched)
        line = self._lines.get(key)
        if line is None:
            line = draw(row, Columns.of(width), width, self._look(at_cursor), selected=chosen, matched=self.matched)
            self._lines[key] = line
        return line

    def _hint(self, y: int, width: int) -> Strip:
        top = max(0, (self.size.height - len(self.empty)) // 3)
        if not top <= y < top + len(self.empty):
            return Strip.blank(width, self.rich_style)
        text = cut(self.empty[y - top], max(0, width - 2))
        style = self.get_component_rich_style("papers--hint")
        return Strip([Segment(" " + text, style)]).text_align(width, "center").adjust_cell_length(width, style)

    def _look(self, at_cursor: bool) -> Look:
        if at_cursor not in self._looks:
            style = self.get_component_rich_style
            cursor = "papers--cursor" if self.has_focus else "papers--cursor-blurred"
            names = ("unread", "reading", "read", "starred", "priority", "selected")
            self._looks[at_cursor] = Look(
                base=self.rich_style,
                title=style("papers--title"),
                untitled=style("papers--untitled"),
                quiet=style("papers--quiet"),
                marks={name: style(f"papers--{name}") for name in names},
                tag=style("papers--tag"),
                match=style("papers--match", partial=True),
                whole=style(cursor) if at_cursor else None,
            )
        return self._looks[at_cursor]

    def _forget_drawing(self) -> None:
        self._looks.clear()
        self._lines.clear()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._forget_drawing()

    def _ask_soon(self) -> None:
        if not self._asking:
            self._asking = True
            self.call_later(self._ask)

    def _ask(self) -> None:
        self._asking = False
        top = self.top
        near = self.ids[max(0, top - AHEAD) : top + self.page + AHEAD]
        wanted = tuple(n for n in near if (n not in self._rows or n in self._stale) and n not in self._asked)
        if wanted:
            self._asked.update(wanted)
            self.post_message(self.Wanted(wanted, self.epoch))

    # Events

    def on_focus(self) -> None:
        self._forget_drawing()
        self.refresh()

    def on_blur(self) -> None:
        self._forget_drawing()
        self.refresh()

    def on_resize(self) -> None:
        self._lines.clear()
        self.measure(len(self.ids))
        self._into_view()

    def on_click(self, event: events.Click) -> None:
        index = event.y + self.top
        if index >= len(self.ids):
            return
        if event.shift:
            self._anchor = self.cursor if self._anchor is None else self._anchor
        self.move_to(index)
        if event.shift:
            self.select_through()
        elif event.ctrl:
            self.select()
        elif event.chain == 2:
            self.post_message(self.Opened())
