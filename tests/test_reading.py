"""Bytes become lines of text, whatever wrote them, or are refused with a sentence."""

import codecs
import gzip
import io
import os
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readlist import reading
from readlist.errors import ReadlistError
from readlist.reading import NoTextError, Text, encoding_named, open_file

PAGE = "Jack\nAbstract:Über Modelle – “sehr” große.\nAbstract:日本語の要旨。\n"


def lines(data: bytes) -> list[str]:
    return list(Text(io.BytesIO(data)))


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-32-le", codecs.BOM_UTF32_LE),
        ("utf-32-be", codecs.BOM_UTF32_BE),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_unicode_is_read_in_every_form(encoding: str, mark: bytes, packed: bool) -> None:
    data = mark + PAGE.encode(encoding)
    text = Text(io.BytesIO(gzip.compress(data) if packed else data))
    assert list(text) == PAGE.splitlines()
    assert text.warning is None
    assert text.broken is None
    assert text.head.startswith("Jack\nAbstract:Über")


def test_utf16_without_a_mark_is_known_by_its_zeros() -> None:
    plain = "Jack\nAbstract:plain words about models\n"
    assert lines(plain.encode("utf-16-le")) == plain.splitlines()
    assert lines(plain.encode("utf-16-be")) == plain.splitlines()


def test_windows_text_is_read_with_a_warning() -> None:
    text = Text(io.BytesIO("plain\nMüller – “quoted”\ncafé\n".encode("cp1252")))
    assert list(text) == ["plain", "Müller – “quoted”", "café"]
    assert text.warning == "2 lines were not UTF-8 and read as Windows-1252, the first is line 2"


def test_one_foreign_line_does_not_spoil_the_others() -> None:
    data = "naïve\n".encode() + b"na\xefve\n" + b"\x81odd\n"
    text = Text(io.BytesIO(data))
    assert list(text) == ["naïve", "naïve", "\x81odd"]
    assert "2 lines" in (text.warning or "")


def test_a_file_cut_inside_a_letter_keeps_the_rest() -> None:
    text = Text(io.BytesIO("größer\nschön".encode()[:-2]))
    assert list(text) == ["größer", "sch�"]
    assert text.warning == "the file ends in the middle of a letter"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system(end: str) -> None:
    assert lines(end.join(["a", "", "b"]).encode()) == ["a", "", "b"]
    assert lines((end.join(["a", "", "b"]) + end).encode()) == ["a", "", "b"]


def test_lines_are_counted_as_they_are_given() -> None:
    text = Text(io.BytesIO(b"a\r\nb\rc\nd"))
    assert [(line, text.line) for line in text] == [("a", 1), ("b", 2), ("c", 3), ("d", 4)]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), max_size=20), max_size=30))
def test_utf8_lines_come_back_as_they_were(expected: list[str]) -> None:
    data = ("begin\n" + "".join(line + "\n" for line in expected)).encode()
    if sum(byte < 32 and byte not in b"\n\t\x0b\x0c\x1b" for byte in data) > 0.2 * len(data):
        return
    assert lines(data) == ["begin", *expected]


def test_blocks_of_the_file_leave_no_seam(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "CHUNK", 7)
    monkeypatch.setattr(reading, "HEAD_LINES", 2)
    assert lines(PAGE.encode() * 20) == PAGE.splitlines() * 20
    assert lines(codecs.BOM_UTF16_LE + (PAGE * 20).encode("utf-16-le")) == PAGE.splitlines() * 20


def test_a_line_of_a_megabyte_is_one_line() -> None:
    assert [len(line) for line in lines(b"a\n" + b"x" * 3_000_000 + b"\nb\n")] == [1, 3_000_000, 1]


def test_the_head_reaches_behind_a_very_long_first_line() -> None:
    text = Text(io.BytesIO(b"x" * 1_000_000 + b"\nAbstract:found\n"))
    assert text.head.endswith("Abstract:found\n")


