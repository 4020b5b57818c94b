"""Codes that people read: GOA-1, OBJ-1.2, KPI-1.2.1, S-3."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from assistant.plan.fields import kinds
from assistant.plan.index import Index

_OWNER = {"Objective": "goal", "Indicator": "objective", "Activity": "initiative", "Milestone": "initiative"}
"""Kinds whose code continues the number of the entity they belong to."""


def next_code(index: Index, kind: str, values: Mapping[str, Any]) -> str | None:
    """The next free code for a new entity of that kind, or ``None`` where the kind has no codes.

    Args:
        index: the plan as it is.
        kind: the kind of the new entity.
        values: its field values, in which an owner or a SWOT quadrant decides the stem.
    """
    stem = _stem(index, kind, values)
    if stem is None:
        return None
    taken = re.compile(re.escape(stem) + r"(\d+)")
    numbers = [
        int(match[1])
        for place in index.places.values()
        if place.entity.code and (match := taken.fullmatch(place.entity.code))
    ]
    return f"{stem}{max(numbers, default=0) + 1}"


def _stem(index: Index, kind: str, values: Mapping[str, Any]) -> str | None:
    prefix = kinds()[kind].PREFIX
    if kind == "SwotItem" and values.get("quadrant"):
        return f"{values['quadrant']}-"
    owner = index.entity(str(values.get(_OWNER.get(kind, ""), "")))
    if owner is not None and owner.code and (number := re.search(r"-([\d.]+)$", owner.code)):
        return f"{prefix}-{number[1]}."
    return f"{prefix}-" if prefix else None
