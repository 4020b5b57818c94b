"""`knowledge search`: the same search that `/suggest` uses, from the command line."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

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
        hits = workspace.search(args.text, lang=lang, step=args.step, k=args.k)
        state, _ = workspace.knowledge_state()
        if args.json:
            call.json(
                {"query": args.text, "lang": lang, "search": state, "hits": [_as_json(hit) for hit in hits]}
            )
        else:
            _show(call, hits)
    if state == "lexical":
        call.note("cli.knowledge.lexical")
    return OK


def _passage_language(call: Call, asked: str | None) -> str | None:
    """Return the language that was asked for: passages speak more languages than the screen does."""
    from knowledge.corpus import LANGUAGES

    lang = None if asked is None else asked.strip().lower()
    if lang is not None and lang not in LANGUAGES:
        raise call.failure("cli.error.lang-unknown", lang=asked, offered=", ".join(LANGUAGES))
    return lang


def _show(call: Call, hits: list[Hit]) -> None:
    if not hits:
        call.say("cli.knowledge.none")
    for number, hit in enumerate(hits, 1):
        call.line(f"{number}. {hit.title}\n{hit.text.strip()}\n[{hit.label}] {hit.source_title}\n")


def _as_json(hit: Hit) -> dict[str, Any]:
    return {
        "passage_id": hit.passage_id,
        "title": hit.title,
        "text": hit.text,
        "lang": hit.lang,
        "kind": hit.kind,
        "source": hit.source,
        "source_title": hit.source_title,
        "lines": list(hit.lines),
        "label": hit.label,
        "steps": list(hit.steps),
        "score": round(hit.score, 4),
        "content_hash": hit.content_hash,
    }


COMMANDS = (
    Command(
        "knowledge search",
        _search,
        (
            argument("text"),
            option("--lang", help="passage-lang"),
            option("--step", type=_step),
            option("-k", type=_count, default=3),
            switch("--json"),
        ),
    ),
)
