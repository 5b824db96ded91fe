"""formats, tags, config: what there is."""

import argparse

from readlist.cli.library import open_library
from readlist.cli.output import cells, on_terminal, put, put_json, put_json_list, say
from readlist.cli.parser import Parser, one_of


def _no_arguments(parser: Parser) -> None:
    pass


def _config_arguments(parser: Parser) -> None:
    parser.word("what", type=one_of("path"), metavar="path", help="print where the settings are read from")


def _formats(options: argparse.Namespace) -> int:
    from readlist.formats import known_formats, troubles

    known = known_formats()
    for sentence in troubles():
        say(sentence)
    if options.json:
        put_json_list(
            {"name": one.name, "description": one.description, "reads": one.readable, "writes": one.writable}
            for one in known
        )
        return 0
    for one in known:
        ways = ", ".join(word for word, does in (("reads", one.readable), ("writes", one.writable)) if does)
        if on_terminal():
            put(f"{one.name:<13}{ways:<15}{one.description}")
        else:
            put(f"{one.name}\t{ways}\t{one.description}")
    return 0


def _tags(options: argparse.Namespace) -> int:
    with open_library(options) as library:
        tags = library.tags()
    if options.json:
        put_json_list({"tag": tag, "count": number} for tag, number in tags)
        return 0
    room = max((cells(tag) for tag, _ in tags), default=0)
    for tag, number in tags:
        put(f"{tag}{' ' * (room - cells(tag))}  {number:>6,}" if on_terminal() else f"{tag}\t{number}")
    if not tags and on_terminal():
        put("no paper bears a tag yet; give one with: readlist tag KEY +TAG")
    return 0


def _config(options: argparse.Namespace) -> int:
    from readlist.config import config_path

    path = str(config_path())
    if options.json:
        put_json({"path": path})
    else:
        put(path)
    return 0


ARGUMENTS = {"formats": _no_arguments, "tags": _no_arguments, "config": _config_arguments}
COMMANDS = {"formats": _formats, "tags": _tags, "config": _config}
