"""CSL-JSON: what processors and managers write comes in whole, damage costs one item, and out it goes again."""

import json
import re
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readlist import formats
from readlist.formats import csljson, cslwriter
from readlist.formats.csldates import read_date, write_date
from readlist.formats.markup import plain, plain_lines
from readlist.names import FAMILY_NAMES, Name, name_in
from readlist.paper import Draft, Problem, Record

from .tagged_records import records

DATA = Path(__file__).parents[1] / "data" / "csl-json"


def read(name: str) -> list[Draft | Problem]:
    return list(csljson.read((DATA / name).read_text(encoding="utf-8")))


def item(**fields: Any) -> Draft:
    (draft,) = csljson.read(json.dumps([{"id": "x", "type": "article", "title": "A Thing", **fields}]))
    assert isinstance(draft, Draft)
    return draft


@pytest.mark.parametrize("file", sorted(DATA.iterdir()), ids=lambda path: path.name)
def test_each_sample_is_recognised(file: Path) -> None:
    found = formats.recognise(file.read_text(encoding="utf-8"))
    assert found is not None and found.name == "csl-json"


def test_what_zotero_exports() -> None:
    paper, study, book = read("zotero.json")
    assert isinstance(paper, Draft) and isinstance(study, Draft) and isinstance(book, Draft)
    assert (paper.line, study.line, book.line) == (2, 3, 4)
    assert paper.key == "vaswani2017attention" and paper.extra["id"].startswith("http://zotero.org/")
    assert paper.authors == ("Ashish Vaswani", "Noam Shazeer") and paper.more_authors is None
    assert (paper.year, paper.month, paper.day) == (2017, 12, None)
    assert paper.venue == "Advances in Neural Information Processing Systems"
    assert paper.arxiv == "1706.03762" and paper.abstract and "\n" in paper.abstract
    assert paper.extra["accessed"] == "2024-05-01" and paper.extra["page"] == "5998–6008"
    assert study.title == "On E. coli, H2O & the mRNA of a < b" and study.raw and "<i>E. coli</i>" in study.raw
    assert study.doi == "10.1000/abc.1" and study.pmid == "1234567"
    assert study.authors == (
        "Ludwig van Beethoven",
        "Martin Luther King Jr.",
        "Gabriel García Márquez",
        "Physics at Home",
    )
    assert name_in(study.authors[2], study.extra) == Name("Gabriel", "", "García Márquez", "")
    assert name_in(study.authors[3], study.extra).whole
    assert name_in(study.extra["editor"][0], study.extra).particle == "de la"
    assert (study.year, study.month, study.extra["issued"]) == (1999, 1, "1999-01/1999-03")
    assert study.extra["keyword"] == ["small things", "music"] and study.extra["shelf"] == "upstairs"
    assert study.extra["short-title"] == "On E. coli" and study.extra["ISSN"] == "1234-5678, 8765-4321"
    assert book.key == "7" and book.authors == ("Jane Doe III", "Bob von Berg") and book.url is None
    assert book.isbn == "9780306406157" and book.extra["number-of-pages"] == "300"


def test_what_crossref_answers() -> None:
    study, undated = read("crossref.json")
    assert isinstance(study, Draft) and isinstance(undated, Draft)
    assert study.type == "article-journal" and study.title == "Counting Things with Care"
    assert study.authors == ("Jane Doe", "The Counting Group") and study.venue == "Journal of Counts"
    assert study.abstract == "We count & report.\nIt went well."
    assert study.extra["subtitle"] == "A Study" and study.extra["container-title"] == "J. Counts"
    assert undated.year is None and undated.type == "paper-conference"


