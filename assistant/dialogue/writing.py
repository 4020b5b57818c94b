"""Putting what was read into the plan: new entities, values, wishes for roles, guesses; with their marks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from assistant.dialogue.inference import infer
from assistant.dialogue.references import Wish, resolve
from assistant.dialogue.turn import Turn
from assistant.dialogue.values import Read
from assistant.plan.changes import ChangeError, from_json
from assistant.plan.entities.base import Entity
from assistant.plan.fields import field_spec, fields_of, kinds
from assistant.plan.index import is_empty, kind_of, title_of, value_at
from assistant.plan.provenance import Origin
from assistant.plan.provenance import State as MarkState


@dataclass
class Touched:
    """One entity that a turn wrote to, and the paths it wrote, in order."""

    uid: str
    paths: list[str] = field(default_factory=list)
    new: bool = False


@cache
def home_of(kind: str) -> str:
    """The plan's list that holds entities of a kind."""
    return next(
        spec.path
        for spec in fields_of("Plan").values()
        if spec.shape == "entities" and spec.targets == (kind,)
    )


class Writer:
    """Writes reads into a turn's draft.

    Args:
        turn: the turn.
        mark: how accepted values are marked; by default accepted, from the user.
    """

    def __init__(self, turn: Turn, mark: Any = None) -> None:
        self.turn = turn
        self.mark = mark or turn.marker()
        self.touched: list[Touched] = []

    def new(self, parent: str, into: str, kind: str, values: Mapping[str, Read]) -> str:
        """Add an entity with these values, its children and what can be guessed; answer its uid.

        Raises:
            ChangeError: the values do not fit.
        """
        plain = {path: read for path, read in values.items() if field_spec(kind, path).shape != "entities"}
        ready = {path: self._value(kind, path, read.value) for path, read in plain.items()}
        marks = {path: self._marker(read) for path, read in plain.items()}
        uid = self.turn.draft.add(parent, into, kind, ready, marks)
        touched = Touched(uid, list(values), new=True)
        if parent == self.turn.plan_uid:
            self.touched.append(touched)
        for path, read in values.items():
            if path not in plain:
                self._children(uid, kind, path, read)
        touched.paths += self.guess(uid)
        return uid

    def fill(self, uid: str, values: Mapping[str, Read]) -> None:
        """Set values of an existing entity, add children, and guess what can be guessed.

        Raises:
            ChangeError: a value does not fit.
        """
        kind = kind_of(self.turn.index.places[uid].entity)
        touched = Touched(uid)
        self.touched.append(touched)
        for path, read in values.items():
            if field_spec(kind, path).shape == "entities":
                self._children(uid, kind, path, read)
            else:
                self.turn.draft.set(uid, path, self._value(kind, path, read.value), self._marker(read))
            touched.paths.append(path)
        touched.paths += self.guess(uid)

    def guess(self, uid: str) -> list[str]:
        """Write the guesses for one entity; answer the paths."""
        guesses = infer(self.turn.index, uid)
        for path, value in guesses.items():
            self.turn.draft.set(uid, path, value, self.turn.guessed())
        return list(guesses)

    def exchange(self, uid: str, path: str, children: list[dict[str, Read]]) -> None:
        """Make the list of an entity hold these children, in this order.

        A child that is named again keeps its uid and whatever is not said anew, so that no reference to it is lost;
        if there are as many as before, one that is new in words is the one whose place it takes.

        Raises:
            ChangeError: a value does not fit.
        """
        held: tuple[Entity, ...] = value_at(self.turn.index.places[uid].entity, path)
        kind = field_spec(kind_of(self.turn.index.places[uid].entity), path).targets[0]
        title = kinds()[kind].TITLE
        left = {child.uid: title_of(child) for child in held}
        kept: list[str | None] = []
        for each in children:
            words = str(each[title].value) if title in each else ""
            same = next((old for old, name in left.items() if name == words), None)
            kept.append(same)
            left.pop(same or "", None)
        if len(children) == len(held):
            spare = iter(list(left))
            kept = [old or next(spare) for old in kept]
        for child in held:
            if child.uid not in kept:
                self.turn.draft.remove(child.uid)
        for place, (old, values) in enumerate(zip(kept, children, strict=True)):
            if old is not None:
                self._renew(old, kind, values)
            self.turn.draft.move(old or self.new(uid, path, kind, values), place)

    def _renew(self, uid: str, kind: str, values: Mapping[str, Read]) -> None:
        for path, read in values.items():
            value = from_json(kind, path, self._value(kind, path, read.value))
            if value != value_at(self.turn.index.places[uid].entity, path):
                self.turn.draft.set(uid, path, value, self._marker(read))

    def _children(self, uid: str, kind: str, path: str, read: Read) -> None:
        child_kind = field_spec(kind, path).targets[0]
        for child in read.value:
            self.new(uid, path, child_kind, child)

    def _marker(self, read: Read) -> Any:
        return self.turn.guessed() if read.guess else self.mark

    def _value(self, kind: str, path: str, value: Any) -> Any:
        if isinstance(value, Wish):
            return self._wish(value)
        if isinstance(value, list) and any(isinstance(item, Wish) for item in value):
            return list(dict.fromkeys(self._wish(item) if isinstance(item, Wish) else item for item in value))
        return value

    def _wish(self, wish: Wish) -> str:
        """The uid of the entity that was wished for: one of that name, made now if there is none."""
        there = resolve(wish.title, (wish.kind,), self.turn.reading, create=False)
        if isinstance(there, str):
            return there
        name = kinds()[wish.kind].TITLE
        uid = self.turn.draft.add(self.turn.plan_uid, home_of(wish.kind), wish.kind, {name: wish.title})
        self.guess(uid)
        return uid


def replace_value(turn: Turn, uid: str, path: str, read: Read, mark: Any = None) -> None:
    """Put a value in the place of another; of the children of a list those that are named again stay.

    Raises:
        ChangeError: the value does not fit.
    """
    spec = field_spec(kind_of(turn.index.places[uid].entity), path)
    if spec.shape == "entities":
        Writer(turn, mark).exchange(uid, path, read.value)
    else:
        Writer(turn, mark).fill(uid, {path: read})


def clear_value(turn: Turn, uid: str, path: str) -> None:
    """Empty a field; the children of a list are taken out.

    Raises:
        ChangeError: there is no such entity or field.
    """
    entity = turn.index.places[uid].entity
    spec = fields_of(kind_of(entity)).get(path)
    if spec is None:
        raise ChangeError(f"no field {path}")
    if spec.shape == "entities":
        for child in value_at(entity, path):
            turn.draft.remove(child.uid)
        return
    turn.draft.set(uid, path, [] if spec.many else None, turn.marker(MarkState.EMPTY, None))


def accept_guess(turn: Turn, uid: str, path: str) -> None:
    """Turn a guess into an accepted value.

    Raises:
        ChangeError: there is no such entity or field.
    """
    value = value_at(turn.index.places[uid].entity, path)
    turn.draft.set(uid, path, value, turn.marker(MarkState.ACCEPTED, Origin.SUGGESTED))


def mark_deferred(turn: Turn, uid: str, paths: list[str]) -> None:
    """Mark the empty ones of these fields as deferred."""
    for path in paths:
        entity = turn.index.places[uid].entity
        if is_empty(value_at(entity, path)) and field_spec(kind_of(entity), path).shape not in (
            "part",
            "entity",
        ):
            turn.draft.set(uid, path, value_at(entity, path), turn.marker(MarkState.DEFERRED, None))
