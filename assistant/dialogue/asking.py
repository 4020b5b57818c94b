"""Putting a question: its wording, the entities it is about, what is there already, a proposal, how to answer."""

from __future__ import annotations

import re
from typing import Any

from assistant.dialogue.agenda import CONFIRM, step_of
from assistant.dialogue.proposals import propose
from assistant.dialogue.showing import captured_line, field_label, name_of, shown_value
from assistant.dialogue.state import Cursor
from assistant.dialogue.turn import Turn
from assistant.dialogue.writing import Touched
from assistant.plan.entities import Plan
from assistant.plan.fields import field_spec, fields_of
from assistant.plan.index import is_empty, kind_of, value_at, walk
from assistant.plan.provenance import State
from assistant.steps import Question, questions

_CODE = re.compile(r"\b[A-Z]{1,4}-\d+(?:\.\d+)*\b")
_NAME = 44
"""How many characters of a name stand in a proposal."""
_SHOWN = 12
"""How many entities one question lists at the most."""


def message(message_id: str, /, **params: Any) -> dict[str, Any]:
    """A message inside a message."""
    return {"id": message_id, "params": params}


def ask(turn: Turn, *, again: bool = False) -> None:
    """Put the question at the cursor, or say that all have been asked.

    Args:
        turn: the turn.
        again: put it in short, because it was put just before.
    """
    cursor = turn.cursor
    pending = turn.thread.get("pending")
    if not (pending and again):
        if cursor is None:
            finished(turn)
        elif cursor.question.startswith(CONFIRM):
            _ask_confirm(turn, step_of(cursor))
        else:
            _ask_question(turn, cursor, again)
    if pending:
        turn.say(pending["says"]["id"], "proposal", **pending["says"]["params"])


def put_up(turn: Turn, kind: str, items: list[dict[str, Any]], says: dict[str, Any], **more: Any) -> None:
    """Put something up for a yes or a no, and say so; it is said again whenever the question is put again.

    Args:
        turn: the turn.
        kind: ``replace``, ``clear`` or ``defer``.
        items: the values that a yes writes: ``uid``, ``path``, ``value``.
        says: the message that asks.
        more: what else a yes has to know.
    """
    turn.put("pending", {"kind": kind, "items": items, "says": says, **more})
    turn.say(says["id"], "proposal", **says["params"])


def _ask_question(turn: Turn, cursor: Cursor, again: bool) -> None:
    question = questions()[cursor.question]
    params = {"owner": name_of(turn.index, cursor.owner)} if question.per else {}
    parts = [message(f"ask.{question.id}", **params)]
    parts += _targets(turn, question)
    parts += _choices(turn, question, again)
    parts += _current(turn, cursor, question)
    parts += _stale(turn, question)
    proposal = propose(turn, cursor) if turn.agenda.is_open(cursor) else ""
    if proposal:
        parts.append(message("ask.proposal", text=_readable(turn, proposal)))
    if not again:
        parts.append(message("ask.type", how=message(f"ask.{question.id}.type")))
        if question.optional:
            parts.append(message("ask.optional"))
    turn.say("ask", "question", parts={"join": "\n\n", "items": parts})


def _readable(turn: Turn, proposal: str) -> Any:
    """A proposal with names beside the codes, long ones cut."""
    names = {
        place.entity.code: _cut(name_of(turn.index, uid))
        for uid, place in turn.index.places.items()
        if place.entity.code
    }
    return _CODE.sub(lambda match: names.get(match[0], match[0]), proposal)


def _cut(name: str) -> str:
    return name if len(name) <= _NAME else name[: _NAME - 1].rstrip() + "…"


def _targets(turn: Turn, question: Question) -> list[dict[str, Any]]:
    """The numbered list of what a ``complete`` or ``pick`` question is about."""
    if question.form not in ("complete", "pick"):
        return []
    agenda = turn.agenda
    uids = agenda.targets(question) if question.form == "complete" else []
    uids = uids or agenda.candidates(question)
    lines = []
    for number, uid in enumerate(uids[:_SHOWN], 1):
        missing = agenda.missing(question, uid) if question.form == "complete" else []
        labels = [field_label(question.kind, slot.path) for slot in missing]
        params: dict[str, Any] = {"number": number, "name": name_of(turn.index, uid)}
        if labels and len(question.slots) > 1:
            lines.append(message("ask.target.missing", fields={"join": ", ", "items": labels}, **params))
        else:
            lines.append(message("ask.target", **params))
    if len(uids) > _SHOWN:
        lines.append(message("ask.more", count=len(uids) - _SHOWN))
    return [{"join": "\n", "items": lines}] if lines else []


def _choices(turn: Turn, question: Question, again: bool) -> list[dict[str, Any]]:
    """The values to choose from, where a choice could not be guessed for some of the entities."""
    if question.form != "complete":
        return []
    agenda = turn.agenda
    missing = [agenda.missing(question, uid) for uid in agenda.targets(question)]
    known = len(agenda.candidates(question))
    for slot in question.slots:
        lacking = sum(slot in slots for slots in missing)
        spec = question.spec(slot)
        if spec.shape == "choice" and slot.placed and lacking and (again or lacking < known):
            values = turn.context.lexicon.choices[spec.targets[0]]
            names = [message(f"choice.{spec.targets[0]}.{value}") for value in values]
            label = field_label(question.kind, slot.path)
            return [message("ask.choices", field=label, choices={"join": ", ", "items": names})]
    return []


