"""The five real dumps come out exactly as they were checked by hand."""

import json
from pathlib import Path
from typing import Any

import pytest

from readlist import formats
from readlist.paper import Draft, Problem

SHARED = Path(__file__).parents[3] / "shared"
EXPECTED = SHARED / "expected" / "seeds.json"


def expected() -> dict[str, Any]:
    if not EXPECTED.exists():
        pytest.skip("needs the shared seeds")
    files: dict[str, Any] = json.loads(EXPECTED.read_text(encoding="utf-8"))["files"]
    return files


@pytest.mark.parametrize("number", range(5))
def test_each_record_of_a_real_dump(number: int) -> None:
    files = expected()
    name = sorted(files)[number]
    text = (SHARED / "seeds" / name).read_text(encoding="utf-8")
    known = formats.recognise(text)
    assert known is not None and known.name == files[name]["format"]
    found = list(known.read(text))
    assert not [item for item in found if isinstance(item, Problem)]
    drafts = [item for item in found if isinstance(item, Draft)]
    assert {draft.label for draft in drafts} == {files[name]["label"]}
    for draft, record in zip(drafts, files[name]["records"], strict=True):
        for field, value in record.items():
            got = getattr(draft, field)
            assert (list(got) if field == "authors" else got) == value, (record["line"], field)
        assert draft.raw
