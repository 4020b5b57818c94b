"""The title block, the summary, and sections 1 to 3: about the plan, where we stand, where we want to go."""

from __future__ import annotations

from assistant.formats.markdown.page import Page
from assistant.review import progress_by_step

_SUMMARY = (
    "organisation.name",
    "organisation.acronym",
    "organisation.level",
    "jurisdiction",
    "sponsor",
    "budget_envelope",
    "base_language",
)
_COUNTED = ("goals", "objectives", "indicators", "strategies", "initiatives", "risks")


def title_block(page: Page) -> None:
    """Title, whose plan it is, for which years, and the summary."""
    plan = page.plan
    page.heading(1, page.filled(plan, "title") or page.say("doc.untitled"))
    organisation, horizon = page.filled(plan, "organisation.name"), _horizon(page)
    page.add(" · ".join(filter(None, [organisation and f"**{organisation}**", horizon])))
    page.heading(2, page.say("doc.summary"))
    page.grid(
        [page.say("doc.item"), page.say("doc.value")], [row for row in _summary(page, horizon) if row[1]]
    )
    page.table(plan.goals, ["code", "title", "outcome", "owner"])


def _summary(page: Page, horizon: str) -> list[tuple[str, str]]:
    plan = page.plan
    steps = progress_by_step(page.document).values()
    filled, needed = sum(each.filled for each in steps), sum(each.needed for each in steps)
    contents = " · ".join(f"{page.label('Plan', path)}: {len(getattr(plan, path))}" for path in _COUNTED)
    return [
        *((page.label("Plan", path), page.show(plan, path)) for path in _SUMMARY),
        (page.say("doc.horizon"), horizon or page.show(plan, "horizon_start")),
        *((page.label("Plan", path), page.show(plan, path)) for path in ("approval.by", "approval.date")),
        (page.say("doc.contents"), contents),
        (page.say("doc.completeness"), page.say("doc.filled", filled=filled, needed=needed)),
    ]


def _horizon(page: Page) -> str:
    start, end = page.filled(page.plan, "horizon_start"), page.filled(page.plan, "horizon_end")
    return f"{start or '…'} – {end or '…'}" if start or end else ""


def about(page: Page) -> None:
    """Section 1: why there is a plan, what it covers, what it rests on."""
    page.section("doc.section.about")
    page.missing("purpose", "scope_in", "horizon_start", "horizon_end", "process_objectives")
    page.add(page.paragraph(page.plan, "purpose"))
    page.lines("scope_in")
    page.lines("scope_out")
    page.lines("process_objectives")
    page.lines("legal_basis")
    page.lines("parent_plans")
    page.lines("assumptions")
    page.lines("constraints")


def situation(page: Page) -> None:
    """Section 2: the environment, the scores, the stakeholders and what they said."""
    page.section("doc.section.situation")
    page.missing("factors", "stakeholders", "consultations")
    if page.plan.factors or page.plan.stakeholders:
        page.add(page.say("doc.scales"))
    evidence = (page.label("EnvironmentFactor", "reference"), lambda row: page.part(row, "reference"))
    page.listing(
        "factors",
        ["code", "statement", "category", "scope", "trend", "impact", "uncertainty", "implication", evidence],
    )
    page.listing("assessments", ["code", "framework", "dimension", "score", "year"])
    page.listing(
        "stakeholders",
        ["code", "name", "kind", "segment", "needs", "expectations", "power", "interest", "attitude",
         "underserved"],
    )  # fmt: skip
    page.listing("consultations", ["code", "method", "date", "participants", "stakeholders", "findings"])


def direction(page: Page) -> None:
    """Section 3: vision, mission and values."""
    plan = page.plan
    page.section("doc.section.direction")
    _statement(page, "vision", "target_year", "themes")
    _statement(page, "mission", "serves")
    page.details(plan, ["alignment"])
    page.listing("values", ["code", "name", "description"])


def _statement(page: Page, name: str, *more: str) -> None:
    entity = getattr(page.plan, name)
    page.heading(3, page.label("Plan", name))
    if entity.statement:
        page.add("\n".join(f"> {line}" for line in page.paragraph(entity, "statement").splitlines()))
    else:
        page.add(f"*{page.say('doc.missing', fields=page.label('Plan', name))}*")
        page.details(entity, ["statement"])
    page.details(entity, more)
