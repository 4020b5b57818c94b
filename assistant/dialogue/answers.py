"""Answers: one natural message read as what the question asks for, and written to the plan.

Accepted values are never overwritten here: where an answer would change one, the change is put aside as a proposal
(``pending``) that wants a yes.
"""

from __future__ import annotations

import re
from typing import Any

from assistant.dialogue.columns import table_in
from assistant.dialogue.filing import Result, complete_indicator, file_new, holds, read_field, write_to
from assistant.dialogue.lines import assign, lines_of, names_first, owner_of
from assistant.dialogue.reading import label_parts, read_intent
from assistant.dialogue.records import NOTHING, Record, read_record
from assistant.dialogue.singles import Block, Place, labelled, with_currency
from assistant.dialogue.spoken import without_lead
from assistant.dialogue.state import Cursor
from assistant.dialogue.tabular import collect_table, complete_table
from assistant.dialogue.turn import Turn
from assistant.dialogue.values import Read, Unread, read_value
from assistant.dialogue.writing import Writer
from assistant.plan.fields import field_spec
from assistant.plan.index import is_empty, value_at
from assistant.steps import Question, Slot, questions


def take_answer(turn: Turn, cursor: Cursor, text: str, mark: Any = None) -> Result:
    """Read a message as the answer to a question and write what is sure."""
    question = questions()[cursor.question]
    writer = Writer(turn, mark)
    if parts := labelled(question, text, turn.context.lexicon):
        result = _each_to_its_own(turn, cursor, parts, writer)
    elif question.form == "fields":
        result = _fields(turn, question, text, writer)
    elif question.form == "collect":
        result = _collect(turn, cursor, question, text, writer)
    elif question.form == "complete":
        result = _complete(turn, question, text, writer)
    else:
        result = _pick(turn, question, text, writer)
    result.touched = writer.touched
    return result


def _each_to_its_own(turn: Turn, cursor: Cursor, parts: list[Block], writer: Writer) -> Result:
    """Parts of an answer that say by their label what they are: each is read as the answer to its own question."""
    result = Result()
    records: dict[str, Record] = {}
    for block in with_currency(parts):
        text = block.text.strip()
        place = block.place or Place(cursor.question, "")
        question = questions().get(place.question)
        if not text or read_intent(text, turn.context.lexicon) in NOTHING:
            continue
        if question is None or place.path not in ("", *(slot.path for slot in question.slots)):
            result.unread.append(Unread("", text))
        elif question.form == "collect":
            result.take_in(_collect(turn, Cursor(question.id, ""), question, text, writer))
        else:
            record = records.setdefault(turn.agenda.owner(question), Record(text))
            read = read_field(turn, question, place.path, text)
            record.values |= _organisation(question, read).values
            record.unread += read.unread
    for uid, record in records.items():
        result.take_in(write_to(turn, uid, record, writer))
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
        missing = tuple(slot for slot in question.slots if not holds(turn, uid, slot.path))
        record = read_record(question.kind, missing or question.slots, text, turn.reading)
        if record.unread and missing:
            record = read_record(question.kind, question.slots, text, turn.reading)
    record = _organisation(question, record)
    return write_to(turn, uid, record, writer)


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


def _collect(turn: Turn, cursor: Cursor, question: Question, text: str, writer: Writer) -> Result:
    if (table := table_in(question, text, turn)) is not None:
        return collect_table(turn, cursor, question, table, writer)
    result = Result()
    for line in lines_of(question, text, turn):
        owner, line = owner_of(turn, cursor, question, line)
        record = read_record(question.kind, question.slots, line, turn.reading, known=question.fixed)
        if question.kind == "Indicator":
            complete_indicator(record)
        first = question.slots[0].path
        if first not in record.values and (parts := names_first(question, line)):
            record = read_record(question.kind, question.slots, parts, turn.reading, known=question.fixed)
        if first not in record.values:
            result.unread += record.unread or [_missed(question, line)]
            continue
        result.unread += record.unread
        file_new(turn, question, record, writer, owner, cursor.owner, question.fixed)
    return result


def _missed(question: Question, line: str) -> Unread:
    spec = question.spec(question.slots[0])
    return Unread(spec.path, line, spec.kind, spec.targets)


def _complete(turn: Turn, question: Question, text: str, writer: Writer) -> Result:
    agenda = turn.agenda
    targets = agenda.targets(question) or agenda.candidates(question)
    table = table_in(question, text, turn)
    if table is not None and (taken := complete_table(turn, question, table, targets, writer)) is not None:
        return taken
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
        missing = tuple(s for s in question.slots if s in wanted or not holds(turn, uid, s.path))
        slots = missing if missing and not _labels_more(turn, question, missing, line) else question.slots
        record = read_record(question.kind, slots, line, turn.reading, known=known)
        if record.unread and slots != question.slots:
            whole = read_record(question.kind, question.slots, line, turn.reading, known=known)
            record = whole if len(whole.unread) < len(record.unread) else record
        if question.kind == "Indicator":
            complete_indicator(record)
        part = write_to(turn, uid, record, writer)
        result.take_in(part)
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
