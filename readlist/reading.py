"""Bytes into lines of text: files and pipes, packed or not, in the encodings real files come in.

Nothing is read whole: a text costs the memory of its longest line. What cannot be read as text is refused with one
sentence; what breaks off in the middle ends there and says so in :attr:`Text.broken`.
"""

import codecs
import os
import stat
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO, Protocol

from readlist.errors import ReadlistError
from readlist.text import count, printable

CHUNK = 1 << 18
HEAD_MOST = 1 << 22
HEAD_LINES = 40
"""A head this many lines long is enough to tell one format from another; a page may begin with very long lines."""

LINE_LIMIT = 1 << 27
UNPACKED_LIMIT = 1 << 33
BOMB_SIZE = 1 << 26
BOMB_RATIO = 200
"""Text packs 3 to 20 times; what unpacks to more than 64 MB and 200 times its size is made to fill a disk."""

_GZIP = b"\x1f\x8b"
_KINDS = (
    (b"%PDF-", "a PDF, not text; save the web page as text"),
    (b"SQLite format 3\x00", "a database, not text"),
    (b"PK\x03\x04", "a ZIP archive; unpack it first"),
    (b"BZh", "packed with bzip2; unpack it first"),
    (b"\xfd7zXZ\x00", "packed with xz; unpack it first"),
    (b"\x28\xb5\x2f\xfd", "packed with zstd; unpack it first"),
    (b"\x89PNG", "an image, not text"),
    (b"\xff\xd8\xff", "an image, not text"),
    (b"GIF8", "an image, not text"),
    (b"\x7fELF", "a program, not text"),
)
_BOMS = (
    # The longer ones first: the mark of UTF-32 begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Python's codecs that are notations of other things.
_NO_TEXT = ("idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined")
_UNMARKED = {"utf-16": "utf-16-le", "utf-32": "utf-32-le", "utf-8-sig": "utf-8"}
# White space and ESC are left out: pages saved from a terminal are full of them.
_CONTROL_BYTES = bytes({*range(9), *range(14, 27), *range(28, 32)})


class NoTextError(ReadlistError):
    """A file that could be opened and holds no text."""


class Readable(Protocol):
    """Anything bytes come out of, at most so many at a time."""

    def read(self, size: int = -1, /) -> bytes: ...


class Text:
    """A text to be read once, line by line: iterating gives its lines without their ends.

    ``head`` is how it begins, ``done`` how many bytes of the file have been taken so far (packed ones when it is
    packed), ``line`` the number of the last line given. After the last line ``broken`` says why the text ended before
    its file did, and ``warning`` what was odd about its bytes; both are None as a rule.
    """

    def __init__(self, stream: Readable, encoding: str | None = None) -> None:
        """Looks at the beginning of a stream. Raises NoTextError when it is empty or no text.

        ``encoding`` is one of Python's names, for a text that does not say by a mark of its own what it is in; without
        it the bytes tell.
        """
        self._file = _Counted(stream)
        self.line = 0
        self.broken: str | None = None
        self._named = encoding
        self._unreadable = 0
        self._foreign = 0
        self._first_foreign = 0
        self._seen_unicode = False
        self._ends_mid_letter = False
        first = self._file.read(CHUNK)
        if not first:
            raise NoTextError("the file is empty")
        chunks = self._chunks(first)
        start = self._start(chunks)
        mark, marked = next(((mark, name) for mark, name in _BOMS if start.startswith(mark)), (b"", ""))
        start = start[len(mark) :]
        encoding = marked or encoding or _wide_encoding(start)
        self._blocks: Iterable[bytes] = _chain(start, chunks)
        if encoding != "utf-8":
            self._blocks = self._recoded(_chain(start, chunks), encoding)
            start = start.decode(encoding, "replace").encode("utf-8", "replace")
        _refuse_binary(start)
        self.head = "\n".join(_lines_within(_decoded(start)[0]))
        if not self.head.strip():
            raise NoTextError(self.broken or "the file holds nothing but white space")

    @property
    def done(self) -> int:
        """The bytes of the file taken so far."""
        return self._file.taken

    @property
    def warning(self) -> str | None:
        """What was odd about the bytes, once the text has been read."""
        if self._foreign:
            those = count(self._foreign, "line was", "lines were")
            return f"{those} not UTF-8 and read as Windows-1252, the first is line {self._first_foreign}"
        if self._unreadable and self._named:
            return f"{count(self._unreadable, 'letter')} could not be read as {self._named}"
        if self._ends_mid_letter:
            return "the file ends in the middle of a letter"
        return None

    def __iter__(self) -> Iterator[str]:
        for raw in self._byte_lines():
            decoded, foreign = _decoded(raw)
            if foreign:
                self._foreign += 1
                self._first_foreign = self._first_foreign or self.line + 1
            elif not raw.isascii():
                self._seen_unicode = True
            for line in _lines_within(decoded):
                self.line += 1
                yield line

    def _start(self, chunks: Iterator[bytes]) -> bytes:
        start = next(chunks, b"")
        while len(start) < HEAD_MOST and start.count(b"\n") + start.count(b"\r") < HEAD_LINES:
            more = next(chunks, b"")
            if not more:
                break
            start += more
        return start

    def _chunks(self, first: bytes) -> Iterator[bytes]:
        if first.startswith(_GZIP):
            yield from self._unpacked(first)
            return
        yield first
        yield from self._rest()

    def _unpacked(self, first: bytes) -> Iterator[bytes]:
        import zlib

        unpacked = 0
        try:
            for chunk in _inflated(_chain(first, self._rest())):
                unpacked += len(chunk)
                if unpacked > max(BOMB_SIZE, BOMB_RATIO * self._file.taken) or unpacked > UNPACKED_LIMIT:
                    self.broken = _BOMB
                    return
                yield chunk
        except (EOFError, zlib.error):
            self.broken = self.broken or "the packed data is damaged or cut off here"

    def _rest(self) -> Iterator[bytes]:
        try:
            while chunk := self._file.read(CHUNK):
                yield chunk
        except OSError as error:
            self.broken = f"reading stopped: {error.strerror or 'the file cannot be read'}"

    def _recoded(self, blocks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
        decoder = codecs.getincrementaldecoder(encoding)("replace")
        for block in chain(blocks, (b"",)):
            decoded = decoder.decode(block, not block)
            self._unreadable += decoded.count("\ufffd")
            yield decoded.encode("utf-8", "replace")

    def _byte_lines(self) -> Iterator[bytes]:
        unfinished: list[bytes] = []
        length = 0
        for block in self._blocks:
            lines = block.split(b"\n")
            if len(lines) > 1:
                yield b"".join([*unfinished, lines[0]])
                yield from lines[1:-1]
                unfinished, length = [], 0
            unfinished.append(lines[-1])
            length += len(lines[-1])
            if length > LINE_LIMIT:
                self.broken = f"a line is longer than {LINE_LIMIT >> 20} MB"
                return
        last = b"".join(unfinished)
        if last and not self._foreign and _is_cut(last, self._seen_unicode):
            self._ends_mid_letter = True
            last = last.decode("utf-8", "replace").encode()
        if last:
            yield last


_BOMB = f"it unpacks to more than {BOMB_RATIO} times its size; unpack it yourself if it can be trusted"


def encoding_named(name: str) -> str:
    """Python's name of an encoding that a person names (``latin1``, ``cp1251``, ``Shift-JIS``). Raises ReadlistError
    (code 2) when there is none of that name, or it is no encoding of text."""
    try:
        known = codecs.lookup(name.strip()).name
        if known not in _NO_TEXT:
            "a".encode(known)
            return _UNMARKED.get(known, known)
    except (LookupError, ValueError):
        pass
    raise ReadlistError(
        f"there is no encoding {printable(name)!r}; try utf-8, cp1252, latin-1, utf-16, shift_jis or gb18030", code=2
    )


def open_file(path: Path, encoding: str | None = None) -> tuple[Text, BinaryIO]:
    """The text of a file, and the file to close afterwards; ``encoding`` as for :class:`Text`.

    Raises ReadlistError, with a sentence that goes behind the file's name, when it is missing or may not be read;
    NoTextError when it is empty or no text.
    """
    try:
        file = path.open("rb")
    except OSError as error:
        raise ReadlistError(_why(error)) from None
    except ValueError:
        raise ReadlistError("no file can be called that") from None
    try:
        _refuse_bomb(file)
        return Text(file, encoding), file
    except OSError as error:
        file.close()
        raise ReadlistError(_why(error)) from None
    except BaseException:
        file.close()
        raise


def _why(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    if isinstance(error, PermissionError):
        return "it may not be read (permission denied)"
    return f"it cannot be read ({(error.strerror or type(error).__name__).lower()})"


def _refuse_bomb(file: BinaryIO) -> None:
    """A gzip file ends with the size of what was packed (RFC 1952, modulo 4 GiB): an honest bomb is known by it. A file
    that was cut off ends with anything, so the suspect is unpacked once to see."""
    status = os.fstat(file.fileno())
    if not stat.S_ISREG(status.st_mode) or status.st_size < 18 or file.read(2) != _GZIP:
        if file.seekable():
            file.seek(0)
        return
    file.seek(-4, os.SEEK_END)
    unpacked = int.from_bytes(file.read(4), "little")
    file.seek(0)
    limit = max(BOMB_SIZE, BOMB_RATIO * status.st_size)
    if unpacked > limit and _unpacks_beyond(limit, file):
        raise ReadlistError(_BOMB)
    file.seek(0)


def _unpacks_beyond(limit: int, file: BinaryIO) -> bool:
    import zlib

    unpacked = 0
    try:
        for chunk in _inflated(iter(lambda: file.read(CHUNK), b"")):
            unpacked += len(chunk)
            if unpacked > limit:
                return True
    except (EOFError, zlib.error):
        pass
    return False


def _refuse_binary(start: bytes) -> None:
    for mark, kind in _KINDS:
        if start.startswith(mark):
            raise NoTextError(kind)
    if start.startswith(_GZIP):
        raise NoTextError("packed twice; unpack it first")
    sample = start[:65536]
    controls = len(sample) - len(sample.translate(None, _CONTROL_BYTES))
    allowed = 0.02 if _decoded(sample[:-4])[1] and _decoded(sample)[1] else 0.3
    if controls > allowed * len(sample):
        raise NoTextError("a binary file, not text")


def _wide_encoding(start: bytes) -> str:
    """UTF-16 without a mark shows by its zeros: nearly every other byte of a Western text."""
    sample = start[:4096]
    half = len(sample) // 2
    if half >= 8:
        if sample[1::2].count(0) > 0.7 * half and sample[0::2].count(0) < 0.1 * half:
            return "utf-16-le"
        if sample[0::2].count(0) > 0.7 * half and sample[1::2].count(0) < 0.1 * half:
            return "utf-16-be"
    return "utf-8"


def _decoded(raw: bytes) -> tuple[str, bool]:
    """Strict UTF-8, else Windows-1252, and whether it was the latter. A file whose parts were written in different
    encodings is common, so each line is decoded for itself."""
    try:
        return raw.decode(), False
    except UnicodeDecodeError:
        try:
            return raw.decode("cp1252"), True
        except UnicodeDecodeError:
            return raw.decode("latin-1"), True


def _is_cut(raw: bytes, unicode: bool) -> bool:
    """Whether UTF-8 ends in the middle of a letter, as a file does that was cut at some number of bytes. A single odd
    byte at the end of a text that has no other (not ``unicode``) is more likely Windows-1252."""
    try:
        raw.decode()
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data" and (unicode or not raw[: error.start].isascii())
    return False


def _lines_within(text: str) -> list[str]:
    """Lines that end with CR LF or with CR alone, once LF has been taken for an end."""
    if "\r" not in text:
        return text.split("\n")
    return text.replace("\r\n", "\n").removesuffix("\r").replace("\r", "\n").split("\n")


def _chain(first: bytes, others: Iterable[bytes]) -> Iterator[bytes]:
    yield first
    yield from others


def _inflated(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """What gzip data unpacks to (RFC 1952), all members of it, a bounded piece at a time; all that can be had of data
    that is damaged or cut off comes before zlib.error or EOFError is raised."""
    import zlib

    unpacker = zlib.decompressobj(wbits=31)
    packed = next(blocks, b"")
    while packed:
        chunk = unpacker.decompress(packed, CHUNK)
        yield chunk
        packed = unpacker.unconsumed_tail
        while len(chunk) == CHUNK and not unpacker.eof:
            chunk = unpacker.decompress(packed, CHUNK)
            yield chunk
            packed = unpacker.unconsumed_tail
        if unpacker.eof:
            packed = (unpacker.unused_data or next(blocks, b"")).lstrip(b"\x00")
            if packed:
                unpacker = zlib.decompressobj(wbits=31)
        else:
            packed = packed or next(blocks, b"")
    if not unpacker.eof:
        raise EOFError


class _Counted:
    """A stream that knows how many bytes were taken from it."""

    def __init__(self, stream: Readable) -> None:
        self._stream = stream
        self.taken = 0

    def read(self, size: int = -1, /) -> bytes:
        chunk = self._stream.read(size)
        self.taken += len(chunk)
        return chunk
