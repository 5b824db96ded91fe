"""The table of commands and the key map made from it."""

import pytest

from readlist.ui.commands import COMMANDS, KeyMap, Situation, key_label, normal_key


def test_no_key_means_two_things() -> None:
    keys = [key for command in COMMANDS for key in command.keys]
    assert len(keys) == len(set(keys))
    names = [command.name for command in COMMANDS]
    assert len(names) == len(set(names))


def test_keys_can_be_changed() -> None:
    keys = KeyMap({"star": "z", "tag": "ctrl+t, #"})
    assert keys.problems == []
    assert keys.keys("star") == ("z",)
    assert keys.keys("tag") == ("ctrl+t", "number_sign")
    assert keys.label("tag") == "^t"


@pytest.mark.parametrize(
    ("wish", "word"),
    [
        ({"stra": "f"}, "no command"),
        ({"star": "hyper+nonsense"}, "not a key"),
        ({"star": "starry"}, "not a key"),
        ({"star": ""}, "not a key"),
        ({"star": "t"}, "already means “tag”"),
        ({"star": "?"}, "already means “help”"),
    ],
)
def test_what_cannot_be_is_said_and_the_rest_stays(wish: dict[str, str], word: str) -> None:
    keys = KeyMap(wish)
    assert len(keys.problems) == 1
    assert word in keys.problems[0]
    assert keys.keys("star") == ("s",)
    assert keys.keys("tag") == ("t",)


def test_keys_may_be_exchanged() -> None:
    keys = KeyMap({"star": "t", "tag": "s"})
    assert keys.problems == []
    assert (keys.keys("star"), keys.keys("tag")) == (("t",), ("s",))


@pytest.mark.parametrize(
    ("written", "key"),
    [("?", "question_mark"), ("^d", "ctrl+d"), ("Ctrl+D", "ctrl+d"), ("G", "G"), ("F2", "f2"), (",", "comma")],
)
def test_keys_as_people_write_them(written: str, key: str) -> None:
    assert normal_key(written) == key


def test_labels() -> None:
    assert [key_label(key) for key in ("slash", "ctrl+d", "question_mark", "x", "f1")] == ["/", "^d", "?", "x", "F1"]


def test_reasons() -> None:
    by_name = {command.name: command for command in COMMANDS}
    assert by_name["star"].reason(Situation()) is not None
    assert by_name["star"].reason(Situation(targets=1)) is None
    assert by_name["import"].reason(Situation(importing=True)) is not None
    assert by_name["delete"].unavailable(Situation(targets=1)) is None
    assert by_name["delete"].unavailable(Situation(targets=1, focus="sidebar")) is not None
    assert by_name["quit"].reason(Situation()) is None
