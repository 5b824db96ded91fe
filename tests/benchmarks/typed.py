"""Queries that a person might type: each is made from one paper that should be found."""

import random
import re
import sqlite3
from collections.abc import Callable
from typing import NamedTuple

ABBREVIATIONS = {
    "reinforcement learning": "rl", "machine learning": "ml", "deep learning": "dl", "neural network": "nn",
    "convolutional neural network": "cnn", "graph neural network": "gnn", "recurrent neural network": "rnn",
    "large language model": "llm", "language model": "lm", "support vector machine": "svm",
    "principal component analysis": "pca", "natural language processing": "nlp", "internet of things": "iot",
    "density functional theory": "dft", "partial differential equation": "pde", "quantum field theory": "qft",
    "markov chain monte carlo": "mcmc", "general relativity": "gr", "quantum key distribution": "qkd",
    "active galactic nuclei": "agn", "cosmic microwave background": "cmb", "gamma ray burst": "grb",
    "black hole": "bh", "quantum chromodynamics": "qcd", "generative adversarial network": "gan",
    "dark energy": "de", "molecular dynamics": "md", "monte carlo": "mc", "magnetic resonance imaging": "mri",
    "bose einstein condensate": "bec", "large hadron collider": "lhc", "named entity recognition": "ner",
    "automatic speech recognition": "asr", "neural machine translation": "nmt", "quantum error correction": "qec",
}  # fmt: skip

_EVERYDAY = """the of and in a for on with to an from by is at as its via are be or using based new that this we which
our can these has have not also it into their two between study results show"""
EVERYDAY = frozenset(_EVERYDAY.split())


Maker = Callable[[str, str, str, random.Random], str | None]
"""Makes a query of a title, authors and abstract, if they allow it."""


class Wanted(NamedTuple):
    """A query of some kind and the paper it was made from."""

    kind: str
    typed: str
    paper: int


def queries(connection: sqlite3.Connection, papers: int, number: int, dice: random.Random) -> list[Wanted]:
    """Queries of every kind in turn, each for a paper drawn by lot."""
    wanted: list[Wanted] = []
    for attempt in range(number * 200):
        if len(wanted) >= number:
            break
        kind, make = _KINDS[len(wanted) % len(_KINDS)]
        if kind == "abbreviation" and attempt % 150 == 149:
            kind, make = _KINDS[0]  # few titles have one
        paper = dice.randrange(1, papers + 1)
        row = connection.execute(
            "SELECT coalesce(title, ''), authors, coalesce(abstract, '') FROM papers WHERE id = ?", (paper,)
        ).fetchone()
        typed = make(*row, dice) if row else None
        if typed:
            wanted.append(Wanted(kind, typed, paper))
    return wanted


def content(text: str, shortest: int = 4) -> list[str]:
    found = re.findall(r"[a-z]+", re.sub(r"\$[^$]*\$|\\\w+", " ", text.lower()))
    return [word for word in dict.fromkeys(found) if len(word) >= shortest and word not in EVERYDAY]


def slip(word: str, dice: random.Random) -> str:
    """A word with one letter missing, doubled, replaced, added or swapped with the next."""
    at = dice.randrange(1, len(word) - 1)
    letter = dice.choice("etaoinsrhldcu")
    return dice.choice(
        [
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + letter + word[at + 1 :],
            word[:at] + letter + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        ]
    )


def fragment(title: str, authors: str, abstract: str, dice: random.Random) -> str | None:
    words = re.findall(r"[a-z]+", title.lower())
    if len(words) < 5:
        return None
    length = dice.choice((3, 4))
    start = dice.randrange(len(words) - length + 1)
    part = words[start : start + length]
    return " ".join(part) if sum(len(word) > 3 and word not in EVERYDAY for word in part) >= 2 else None


def _drawn(count: int, shortest: int, spoil: Callable[[str, random.Random], str], shuffled: bool = False) -> Maker:
    def make(title: str, authors: str, abstract: str, dice: random.Random) -> str | None:
        words = content(title, shortest)
        if len(words) < count:
            return None
        chosen = dice.sample(words, count)
        if not shuffled:
            chosen.sort(key=words.index)
        return " ".join(spoil(word, dice) for word in chosen)

    return make


def author_and_word(title: str, authors: str, abstract: str, dice: random.Random) -> str | None:
    words = content(title, 5)
    surname = dice.choice(authors.split("\n")).split(" ")[-1] if authors else ""
    return f"{surname} {dice.choice(words)}" if words and surname.isalpha() and len(surname) > 3 else None


def abbreviation(title: str, authors: str, abstract: str, dice: random.Random) -> str | None:
    flat = " ".join(re.findall(r"[a-z]+", title.lower()))
    for long, short in sorted(ABBREVIATIONS.items(), key=lambda pair: -len(pair[0])):
        if long in flat:
            others = [word for word in content(flat.replace(long, " "), 5) if word not in long]
            return f"{short} {' '.join(dice.sample(others, 2))}" if len(others) > 1 else None
    return None


def run_together(title: str, authors: str, abstract: str, dice: random.Random) -> str | None:
    words = re.findall(r"[a-z]+", title.lower())
    pairs = [
        at for at in range(len(words) - 1) if all(len(word) > 3 and word not in EVERYDAY for word in words[at : at + 2])
    ]
    if len(words) < 4 or not pairs:
        return None
    at = dice.choice(pairs)
    others = [word for place, word in enumerate(words) if place not in (at, at + 1) and len(word) > 4]
    return f"{words[at]}{words[at + 1]} {dice.choice(others)}" if others else None


def from_abstract(title: str, authors: str, abstract: str, dice: random.Random) -> str | None:
    words = [word for word in content(abstract, 6) if word not in title.lower()]
    if len(words) < 12:
        return None
    start = dice.randrange(len(words) - 4)
    return " ".join(words[start : start + 4])


_KINDS: list[tuple[str, Maker]] = [
    ("fragment", fragment),
    ("one slip", _drawn(3, 5, slip)),
    ("two slips", _drawn(3, 8, lambda word, dice: slip(slip(word, dice), dice))),
    ("author, word", author_and_word),
    ("any order", _drawn(3, 4, lambda word, dice: word, shuffled=True)),
    ("beginnings", _drawn(4, 4, lambda word, dice: word[: dice.randrange(4, 6)])),
    ("abbreviation", abbreviation),
    ("run together", run_together),
    ("abstract", from_abstract),
]