def test_zero_bytes_inside_a_text_are_no_reason_to_refuse_it() -> None:
    assert lines(b"Jack\nAbstract:before\x00after and much more of it\n")[1].startswith("Abstract:before\x00after")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "the file is empty"),
        (b" \n\t\n", "white space"),
        (b"\xef\xbb\xbf", "white space"),
        (b"%PDF-1.7\n...", "PDF"),
        (b"SQLite format 3\x00" + bytes(100), "database"),
        (b"PK\x03\x04rest", "ZIP"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (random.Random(7).randbytes(5000), "binary"),
        (bytes(4000), "binary"),
        (bytes(range(32)) * 50, "binary"),
        (gzip.compress(gzip.compress(b"hello")), "packed twice"),
        (gzip.compress(b""), "white space"),
        (b"\x1f\x8b\x08\x00broken", "damaged"),
    ],
)
def test_what_is_no_text_is_refused_with_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(NoTextError, match=sentence):
        Text(io.BytesIO(data))


def test_a_packed_file_that_breaks_off_gives_what_came_before() -> None:
    whole = gzip.compress("".join(f"line {random.Random(n).random()}\n" for n in range(5000)).encode())
    text = Text(io.BytesIO(whole[: len(whole) // 2]))
    given = list(text)
    assert len(given) > 1000
    assert given[0].startswith("line ")
    assert text.broken == "the packed data is damaged or cut off here"


def test_a_gzip_bomb_is_refused_before_it_goes_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "BOMB_SIZE", 1 << 20)
    bomb = tmp_path / "bomb.gz"
    bomb.write_bytes(gzip.compress(b"Abstract:more of the same\n" * 200_000))
    with pytest.raises(ReadlistError, match="200 times its size"):
        open_file(bomb)
    text = Text(io.BytesIO(bomb.read_bytes()))
    assert sum(1 for _ in text) < 100_000
    assert "200 times its size" in (text.broken or "")


def test_a_line_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LINE_LIMIT", 1 << 20)
    text = Text(io.BytesIO(b"first\n" + b"x" * (4 << 20)))
    assert list(text) == ["first"]
    assert "longer than" in (text.broken or "")


def test_a_failing_disk_ends_the_text_and_says_so() -> None:
    class Failing(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() > 0:
                raise OSError(5, "Input/output error")
            return super().read(10)

    text = Text(Failing(b"good\nlines\n" * 1000))
    assert list(text) == ["good", "lines"]
    assert text.broken == "reading stopped: Input/output error"


def test_files_that_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(ReadlistError, match="no such file"):
        open_file(tmp_path / "missing")
    with pytest.raises(ReadlistError, match="directory"):
        open_file(tmp_path)
    with pytest.raises(ReadlistError, match="no file can be called that"):
        open_file(Path("a\0b"))
    if os.geteuid() != 0:
        secret = tmp_path / "secret"
        secret.write_text("text")
        secret.chmod(0)
        with pytest.raises(ReadlistError, match="permission denied"):
            open_file(secret)


def test_the_bytes_taken_are_those_of_the_packed_file() -> None:
    packed = gzip.compress(PAGE.encode())
    text = Text(io.BytesIO(packed))
    assert list(text) == PAGE.splitlines()
    assert text.done == len(packed)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("cp1251", "Войны и мира"), ("Shift-JIS", "日本語の論文"), ("gb18030", "大规模语言模型"),
        ("latin1", "Übergröße"), ("utf-16", "Über Leselisten"), ("utf-16-be", "Über Leselisten"), ("big5", "中文"),
        ("koi8-r", "мир"),
    ],
)  # fmt: skip
def test_an_encoding_that_is_named(name: str, text: str) -> None:
    data = (text + "\n" + text + "\n").encode("utf-16-le" if name == "utf-16" else name)
    read = Text(io.BytesIO(data), encoding_named(name))
    assert (read.head.split("\n")[0], list(read), read.warning) == (text, [text, text], None)


def test_a_mark_in_the_file_is_believed_rather_than_a_name() -> None:
    assert list(Text(io.BytesIO("Über\n".encode("utf-8-sig")), encoding_named("latin-1"))) == ["Über"]


def test_letters_that_cannot_be_read_are_counted() -> None:
    text = Text(io.BytesIO("aé\né\n".encode("cp1252")), encoding_named("ascii"))
    assert list(text) == ["a\ufffd", "\ufffd"]
    assert text.warning == "2 letters could not be read as ascii"


@pytest.mark.parametrize("name", ["", "no-such", "rot13", "hex", "idna", "undefined", "a\0b", "unicode_escape"])
def test_what_is_no_encoding(name: str) -> None:
    with pytest.raises(ReadlistError, match="there is no encoding") as caught:
        encoding_named(name)
    assert caught.value.code == 2
