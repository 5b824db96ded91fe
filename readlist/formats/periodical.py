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
# A date ends the periodical: nothing follows, or something follows without a blank (or after one, in texts that keep them).
_DATE = re.compile(
    rf"(?P<before>^|,\s*|\s|(?<=[a-z.)\]’'\"”%*†‡]))(?:(?P<month>{_MONTH})\.?,?\s+)?(?:\d{{1,2}},\s+)?(?P<year>{_YEAR})(?![\d\-–/.,:;)’'\]]|\s*\))",
    re.IGNORECASE,
)
_ARXIV = re.compile(
    r"arXiv(?:\s+preprint)?(?:\s+arXiv)?\s*[:\s]\s*(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?",
    re.IGNORECASE,
)
_BUTTON_WORDS = (
    "Abstract|Abs|DOI|arXiv|Bib|BibTeX|HTML|PDF|Supplementary|Supplement|Supp|Video|Blog|Code|Poster|Slides|Website|Project Page|Project"
    "|Page|Paper|Demo|Dataset|Data|Talk|Press|Github|GitHub|Link|URL|Appendix|Website|Awarded|Presentation|Media|Journal|Publisher"
    "|OpenReview|Twitter|Thread|Preprint|Tutorial|Podcast|News|HAL|PubMed|Colab|Models?|Benchmark|Software|Award"
)
BUTTONS = re.compile(rf"(?:(?:{_BUTTON_WORDS})(?:[\s|·,/]+|(?=[{UPPER}@])|$))+")
_SURE_BUTTON = re.compile(r"Abs|Bib|PDF|HTML|DOI|arXiv")
_ONE_BUTTON = re.compile(rf"(?:{_BUTTON_WORDS})(?:[\s|·,/]+|(?=[{UPPER}])|$)")
_HONOURS = re.compile(
    r"(?:\(?(?:Oral|Spotlight|Highlight|Best [A-Z][\w ]{2,40}?|Outstanding [A-Z][\w ]{2,40}?|Honou?rable Mention|To appear|In press"
    r"|Under review|Accepted|Forthcoming|Awarded|Runner-?up)[^a-z]{0,3}\)?)(?=[%s\"“]|\s*$)" % UPPER
)
_NOTE_VENUE = re.compile(
    rf"[{UPPER}][^.!?]{{0,110}}?(?:{_YEAR}|[’']\d\d)(?:\s*\([^()]{{1,40}}\))?(?=[{UPPER}{HAN}\"“\d]|\s*$)"
)
ABSTRACT_AT_LEAST = 60

VENUE_SIGNS = re.compile(
    r"In\s|In$|arXiv|bioRxiv|medRxiv|chemRxiv|PsyArXiv|Journal|J\.|Proceedings|Proc\b|Transactions|Trans\.|IEEE|ACM|AAAI|International|Int\.|"
    r"Annual|Advances|Annals|Conference|Workshop|Nature|Science|Physical|PLO|PNAS|Frontiers|Computer|Neural|Machine|"
    r"Information|Artificial|Mathematical|Quantum|Review|Letters|Bulletin|Archive|University|Ph\.?D|Master|Thesis|"
    r"Springer|Elsevier|Cambridge|Oxford|MIT|SIAM|AIAA|OSA|APS|ASME|SPIE|USENIX|NeurIPS|NIPS|ICML|ICLR|CVPR|ICCV|ECCV|ACL|EMNLP|"
    r"NAACL|EACL|COLING|TACL|KDD|WWW|SIGIR|CHI|CSCW|UIST|ICRA|IROS|RSS|CoRL|INTERSPEECH|Interspeech|ICASSP|JMLR|TMLR|AISTATS|UAI|COLT|"
    r"IJCAI|VLDB|SIGMOD|SOSP|OSDI|NSDI|FAST|ASPLOS|ISCA|MICRO|HPCA|USENIX|CCS|NDSS|PODC|STOC|FOCS|SODA|BMVC|WACV|MICCAI|The |"
    r"eLife|npj |iScience|Available|Submitted|Under review|Preprint|Working|Technical|Tech\.|Zenodo|HAL\b|OpenReview|Cell|Lancet|Genome"
)
_PREPRINT = re.compile(r"arXiv|bioRxiv|medRxiv|chemRxiv|PsyArXiv|SSRN", re.IGNORECASE)
_JOURNAL = re.compile(
    r"\b(?:Journal|Transactions|Letters|Annals|Magazine|Quarterly|Bulletin|Review of|Reviews? [A-Z]|Nature|Science Robotics|"
    r"Econometrica|PLO[Ss]|PNAS|JMLR|TMLR|TACL|Frontiers in|Acta)\b"
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


def periodical(text: str) -> Periodical:
    """Read the text from behind the people to the end of the entry."""
    text = text.strip()
    date = end_date(text)
    if date is None:
        return _described(_without_buttons(text), None, None, "", "")
    month = MONTHS.get((date["month"] or "").lower())
    venue = text[: date.start()].strip(" ,")
    note, rest = _note(text[date.end() :])
    return _described(venue, int(date["year"]), month, note, rest)


def end_date(text: str) -> re.Match[str] | None:
    """The date that ends a periodical: the first one that nothing, or something glued on, follows."""
    last = None
    for date in _DATE.finditer(text, 0, 2000):
        following = text[date.end() : date.end() + 40]
        if not following or not following[0].isspace():
            return date
        if date["month"] and (date["before"].strip() == "," or date.start() == 0):
            return date
        if _ONE_BUTTON.match(following.strip()):
            return date
        if last is None and (date["before"].strip() == "," or date.start() == 0):
            last = date
    return last


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


def _without_buttons(text: str) -> str:
    """A text without the run of button words at its start, when it holds one that is certainly a button."""
    if (found := BUTTONS.match(text)) and _SURE_BUTTON.search(found[0]):
        return text[found.end() :].strip()
    return text
