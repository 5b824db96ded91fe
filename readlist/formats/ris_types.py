"""The types and tags of RIS, and which CSL item type each type is."""

import re

FIELD = re.compile(r"([^\S\r\n]*)([A-Za-z][A-Za-z0-9])([ \t\xa0]{0,2})-(?:[ \t\xa0](.*)|(.*))", re.DOTALL)
"""A line that begins a field: indent, tag, blanks, and the value behind a blank or without one."""
END = re.compile(r"\s*(?:ER\s*(?:-\s*)?|er\s*-\s*)")
"""The line that ends a record."""

CSL_TYPES = {
    "ABST": "article", "ADVS": "motion_picture", "AGGR": "dataset", "ANCIENT": "classic", "ART": "graphic",
    "BILL": "bill", "BLOG": "post-weblog", "BOOK": "book", "CASE": "legal_case", "CHAP": "chapter", "CHART": "figure",
    "CLSWK": "classic", "COMP": "software", "CONF": "paper-conference", "CPAPER": "paper-conference", "CTLG": "book",
    "DATA": "dataset", "DBASE": "dataset", "DICT": "entry-dictionary", "EBOOK": "book", "ECHAP": "chapter",
    "EDBOOK": "book", "EJOUR": "article-journal", "ELEC": "webpage", "ENCYC": "entry-encyclopedia", "EQUA": "figure",
    "FIGURE": "figure", "GOVDOC": "report", "HEAR": "hearing", "ICOMM": "personal_communication",
    "INPR": "article-journal", "JFULL": "periodical", "JOUR": "article-journal", "LEGAL": "regulation",
    "MANSCPT": "manuscript", "MAP": "map", "MGZN": "article-magazine", "MPCT": "motion_picture", "MULTI": "webpage",
    "MUSIC": "musical_score", "NEWS": "article-newspaper", "PAMP": "pamphlet", "PAT": "patent",
    "PCOMM": "personal_communication", "POD": "broadcast", "PREPRINT": "article", "RPRT": "report", "SER": "book",
    "SLIDE": "speech", "SOUND": "song", "STAND": "standard", "STAT": "legislation", "THES": "thesis",
    "UNBILL": "bill", "UNPB": "article", "UNPD": "article", "VIDEO": "motion_picture", "WEB": "webpage",
}  # fmt: skip
"""CSL item types by RIS type. ``GEN`` says that the type is unknown."""

_FURTHER = {
    "broadcast": "POD", "collection": "AGGR", "entry": "ENCYC", "interview": "PCOMM", "motion_picture": "MPCT",
    "performance": "ADVS", "post": "BLOG", "review": "JOUR", "review-book": "JOUR", "treaty": "LEGAL", "event": "SLIDE",
}  # fmt: skip
_PREFERRED = ("BILL", "BOOK", "CHAP", "CONF", "DATA", "ELEC", "FIGURE", "JOUR", "PCOMM", "RPRT", "UNPB", "CLSWK")
_NAMES = {csl: name for name, csl in CSL_TYPES.items()} | {CSL_TYPES[name]: name for name in _PREFERRED} | _FURTHER

BOOKS = ("BOOK", "EBOOK", "EDBOOK", "CTLG", "SER", "CLSWK")
"""Types whose ``BT`` is a title and whose ``T2`` is a series."""
IN_BOOKS = ("CHAP", "ECHAP", "CONF", "CPAPER", "DICT", "ENCYC")
"""Types of what stands in a book or in proceedings."""

_TAGS = (
    "A1 A2 A3 A4 AB AD AN AU AV BT C1 C2 C3 C4 C5 C6 C7 C8 CA CN CP CT CY DA DB DO DP ED EP ER ET ID IS J1 J2 JA JF JO "
    "KW L1 L2 L3 L4 LA LB LK M1 M2 M3 N1 N2 NV OP PB PP PY RI RN RP SE SN SP ST T1 T2 T3 TA TI TT TY U1 U2 U3 U4 U5 UR "
    "VL VO Y1 Y2"
)
TAGS = frozenset(_TAGS.split())
"""The tags of the specification."""


def type_name(csl: str | None) -> str:
    """The RIS type that a CSL item type is written as."""
    return _NAMES.get(csl or "", "GEN")
