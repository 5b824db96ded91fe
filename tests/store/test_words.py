"""How text becomes words: folding, LaTeX, unspaced scripts, and that SQLite sees the same words."""

import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readlist.store.words import plain, searchable, short_forms, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pre-Training of GPT-4's models", "pre training of gpt 4 s models"),
        ("Müller–Schmidt, naïve", "muller schmidt naive"),
        ("Łukasz Çelik ﬁne", "lukasz celik fine"),
        (r"Lindel\"ofness {\"U}st G{\"{o}}del {\o}re na\"{\i}ve", "lindelofness ust godel ore naive"),
        (r"\emph{Big} \benchmarkName on $\sim$7B", "big benchmarkname on 7b"),
        (r"\'Etale \v{C}ech", "etale cech"),
        ("深度学习", "深 度 学 习 深度 度学 学习"),
        ("GPT模型 v2", "gpt 模 型 模型 v2"),
        ("snake_case (parens) a/b", "snake case parens a b"),
        ("", ""),
    ],
)
def test_words(text: str, expected: str) -> None:
    assert words(text) == expected.split()


@settings(deadline=None, max_examples=200)
@given(st.text() | st.text(alphabet="aB-'\\\"{}é中文ü_ .1").map(lambda text: text * 2))
def test_sqlite_sees_the_same_words(text: str) -> None:
    text = text.replace("\0", " ").encode("utf-8", "ignore").decode()
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE texts USING fts5(text, content='', tokenize='ascii')")
    connection.execute("CREATE VIRTUAL TABLE seen USING fts5vocab(texts, instance)")
    connection.execute("INSERT INTO texts(rowid, text) VALUES (1, ?)", (searchable(text),))
    assert [term for (term,) in connection.execute("SELECT term FROM seen ORDER BY offset")] == words(text)


def test_a_plain_text_keeps_its_places() -> None:
    assert plain("A, (b)-C") == "a   b  c"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We use Reinforcement Learning (RL) here", {("rl", "reinforcement learning")}),
        ("large language models (LLMs) and graph neural network (GNN)",
         {("llm", "large language models"), ("gnn", "graph neural network")}),
        ("long short-term memory (LSTM)", {("lstm", "long short term memory")}),
        ("the well-known method (RL)", set()),
        ("a figure (A) and (see) text (2)", set()),
    ],
)  # fmt: skip
def test_short_forms_are_those_a_text_explains(text: str, expected: set[tuple[str, str]]) -> None:
    assert short_forms(text) == expected
