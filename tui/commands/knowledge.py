"""`knowledge search`: the same search that `/suggest` uses, from the command line."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from tui.commands.hits import as_json, in_words
from tui.commands.names import find
from tui.commands.registry import OK, USAGE, Command, argument, option, switch

if TYPE_CHECKING:
    from knowledge import Hit
    from tui.commands.call import Call

_MOST = 50


def _step(text: str) -> int:
    return _between(text, 1, 10)


def _count(text: str) -> int:
    return _between(text, 1, _MOST)


def _between(text: str, low: int, high: int) -> int:
    number = int(text) if text.isascii() and text.isdigit() else 0
    if not low <= number <= high:
        raise argparse.ArgumentTypeError(f"{low}-{high}")
    return number


def _search(call: Call, args: argparse.Namespace) -> int:
    if not any(character.isalnum() for character in args.text):
        raise call.failure("cli.usage.search", code=USAGE)
    asked = _passage_language(call, args.lang)
    with call.workspace() as workspace:
        lang = asked or workspace.lang
        session = None if args.session is None else find(workspace, args.session).id
        hits = workspace.search(args.text, lang=lang, step=args.step, k=args.k, session=session)
        state, reason = workspace.knowledge_state()
        if args.json:
            call.json(
                {
                    "query": args.text,
                    "lang": lang,
                    "search": state,
                    "hits": [as_json(hit, original=args.original) for hit in hits],
                }
            )
        else:
            _show(call, hits, args.original)
    if state == "lexical":
        call.note("cli.knowledge.building" if reason == "building" else "cli.knowledge.lexical")
    return OK


def _passage_language(call: Call, asked: str | None) -> str | None:
    """Return the language that was asked for: passages speak more languages than the screen does."""
    from knowledge.corpus import LANGUAGES

    lang = None if asked is None else asked.strip().lower()
    if lang is not None and lang not in LANGUAGES:
        raise call.failure("cli.error.lang-unknown", lang=asked, offered=", ".join(LANGUAGES))
    return lang


def _show(call: Call, hits: list[Hit], original: bool) -> None:
    if not hits:
        call.say("cli.knowledge.none")
    for number, hit in enumerate(hits, 1):
        call.line(in_words(call, number, hit, original=original))


COMMANDS = (
    Command(
        "knowledge search",
        _search,
        (
            argument("text"),
            option("--lang", help="passage-lang"),
            option("--step", type=_step),
            option("-k", type=_count, default=3),
            option("--session", help="documents-of"),
            switch("--original"),
            switch("--json"),
        ),
    ),
)
