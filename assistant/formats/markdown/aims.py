"""Sections 4 to 6: goals with their objectives and indicators, the SWOT, strategies and initiatives."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assistant.formats.markdown.page import Page
from assistant.plan.entities import Goal, Indicator, Initiative, Objective, Strategy
from assistant.plan.entities.base import Entity
from assistant.plan.values import Currency, Quadrant


def goals(page: Page) -> None:
    """Section 4: each goal with its objectives, each objective with its indicators."""
    plan = page.plan
    page.section("doc.section.goals")
    page.missing("goals", "objectives", "indicators")
    page.notes("goals", "objectives", "indicators")
    by_goal, free = page.grouped(plan.objectives, "goal", plan.goals)
    by_objective, loose = page.grouped(plan.indicators, "objective", plan.objectives)
    for goal in plan.goals:
        page.heading(3, page.titled(goal))
        _goal(page, goal)
        for objective in by_goal[goal.uid]:
            _objective(page, objective, by_objective[objective.uid])
    if free:
        page.heading(3, page.say("doc.free.objectives"))
        for objective in free:
            _objective(page, objective, by_objective[objective.uid])
    if loose:
        page.heading(3, page.say("doc.free.indicators"))
        _indicators(page, loose)


def _goal(page: Page, goal: Goal) -> None:
    page.bullets(
        [
            *page.each(goal, "outcome", "owner", "rationale"),
            page.labelled(goal, "importance", "urgency", "impact"),
            *page.each(
                goal, "themes", *(f"theory_of_change.{leaf}" for leaf in ("if", "then", "assumptions"))
            ),
            page.note(goal, "theory_of_change"),
        ]
    )


def _objective(page: Page, objective: Objective, indicators: Sequence[Indicator]) -> None:
    page.heading(4, page.titled(objective))
    page.details(objective, ["=goal", "owner", "due", "beneficiaries", "relevant_to", "achievable_because"])
    if indicators:
        _indicators(page, indicators)
    else:
        page.add(f"*{page.say('doc.no_indicator')}*")


def _indicators(page: Page, indicators: Sequence[Indicator]) -> None:
    page.table(
        indicators,
        [
            *("code", "name", "stage", "unit", "direction"),
            (page.label("Indicator", "baseline"), lambda row: _baseline(page, row)),
            (page.label("Indicator", "targets"), lambda row: _targets(page, row)),
            *("frequency", "source", "owner", "=objective"),
        ],
    )
    notes = [
        (row, page.labelled(row, "definition", "formula", "disaggregation", "initiative"))
        for row in indicators
    ]
    page.bullets(f"{page.name(row, whole=True)} — {more}" for row, more in notes if more)


def _baseline(page: Page, row: Indicator) -> str:
    value, date = page.filled(row, "baseline.value"), page.filled(row, "baseline.date")
    text = " ".join(filter(None, [value, f"({date})" if date else ""]))
    if row.baseline.establish_by is not None:
        by = page.show(row, "baseline.establish_by")
        text = ", ".join(filter(None, [text, page.say("doc.baseline.by", date=by)]))
    return page.composed(row, "baseline", text)


def _targets(page: Page, row: Indicator) -> str:
    shown = []
    for target in row.targets:
        value, date = page.filled(target, "value"), page.filled(target, "date")
        shown.append(" ".join(filter(None, [value or "?", f"({date})" if date else ""])))
    return page.with_marks(row.uid, "targets", "; ".join(shown))


def swot(page: Page) -> None:
    """Section 5: the four quadrants and what they say should improve."""
    plan = page.plan
    page.section("doc.section.swot")
    page.missing("swot")
    page.notes("swot")
    columns = ["code", "statement", "importance", "rests_on", "=quadrant"]
    for quadrant in Quadrant if plan.swot else ():
        page.heading(3, page.say(f"doc.swot.{quadrant}"))
        rows = [item for item in plan.swot if item.quadrant is quadrant]
        page.table(rows, columns)
        if not rows:
            page.add(f"*{page.say('doc.none')}*")
    if rest := [item for item in plan.swot if item.quadrant is None]:
        page.heading(3, page.say("doc.free.swot"))
        page.table(rest, columns)
    page.listing("improvement_areas", ["code", "title", "swot", "goal"])


def strategies(page: Page) -> None:
    """Section 6: strategies, and initiatives with their activities and milestones."""
    plan = page.plan
    page.section("doc.section.strategies")
    page.missing("strategies", "initiatives", "activities", "milestones")
    page.notes("strategies", "initiatives", "activities", "milestones")
    by_strategy, free = page.grouped(plan.initiatives, "strategy", plan.strategies)
    for strategy in plan.strategies:
        page.heading(3, page.titled(strategy))
        _strategy(page, strategy)
        _initiatives(page, by_strategy[strategy.uid])
    if free:
        page.heading(3, page.say("doc.free.initiatives"))
        _initiatives(page, free)
    _budget(page)
    activities = page.grouped(plan.activities, "initiative", plan.initiatives)[1]
    milestones = page.grouped(plan.milestones, "initiative", plan.initiatives)[1]
    if activities or milestones:
        page.heading(3, page.say("doc.free.work"))
        _work(page, activities, milestones)


def _budget(page: Page) -> None:
    """What the initiatives cost together, by currency, beside what there is for the whole period."""
    totals: dict[Currency | None, Decimal] = {}
    for budget in (each.budget for each in page.plan.initiatives if each.budget is not None):
        totals[budget.currency] = totals.get(budget.currency, Decimal(0)) + budget.amount
    if not totals:
        return
    together = "; ".join(page.amount(amount, currency) for currency, amount in totals.items())
    envelope = page.filled(page.plan, "budget_envelope")
    page.heading(3, page.say("doc.budget"))
    page.grid(
        [page.say("doc.budget.total"), *([page.label("Plan", "budget_envelope")] if envelope else [])],
        [[together, *([envelope] if envelope else [])]],
    )
    if without := [page.name(each) for each in page.plan.initiatives if each.budget is None]:
        page.add(page.say("doc.budget.without", initiatives="; ".join(without)))


def _strategy(page: Page, strategy: Strategy) -> None:
    page.bullets(
        [
            *page.each(strategy, "approach", "tows", "uses", "serves", "rationale"),
            page.labelled(strategy, "scores.impact", "scores.feasibility", "scores.cost"),
            page.note(strategy, "scores"),
            *page.each(strategy, "alternatives", "capability_gaps"),
        ]
    )


def _initiatives(page: Page, initiatives: Sequence[Initiative]) -> None:
    plan = page.plan
    activities, _ = page.grouped(plan.activities, "initiative", initiatives)
    milestones, _ = page.grouped(plan.milestones, "initiative", initiatives)
    for initiative in initiatives:
        page.heading(4, page.titled(initiative))
        page.details(
            initiative,
            [
                "=strategy",
                "lead",
                "start",
                "end",
                "budget",
                "objectives",
                "partners",
                "deliverables",
                "depends_on",
            ],
        )
        _work(page, activities[initiative.uid], milestones[initiative.uid])


def _work(page: Page, activities: Sequence[Entity], milestones: Sequence[Entity]) -> None:
    page.table(
        activities,
        ["code", "title", "owner", "start", "end", "predecessors", "cost", "output", "=initiative"],
    )
    page.table(milestones, ["code", "title", "date", "acceptance", "=initiative"])