def test_odd_items_are_understood_and_broken_ones_cost_themselves_only() -> None:
    pieces = read("odd.json")
    assert [piece.key for piece in pieces if isinstance(piece, Draft)] == ["raw", "literal", "circa", "text", "season"]
    problems = {piece.line: piece for piece in pieces if isinstance(piece, Problem)}
    assert list(problems) == [16, 29, 44, 51]
    assert "broken" in problems[16].reason and '"broken"' in str(problems[16].raw)
    assert '"open"' in str(problems[29].raw) and "not an object" in str(problems[29].raw)
    assert "none of the fields" in problems[44].reason and "no end" in problems[51].reason
    drafts = {piece.key: piece for piece in pieces if isinstance(piece, Draft)}
    assert drafts["raw"].authors == drafts["literal"].authors == ("Jane Doe", "Bob Roe")
    assert drafts["raw"].year == 2020 and drafts["raw"].extra["issued"] == "Spring 2020"
    assert drafts["literal"].year is None and drafts["literal"].extra["issued"] == "in press"
    assert drafts["circa"].year == 1850 and drafts["circa"].extra["issued"] == "1850~"
    assert drafts["text"].arxiv == "2005.11401" and drafts["text"].day == 22


@pytest.mark.parametrize(
    ("name", "printed", "surname"),
    [
        ({"family": "Beethoven", "given": "Ludwig", "dropping-particle": "van"},
         "Ludwig van Beethoven", "van Beethoven"),
        ({"family": "Grange", "given": "Jean", "dropping-particle": "de", "non-dropping-particle": "La"},
         "Jean de La Grange", "de La Grange"),
        ({"family": "Doe", "given": "John, Jr.", "parse-names": 1}, "John Doe Jr.", "Doe"),
        ({"literal": "ATLAS Collaboration"}, "ATLAS Collaboration", "ATLAS Collaboration"),
        ({"family": "Plato"}, "Plato", "Plato"),
        ({"given": "Aristotle"}, "Aristotle", "Aristotle"),
        ({"family": "Bureau of Lists", "isInstitution": "1"}, "Bureau of Lists", "Bureau of Lists"),
        ({"family": "王", "given": "小明"}, "小明 王", "王"),
    ],
)  # fmt: skip
def test_names(name: dict[str, Any], printed: str, surname: str) -> None:
    draft = item(author=[name])
    assert draft.authors == (printed,)
    assert name_in(printed, draft.extra).surname == surname
    again = next(csljson.read("".join(cslwriter.write([draft]))))
    assert isinstance(again, Draft) and (again.authors, again.extra) == (draft.authors, draft.extra)


@pytest.mark.parametrize("author", [None, [], "", {}, [None], [[]], [{}], 5, [{"family": None}], [{"family": ["x"]}]])
def test_authors_of_the_wrong_kind_invent_nobody(author: Any) -> None:
    assert set(item(author=author).authors) <= {"x", "5"}


@pytest.mark.parametrize(
    ("issued", "date", "beyond"),
    [
        ({"date-parts": [[2020, 5, 3]]}, (2020, 5, 3), {}),
        ({"date-parts": [["2020", "05"]]}, (2020, 5, None), {}),
        ({"date-parts": [[2020, 0, 0]]}, (2020, None, None), {}),
        ({"date-parts": [2020, 5]}, (2020, 5, None), {}),
        ({"date-parts": [[2020, 14]]}, (2020, None, None), {"season": "2"}),
        ({"date-parts": [[2020]], "season": "Winter"}, (2020, None, None), {"season": "Winter"}),
        ({"date-parts": [[2020], [2021]]}, (2020, None, None), {"issued": "2020/2021"}),
        ({"date-parts": [[-44, 3, 15]]}, (None, None, None), {"issued": "-44-3-15"}),
        ({"date-parts": [[None]]}, (None, None, None), {}),
        ({"date-parts": ["2020-05-03"]}, (2020, 5, 3), {}),
        ({"raw": "2020-05-03"}, (2020, 5, 3), {}),
        ({"raw": "May 2020"}, (2020, 5, None), {}),
        ({"raw": "2020-05/2020-06"}, (2020, 5, None), {"issued": "2020-05/2020-06"}),
        ({"literal": "forthcoming"}, (None, None, None), {"issued": "forthcoming"}),
        ({"year": 2020, "month": 5}, (2020, 5, None), {}),
        ([{"year": 2020}, {"year": 2021}], (2020, None, None), {"issued": "2020/2021"}),
        ({"date-time": "2020-05-03T10:00:00Z"}, (2020, 5, 3), {}),
        ("2020", (2020, None, None), {}),
        (2020, (2020, None, None), {}),
        (None, (None, None, None), {}),
        ({"date-parts": [[10**30]]}, (None, None, None), {"issued": str(10**30)}),
        ({"date-parts": {"year": 1}}, (None, None, None), {}),
    ],
)  # fmt: skip
def test_dates(issued: Any, date: tuple[int | None, ...], beyond: dict[str, str]) -> None:
    draft = item(issued=issued)
    assert ((draft.year, draft.month, draft.day), draft.extra) == (date, beyond)
    again = next(csljson.read("".join(cslwriter.write([draft]))))
    assert isinstance(again, Draft)
    assert (again.year, again.month, again.day, again.extra) == (*date, beyond)


