"""Each key of the screen, pressed."""

from pathlib import Path

import pytest
from screen_text import Running, running
from textual.widgets import Static

from readlist.paper import Paper
from readlist.store import Library
from readlist.ui.commands import COMMANDS

FIRST = "Retrieval-Augmented Generation for Knowledge-Intensive NLP Tasks"
SECOND = "In-Context Retrieval-Augmented Language Models"


def paper(library: Library, id: int | None) -> Paper:
    assert id is not None
    found = library.paper(id)
    assert found is not None
    return found


def current(screen: Running) -> Paper:
    return paper(screen.library, screen.main.papers.current)


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        (["j"], 1),
        (["down", "down"], 2),
        (["j", "j", "k"], 1),
        (["j", "up"], 0),
        (["k"], 0),
        (["G"], 34),
        (["end"], 34),
        (["G", "g"], 0),
        (["G", "home"], 0),
        (["ctrl+d"], 10),
        (["ctrl+d", "ctrl+d", "ctrl+u"], 10),
        (["pagedown"], 20),
        (["pagedown", "pageup"], 0),
        (["G", "j"], 34),
    ],
)
async def test_moving(path: Path, keys: list[str], line: int) -> None:
    async with running(path, (80, 24)) as screen:
        await screen.press(*keys)
        assert screen.main.papers.cursor == line
        papers = screen.main.papers
        assert papers.scroll_offset.y <= papers.cursor < papers.scroll_offset.y + papers.page


async def test_next_and_previous_unread(path: Path) -> None:
    async with running(path) as screen:
        await screen.press("n")
        assert screen.main.papers.cursor == 2  # the second is being read, which is not unread
        await screen.press("n")
        assert screen.main.papers.cursor == 4
        await screen.press("N")
        assert screen.main.papers.cursor == 2
        await screen.press("G", "n")
        assert "no unread paper below" in screen.said


async def test_space_marks_read_and_goes_on_and_u_undoes(path: Path) -> None:
    async with running(path) as screen:
        await screen.press("space")
        first = screen.main.papers.ids[0]
        assert paper(screen.library, first).status == "read"
        assert screen.main.papers.cursor == 1
        assert "u undoes" in screen.said
        assert any(line.startswith("  Read ") and line.split()[1] == "2" for line in screen.lines())
        await screen.press("k", "space")
        assert paper(screen.library, first).status == "unread"
        await screen.press("u")
        assert paper(screen.library, first).status == "read"
        await screen.press("u")
        assert paper(screen.library, first).status == "unread"
        await screen.press("u", "u")
        assert screen.said


async def test_redo(path: Path) -> None:
    async with running(path) as screen:
        await screen.press("s", "u", "ctrl+r")
        assert current(screen).starred
        await screen.press("ctrl+r")
        assert screen.said == "nothing to redo"


async def test_reading_star_and_priority(path: Path) -> None:
    async with running(path) as screen:
        await screen.press("r")
        assert current(screen).status == "reading"
        await screen.press("s")
        assert current(screen).starred
        await screen.press("s")
        assert not current(screen).starred
        for digit in "12345":
            await screen.press(digit)
            assert current(screen).priority == int(digit)
        await screen.press("0")
        assert current(screen).priority is None


async def test_actions_work_on_the_selection(path: Path) -> None:
    async with running(path) as screen:
        await screen.press("v", "j", "j", "V")
        assert len(screen.main.papers.selected) == 3
        assert "3 selected" in screen.lines()[-2]
        await screen.press("s")
        starred = [paper(screen.library, each).starred for each in screen.main.papers.ids[:4]]
        assert starred == [True, True, True, False]
        await screen.press("escape")
        assert not screen.main.papers.selected


async def test_v_twice_selects_nothing(path: Path) -> None:
    async with running(path) as screen:
        await screen.press("v", "v")
        assert not screen.main.papers.selected


async def test_marking_many_asks_first(path: Path) -> None:
    async with running(path) as screen:
        await screen.press("ctrl+a")
        assert len(screen.main.papers.selected) == 35
        await screen.press("r")
        assert any("Mark 35 papers reading?" in line for line in screen.lines())
        await screen.press("n")
        assert screen.library.counts().reading == 1
        await screen.press("r", "y")
        assert screen.library.counts().reading == 35


