"""One line of an answer, read as the fields of one entity.

Parts with a label (``owner: CIO``) go to their field. Unlabelled parts go, in order, to the placed slots that
can read them. Some values are also found inside the running text. Choices may be guessed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from assistant.dialogue.figures import take_assessment, take_baseline, take_figures
from assistant.dialogue.labelled import DEFINED, begins_with_label, other_slots
from assistant.dialogue.reading import (
    Intent,
    find_periods,
    infer_choice,
    label_parts,
    normalise,
    read_choice,
    read_intent,
    read_money,
    read_number,
    read_period,
    read_score,
    read_scores,
    read_span,
    split_commas,
)
from assistant.dialogue.reading.found import Found
from assistant.dialogue.reading.labels import LabelledText
from assistant.dialogue.values import Read, ReadContext, Unread, read_value
from assistant.plan.fields import FieldSpec, field_spec, kinds
from assistant.plan.values import Period
from assistant.steps.model import Slot

_BEFORE_PERIOD = re.compile(
    r"[\s,(–-]*(?:\b(?:in|on|by|from|until|till|since|during|due|vào|từ|đến|trước)\b\s*)*$", re.I
)
_BY_LEFT = re.compile(r"(?:\b(?:by|until|before)|trước|đến)(?: the)?\s*$", re.I)
_LINK = re.compile(r"^(?:(?:by|to|for|in|with|at|the|do|bởi|cho)\s+)+|\s+(?:by|to|for|in|with|at|the)$", re.I)
_COUNTED = {"score", "number", "integer"}
"""Shapes that only their place tells apart: after one that cannot be read, the next must not slip into its place."""
NOTHING = (Intent.NONE, Intent.UNKNOWN, Intent.SKIP)
"""What says that there is no value, and so never is one."""
_NAMED_LIKE_CHOICES = ("Stakeholder", "Body")
"""Kinds whose names may be the words of a choice: "business" is a stakeholder."""
_DEFINITION = re.compile(r"(?P<name>[^:：\n]{1,80}?)(?:\s*[:：]\s+|\s+[–—-]\s+)(?P<meaning>\S.*)", re.DOTALL)
_URL = re.compile(r"[(<]?\b(?:https?://|www\.)[^\s;,)>]+[)>]?", re.IGNORECASE)
_TYPED = {"score", "period", "money", "choice", "ref", "refs", "number", "integer", "flag"}


@dataclass
class Record:
    """What one line gave: values by path, the pieces that could not be read, and words that follow a score."""

    text: str
    values: dict[str, Read] = field(default_factory=dict)
    unread: list[Unread] = field(default_factory=list)
    tails: list[str] = field(default_factory=list)

    def without(self, uid: str) -> None:
        """Nothing comes before itself: a reference of an entity to itself is no value but unread."""
        for path, read in list(self.values.items()):
            if isinstance(read.value, list) and uid in read.value:
                kept = [each for each in read.value if each != uid]
                self.unread.append(Unread(path, self.text))
                self.values.pop(path)
                if kept:
                    self.values[path] = Read(kept, read.guess)


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
    _take_placed(record, specs, pieces, context)
    _take_tails(record, specs, context)
    _look_within(record, specs, taken.main, context)
    if kind in DEFINED:
        _define(record, slots)
    _infer(record, specs, context, known)
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
        _look_within(record, specs, record.text, context)
        _infer(record, specs, context, known)
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
        if (choice := _bare_choice(free, tail, context)) is not None:
            record.values[choice[0].path] = choice[1]


def _take_url(record: Record) -> None:
    """A web address stands anywhere: it is taken out of the line."""
    found = list(_URL.finditer(record.text))
    if len(found) == 1:
        record.values["url"] = Read(found[0][0].strip("()<>."))
        record.text = f"{record.text[: found[0].start()]} {record.text[found[0].end() :]}".strip(" ;,–—-")


def _parts(
    text: str, slots: tuple[Slot, ...], others: tuple[Slot, ...], context: ReadContext
) -> LabelledText:
    """A line taken apart at the labels of the question's fields, and of the kind's others if a colon follows."""
    own = [slot.label_key for slot in slots]
    keys = dict.fromkeys([*own, *(slot.label_key for slot in others)])
    return label_parts(text, context.lexicon.label_words(*keys), context.lexicon.bare_words(*own))


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


def is_bare_value(kind: str, slots: tuple[Slot, ...], piece: str, context: ReadContext) -> bool:
    """Whether a piece can be no name: it has no letters, or is the very word for a choice of this kind."""
    if not re.search(r"[^\W\d_]", piece) or _URL.fullmatch(piece.strip()):
        return True
    free = {slot: field_spec(kind, slot.path) for slot in slots if not slot.placed}
    return kind not in _NAMED_LIKE_CHOICES and _bare_choice(free, piece, context) is not None


def _bare_choice(
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


def _take_placed(
    record: Record, specs: Mapping[Slot, FieldSpec], pieces: list[str], context: ReadContext
) -> None:
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
        if titled and (choice := _bare_choice(free, piece, context)) is not None:
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


def _look_within(record: Record, specs: Mapping[Slot, FieldSpec], main: str, context: ReadContext) -> None:
    """Values that the running text holds: one clear period, a span, an amount with its currency."""
    for slot, spec in specs.items():
        if not slot.within or slot.path in record.values:
            continue
        if slot.span_end:
            if slot.span_end not in record.values and (
                span := read_span(record.text, context.today, language=context.lang)
            ):
                record.values[slot.path], record.values[slot.span_end] = map(Read, span.value)
        elif spec.shape == "period" and not _ends_a_span(slot, specs):
            periods = find_periods(main or record.text, context.today, language=context.lang)
            if slot.path == "due" and len(periods) > 1:
                periods = _ends(main or record.text, periods)
            if len(periods) == 1:
                record.values[slot.path] = Read(periods[0].value)
        elif spec.shape == "money":
            money = read_money(main)
            if money is not None and money.value.currency is not None:
                record.values[slot.path] = Read(money.value.model_dump())


def _ends(text: str, periods: list[Found[Period]]) -> list[Found[Period]]:
    """Of several periods those by which something is to be done: "from 31 in 2025 to 10 by 2029"."""
    text = normalise(text)
    return [p for p in periods if _BY_LEFT.search(text[: p.start]) or text.startswith("까지", p.end)]


def _ends_a_span(slot: Slot, specs: Mapping[Slot, FieldSpec]) -> bool:
    return any(other.span_end == slot.path for other in specs)


def _infer(
    record: Record, specs: Mapping[Slot, FieldSpec], context: ReadContext, known: Collection[str]
) -> None:
    for slot, spec in specs.items():
        if (
            slot.infer
            and spec.shape == "choice"
            and slot.path not in record.values
            and slot.path not in known
        ):
            guess = infer_choice(record.text, spec.targets[0], context.lexicon)
            if guess is not None:
                record.values[slot.path] = Read(guess, guess=True)
