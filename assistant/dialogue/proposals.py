"""Answers that the plan at hand suggests: a text the person could have typed, taken with a yes.

A proposal is read by the same reader as any answer, so it needs no way of its own into the plan. One entry of
:data:`PROPOSALS` is one proposal; a question names it in ``propose``.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.dialogue.state import Cursor
from assistant.dialogue.turn import Turn
from assistant.plan.entities import Activity, Body, Goal, Initiative, Objective, Strategy
from assistant.plan.values import BodyType, Segment
from assistant.steps import questions

_PLACE = re.compile(
    r"(?:(?:City|Town|County|Province|State|Municipality|Region|Republic|Government) of (?P<a>.+))"
    r"|(?P<b>.+?) (?:City|Town|County|Province|Municipal|Metropolitan)(?: (?:Council|Government|Administration))?"
    r"|(?:Thành phố|Tỉnh|UBND tỉnh|UBND thành phố|Ủy ban nhân dân tỉnh|Ủy ban nhân dân thành phố) (?P<c>.+)"
    r"|(?P<d>\S+(?:시|도|군|구))(?:청)?",
    re.IGNORECASE,
)


def propose(turn: Turn, cursor: Cursor) -> str:
    """The proposed answer to a question, or an empty text."""
    question = questions().get(cursor.question)
    if question is None or not question.propose:
        return ""
    return PROPOSALS[question.propose](turn)


def _territory(turn: Turn) -> str:
    name = turn.draft.plan.organisation.name or ""
    match = _PLACE.fullmatch(name.strip())
    if match is None:
        return ""
    return next(text for text in match.groupdict().values() if text)


def _horizon(turn: Turn) -> str:
    year = turn.event.at.year + 1
    return f"{year}–{year + 4}"


def _title(turn: Turn) -> str:
    plan = turn.draft.plan
    if not plan.organisation.name or plan.horizon_start is None or plan.horizon_end is None:
        return ""
    language = str(plan.base_language or turn.lang)
    params = {
        "organisation": plan.organisation.name,
        "start": str(plan.horizon_start.year),
        "end": str(plan.horizon_end.year),
    }
    return turn.context.phrase("propose.title", params, language)


def _mission_serves(turn: Turn) -> str:
    served = (Segment.CITIZEN, Segment.BUSINESS, Segment.COMMUNITY)
    found = [
        stakeholder.code or stakeholder.name or ""
        for stakeholder in turn.draft.plan.stakeholders
        if stakeholder.segment in served
    ]
    return ", ".join(found)


def _alignment(turn: Turn) -> str:
    return ", ".join(plan.code or "" for plan in turn.draft.plan.parent_plans)


def _objective_owner(turn: Turn) -> str:
    """The owner of its goal for every objective that has none."""
    lines = []
    for uid in turn.agenda.targets(questions()["objective_owner"]):
        objective = turn.index.entity(uid)
        if not isinstance(objective, Objective) or objective.owner is not None:
            continue
        goal = turn.index.entity(objective.goal or "")
        role = turn.index.entity(goal.owner or "") if isinstance(goal, Goal) else None
        if role is not None and objective.code:
            lines.append(f"{objective.code}: {role.code}")
    return "\n".join(lines)


def _initiative_links(turn: Turn) -> str:
    """For each initiative without a strategy, the strategy in the same place of its list."""
    lines = []
    strategies = [turn.index.entity(uid) for uid in turn.index.of_kind("Strategy")]
    initiatives = turn.index.of_kind("Initiative")
    for uid in turn.agenda.targets(questions()["initiative_links"]):
        place = initiatives.index(uid)
        strategy = strategies[place] if place < len(strategies) else None
        initiative = turn.index.entity(uid)
        if isinstance(strategy, Strategy) and strategy.serves and initiative is not None:
            codes = [turn.index.places[ref].entity.code or "" for ref in strategy.serves]
            lines.append(f"{initiative.code}: {strategy.code}; {', '.join(codes)}")
    return "\n".join(lines)


def _activity_details(turn: Turn) -> str:
    """The time of its initiative for every activity that has none."""
    lines = []
    for uid in turn.agenda.targets(questions()["activity_details"]):
        activity = turn.index.entity(uid)
        if not isinstance(activity, Activity) or activity.start is not None or activity.end is not None:
            continue
        initiative = turn.index.entity(activity.initiative or "")
        if isinstance(initiative, Initiative) and initiative.start and initiative.end:
            lines.append(f"{activity.code}: {initiative.start}–{initiative.end}")
    return "\n".join(lines)


def _steering(turn: Turn) -> Body | None:
    bodies = turn.draft.plan.bodies
    return next((body for body in bodies if body.type is BodyType.STEERING), bodies[0] if bodies else None)


def _monitoring(turn: Turn) -> str:
    """All indicators, at the frequency that most of them have, to the steering body."""
    body = _steering(turn)
    found = [indicator for indicator in turn.draft.plan.indicators if indicator.frequency]
    if body is None or not found or body.code is None:
        return ""
    groups: dict[str, list[str]] = {}
    for indicator in found:
        groups.setdefault(str(indicator.frequency), []).append(indicator.code or "")
    return "\n".join(f"{', '.join(codes)}; {name}; {body.code}" for name, codes in groups.items())


def _reviews(turn: Turn) -> str:
    body = _steering(turn)
    if body is None or body.code is None:
        return ""
    triggers = turn.context.phrase(
        "propose.review_triggers", {}, str(turn.draft.plan.base_language or turn.lang)
    )
    parts = f"yearly; {body.code}; triggers: {triggers}"
    audience = [s.code for s in turn.draft.plan.stakeholders if s.code]
    return f"{parts}; participants: {', '.join(audience)}" if audience else parts


PROPOSALS: dict[str, Callable[[Turn], str]] = {
    "territory": _territory,
    "horizon": _horizon,
    "title": _title,
    "mission_serves": _mission_serves,
    "alignment": _alignment,
    "objective_owner": _objective_owner,
    "initiative_links": _initiative_links,
    "activity_details": _activity_details,
    "monitoring": _monitoring,
    "reviews": _reviews,
}
