"""Hugging Face papers pages: both shapes, the small print, and finding one's place again."""

import pytest

from readlist import formats
from readlist.formats import huggingface
from readlist.paper import Draft, Problem

from .pages import ABSTRACT, PAPERS

HEAD = ["Get trending papers in your email inbox!", "Subscribe", "Daily Papers", "byAK and the research community"]


def drafts(text: str) -> list[Draft]:
    found = list(huggingface.read(text))
    assert not [item for item in found if isinstance(item, Problem)]
    return [item for item in found if isinstance(item, Draft)]


def test_the_glued_shape() -> None:
    lines = ["Get trending papers in your email inbox once a day!", "Get trending papers in your email inbox!"]
    for paper in PAPERS:
        lines += [paper.title, f"{paper.year} {ABSTRACT}"]
    lines[2] = "Subscribe" + lines[2]
    read = drafts("\n".join(lines))
    assert [draft.title for draft in read] == [paper.title for paper in PAPERS]
    assert [draft.abstract for draft in read] == [f"{paper.year} {ABSTRACT}" for paper in PAPERS]
    assert [draft.line for draft in read] == list(range(3, 3 + 2 * len(PAPERS), 2))


@pytest.mark.parametrize(
    "small",
    [
        [],
        ["• 5 authors", "·", "May 25"],
        ["• 1 authors", "·", "Sep 26, 2024"],
        ["Allen Institute for AI", "Allen Institute for AI", "·", "Sep 26, 2024 • 12"],
        ["• 5 authors", "·", "May 25", "3"],
    ],
)
def test_the_blank_line_shape(small: list[str]) -> None:
    lines = [*HEAD, "May 27"]
    for paper in PAPERS:
        lines += [paper.title, ABSTRACT, *small]
    read = drafts("\n\n".join(lines))
    assert [(draft.title, draft.abstract) for draft in read] == [(paper.title, ABSTRACT) for paper in PAPERS]
    for draft in read:
        assert draft.authors == ()
        assert draft.more_authors == (5 if "• 5 authors" in small else 1 if "• 1 authors" in small else 0)
        if any("2024" in line for line in small):
            assert (draft.year, draft.month, draft.day) == (2024, 9, 26)
        else:
            assert (draft.year, draft.month, draft.day) == (None, None, None)
        assert draft.extra.get("published") == ("May 25" if "May 25" in small else None)
        assert draft.extra.get("organisation") == (
            "Allen Institute for AI" if "Allen Institute for AI" in small else None
        )


def test_a_date_without_a_year_takes_the_year_of_the_page() -> None:
    text = "\n".join(
        [*HEAD, "May 27, 2024", PAPERS[0].title, ABSTRACT, "·", "May 25", PAPERS[1].title, ABSTRACT, "·", "Jun 2"]
    )
    first, second = drafts(text)
    assert (first.year, first.month, first.day) == (2024, 5, 25)
    assert (second.year, second.month, second.extra) == (None, None, {"published": "Jun 2"})


@pytest.mark.parametrize("missing", [1, 3, 4])
def test_a_missing_line_shifts_nothing(missing: int) -> None:
    pairs = [[paper.title, ABSTRACT] for paper in PAPERS]
    title_only, untitled = pairs[missing][:1], pairs[missing + 4][1:]
    lines = [*HEAD]
    for place, pair in enumerate(pairs):
        lines += title_only if place == missing else untitled if place == missing + 4 else pair
    read = drafts("\n".join(lines))
    assert len(read) == len(PAPERS)
    for place, draft in enumerate(read):
        assert draft.title == (None if place == missing + 4 else PAPERS[place].title)
        assert draft.abstract == (None if place == missing else ABSTRACT)


def test_the_daily_page_with_votes_and_submitters() -> None:
    text = "\n".join(
        [
            *HEAD,
            "May 27",
            "Submitted by",
            "someone",
            "123",
            PAPERS[0].title,
            "·",
            "4 authors",
            "7",
            "Submitted by",
            "else",
            "12",
            PAPERS[1].title,
            "·",
            "3 authors",
            "1",
            "Previous",
            "Next",
            "System theme",
            "TOS",
        ]
    )
    assert [(draft.title, draft.more_authors) for draft in drafts(text)] == [(PAPERS[0].title, 4), (PAPERS[1].title, 3)]


def test_a_page_of_submitters_holds_no_paper() -> None:
    text = "\n".join([*HEAD, "Submitted by", "someone", "Submitted by", "else"])
    assert list(huggingface.read(text)) == []
    known = formats.recognise(text)
    assert known is not None and known.name == "huggingface"
    assert formats.why_not(text) == "a Hugging Face page without a paper"


def test_latex_stays_as_it_came() -> None:
    abstract = (
        r"We present \benchmarkName, with $\sim$7B parameters and LLMs~(large ones) -- and much more that follows. " * 3
    )
    (draft,) = drafts("\n".join([*HEAD, PAPERS[0].title, abstract]))
    assert draft.abstract == abstract.strip()


def test_titles_that_begin_like_the_frame_of_the_page_stay() -> None:
    titles = [
        "Inference over Programs That Predict",
        "Loading Trapped Ions from a Surface",
        "Papers and How to Read Them",
        "Search with Discriminative Posteriors",
    ]
    abstract = "We measure how quickly a careful reader can tell what a line of text is for. " * 4
    page = "Get trending papers in your email inbox!\nSubscribe" + "\n".join(f"{title}\n{abstract}" for title in titles)
    assert [draft.title for draft in drafts(page)] == titles


def test_small_print_glued_into_one_line_is_no_paper() -> None:
    first, second = drafts("\n\n".join([
        *HEAD, "Nov 20, 2026",
        "Tree Search with Learned Values for Long Horizon Planning", "• 5 authors", "· Nov 18", "12",
        "A Study of Reading Lists", f"In this work lists are read. {ABSTRACT}", "• 3 authors · Sep 26, 2024 · 7",
    ]))  # fmt: skip
    assert (first.title, first.more_authors) == ("Tree Search with Learned Values for Long Horizon Planning", 5)
    assert (first.year, first.month, first.day) == (2026, 11, 18)
    assert (second.title, second.more_authors) == ("A Study of Reading Lists", 3)
    assert (second.year, second.month, second.day) == (2024, 9, 26)
