"""Search: what it forgives, in which order it answers, that all results can be reached, and that nothing raises."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from readlist.paper import Draft
from readlist.query import parse
from readlist.store import Found, Interrupted, Library, Searcher, search
from readlist.store.ranking import Ranker
from readlist.store.vocabulary import Vocabulary

PAPERS = [
    Draft(
        title="Retrieval-Augmented Generation for Knowledge-Intensive NLP Tasks",
        authors=("Patrick Lewis", "Ethan Perez"),
        year=2020,
        venue="NeurIPS",
        abstract="Large language models store factual knowledge.",
    ),
    Draft(
        title="Dense Passage Retrieval", authors=("Vladimir Karpukhin",), year=2020, abstract="Open-domain answering."
    ),
    Draft(title="Effects of clonidine on sleep", authors=("Jürgen Müller",), year=1998, abstract="A study of rest."),
    Draft(title="Pre-training of deep encoders", authors=("Jacob Devlin",), year=2019, abstract="We introduce BERT."),
    Draft(title="Highspeed cameras in sports", authors=("Ann O'Brien",), year=2011, abstract="Frames and more frames."),
    Draft(
        title="Policy gradients in reinforcement learning",
        authors=("R. Sutton",),
        year=2000,
        abstract="Function approximation.",
    ),
    Draft(title="Games", authors=("D. Silver",), year=2016, abstract="We apply reinforcement learning (RL) to a game."),
    Draft(title="深度学习模型综述", authors=("王小明",), year=2021, abstract="本文综述深度学习。"),
    Draft(authors=("Jack",), abstract="Modern retreival systems forget the quokka entirely."),
    Draft(title="Quokka habitats", authors=("M. Island",), year=2005, abstract="Where they live."),
]


def fill(path: Path, drafts: list[Draft]) -> Library:
    library = Library.open(path)
    with library.ledger.importing("papers") as importing:
        importing.add(drafts, file="papers.txt", format="jsonl")
    return library


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with fill(tmp_path_factory.mktemp("search") / "papers.db", PAPERS) as library:
        yield library


@pytest.fixture(scope="module")
def searcher(library: Library) -> Iterator[Searcher]:
    searcher = library.searcher()
    yield searcher
    searcher.close()


def titles(library: Library, found: Found) -> list[str | None]:
    return [paper.title for paper in library.papers(list(found.ids))]


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("retrieval augmented", "Retrieval-Augmented Generation for Knowledge-Intensive NLP Tasks"),
        ("retreival augmentd", "Retrieval-Augmented Generation for Knowledge-Intensive NLP Tasks"),
        ("augmented nlp retrieval", "Retrieval-Augmented Generation for Knowledge-Intensive NLP Tasks"),
        ("retr augm gen", "Retrieval-Augmented Generation for Knowledge-Intensive NLP Tasks"),
        ("lewis generation", "Retrieval-Augmented Generation for Knowledge-Intensive NLP Tasks"),
        ("clonidnie", "Effects of clonidine on sleep"),
        ("clondine", "Effects of clonidine on sleep"),
        ("Muller", "Effects of clonidine on sleep"),
        ("MÜLLER", "Effects of clonidine on sleep"),
        ("mu\u0308ller", "Effects of clonidine on sleep"),
        ("pretraining", "Pre-training of deep encoders"),
        ("pre-training", "Pre-training of deep encoders"),
        ("preTraining encoders", "Pre-training of deep encoders"),
        ("high speed", "Highspeed cameras in sports"),
        ("high-speed cameras", "Highspeed cameras in sports"),
        ("obrien", "Highspeed cameras in sports"),
        ("rl policy", "Policy gradients in reinforcement learning"),
        ("学习", "深度学习模型综述"),
        ("学习 综述", "深度学习模型综述"),
        ("factual knowledge", "Retrieval-Augmented Generation for Knowledge-Intensive NLP Tasks"),
        ("neurips 2020", "Retrieval-Augmented Generation for Knowledge-Intensive NLP Tasks"),
    ],
)
def test_forgives(searcher: Searcher, library: Library, typed: str, title: str) -> None:
    assert titles(library, searcher.find(parse(typed)))[0] == title


def test_title_before_abstract_and_an_untitled_paper_by_its_abstract(searcher: Searcher, library: Library) -> None:
    assert titles(library, searcher.find(parse("quokka"))) == ["Quokka habitats", None]
    assert titles(library, searcher.find(parse("modern retreival")))[0] is None


def test_says_what_was_corrected_and_what_to_highlight(searcher: Searcher) -> None:
    found = searcher.find(parse("clonidnie slep"))
    assert found.corrections == (("clonidnie", "clonidine"), ("slep", "sleep"))
    assert {"clonidine", "sleep"} <= set(found.matched)
    assert searcher.find(parse("clonid")).corrections == ()
    assert "clonidine" in searcher.find(parse("clonid")).matched


def test_says_nothing_was_corrected_where_the_word_itself_is_shown(searcher: Searcher, library: Library) -> None:
    found = searcher.find(parse("modern retreival"))
    assert titles(library, found)[0] is None
    assert found.corrections == ()
    assert searcher.find(parse('"clonidnie"')).corrections == ()


def test_quotes_are_literal(searcher: Searcher, library: Library) -> None:
    assert titles(library, searcher.find(parse('"retreival"'))) == [None]
    assert titles(library, searcher.find(parse('"dense passage"'))) == ["Dense Passage Retrieval"]
    assert titles(library, searcher.find(parse('"passage dense"'))) == []


def test_filters_join_in_before_ranking(searcher: Searcher, library: Library) -> None:
    assert titles(library, searcher.find(parse("retrieval year:2020 -lewis"))) == ["Dense Passage Retrieval"]
    assert titles(library, searcher.find(parse("retreival (author:karpukhin OR tag:x)"))) == ["Dense Passage Retrieval"]
    assert titles(library, searcher.find(parse("retrieval is:read"))) == []


def test_a_filter_reaches_papers_behind_all_that_would_be_ranked_without_it(tmp_path: Path) -> None:
    drafts = [Draft(title=f"Lattice study {number}", year=1990 + number // 300) for number in range(900)]
    with fill(tmp_path / "papers.db", drafts) as library:
        library.ledger.tag([3], ["mine"])
        searcher = library.searcher()
        assert list(searcher.find(parse("lattice tag:mine")).ids) == [3]
        assert list(searcher.find(parse("latice tag:mine")).ids) == [3]
        assert set(searcher.find(parse("lattice year:1990")).ids) <= set(range(1, 301))
        searcher.close()


def test_an_order_of_ones_own_beats_the_rank(searcher: Searcher, library: Library) -> None:
    years = [paper.year for paper in library.papers(list(searcher.find(parse("of -sort:year")).ids))]
    assert years == sorted(years)
    assert len(years) >= 2


def test_nothing_typed_is_the_list_itself(searcher: Searcher, library: Library) -> None:
    found = searcher.find(parse(""))
    assert titles(library, found) == [draft.title for draft in PAPERS]
    assert found.scores is None
    assert found.complete


def test_a_word_that_nobody_has_lets_the_others_speak(searcher: Searcher, library: Library) -> None:
    assert titles(library, searcher.find(parse("zzzxqj clonidine")))[0] == "Effects of clonidine on sleep"
    assert not searcher.find(parse("zzzxqj")).ids


def test_the_rest_follows_in_order_without_repetition(tmp_path: Path) -> None:
    drafts = [Draft(title=f"Lattice study {number}", arxiv=f"2101.{number:05}") for number in range(900)]
    drafts += [Draft(title=f"Something else {number}", arxiv=f"2102.{number:05}") for number in range(50)]
    with fill(tmp_path / "papers.db", drafts) as library:
        searcher = library.searcher()
        for typed, expected in (
            ("lattice", 900),
            ("latice", 900),
            ("", 950),
            ("lattice sort:title", 900),
            ("-lattice", 50),
        ):
            found = searcher.find(parse(typed), limit=40)
            assert len(found.ids) == 40
            assert not found.complete
            ids = list(found.ids) + [paper for chunk in searcher.rest(parse(typed), found) for paper in chunk]
            assert len(ids) == len(set(ids)) == expected
        assert searcher.find(parse("lattice 17"), limit=5).ids[0] == 18
        searcher.close()


def test_sees_what_was_written_meanwhile(tmp_path: Path) -> None:
    with fill(tmp_path / "papers.db", PAPERS[:2]) as library:
        searcher = library.searcher()
        assert not searcher.find(parse("wombats")).ids
        with library.ledger.importing("more") as importing:
            importing.add([Draft(title="On wombats")], file="x", format="jsonl")
            assert len(searcher.find(parse("wombats")).ids) == 1
        assert len(searcher.find(parse("wombast")).ids) == 1
        library.ledger.undo()
        assert not searcher.find(parse("wombats")).ids
        searcher.close()


def test_an_interrupt_stops_what_was_asked_before_and_nothing_later(library: Library) -> None:
    searcher = library.searcher()
    searcher.interrupt()
    assert searcher.find(parse("retrieval")).ids
    asked, go_on = threading.Event(), threading.Event()
    outcomes: list[str] = []

    def ask() -> None:
        searcher._busy.acquire()
        asked.set()
        go_on.wait(5)
        searcher._busy.release()

    def wait_in_line() -> None:
        try:
            searcher.find(parse("retrieval"))
            outcomes.append("answered")
        except Interrupted:
            outcomes.append("interrupted")

    blocker = threading.Thread(target=ask)
    blocker.start()
    asked.wait(5)
    issued = searcher._issued
    waiting = threading.Thread(target=wait_in_line)
    waiting.start()
    while searcher._issued == issued:
        pass
    searcher.interrupt()
    go_on.set()
    blocker.join()
    waiting.join()
    assert outcomes == ["interrupted"]
    assert searcher.find(parse("retrieval")).ids
    searcher.close()


@pytest.mark.parametrize("step", ["readlist.store.vocabulary.Vocabulary.group", "readlist.store.ranking.Ranker._read"])
def test_an_interrupt_that_sqlite_does_not_see_is_seen_before_the_next_step(
    library: Library, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    searcher = library.searcher()
    owner = Vocabulary if "vocabulary" in step else Ranker
    name = step.rpartition(".")[2]
    really = getattr(owner, name)

    def interrupted_meanwhile(*given: Any, **named: Any) -> Any:
        done = really(*given, **named)
        searcher.interrupt()
        return done

    monkeypatch.setattr(step, interrupted_meanwhile)
    with pytest.raises(Interrupted):
        searcher.find(parse("retrieval generation"))
    monkeypatch.undo()
    assert searcher.find(parse("retrieval generation")).ids
    searcher.close()


def test_an_interrupt_may_come_while_the_rest_changes_its_connection(library: Library) -> None:
    searcher = library.searcher()
    query = parse("")
    searcher._following = searcher._connect()
    searcher._following.close()
    searcher.interrupt()
    assert searcher.find(query).ids
    searcher.close()


def test_the_rest_can_be_interrupted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "CHUNK", 10)
    with fill(tmp_path / "papers.db", [Draft(title=f"Lens {n}", arxiv=f"2101.{n:05}") for n in range(200)]) as library:
        searcher = library.searcher()
        query = parse("lens")
        chunks = searcher.rest(query, searcher.find(query, limit=5))
        assert len(next(chunks))
        searcher.interrupt()
        with pytest.raises(Interrupted):
            list(chunks)
        searcher.close()


def test_no_patience_still_answers(library: Library) -> None:
    searcher = library.searcher()
    assert list(searcher.find(parse("retrieval"), patience=0).ids) == []
    assert searcher.find(parse("retrieval")).ids
    searcher.close()


@pytest.mark.parametrize("typed", ["lattice", "latice", 'lattice -"of nothing"', "lattice sort:title"])
def test_an_answer_that_was_late_is_never_complete(tmp_path: Path, typed: str) -> None:
    with fill(
        tmp_path / "papers.db", [Draft(title=f"Lattice {n}", arxiv=f"2101.{n:05}") for n in range(30)]
    ) as library:
        searcher = library.searcher()
        found = searcher.find(parse(typed), patience=0)
        ids = [*found.ids, *(paper for chunk in searcher.rest(parse(typed), found) for paper in chunk)]
        assert sorted(ids) == list(range(1, 31))
        assert not found.complete or len(found.ids) == 30
        searcher.close()


def test_a_filter_that_is_slow_to_work_out_is_asked_of_each_paper(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "CHOOSING", -1)
    drafts = [Draft(title=f"Lattice of {'many a thing ' * 40} {n}", arxiv=f"2101.{n:05}") for n in range(900)]
    with fill(tmp_path / "papers.db", drafts) as library:
        searcher = library.searcher()
        assert 7 in searcher.find(parse('lattice 6 -"of thing"')).ids
        assert len(searcher.find(parse('lattice -"many a"')).ids) == 0
        searcher.close()


@pytest.mark.parametrize(
    "typed", ["pretraining", "retreival", "rl", "muller", "modern retreival", "quokka zzzxqj", "of"]
)
def test_an_order_changes_nothing_of_what_is_found(searcher: Searcher, typed: str) -> None:
    def everything(typed: str) -> set[int]:
        query = parse(typed)
        found = searcher.find(query, limit=1)
        return {*found.ids, *(paper for chunk in searcher.rest(query, found) for paper in chunk)}

    ranked = everything(typed)
    assert ranked
    for order in ("year", "-added", "title", "author"):
        assert everything(f"{typed} sort:{order}") == ranked


def test_what_was_pasted_comes_first(tmp_path: Path) -> None:
    drafts = [
        Draft(title="Attention Is All You Need", arxiv="1706.03762", authors=("Ashish Vaswani",), year=2017),
        Draft(title="Nature of 10", doi="10.1038/nature12345", authors=("Ann Gu",), year=2018),
        Draft(title="Known by a DOI of its preprint", doi="10.48550/arXiv.2005.11401", year=2020),
        Draft(title="Attention 1706 03762 is quoted", abstract="See 10.1038 nature12345.", year=2018),
    ]
    with fill(tmp_path / "papers.db", drafts) as library:
        searcher = library.searcher()
        for typed, paper in (
            ("10.1038/nature12345", 2),
            ("https://doi.org/10.1038/NATURE12345", 2),
            ("1706.03762", 1),
            ("https://arxiv.org/abs/1706.03762", 1),
            ("https://arxiv.org/abs/2005.11401v4", 3),
            ("2005.1140", 3),
            ("vaswani2017attention", 1),
            ("Gu2018Nature", 2),
            ("gu2018nature sort:year", 2),
        ):
            assert list(searcher.find(parse(typed)).ids) == [paper], typed
        assert not searcher.find(parse("gu2018nature year:2017")).ids
        searcher.close()


@pytest.mark.parametrize("typed", ["😀", "***", "OR", "--", "author:(", "😀 is:unread", "\u0301"])
def test_what_holds_nothing_to_search_for_finds_nothing(searcher: Searcher, typed: str) -> None:
    query = parse(typed)
    found = searcher.find(query)
    if typed != "😀 is:unread":
        assert not found.ids
    assert found.complete
    assert found.notes or query.is_empty


@pytest.mark.parametrize("saved", ["quok", "retrieval", "pretr", "lear sort:year"])
def test_a_saved_search_is_counted_as_it_finds_wherever_it_stands(tmp_path: Path, saved: str) -> None:
    with fill(tmp_path / "papers.db", PAPERS) as library:
        library.ledger.save_search("mine", saved)
        searcher = library.searcher()
        counted = {
            library.count(parse(saved)),
            library.count(parse("saved:mine")),
            library.count(parse("is:unread saved:mine")),
            len(searcher.find(parse("saved:mine")).ids),
            len(searcher.find(parse("").within(parse(saved))).ids),
        }
        assert len(counted) == 1
        searcher.close()


def everything(searcher: Searcher, typed: str) -> set[int]:
    query = parse(typed)
    found = searcher.find(query, limit=3)
    return {*found.ids, *(paper for chunk in searcher.rest(query, found) for paper in chunk)}


@pytest.mark.parametrize("word", ["retrieval", "retreival", "pretraining", "preTraining", "rl", "obrien", "highspeed"])
@pytest.mark.parametrize("other", ["quokka", "xyzzyq", "tag:none", '"dense passage"'])
def test_either_finds_at_least_what_one_finds(searcher: Searcher, word: str, other: str) -> None:
    alone = everything(searcher, f"{word} ")
    assert alone
    assert everything(searcher, f"{word} OR {other}") == alone | everything(searcher, f"{other} ")
    assert everything(searcher, f"({word} OR {other}) sort:year") == alone | everything(searcher, f"{other} ")


def test_words_under_or_are_forgiven_slips_and_ranked_by_all_of_them(searcher: Searcher, library: Library) -> None:
    found = searcher.find(parse("retreival OR augmentd OR quokka"))
    assert ("augmentd", "augmented") in found.corrections
    shown = titles(library, found)
    assert set(shown) == {PAPERS[0].title, PAPERS[1].title, None, "Quokka habitats"}
    assert shown[-1] == "Dense Passage Retrieval", "it holds only one of them, and not the rarest"
    assert found.scores is not None
    assert {"augmented", "quokka"} <= set(found.matched)
    assert titles(library, searcher.find(parse("retrieval (quokka OR generation)")))[0] == PAPERS[0].title


def test_words_under_not_are_just_themselves_with_and_without_hyphens(tmp_path: Path) -> None:
    drafts = [
        Draft(title="Pre-training of encoders"),
        Draft(title="Pretraining of decoders"),
        Draft(title="Training that comes pre and post"),
        Draft(title="Retraining of coders"),
    ]
    with fill(tmp_path / "papers.db", drafts) as library:
        searcher = library.searcher()
        assert everything(searcher, "-pretraining") == {3, 4}
        assert everything(searcher, "-pre-training") == {3, 4}
        assert everything(searcher, "-pretrainig") == {1, 2, 3, 4}
        assert everything(searcher, "-(pretraining OR retraining)") == {3}
        searcher.close()


def test_a_choice_of_words_that_was_late_is_never_complete(tmp_path: Path) -> None:
    with fill(
        tmp_path / "papers.db", [Draft(title=f"Lattice {n}", arxiv=f"2101.{n:05}") for n in range(30)]
    ) as library:
        searcher = library.searcher()
        query = parse("lattice OR graphs")
        found = searcher.find(query, patience=0)
        assert not found.complete
        assert len({*found.ids, *(paper for chunk in searcher.rest(query, found) for paper in chunk)}) == 30
        searcher.close()


def test_a_title_in_a_script_without_blanks_comes_before_an_abstract(tmp_path: Path) -> None:
    drafts = [
        Draft(title="用于图像的深度神经网络模型综述与展望", abstract="本文综述。"),
        Draft(title="A survey of a b c", abstract="我们使用神经网络。"),
    ]
    with fill(tmp_path / "papers.db", drafts) as library:
        searcher = library.searcher()
        assert list(searcher.find(parse("神经")).ids) == [1, 2]
        searcher.close()


def test_words_that_are_not_counted_are_found(tmp_path: Path) -> None:
    sequence = "acgt" * 15
    with Library.open(tmp_path / "papers.db") as library:
        with library.ledger.importing("a page") as importing:
            importing.add([Draft(title=f"The gene {sequence}"), Draft(title="A gene")], file="page", format="jsonl")
        searcher = library.searcher()
        assert list(searcher.find(parse(sequence)).ids) == [1], "too long to be a word of the vocabulary"
        with library.ledger.importing("a long page") as importing:
            drafts = [Draft(title=f"Quokka number {number}") for number in range(150)]
            importing.add(drafts, file="long", format="jsonl")
            assert len(searcher.find(parse("quokka ")).ids) > 0, "counted only when the import ends"
        searcher.close()
