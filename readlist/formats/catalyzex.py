"""An author's page of CatalyzeX saved as text: the author or a handle, then one ``Abstract:`` after the other.

The page tells no titles, years or co-authors. Its first line is a label that all records share, not the author of any.
Some extractors put blank lines between the abstracts, or ``Abstract:`` alone on a line and its text on the next.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from readlist.formats.pages import Line, content, head_lines, raw_text
from readlist.paper import Draft, Problem

MARK = "Abstract:"
_BULLET = re.compile(r"[-*•‣▪◦·–+]\s+(?=Abstract:)")
LABEL_LIMIT = 100
_PROSE = 60
_ARXIV = re.compile(
    r"(?:Title|Authors|Subjects|Comments|Cite as|Submission history|Journal reference):|View PDF|▽ More"
)
_ARXIV_LATE = re.compile(r"△ Less|▽ More|originally announced \w+ \d{4}|arXiv:\d{4}\.\d{4,5}\s*(?:\[|$)")
_FURNITURE = re.compile(
    r"(?:Via|Access Paper or Ask Questions|Access Paper|Ask Questions|Request Code|Papers? and Code|Code|Alert button"
    r"|Add code|View Code|Figures?|Models, code, and papers for .*|Picture for .*|Chat with .*|Share|Paper|Title:.*"
    r"|(?:Code|Paper|Project(?: page)?|Website|Demo|PDF|Link|GitHub|Data):?\s*https?://\S+|https?://\S+)$"
)


def recognise(text: str) -> float:
    """Sure when nearly every line after the first is an abstract and nothing says that the page is arXiv's."""
    lines = [_BULLET.sub("", line, count=1) for line in head_lines(text)]
    abstracts = [line for line in lines if line.startswith(MARK)]
    if not abstracts or any(_ARXIV.match(line) or _ARXIV_LATE.search(line) for line in lines):
        return 0.0
    first = next(place for place, line in enumerate(lines) if line.startswith(MARK))
    if first > 6 or (first and len(lines[first - 1]) > LABEL_LIMIT):
        return 0.0
    glued = sum(1 for line in abstracts if line[len(MARK) :][:1].strip())
    alone = sum(1 for line in abstracts if line == MARK)
    others = sum(1 for line in lines[first:] if not line.startswith(MARK) and not _FURNITURE.match(line)) - alone
    if len(abstracts) == 1 and (first != 1 or others > 2 or len(lines[0].split()) > 6):
        return 0.0
    share = len(abstracts) / (len(abstracts) + max(0, others))
    if share < 0.34:
        return 0.0
    return 0.95 if glued + alone > 0 and share > 0.6 else 0.6


def read(text: str) -> Iterator[Draft | Problem]:
    """One draft an abstract, its title unknown, the page's first line as its label.

    Prose behind a blank line is another paragraph of the abstract; what is too short for that, or stands behind the
    page's buttons, is reported.
    """
    label: str | None = None
    record: list[Line] = []
    closed = False
    for raw in content(text):
        line = raw._replace(text=_BULLET.sub("", raw.text, count=1))
        if line.text.startswith(MARK):
            if record:
                yield _draft(record, label)
            record, closed = [line], False
        elif not record:
            label = label or line.text[:LABEL_LIMIT]
        elif _FURNITURE.match(line.text):
            closed = True
        elif not closed and _continues(record[-1], line):
            record.append(line)
        elif any(character.isalpha() for character in line.text):
            yield Problem(line=line.number, reason="text that belongs to no abstract", raw=line.raw)
    if record:
        yield _draft(record, label)


def _continues(before: Line, line: Line) -> bool:
    return before.text == MARK or line.number == before.number + 1 or len(line.text) >= _PROSE


def _draft(record: list[Line], label: str | None) -> Draft | Problem:
    begun, raw = record[0].number, raw_text(record)
    abstract = record[0].text[len(MARK) :].strip()
    for before, line in pairwise(record):
        paragraph = abstract and line.number > before.number + 1
        abstract += f"\n{line.text}" if paragraph else f" {line.text}" if abstract else line.text
    if not any(character.isalpha() for character in abstract):
        return Problem(line=begun, reason="an abstract without text", raw=raw)
    return Draft(line=begun, abstract=abstract, label=label, raw=raw)
