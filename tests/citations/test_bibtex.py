"""BibTeX as a careful person writes it, and as nothing hostile can break it."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readlist.citations import STYLES, render
from readlist.citations.bibtex import bibtex, entries
from readlist.errors import ReadlistError
from readlist.paper import Record
from readlist.text import clean


def strict(text: str) -> list[tuple[str, str, dict[str, str]]]:
    """The entries of a BibTeX text, read by the letter: braces must match, for BibTeX and for LaTeX, and nothing may
    stand outside an entry, twice in it or empty."""
    found: list[tuple[str, str, dict[str, str]]] = []
    position = 0
    while position < len(text):
        head = re.compile(r"@([a-z]+)\{([^\s{}(),=#%~\\\"'@]+),\n").match(text, position)
        assert head, text[position:]
        position = head.end()
        fields: dict[str, str] = {}
        while not text.startswith("\n}", position) and not text.startswith("}", position):
            name = re.compile(r"(?:,\n)?  ([A-Za-z][\w-]*) = ").match(text, position)
            assert name and name[1] not in fields, text[position:]
            position = name.end()
            macro = re.compile(r"[a-z]{3}(?=,?\n)").match(text, position)
            end = macro.end() if macro else closing_brace(text, position)
            fields[name[1]] = text[position:end] if macro else text[position + 1 : end - 1]
            assert fields[name[1]], name[1]
            position = end
        found.append((head[1], head[2], fields))
        position = text.index("}", position) + 1
        if position < len(text):
            assert text.startswith("\n\n@", position), text[position:]
            position += 2
    return found


def closing_brace(text: str, position: int) -> int:
    assert text[position] == "{"
    depth = printed = 0
    for index in range(position, len(text)):
        if text[index] in "{}":
            step = 1 if text[index] == "{" else -1
            depth += step
            before = re.search(r"\\*$", text[position:index])
            printed += 0 if before and len(before[0]) % 2 else step
            assert printed >= 0
            if depth == 0:
                assert printed == 0
                return index + 1
    raise AssertionError(f"no closing brace: {text[position:]}")


def only(record: Record, **options: Any) -> tuple[str, str, dict[str, str]]:
    (entry,) = strict(bibtex([record], **options))
    return entry


def test_a_whole_entry() -> None:
    record = Record(
        key="lewis2020retrieval",
        title="Retrieval-Augmented Generation for Knowledge-Intensive NLP Tasks",
        authors=("Patrick Lewis", "Ethan Perez"),
        more_authors=10,
        year=2020,
        month=5,
        venue="Advances in Neural Information Processing Systems",
        abstract="Not for a citation.",
        arxiv="2005.11401",
        url="https://arxiv.org/abs/2005.11401",
        tags=("rag",),
    )
    assert (
        bibtex([record])
        == """\
