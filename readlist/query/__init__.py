"""The query language: text in the search box becomes an immutable :class:`Query` that describes itself.

::

    retreival augmented            fuzzy, ranked words                "exact phrase"    just these words, in this order
    -word  -tag:old  -(a OR b)     not                                a OR b            either; a blank binds tighter
    tag:rag  is:unread  author:lewis  year:2019..2021  venue:acl  source:huggingface  added:7d  has:note  key:lewis2020
    saved:"to cite"  related:lewis2020                         a saved search, papers near one
    is:unread|reading  tag:"to read"|rag                       one of several values
    sort:year  -sort:year          the usual way round, the other way round

    10.1038/nature12345  https://arxiv.org/abs/1706.03762      the paper with this DOI, with this arXiv number

Nothing a person can type is an error: what cannot be understood is read as words, and :attr:`Query.notes` says so.
What holds nothing to search for is left out, and a query that holds nothing else finds nothing.
What is half typed means what it can become: ``is:unr`` is unread, ``year:202`` is 2020 to 2029.
"""

from readlist.query.fields import FIELDS, HELD, SORTS, STATES, added_range, year_range
from readlist.query.reading import parse
from readlist.query.tree import And, Everything, Field, Node, Not, Nothing, Or, Phrase, Query, Word

__all__ = [
    "FIELDS",
    "HELD",
    "SORTS",
    "STATES",
    "And",
    "Everything",
    "Field",
    "Node",
    "Not",
    "Nothing",
    "Or",
    "Phrase",
    "Query",
    "Word",
    "added_range",
    "parse",
    "year_range",
]