def test_a_date_goes_out_as_others_read_it() -> None:
    assert write_date([2020, 5], "2020-05/2021-06") == {"date-parts": [[2020, 5], [2021, 6]]}
    assert write_date([2020], "", "2") == {"date-parts": [[2020]], "season": "2"}
    assert write_date([], "in press") == {"literal": "in press"}
    assert write_date([2020], "Spring 2020") == {"date-parts": [[2020]]}
    assert write_date([1850], "1850~") == {"date-parts": [[1850]], "circa": True}
    assert read_date({"raw": ""}).text == ""


def test_markup_becomes_plain_and_signs_stay() -> None:
    assert plain("a<b, b>c, x < y > z &c; &nosuch;") == "a<b, b>c, x < y > z &c; &nosuch;"
    assert plain('<span style="font-variant:small-caps;">Doe</span> &lt;i&gt;') == "Doe <i>"
    assert plain_lines("<p>One.</p><p>Two.</p>").strip() == "One.\nTwo."
    assert plain("<i" * 100_000) == "<i" * 100_000


def comparable(record: Record) -> dict[str, Any]:
    """What CSL can hold of a paper."""
    fields = {name: getattr(record, name) for name in Record.__dataclass_fields__}
    for name in ("uid", "status", "starred", "priority", "added", "started", "finished", "sources", "tags", "note"):
        fields.pop(name)
    fields["more_authors"] = None if record.more_authors != 0 else 0
    told = {name: part for name, part in record.extra.get(FAMILY_NAMES, {}).items() if name in record.authors}
    fields["extra"] = {**record.extra, **({FAMILY_NAMES: told} if told else {})}
    if not told:
        fields["extra"].pop(FAMILY_NAMES, None)
    return fields


@settings(deadline=None, max_examples=150)
@given(st.lists(records(), max_size=4))
def test_what_is_written_reads_back_equal(papers: list[Record]) -> None:
    papers = [replace(paper, key=f"key{number}", type=paper.type or "article") for number, paper in enumerate(papers)]
    text = "".join(cslwriter.write(papers))
    json.loads(text)
    read = list(csljson.read(text))
    assert [comparable(draft) for draft in read if isinstance(draft, Draft)] == list(map(comparable, papers))


def test_what_goes_out_is_clean_and_says_what_is_not_named() -> None:
    paper = Record(
        title="A \x1b[31mred\x1b[0m\u202e Thing", authors=("Jane Doe",), more_authors=2, tags=("to read",), year=2020,
        note="mine", arxiv="2005.11401", extra={"keyword": ["a, b"], "editor": ["Bob Roe", "others"], "odd field": "x"},
    )  # fmt: skip
    (shape, twin) = json.loads("".join(cslwriter.write([paper, paper])))
    assert shape["title"] == "A red Thing" and shape["id"] != twin["id"]
    assert shape["author"] == [{"family": "Doe", "given": "Jane"}, {"literal": "others"}]
    assert shape["editor"][1] == {"literal": "others"} and shape["keyword"] == "a, b; to read"
    assert shape["annote"] == "mine" and shape["custom"] == {"odd field": "x"} and shape["type"] == "article"
    assert "".join(cslwriter.write([])) == "[]\n"


