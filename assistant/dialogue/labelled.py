"""Labels beyond those of the question at hand: the other fields of the kind, and words that label no field of it."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.dialogue.reading import Lexicon, normalise
from assistant.dialogue.reading.words import pattern_of
from assistant.plan.fields import fields_of
from assistant.steps import questions
from assistant.steps.model import Slot

DEFINED = ("GlossaryTerm", "Value")
"""Kinds whose lines are "name: meaning", so that a label word before a colon is a name like any other."""
ROLE_WORDS = ("role", "역할", "vai trò")
"""Label words that mean a task where that is asked for, and a person everywhere else."""
_WITHOUT = ("Plan", "Item", *DEFINED)
_NO_VALUE = ("part", "entity")


@lru_cache(maxsize=256)
def other_slots(kind: str, slots: tuple[Slot, ...], lexicon: Lexicon) -> tuple[Slot, ...]:
    """The fields of a kind that a question does not ask for, but that may be given with their label."""
    if kind in _WITHOUT:
        return ()
    taken = {slot.label_key for slot in slots} | {slot.path for slot in slots}
    found: list[Slot] = []
    for slot in _slots_of(kind):
        fresh = slot.label_key not in taken and slot.path not in taken and slot.label_key in lexicon.labels
        if fresh:
            taken |= {slot.label_key, slot.path}
            found.append(slot)
    return tuple(found)


@lru_cache(maxsize=64)
def _slots_of(kind: str) -> tuple[Slot, ...]:
    """Every field of a kind as a slot that wants its label, as the questions about the kind know it."""
    known: dict[str, Slot] = {}
    for question in questions().values():
        if question.kind == kind:
            for slot in question.slots:
                known.setdefault(slot.path, slot)
    found = []
    for path, spec in fields_of(kind).items():
        if spec.shape in _NO_VALUE:
            continue
        slot = known.get(path, Slot(path))
        found.append(Slot(path, slot.label, placed=False, create=slot.create))
    return tuple(found)


def begins_with_label(piece: str, lexicon: Lexicon) -> bool:
    """Whether a piece begins with any label word of the lexicon and a colon: ``frequency: monthly``."""
    return _any_label(lexicon).match(normalise(piece)) is not None


@lru_cache(maxsize=4)
def _any_label(lexicon: Lexicon) -> re.Pattern[str]:
    words = {word for entry in lexicon.labels.values() for word in entry.words}
    return re.compile(rf"\s*(?:{pattern_of(words)})\s?:(?!//)\s*\S", re.IGNORECASE)
