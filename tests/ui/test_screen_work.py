"""The lanes between screen and library: late answers are dropped, kept papers stay."""

from array import array

from hypothesis import given, settings
from hypothesis import strategies as st

from readlist.ui.work import settled

ids = st.lists(st.integers(1, 30), unique=True)


def test_kept_papers_stay_behind_the_one_they_stood_behind() -> None:
    old, new = array("q", [1, 2, 3, 4, 5]), array("q", [1, 4, 5, 6])
    assert settled(old, new, {2, 3}).tolist() == [1, 2, 3, 4, 5, 6]
    assert settled(old, new, {1, 3}).tolist() == [1, 3, 4, 5, 6]
    assert settled(old, array("q", [6]), {1}).tolist() == [1, 6]


@settings(deadline=None, max_examples=200)
@given(ids, ids, st.sets(st.integers(1, 30)))
def test_nothing_found_is_lost_nothing_is_shown_twice(old: list[int], new: list[int], kept: set[int]) -> None:
    result = settled(array("q", old), array("q", new), kept).tolist()
    assert len(result) == len(set(result))
    assert set(result) == set(new) | (kept & set(old))
    assert [paper for paper in result if paper in set(new)] == new
