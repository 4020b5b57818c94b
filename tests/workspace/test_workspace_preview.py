"""The plan as rows, the steps on the rail, and values edited where they stand."""

from __future__ import annotations

import pytest

from assistant.plan.fields import fields_of
from assistant.plan.index import build_index, kind_of, value_at
from assistant.samples import load_sample
from assistant.workspace import Conversation, Row, Workspace


@pytest.fixture
def sample(memory: Workspace) -> Conversation:
    conversation = memory.new("sample", document=load_sample("en"))
    conversation.start()
    return conversation


def value_of(conversation: Conversation, row: Row) -> object:
    entity = build_index(conversation.document().plan).places[row.uid].entity
    value = value_at(entity, row.field)
    spec = fields_of(kind_of(entity))[row.field]
    if spec.shape == "entities":
        return [child.model_dump(exclude={"uid", "code"}) for child in value]
    return value


def editable(conversation: Conversation) -> list[Row]:
    return [row for row in conversation.rows() if row.editable and row.edit_text]


def test_what_stands_in_the_editor_is_the_value(sample: Conversation) -> None:
    found = editable(sample)
    assert len(found) > 300
    for row in found:
        before = value_of(sample, row)
        turn = sample.edit(row.uid, row.field, row.edit_text)
        shown = turn.shown[0].text
        assert value_of(sample, row) == before, f"{row.label}: {row.edit_text!r}\n{shown}"
        assert turn.shown[0].kind != "error", f"{row.label}: {row.edit_text!r}\n{shown}"


def test_an_edit_is_marked_as_the_persons_own(sample: Conversation) -> None:
    row = next(row for row in editable(sample) if row.field == "purpose")
    turn = sample.edit(row.uid, row.field, "To shorten every queue.")
    assert "To shorten every queue." in turn.shown[0].text
    after = next(each for each in sample.rows() if (each.uid, each.field) == (row.uid, row.field))
    assert (after.text, after.state) == ("To shorten every queue.", "edited")
    sample.command("undo")
    assert next(each for each in sample.rows() if each.field == "purpose") == row


def test_an_edit_to_nothing_asks_first(sample: Conversation) -> None:
    row = next(row for row in editable(sample) if row.field == "purpose")
    asked = sample.edit(row.uid, row.field, "  ")
    assert "really empty" in asked.shown[0].text
    sample.say("no")
    assert value_of(sample, row) is not None
    sample.edit(row.uid, row.field, "")
    sample.say("yes")
    assert value_of(sample, row) is None
    assert any(each.field == "purpose" and each.state == "empty" for each in sample.rows())


def test_what_cannot_be_read_changes_nothing_and_says_what_would_do(sample: Conversation) -> None:
    row = next(row for row in editable(sample) if row.field == "horizon_end")
    turn = sample.edit(row.uid, row.field, "when pigs fly")
    assert value_of(sample, row) is not None
    assert "when pigs fly" in turn.shown[0].text


def test_every_needed_value_of_an_empty_plan_has_a_row(memory: Workspace) -> None:
    conversation = memory.new("empty")
    conversation.start()
    plan = {spec.path: spec for spec in fields_of("Plan").values() if spec.needed}
    there = {row.field for row in conversation.rows() if row.needed}
    assert {path for path, spec in plan.items() if spec.shape not in ("part", "entity")} <= there


def test_every_needed_value_of_a_plan_has_a_row_and_no_row_stands_twice(sample: Conversation) -> None:
    rows = sample.rows()
    places = [(row.uid, row.field) for row in rows if row.field]
    assert len(set(places)) == len(places)
    for uid, place in build_index(sample.document().plan).places.items():
        for spec in fields_of(kind_of(place.entity)).values():
            if spec.needed and spec.shape not in ("part", "entity", "entities"):
                assert (
                    (uid, spec.path) in places
                    or place.field in ("scope_in", "scope_out")
                    or _line(kind_of(place.entity))
                )


def test_empty_values_that_nobody_needs_are_shown_of_the_entities_that_are_unfolded(
    sample: Conversation,
) -> None:
    folded = sample.rows()
    parent = next(row for row in folded if row.label == "PAR-1")
    unfolded = [row for row in sample.rows(frozenset({parent.uid})) if row not in folded]
    assert unfolded
    assert {(row.uid, row.state, row.needed, row.editable, row.text) for row in unfolded} == {
        (parent.uid, "empty", False, True, "")
    }


def test_every_leaf_of_an_unfolded_entity_has_a_row_that_can_be_edited(sample: Conversation) -> None:
    places = build_index(sample.document().plan).places
    edited = {(row.uid, row.field) for row in sample.rows(frozenset(places)) if row.editable}
    for uid, place in places.items():
        kind = kind_of(place.entity)
        for spec in fields_of(kind).values():
            if spec.shape not in ("part", "entity", "entities") and not _line(kind):
                assert (uid, spec.path) in edited, f"{kind}.{spec.path}"


def test_a_turn_says_whether_an_undo_takes_back_just_that(sample: Conversation) -> None:
    row = next(row for row in editable(sample) if row.field == "purpose")
    assert sample.edit(row.uid, row.field, "To shorten every queue.").undoable
    assert not sample.command("review").undoable
    assert not sample.command("undo").undoable


def _line(kind: str) -> bool:
    """Lines of a list are edited together, as the value of their owner."""
    return kind in ("Item", "Theme")


def test_rows_are_in_the_order_of_the_steps_and_worded(sample: Conversation) -> None:
    rows = sample.rows()
    assert [row.step for row in rows] == sorted(row.step for row in rows)
    assert all(row.label for row in rows)
    assert not [row.label for row in rows if row.label.startswith(("field.", "kind."))]
    assert [row.text for row in rows if row.depth == 0][3] == "Goals and objectives"


def test_what_needs_a_look_is_seen_on_its_row_and_on_the_rail(sample: Conversation) -> None:
    goal = next(row for row in sample.rows() if row.label == "GOA-1")
    turn = sample.edit(goal.uid, "title", "Permits in a day")
    assert any("needs a look" in each.text or "need a look" in each.text for each in turn.shown)
    marked = [row for row in sample.rows() if row.needs_a_look]
    assert marked
    assert {row.needs_a_look for row in marked} == {"GOA-1 Permits in a day was changed"}
    assert sum(step.needs_a_look for step in sample.steps()) > 0


def test_the_rail_follows(memory: Workspace) -> None:
    conversation = memory.new("plan")
    conversation.start()
    steps = conversation.steps()
    assert [step.number for step in steps] == list(range(1, 11))
    assert [step.status for step in steps] == ["started", *["empty"] * 9]
    left = conversation.remaining()
    conversation.say("City of Marrow Bay")
    assert conversation.cursor() == (1, "Area covered")
    assert conversation.remaining() < left
    conversation.command("skip")
    assert conversation.steps()[0].deferred == 1
    conversation.command("goto", "4")
    assert [step.number for step in conversation.steps() if step.current] == [4]
    assert conversation.steps()[3].status == "started"


def test_a_finished_plan_has_nothing_left(sample: Conversation) -> None:
    assert sample.remaining() == 0
    assert sample.cursor() == (0, "")
    assert all(step.status == "done" for step in sample.steps() if step.needed)
    assert "# " in sample.markdown()
