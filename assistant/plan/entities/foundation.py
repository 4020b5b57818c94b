"""Steps 1 to 3: who plans and for what, what surrounds them, where they want to go."""

from __future__ import annotations

from assistant.plan.entities.base import (
    BodyRef,
    Entity,
    FactorRef,
    Item,
    Part,
    PartyRef,
    RoleRef,
    StakeholderRef,
    field,
)
from assistant.plan.values import (
    Attitude,
    BodyType,
    ConsultationMethod,
    FactorCategory,
    FactorScope,
    Level,
    Money,
    Number,
    Period,
    ResourceKind,
    Score,
    Segment,
    StakeholderKind,
    Trend,
)


class Organisation(Part):
    """The organisation that owns the plan."""

    name: str | None = field("Full official name", needed=True)
    acronym: str | None = field("Short form, if one is in use")
    level: Level | None = field("Level of government", needed=True)


class Role(Entity):
    """A position that owns, leads or chairs something; a person may hold it."""

    STEP = 1
    COMPONENT = "governance_oversight"
    PREFIX = "ROL"
    TITLE = "title"
    title: str | None = field("Name of the position, for example Chief Information Officer", needed=True)
    organisation: str | None = field("Organisation or division the position belongs to")
    person: str | None = field("Who holds the position now")


class Body(Entity):
    """A governance body: a steering committee, a working group, a project team, an advisory board."""

    STEP = 1
    COMPONENT = "governance_oversight"
    PREFIX = "BOD"
    TITLE = "name"
    type: BodyType | None = field("What the body is for", needed=True)
    name: str | None = field("Name of the body", needed=True)
    chair: RoleRef | None = field("Who chairs it", needed=True)
    members: tuple[PartyRef, ...] = field("Who sits on it", ())
    mandate: str | None = field("What it decides and oversees")
    cadence: str | None = field("How often it meets, in words")
    escalates_to: BodyRef | None = field("The body it refers matters to")
    oversees_delivery: bool | None = field(
        "Whether the body also oversees delivery of the plan, not only its drafting", step=7
    )


class PlanningResource(Entity):
    """What the planning process itself is given: people, money, tools."""

    STEP = 1
    COMPONENT = "governance_oversight"
    PREFIX = "RES"
    TITLE = "description"
    kind: ResourceKind | None = field("What kind of resource")
    description: str | None = field("The resource in words", needed=True)
    amount: Number | None = field("How much, in the unit that the description names")
    period: Period | None = field("When it is available")


class WorkplanEntry(Entity):
    """When one of the ten planning steps is done, and who leads it."""

    STEP = 1
    COMPONENT = "governance_oversight"
    PREFIX = "WPL"
    TITLE = "step"
    step: int | None = field("Number of the planning step, 1 to 10", needed=True)
    lead: RoleRef | None = field("Who leads the step")
    start: Period | None = field("When work on the step starts")
    end: Period | None = field("When the step is finished")


class ParentPlan(Entity):
    """A plan, strategy or programme of a higher level that this plan follows."""

    STEP = 1
    PREFIX = "PAR"
    TITLE = "title"
    title: str | None = field("Title of the higher plan", needed=True)
    publisher: str | None = field("Who issued it")
    url: str | None = field("Where it can be read")


class GlossaryTerm(Entity):
    """A word with the meaning it has in this plan."""

    STEP = 1
    PREFIX = "TRM"
    TITLE = "term"
    term: str | None = field("The word", needed=True)
    definition: str | None = field("What it means here", needed=True)


class Reference(Part):
    """Where a statement comes from."""

    title: str | None = field("Title of the evidence")
    date: Period | None = field("Date of the evidence, as precise as known")
    url: str | None = field("Where it can be read")


