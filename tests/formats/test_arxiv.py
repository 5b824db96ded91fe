"""arXiv's pages in the shapes that extractors give them, its mails, and its feeds."""

import gzip
import json
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readlist import formats
from readlist.formats import arxiv
from readlist.formats.arxivfacts import number_in
from readlist.paper import Draft, Problem
from readlist.text import clean_line

DATA = Path(__file__).parents[1] / "data" / "arxiv"
CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "arxiv_100k.jsonl.gz"
SEARCH = "We present a way to make moving things out of a film. It begins with one frame and ends with many."


def read(name: str) -> list[Draft]:
    pieces = list(arxiv.read((DATA / name).read_text(encoding="utf-8")))
    assert all(isinstance(piece, Draft) for piece in pieces)
    return [piece for piece in pieces if isinstance(piece, Draft)]


def facts(draft: Draft, *names: str) -> tuple[Any, ...]:
    return tuple(getattr(draft, name) for name in names)


@pytest.mark.parametrize("file", sorted(DATA.iterdir()), ids=lambda path: path.name)
def test_each_sample_is_recognised(file: Path) -> None:
    assert formats.recognise(file.read_text(encoding="utf-8")) == formats.by_name("arxiv")


def test_a_paper_s_page() -> None:
    (paper,) = read("abstract-glued.txt")
    assert facts(paper, "title", "arxiv", "doi") == ("The Llama 3 Herd of Models", "2407.21783", "10.1000/llama.3")
    assert paper.authors == ("Aaron Grattafiori", "Abhimanyu Dubey", "Ludwig van der Berg")
    assert paper.more_authors == 461 and facts(paper, "year", "month", "day") == (2024, 7, 31)
    assert paper.abstract == 'We describe a family of models. Authors: it has many, and "Comments:" about them.'
    assert paper.extra["categories"] == "cs.AI cs.CL" and paper.extra["comments"] == "92 pages"
    assert paper.url == "https://arxiv.org/abs/2407.21783" and paper.type == "article"


def test_a_paper_s_page_on_one_line() -> None:
    (paper,) = read("abstract-one-line.txt")
    assert paper.title == "An Older Paper" and paper.authors == ("Erwin Schrödinger", "Bob Roe")
    assert paper.abstract == "Strings are counted in ten dimensions, and found."
    assert facts(paper, "arxiv", "year", "month") == ("hep-th/9411003", 1994, 11)
    assert facts(paper, "venue", "type") == ("Nucl.Phys. B1 (1994) 1-9", "article-journal")
    assert paper.extra == {"comments": "4 pages", "primaryclass": "hep-th", "categories": "hep-th"}


def test_a_paper_s_page_with_a_line_an_element() -> None:
    (paper,) = read("abstract-lines.txt")
    assert paper.title == "Retrieval-Augmented Generation for Knowledge-Intensive NLP Tasks"
    assert paper.authors == ("Patrick Lewis", "Ethan Perez", "Aleksandra Piktus")
    assert paper.abstract == "Models that look things up know more. A second line of it."
    assert facts(paper, "arxiv", "day") == ("2005.11401", 22)
    assert paper.extra["categories"] == "cs.CL cs.LG" and paper.extra["comments"] == "Accepted at NeurIPS 2020"


def test_a_listing() -> None:
    cache, clip, knots = read("listing-new.txt")
    assert (cache.line, clip.line, knots.line) == (6, 12, 19)
    assert cache.authors == ("Dezhan Tu", "Danylo Vashchilenko", "Panpan Xu")
    assert cache.abstract == "We keep what was seen. It is fast, and small."
    assert clip.abstract == "Forgetting is learnt. The paper says how." and clip.title and clip.title.startswith("CLIP")
    assert clip.venue == "Journal of Small Things 3 (2024) 1-9" and clip.arxiv == "2410.23330"
    assert knots.authors == ("Ana García", "Bob Roe") and knots.abstract is None
    assert knots.extra["primaryclass"] == "math.GT" and facts(knots, "year", "month", "day") == (2024, 10, None)
    assert [draft.authors for draft in read("listing-lines.txt")] == [cache.authors, ("Tianyu Yang", "Lisen Dai")]
    assert all(draft.abstract is None for draft in read("listing-lines.txt"))


def test_a_listing_that_lost_its_people() -> None:
    text = (
        "Information Retrieval\n\nNew submissions\n\n[ total of 28 entries: 1-28 ]\n\n"
        "New submissions for Tue, 23 Jul 24\n\n"
        "[1]  arXiv:2407.14741 [pdf, other]\nTitle: Lists of Films\nComments: 6 pages\n"
        "Subjects: Information Retrieval (cs.IR)\n\nFilms are listed: many of them.\n\n"
        "Replacements for Tue, 23 Jul 24\n\n"
        "[2]  arXiv:2310.00002 (replaced) [pdf, other]\nTitle: Lists of Lists\n"
        "Subjects: Information Retrieval (cs.IR)\n"
    )
    assert formats.recognise(text) == formats.by_name("arxiv")
    drafts = [draft for draft in arxiv.read(text) if isinstance(draft, Draft)]
    assert [facts(draft, "title", "authors", "abstract", "arxiv") for draft in drafts] == [
        ("Lists of Films", (), "Films are listed: many of them.", "2407.14741"),
        ("Lists of Lists", (), None, "2310.00002"),
    ]


