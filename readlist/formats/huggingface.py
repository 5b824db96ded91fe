"""A papers page of Hugging Face (search results or daily papers) saved as text.

After some lines of furniture come a title, its abstract, and perhaps ``• 5 authors`` or an organisation printed twice,
``·`` and a date. Which line is a title and which an abstract is not settled by counting, since one missing abstract
would shift all that follow: the lines are labelled together, so that the cheapest sequence of titles and abstracts
wins (the Viterbi algorithm), judged by their length, their sentences and what stands between them.

A date without a year, ``May 25``, takes the year of the date in the page's own head when there is one and it is not
earlier; otherwise it is kept as ``published`` in ``extra`` and year, month and day stay unknown.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from readlist.formats.pages import MONTHS, Line, content, head_lines, raw_text
from readlist.paper import Draft, Problem

_INBOX = re.compile(r"Get trending papers in your email inbox", re.IGNORECASE)
_BY_AK = re.compile(r"by ?AK and the research community", re.IGNORECASE)
_SUBSCRIBE = re.compile(r"Subscribe(?=\S)")
_SUBMITTED = re.compile(r"Submitted by(?:\s+\S.{0,40})?$", re.IGNORECASE)
_AUTHORS = re.compile(r"[•·∙]?\s*(\d{1,5}) authors?$")
_SEPARATED = re.compile(r"\s*[•·∙|]\s*")
_SEPARATOR = re.compile(r"[•·∙|\-–—+]{1,3}$")
_NUMBER = re.compile(r"[↑▲+]?\s*\d{1,6}(?:[.,]\d+)?[kK]?$")
_DATE = re.compile(
    r"(?:Published on |on )?(?P<month>[A-Z][a-z]{2,8})\.? (?P<day>[0-3]?\d)(?:,? (?P<year>20\d\d))?"
    r"(?:\s*[•·∙|-]?\s*\d{1,6}[kK]?)?$"
)
_HEAD_SIGNS = re.compile(r"Daily Papers$|Trending Papers$|Subscribe$|Papers$|(?:Previous|Next)$", re.IGNORECASE)
_HEAD_GAP = 8
_LONGEST_TITLE = 250
_FURNITURE = re.compile(
    r"(?:Daily Papers|Trending Papers|Subscribe|Papers|Previous|Next|Daily|Weekly|Monthly|Trending|Hugging Face|Models"
    r"|Datasets|Spaces|Docs|Enterprise|Pricing|Log In|Sign Up|Community|Buckets|Upvote|New|Hot|Search papers|Search"
    r"|Most upvoted|GitHub|arXiv page|Project page|View all papers|Loading(?:…|\.\.\.)?|System theme|Company"
    r"|TOS|Privacy|About|Careers|Jobs|Website|Inference(?: Endpoints| Providers| API)?|Back to Articles|View arXiv page"
    r"|View PDF|Add to collection|©.*|Read more|Show more|Paper|arXiv|Abstract|Published)$",
    re.IGNORECASE,
)
_LONGEST_COUNT = 60
"""Letters of the longest line of counts and dates: ``• 12 authors · Published on September 26, 2024 · 1,234``."""
_SENTENCE_END = re.compile(r"[.!?…][\"”’')\]]*$")
_BEFORE_BREAK = re.compile(r"[a-z0-9)%]")
_PROSE_OPENING = re.compile(r"(?:We|This|In this|These|Our|Recent|While|Although|However|Despite)\b")

_LONGEST_SMALL = 200  # longer lines are no counts, dates or names

TITLE, ABSTRACT, CONTINUED = range(3)
_STATES = (TITLE, ABSTRACT, CONTINUED)


@dataclass(slots=True)
class _Piece:
    """A line that may be a title or an abstract, and the small lines behind it that say more about the paper."""

    line: Line
    text: str
    small: list[Line] = field(default_factory=list)


def recognise(text: str) -> float:
    """Sure by the page's own phrases; hesitant by its small lines alone; never by titles and abstracts."""
    lines = head_lines(text)
    top = lines[:80]
    if any(_INBOX.match(line) or _BY_AK.match(line) for line in top):
        return 0.95
    authors = sum(1 for line in lines if _AUTHORS.match(line) and line[0] in "•·∙")
    submitted = sum(1 for line in lines if _SUBMITTED.match(line))
    if "Daily Papers" in top or "Trending Papers" in top:
        return 0.8
    if authors >= 2 or submitted >= 2:
        return 0.7
    return 0.6 if lines and _SUBSCRIBE.match(lines[0]) and len(lines) > 1 and len(lines[1]) > 300 else 0.0


