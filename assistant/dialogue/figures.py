"""Figures with their dates: where an indicator stands, what it shall reach, the score of an assessment."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from assistant.dialogue.reading import normalise, read_period, split_inline
from assistant.dialogue.references import ReadContext
from assistant.dialogue.values import Read, read_target, read_value
from assistant.plan.fields import field_spec
from assistant.plan.values import Period
from assistant.steps.model import Slot

_BY = re.compile(r"\b(?:by|until|till|before|no later than|đến|tới|trước|chậm nhất)\b|까지", re.IGNORECASE)
_FROM_TO = re.compile(
    r"(?:from|từ)\s+(?P<a>.+?)\s+(?:to|đến|lên|xuống)\s+(?P<b>(?!\d{4}\b).+)", re.IGNORECASE
)
_ARROW = re.compile(r"\s*(?:->|→|=>|⇒)\s*")
_AND = re.compile(r"\s+(?:and|và|및)\s+(?=[-+~]?\d)", re.IGNORECASE)
_BEGINS = re.compile(r"\s*(?:(?:from|từ)\s+)?[-+~]?\d", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_SCORED = re.compile(
    r"(?P<name>.*[^\W\d].*?)(?:\s*[:：]\s*(?P<a>\d[\d.,]*%?)|\s+(?P<b>\d+[.,]\d+%?))"
    r"(?:\s*[,(]?\s*(?:in\s+|năm\s+)?(?P<year>(?:19|20)\d\d)\s?(?:년)?\)?)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One number, perhaps with a date; ``ahead`` is true of what shall be reached, false of what was measured."""

    value: Read
    date: Period | None
    ahead: bool

    def as_target(self) -> dict[str, Read]:
        """The figure as the fields of a target."""
        return {"value": self.value, **({"date": Read(self.date)} if self.date else {})}


def read_figure(text: str, context: ReadContext) -> Figure | None:
    """``31 (2025)``, ``5,000 by the end of 2029``: a number with at most one date."""
    found = read_target(text, context)
    if found is None:
        return None
    period = found["date"].value if "date" in found else None
    ahead = period is not None and (_BY.search(text) is not None or period.first_day > context.today)
    return Figure(found["value"], period, ahead)


def read_figures(text: str, context: ReadContext) -> list[Figure]:
    """The figures that make up a piece: a list, ``from … to …``, or two with an arrow; empty if one is not read."""
    text = normalise(text).strip()
    if turn := _FROM_TO.fullmatch(text):
        parts = [turn["a"], turn["b"]]
    elif len(parts := _ARROW.split(text)) == 1:
        parts = [half for part in split_inline(text) for half in _AND.split(part)]
    found = [read_figure(part, context) for part in parts]
    whole = [figure for figure in found if figure is not None]
    return whole if len(whole) == len(found) else []


def take_baseline(values: dict[str, Read], text: str, context: ReadContext) -> bool | None:
    """A labelled baseline with its date; None if there is no date in it, False if the date lies ahead."""
    figure = read_figure(text, context)
    if figure is None or figure.date is None:
        return None
    if figure.ahead:
        return False
    values["baseline.value"] = figure.value
    values.setdefault("baseline.date", Read(figure.date))
    return True


def take_figures(
    values: dict[str, Read],
    slots: Mapping[str, Slot],
    pieces: list[str],
    context: ReadContext,
    known: Collection[str],
) -> tuple[list[str], list[str]]:
    """Sort the unlabelled figures of an indicator's line into its baseline and its targets.

    Args:
        values: what was read so far; filled.
        slots: the fields that may be filled, by path.
        pieces: the unlabelled pieces.
        context: plan, words, today.
        known: the fields that the indicator has already.

    Returns:
        The pieces that are no figures, and those that are but found no place.
    """
    named = "name" in slots and slots["name"].placed
    if not named and len(pieces) == 1 and _YEAR.fullmatch(pieces[0]):
        return [], pieces  # a year alone is hardly a value
    read = {piece: read_figures(piece, context) for piece in (pieces[1:] if named else pieces)}
    if named:  # beside a name only what is figures and nothing else
        read = {piece: found for piece, found in read.items() if _BEGINS.match(piece)}
        if not any(figure.date for found in read.values() for figure in found):
            read = {}
    sorter = _Sorter(values, slots, known)
    missed = [piece for piece, found in read.items() if found and not sorter.take(found)]
    sorter.finish()
    return [piece for piece in pieces if not read.get(piece)], missed


class _Sorter:
    """Puts figures, in order, where they belong."""

    def __init__(self, values: dict[str, Read], slots: Mapping[str, Slot], known: Collection[str]) -> None:
        self._values, self._slots, self._known = values, slots, known
        self._free = "targets" in slots and "targets" not in values
        self._targets: list[dict[str, Read]] = []

    def take(self, figures: list[Figure]) -> bool:
        """Take the figures of one piece; False if one of them has no place, and then none is taken."""
        before, targets = dict(self._values), list(self._targets)
        for figure in figures:
            if not (self._baseline(figure, alone=len(figures) == 1) or self._target(figure)):
                self._values.clear()
                self._values.update(before)
                self._targets = targets
                return False
        return True

    def _baseline(self, figure: Figure, *, alone: bool) -> bool:
        fits = not figure.ahead and "baseline.value" not in self._values
        if figure.date is None and self._targets:
            return False  # what comes after a target is a target too, unless its date is past
        if not fits or "baseline.value" not in self._slots:
            return False
        if figure.date is None and "baseline.value" in self._known and "targets" not in self._known:
            return False
        guess = not alone and figure.date is None
        self._values["baseline.value"] = Read(figure.value.value, guess=guess, unit=figure.value.unit)
        if figure.date is not None:
            self._values.setdefault("baseline.date", Read(figure.date, guess=guess))
        return True

    def _target(self, figure: Figure) -> bool:
        if not self._free or (figure.date is not None and not figure.ahead):
            return False
        self._targets.append(figure.as_target())
        return True

    def finish(self) -> None:
        """Write the targets that were taken."""
        if self._targets:
            self._values["targets"] = Read(self._targets)


def take_assessment(values: dict[str, Read], pieces: list[str], context: ReadContext) -> list[str]:
    """``EGDI: 0.71 (2024)`` and a year of its own; answers the pieces as they are left."""
    left: list[str] = []
    for place, piece in enumerate(pieces):
        if place and _YEAR.fullmatch(piece) and "year" not in values:
            period = read_period(piece, context.today, language=context.lang)
            if period is not None:
                values["year"] = Read(period.value)
                continue
        match = _SCORED.fullmatch(normalise(piece)) if place == 0 and "score" not in values else None
        score = match and read_value(
            field_spec("Assessment", "score"), Slot("score"), match["a"] or match["b"], context
        )
        if match and score:
            values["score"] = score
            if match["year"]:
                values.setdefault("year", Read(Period(match["year"])))
            piece = match["name"].strip(" -–—")
        left.append(piece)
    return left
