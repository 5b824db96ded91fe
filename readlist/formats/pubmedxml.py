"""PubMed's XML: articles, and the chapters and books of its bookshelf.

Source: nlm.nih.gov/bsd/licensee/elements_descriptions.html, dtd.nlm.nih.gov (pubmed_250101.dtd).
"""

import re
from collections.abc import Iterable, Iterator
from io import StringIO

from readlist.formats.csldates import read_date
from readlist.formats.drafting import People, month_of
from readlist.formats.tagged import Entry, Gathered
from readlist.formats.xmlrecords import Element, records
from readlist.paper import Draft, Problem
from readlist.text import clean, clean_line

_RECORD = re.compile(r"<Pubmed(?:Book)?Article(?=[\s>])")
_INITIALS = re.compile(r"[A-Z](?:-?[A-Z]){0,4}")
_TYPES = {
    "preprint": "article", "dataset": "dataset", "congress": "paper-conference", "technical report": "report",
    "newspaper article": "article-newspaper", "video-audio media": "motion_picture",
}  # fmt: skip


def recognise(text: str) -> float:
    """Sure when one of PubMed's records begins near the beginning, behind a tag or nothing."""
    if not text.lstrip("\ufeff \t\r\n").startswith("<"):
        return 0.0
    return 0.99 if _RECORD.search(text[:1_000_000]) else 0.0


def read(text: str) -> Iterator[Draft | Problem]:
    """One draft a record."""
    return read_lines(StringIO(text, newline=""))


def read_lines(lines: Iterable[str]) -> Iterator[Draft | Problem]:
    """Like :func:`read`, out of lines with their ends; only the record that is being read is kept in memory."""
    for found in records(lines, ("PubmedArticle", "PubmedBookArticle")):
        if isinstance(found, Problem):
            yield found
            continue
        work = Gathered()
        if found.element.name == "PubmedBookArticle":
            _say_book(work, found.element)
        else:
            _say_article(work, found.element)
        entry = Entry(found.line)
        entry.keep(found.raw)
        yield work.draft(entry)


def _say_article(work: Gathered, record: Element) -> None:
    citation = record.first("MedlineCitation") or record
    article = citation.first("Article") or citation
    work.say("pmid", citation.text("PMID").strip())
    work.say("title", unstopped(article.text("ArticleTitle")))
    work.keep("original-title", unstopped(article.text("VernacularTitle")))
    if "title" not in work.fields:
        work.say("title", str(work.extra.pop("original-title", "")))
    journal = article.first("Journal") or Element("Journal", {})
    short = clean_line(journal.text("ISOAbbreviation") or citation.text("MedlineJournalInfo/MedlineTA"))
    work.say("venue", journal.text("Title"))
    if "venue" not in work.fields:
        work.say("venue", short)
    if short != work.fields.get("venue"):
        work.keep("container-title-short", short)
    work.keep("volume", journal.text("JournalIssue/Volume"))
    work.keep("issue", journal.text("JournalIssue/Issue"))
    work.keep("page", _pages(article))
    for issn in [*journal.all("ISSN"), *citation.all("MedlineJournalInfo/ISSNLinking")]:
        work.serial(issn.text())
    dates = [*journal.all("JournalIssue/PubDate"), *article.all("ArticleDate"), *citation.all("DateCompleted")]
    _say_date(work, dates)
    for place in article.all("ELocationID"):
        _say_number(work, place.attributes.get("EIdType", ""), place.text())
    _say_common(work, article)
    work.keep("publisher-place", citation.text("MedlineJournalInfo/Country"))
    for number in record.all("PubmedData/ArticleIdList/ArticleId"):
        _say_number(work, number.attributes.get("IdType", ""), number.text())
    work.keep("publicationstatus", record.text("PubmedData/PublicationStatus"))
    _say_keywords(work, citation)
    for other in citation.all("OtherAbstract"):
        work.keep("other-abstract", _abstract(other), lines=True)
    for note in citation.all("GeneralNote"):
        work.keep("note", note.text())
    kinds = [clean_line(kind.text()).lower() for kind in article.all("PublicationTypeList/PublicationType")]
    told = next((_TYPES[kind] for kind in kinds if kind in _TYPES), None)
    work.say("type", told or ("article-journal" if "venue" in work.fields else "document"))


def _say_book(work: Gathered, record: Element) -> None:
    document = record.first("BookDocument") or record
    book = document.first("Book") or Element("Book", {})
    title = unstopped(document.text("ArticleTitle"))
    work.say("pmid", document.text("PMID").strip())
    work.say("title", title)
    work.say("venue" if clean_line(title) else "title", unstopped(book.text("BookTitle")))
    work.say("type", "chapter" if clean_line(title) else "book")
    work.keep("publisher", book.text("Publisher/PublisherName"))
    work.keep("publisher-place", book.text("Publisher/PublisherLocation"))
    work.keep("collection-title", book.text("CollectionTitle"))
    work.keep("edition", book.text("Edition"))
    work.keep("volume", book.text("Volume"))
    work.keep("volume-title", book.text("VolumeTitle"))
    work.keep("medium", book.text("Medium"))
    work.keep("page", _pages(document))
    for isbn in book.all("Isbn"):
        work.serial(isbn.text())
    for label in document.all("LocationLabel"):
        work.keep("section", label.text())
    _say_date(work, [*book.all("PubDate"), *document.all("ContributionDate"), *book.all("BeginningDate")])
    for place in [*document.all("ELocationID"), *book.all("ELocationID")]:
        _say_number(work, place.attributes.get("EIdType", ""), place.text())
    for number in [*document.all("ArticleIdList/ArticleId"), *record.all("PubmedBookData/ArticleIdList/ArticleId")]:
        _say_number(work, number.attributes.get("IdType", ""), number.text())
    _say_common(work, document)
    if not work.authors.names or title:
        for people in book.all("AuthorList"):
            role = people.attributes.get("Type", "authors").lower()
            _add_people(work.people("editor" if role == "editors" else "container-author" if title else None), people)
    _say_keywords(work, document)


