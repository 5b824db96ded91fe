"""Keys typed in one burst: what one of them changes is done before what the next one changes, and none is lost."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from screen_text import Running, running
from textual.events import Key

from readlist.store import Library
from readlist.store.ledger import Ledger

TYPED = {"space": " ", "comma": ",", "slash": "/"}


async def burst(screen: Running, *keys: str) -> None:
    """Keys that are all there before the first of them is obeyed."""
    for key in keys:
        screen.app.post_message(Key(key, TYPED.get(key, key if len(key) == 1 else None)))
    await screen.rest()


def done(library: Library) -> list[str]:
    return [entry.summary for entry in library.ledger.history() if not entry.undone]


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading and writing take long enough for every overtaking."""
    pause = threading.Event()

    def slowed(original: Callable[..., object]) -> Callable[..., object]:
        def waiting(*arguments: object, **options: object) -> object:
            pause.wait(0.02)
            return original(*arguments, **options)

        return waiting

    monkeypatch.setattr(Library, "summaries", slowed(Library.summaries))
    for name in ("mark", "star", "tag", "delete", "prioritise"):
        monkeypatch.setattr(Ledger, name, slowed(getattr(Ledger, name)))


@pytest.mark.usefixtures("slow")
@pytest.mark.parametrize(
    "keys",
    ["space u", "s u", "r u", "3 u", "t x enter u", "d y u", "d enter u", "space s 3 u u u", "s j space k u u",
     "m x escape u", "e x enter u", "e x ctrl+s u", "t x enter space u u", "space space u u"],
)  # fmt: skip
async def test_undo_never_overtakes_the_change_before_it(path: Path, keys: str) -> None:
    async with running(path) as screen:
        (whole,) = done(screen.library)
        before = screen.library.papers(list(screen.main.papers.ids))
        await burst(screen, *keys.split())
        assert len(screen.app.screen_stack) == 1
        assert done(screen.library) == [whole]
        assert screen.library.papers([paper.id for paper in before]) == before
        # All of it was done, and taken back.
        assert len(screen.library.ledger.history()) == 1 + keys.split().count("u")


@pytest.mark.usefixtures("slow")
async def test_changes_come_in_the_order_of_their_keys(path: Path) -> None:
    async with running(path) as screen:
        first, second = screen.main.papers.ids[:2]
        await burst(screen, "s", "r", "j", "t", "a", "enter", "2", "d", "y", "k", "s")
        told = done(screen.library)
        assert told[-2:0:-1] == [
            "starred 1 paper", "marked 1 paper reading", "tagged 1 paper #a", "gave 1 paper priority 2",
            "deleted 1 paper",
        ]  # fmt: skip
        assert told[0] == "took the star off 1 paper"
        assert screen.library.papers([first, second])[0].starred is False
        assert screen.library.paper(second) is None


async def test_an_import_is_taken_back_only_after_asking(path: Path) -> None:
    async with running(path) as screen:
        await screen.press("u")
        assert any("Take this back?" in line for line in screen.lines())
        assert screen.library.total() == 35
        await screen.press("n")
        assert screen.library.total() == 35
        await burst(screen, "u", "y")
        assert screen.library.total() == 0
        await screen.press("ctrl+r")
        assert screen.library.total() == 35
        assert len(screen.app.screen_stack) == 1
        await burst(screen, "u", "enter", "u")
        assert screen.library.total() == 0
        assert screen.said == "nothing to undo"


async def test_a_change_of_many_papers_is_taken_back_after_asking(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("readlist.ui.verbs.LARGE", 25)
    async with running(path) as screen:
        await burst(screen, "ctrl+a", "s", "y", "u", "escape", "g")
        assert done(screen.library)[0] == "starred 34 papers"
        await burst(screen, "u", "y")
        assert len(done(screen.library)) == 1
        await burst(screen, "escape", "s", "u")
        assert len(screen.app.screen_stack) == 1
        assert screen.library.total() == 35


@pytest.mark.usefixtures("slow")
async def test_moving_never_waits(path: Path) -> None:
    async with running(path) as screen:
        for key in ("space", "u", "j", "j"):
            screen.app.post_message(Key(key, TYPED.get(key, key)))
        for _ in range(3):
            await screen.pilot.pause()
        assert screen.main.papers.cursor == 3
        await screen.rest()
        assert screen.library.total() == 35


@pytest.mark.usefixtures("slow")
async def test_what_stands_behind_a_dialogs_last_key_is_not_for_the_dialog(path: Path) -> None:
    async with running(path) as screen:
        await burst(screen, "t", "o", "n", "e", "enter", "j", "t", "t", "w", "o", "enter", "comma", "y", "j", "s")
        assert dict(screen.library.tags()).keys() >= {"one", "two"}
        assert screen.main.asking.sort == ("year", None)
        assert "starred 1 paper" in screen.said
        await burst(screen, "question_mark", "q", "j", "k", "question_mark", "escape", "G")
        assert len(screen.app.screen_stack) == 1
        assert screen.main.papers.cursor == 34
