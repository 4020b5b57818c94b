"""Older plan files, brought up to date step by step.

A migration takes parsed JSON of one schema version and gives that of the next. To change the schema: raise
``SCHEMA_VERSION``, add one entry to ``MIGRATIONS``, and put a file of the old version under ``tests/plan/files``.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

SCHEMA_VERSION = "1.1"


def _from_0_9(data: dict[str, Any]) -> dict[str, Any]:
    """Version 0.9 called the plan's horizon ``start`` and ``end``, and kept no provenance."""
    plan = data["plan"]
    for old, new in (("start", "horizon_start"), ("end", "horizon_end")):
        if isinstance(plan, dict) and old in plan:
            plan[new] = plan.pop(old)
    data.setdefault("provenance", {})
    return data


def _from_1_0(data: dict[str, Any]) -> dict[str, Any]:
    """Version 1.0 knew no citations of cases; whatever it holds means the same now."""
    return data


MIGRATIONS: dict[str, tuple[str, Callable[[dict[str, Any]], dict[str, Any]]]] = {
    "0.9": ("1.0", _from_0_9),
    "1.0": ("1.1", _from_1_0),
}
"""By the version a file has: the version it becomes, and how."""


def migrate(data: dict[str, Any]) -> dict[str, Any]:
    """Bring parsed JSON to the current schema version; the input is left as it is."""
    data = copy.deepcopy(data)
    while (entry := MIGRATIONS.get(str(data["schema_version"]))) is not None:
        version, change = entry
        data = change(data)
        data["schema_version"] = version
    return data
