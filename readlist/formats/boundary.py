"""Where the title of a glued entry ends and its people end: ``TitleAuthorsPeriodical``.

There is no separator, so every place where two elements may have been glued together (``LLMsJongwoo``,
``Samples!Yubo``, ``CNNChristin``, ``DaoDec``) is tried as the end of the title, every later one as the end of the
people, and the reading that costs least is taken: people must be built like people, what follows them must begin like
a periodical, and a glued place that a reading leaves unexplained inside the title or a name costs something.
"""

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass

from readlist.formats.people import HAN, LOWER, MORE, UPPER, People, people
from readlist.formats.periodical import VENUE_SIGNS, Date, dates, end_date

HEAD = 1200
"""No title ends behind this many characters."""
PEOPLE_LIMIT = 20_000
_TRIED = 24

_CLOSING = r"?!)\]}”»\"$%+*∗†‡°&™®…>"
GLUE = re.compile(
    rf"(?<=[{LOWER}{_CLOSING}])(?=[{UPPER}])"
    rf"|(?<=[0-9])(?!D[^{LOWER}])(?=[{UPPER}][^\s\-‐–,:;)])"
    rf"|(?<=[{LOWER}]{{2}}\.)(?=[{UPPER}])|(?<=[{LOWER}?!.][’'])(?=[{UPPER}])|(?<=\s[-–—])(?=[{UPPER}])"
    rf"|(?<=[{UPPER}])(?=[{UPPER}][{LOWER}.’'])"
    rf"|(?<=[{UPPER}{LOWER}0-9{_CLOSING}])(?=[{HAN}])|(?<=[{HAN}])(?=[{UPPER}])"
)
_PERIODICAL_GLUE = re.compile(
    rf"(?<=[{UPPER}{LOWER}{HAN}0-9{_CLOSING}.])(?=(?:arXiv|(?:bioRxiv|medRxiv|chemRxiv|eLife|npj|iScience|mBio)\b))"
    rf"|(?<=[{UPPER}{LOWER}{HAN}{_CLOSING}.])(?=(?:18|19|20)\d\d(?!\d))"
    rf"|(?<=[{UPPER}]\.)(?=[{UPPER}][{LOWER}{UPPER}])|(?<=\s[{UPPER}][{LOWER}]\.)(?=[{UPPER}])"
    rf"|(?<=[{UPPER}{LOWER}.)])(?=(?:IEEE|ACM|AAAI|PLoS|PLOS|SIAM|PNAS|CVPR|ICCV|ECCV|ICML|ICLR|NeurIPS|NIPS|ICRA"
    r"|IROS|RSS|SPIE|ASME)\b)"
)
_ONE_WORD = re.compile(
    r"arXiv|bioRxiv|medRxiv|chemRxiv|PsyArXiv|NeurIPS|CoRL|PLoS|LaTeX|BibTeX|iScience|eLife|OpenReview|mBio|PeerJ"
    r"|TheWebConf|MobiCom|MobiSys|SenSys|UbiComp|EuroSys|SciPost|GitHub|ChatGPT|PyTorch|ImageNet|YouTube|AsiaCCS"
    r"|TensorFlow|MindSpore|JavaScript|TypeScript|PowerPoint|StarCraft|AlphaFold|AlphaZero|StackOverflow|OpenStreetMap"
)
_WEAK_GLUE = re.compile(
    rf"(?<=[{LOWER}{UPPER}0-9?!)])(?=(?:van|von|de|den|der|del|della|di|da|dos|ten|ter|zu|af|d’|d')\s?"
    rf"(?:(?:der|den|de|la|las|los|het|’t)\s)?[{UPPER}][{LOWER}’]+[,\s])"
    rf"|(?<=[{UPPER}]{{2}})(?=[{UPPER}] [{UPPER}])"
)
_NAMELIKE_RUN = re.compile(
    rf"(?:[{UPPER}{LOWER}{HAN}\u0300-\u036f.,;&’'ʼ`´·\-‐‑{{}}\\\"“”*∗⁎†‡§¶‖#^✉⋆☆♯♮()\s]|\d{{1,4}} more authors?)*"
)
_ONE_BODY = re.compile(
    rf"[{UPPER}][{LOWER}]{{4,}}|[{UPPER}][{LOWER}]{{3,}}[{UPPER}][{UPPER}{LOWER}-]*|[{UPPER}][{LOWER}]{{3,}}-AI"
)
_UNNAMED = re.compile(r"\d more author")
_PLURAL = re.compile(rf"[{UPPER}]s[?!)]?")
_LIST_TAIL = re.compile(rf", [{UPPER}][{LOWER}]{{1,5}}$")
_JOINED = re.compile(r" (?:and|et|&|und|e) ")
_AROUND_WORDS = "\"'“”‘’().,:;?!"
_SURE_VENUE_INSIDE = re.compile(r"(?<=\S)(?:In [A-Z0-9]|arXiv preprint)")
_SURE_VENUE = re.compile(r"In [A-Z0-9]|arXiv preprint")
_LOWER_WORD = re.compile(rf"(?:^|\s)(?!(?:and|et|von|van|de|der|di|da|del|la)\b)[{LOWER}]+(?=\s|,|$)")
_LAST_WORD = re.compile(r"\S*$")
_BAD_TITLE_END = re.compile(r"(?:\b(?:and|or|of|the|a|an|in|on|for|with|to|by|from|via)|[,(\[{/&:\-–])$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """What the whole page tells about its entries: words that stand alone somewhere on it, people who were found in
    other entries, how it prints names, and whether its entries name people at all (``None``: not known yet)."""

    words: Container[str] = frozenset()
    names: Container[str] = frozenset()
    family_first: bool | None = None
    named: bool | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to take an entry apart, and what it costs."""

    title: str
    people: People | None
    periodical: str
    cost: float


_NOBODY = 3.0
_BODY_COST = 0.9
_BODY_AT_MOST = 2.7


def looks_glued(text: str) -> bool:
    """Whether a line may be a glued entry: something is glued on, and people are left unnamed or a date ends it."""
    if not (MORE.search(text) or dates(text) or _SURE_VENUE_INSIDE.search(text) or ", and " in text):
        return False
    return bool(GLUE.search(text, 1) or _PERIODICAL_GLUE.search(text, 1))


def take_apart(text: str, page: Page = Page()) -> Reading | None:
    """The best reading of a glued entry, ``None`` when it cannot be one.

    ``text`` is one line: title, people, periodical and whatever is glued behind. Linear in its length.
    """
    best: Reading | None = None
    for reading in _readings(text, page):
        if best is None or reading.cost < best.cost - 1e-9:
            best = reading
    return best


def _glued(text: str, pattern: re.Pattern[str], start: int, end: int) -> list[int]:
    """The places where two elements may have been glued together, those inside well-known words left out."""
    inside = {
        place
        for word in _ONE_WORD.finditer(text, max(0, start - 12), end + 12)
        for place in range(word.start() + 1, word.end())
    }
    return [found.start() for found in pattern.finditer(text, start, end) if found.start() not in inside]


def _readings(text: str, page: Page) -> Iterator[Reading]:
    anchor = MORE.search(text, 0, PEOPLE_LIMIT)
    head_end = min(len(text), HEAD, anchor.start() if anchor else HEAD)
    found = dates(text, anchor.end() if anchor else 0, PEOPLE_LIMIT)
    sure = next(
        (date.start for date in found if date.closing and _ends_well(text[max(0, date.start - 2) : date.start])),
        head_end,
    )
    glued = _glued(text, GLUE, 1, min(head_end, sure + 8))
    weak = [place for place in _glued(text, _WEAK_GLUE, 1, min(head_end, sure)) if place not in glued]
    for start in glued[:_TRIED] + weak[:4]:
        title = text[:start].rstrip()
        begin = _title_cost(text, start, glued, page) + (_weak_cost(text, start, page) if start in weak else 0.0)
        for end, ending in _people_ends(text, start, anchor, found):
            listed = people(text[start:end], page.family_first)
            if listed is None:
                continue
            cost = begin + ending + listed.cost - 0.3 * min(5, len(listed.names))
            cost -= 0.6 * sum(1 for name in listed.names[:6] if name in page.names)
            if len(listed.names) == 1 and listed.cost > 1.5 and listed.more == 0:
                at_once = text.startswith("arXiv", end) or any(date.start == end for date in found)
                if at_once and start not in weak and listed.cost < _BODY_AT_MOST and _is_body(text, start, end, page):
                    cost += _BODY_COST - listed.cost
                else:
                    cost += 2.5
            if page.named is False:
                cost += 2.0
            yield Reading(title, listed, text[end:].strip(" ,"), cost)
    if anchor is None:
        yield from _without_people(text, glued, found, page)


def _is_body(text: str, start: int, end: int, page: Page) -> bool:
    """Whether one word may be a company or a group that signs alone, ``ReportOpenAI``, and not the second half of a
    coined word that the page has elsewhere."""
    if _ONE_BODY.fullmatch(text, start, end) is None:
        return False
    last = _LAST_WORD.search(text[:start])
    before, body = last[0].strip(_AROUND_WORDS) if last else "", text[start:end]
    if before + body in page.words:
        return False
    # Coined words (``MapReduce``) are short; ``FamilyAnthropic`` is too long for one.
    return len(before + body) > 12 or before in page.words or not body[1:].islower()


def _ends_well(before: str) -> bool:
    """Whether what stands before a date is the end of something glued, or a comma: not words of a title."""
    return before == ", " or (before != "" and not before[-1].isspace())


def _weak_cost(text: str, start: int, page: Page) -> float:
    """What it costs to begin people where nothing shows but a particle or an initial: ``Learningvan der Berg``."""
    begin = text.rfind(" ", 0, start) + 1
    stem = text[begin:start].strip("\"'“”‘’()")
    end = text.find(" ", start)
    if text[begin:end] in page.words:
        return 3.0
    return 0.6 if stem in page.words or stem[-2:].isupper() else 2.2


def _people_ends(text: str, start: int, anchor: re.Match[str] | None, found: list[Date]) -> list[tuple[int, float]]:
    """Where people that begin at ``start`` may end, each with what ending there costs."""
    if anchor is not None:
        return [(anchor.end(), 0.0)] if start < anchor.start() else []
    run = _NAMELIKE_RUN.match(text, start, PEOPLE_LIMIT)
    stop = run.end() if run else start
    places = set(_glued(text, GLUE, start + 1, stop))
    places.update(_glued(text, _PERIODICAL_GLUE, start + 1, min(len(text), stop + 8)))
    ordered = sorted(places)
    ends = []
    for place in ordered[:4] + ordered[4:][-8:]:
        cost = 0.0 if VENUE_SIGNS.match(text, place) else 0.9
        date = end_date(found, place)
        if date is None:
            cost += 0.7
        elif date.start == place:
            cost = -0.4
        elif any(place < spot < date.start for spot in ordered):
            cost += 0.5 if cost == 0 else 1.0
        ends.append((place, cost))
    if stop >= len(text.rstrip()):
        ends.append((len(text), 1.2))
    return ends


def _title_cost(text: str, end: int, glued: list[int], page: Page) -> float:
    title = text[:end].rstrip()
    last = _LAST_WORD.search(title)
    word = last[0] if last else ""
    word_start = len(title) - len(word)
    word = word.strip(_AROUND_WORDS)
    cost = 0.0
    if _BAD_TITLE_END.search(title):
        cost += 2.0
    if " " not in title.strip():
        cost += 0.5
    if _LIST_TAIL.search(title):
        cost += 1.0
    for place in glued:
        if place >= end:
            break
        between = text[place:end]
        if text[place - 1] in "?!":
            cost += 1.2
        elif place > word_start:
            known = page.words
            if word in known or _PLURAL.fullmatch(between):
                continue
            left = text[word_start:place].strip(_AROUND_WORDS)
            if left in known or (left[:1].islower() and len(left) > 3):
                cost += 1.1
            else:
                cost += 1.0 if len(left) > 7 else 0.35 + 0.1 * (len(between) == 1)
        elif "," in between or _JOINED.search(between):
            cost += 2.0 if _NAMELIKE_RUN.fullmatch(between) and not _LOWER_WORD.search(between) else 0.3
    return cost


def _without_people(text: str, glued: list[int], found: list[Date], page: Page) -> Iterator[Reading]:
    places = {*glued, *_glued(text, _PERIODICAL_GLUE, 1, min(len(text), HEAD))}
    for place in sorted(places)[:_TRIED]:
        date = end_date(found, place)
        if (date is None and not _SURE_VENUE.match(text, place)) or _UNNAMED.search(text, 0, place):
            continue
        cost = _NOBODY + _title_cost(text, place, glued, page) - (1.5 if page.named is False else 0.0)
        if not VENUE_SIGNS.match(text, place):
            cost += 0.9
        if date is not None and date.start == place:
            cost -= 0.9 if VENUE_SIGNS.match(text, place) is None else 0.4
        else:
            cost += 0.4 * sum(1 for spot in glued if place < spot < (date.start if date else place + 60))
        yield Reading(text[:place].rstrip(), None, text[place:].strip(" ,"), cost)
