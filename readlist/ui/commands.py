"""Every command of the screen, once: its name, keys, label, help and the reason when it cannot be used now.

Bindings, footer, help and command palette read this table, and so does the key map of the config file.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from textual.binding import Binding

LIST, DETAIL, SIDEBAR, SEARCH = "list", "detail", "sidebar", "search"
PANES = (LIST, DETAIL, SIDEBAR)


@dataclass(frozen=True, slots=True)
class Situation:
    """What decides whether a command can be used: the pane in focus, how many papers it would act on, how many are
    shown and kept, whether an import is going on; whether the sidebar's line is a saved search, how many of those there
    are, whether anything is asked, and whether within a view."""

    focus: str = LIST
    targets: int = 0
    shown: int = 0
    total: int = 0
    importing: bool = False
    saved: bool = False
    searches: int = 0
    asked: bool = False
    within: bool = False


Reason = Callable[[Situation], str | None]


def _always(situation: Situation) -> str | None:
    return None


def _needs_papers(situation: Situation) -> str | None:
    return None if situation.targets else "there is no paper under the cursor"


def _needs_papers_or_saved(situation: Situation) -> str | None:
    if situation.focus == SIDEBAR:
        return None if situation.saved else "in the sidebar it is for saved searches"
    return _needs_papers(situation)


def _needs_question(situation: Situation) -> str | None:
    return None if situation.asked else "nothing is asked: type words into the search box or choose a view first"


def _needs_searches(situation: Situation) -> str | None:
    return None if situation.searches else "no search was saved yet"


def _needs_view(situation: Situation) -> str | None:
    return None if situation.within else "this is the whole library"


def _needs_list(situation: Situation) -> str | None:
    return None if situation.shown else "the list is empty"


def _needs_no_import(situation: Situation) -> str | None:
    return "an import is still running" if situation.importing else None


@dataclass(frozen=True, slots=True)
class Command:
    """One verb. ``footer`` orders it in the footer (0: not shown there), ``panes`` says in which."""

    name: str
    keys: tuple[str, ...]
    label: str
    help: str
    group: str
    footer: int = 0
    panes: tuple[str, ...] = (LIST, DETAIL)
    reason: Reason = _always
    palette: bool = True

    def unavailable(self, situation: Situation) -> str | None:
        """Why it cannot be used now; None when it can."""
        if situation.focus == SIDEBAR and SIDEBAR not in self.panes:
            return "it is for papers; go to the list first"
        return self.reason(situation)

    @property
    def method(self) -> str:
        """The name of the method that does it."""
        return self.name.replace("-", "_")


_MOVE, _ASK, _MARK, _PAPER, _CHOOSE, _LIBRARY, _SCREEN = (
    "Moving", "Searching", "Marking", "Papers", "Choosing", "Library", "Screen",
)  # fmt: skip


def _priority(digit: int) -> Command:
    sentence = "Set the priority, from 1 (first) to 5."
    label = f"priority {digit}"
    return Command(f"priority-{digit}", (str(digit),), label, sentence, _MARK, reason=_needs_papers)


COMMANDS: tuple[Command, ...] = (
    Command("search", ("slash",), "search", "Go to the search box; typing filters at once.", _ASK, 1, PANES),
    Command("related", ("R",), "related", "Show the papers nearest to this one; Esc brings the others back.", _ASK,
            reason=_needs_papers),
    Command("saved-searches", ("f",), "saved searches", "Choose a saved search, by one more key.", _ASK, panes=PANES,
            reason=_needs_searches),
    Command("save-search", ("w",), "save search", "Save what is asked (view, words, order) under a name.", _ASK,
            panes=PANES, reason=_needs_question),
    Command("whole-library", ("backspace",), "whole library",
            "Search in the whole library again; in the box when it is empty.", _ASK, panes=PANES,
            reason=_needs_view),
    Command("sort", ("comma",), "sort", "Choose the order of the list.", _ASK, panes=PANES),
    Command("down", ("j", "down"), "down", "Go a line down or up.", _MOVE, panes=PANES, palette=False),
    Command("up", ("k", "up"), "up", "Go a line down or up.", _MOVE, panes=PANES, palette=False),
    Command("first", ("g", "home"), "first", "Go to the beginning or the end.", _MOVE, panes=PANES),
    Command("last", ("G", "end"), "last", "Go to the beginning or the end.", _MOVE, panes=PANES),
    Command("half-down", ("ctrl+d",), "half a page down", "Go half a page down or up.", _MOVE,
            panes=PANES, palette=False),
    Command("half-up", ("ctrl+u",), "half a page up", "Go half a page down or up.", _MOVE,
            panes=PANES, palette=False),
    Command("page-down", ("pagedown", "ctrl+f"), "page down", "Go a page down or up.", _MOVE,
            panes=PANES, palette=False),
    Command("page-up", ("pageup", "ctrl+b"), "page up", "Go a page down or up.", _MOVE,
            panes=PANES, palette=False),
    Command("next-unread", ("n",), "next unread", "Go to the next or the previous unread paper.", _MOVE,
            reason=_needs_list),
    Command("previous-unread", ("N",), "previous unread", "Go to the next or the previous unread paper.", _MOVE,
            reason=_needs_list),
    Command("details", ("enter",), "details", "Go to the details of the paper; from the sidebar, to the list.", _MOVE,
            2, PANES, palette=False),
    Command("back", ("escape",), "back", "Leave the details, drop the selection, then clear the search.", _MOVE,
            9, (DETAIL, SIDEBAR), palette=False),
    Command("toggle-read", ("space",), "read", "Mark read, or unread again, and go on to the next paper.",
            _MARK, 3, reason=_needs_papers),
    Command("reading", ("r",), "reading", "Mark as being read now.", _MARK, reason=_needs_papers),
    Command("star", ("s",), "star", "Star, or take the star off.", _MARK, 7, reason=_needs_papers),
    *(_priority(digit) for digit in range(1, 6)),
    Command("no-priority", ("0",), "no priority", "Take the priority away.", _MARK, reason=_needs_papers),
    Command("tag", ("t",), "tag", "Add and remove tags, with completion.", _PAPER, 4, reason=_needs_papers),
    Command("copy", ("y",), "copy", "Copy a citation (y y), its key (y k), abstract, title, DOI or link.", _PAPER, 5,
            reason=_needs_papers),
    Command("open-link", ("o",), "open", "Open the paper's link: its DOI, its arXiv page or its address.", _PAPER, 6,
            reason=_needs_papers),
    Command("note", ("m",), "note", "Write a note on the paper.", _PAPER, reason=_needs_papers),
    Command("edit", ("e",), "edit", "Edit the fields; in the sidebar rename a saved search.", _PAPER,
            panes=PANES, reason=_needs_papers_or_saved),
    Command("delete", ("d",), "delete", "Delete, after asking; in the sidebar forget a saved search.", _PAPER,
            panes=PANES, reason=_needs_papers_or_saved),
    Command("select", ("v",), "select", "Select the paper, or take it out of the selection.", _CHOOSE,
            reason=_needs_list),
    Command("extend", ("V",), "extend", "Select from the paper selected last to this one.", _CHOOSE,
            reason=_needs_list),
    Command("select-all", ("ctrl+a",), "select all", "Select all papers shown; Esc drops the selection.", _CHOOSE,
            reason=_needs_list),
    Command("import", ("i",), "import", "Import a file or a folder, after a preview; a pasted text is offered too.",
            _LIBRARY, 8, PANES, reason=_needs_no_import),
    Command("undo", ("u",), "undo", "Take back the last change; an import, or a large change, after asking.",
            _LIBRARY, 10, PANES),
    Command("redo", ("ctrl+r",), "redo", "Do again what was taken back.", _LIBRARY, panes=PANES),
    Command("sidebar", ("b",), "sidebar", "Show or hide the sidebar.", _SCREEN, 11, PANES),
    Command("next-pane", ("tab",), "next pane", "Go to the next pane, or back.", _SCREEN, panes=(*PANES, SEARCH),
            palette=False),
    Command("previous-pane", ("shift+tab",), "previous pane", "Go to the next pane, or back.", _SCREEN,
            panes=(*PANES, SEARCH), palette=False),
    Command("help", ("question_mark", "f1"), "help", "Show what the keys do here.", _SCREEN, 12, PANES),
    Command("palette", ("ctrl+p",), "commands", "Find a command by its name.", _SCREEN, 13, (*PANES, SEARCH),
            palette=False),
    Command("quit", ("q",), "quit", "Leave readlist; everything is kept already.", _SCREEN, 14, PANES),
)  # fmt: skip

BY_NAME: Mapping[str, Command] = {command.name: command for command in COMMANDS}
MOVING = frozenset(
    ("down", "up", "first", "last", "half-down", "half-up", "page-down", "page-up", "next-unread", "previous-unread")
)
"""Commands that only go along a pane."""
GROUPS = (_MOVE, _ASK, _MARK, _PAPER, _CHOOSE, _LIBRARY, _SCREEN)

_SHORT_KEYS = {
    "slash": "/", "comma": ",", "question_mark": "?", "full_stop": ".", "escape": "esc", "pagedown": "PgDn",
    "pageup": "PgUp", "home": "Home", "end": "End", "down": "↓", "up": "↑", "left": "←", "right": "→", "f1": "F1",
    "backspace": "⌫", "shift+tab": "⇧tab", "delete": "Del", "colon": ":", "semicolon": ";", "minus": "-", "plus": "+",
    "at": "@", "exclamation_mark": "!", "number_sign": "#", "dollar_sign": "$", "asterisk": "*", "apostrophe": "'",
}  # fmt: skip


def key_label(key: str) -> str:
    """A key as people write it: ``ctrl+d`` → ``^d``, ``slash`` → ``/``."""
    if key in _SHORT_KEYS:
        return _SHORT_KEYS[key]
    if key.startswith("ctrl+") and len(key) == len("ctrl+") + 1:
        return "^" + key[-1]
    return key


class KeyMap:
    """The keys in force: those of the table, changed as the config file asks.

    ``problems`` has a sentence for every wish that could not be fulfilled (an unknown command, a key that is no key,
    a key another command has).
    """

    def __init__(self, wishes: Mapping[str, str] | None = None) -> None:
        self.problems: list[str] = []
        wanted = {name: keys for name, wish in (wishes or {}).items() if (keys := self._read(str(name), str(wish)))}
        self._keys = {command.name: command.keys for command in COMMANDS if command.name not in wanted}
        holders = {key: name for name, held in self._keys.items() for key in held}
        for name, keys in wanted.items():
            for key in keys:
                if key in holders:
                    self.problems.append(f"{key_label(key)} already means “{holders[key]}”; “{name}” cannot have it")
            free = [key for key in keys if key not in holders]
            free = free or [key for key in BY_NAME[name].keys if key not in holders]
            self._keys[name] = tuple(free)
            holders.update(dict.fromkeys(free, name))

    def _read(self, name: str, wish: str) -> tuple[str, ...]:
        """The keys wished for a command; none, and a problem, when they cannot be."""
        keys = tuple(map(normal_key, _parts(wish)))
        if name not in BY_NAME:
            self.problems.append(f"there is no command “{name}” to bind “{wish}” to")
            return ()
        if not keys or not all(map(is_key, keys)):
            self.problems.append(f"“{wish}” is not a key that “{name}” could have")
            return ()
        return keys

    def keys(self, name: str) -> tuple[str, ...]:
        """The keys of a command, the first one being shown."""
        return self._keys[name]

    @property
    def known(self) -> Mapping[str, str]:
        """The commands by their keys."""
        return {key: name for name, keys in self._keys.items() for key in keys}

    def command(self, key: str) -> str:
        """The command that a key stands for."""
        return self.known[key]

    def label(self, name: str) -> str:
        """The first key of a command as people write it."""
        return key_label(self._keys[name][0]) if self._keys[name] else ""

    def bindings(self) -> Iterable[Binding]:
        """All commands as Textual's bindings, each calling ``action_command`` with the name and the key.

        They are priority bindings: those are looked up while the key is taken from the queue, so that of keys typed in
        one burst each meets the screen that the one before it left.
        """
        for command in COMMANDS:
            for key in self._keys[command.name]:
                action = f"command({command.name!r}, {key!r})"
                yield Binding(key, action, command.label, show=False, priority=True)


def _parts(wish: str) -> list[str]:
    return [","] if wish.strip() == "," else [part.strip() for part in wish.split(",") if part.strip()]


def normal_key(key: str) -> str:
    """A key as Textual names it: ``?`` → ``question_mark``, ``^d`` and ``Ctrl+D`` → ``ctrl+d``."""
    if len(key) == 2 and key[0] == "^":
        key = f"ctrl+{key[1].lower()}"
    if len(key) == 1:
        from textual.keys import _character_to_key

        return _character_to_key(key)
    return key.lower()


def is_key(key: str) -> bool:
    """Whether a terminal could send a key of this name."""
    from textual.keys import Keys, key_to_character

    *modifiers, last = key.split("+")
    if any(modifier not in ("ctrl", "shift", "alt", "super") for modifier in modifiers):
        return False
    return last in {item.value for item in Keys} or key_to_character(last) is not None