async def test_delete_asks_and_can_be_undone(path: Path) -> None:
    async with running(path) as screen:
        await screen.press("d")
        assert any("Delete this paper?" in line for line in screen.lines())
        await screen.press("escape")
        assert screen.titles()[0] == FIRST
        await screen.press("d", "y")
        assert screen.titles()[0] == SECOND
        assert screen.library.total() == 34
        await screen.press("u")
        assert screen.titles()[0] == FIRST
        assert screen.library.total() == 35


async def test_tags_are_added_completed_and_removed(path: Path) -> None:
    async with running(path) as screen:
        await screen.press("t")
        await screen.type("new idea,")
        await screen.press("enter")
        assert set(current(screen).tags) == {"qa", "rag", "new idea"}
        assert "#new idea" in screen.said
        await screen.press("j", "j", "t", "r", "a", "tab", "enter")
        assert current(screen).tags == ("rag",)
        await screen.press("t", "backspace", "enter")
        assert current(screen).tags == ()
        await screen.press("t", "x", "escape")
        assert current(screen).tags == ()


async def test_tags_of_many_keep_what_only_some_have(path: Path) -> None:
    async with running(path) as screen:
        await screen.press("v", "j", "V", "t")
        assert any("#qa (on 1)" in line for line in screen.lines())
        await screen.type("both")
        await screen.press("enter")
        first, second = (paper(screen.library, each) for each in screen.main.papers.ids[:2])
        assert set(first.tags) == {"qa", "rag", "both"}
        assert set(second.tags) == {"rag", "both"}


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("y", "@inproceedings{"),
        ("b", "@inproceedings{"),
        ("k", "lewis2020retrieval"),
        ("t", FIRST),
        ("a", "A language model keeps"),
        ("d", "10.5555/3495724.3496517"),
        ("u", "https://doi.org/10.5555/3495724.3496517"),
    ],
)
async def test_copying(path: Path, monkeypatch: pytest.MonkeyPatch, key: str, text: str) -> None:
    from readlist import clipboard

    copied: list[str] = []

    def copy(text: str, *, terminal: object, what: str = "") -> clipboard.Copied:
        copied.append(text)
        return clipboard.Copied(("test",), True, f"copied {what}")

    monkeypatch.setattr(clipboard, "copy", copy)
    async with running(path) as screen:
        await screen.press("y")
        assert any("BibTeX" in line for line in screen.lines())
        await screen.press(key)
        assert len(copied) == 1
        assert copied[0].startswith(text)
        assert screen.said.startswith("copied 1 ")


async def test_copying_what_is_not_known_says_so(path: Path) -> None:
    async with running(path) as screen:
        await screen.press("j", "y", "d")
        assert "no DOI is known" in screen.said


