"""Editing one value directly, as the preview does: the same readers, the same marks, the same undo."""

from __future__ import annotations

from assistant.dialogue.asking import ask, captured, message, put_up
from assistant.dialogue.pending import slot_for, tell_stale
from assistant.dialogue.reading import normalise
from assistant.dialogue.showing import field_label, name_of
from assistant.dialogue.turn import Turn
from assistant.dialogue.values import read_value
from assistant.dialogue.writing import Touched, replace_value
from assistant.plan.changes import ChangeError
from assistant.plan.fields import fields_of
from assistant.plan.index import is_empty, kind_of, value_at
from assistant.plan.provenance import Origin
from assistant.plan.provenance import State as MarkState
from assistant.steps import NESTED


def edit(turn: Turn, uid: str, path: str, text: str) -> None:
    """Put a text in the place of a value; an empty one asks before it clears, and an unreadable one changes nothing."""
    place = turn.index.places.get(uid)
    if place is None:
        turn.say("edit.gone", "warning")
        return
    kind = kind_of(place.entity)
    spec = fields_of(kind).get(path)
    if spec is None or spec.shape in ("part", "entity"):
        turn.say("edit.gone", "warning")
        return
    if spec.shape == "entities" and spec.targets[0] not in NESTED:
        turn.say("edit.list", "warning", field=field_label(kind, path), step=spec.step)
        return
    text = normalise(text).strip()
    if not text:
        _ask_to_clear(turn, uid, path)
        return
    read = read_value(spec, slot_for(path), text, turn.reading)
    mark = turn.marker(MarkState.EDITED, Origin.USER)
    if read is not None:
        try:
            replace_value(turn, uid, path, read, mark)
        except ChangeError:
            read = None
    if read is None:
        turn.say("edit.unread", "error", text=text[:120])
        return
    captured(turn, [Touched(uid, [path])])
    tell_stale(turn)
    ask(turn, again=True)


def _ask_to_clear(turn: Turn, uid: str, path: str) -> None:
    entity = turn.index.places[uid].entity
    if is_empty(value_at(entity, path)):
        turn.say("edit.empty_already")
        return
    label, name = field_label(kind_of(entity), path), name_of(turn.index, uid)
    of_plan = kind_of(entity) in ("Plan", "Vision", "Mission") or not name
    says = (
        message("edit.clear.plan", field=label) if of_plan else message("edit.clear", field=label, name=name)
    )
    put_up(turn, "clear", [{"uid": uid, "path": path, "value": None}], says, stay=True)
