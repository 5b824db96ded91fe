"""A format for readlist: a paper a line, written ``title / authors / year``."""

import re
from collections.abc import Iterable, Iterator

from readlist.paper import Draft, Problem, Record

LABEL = "Papyrus"
DESCRIPTION = "a paper a line: title / authors / year"
LINE = re.compile(r"(.+?) / (.+?) / (\d{4})\s*")


def recognise(text: str) -> float:
    return 0.9 if LINE.fullmatch(text.partition("\n")[0]) else 0.0


def read(text: str) -> Iterator[Draft | Problem]:
    for number, line in enumerate(text.splitlines(), 1):
        if found := LINE.fullmatch(line):
            yield Draft(title=found[1], authors=tuple(found[2].split(", ")), year=int(found[3]), line=number, raw=line)
        elif line.strip():
            yield Problem(line=number, reason="not written title / authors / year", raw=line)


def write(records: Iterable[Record]) -> Iterator[str]:
    for record in records:
        yield f"{record.title} / {', '.join(record.authors)} / {record.year}\n"
