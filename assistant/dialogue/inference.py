"""Guesses from the plan at hand: what an empty field very likely holds. Each is shown and wants a yes.

One entry of :data:`RULES` is one guess: the kind, the field, and a function of the entity and the plan.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from assistant.plan.entities import (
    Activity,
    Body,
    Channel,
    CommunicationAction,
    Indicator,
    Initiative,
    MonitoringRule,
    Objective,
    Review,
    Risk,
    Stakeholder,
    Strategy,
    SwotItem,
    Vision,
)
from assistant.plan.index import Index, is_empty, kind_of, value_at
from assistant.plan.values import (
    AudienceScope,
    BodyType,
    ChannelKind,
    Direction,
    RiskResponse,
    Segment,
    Stage,
    StakeholderKind,
    Tows,
)

_GROUPS = (Segment.CITIZEN, Segment.BUSINESS, Segment.COMMUNITY, Segment.STAFF)
_DIGITAL = {
    ChannelKind.PLATFORM: True,
    ChannelKind.SOCIAL: True,
    ChannelKind.TOWN_HALL: False,
    ChannelKind.LETTER: False,
    ChannelKind.MEETING: False,
}


def infer(index: Index, uid: str) -> dict[str, Any]:
    """The guesses for the empty fields of one entity, by path."""
    entity = index.places[uid].entity
    found = {}
    for (kind, path), rule in RULES.items():
        if kind == kind_of(entity) and is_empty(value_at(entity, path)):
            value = rule(entity, index)
            if value is not None and value != ():
                found[path] = value
    return found


def _stakeholder_kind(entity: Stakeholder, index: Index) -> StakeholderKind | None:
    if entity.segment is None:
        return None
    return StakeholderKind.GROUP if entity.segment in _GROUPS else StakeholderKind.ORGANISATION


def _body_type(entity: Body, index: Index) -> BodyType:
    return BodyType.STEERING if index.of_kind("Body")[0] == entity.uid else BodyType.WORKING


def _relevant_to(entity: Objective, index: Index) -> tuple[str, ...]:
    return entity.beneficiaries


def _direction(entity: Indicator, index: Index) -> Direction | None:
    first = entity.baseline.value
    values = [target.value for target in entity.targets if target.value is not None]
    if first is None or not values:
        return None
    last = values[-1]
    return Direction.HOLD if last == first else Direction.UP if last > first else Direction.DOWN


def _stage(entity: Indicator, index: Index) -> Stage:
    return Stage.OUTCOME


def _indicator_owner(entity: Indicator, index: Index) -> str | None:
    objective = index.entity(entity.objective or "")
    return objective.owner if isinstance(objective, Objective) else None


def _of_initiative(path: str) -> Callable[[Activity, Index], Any]:
    def rule(entity: Activity, index: Index) -> Any:
        initiative = index.entity(entity.initiative or "")
        return getattr(initiative, path) if isinstance(initiative, Initiative) else None

    return rule


def _tows(entity: Strategy, index: Index) -> Tows | None:
    """The cell that the SWOT items it uses stand in, if they stand in one: ``WO`` for W-1 and O-2."""
    items = [index.entity(uid) for uid in entity.uses]
    letters = {str(item.quadrant) for item in items if isinstance(item, SwotItem) and item.quadrant}
    inside, outside = letters & {"S", "W"}, letters & {"O", "T"}
    return Tows(inside.pop() + outside.pop()) if len(inside) == len(outside) == 1 else None


def _initiative_strategy(entity: Initiative, index: Index) -> str | None:
    """The one strategy there is, or the only one that serves all the initiative's objectives."""
    strategies = [index.places[uid].entity for uid in index.of_kind("Strategy")]
    wanted = set(entity.objectives)
    fitting = [
        strategy
        for strategy in strategies
        if isinstance(strategy, Strategy)
        and ((wanted and wanted <= set(strategy.serves)) or len(strategies) == 1)
    ]
    return fitting[0].uid if len(fitting) == 1 else None


def _initiative_objectives(entity: Initiative, index: Index) -> tuple[str, ...]:
    strategy = index.entity(entity.strategy or "")
    return strategy.serves if isinstance(strategy, Strategy) else ()


def _response(entity: Risk, index: Index) -> RiskResponse:
    return RiskResponse.REDUCE


def _steering(entity: MonitoringRule | Review, index: Index) -> str | None:
    for uid in index.of_kind("Body"):
        body = index.places[uid].entity
        if isinstance(body, Body) and body.type is BodyType.STEERING:
            return uid
    return None


def _audience_scope(entity: CommunicationAction, index: Index) -> AudienceScope | None:
    inside = set()
    for uid in entity.audience:
        stakeholder = index.entity(uid)
        if isinstance(stakeholder, Stakeholder) and stakeholder.segment is not None:
            inside.add(stakeholder.segment in (Segment.STAFF, Segment.GOVERNMENT))
    if not inside:
        return None
    return (
        AudienceScope.BOTH
        if len(inside) == 2
        else AudienceScope.INTERNAL
        if True in inside
        else AudienceScope.EXTERNAL
    )


def _digital(entity: Channel, index: Index) -> bool | None:
    return _DIGITAL.get(entity.kind) if entity.kind else None


def _target_year(entity: Vision, index: Index) -> Any:
    plan = next(iter(index.places.values())).entity
    end = value_at(plan, "horizon_end")
    return str(end.year) if entity.statement and end is not None else None


RULES: dict[tuple[str, str], Callable[[Any, Index], Any]] = {
    ("Stakeholder", "kind"): _stakeholder_kind,
    ("Body", "type"): _body_type,
    ("Objective", "relevant_to"): _relevant_to,
    ("Indicator", "direction"): _direction,
    ("Indicator", "stage"): _stage,
    ("Indicator", "owner"): _indicator_owner,
    ("Activity", "owner"): _of_initiative("lead"),
    ("Strategy", "tows"): _tows,
    ("Initiative", "strategy"): _initiative_strategy,
    ("Initiative", "objectives"): _initiative_objectives,
    ("Risk", "response"): _response,
    ("MonitoringRule", "reports_to"): _steering,
    ("Review", "body"): _steering,
    ("CommunicationAction", "scope"): _audience_scope,
    ("Channel", "digital"): _digital,
    ("Vision", "target_year"): _target_year,
}
