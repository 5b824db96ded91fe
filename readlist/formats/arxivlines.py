"""The lines of arXiv's pages as labelled pieces: what an extractor glued together is taken apart, in whatever order
the labels come and whether each stands on a line of its own or not."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from readlist.formats.arxivfacts import NUMBER
from readlist.text import clean_line

CATEGORY = (
    r"(?:astro-ph|cond-mat|gr-qc|hep-(?:ex|lat|ph|th)|math-ph|nlin|nucl-(?:ex|th)|physics|quant-ph|math|cs|q-bio|q-fin"
    r"|stat|eess|econ|cmp-lg|alg-geom|q-alg|dg-ga|funct-an|chao-dyn|solv-int|patt-sol|adap-org|comp-gas"
    r"|acc-phys|atom-ph|supr-con|plasm-ph|chem-ph|mtrl-th|ao-sci|bayes-an)(?:\.[A-Z]{2}|\.[a-z]+-[a-z]+(?![a-z])|(?![a-z.-]))"
)
_BULLET = re.compile(r"^(?:[-*•‣◦·>]\s+|#{1,6}\s+|\*\*(?=\S))+")
_EMPHASIS = re.compile(r"\*\*|__")
_NUMBER_AHEAD = (
    rf"(?:\[?\d{{1,5}}[\].]?\s*)?arXiv:(?P<id>{NUMBER})"
    r"(?=\s*(?:\[\s*(?:pdf|ps|html|other|src|v\d|[a-z-]+(?:\.[A-Za-z-]+)?\s*\])|\((?:cross-list|replaced|[a-z-]+(?:\.[A-Za-z-]+)?\))|$))"
)
_LABEL = re.compile(
    rf"(?P<number>{_NUMBER_AHEAD})"
    r"|(?P<title>Title\s*:)"
    r"|(?P<authors>Authors?\s*:)"
    r"|(?P<view>(?:View (?:a )?PDF(?![a-z])|Download:|Download PDF(?![a-z])|HTML \(experimental\))"
    r"[^:]{0,60}?(?=Abstract\s*:|$))"
    r"|(?P<abstract>Abstract\s*:)"
    r"|(?P<more>…?\s*▽ More)"
    r"|(?P<less>△ Less)"
    r"|(?P<comments>Comments?\s*:)"
    r"|(?P<subjects>(?:Subjects?|Categories)\s*:)"
    r"|(?P<cite>Cite as\s*:)"
    r"|(?P<journal>Journal(?:[ -]ref(?:erence)?)\.?\s*:)"
    r"|(?P<doi>(?:Related )?DOI\s*:)"
    r"|(?P<report>Report[ -](?:number|no)\.?\s*:)"
    r"|(?P<classes>(?:MSC|ACM)[ -]class(?:es)?\.?\s*:)"
    r"|(?P<submitted>[\[(]?(?:Submitted|Date:)(?=\s+(?:on\s+)?(?:\w{3}, )?\d{1,2}\s+[A-Z][a-z]{2,8},?\s+\d{4}))"
    r"|(?P<announced>originally announced\s+[A-Z][a-z]+\s+\d{4}\s*\.?)"
    r"|(?P<end>Submission history|Full-text links|Access Paper|Current browse context|References & Citations"
    r"|References and Citations|Bibliographic Tools|Bibliographic and Citation Tools|Focus to learn more"
    r"|export BibTeX citation|Bookmark\b|Which authors of this paper are endorsers|About arXivLabs"
    r"|View a PDF of the paper titled"
    r"|^(?:(?:New|Cross|Replacement)[ -](?:submissions|lists?)|Replacements)(?: for | \(showing |$)"
    r"|^Showing new listings for"
    r"|^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{1,2} [A-Z][a-z]{2} \d{4}(?: \(|$))",
    re.MULTILINE,
)
_SUBJECTS_BEHIND = re.compile(rf"\s*[^().]{{0,80}}\({CATEGORY}\)|\s*{CATEGORY}|\s*$")
_SUBJECTS_LATER = re.compile(rf"Subjects?\s*:[^().]{{0,80}}\({CATEGORY}\)")
_SENTENCE_ENDS = ".!?)…%$"
_WITHIN: dict[str, frozenset[str]] = {
    "title": frozenset({"authors", "view", "abstract", "comments", "subjects", "journal", "submitted"}),
    "authors": frozenset({"view", "abstract", "comments", "subjects", "journal", "submitted", "title", "end"}),
    "abstract": frozenset({"more", "less", "comments", "subjects", "cite", "journal", "submitted", "announced", "end"}),
    "comments": frozenset({"subjects", "cite", "journal", "doi", "report", "classes", "abstract", "end"}),
}
"""Labels that may stand in the middle of a line, by what the line is about up to there."""
_ANYWHERE = frozenset(
    {"number", "title", "authors", "view", "abstract", "comments", "subjects", "cite", "journal", "doi", "report",
     "classes", "submitted", "announced", "end", "less", "more"}
)  # fmt: skip
_IN_PROSE = frozenset({"comments", "journal", "submitted", "end", "title", "authors"})
"""Labels that are ordinary words in an abstract: there they count only when they are glued to what stands before, or
when what comes behind them is what arXiv prints."""


_SHORT = 150
_SIGNS = (
    "arXiv:", "itle", "uthor", "PDF", "ownload", "HTML", "bstract", "▽", "△", "omment", "ubject", "ategories", "Cite",
    "Journal", "DOI", "Report", "class", "Submi", "Date", "announced", "Full-text", "Access", "browse", "References",
    "Bibliographic", "Focus", "BibTeX", "Bookmark", "arXivLabs",
)  # fmt: skip
"""One of these stands in every label: a long line of prose is not searched for labels without need."""


class Piece(NamedTuple):
    """A stretch of a line: the label it begins with (empty when it goes on with what was before), its text without
    the label, the line's number (from 1), and for the first piece of a line the line as it came."""

    label: str
    text: str
    line: int
    raw: str
    number: str | None = None


