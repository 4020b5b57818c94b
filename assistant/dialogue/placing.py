"""The unlabelled pieces of a line: each goes, in order, to the first placed slot that can read it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.dialogue.reading import (
    normalise,
    read_choice,
    read_money,
    read_number,
    read_period,
    read_score,
    read_scores,
    read_span,
    split_commas,
)
from assistant.dialogue.record import Record
from assistant.dialogue.references import ReadContext
from assistant.dialogue.values import Read, Unread, read_value
from assistant.plan.fields import FieldSpec, field_spec, kinds
from assistant.steps.model import Slot

_BEFORE_PERIOD = re.compile(
    r"[\s,(–-]*(?:\b(?:in|on|by|from|until|till|since|during|due|vào|từ|đến|trước)\b\s*)*$", re.I
)
_LINK = re.compile(r"^(?:(?:by|to|for|in|with|at|the|do|bởi|cho)\s+)+|\s+(?:by|to|for|in|with|at|the)$", re.I)
_COUNTED = {"score", "number", "integer"}
"""Shapes that only their place tells apart: after one that cannot be read, the next must not slip into its place."""
_NAMED_LIKE_CHOICES = ("Stakeholder", "Body")
"""Kinds whose names may be the words of a choice: "business" is a stakeholder."""
_TYPED = {"score", "period", "money", "choice", "ref", "refs", "number", "integer", "flag"}
URL = re.compile(r"[(<]?\b(?:https?://|www\.)[^\s;,)>]+[)>]?", re.IGNORECASE)
"""A web address, perhaps in brackets."""


def is_bare_value(kind: str, slots: tuple[Slot, ...], piece: str, context: ReadContext) -> bool:
    """Whether a piece can be no name: it has no letters, or is the very word for a choice of this kind."""
    if not re.search(r"[^\W\d_]", piece) or URL.fullmatch(piece.strip()):
        return True
    free = {slot: field_spec(kind, slot.path) for slot in slots if not slot.placed}
    return kind not in _NAMED_LIKE_CHOICES and bare_choice(free, piece, context) is not None


def bare_choice(
    specs: Mapping[Slot, FieldSpec], piece: str, context: ReadContext
) -> tuple[Slot, Read] | None:
    """The choice, of a slot that wants a label, for which a piece is the very word."""
    for slot, spec in specs.items():
        if slot.placed or spec.shape != "choice":
            continue
        found = read_choice(piece, spec.targets[0], context.lexicon)
        if found is not None and found.end - found.start == len(normalise(piece).strip()):
            return slot, Read(found.value)
    return None


def take_placed(
    record: Record, specs: Mapping[Slot, FieldSpec], pieces: list[str], context: ReadContext
) -> None:
    """Give each piece to the placed slots in order; what none can read is kept as unread."""
    if not any(_is_no_score(piece) for piece in pieces):
        _take_scores(record, specs, pieces, context)
    shifted: set[str] = set()
    for piece in pieces:
        open_slots = [
            slot
            for slot, spec in specs.items()
            if slot.placed and slot.path not in record.values and spec.shape not in shifted
        ]
        titled = not any(specs[slot].path == kinds()[specs[slot].kind].TITLE for slot in open_slots)
        free = {slot: spec for slot, spec in specs.items() if slot.path not in record.values}
        if titled and (choice := bare_choice(free, piece, context)) is not None:
            record.values[choice[0].path] = choice[1]
        elif not _take_piece(record, specs, open_slots, piece, context):
            missed = next((slot for slot in open_slots), None)
            spec = specs[missed] if missed else None
            if spec is not None and spec.shape in _COUNTED:
                shifted.add(spec.shape)
            record.unread.append(
                Unread(
                    missed.path if missed else "",
                    piece,
                    spec.kind if spec else "",
                    spec.targets if spec else (),
                )
            )


def _is_no_score(piece: str) -> bool:
    """Whether a piece is a number alone that is no score: then what stands beside it cannot be told by its place."""
    return piece.strip().isdecimal() and read_score(piece) is None


def _take_scores(
    record: Record, specs: Mapping[Slot, FieldSpec], pieces: list[str], context: ReadContext
) -> None:
    """Scores that stand together in one piece: ``power 4, interest 5`` or ``4, 5``."""
    scores = {slot.label_key: slot for slot, spec in specs.items() if spec.shape == "score"}
    missing = {key: slot for key, slot in scores.items() if slot.path not in record.values}
    if not missing:
        return
    placed = {key: slot for key, slot in missing.items() if slot.placed}
    for piece in list(pieces):
        found = read_scores(piece, context.lexicon.label_words(*missing))
        if not found and placed and len(placed) != len(missing):
            found = read_scores(piece, context.lexicon.label_words(*placed))
        for key, score in found.items():
            record.values[missing[key].path] = Read(score.value)
        if found:
            pieces.remove(piece)
        elif rest := _leading_scores(record, placed, piece):
            pieces[pieces.index(piece)] = rest


def _leading_scores(record: Record, placed: Mapping[str, Slot], piece: str) -> str:
    """Take as many scores as there are slots from the beginning of "4, high, citizen"; answer what follows."""
    parts = split_commas(piece)
    scores = [read_score(part) for part in parts]
    count = len(placed)
    lead = [score.value for score in scores[:count] if score is not None]
    if count < 2 or len(lead) != count or len(parts) == count or any(scores[count:]):
        return ""
    for slot, value in zip(placed.values(), lead, strict=True):
        record.values[slot.path] = Read(value)
    return ", ".join(parts[count:])


def _take_piece(
    record: Record,
    specs: Mapping[Slot, FieldSpec],
    slots: list[Slot],
    piece: str,
    context: ReadContext,
) -> bool:
    bare = _without_period(piece, specs, context)
    name = _without_cadence(bare, specs, context)
    for slot in slots:
        spec = specs[slot]
        if slot.span_end and (span := read_span(piece, context.today, language=context.lang)):
            if covers(piece, span.start, span.end):
                record.values[slot.path] = Read(span.value[0])
                record.values[slot.span_end] = Read(span.value[1])
                return True
            continue
        text = bare if spec.shape == "choice" else name if spec.shape == "ref" and slot.create else piece
        if not text or (spec.shape in _TYPED and not is_only(spec, slot, text, context)):
            continue
        read = read_value(spec, slot, text, context)
        if read is not None:
            record.values[slot.path] = read
            return True
    return False


def _without_period(piece: str, specs: Mapping[Slot, FieldSpec], context: ReadContext) -> str:
    """A piece without the date or span that another slot finds in it: "the Mayor in May 2027" names a mayor."""
    if not any(slot.within and spec.shape == "period" for slot, spec in specs.items()):
        return piece
    text = normalise(piece)
    found = read_span(text, context.today, language=context.lang) or read_period(
        text, context.today, language=context.lang
    )
    if found is None:
        return piece
    return f"{_BEFORE_PERIOD.sub('', text[: found.start])} {text[found.end :]}".strip(" ,;.()–-")


def _without_cadence(piece: str, specs: Mapping[Slot, FieldSpec], context: ReadContext) -> str:
    """A name without how often: "every year by the board" names a board."""
    if not any(spec.targets == ("Cadence",) for spec in specs.values()):
        return piece
    text = normalise(piece)
    found = read_choice(text, "Cadence", context.lexicon)
    if found is None:
        return piece
    return _LINK.sub("", f"{text[: found.start].rstrip()} {text[found.end :].lstrip()}".strip(" ,;"))


def is_only(spec: FieldSpec, slot: Slot, piece: str, context: ReadContext) -> bool:
    """Whether a typed value makes up the whole piece, so that no text is lost by taking it."""
    if spec.shape == "period":
        period = read_period(piece, context.today, language=context.lang)
        return period is not None and covers(piece, period.start, period.end)
    if spec.shape == "money":
        money = read_money(piece, context.currency)
        return money is not None and money.start <= 12
    if spec.shape == "integer":
        number = read_number(piece)
        return number is not None and covers(piece, number.start, number.end)
    if spec.shape == "choice":
        choice = read_choice(piece, spec.targets[0], context.lexicon)
        return choice is not None and len(piece) - (choice.end - choice.start) <= max(14, len(piece) // 3)
    return True


def covers(piece: str, start: int, end: int) -> bool:
    """Whether what is outside the span is only a word or two such as "by the end of"."""
    outside = normalise(piece)[:start] + normalise(piece)[end:]
    return len(re.sub(r"\W", "", outside)) <= 12
