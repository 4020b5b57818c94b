"""Step 7: activities, milestones, indicators and risks."""

from __future__ import annotations

from assistant.plan.entities.base import (
    ActivityRef,
    Entity,
    InitiativeRef,
    Item,
    ObjectiveRef,
    Part,
    RoleRef,
    SwotRef,
    ThreatenedRef,
    field,
)
from assistant.plan.values import (
    Cadence,
    Direction,
    Money,
    Number,
    Period,
    RiskCategory,
    RiskResponse,
    Score,
    Stage,
)


class Activity(Entity):
    """A piece of work inside an initiative."""

    STEP = 7
    COMPONENT = "roadmap"
    PREFIX = "ACT"
    TITLE = "title"
    initiative: InitiativeRef | None = field("The initiative it belongs to", needed=True)
    title: str | None = field("What is done", needed=True)
    owner: RoleRef | None = field("Who does it", needed=True)
    start: Period | None = field("When it starts", needed=True)
    end: Period | None = field("When it ends", needed=True)
    predecessors: tuple[ActivityRef, ...] = field("Activities that must be finished first", ())
    cost: Money | None = field("What it costs")
    output: str | None = field("What comes out of it")


class Milestone(Entity):
    """A dated point at which something has been reached."""

    STEP = 7
    COMPONENT = "roadmap"
    PREFIX = "MIL"
    TITLE = "title"
    initiative: InitiativeRef | None = field("The initiative it belongs to", needed=True)
    title: str | None = field("What has been reached", needed=True)
    date: Period | None = field("By when", needed=True)
    acceptance: str | None = field("How one can tell")


class Baseline(Part):
    """Where an indicator stands at the start, or when that will be known."""

    value: Number | None = field("The value, in the indicator's unit")
    date: Period | None = field("When it was measured")
    establish_by: Period | None = field("By when it will be measured, if it is not known yet")


class Target(Entity):
    """A value that an indicator should reach by a date."""

    STEP = 7
    COMPONENT = "kpis_evaluation"
    PREFIX = "TGT"
    TITLE = "value"
    value: Number | None = field("The value, in the indicator's unit", needed=True)
    date: Period | None = field("By when", needed=True)


class Indicator(Entity):
    """A measure of an objective (KPI)."""

    STEP = 7
    COMPONENT = "kpis_evaluation"
    PREFIX = "KPI"
    TITLE = "name"
    objective: ObjectiveRef | None = field("The objective it measures", needed=True)
    initiative: InitiativeRef | None = field("The initiative it measures, if it is tied to one")
    name: str | None = field("What is measured", needed=True)
    definition: str | None = field("What exactly counts")
    formula: str | None = field("How it is calculated")
    stage: Stage | None = field("Input, process, output or outcome", needed=True)
    unit: str | None = field("Unit of measurement, for example %, days, points", needed=True)
    direction: Direction | None = field("Which way is good", needed=True)
    baseline: Baseline = field("Where it stands now, or by when that will be known", Baseline(), needed=True)
    targets: tuple[Target, ...] = field("Values to reach, with dates", (), needed=True)
    frequency: Cadence | None = field("How often it is measured", needed=True)
    source: str | None = field("Where the data comes from", needed=True)
    owner: RoleRef | None = field("Who reports it", needed=True)
    disaggregation: tuple[str, ...] = field("Groups it is broken down by", ())


class Mitigation(Entity):
    """What is done so that a risk becomes less likely or less harmful."""

    STEP = 7
    COMPONENT = "risk_management"
    PREFIX = "MIT"
    TITLE = "action"
    action: str | None = field("What is done", needed=True)
    owner: RoleRef | None = field("Who does it")
    due: Period | None = field("By when")


class Residual(Part):
    """What remains of a risk after mitigation, 1 to 5 each."""

    likelihood: Score | None = field("Likelihood after mitigation")
    impact: Score | None = field("Impact after mitigation")


class Risk(Entity):
    """Something that may happen and would harm the plan."""

    STEP = 7
    COMPONENT = "risk_management"
    PREFIX = "RSK"
    TITLE = "event"
    cause: str | None = field("What could bring it about")
    event: str | None = field("What may happen", needed=True)
    effect: str | None = field("What it would lead to")
    category: RiskCategory | None = field("Family of risk", needed=True)
    threatens: tuple[ThreatenedRef, ...] = field("Goals, objectives or initiatives at stake", (), needed=True)
    likelihood: Score | None = field("How likely, 1 to 5", needed=True)
    impact: Score | None = field("How harmful, 1 to 5", needed=True)
    response: RiskResponse | None = field("Avoid, reduce, transfer or accept", needed=True)
    mitigations: tuple[Mitigation, ...] = field("What is done about it", (), needed=True)
    owner: RoleRef | None = field("Who watches it", needed=True)
    residual: Residual = field("What remains after mitigation", Residual())
    contingency: str | None = field("What is done if it happens all the same")
    swot: tuple[SwotRef, ...] = field("SWOT items it comes from", ())


__all__ = [
    "Activity",
    "Baseline",
    "Indicator",
    "Item",
    "Milestone",
    "Mitigation",
    "Residual",
    "Risk",
    "Target",
]
