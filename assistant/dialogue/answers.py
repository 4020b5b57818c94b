"""Answers: one natural message read as what the question asks for, and written to the plan.

Accepted values are never overwritten here: where an answer would change one, the change is put aside as a proposal
(``pending``) that wants a yes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assistant.dialogue.reading import label_parts, normalise, read_table, split_list
from assistant.dialogue.reading.lists import split_outside
from assistant.dialogue.records import Record, read_record
from assistant.dialogue.spoken import short_names, without_lead
from assistant.dialogue.state import Cursor
from assistant.dialogue.turn import Turn
from assistant.dialogue.values import Read, Unread, Wish, read_value, resolve
from assistant.dialogue.writing import Touched, Writer
from assistant.plan.fields import field_spec
from assistant.plan.index import is_empty, kind_of, value_at
from assistant.plan.provenance import State as MarkState
from assistant.steps import Question, Slot, questions

_KEYED = re.compile(
    r"\s*(?:[-*•]\s*)?(?P<key>[^:：;|\t\n]{1,80}?)\s*(?:[:：\t|]|[.)]\s)\s*(?P<value>\S.*)", re.DOTALL
)


@dataclass
class Result:
    """What an answer came to.

    Attributes:
        touched: what was written.
        unread: the pieces that could not be read.
        replaced: values that would be overwritten: ``(uid, path, read)``; nothing of these is written.
    """

    touched: list[Touched] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    replaced: list[tuple[str, str, Read]] = field(default_factory=list)


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
    for line, values in _lines(question, text, turn):
        owner, line = _owner_of(turn, cursor, question, line)
        record = read_record(question.kind, question.slots, line, turn.reading, known=question.fixed)
        record.values.update(values)
        if question.kind == "Indicator":
            _indicator(record)
        first = question.slots[0].path
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


def _lines(question: Question, text: str, turn: Turn) -> list[tuple[str, dict[str, Read]]]:
    """The lines of an answer, each with what a pasted table says about it."""
    table = read_table(text)
    if table is not None:
        return _table_lines(question, table.header, table.rows)
    text = normalise(text).strip()
    listed = list(split_list(text).items)
    if len(listed) == 1 and (names := short_names(question, listed[0], turn.reading.today)):
        return [(name, {}) for name in names]
    in_parts = "\n" not in text and len(listed) > 1 and listed == split_outside(text, ";")
    if in_parts and len(question.slots) > 1:
        labels = turn.context.lexicon.label_words(*(slot.label_key for slot in question.slots))
        bare = turn.context.lexicon.bare_words(*(slot.label_key for slot in question.slots))
        if label_parts(text, labels, bare).parts or _is_one_record(question, listed, turn):
            return [(text, {})]
    if not listed:
        return [(text, {})] if text else []
    if len(question.slots) == 1 and "\n" not in text and len(listed) == 1 and question.kind == "Item":
        pieces = split_outside(text, ";")
        return [(piece, {}) for piece in pieces]
    return [(line, {}) for line in listed]


def _is_one_record(question: Question, pieces: list[str], turn: Turn) -> bool:
    """Whether ``A; 2027; all`` is one line in parts: a later part is what only a typed slot takes."""
    typed = [s for s in question.slots[1:] if s.placed and question.spec(s).shape not in ("text", "entities")]
    if question.spec(question.slots[0]).shape != "text":
        return True
    names = [slot for slot in question.slots[1:] if slot.placed and question.spec(slot).shape == "text"]
    if names and len(pieces) == 2:
        return True
    return any(
        read_value(question.spec(slot), Slot(slot.path, span_end=slot.span_end), piece, turn.reading)
        for slot in typed
        for piece in pieces[1:]
    )


def _table_lines(
    question: Question, header: tuple[str, ...], rows: tuple[tuple[str, ...], ...]
) -> list[tuple[str, dict[str, Read]]]:
    """Rows as lines in which every cell carries its column's heading as a label."""
    lines: list[tuple[str, dict[str, Read]]] = []
    for row in rows:
        cells = [
            (head, " ".join(cell.split())) for head, cell in zip(header, row, strict=True) if cell.strip()
        ]
        if cells:
            first = cells[0][1]
            rest = [f"{head}: {cell}" if head else cell for head, cell in cells[1:]]
            lines.append(("; ".join([first, *rest]), {}))
    return lines


