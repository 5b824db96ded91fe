"""The public shape of a paper."""

import json
import re

from readlist.paper import JSON_FIELDS, Draft, Paper, Source, new_uid, timestamp, to_json


def test_the_json_of_a_paper_has_every_field_in_its_order() -> None:
    paper = Paper(id=7, title="T", authors=("A B",), sources=(Source(format="huggingface", file="x.txt", line=3),))
    shape = to_json(paper)
    assert tuple(shape) == JSON_FIELDS
    assert shape["authors"] == ["A B"] and shape["abstract"] is None and shape["status"] == "unread"
    assert shape["sources"] == [{"format": "huggingface", "file": "x.txt", "line": 3, "label": None}]
    assert json.loads(json.dumps(shape)) == shape


def test_a_draft_shows_nothing_of_its_importer() -> None:
    assert tuple(to_json(Draft(line=3, raw="x", label="y"))) == JSON_FIELDS


def test_uids_are_ulids_of_their_own() -> None:
    uids = [new_uid() for _ in range(1000)]
    assert len(set(uids)) == 1000
    assert all(re.fullmatch("[0-7][0-9A-HJKMNP-TV-Z]{25}", uid) for uid in uids)


def test_times_are_utc() -> None:
    assert timestamp(0) == "1970-01-01T00:00:00Z"
