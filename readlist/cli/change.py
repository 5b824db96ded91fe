"""tag, mark, note, rm: what a person decides about papers. Each is one change that can be undone."""

import argparse
import sys

from readlist.cli.library import open_library, report, resolved
from readlist.cli.output import put, put_json
from readlist.cli.parser import Parser

STATES = ("unread", "reading", "read")


def _tag_arguments(parser: Parser) -> None:
    parser.word("words", nargs="+", metavar="KEY +TAG -TAG", help="papers, tags to give (+rag) and to take off (-old)")


def _mark_arguments(parser: Parser) -> None:
    parser.word("keys", nargs="+", metavar="KEY", help="papers, and last of all unread, reading or read")


def _note_arguments(parser: Parser) -> None:
    parser.word("key", metavar="KEY", help="the paper's citation key, or how it begins")
    parser.option("--text", metavar="TEXT", help="the note; empty takes the note away. Without it, standard input")


def _rm_arguments(parser: Parser) -> None:
    parser.word("keys", nargs="+", metavar="KEY", help="the papers' citation keys, or how they begin")


def _tag(options: argparse.Namespace) -> int:
    keys = [word for word in options.words if word[:1] not in "+-"]
    add = [word[1:] for word in options.words if word.startswith("+")]
    remove = [word[1:] for word in options.words if word.startswith("-")]
    if not all(tag.lstrip("#").strip() for tag in [*add, *remove]):
        raise options.wrong("a tag is missing behind + or -")
    if not add and not remove:
        raise options.wrong("which tag? Write +rag to give it and -rag to take it off")
    if not keys:
        raise options.wrong("which papers? Write their keys before the tags")
    with open_library(options) as library:
        return report(library.ledger.tag(resolved(library, keys), add=add, remove=remove), options)


def _mark(options: argparse.Namespace) -> int:
    *keys, status = options.keys
    if status not in STATES:
        raise options.wrong("the last word must be unread, reading or read")
    if not keys:
        raise options.wrong("which papers? Write their keys before the status")
    with open_library(options) as library:
        return report(library.ledger.mark(resolved(library, keys), status), options)


def _note(options: argparse.Namespace) -> int:
    from readlist.text import clean

    with open_library(options) as library:
        row = library.resolve(options.key)
        text = options.text
        if text is None:
            if sys.stdin.isatty():
                paper = library.paper(row)
                note = paper.note if paper else None
                if options.json:
                    put_json({"note": note})
                elif note:
                    put(note)
                return 0
            text = sys.stdin.buffer.read().decode("utf-8", "replace")
        return report(library.ledger.note(row, clean(text) or None), options)


def _rm(options: argparse.Namespace) -> int:
    with open_library(options) as library:
        return report(library.ledger.delete(resolved(library, options.keys)), options)


ARGUMENTS = {"tag": _tag_arguments, "mark": _mark_arguments, "note": _note_arguments, "rm": _rm_arguments}
COMMANDS = {"tag": _tag, "mark": _mark, "note": _note, "rm": _rm}
