"""BibTeX and BibLaTeX as real files hold them: whole, odd, broken and cut."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readlist import formats
from readlist.formats import bibtex_entries
from readlist.formats.bibtex import read, read_lines
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


@pytest.mark.parametrize(
    ("field", "names", "family", "more"),
    [
        (r"{\"U}st{\"u}n, Ahmet and Donald E. Knuth AND {{NASA}}", ["Ahmet Üstün", "Donald E. Knuth", "NASA"], {}, 0),
        ("{Barnes and Noble} and Madonna", ["Barnes and Noble", "Madonna"], {}, 0),
        (
            r"Gabriel {Garc{\'i}a M\'arquez}",
            ["Gabriel García Márquez"],
            {"Gabriel García Márquez": "García Márquez"},
            0,
        ),
        ("King, Jr., Martin Luther\n and  and van der Berg, L.", ["Martin Luther King Jr.", "L. van der Berg"], {}, 0),
        ("Steele, Guy L., Jr.", ["Guy L. Steele Jr."], {}, 0),
        ("Berg, Ludwig van der and {van der} Berg, X", ["Ludwig van der Berg", "X van der Berg"], {}, 0),
        ("Smith, J., Doe, A., Roe, B.", ["J. Smith", "A. Doe", "B. Roe"], {}, 0),
        ("Ann Lee, Bob Roe, Cy Dee", ["Ann Lee", "Bob Roe", "Cy Dee"], {}, 0),
        ("Ann Lee; Roe, Bob;", ["Ann Lee", "Bob Roe"], {}, 0),
        ("Lee, Ann et al.", ["Ann Lee"], {}, None),
        ("Ann Lee and others", ["Ann Lee"], {}, None),
        (r"{\L}ukasz Kaiser and J{\o}rgensen, B{\aa}rd", ["Łukasz Kaiser", "Bård Jørgensen"], {}, 0),
        (r"\v{S}uklje, A. and Nguy{\~{\^e}}n, B.", ["A. Šuklje", "B. Nguyễn"], {}, 0),
        ("Garc&iacute;a, Ana and A {B", ["Ana García", "A B"], {}, 0),
        ("Jean-Paul~Sartre", ["Jean-Paul Sartre"], {}, 0),
        ("{Foo, Inc.} and Roe, Bob", ["Foo, Inc.", "Bob Roe"], {}, 0),
        (r"Stephan Lindner and \rlap{Lutz Birkhahn}", ["Stephan Lindner", "Lutz Birkhahn"], {}, 0),
        (
            "family=Berg, given=Ludwig, prefix=van der, useprefix=true and Ann Lee",
            ["Ludwig van der Berg", "Ann Lee"],
            {},
            0,
        ),
        ("and and", [], {}, 0),
    ],
)
def test_people(field: str, names: list[str], family: dict[str, str], more: int | None) -> None:
    draft = only(f"@misc{{x, title = {{Tree}}, author = {{{field}}}}}" if field.count("{") == field.count("}") else
                 f"@misc{{x,\n title = {{Tree}},\n author = {{{field}}},\n}}\n")  # fmt: skip
    assert (list(draft.authors), draft.extra.get(FAMILY_NAMES, {}), draft.more_authors) == (names, family, more)


@pytest.mark.parametrize(
    ("fields", "date", "extra"),
    [
        ("year = 1999", (1999, None, None), {}),
        ("date = {2019-05/2019-07}", (2019, 5, None), {"date": "2019-05/2019-07"}),
        ("date = {1999~}", (1999, None, None), {"date": "1999~"}),
        ("date = {2020-21}", (2020, None, None), {"date": "2020-21"}),
        ("date = {2020-02-29}", (2020, 2, 29), {}),
        ("date = {199X}", (None, None, None), {"date": "199X"}),
        ("year = {2020}, month = jan # {~5}", (2020, 1, 5), {}),
        ("year = {2020}, month = {1~} # feb", (2020, 2, 1), {}),
        ("year = 2020, month = 3", (2020, 3, None), {}),
        ("year = 2020, month = {Sept.}", (2020, 9, None), {}),
        ("year = 2020, month = {10--12 June}", (2020, 6, 10), {"month": "10–12 June"}),
        ("year = 2020, month = {May/June}", (2020, 5, None), {"month": "May/June"}),
        ("year = {in press}", (None, None, None), {"year": "in press"}),
        ("year = {1984/85}, day = 3", (1984, None, 3), {"year": "1984/85"}),
        (r"year = {{\noopsort{1973c}}1981}", (1981, None, None), {}),
    ],
)
def test_dates(fields: str, date: tuple[int | None, ...], extra: dict[str, str]) -> None:
    draft = only(f"@book{{x, title = {{Tree}}, {fields}}}")
    assert ((draft.year, draft.month, draft.day), draft.extra) == (date, extra)


@pytest.mark.parametrize(
    ("fields", "known"),
    [
        ("eprint = {2005.11401v2}, archivePrefix = {arXiv}", {"arxiv": "2005.11401"}),
        ("eprint = {hep-th/9411003}", {"arxiv": "hep-th/9411003"}),
        ("eprint = {arXiv:2005.11401}, eprinttype = {arxiv}", {"arxiv": "2005.11401"}),
        ("journal = {arXiv preprint arXiv:1706.03762}", {"arxiv": "1706.03762"}),
        ("journal = {CoRR}, volume = {abs/1706.03762}", {"arxiv": "1706.03762"}),
        ("note = {arXiv:1706.03762 [cs.CL]}", {"arxiv": "1706.03762"}),
        ("note = {See also arXiv:1706.03762.}", {"arxiv": None}),
        ("eprint = {1234}, eprinttype = {pubmed}", {"pmid": "1234"}),
        ("eprint = {42}, eprinttype = {jstor}", {"arxiv": None, "pmid": None}),
        (r"doi = {10.1000/a\_b}", {"doi": "10.1000/a_b"}),
        (r"doi = {10.1002/(SICI)1<1::AID>3.0.CO;2-A}", {"doi": "10.1002/(sici)1<1::aid>3.0.co;2-a"}),
        ("url = {https://doi.org/10.1000/X}", {"doi": "10.1000/x", "url": "https://doi.org/10.1000/X"}),
        (r"howpublished = {\url{https://x.org/a\_b}}", {"url": "https://x.org/a_b", "venue": None}),
        (r"url = {www.x.org/\~{}jane}", {"url": "http://www.x.org/~jane"}),
        ("url = {ftp://x.org/}", {"url": None}),
        ("isbn = {978-3-16-148410-0}", {"isbn": "9783161484100"}),
        (r"journal = {\prl}", {"venue": "Physical Review Letters"}),
        (r"journal = {\mine}", {"venue": r"\mine"}),
    ],
)
def test_what_identifies_a_paper(fields: str, known: dict[str, str | None]) -> None:
    draft = only(f"@misc{{x, title = {{Tree}}, {fields}}}")
    assert {name: getattr(draft, name) for name in known} == known


def test_nothing_that_a_field_says_is_lost() -> None:
    draft = only(
        "@article{x, title = {Tree}, doi = {none}, url = {ftp://x.org}, eprint = {42}, eprinttype = {jstor},"
        " number = 3, issue = {Spring}, series = {S}, pages = {3--9}, title = {Another}, odd-Field = {A {\\'e}},"
        " pmid = {no}}"
    )
    assert draft.extra == {
        "doi": "none", "url": "ftp://x.org", "eprint": "42", "eprinttype": "jstor", "issue": "3",
        "issue-name": "Spring", "collection-title": "S", "page": "3-9", "title-2": "Another",
        "odd-field": "A é", "pmid": "no",
    }  # fmt: skip


PARENT = "@proceedings{Par, title = {Proc}, year = 1999, publisher = {P}, doi = {10.1000/p}, abstract = {All.}}"
CHILD = "@inproceedings{child, title = {Tree}, crossref = {PAR}}"


@pytest.mark.parametrize("order", [(PARENT, CHILD), (CHILD, PARENT), (CHILD, "@misc{y, title={Y}}", PARENT)])
def test_a_child_takes_over_from_its_parent_wherever_that_stands(order: tuple[str, ...]) -> None:
    found = drafts("\n".join(order))
    assert list(found) == [{PARENT: "Par", CHILD: "child"}.get(entry, "y") for entry in order]
    child = found["child"]
    assert (child.venue, child.year, child.doi, child.abstract) == ("Proc", 1999, None, None)
    assert child.extra == {"publisher": "P"}


def test_parents_that_are_missing_or_go_round_in_circles() -> None:
    assert only(CHILD).extra == {"crossref": "PAR"}
    found = drafts(
        "@book{a, title={A}, crossref={b}}\n@book{b, title={B}, crossref={a}, year=1999}\n@book{c, crossref={c}}"
    )
    assert (found["a"].title, found["a"].year, found["b"].title) == ("A", 1999, "B")
    found = drafts("@misc{a, title={A}, xdata={b,n}}\n@xdata{b, xdata={c}}\n@xdata{c, note={N}}")
    assert found["a"].extra == {"note": "N", "xdata": "n"}
    (unused,) = problems("@xdata{b, note={N}}")
    assert "no entry uses" in unused.reason


def test_strings() -> None:
    strings = "".join(f'@string{{s{number} = "Value {number}"}}\n' for number in range(10_000))
    draft = only(strings + '@article{x, title = S9999 # " and " # s0, journal = unknown}')
    assert (draft.title, draft.venue) == ("Value 9999 and Value 0", "unknown")


def test_a_file_of_one_line() -> None:
    text = (DATA / "whole.bib").read_text(encoding="utf-8").replace("\n", " ")
    assert [draft.title for draft in drafts(text).values()] == [
        draft.title for draft in drafts((DATA / "whole.bib").read_text(encoding="utf-8")).values()
    ]
    found = drafts('@misc{a, title={A}} @string{ b = "B" } @misc{c, title = b} @comment{ x = {y} } @misc{d, title={D}}')
    assert {key: draft.title for key, draft in found.items()} == {"a": "A", "c": "B", "d": "D"}


@pytest.mark.parametrize("end", ["\r", "\r\n", "\n"])
def test_line_ends_of_any_kind(end: str) -> None:
    text = (DATA / "whole.bib").read_text(encoding="utf-8")
    assert [item.line for item in read(text.replace("\n", end))] == [item.line for item in read(text)]


@pytest.mark.parametrize("file", ["whole.bib", "broken.bib"])
@pytest.mark.parametrize("chunk", [1, 7, 100, 1000])
def test_it_makes_no_difference_how_a_file_comes_in(file: str, chunk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (DATA / file).read_text(encoding="utf-8")
    whole = list(read(text))
    monkeypatch.setattr(bibtex_entries, "CHUNK", chunk)
    assert list(read_lines(text.splitlines(keepends=True))) == whole


def test_recognised_by_content() -> None:
    def name(text: str) -> str | None:
        known = formats.recognise(text)
        return known.name if known else None

    entry = "@article{x,\n  title = {Tree},\n  journal = {Shelves},\n  year = 1999\n}\n"
    assert name(entry) == name("% Encoding: UTF-8\n\n" + entry) == name(entry.replace("\n", " ")) == "bibtex"
    assert name("How to cite this:\n" + "It is so.\n" * 100 + entry) == "bibtex"
    assert name('@string{a = "b"}\n') == "bibtex"
    assert (
        name(entry.replace("journal", "journaltitle").replace("year", "date").replace("1999", "{1999}")) == "biblatex"
    )
    assert name("@online{x,\n  title = {Tree}\n}\n") == "biblatex"
    assert name("write to jane@example.org {soon}\n@jane {really}\n") is None


ENTRIES = (
    "@article{one,\n  title = {The First},\n  author = {Lee, Ann},\n  year = 2001,\n}\n",
    '@book{two,\n  title = "The {S}econd",\n  author = {Roe, Bob and others},\n  doi = {10.1000/two}\n}\n',
    "@misc{three, title={The Third}, author={Doe, Jane}, note={A {B {C}}}}\n",
)
MIDDLES = (ENTRIES[1], ENTRIES[1].replace("\n", " ").strip() + "\n", ENTRIES[2].replace("three", "two"))
DAMAGE = st.sampled_from(["{", "}", '"', ",", "#", "=", "@", "%", "\\", "\n", "@article{", "}}", "", " and ", "(", ")"])


@settings(deadline=None, max_examples=400)
@given(
    middle=st.sampled_from(MIDDLES),
    blows=st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 12), DAMAGE | st.text(max_size=4)), min_size=1, max_size=4
    ),
)
def test_a_damaged_entry_costs_itself_only(middle: str, blows: list[tuple[float, int, str]]) -> None:
    for place, length, instead in blows:
        begin = int(place * len(middle))
        middle = middle[:begin] + instead + middle[begin + length :]
    text = f"{ENTRIES[0]}\n{middle}\n{ENTRIES[2]}"
    items = list(read(text))
    found = {item.key: item for item in items if isinstance(item, Draft)}
    first, last = found["one"], found["three"]
    assert (first.title, first.authors, first.year, first.doi, first.extra) == (
        "The First",
        ("Ann Lee",),
        2001,
        None,
        {},
    )
    assert (last.title, last.authors, last.extra) == ("The Third", ("Jane Doe",), {"note": "A B C"})
    assert all(item.line is not None and 1 <= item.line <= text.count("\n") + text.count("\r") + 1 for item in items)


PIECES = st.sampled_from(
    ["@article{", "@string{", "@comment{", "@preamble{", "@xdata{", "a, ", "title = ", "author=", "{", "}", '"', "#",
     ",", "=", "\\", "\\'", "{\\'e}", "$", " and ", "crossref={a}", "(", ")", "%", "\n", "~", "--", "jan",
     "date={2019}", "\r", "\ufeff", "\x00", "\ud800", "\U000f0000"]
)  # fmt: skip


@settings(deadline=None, max_examples=400)
@given(text=st.lists(PIECES | st.text(max_size=5), max_size=60).map("".join))
def test_no_text_makes_it_fail(text: str) -> None:
    for item in read("@article{a,title={Tree}}\n" + text):
        assert isinstance(item, Draft | Problem)
        if isinstance(item, Draft):
            assert all(value not in ("", [], {}) for value in item.extra.values())
            assert "" not in item.authors and item.title != ""
            assert item.title or item.abstract or item.key or item.extra or item.authors or item.year or item.venue
    assert 0 <= formats.by_name("bibtex").recognise(text) <= 1


@pytest.mark.parametrize(
    "text",
    [
        "@a{b,c={" * 30_000,
        "@a{b,c={\n" * 20_000,
        "@a{b,c=" + "{" * 60_000,
        "@a{b,c=" + "{" * 30_000 + "}" * 30_000 + "}",
        '@a{b,c="' * 30_000,
        '@a{b,c=x"' * 30_000,
        "@comment{\n@a{b,\n" * 30_000,
        "@comment{" * 30_000,
        "@string{" * 30_000,
        "@preamble{" * 30_000,
        "@a(b,c=" * 30_000,
        "@a{b, author={" + "A and " * 30_000 + "}}",
        "@a{b, author={" + "{A} and " * 30_000 + "}}",
        "@a{b, author={" + "A, " * 30_000 + "}}",
        "@a{b, author={" + "{" * 30_000,
        "@a{b, title={" + "\\'" * 30_000 + "}}",
        "@a{b, title={" + "$" * 30_001 + "}}",
        "@a{b, title={" + "\\(" * 20_000 + "}}",
        "@a{b, title={" + "\\foo{" * 20_000 + "}" * 20_000 + "}}",
        "@a{b, " + "c = d, " * 30_000 + "}",
        "@a{b, " + "c = d e " * 30_000 + "}",
        "@a{b\n" + "c = {d} e\n" * 20_000 + "}",
        "@a{b,c=" + "d # " * 30_000 + "d}",
        "@a{b," + " " * 60_000 + "c",
        "@a{b,c={" + "\n" * 60_000 + "}}",
        "\n" * 60_000,
        "@" * 60_000,
        " @" * 120_000,
        "@a{b, crossref={b}}\n" * 20_000,
        "".join(f"@a{{k{n}, crossref={{k{n + 1}}}}}\n" for n in range(20_000)),
        "%\n" * 30_000 + "@a{b,%\n" + "%\n" * 30_000,
    ],
    ids=range(31),
)
def test_hostile_texts_are_read_in_one_go(text: str) -> None:
    formats.by_name("bibtex").recognise(text)
    assert sum(1 for _ in read(text)) <= 30_001
