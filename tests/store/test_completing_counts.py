"""What is offered finds as many papers as it says, and nothing is offered that finds none."""

from pathlib import Path

from readlist.paper import Draft
from readlist.query import parse
from readlist.store import Library


def test_numbers_are_those_that_choosing_finds(tmp_path: Path) -> None:
    venues = [
        "arXiv math",
        "arXiv math",
        "arXiv math.FA",
        "arXiv mathematics",
        "The arXiv Math Days",
        "..",
        "math arXiv",
    ]
    drafts = [
        Draft(title=f"Paper {n} on rings", venue=venue, tags=("r*", "r"), personal=True)
        for n, venue in enumerate(venues)
    ]
    with Library.open(tmp_path / "papers.db") as library:
        with library.ledger.importing("x") as importing:
            importing.add(drafts, file="x", format="jsonl")
        offered = library.completions("venue", "")
        assert dict(offered)["arXiv math"] == 5
        assert offered
        for venue, number in offered:
            assert library.count(parse(f'venue:"{venue}"')) == number
        assert ".." not in dict(offered)
        assert library.completions("tag", "r") == [("r", 7)]
