"""What kind of thing a venue is, told from its name alone: a meeting, a journal, a server of preprints, or something
else that is no place to be printed in (a school, a publisher, a patent office)."""

import re
from typing import Literal

Venue = Literal["meeting", "journal", "preprint", "other"]

_PREPRINT = re.compile(
    r"^(?:arxiv|corr\b|(?:bio|med|chem|psy|soc|eng|edu|earth|eco)a?rxiv|ssrn\b|preprints?\b|hal\b|openreview)"
    r"|^research square|\barxiv:|\barxiv (?:preprint|e-prints)|\be-?prints?\b"
    r"|^under (?:review|submission)|^in submission|^submitted to",
    re.IGNORECASE,
)
# Journals that call themselves proceedings.
_PROCEEDINGS_JOURNAL = re.compile(
    r"^proc(?:eedings|\.)? (?:of )?(?:the )?(?:u\.?s\.? )?(?:national academy|nat(?:l|ional)?\.? acad|royal society|"
    r"r\.? soc|ieee(?:$|[,. ]+\d)|vldb endowment|acm on |london mathematical|american mathematical|"
    r"physical society|biological sciences|institution of)",
    re.IGNORECASE,
)
_JOURNAL_WORD = re.compile(
    r"\b(?:journal|transactions|trans\.|letters|lett\.|reviews?|annals|archives?|magazine|bulletin|quarterly|gazette|"
    r"communications of|zeitschrift|annalen|revue)\b|^(?:j\.|physica)",
    re.IGNORECASE,
)
_MEETING_WORD = re.compile(
    r"\b(?:proceedings|proc\.|conference|conf\.|workshops?|symposium|symposia|meeting|congress|colloquium|summit|"
    r"convention|hackathon|shared task|advances in neural information processing systems|findings of)(?:\b|(?<=\.))",
    re.IGNORECASE,
)
_NO_PERIODICAL = re.compile(
    r"\b(?:thesis|dissertation|habilitation(?:sschrift)?|press|publish(?:ers?|ing)|verlag|patents?"
    r"|(?:technical|tech\.) reports?|white ?paper|blog(?: post)?)\b|^(?:springer|elsevier|wiley)$",
    re.IGNORECASE,
)
_MEETING_NAMES = (
    "AAAI AACL ACCV ACL AISTATS AKBC ALENEX AMTA ASPLOS ASRU ASSETS ATC BMVC CAV CCS CHI CIDR CIKM CLEF COLING "
    "COLM COLT CP CRYPTO CSCW CVPR CVPRW CoNLL CoRL DAC DATE DIS EACL EAMT ECAI ECCV ECIR ECML EDBT EMNLP ESA "
    "ESEC EUROCRYPT Eurographics EuroSys FAT FAccT FAST FOCS FSE GECCO HPCA HPDC HRI ICALP ICANN ICAPS ICASSP "
    "ICCP ICCV ICCVW ICDAR ICDE ICDM ICIP ICLR ICME ICML ICMR ICPR ICRA ICSE ICWSM IJCAI IJCNLP IJCNN INFOCOM "
    "INLG IPDPS IROS ISBI ISCA ISMIR ISWC ITCS IUI IWSLT Interspeech INTERSPEECH JCDL KDD KR L4DC LICS LREC "
    "MICCAI MICRO MIDL MLHC MLSys MobiCom MobiSys NAACL NDSS NIPS NSDI NeurIPS NEURIPS OOPSLA OSDI PAKDD PETS "
    "PKDD PLDI PODC PODS POPL PPoPP RANLP RECOMB RSS RecSys SAT SC SDM SEC SIGCOMM SIGCSE SIGDIAL SIGGRAPH "
    "SIGIR SIGMETRICS SIGMOD SLT SOCG SODA SOSP SPAA STACS STOC SemEval TACAS TREC UAI UIST USENIX VLDB WACV "
    "WMT WSDM WWW"
)
_MEETING_NAME = re.compile(rf"(?<![A-Za-z])(?:{'|'.join(_MEETING_NAMES.split())})(?![A-Za-z])")
# "ICML, 2023": an abbreviation and a year, as people note a meeting; some journals are abbreviated too.
_ABBREVIATION_AND_YEAR = re.compile(
    r"(?P<name>[A-Za-z&/-]*[A-Z][A-Za-z&/-]*[A-Z][A-Za-z]*)(?:,? ?| ?['’])(?:(?:19|20)?\d\d)"
)
_JOURNAL_NAMES_LIST = (
    "PNAS JMLR TACL TMLR TPAMI PAMI TOG JACM CACM IJCV IJRR TKDE TIP TIT TNNLS TASLP TVCG TOIS TOCHI TODS TOCS JAIR "
    "PLOS PLoS BMJ JAMA NEJM PRL PRX PRA PRB PRD PRE JASA JRSSB MNRAS AJ ApJ JHEP PLB RA-L PVLDB IMWUT DMLR"
)
_JOURNAL_NAMES = frozenset(_JOURNAL_NAMES_LIST.split())


def kind_of_venue(venue: str) -> Venue:
    """What a venue's name says it is. A name that says nothing (``Nature``) is taken for a journal."""
    if _PREPRINT.search(venue):
        return "preprint"
    if _PROCEEDINGS_JOURNAL.search(venue):
        return "journal"
    if _MEETING_WORD.search(venue) and not venue.lower().startswith(("journal", "transactions")):
        return "meeting"
    if _JOURNAL_WORD.search(venue):
        return "journal"
    if _NO_PERIODICAL.search(venue):
        return "other"
    if _MEETING_NAME.search(venue):
        return "meeting"
    noted = _ABBREVIATION_AND_YEAR.fullmatch(venue)
    return "meeting" if noted and noted["name"] not in _JOURNAL_NAMES else "journal"
