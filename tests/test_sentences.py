"""Where matched words stand, and which sentence tells most of them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readlist.sentences import best_sentence, matched_spans, sentences

TEXT = (
    "We study models. A retriever, e.g. the one of Smith et al. 2019, hands over passages to a reader! "
    "Does it help? Retrieval with a retriever (Fig. 3) gains 3.5 points."
)


def found(text: str, *matched: str) -> list[str]:
    return [text[start:end] for start, end in matched_spans(text, matched)]


def best(text: str, *matched: str) -> str | None:
    span = best_sentence(text, matched)
    return None if span is None else text[slice(*span)]


@pytest.mark.parametrize(
    ("text", "matched", "marked"),
    [
        ("The Müller method; müller", ["muller"], ["Müller", "müller"]),
        ("anything", [], []),
        ("Pre-training and pretraining", ["pre", "training", "pretraining"], ["Pre", "training", "pretraining"]),
        ("Deep Reinforcement Learning, or RL", ["rl", "reinforcement learning"], ["Reinforcement Learning", "RL"]),
        ("reinforcement of learning", ["reinforcement learning"], []),
        ("a high-speed train", ["high speed"], ["high-speed"]),
        ("generative adversarial networks", ["adversarial network"], ["adversarial networks"]),
        ('Schr\\"odinger and Erd\\H{o}s', ["schrodinger", "erdos"], ['Schr\\"odinger', "Erd\\H{o}s"]),
        ("{\\'E}tale covers of Bj{\\o}rn", ["etale", "bjorn"], ["{\\'E}tale", "Bj{\\o}rn"]),
        ("ﬁne tuning of snake_case", ["fine", "case"], ["ﬁne", "case"]),
        ("深度学习的度量", ["深度", "深", "度", "学习"], ["深度", "学习"]),
        ("一二", ["一"], ["一"]),
        ("high speed high", ["high", "high speed"], ["high speed", "high"]),
    ],
)
def test_what_was_matched_is_marked_as_the_index_understands_it(
    text: str, matched: list[str], marked: list[str]
) -> None:
    assert found(text, *matched) == marked


def test_sentences_end_where_people_end_them() -> None:
    assert [TEXT[start:end] for start, end in sentences(TEXT)] == [
        "We study models.",
        "A retriever, e.g. the one of Smith et al. 2019, hands over passages to a reader!",
        "Does it help?",
        "Retrieval with a retriever (Fig. 3) gains 3.5 points.",
    ]
    assert len(sentences("第一句。第二句！第三句")) == 3
    assert len(sentences("one line\nis wrapped\n\nanother paragraph\n- a point")) == 3


def test_the_best_sentence_holds_most_of_the_words() -> None:
    assert best(TEXT, "retrieval", "retriever") == "Retrieval with a retriever (Fig. 3) gains 3.5 points."
    assert best(TEXT, "passages", "it") is not None
    assert str(best(TEXT, "passages", "it", "does", "help")).startswith("Does it help")


def test_of_equals_the_earlier_one_and_a_word_counts_once() -> None:
    text = "First a cat. Then a cat and a cat and a cat. A dog."
    assert best(text, "cat", "dog") == "First a cat."


def test_words_that_say_little_do_not_decide() -> None:
    text = "This is all you need to know. We propose attention."
    assert best(text, "attention", "is", "all", "you") == "We propose attention."


def test_a_whole_phrase_outweighs_one_word() -> None:
    text = "Agents act. We use reinforcement learning."
    assert best(text, "agents", "reinforcement learning") == "We use reinforcement learning."


def test_no_sentence_when_none_holds_a_word() -> None:
    assert best(TEXT, "absent") is None
    assert best("", "absent") is None
    assert best(TEXT) is None


@settings(deadline=None, max_examples=200)
@given(
    st.text('ab é́\\"o{}.!? \n深度Ł_', max_size=60),
    st.lists(st.text("abo深度 é", min_size=1, max_size=4), max_size=4),
)
def test_spans_lie_in_the_text_one_behind_the_other(text: str, matched: list[str]) -> None:
    done = 0
    for start, end in matched_spans(text, matched):
        assert done <= start < end <= len(text)
        done = end
    whole = sentences(text)
    assert "".join("".join(text[slice(*span)] for span in whole).split()) == "".join(text.split())
    if (span := best_sentence(text, matched)) is not None:
        assert span in whole
        assert text[slice(*span)].strip()
