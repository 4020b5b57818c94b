"""One line of an answer, read as the fields of one entity.

Parts with a label (``owner: CIO``) go to their field. Unlabelled parts go, in order, to the placed slots that
can read them. Some values are also found inside the running text. Choices may be guessed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from assistant.dialogue.figures import take_assessment, take_baseline, take_figures
from assistant.dialogue.labelled import DEFINED, ROLE_WORDS, begins_with_label, other_slots
from assistant.dialogue.placing import URL, bare_choice, covers, is_bare_value, is_only, take_placed
from assistant.dialogue.reading import (
    label_parts,
    normalise,
    read_intent,
    read_score,
    read_span,
    split_commas,
)
from assistant.dialogue.reading.labels import LabelledText
from assistant.dialogue.record import NOTHING, Record
from assistant.dialogue.references import ReadContext
from assistant.dialogue.values import Read, Unread, read_value
from assistant.dialogue.within import infer_choices, look_within
from assistant.plan.fields import FieldSpec, field_spec
from assistant.steps.model import Slot

__all__ = ["NOTHING", "Record", "covers", "is_bare_value", "is_only", "read_cells", "read_record"]

_DEFINITION = re.compile(r"(?P<name>[^:：\n]{1,80}?)(?:\s*[:：]\s+|\s+[–—-]\s+)(?P<meaning>\S.*)", re.DOTALL)


def read_record(
    kind: str,
    slots: tuple[Slot, ...],
    text: str,
    context: ReadContext,
    known: Collection[str] = (),
) -> Record:
    """Read one line as an entity of that kind.

    Args:
        kind: the kind of entity.
        slots: the fields it may fill.
        text: the line.
        context: plan, words, today.
        known: fields that need not be inferred, because the entity has them.
    """
    record = Record(normalise(text).strip())
    if any(slot.path == "url" for slot in slots):
        _take_url(record)
    others = other_slots(kind, slots, context.lexicon)
    specs = {slot: field_spec(kind, slot.path) for slot in slots}
    taken = _parts(record.text, slots, others, context)
    lead = next(
        (slot for slot in others if _leads(taken, slot) and not _reads(kind, slot, taken, context)), None
    )
    if lead is not None:  # "Goal: permits are fast": the words of a text, and no goal's name
        others = tuple(slot for slot in others if slot != lead)
        taken = _parts(record.text, slots, others, context)
    labels = {slot.label_key: slot for slot in reversed((*slots, *others))}
    for key, found in taken.parts.items():
        slot = labels[key]
        _take_labelled(record, slot, field_spec(kind, slot.path), found.value, context)
    pieces = [piece for piece in (taken.main, *(found.value for found in taken.rest)) if piece]
    pieces = _take_kind(record, kind, slots, pieces, context, known)
    if kind not in DEFINED:
        pieces = _without_strange(record, specs, pieces, taken.main, context)
    take_placed(record, specs, pieces, context)
    _take_tails(record, specs, context)
    look_within(record, specs, taken.main, context)
    if kind in DEFINED:
        _define(record, slots)
    infer_choices(record, specs, context, known)
    return record


def read_cells(
    kind: str,
    slots: tuple[Slot, ...],
    cells: Mapping[Slot, str],
    context: ReadContext,
    known: Collection[str] | None = None,
) -> Record:
    """Read one row of a table: each cell is the whole value of its field, whatever it holds.

    Args:
        kind: the kind of entity.
        slots: the fields it may fill; the text of the first may hold other values too: a date, an amount.
        cells: the text of each field that has a column.
        context: plan, words, today.
        known: fields that need not be inferred; ``None`` if the first field is to give nothing but itself.
    """
    record = Record(normalise(cells.get(slots[0], "")).strip())
    specs = {slot: field_spec(kind, slot.path) for slot in slots}
    for slot, text in cells.items():
        if text:
            _take_labelled(record, slot, specs[slot], text, context)
    if known is not None and record.text:
        look_within(record, specs, record.text, context)
        infer_choices(record, specs, context, known)
    return record


def _after_score(text: str) -> str:
    """What stands behind a labelled score and a comma: "interest 5, citizen"."""
    first, *rest = split_commas(text)
    return ", ".join(rest) if rest and read_score(first) is not None else ""


def _take_tails(record: Record, specs: Mapping[Slot, FieldSpec], context: ReadContext) -> None:
    """A word behind a score is a choice if it is the very word for one, else it is the reason for the score."""
    for tail in record.tails:
        free = {
            Slot(slot.path, placed=False): spec
            for slot, spec in specs.items()
            if slot.path not in record.values
        }
        if (choice := bare_choice(free, tail, context)) is not None:
            record.values[choice[0].path] = choice[1]


def _take_url(record: Record) -> None:
    """A web address stands anywhere: it is taken out of the line."""
    found = list(URL.finditer(record.text))
    if len(found) == 1:
        record.values["url"] = Read(found[0][0].strip("()<>."))
        record.text = f"{record.text[: found[0].start()]} {record.text[found[0].end() :]}".strip(" ;,–—-")


def _parts(
    text: str, slots: tuple[Slot, ...], others: tuple[Slot, ...], context: ReadContext
) -> LabelledText:
    """A line taken apart at the labels of the question's fields, and of the kind's others if a colon follows."""
    own = [slot.label_key for slot in slots]
    keys = dict.fromkeys([*own, *(slot.label_key for slot in others)])
    words = context.lexicon.label_words(*keys)
    for key in keys:
        if key not in own:  # "role: Mayor" answers who, where the role of a body is not asked for
            words[key] = tuple(word for word in words[key] if word not in ROLE_WORDS)
    return label_parts(text, words, context.lexicon.bare_words(*own))


def _leads(taken: LabelledText, slot: Slot) -> bool:
    """Whether a line begins with the label of a slot."""
    found = taken.parts.get(slot.label_key)
    return found is not None and not taken.main and found is min(taken.parts.values(), key=lambda f: f.start)


def _reads(kind: str, slot: Slot, taken: LabelledText, context: ReadContext) -> bool:
    text = taken.parts[slot.label_key].value
    return read_value(field_spec(kind, slot.path), slot, text, context) is not None


def _take_kind(
    record: Record,
    kind: str,
    slots: tuple[Slot, ...],
    pieces: list[str],
    context: ReadContext,
    known: Collection[str],
) -> list[str]:
    """What only lines of one kind hold: figures with dates. Answers the pieces that are left."""
    if kind == "Assessment":
        return take_assessment(record.values, pieces, context)
    if kind != "Indicator" or not any(slot.path in ("baseline.value", "targets") for slot in slots):
        return pieces
    by_path = {slot.path: slot for slot in slots}
    left, missed = take_figures(record.values, by_path, pieces, context, known)
    spec = field_spec(kind, "targets")
    record.unread += [Unread(spec.path, piece, kind, spec.targets) for piece in missed]
    return left


def _without_strange(
    record: Record, specs: Mapping[Slot, FieldSpec], pieces: list[str], main: str, context: ReadContext
) -> list[str]:
    """Put aside what has a label that is none of this kind, so that it becomes neither a name nor a text.

    Only the text that a line begins with may begin like a label.
    """
    first = next((spec for slot, spec in specs.items() if slot.placed), None)
    free = main if first is not None and first.shape in ("text", "texts", "entities") else ""
    strange = [piece for piece in pieces if piece != free and begins_with_label(piece, context.lexicon)]
    record.unread += [Unread("", piece) for piece in strange]
    return [piece for piece in pieces if piece not in strange]


def _define(record: Record, slots: tuple[Slot, ...]) -> None:
    """``KPI: a number that shows progress``: a name and what it means."""
    name, meaning = slots[0].path, slots[1].path if len(slots) > 1 else ""
    if name not in record.values or not meaning or meaning in record.values:
        return
    match = _DEFINITION.fullmatch(str(record.values[name].value))
    if match is not None:
        record.values[name], record.values[meaning] = Read(match["name"]), Read(match["meaning"])


def _take_labelled(record: Record, slot: Slot, spec: FieldSpec, text: str, context: ReadContext) -> None:
    if read_intent(text, context.lexicon) in NOTHING:
        return
    if slot.span_end and (span := read_span(text, context.today, language=context.lang)) is not None:
        record.values[slot.path], record.values[slot.span_end] = Read(span.value[0]), Read(span.value[1])
        return
    dated = take_baseline(record.values, text, context) if slot.path == "baseline.value" else None
    if dated:
        return
    if spec.shape == "score" and (more := _after_score(text)):
        record.tails.append(more)
    read = read_value(spec, slot, text, context) if dated is None else None
    if read is None:
        record.unread.append(Unread(slot.path, text, spec.kind, spec.targets))
    else:
        record.values[slot.path] = read
