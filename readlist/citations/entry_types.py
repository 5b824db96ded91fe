"""The entry types and fields of BibTeX and BibLaTeX beside those of CSL, for reading and for writing.

Sources: "BibTeXing" (Patashnik, 1988), the BibLaTeX manual 3.20 (sections 2.1 and 2.2), and CSL 1.0.2, appendices III
and IV (docs.citationstyles.org).
"""

TYPES = {
    "article": "article-journal", "suppperiodical": "article-journal", "review": "review",
    "inproceedings": "paper-conference", "conference": "paper-conference",
    "book": "book", "mvbook": "book", "proceedings": "book", "mvproceedings": "book", "booklet": "book",
    "collection": "book", "mvcollection": "book", "reference": "book", "mvreference": "book", "manual": "book",
    "incollection": "chapter", "inbook": "chapter", "bookinbook": "chapter", "suppbook": "chapter",
    "suppcollection": "chapter", "inreference": "entry-encyclopedia",
    "phdthesis": "thesis", "mastersthesis": "thesis", "masterthesis": "thesis", "bachelorsthesis": "thesis",
    "thesis": "thesis", "techreport": "report", "report": "report", "unpublished": "manuscript",
    "online": "webpage", "electronic": "webpage", "www": "webpage", "webpage": "webpage", "website": "webpage",
    "patent": "patent", "standard": "standard", "software": "software", "dataset": "dataset", "data": "dataset",
    "periodical": "periodical", "presentation": "speech", "talk": "speech", "video": "motion_picture",
    "movie": "motion_picture", "audio": "song", "music": "song", "image": "graphic", "artwork": "graphic",
    "letter": "personal_communication", "jurisdiction": "legal_case", "legislation": "legislation",
    "preprint": "article",
}  # fmt: skip
"""CSL item types by entry type."""

CANONICAL = {csl: kind for kind, csl in reversed(TYPES.items())} | {
    "article": "misc", "collection": "book", "article-magazine": "article", "article-newspaper": "article",
}  # fmt: skip
"""The entry type that stands for a CSL type in a file."""

SAME = {
    "conference": "inproceedings", "electronic": "online", "www": "online", "webpage": "online", "website": "online",
    "masterthesis": "mastersthesis", "report": "techreport", "thesis": "phdthesis", "bachelorsthesis": "phdthesis",
}  # fmt: skip
"""Entry types that are another name, or the other dialect's name, of a type."""

GENRES = {
    "phdthesis": "PhD thesis", "mastersthesis": "Master's thesis", "masterthesis": "Master's thesis",
    "bachelorsthesis": "Bachelor's thesis",
}  # fmt: skip
"""What an entry type says of the kind of a thesis."""

GENRE_KEYS = {
    "phdthesis": "PhD thesis", "mathesis": "Master's thesis", "bathesis": "Bachelor's thesis",
    "candthesis": "Candidate thesis", "techreport": "Technical report", "resreport": "Research report",
}  # fmt: skip
"""BibLaTeX's keys for a ``type`` field."""

CSL_NAMES = {
    "volume": "volume", "pages": "page", "publisher": "publisher", "address": "publisher-place",
    "location": "publisher-place", "series": "collection-title", "edition": "edition", "chapter": "chapter-number",
    "issn": "ISSN", "pmcid": "PMCID", "language": "language", "pagetotal": "number-of-pages",
    "shorttitle": "short-title",
    "eventtitle": "event-title", "eventdate": "event-date", "venue": "event-place", "volumes": "number-of-volumes",
    "origdate": "original-date", "urldate": "accessed", "version": "version", "eventtitleaddon": "event-title-addon",
    "origtitle": "original-title", "origpublisher": "original-publisher", "origlocation": "original-publisher-place",
    "part": "part-number", "shortjournal": "container-title-short", "journalabbr": "container-title-short",
    "eprintclass": "primaryclass", "annote": "annote", "annotation": "annote",
}  # fmt: skip
"""Names of CSL variables by the fields' names, where a field means the same wherever it stands."""

FIELD_NAMES = {csl: field for field, csl in reversed(CSL_NAMES.items())}
"""BibTeX's own name first, where both dialects have one."""

JOURNAL_MACROS = {
    "aj": "The Astronomical Journal", "apj": "The Astrophysical Journal", "apjl": "The Astrophysical Journal Letters",
    "apjs": "The Astrophysical Journal Supplement Series", "aap": "Astronomy & Astrophysics",
    "aaps": "Astronomy and Astrophysics Supplement Series", "aapr": "The Astronomy and Astrophysics Review",
    "araa": "Annual Review of Astronomy and Astrophysics", "mnras": "Monthly Notices of the Royal Astronomical Society",
    "pasp": "Publications of the Astronomical Society of the Pacific",
    "pasj": "Publications of the Astronomical Society of Japan", "apss": "Astrophysics and Space Science",
    "nat": "Nature", "icarus": "Icarus", "solphys": "Solar Physics", "ssr": "Space Science Reviews",
    "pra": "Physical Review A", "prb": "Physical Review B", "prc": "Physical Review C", "prd": "Physical Review D",
    "pre": "Physical Review E", "prl": "Physical Review Letters", "physrep": "Physics Reports",
    "jcap": "Journal of Cosmology and Astroparticle Physics", "planss": "Planetary and Space Science",
    "grl": "Geophysical Research Letters", "jgr": "Journal of Geophysical Research", "ao": "Applied Optics",
    "procspie": "Proceedings of the SPIE", "nar": "New Astronomy Reviews", "na": "New Astronomy",
    "baas": "Bulletin of the American Astronomical Society", "gca": "Geochimica et Cosmochimica Acta",
}  # fmt: skip
"""Journals by the commands that the Astrophysics Data System writes for them (ui.adsabs.harvard.edu/help/actions/
journal-macros)."""

PEOPLE = {
    "editor": "editor", "editors": "editor", "translator": "translator", "bookauthor": "container-author",
    "director": "director", "illustrator": "illustrator",
}  # fmt: skip
"""Fields that hold people other than authors, and CSL's names for them."""

VERBATIM = frozenset(
    ("url", "doi", "eprint", "file", "pdf", "localfile", "local-url", "attachments", "verba", "verbb", "verbc", "ids")
)
"""Fields whose value is no LaTeX, and those of BibDesk (``bdsk-url-1``)."""

BIBLATEX_TYPES = {
    "techreport": "report",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "conference": "inproceedings",
}
BIBLATEX_FIELDS = {
    "journal": "journaltitle", "address": "location", "archivePrefix": "eprinttype", "primaryClass": "eprintclass",
    "school": "institution", "annote": "annotation",
}  # fmt: skip
"""What BibLaTeX calls what BibTeX calls otherwise."""


def is_told_by(kind: str, csl: str | None) -> bool:
    """Whether a CSL type alone leads to an entry type (or another name of it)."""
    return SAME.get(kind, kind) == CANONICAL.get(csl or "", "misc") or (csl == "thesis" and kind in SAME | GENRES)


def is_verbatim(field: str) -> bool:
    """Whether the value of a field is to be taken as it stands."""
    return field in VERBATIM or field.startswith("bdsk-")
