"""Records cut out of XML: nothing is resolved, damage costs the record it is in, memory holds one record."""

from collections.abc import Iterator
from io import StringIO

from hypothesis import given, settings
from hypothesis import strategies as st

from readlist.formats import endnotexml, pubmedxml, xmlrecords
from readlist.formats.xmlrecords import Found
from readlist.paper import Draft, Problem


def read(text: str) -> list[Found | Problem]:
    return list(xmlrecords.records(StringIO(text, newline=""), ("record",)))


def titles(text: str) -> list[str]:
    return [found.element.text("title") for found in read(text) if isinstance(found, Found)]


def test_texts_and_elements() -> None:
    (found,) = read('<x:record a="1 &amp; 2">\n<title>A <i>B<b>C</b></i> D</title><n>1</n><n>2</n><e/></x:record>')
    assert isinstance(found, Found) and found.line == 1
    element = found.element
    assert (element.name, element.attributes) == ("record", {"a": "1 & 2"})
    assert element.text("title") == "A BC D" and [n.text() for n in element.all("n")] == ["1", "2"]
    assert element.first("nothing") is None and element.text("nothing") == element.text("e") == ""
    assert [child.name for child in element.children()] == ["title", "n", "n", "e"]


def test_references_and_characters_that_xml_does_not_have() -> None:
    title = "a&b &mdash; &lt;i&gt; &nosuch; &#233;&#xe9;&#0;&#xD800; \x00\x1f\ud800<![CDATA[x&y <z>]]>"
    assert titles(f"<record><title>{title}</title></record>") == ["a&b — <i> &nosuch; éé x&y <z>"]


def test_a_doctype_with_an_address_is_passed_over_and_one_that_declares_ends_the_reading() -> None:
    record = "<record><title>T</title></record>"
    assert titles(f'<!DOCTYPE x PUBLIC "-//X//DTD\nX//EN"\n "http://example.org/x.dtd">\n{record}') == ["T"]
    (problem,) = read(f'\n<!DOCTYPE x [\n<!ENTITY a "b">\n]>{record}')
    assert isinstance(problem, Problem) and problem.line == 2 and "entities of its own" in problem.reason
    (inside,) = read('<record><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><title>&a;</title></record>')
    assert isinstance(inside, Problem)


def test_bombs_and_deep_nests_are_answered_at_once() -> None:
    bomb = '<!DOCTYPE l [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY a{n} "{"&a" + str(n - 1) + ";"}">' * 10 for n in range(1, 20)
    )
    assert len(read(f"{bomb}]><record><title>&a19;</title></record>")) == 1
    (nest,) = read("<record>" + "<a>" * 200_000 + "</a>" * 200_000 + "</record>")
    assert isinstance(nest, Problem) and "deeply" in nest.reason
    assert len(read("<record>" + "<a>" * 200_000)) == 1
    assert len(read("<record " * 50_000)) == 50_000
    assert len(read("</record>" * 50_000)) == 50_000
    assert read("<!--" * 100_000) == read("<" * 300_000) == read("<!DOCTYPE" * 50_000) == []


def test_broken_records() -> None:
    text = (
        "<r>\n<!-- <record><title>no</title></record> -->\n<record><title>1 <i>x</b></title></record>\n"
        "<record><title>2</titel></record>\n<record><title>3</title>\n<record><title>4</title></record></record>\n<record>"
    )
    one, two, three, four, stray, open_end = read(text)
    assert isinstance(one, Found) and one.element.text("title") == "1 x" and isinstance(four, Found)
    assert [piece.line for piece in (one, two, three, four, stray, open_end)] == [3, 4, 5, 6, 6, 7]
    assert (
        isinstance(two, Problem) and "mismatched tag" in two.reason and two.raw == "<record><title>2</titel></record>"
    )
    assert isinstance(three, Problem) and isinstance(stray, Problem) and isinstance(open_end, Problem)


@settings(deadline=None, max_examples=300)
@given(
    st.sampled_from(["", "\n", "\r\n"]),
    st.integers(0, 90),
    st.integers(0, 12),
    st.lists(
        st.sampled_from(["<", ">", "&", "/", "!--", "[", "</record>", "<record>", "<![CDATA[", "x", "\n"]), max_size=3
    ),
)
def test_damage_costs_the_record_it_is_in(joint: str, place: int, length: int, inserted: list[str]) -> None:
    records = [f'<record n="{n}">{joint}<title>T{n}</title>{joint}<style>x</style></record>' for n in range(5)]
    place = min(place, len(records[2]))
    records[2] = records[2][:place] + "".join(inserted) + records[2][place + length :]
    found = titles(f"<xml><records>{joint.join(records)}</records></xml>")
    assert [title for title in found if title in ("T0", "T1", "T3", "T4")] == ["T0", "T1", "T3", "T4"]


@settings(deadline=None, max_examples=150)
@given(
    st.text()
    | st.lists(
        st.sampled_from(["<record>", "</record>", "<a>", "</a>", "<", "&", "&#", ";", "<!--", "<!DOCTYPE", ">"]),
        max_size=30,
    ).map("".join)
)
def test_no_text_makes_it_fail(text: str) -> None:
    for module in (pubmedxml, endnotexml):
        assert 0 <= module.recognise(text) <= 1
        for piece in module.read(text.replace("record", "PubmedArticle") if module is pubmedxml else text):
            assert isinstance(piece, Draft | Problem)


def test_one_record_at_a_time() -> None:
    ahead = 0

    def lines() -> Iterator[str]:
        nonlocal ahead
        for number in range(1000):
            ahead = number
            yield f"<record><title>{number}</title>\n"
            yield "</record>\n"

    for number, found in enumerate(xmlrecords.records(lines(), ("record",))):
        assert isinstance(found, Found) and found.line == 2 * number + 1 and ahead == number


def test_a_line_that_holds_everything_is_read_in_pieces() -> None:
    text = "<xml>" + "".join(f"<record><title>{number}</title></record>" for number in range(5000)) + "</xml>"
    assert titles(text) == [str(number) for number in range(5000)]
