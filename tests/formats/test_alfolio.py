"""al-folio pages in all their shapes, and the hard places between title, people and periodical."""

import pytest

from readlist import formats
from readlist.formats import alfolio
from readlist.formats.boundary import take_apart
from readlist.formats.people import people
from readlist.formats.periodical import periodical
from readlist.paper import Draft, Problem

from .pages import ABSTRACT, PAPERS, Known, list_of


def drafts(text: str) -> list[Draft]:
    found = list(alfolio.read(text))
    assert not [item for item in found if isinstance(item, Problem)]
    return [item for item in found if isinstance(item, Draft)]


def page(shape: int, *, limit: int = 0, reverse: bool = False, joiner: str = ", and ", bullet: str = "-") -> str:
    lines = ["publications", "publications in reversed chronological order."]
    for number, paper in enumerate(sorted(PAPERS, key=lambda paper: -paper.year), 1):
        if str(paper.year) not in lines:
            lines.append(str(paper.year))
        listed, _ = list_of(paper.authors, limit=limit, reverse=reverse, joiner=joiner)
        if shape == 1:
            lines += [f"{bullet} {paper.title}{listed}{paper.periodical}", ABSTRACT]
        elif shape == 2:
            lines += ["-", f"{paper.title}{listed}{paper.periodical}{ABSTRACT}"]
        elif shape == 3:
            lines += [f"{bullet} {paper.title}{paper.periodical}", ABSTRACT]
        else:
            lines += [
                f"  {number}. {paper.title}",
                f"     {listed}",
                f"     {paper.periodical}",
                "     Abs Bib HTML PDF Code",
            ]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("shape", [1, 2, 3, 4])
@pytest.mark.parametrize("limit", [0, 2])
@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize("joiner", [", and ", " and ", " et "])
def test_every_shape(shape: int, limit: int, reverse: bool, joiner: str) -> None:
    text = page(shape, limit=limit, reverse=reverse, joiner=joiner)
    known = formats.recognise(text)
    assert known is not None and known.name == "al-folio"
    read = drafts(text)
    for draft, paper in zip(read, sorted(PAPERS, key=lambda paper: -paper.year), strict=True):
        more = list_of(paper.authors, limit=limit)[1] if shape != 3 else 0
        shown = paper.authors[: len(paper.authors) - more] if shape != 3 else ()
        assert (draft.title, draft.authors, draft.more_authors) == (paper.title, shown, more)
        assert (draft.venue, draft.year, draft.month) == (paper.venue, paper.year, paper.month)
        assert draft.abstract == (ABSTRACT if shape != 4 else None)


@pytest.mark.parametrize("bullet", ["-", "*", "•", "[3]", "12."])
def test_bullets_and_numbers(bullet: str) -> None:
    assert [draft.title for draft in drafts(page(1, bullet=bullet))] == [
        paper.title for paper in sorted(PAPERS, key=lambda paper: -paper.year)
    ]


@pytest.mark.parametrize(
    ("glued", "title", "names", "more"),
    [
        (
            "Boosts the Distillation of LLMsJongwoo Ko, Tianyi Chen, and 4 more authorsMar 2025",
            "Boosts the Distillation of LLMs",
            ("Jongwoo Ko", "Tianyi Chen"),
            4,
        ),
        (
            "Start and End Using a CNNChristin Jose, Yuriy Mishchenko, and 3 more authorsAug 2020",
            "Start and End Using a CNN",
            ("Christin Jose", "Yuriy Mishchenko"),
            3,
        ),
        (
            "Good for Hard Samples!Yubo Ma, Yixin Cao, YongChing Hong, and 1 more authorMar 2023",
            "Good for Hard Samples!",
            ("Yubo Ma", "Yixin Cao", "YongChing Hong"),
            1,
        ),
        (
            "Late Interaction over BERTOmar Khattab, and Matei ZahariaApr 2020",
            "Late Interaction over BERT",
            ("Omar Khattab", "Matei Zaharia"),
            0,
        ),
        (
            "InstructPix2Pix: Learning to EditTim Brooks, and Alexei A. EfrosNov 2022",
            "InstructPix2Pix: Learning to Edit",
            ("Tim Brooks", "Alexei A. Efros"),
            0,
        ),
        (
            "Principles, Challenges, and Open QuestionsPaul Pu Liang, Amir Zadeh, and Louis-Philippe MorencySep 2022",
            "Principles, Challenges, and Open Questions",
            ("Paul Pu Liang", "Amir Zadeh", "Louis-Philippe Morency"),
            0,
        ),
        (
            "Attacks on Aligned ModelsJ. Zico Kolter and 1 more authorJul 2023",
            "Attacks on Aligned Models",
            ("J. Zico Kolter",),
            1,
        ),
        ("A Study of BERTJ. Devlin, and K. LeeOct 2018", "A Study of BERT", ("J. Devlin", "K. Lee"), 0),
        (
            "Deep Learning with PyTorchEli Stevens, and Luca AntigaJul 2020",
            "Deep Learning with PyTorch",
            ("Eli Stevens", "Luca Antiga"),
            0,
        ),
        (
            "Simulacra of BehaviorJoon Sung Park*, Joseph C. O’Brien†, and Carrie J. Cai‡Apr 2023",
            "Simulacra of Behavior",
            ("Joon Sung Park", "Joseph C. O’Brien", "Carrie J. Cai"),
            0,
        ),
        ("基于图的方法Li Wei, and Zhang MinIn ACL, Jun 2020", "基于图的方法", ("Li Wei", "Zhang Min"), 0),
        (
            "Graph Methods for Parsing王小明, 李娜, and 张伟In ACL, Jun 2020",
            "Graph Methods for Parsing",
            ("王小明", "李娜", "张伟"),
            0,
        ),
        ("Titles Without AnybodyIn Proceedings of the 39th Conference, Jun 2020", "Titles Without Anybody", (), 0),
        (
            "Feedback Systemsvan der Schaft, Arjan, and Jeltsema, DimitriIEEE Transactions on Automatic Control 2014",
            "Feedback Systems",
            ("Arjan van der Schaft", "Dimitri Jeltsema"),
            0,
        ),
    ],
)
def test_hard_boundaries(glued: str, title: str, names: tuple[str, ...], more: int) -> None:
    reading = take_apart(glued)
    assert reading is not None
    assert reading.title == title
    assert (reading.people.names if reading.people else ()) == names
    assert (reading.people.more if reading.people else 0) == more


