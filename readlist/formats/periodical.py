"""What stands behind the people in an entry: venue, date, note, buttons, and, in some extractors' texts, the abstract.

``In <booktitle>[, <place>], Mon YYYY`` · ``Mon YYYY`` · ``YYYY`` · ``arXiv preprint arXiv:2403.11043, 2024`` ·
``IEEE Transactions on Automatic Control 2024`` · ``Jun 2022ICML, 2023``: a note behind the date names the venue.
"""

import re
from dataclasses import dataclass

from readlist.formats.pages import MONTHS
from readlist.formats.people import HAN, UPPER

_MONTH = "|".join(sorted((name.capitalize() for name in MONTHS), key=len, reverse=True))
_YEAR = r"(?:18|19|20)\d\d"
_YEARS = re.compile(
    rf"(?<![\d:\-–/])(?<!\d\.){_YEAR}(?![\d\-–/.,:;)’'\]]|\s*\))"
    rf"|(?<=[{UPPER}a-z] ){_YEAR}(?=\d+D\b)"
)
_MONTH_BEFORE = re.compile(rf"(?P<month>{_MONTH})\.?,?\s+(?:\d{{1,2}},\s+)?$")
_ARXIV = re.compile(
    r"arXiv(?:\s+preprint)?(?:\s+arXiv)?\s*[:\s]\s*(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?",
    re.IGNORECASE,
)
_BUTTON_WORDS = (
    "Abstract|Abs|DOI|arXiv|Bib|BibTeX|HTML|PDF|Supplementary|Supplement|Supp|Video|Blog|Code|Poster|Slides|Website"
    "|Project Page|Project|Page|Paper|Demo|Dataset|Data|Talk|Press|Github|GitHub|Link|URL|Appendix|Website|Awarded"
    "|Presentation|Media|Journal|Publisher|OpenReview|Twitter|Thread|Preprint|Tutorial|Podcast|News|HAL|PubMed|Colab"
    "|Models?|Benchmark|Software|Award"
)
BUTTONS = re.compile(rf"(?:(?:{_BUTTON_WORDS})(?:[\s|·,/]+|(?=[{UPPER}@])|(?=arXiv|bioRxiv)|$))+")
_SURE_BUTTON = re.compile(r"Abs|Bib|PDF|HTML|DOI|arXiv")
_GLUED_BUTTONS = re.compile(rf"(?<=[a-z0-9).])(?:{_BUTTON_WORDS}){{2,}}(?=[{UPPER}@\"“]|\s*$)")
_ARXIV_VENUE = re.compile(r"arXiv(?: e-?prints| preprint|:|, )", re.IGNORECASE)
_ONE_BUTTON = re.compile(rf"(?:{_BUTTON_WORDS})(?:[\s|·,/]+|(?=[{UPPER}])|$)")
_HONOURS = re.compile(
    r"(?:\(?(?:Oral(?: Presentation)?|Spotlight(?: Presentation)?|Highlight"
    r"|Best [\w ]{2,30}?(?:Award|Paper|Prize|Nominee|Finalist|Runner-?[Uu]p)(?: Award| Prize| Nominee| Finalist)?"
    r"|Outstanding [\w ]{2,30}?(?:Award|Paper|Prize)(?: Award)?|Honou?rable Mention|To appear|In press"
    r"|Under review|Accepted|Forthcoming|Awarded|Runner-?up)[^a-z]{0,3}\)?)(?=[A-Z\"“]|\s*$)"
)
_NOTE_VENUE = re.compile(
    rf"[{UPPER}][^.!?]{{0,110}}?(?:{_YEAR}|[’']\d\d)(?:\s*\([^()]{{1,40}}\))?(?=[{UPPER}{HAN}\"“\d]|\s*$)"
)
ABSTRACT_AT_LEAST = 60
_PROSE_GLUE = re.compile(rf"(?<=[a-z0-9)\]])(?=[{UPPER}][a-z]*(?: [^ ]+){{8}})")

KNOWN_VENUES = (
    "NeurIPS|NIPS|ICML|ICLR|CVPR|ICCV|ECCV|ACL|EMNLP|NAACL|EACL|AACL|COLING|TACL|KDD|WWW|SIGIR|CIKM|WSDM|CHI|CSCW"
    "|UIST|IUI|ICRA|IROS|RSS|CoRL|INTERSPEECH|Interspeech|ICASSP|JMLR|TMLR|AISTATS|UAI|COLT|ALT|IJCAI|AAAI|AAMAS"
    "|ICAPS|VLDB|SIGMOD|SOSP|OSDI|NSDI|FAST|ASPLOS|ISCA|MICRO|HPCA|USENIX|CCS|NDSS|PODC|STOC|FOCS|SODA|BMVC|WACV|ACCV"
    "|MICCAI|ISBI|MIDL|SIGGRAPH|PLDI|POPL|ICSE|FSE|ASE|ISSTA|OOPSLA|CAV|TACAS|LREC|CoNLL|RecSys|ISMIR|3DV|TPAMI|IJCV"
    "|RA-L|T-RO|TOG|TVCG|PNAS|PRL|PRX|TIP|JAIR|HRI|DAC|DATE|EuroSys|SC|MLSys"
)
VENUE_SIGNS = re.compile(
    r"In\s|In$|arXiv|bioRxiv|medRxiv|chemRxiv|PsyArXiv|Journal|J\.|Proceedings|Proc\b|Transactions|Trans\.|IEEE|ACM"
    r"|AAAI|International|Int\.|Annual|Advances|Annals|Conference|Workshop|Nature|Science|Physical|PLO|PNAS|Frontiers"
    r"|Computer|Neural|Machine|Information|Artificial|Mathematical|Quantum|Review|Letters|Bulletin|Archive|University"
    r"|Ph\.?D|Master|Thesis|Springer|Elsevier|Cambridge|Oxford|MIT|SIAM|AIAA|OSA|APS|ASME|SPIE|The |eLife|npj "
    r"|iScience|Available|Submitted|Under review|Preprint|Working|Technical|Tech\.|Zenodo|HAL\b|OpenReview|Cell|Lancet"
    r"|Genome"
    rf"|(?:{KNOWN_VENUES})(?![a-z])"
)
_PREPRINT = re.compile(r"arXiv|bioRxiv|medRxiv|chemRxiv|PsyArXiv|SSRN", re.IGNORECASE)
_JOURNAL = re.compile(
    r"\b(?:Journal|Transactions|Letters|Annals|Magazine|Quarterly|Bulletin|Review of|Reviews? [A-Z]|Nature"
    r"|Science Robotics|Econometrica|PLO[Ss]|PNAS|JMLR|TMLR|TACL|Frontiers in|Acta)\b"
)


