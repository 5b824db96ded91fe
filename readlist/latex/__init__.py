"""LaTeX made readable: accents, special letters, signs and simple formulas as the Unicode they print.

What is not known (a paper's own macros) stays as it is. Nothing here is recursive, and all of it takes time in
proportion to the text; a text without LaTeX costs one look. The stretches of a text that are formulas are decided here
for all of readlist.
"""

import re
from unicodedata import normalize

from readlist.latex.formulas import formula, raised_or_lowered
from readlist.latex.symbols import ACCENTS, BLANKS, FONTS, LETTERS, LOGOS, MATHS, SIGNS, SYMBOLS

__all__ = ["formula", "from_bibtex", "is_formula", "letters_from_bibtex", "readable"]

FORMULA = r"\$(?![\s$])(?:\\.|[^\\$])++(?<!\s)\$|\\\((?:\\[^)]|[^\\]){1,2000}+\\\)"
"""A stretch that may be a formula, to be asked :func:`is_formula`."""

# Each alternative begins with a letter of its own, which lets the engine leap to the next of them.
_SPECIAL = re.compile(r"\\|\{|\}|\$|~|--|``|''")
_MARK = r"[`'^~\"=.]|[cvuHkrbdtGUhf](?![A-Za-z])"
_TOKEN = re.compile(
    rf"(?P<math>{FORMULA}|\$\$[^$]{{1,2000}}+\$\$)"
    rf"|\\(?P<accent>{_MARK})\s*+(?P<open>\{{?)\s*+(?:\\(?P<inner>{_MARK})\s*+\{{?)?"
    r"(?P<letter>\\(?:[ijoOlL]|ae|AE|oe|OE|aa|AA)(?![A-Za-z])\s*+|[^\W\d_]|(?=\}))"
    r"|\\(?P<verbatim>url|path|nolinkurl)\s*+\{(?P<address>[^{}]*+)\}"
    r"|\\text(?P<script>super|sub)script\s*+\{(?P<scripted>[^{}\\$]*+)\}"
    r"|\\(?:[Nn]oop[Ss]ort|SortNoop|href|label)\s*+\{[^{}]*+\}(?P<dropped>\s*+)"
    r"|\\ensuremath\s*+\{(?P<ensured>(?:[^{}]|\{[^{}]*+\})*+)\}"
    r"|\\(?P<command>[A-Za-z]+)(?P<blank>\s*+)"
    r"|\\(?P<symbol>.)"
    r"|(?P<brace>[{}])|(?P<tie>~)|(?P<dashes>-{2,})|(?P<opening>``)|(?P<closing>'')",
    re.DOTALL,
)
_PROTECTIVE = re.compile(r"\{[^{},]*[A-Z][^{},]*\}")
_MATHS_SIGN = re.compile(r"[\\^_{}=<>+]")
_LETTER_NAME = r"(?:[ijoOlL]|ae|AE|oe|OE|aa|AA|ss|dh|DH|dj|DJ|th|TH)(?![A-Za-z])"
_ACCENTED = rf"\\(?:{_MARK})\s*+(?:\{{(?:\\[ij]\s*+|[^\W\d_])\}}|\\[ij](?![A-Za-z])(?:\{{\}})?|[^\W\d_])"
_ONE_LETTER = re.compile(
    rf"\{{(?:{_ACCENTED}|\\{_LETTER_NAME}\s*+)\}}|{_ACCENTED}|\\{_LETTER_NAME}(?:\{{\}}|\s++|(?![A-Za-z]))"
)
_OPTION = re.compile(r"\[[^\[\]{}]{0,200}\]")
_QUOTED = ("enquote", "textquote", "mkbibquote")
_DASHES = {2: "–", 3: "—"}


def readable(text: str) -> str:
    """Text of any origin as a person wants to see it: ``{\\"U}st{\\"u}n`` → ``Üstün``, ``$\\sim$7B`` → ``∼7B``.

    Braces go only where a text is plainly LaTeX: a set ``{a, b}`` in plain text stays, and so do unmatched ones. Prices
    in dollars are no formulas. ``~`` before a number is the sign, between words LaTeX's blank.
    """
    if not _SPECIAL.search(text):
        return text
    return _resolved(text, bibtex=False)


def from_bibtex(text: str) -> str:
    """The value of a BibTeX field as readlist keeps it: resolved but for formulas, which stay as they are.

    Every brace that is not escaped is one of BibTeX's own and goes.
    """
    if not _SPECIAL.search(text):
        return text
    return _resolved(text, bibtex=True)


def letters_from_bibtex(text: str) -> str:
    """Only the accents and special letters of a BibTeX value resolved, and the braces around one letter gone: braces
    that are left keep something together."""
    return _ONE_LETTER.sub(lambda found: _resolved(found[0], bibtex=True), text) if "\\" in text else text


def is_formula(token: str, following: str) -> bool:
    """Whether a stretch between dollar signs is a formula: prices (``from $5 to $10``) are none. After pandoc's rule, a
    closing ``$`` has no digit behind it, unless what it closes shows a sign of mathematics."""
    return (
        not following[:1].isdigit() or token[0] == "\\" or _MATHS_SIGN.search(token, 1, len(token) - 1) is not None
    ) and _is_even(token)


class _Group:
    """Braces that were opened: what is written where they close, and whether they stand behind an unknown command."""

    __slots__ = ("closing", "unknown")

    def __init__(self, closing: str, *, unknown: bool = False) -> None:
        self.closing = closing
        self.unknown = unknown


