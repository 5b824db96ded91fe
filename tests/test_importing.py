"""The way in: which files are read, what is reported of each, and that nothing is left behind by what fails."""

import gzip
import io
import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from readlist import importing
from readlist.errors import ReadlistError
from readlist.importing import CancelledError, FileReport, Progress, Report
from readlist.paper import Problem
from readlist.store import Library

ABSTRACTS = (
    "We study how reading lists grow and show that most of what is saved is never read by the person who saved it.",
    "A new index answers questions about a million papers in the time a key takes to come up again, on one core.",
    "Sparse models of language route each token to few experts; we measure what the router learns and what it forgets.",
)
PAGE = "Ada\n" + "".join(f"Abstract:{abstract}\n" for abstract in ABSTRACTS)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "papers.db") as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "pages"
    made.mkdir()
    return made


def page(number: int, abstracts: tuple[str, ...] = ABSTRACTS) -> str:
    return "Ada\n" + "".join(f"Abstract:{abstract} Part {number} of the study.\n" for abstract in abstracts)


def only(report: Report) -> FileReport:
    assert len(report.files) == 1
    return report.files[0]


def test_a_file_is_read_and_counted(library: Library, folder: Path) -> None:
    (folder / "ada.txt").write_text(PAGE)
    report = importing.run(library, [str(folder / "ada.txt")])
    assert only(report) == FileReport(path=str(folder / "ada.txt"), format="catalyzex", read=3, new=3)
    assert report.imported
    assert library.total() == 3
    again = importing.run(library, [str(folder / "ada.txt")])
    assert only(again) == FileReport(path=str(folder / "ada.txt"), format="catalyzex", read=3, unchanged=3)
    assert again.imported
    assert library.total() == 3


def test_numbers_add_up_for_each_file_and_in_all(library: Library, folder: Path) -> None:
    (folder / "a.txt").write_text(PAGE + "Abstract:...\n")
    (folder / "b.txt").write_text(PAGE + page(2).partition("\n")[2])
    (folder / "c.txt").write_text("shopping list\nmilk\n")
    report = importing.run(library, [str(folder / name) for name in ("a.txt", "b.txt", "c.txt", "a.txt")])
    for part in (*report.files, report.totals):
        assert part.read == part.new + part.merged + part.unchanged + part.skipped
    assert report.totals.read == sum(file.read for file in report.files)
    first, second, third, fourth = report.files
    assert (first.new, first.skipped, len(first.problems)) == (3, 1, 1)
    assert first.problems[0].line == 5
    assert (second.new, second.merged) == (3, 3)
    assert third.error
    assert third.read == 0
    assert (fourth.unchanged, fourth.skipped) == (3, 1)


def test_the_source_of_a_record_is_the_files_name_and_line(library: Library, folder: Path) -> None:
    (folder / "ada.txt").write_text(PAGE)
    importing.run(library, [str(folder)])
    papers = library.papers(list(library.searcher().find(_everything()).ids))
    assert sorted((source.file, source.line, source.label) for paper in papers for source in paper.sources) == [
        ("ada.txt", 2, "Ada"),
        ("ada.txt", 3, "Ada"),
        ("ada.txt", 4, "Ada"),
    ]


def test_packed_files_and_standard_input(library: Library, folder: Path) -> None:
    (folder / "ada.txt.gz").write_bytes(gzip.compress(page(1).encode()))
    report = importing.run(library, [str(folder / "ada.txt.gz"), "-"], stdin=io.BytesIO(page(2).encode("utf-16")))
    assert [(file.path, file.new) for file in report.files] == [(str(folder / "ada.txt.gz"), 3), ("-", 3)]
    packed = importing.run(library, ["-"], stdin=io.BytesIO(gzip.compress(page(3).encode())))
    assert only(packed).new == 3


def test_pasted_text(library: Library) -> None:
    report = importing.run_text(library, PAGE, "pasted text")
    assert only(report) == FileReport(path="pasted text", format="catalyzex", read=3, new=3)


def test_a_folder_gives_all_it_holds_in_order(library: Library, folder: Path) -> None:
    for number, name in enumerate(("b.txt", "a.txt", "deep/er/c.txt", ".hidden.txt", ".git/d.txt")):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(page(number))
    (folder / "notes.txt").write_text("milk, bread\n")
    (folder / "photo").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50))
    (folder / "empty").touch()
    report = importing.run(library, [str(folder)])
    assert [file.path for file in report.files] == [str(folder / name) for name in ("a.txt", "b.txt", "deep/er/c.txt")]
    assert sorted(Path(path).name for path in report.left_out) == ["empty", "notes.txt", "photo"]
    assert report.totals.new == 9


