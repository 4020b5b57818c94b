"""Small plans for tests of formats, and how they look in Markdown."""

from __future__ import annotations

from typing import Any

from helpers.wording import english

from assistant.formats import FORMATS
from assistant.plan.document import PlanDocument
from assistant.plan.entities import Plan


def markdown(document: PlanDocument) -> str:
    write = FORMATS["markdown"].write
    assert write is not None
    return write(document, english).decode()


def plan_with(**values: Any) -> PlanDocument:
    provenance = values.pop("provenance", {})
    return PlanDocument(plan=Plan.model_validate({"uid": "_p", **values}), provenance=provenance)
