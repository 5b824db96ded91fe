"""How often title and people are told apart when a thousand real papers of all fields are glued as al-folio does."""

import gzip
import json
import random
from pathlib import Path
from typing import Any

import pytest

from readlist.formats import alfolio
from readlist.paper import Draft
from readlist.text import clean_line

from .pages import list_of

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "arxiv_100k.jsonl.gz"
SAMPLE = 1000
PERIODICALS = (
    "Mar {year}",
    "{year}",
    "In NeurIPS, Dec {year}",
    "Physical Review Letters, Jun {year}",
    "Nature {year}",
    "In , May {year}",
    "arXiv preprint arXiv:2001.01234, {year}",
    "In Proceedings of the 9th Conference on Learning, Oslo, Jul {year}",
)


@pytest.fixture(scope="module")
def papers() -> list[dict[str, Any]]:
    if not CORPUS.exists():
        pytest.skip("needs the shared corpus")
    found = []
    with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number % 37 == 5:
                paper = json.loads(line)
                if paper["authors"] and len(paper["title"]) < 300:
                    found.append(paper)
    return random.Random(7).sample(found, SAMPLE)


@pytest.mark.parametrize(("limit", "reverse"), [(3, False), (0, False), (0, True)])
@pytest.mark.parametrize("shape", [1, 2, 4])
def test_titles_and_people_are_told_apart(papers: list[dict[str, Any]], shape: int, limit: int, reverse: bool) -> None:
    lines = ["publications", "2020"]
    expected: dict[int, tuple[str, tuple[str, ...], int]] = {}
    for number, paper in enumerate(papers):
        title = clean_line(paper["title"])
        people = tuple(clean_line(name) for name in paper["authors"])
        listed, more = list_of(people, limit=limit, reverse=reverse)
        where = PERIODICALS[number % len(PERIODICALS)].format(year=paper["year"])
        abstract = clean_line(paper["abstract"])
        expected[len(lines) + 1] = (title, people[: len(people) - more], more)
        if shape == 1:
            lines += [f"- {title}{listed}{where}", abstract]
        elif shape == 2:
            lines += ["-", f"{title}{listed}{where}{abstract}"]
        else:
            lines += [f"{number}. {title}", listed, where, "Abs PDF"]
    read = {draft.line: draft for draft in alfolio.read("\n".join(lines)) if isinstance(draft, Draft)}
    titles = sum(1 for line, (title, _, _) in expected.items() if line in read and read[line].title == title)
    people_right = sum(
        1
        for line, (_, people, more) in expected.items()
        if line in read and (read[line].authors, read[line].more_authors) == (people, more)
    )
    print(f"shape {shape}, limit {limit}, reversed {reverse}: titles {titles}, people {people_right} of {SAMPLE}")
    assert titles >= 0.985 * len(expected)
    assert people_right >= 0.985 * len(expected)
    assert len(read.keys() - expected.keys()) <= 0.002 * len(expected)
