"""The words a paper is about: without those every text has, singular and plural as one."""

import math
from collections import Counter

from readlist.store.words import words

TITLE = 1.0
"""What standing in the title adds to how often a word stands in the abstract."""

_EVERYDAY = """a about above across after again all also although among an and any are as at based be because been
before being between both but by can cannot could did do does done due during each either et etc even every first for
found from further given gives had has have having he hence her here his how however i if in including into is it its
itself just kind known large largely less let like made mainly make makes many may mean means might more most much must
namely nature near need new no non not note novel now obtain obtained of often on one only or other our out over own
paper papers part particular per present presented propose proposed provide provides recent recently respect result
results same second see several shall she should show showed shown shows since so some study studied such than that the
their them then there thereby therefore these they this those three through thus to together too toward towards two
under up upon us use used uses using usually various very via was way ways we well were what when where whether which
while who whose why will with within without would yet you your approach method methods"""
EVERYDAY = frozenset(_EVERYDAY.split())


def counted(title: list[str], abstract: list[str]) -> dict[str, float]:
    """How much a paper says each word: the logarithm of how often, and more for its title."""
    counts = {word: 1 + math.log(times) if times > 1 else 1.0 for word, times in Counter(abstract).items()}
    for word in set(title):
        counts[word] = counts.get(word, 0.0) + TITLE
    return counts


def topical(text: str) -> list[str]:
    return [singular(word) for word in words(text) if word not in EVERYDAY and (len(word) > 1 or not word.isascii())]


def singular(word: str) -> str:
    """A word without the ``s`` of the plural; other words may lose theirs too, for all papers alike."""
    if len(word) < 4 or word[-1] != "s" or word[-2] in "sui" or not word.isascii():
        return word
    return word[:-3] + "y" if word.endswith("ies") and len(word) > 4 else word[:-1]


def spellings(word: str) -> tuple[str, ...]:
    """The words :func:`singular` may have made one of."""
    if len(word) < 3 or not word.isascii() or word[-1] == "s":
        return (word,)
    return (word, word[:-1] + "ies") if word[-1] == "y" else (word, word + "s")
