"""One value of one field, read from a piece of text; shared by answers, tables and edits in the preview."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from assistant.dialogue.reading import (
    Intent,
    find_periods,
    infer_choice,
    normalise,
    read_choice,
    read_intent,
    read_money,
    read_number,
    read_period,
    read_quantity,
    read_score,
    split_commas,
    split_inline,
)
from assistant.dialogue.references import ReadContext, resolve, says_all
from assistant.plan.fields import FieldSpec, field_spec
from assistant.steps import NESTED
from assistant.steps.model import Slot

_AND = re.compile(r"\s+(?:and|và)\s+|\s*(?:&|\b및\b)\s*|(?<=[가-힣])(?:와|과)\s+", re.IGNORECASE)
_AROUND_TARGET = re.compile(
    r"(?:\b(?:by|in|until|at|to|on|as of|end of|the|measured|vào|đến|trước|năm)\b|까지|기준|[()=:→@-]|,(?!\d)|(?<!\d),)+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Read:
    """What was read.

    Attributes:
        value: a JSON or Python value of the field; a reference may be a :class:`Wish`; children are a list
            of ``{path: Read}``.
        guess: whether it was inferred and wants a yes.
        unit: for a number, the unit that stood with it.
    """

    value: Any
    guess: bool = False
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """A piece of an answer that could not be read: the field it was meant for, and the piece."""

    path: str
    text: str
    kind: str = ""
    targets: tuple[str, ...] = field(default=())


def read_value(spec: FieldSpec, slot: Slot, text: str, context: ReadContext) -> Read | None:
    """The value of a field that a piece of text gives, or ``None`` if it is not surely one."""
    text = normalise(text).strip()
    if not text:
        return None
    reader = _READERS[spec.shape]
    return reader(spec, slot, text, context)


def _text(spec: FieldSpec, slot: Slot, text: str, context: ReadContext) -> Read | None:
    return Read(text.rstrip(";").strip()) if re.search(r"[\w%‰₩$€£¥°]", text) else None


def _number(spec: FieldSpec, slot: Slot, text: str, context: ReadContext) -> Read | None:
    quantity = read_quantity(text)
    if quantity is not None:
        return _bounded(quantity.value.value, quantity.value.unit)
    number = read_number(text)
    return _bounded(number.value, None) if number is not None else None


def _bounded(value: Decimal, unit: str | None) -> Read | None:
    """A number that the plan can hold: at most 24 digits, 6 after the point."""
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or exponent < -6 or value.adjusted() > 16:
        return None
    return Read(value, unit=unit)


def _score(spec: FieldSpec, slot: Slot, text: str, context: ReadContext) -> Read | None:
    found = read_score(text)
    return Read(found.value) if found else None


def _attitude(text: str, context: ReadContext) -> Read | None:
    """Nothing but a word for it: "opposed", "strongly supportive"."""
    found = read_choice(text, "Attitude", context.lexicon)
    whole = found is not None and found.end - found.start == len(text.strip(" .!"))
    return Read(int(found.value)) if found is not None and whole else None


def _integer(spec: FieldSpec, slot: Slot, text: str, context: ReadContext) -> Read | None:
    if spec.path == "attitude" and not re.search(r"\d", text):
        return _attitude(text, context)
    sign = re.fullmatch(r"([-+−])\s*(\d)", text)
    number = read_number(sign[2] if sign else text)
    if number is None or number.value != int(number.value) or abs(number.value) > 10**9:
        return None
    value = int(number.value) * (-1 if sign and sign[1] != "+" else 1)
    if spec.path == "attitude" and not -2 <= value <= 2:
        return None
    if spec.kind == "WorkplanEntry" and not 1 <= value <= 10:
        return None
    return Read(value)


def _flag(spec: FieldSpec, slot: Slot, text: str, context: ReadContext) -> Read | None:
    intent = read_intent(text, context.lexicon)
    if intent in (Intent.YES, Intent.NO):
        return Read(intent is Intent.YES)
    first = re.match(r"[\w']+", text)
    if first and (intent := read_intent(first[0], context.lexicon)) in (Intent.YES, Intent.NO):
        return Read(intent is Intent.YES)
    return None


def _period(spec: FieldSpec, slot: Slot, text: str, context: ReadContext) -> Read | None:
    found = read_period(text, context.today, language=context.lang)
    return Read(found.value) if found else None


def _money(spec: FieldSpec, slot: Slot, text: str, context: ReadContext) -> Read | None:
    found = read_money(text, context.currency)
    if found is None or _bounded(found.value.amount, None) is None:
        return None
    value: dict[str, Any] = {"amount": found.value.amount, "currency": found.value.currency}
    source = text[found.end :].strip(" \t\n,;:–—-")
    if source.startswith("(") and source.endswith(")"):
        source = source[1:-1].strip()
    if spec.kind == "Initiative" and re.search(r"\w{2}", source):
        value["source"] = re.sub(r"^(from|source:?|출처:?|nguồn:?|từ)\s+", "", source, flags=re.I)
    return Read(value)


def _choice(spec: FieldSpec, slot: Slot, text: str, context: ReadContext) -> Read | None:
    found = read_choice(text, spec.targets[0], context.lexicon)
    if found is not None:
        return Read(found.value)
    if slot.infer and (guess := infer_choice(text, spec.targets[0], context.lexicon)) is not None:
        return Read(guess, guess=True)
    return None


def _ref(spec: FieldSpec, slot: Slot, text: str, context: ReadContext) -> Read | None:
    target = resolve(text, spec.targets, context, create=slot.create)
    return Read(target) if target is not None else None


def _refs(spec: FieldSpec, slot: Slot, text: str, context: ReadContext) -> Read | None:
    if says_all(text, context.lexicon):
        everything = [uid for kind in spec.targets for uid in context.index.of_kind(kind)]
        return Read(everything) if everything else None
    whole = resolve(text, spec.targets, context, create=False)
    if whole is not None:
        return Read([whole])
    names = split_inline(text)
    found = [resolve(name, spec.targets, context, create=slot.create) for name in names if name.strip()]
    if any(target is None for target in found):  # "residents and staff": two names, unless one holds the word
        names = [name for each in names for name in _AND.split(each)]
        found = [resolve(name, spec.targets, context, create=False) for name in names if name.strip()]
    if not found or any(target is None for target in found):
        return None
    return Read(list(dict.fromkeys(found)))


def _texts(spec: FieldSpec, slot: Slot, text: str, context: ReadContext) -> Read | None:
    return Read(split_inline(text))


def _entities(spec: FieldSpec, slot: Slot, text: str, context: ReadContext) -> Read | None:
    kind = spec.targets[0]
    pieces = [text] if kind == "CapabilityGap" else _list_pieces(kind, text)
    children = [_child(kind, piece, context) for piece in pieces]
    found = [child for child in children if child is not None]
    return Read(found) if found and len(found) == len(children) else None


def _list_pieces(kind: str, text: str) -> list[str]:
    if "\n" in text:
        return [line for line in text.split("\n") if line.strip()]
    return split_inline(text) if kind in ("Target", "Channel", "Theme") else _sentences(text)


def _sentences(text: str) -> list[str]:
    """Cut at semicolons, else at commas: a list of phrases, in which "and" belongs to the phrase."""
    if ";" in text:
        return [piece.strip() for piece in text.split(";") if piece.strip()]
    pieces = split_commas(text)
    last = re.sub(r"^(?:and|및|그리고|và)\s+", "", pieces[-1]) if len(pieces) > 1 else ""
    return [*pieces[:-1], last] if last else pieces


def _child(kind: str, text: str, context: ReadContext) -> dict[str, Read] | None:
    slots = NESTED[kind]
    values: dict[str, Read] = {}
    if kind == "CapabilityGap":
        gap, _, action = re.sub(r"\s*(?:->|→|=>)\s*", "\x00", text, count=1).partition("\x00")
        return {"gap": Read(gap.strip()), **({"action": Read(action.strip())} if action else {})}
    if kind == "Target":
        return read_target(text, context)
    for slot in slots:
        spec = field_spec(kind, slot.path)
        if slot.within:
            periods = find_periods(text, context.today, language=context.lang)
            found = Read(periods[0].value) if len(periods) == 1 else None
        elif spec.shape == "ref":
            continue
        else:
            found = read_value(spec, slot, text, context)
        if found is not None:
            values[slot.path] = found
    if kind == "Channel" and "kind" not in values:
        values["kind"] = Read("other", guess=True)
    return values or None


def read_target(text: str, context: ReadContext) -> dict[str, Read] | None:
    """``80% by 2028``: the period is found first, so that its digits are not taken for the value."""
    periods = find_periods(text, context.today, language=context.lang)
    if len(periods) != 1:
        value = (
            read_value(field_spec("Target", "value"), Slot("value"), text, context) if not periods else None
        )
        return {"value": value} if value else None
    period = periods[0]
    rest = normalise(text)[: period.start] + " " + normalise(text)[period.end :]
    rest = _AROUND_TARGET.sub(" ", rest)
    value = _number(field_spec("Target", "value"), Slot("value"), rest.strip(), context)
    return {"value": value, "date": Read(period.value)} if value else None


_READERS = {
    "text": _text,
    "number": _number,
    "score": _score,
    "integer": _integer,
    "flag": _flag,
    "period": _period,
    "money": _money,
    "choice": _choice,
    "ref": _ref,
    "refs": _refs,
    "texts": _texts,
    "entities": _entities,
}
