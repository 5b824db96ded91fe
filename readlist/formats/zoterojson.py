"""Zotero's own JSON: of its API (``{"key": …, "data": {…}}``), of its translators, and of Better BibTeX's export
(``{"items": [...], "collections": …}``).

Source: api.zotero.org/schema (item types, fields, creator types and the CSL variables they stand for).
"""

import re
from collections.abc import Iterable, Iterator
from io import StringIO
from itertools import islice
from typing import Any

from readlist.formats.csldates import read_date
from readlist.formats.csljson import DATES, PEOPLE, TYPES, add_parts
from readlist.formats.jsonrecords import Found, drafts, objects, printed
from readlist.formats.markup import plain, plain_lines
from readlist.formats.tagged import Entry, Gathered
from readlist.identity import normalise_arxiv
from readlist.paper import Draft, Problem
from readlist.text import clean, clean_line

WITHIN = frozenset({"items"})

_TYPES = {
    "artwork": "graphic", "audioRecording": "song", "bill": "bill", "blogPost": "post-weblog", "book": "book",
    "bookSection": "chapter", "case": "legal_case", "computerProgram": "software",
    "conferencePaper": "paper-conference", "dataset": "dataset", "dictionaryEntry": "entry-dictionary",
    "document": "document",
    "email": "personal_communication", "encyclopediaArticle": "entry-encyclopedia", "film": "motion_picture",
    "forumPost": "post", "hearing": "hearing", "instantMessage": "personal_communication", "interview": "interview",
    "journalArticle": "article-journal", "letter": "personal_communication", "magazineArticle": "article-magazine",
    "manuscript": "manuscript", "map": "map", "newspaperArticle": "article-newspaper", "patent": "patent",
    "podcast": "broadcast", "preprint": "article", "presentation": "speech", "radioBroadcast": "broadcast",
    "report": "report", "standard": "standard", "statute": "legislation", "thesis": "thesis",
    "tvBroadcast": "broadcast", "videoRecording": "motion_picture", "webpage": "webpage",
}  # fmt: skip
_NO_PAPERS = {"attachment": "an attachment", "note": "a note", "annotation": "an annotation"}
_VENUES = (
    "publicationTitle", "proceedingsTitle", "bookTitle", "encyclopediaTitle", "dictionaryTitle", "websiteTitle",
    "blogTitle", "forumTitle", "programTitle", "reporter", "code",
)  # fmt: skip
_AUTHORS = frozenset(
    {"author", "artist", "cartographer", "director", "interviewee", "inventor", "performer", "podcaster", "presenter",
     "programmer", "sponsor"}
)  # fmt: skip
"""Creators who are what the author is elsewhere, each in the types of item that have no author."""
_ROLES = {
    "bookAuthor": "container-author", "seriesEditor": "collection-editor", "reviewedAuthor": "reviewed-author",
    "scriptwriter": "script-writer", "seriesCreator": "series-creator", "originalCreator": "original-author",
    "executiveProducer": "executive-producer",
}  # fmt: skip
_NAMES = {
    "pages": "page", "place": "publisher-place", "series": "collection-title", "seriesTitle": "collection-title",
    "seriesNumber": "collection-number", "shortTitle": "short-title", "journalAbbreviation": "container-title-short",
    "numPages": "number-of-pages", "numberOfVolumes": "number-of-volumes", "rights": "license",
    "callNumber": "call-number", "libraryCatalog": "source", "archiveLocation": "archive_location",
    "conferenceName": "event-title", "meetingName": "event-title", "versionNumber": "version", "PMCID": "PMCID",
    **dict.fromkeys(
        ("university", "institution", "repository", "company", "studio", "label", "network", "distributor",
         "organization"), "publisher"
    ),
    **dict.fromkeys(
        ("thesisType", "reportType", "manuscriptType", "websiteType", "postType", "presentationType", "letterType",
         "mapType", "artworkMedium", "audioRecordingFormat", "videoRecordingFormat"), "genre"
    ),
    **dict.fromkeys(
        ("reportNumber", "patentNumber", "archiveID", "billNumber", "documentNumber", "docketNumber",
         "publicLawNumber", "episodeNumber", "identifier"), "number"
    ),
}  # fmt: skip
_DATES = ("date", "issueDate", "dateDecided", "dateEnacted", "filingDate")
_BOOKKEEPING = frozenset(
    {"version", "itemID", "libraryID", "select", "relations", "inPublications", "mtime", "deleted"}
)
_HANDLED = frozenset(
    {"itemType", "title", "creators", "abstractNote", "DOI", "ISSN", "ISBN", "url", "extra", "tags", "notes", "note",
     "attachments", "key", "itemKey", "citationKey", "citekey", "accessDate", "collections", *_VENUES, *_DATES,
     "caseName", "nameOfAct", "subject"}
) | _BOOKKEEPING  # fmt: skip
_SQL_DATE = re.compile(r"^\d{4}-\d\d-\d\d (?=.*\d{4})")
_EXTRA_LINE = re.compile(r"([A-Za-z][A-Za-z0-9 ._-]{0,40}?)\s*[:=]\s*(\S.*)")
_ARXIV = re.compile(r"\barxiv(?:\s+id)?\s*:\s*([^\s\[\],;]+)(?:\s*\[[\w.-]+\])?", re.IGNORECASE)
_EXTRA_WORDS = (
    "annote archive archive-place authority call-number chapter-number collection-number collection-title "
    "container-title container-title-short dimensions edition event-place event-title genre issue jurisdiction license "
    "medium number number-of-pages number-of-volumes original-publisher original-publisher-place original-title page "
    "part-number publisher publisher-place reviewed-title scale section status version volume volume-title"
)
_EXTRA_VARIABLES = frozenset(_EXTRA_WORDS.split())


