"""Sections 7 to 10 and the glossary: risks, communication, monitoring, governance, review."""

from __future__ import annotations

from assistant.formats.markdown.page import Page
from assistant.plan.entities import CommunicationAction, Risk
from assistant.plan.index import is_empty


def risks(page: Page) -> None:
    """Section 7: the risk register, and what is done about each risk."""
    page.section("doc.section.risks")
    page.missing("risks")
    page.notes("risks")
    page.table(
        page.plan.risks,
        [
            *("code", "event", "category", "likelihood", "impact", "response", "owner", "threatens"),
            (page.label("Risk", "residual"), lambda row: _residual(page, row)),
        ],
    )
    for risk in page.plan.risks:
        lines = list(filter(None, page.each(risk, "cause", "effect", "mitigations", "contingency", "swot")))
        if lines:
            page.heading(4, page.name(risk))
            page.bullets(lines)


def _residual(page: Page, risk: Risk) -> str:
    if is_empty(risk.residual):
        return page.part(risk, "residual")
    likelihood, impact = page.show(risk, "residual.likelihood"), page.show(risk, "residual.impact")
    return page.with_marks(risk.uid, "residual", f"{likelihood or '?'} × {impact or '?'}")


def communication(page: Page) -> None:
    """Section 8: who is told what, how, when and by whom."""
    page.section("doc.section.communication")
    page.missing("communication")
    page.notes("communication")
    page.table(
        page.plan.communication,
        [
            *("code", "audience", "scope", "message"),
            (page.label("CommunicationAction", "channels"), lambda row: _channels(page, row)),
            *("timing", "owner", "feedback_mechanism", "language_accessibility"),
        ],
    )


def _channels(page: Page, action: CommunicationAction) -> str:
    shown = []
    for channel in action.channels:
        digital = page.show(channel, "digital")
        parts = [page.show(channel, "kind"), digital and f"{page.label('Channel', 'digital')}: {digital}"]
        rest = ", ".join(filter(None, parts))
        shown.append(" ".join(filter(None, [page.show(channel, "name"), f"({rest})" if rest else ""])))
    return page.with_marks(action.uid, "channels", "; ".join(shown))


def monitoring(page: Page) -> None:
    """Section 9: who looks at the indicators when, what was measured, what is evaluated and learned."""
    page.section("doc.section.monitoring")
    page.missing("monitoring", "evaluations")
    page.listing("monitoring", ["code", "indicators", "cadence", "reports_to", "thresholds"])
    page.listing("measurements", ["code", "indicator", "period", "actual", "comment"])
    page.listing("evaluations", ["code", "kind", "date", "evaluator", "method", "questions"])
    page.listing("lessons", ["code", "lesson", "source", "action"])


def governance(page: Page) -> None:
    """Section 10: who decides, who does what, when the plan is looked at again."""
    page.section("doc.section.governance")
    page.missing("roles", "bodies", "reviews")
    page.listing(
        "bodies",
        [
            "code",
            "name",
            "type",
            "chair",
            "members",
            "mandate",
            "cadence",
            "escalates_to",
            "oversees_delivery",
        ],
    )
    page.listing("roles", ["code", "title", "organisation", "person"])
    page.listing("reviews", ["code", "cadence", "date", "body", "participants", "triggers"])
    page.listing("changes", ["code", "version", "date", "reason", "affected", "approved_by"])
    page.listing("workplan", ["code", "step", "lead", "start", "end"])
    page.listing("resources", ["code", "description", "kind", "amount", "period"])


def glossary(page: Page) -> None:
    """Words with the meaning that they have in this plan, if there are any."""
    if page.plan.glossary:
        page.section("doc.section.glossary")
        page.table(page.plan.glossary, ["code", "term", "definition"])
    page.notes("glossary")