def test_links_in_circles_end(library: Library, folder: Path) -> None:
    (folder / "a.txt").write_text(PAGE)
    (folder / "inner").mkdir()
    (folder / "inner" / "up").symlink_to(folder, target_is_directory=True)
    (folder / "self").symlink_to(folder / "self")
    (folder / "gone").symlink_to(folder / "nowhere")
    report = importing.run(library, [str(folder)])
    assert [Path(file.path).name for file in report.files] == ["a.txt"]


def test_a_pipe_in_a_folder_is_not_waited_for(library: Library, folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    (folder / "a.txt").write_text(PAGE)
    assert importing.run(library, [str(folder)]).totals.new == 3


def test_a_folder_of_other_things_is_one_error(library: Library, folder: Path) -> None:
    (folder / "notes.txt").write_text("milk\n")
    report = importing.run(library, [str(folder)])
    assert only(report).error == "the folder holds nothing readlist knows (1 file looked at)"
    assert not report.imported
    (folder / "notes.txt").unlink()
    assert only(importing.run(library, [str(folder)])).error == "the folder holds no files"


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("missing", None, "no such file"),
        ("empty", b"", "empty"),
        ("blank", b"\n \n", "white space"),
        ("photo", b"\xff\xd8\xff\xe0" + bytes(range(256)), "image"),
        ("noise", bytes(range(256)) * 20, "binary"),
        ("list", b"milk\nbread\n", "no format that readlist knows"),
        ("page.html", b"<!DOCTYPE html><html><body>Abstract:</body></html>", "HTML"),
        ("a\0b", None, "no file can be called that"),
        ("x" * 5000, None, "name too long"),
    ],
)
def test_one_bad_path_costs_only_itself(
    library: Library, folder: Path, name: str, data: bytes | None, sentence: str
) -> None:
    good = folder / "good.txt"
    good.write_text(PAGE)
    bad = f"{folder}/{name}"
    if data is not None:
        Path(bad).write_bytes(data)
    report = importing.run(library, [bad, str(good)])
    error, fine = report.files
    assert sentence in (error.error or "")
    assert "\n" not in (error.error or "")
    assert error.format is None
    assert error.read == 0
    assert fine.new == 3
    assert report.imported
    alone = importing.run(library, [bad])
    assert not alone.imported
    assert alone.id is None


def test_when_nothing_is_imported_history_says_nothing(library: Library, folder: Path) -> None:
    (folder / "list").write_text("milk\n")
    importing.run(library, [str(folder / "list")])
    assert library.ledger.history() == []


def test_the_library_itself_is_never_opened_as_a_file(library: Library, folder: Path, tmp_path: Path) -> None:
    report = importing.run(library, [str(library.path)])
    assert only(report).error == "this is the library itself"
    link = folder / "link.txt"
    link.symlink_to(library.path)
    (folder / "a.txt").write_text(PAGE)
    report = importing.run(library, [str(folder)])
    assert [Path(file.path).name for file in report.files] == ["a.txt"]
    assert report.left_out == ()


