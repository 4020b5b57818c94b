"""What the workspace hands to a screen: worded messages, steps, rows of the plan, sessions. All frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from assistant.dialogue.turns import ReplyKind, Request

StepStatus = Literal["empty", "started", "done"]


@dataclass(frozen=True, slots=True)
class Shown:
    """One message of the transcript, worded in the reader's language.

    Attributes:
        role: who speaks.
        kind: what kind of message; ``person`` for the person's own.
        text: Markdown for govplan, in which what people typed is escaped; plain text for the person.
        turn: number of the turn.
        at: when.
    """

    role: Literal["person", "govplan"]
    kind: ReplyKind | Literal["person"]
    text: str
    turn: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Turn:
    """What came back for one event, stored durably before this object exists.

    Attributes:
        number: of the turn, from 1.
        shown: the replies.
        requests: slow work to hand to ``Conversation.fulfil`` off the screen's thread.
        quit: whether the person asked to leave.
        undoable: whether ``/undo`` would take back exactly this turn.
    """

    number: int
    shown: tuple[Shown, ...]
    requests: tuple[Request, ...] = ()
    quit: bool = False
    undoable: bool = False


@dataclass(frozen=True, slots=True)
class StepView:
    """One step of the rail: needed values filled of all needed, things that need a look, questions put off."""

    number: int
    title: str
    status: StepStatus
    filled: int
    needed: int
    current: bool
    needs_a_look: int
    deferred: int


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the preview, in reading order.

    Attributes:
        step: the step it belongs to.
        depth: 0 for a step's heading, 1 for values and entities, 2 and more inside an entity.
        uid: the entity; empty for a step's heading.
        field: path of the value; empty for the heading of a step or an entity.
        label: what the value is called, or the code of an entity.
        text: the value in words, or the title of an entity.
        state: how far the value has come.
        needed: whether a complete plan has it.
        needs_a_look: the reason why it needs a look, or an empty text.
        editable: whether ``Conversation.edit`` takes it.
        edit_text: what to put in an editor: reading it back gives the same value.
    """

    step: int
    depth: int
    uid: str
    field: str
    label: str
    text: str
    state: Literal["empty", "suggested", "accepted", "edited", "deferred"]
    needed: bool = False
    needs_a_look: str = ""
    editable: bool = False
    edit_text: str = ""


@dataclass(frozen=True, slots=True)
class SessionCard:
    """One session in a list. ``step`` is where the person is; 0 when all questions have been asked."""

    id: str
    name: str
    title: str
    created_at: datetime
    updated_at: datetime
    turns: int
    filled: int
    needed: int
    step: int
    deleted_at: datetime | None = None
