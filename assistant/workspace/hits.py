"""A hit of the knowledge base as an event holds it: JSON values only, so that what is live equals what is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from knowledge import Hit

_NESTED = ("lines", "steps", "offers", "references", "place", "original", "newer")


def hit_json(hit: Hit, question: str, names: Mapping[str, str]) -> dict[str, Any]:
    """A hit as JSON; of its offers those that answer ``question``. ``names`` are the governments' names by case."""
    return {
        **{name: getattr(hit, name) for name in Hit.__slots__ if name not in _NESTED},
        "country_name": names.get(hit.source, "") if hit.fact else "",
        "lines": list(hit.lines) if hit.lines else None,
        "steps": list(hit.steps),
        "offers": list(hit.offers_for(question)),
        "references": [asdict(each) for each in hit.references],
        "place": {**asdict(hit.place), "headings": list(hit.place.headings)} if hit.place else None,
        "original": asdict(hit.original) if hit.original else None,
        "newer": [hit_json(each, "", names) for each in hit.newer],
    }
