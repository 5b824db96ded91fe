"""Plain text made safe to stand in a LaTeX document and inside a BibTeX field.

BibTeX counts braces without regard to backslashes, LaTeX does regard them, and both must come out even; so what is
not plainly LaTeX already is escaped until it prints as it came.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from readlist.text import clean_line

# What a title may hold of LaTeX: commands that only set text. Anything else (\input, \write, macros of the paper's own)
# is shown as it is written, as it would break or abuse the document that cites it.
_WITH_ARGUMENT_WORDS = (
    "emph textit textbf texttt textsc textsf textrm textup textsl textmd textnormal textsuperscript textsubscript "
    "underline mbox ensuremath url"
)
_WITH_ARGUMENT = frozenset(_WITH_ARGUMENT_WORDS.split())
_ALONE_WORDS = (
    "it bf tt sc sl em rm sf itshape bfseries ttfamily scshape sffamily rmfamily aa AA ae AE oe OE o O l L ss "
    "SS i j dh DH dj DJ th TH ng NG ldots dots textendash textemdash textquoteleft textquoteright "
    "textquotedblleft textquotedblright textregistered texttrademark textdegree textasciitilde textasciicircum "
    "textbackslash textless textgreater textbar textbraceleft textbraceright textunderscore textdollar "
    "copyright pounds S P dag ddag slash LaTeX TeX BibTeX"
)
_ALONE = frozenset(_ALONE_WORDS.split())
_ACCENTS = frozenset("cvuHkrbdt\"'`^~=.")
_ACCENTED = re.compile(r"\s*(?:\{|\\[ij]\b|[A-Za-z])")
_DANGEROUS_IN_MATH = re.compile(
    r"\\(?:input|include\w*|openin|openout|read\w*|write\w*|immediate|catcode|[egx]?def|let|futurelet|csname|expandafter|"
    r"loop|newcommand|renewcommand|providecommand|usepackage|special|directlua|verb\w*|begin|end|par|href|url|every\w+|"
    r"output|scantokens|makeatletter|afterassignment|aftergroup|newwrite|newread|shipout|endinput|bye|stop|batchmode)"
    r"(?![A-Za-z])"
)
_TOKEN = re.compile(
    r"(?P<math>\$\$[^$]{1,2000}+\$\$|\$(?![\s$])(?:\\.|[^\\$])+?(?<![\s\\])\$|\\\((?:\\[^)]|[^\\])+?\\\))"
    r"|(?P<command>\\[A-Za-z]+)"
    r"|(?P<symbol>\\[&%$#_{}\"'`^~=.,/\\ -])"
    r"|(?P<brace>[{}])"
)
_PROTECTIVE = re.compile(r"[^,A-Z]*+[A-Z][^,]*+")
_LONGEST_PROTECTED = 500
_UNKNOWN_COMMAND = re.compile(r"\\[A-Za-z]++(?:\[[^\[\]]*\])?\s*+$")
_LONGEST_COMMAND = 60
_MATHS_SIGN = re.compile(r"[\\^_{}=<>+]")
_SPECIAL = re.compile(r"[\\{}&%$#_~^]")
_ESCAPED = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_UNEVEN_BRACE = {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"}


class _Piece(NamedTuple):
    """A stretch of the text: ``plain`` is still to be escaped, everything else is LaTeX to leave alone."""

    start: int
    end: int
    kind: str
    depth: int


def latex(text: str) -> str:
    """Text for a field whose capitals nobody changes: an author's name, a journal, a note."""
    return _render(clean_line(text), title=False)


def latex_title(text: str, protected: Collection[str] = ()) -> str:
    """A title, with braces around what BibTeX styles must not lower-case.

    Styles such as ``plain`` turn all but the first letter of a title (and of what follows a colon) into lower case.
    Protected are words with a capital behind their first letter (``BERT``, ``ImageNet``, ``3D``), with digits
    (``T5``), single letters but the article (``Vitamin D``, ``U-Net``), the word after ``?`` or ``!``, formulas, and in
    a title otherwise written like a sentence each word that stands there with a capital, as it is then a name. In a
    title written With Capitals Throughout nothing tells names from other words, and they are left alone, but for the
    words that are ``protected`` since somebody said so.
    """
    return _render(clean_line(text), title=True, protected=frozenset(protected))


def words_to_protect(title: str, words: Iterable[str]) -> list[str]:
    """Which of the words that somebody protected in a title :func:`latex_title` would not protect by itself."""
    told = {word[0] for text in words for word in _WORD.finditer(text) if any(map(str.isupper, word[0]))}
    if all(_is_all_capitals_or_mixed(word) for word in told) and not title.isupper():
        return []
    names, shouted = _reads_like_a_sentence(title), _is_shouted(title)
    missing: dict[str, None] = {}
    for word in _WORD.finditer(title):
        if word[0] not in told or not (shouted or not _must_keep_its_capitals(title, word, names=names)):
            continue
        is_first = not any(map(str.isalnum, title[: word.start()]))
        if not (is_first and (word[0][1:].islower() or len(word[0]) == 1)):
            missing[word[0]] = None
    return list(missing)


