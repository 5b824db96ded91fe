"""Completing a path that is being typed. Looks at the disk: to be called in a thread."""

import os
from itertools import takewhile
from pathlib import Path

LOOKED_AT = 20_000


def expanded(text: str) -> str:
    """A typed path with ``~`` and blanks around it taken care of."""
    return os.path.expanduser(text.strip().strip("'\""))  # noqa: PTH111


def completions(text: str, most: int = 8) -> list[str]:
    """What a typed path could become, folders with a slash at the end; hidden files only when asked for."""
    folder, _, start = text.lstrip().rpartition("/")
    place = Path(expanded(folder + "/")) if folder or text.startswith("/") else Path()
    try:
        with os.scandir(place) as found:
            items = [(item.name, item.is_dir()) for item, _ in zip(found, range(LOOKED_AT), strict=False)]
    except OSError:
        return []
    prefix = text[: len(text) - len(start)] if start else text
    fitting = sorted(
        (name.casefold(), name, is_folder)
        for name, is_folder in items
        if name.casefold().startswith(start.casefold()) and (start.startswith(".") or not name.startswith("."))
    )
    return [prefix + name + ("/" if is_folder else "") for _, name, is_folder in fitting[:most]]


def common_start(texts: list[str]) -> str:
    """The longest beginning that all these share, whatever the case of their letters."""
    if not texts:
        return ""
    columns = zip(*(text.casefold() for text in texts), strict=False)
    same = sum(1 for _ in takewhile(lambda column: len(set(column)) == 1, columns))
    return texts[0][:same]
