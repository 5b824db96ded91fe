"""arXiv's pages saved as text (a paper's own page, listings, search results, the daily mail), and the Atom feed of its
API.

A record is what stands between one number, title or line of authors and the next. Search results give each abstract
twice, cut off and whole; the whole one is taken.
"""

import re
from collections.abc import Iterable, Iterator
from io import StringIO

from readlist.formats.arxivfacts import add_people, date_of_number, joined, link, number_in
from readlist.formats.arxivlines import CATEGORY, Piece, pieces
from readlist.formats.drafting import date_of
from readlist.formats.people import people as listed_people
from readlist.formats.tagged import Entry, Gathered
from readlist.identity import normalise_arxiv
from readlist.paper import Draft, Problem

_SIGNS: tuple[tuple[float, re.Pattern[str]], ...] = tuple(
    (weight, re.compile(pattern, re.MULTILINE))
    for weight, pattern in (
        (0.5, r"View PDF\s*(?:HTML \(experimental\)\s*)?Abstract\s*:"),
        (0.5, r"Cite as\s*:\s*arXiv:"),
        (0.5, r"arXiv:\d{4}\.\d{4,5}(?:v\d+)?\s*\[\s*(?:pdf|ps|html)\b|^\\\\\r?\narXiv:\S+\r?$"),
        (0.4, r"[▽△] (?:More|Less)"),
        (0.3, r"originally announced\s+[A-Z][a-z]+ \d{4}"),
        (0.3, r"[\[(]Submitted on \d{1,2} [A-Z][a-z]{2} \d{4}"),
        (0.3, r"^\W*arXiv:\s*(?:\d{4}\.\d{4,5}|[a-z-]+/\d{7})"),
        (0.25, r"^\W*Authors?\s*:|\S Authors:"),
        (0.25, r"^\W*Title\s*:"),
        (0.25, r"^\W*Abstract\s*:"),
        (0.25, rf"Subjects?\s*:[^()]{{0,80}}\({CATEGORY}\)|^\W*Subjects\s*:\s*$"),
    )
)
_NEEDED = re.compile(r"^\W*(?:Title|Authors?)\s*:|Authors\s*:|Title\s*:|Abstract\s*:", re.MULTILINE)
_ATOM = re.compile(r"\A\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:feed|rss)\b", re.DOTALL)
_FURNITURE = re.compile(
    rf"(?:\[?\d*[\].]?|\[?(?:pdf|ps|html|other|src|format|[,\[\]\s])+\]?|(?:{CATEGORY}|[\s,;])+|doi|View PDF|PDF"
    r"|TeX Source|HTML(?: \(experimental\))?|\(replaced\)|\(cross-list from .*\)|Search v\d.*|Showing .*|Go|Next"
    r"|Previous|Sort .*|\d+ results per page.*|\d+|….*|https?://\S+|new|recent|Total of .*)",
    re.IGNORECASE,
)
_HEAD_FURNITURE = re.compile(
    rf"^(?:\s*(?:\[[^\]]{{0,60}}\]|\((?:cross-list[^)]{{0,40}}|replaced|{CATEGORY})\)|{CATEGORY}|[,;]|doi:?\s*10\.\d{{4,9}}/\S+))+\s*"
)
_DOI_IN_HEAD = re.compile(r"doi:?\s*(10\.\d{4,9}/\S+)")
_ITEM_NUMBER = re.compile(r"\[\d+\]")
_DOI_ALONE = re.compile(r"(?:doi:?\s*)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
_SUBJECT = re.compile(rf"^[;,\s]*(?:[^().]{{0,80}}\({CATEGORY}\)[;,\s]*)+", re.IGNORECASE)
_CATEGORY = re.compile(CATEGORY)
_IN_BRACKETS = re.compile(rf"\(({CATEGORY})\)")
_SUBMITTED = re.compile(r"\d{1,2}\s+[A-Z][a-z]{2,8},?\s+\d{4}")
_FIRST_VERSION = re.compile(r"v1 submitted\s+(\d{1,2}\s+[A-Z][a-z]{2,8},?\s+\d{4})")
_ARXIV_NUMBER = re.compile(r"arXiv:(\S+)", re.IGNORECASE)
_AND_OTHERS = re.compile(r"^[,;\s]+|[,;\s]+$")
_FIELDS = ("number", "title", "authors", "abstract", "comments", "subjects", "cite", "journal", "doi", "report",
           "classes", "submitted")  # fmt: skip
_TITLE_LINES = 3
_PENDING_KEPT = 12


def recognise(text: str) -> float:
    """Sure when several of the marks of arXiv's pages come together, or when it is the feed of its API."""
    head = text[:400_000]
    if _ATOM.match(head):
        return 0.97 if "arxiv.org/" in head else 0.0
    if head.lstrip("\ufeff \t\r\n")[:1] in ("<", "{", "[") and not head.lstrip().startswith("[1"):
        return 0.0
    if not _NEEDED.search(head):
        return 0.0
    sure = sum(weight for weight, sign in _SIGNS if sign.search(head))
    return min(0.97, sure) if sure >= 0.7 else 0.0


def read(text: str) -> Iterator[Draft | Problem]:
    """One draft a paper."""
    return read_lines(StringIO(text, newline=""))


def read_lines(lines: Iterable[str]) -> Iterator[Draft | Problem]:
    """Like :func:`read`, out of lines with their ends; only the paper that is being read is kept in memory."""
    kept: list[str] = []
    rest = iter(lines)
    for line in rest:
        kept.append(line)
        if line.strip("\ufeff \t\r\n"):
            break
    if kept and kept[-1].lstrip("\ufeff \t").startswith("<"):
        from readlist.formats import arxivatom

        yield from arxivatom.read_lines(_chained(kept, rest))
        return
    page = _Page()
    for piece in pieces(_chained(kept, rest)):
        yield from page.take(piece)
    yield from page.finish()


def _chained(first: Iterable[str], rest: Iterable[str]) -> Iterator[str]:
    yield from first
    yield from rest


class _Paper:
    """The texts of one paper by the label they stand under."""

    def __init__(self, line: int) -> None:
        self.line = line
        self.raw: list[str] = []
        self.texts: dict[str, list[str]] = {name: [] for name in _FIELDS}
        self.labelled: set[str] = set()
        self.tags = ""

    def add(self, name: str, text: str) -> None:
        if text:
            self.texts[name].append(text)

    def text(self, name: str, joint: str = " ") -> str:
        return joint.join(self.texts[name]).strip()

    @property
    def has_body(self) -> bool:
        return any(self.texts[name] for name in ("title", "authors", "abstract"))


class _Page:
    """The page as far as it has been read: the paper that is being gathered, and lines that may be the next title."""

    def __init__(self) -> None:
        self._paper: _Paper | None = None
        self._about = ""
        self._pending: list[Piece] = []
        self._seen = 0

    def take(self, piece: Piece) -> Iterator[Draft | Problem]:
        """The next piece; gives a paper when it is the first of another one."""
        label = piece.label
        paper = self._paper
        if label == "number":
            number = normalise_arxiv(piece.number)
            if paper is None or (paper.texts["number"] and paper.texts["number"][0] != number) or paper.has_body:
                if paper and paper.texts["number"] == [number]:
                    return
                yield from self._next(piece)
            paper = self._here(piece)
            paper.add("number", number or "")
            self._pending = []
            self._about = "head"
            self._head(paper, piece.text)
        elif label == "title":
            if paper is not None and ("title" in paper.labelled or paper.texts["authors"] or paper.texts["abstract"]):
                yield from self._next(piece)
            self._begin("title", piece)
        elif label == "authors":
            if paper is not None and ("authors" in paper.labelled or paper.texts["abstract"]):
                yield from self._next(piece)
            paper = self._here(piece)
            if not paper.texts["title"]:
                self._title_from_pending(paper)
            self._begin("authors", piece)
        elif label == "abstract" and paper is not None and paper.texts["abstract"]:
            self._go_on(piece, f"Abstract: {piece.text}")
        elif label == "more":
            if paper is not None:
                paper.texts["abstract"].clear()
            self._begin("abstract", piece)
        elif label in ("less", "announced", "end", "view", "rule"):
            self._remember(piece)
            self._mark(label, piece)
        elif label:
            if paper is None and label not in ("abstract", "submitted"):
                self._about = ""
            else:
                self._begin(label, piece)
        else:
            self._go_on(piece, piece.text)

    def finish(self) -> Iterator[Draft | Problem]:
        """The last paper."""
        if self._paper is not None:
            yield from _draft(self._paper)
            self._paper = None

    def _next(self, piece: Piece) -> Iterator[Draft | Problem]:
        yield from self.finish()
        self._about = ""

    def _here(self, piece: Piece) -> _Paper:
        if self._paper is None:
            self._paper = _Paper(piece.line)
            self._seen += 1
        self._remember(piece)
        return self._paper

    def _remember(self, piece: Piece) -> None:
        if self._paper is not None and piece.raw:
            self._paper.raw.append(piece.raw)

    def _begin(self, name: str, piece: Piece) -> None:
        paper = self._here(piece)
        paper.labelled.add(name)
        self._about = name
        paper.add(name, piece.text)

    def _mark(self, label: str, piece: Piece) -> None:
        if label == "rule":
            before_abstract = self._paper is not None and self._paper.texts["title"] and piece.text == "\\\\"
            self._about = "abstract" if before_abstract and not self._paper_abstract() else ""
        elif label == "view":
            self._about = "view"
        elif label == "end":
            self._about = "end"
        else:
            self._about = "after"
            self._pending = []

    def _paper_abstract(self) -> bool:
        return self._paper is not None and bool(self._paper.texts["abstract"])

    def _head(self, paper: _Paper, text: str) -> None:
        """What stands behind a number: links, categories, and perhaps the title."""
        found = _HEAD_FURNITURE.match(text)
        if found:
            paper.tags += f" {found[0]}"
            if doi := _DOI_IN_HEAD.search(found[0]):
                paper.add("doi", doi[1])
            text = text[found.end() :]
        if text and not _FURNITURE.fullmatch(text):
            paper.add("title", text)

    def _go_on(self, piece: Piece, text: str) -> None:
        """A line without a label: more of what was before it, or the title of the next paper."""
        paper, about = self._paper, self._about
        if paper is None or about in ("", "after", "end", "submitted", "announced"):
            self._remember(piece)
            if not text or _FURNITURE.fullmatch(text):
                return
            self._pending.append(piece._replace(text=text))
            del self._pending[:-_PENDING_KEPT]
            return
        if _ITEM_NUMBER.fullmatch(text):
            return
        self._remember(piece)
        if doi := _DOI_ALONE.fullmatch(text):
            paper.add("doi", doi[1])
        elif about == "head":
            self._head(paper, text)
        elif about == "title" and "title" in paper.labelled and paper.texts["title"]:
            paper.add("title", text)
        elif about == "subjects" and paper.texts["subjects"] and not _SUBJECT.match(text) and not text.startswith(";"):
            self._about = "abstract"
            paper.add("abstract", text)
        elif about in ("comments", "journal", "report", "classes", "doi") and paper.texts[about]:
            # One line is the rule; what follows is the next title on a page of results.
            if "submitted" in paper.labelled and paper.texts["abstract"] and not paper.texts["number"]:
                self._about = "after"
                self._pending = [piece._replace(text=text)]
            elif "subjects" in paper.labelled and not paper.texts["abstract"]:
                self._about = "abstract"
                paper.add("abstract", text)
            else:
                paper.add(about, text)
        elif about == "view":
            return
        else:
            paper.add(about, text)

    def _title_from_pending(self, paper: _Paper) -> None:
        """The lines before the authors, on pages that do not label titles. Above the first paper stands the page's
        own furniture, of which nothing tells a title but that it comes last."""
        lines = self._pending[-_TITLE_LINES:] if self._seen > 1 else self._pending[-1:]
        if lines:
            paper.texts["title"] = [line.text for line in lines]
            paper.line = lines[0].line
            paper.raw[:0] = [line.raw for line in lines if line.raw]
        self._pending = []


def _draft(paper: _Paper) -> Iterator[Draft | Problem]:
    raw = "".join(paper.raw).strip("\r\n")
    if not paper.has_body:
        if paper.texts["number"] and "title" in paper.labelled:
            yield Problem(line=paper.line, reason="an arXiv number without a title", raw=raw)
        return
    gathered = Gathered()
    title, people = _title_and_people(paper)
    gathered.say("title", title)
    if people:
        add_people(gathered.authors, people)
    gathered.say("abstract", joined("\n".join(paper.texts["abstract"])))
    number = _number(paper)
    if number:
        gathered.say("arxiv", number)
        gathered.say("url", link(number))
    gathered.fields.update(_date(paper) or (date_of_number(number) if number else {}))
    journal = paper.text("journal")
    gathered.say("venue", journal)
    gathered.say("type", "article-journal" if journal else "article")
    gathered.keep("comments", paper.text("comments"))
    gathered.keep("number", paper.text("report"))
    gathered.keep("classes", paper.text("classes"))
    for doi in paper.texts["doi"]:
        gathered.number(doi)
    if subjects := _subjects(paper):
        gathered.keep("primaryclass", subjects[0])
        gathered.keep("categories", " ".join(dict.fromkeys(subjects)))
    entry = Entry(paper.line)
    entry.keep(raw)
    yield gathered.draft(entry)


def _subjects(paper: _Paper) -> list[str]:
    """The categories of a paper: in brackets behind their names, or alone."""
    text = paper.text("subjects")
    return _IN_BRACKETS.findall(text) or _CATEGORY.findall(text) or _CATEGORY.findall(paper.tags)


def _title_and_people(paper: _Paper) -> tuple[str, str]:
    lines = paper.texts["title"]
    if "authors" in paper.labelled or not lines:
        return " ".join(lines), _people_line(paper.texts["authors"])
    # Listings print the people below the title without a label.
    for place in range(1, len(lines)):
        if listed_people(_people_line(lines[place:])) is not None:
            return " ".join(lines[:place]), _people_line(lines[place:])
    if paper.texts["number"]:
        return lines[0], _people_line(lines[1:])
    return " ".join(lines), ""


def _people_line(lines: list[str]) -> str:
    """Names that stand on lines of their own, as one line."""
    parts = (_AND_OTHERS.sub("", line) for line in lines)
    return ", ".join(part for part in parts if part)


def _number(paper: _Paper) -> str | None:
    for text in [*paper.texts["number"], *paper.texts["cite"]]:
        found = _ARXIV_NUMBER.search(text)
        if number := number_in(found[1] if found else text):
            return number
    return None


def _date(paper: _Paper) -> dict[str, int]:
    text = paper.text("submitted")
    first = _FIRST_VERSION.search(text)
    found = _SUBMITTED.search(text)
    return date_of(first[1]) if first else date_of(found[0]) if found else {}