def is_even(text: str) -> bool:
    """Whether the braces of a text match, both for BibTeX (which counts all) and for LaTeX (not those escaped)."""
    counted_by_both = (re.sub(r"[^{}]", "", text), re.sub(r"[^{}]", "", re.sub(r"\\.", "", text)))
    for braces in counted_by_both:
        depth = 0
        for brace in braces:
            depth += 1 if brace == "{" else -1
            if depth < 0:
                return False
        if depth:
            return False
    return True


def _is_shouted(text: str) -> bool:
    return text.isupper() and len(text.split()) > 3


def _is_all_capitals_or_mixed(word: str) -> bool:
    return any(letter.isupper() for letter in word[1:])


def _render(text: str, *, title: bool, protected: frozenset[str] = frozenset()) -> str:
    if not title and not _SPECIAL.search(text):
        return text
    even = is_even(text)
    pieces = list(_pieces(text, even))
    grouping = _grouping(text, pieces) if even else frozenset()
    kept = _Kept(protected, names=title and _reads_like_a_sentence(text), shouted=title and _is_shouted(text))
    rendered: list[str] = []
    for index, piece in enumerate(pieces):
        part = text[piece.start : piece.end]
        if piece.kind == "plain":
            if title and piece.depth == 0:
                rendered.append(_plain_title(text, piece.start, piece.end, even=even, kept=kept))
            else:
                rendered.append(_escape(text, piece.start, piece.end, even))
        elif piece.kind == "brace":
            rendered.append(part if index in grouping else (_ESCAPED if even else _UNEVEN_BRACE)[part])
        elif part == "\\\\":
            continue
        elif piece.kind == "math":
            part = re.sub(r"(?<!\\)[&%#]", lambda found: "\\" + found[0], part)
            rendered.append(f"{{{part}}}" if title and piece.depth == 0 and not part.islower() else part)
        elif piece.kind == "command" and title and piece.depth == 0 and not part.islower():
            following = pieces[index + 1] if index + 1 < len(pieces) else None
            takes_argument = following is not None and following.kind == "brace" and text[following.start] == "{"
            rendered.append(part if takes_argument else f"{{{part}}}")
        else:
            rendered.append(part)
    return "".join(rendered)


def _grouping(text: str, pieces: Sequence[_Piece]) -> frozenset[int]:
    """Which braces are LaTeX's: around what a command takes or what holds one, or around capitals to protect. A set of
    numbers is none of them."""
    found: set[int] = set()
    opened: list[tuple[int, int]] = []
    commands = 0
    for index, piece in enumerate(pieces):
        if piece.kind in ("command", "symbol"):
            commands += 1
        elif piece.kind == "brace" and text[piece.start] == "{":
            opened.append((index, commands))
        elif piece.kind == "brace" and opened:
            opening, before = opened.pop()
            left = pieces[opening - 1] if opening else None
            is_argument = (
                left is not None
                and left.end == pieces[opening].start
                and (left.kind in ("command", "symbol") or opening - 1 in found)
            )
            start, end = pieces[opening].end, piece.start
            protects = end - start < _LONGEST_PROTECTED and _PROTECTIVE.fullmatch(text, start, end) is not None
            is_unknown = left is not None and left.kind == "plain" and _ends_with_command(text, left.start, left.end)
            if not is_unknown and (is_argument or commands > before or protects):
                found |= {opening, index}
    return frozenset(found)


def _ends_with_command(text: str, start: int, end: int) -> bool:
    return _UNKNOWN_COMMAND.search(text, max(start, end - _LONGEST_COMMAND), end) is not None


def _pieces(text: str, even: bool) -> Iterator[_Piece]:
    """The text cut into what is LaTeX already and what is plain; without LaTeX when the braces do not match."""
    depth = 0
    done = position = 0
    while token := _TOKEN.search(text, position):
        kind = token.lastgroup or ""
        position = token.start() + (2 if token[0] == "\\\\" else 1)
        if not _is_latex(kind, token[0], text[token.end() :], even):
            continue
        if done < token.start():
            yield _Piece(done, token.start(), "plain", depth)
        if even and token[0] == "}":
            depth -= 1
        yield _Piece(token.start(), token.end(), kind, depth)
        if even and token[0] == "{":
            depth += 1
        done = position = token.end()
    if done < len(text):
        yield _Piece(done, len(text), "plain", depth)


