"""The models describe themselves: every field knows its step, its shape and whom it points at."""

from __future__ import annotations

import pytest

from assistant.plan import values
from assistant.plan.entities.base import Item
from assistant.plan.fields import FieldSpec, adapter, field_spec, fields_of, kinds

EVERY = [spec for kind in kinds() for spec in fields_of(kind).values()]
COMPONENTS = {
    "vision_mission", "goals_objectives", "stakeholder_analysis", "environmental_scan", "swot",
    "priorities_initiatives", "roadmap", "kpis_evaluation", "governance_oversight", "risk_management",
}  # fmt: skip


def name(spec: FieldSpec) -> str:
    return f"{spec.kind}.{spec.path}"


def test_the_plan_has_two_hundred_and_fifty_fields_in_thirty_seven_kinds() -> None:
    assert (len(EVERY), len(kinds())) == (250, 37)
    assert next(iter(kinds())) == "Plan"


@pytest.mark.parametrize("spec", EVERY, ids=name)
def test_every_field_says_what_it_holds_and_where_it_belongs(spec: FieldSpec) -> None:
    assert spec.doc.strip()
    assert spec.component is None or spec.component in COMPONENTS
    if spec.kind == Item.__name__:  # a line of a list belongs to the step of the list that holds it
        assert spec.step == 0
    else:
        assert 1 <= spec.step <= 10


@pytest.mark.parametrize(
    "spec", [s for s in EVERY if s.shape in ("ref", "refs", "entity", "entities")], ids=name
)
def test_what_a_field_points_at_exists(spec: FieldSpec) -> None:
    assert spec.targets == ("*",) or set(spec.targets) <= set(kinds())


@pytest.mark.parametrize("spec", [s for s in EVERY if s.shape == "choice"], ids=name)
def test_a_choice_names_its_list(spec: FieldSpec) -> None:
    assert issubclass(getattr(values, spec.targets[0]), str)


@pytest.mark.parametrize("spec", EVERY, ids=name)
def test_every_field_has_a_validator_that_refuses_nonsense(spec: FieldSpec) -> None:
    with pytest.raises(ValueError, match="validation error"):
        adapter(spec.kind, spec.path).validate_python(object())


def test_every_step_and_every_component_has_needed_fields() -> None:
    assert {spec.step for spec in EVERY if spec.needed} >= set(range(1, 11))
    assert {spec.component for spec in EVERY if spec.needed} >= COMPONENTS


def test_every_kind_is_reached_from_the_plan() -> None:
    seen, queue = {"Plan"}, ["Plan"]
    for kind in queue:
        for spec in fields_of(kind).values():
            if spec.shape in ("entity", "entities") and spec.targets[0] not in seen:
                seen.add(spec.targets[0])
                queue.append(spec.targets[0])
    assert seen == set(kinds())


def test_an_entity_is_titled_by_one_of_its_fields() -> None:
    for kind, cls in kinds().items():
        assert not cls.TITLE or cls.TITLE in fields_of(kind)


def test_a_leaf_of_a_part_is_addressed_through_the_part() -> None:
    assert field_spec("Goal", "theory_of_change.if").shape == "text"
    assert field_spec("Goal", "theory_of_change").targets == ("TheoryOfChange",)
    with pytest.raises(KeyError):
        field_spec("Goal", "if")
