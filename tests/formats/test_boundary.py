"""One entry at a time: places where title and people are hard to tell apart, with nothing else known of the page."""

import pytest

from readlist.formats import alfolio
from readlist.formats.boundary import take_apart
from readlist.formats.people import people
from readlist.paper import Draft

COMPANIES = [
    ("GPT-4 Technical Report", "OpenAI", "Mar 2023"),
    ("GPT-4 Technical Report", "OpenAI", "arXiv preprint arXiv:2303.08774, 2023"),
    ("DeepSeek-V3 Technical Report", "DeepSeek-AI", "Dec 2024"),
    ("The Claude 3 Model Family", "Anthropic", "Mar 2024"),
    ("Gemma 2 at a Practical Capacity", "Google", "2024"),
    ("Is It Really Thinking?", "OpenAI", "Jan 2025"),
]
COINED = [
    ("General-purpose Models with Instructions: InstructBLIP", ("Wenliang Dai", "Junnan Li", "Dongxu Li"), "May 2023"),
    ("One Embedding Space with ImageBIND", ("Rohit Girdhar", "Ishan Misra"), "May 2023"),
    ("Attributions by SHAP, LIME, and DeepLIFT", ("Scott M. Lundberg", "Su-In Lee"), "Dec 2017"),
    ("Zero-shot Transfer with AudioCLIP", ("Andrey Guzhov", "Jörn Hees"), "2022"),
    ("A Benchmark of ProtBERT", ("Ahmed Elnaggar", "Burkhard Rost"), "In ICML, Jul 2021"),
]
ALONE = [
    ("How I Learned to Code", "Mar 2020"),
    ("Deep Learning with PyTorch", "Mar 2020"),
    ("Training with TensorFlow", "Mar 2020"),
    ("What Is ChatGPT", "Mar 2023"),
    ("Sorting with MapReduce", "Mar 2023"),
    ("A Survey of Control Systems", "Mar 2023"),
]


@pytest.mark.parametrize(("title", "company", "where"), COMPANIES)
def test_a_company_that_signs_alone(title: str, company: str, where: str) -> None:
    (draft,) = alfolio.read(f"publications\n2023\n- {title}{company}{where}\n")
    assert isinstance(draft, Draft)
    assert (draft.title, draft.authors, draft.more_authors) == (title, (company,), 0)


@pytest.mark.parametrize(("title", "names", "where"), COINED)
def test_a_title_that_ends_in_a_coined_name(title: str, names: tuple[str, ...], where: str) -> None:
    reading = take_apart(f"{title}{', '.join(names[:-1])}, and {names[-1]}{where}")
    assert reading is not None and reading.people is not None
    assert (reading.title, reading.people.names) == (title, names)


@pytest.mark.parametrize(("title", "where"), ALONE)
def test_nobody_is_made_of_the_end_of_a_title(title: str, where: str) -> None:
    reading = take_apart(title + where)
    assert reading is not None
    assert (reading.title, reading.people, reading.periodical) == (title, None, where)


@pytest.mark.parametrize("joiner", ["e", "y", "en", "und", "and", "et", "&"])
@pytest.mark.parametrize("where", ["Jan 2011", "Foundations and Trends in Machine Learning, 2011"])
def test_two_people_without_a_comma(joiner: str, where: str) -> None:
    reading = take_apart(f"Distributed Optimization via ADMMStephen Boyd {joiner} Neal Parikh{where}")
    assert reading is not None and reading.people is not None
    assert reading.title == "Distributed Optimization via ADMM"
    assert reading.people.names == ("Stephen Boyd", "Neal Parikh")


@pytest.mark.parametrize("name", ["José Ortega y Gasset", "Santiago Ramón y Cajal", "Eça e Queirós"])
def test_two_surnames_of_one_person(name: str) -> None:
    listed = people(name)
    assert listed is not None and listed.names == (name,)
