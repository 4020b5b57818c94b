"""The sample plan is what a planner would be proud of: complete, consistent, measurable, honest about its sources."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from importlib.resources import files
from itertools import pairwise

import pytest

from assistant.plan.document import PlanDocument, dump_document
from assistant.plan.entities.base import Entity
from assistant.plan.fields import fields_of
from assistant.plan.index import (
    Index,
    build_index,
    is_empty,
    kind_of,
    reference_fields,
    targets_of,
    value_at,
    walk,
)
from assistant.plan.provenance import CaseCitation, PassageCitation, State
from assistant.plan.values import Direction, Period, Quadrant, Stage
from assistant.review import review
from assistant.samples import load_sample
from knowledge.corpus import Passage, Reference, builtin_corpus, content_hash

VAGUE = re.compile(
    r"\b(improv|enhanc|strengthen|promot|foster|leverag|optimi[sz]|streamlin)\w*", re.IGNORECASE
)


@pytest.fixture(scope="module")
def sample() -> PlanDocument:
    return load_sample("en")


@pytest.fixture(scope="module")
def index(sample: PlanDocument) -> Index:
    return build_index(sample.plan)


def test_it_lacks_nothing(sample: PlanDocument) -> None:
    assert review(sample) == []


def test_it_is_the_same_in_every_language_that_has_none_of_its_own(sample: PlanDocument) -> None:
    assert load_sample("en") == load_sample("xx") == sample
    assert sample.plan.base_language == "en"


def test_its_file_is_as_the_program_writes_it(sample: PlanDocument) -> None:
    stored = (files("assistant.samples") / "sample-en.json").read_text("utf-8")
    assert stored == dump_document(sample)


def test_it_says_that_it_is_invented(sample: PlanDocument) -> None:
    assert "fictional" in (sample.plan.title or "")
    assert any("invented" in (line.text or "") for line in sample.plan.assumptions)


def test_it_is_rich_enough_to_learn_from(sample: PlanDocument) -> None:
    plan = sample.plan
    least = {"goals": 3, "objectives": 6, "indicators": 8, "factors": 10, "stakeholders": 7, "swot": 12,
             "strategies": 4, "initiatives": 5, "activities": 10, "milestones": 5, "risks": 6, "communication": 4,
             "monitoring": 2, "evaluations": 2, "reviews": 2, "consultations": 2}  # fmt: skip
    assert {name: count for name, count in least.items() if len(getattr(plan, name)) < count} == {}


def test_every_uid_and_code_is_its_own(sample: PlanDocument) -> None:
    entities = list(walk(sample.plan))
    assert max(Counter(each.uid for each in entities).values()) == 1
    coded = Counter((kind_of(each), each.code) for each in entities if each.code)
    assert max(coded.values()) == 1


def test_every_reference_leads_to_the_right_kind(index: Index) -> None:
    for place in index.places.values():
        for spec in reference_fields(kind_of(place.entity)):
            for uid in targets_of(place.entity, spec):
                target = index.entity(uid)
                assert target is not None
                assert spec.targets == ("*",) or kind_of(target) in spec.targets


def test_the_code_of_an_entity_follows_that_of_its_owner(sample: PlanDocument, index: Index) -> None:
    def number(entity: Entity | None) -> str:
        assert entity is not None
        return (entity.code or "").partition("-")[2]

    owners = [(each, each.goal) for each in sample.plan.objectives]
    owned = [*owners, *((each, each.objective) for each in sample.plan.indicators)]
    for entity, owner in owned:
        assert number(entity).startswith(number(index.entity(owner or "")) + ".")


def test_every_value_says_where_it_comes_from(sample: PlanDocument) -> None:
    for entity in walk(sample.plan):
        for path, spec in fields_of(kind_of(entity)).items():
            if spec.shape not in ("part", "entity", "entities"):
                mark = sample.provenance.get(entity.uid, {}).get(path)
                assert (mark is not None) == (not is_empty(value_at(entity, path))), (entity.uid, path)
                assert mark is None or mark.state in (State.ACCEPTED, State.EDITED)


def test_its_citations_are_of_passages_that_ship_with_the_program(sample: PlanDocument) -> None:
    cited = [
        each for marks in sample.provenance.values() for mark in marks.values() for each in mark.citations
    ]
    assert len(cited) >= 8
    assert sum(isinstance(each, CaseCitation) for each in cited) >= 2
    for citation in cited:
        assert isinstance(citation, PassageCitation | CaseCitation)
        passage = _cited(citation)
        now = content_hash(passage, citation.lang)
        assert citation.hash == now, f"{passage.id} reads differently now: put {now} into the sample"


def _cited(citation: PassageCitation | CaseCitation) -> Passage:
    """The passage or the fact that is cited, which says of itself what the citation says."""
    if isinstance(citation, PassageCitation):
        passage = builtin_corpus().by_id[citation.passage]
        assert (citation.source, citation.lines) == (passage.source, passage.lines)
        return passage
    fact = builtin_corpus().by_fact[citation.fact]
    main = fact.references[0]
    assert (citation.case, citation.confidence) == (fact.source, fact.confidence)
    assert Reference(citation.title, citation.publisher, citation.url, citation.date) == main
    return fact


def within(inner: tuple[Period | None, Period | None], outer: tuple[Period | None, Period | None]) -> bool:
    start, end, first, last = (*inner, *outer)
    assert start is not None
    assert end is not None
    assert first is not None
    assert last is not None
    return first.first_day <= start.first_day <= end.last_day <= last.last_day


def test_its_dates_hold_together(sample: PlanDocument) -> None:
    plan = sample.plan
    horizon = (plan.horizon_start, plan.horizon_end)
    initiatives = {each.uid: each for each in plan.initiatives}
    activities = {each.uid: each for each in plan.activities}
    assert all(within((each.start, each.end), horizon) for each in plan.initiatives)
    assert all(within((each.due, each.due), horizon) for each in plan.objectives)
    assert all(within((each.date, each.date), horizon) for each in (*plan.evaluations, *plan.reviews))
    for each in plan.activities:
        owner = initiatives[each.initiative or ""]
        assert within((each.start, each.end), (owner.start, owner.end))
        for uid in each.predecessors:
            end, start = activities[uid].end, each.start
            assert end is not None
            assert start is not None
            assert end.last_day < start.first_day
    for milestone in plan.milestones:
        owner = initiatives[milestone.initiative or ""]
        assert within((milestone.date, milestone.date), (owner.start, owner.end))
    assert {each.initiative for each in plan.milestones} == set(initiatives)


def test_its_money_adds_up(sample: PlanDocument) -> None:
    plan = sample.plan
    assert plan.budget_envelope is not None
    total = Decimal(0)
    for initiative in plan.initiatives:
        assert initiative.budget is not None
        assert initiative.budget.currency == plan.budget_envelope.currency
        own = [each.cost for each in plan.activities if each.initiative == initiative.uid]
        assert sum(cost.amount for cost in own if cost) <= initiative.budget.amount
        total += initiative.budget.amount
    assert total <= plan.budget_envelope.amount


def test_its_indicators_move_the_right_way_and_every_goal_has_an_outcome(sample: PlanDocument) -> None:
    plan = sample.plan
    goal_of = {each.uid: each.goal for each in plan.objectives}
    for each in plan.indicators:
        values = [target.value for target in each.targets]
        series = [value for value in (each.baseline.value, *values) if value is not None]
        rising = each.direction is Direction.UP
        assert all(one < two if rising else one > two for one, two in pairwise(series)), each.code
        assert each.unit != "%" or all(0 <= value <= 100 for value in series)
    measured = {goal_of[each.objective or ""] for each in plan.indicators if each.stage is Stage.OUTCOME}
    assert measured == {goal.uid for goal in plan.goals}
    assert {each.objective for each in plan.indicators} == set(goal_of)


def test_it_is_measurable_where_it_promises(sample: PlanDocument) -> None:
    for objective in sample.plan.objectives:
        assert re.search(r"\d", re.sub(r"\b20\d\d\b", "", objective.statement or ""))
    for entity in (*sample.plan.goals, *sample.plan.objectives, *sample.plan.strategies):
        assert not VAGUE.search(str(value_at(entity, entity.TITLE)))
    vision = sample.plan.vision.statement or ""
    assert len(vision.split()) <= 35


def test_its_analysis_is_used(sample: PlanDocument) -> None:
    plan = sample.plan
    factors = {each.uid: each for each in plan.factors}
    for item in plan.swot:
        inside = item.quadrant in (Quadrant.STRENGTH, Quadrant.WEAKNESS)
        scopes = {factors[uid].scope for uid in item.rests_on}
        assert scopes == {"internal" if inside else "external"}, item.code
    used = {uid for each in (*plan.strategies,) for uid in each.uses} | {
        uid for each in plan.risks for uid in each.swot
    }
    assert used >= {item.uid for item in plan.swot}
    weighty = {each.uid for each in plan.factors if (each.impact or 0) >= 4}
    assert weighty <= {uid for item in plan.swot for uid in item.rests_on}
    answered = {uid for each in plan.risks for uid in each.swot}
    assert answered >= {
        i.uid for i in plan.swot if i.quadrant is Quadrant.THREAT and (i.importance or 0) >= 4
    }
    letters = {item.uid: str(item.quadrant) for item in plan.swot}
    for strategy in plan.strategies:
        assert {letters[uid] for uid in strategy.uses} == set(str(strategy.tows)), strategy.code


def test_its_risks_are_answered(sample: PlanDocument) -> None:
    assert {each.category for each in sample.plan.risks} >= {"cyber", "privacy", "change", "budget"}
    for risk in sample.plan.risks:
        assert risk.likelihood is not None
        assert risk.impact is not None
        left = (risk.residual.likelihood or 9) * (risk.residual.impact or 9)
        assert left < risk.likelihood * risk.impact
        assert risk.contingency
        assert all(each.due for each in risk.mitigations)


def test_those_who_count_are_asked_told_and_listened_to(sample: PlanDocument) -> None:
    plan = sample.plan
    asked = {uid for each in plan.consultations for uid in each.stakeholders}
    told = {uid for each in plan.communication for uid in each.audience}
    key = {each.uid for each in plan.stakeholders if (each.power or 0) >= 4 and (each.interest or 0) >= 4}
    assert key
    assert key <= asked & told
    assert {str(each.segment) for each in plan.stakeholders} >= {
        "citizen",
        "business",
        "government",
        "community",
    }
    channels = [channel for each in plan.communication for channel in each.channels]
    assert any(channel.digital is False for channel in channels)
    assert {each.scope for each in plan.communication} >= {"internal", "external"}


def test_no_one_person_carries_it_all(sample: PlanDocument) -> None:
    owners = Counter(
        value_at(entity, path)
        for entity in walk(sample.plan)
        for path in ("owner", "lead")
        if path in fields_of(kind_of(entity)) and value_at(entity, path)
    )
    assert max(owners.values()) / owners.total() <= 0.3


def test_every_indicator_is_looked_at_as_often_as_it_is_measured(sample: PlanDocument) -> None:
    rank = ["daily", "weekly", "monthly", "quarterly", "half-yearly", "yearly", "once"]
    cadence = {uid: str(rule.cadence) for rule in sample.plan.monitoring for uid in rule.indicators}
    for each in sample.plan.indicators:
        assert rank.index(cadence[each.uid]) <= rank.index(str(each.frequency)), each.code
