"""What the running text of a line holds: one clear period, a span, an amount; and choices that it hints at."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from assistant.dialogue.reading import find_periods, infer_choice, normalise, read_money, read_span
from assistant.dialogue.reading.found import Found
from assistant.dialogue.record import Record
from assistant.dialogue.references import ReadContext
from assistant.dialogue.values import Read
from assistant.plan.fields import FieldSpec
from assistant.plan.values import Period
from assistant.steps.model import Slot

_BY_LEFT = re.compile(r"(?:\b(?:by|until|before)|trước|đến)(?: the)?\s*$", re.I)


def look_within(record: Record, specs: Mapping[Slot, FieldSpec], main: str, context: ReadContext) -> None:
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


def infer_choices(
    record: Record, specs: Mapping[Slot, FieldSpec], context: ReadContext, known: Collection[str]
) -> None:
    """Guess the choices that neither the line nor the entity (``known``) has."""
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
