"""Where the title of a glued entry ends and its people end: ``TitleAuthorsPeriodical``.

There is no separator, so every place where two elements may have been glued together (``LLMsJongwoo``,
``Samples!Yubo``, ``CNNChristin``, ``DaoDec``) is tried as the end of the title, every later one as the end of the
people, and the reading that costs least is taken: people must be built like people, what follows them must begin like
a periodical, and a glued place that a reading leaves unexplained inside the title or a name costs something.
"""

import re
from collections.abc import Container
from dataclasses import dataclass, field

from readlist.formats.people import HAN, LOWER, MORE, UPPER, People, people
from readlist.formats.periodical import BUTTONS, VENUE_SIGNS, end_date

HEAD = 1200
"""No title ends behind this many characters."""
PEOPLE_LIMIT = 20_000
_TRIED = 24

_CLOSING = r"?!)\]}”»\"$%+*∗†‡°&™®…’'>"
GLUE = re.compile(
    rf"(?<=[{LOWER}0-9{_CLOSING}])(?=[{UPPER}])"
    rf"|(?<=[{LOWER}]{{2}}\.)(?=[{UPPER}])"
    rf"|(?<=[{UPPER}])(?=[{UPPER}][{LOWER}.’'])"
    rf"|(?<=[{UPPER}]{{2}})(?=[{UPPER}] [{UPPER}])"
    rf"|(?<=[{UPPER}{LOWER}0-9{_CLOSING}])(?=[{HAN}])|(?<=[{HAN}])(?=[{UPPER}])"
)
_PERIODICAL_GLUE = re.compile(
    rf"(?<=[{UPPER}{LOWER}{HAN}{_CLOSING}.])(?=(?:arXiv|bioRxiv|medRxiv|chemRxiv|eLife|npj |iScience|mBio|nature|(?:18|19|20)\d\d\b)"
    r"|(?:IEEE|ACM|AAAI|PLoS|PLOS|SIAM|PNAS|CVPR|ICCV|ECCV|ICML|ICLR|NeurIPS|NIPS|ICRA|IROS|RSS|SPIE|ASME)\b)"
)
_PARTICLE_GLUE = re.compile(
    rf"(?<=[{LOWER}0-9?!)])(?=(?:van|von|de|den|der|del|della|di|da|dos|du|el|al|ten|ter|zu|af|d’|d')\s?(?:(?:der|den|de|la|las|los|het|’t)\s)?[{UPPER}][{LOWER}’]+[,\s])"
)
_NAMELIKE_RUN = re.compile(
    rf"(?:[{UPPER}{LOWER}{HAN}\u0300-\u036f.,;&’'ʼ`´·\-‐‑*∗⁎†‡§¶‖#^✉⋆☆♯♮()\s]|\d{{1,4}} more authors?)*"
)
_LOWER_WORD = re.compile(rf"(?:^|\s)([{LOWER}]+)(?=\s|,|$)")
_LAST_WORD = re.compile(r"\S*$")
_BAD_TITLE_END = re.compile(r"(?:\b(?:and|or|of|the|a|an|in|on|for|with|to|by|from|via)|[,(\[{/&:\-–])$", re.IGNORECASE)
_ROMAN_OR_PLAIN = re.compile(rf"[{UPPER}{LOWER}]?[{LOWER}]+[?!)]?$")


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


def take_apart(text: str, page: Page = Page()) -> Reading | None:
    """The best reading of a glued entry, ``None`` when it cannot be one.

    ``text`` is one line: title, people, periodical and whatever is glued behind. Linear in its length.
    """
    best: Reading | None = None
    for reading in _readings(text, page):
        if best is None or reading.cost < best.cost - 1e-9:
            best = reading
    return best