@pytest.mark.parametrize("name", ["search-lines.txt", "search-glued.txt"])
def test_search_results_give_the_whole_abstract_once(name: str) -> None:
    first, second, third = read(name)
    assert first.title == "Gaussian Fields of Things that Move" and first.authors == ("Bowen Zhang", "Sicheng Xu")
    assert first.abstract == SEARCH and first.extra["comments"] == "ICCV 2025"
    assert facts(first, "year", "month", "day") == (2025, 7, 30)
    assert facts(second, "title", "abstract") == ("A Second Paper: With a Colon", "Short, and whole.")
    assert facts(second, "year", "month", "day") == (2023, 5, 5)
    assert facts(third, "title", "abstract") == ("Third Paper", "It goes on and on. It does.")
    assert third.authors == ("Bob Roe",) and third.more_authors == 3
    if name == "search-glued.txt":
        assert [draft.arxiv for draft in (first, second, third)] == ["2507.23785", "2305.00001", "2305.00002"]
        assert second.doi == "10.1000/xyz.1" and third.extra["categories"] == "cs.CL cs.LG"


def test_a_mail() -> None:
    paper, another = read("mail.txt")
    assert paper.authors == ("Jane Doe", "Bob Roe") and facts(paper, "year", "month", "day") == (2024, 3, 1)
    assert paper.abstract == "The abstract stands between two rules and is broken at some width."
    assert another.title == "Another Paper in a Mail that has a Title which Goes on for Two Lines"
    assert facts(another, "arxiv", "abstract") == ("2403.00002", "Short.")


def test_feeds() -> None:
    electrons, broken, things, error = arxiv.read((DATA / "api.atom").read_text(encoding="utf-8"))
    assert isinstance(electrons, Draft) and isinstance(things, Draft)
    assert electrons.title == "Multi-Electron Production at High Transverse Momenta" and electrons.line == 7
    assert (
        electrons.authors == ("Erwin Schrödinger", "H1 Collaboration") and electrons.doi == "10.1140/epjc/s2003-01326-x"
    )
    assert electrons.abstract == "Production is measured & compared, at last."
    assert facts(electrons, "arxiv", "venue", "day") == ("hep-ex/0307015", "Eur.Phys.J. C31 (2003) 17-29", 7)
    assert isinstance(broken, Problem) and broken.line == 28 and "mismatched tag" in broken.reason
    assert things.title == "Things — AT&T &nosuch;"
    assert isinstance(error, Problem) and error.reason == "arXiv says: incorrect id format"
    (today,) = read("announced.rss")
    assert today.authors == ("Jane Doe", "Bob Roe") and today.abstract == "It was written yesterday."
    assert facts(today, "arxiv", "day") == ("2410.23317", 1) and today.extra["categories"] == "cs.CL cs.LG"


PAPERS = [
    (
        "Attention to Lists: A Study",
        ("Jane Doe", "Ludwig van der Berg"),
        "2005.11401",
        "Lists are read. They are long.",
    ),
    (
        "BERT and Its Friends",
        ("王小明", "J. Zico Kolter", "Ana García"),
        "2106.00002",
        "We measure BERT, and report it.",
    ),
    ("Why?", ("Plato",), "hep-th/9411003", "Because it is so, as has been said."),
]


def page(number: int, joint: str, bullet: str) -> str:
    title, authors, arxiv_number, abstract = PAPERS[number]
    elements = [
        f"arXiv:{arxiv_number} (cs)", "[Submitted on 3 Mar 2020]", f"Title:{title}", f"Authors:{', '.join(authors)}",
        "View PDF", f"Abstract:{abstract}", "Comments:7 pages", "Subjects:Computation and Language (cs.CL)",
        f"Cite as:arXiv:{arxiv_number} [cs.CL]", "Submission history", "From: somebody", "About arXivLabs",
    ]  # fmt: skip
    return joint.join(bullet + element for element in elements)


@pytest.mark.parametrize("number", range(len(PAPERS)))
@pytest.mark.parametrize(
    ("joint", "bullet"), [("\n", ""), ("\n\n", "- "), ("", ""), (" ", ""), ("\r\n", "• "), ("\r", "")]
)
def test_every_shape_of_a_page_says_the_same(number: int, joint: str, bullet: str) -> None:
    text = page(number, joint, bullet)
    title, authors, arxiv_number, abstract = PAPERS[number]
    assert formats.recognise(text) == formats.by_name("arxiv")
    (draft,) = arxiv.read(text)
    assert isinstance(draft, Draft)
    assert facts(draft, "title", "authors", "arxiv", "abstract") == (title, authors, arxiv_number, abstract)
    assert draft.extra["comments"] == "7 pages"


def test_pages_one_after_the_other() -> None:
    drafts = list(arxiv.read("\n".join(page(number, "\n", "") for number in range(3))))
    assert [(draft.title, draft.arxiv) for draft in drafts if isinstance(draft, Draft)] == [
        (p[0], p[2]) for p in PAPERS
    ]