def recognise(text: str) -> float:
    """Sure when one of the first objects is an item of Zotero's, bare or wrapped."""
    if text.lstrip("\ufeff \t\r\n")[:1] not in ("[", "{") or "itemType" not in text:
        return 0.0
    for found in islice(objects(StringIO(text[:1_000_000]), _is_item, WITHIN), 5):
        if isinstance(found, Found) and "itemType" in _item(found.value):
            return 0.97
    return 0.0


def read(text: str) -> Iterator[Draft | Problem]:
    """One draft an item; notes and attachments that stand alone are no papers."""
    return read_lines(StringIO(text, newline=""))


def read_lines(lines: Iterable[str]) -> Iterator[Draft | Problem]:
    """Like :func:`read`, out of lines with their ends; only the item that is being read is kept in memory."""
    return drafts(lines, _is_item, _draft, WITHIN)


def _is_item(value: dict[str, Any]) -> bool:
    return isinstance(value.get("itemType"), str) and value["itemType"] not in _NO_PAPERS


def _item(value: dict[str, Any]) -> dict[str, Any]:
    data = value.get("data")
    return data if isinstance(data, dict) and "itemType" not in value else value


def _draft(found: Found) -> Draft | Problem:
    item = _item(found.value)
    kind = _text(item.get("itemType"))
    if kind in _NO_PAPERS:
        return Problem(line=found.line, reason=f"{_NO_PAPERS[kind]}, not a paper", raw=found.raw)
    if not kind:
        return Problem(line=found.line, reason="this object is no item of Zotero's", raw=found.raw)
    gathered = Gathered()
    gathered.say("type", _TYPES.get(kind, "document"))
    if kind not in _TYPES:
        gathered.keep("itemtype", kind)
    gathered.say("key", _text(item.get("citationKey")) or _text(item.get("citekey")))
    _say_extra(gathered, _text(item.get("extra")))
    for name in ("title", "caseName", "nameOfAct", "subject"):
        gathered.say("title", plain(_text(item.get(name))))
    for name in _VENUES:
        gathered.say("venue", plain(_text(item.get(name))), otherwise=name.lower())
    _say_creators(gathered, item.get("creators"))
    gathered.say("abstract", plain_lines(_text(item.get("abstractNote"))))
    for name in _DATES:
        _say_date(gathered, _text(item.get(name)), name)
    gathered.keep("accessed", _text(item.get("accessDate")).replace("CURRENT_TIMESTAMP", ""))
    gathered.number(_text(item.get("DOI")))
    if url := _text(item.get("url")):
        gathered.link(url, otherwise="URL")
    gathered.serial(_text(item.get("ISBN")))
    gathered.serial(_text(item.get("ISSN")))
    gathered.keywords(_texts(item.get("tags"), "tag"))
    _say_belongings(gathered, item)
    for name, value in item.items():
        if name not in _HANDLED:
            gathered.keep(_NAMES.get(name) or clean_line(name).lower() or "field", plain(_text(value)))
    for name in ("number", "archive_location"):
        if arxiv := _ARXIV.search(_text(gathered.extra.get(name))):
            gathered.fields.setdefault("arxiv", normalise_arxiv(arxiv[1]))
    entry = Entry(found.line)
    entry.keep(found.raw)
    return gathered.draft(entry)