@dataclass(frozen=True, slots=True)
class Periodical:
    """What a periodical says, the note behind it, and the text behind both (an abstract, or nothing)."""

    venue: str | None = None
    year: int | None = None
    month: int | None = None
    type: str | None = None
    arxiv: str | None = None
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Date:
    """A date in a text, from ``start`` to ``end``; ``closing`` when it ends a periodical for certain."""

    start: int
    end: int
    year: int
    month: int | None
    closing: bool


def periodical(text: str) -> Periodical:
    """Read the text from behind the people to the end of the entry."""
    text = text.strip()
    date = end_date(dates(text), 0)
    if date is None:
        venue, rest = _undated(text)
        return _described(venue, None, None, "", rest)
    note, rest = _note(text[date.end :])
    return _described(text[: date.start].strip(" ,"), date.year, date.month, note, rest)


def dates(text: str, start: int = 0, limit: int = 2500) -> list[Date]:
    """The dates that may end a periodical between two places of a text.

    A date ends it when nothing follows, or something that is glued on; a year in the middle of a venue
    (``the 2021 ACM Conference``) is followed by a blank.
    """
    found = []
    for year in _YEARS.finditer(text, start, start + limit):
        following = text[year.end() : year.end() + 24]
        begin, month = year.start(), None
        if named := _MONTH_BEFORE.search(text, max(start, begin - 20), begin):
            begin, month = named.start("month"), MONTHS[named["month"].lower()]
        before = text[:begin].rstrip(" ")[-1:] if begin > start else ""
        closing = not following.strip() or not following[0].isspace() or bool(_ONE_BUTTON.match(following.strip()))
        if closing or (month and before in ("", ",")) or before == ",":
            found.append(Date(begin, year.end(), int(year[0]), month, closing or bool(month)))
    return found


def end_date(found: list[Date], place: int) -> Date | None:
    """The date that ends a periodical which begins at ``place``: the first certain one, else the last."""
    behind = [date for date in found if date.start >= place]
    return next((date for date in behind if date.closing), behind[-1] if behind else None)


def note_venue(note: str) -> str | None:
    """The venue that a note names (``ICML, 2023``), if it names one."""
    found = _NOTE_VENUE.match(note)
    return found[0] if found else None


def _described(venue: str, year: int | None, month: int | None, note: str, rest: str) -> Periodical:
    kind = None
    if re.match(r"In\b", venue):
        venue = venue[2:].strip(" ,")
        kind = "paper-conference" if venue else None
    elif _PREPRINT.search(venue):
        kind = "article"
    elif _JOURNAL.search(venue):
        kind = "article-journal"
    found = _ARXIV.search(venue)
    return Periodical(venue or note or None, year, month, kind, found[1] if found else None, rest)


def _note(text: str) -> tuple[str, str]:
    """What stands behind the date, taken apart: a note that names a venue, and the rest (an abstract or nothing)."""
    text = _without_buttons(text.strip(" ,"))
    if not text:
        return "", ""
    if honours := _HONOURS.match(text):
        text = _without_buttons(text[honours.end() :].strip(" ,;"))
    note = ""
    if found := _NOTE_VENUE.match(text):
        following = text[found.end() :]
        if not following.strip() or len(following) >= ABSTRACT_AT_LEAST or _ONE_BUTTON.match(following.strip()):
            note, text = found[0], _without_buttons(following.strip())
    return note, text if len(text) >= ABSTRACT_AT_LEAST else ""


def _undated(text: str) -> tuple[str, str]:
    """A periodical without a date of its own, and what is glued behind it."""
    text = _without_buttons(text)
    if found := _GLUED_BUTTONS.search(text):
        return text[: found.start()], text[found.end() :].strip()
    if found := _PROSE_GLUE.search(text, 0, 400):
        return text[: found.start()], text[found.start() :]
    return text, ""


def _without_buttons(text: str) -> str:
    """A text without the run of button words at its start, when it holds one that is certainly a button."""
    if (found := BUTTONS.match(text)) and _SURE_BUTTON.search(found[0]) and not _ARXIV_VENUE.match(text):
        return text[found.end() :].strip()
    return text
