"""Answers: one natural message read as what the question asks for, and written to the plan.

Accepted values are never overwritten here: where an answer would change one, the change is put aside as a proposal
(``pending``) that wants a yes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assistant.dialogue.lines import assign, lines_of, names_first, owner_of
from assistant.dialogue.reading import label_parts, read_intent
from assistant.dialogue.records import NOTHING, Record, read_record
from assistant.dialogue.spoken import without_lead
from assistant.dialogue.state import Cursor
from assistant.dialogue.turn import Turn
from assistant.dialogue.values import Read, Unread, Wish, read_value, resolve
from assistant.dialogue.writing import Touched, Writer
from assistant.plan.fields import field_spec
from assistant.plan.index import is_empty, value_at
from assistant.plan.provenance import State as MarkState
from assistant.steps import Question, Slot, questions


@dataclass
class Result:
    """What an answer came to.

    Attributes:
        touched: what was written.
        unread: the pieces that could not be read.
        replaced: values that would be overwritten: ``(uid, path, read)``; nothing of these is written.
        passed: uids of which was said that there is nothing, or that it is not known.
    """

    touched: list[Touched] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    replaced: list[tuple[str, str, Read]] = field(default_factory=list)
    passed: list[str] = field(default_factory=list)


def take_answer(turn: Turn, cursor: Cursor, text: str, mark: Any = None) -> Result:
    """Read a message as the answer to a question and write what is sure."""
    question = questions()[cursor.question]
    writer = Writer(turn, mark)
    if question.form == "fields":
        result = _fields(turn, question, text, writer)
    elif question.form == "collect":
        result = _collect(turn, cursor, question, text, writer)
    elif question.form == "complete":
        result = _complete(turn, question, text, writer)
    else:
        result = _pick(turn, question, text, writer)
    result.touched = writer.touched
    return result


def _fields(turn: Turn, question: Question, text: str, writer: Writer) -> Result:
    uid = turn.agenda.owner(question)
    if not question.whole or question.id == "title":
        text = without_lead(text)
    if question.whole:
        slot = question.slots[0]
        read = read_value(question.spec(slot), slot, text, turn.reading)
        record = Record(text, {slot.path: read} if read else {}, [] if read else [Unread(slot.path, text)])
    else:
        missing = tuple(slot for slot in question.slots if not _holds(turn, uid, slot.path))
        record = read_record(question.kind, missing or question.slots, text, turn.reading)
        if record.unread and missing:
            record = read_record(question.kind, question.slots, text, turn.reading)
    record = _organisation(question, record)
    return _write_to(turn, uid, record, writer)


def _organisation(question: Question, record: Record) -> Record:
    """A short form in brackets: ``Ministry of Interior (MOI)``."""
    name = record.values.get("organisation.name")
    if question.id != "organisation" or name is None or "organisation.acronym" in record.values:
        return record
    match = re.fullmatch(r"(?P<name>.+?)\s*\((?P<acronym>[^\W_a-z][\w&.\-]{1,11})\)", str(name.value))
    if match:
        record.values["organisation.name"] = Read(match["name"])
        record.values["organisation.acronym"] = Read(match["acronym"])
    return record


def _write_to(turn: Turn, uid: str, record: Record, writer: Writer) -> Result:
    """Write a record to an entity; what would overwrite an accepted value is put aside."""
    result = Result(unread=record.unread)
    fresh: dict[str, Read] = {}
    for path, read in record.values.items():
        if not _holds(turn, uid, path):
            fresh[path] = read
        elif not read.guess and not _says_the_same(turn, uid, path, read):
            result.replaced.append((uid, path, read))
    if fresh:
        writer.fill(uid, fresh)
    return result


def _holds(turn: Turn, uid: str, path: str) -> bool:
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


def _collect(turn: Turn, cursor: Cursor, question: Question, text: str, writer: Writer) -> Result:
    result = Result()
    for line in lines_of(question, text, turn):
        owner, line = owner_of(turn, cursor, question, line)
        record = read_record(question.kind, question.slots, line, turn.reading, known=question.fixed)
        if question.kind == "Indicator":
            _indicator(record)
        first = question.slots[0].path
        if first not in record.values and (parts := names_first(question, line)):
            record = read_record(question.kind, question.slots, parts, turn.reading, known=question.fixed)
        if first not in record.values:
            result.unread += record.unread or [_missed(question, line)]
            continue
        result.unread += record.unread
        fixed = {name: Read(value) for name, value in question.fixed.items()}
        if question.per:
            fixed[question.per] = Read(owner)
        writer.new(turn.plan_uid, question.into, question.kind, {**record.values, **fixed})
        made = writer.touched[-1]
        made.paths = [path for path in made.paths if path not in fixed]
    return result


def _missed(question: Question, line: str) -> Unread:
    spec = question.spec(question.slots[0])
    return Unread(spec.path, line, spec.kind, spec.targets)


def _complete(turn: Turn, question: Question, text: str, writer: Writer) -> Result:
    agenda = turn.agenda
    targets = agenda.targets(question) or agenda.candidates(question)
    pairs, loose = assign(turn, targets, agenda.candidates(question), text)
    spec = question.spec(question.slots[0])
    result = Result(unread=[Unread("", line, spec.kind, spec.targets) for line in loose])
    for uid, line in pairs:
        if uid not in turn.index.places:
            continue
        if read_intent(line, turn.context.lexicon) in NOTHING:
            result.passed.append(uid)
            continue
        entity = turn.index.places[uid].entity
        known = [slot.path for slot in question.slots if not is_empty(value_at(entity, slot.path))]
        wanted = agenda.missing(question, uid)
        missing = tuple(s for s in question.slots if s in wanted or not _holds(turn, uid, s.path))
        slots = missing if missing and not _labels_more(turn, question, missing, line) else question.slots
        record = read_record(question.kind, slots, line, turn.reading, known=known)
        if record.unread and slots != question.slots:
            whole = read_record(question.kind, question.slots, line, turn.reading, known=known)
            record = whole if len(whole.unread) < len(record.unread) else record
        if question.kind == "Indicator":
            _indicator(record)
        part = _write_to(turn, uid, record, writer)
        result.unread += part.unread
        result.replaced += part.replaced
    return result


def _labels_more(turn: Turn, question: Question, slots: tuple[Slot, ...], line: str) -> bool:
    """Whether a line names, by label, a field that is filled already."""
    others = [slot for slot in question.slots if slot not in slots]
    labels = turn.context.lexicon.label_words(*(slot.label_key for slot in others))
    return bool(others) and bool(label_parts(line, labels).parts)


def _pick(turn: Turn, question: Question, text: str, writer: Writer) -> Result:
    slot = question.slots[0]
    refs = field_spec("Mission", "serves") if question.kind == "Stakeholder" else question.spec(slot)
    read = read_value(refs, Slot(refs.path), text, turn.reading)
    if read is None:
        return Result(unread=[Unread(refs.path, text, refs.kind, refs.targets)])
    for uid in read.value:
        writer.fill(uid, {slot.path: Read(True)})
    return Result()


def _indicator(record: Record) -> None:
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
