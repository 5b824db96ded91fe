"""The one screen: search box, sidebar, list and details, and how questions and changes reach them."""

from collections.abc import Callable, Coroutine, Iterable
from functools import partial
from typing import Any, cast

from textual import events, on
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import BindingsMap
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widget import Widget

from readlist.errors import ReadlistError
from readlist.store import Change, Counts, Summary
from readlist.text import printable
from readlist.ui.around import Around
from readlist.ui.asking import Asking
from readlist.ui.commands import BY_NAME, DETAIL, LIST, SEARCH, SIDEBAR, KeyMap, Situation
from readlist.ui.counting import Counting
from readlist.ui.offering import Offering
from readlist.ui.past import Past
from readlist.ui.verbs import Verbs
from readlist.ui.views import entries
from readlist.ui.widgets.bars import Border, Footer, Header, StatusLine
from readlist.ui.widgets.detail import Detail
from readlist.ui.widgets.offers import Offers
from readlist.ui.widgets.papers import PaperList
from readlist.ui.widgets.search_box import BoxInput, SearchBox
from readlist.ui.widgets.sidebar import Sidebar
from readlist.ui.work import Desk

BREAKPOINTS = [(0, "-small"), (80, "-medium"), (100, "-wide")]
SAID_FOR = 12.0
"""A message of the status line goes after so many seconds."""
Task = Callable[..., Coroutine[Any, Any, None]]
LEAVING_PATIENCE = 0.3
"""So many seconds at most the way from the search box to the list waits for the answer."""
LOOK_EVERY = 1.0
"""Other programs' changes to the library are noticed after at most so many seconds."""


