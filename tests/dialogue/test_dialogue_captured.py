"""The table of captured values: lines typed at real questions, and every value they put into the plan."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from dialogue_checks import happen, play

from assistant.dialogue.state import State
from assistant.plan.document import PlanDocument, new_document
from assistant.plan.entities.base import Entity
from assistant.plan.fields import fields_of
from assistant.plan.index import Index, build_index, is_empty, kind_of, title_of, value_at

TABLE: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "captured.yaml").read_text("utf-8"))
CASES: list[dict[str, Any]] = TABLE["cases"]
LINES = ("Item",)


@cache
def base() -> State:
    """The conversation in which every case begins."""
    state = happen(State(new_document("_p"), {"lang": "en"}), "open").state
    for line in TABLE["base"]:
        state = at(state, line["at"])
        state = happen(state, "say", text=line["say"]).state
    return state


def at(state: State, question: str) -> State:
    state = happen(state, "command", name="goto", argument=question).state
    assert state.cursor is not None
    assert state.cursor.question == question
    return state


def flat(document: PlanDocument) -> dict[str, Any]:
    """Every value that is no guess: ``{code.path: value}``, lines of the plan as ``{list+: texts}``."""
    index = build_index(document.plan)
    found: dict[str, Any] = {}
    for uid, place in index.places.items():
        entity = place.entity
        if place.parent is not None and kind_of(index.places[place.parent].entity) != "Plan":
            continue
        kind = kind_of(entity)
        name = {"Plan": "plan", "Vision": "vision", "Mission": "mission"}.get(kind, entity.code)
        if kind in LINES:
            found.setdefault(f"{place.field}+", []).append(title_of(entity))
            continue
        for path, value in _own(index, entity, document.provenance.get(uid, {})).items():
            found[f"{name}.{path}"] = value
    return found


def _own(index: Index, entity: Entity, marks: Any) -> dict[str, Any]:
    values = {}
    for path, spec in fields_of(kind_of(entity)).items():
        value = value_at(entity, path)
        guess = path in marks and marks[path].state.value == "suggested"
        if spec.shape in ("part", "entity") or is_empty(value) or guess:
            continue
        if kind_of(entity) == "Plan" and spec.shape == "entities":
            continue
        values[path] = _plain(index, spec.shape, value)
    return values


def _plain(index: Index, shape: str, value: Any) -> Any:
    if shape == "entities":
        keep = ("value", "date", "action", "due", "name", "text", "gap")
        return [{k: v for k, v in _own(index, child, {}).items() if k in keep} for child in value]
    if shape in ("ref", "refs"):
        titles = [title_of(index.places[uid].entity) for uid in ((value,) if shape == "ref" else value)]
        return titles[0] if shape == "ref" else titles
    if shape == "money":
        parts = (f"{value.amount:f}", value.currency, getattr(value, "source", None))
        return " ".join(part for part in parts if part)
    if isinstance(value, tuple):
        return [str(each) for each in value]
    return value if isinstance(value, bool | int) else str(value)


def captured(case: dict[str, Any]) -> dict[str, Any]:
    """What the line of a case added or changed."""
    state = at(base(), case["at"])
    for line in case.get("first", []):
        state = happen(state, "say", text=line).state
    before = flat(state.document)
    after = flat(play(state, "say", text=case["say"]).state.document)
    assert set(before) <= set(after), "something was lost"
    return {key: value for key, value in after.items() if before.get(key) != value}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['at']}: {case['say'][:40]!r}")
def test_no_value_is_wrong(case: dict[str, Any]) -> None:
    wanted = {key: value for key, value in case["gives"].items()}
    wrong = {key: value for key, value in captured(case).items() if wanted.get(key) != value}
    assert wrong == {}


def test_nearly_everything_is_read() -> None:
    wanted = [(case, key) for case in CASES for key in case["gives"]]
    unread = [f"{case['say']!r}: {key}" for case, key in wanted if key not in captured(case)]
    assert len(unread) <= 0.15 * len(wanted), "\n".join(unread)


def test_the_table_is_long_enough() -> None:
    assert len(CASES) >= 90
