"""Formats of other packages: found by their entry points, used like readlist's own, harmless when they are broken."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from readlist import formats, importing
from readlist.errors import ReadlistError
from readlist.formats import third_party
from readlist.paper import Draft, Problem, Record
from readlist.store import Library

EXAMPLE = Path(__file__).parents[1] / "data" / "third-party" / "papyrus.py"
TEXT = "A Portable Shelf / Jane Doe, Bob Roe / 1978\nnothing\nShelves / Ann Poe / 1979\n"


class Packages:
    """Packages with formats, as pip would have installed them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def install(self, module: str, source: str, name: str | None = None) -> None:
        """A module, and its entry point under a name."""
        (self._folder / f"{module}.py").write_text(source)
        told = self._folder / f"{module}-1.0.dist-info"
        told.mkdir()
        (told / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: 1.0\n")
        (told / "entry_points.txt").write_text(f"[readlist.formats]\n{name or module} = {module}\n")
        third_party.forget()


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Packages]:
    folder = tmp_path / "site-packages"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    loaded = set(sys.modules)
    third_party.forget()
    yield Packages(folder)
    for name in set(sys.modules) - loaded:
        if str(folder) in str(getattr(sys.modules[name], "__file__", "")):
            del sys.modules[name]
    monkeypatch.undo()
    third_party.forget()


def test_an_example_of_less_than_thirty_lines(packages: Packages) -> None:
    assert EXAMPLE.read_text().count("\n") < 30
    packages.install("papyrus", EXAMPLE.read_text())
    known = formats.by_name("papyrus")
    assert (known.label, known.description) == ("Papyrus", "a paper a line: title / authors / year")
    assert known.readable and known.writable
    assert formats.recognise(TEXT) == known
    assert known in formats.known_formats()
    first, problem, last = known.read(TEXT)
    assert isinstance(first, Draft) and isinstance(problem, Problem) and isinstance(last, Draft)
    assert (first.title, first.authors, first.year, problem.line, last.line) == (
        "A Portable Shelf", ("Jane Doe", "Bob Roe"), 1978, 2, 3,
    )  # fmt: skip
    assert "".join(known.write([first, last])) == TEXT.replace("nothing\n", "")
    assert formats.troubles() == ()


def test_it_is_imported_like_any_other(packages: Packages, tmp_path: Path) -> None:
    packages.install("papyrus", EXAMPLE.read_text())
    (tmp_path / "shelves.txt").write_text(TEXT)
    with Library.open(tmp_path / "papers.db") as library:
        report = importing.run(library, [str(tmp_path / "shelves.txt")])
    (file,) = report.files
    assert (file.format, file.new, file.skipped) == ("papyrus", 2, 1)
    assert report.troubles == ()


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("import no_such_module_anywhere", "No module named"),
        ("raise SystemError('kaputt \\x1b[31m')", "kaputt"),
        ("x = 1", "neither recognise and read nor write"),
        ("def recognise(text): 1 / 0\ndef read(text): return iter(())", "division by zero"),
        ("def recognise(text): return 'much'\ndef read(text): return iter(())", "could not convert"),
    ],
)
def test_a_broken_one_costs_itself_only(packages: Packages, tmp_path: Path, source: str, why: str) -> None:
    packages.install("broken", source)
    packages.install("papyrus", EXAMPLE.read_text())
    (tmp_path / "shelves.txt").write_text(TEXT)
    with Library.open(tmp_path / "papers.db") as library:
        report = importing.run(library, [str(tmp_path / "shelves.txt")])
    assert report.totals.new == 2
    (sentence,) = report.troubles
    assert sentence.startswith("the format 'broken' of another package cannot be used: ")
    assert why in sentence
    assert "\x1b" not in sentence and "\n" not in sentence


def test_what_it_yields_is_cleaned(packages: Packages) -> None:
    source = (
        "from readlist.paper import Draft\n"
        "def recognise(text): return 1\n"
        "def read(text):\n"
        "    yield Draft(title='A\\x1b[2J Thing', authors=('Jane\\u202e Doe', ''), extra={'x': ['\\x07y']})\n"
    )
    packages.install("papyrus", source)
    (found,) = formats.by_name("papyrus").read("x")
    assert isinstance(found, Draft)
    assert (found.title, found.authors, found.extra) == ("A Thing", ("Jane Doe",), {"x": ["y"]})


def test_what_is_no_draft_ends_the_file_with_a_problem(packages: Packages, tmp_path: Path) -> None:
    packages.install("papyrus", "def recognise(text): return 1\ndef read(text): yield 'a'\nread_lines = read\n")
    (tmp_path / "x.txt").write_text("words\n")
    with Library.open(tmp_path / "papers.db") as library:
        (file,) = importing.run(library, [str(tmp_path / "x.txt")]).files
    assert "please report it" in file.problems[0].reason


def test_the_name_of_one_of_ours_is_taken(packages: Packages) -> None:
    packages.install("papyrus", EXAMPLE.read_text(), name="RIS")
    assert formats.by_name("ris").package == "readlist.formats."
    assert all(one.name != "ris" for one in third_party.installed())
    assert formats.troubles() == (
        "the format 'ris' of another package cannot be used: there is one of that name already",
    )


def test_one_that_only_writes(packages: Packages) -> None:
    packages.install("papyrus", "def write(records):\n    for record in records: yield record.title\n")
    known = formats.by_name("papyrus")
    assert not known.readable
    assert list(known.write([Record(title="A")])) == ["A"]
    assert formats.recognise("word") is None
    with pytest.raises(ReadlistError):
        known.read("x")


def test_nobody_looks_for_them_before_a_format_is_needed() -> None:
    script = (
        "import contextlib, io, sys\nfrom readlist.cli import main\n"
        "with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()):\n    main(['--help'])\n"
        "print([name for name in sys.modules if name in ('importlib.metadata', 'readlist.formats.third_party')])\n"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
