"""What to ask next: which questions are answered, settled or open, and for which entities.

Nothing here is stored: the agenda is computed from the plan and the gap ledger, so that moving about, editing in
the preview or importing a plan can never make it wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from assistant.dialogue.state import Cursor
from assistant.plan.entities.base import Entity
from assistant.plan.fields import field_spec, fields_of
from assistant.plan.index import Index, is_empty, value_at
from assistant.plan.provenance import Origin, Provenance, State
from assistant.steps import STEPS, Question, Slot, questions

SETTLED = ("deferred", "none")
CONFIRM = "confirm."
"""``confirm.4`` asks for a yes to what was guessed in step 4."""

Gaps = Mapping[str, Mapping[str, Any]]


class Agenda:
    """The questions of one plan as it stands.

    Args:
        index: the plan.
        provenance: where its values come from.
        gaps: the gap ledger.
    """

    def __init__(self, index: Index, provenance: Provenance, gaps: Gaps) -> None:
        self.index = index
        self.provenance = provenance
        self.gaps = gaps

    def settled(self, key: str) -> bool:
        """Whether the person has deferred the question or said that there is nothing."""
        gap = self.gaps.get(key)
        return gap is not None and gap["status"] in SETTLED

    def positions(self) -> Iterator[Cursor]:
        """Every question in order, those put per owner once for each owner, each step's confirmation last."""
        for step in STEPS:
            for question in step.questions:
                if question.per:
                    for owner in self.index.of_kind(question.owner_kind):
                        yield Cursor(question.id, owner)
                else:
                    yield Cursor(question.id)
            yield Cursor(f"{CONFIRM}{step.number}")

    def open(self) -> list[Cursor]:
        """The questions that are still to be asked, in order."""
        return [cursor for cursor in self.positions() if self.is_open(cursor)]

    def is_open(self, cursor: Cursor) -> bool:
        """Whether a question still wants an answer."""
        if self.settled(cursor.key):
            return False
        if cursor.question.startswith(CONFIRM):
            return bool(self.guesses(int(cursor.question.removeprefix(CONFIRM))))
        question = questions()[cursor.question]
        if question.form == "complete":
            return bool(self.targets(question))
        if question.form == "pick":
            return self._pick_open(question)
        if question.id == "alignment" and not self.index.of_kind("ParentPlan"):
            return False
        return not self.answered(cursor)

    def answered(self, cursor: Cursor) -> bool:
        """Whether the fields of a question hold an answer."""
        question = questions()[cursor.question]
        if question.form == "collect":
            return bool(self.collected(cursor))
        if question.form == "fields":
            return not self.missing(question, self.owner(question))
        return not self.targets(question)

    def owner(self, question: Question) -> str:
        """The uid of the one entity that a ``fields`` question fills."""
        plan = next(iter(self.index.places))
        return plan if question.kind == "Plan" else self.index.of_kind(question.kind)[0]

    def missing(self, question: Question, uid: str) -> list[Slot]:
        """The slots that keep a question open for one entity: needed and empty, or all empty if optional.

        Of an optional question only those count that may stand unlabelled: others may have been guessed.
        """
        entity = self.index.places[uid].entity
        if question.optional:
            asked = [slot for slot in question.slots if slot.placed]
            return asked if all(self._empty(question.kind, entity, slot) for slot in asked) else []
        return [
            slot
            for slot in question.slots
            if _is_needed(question, slot) and self._empty(question.kind, entity, slot)
        ]

    def collected(self, cursor: Cursor) -> list[str]:
        """The entities that a ``collect`` question has made so far."""
        question = questions()[cursor.question]
        found = []
        for uid in self.index.of_kind(question.kind):
            place = self.index.places[uid]
            if place.parent is None or place.field != question.into:
                continue
            entity = place.entity
            fixed = all(str(getattr(entity, name)) == value for name, value in question.fixed.items())
            if fixed and (not question.per or getattr(entity, question.per) == cursor.owner):
                found.append(uid)
        return found

    def targets(self, question: Question) -> list[str]:
        """The entities that a ``complete`` question still asks about, without those that were put off."""
        return [
            uid
            for uid in self.candidates(question)
            if self.missing(question, uid) and not self.settled(f"{question.id}@{uid}")
        ]

    def candidates(self, question: Question) -> list[str]:
        """The entities that a ``complete`` or ``pick`` question is about at all."""
        return [
            uid
            for uid in self.index.of_kind(question.kind)
            if all(str(getattr(self.index.places[uid].entity, k)) == v for k, v in question.where.items())
        ]

    def guesses(self, step: int) -> list[tuple[str, str]]:
        """``(uid, path)`` of what was inferred in a step and has had no yes yet, in the plan's order."""
        found = []
        for uid, marks in self.provenance.items():
            for path, mark in marks.items():
                if mark.state is State.SUGGESTED and mark.origin is Origin.SUGGESTED and not mark.citations:
                    place = self.index.places.get(uid)
                    spec = fields_of(type(place.entity).__name__).get(path) if place else None
                    if spec is not None and spec.step == step:
                        found.append((uid, path))
        order = {uid: number for number, uid in enumerate(self.index.places)} if len(found) > 1 else {}
        return sorted(found, key=lambda each: order.get(each[0], 0))

    def _pick_open(self, question: Question) -> bool:
        candidates = self.candidates(question)
        path = question.slots[0].path
        return bool(candidates) and all(
            value_at(self.index.places[uid].entity, path) is None for uid in candidates
        )

    def _empty(self, kind: str, entity: Entity, slot: Slot) -> bool:
        part, _, leaf = slot.path.partition(".")
        if leaf and field_spec(kind, part).needed and not field_spec(kind, slot.path).needed:
            return is_empty(value_at(entity, part))
        if not is_empty(value_at(entity, slot.path)):
            return bool(slot.span_end) and is_empty(value_at(entity, slot.span_end))
        return True


def _is_needed(question: Question, slot: Slot) -> bool:
    """A ``fields`` question is open for what may stand unlabelled in its answer; others for all that is needed."""
    if question.form == "fields" and not slot.placed:
        return False
    part = slot.path.partition(".")[0]
    of_part = slot.path != part and field_spec(question.kind, part).needed and _leads(question, slot)
    return question.spec(slot).needed or of_part


def _leads(question: Question, slot: Slot) -> bool:
    """Whether a slot is the first of its part in the question, and so stands for the whole part."""
    part = slot.path.partition(".")[0]
    return next(other for other in question.slots if other.path.partition(".")[0] == part) is slot


def step_of(cursor: Cursor) -> int:
    """The step that a cursor stands in."""
    if cursor.question.startswith(CONFIRM):
        return int(cursor.question.removeprefix(CONFIRM))
    return questions()[cursor.question].step
