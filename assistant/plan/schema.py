"""The JSON Schema of a plan document, generated from the models."""

from __future__ import annotations

import json

from assistant.plan.document import PlanDocument
from assistant.plan.migrations import SCHEMA_VERSION


def json_schema() -> str:
    """The JSON Schema (draft 2020-12) of :class:`PlanDocument`, as it is written to a file."""
    schema = PlanDocument.model_json_schema(mode="serialization", by_alias=True)
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:govplan:plan:{SCHEMA_VERSION}",
        "title": "govplan plan document",
    }
    return json.dumps({**schema, **head}, ensure_ascii=False, indent=2) + "\n"