@pytest.mark.parametrize(
    ("text", "venue", "year", "month", "kind"),
    [
        ("Mar 2025", None, 2025, 3, None),
        ("2023", None, 2023, None, None),
        ("September 2022", None, 2022, 9, None),
        (
            "In Proceedings of CHI, Yokohama, Japan, May 2021",
            "Proceedings of CHI, Yokohama, Japan",
            2021,
            5,
            "paper-conference",
        ),
        (
            "In Proceedings of the 2021 ACM Conference on Fairness, Aug 2021",
            "Proceedings of the 2021 ACM Conference on Fairness",
            2021,
            8,
            "paper-conference",
        ),
        ("In , Oct 2019", None, 2019, 10, None),
        ("arXiv preprint arXiv:2403.11043, 2024", "arXiv preprint arXiv:2403.11043", 2024, None, "article"),
        (
            "IEEE Transactions on Automatic Control 2024",
            "IEEE Transactions on Automatic Control",
            2024,
            None,
            "article-journal",
        ),
        ("Jun 2022ICML, 2023", "ICML, 2023", 2022, 6, None),
        ("Aug 2020Interspeech 2020", "Interspeech 2020", 2020, 8, None),
        ("Jun 2022Oral", None, 2022, 6, None),
        (
            "In Proceedings of the 2019 Conference on Things",
            "Proceedings of the 2019 Conference on Things",
            None,
            None,
            "paper-conference",
        ),
        ("Jun 2022AbsDOIarXivBibHTMLPDFCode", None, 2022, 6, None),
    ],
)
def test_periodicals(text: str, venue: str | None, year: int | None, month: int | None, kind: str | None) -> None:
    read = periodical(text)
    assert (read.venue, read.year, read.month, read.type, read.rest) == (venue, year, month, kind, "")


def test_an_arxiv_number_is_read_from_the_venue() -> None:
    assert periodical("arXiv preprint arXiv:2403.11043v2, 2024").arxiv == "2403.11043"


@pytest.mark.parametrize(
    ("text", "names", "more"),
    [
        ("Ada Lovelace, Alan Turing, and Grace Hopper", ("Ada Lovelace", "Alan Turing", "Grace Hopper"), 0),
        ("Lovelace, Ada, Turing, Alan, and Hopper, Grace", ("Ada Lovelace", "Alan Turing", "Grace Hopper"), 0),
        ("Lovelace, Ada", ("Ada Lovelace",), 0),
        ("Ada Lovelace, Alan Turing e Grace Hopper", ("Ada Lovelace", "Alan Turing", "Grace Hopper"), 0),
        ("Ada Lovelace, and others", ("Ada Lovelace",), None),
        ("Robert Downey, Jr., and Ada Lovelace", ("Robert Downey Jr.", "Ada Lovelace"), 0),
        ("Ludwig van der Berg and Zoë d’Aubigné", ("Ludwig van der Berg", "Zoë d’Aubigné"), 0),
        ("Ivan Panin, and Evan Houston", ("Ivan Panin", "Evan Houston"), 0),
        ("The ATLAS Collaboration, and Ada Lovelace", ("The ATLAS Collaboration", "Ada Lovelace"), 0),
    ],
)
def test_lists_of_people(text: str, names: tuple[str, ...], more: int | None) -> None:
    listed = people(text)
    assert listed is not None
    assert (listed.names, listed.more) == (names, more)


