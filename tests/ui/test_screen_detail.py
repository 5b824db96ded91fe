"""The details: a head that stays, an abstract that begins where it tells, signs of what is above and below."""

from pathlib import Path

import pytest
from screen_text import Running, running

from readlist.paper import Draft
from readlist.store import Library

FILLER = " ".join(f"Sentence {number} speaks of nothing in particular." for number in range(40))
TITLE = "Gathering what is known of zebras"
LONG = Draft(
    title=TITLE, authors=("Ada Lovelace",), year=2020, venue="Nature", tags=("stripes",),
    abstract=f"{FILLER} The quagga was the last of its kind. {FILLER}", personal=True,
)  # fmt: skip
SHORT = Draft(title="The quagga at once", abstract="Quagga bones are rare. Nothing else is said.", personal=True)
CROWDED = Draft(title="Many hands", authors=tuple(f"Person Number{n}" for n in range(60)),
                abstract=f"{FILLER} A quokka smiles.", personal=True)  # fmt: skip


@pytest.fixture
def library(tmp_path: Path) -> Path:
    path = tmp_path / "long.db"
    with Library.open(path) as library, library.ledger.importing("page") as importing:
        importing.add([LONG, SHORT, CROWDED], file="page", format="jsonl")
    return path


def pane(screen: Running) -> list[str]:
    """The lines of the pane."""
    area = screen.main.detail.region
    return [line[area.x : area.right].rstrip("▁▂▃▄▅▆▇█▌▐ ") for line in screen.lines()[area.y : area.bottom]]


async def ask(screen: Running, text: str) -> list[str]:
    await screen.press("slash")
    await screen.type(text)
    await screen.press("down")
    return pane(screen)


async def test_after_a_search_the_abstract_begins_at_the_best_sentence(library: Path) -> None:
    async with running(library) as screen:
        shown = await ask(screen, "quagga last")
        text = "\n".join(shown)
        assert shown[0].strip().startswith("Gathering")
        assert "● unread  #stripes" in text
        sign = next(place for place, line in enumerate(shown) if "↑" in line)
        assert sign == screen.main.detail.pinned
        assert "quagga" in " ".join(shown[sign + 1 : sign + 3])
        assert shown[-1].endswith("↓")


async def test_nothing_moves_when_the_best_sentence_is_visible(library: Path) -> None:
    async with running(library) as screen:
        shown = await ask(screen, "quagga bones")
        assert shown[0].strip() == "The quagga at once"
        assert screen.main.detail.top == 0
        assert "↑" not in "".join(shown)
        assert "↓" not in "".join(shown)


async def test_without_a_search_it_begins_at_the_top(library: Path) -> None:
    async with running(library) as screen:
        assert screen.main.detail.top == 0
        assert pane(screen)[-1].endswith("↓")


async def test_the_head_stays_while_the_rest_is_scrolled(library: Path) -> None:
    async with running(library) as screen:
        await screen.press("enter", "j", "j", "j")
        shown = pane(screen)
        detail = screen.main.detail
        assert detail.top == 3
        assert shown[0].strip() == TITLE
        assert shown[detail.pinned].strip() == "↑ 4 lines"
        await screen.press("G")
        assert pane(screen)[0].strip() == TITLE
        assert "added" in pane(screen)[-1]
        await screen.press("g")
        assert detail.top == 0
        page = detail.size.height - detail.pinned - 1
        await screen.press("pagedown")
        assert detail.top == page


async def test_each_line_can_be_seen(library: Path) -> None:
    async with running(library, size=(120, 20)) as screen:
        await screen.press("enter")
        detail = screen.main.detail
        seen: set[str] = set()
        for _ in range(2 + len(detail._wrapped) // (detail.size.height - detail.pinned - 1)):
            seen.update(pane(screen))
            await screen.press("pagedown")
        for line in detail._wrapped:
            assert any(line.plain.rstrip() in one for one in seen), line.plain


async def test_another_paper_or_question_begins_anew_and_marking_does_not(library: Path) -> None:
    async with running(library) as screen:
        await ask(screen, "quagga last kind")
        start = screen.main.detail.top
        assert start > 0
        await screen.press("enter", "j", "j", "s")
        assert screen.main.detail.top == start + 2
        await screen.press("slash", *["backspace"] * 5, "down")
        assert screen.main.detail.top == start
        await screen.press("s")
        assert screen.main.detail.top == start
        await screen.press("slash")
        await screen.press("escape", "escape")
        assert screen.main.detail.top == 0


async def test_a_long_head_takes_a_third_at_most_and_says_where_it_is_cut(library: Path) -> None:
    async with running(library, size=(120, 24)) as screen:
        shown = await ask(screen, "quokka")
        detail = screen.main.detail
        assert detail.pinned == detail.size.height // 3
        assert shown[detail.pinned - 1].endswith("…")
        assert "quokka" in " ".join(shown)


async def test_a_low_pane_pins_nothing_and_still_shows_the_sentence(library: Path) -> None:
    async with running(library, size=(120, 11)) as screen:
        shown = await ask(screen, "quagga last")
        assert screen.main.detail.pinned == 0
        assert "quagga" in " ".join(shown[:2])
        assert shown[0].endswith("↑")
        assert shown[-1].endswith("↓")


async def test_another_width_keeps_the_sentence_in_view(library: Path) -> None:
    async with running(library) as screen:
        await ask(screen, "quagga last")
        await screen.pilot.resize_terminal(160, 30)
        await screen.rest()
        assert "quagga" in " ".join(pane(screen))


async def test_what_a_search_matched_is_marked_in_every_part(tmp_path: Path) -> None:
    path = tmp_path / "marks.db"
    with Library.open(path) as library, library.ledger.importing("page") as importing:
        draft = Draft(title="Rewards for Müller", authors=("Zoë Müller",), venue="Müller Letters",
                      abstract="Of rewards.", note="See Müller.", tags=("müller",), personal=True)  # fmt: skip
        importing.add([draft], file="page", format="jsonl")
    async with running(path, size=(160, 40)) as screen:
        await ask(screen, "muler")
        detail = screen.main.detail
        marked = [
            "".join(line.plain[span.start : span.end] for span in line.spans if span.style == detail._style("match"))
            for line in detail._wrapped
        ]
        assert [text for text in marked if text] == ["Müller", "Müller", "Müller", "müller", "Müller"]
        row = screen.main.papers.render_line(0)
        assert [segment.text for segment in row if segment.style and segment.style.underline] == ["Müller", "Müller"]


async def test_latex_is_shown_as_what_it_prints(tmp_path: Path) -> None:
    path = tmp_path / "latex.db"
    draft = Draft(title=r"On Erd\H{o}s numbers of $\alpha$-sets", abstract=r"There are $\sim$7B of \emph{them}.")
    with Library.open(path) as library, library.ledger.importing("page") as importing:
        importing.add([draft], file="page", format="jsonl")
    async with running(path, (120, 30)) as screen:
        assert "On Erdős numbers of α-sets" in "\n".join(screen.lines())
        assert any("There are ∼7B of them." in line for line in pane(screen))
