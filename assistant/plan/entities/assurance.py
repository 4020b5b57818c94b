"""Steps 8 to 10: communicating, monitoring and evaluating, reviewing and revising."""

from __future__ import annotations

from assistant.plan.entities.base import (
    AnyRef,
    BodyRef,
    Entity,
    IndicatorRef,
    Item,
    Part,
    RoleRef,
    StakeholderRef,
    field,
)
from assistant.plan.values import AudienceScope, Cadence, ChannelKind, EvaluationKind, Number, Period


class Channel(Entity):
    """A way a message reaches its audience."""

    STEP = 8
    TITLE = "name"
    kind: ChannelKind | None = field("What kind of channel", needed=True)
    name: str | None = field("The channel in the plan's own words")
    digital: bool | None = field("Whether it needs a device and a connection")


class CommunicationAction(Entity):
    """Who is told what, how, when and by whom, and how they can answer."""

    STEP = 8
    COMPONENT = "stakeholder_analysis"
    PREFIX = "COM"
    TITLE = "message"
    audience: tuple[StakeholderRef, ...] = field("Whom it addresses", (), needed=True)
    scope: AudienceScope | None = field("Inside the organisation, outside it, or both")
    message: str | None = field("What they should hear", needed=True)
    channels: tuple[Channel, ...] = field("How it reaches them", (), needed=True)
    timing: str | None = field("When or how often, in words", needed=True)
    owner: RoleRef | None = field("Who does it", needed=True)
    feedback_mechanism: str | None = field("How they can answer, and who reads it", needed=True)
    language_accessibility: str | None = field("Languages, plain language, accessible formats")


class MonitoringRule(Entity):
    """How often indicators are looked at, and who gets to see them."""

    STEP = 9
    COMPONENT = "kpis_evaluation"
    PREFIX = "MON"
    TITLE = "cadence"
    indicators: tuple[IndicatorRef, ...] = field("Indicators it covers", (), needed=True)
    cadence: Cadence | None = field("How often", needed=True)
    reports_to: BodyRef | None = field("The body that sees the report", needed=True)
    thresholds: str | None = field("What counts as on track, at risk and off track")


class Measurement(Entity):
    """A value that was measured."""

    STEP = 9
    COMPONENT = "kpis_evaluation"
    PREFIX = "MEA"
    TITLE = "period"
    indicator: IndicatorRef | None = field("What was measured", needed=True)
    period: Period | None = field("The period it is for", needed=True)
    actual: Number | None = field("The value, in the indicator's unit", needed=True)
    comment: str | None = field("What explains it")


class Evaluation(Entity):
    """A deeper look at whether the plan works."""

    STEP = 9
    COMPONENT = "kpis_evaluation"
    PREFIX = "EVA"
    TITLE = "kind"
    kind: EvaluationKind | None = field("Mid-term, final or impact", needed=True)
    questions: tuple[Item, ...] = field("What it should answer", (), needed=True)
    method: str | None = field("How it is done")
    date: Period | None = field("When", needed=True)
    evaluator: str | None = field("Who does it")


class Lesson(Entity):
    """Something learned, and what is done with it."""

    STEP = 9
    COMPONENT = "kpis_evaluation"
    PREFIX = "LES"
    TITLE = "lesson"
    source: str | None = field("Where it was learned")
    lesson: str | None = field("What was learned", needed=True)
    action: str | None = field("What is done with it")


class Review(Entity):
    """When the plan itself is looked at again, by whom, and what can bring it forward."""

    STEP = 10
    COMPONENT = "governance_oversight"
    PREFIX = "REV"
    TITLE = "cadence"
    cadence: Cadence | None = field("How often; or give a date")
    date: Period | None = field("When, for a single review")
    body: BodyRef | None = field("The body that decides", needed=True)
    participants: tuple[StakeholderRef, ...] = field("Who else takes part", ())
    triggers: tuple[Item, ...] = field("What brings a review forward", (), needed=True)


class ChangeEntry(Entity):
    """One entry of the plan's change log."""

    STEP = 10
    COMPONENT = "governance_oversight"
    PREFIX = "CHG"
    TITLE = "version"
    version: str | None = field("Version after the change", needed=True)
    date: Period | None = field("When")
    reason: str | None = field("Why")
    affected: tuple[AnyRef, ...] = field("What was changed", ())
    approved_by: RoleRef | None = field("Who agreed")


class Approval(Part):
    """Who approved the plan, and when."""

    by: RoleRef | None = field("Who approved it")
    date: Period | None = field("When")