def read(text: str) -> Iterator[Draft | Problem]:
    """One draft a paper. A title without an abstract and an abstract without a title are papers too, when they stand
    among others; lines that are neither are reported, those of the page's frame are not."""
    lines, year = _without_head(content(text))
    pieces = _pieces(lines)
    records = _records(pieces, _label(pieces))
    papers = [place for place, record in enumerate(records) if record[1] is not None]
    last = papers[-1] if papers else -1
    for place, (title, abstract) in enumerate(records):
        own = [piece for piece in (title, *(abstract or ())) if piece is not None]
        small = [line for piece in own for line in piece.small]
        if abstract is None and title is not None and not _is_title(title, small, place < last):
            if place < last:
                yield Problem(line=title.line.number, reason="neither a title nor an abstract", raw=title.line.raw)
            continue
        yield _draft(title, abstract or [], small, year)


def _without_head(lines: list[Line]) -> tuple[list[Line], tuple[int, int, int] | None]:
    """The lines behind the page's head, ``Subscribe`` taken off the first title, and the date the head tells."""
    begin = 0
    for place, line in enumerate(lines[:80]):
        if _SUBSCRIBE.match(line.text) and not _FURNITURE.match(line.text):
            title = line.text[len("Subscribe") :].strip()
            lines = [Line(line.number, title, line.raw), *lines[place + 1 :]]
            return lines, None
        if _INBOX.match(line.text) or _BY_AK.match(line.text) or _HEAD_SIGNS.match(line.text):
            begin = place + 1
        elif _ends_head(line.text) or (begin and place - begin > _HEAD_GAP):
            break
    date = None
    while begin < len(lines) and (found := _DATE.match(lines[begin].text)):
        if found["year"] and found["month"][:3].lower() in MONTHS:
            date = int(found["year"]), MONTHS[found["month"][:3].lower()], int(found["day"])
        begin += 1
    return lines[begin:], date


def _ends_head(text: str) -> bool:
    return len(text) > _LONGEST_TITLE or bool(_SUBMITTED.match(text) or _AUTHORS.match(text))


def _pieces(lines: list[Line]) -> list[_Piece]:
    pieces: list[_Piece] = []
    place = 0
    while place < len(lines):
        line = lines[place]
        if len(line.text) > _LONGEST_SMALL:
            if not _FURNITURE.match(line.text):
                pieces.append(_Piece(line, line.text))
            place += 1
            continue
        if _SUBMITTED.match(line.text):
            named = line.text.lower() == "submitted by"
            place += 2 if named and place + 1 < len(lines) and len(lines[place + 1].text) <= 40 else 1
            continue
        size = _small(lines, place)
        if size:
            if pieces:
                pieces[-1].small.extend(lines[place : place + size])
        elif not _FURNITURE.match(line.text):
            pieces.append(_Piece(line, line.text))
        place += size or 1
    return pieces


def _small(lines: list[Line], place: int) -> int:
    """How many lines at ``place`` belong to the small print behind a paper: counts, dates, an organisation."""
    text = lines[place].text
    if len(text) <= _LONGEST_COUNT and (_SEPARATOR.match(text) or _facts(text)):
        return 1
    if len(text) <= 80 and place + 1 < len(lines):
        following = lines[place + 1].text
        if following == text:
            return 2
        if following in ("·", "•") and not _SENTENCE_END.search(text) and _is_twice(text):
            return 1
    return 0


def _facts(text: str) -> list[str]:
    """The counts and dates of a line of small print, ``• 5 authors · May 25``; none when it says anything else."""
    facts = [part for part in _SEPARATED.split(text) if part]
    if all(_AUTHORS.match(fact) or _NUMBER.match(fact) or _is_date(fact) for fact in facts):
        return facts
    return []


def _is_date(text: str) -> bool:
    found = _DATE.match(text)
    return bool(found) and found["month"].lower() in MONTHS  # type: ignore[index]


def _is_twice(text: str) -> bool:
    middle = len(text) // 2
    return text[:middle].strip() == text[middle:].strip() or text[:middle] == text[middle + 1 :]


def _ends_sentence(text: str) -> bool:
    return _SENTENCE_END.search(text, max(0, len(text) - 20)) is not None


def _sentence_breaks(text: str) -> int:
    """How often one sentence ends and another begins in a text, counted to three."""
    found = 0
    for sign in (". ", "? ", "! "):
        place = text.find(sign, 1, 3000)
        while place > 0:
            found += _BEFORE_BREAK.match(text, place - 1) is not None and "A" <= text[place + 2 : place + 3] <= "Z"
            if found == 3:
                return found
            place = text.find(sign, place + 1, 3000)
    return found


def _likeness(text: str) -> tuple[float, float, float]:
    """What it costs to take a line for a title, for an abstract, and for more of the abstract before it."""
    length = len(text)
    prose = max(-3.0, min(3.0, (length - 190) / 60))
    if _ends_sentence(text) and not text.endswith(("?", "!")):
        prose += 1.5
    prose += _sentence_breaks(text)
    if _PROSE_OPENING.match(text) and length > 90:
        prose += 0.7
    lower = 1.0 if text[:1].islower() else 0.0
    return max(0.0, prose) + lower, max(0.0, -prose) + lower, max(0.0, -prose) * 0.7


