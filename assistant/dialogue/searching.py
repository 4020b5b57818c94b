"""Asking the knowledge base: what a search is told of the question, of the plan and of the person's words."""

from __future__ import annotations

from typing import Any

from assistant.dialogue.agenda import CONFIRM, step_of
from assistant.dialogue.asking import message
from assistant.dialogue.showing import name_of
from assistant.dialogue.state import Cursor
from assistant.dialogue.turn import Turn
from assistant.steps import questions


def search(turn: Turn, purpose: str, query: str = "", **more: Any) -> None:
    """Ask for passages; ``purpose`` is suggest, example, question, explain or cases; ``more`` belongs to it."""
    cursor = turn.cursor
    question = cursor.question if cursor else ""
    turn.request(
        "search",
        {
            "purpose": purpose,
            "query": query,
            "topic": _topic(turn, question, cursor),
            "step": step_of(cursor) if cursor else None,
            "lang": turn.lang,
            "question": question,
            "owner": cursor.owner if cursor else "",
            "revision": turn.before.revision,
            "home": _home(turn),
            **more,
        },
    )


def _home(turn: Turn) -> dict[str, str]:
    """What the plan says of its own government; empty where it says nothing."""
    plan = turn.draft.plan
    return {
        "organisation": plan.organisation.name or "",
        "jurisdiction": plan.jurisdiction or "",
        "level": str(plan.organisation.level or ""),
    }


def _topic(turn: Turn, question: str, cursor: Cursor | None) -> dict[str, Any] | None:
    """What the question is about, as a message that the shell words for the search."""
    if cursor is None:
        return None
    if question.startswith(CONFIRM):
        return message(f"step.{step_of(cursor)}.title")
    owner = {"owner": name_of(turn.index, cursor.owner)} if questions()[question].per else {}
    return message(f"ask.{question}", **owner)
