"""What the screen shows of a conversation, taken in one go on a worker's thread.

A conversation answers under a lock that a write to disk may hold; the screen's thread therefore never asks
it anything and draws from the last `View`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.workspace import Conversation, Row, StepView


@dataclass(frozen=True, slots=True)
class View:
    """A conversation as it stood after one turn."""

    id: str
    name: str
    title: str
    lang: str
    steps: tuple[StepView, ...]
    rows: tuple[Row, ...]
    step: int
    question: str
    """Short label of what is being asked; empty at the end."""
    remaining: int


def take(conversation: Conversation, opened: frozenset[str] = frozenset()) -> View:
    """Return the view of `conversation` now. Blocks as long as its lock is held.

    `opened` are the uids of entities that are to be seen with every empty value.
    """
    step, question = conversation.cursor()
    return View(
        id=conversation.id,
        name=conversation.name,
        title=conversation.title,
        lang=conversation.lang,
        steps=tuple(conversation.steps()),
        rows=tuple(conversation.rows(opened)),
        step=step,
        question=question,
        remaining=conversation.remaining(),
    )
