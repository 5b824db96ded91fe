"""readlist's own JSON lines: what is written reads back equal; a broken line costs itself only."""

import json
from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readlist import formats
from readlist.formats import jsonl
from readlist.paper import STATUSES, Draft, Problem, Record, Source
from readlist.text import clean, clean_line

lines = st.text(max_size=30).map(clean_line).filter(bool)
texts = st.text(max_size=60).map(clean).filter(bool)
times = st.just("2026-11-20T10:00:00Z")
values = st.recursive(
    st.none() | st.booleans() | st.integers(-1000, 1000) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(lines, inner, max_size=3),
    max_leaves=5,
)
sources = st.builds(
    Source, format=lines, file=st.none() | lines, line=st.none() | st.integers(1, 10**6), label=st.none() | lines
)
records = st.builds(
    Record,
    uid=st.none() | st.just("01JD0000000000000000000000"),
    **{name: st.none() | lines for name in ("key", "type", "venue", "doi", "arxiv", "pmid", "isbn", "url")},
    title=lines,
    abstract=st.none() | texts,
    note=st.none() | texts,
    authors=st.lists(lines, max_size=3).map(tuple),
    tags=st.lists(lines, max_size=3).map(tuple),
    more_authors=st.none() | st.integers(0, 3000),
    year=st.none() | st.integers(1500, 2100),
    month=st.none() | st.integers(1, 12),
    day=st.none() | st.integers(1, 31),
    priority=st.none() | st.integers(1, 5),
    status=st.sampled_from(STATUSES),
    starred=st.booleans(),
    **{name: st.none() | times for name in ("added", "started", "finished")},
    sources=st.lists(sources, max_size=2).map(tuple),
    extra=st.dictionaries(lines, values, max_size=3),
)


@settings(deadline=None, max_examples=150)
@given(st.lists(records, max_size=4))
def test_what_is_written_reads_back_equal(written: list[Record]) -> None:
    text = "".join(jsonl.write(written))
    read = list(jsonl.read(text))
    assert len(read) == len(written)
    for record, draft in zip(written, read, strict=True):
        assert isinstance(draft, Draft) and draft.personal
        for spec in fields(Record):
            assert getattr(draft, spec.name) == getattr(record, spec.name), spec.name


def line(**changes: Any) -> str:
    return json.dumps({"title": "A Thing", "uid": "01JD0000000000000000000000", **changes})


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ("not json", "not a JSON object"),
        ("[1, 2]", "not a JSON object"),
        ("[" * 100_000, "not a JSON object"),
        (line(year=NotImplemented.__class__.__name__), "year is not a number from 1 to 9999"),
        (line(year=True), "year is not a number from 1 to 9999"),
        (line(month=13), "month is not a number from 1 to 12"),
        (line(authors="Jane Doe"), "authors is not a list of texts"),
        (line(status="lost"), "status is not one of unread, reading, read"),
        (line(starred="yes"), "starred is neither true nor false"),
        (line(added="yesterday"), "added is not a time such as 2026-11-20T10:00:00Z"),
        (line(title=None), "neither a title nor an abstract"),
        (line(sources=[{"line": -1}]), "the line of a source is not a number from 0 to 9007199254740992"),
    ],
)
def test_a_broken_line_costs_itself_only(broken: str, reason: str) -> None:
    first, problem, last = jsonl.read(f"{line()}\n\n{broken}\n{line(title='Another')}")
    assert isinstance(first, Draft) and isinstance(last, Draft) and last.title == "Another" and last.line == 4
    assert isinstance(problem, Problem)
    assert (problem.line, problem.reason, problem.raw) == (3, reason, broken)


def test_missing_fields_are_unknown_and_unknown_fields_are_kept() -> None:
    (draft,) = jsonl.read(line(shelf="upstairs"))
    assert isinstance(draft, Draft)
    assert (draft.authors, draft.more_authors, draft.year, draft.extra) == ((), 0, None, {"shelf": "upstairs"})


def test_only_our_own_lines_are_recognised() -> None:
    known = formats.recognise(line() + "\n")
    assert known is not None and known.name == "jsonl"
    other = formats.recognise('{"id": "0704.0001", "title": "A Thing", "abstract": "We do.", "authors": "Jane Doe"}\n')
    assert other is not None and other.name == "arxiv-jsonl"


def test_text_from_outside_is_cleaned() -> None:
    (draft,) = jsonl.read(line(title="A\u202e Thing\x1b]52;c;aGk=\x07", extra={"a\x07": ["\ud800b"]}))
    assert isinstance(draft, Draft)
    assert draft.title == "A Thing"
    json.dumps(dict(draft.extra), ensure_ascii=False).encode()