def _owner_of(turn: Turn, cursor: Cursor, question: Question, line: str) -> tuple[str, str]:
    """The owner that a line names by code (``GOA-2: …``), else the one that is asked about; and the rest."""
    if question.per and (match := _KEYED.fullmatch(line)) is not None and re.search(r"\d", match["key"]):
        owner = resolve(match["key"], (question.owner_kind,), turn.reading, create=False)
        entity = turn.index.entity(owner) if isinstance(owner, str) else None
        if entity is not None and not match["key"].strip().isdecimal():
            return entity.uid, match["value"]
    return cursor.owner, line


def _complete(turn: Turn, question: Question, text: str, writer: Writer) -> Result:
    agenda = turn.agenda
    targets = agenda.targets(question) or agenda.candidates(question)
    result = Result()
    for uid, line in _assign(turn, targets, agenda.candidates(question), text, result, question):
        if uid not in turn.index.places:
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


def _assign(
    turn: Turn, targets: list[str], candidates: list[str], text: str, result: Result, question: Question
) -> list[tuple[str, str]]:
    """Which line speaks of which entity: by number, code or name, by order, or one line for all."""
    table = read_table(text)
    text = normalise(text).strip()
    if table is not None:
        lines = [line for line, _ in _table_lines(question, table.header, table.rows)]
        lines = [re.sub(r";\s", ": ", line, count=1) for line in lines]
    else:
        lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) == 1:
        lines = _one_line(turn, lines[0], targets)
    pairs: list[tuple[str, str]] = []
    loose: list[str] = []
    for line in lines:
        match = _KEYED.fullmatch(line)
        uids = _keyed(turn, match["key"], targets, candidates) if match else []
        if match and uids:
            pairs += [(uid, match["value"]) for uid in uids]
        else:
            loose.append(re.sub(r"^\s*[-*•]\s+", "", line))
    rest = [uid for uid in targets if uid not in {uid for uid, _ in pairs}]
    if len(rest) == 1 and loose and not pairs:
        return [(rest[0], "\n".join(loose))]
    if len(loose) == len(rest):
        return pairs + list(zip(rest, loose, strict=True))
    spec = question.spec(question.slots[0])
    result.unread += [Unread("", line, spec.kind, spec.targets) for line in loose]
    return pairs


def _one_line(turn: Turn, line: str, targets: list[str]) -> list[str]:
    """A single line may hold several: ``1: 4; 2: 5``, or as many parts as there are entities."""
    pieces = split_outside(line, ";")
    keyed = [
        piece
        for piece in pieces
        if (m := _KEYED.fullmatch(piece)) and _keyed(turn, m["key"], targets, targets)
    ]
    if len(pieces) > 1 and len(keyed) == len(pieces):
        return pieces
    if len(targets) > 1 and len(pieces) == len(targets) and not keyed:
        return pieces
    return [line]


def _keyed(turn: Turn, key: str, targets: list[str], candidates: list[str]) -> list[str]:
    """The entities that a key names: a number of the list shown, a code, a name, or all."""
    key = key.strip().strip("*_")
    all_words = turn.context.lexicon.labels.get("all")
    if all_words is not None and key.casefold() in all_words.words:
        return list(targets)
    if key.isdecimal():
        place = int(key)
        return [targets[place - 1]] if 1 <= place <= len(targets) else []
    kind = kind_of(turn.index.places[candidates[0]].entity) if candidates else ""
    found = resolve(key, (kind,), turn.reading, create=False) if kind else None
    return [found] if isinstance(found, str) and found in candidates else []


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
    """What a line about an indicator implies: the unit that stands with its values; ``unknown`` baselines."""
    values: Mapping[str, Read] = record.values
    if "unit" not in values:
        units = [values["baseline.value"].unit] if "baseline.value" in values else []
        if "targets" in values:
            units += [child["value"].unit for child in values["targets"].value if "value" in child]
        named = {unit for unit in units if unit}
        if len(named) == 1:
            record.values["unit"] = Read(named.pop(), guess=True)