@inproceedings{lewis2020retrieval,
  author = {Lewis, Patrick and Perez, Ethan and others},
  title = {Retrieval-Augmented Generation for Knowledge-Intensive {NLP} Tasks},
  booktitle = {Advances in Neural Information Processing Systems},
  year = {2020},
  month = may,
  eprint = {2005.11401},
  archivePrefix = {arXiv},
  url = {https://arxiv.org/abs/2005.11401}
}"""
    )


@pytest.mark.parametrize(
    ("type_", "venue", "kind", "field"),
    [
        ("paper-conference", "Somewhere", "inproceedings", "booktitle"),
        ("article-journal", "Workshop Notes", "article", "journal"),
        ("book", "MIT Press", "book", "publisher"),
        ("chapter", "Handbook of Tests", "incollection", "booktitle"),
        ("thesis", "Brno University of Technology", "phdthesis", "school"),
        ("report", "OpenAI", "techreport", "institution"),
        ("webpage", "A Blog", "misc", "howpublished"),
        ("article", "bioRxiv", "misc", "howpublished"),
        ("article", "Nature", "article", "journal"),
        (None, "Proceedings of the 2021 ACM Conference on Fairness", "inproceedings", "booktitle"),
        (None, "ICML, 2023", "inproceedings", "booktitle"),
        (None, "Interspeech 2020", "inproceedings", "booktitle"),
        (None, "NeurIPS Datasets and Benchmarks", "inproceedings", "booktitle"),
        (None, "QZXA 2019", "inproceedings", "booktitle"),
        (None, "Symposium on Operating Systems Principles", "inproceedings", "booktitle"),
        (None, "PNAS 2020", "article", "journal"),
        (None, "Proceedings of the National Academy of Sciences", "article", "journal"),
        (None, "Proceedings of the IEEE", "article", "journal"),
        (None, "Proc. of the IEEE International Conference on Robotics", "inproceedings", "booktitle"),
        (None, "IEEE Transactions on Automatic Control", "article", "journal"),
        (None, "Transactions of the ACL", "article", "journal"),
        (None, "The Quarterly Journal of Economics", "article", "journal"),
        (None, "Cell", "article", "journal"),
        (None, "CoRR", "misc", "howpublished"),
        (None, "PhD thesis, ETH Zürich", "misc", "howpublished"),
        (None, "Cambridge University Press", "misc", "howpublished"),
        (None, "Technical Report, Bell Labs", "misc", "howpublished"),
    ],
)
def test_the_kind_of_entry_follows_the_type_and_else_the_venue(
    type_: str | None, venue: str, kind: str, field: str
) -> None:
    found, _, fields = only(Record(type=type_, venue=venue, title="Of Things"))
    assert (found, fields[field]) == (kind, venue)


def test_a_preprint_is_named_by_its_number() -> None:
    kind, _, fields = only(Record(title="Of Things", venue="arXiv preprint arXiv:2403.11043", year=2024))
    assert kind == "misc"
    assert (fields["eprint"], fields["archivePrefix"]) == ("2403.11043", "arXiv")
    assert not {"journal", "howpublished"} & set(fields)
    assert only(Record(title="Of Things", arxiv="arXiv:hep-th/9411003"))[2]["eprint"] == "hep-th/9411003"
    linked = Record(title="Of Things", url="https://arxiv.org/pdf/2106.09685v2.pdf", extra={"publisher": "arXiv"})
    assert set(only(linked)[2]) == {"title", "eprint", "archivePrefix", "url"}
    assert only(linked)[2]["eprint"] == "2106.09685v2"


def test_without_a_venue_it_is_just_an_entry() -> None:
    assert only(Record(title="Of Things", year=2024)) == (
        "misc",
        "things-2024",
        {"title": "Of Things", "year": "2024"},
    )


@pytest.mark.parametrize(
    ("authors", "more", "field"),
    [
        (("Albert Gu", "Tri Dao"), 0, "Gu, Albert and Dao, Tri"),
        (("Albert Gu",), 3, "Gu, Albert and others"),
        (("Albert Gu",), None, "Gu, Albert and others"),
        (("Albert Gu", "others"), 0, "Gu, Albert and others"),
        (("Albert Gu", "et al."), 2, "Gu, Albert and others"),
        ((), 3, None),
        ((), None, None),
        (("ATLAS Collaboration",), 0, "{ATLAS Collaboration}"),
        (("Barnes and Noble",), 0, "{Barnes and Noble}"),
        (("AT&T Foundation",), 0, r"{AT\&T Foundation}"),
        (("OpenAI",), 0, "{OpenAI}"),
        (("Madonna",), 0, "Madonna"),
        (("van Gogh",), 0, "van Gogh"),
        (("山田 太郎",), 0, "{山田 太郎}"),
        (("Ludwig van der Berg",), 0, "van der Berg, Ludwig"),
        (("Martin Luther King, Jr.",), 0, "King, Jr., Martin Luther"),
        (("King, Jr.",), 0, "{King, Jr.}"),
        (("Ana de la Cruz",), 0, "de la Cruz, Ana"),
        (("Šárka Žižek",), 0, "Žižek, Šárka"),
        (('Kurt G{\\"o}del',), 0, 'G{\\"o}del, Kurt'),
        (("Kurt {God",), 0, r"{Kurt \textbraceleft{}God}"),
        (("Ann, Bob, Cy, Di",), 0, "{Ann, Bob, Cy, Di}"),
        (("Ann And",), 0, "{Ann And}"),
        (("  ", "\x1b[2J"), 0, None),
    ],
)
def test_people(authors: tuple[str, ...], more: int | None, field: str | None) -> None:
    assert only(Record(title="Of Things", authors=authors, more_authors=more))[2].get("author") == field


def test_family_names_that_a_source_told_are_kept() -> None:
    told = {
        "Gabriel García Márquez": "García Márquez",
        "Ana Cruz de Vega": "Cruz de Vega",
        "Edwin V. Bell, II": "Bell, II",
    }
    record = Record(
        title="Of Things", authors=tuple(told), year=1999, extra={"family-names": told, "editor": [*told][:1]}
    )
    _, key, fields = only(record)
    assert fields["author"] == "García Márquez, Gabriel and {Cruz de Vega}, Ana and {Bell, II}, Edwin V."
    assert fields["editor"] == "García Márquez, Gabriel"
    assert key == "garciamarquez1999things"


def test_words_that_a_source_protected_are_protected() -> None:
    record = Record(title="Bayesian Views of Bayesian Things", extra={"protected": ["Bayesian"]})
    assert only(record)[2]["title"] == "{Bayesian} Views of {Bayesian} Things"


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("BERT: Pre-training of Deep Transformers", "{BERT}: Pre-training of Deep Transformers"),
        ("ImageNet Classification with CNNs", "{ImageNet} Classification with {CNNs}"),
        ("Exploring T5 and GPT-4 in 3D", "Exploring {T5} and {GPT}-4 in {3D}"),
        ("U-Net Is a Network", "{U-Net} Is a Network"),
        ("What Can I Do with a Plan B", "What Can {I} Do with a Plan {B}"),
        ("A Survey: A View of A Kind", "A Survey: A View of A Kind"),
        ("Is It Good? A View", "Is It Good? {A} View"),
        ("Does it work? Generating prompts for images", "Does it work? {Generating} prompts for images"),
        ("Learning to rank with Bayesian networks", "Learning to rank with {Bayesian} networks"),
        (
            "Observation of a new particle in the search for the Standard Model Higgs boson",
            "Observation of a new particle in the search for the {Standard} {Model} {Higgs} boson",
        ),
        ("Rayleigh-Bénard convection in numbers", "Rayleigh-{Bénard} convection in numbers"),
        ("Simple rules – Not so simple rules", "Simple rules – Not so simple rules"),
        ("Auto-Encoding Variational Bayes", "Auto-Encoding Variational Bayes"),
        ("ON THE ELECTRODYNAMICS OF MOVING BODIES", "ON THE ELECTRODYNAMICS OF MOVING BODIES"),
        ("The C++ and C# Languages", r"The {C}++ and {C}\# Languages"),
        ("Think&Cite", r"Think\&Cite"),
        ("100% of $5 to $10_000", r"100\% of \$5 to \$10\_000"),
        ("Up to ~7B Parameters", r"Up to \textasciitilde{}{7B} Parameters"),
        ("x^2 and C:\\temp", r"x\textasciicircum{}2 and {C}:\textbackslash{}temp"),
        ("A $\\sim$7B Model in $O(N)$", r"A $\sim${7B} Model in {$O(N)$}"),
        ("\\emph{Caenorhabditis} and {BERT}", r"\emph{Caenorhabditis} and {BERT}"),
        ("The \\LaTeX way", r"The {\LaTeX} way"),
        (
            "Of $$x = {1}$$ and {1, 2} in \\mine{A} \\emph{b}",
            r"Of $$x = {1}$$ and \{1, 2\} in \textbackslash{}mine\{A\} \emph{b}",
        ),
        ("Set {1, 2} of Things", r"Set \{1, 2\} of Things"),
        ("{a $x} y$ Z", r"\{a \$x\} y\$ {Z}"),
        ("An {open brace", r"An \textbraceleft{}open brace"),
        ("A }{ B", r"A \textbraceright{}\textbraceleft{} {B}"),
        ("Ends with \\", r"Ends with \textbackslash{}"),
        ("A \\} B", r"A \textbackslash{}\textbraceright{} {B}"),
        ("\\input{/etc/passwd}", r"\textbackslash{}input\{/etc/passwd\}"),
        ("$\\write18{rm}$", r"\$\textbackslash{}write18\{rm\}\$"),
        ("Our \\benchmarkName Set", r"Our \textbackslash{}{benchmarkName} Set"),
        ("Things:\\\\ A View", "Things: A View"),
        ("\\\\server", r"\textbackslash{}\textbackslash{}server"),
        ("See \\emph", r"See \textbackslash{}emph"),
        ('Erd\\H{o}s and "quotes"', 'Erd\\H{o}s and "quotes"'),
        ("Über Größen", "Über Größen"),
        ("Line\nbreak\tand  blanks", "Line break and blanks"),
    ],
)
def test_titles_keep_their_capitals_and_their_signs(title: str, field: str) -> None:
    assert only(Record(title=title))[2]["title"] == field


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("LLMs~(GPT) -- and ~7B", r"LLMs~(GPT) -- and \textasciitilde{}7B"),
        ("NeurIPS & ICML", r"NeurIPS \& ICML"),
        ("Section \\& Part", r"Section \& Part"),
    ],
)
def test_other_texts_keep_their_capitals_without_braces(text: str, field: str) -> None:
    assert only(Record(title="Of Things", abstract=text), full=True)[2]["abstract"] == field


def test_links_and_numbers_stand_as_they_are() -> None:
    record = Record(title="Of Things", doi="https://doi.org/10.1000/a_b%c", url="https://example.org/~x?a=1&b={2}#c")
    fields = only(record)[2]
    assert fields["doi"] == "10.1000/a_b%c"
    assert fields["url"] == "https://example.org/~x?a=1&b=%7B2%7D#c"
    assert "url" not in only(Record(title="Of Things", doi="10.1/x", url="https://doi.org/10.1/X"))[2]


def test_what_a_record_brought_along_is_written() -> None:
    record = Record(
        type="article-journal",
        title="Of Things",
        venue="Nature",
        extra={
            "Volume": 521,
            "issue": "7553",
            "page": "436-444",
            "editor": ["Ann Lee"],
            "odd": {"deep": 1},
            "shelf": "B",
        },
    )
    kind, _, fields = only(record)
    assert kind == "article"
    assert fields["editor"] == "Lee, Ann"
    assert (fields["volume"], fields["number"], fields["pages"]) == ("521", "7553", "436--444")
    assert not {"odd", "shelf"} & set(fields)
    assert only(record, full=True)[2]["shelf"] == "B"


def test_a_thesis_and_a_report_are_where_they_were_published() -> None:
    thesis = Record(type="thesis", title="Of Things", extra={"publisher": "Brno", "genre": "Master's thesis"})
    assert only(thesis) == ("mastersthesis", "things", {"title": "Of Things", "school": "Brno"})
    report = only(Record(type="report", title="Of Things", extra={"publisher": "OpenAI"}))
    assert report[2] == {"title": "Of Things", "institution": "OpenAI"}


def test_a_book_in_a_series_keeps_both() -> None:
    fields = only(Record(type="book", title="Of Things", venue="Texts in Things", extra={"publisher": "Springer"}))[2]
    assert (fields["publisher"], fields["series"]) == ("Springer", "Texts in Things")


def test_a_file_keeps_more_than_a_citation() -> None:
    record = Record(
        title="Of Things", abstract="It is\nso.", tags=("rag", "to cite"), note="Read twice", day=5, month=3, pmid="123"
    )
    assert set(only(record)[2]) == {"title", "month"}
    full = only(record, full=True)[2]
    assert (full["abstract"], full["keywords"], full["annote"]) == ("It is\n\nso.", "rag, to cite", "Read twice")
    assert (full["day"], full["month"], full["pmid"]) == ("5", "mar", "123")


def test_a_paper_without_a_title_gets_none_but_says_which_it_is() -> None:
    _, key, fields = only(Record(abstract="Modern artificial intelligence rests on foundations."))
    assert key == "modern-artificial-intelligence"
    assert fields == {"abstract": "Modern artificial intelligence rests on foundations."}
    assert only(Record(authors=("Ann Lee",), year=2020))[2] == {"author": "Lee, Ann", "year": "2020"}


def test_a_paper_of_which_nothing_is_known_is_still_an_entry() -> None:
    assert strict(bibtex([Record()])) == [("misc", "anon", {})]


def test_keys_are_kept_made_fit_and_told_apart() -> None:
    records = [
        Record(key="Smith:2020 a,b"),
        Record(key="X"),
        Record(key="x"),
        Record(title="Of Things"),
        Record(key="{}"),
    ]
    assert [key for _, key, _ in strict(bibtex(records))] == ["Smith:2020ab", "X", "xa", "things", "anon"]


def test_entries_come_one_by_one() -> None:
    def endless() -> Any:
        while True:
            yield Record(title="Of Things")

    written = entries(endless())
    assert next(written).startswith("@misc{things,")
    assert next(written).startswith("@misc{thingsa,")


def test_rendering_by_name() -> None:
    papers = [Record(title="Of Things"), Record(title="Of More")]
    assert "bibtex" in STYLES
    assert render(papers) == render(papers, "bibtex") == bibtex(papers)
    assert render([]) == ""
    with pytest.raises(ReadlistError, match="bibtex") as caught:
        render(papers, "nonsense")
    assert caught.value.code == 2


hostile = st.text(
    alphabet=st.sampled_from("ab AB1{}\\$%&#_~^\"',@=()[]\n\x1b\x07\x00\u202e\u200b-–é中.:?!"), max_size=40
) | st.text(max_size=40)
maybe = st.none() | hostile


@settings(deadline=None, max_examples=300)
@given(
    st.lists(
        st.builds(
            Record,
            key=maybe,
            type=st.none() | st.sampled_from(["article-journal", "book", "thesis", "report", "manuscript", "odd"]),
            title=maybe,
            authors=st.lists(hostile, max_size=3).map(tuple),
            more_authors=st.sampled_from([0, 1, None]),
            year=st.none() | st.integers(-5, 3000),
            month=st.none() | st.integers(-1, 14),
            venue=maybe,
            abstract=maybe,
            doi=maybe,
            arxiv=maybe,
            pmid=maybe,
            isbn=maybe,
            url=maybe,
            tags=st.lists(hostile, max_size=2).map(tuple),
            note=maybe,
            extra=st.dictionaries(st.sampled_from(["volume", "editor", "x", "Ä", "a b"]), hostile, max_size=3),
        ),
        max_size=3,
    ),
    st.booleans(),
)
def test_nothing_breaks_an_entry(records: list[Record], full: bool) -> None:
    text = bibtex(records, full=full)
    assert len(strict(text)) == len(records)
    assert clean(text) == text.strip()
    assert len({key.lower() for _, key, _ in strict(text)}) == len(records)
