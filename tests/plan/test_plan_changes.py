"""Changes are data: what was done can be replayed, and taken back, from the changes alone."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest
from helpers.plan_strategies import TODAY, documents, full_document, leaves, new_mark, scalars
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.plan.changes import Change, ChangeError, apply_change, apply_changes, to_json
from assistant.plan.document import PlanDocument, dump_document, new_document
from assistant.plan.draft import Draft
from assistant.plan.entities import Plan
from assistant.plan.fields import FieldSpec, fields_of
from assistant.plan.index import Index, build_index, kind_of, title_of, value_at, walk
from assistant.plan.provenance import Mark, Origin, State


def draft_of(document: PlanDocument) -> Draft:
    numbers = count()
    return Draft(document, lambda: f"_n{next(numbers)}", new_mark)


def sample(data: st.DataObject, options: list[Any]) -> Any:
    return options[data.draw(st.integers(0, len(options) - 1))]


def settable(kind: str) -> list[FieldSpec]:
    return [spec for spec in fields_of(kind).values() if spec.shape not in ("entity", "entities", "part")]


def set_something(draft: Draft, data: st.DataObject) -> None:
    entity = sample(data, list(draft.index.places.values())).entity
    spec = sample(data, settable(kind_of(entity)))
    empty = () if spec.many else None
    draft.set(entity.uid, spec.path, data.draw(st.just(empty) | scalars(spec)))


def set_a_whole_part_or_list(draft: Draft, data: st.DataObject) -> None:
    entity = sample(data, list(draft.index.places.values())).entity
    paths = [
        spec for spec in fields_of(kind_of(entity)).values() if spec.shape in ("part", "entity", "entities")
    ]
    if not paths:
        return
    spec = sample(data, paths)
    if spec.shape == "part":
        leaf = sample(data, [leaf for leaf in leaves(spec) if not leaf.many])
        draft.set(entity.uid, spec.path, {leaf.path.rpartition(".")[2]: data.draw(scalars(leaf))})
    elif spec.shape == "entity":
        draft.set(entity.uid, spec.path, {"uid": f"_own{len(draft.changes)}", "statement": "Another"})
    else:
        draft.set(entity.uid, spec.path, value_at(entity, spec.path)[:1])


def add_something(draft: Draft, data: st.DataObject) -> None:
    entity = sample(data, list(draft.index.places.values())).entity
    lists = [spec for spec in fields_of(kind_of(entity)).values() if spec.shape == "entities"]
    if not lists:
        return
    owner = sample(data, lists)
    kind = owner.targets[0]
    chosen = data.draw(st.sets(st.sampled_from([spec.path for spec in settable(kind)]), max_size=3))
    values = {spec.path: data.draw(scalars(spec)) for spec in settable(kind) if spec.path in chosen}
    draft.add(entity.uid, owner.path, kind, values, position=data.draw(st.none() | st.integers(-1, 3)))


def remove_something(draft: Draft, data: st.DataObject) -> None:
    listed = [uid for uid in draft.index.places if _in_a_list(draft.index, uid)]
    if listed:
        draft.remove(sample(data, listed))


def move_something(draft: Draft, data: st.DataObject) -> None:
    listed = [uid for uid in draft.index.places if _in_a_list(draft.index, uid)]
    if listed:
        draft.move(sample(data, listed), data.draw(st.integers(-1, 4)))


def _in_a_list(index: Index, uid: str) -> bool:
    place = index.places[uid]
    if place.parent is None:
        return False
    return isinstance(value_at(index.places[place.parent].entity, place.field), tuple)


EDITS = [set_something, set_a_whole_part_or_list, add_something, remove_something, move_something]


@settings(deadline=None, max_examples=150)
@given(st.data(), documents(filled=6), st.lists(st.sampled_from(EDITS), min_size=1, max_size=6))
def test_any_edits_can_be_replayed_and_taken_back(
    data: st.DataObject, start: PlanDocument, edits: list[Any]
) -> None:
    draft = draft_of(start)
    for edit in edits:
        edit(draft, data)
        fresh = build_index(draft.plan)
        assert draft.index.places == fresh.places
        assert {uid: sorted(draft.index.referrers(uid)) for uid in fresh.places} == {
            uid: sorted(fresh.referrers(uid)) for uid in fresh.places
        }
    stored = [Change.model_validate_json(change.model_dump_json()) for change in draft.changes]
    assert apply_changes(start, stored) == draft.document
    assert apply_changes(draft.document, [change.inverse() for change in reversed(stored)]) == start
    assert Plan.model_validate(draft.plan.model_dump()) == draft.plan


@settings(deadline=None, max_examples=30)
@given(documents())
def test_codes_given_to_new_entities_are_unique(start: PlanDocument) -> None:
    draft = draft_of(start)
    goal = draft.add(start.plan.uid, "goals", "Goal", {"title": "One"})
    for _ in range(3):
        draft.add(start.plan.uid, "objectives", "Objective", {"goal": goal})
        draft.add(start.plan.uid, "goals", "Goal", {})
        draft.add(start.plan.uid, "swot", "SwotItem", {"quadrant": "T"})
        draft.add(start.plan.uid, "swot", "SwotItem", {})
    new = [each.code for each in walk(draft.plan) if each.uid.startswith("_n")]
    assert None not in new
    assert len(set(new)) == len(new)


def test_a_code_continues_the_number_of_its_owner() -> None:
    draft = draft_of(new_document("_p"))
    draft.add("_p", "goals", "Goal", {"title": "First"})
    goal = draft.add("_p", "goals", "Goal", {"title": "Second"})
    objective = draft.add("_p", "objectives", "Objective", {"goal": goal})
    indicator = draft.add("_p", "indicators", "Indicator", {"objective": objective})
    weakness = draft.add("_p", "swot", "SwotItem", {"quadrant": "W"})
    codes = [draft.index.places[uid].entity.code for uid in (goal, objective, indicator, weakness)]
    assert codes == ["GOA-2", "OBJ-2.1", "KPI-2.1.1", "W-1"]


def test_the_next_code_never_takes_one_that_a_person_gave() -> None:
    draft = draft_of(new_document("_p"))
    first = draft.add("_p", "goals", "Goal", {})
    draft.set(first, "code", "GOA-7")
    second = draft.add("_p", "goals", "Goal", {})
    found = draft.index.by_code("goa-8")
    assert found is not None
    assert found.uid == second


@pytest.fixture
def linked() -> tuple[Draft, str, str]:
    """A role that owns a goal and sits on a body."""
    draft = draft_of(new_document("_p"))
    role = draft.add("_p", "roles", "Role", {"title": "Mayor"})
    goal = draft.add("_p", "goals", "Goal", {"title": "Open", "owner": role})
    draft.add("_p", "bodies", "Body", {"name": "Board", "members": [role]})
    return draft, role, goal


def test_removing_an_entity_takes_every_reference_to_it_along(linked: tuple[Draft, str, str]) -> None:
    draft, role, _ = linked
    before = draft.document
    known = len(draft.changes)
    draft.remove(role)
    assert draft.plan.goals[0].owner is None
    assert draft.plan.bodies[0].members == ()
    assert role not in draft.document.provenance
    back = [change.inverse() for change in reversed(draft.changes[known:])]
    assert apply_changes(draft.document, back) == before


def test_provenance_travels_with_its_value(linked: tuple[Draft, str, str]) -> None:
    draft, _, goal = linked
    suggested = Mark(state=State.SUGGESTED, origin=Origin.SUGGESTED, updated_at=TODAY)
    assert draft.set(goal, "outcome", "Less travel", mark=lambda old: suggested)
    assert draft.mark_of(goal, "outcome") == suggested
    assert not draft.set(goal, "outcome", "Less travel", mark=lambda old: suggested)
    undone = apply_change(draft.document, draft.changes[-1].inverse())
    assert undone.plan.goals[0].outcome is None
    assert "outcome" not in undone.provenance[goal]


@pytest.mark.parametrize(
    ("uid", "path", "value"),
    [
        ("_nobody", "title", "x"),
        ("_p", "colour", "green"),
        ("_p", "title", 7),
        ("_p", "horizon_start", "soon"),
        ("_p", "organisation.size", 7),
        ("_p", "roles", "x"),
        ("_p", "code", 7),
        ("_p", "uid", "_q"),
    ],
)
def test_an_edit_that_does_not_fit_changes_nothing(uid: str, path: str, value: Any) -> None:
    draft = draft_of(new_document("_p"))
    before = dump_document(draft.document)
    with pytest.raises(ChangeError):
        draft.set(uid, path, value)
    assert (dump_document(draft.document), draft.changes) == (before, [])


def test_an_entity_is_only_added_where_it_belongs_and_only_removed_from_a_list() -> None:
    draft = draft_of(new_document("_p"))
    for parent, name, kind in [("_x", "goals", "Goal"), ("_p", "colours", "Goal"), ("_p", "title", "Goal"),
                               ("_p", "goals", "Role"), ("_p", "goals", "Nothing")]:  # fmt: skip
        with pytest.raises(ChangeError):
            draft.add(parent, name, kind, {})
    for uid in ("_p", "_vision", "_x"):
        with pytest.raises(ChangeError):
            draft.remove(uid)
        with pytest.raises(ChangeError):
            draft.move(uid, 0)
    assert draft.changes == []


def test_a_list_is_put_in_order_by_moving() -> None:
    draft = draft_of(new_document("_p"))
    for title in ("a", "b", "c"):
        draft.add("_p", "goals", "Goal", {"title": title})
    third = draft.plan.goals[2].uid
    assert draft.move(third, -5)
    assert not draft.move(third, 0)
    assert [title_of(goal) for goal in draft.plan.goals] == ["c", "a", "b"]


def test_a_file_with_one_uid_twice_can_still_be_edited_one_at_a_time() -> None:
    plan = Plan.model_validate(
        {"uid": "_p", "goals": [{"uid": "_g", "title": "a"}, {"uid": "_g", "title": "b"}]}
    )
    draft = draft_of(PlanDocument(plan=plan))
    draft.set("_g", "title", "c")
    assert [goal.title for goal in draft.plan.goals] == ["c", "b"]
    draft.remove("_g")
    assert [goal.title for goal in draft.plan.goals] == ["b"]
    assert apply_changes(draft.document, [each.inverse() for each in reversed(draft.changes)]).plan == plan


def test_an_entity_that_is_replaced_as_a_whole_is_found_under_its_new_uid() -> None:
    draft = draft_of(new_document("_p"))
    assert draft.index.entity("_vision") is not None
    draft.set("_p", "vision", {"uid": "_mine", "themes": [{"uid": "_theme", "text": "Trust"}]})
    assert draft.index.entity("_vision") is None
    assert draft.index.entity("_theme") is not None


def test_the_index_finds_the_way_back_along_a_reference() -> None:
    document = full_document()
    index = build_index(document.plan)
    goal = document.plan.goals[0]
    assert (document.plan.objectives[0].uid, "goal") in index.referrers(goal.uid)
    assert index.referrers("_nobody") == []
    assert index.entity("_nobody") is None
    assert index.by_code("GOA-1") is None


def test_json_of_a_value_is_what_the_file_holds() -> None:
    plan = full_document().plan
    assert to_json("Plan", "budget_envelope", plan.budget_envelope) == {
        "amount": "1500000",
        "currency": "EUR",
    }
    assert to_json("Goal", "theory_of_change", plan.goals[0].theory_of_change)["if"].startswith("text")