class EnvironmentFactor(Entity):
    """A force inside or outside the organisation that the plan must reckon with."""

    STEP = 2
    COMPONENT = "environmental_scan"
    PREFIX = "ENV"
    TITLE = "statement"
    category: FactorCategory | None = field("PESTLE family, or data, people, finance", needed=True)
    scope: FactorScope | None = field("Inside or outside the organisation", needed=True)
    statement: str | None = field("What is so, in one sentence", needed=True)
    trend: Trend | None = field("Where it is heading")
    impact: Score | None = field("How much it matters to the plan, 1 to 5", needed=True)
    uncertainty: Score | None = field("How uncertain it is, 1 to 5")
    implication: str | None = field("What follows for the plan")
    reference: Reference = field("The evidence", Reference())


class Assessment(Entity):
    """A score the organisation received in a maturity or ranking framework."""

    STEP = 2
    COMPONENT = "environmental_scan"
    PREFIX = "ASM"
    TITLE = "framework"
    framework: str | None = field("Name of the framework, for example World Bank GTMI", needed=True)
    dimension: str | None = field("Dimension or sub-index")
    score: Number | None = field("The score, on the framework's own scale")
    year: Period | None = field("Year of the assessment")


class Stakeholder(Entity):
    """Someone the plan serves, needs or affects."""

    STEP = 2
    COMPONENT = "stakeholder_analysis"
    PREFIX = "STK"
    TITLE = "name"
    name: str | None = field("Who it is", needed=True)
    kind: StakeholderKind | None = field("A person, an organisation or a group", needed=True)
    segment: Segment | None = field("Part of the public or administration", needed=True)
    needs: tuple[Item, ...] = field("What they need from digital government", (), needed=True)
    expectations: str | None = field("What they expect to happen")
    power: Score | None = field("Influence on the plan, 1 to 5 (Mendelow)", needed=True)
    interest: Score | None = field("Interest in the plan, 1 to 5 (Mendelow)", needed=True)
    attitude: Attitude | None = field("From -2 (opposed) to 2 (supportive)")
    underserved: bool | None = field("Whether the group is at risk of being left out")


class Consultation(Entity):
    """One way stakeholders were or will be asked, and what came of it."""

    STEP = 2
    COMPONENT = "stakeholder_analysis"
    PREFIX = "CON"
    TITLE = "method"
    method: ConsultationMethod | None = field("How they were asked", needed=True)
    date: Period | None = field("When")
    participants: int | None = field("How many took part")
    stakeholders: tuple[StakeholderRef, ...] = field("Who was asked", (), needed=True)
    findings: tuple[Item, ...] = field("What was learned", (), needed=True)


class Theme(Entity):
    """A theme of the vision that goals take up."""

    STEP = 3
    COMPONENT = "vision_mission"
    PREFIX = "THE"
    TITLE = "text"
    text: str | None = field("The theme in a few words", needed=True)


class Vision(Entity):
    """The future that the plan works towards."""

    STEP = 3
    COMPONENT = "vision_mission"
    TITLE = "statement"
    statement: str | None = field("The vision statement", needed=True)
    target_year: Period | None = field("The year by which it should be true")
    themes: tuple[Theme, ...] = field("The themes it holds", ())


class Mission(Entity):
    """What the organisation does, for whom."""

    STEP = 3
    COMPONENT = "vision_mission"
    TITLE = "statement"
    statement: str | None = field("The mission statement", needed=True)
    serves: tuple[StakeholderRef, ...] = field("Whom it serves", (), needed=True)


class Value(Entity):
    """A principle that guides how the work is done."""

    STEP = 3
    COMPONENT = "vision_mission"
    PREFIX = "VAL"
    TITLE = "name"
    name: str | None = field("The value", needed=True)
    description: str | None = field("What it means in practice")


__all__ = [
    "Assessment",
    "Body",
    "Consultation",
    "EnvironmentFactor",
    "FactorRef",
    "GlossaryTerm",
    "Mission",
    "Money",
    "Organisation",
    "ParentPlan",
    "PlanningResource",
    "Reference",
    "Role",
    "Stakeholder",
    "Theme",
    "Value",
    "Vision",
    "WorkplanEntry",
]
