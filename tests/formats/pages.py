"""Pages to read, written from lists of real papers (titles, people and years are facts) in every shape we know."""

from dataclasses import dataclass

ABSTRACT = (
    "This text stands in for the abstract of a paper: it says what was asked, what was done about it and what came "
    "out, in a few plain sentences. It was written for a test. Nothing in it was copied."
)


@dataclass(frozen=True)
class Known:
    """A paper, as a page prints it."""

    title: str
    authors: tuple[str, ...]
    year: int
    periodical: str
    venue: str | None = None
    month: int | None = None


PAPERS = (
    Known(
        "Attention Is All You Need",
        ("Ashish Vaswani", "Noam Shazeer", "Niki Parmar", "Jakob Uszkoreit"),
        2017,
        "Jun 2017",
        None,
        6,
    ),
    Known(
        "SciBERT: A Pretrained Language Model for Scientific Text",
        ("Iz Beltagy", "Kyle Lo", "Arman Cohan"),
        2019,
        "In EMNLP, Nov 2019",
        "EMNLP",
        11,
    ),
    Known(
        "Are Emergent Abilities of Large Language Models a Mirage?",
        ("Rylan Schaeffer", "Brando Miranda", "Sanmi Koyejo"),
        2023,
        "Apr 2023",
        None,
        4,
    ),
    Known(
        "WaveNet: A Generative Model for Raw Audio",
        ("Aäron van den Oord", "Sander Dieleman", "Heiga Zen"),
        2016,
        "arXiv preprint arXiv:1609.03499, 2016",
        "arXiv preprint arXiv:1609.03499",
    ),
    Known(
        "Probable Inference, the Law of Succession, and Statistical Inference",
        ("Edwin B. Wilson",),
        1927,
        "Journal of the American Statistical Association, Jun 1927",
        "Journal of the American Statistical Association",
        6,
    ),
    Known(
        "Controlling the False Discovery Rate: A Practical and Powerful Approach to Multiple Testing",
        ("Yoav Benjamini", "Yosef Hochberg"),
        1995,
        "Journal of the Royal Statistical Society 1995",
        "Journal of the Royal Statistical Society",
    ),
    Known(
        "Prospect Theory: An Analysis of Decision under Risk",
        ("Daniel Kahneman", "Amos Tversky"),
        1979,
        "Econometrica, Mar 1979",
        "Econometrica",
        3,
    ),
    Known(
        "Probabilistic Robotics Meets LQG-MP",
        ("Jur van den Berg", "Pieter Abbeel", "Ken Goldberg"),
        2011,
        "The International Journal of Robotics Research, Jun 2011",
        "The International Journal of Robotics Research",
        6,
    ),
    Known(
        "U-Net: Convolutional Networks for Biomedical Image Segmentation",
        ("Olaf Ronneberger", "Philipp Fischer", "Thomas Brox"),
        2015,
        "In International Conference on Medical Image Computing, Munich, Germany, Oct 2015",
        "International Conference on Medical Image Computing, Munich, Germany",
        10,
    ),
    Known(
        "PhoBERT: Pre-trained Language Models for Vietnamese",
        ("Dat Quoc Nguyen", "Anh Tuan Nguyen"),
        2020,
        "In Findings of the Association for Computational Linguistics: EMNLP 2020, Nov 2020",
        "Findings of the Association for Computational Linguistics: EMNLP 2020",
        11,
    ),
    Known(
        "CamemBERT: a Tasty French Language Model",
        ("Louis Martin", "Benjamin Muller", "Pedro Javier Ortiz Suárez", "Éric de la Clergerie"),
        2019,
        "Nov 2019",
        None,
        11,
    ),
    Known(
        "A Programmable Dual-RNA-Guided DNA Endonuclease in Adaptive Bacterial Immunity",
        ("Martin Jinek", "Krzysztof Chylinski", "Jennifer A. Doudna", "Emmanuelle Charpentier"),
        2012,
        "Science, Aug 2012",
        "Science",
        8,
    ),
    Known(
        "Concrete Problems in AI Safety",
        ("Dario Amodei", "Chris Olah", "Jacob Steinhardt", "Dan Mané"),
        2016,
        "In , Jun 2016",
        None,
        6,
    ),
    Known(
        "PyTorch: An Imperative Style, High-Performance Deep Learning Library",
        ("Adam Paszke", "Sam Gross", "Francisco Massa"),
        2019,
        "2019",
        None,
    ),
    Known(
        "Linear Programming and the Theory of Games in 3D",
        ("Angelina McMillan-Major", "Miles O’Brien"),
        2014,
        "SIAM Journal on Optimization, Feb 2014",
        "SIAM Journal on Optimization",
        2,
    ),
)


def family_first(name: str) -> str:
    words = name.split()
    begin = len(words) - 1
    while begin > 1 and words[begin - 1].islower():
        begin -= 1
    return f"{' '.join(words[begin:])}, {' '.join(words[:begin])}"


def list_of(
    people: tuple[str, ...], *, limit: int = 0, reverse: bool = False, joiner: str = ", and "
) -> tuple[str, int]:
    """People as the theme prints them, and how many it leaves out."""
    shown = people[:limit] if limit else people
    more = len(people) - len(shown)
    names = [family_first(name) for name in shown] if reverse else list(shown)
    if more:
        return f"{', '.join(names)}, and {more} more author{'s' if more > 1 else ''}", more
    return joiner.join(part for part in (", ".join(names[:-1]), names[-1]) if part), 0
