"""Steps 4 to 6: what is to be achieved, what helps and hinders, how it will be done."""

from __future__ import annotations

from pydantic import ConfigDict, Field

from assistant.plan.entities.base import (
    Entity,
    FactorRef,
    GoalRef,
    InitiativeRef,
    Item,
    ObjectiveRef,
    Part,
    RelevanceRef,
    RoleRef,
    StakeholderRef,
    StrategyRef,
    SwotRef,
    ThemeRef,
    field,
)
from assistant.plan.values import Approach, Budget, Period, Quadrant, Score, Tows


class TheoryOfChange(Part):
    """Why the goal should come about: if this is done, then that follows, provided that."""

    model_config = ConfigDict(validate_by_name=True, serialize_by_alias=True)

    if_: str | None = Field(None, alias="if", description="What is done")
    then: str | None = field("What follows")
    assumptions: tuple[str, ...] = field("What has to hold", ())


class Goal(Entity):
    """A broad result that the plan works towards."""

    STEP = 4
    COMPONENT = "goals_objectives"
    PREFIX = "GOA"
    TITLE = "title"
    title: str | None = field("The goal in a few words", needed=True)
    outcome: str | None = field("What is different for people once it is reached", needed=True)
    rationale: str | None = field("Why it was chosen")
    owner: RoleRef | None = field("Who answers for it", needed=True)
    importance: Score | None = field("Importance, 1 to 5")
    urgency: Score | None = field("Urgency, 1 to 5")
    impact: Score | None = field("Potential impact, 1 to 5")
    themes: tuple[ThemeRef, ...] = field("Themes of the vision it takes up", ())
    theory_of_change: TheoryOfChange = field("If, then, provided that", TheoryOfChange())


class Objective(Entity):
    """A specific, measurable, dated result under a goal."""

    STEP = 4
    COMPONENT = "goals_objectives"
    PREFIX = "OBJ"
    TITLE = "statement"
    goal: GoalRef | None = field("The goal it serves", needed=True)
    statement: str | None = field("The objective in one sentence", needed=True)
    owner: RoleRef | None = field("Who answers for it", needed=True)
    due: Period | None = field("By when", needed=True)
    achievable_because: str | None = field("Why it can be done with what there is")
    relevant_to: tuple[RelevanceRef, ...] = field(
        "Stakeholders, factors or higher plans that make it matter", (), needed=True
    )
    beneficiaries: tuple[StakeholderRef, ...] = field("Who gains from it", (), needed=True)


class SwotItem(Entity):
    """A strength, weakness, opportunity or threat."""

    STEP = 5
    COMPONENT = "swot"
    PREFIX = "SWO"
    TITLE = "statement"
    quadrant: Quadrant | None = field("Which quadrant", needed=True)
    statement: str | None = field("The point in one sentence", needed=True)
    importance: Score | None = field("How much it matters, 1 to 5")
    rests_on: tuple[FactorRef, ...] = field("Environment factors it rests on", ())


class ImprovementArea(Entity):
    """Something to improve that the SWOT points at."""

    STEP = 5
    COMPONENT = "priorities_initiatives"
    PREFIX = "IMP"
    TITLE = "title"
    title: str | None = field("What to improve", needed=True)
    swot: tuple[SwotRef, ...] = field("The SWOT items it comes from", (), needed=True)
    goal: GoalRef | None = field("The goal it belongs to")


class StrategyScores(Part):
    """How a strategy compares with others, 1 to 5 each."""

    impact: Score | None = field("Expected impact")
    feasibility: Score | None = field("How feasible it is")
    cost: Score | None = field("How costly it is (5 = very costly)")


class CapabilityGap(Entity):
    """Something the organisation cannot do yet but must, and what is done about it."""

    STEP = 6
    COMPONENT = "priorities_initiatives"
    PREFIX = "GAP"
    TITLE = "gap"
    gap: str | None = field("What is missing", needed=True)
    action: str | None = field("What closes the gap")


class Strategy(Entity):
    """A way of reaching objectives, chosen in the light of the SWOT."""

    STEP = 6
    COMPONENT = "priorities_initiatives"
    PREFIX = "STR"
    TITLE = "title"
    title: str | None = field("The strategy in a few words", needed=True)
    approach: Approach | None = field("Innovation, collaboration, partnership or capacity", needed=True)
    tows: Tows | None = field("The TOWS cell it answers")
    uses: tuple[SwotRef, ...] = field("SWOT items it builds on or answers", (), needed=True)
    serves: tuple[ObjectiveRef, ...] = field("Objectives it serves", (), needed=True)
    alternatives: tuple[Item, ...] = field("Other ways that were considered", ())
    scores: StrategyScores = field("Impact, feasibility, cost", StrategyScores())
    rationale: str | None = field("Why this way")
    capability_gaps: tuple[CapabilityGap, ...] = field("What must be built up first", ())


class Initiative(Entity):
    """A programme or project that carries a strategy out."""

    STEP = 6
    COMPONENT = "priorities_initiatives"
    PREFIX = "INI"
    TITLE = "title"
    strategy: StrategyRef | None = field("The strategy it carries out", needed=True)
    objectives: tuple[ObjectiveRef, ...] = field("The objectives it serves", (), needed=True)
    title: str | None = field("The initiative in a few words", needed=True)
    lead: RoleRef | None = field("Who leads it", needed=True)
    partners: tuple[StakeholderRef, ...] = field("Who takes part", ())
    deliverables: tuple[Item, ...] = field("What it delivers", (), needed=True)
    start: Period | None = field("When it starts", needed=True)
    end: Period | None = field("When it ends", needed=True)
    budget: Budget | None = field("Money set aside, with currency and source")
    depends_on: tuple[InitiativeRef, ...] = field("Initiatives that must come first", ())