def _resolved(text: str, *, bibtex: bool) -> str:
    braces_mean_groups = bibtex or _is_latex(text)
    out: list[str] = []
    groups: list[_Group] = []
    argument_at = -1  # where a brace would open the argument of a command that is not known
    quotation = ""  # what closes the group that opens next
    position = done = 0
    while special := _SPECIAL.search(text, position):
        start = special.start()
        token = _TOKEN.match(text, start)
        if token is None:  # a dollar sign alone, a backslash at the end
            position = start + 1
            continue
        position = token.end()
        if done < start:
            out.append(text[done:start])
        kind = token.lastgroup
        if kind == "brace":
            if token[0] == "{":
                if start == argument_at or not braces_mean_groups:
                    groups.append(_Group("}", unknown=start == argument_at))
                    out.append("{")
                else:
                    groups.append(_Group(quotation))
                quotation = ""
            elif groups:
                closed = groups.pop()
                out.append(closed.closing)
                if closed.unknown:
                    argument_at = position
            elif not braces_mean_groups:
                out.append("}")
        elif kind == "command" or kind == "blank":
            name = token["command"]
            if name in _QUOTED and text.startswith("{", position):
                out.append("“")
                quotation = "”"
            elif (printed := _command(name, token["blank"])) is not None:
                out.append(printed)
            else:
                out.append(token[0])
                option = _OPTION.match(text, position)
                argument_at = option.end() if option else position
        elif kind == "letter":
            out.append(_accented(token))
            if token["open"]:
                groups.append(_Group(""))
            if token["inner"] and token[0].rstrip()[-2:-1] == "{" and not token["letter"].startswith("\\"):
                groups.append(_Group(""))
        elif kind == "math":
            position = _mathematics(token, text, out, keep=bibtex)
        else:
            out.append(_sign(token, kind or "", text, bibtex=bibtex))
        done = position
    out.append(text[done:])
    return "".join(out)


def _command(name: str, blank: str) -> str | None:
    """What a command prints, with the blank behind it that it swallows or leaves; ``None`` when it is not known."""
    if name in LETTERS:
        return LETTERS[name]
    if name in FONTS:
        return ""
    if name in SIGNS:
        return SIGNS[name]
    if name in LOGOS:
        return LOGOS[name] + blank
    if name in BLANKS:
        return " "
    printed = MATHS.get(name)
    return printed + blank if printed is not None and not printed.isascii() else None


def _accented(token: re.Match[str]) -> str:
    letter = token["letter"].strip()
    if letter.startswith("\\"):
        name = letter[1:]
        letter = name if name in "ij" else LETTERS[name]
    if not letter:  # \~{} prints the sign alone
        return token["accent"] if token["accent"] in "~^`'\"=." else ""
    inner = ACCENTS[token["inner"]] if token["inner"] else ""
    return normalize("NFC", letter + inner + ACCENTS[token["accent"]])


def _mathematics(token: re.Match[str], text: str, out: list[str], *, keep: bool) -> int:
    """Writes a formula, and says where to go on: right behind its first sign when it is none."""
    found, start, end = token[0], token.start(), token.end()
    if not is_formula(found, text[end : end + 1]):
        out.append(found[0] if found[0] == "$" else "(")
        return start + (1 if found[0] == "$" else 2)
    if keep:
        out.append(found)
    else:
        around = 2 if found.startswith(("\\(", "$$")) else 1
        shown = formula(found[around:-around])
        out.append(found if shown is None else shown)
    return end


def _sign(token: re.Match[str], kind: str, text: str, *, bibtex: bool) -> str:
    start, end = token.span()
    if kind == "symbol":
        return SYMBOLS.get(token["symbol"], token[0])
    if kind == "tie":
        return " " if _is_tie(text, start, bibtex=bibtex) else "~"
    if kind == "dashes":
        if not bibtex and text[end : end + 1].isalpha() and not text[start - 1 : start].strip():
            return token[0]  # an option of a program: --verbose
        return _DASHES.get(end - start, token[0])
    if kind == "opening":
        return "“"
    if kind == "closing":
        return "”"
    if kind == "address":
        return re.sub(r"\\(.)", r"\1", token["address"])
    if kind == "scripted":
        scripted = token["scripted"]
        return raised_or_lowered(scripted, "^" if token["script"] == "super" else "_") or scripted
    if kind == "ensured":
        if bibtex:
            return f"${token['ensured']}$"
        shown = formula(token["ensured"])
        return token[0] if shown is None else shown
    return token["dropped"] or ""


def _is_tie(text: str, index: int, *, bibtex: bool) -> bool:
    """Whether a ``~`` is the blank that does not break (``LLMs~(GPT)``) and not the sign itself (``~7B``)."""
    before, after = text[index - 1 : index] if index else "", text[index + 1 : index + 2]
    if not before or not after or before.isspace() or after.isspace():
        return False
    if "/" in text[max(text.rfind(" ", max(0, index - 100), index) + 1, index - 100, 0) : index]:
        return False  # of a link: https://example.org/~jane
    return bibtex or before.isalpha() or before in ".)}"


def _is_latex(text: str) -> bool:
    """Whether the braces of a text are LaTeX's: they match, and there is other LaTeX in it or they protect capitals."""
    if "{" not in text or not _is_even(text):
        return False
    return "\\" in text or _PROTECTIVE.search(text) is not None or text.count("$") > 1


def _is_even(text: str) -> bool:
    depth = escaped = 0
    if "{" not in text and "}" not in text:
        return True
    for token in re.finditer(r"\\.|[{}]", text, re.DOTALL):
        if token[0] == "{":
            depth += 1
        elif token[0] == "}":
            depth -= 1
            if depth < 0:
                return False
        else:
            escaped += 1
    return depth == 0
