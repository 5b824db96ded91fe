"""The sample pages anyone tries first: every shape of the three kinds, pages that share papers, one broken record."""

import gzip
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pytest

from readlist import importing
from readlist.formats import recognise
from readlist.paper import Draft, Problem
from readlist.store import Library

SAMPLES = Path(__file__).parent.parent / "assets" / "samples"
RECORDS = {
    "al-folio-list.txt": ("al-folio", 13),
    "al-folio-numbered.txt": ("al-folio", 14),
    "al-folio-publications.txt": ("al-folio", 17),
    "al-folio-titles.txt": ("al-folio", 5),
    "catalyzex-author.txt": ("catalyzex", 7),
    "catalyzex-cut.txt": ("catalyzex", 4),
    "huggingface-daily.txt.gz": ("huggingface", 7),
    "huggingface-search.txt": ("huggingface", 10),
}
PAPERS = 64
BROKEN = ("catalyzex-author.txt", 7)
WITHOUT_TITLE = ("Abstract art it is not", "Deep and recurrent networks", "Variational inference is only")


def text_of(name: str) -> str:
    content = (SAMPLES / name).read_bytes()
    return (gzip.decompress(content) if name.endswith(".gz") else content).decode()


def records(name: str) -> list[Draft]:
    found = recognise(text_of(name))
    assert found is not None and found.name == RECORDS[name][0]
    return [piece for piece in found.read(text_of(name)) if isinstance(piece, Draft)]


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library.db") as opened:
        yield opened


def test_the_folder_holds_these_dumps_and_nothing_else() -> None:
    assert sorted(path.name for path in SAMPLES.iterdir()) == sorted(RECORDS)


@pytest.mark.parametrize("name", RECORDS)
def test_every_page_is_known_by_its_content_and_read_whole(name: str) -> None:
    found = records(name)
    assert len(found) == RECORDS[name][1]
    for record in found:
        assert record.title or record.abstract
        assert not any(len(author) > 40 or any(sign in author for sign in ",0123456789") for author in record.authors)


def test_one_record_is_broken_and_costs_only_itself() -> None:
    broken = [
        (name, piece.line)
        for name in RECORDS
        for piece in recognise(text_of(name)).read(text_of(name))  # type: ignore[union-attr]
        if isinstance(piece, Problem)
    ]
    assert broken == [BROKEN]


def test_titles_people_and_dates_are_those_of_the_papers() -> None:
    known = {record.title: record for name in RECORDS for record in records(name) if record.title and record.authors}
    dna = known["Molecular Structure of Nucleic Acids: A Structure for Deoxyribose Nucleic Acid"]
    assert (dna.authors, dna.year, dna.month, dna.venue) == (
        ("James D. Watson", "Francis H. C. Crick"),
        1953,
        4,
        "Nature",
    )
    epr = known["Can Quantum-Mechanical Description of Physical Reality Be Considered Complete?"]
    assert epr.authors == ("Albert Einstein", "Boris Podolsky", "Nathan Rosen")
    waves = known["Observation of Gravitational Waves from a Binary Black Hole Merger"]
    assert waves.authors == ("LIGO Scientific Collaboration", "Virgo Collaboration")
    folding = known["Highly accurate protein structure prediction with AlphaFold"]
    assert (folding.more_authors, folding.year, folding.month) == (31, 2021, None)
    unet = known["U-Net: Convolutional Networks for Biomedical Image Segmentation"]
    assert (unet.year, unet.month, unet.venue) == (2015, 5, "MICCAI, 2015")
    clocks = known["Time, Clocks, and the Ordering of Events in a Distributed System"]
    assert (clocks.authors, clocks.venue) == (("Leslie Lamport",), "Communications of the ACM")


def test_the_folder_imports_as_these_papers(library: Library) -> None:
    report = importing.run(library, [str(SAMPLES)])
    totals = report.totals
    read = sum(count for _, count in RECORDS.values())
    assert (totals.read, totals.new, totals.merged, totals.skipped) == (read + 1, PAPERS, read - PAPERS, 1)
    (broken,) = [file for file in report.files if file.problems]
    assert (Path(broken.path).name, broken.problems[0].line) == BROKEN
    assert library.total() == PAPERS
    again = importing.run(library, [str(SAMPLES)]).totals
    assert (again.new, again.merged, again.unchanged) == (0, 0, read)
    assert library.total() == PAPERS


def test_titles_come_from_other_pages(library: Library) -> None:
    importing.run(library, [str(SAMPLES / "catalyzex-author.txt"), str(SAMPLES / "catalyzex-cut.txt")])
    assert library.counts().untitled == library.total() == 10
    importing.run(library, [str(SAMPLES / "huggingface-search.txt")])
    assert library.counts().untitled == 8
    importing.run(library, [str(SAMPLES)])
    untitled = [paper for paper in library.papers(range(1, PAPERS + 20)) if not paper.title]
    assert len(untitled) == len(WITHOUT_TITLE)
    for start in WITHOUT_TITLE:
        assert any((paper.abstract or "").startswith(start) for paper in untitled)


@pytest.mark.parametrize("order", list(permutations(sorted(RECORDS)))[:: 40320 // 4])
def test_whatever_the_order_the_same_papers_come_of_it(order: tuple[str, ...], library: Library) -> None:
    for name in order:
        importing.run(library, [str(SAMPLES / name)])
    assert library.total() == PAPERS
    papers = {paper.title: paper for paper in library.papers(range(1, PAPERS + 20))}
    attention = papers["Attention Is All You Need"]
    assert (len(attention.authors), attention.more_authors, bool(attention.abstract)) == (8, 0, True)
    whole = papers["Auto-Encoding Variational Bayes"].abstract or ""
    assert whole.endswith("sampling chains for each.")
    assert papers["LLaMA: Open and Efficient Foundation Language Models"].year == 2023