@pytest.mark.parametrize(
    "text", ["", ",", "we show that this works", "Title: a thing", "12 monkeys", "and", "and 3 more authors"]
)
def test_what_cannot_be_people(text: str) -> None:
    assert people(text) is None


def test_badges_notes_buttons_and_bibtex_are_not_part_of_title_or_abstract() -> None:
    text = "\n".join(
        [
            "publications",
            "2021",
            "- BMVCMulti-attribute Learning for FacesJane Doe, and Bob RoeIn British Machine Vision, Sep 2021AbsBibPDF",
            ABSTRACT,
            "@inproceedings{doe2021,",
            "  title = {Multi-attribute Learning for Faces},",
            "  year = {2021},",
            "}",
            "- ICML’20A Theory of Very Small ThingsJane Doe, and Ann PoeIn ICML, Jul 2020Oral",
            ABSTRACT,
            "© Copyright 2024 Jane Doe. Powered by Jekyll.",
        ]
    )
    first, second = drafts(text)
    assert (first.title, first.authors, first.abstract) == (
        "Multi-attribute Learning for Faces",
        ("Jane Doe", "Bob Roe"),
        ABSTRACT,
    )
    assert (second.title, second.authors, second.venue, second.abstract) == (
        "A Theory of Very Small Things",
        ("Jane Doe", "Ann Poe"),
        "ICML",
        ABSTRACT,
    )
    assert first.extra == {"badge": "BMVC"}
    assert (first.line, second.line) == (3, 9)


def test_a_year_heading_holds_where_the_entry_tells_none() -> None:
    paper = Known(
        "A Theory of Very Small Things", ("Jane Doe", "Ann Poe"), 2018, "In Proceedings of the 12th Conference on Dust"
    )
    listed = list_of(paper.authors)[0]
    (draft,) = drafts(f"publications\n2018\n- {paper.title}{listed}{paper.periodical}\n{ABSTRACT}\n")
    assert (draft.title, draft.authors, draft.year) == (paper.title, paper.authors, 2018)
    assert draft.venue == "Proceedings of the 12th Conference on Dust"


def test_a_coined_name_at_the_start_is_no_badge() -> None:
    text = "publications\n2020\n- BERTScore: Evaluating Text GenerationTianyi Zhang, and Varsha KishoreApr 2020\n"
    assert drafts(text)[0].title == "BERTScore: Evaluating Text Generation"


def test_lines_that_an_extractor_broke_at_links_and_emphasis() -> None:
    first_entry = ["BMVC", "A Theory of Very Small Things", "Jane Doe,", "Bob Smith", ", Ann C. O’Brien", ", and"]
    first_entry += ["3 more authors", "In Proceedings of Dust", ", Jun 2023", "Abs", "arXiv", "PDF", ABSTRACT]
    second_entry = ["A Second Theory of Dust", "Jane Doe", "arXiv preprint arXiv:2403.11043", ", 2023", "PDF"]
    text = "\n".join(["publications", "2023", *first_entry, *second_entry])
    first, second = drafts(text)
    assert (first.title, first.authors, first.more_authors) == (
        "A Theory of Very Small Things",
        ("Jane Doe", "Bob Smith", "Ann C. O’Brien"),
        3,
    )
    assert (first.venue, first.year, first.month, first.abstract) == ("Proceedings of Dust", 2023, 6, ABSTRACT)
    assert (second.title, second.venue, second.arxiv) == (
        "A Second Theory of Dust",
        "arXiv preprint arXiv:2403.11043",
        "2403.11043",
    )


@pytest.mark.parametrize(
    "titles",
    [
        ("How I Learned to CodeMar 2020", "My Year in BooksJan 2020", "Why I Like Long WalksMay 2020"),
        (
            "Trees for EverybodyUniversity of Oslo, Mar 2020",
            "Keynote on GraphsTartu, Estonia, Jan 2020",
            "A Year in NumbersMeetup Berlin, May 2020",
        ),
    ],
)
@pytest.mark.parametrize("bullet", ["- ", "-\n"])
def test_a_blog_or_a_list_of_talks_is_no_publications_page(titles: tuple[str, ...], bullet: str) -> None:
    lines = [f"{bullet}{title}" for title in titles]
    assert formats.recognise("\n".join(["2020", *lines])) is None
    known = formats.recognise("\n".join(["publications in reversed chronological order.", "2020", *lines]))
    assert known is not None and known.name == "al-folio"


def test_a_page_without_people_is_recognised_by_its_venues() -> None:
    lines = [f"- {paper.title}In Proceedings of the Conference on Dust, Mar 2020" for paper in PAPERS[:3]]
    known = formats.recognise("\n".join(["2020", *lines]))
    assert known is not None and known.name == "al-folio"
