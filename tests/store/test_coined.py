"""Names that papers give to what they have made."""

import pytest

from readlist.store.coined import names_in, rarity


def written(title: str, abstract: str = "") -> list[str]:
    return [name.written for name in names_in(title, abstract)]


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("REPLUG: Retrieval for black boxes", ["REPLUG"]),
        ("Lampyris: light from memory", ["Lampyris"]),
        ("Lampyris - light from memory", ["Lampyris"]),
        ("Chain of Lanterns: slow prompting", ["Chain of Lanterns"]),
        ("Prompting by Chain-of-Lanterns", ["Chain-of-Lanterns"]),
        ("Self-RAG: to reflect", ["Self-RAG", "RAG"]),
        ("Tides of lakes (ToLa) in winter", ["ToLa"]),
        ("Results of KALMAR4 and of word9vec", ["KALMAR4", "word9vec"]),
        ("On GPT-4 and two LSTMs", ["GPT-4", "LSTM"]),
        ("Erratum: tides of lakes", []),
        ("A Survey: tides of lakes", []),
        ("What is it: tides", []),
        ("What five people in a small boat saw: tides", []),
        ("TIDES OF SHALLOW LAKES IN WINTER", []),
        ("Tides of lakes, v2", []),
        ("Tides at 805 MHz and 3 GeV", []),
        ("Products of $2\\times2$ matrices", []),
        ("Tides of lakes", []),
        ("", []),
        (": x", []),
    ],
)
def test_names_in_titles(title: str, names: list[str]) -> None:
    assert written(title) == names


@pytest.mark.parametrize(
    ("abstract", "names"),
    [
        ("We introduce QuiltNet, which sews.", ["QuiltNet"]),
        ("We propose a network of patches (QPN) that sews.", ["QPN"]),
        ("It is called the QPN.", ["QPN"]),
        ("We present our new “QuiltNet” here.", ["QuiltNet"]),
        ("We propose to learn in environments (OpenGym games) alone.", []),
        ("It is better than QuiltNet.", []),
        ("We sew. A network (QPN) is compared.", []),
    ],
)
def test_names_in_abstracts(abstract: str, names: list[str]) -> None:
    assert written("Patches of pictures", abstract) == names
    assert written("ZigZag: patches of pictures", abstract) == ["ZigZag"]


def test_a_name_of_its_own_is_surer_than_one_that_is_mentioned() -> None:
    sure = [
        name.strength
        for title in ("QuiltNet: x y", "tides (QuiltNet) ebb", "tides QuiltNet ebb", "tides QPN ebb", "tides QN ebb")
        for name in names_in(title, "")
    ]
    assert sure == sorted(sure, reverse=True)
    assert len(set(sure)) == 5


def test_a_rare_word_is_a_name_and_a_common_one_is_not() -> None:
    for coined in (True, False):
        shares = [rarity(shared, 100_000, coined=coined) for shared in (1, 100, 500, 1000, 5000, 40_000)]
        assert shares == sorted(shares, reverse=True)
        assert (shares[0], shares[-1]) == (1.0, 0.0)
    assert rarity(1500, 100_000, coined=True) > rarity(1500, 100_000, coined=False)
    assert rarity(5, 10, coined=False) == 1.0


@pytest.mark.parametrize(
    "text", ["A" * 9000 + "é", "aB" * 5000 + "é", "A1" * 5000 + "-1.", "we propose " * 900 + "(", "(" * 9000]
)
def test_hostile_texts_name_little_and_take_no_time(text: str) -> None:
    assert len(list(names_in(text, text))) <= 7  # a pattern that tries everything would never get here
