"""tag, mark, note, rm: what a person decides about papers. Each is one change that can be undone."""

import argparse
import sys

from readlist.cli.library import open_library, report, resolved
from readlist.cli.output import on_terminal, put, put_json, say
from readlist.cli.parser import Parser

STATES = ("unread", "reading", "read")


def _tag_arguments(parser: Parser) -> None:
    parser.word("words", nargs="+", metavar="KEY +TAG -TAG", help="papers, tags to give (+rag) and to take off (-old)")


def _mark_arguments(parser: Parser) -> None:
    parser.word("keys", nargs="+", metavar="KEY", help="papers, and last of all unread, reading or read")


def _note_arguments(parser: Parser) -> None:
    parser.word("key", metavar="KEY", help="the paper's citation key, or how it begins")
    parser.option("--text", metavar="TEXT", help="the note; empty takes it away. Else $EDITOR or standard input")


def _rm_arguments(parser: Parser) -> None:
    parser.word("keys", nargs="+", metavar="KEY", help="the papers' citation keys, or how they begin")


def _tag(options: argparse.Namespace) -> int:
    keys = [word for word in options.words if word[:1] not in "+-"]
    add = [word[1:].lstrip("#") for word in options.words if word.startswith("+")]
    remove = [word[1:].lstrip("#") for word in options.words if word.startswith("-")]
    if not all(tag.strip() for tag in [*add, *remove]):
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
        paper = library.paper(row)
        note = (paper.note if paper else None) or ""
        text = options.text
        if text is None and not sys.stdin.isatty():
            text = sys.stdin.buffer.read().decode("utf-8", "replace")
        elif text is None:
            from readlist.cli.editor import edited, editor

            command = editor()
            if not command or options.json or not on_terminal():
                return _print_note(note, options.json)
            text = edited(note, command)
        text = clean(text)
        if text == note:
            summary = "the note is as it was"
            put_json({"change": None, "summary": summary, "count": 0}) if options.json else put(summary)
            return 0
        return report(library.ledger.note(row, text or None), options)


def _print_note(note: str, json: bool) -> int:
    if json:
        put_json({"note": note or None})
    elif note:
        put(note)
    else:
        say("there is no note yet; write one with --text, from a pipe, or in $EDITOR")
    return 0


def _rm(options: argparse.Namespace) -> int:
    with open_library(options) as library:
        return report(library.ledger.delete(resolved(library, options.keys)), options)


ARGUMENTS = {"tag": _tag_arguments, "mark": _mark_arguments, "note": _note_arguments, "rm": _rm_arguments}
COMMANDS = {"tag": _tag, "mark": _mark, "note": _note, "rm": _rm}