def _current(turn: Turn, cursor: Cursor, question: Question) -> list[dict[str, Any]]:
    """What the plan holds already, when a question is visited again."""
    if question.form == "collect":
        uids = turn.agenda.collected(cursor)
        lines = [
            message("ask.target", number=number, name=name_of(turn.index, uid))
            for number, uid in enumerate(uids, 1)
        ]
        return [message("ask.current.list", list={"join": "\n", "items": lines})] if lines else []
    if question.form != "fields":
        return []
    uid = turn.agenda.owner(question)
    entity = turn.index.places[uid].entity
    values = [
        message(
            "captured.value",
            field=field_label(question.kind, slot.path),
            value=shown_value(turn.index, question.spec(slot), value_at(entity, slot.path)),
        )
        for slot in question.slots
        if not is_empty(value_at(entity, slot.path))
    ]
    if not values or (
        turn.agenda.is_open(cursor) and len(values) < len(question.slots) and question.id != "title"
    ):
        return []
    return [message("ask.current", values={"join": " · ", "items": values})]


def _stale(turn: Turn, question: Question) -> list[dict[str, Any]]:
    """The reasons why something under this question needs a look."""
    found = [
        message("ask.stale", name=name_of(turn.index, uid), reason=turn.thread[f"stale:{uid}"])
        for uid, place in turn.index.places.items()
        if f"stale:{uid}" in turn.thread and kind_of(place.entity) == question.kind
    ]
    return [{"join": "\n", "items": found}] if found else []


def _ask_confirm(turn: Turn, step: int) -> None:
    """Show what was guessed in a step and ask for a yes."""
    lines = []
    for number, (uid, path) in enumerate(turn.agenda.guesses(step), 1):
        entity = turn.index.places[uid].entity
        spec = field_spec(kind_of(entity), path)
        lines.append(
            message(
                "confirm.line",
                number=number,
                name=_owner_name(turn, uid),
                field=field_label(kind_of(entity), path),
                value=shown_value(turn.index, spec, value_at(entity, path)),
            )
        )
    turn.say("confirm.ask", "proposal", list={"join": "\n", "items": lines}, count=len(lines))


def _owner_name(turn: Turn, uid: str) -> Any:
    place = turn.index.places[uid]
    if place.parent is None or kind_of(place.entity) in ("Vision", "Mission"):
        return message(f"kind.{kind_of(place.entity)}", count=1)
    return name_of(turn.index, uid)


def captured(turn: Turn, touched: list[Touched]) -> None:
    """Confirm what was understood, in plain words; guesses are marked."""
    provenance = turn.draft.document.provenance
    lines = [captured_line(turn.index, provenance, each) for each in touched if each.uid in turn.index.places]
    guesses = any(
        line["params"].get("values")
        and any(v["id"] == "captured.guess" for v in line["params"]["values"]["items"])
        for line in lines
    )
    params = {"list": {"join": "\n", "items": lines}, "count": len(lines)}
    if lines:
        turn.put("guessed", _guessed(turn, touched) or None)
        turn.say("captured.guessed" if guesses else "captured", "captured", **params)


def _guessed(turn: Turn, touched: list[Touched]) -> list[list[str]]:
    """``[uid, path]`` of the guesses among what was just written, with those of new children."""
    provenance = turn.draft.document.provenance
    written: dict[tuple[str, str], None] = {}
    for each in touched:
        if each.uid not in turn.index.places:
            continue
        entity = turn.index.places[each.uid].entity
        written.update(dict.fromkeys((each.uid, path) for path in each.paths))
        if not isinstance(entity, Plan):
            owned = [child.uid for child in walk(entity) if child.uid != each.uid]
            written.update(dict.fromkeys((uid, path) for uid in owned for path in provenance.get(uid, {})))
    return [
        [uid, path]
        for uid, path in written
        if (mark := provenance.get(uid, {}).get(path)) is not None
        and mark.state is State.SUGGESTED
        and not mark.citations
    ]


def open_step(turn: Turn, step: int, minutes: int) -> None:
    """Say what a step is for when it is entered for the first time, else its name."""
    opened = list(turn.thread.get("opened", []))
    title = message(f"step.{step}.title")
    if step in opened:
        turn.say("step.again", "step", step=step, title=title)
        return
    turn.put("opened", [*opened, step])
    turn.say("step.open", "step", step=step, title=title, text=message(f"step.{step}.open", minutes=minutes))


def close_step(turn: Turn, step: int) -> None:
    """Say what a step has captured and what is open in it."""
    open_keys = [
        cursor.question
        for cursor in turn.agenda.open()
        if step_of(cursor) == step and cursor.question in questions()
    ]
    put_off = [
        name
        for key, gap in turn.agenda.gaps.items()
        if gap["status"] == "deferred" and (name := key.partition("@")[0]) in questions()
        if questions()[name].step == step
    ]
    names = [message(f"ask.{name}.short") for name in dict.fromkeys([*put_off, *open_keys])]
    params = {"step": step, "title": message(f"step.{step}.title"), "count": _values_in(turn, step)}
    if names:
        turn.say("step.close.open", "step", open={"join": ", ", "items": names}, **params)
    else:
        turn.say("step.close", "step", **params)


def _values_in(turn: Turn, step: int) -> int:
    """How many values the plan holds that belong to a step."""
    count = 0
    for place in turn.index.places.values():
        for spec in fields_of(kind_of(place.entity)).values():
            if spec.step == step and spec.shape not in ("part", "entity", "entities"):
                count += not is_empty(value_at(place.entity, spec.path))
    return count


def finished(turn: Turn) -> None:
    """Say that every question has been asked, and what was left open."""
    put_off = [
        name
        for key, gap in turn.agenda.gaps.items()
        if gap["status"] == "deferred" and (name := key.partition("@")[0]) in questions()
    ]
    names = [message(f"ask.{name}.short") for name in dict.fromkeys(put_off)]
    if names:
        turn.say("finished.open", "step", open={"join": ", ", "items": names}, count=len(names))
    else:
        turn.say("finished", "step")