@pytest.fixture(scope="module")
def corpus() -> list[dict[str, Any]]:
    if not CORPUS.exists():
        pytest.skip("needs the shared corpus")
    with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
        papers = [json.loads(line) for line in islice(lines, 20_007)][7::50]
    return [paper for paper in papers if number_in(paper["arxiv"])]


def listed(paper: dict[str, Any], number: int) -> list[str]:
    return [
        f"[{number}] arXiv:{paper['arxiv']} [pdf, html, other]", f"Title: {paper['title']}",
        ", ".join(paper["authors"]),
        "Comments: 3 pages", "Subjects: Computation and Language (cs.CL)", paper["abstract"],
    ]  # fmt: skip


def found(paper: dict[str, Any], number: int) -> list[str]:
    names = "\n,\n".join(paper["authors"])
    return [
        f"arXiv:{paper['arxiv']} [pdf, ps, other]", "cs.CL", paper["title"], "Authors:", names, "Abstract:",
        f"{paper['abstract'][:120]}…", "▽ More", paper["abstract"], "△ Less", "Submitted 30 July, 2025;",
        "originally announced July 2025.",
    ]  # fmt: skip


@pytest.mark.parametrize("shape", ["lines", "glued", "joined", "listing", "search", "search without numbers"])
def test_real_titles_and_abstracts(corpus: list[dict[str, Any]], shape: str) -> None:
    pages = []
    for number, paper in enumerate(corpus):
        if shape in ("lines", "glued", "joined"):
            joint = {"lines": "\n", "glued": "", "joined": " "}[shape]
            pages.append(joint.join([
                f"arXiv:{paper['arxiv']} (cs)", f"Title:{paper['title']}", f"Authors:{', '.join(paper['authors'])}",
                "View PDF", f"Abstract:{paper['abstract']}", "Comments:7 pages", "Subjects:Geometry (math.GT)",
                f"Cite as:arXiv:{paper['arxiv']} [math.GT]", "Submission history",
            ]))  # fmt: skip
        elif shape == "listing":
            pages.append("\n".join(listed(paper, number)))
        else:
            pages.append("\n".join(found(paper, number)[2 if "without" in shape else 0 :]))
    drafts = [draft for draft in arxiv.read("\n".join(pages)) if isinstance(draft, Draft)]
    assert len(drafts) == len(corpus)
    wrong = [
        (draft.title, paper["title"])
        for draft, paper in zip(drafts, corpus, strict=True)
        if draft.title != clean_line(paper["title"])
        or draft.abstract != clean_line(paper["abstract"])
        or (len(draft.authors) != len(paper["authors"]) and draft.more_authors == 0)
    ]
    assert len(wrong) * 100 <= len(corpus), wrong


@pytest.mark.parametrize(
    "text",
    [
        "Jack\nAbstract:We read lists, and arXiv:2005.11401 too.\nAbstract:More of it.\n",
        "Title: A note\nAuthor: me\n\nDear all, the meeting is on Monday.\n",
        "Abstract: A Thing\n\n1 Introduction\n",
        "- A ThingJane Doe, Bob RoearXiv preprint arXiv:2005.11401, 2020\n",
    ],
)
def test_other_texts_are_not_arxivs(text: str) -> None:
    assert arxiv.recognise(text) < 0.5


PIECES = ["Title:", "Authors:", "Abstract:", "View PDF", "arXiv:2005.11401", "[1] ", " [pdf]", "▽ More", "△ Less",
          "\n", "Subjects:", "Cite as:", "Submitted 3 May, 2020;", "originally announced May 2020.", "Jane Doe", ", ",
          "\\\\\n", "A title ", "<feed>", "<entry>", "</entry>", "\x00", "\ud800", "(cs.CL)", "Comments:",
          "\r"]  # fmt: skip


@settings(deadline=None, max_examples=200)
@given(st.text() | st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_no_text_makes_it_fail(text: str) -> None:
    assert 0 <= arxiv.recognise(text) <= 1
    for piece in arxiv.read(text):
        assert isinstance(piece, Draft | Problem) and (piece.line is None or piece.line >= 1)
    assert list(arxiv.read(text)) == list(arxiv.read_lines(StringIO(text, newline="")))


@pytest.mark.parametrize(
    "text",
    ["Title:" * 100_000, "Abstract:" * 100_000, "arXiv:2005.11401 [pdf]\n" * 20_000, "View PDF" * 50_000,
     "[1]" * 100_000, "cs.CL " * 100_000, "Subjects:" * 50_000, "Authors:a\n" * 30_000, "<entry>" * 100_000,
     "<feed" * 100_000,
     "arXiv:2005.11401 [pdf] " + "cs.CL " * 50_000, "▽ More" * 50_000, "<entry>" + "<a>" * 200_000],
    ids=lambda text: text[:12],
)  # fmt: skip
def test_hostile_texts_are_read_in_one_go(text: str) -> None:
    arxiv.recognise(text)
    assert sum(1 for _ in arxiv.read(text)) <= text.count("\n") + text.count("<entry") + text.count("[1]") + 100_001
