"""Passages in the language of their source, where they were shown in another one."""

from __future__ import annotations

import re
from typing import Any

from assistant.dialogue.asking import message
from assistant.dialogue.turn import Turn


def show_original(turn: Turn, argument: str) -> None:
    """Show the passages shown last, or the one of that number, in the language of their source."""
    shown = turn.thread.get("shown")
    if not shown:
        turn.say("original.nothing")
        return
    number = re.search(r"\d+", argument)
    if number and not 1 <= int(number[0]) <= len(shown):
        turn.say("passages.no_such", "warning", number=number[0], count=len(shown))
        return
    wanted = [each for each in shown if not number or each["number"] == int(number[0])]
    items = [
        message(
            "original.passage",
            number=each["number"],
            lang=message(f"choice.Language.{each['original']['lang']}"),
            text=each["original"]["text"],
            label=each["label"],
        )
        for each in wanted
        if each["original"]
    ]
    if items:
        turn.say("original", "passages", list={"join": "\n\n", "items": items})
    else:
        turn.say("original.same")


def remember(turn: Turn, hits: list[dict[str, Any]], first: int = 1) -> None:
    """Keep the originals of what is being shown, numbered from ``first``, and say so where there is one."""
    now = [
        {"number": number, "label": hit["label"], "original": hit["original"]}
        for number, hit in enumerate(hits, first)
    ]
    before = turn.thread.get("shown", []) if first > 1 else []
    turn.put("shown", [*before[: first - 1], *now])
    foreign = next((each for each in now if each["original"]), None)
    if foreign is not None:
        lang = message(f"choice.Language.{foreign['original']['lang']}")
        turn.say("original.how", "said", number=foreign["number"], lang=lang)
