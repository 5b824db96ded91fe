"""CatalyzeX pages: one label, abstracts without titles; never arXiv's pages."""

import pytest

from readlist import formats
from readlist.formats import catalyzex
from readlist.paper import Draft, Problem

from .pages import ABSTRACT

ABSTRACTS = [
    f"Abstract We number {number}. {ABSTRACT}" if number == 2 else f"We number {number}. {ABSTRACT}"
    for number in range(5)
]


@pytest.mark.parametrize("label", ["Jack", "J. B.", "Zoë Müller-Straße", "ATLAS Collaboration"])
@pytest.mark.parametrize("shape", ["lines", "blank lines", "mark alone", "mark alone, blank lines", "furniture"])
def test_every_shape(label: str, shape: str) -> None:
    lines = [label]
    for abstract in ABSTRACTS:
        lines += ["Abstract:", abstract] if "alone" in shape else [f"Abstract:{abstract}"]
        lines += ["Via", "Access Paper or Ask Questions"] if shape == "furniture" else []
    text = ("\n\n" if "blank" in shape else "\n").join(lines)
    known = formats.recognise(text)
    assert known is not None and known.name == "catalyzex"
    read = [item for item in catalyzex.read(text) if isinstance(item, Draft)]
    assert [draft.abstract for draft in read] == ABSTRACTS
    assert {(draft.label, draft.title, draft.authors) for draft in read} == {(label, None, ())}


def test_a_cut_last_abstract_and_one_that_is_empty() -> None:
    cut, empty = list(catalyzex.read(f"Jack\nAbstract:{ABSTRACT[:100]}\nAbstract:\n"))
    assert isinstance(cut, Draft) and cut.abstract == ABSTRACT[:100].strip() and cut.line == 2
    assert isinstance(empty, Problem) and empty.line == 3 and empty.reason == "an abstract without text"


@pytest.mark.parametrize(
    "text",
    [
        f"Title:A Thing\nAuthors:Jane Doe, Bob Roe\nView PDF\nAbstract:{ABSTRACT}\nSubjects:\nMachine Learning (cs.LG)",
        f"Title:A Thing\nAuthors:Jane Doe\nView PDFAbstract:{ABSTRACT}\nCite as: arXiv:2407.21783",
        f"A Thing\nAuthors:\nJane Doe\nAbstract:\nThis text …\n▽ More\n{ABSTRACT}\n△ Less\nSubmitted 30 July, 2025;",
    ],
)
def test_pages_of_arxiv_are_another_format(text: str) -> None:
    assert catalyzex.recognise(text) == 0
    assert formats.recognise(text) == formats.by_name("arxiv")