def test_a_packed_file_that_breaks_off_brings_what_it_can(library: Library, folder: Path) -> None:
    noise = random.Random(11)
    text = "Ada\n" + "".join(f"Abstract:{noise.randbytes(60).hex()} of number {n}.\n" for n in range(400))
    packed = gzip.compress(text.encode())
    (folder / "cut.gz").write_bytes(packed[: len(packed) // 2])
    file = only(importing.run(library, [str(folder / "cut.gz")]))
    assert file.new > 100
    assert file.problems[-1].reason == "the packed data is damaged or cut off here"
    assert file.read == file.new + file.skipped < 400


def test_the_encoding_is_worth_a_warning_and_no_record(library: Library, folder: Path) -> None:
    (folder / "old.txt").write_bytes("Ada\nAbstract:Über größere Modelle – und “kleinere” Fragen.\n".encode("cp1252"))
    file = only(importing.run(library, [str(folder / "old.txt")]))
    assert (file.new, file.skipped) == (1, 0)
    assert file.warnings == ("1 line was not UTF-8 and read as Windows-1252, the first is line 2",)


def test_a_named_encoding(library: Library, folder: Path) -> None:
    (folder / "old.ris").write_bytes("TY  - JOUR\nTI  - Война и мир, роман\nER  - \n".encode("cp1251"))
    with pytest.raises(ReadlistError, match="no encoding 'klingon'"):
        importing.run(library, [str(folder / "old.ris")], encoding="klingon")
    file = only(importing.run(library, [str(folder / "old.ris")], encoding="windows-1251"))
    assert (file.new, file.warnings) == (1, ())
    (paper,) = library.papers(list(library.searcher().find(_everything()).ids))
    assert paper.title == "Война и мир, роман"


def test_a_named_format_is_taken_at_its_word(library: Library, folder: Path) -> None:
    (folder / "ada.txt").write_text(PAGE)
    with pytest.raises(ReadlistError) as caught:
        importing.run(library, [str(folder / "ada.txt")], format="docx")
    assert caught.value.code == 2
    assert only(importing.run(library, [str(folder / "ada.txt")], format="catalyzex")).new == 3
    wrong = only(importing.run(library, [str(folder / "ada.txt")], format="jsonl"))
    assert wrong.new == 0
    assert wrong.error or wrong.problems


def test_tags_and_status_go_along(library: Library, folder: Path) -> None:
    (folder / "ada.txt").write_text(PAGE)
    importing.run(library, [str(folder / "ada.txt")], tags=["inbox", "rag"], status="reading")
    for paper in library.papers(list(library.searcher().find(_everything()).ids)):
        assert sorted(paper.tags) == ["inbox", "rag"]
        assert paper.status == "reading"


def test_a_trial_counts_and_changes_nothing(library: Library, folder: Path) -> None:
    (folder / "ada.txt").write_text(PAGE)
    report = importing.run(library, [str(folder / "ada.txt")], dry_run=True)
    assert report.totals.new == 3
    assert report.id is None
    assert library.total() == 0
    assert library.ledger.history() == []


def test_one_undo_takes_back_all_files_of_an_import(library: Library, folder: Path) -> None:
    for number in range(3):
        (folder / f"{number}.txt").write_text(page(number))
    importing.run(library, [str(folder)])
    assert library.total() == 9
    library.ledger.undo()
    assert library.total() == 0


def test_cancelling_takes_back_what_was_there(library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "BATCH", 2)
    for number in range(4):
        (folder / f"{number}.txt").write_text(page(number))
    seen: list[int] = []

    def cancelled() -> bool:
        seen.append(library.total())
        return len(seen) > 8

    with pytest.raises(CancelledError):
        importing.run(library, [str(folder)], cancelled=cancelled)
    assert max(seen) > 0
    assert library.total() == 0
    assert [entry for entry in library.ledger.history() if not entry.undone] == []
    assert importing.run(library, [str(folder)]).totals.new == 12


def test_an_interrupt_takes_it_back_too(library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "BATCH", 1)
    (folder / "a.txt").write_text(PAGE)

    def interrupt(progress: Progress) -> None:
        if progress.records == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        importing.run(library, [str(folder)], progress=interrupt)
    assert library.total() == 0


def test_progress_never_goes_back_and_ends_at_the_end(library: Library, folder: Path) -> None:
    for number in range(3):
        (folder / f"{number}.txt").write_text(page(number))
    seen: list[Progress] = []
    importing.run(library, [str(folder)], progress=seen.append)
    done = [progress.done_bytes for progress in seen]
    assert done == sorted(done)
    assert seen[-1].done_bytes == seen[-1].total_bytes == sum(len(page(number)) for number in range(3))
    assert seen[-1].records == 9


def test_a_reader_that_stumbles_costs_the_rest_of_its_file(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "a.txt").write_text(page(1))
    (folder / "b.txt").write_text(page(2))
    from readlist.formats import catalyzex

    honest = catalyzex.read

    def stumbling(text: str):  # type: ignore[no-untyped-def]
        yield next(iter(honest(text)))
        if "Part 1" in text:
            raise ZeroDivisionError
        yield Problem(line=9, reason="nothing")

    monkeypatch.setattr(catalyzex, "read", stumbling)
    first, second = importing.run(library, [str(folder)]).files
    assert (first.new, first.skipped) == (1, 1)
    assert "please report it" in first.problems[0].reason
    assert (second.new, second.skipped) == (1, 1)


def test_hostile_names_are_kept_harmless(library: Library, folder: Path) -> None:
    name = b"-\x1b]52;c;aGk=\x07\xff[b]\xe2\x80\xae.txt"
    path = os.fsdecode(bytes(folder) + b"/" + name)
    Path(path).write_text(PAGE)
    assert only(importing.run(library, [path])).new == 3
    stored = {
        source.file
        for paper in library.papers(list(library.searcher().find(_everything()).ids))
        for source in paper.sources
    }
    assert len(stored) == 1
    for file in stored:
        assert file
        assert file.isprintable()
        file.encode()


def _everything():  # type: ignore[no-untyped-def]
    from readlist.query import Query

    return Query()


def test_lines_of_a_large_file_keep_their_numbers(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = '{{"uid": "01HAAAAAAAAAAAAAAAAAAAAA{0:02}", "title": "The paper of number {0}", "sources": []}}'
    lines = [line.format(number) for number in range(10)]
    lines[7] = "{broken"
    (folder / "own.jsonl").write_text("\n".join(lines))
    file = only(importing.run(library, [str(folder / "own.jsonl")]))
    assert (file.new, file.skipped, file.problems[0].line) == (9, 1, 8)
    papers = library.papers(list(library.searcher().find(_everything()).ids))
    found = {paper.title: paper.sources[-1].line for paper in papers}
    assert found["The paper of number 9"] == 10


STREAMED = {
    "ris": ("", "TY  - JOUR\nTI  - The paper of number {0}\nID  - key{0}x\nER  - \n"),
    "nbib": ("", "PMID- {0}\nTI  - The paper of number {0}.\nFAU - Doe, Jane\n\n"),
    "refer": ("", "%0 Journal Article\n%T The paper of number {0}\n%A Doe, Jane\n\n"),
    "isi": ("FN Clarivate Analytics Web of Science\nVR 1.0\n", "PT J\nTI The paper of number {0}\nER\n"),
    "csv": ("title,authors,year\n", '"The paper\nof number {0}",Jane Doe,2020\n'),
    "jsonl": ("", '{{"uid": "01HAAAAAAAAAAAAAAAAAAAAA", "title": "The paper of number {0}", "sources": []}}\n'),
}


@pytest.mark.parametrize("name", STREAMED)
def test_records_are_kept_before_the_file_has_been_read_to_its_end(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(importing, "BATCH", 50)
    monkeypatch.setattr("readlist.reading.CHUNK", 4096)
    monkeypatch.setattr("readlist.reading.HEAD_MOST", 4096)
    head, record = STREAMED[name]
    (folder / "all").write_text(head + "".join(record.format(number) for number in range(400)))
    seen: list[Progress] = []
    file = only(importing.run(library, [str(folder / "all")], progress=seen.append, dry_run=True))
    assert (file.format, file.read, file.skipped) == (name, 400, 0)
    assert seen[0].records == 50
    assert seen[0].done_bytes < seen[0].total_bytes / 3
    assert seen[-1].done_bytes == seen[-1].total_bytes


def test_large_records_go_to_the_library_in_smaller_lots(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH_LENGTH", 2000)
    _, record = STREAMED["ris"]
    (folder / "all.ris").write_text("".join(record.format(number) for number in range(400)))
    seen: list[Progress] = []
    assert only(importing.run(library, [str(folder / "all.ris")], progress=seen.append)).new == 400
    assert len(seen) > 5


def test_a_file_without_records_can_be_cancelled(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "LINES_BETWEEN_LOOKS", 10)
    (folder / "all.ris").write_text("TY  - JOUR\nAB  - A\n" + "endless\n" * 10_000)
    seen: list[Progress] = []
    with pytest.raises(CancelledError):
        importing.run(library, [str(folder / "all.ris")], progress=seen.append, cancelled=lambda: len(seen) > 3)
    assert len(seen) == 4


def test_problems_keep_the_numbers_of_their_lines(library: Library, folder: Path) -> None:
    text = (
        "TY  - JOUR\r\nTI  - The first paper of all\r\nER  - \r\nlost words\r\nTY  - JOUR\r\nTI  - The second paper\r\n"
    )
    (folder / "a.ris").write_bytes(text.encode("utf-16"))
    file = only(importing.run(library, [str(folder / "a.ris")]))
    assert (file.new, [problem.line for problem in file.problems]) == (2, [4])
