"""BibTeX and BibLaTeX as real files hold them: whole, odd, broken and cut."""

from pathlib import Path

from readlist.formats.bibtex import read
from readlist.names import FAMILY_NAMES
from readlist.paper import Draft, Problem

DATA = Path(__file__).parents[1] / "data" / "bibtex"


def drafts(text: str) -> dict[str | None, Draft]:
    found = list(read(text))
    assert not [item for item in found if isinstance(item, Problem)], found
    return {item.key: item for item in found if isinstance(item, Draft)}


def only(text: str) -> Draft:
    (draft,) = drafts(text).values()
    return draft


def problems(text: str) -> list[Problem]:
    return [item for item in read(text) if isinstance(item, Problem)]


def test_a_file_as_it_should_be() -> None:
    found = drafts((DATA / "whole.bib").read_text(encoding="utf-8"))
    assert list(found) == [
        "marquez2001bayesian", '"quotes"', "round:1", "lee1999", "site", "preprint", "shelves2001"
    ]  # fmt: skip
    paper = found["marquez2001bayesian"]
    assert (paper.type, paper.title) == ("paper-conference", "The Bayesian Way of Putting BERT on Shelves")
    assert (paper.authors, paper.more_authors) == (("Gabriel García Márquez", "Ahmet Üstün"), None)
    assert (paper.venue, paper.year, paper.doi) == ("Proceedings of the Meeting on Shelves", 2001, None)
    assert paper.abstract is None and paper.line == 10
    assert paper.extra == {
        "editor": ["Ed Itor"],
        "page": "1-10",
        "publisher": "ACM Press",
        "publisher-place": "Paris",
        "protected": ["Bayesian", "Shelves"],
        FAMILY_NAMES: {"Gabriel García Márquez": "García Márquez"},
    }
    article = found['"quotes"']
    assert article.title == 'A "quoted" Title, on $\\mathcal{O}(n^2)$ & 50% of Études'
    assert article.authors == ('Donald "E." Knuth', "NASA", "Ludwig van der Berg")
    assert article.venue == "Journal of Small Shelves and Others"
    assert (article.year, article.month, article.day, article.doi) == (1984, 1, 5, "10.1000/ab_c")
    assert article.abstract == "The first paragraph is hard-wrapped.\nThe second one is not."
    assert article.extra == {
        "volume": "12", "issue": "7", "page": "436-444", "keyword": ["shelves", "order, and the lack of it"],
        "mynote": "undefined",
    }  # fmt: skip
    assert article.raw is not None and article.raw.startswith('@article{"quotes",') and article.raw.endswith("}")
    assert found["round:1"].authors == ("Martin Luther King Jr.",)
    thesis = found["lee1999"]
    assert (thesis.type, thesis.year, thesis.month, thesis.day) == ("thesis", 1999, 6, 1)
    assert thesis.extra == {"genre": "PhD thesis", "publisher": "Somewhere University"}
    site = found["site"]
    assert (site.type, site.title, site.year, site.month) == ("webpage", "Lists: A View", 2019, 5)
    assert site.url == "https://example.org/a_b"
    assert site.extra == {
        "date": "2019-05/2019-07", "accessed": "2020-01-02", "file": ":C\\:/x.pdf:PDF",
        "publisher": "A Press",
    }  # fmt: skip
    assert (found["preprint"].type, found["preprint"].arxiv) == ("article", "2005.11401")


def test_a_broken_entry_keeps_its_fields_and_costs_no_other() -> None:
    found = list(read((DATA / "broken.bib").read_text(encoding="utf-8")))
    told = [(d.key, d.title, d.authors, d.year) for d in found if isinstance(d, Draft)]
    assert told == [
        ("stray", "Closed too early", ("Ann Lee",), 2001),
        ("unclosed", "The Brace of the Title Is Missing", ("Bob Roe",), 2002),
        ("quote", "No End", ("Jane Doe",), 2003),
        ("commas", "No Commas", ("Jane Doe",), 2004),
        (None, "Empty Key", ("A B",), None),
        ("inline", "In Prose", (), None),
        ("inline", "The Same Key", (), None),
        (None, "No Key", (), 2005),
        ("never", "Never Closed", ("Jane Doe",), None),
        ("last", "Whole", ("Ann Lee",), None),
    ]
    assert [(p.line, p.reason) for p in found if isinstance(p, Problem)] == [
        (20, "commented out with @comment"),
        (23, "a piece of an entry without its beginning"),
    ]