def _say_creators(gathered: Gathered, value: Any) -> None:
    creators = [creator for creator in value if isinstance(creator, dict)] if isinstance(value, list) else []
    kinds = {_text(creator.get("creatorType")) or "author" for creator in creators}
    for creator in creators:
        kind = _text(creator.get("creatorType")) or "author"
        is_author = kind == "author" or (kind in _AUTHORS and "author" not in kinds)
        people = gathered.people(None if is_author else _ROLES.get(kind) or clean_line(kind).lower() or "creator")
        first, last, whole = (plain(_text(creator.get(part))) for part in ("firstName", "lastName", "name"))
        if whole or (last and not first and _text(creator.get("fieldMode")) == "1"):
            people.add_group(whole or last)
        else:
            add_parts(people, last, first)


def _say_date(gathered: Gathered, text: str, name: str) -> None:
    date = read_date(_SQL_DATE.sub("", text))
    if gathered.fields.get("year") and date.parts:
        gathered.keep(name.lower(), text)
        return
    gathered.fields.update(date.parts)
    gathered.keep("issued", date.beyond)


def _say_belongings(gathered: Gathered, item: dict[str, Any]) -> None:
    """Personal notes, what is attached, the item's own number and the collections it is in."""
    notes = [clean(plain_lines(note)) for note in _texts(item.get("notes"), "note")]
    known = gathered.extra.pop("note", "")
    gathered.keep("note", "\n\n".join(filter(None, [known, *notes])), lines=True)
    for attachment in item["attachments"] if isinstance(item.get("attachments"), list) else []:
        if isinstance(attachment, dict):
            path = next((_text(attachment[name]) for name in ("path", "localPath", "url") if attachment.get(name)), "")
            gathered.keep("attachment", path or _text(attachment.get("title")))
    gathered.keep("zotero-key", _text(item.get("key")) or _text(item.get("itemKey")))
    for name in _texts(item.get("collections"), "name"):
        gathered.keep("collections", name)


def _say_extra(gathered: Gathered, text: str) -> None:
    """The field in which people write what Zotero has no field for, as ``Name: value`` a line; the rest is a note."""
    rest: list[str] = []
    for line in text.splitlines():
        if found := _ARXIV.search(line):
            gathered.fields.setdefault("arxiv", normalise_arxiv(found[1]))
            if found[0] == line.strip():
                continue
        told = _EXTRA_LINE.fullmatch(line.strip())
        if not (told and _say_line(gathered, clean_line(told[1]), told[2])):
            rest.append(line)
    gathered.keep("note", "\n".join(rest), lines=True)


def _say_line(gathered: Gathered, label: str, value: str) -> bool:
    name = label.lower().replace(" ", "-")
    if name == "citation-key":
        gathered.say("key", value, otherwise="citation-key")
    elif name == "doi":
        gathered.number(value)
    elif name == "pmid":
        gathered.say("pmid", value.strip().lstrip("0"))
    elif name == "pmcid":
        gathered.keep("PMCID", value)
    elif name in ("isbn", "issn"):
        gathered.serial(value)
    elif name == "issued":
        _say_date(gathered, value, name)
    elif name == "type" and value.strip().lower() in TYPES:
        gathered.fields["type"] = value.strip().lower()
    elif name in PEOPLE or name == "author":
        family, _, given = value.partition("||")
        people = gathered.people(None if name == "author" else name)
        if given.strip():
            add_parts(people, family, given)
        else:
            people.add_group(family)
    elif name in DATES or name in _EXTRA_VARIABLES:
        gathered.keep(name, value)
    elif label.lower().startswith("tex."):
        gathered.keep(label.lower().removeprefix("tex."), value)
    else:
        return False
    return True


def _text(value: Any) -> str:
    return "true" if value is True else "" if value in (False, [], {}) else printed(value)


def _texts(value: Any, name: str) -> list[str]:
    """The texts of a list of texts or of objects that have the text under a name."""
    if not isinstance(value, list):
        return []
    texts = (_text(inner.get(name)) if isinstance(inner, dict) else _text(inner) for inner in value)
    return [text for text in texts if text]
