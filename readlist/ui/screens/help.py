"""What the keys do, by group, from the table of commands."""

from collections.abc import Sequence
from textwrap import wrap
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content

from readlist.ui.commands import COMMANDS, GROUPS, SEARCH, KeyMap, key_label
from readlist.ui.screens.dialog import Dialog, Plain

QUERY_HELP = (
    ("words", "Fuzzy: typos, order and accents do not matter."),
    ('"a phrase"', "Exactly these words; -word leaves papers out; OR and ( ) combine."),
    ("tag:rag", "Also is:unread, is:starred, is:untitled, author:, venue:, source:, key:"),
    ("year:2019..2021", "Also year:2020, year:..2015, added:7d, has:doi, has:note"),
    ("sort:year", "Also added, title, author, priority, relevance; -sort: turns it round."),
)
SEARCH_HELP = (
    ("tab ⇧tab", "Put in what is offered, then the next or the one before; the next pane where nothing is."),
    ("↑ ↓", "In the empty box: the questions asked before; else ↓ goes to the list, as enter does."),
    ("esc", "Close what is offered, then clear the box; in the empty box go to the list."),
    ("⌫", "In the empty box: leave the view before the ❯ and search in the whole library."),
)
MOUSE_HELP = (
    ("click", "Go there; ctrl with it selects; twice opens the details. Borders can be dragged."),
)  # fmt: skip


KEYS_WIDTH = 19


class HelpScreen(Dialog[None]):
    """The keys of where one is first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,question_mark,f1,enter", "cancel", show=False),
        Binding("j", "scroll(1)", show=False),
        Binding("k", "scroll(-1)", show=False),
    ]
    ENDING = frozenset(("q", "question_mark", "f1", "enter", "escape"))

    def __init__(self, keys: KeyMap, place: str) -> None:
        super().__init__("Keys", "↓ ↑ scroll   esc leave")
        self._map = keys
        self._place = place

    def body(self) -> ComposeResult:
        with VerticalScroll():
            yield Plain(classes="help-text")

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()

    def on_resize(self) -> None:
        self.call_after_refresh(self._fill)

    def _fill(self) -> None:
        room = self.query_one(VerticalScroll).scrollable_content_region.width
        self.query_one(".help-text", Plain).update(self._text(max(30, room - 1)))

    def action_scroll(self, step: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=step, animate=False)

    def _text(self, width: int) -> Content:
        query = [_section("In the search box", [*SEARCH_HELP, *QUERY_HELP], width)]
        commands = [_section(group, self._rows(group), width) for group in GROUPS]
        sections = query + commands if self._place == SEARCH else commands + query
        return Content("\n\n").join([*sections, _section("Mouse", MOUSE_HELP, width)])

    def _rows(self, group: str) -> list[tuple[str, str]]:
        """Keys and sentence of a group's commands; those with one sentence stand together."""
        rows: dict[str, list[str]] = {}
        for command in COMMANDS:
            if command.group == group:
                rows.setdefault(command.help, []).extend(key_label(key) for key in self._map.keys(command.name))
        return [(" ".join(keys), sentence) for sentence, keys in rows.items()]


def _section(heading: str, rows: Sequence[tuple[str, str]], width: int) -> Content:
    lines = [Content.styled(heading, "bold $text-primary")]
    for keys, sentence in rows:
        first, *others = wrap(sentence, width - KEYS_WIDTH) or [""]
        gap = " " * max(1, KEYS_WIDTH - 2 - cell_len(keys))
        lines.append(Content.assemble("  ", (keys, "$text-accent"), gap, first))
        lines += [Content(" " * KEYS_WIDTH + other) for other in others]
    return Content("\n").join(lines)
