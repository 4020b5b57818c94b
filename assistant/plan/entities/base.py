"""What every entity shares, and how a field says what it is for.

A field is declared with :func:`field`; the marks it carries (``needed``, ``step``, ``component``, what it
refers to) are read back by :mod:`assistant.plan.fields` and appear in the JSON Schema as ``x-…`` keys.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

Uid = Annotated[str, Field(pattern=r"^_[A-Za-z0-9_.-]{1,64}$")]
"""An identity that never changes and is a valid XML ID, such as ``_6f1c…``."""


def field(
    doc: str,
    default: Any = None,
    *,
    needed: bool = False,
    step: int | None = None,
    component: str | None = None,
) -> Any:
    """Declare a field of an entity or a part.

    Args:
        doc: what the field holds: shape, unit, source.
        default: the empty value; ``None`` for a scalar, ``()`` for a list.
        needed: whether a complete plan has it (rule X.0 reports it when empty).
        step: the step that fills it, where it differs from the step of its entity.
        component: the plan component it belongs to, where it differs from that of its entity.
    """
    extra: dict[str, Any] = {}
    if needed:
        extra["x-needed"] = True
    if step is not None:
        extra["x-step"] = step
    if component is not None:
        extra["x-component"] = component
    return Field(default, description=doc, json_schema_extra=extra or None)


class Refers:
    """Mark on a reference field: the kinds of entity it may point at."""

    def __init__(self, *kinds: str) -> None:
        self.kinds = kinds

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> Any:
        """Publish the target kinds as ``x-refers-to``."""
        return {**handler(schema), "x-refers-to": list(self.kinds)}


class Model(BaseModel):
    """Base of everything in a plan: frozen, and closed to unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Part(Model):
    """A small group of values without an identity of its own; its fields are addressed as ``part.field``."""


class Entity(Model):
    """Something a person would point at: it has an identity, and a code that people read."""

    STEP: ClassVar[int] = 0
    COMPONENT: ClassVar[str | None] = None
    PREFIX: ClassVar[str] = ""
    TITLE: ClassVar[str] = ""
    """The field that names the entity in a list."""

    uid: Uid = Field(description="Immutable identity; references point at it")
    code: str | None = Field(None, description="Human, editable code such as GOA-1; null where none is used")


class Item(Entity):
    """One line of a list that a person may point at: a need, a scope line, a deliverable."""

    TITLE = "text"
    text: str | None = field("The line itself", needed=True)


RoleRef = Annotated[Uid, Refers("Role")]
BodyRef = Annotated[Uid, Refers("Body")]
StakeholderRef = Annotated[Uid, Refers("Stakeholder")]
FactorRef = Annotated[Uid, Refers("EnvironmentFactor")]
ParentPlanRef = Annotated[Uid, Refers("ParentPlan")]
ThemeRef = Annotated[Uid, Refers("Theme")]
GoalRef = Annotated[Uid, Refers("Goal")]
ObjectiveRef = Annotated[Uid, Refers("Objective")]
SwotRef = Annotated[Uid, Refers("SwotItem")]
StrategyRef = Annotated[Uid, Refers("Strategy")]
InitiativeRef = Annotated[Uid, Refers("Initiative")]
ActivityRef = Annotated[Uid, Refers("Activity")]
IndicatorRef = Annotated[Uid, Refers("Indicator")]
PartyRef = Annotated[Uid, Refers("Role", "Stakeholder")]
RelevanceRef = Annotated[Uid, Refers("Stakeholder", "EnvironmentFactor", "ParentPlan")]
ThreatenedRef = Annotated[Uid, Refers("Goal", "Objective", "Initiative")]
AnyRef = Annotated[Uid, Refers("*")]
