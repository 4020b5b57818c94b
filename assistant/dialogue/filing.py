"""What an answer came to, and how one record is written: nothing that is accepted is overwritten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assistant.dialogue.records import Record, read_cells, read_record
from assistant.dialogue.references import Wish, resolve
from assistant.dialogue.turn import Turn
from assistant.dialogue.values import Read, Unread
from assistant.dialogue.writing import Touched, Writer
from assistant.plan.index import is_empty, value_at
from assistant.plan.provenance import State as MarkState
from assistant.steps import Question


@dataclass
class Result:
    """What an answer came to.

    Attributes:
        touched: what was written.
        unread: the pieces that could not be read.
        replaced: values that would be overwritten: ``(uid, path, read)``; nothing of these is written.
        passed: uids of which was said that there is nothing, or that it is not known.
        notes: what else is to be told: messages with their parameters.
    """

    touched: list[Touched] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    replaced: list[tuple[str, str, Read]] = field(default_factory=list)
    passed: list[str] = field(default_factory=list)
    notes: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def take_in(self, other: Result) -> None:
        """Add what another part of the same answer came to."""
        self.unread += other.unread
        self.replaced += other.replaced
        self.passed += other.passed
        self.notes += other.notes


def read_field(turn: Turn, question: Question, path: str, text: str) -> Record:
    """The field of a question that is named, which takes the whole text; without a name, all its fields."""
    slot = next((slot for slot in question.slots if slot.path == path), None)
    if slot is None:
        return read_record(question.kind, question.slots, text, turn.reading)
    guessed = (each for each in question.slots if each.infer and each is not slot)
    return read_cells(question.kind, (slot, *guessed), {slot: text}, turn.reading, known=())


def write_to(turn: Turn, uid: str, record: Record, writer: Writer) -> Result:
    """Write a record to an entity; what would overwrite an accepted value is put aside."""
    record.without(uid)
    result = Result(unread=record.unread)
    fresh: dict[str, Read] = {}
    for path, read in record.values.items():
        if not holds(turn, uid, path):
            fresh[path] = read
        elif not read.guess and not _says_the_same(turn, uid, path, read):
            result.replaced.append((uid, path, read))
    if fresh:
        writer.fill(uid, fresh)
    return result


def file_new(
    turn: Turn,
    question: Question,
    record: Record,
    writer: Writer,
    owner: str,
    asked: str,
    fixed: Mapping[str, str],
) -> None:
    """Add an entity; what the question itself says of it is not told again, what the answer says otherwise is.

    Args:
        turn: the turn.
        question: the question, of the form ``collect``.
        record: what was read.
        writer: writes it.
        owner: the uid of the entity it belongs to, if the question has owners.
        asked: the uid of the owner that is asked about.
        fixed: the values that the question, or the answer instead, holds fixed.
    """
    said = {name: str(record.values[name].value) for name in fixed if name in record.values}
    fixed = {**fixed, **said}
    if question.per in record.values:
        owner = record.values[question.per].value
    held = {name: Read(value) for name, value in fixed.items()}
    told = {name for name, value in fixed.items() if value != question.fixed[name]}
    if question.per:
        held[question.per] = Read(owner)
        told |= {question.per} if owner != asked else set()
    writer.new(turn.plan_uid, question.into, question.kind, {**record.values, **held})
    made = writer.touched[-1]
    made.paths = [path for path in made.paths if path not in held or path in told]


def holds(turn: Turn, uid: str, path: str) -> bool:
    """Whether a field has a value that is more than a guess."""
    if is_empty(value_at(turn.index.places[uid].entity, path)):
        return False
    mark = turn.draft.mark_of(uid, path)
    return mark is None or mark.state is not MarkState.SUGGESTED


def _says_the_same(turn: Turn, uid: str, path: str, read: Read) -> bool:
    entity = turn.index.places[uid].entity
    value = value_at(entity, path)
    if isinstance(read.value, Wish):
        there = resolve(read.value.title, (read.value.kind,), turn.reading, create=False)
        return there is not None and there == value
    if isinstance(read.value, list):
        return list(value) == read.value
    return bool(str(value) == str(read.value) or value == read.value)


def complete_indicator(record: Record) -> None:
    """What a line about an indicator implies: the unit of its values, and where it stands today."""
    values: Mapping[str, Read] = record.values
    children = values["targets"].value if "targets" in values else []
    undated = [child for child in children if "date" not in child]
    if len(children) > 1 and undated == children[:1] and "baseline.value" not in values:
        # "today 40 days, 15 days by 2029": what comes first and has no date is where it stands.
        today = undated[0]["value"]
        record.values["baseline.value"] = Read(today.value, guess=True, unit=today.unit)
        record.values["targets"] = Read(children[1:])
    if "unit" not in values:
        units = [values["baseline.value"].unit] if "baseline.value" in values else []
        if "targets" in values:
            units += [child["value"].unit for child in values["targets"].value if "value" in child]
        named = {unit for unit in units if unit}
        if len(named) == 1:
            record.values["unit"] = Read(named.pop(), guess=True)
