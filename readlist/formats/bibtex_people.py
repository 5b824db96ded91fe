"""The people of a BibTeX field: ``and`` between them, braces around what belongs together.

After "Tame the BeaST" (Nicolas Markey, 2009), section 3.2: ``First von Last``, ``von Last, First`` and
``von Last, Jr, First``. Lists joined with ``;`` or ``,`` alone break that rule and are common all the same.
"""

import html
import re
from functools import lru_cache

from readlist.formats.drafting import People
from readlist.latex import from_bibtex, letters_from_bibtex

_AND = re.compile(r"(?<!\S)and(?!\S)", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9A-Fa-f]+|[A-Za-z]+);")
# BibLaTeX's other way to write a name: family=Berg, given=Ludwig, prefix=van der.
_NAME_PART = re.compile(r'\b(family|given|prefix|suffix)\s*=\s*"?([^,"]*)')
_SUFFIX = re.compile(r"(?:jr|sr|jnr|snr)\.?|[iv]{2,3}|iv|v|2nd|3rd", re.IGNORECASE)
_ET_AL = re.compile(r"[,\s]\s*(?:et\.?\s*al\.?|\betc\.?)$", re.IGNORECASE)
_PARTICLES_BEHIND = re.compile(
    r"(?P<given>.*?\S)\s+(?P<particles>(?:van|von|de|der|den|del|della|di|da|dos|du|la|le|zu)(?:\s.*)?)"
)
# Letters for private use stand for groups in braces while a list is taken apart.
_FIRST_GROUP, _MOST_GROUPS = 0xF0000, 0xFFFD
_GROUP = re.compile("[\U000f0000-\U000ffffd]")
_BRACE = re.compile(r"[{}]")


def add_people(people: People, value: str) -> None:
    """Adds the people that the value of a field names."""
    value = letters_from_bibtex(value)
    if "&" in value:
        value = _ENTITY.sub(lambda found: html.unescape(found[0]), value)
    groups: list[str] = []
    if "{" in value or "}" in value:
        value = _with_groups_out(value, groups)
    names = [text for part in _AND.split(value) if (text := " ".join(part.replace("~", " ").split()).strip(";"))]
    if ";" in value:
        names = [text for name in names for part in name.split(";") if (text := part.strip())]
    for name in names:
        if groups and _GROUP.search(name):
            _add_grouped(people, name, groups)
            continue
        printed, surnames, more = _understood(name)
        people.names += printed
        people.family_names.update(surnames)
        if more is None:
            people.leave_unnamed()


@lru_cache(maxsize=1 << 15)
def _understood(text: str) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...], int | None]:
    """A name without groups (or several, joined with commas): the printed ones, surnames that they do not tell, and
    whether others are left unnamed."""
    people = People()
    shorter = _ET_AL.sub("", text)
    if shorter != text:
        people.leave_unnamed()
        text = shorter
    if "\\" in text or "$" in text or "--" in text or "''" in text:
        text = from_bibtex(text)
    if "=" in text and (parts := dict(_NAME_PART.findall(text))).get("family"):
        given, suffix = parts.get("given", ""), parts.get("suffix", "")
        people.add(
            parts["family"].strip(), given.strip(), particle=parts.get("prefix", "").strip(), suffix=suffix.strip()
        )
    elif "," not in text:
        people.add_printed(text)
    else:
        _add_parts(people, [part.strip() for part in text.split(",") if part.strip()])
    return tuple(people.names), tuple(people.family_names.items()), people.more


def _add_parts(people: People, parts: list[str]) -> None:
    """Adds a name whose parts have commas between them."""
    if len(parts) == 2 and not _SUFFIX.fullmatch(parts[1]):
        _add_person(people, parts[0], parts[1])
    elif len(parts) == 3 and _SUFFIX.fullmatch(parts[1]):
        people.add(parts[0], parts[2], suffix=parts[1])
    elif len(parts) == 3 and _SUFFIX.fullmatch(parts[2]):
        people.add(parts[0], parts[1], suffix=parts[2])
    elif len(parts) > 2 and all(" " in part for part in parts):
        for part in parts:
            people.add_printed(part)
    elif len(parts) > 3 and len(parts) % 2 == 0 and not any(map(_are_initials, parts[::2])):
        for family, given in zip(parts[::2], parts[1::2], strict=True):
            _add_person(people, family, given)
    elif len(parts) == 3:
        people.add(parts[0], parts[2], suffix=parts[1])
    elif len(parts) > 3:
        for part in parts:
            people.add_printed(part)
    else:
        people.add_printed(", ".join(parts))


def _add_person(people: People, family: str, given: str) -> None:
    """Adds ``Last, First``; some write the particle behind the first name."""
    behind = _PARTICLES_BEHIND.fullmatch(given) if " " in given else None
    if behind and behind["particles"].islower():
        people.add(family, behind["given"], particle=behind["particles"])
    else:
        people.add(family, given)


def _are_initials(text: str) -> bool:
    return text.isupper() and sum(map(str.isalpha, text)) < 4


def _add_grouped(people: People, name: str, groups: list[str]) -> None:
    """Adds a name with braces in it: what they hold is not taken apart."""

    def whole(text: str) -> str:
        return from_bibtex(_GROUP.sub(lambda found: f"{{{groups[ord(found[0]) - _FIRST_GROUP]}}}", text))

    if len(name) == 1:
        people.add_group(whole(name))
        return
    parts = [part.strip() for part in name.split(",") if part.strip()]
    if len(parts) > 1:
        suffix = parts[1] if len(parts) == 3 else ""
        if len(parts) > 3:
            _add_parts(people, list(map(whole, parts)))
        else:
            people.add(whole(parts[0]), whole(parts[-1]), suffix=whole(suffix))
        return
    words = (parts or [name])[0].split()
    if not _GROUP.search(words[-1]):
        printed = whole(" ".join(words))
        if "," not in printed:
            people.add_printed(printed)
            return
    particles: list[str] = []
    given = words[:-1]
    while len(given) > 1 and given[-1].islower() and given[-1].isalpha():
        particles.insert(0, given.pop())
    if given:
        people.add(whole(words[-1]), whole(" ".join(given)), particle=" ".join(particles))
    elif " " in (only := whole(words[-1])) and not words[-1].startswith("\\"):
        people.add_group(only)
    else:
        people.add_printed(only)


def _with_groups_out(text: str, groups: list[str]) -> str:
    """The text with one letter of private use for each outermost group in braces; braces that do not match go."""
    text = _GROUP.sub("", text)
    pieces: list[str] = []
    depth = begin = done = 0
    for brace in _BRACE.finditer(text):
        if brace[0] == "{":
            if depth == 0:
                pieces.append(text[done : brace.start()])
                begin = done = brace.end()
            depth += 1
        elif depth == 0:
            pieces.append(text[done : brace.start()])
            done = brace.end()
        else:
            depth -= 1
            if depth == 0:
                if len(groups) < _MOST_GROUPS:
                    pieces.append(chr(_FIRST_GROUP + len(groups)))
                    groups.append(text[begin : brace.start()])
                else:
                    pieces.append(text[begin : brace.start()])
                done = brace.end()
    pieces.append(text[done:].replace("{", "").replace("}", ""))
    return "".join(pieces)