def _say_common(work: Gathered, article: Element) -> None:
    """What articles and chapters have alike."""
    work.say("abstract", "\n".join(filter(None, map(_abstract, article.all("Abstract")))))
    work.keep("copyright", article.text("Abstract/CopyrightInformation"))
    for people in article.all("AuthorList"):
        editors = people.attributes.get("Type", "").lower() == "editors"
        for place in _add_people(work.people("editor" if editors else None), people):
            work.keep("affiliation", place)
    for language in article.all("Language"):
        work.keep("language", language.text())
    for kind in [*article.all("PublicationTypeList/PublicationType"), *article.all("PublicationType")]:
        work.keep("publication-type", kind.text())
    for grant in article.all("GrantList/Grant"):
        parts = (clean_line(grant.text(name)) for name in ("GrantID", "Agency", "Country"))
        work.keep("grant", ", ".join(filter(None, parts)))


def _add_people(people: People, listed: Element) -> list[str]:
    """Adds the people of a list; gives the places they are at, each once."""
    affiliations: dict[str, None] = {}
    for author in listed.all("Author"):
        if group := clean_line(author.text("CollectiveName")):
            people.add_group(group)
            continue
        given = clean_line(author.text("ForeName") or author.text("FirstName"))
        if not given and (initials := clean_line(author.text("Initials"))):
            spaced = "-".join(" ".join(f"{letter}." for letter in part) for part in initials.split("-"))
            given = spaced if _INITIALS.fullmatch(initials) else initials
        people.add(author.text("LastName"), given, suffix=author.text("Suffix"))
        for place in author.all("AffiliationInfo/Affiliation"):
            affiliations[clean_line(place.text())] = None
    if listed.attributes.get("CompleteYN") == "N":
        people.leave_unnamed()
    return list(affiliations)


def _abstract(abstract: Element) -> str:
    """The parts of a structured abstract, each behind its label."""
    parts: list[str] = []
    for part in abstract.all("AbstractText"):
        text, label = clean(part.text()), clean_line(part.attributes.get("Label", ""))
        if text:
            parts.append(f"{label}: {text}" if label and label != "UNLABELLED" else text)
    return "\n".join(parts)


def _pages(article: Element) -> str:
    printed = article.text("Pagination/MedlinePgn").strip()
    first, last = (article.text(f"Pagination/{name}").strip() for name in ("StartPage", "EndPage"))
    return printed or (f"{first}-{last}" if first and last and first != last else first)


def _say_date(work: Gathered, dates: list[Element]) -> None:
    """The first date that has a year, of those that a record gives; years and months may be printed in any way."""
    for date in dates:
        words = clean_line(date.text("MedlineDate"))
        year = clean_line(date.text("Year"))
        if words:
            printed = read_date(words)
            work.fields.update(printed.parts)
            work.keep("issued", printed.beyond)
        elif year.isdecimal() and len(year) == 4:
            work.fields["year"] = int(year)
            work.keep("season", date.text("Season"))
            if month := month_of(date.text("Month")):
                work.fields["month"] = month
                day = clean_line(date.text("Day"))
                if day.isdecimal() and 1 <= int(day[:3]) <= 31:
                    work.fields["day"] = int(day)
        if "year" in work.fields or words:
            return


def _say_number(work: Gathered, kind: str, text: str) -> None:
    text = clean_line(text)
    if kind == "doi":
        work.number(text)
    elif kind == "pubmed":
        work.say("pmid", text)
    elif kind in ("pmc", "pmcid"):
        work.keep("PMCID", text.removeprefix("pmc-id: ").rstrip(";"))
    else:
        work.keep(clean_line(kind).lower() or "number", text)


def _say_keywords(work: Gathered, citation: Element) -> None:
    work.keywords(keyword.text() for keyword in citation.all("KeywordList/Keyword"))
    for heading in citation.all("MeshHeadingList/MeshHeading"):
        qualifiers = heading.all("QualifierName")
        name = clean_line(heading.text("DescriptorName"))
        work.keywords([f"{name}/{clean_line(qualifier.text())}" for qualifier in qualifiers] or [name])


def unstopped(title: str) -> str:
    """A title without the full stop that PubMed puts behind every title."""
    title = clean_line(title)
    return title[:-1] if title.endswith(".") and not title.endswith("..") else title
