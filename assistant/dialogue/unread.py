"""Saying what of an answer could not be read: the first pieces one by one, the rest in one line."""

from __future__ import annotations

from typing import Any

from assistant.dialogue.asking import message
from assistant.dialogue.showing import field_label
from assistant.dialogue.turn import Turn
from assistant.dialogue.values import Unread
from assistant.plan.fields import field_spec

_TOLD = 5
"""How many pieces that could not be read are told one by one."""
_LISTED = 20
"""How many of the others are named."""


def tell_all_unread(turn: Turn, unread: list[Unread]) -> None:
    """Say of every piece that it could not be read."""
    for each in unread[:_TOLD]:
        tell_unread(turn, each.path, each.text, each.kind)
    _tell_rest(turn, [each.text for each in unread[_TOLD:]])


def _tell_rest(turn: Turn, texts: list[str]) -> None:
    """What else could not be read, in one line."""
    if texts:
        names: list[Any] = [message("table.name", text=_short_of(text, 40)) for text in texts[:_LISTED]]
        more = ["…"] if len(texts) > _LISTED else []
        turn.say("unread.more", "warning", texts={"join": ", ", "items": names + more}, count=len(texts))


def _short_of(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


def tell_unread(turn: Turn, path: str, text: str, kind: str) -> None:
    """Say of one piece that it could not be read, and as what."""
    text = _short_of(text, 120)
    spec = field_spec(kind, path) if kind and path else None
    if spec is None:
        turn.say("unread.line", "warning", text=text)
    elif spec.shape in ("ref", "refs"):
        known = any(turn.index.of_kind(target) for target in spec.targets)
        names = [message(f"kind.{target}", count=2) for target in spec.targets]
        turn.say(
            f"unread.{spec.shape}" if known else "unread.ref.none",
            "warning",
            text=text,
            kind={"join": ", ", "items": names},
        )
    else:
        turn.say(f"unread.{spec.shape}", "warning", text=text, field=field_label(kind, path))