def many() -> list[dict[str, Any]]:
    return [
        {
            "id": f"k{number}",
            "type": "article",
            "title": f"Thing }}{{ {number}",
            "author": [{"family": "A"}, {"family": "B"}],
        }
        for number in range(5)
    ]


SHAPES = {
    "compact": json.dumps(many()),
    "indented": json.dumps(many(), indent=2),
    "lines": "\n".join(map(json.dumps, many())),
    "joined": "[\n" + "},\n{".join(json.dumps(one, indent=1)[1:-1] for one in many()).join("{}") + "\n]",
    "wrapped": json.dumps({"config": {"x": [{}]}, "items": many(), "collections": {"a": {"b": 1}}}, indent=1),
    "CR LF": "\ufeff" + json.dumps(many(), indent=2).replace("\n", "\r\n"),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_shapes(shape: str) -> None:
    assert [draft.key for draft in csljson.read(SHAPES[shape]) if isinstance(draft, Draft)] == [
        "k0",
        "k1",
        "k2",
        "k3",
        "k4",
    ]
    assert formats.recognise(SHAPES[shape]) == formats.by_name("csl-json")


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(sorted(SHAPES)), st.integers(0, 120), st.integers(0, 10), st.text('{}[]",:\\ x\n', max_size=4))
def test_damage_costs_the_item_it_is_in(shape: str, place: int, length: int, inserted: str) -> None:
    text = SHAPES[shape]
    begin = text.rindex("{", 0, text.index('"k2"'))
    end = text.rindex("}", 0, text.index('"k3"')) + 1
    begin = min(begin + place, end)
    damaged = text[:begin] + inserted + text[min(end, begin + length) :]
    keys = [draft.key for draft in csljson.read(damaged) if isinstance(draft, Draft)]
    assert [key for key in keys if key in ("k0", "k1", "k3", "k4")] == ["k0", "k1", "k3", "k4"]


@settings(deadline=None, max_examples=150)
@given(
    st.text()
    | st.lists(st.sampled_from(['{"id":', '"a"', "[", "]", "{", "}", ",", ":", "1", "\\", "\ud800", '"items":'])).map(
        "".join
    )
)
def test_no_text_makes_it_fail(text: str) -> None:
    assert 0 <= csljson.recognise(text) <= 1
    for piece in csljson.read(text):
        assert isinstance(piece, Draft | Problem)


@pytest.mark.parametrize(
    "text",
    [
        "{" * 200_000,
        "[" * 200_000,
        '[{"a":' * 100_000,
        '{"id":1,"title":' + "[" * 200_000,
        ",{" * 100_000,
        '[{"a":"' * 50_000,
        '{"items":' * 50_000,
        "[{x}," * 50_000,
        '{"id":"x","title":' + "9" * 100_000 + "}",
        '{"id":"x","title":"' + "\\" * 100_001,
    ],
    ids=lambda text: text[:16],
)
def test_hostile_texts_are_read_in_one_go(text: str) -> None:
    csljson.recognise(text)
    assert len(list(csljson.read(text))) <= 1


def test_a_large_array_is_read_in_bounded_memory() -> None:
    class Lines:
        ahead = 0

        def __iter__(self) -> Any:
            yield "["
            for number in range(3000):
                self.ahead += 1
                yield json.dumps({"id": str(number), "type": "book", "title": "A Thing", "abstract": "x" * 500}) + ",\n"
            yield "]"

    lines = Lines()
    for read, draft in enumerate(csljson.read_lines(lines)):
        assert isinstance(draft, Draft) and draft.key == str(read)
        assert lines.ahead - read < 1000
    assert read == 2999


def test_lines_and_texts_read_alike() -> None:
    text = (DATA / "odd.json").read_text(encoding="utf-8")
    assert list(csljson.read_lines(re.findall(r".*\n?", text))) == list(csljson.read(text))
    assert list(csljson.read_lines(StringIO(text))) == list(csljson.read(text))