class MainScreen(Screen[None]):
    """The library on the screen. ``picking``: it is there to choose papers, ``query`` being asked at first."""

    HORIZONTAL_BREAKPOINTS = BREAKPOINTS

    def __init__(self, desk: Desk, keys: KeyMap, *, query: str = "", picking: bool = False) -> None:
        super().__init__()
        self.desk = desk
        self.keys = keys
        self.picking = picking
        self.verbs = Verbs(self)
        self.asking = Asking(self)
        self.counting = Counting(self)
        self.past = Past(self)
        self.around = Around(self)
        self.offering = Offering(self)
        self.header = Header(id="header")
        self.box = SearchBox(id="search")
        self.box.input.commands = keys.known
        self.offers = Offers(id="offers")
        self.sidebar = Sidebar(id="sidebar")
        self.papers = PaperList(id="papers")
        self.detail = Detail(id="detail")
        self.status = StatusLine(id="status")
        self.footer = Footer(id="footer")
        self.importing = False
        self._query = query
        self._was = LIST
        self._version: object = None
        self._silence: Any = None
        self._bindings.key_to_bindings.update(BindingsMap(keys.bindings()).key_to_bindings)

    def compose(self) -> ComposeResult:
        yield self.header
        yield self.box
        with Horizontal(id="body"):
            yield self.sidebar
            yield Border(id="sidebar-border")
            yield self.papers
            yield Border(id="detail-border")
            yield self.detail
            yield self.offers
        yield self.status
        yield self.footer

    def on_mount(self) -> None:
        # The first frame is drawn before the screen hears of its size.
        width = self.app.size.width
        self.add_class([name for least, name in BREAKPOINTS if width >= least][-1])
        self.set_focus(self.box.input if self.picking else self.papers)
        self.box.put(self._query)
        self.header.show(left="readlist · pick papers" if self.picking else "readlist", right=self.counting.name)
        self.sidebar.show(entries(None))
        self.around.show_hints()
        self.asking.search()
        self.counting.recount()
        self.past.load()
        self.set_interval(LOOK_EVERY, self._look_soon)
        if self.keys.problems:
            self.say(" · ".join(self.keys.problems), "warning")

    # Running things

    def work(self, group: str, task: Task, *arguments: Any, exclusive: bool = True) -> None:
        """Run a task beside the event loop's other work; what goes wrong in it is said in the status line."""
        guarded = partial(self._guarded, task, *arguments)
        self.run_worker(cast(Any, guarded), group=group, exclusive=exclusive, description=group)

    async def _guarded(self, task: Task, *arguments: Any) -> None:
        try:
            await task(*arguments)
        except ReadlistError as error:
            self.say(str(error), "error")
        except RuntimeError:
            # A lane refuses work while the program is being left; nobody waits for the result then.
            if not self.desk.closing:
                raise

    def to_terminal(self, sequence: str) -> None:
        """Write a control sequence of readlist's own making to the terminal; may be called from a thread."""
        if (driver := self.app._driver) is not None:
            driver.write(sequence)
            driver.flush()

    def say(self, message: str, kind: str = "done") -> None:
        """Show a message in the status line for a while."""
        self.status.say(printable(message), kind)
        if self._silence is not None:
            self._silence.stop()
        self._silence = self.set_timer(SAID_FOR, lambda: self.status.say(""))

    def action_command(self, name: str, key: str = "") -> None:
        """Do one of the commands of the table, or say why it cannot be done now.

        A key pressed in the search box goes to the box first, behind those that were typed before it.
        """
        if key and self.place == SEARCH:
            raise SkipAction
        command = BY_NAME[name]
        if reason := command.unavailable(self.situation()):
            self.say(f"{command.label}: {reason}", "warning")
        else:
            self.verbs.run(command)

    def situation(self) -> Situation:
        """What decides whether a command can be used."""
        return Situation(
            focus=self.place,
            targets=self.papers.target_count,
            shown=len(self.papers.ids),
            total=self.counting.total,
            saved=self.sidebar.current is not None and self.sidebar.current.kind == "saved",
            searches=len(self.counting.saved),
            asked=bool(self.box.text.strip() or self.asking.view.query or self.asking.sort),
            within=bool(self.asking.view.query),
            importing=self.importing,
        )

    @property
    def counts(self) -> Counts | None:
        """What was counted last."""
        return self.counting.counts

    @property
    def place(self) -> str:
        """The pane in focus."""
        for place in (SEARCH, SIDEBAR, DETAIL):
            if self.focused is self.pane(place):
                return place
        return LIST

    # What the widgets report

    @on(SearchBox.Typed)
    def typed(self) -> None:
        self.past.typed()
        self.offering.look()
        self.asking.ask()

    @on(SearchBox.Turned)
    def cursor_turned(self) -> None:
        self.offering.look()

    @on(BoxInput.Pressed)
    def box_pressed(self, message: BoxInput.Pressed) -> None:
        self.work("box", self._obey, self.keys.command(message.key), exclusive=False)

    async def _obey(self, name: str) -> None:
        """Do a command whose key was pressed in the search box; the box holds the keys behind it until it is done."""
        try:
            step = {"next-pane": 1, "previous-pane": -1}.get(name, 0)
            if step and await self.offering.take(step):
                return
            if step or name in ("details", "down"):
                # What is done in the list next is meant for the papers that were asked for.
                await self.asking.answered(LEAVING_PATIENCE)
            self.action_command(name)
        finally:
            self.box.input.go_on()

    @on(BoxInput.Emptied)
    def box_emptied(self) -> None:
        if self.asking.view.query:
            self.action_command("whole-library")

    @on(Offers.Taken)
    def offer_taken(self, message: Offers.Taken) -> None:
        self.offering.choose(message.place)

    def clear_box(self) -> None:
        """Forget the question in the box; a useful one can be brought back."""
        self.past.cleared()
        self.box.clear()

    @on(Sidebar.Chosen)
    def view_chosen(self, message: Sidebar.Chosen) -> None:
        self.asking.look_into(message.entry)
        self.around.show_hints()
        if message.settled:
            self.verbs.leave_sidebar()

    @on(PaperList.Wanted)
    def papers_wanted(self, message: PaperList.Wanted) -> None:
        self.work("pages", self._fetch, message, exclusive=False)

    async def _fetch(self, wanted: PaperList.Wanted) -> None:
        rows: dict[int, Summary] = await self.desk.do("pages", self.desk.library.summaries, wanted.ids)
        self.papers.supply(rows, wanted)

    @on(PaperList.Moved)
    def cursor_moved(self) -> None:
        self.around.show_place()
        self.show_detail()

    @on(PaperList.Opened)
    def opened(self) -> None:
        self.action_command("details")

    @on(Footer.Pressed)
    def hint_pressed(self, message: Footer.Pressed) -> None:
        self.action_command(message.command)

    @on(Border.Dragged)
    def border_dragged(self, message: Border.Dragged) -> None:
        if message.border.id == "sidebar-border":
            self.sidebar.styles.width = max(12, min(message.x, self.size.width // 2))
        else:
            self.detail.styles.width = max(20, min(self.size.width - message.x - 1, self.size.width * 3 // 4))

    def on_descendant_focus(self) -> None:
        if self._was == SEARCH != self.place:
            self.past.remember()
            self.offering.close()
        self._was = self.place
        self.around.show_hints()

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        if event.widget is self.sidebar:
            self.remove_class("-sidebar-over")

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        if event.text.strip():
            self.verbs.offer_import(event.text)

    # Details

    def show_detail(self) -> None:
        """Show the paper under the cursor; ready also where details are a page of their own."""
        if self.is_attached:
            self.work("detail", self._load_detail, self.papers.current)

    async def _load_detail(self, id: int | None) -> None:
        paper = None if id is None else await self.desk.do("pages", self.desk.library.paper, id)
        self.detail.show(paper, self.asking.matched)

    # Changes

    async def change(self, make: Callable[[], Change | None]) -> Change | None:
        """Make one change on the writer's lane, and know the library's version after it."""
        version = self.desk.library.data_version
        before, change, after = await self.desk.do("write", lambda: (version(), make(), version()))
        known, self._version = self._version, after
        if known not in (None, before):
            self.everything_changed()
        return change

    def changed(self, ids: Iterable[int], *, members: bool = False) -> None:
        """These papers changed; with ``members`` the list may hold others now."""
        touched = set(ids)
        self.asking.keep(touched)
        self.papers.forget(touched)
        self.counting.recount()
        if members:
            self.asking.refresh()
        self.show_detail()

    def everything_changed(self) -> None:
        """Anything may have changed: an import, or another program."""
        self.papers.forget_all()
        self.counting.recount()
        self.asking.refresh()
        self.show_detail()

    def _look_soon(self) -> None:
        if not self.importing:
            self.work("look", self._look)

    async def _look(self) -> None:
        # On the writer's lane, so that a change of this screen is never taken for another program's.
        version = await self.desk.do("write", self.desk.library.data_version)
        known, self._version = self._version, version
        if known is not None and known != version:
            self.everything_changed()

    def pane(self, place: str) -> Widget:
        """The widget of a pane."""
        return {SEARCH: self.box.input, SIDEBAR: self.sidebar, DETAIL: self.detail}.get(place, self.papers)