def _readings(text: str, page: Page):  # type: ignore[no-untyped-def]
    anchor = MORE.search(text, 0, PEOPLE_LIMIT)
    head = text[: min(HEAD, anchor.start() if anchor else HEAD)]
    starts = [found.start() for found in GLUE.finditer(head) if found.start()]
    particles = [found.start() for found in _PARTICLE_GLUE.finditer(head)]
    glued = sorted(set(starts))
    for start in glued[:_TRIED] + [place for place in particles[:4] if place not in glued]:
        title = text[:start].rstrip()
        begin = _title_cost(text, start, glued, page) + (0.9 if start in particles and start not in glued else 0.0)
        for end, ending in _people_ends(text, start, anchor):
            listed = people(text[start:end], page.family_first)
            if listed is None:
                continue
            cost = begin + ending + listed.cost - 0.3 * min(5, len(listed.names))
            cost -= 0.6 * sum(1 for name in listed.names[:6] if name in page.names)
            if page.named is False:
                cost += 2.0
            yield Reading(title, listed, text[end:].strip(" ,"), cost)
    if anchor is None or not starts:
        yield from _without_people(text, glued, page)


def _people_ends(text: str, start: int, anchor: re.Match[str] | None) -> list[tuple[int, float]]:
    """Where people that begin at ``start`` may end, each with what ending there costs."""
    if anchor is not None:
        return [(anchor.end(), 0.0)] if start < anchor.start() else []
    run = _NAMELIKE_RUN.match(text, start, PEOPLE_LIMIT)
    stop = run.end() if run else start
    places = {found.start() for found in GLUE.finditer(text, start + 1, stop)}
    places |= {found.start() for found in _PERIODICAL_GLUE.finditer(text, start + 1, min(len(text), stop + 1))}
    ordered = sorted(places)
    ends = []
    for place in ordered[:4] + ordered[4:][-8:]:
        following = text[place:]
        cost = 0.0 if VENUE_SIGNS.match(following) else 0.9
        date = end_date(following[:600])
        if date is not None and date.start() == 0:
            cost = -0.4
        elif date is None:
            cost += 0.7
        if (
            date is not None
            and date.start()
            and any(date.start() > spot - place > 0 for spot in ordered if spot > place)
        ):
            cost += 0.5
        ends.append((place, cost))
    if stop >= len(text.rstrip()):
        ends.append((len(text), 1.2))
    elif text[stop : stop + 4].isdigit() and text[stop - 1 : stop] not in " ,":
        ends.append((stop, -0.2))
    return ends


def _title_cost(text: str, end: int, glued: list[int], page: Page) -> float:
    title = text[:end].rstrip()
    last = _LAST_WORD.search(title)
    word = last[0] if last else ""
    word_start = end - len(word)
    cost = 0.0
    if _BAD_TITLE_END.search(title):
        cost += 2.0
    if " " not in title.strip():
        cost += 0.5
    for place in glued:
        if place >= end:
            break
        if text[place - 1] in "?!":
            cost += 1.2
        elif place > word_start:
            known = page.words
            left, right = text[word_start:place], text[place:end]
            if left.strip("\"'“”‘’()") in known and word not in known:
                cost += 1.1
            elif word in known:
                cost += 0.0
            else:
                cost += 0.35 + 0.1 * (len(right) == 1)
        elif "," in text[place:end]:
            cost += 0.5
    return cost


def _without_people(text: str, glued: list[int], page: Page):  # type: ignore[no-untyped-def]
    limit = min(len(text), HEAD)
    places = set(glued) | {found.start() for found in _PERIODICAL_GLUE.finditer(text, 1, limit)}
    for place in sorted(places)[:_TRIED]:
        following = text[place:]
        date = end_date(following[:600])
        if date is None and not re.match(r"In [A-Z0-9]|arXiv preprint", following):
            continue
        cost = _NOBODY + _title_cost(text, place, glued, page) - (1.5 if page.named is False else 0.0)
        if not VENUE_SIGNS.match(following):
            cost += 0.9
        if date is not None and date.start() == 0:
            cost -= 0.4
        else:
            inner = sum(1 for spot in glued if place < spot < place + (date.start() if date else 60))
            cost += 0.4 * inner
        yield Reading(text[:place].rstrip(), None, following.strip(" ,"), cost)
