"""What the columns of bibliographic tables are called, by the programs that export them and in the languages people
keep their own in: names folded, letters and digits only."""

from collections.abc import Sequence

from readlist.text import bare, clean_line

_NAMES = {
    "title": (
        "title titel titre titulo titolo titul tytul articletitle documenttitle papertitle itemtitle "
        "maintitle hauptsachtitel aufsatztitel"
    ),
    "authors": (
        "author authors autor autoren autorin autorinnen verfasser verfasserin verfasserinnen auteur auteurs "
        "autores autora autoras autore autori creator creators authornames authorss forfatter auteures people"
    ),
    "authors-full": "authorfullnames authorsfull fullauthornames authorsfullnames",
    "first-author": "firstauthor erstautor",
    "more_authors": "moreauthors",
    "year": (
        "year jahr annee an ano anno jaar rok publicationyear pubyear yearofpublication erscheinungsjahr "
        "publikationsjahr anneedepublication anodepublicacion py yr publishedyear"
    ),
    "month": "month monat mois mes mese",
    "day": "day tag jour dia giorno",
    "date": (
        "date datum fecha data publicationdate pubdate datedepublication fechadepublicacion publisheddate "
        "erscheinungsdatum dateofpublication coverdate publishedon issued"
    ),
    "venue": (
        "venue journal journals zeitschrift revue revista rivista tidsskrift publicationtitle publicationname "
        "publication sourcetitle journalbook journaltitle journalname containertitle periodical periodique "
        "fuente conference konferenz conferencetitle proceedings proceedingstitle booktitle buchtitel "
        "anthologytitle secondarytitle erschienenin journalconference zeitschriftentitel"
    ),
    "container-title-short": "journalabbreviation abbreviatedsourcetitle journalisoabbreviation journalabbr",
    "abstract": (
        "abstract abstractnote abstracttext zusammenfassung kurzfassung resume resumen resumo riassunto "
        "sammendrag samenvatting summary abstrakt"
    ),
    "doi": "doi doinumber digitalobjectidentifier doilink doiurl",
    "arxiv": "arxiv arxivid eprint arxivnumber",
    "pmid": "pmid pubmedid",
    "PMCID": "pmcid pmc",
    "isbn": "isbn isbns eisbn",
    "ISSN": "issn eissn issns printissn onlineissn",
    "url": (
        "url link urls links lien enlace webadresse web website internetadresse fulltexturl articleurl "
        "paperurl sourcelinkout weblink adresse uri href pdfurl"
    ),
    "volume": "volume vol band jahrgang tome volumen",
    "issue": "issue number heft ausgabe numero nummer issuenumber no nr fascicule fasciculo",
    "page": "page pages seiten seite paginas pagina pagine pagination pagerange pp sider",
    "page-first": "pagestart startpage firstpage pagebegin beginningpage",
    "page-last": "pageend endpage lastpage endingpage",
    "article-number": "articlenumber artno",
    "number-of-pages": "numpages pagecount numberofpages seitenzahl",
    "publisher": "publisher verlag editeur editorial editore maisondedition institution university school",
    "publisher-place": "place publisherplace ort verlagsort lieu lugar luogo publisherlocation placepublished",
    "edition": "edition auflage edicion",
    "collection-title": "series seriestitle reihe collection",
    "language": "language sprache langue idioma lingua languageoforiginaldocument",
    "short-title": "shorttitle kurztitel titrecourt",
    "event-title": "conferencename meetingname",
    "event-place": "conferencelocation",
    "editor": "editor editors herausgeber herausgeberin directeur bookeditors editores curatore",
    "translator": "translator translators ubersetzer traducteur traductor",
    "type": (
        "type typ itemtype documenttype publicationtype entrytype bibliographytype tipo reftype referencetype "
        "dokumenttyp dokumentart contenttype"
    ),
    "key": "key citationkey citekey bibtexkey identifier zitierschlussel bibkey",
    "keyword": (
        "keyword keywords schlagworter schlagworte stichworter motscles motscle palabrasclave palavraschave "
        "parolechiave authorkeywords indexkeywords keywordsplus manualtags automatictags meshterms subjects "
        "schlusselworter"
    ),
    "tags": "tags",
    "note": "note notes notizen notiz anmerkungen bemerkung bemerkungen notas nota annotation comments kommentar",
    "status": "status",
    "starred": "starred",
    "priority": "priority",
    "added": "added",
    "started": "started",
    "finished": "finished",
    "extra": "extra",
}
_FIELDS = {name: field for field, names in _NAMES.items() for name in names.split()}

_OF_WORKS = "title authors authors-full year date venue abstract doi arxiv pmid isbn url page"
WORK = frozenset(_OF_WORKS.split())
"""Fields that a table of papers has, and other tables hardly."""
PERSONAL = ("tags", "status", "starred", "priority", "note", "added", "started", "finished")
"""Columns that tell what an owner did, in the tables that readlist writes."""
OWN = frozenset(("status", "starred", "priority", "more_authors", "title"))
"""Columns that together only readlist's own tables have."""


def fields_of(header: Sequence[str]) -> list[str]:
    """The field each column of a header holds: one of the names above, else the column's own in small letters."""
    fields = [_FIELDS.get(bare(name)) or clean_line(name).lower() for name in header]
    if is_own(fields):
        return fields
    # Somebody's tags are keywords to others; readlist's words for what its owner did mean nothing elsewhere.
    return ["keyword" if name == "tags" else name for name in fields]


def is_own(fields: Sequence[str]) -> bool:
    """Whether a table with these fields was written by readlist."""
    return set(fields) >= OWN


_TYPES = {
    "article-journal": (
        "article journalarticle review letter editorial articleinpress zeitschriftenartikel articlederevue "
        "journalpaper reviewarticle researcharticle shortsurvey datapaper articlearticle journal"
    ),
    "paper-conference": (
        "conferencepaper conferenceproceedings inproceedings proceedingspaper proceeding proceedings "
        "conference konferenzbeitrag articleproceedingspaper"
    ),
    "book": "book monograph editedbook buch livre libro ebook",
    "chapter": "booksection bookchapter chapter incollection inbook buchkapitel buchbeitrag chapitredelivre",
    "thesis": "thesis phdthesis mastersthesis dissertation doctoralthesis hochschulschrift these",
    "report": "report techreport technicalreport bericht rapport workingpaper",
    "article": "preprint",
    "webpage": "webpage website internetdokument pageweb",
    "manuscript": "manuscript unpublished",
    "article-magazine": "magazinearticle",
    "article-newspaper": "newspaperarticle zeitungsartikel",
    "software": "computerprogram software",
    "post-weblog": "blogpost",
    "speech": "presentation vortrag",
    "motion_picture": "film videorecording",
    "entry-encyclopedia": "encyclopediaarticle",
    "entry-dictionary": "dictionaryentry",
    "legal_case": "case",
    "legislation": "statute",
}
_BY_NAME = {name: csl for csl, names in _TYPES.items() for name in names.split()}
_CSL = (
    "article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection dataset "
    "document entry entry-dictionary entry-encyclopedia event figure graphic hearing interview legal_case legislation "
    "manuscript map motion_picture musical_score pamphlet paper-conference patent performance periodical "
    "personal_communication post post-weblog regulation report review review-book software song speech standard thesis "
    "treaty webpage"
)
CSL_TYPES = frozenset(_CSL.split())
"""The item types of CSL 1.0.2."""


def type_of(text: str) -> str | None:
    """The CSL type that a cell names."""
    name = clean_line(text).lower()
    return _BY_NAME.get(bare(name)) or (name if name in CSL_TYPES else None)
