"""searches: those that have a name."""

import argparse

from readlist.cli.library import open_library, report, typed
from readlist.cli.output import cells, fit, on_terminal, put, put_json_list, say, width
from readlist.cli.parser import Parser
from readlist.text import count

NAME_MOST = 30


def _arguments(parser: Parser) -> None:
    parser.word("words", nargs="*", metavar="QUERY", help="what --save saves; for --rename the new name")
    parser.option("--save", metavar="NAME", help="give a query this name, or the search of this name another query")
    parser.option("--rename", metavar="NAME", help="give the search of this name another one")
    parser.option("--remove", metavar="NAME", help="take the search of this name away")


def _searches(options: argparse.Namespace) -> int:
    asked = [name for name in ("save", "rename", "remove") if getattr(options, name) is not None]
    if len(asked) > 1:
        raise options.wrong(f"--{asked[0]} and --{asked[1]} do not go together")
    if options.words and asked not in (["save"], ["rename"]):
        raise options.wrong("words belong to --save and --rename; to look for something: readlist search")
    if asked == ["save"] and not options.words:
        raise options.wrong("which query? Write it behind the name")
    if asked == ["rename"] and not options.words:
        raise options.wrong("which name? Write the new one behind the old one")
    if not asked:
        return _list(options)
    with open_library(options) as library:
        if options.remove is not None:
            return report(library.ledger.forget_search(options.remove), options)
        if options.rename is not None:
            _say_name(" ".join(options.words))
            return report(library.ledger.rename_search(options.rename, " ".join(options.words)), options)
        from readlist.query import parse

        query = typed(options.words, library)
        change = library.ledger.save_search(options.save, query)
        for note in parse(query).notes:
            say(note)
        _say_name(options.save)
        return report(change, options)


def _say_name(name: str) -> None:
    """A name stands between quotes when it is used, so it cannot hold one."""
    if '"' in name:
        kept = " ".join(name.replace('"', "'").split())
        say(f"a name cannot hold a double quote: it is kept as “{kept}”")


def _list(options: argparse.Namespace) -> int:
    from readlist.query import parse

    with open_library(options) as library:
        known = [(one.name, one.query, library.count(parse(one.query))) for one in library.saved_searches()]
    if options.json:
        put_json_list({"name": name, "query": query, "papers": papers} for name, query, papers in known)
    elif not on_terminal():
        for name, query, papers in known:
            put(f"{name}\t{papers}\t{query}")
    elif not known:
        put("no search has a name yet; give it one with: readlist searches --save NAME QUERY")
    else:
        names = min(NAME_MOST, max(cells(name) for name, _, _ in known))
        numbers = max(len(count(papers, "paper")) for _, _, papers in known)
        for name, query, papers in known:
            line = f"{fit(name, names)}  {count(papers, 'paper'):>{numbers}}  {query}"
            put(fit(line, width()).rstrip())
    return 0


ARGUMENTS = {"searches": _arguments}
COMMANDS = {"searches": _searches}
