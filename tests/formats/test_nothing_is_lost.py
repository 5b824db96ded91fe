"""Every line of a page that says something is in what a reader yields: in a draft's raw text or in a problem's."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readlist import formats
from readlist.formats import alfolio, catalyzex
from readlist.paper import Draft, Problem

from .pages import ABSTRACT, PAPERS, list_of

SHORT = "A short abstract says what was asked and what came out, and then it ends."
BROKEN = (
    "A Short Note on TreesAnn Lee",
    "大规模语言模型综述李明, 王小红, and 张伟计算机学报, Mar 2023",
    ", and 16 more authorsFeb 2015",
    "A Long List of PeopleAnn Lee, Bob Roe, Car",
    "Nothing Here Is Glued",
    "OnlyOneWordJun 2020",
)
BEHIND = ((), (ABSTRACT,), (SHORT,), ("- first a small point", ABSTRACT), (ABSTRACT, "", SHORT))
FURNITURE = ((), ("Abs PDF",), ("Abs", "Bib", "Code"))
HEAD = ("publications", "publications in reversed chronological order.", "2020")


def entries(*shapes: str) -> st.SearchStrategy[list[str]]:
    """The lines of one entry, whole or broken, with what may stand behind it."""

    def lines(shape: str, number: int, broken: str | None, furniture: tuple[str, ...], behind: int) -> list[str]:
        paper = PAPERS[number]
        parts = [paper.title, list_of(paper.authors)[0], paper.periodical]
        glued = broken or "".join(parts)
        if shape == "bullet":
            return [f"- {glued}", *furniture, *BEHIND[behind]]
        if shape == "lone bullet":
            return ["-", glued, *furniture, *BEHIND[behind]]
        return [f"{number + 1}. {parts[0]}", *parts[1 : 2 if broken else 3], *furniture, *BEHIND[behind % 3]]

    return st.builds(
        lines,
        st.sampled_from(shapes),
        st.integers(0, len(PAPERS) - 1),
        st.none() | st.sampled_from(BROKEN),
        st.sampled_from(FURNITURE),
        st.integers(0, len(BEHIND) - 1),
    )


def lost(text: str, found: list[Draft | Problem], furniture: set[str]) -> list[str]:
    kept = {line for item in found for line in (item.raw or "").split("\n")}
    return [line for line in text.split("\n") if line.strip() and line not in furniture and line not in kept]


@pytest.mark.parametrize("shapes", [("bullet",), ("lone bullet",), ("lines",), ("bullet", "lone bullet")])
@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_no_line_of_an_alfolio_page_is_lost(shapes: tuple[str, ...], data: st.DataObject) -> None:
    chosen = data.draw(st.lists(entries(*shapes), min_size=1, max_size=6))
    text = "\n".join([*HEAD, *(line for lines in chosen for line in lines)])
    furniture = {*HEAD, "-", *(line for lines in FURNITURE for line in lines)}
    assert not lost(text, list(alfolio.read(text)), furniture)


@settings(deadline=None, max_examples=60)
@given(
    mark=st.sampled_from(["", "• ", "- ", "* "]),
    page=st.lists(
        st.tuples(
            st.sampled_from([ABSTRACT, SHORT, "", "Short"]),
            st.lists(
                st.sampled_from(["", ABSTRACT, SHORT, "Code: https://example.org/x", "Via", "a word"]), max_size=4
            ),
        ),
        min_size=1,
        max_size=6,
    ),
)
def test_no_line_of_a_catalyzex_page_is_lost(mark: str, page: list[tuple[str, list[str]]]) -> None:
    lines = ["Jack", *(line for begin, rest in page for line in (f"{mark}Abstract:{begin}", *rest))]
    text = "\n".join(lines)
    found = list(catalyzex.read(text))
    assert not lost(text, found, {"Jack", "Code: https://example.org/x", "Via"})
    assert len([item for item in found if isinstance(item, Draft) or item.reason.startswith("an abs")]) == len(page)


def test_a_catalyzex_page_with_bullets_paragraphs_and_code() -> None:
    blocks = [f"• Abstract:{ABSTRACT}", ABSTRACT, "Code: https://example.org/x", f"• Abstract:{SHORT}"]
    text = "\n\n".join(["Jack", *blocks])
    known = formats.recognise(text)
    assert known is not None and known.name == "catalyzex"
    first, second = catalyzex.read(text)
    assert isinstance(first, Draft) and first.abstract == f"{ABSTRACT}\n{ABSTRACT}"
    assert isinstance(second, Draft) and second.abstract == SHORT


def test_a_line_that_cannot_be_told_apart_does_not_become_part_of_another_paper() -> None:
    whole = "A Theory of Very Small ThingsJane Doe, and Bob RoeMar 2020"
    text = "\n".join([*HEAD, f"- {whole}", ABSTRACT, *(f"- {line}" for line in BROKEN[:3]), f"- {whole}", ABSTRACT])
    first, note, *problems, last = alfolio.read(text)
    assert isinstance(first, Draft) and first.abstract == ABSTRACT
    assert isinstance(note, Draft)
    assert (note.title, note.authors, note.year) == ("A Short Note on Trees", ("Ann Lee",), 2020)
    assert [(item.line, item.raw) for item in problems] == [(7, f"- {BROKEN[1]}"), (8, f"- {BROKEN[2]}")]
    assert isinstance(last, Draft) and last.abstract == ABSTRACT


def test_a_short_abstract_is_kept_when_it_is_a_sentence_and_reported_when_not() -> None:
    paper = ["1. A Theory of Very Small Things", "Jane Doe, and Bob Roe", "In ICML, Mar 2020", "Abs PDF"]
    (whole,) = alfolio.read("\n".join([*HEAD, *paper, SHORT]))
    assert isinstance(whole, Draft) and whole.abstract == SHORT
    cut, problem = alfolio.read("\n".join([*HEAD, *paper, SHORT[:-4]]))
    assert isinstance(cut, Draft) and cut.abstract is None
    assert isinstance(problem, Problem) and (problem.line, problem.raw) == (8, SHORT[:-4])


def test_an_abstract_that_begins_like_the_foot_of_the_page_ends_nothing() -> None:
    law = "Copyright law is written in plain words, and this text asks how a model may read it."
    entry = "- A Theory of Very Small ThingsJane Doe, and Bob RoeMar 2020"
    text = "\n".join([*HEAD, entry, law, entry, ABSTRACT, "© Copyright 2024 Jane Doe. Powered by Jekyll."])
    assert [item.abstract for item in alfolio.read(text) if isinstance(item, Draft)] == [law, ABSTRACT]


def test_the_points_of_a_list_in_an_abstract_are_no_entries() -> None:
    points = ["- A benchmark, GraphBench", "- uses of TensorFlow", "- Better than BERTScore by far."]
    text = "\n".join([*HEAD, "- A Theory of Very Small ThingsJane Doe, and Bob RoeMar 2020", ABSTRACT, *points])
    (draft,) = alfolio.read(text)
    assert isinstance(draft, Draft) and draft.raw is not None and draft.raw.endswith(points[-1])