async def test_open_says_the_link_where_no_browser_is(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("readlist.ui.links.opener", lambda: None)
    async with running(path) as screen:
        await screen.press("o")
        assert "https://doi.org/10.5555/3495724.3496517" in screen.said
        await screen.press("j", "j", "o")
        assert "no DOI, arXiv number or web address" in screen.said


async def test_open_calls_the_browser_without_a_shell(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[list[str]] = []
    monkeypatch.setattr("readlist.ui.links.opener", lambda: ["open-it"])
    monkeypatch.setattr("readlist.ui.links.subprocess.Popen", lambda command, **_: called.append(command))
    async with running(path) as screen:
        await screen.press("j", "o")
        assert called == [["open-it", "https://example.org/ralm"]]


async def test_note(path: Path) -> None:
    async with running(path) as screen:
        await screen.press("m")
        await screen.type("read again")
        await screen.press("escape")
        assert current(screen).note == "read again"
        await screen.press("m")
        await screen.type(" not this")
        await screen.press("ctrl+g")
        assert current(screen).note == "read again"


async def test_an_untitled_paper_gets_a_title(path: Path) -> None:
    async with running(path) as screen:
        await screen.press("j", "j", "j", "j")
        assert current(screen).title is None
        await screen.press("e")
        await screen.type("Found again")
        await screen.press("tab", "tab")
        await screen.type("20x1")
        await screen.press("ctrl+s")
        assert any("four digits" in line for line in screen.lines())
        await screen.press("backspace", "backspace")
        await screen.type("21")
        await screen.press("enter")
        assert current(screen).title == "Found again"
        assert current(screen).year == 2021


async def test_sidebar_chooses_views_and_folds(path: Path) -> None:
    async with running(path) as screen:
        await screen.press("shift+tab")
        assert screen.main.place == "sidebar"
        await screen.press("j", "j")
        assert screen.titles() == [SECOND]
        await screen.press("enter")
        assert screen.main.place == "list"
        await screen.press("b")
        assert not screen.main.sidebar.display
        await screen.press("b")
        assert screen.main.sidebar.display


async def test_sidebar_lies_over_the_list_where_there_is_no_room(path: Path) -> None:
    async with running(path, (80, 24)) as screen:
        assert not screen.main.sidebar.display
        await screen.press("b")
        assert screen.main.sidebar.display
        assert screen.main.place == "sidebar"
        await screen.press("j", "j", "enter")
        assert not screen.main.sidebar.display
        assert screen.titles() == [SECOND]


async def test_tags_and_sources_are_views(path: Path) -> None:
    async with running(path) as screen:
        places = [entry.label for entry in screen.main.sidebar.entries]
        screen.main.sidebar.move_to(places.index("rag"))
        await screen.rest()
        assert screen.titles() == [FIRST, SECOND]
        screen.main.sidebar.move_to(places.index("huggingface"))
        await screen.rest()
        assert len(screen.main.papers.ids) == 35


async def test_enter_shows_details_as_a_page_in_a_small_window(path: Path) -> None:
    async with running(path, (60, 20)) as screen:
        assert not screen.main.detail.display
        await screen.press("enter")
        assert screen.main.detail.display
        assert not screen.main.papers.display
        assert any("Patrick Lewis" in line for line in screen.lines())
        await screen.press("space")
        assert current(screen).status == "read"
        assert screen.main.papers.cursor == 0
        await screen.press("escape")
        assert screen.main.papers.display
        assert screen.main.place == "list"


async def test_tab_goes_from_pane_to_pane(path: Path) -> None:
    async with running(path) as screen:
        places = []
        for _ in range(4):
            await screen.press("tab")
            places.append(screen.main.place)
        assert places == ["detail", "search", "sidebar", "list"]
        await screen.press("shift+tab")
        assert screen.main.place == "sidebar"


async def test_sort_menu(path: Path) -> None:
    async with running(path) as screen:
        await screen.press("comma", "y")
        years = [paper.year for paper in screen.library.papers(list(screen.main.papers.ids))]
        known = [year for year in years if year is not None]
        assert known == sorted(known, reverse=True)
        assert "by year ↓" in screen.lines()[-2]
        await screen.press("comma", "y")
        years = [paper.year for paper in screen.library.papers(list(screen.main.papers.ids))]
        known = [year for year in years if year is not None]
        assert known == sorted(known)
        await screen.press("comma", "0")
        assert screen.titles()[0] == FIRST


@pytest.mark.parametrize("key", ["question_mark", "f1"])
async def test_help_lists_every_command(path: Path, key: str) -> None:
    async with running(path, (120, 100)) as screen:
        await screen.press(key)
        shown = " ".join(str(screen.app.screen.query_one(".help-text", Static).content).split())
        assert all(command.help in shown for command in COMMANDS)
        await screen.press("escape")
        assert screen.app.screen is screen.main


async def test_the_palette_finds_and_does_commands(path: Path) -> None:
    async with running(path) as screen:
        await screen.press("ctrl+p")
        await screen.type("star")
        await screen.press("enter", "enter")
        await screen.rest()
        assert current(screen).starred


async def test_q_quits(path: Path) -> None:
    async with running(path) as screen:
        await screen.press("q")
        assert not screen.app.is_running or screen.app._exit


async def test_every_command_has_a_method_and_keys(path: Path) -> None:
    async with running(path) as screen:
        for command in COMMANDS:
            assert command.keys
            assert command.name.startswith("priority-") or hasattr(screen.main.verbs, "do_" + command.method)


async def test_in_an_empty_list_commands_say_why_not(path: Path) -> None:
    async with running(path) as screen:
        await screen.press("slash")
        await screen.type("zzzzzzzzzzzz")
        await screen.press("enter", "t")
        assert "there is no paper under the cursor" in screen.said