def _label(pieces: list[_Piece]) -> list[int]:
    """The cheapest sequence of titles and abstracts for the pieces (Viterbi)."""
    costs = [0.0, 1.0, 9.0]
    back: list[tuple[int, ...]] = []
    for place, piece in enumerate(pieces):
        likeness = _likeness(piece.text)
        before = pieces[place - 1] if place else None
        if before is None:
            costs = [cost + like for cost, like in zip(costs, likeness, strict=True)]
            back.append(_STATES)
            continue
        chosen: list[int] = []
        new: list[float] = []
        steps = _STEPS[bool(before.small), _ends_sentence(before.text)]
        from_title, from_abstract, from_continued = costs
        for like, (step, second, third) in zip(likeness, steps, strict=True):
            cost, best = from_title + step, TITLE
            if from_abstract + second < cost:
                cost, best = from_abstract + second, ABSTRACT
            if from_continued + third < cost:
                cost, best = from_continued + third, CONTINUED
            new.append(cost + like)
            chosen.append(best)
        costs = new
        back.append(tuple(chosen))
    state = min(_STATES, key=lambda state: costs[state] + (1.0 if state == TITLE else 0.0))
    labels: list[int] = []
    for chosen_states in reversed(back):
        labels.append(state)
        state = chosen_states[state]
    return labels[::-1]


def _step(old: int, new: int, ended: bool, sentence: bool) -> float:
    """What it costs that a ``new`` follows an ``old`` that small print or a sentence's end may close."""
    if old == TITLE:
        return (2.5 if ended else 0.0) if new == ABSTRACT else (1.0 if ended else 2.5) if new == TITLE else 9.0
    if new == TITLE:
        return 0.0
    if new == ABSTRACT:
        return 2.0
    return 9.0 if ended else 3.0 if sentence else 1.2


_STEPS = {
    (ended, sentence): tuple(tuple(_step(old, new, ended, sentence) for old in _STATES) for new in _STATES)
    for ended in (False, True)
    for sentence in (False, True)
}
"""The costs of :func:`_step` by how a piece ends, then by the new state and the old."""


def _records(pieces: list[_Piece], labels: list[int]) -> list[tuple[_Piece | None, list[_Piece] | None]]:
    records: list[tuple[_Piece | None, list[_Piece] | None]] = []
    title: _Piece | None = None
    for piece, label in zip(pieces, labels, strict=True):
        if label == TITLE:
            if title is not None:
                records.append((title, None))
            title = piece
        elif label == ABSTRACT:
            if title is not None and title.small:  # the small print closed that paper: its abstract is missing
                records.append((title, None))
                title = None
            records.append((title, [piece]))
            title = None
        elif records and records[-1][1] is not None:
            records[-1][1].append(piece)
    if title is not None:
        records.append((title, None))
    return records


def _is_title(title: _Piece, small: list[Line], among: bool) -> bool:
    """Whether a line without an abstract is a paper's title: by the small print behind it, or by its words."""
    if any(_AUTHORS.match(fact) or _is_date(fact) for line in small for fact in _facts(line.text)):
        return len(title.text) > 3
    words = len(title.text.split())
    return words >= 4 or (among and (words == 3 or ":" in title.text))


def _draft(title: _Piece | None, abstract: list[_Piece], small: list[Line], head: tuple[int, int, int] | None) -> Draft:
    unnamed = 0
    year = month = day = None
    extra: dict[str, str] = {}
    told = [fact for line in small for fact in _facts(line.text) or [line.text]]
    names = Counter(fact for fact in told if not _SEPARATOR.match(fact) and not _NUMBER.match(fact))
    for name, times in names.items():
        if found := _AUTHORS.match(name):
            unnamed = int(found[1])
        elif _is_date(name) and (found := _DATE.match(name)):
            date = MONTHS[found["month"].lower()], int(found["day"])
            if found["year"]:
                year, (month, day) = int(found["year"]), date
            elif head and date <= head[1:]:
                year, (month, day) = head[0], date
            else:
                extra["published"] = f"{found['month']} {found['day']}"
        elif times > 1 or _is_twice(name):
            extra["organisation"] = name if times > 1 else name[: len(name) // 2].strip()
    if day is not None and not 1 <= day <= 31:
        day = None
    lines = [piece.line for piece in (title, *abstract) if piece is not None] + small
    return Draft(
        line=lines[0].number,
        title=title.text if title else None,
        more_authors=unnamed,
        year=year,
        month=month,
        day=day,
        abstract=" ".join(piece.text for piece in abstract) or None,
        extra=extra,
        raw=raw_text(sorted(lines, key=lambda line: line.number)),
    )
