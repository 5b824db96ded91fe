"""The registry: names, recognition by content, and one sentence on what is not read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readlist import formats
from readlist.errors import ReadlistError
from readlist.paper import Draft, Problem, Record

from .pages import ABSTRACT, PAPERS

READABLE = [known for known in formats.FORMATS if known.readable]

OTHERS = {
    "empty": "",
    "blank": " \n\n\t\n",
    "news": "Rain over the hills\nBy Jane Doe, 3 May 2021\n"
    + "It rained on Monday, and on Tuesday it rained again.\n" * 30,
    "readme": "# tool\n\n- fast (since 2019)\n- [docs](https://example.org)\n\n## Install\n\npip install tool\n",
    "code": "import os\n\ndef main():\n    # - item 2020\n    return os.getcwd()\n\nclass FooBar:\n    year = 2020\n"
    * 20,
    "novel": "Chapter I\n\n"
    + "It was a long evening in March 1920, and nobody had come. She waited, and waited.\n\n" * 40,
    "changelog": "# Changelog\n\n## 2023\n\n- Fixed FooBar in Mar 2023\n\n## 2022\n\n- First release Jan 2022\n",
    "menu": "- Home\n- About\n- Publications\n- Contact\n2020\n2019\n",
    "binary": "PK\x03\x04\x00\x00\x08\x00\x00" * 200,
    "html": "<!DOCTYPE html><html><body><h1>2020</h1></body></html>",
    "paper": f"A Thing\nJane Doe\n\nAbstract: {ABSTRACT}\n\n1 Introduction\n{ABSTRACT}\n2 Methods\n{ABSTRACT}\n",
    "references": "References\n"
    + "\n".join(f"[{n}] {', '.join(p.authors)}. {p.title}. {p.year}." for n, p in enumerate(PAPERS, 1)),
}


@pytest.mark.parametrize("name", OTHERS)
def test_pages_of_another_kind_are_not_recognised(name: str) -> None:
    assert formats.recognise(OTHERS[name]) is None
    why = formats.why_not(OTHERS[name])
    assert why and "\n" not in why and "\x00" not in why


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("empty", "empty"),
        ("blank", "empty"),
        ("binary", "binary"),
        ("html", "HTML"),
        ("news", "no format"),
    ],
)
def test_the_reason_says_what_the_text_is(name: str, words: str) -> None:
    assert words in formats.why_not(OTHERS[name])


def test_names() -> None:
    names = [known.name for known in formats.FORMATS]
    assert len(set(names)) == len(names)
    assert {"catalyzex", "al-folio", "huggingface", "jsonl", "bibtex"} <= set(names)
    assert formats.by_name(" AL-Folio").name == "al-folio"
    with pytest.raises(ReadlistError, match=", ".join(names)) as caught:
        formats.by_name("word")
    assert caught.value.code == 2


def test_reading_what_is_only_written_and_writing_what_is_only_read() -> None:
    with pytest.raises(ReadlistError) as caught:
        formats.Format("papyrus", "Papyrus", "only written", None, "jsonl").read("a roll")
    assert caught.value.code == 2
    with pytest.raises(ReadlistError):
        formats.by_name("al-folio").write([])


def test_writing() -> None:
    paper = Record(title="A Thing", authors=("Jane Doe",), year=2020)
    assert "".join(formats.by_name("jsonl").write([paper])).count("\n") == 1


PIECES = st.sampled_from(
    [
        "- ",
        "-\n",
        "\n",
        "2020\n",
        "Title",
        "of ",
        "Jane Doe",
        ", ",
        " and ",
        "and 3 more authors",
        "Mar 2020",
        "In ",
        ", ",
        "Abs",
        "PDF",
        "Abstract:",
        "Subscribe",
        "Daily Papers\n",
        "· \n",
        "• 5 authors\n",
        "May 25\n",
        "@article{",
        "}",
        "arXiv",
        "王小明",
        "\x1b[31m",
        "\u202e",
        "*",
        "(",
        "”",
        "O’",
        "1. ",
        "[1] ",
        "J.",
        "\ud800",
        "\r",
        "\x00",
        "Submitted by\n",
        "Get trending papers in your email inbox!\n",
    ]
)
HOSTILE = st.lists(PIECES | st.text(max_size=8), max_size=60).map("".join)


@pytest.mark.parametrize("known", READABLE, ids=lambda known: known.name)
@settings(deadline=None, max_examples=120)
@given(text=HOSTILE)
def test_no_text_makes_a_reader_fail(known: formats.Format, text: str) -> None:
    assert 0.0 <= known.recognise(text) <= 1.0
    for item in known.read(text):
        assert isinstance(item, Draft | Problem)
        assert item.line is None or item.line >= 1
        if isinstance(item, Draft):
            assert item.title or item.abstract or item.authors or item.key or item.doi or item.arxiv or item.isbn
            assert item.title != "" and item.abstract != "" and "" not in item.authors
            assert all(ord(character) >= 32 for character in (item.title or "") + "".join(item.authors))
    formats.why_not(text)


@pytest.mark.parametrize("known", READABLE, ids=lambda known: known.name)
@pytest.mark.parametrize(
    "text",
    [
        "a" * 1_000_000,
        "- Title" + "John Smith, " * 80_000,
        "- " + "FooBar" * 150_000,
        "Jack\n" + "Abstract:" * 100_000,
        "2020\n- TitleJane Doe, and 3 more authorsMar 2020\n" + "a line without an end\n" * 50_000,
        "1. Title\nJane Doe, Bob Roe\nIn ACL, 2020\n" * 3 + "Jane Doe,\n" * 50_000,
        "- Title" + ", 2020" * 150_000,
        "Daily Papers\n" + "A title\n" * 50_000,
    ],
    ids=["long line", "commas", "humps", "marks", "wrapped", "joined", "years", "titles"],
)
def test_large_and_twisted_texts_are_read_in_one_go(known: formats.Format, text: str) -> None:
    known.recognise(text)
    assert sum(1 for _ in known.read(text)) <= text.count("\n") + 2
