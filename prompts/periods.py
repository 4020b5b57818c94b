"""Periods as people write them: ``2027-Q2`` is Q2 2027, ``2031-12`` December 2031, in the reader's language."""

from __future__ import annotations

import re
from typing import Any

_PERIOD = re.compile(
    r"(?P<year>\d{4})(?:-(?:Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<month>\d\d)(?:-(?P<day>\d\d))?))?"
)


def period_message(text: str) -> dict[str, Any]:
    """The message that words a period; it can itself be a parameter of another message.

    Args:
        text: the period as a plan holds it: ``2027``, ``2027-H1``, ``2027-Q2``, ``2027-03`` or ``2027-03-31``.

    Returns:
        ``id`` and ``params``, as :meth:`prompts.catalogue.Catalogue.render` takes them.

    Raises:
        ValueError: the text has none of these forms.
    """
    match = _PERIOD.fullmatch(text)
    if match is None:
        raise ValueError(f"not a period: {text[:40]!r}")
    params: dict[str, Any] = {"year": match["year"]}
    if match["quarter"]:
        return {"id": "period.quarter", "params": params | {"quarter": match["quarter"]}}
    if match["half"]:
        return {"id": f"period.half.{match['half']}", "params": params}
    if match["month"] is None:
        return {"id": "period.year", "params": params}
    params["month"] = {"id": f"month.{int(match['month'])}", "params": {}}
    if match["day"] is None:
        return {"id": "period.month", "params": params}
    return {"id": "period.day", "params": params | {"day": str(int(match["day"]))}}
