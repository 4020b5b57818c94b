"""Going about: back, forward, anywhere; leaving open; undo and redo."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from assistant.dialogue.agenda import CONFIRM, step_of
from assistant.dialogue.asking import ask, message, open_step
from assistant.dialogue.flow import first_of_step, go_on, neighbour, reopen, settle
from assistant.dialogue.references import resolve
from assistant.dialogue.showing import field_label, name_of
from assistant.dialogue.state import Cursor
from assistant.dialogue.turn import Turn
from assistant.plan.changes import Change
from assistant.plan.fields import kinds
from assistant.plan.index import kind_of
from assistant.steps import STEPS, questions

_NAMED = 5
"""How many names an undo mentions at the most."""


def back(turn: Turn, argument: str) -> None:
    """To the question before."""
    cursor = neighbour(turn, -1)
    if cursor is None:
        turn.say("flow.first")
        ask(turn, again=True)
        return
    _visit(turn, cursor)


def forward(turn: Turn, argument: str) -> None:
    """To the question after this one; at the end, to what was left open."""
    cursor = neighbour(turn, 1)
    if cursor is not None:
        _visit(turn, cursor)
    elif turn.cursor is None:
        _take_up(turn)
    else:
        go_on(turn)


def _take_up(turn: Turn) -> None:
    """After the last question: the first one that is open or was put off."""
    agenda = turn.agenda
    for cursor in agenda.positions():
        gap = agenda.gaps.get(cursor.key)
        if agenda.is_open(cursor) or (gap and gap["status"] == "deferred"):
            reopen(turn, cursor)
            _visit(turn, cursor)
            return
        if cursor.question in questions() and questions()[cursor.question].form == "complete":
            put_off = [key for key, gap in agenda.gaps.items() if key.startswith(f"{cursor.question}@")]
            if any(agenda.gaps[key]["status"] == "deferred" for key in put_off):
                reopen(turn, cursor)
                _visit(turn, cursor)
                return
    ask(turn)


def _visit(turn: Turn, cursor: Cursor) -> None:
    """Put the cursor on a question without closing what is left: moving about loses nothing."""
    before = turn.cursor
    turn.cursor = cursor
    step = step_of(cursor)
    if before is None or step_of(before) != step:
        open_step(turn, step, STEPS[step - 1].minutes)
    ask(turn)


def goto(turn: Turn, argument: str) -> None:
    """To a step by its number or name, to a question by its name, or to where something with a code is asked about."""
    wanted = argument.casefold().strip()
    number = re.fullmatch(r"(?:step\s*|bước\s*)?(\d+)(?:\s*단계)?", wanted)
    step = next(
        (step for step in STEPS if step.id.startswith(wanted) or (number and step.number == int(number[1]))),
        None,
    )
    if wanted in questions():
        _to_question(turn, wanted)
    elif step is not None:
        _visit(turn, first_of_step(turn, step.number))
    elif isinstance(found := resolve(argument, tuple(kinds()), turn.reading, create=False), str):
        _to_entity(turn, found)
    else:
        turn.say("goto.which", "warning", text=argument[:40])


def _to_question(turn: Turn, name: str) -> None:
    """To a question, or to its step where there is nothing yet that it could be about."""
    question = questions()[name]
    cursor = next((each for each in turn.agenda.positions() if each.question == name), None)
    empty = question.form in ("complete", "pick") and not turn.agenda.candidates(question)
    if cursor is None or empty:
        kind = question.owner_kind if question.per else question.kind
        turn.say("goto.nothing_there", "said", kind=message(f"kind.{kind}", count=2))
        cursor = first_of_step(turn, next(q.step for q in questions().values() if q.kind == kind))
    _visit(turn, cursor)


def _to_entity(turn: Turn, uid: str) -> None:
    """To the list that an entity is in."""
    entity = turn.index.places[uid].entity
    kind = kind_of(entity)
    fitting = [
        each
        for each in turn.agenda.positions()
        if (question := questions().get(each.question)) is not None
        and question.kind == kind
        and (question.form != "collect" or uid in turn.agenda.collected(each))
    ]
    if fitting:
        _visit(turn, fitting[0])
    else:
        turn.say("goto.which", "warning", text=entity.code or "")


def skip(turn: Turn, argument: str) -> None:
    """Leave the question open and remember it."""
    cursor = turn.cursor
    if cursor is None:
        ask(turn)
        return
    if not turn.agenda.is_open(cursor):
        go_on(turn)
        return
    settle(turn, cursor, "deferred")
    if not cursor.question.startswith(CONFIRM):
        turn.say("skip.done", name=message(f"ask.{cursor.question}.short"))
    go_on(turn)


def undo(turn: Turn, argument: str) -> None:
    """Take the last change back."""
    _step_back(turn, "undo")


def redo(turn: Turn, argument: str) -> None:
    """Do again what was taken back."""
    _step_back(turn, "redo")


def _step_back(turn: Turn, what: str) -> None:
    stack = turn.before.undo if what == "undo" else turn.before.redo
    if not stack:
        turn.say(f"{what}.nothing")
        ask(turn, again=True)
        return
    entry = stack[-1].inverse() if what == "undo" else stack[-1]
    for change in entry.changes:
        turn.draft.do(change)
    for key in [key for key in turn.thread if key in ("pending", "offered")]:
        turn.put(key, None)
    for key, (_, value) in entry.thread.items():
        turn.put(key, value)
    turn.stack("undo" if what == "undo" else "redo")
    turn.say(f"{what}.done", "captured", names={"join": ", ", "items": _names(turn, entry.changes)})
    ask(turn, again=True)


def _names(turn: Turn, changes: Sequence[Change]) -> list[Any]:
    """What some changes are about: fields of the plan by their label, everything else by code and title."""
    names: list[Any] = []
    for change in changes:
        spot = change.new_spot or change.old_spot
        place = turn.index.places.get(change.uid)
        kind = spot.kind if spot else kind_of(place.entity) if place else ""
        if kind in ("Plan", "Vision", "Mission") and change.field:
            name: Any = field_label(kind, change.field)
        elif place is not None:
            name = name_of(turn.index, change.uid)
        else:
            name = str(spot.entity.get(kinds()[kind].TITLE) or spot.entity.get("code") or "") if spot else ""
        if name and name not in names:
            names.append(name)
    return names[:_NAMED] + (["…"] if len(names) > _NAMED else [])