def _is_latex(kind: str, token: str, following: str, even: bool) -> bool:
    if kind == "brace":
        return True
    if not even:
        return False
    if kind == "math":
        return _is_formula(token, following[:1])
    name = token[1:]
    if name in _ACCENTS:
        return _ACCENTED.match(following) is not None
    if kind == "command":
        return name in _ALONE or (name in _WITH_ARGUMENT and following.startswith("{"))
    if name == "\\":  # a line break; elsewhere a path such as \\server
        return following.startswith(" ")
    return bool(following) or name != " "


def _is_formula(token: str, following: str) -> bool:
    """Prices are no formulas (``from $5 to $10``): after pandoc's rule, a closing ``$`` has no digit behind it, unless
    what it closes shows a sign of mathematics."""
    inside = token[2:-2] if token.startswith(("\\", "$$")) else token[1:-1]
    return (
        is_even(inside)
        and not _DANGEROUS_IN_MATH.search(inside)
        and (not following.isdigit() or _MATHS_SIGN.search(inside) is not None)
    )


class _Kept(NamedTuple):
    """What decides which words of a title keep their capitals."""

    protected: frozenset[str]
    names: bool
    shouted: bool

    def holds(self, text: str, word: re.Match[str]) -> bool:
        if word[0] in self.protected:
            return True
        return not self.shouted and _must_keep_its_capitals(text, word, names=self.names)


def _plain_title(text: str, start: int, end: int, *, even: bool, kept: "_Kept") -> str:
    rendered: list[str] = []
    position = start
    for word in _WORD.finditer(text, start, end):
        if kept.holds(text, word):
            rendered.append(_escape(text, position, word.start(), even))
            rendered.append(f"{{{_escape(text, word.start(), word.end(), even)}}}")
            position = word.end()
    rendered.append(_escape(text, position, end, even))
    return "".join(rendered)


def _escape(text: str, start: int, end: int, even: bool) -> str:
    def escaped(found: re.Match[str]) -> str:
        sign = found[0]
        if sign == "~" and even and _is_tie(text, start + found.start()):
            return sign
        return _ESCAPED[sign] if even else _UNEVEN_BRACE.get(sign, _ESCAPED[sign])

    return _SPECIAL.sub(escaped, text[start:end])


def _is_tie(text: str, index: int) -> bool:
    """Whether a ``~`` is LaTeX's blank that does not break (``LLMs~(GPT)``) and not the sign itself (``~7B``)."""
    before, after = text[index - 1 : index], text[index + 1 : index + 2]
    return bool(before) and (before.isalpha() or before in ".)") and bool(after) and not after.isspace()


# A compound that begins with a single letter (U-Net, X-Ray), letters with dots (U.S.), or a word.
_WORD = re.compile(r"(?<![^\W_])[A-Z]-[A-Z][^\W_]*|(?<![^\W_])(?:[A-Z]\.){2,}|[^\W_]+(?:['’][^\W_]+)*")
_SMALL_WORDS_LIST = (
    "about above across after against along amid among around before behind below beneath between beyond from "
    "into like near onto over than that their then through toward towards under until upon versus when where "
    "which while with within without your"
)
_SMALL_WORDS = frozenset(_SMALL_WORDS_LIST.split())
_BEGINS_A_SENTENCE = re.compile(r"[?!][\"'”’)]*\s+[\"'“‘(]*$")
_BEGINS_A_PART = re.compile(r"(?:^|[:?!.]|\s[-–—]+\s)\W*$")


def _must_keep_its_capitals(text: str, word: re.Match[str], *, names: bool) -> bool:
    letters = word[0]
    if letters.islower():
        return False
    if any(letter.isupper() for letter in letters[1:]):
        return True
    if not letters[0].isupper():
        return False
    if any(letter.isdigit() for letter in letters):
        return True
    around = text[word.start() - 1 : word.start()] if word.start() else ""
    if len(letters) == 1:
        is_article = (
            letters == "A" and (not around or around.isspace()) and text[word.end() : word.end() + 1] in (" ", "")
        )
        return not is_article or _BEGINS_A_SENTENCE.search(text[: word.start()]) is not None
    before = text[max(0, word.start() - 8) : word.start()]
    if _BEGINS_A_SENTENCE.search(before):
        return True
    return names and word.start() > 0 and not _BEGINS_A_PART.search(before)


def _reads_like_a_sentence(text: str) -> bool:
    """Whether a title writes ordinary words in lower case, so that a capital within it means a name."""
    lower = capital = 0
    for word in _WORD.finditer(text):
        letters = word[0]
        if (
            len(letters) < 4
            or letters in _SMALL_WORDS
            or _BEGINS_A_PART.search(text[max(0, word.start() - 8) : word.start()])
        ):
            continue
        if letters.islower():
            lower += 1
        elif letters.istitle():
            capital += 1
    return lower >= 2 and lower >= capital