def pieces(lines: Iterable[str]) -> Iterator[Piece]:
    """The labelled pieces of lines with their ends, blank ones left out."""
    about = ""
    for line, raw in enumerate(lines, 1):
        text = _EMPHASIS.sub("", _BULLET.sub("", clean_line(raw), count=1))
        if text == "\\\\" or text.startswith("\\\\ ("):  # the mails' rule around an abstract
            yield Piece("rule", text, line, raw)
            about = ""
            continue
        given = raw
        for label, number, stretch in _labelled(text, about):
            if label:
                about = label
            yield Piece(label, stretch, line, given, number)
            given = ""


def _labelled(text: str, about: str) -> Iterator[tuple[str, str | None, str]]:
    if len(text) > _SHORT and not any(sign in text for sign in _SIGNS):
        yield "", None, text
        return
    label, number, begin = "", None, 0
    for found in _LABEL.finditer(text):
        name = found.lastgroup if found.lastgroup != "id" else "number"
        if name is None or (found.start() and not _may_stand(name, found, about, text)):
            continue
        if name == "number" and about == "cite" and text[found.start()] == "a":
            continue  # the paper's own number, once more
        if found.start() > begin or label:
            yield label, number, text[begin : found.start()].strip()
        about = label = name
        number = found["id"] if name == "number" else None
        begin = found.start() if name in ("submitted", "announced") else found.end()
    if text[begin:].strip() or label:
        yield label, number, text[begin:].strip()


def _may_stand(name: str, found: re.Match[str], about: str, text: str) -> bool:
    """Whether a label in the middle of a line is one."""
    before = text[found.start() - 1]
    if name == "number":
        return text[found.start()] == "[" or (about in ("", "after", "end", "announced") and not before.isspace())
    if name not in _WITHIN.get(about, _ANYWHERE):
        return False
    if name == "subjects":
        return _SUBJECTS_BEHIND.match(text, found.end()) is not None
    if about == "abstract" and name in _IN_PROSE:
        if before.isalnum() or before in _SENTENCE_ENDS:
            return True
        if name == "submitted":
            return "originally announced" in text[found.end() : found.end() + 200]
        return _SUBJECTS_LATER.search(text, found.end(), found.end() + 600) is not None
    return True
