"""The feeds of arXiv: Atom, as its API answers, and what it announces every day (Atom or RSS).

Source: info.arxiv.org/help/api/user-manual, info.arxiv.org/help/rss_specifications.
"""

import re
from collections.abc import Iterable, Iterator

from readlist.formats.arxivfacts import add_people, date_of_number, joined, link, number_in, readable_name
from readlist.formats.drafting import date_of
from readlist.formats.markup import plain_lines
from readlist.formats.tagged import Entry, Gathered
from readlist.formats.xmlrecords import Element, Found, records
from readlist.paper import Draft, Problem

_ANNOUNCED = re.compile(r"\s*arXiv:\S+\s+Announce Type:\s*[\w-]+\s*(?:Abstract:\s*)?")


def read_lines(lines: Iterable[str]) -> Iterator[Draft | Problem]:
    """One draft an entry."""
    for found in records(lines, ("entry", "item")):
        yield found if isinstance(found, Problem) else _draft(found)


def _draft(found: Found) -> Draft | Problem:
    entry = found.element
    gathered = Gathered()
    number = _number(entry)
    title = entry.text("title")
    if number is None and title.strip() == "Error":
        return Problem(line=found.line, reason=f"arXiv says: {entry.text('summary').strip()}", raw=found.raw)
    gathered.say("title", title)
    for author in entry.all("author"):
        gathered.authors.add_printed(readable_name(author.text("name") or author.text()))
    if not gathered.authors.names:
        for creator in entry.all("creator"):
            add_people(gathered.authors, creator.text())
    summary = entry.text("summary") or plain_lines(entry.text("description"))
    gathered.say("abstract", joined(_ANNOUNCED.sub("", summary, count=1)))
    if number:
        gathered.say("arxiv", number)
        gathered.say("url", link(number))
    for name in ("published", "pubDate", "date"):
        if (date := date_of(entry.text(name))) and "year" not in gathered.fields:
            gathered.fields.update(date)
    if number and "year" not in gathered.fields:
        gathered.fields.update(date_of_number(number))
    gathered.keep("update_date", entry.text("updated"))
    gathered.number(entry.text("doi") or entry.text("DOI"))
    journal = entry.text("journal_ref") or entry.text("journal_reference")
    gathered.say("venue", journal)
    gathered.say("type", "article-journal" if journal else "article")
    gathered.keep("comments", entry.text("comment"))
    categories = [element.attributes.get("term") or element.text() for element in entry.all("category")]
    first = entry.first("primary_category")
    gathered.keep("primaryclass", first.attributes.get("term", "") if first else categories[0] if categories else "")
    gathered.keep("categories", " ".join(dict.fromkeys(filter(None, categories))))
    record = Entry(found.line)
    record.keep(found.raw)
    return gathered.draft(record)


def _number(entry: Element) -> str | None:
    addresses = [element.attributes.get("href") or element.text() for element in entry.all("link")]
    for text in [entry.text("id"), entry.text("guid"), *addresses]:
        if number := number_in(text.strip().removeprefix("oai:").replace("arXiv.org:", "arXiv:")):
            return number
    return None
