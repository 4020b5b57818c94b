"""What a change upstream touches: the things that rest on it "need a look", with the reason.

Filling an empty field touches nothing. Changing or clearing a value, or taking an entity out, marks what points at
it, and what :data:`RESTS_ON` says rests on it without pointing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from assistant.dialogue.showing import field_label, name_of
from assistant.dialogue.turn import Turn
from assistant.plan.changes import Change
from assistant.plan.entities import Initiative, Objective, Plan
from assistant.plan.fields import field_spec, fields_of
from assistant.plan.index import Index, kind_of


def _all(kind: str) -> Callable[[Index], list[str]]:
    return lambda index: index.of_kind(kind)


def _outside_horizon(index: Index) -> list[str]:
    """Objectives and initiatives whose dates leave the plan's horizon."""
    plan = next(iter(index.places.values())).entity
    if not isinstance(plan, Plan) or plan.horizon_start is None or plan.horizon_end is None:
        return []
    first, last = plan.horizon_start.first_day, plan.horizon_end.last_day
    found = []
    for uid, place in index.places.items():
        entity = place.entity
        dates = (
            [entity.due]
            if isinstance(entity, Objective)
            else [entity.start, entity.end]
            if isinstance(entity, Initiative)
            else []
        )
        if any(date is not None and (date.last_day < first or date.first_day > last) for date in dates):
            found.append(uid)
    return found


RESTS_ON: dict[tuple[str, str], Callable[[Index], list[str]]] = {
    ("Vision", "statement"): _all("Goal"),
    ("Mission", "statement"): _all("Goal"),
    ("Plan", "horizon_start"): _outside_horizon,
    ("Plan", "horizon_end"): _outside_horizon,
}

_QUIET = {"code", "power", "interest", "attitude", "person", "acronym", "importance", "urgency"}
"""Fields whose change leaves what rests on the entity as it was."""


def mark_stale(turn: Turn) -> list[str]:
    """Mark what needs a look after the turn's changes so far; answer the newly marked uids."""
    written = {change.uid for change in turn.draft.changes}
    found: list[str] = []
    for change in list(turn.draft.changes):
        for uid in _touched(turn, change):
            if uid in written or uid not in turn.index.places or f"stale:{uid}" in turn.thread:
                continue
            turn.put(f"stale:{uid}", _reason(turn, change))
            found.append(uid)
    for uid in written:
        turn.put(f"stale:{uid}", None)
    return found


def _touched(turn: Turn, change: Change) -> Iterator[str]:
    if not change.field:
        if change.old_spot is not None and change.new_spot is None:
            return
        return
    if change.old in (None, [], "") or change.old == change.new or change.field in _QUIET:
        return
    place = turn.index.places.get(change.uid)
    if place is None or field_spec_shape(kind_of(place.entity), change.field) in ("refs", "entities"):
        return
    kind = kind_of(place.entity)
    if kind not in ("Role", "Body"):
        for owner, _ in turn.index.referrers(change.uid):
            yield owner
    rule = RESTS_ON.get((kind, change.field))
    if rule is not None:
        yield from rule(turn.index)


def _reason(turn: Turn, change: Change) -> dict[str, object]:
    entity = turn.index.places[change.uid].entity
    field = field_label(kind_of(entity), change.field)
    if kind_of(entity) in ("Plan", "Vision", "Mission"):
        return {"id": "stale.changed.single", "params": {"field": field}}
    name = name_of(turn.index, change.uid)
    if change.field == entity.TITLE:
        return {"id": "stale.reworded", "params": {"name": name}}
    return {"id": "stale.changed", "params": {"name": name, "field": field}}


def field_spec_shape(kind: str, path: str) -> str:
    """The shape of a field; ``text`` for a code."""
    return field_spec(kind, path).shape if path in fields_of(kind) else "text"
