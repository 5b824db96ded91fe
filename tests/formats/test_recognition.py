"""Every format's samples are recognised as that format, whatever the others think of them."""

from pathlib import Path

import pytest

from readlist import formats
from readlist.reading import open_file

DATA = Path(__file__).parents[1] / "data"
READABLE = {known.name for known in formats.FORMATS if known.readable}
SAMPLES = [
    pytest.param(path, id=str(path.relative_to(DATA)))
    for folder in sorted(DATA.iterdir())
    if folder.name in READABLE
    for path in sorted(folder.rglob("*"))
    if path.is_file()
]


@pytest.mark.parametrize("path", SAMPLES)
def test_a_sample_belongs_to_its_format(path: Path) -> None:
    text, file = open_file(path)
    with file:
        known = formats.recognise(text.head)
    assert known is not None
    assert known.name == path.relative_to(DATA).parts[0]
