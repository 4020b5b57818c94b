"""The plan: one object that holds everything that is drafted."""

from __future__ import annotations

from typing import ClassVar

from assistant.plan.entities.aims import Goal, ImprovementArea, Initiative, Objective, Strategy, SwotItem
from assistant.plan.entities.assurance import (
    Approval,
    ChangeEntry,
    CommunicationAction,
    Evaluation,
    Lesson,
    Measurement,
    MonitoringRule,
    Review,
)
from assistant.plan.entities.base import Entity, Item, ParentPlanRef, RoleRef, field
from assistant.plan.entities.delivery import Activity, Indicator, Milestone, Risk
from assistant.plan.entities.foundation import (
    Assessment,
    Body,
    Consultation,
    EnvironmentFactor,
    GlossaryTerm,
    Mission,
    Organisation,
    ParentPlan,
    PlanningResource,
    Role,
    Stakeholder,
    Value,
    Vision,
    WorkplanEntry,
)
from assistant.plan.values import Language, Money, Period


class Plan(Entity):
    """A digital-government strategic plan; empty, partial and complete plans are all legal."""

    STEP: ClassVar[int] = 1
    TITLE: ClassVar[str] = "title"

    title: str | None = field("Title of the plan", needed=True)
    organisation: Organisation = field("Whose plan it is", Organisation(), needed=True)
    jurisdiction: str | None = field("Territory or field that the plan covers", needed=True)
    scope_in: tuple[Item, ...] = field("What the plan covers", (), needed=True)
    scope_out: tuple[Item, ...] = field("What it leaves out on purpose", ())
    horizon_start: Period | None = field("First year or day of the plan", needed=True)
    horizon_end: Period | None = field("Last year or day of the plan", needed=True)
    base_language: Language | None = field("Language that the plan is written in", needed=True)
    purpose: str | None = field("Why there is a plan, in a sentence or two", needed=True)
    process_objectives: tuple[Item, ...] = field(
        "What the planning process itself should achieve", (), needed=True
    )
    legal_basis: tuple[Item, ...] = field("Laws and decisions that the plan rests on", ())
    parent_plans: tuple[ParentPlan, ...] = field("Higher plans it follows", ())
    assumptions: tuple[Item, ...] = field("What is taken for granted", ())
    constraints: tuple[Item, ...] = field("What limits the plan", ())
    budget_envelope: Money | None = field("Money available over the whole horizon")
    sponsor: RoleRef | None = field("Who backs the plan at the top", needed=True)
    glossary: tuple[GlossaryTerm, ...] = field("Words with their meaning here", ())
    roles: tuple[Role, ...] = field(
        "Positions named in the plan", (), needed=True, component="governance_oversight"
    )
    bodies: tuple[Body, ...] = field("Governance bodies", (), needed=True, component="governance_oversight")
    resources: tuple[PlanningResource, ...] = field("What the planning process is given", ())
    workplan: tuple[WorkplanEntry, ...] = field("When each planning step is done, and by whom", ())

    factors: tuple[EnvironmentFactor, ...] = field(
        "Environmental scan", (), needed=True, step=2, component="environmental_scan"
    )
    assessments: tuple[Assessment, ...] = field(
        "Maturity and ranking scores", (), step=2, component="environmental_scan"
    )
    stakeholders: tuple[Stakeholder, ...] = field(
        "Who the plan serves, needs or affects", (), needed=True, step=2, component="stakeholder_analysis"
    )
    consultations: tuple[Consultation, ...] = field(
        "How stakeholders were or will be asked", (), step=2, component="stakeholder_analysis"
    )

    vision: Vision = field("The future the plan works towards", Vision(uid="_vision"), needed=True, step=3)
    mission: Mission = field(
        "What the organisation does, for whom", Mission(uid="_mission"), needed=True, step=3
    )
    values: tuple[Value, ...] = field("Guiding principles", (), step=3, component="vision_mission")
    alignment: tuple[ParentPlanRef, ...] = field(
        "Higher plans that vision and mission follow", (), step=3, component="vision_mission"
    )

    goals: tuple[Goal, ...] = field("Goals", (), needed=True, step=4, component="goals_objectives")
    objectives: tuple[Objective, ...] = field(
        "Objectives, each under a goal", (), needed=True, step=4, component="goals_objectives"
    )

    swot: tuple[SwotItem, ...] = field(
        "Strengths, weaknesses, opportunities, threats", (), needed=True, step=5, component="swot"
    )
    improvement_areas: tuple[ImprovementArea, ...] = field(
        "What the SWOT says should improve", (), step=5, component="priorities_initiatives"
    )

    strategies: tuple[Strategy, ...] = field(
        "Strategies", (), needed=True, step=6, component="priorities_initiatives"
    )
    initiatives: tuple[Initiative, ...] = field(
        "Initiatives", (), needed=True, step=6, component="priorities_initiatives"
    )

    activities: tuple[Activity, ...] = field("Activities", (), needed=True, step=7, component="roadmap")
    milestones: tuple[Milestone, ...] = field("Milestones", (), needed=True, step=7, component="roadmap")
    indicators: tuple[Indicator, ...] = field(
        "Indicators", (), needed=True, step=7, component="kpis_evaluation"
    )
    risks: tuple[Risk, ...] = field("Risk register", (), needed=True, step=7, component="risk_management")

    communication: tuple[CommunicationAction, ...] = field(
        "Communication actions", (), needed=True, step=8, component="stakeholder_analysis"
    )

    monitoring: tuple[MonitoringRule, ...] = field(
        "Monitoring rules", (), needed=True, step=9, component="kpis_evaluation"
    )
    measurements: tuple[Measurement, ...] = field("Measured values", (), step=9, component="kpis_evaluation")
    evaluations: tuple[Evaluation, ...] = field(
        "Evaluations", (), needed=True, step=9, component="kpis_evaluation"
    )
    lessons: tuple[Lesson, ...] = field("Lessons learned", (), step=9, component="kpis_evaluation")

    reviews: tuple[Review, ...] = field(
        "Reviews of the plan", (), needed=True, step=10, component="governance_oversight"
    )
    changes: tuple[ChangeEntry, ...] = field("Change log", (), step=10, component="governance_oversight")
    approval: Approval = field("Approval", Approval(), step=10, component="governance_oversight")
