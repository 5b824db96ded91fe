"""The address of a paper: only the web, nothing that a shell or a browser could take for a command."""

import pytest

from readlist.paper import Record
from readlist.ui.links import is_web, link


def test_the_doi_goes_first() -> None:
    paper = Record(doi="10.1000/a<b>c", arxiv="2005.11401", url="https://example.org")
    assert link(paper) == "https://doi.org/10.1000/a<b>c"
    assert link(Record(arxiv="2005.11401", url="https://example.org")) == "https://arxiv.org/abs/2005.11401"
    assert link(Record(url="https://example.org/a?b=c#d")) == "https://example.org/a?b=c#d"
    assert link(Record()) is None


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://",
        "--help",
        "http:/x",
        "https://a b",
        "ftp://x",
        "https://a\x1b[0m",
        "https://[x",
    ],
)
def test_other_addresses_are_never_opened(address: str) -> None:
    assert not is_web(address)
    assert link(Record(url=address)) is None


def test_odd_letters_of_a_doi_are_escaped() -> None:
    assert link(Record(doi="10.1000/a b?c#d%e")) == "https://doi.org/10.1000/a%20b%3Fc%23d%25e"
