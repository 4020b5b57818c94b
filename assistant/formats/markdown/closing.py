"""Sections 7 to 10 and the glossary: risks, communication, monitoring, governance, review."""

from __future__ import annotations

from assistant.formats.markdown.page import Page
from assistant.plan.entities import Channel, CommunicationAction, Risk
from assistant.plan.index import is_empty
from assistant.plan.values import ChannelKind

_USUALLY_DIGITAL = (ChannelKind.NEWSLETTER, ChannelKind.PLATFORM, ChannelKind.SOCIAL)
"""Kinds of channel that readers take for digital unless they are told otherwise."""


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
            page.heading(4, page.name(risk, whole=True))
            page.bullets(lines)


def _residual(page: Page, risk: Risk) -> str:
    if is_empty(risk.residual):
        return page.part(risk, "residual")
    likelihood, impact = page.filled(risk, "residual.likelihood"), page.filled(risk, "residual.impact")
    return page.composed(risk, "residual", f"{likelihood or '?'} × {impact or '?'}")


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
    return page.with_marks(
        action.uid, "channels", "; ".join(filter(None, (_channel(page, each) for each in action.channels)))
    )


def _channel(page: Page, channel: Channel) -> str:
    """Its name, and in brackets what the name does not tell."""
    name = page.filled(channel, "name")
    kind = page.say(f"doc.channel.{channel.kind.name.lower()}") if channel.kind else ""
    told = (channel.name or "").casefold()
    rest = []
    if name and kind and channel.kind is not ChannelKind.OTHER and kind.casefold() not in told:
        rest.append(page.with_marks(channel.uid, "kind", kind))
    digital = page.say("doc.channel.digital")
    if channel.digital and channel.kind is not ChannelKind.SOCIAL and digital.casefold() not in told:
        rest.append(page.with_marks(channel.uid, "digital", digital))
    elif channel.digital is False and channel.kind in _USUALLY_DIGITAL:
        rest.append(page.with_marks(channel.uid, "digital", page.say("doc.channel.analogue")))
    name = name or page.show(channel, "kind") or page.show(channel, "name")
    return " ".join(filter(None, [name, f"({', '.join(rest)})" if rest else ""]))


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
