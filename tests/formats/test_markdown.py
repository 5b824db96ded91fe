"""Markdown for people: what an item says, and that nothing in a paper becomes markup."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from readlist import formats
from readlist.formats import markdown
from readlist.paper import Record


def item(**fields: object) -> str:
    (line,) = markdown.write([Record(**fields)])  # type: ignore[arg-type]
    return line


def test_an_item() -> None:
    paper = {"title": "A Thing", "authors": ("Jane Doe", "Bob Roe"), "venue": "Journal", "year": 2020}
    assert item(**paper, doi="10.1234/a(1)") == (
        "- Jane Doe and Bob Roe. [A Thing](https://doi.org/10.1234/a%281%29). *Journal*, 2020.\n"
    )
    assert item(**paper) == "- Jane Doe and Bob Roe. A Thing. *Journal*, 2020.\n"
    assert item(title="A Thing", arxiv="2005.11401") == "- [A Thing](https://arxiv.org/abs/2005.11401).\n"
    assert item(title="Why?", url="javascript:alert(1)", year=1999) == "- Why? 1999.\n"


def test_people_who_are_not_named() -> None:
    assert item(title="A", authors=("Jane Doe",), more_authors=3) == "- Jane Doe and 3 more. A.\n"
    assert item(title="A", authors=("Jane Doe",), more_authors=None) == "- Jane Doe et al. A.\n"
    assert item(title="A", authors=tuple(f"P{n} Q" for n in range(30))).endswith("P19 Q and 10 more. A.\n")


def test_a_paper_without_a_title() -> None:
    assert item(abstract="We ask. " * 40).startswith("- (no title) We ask. We ask.")
    assert item(authors=("Jane Doe",)) == "- Jane Doe. (no title).\n"


def test_nothing_becomes_markup() -> None:
    line = item(title="<b>1</b> *a* [x](y) `c` &lt; | 1. \\x", authors=("1. Jane",), url="https://e.org/ )x")
    assert line == (
        "- 1\\. Jane. [\\<b\\>1\\</b\\> \\*a\\* \\[x\\](y) \\`c\\` &amp;lt; \\| 1. \\\\x](https://e.org/%20%29x).\n"
    )
    assert item(title="- x") == "- \\- x.\n"
    assert item(title='{\\"U}ber $\\sim$7B') == "- Über ∼7B.\n"


def test_it_is_only_written() -> None:
    known = formats.by_name("markdown")
    assert known.writable and not known.readable


@settings(deadline=None, max_examples=200)
@given(title=st.text(max_size=40), venue=st.text(max_size=20), url=st.text(max_size=20))
def test_one_line_each_whatever_a_paper_says(title: str, venue: str, url: str) -> None:
    line = item(title=title, venue=venue, url=f"https://example.org/{url}")
    assert line.startswith("- ") and line.endswith(".\n") and line.count("\n") == 1
    assert not re.search(r"(?<!\\)[<>`]", line.replace("\\\\", ""))
