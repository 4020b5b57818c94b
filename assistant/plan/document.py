"""What a JSON file of a plan holds: schema version, plan and provenance; reading it and writing it."""

from __future__ import annotations

import json
from typing import Any

from pydantic import Field, ValidationError

from assistant.plan.entities import Plan
from assistant.plan.entities.base import Model
from assistant.plan.migrations import MIGRATIONS, SCHEMA_VERSION, migrate
from assistant.plan.provenance import Mark


class DocumentError(ValueError):
    """The data is not a plan that can be opened.

    Attributes:
        code: ``not_json``, ``not_a_plan``, ``newer`` or ``invalid``.
        params: details for the message: ``version``, ``supported``, ``place``, ``problem``, ``count``.
    """

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


class PlanDocument(Model):
    """A plan with the provenance of its values, as it is exchanged with other tools."""

    schema_version: str = Field(SCHEMA_VERSION, description="Version of this format, major.minor")
    generator: str | None = Field(None, description="The program that wrote the file")
    plan: Plan = Field(description="The plan")
    provenance: dict[str, dict[str, Mark]] = Field(
        default_factory=dict, description="Where each value comes from, by uid and field"
    )


def new_document(uid: str) -> PlanDocument:
    """An empty plan with that identity."""
    return PlanDocument(plan=Plan(uid=uid))


def dump_document(document: PlanDocument, *, compact: bool = False) -> str:
    """Write a document as JSON text, keys in the order of the schema.

    Args:
        document: the document.
        compact: leave the provenance out and write no line breaks.
    """
    data = document.model_dump(mode="json", by_alias=True)
    if compact:
        del data["provenance"]
        return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def load_document(text: str | bytes) -> PlanDocument:
    """Read a document of this or an older schema version; which program wrote it is not kept.

    Raises:
        DocumentError: the text is not JSON, not a plan, of a newer version, or breaks the schema.
    """
    try:
        if isinstance(text, bytes):
            text = text.decode("utf-8-sig")
        data = json.loads(text.removeprefix("\ufeff"), object_pairs_hook=_object)
    except DocumentError:
        raise
    except (ValueError, RecursionError) as error:
        raise DocumentError("not_json", problem=str(error)) from error
    return document_from_data(data)


def document_from_data(data: Any) -> PlanDocument:
    """Build a document from parsed JSON of this or an older schema version, without the name of its generator.

    Raises:
        DocumentError: see :func:`load_document`.
    """
    if not isinstance(data, dict) or "plan" not in data or "schema_version" not in data:
        raise DocumentError("not_a_plan")
    version = str(data["schema_version"])
    if (problem := migration_problem(version)) is not None:
        versions = {"version": version, "supported": SCHEMA_VERSION} if problem == "newer" else {}
        raise DocumentError(problem, **versions)
    try:
        document = PlanDocument.model_validate_json(json.dumps(migrate(data)))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise DocumentError(
            "invalid", place=place or "document", problem=first["msg"], count=str(error.error_count())
        ) from error
    except (RecursionError, ValueError) as error:
        raise DocumentError("invalid", place="document", problem=str(error), count="1") from error
    return document.model_copy(update={"generator": None})  # tells of the file, not of the plan


def migration_problem(version: str) -> str | None:
    """``newer`` for a version this program does not know yet, ``not_a_plan`` for one that never was."""
    if version == SCHEMA_VERSION or version in MIGRATIONS:
        return None
    try:
        theirs = tuple(int(part) for part in version.split("."))
    except ValueError:
        return "not_a_plan"
    ours = tuple(int(part) for part in SCHEMA_VERSION.split("."))
    return "newer" if theirs > ours else "not_a_plan"


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object; of a key that stands there twice one value would be lost in silence."""
    data = dict(pairs)
    if len(data) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in data if keys.count(key) > 1)
        raise DocumentError("invalid", place=twice[:80], problem="the key stands there twice", count="1")
    return data
