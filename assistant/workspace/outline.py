"""The plan as rows: what a preview draws and edits, in reading order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal

from assistant.dialogue.showing import shown_value
from assistant.dialogue.state import State
from assistant.plan.entities.base import Entity
from assistant.plan.fields import FieldSpec, fields_of
from assistant.plan.index import Index, build_index, is_empty, kind_of, title_of, value_at
from assistant.plan.provenance import Mark
from assistant.plan.values import Budget, Money
from assistant.steps import STEPS
from assistant.workspace.views import Row

Word = Callable[[str, Mapping[str, Any]], str]
ValueState = Literal["empty", "suggested", "accepted", "edited", "deferred"]
_LINES = ("Item", "Theme")
"""Kinds of children that are edited together, as one text."""


def rows(state: State, word: Word, opened: frozenset[str] = frozenset()) -> list[Row]:
    """The rows of a plan: its steps, in each the values and entities that belong to it.

    Args:
        state: the conversation.
        word: words a message as plain text.
        opened: uids of entities whose empty values are wanted even where a complete plan does not need
            them. Of others they are left out: a finished plan has thousands, and nobody reads them.
    """
    outline = _Outline(state, word, opened)
    return [row for step in STEPS for row in outline.step(step.number)]


class _Outline:
    def __init__(self, state: State, word: Word, opened: frozenset[str]) -> None:
        self.opened = opened
        self.index: Index = build_index(state.document.plan)
        self.provenance = state.document.provenance
        self.plan = state.document.plan
        self.stale = state.stale
        self.word = word

    def step(self, number: int) -> Iterator[Row]:
        title = self.word(f"step.{number}.title", {})
        yield Row(number, 0, "", "", str(number), title, "accepted")
        for spec in fields_of("Plan").values():
            if spec.step != number or spec.shape == "part":
                continue
            if spec.shape == "entity":
                yield from self._fields(value_at(self.plan, spec.path), number, 1)
            elif spec.shape == "entities" and spec.targets[0] not in _LINES:
                yield from self._list(spec, number)
            else:
                yield from self._value(self.plan, spec, number, 1)

    def _list(self, spec: FieldSpec, step: int) -> Iterator[Row]:
        held: tuple[Entity, ...] = value_at(self.plan, spec.path)
        label = self.word(f"field.Plan.{spec.path}", {})
        if not held:
            if spec.needed:
                yield Row(step, 1, self.plan.uid, spec.path, label, "", self._state(self.plan, spec), True)
            return
        for entity in held:
            yield from self._entity(entity, step, 1)

    def _entity(self, entity: Entity, step: int, depth: int) -> Iterator[Row]:
        label = entity.code or self.word(f"kind.{kind_of(entity)}", {"count": 1})
        title = title_of(entity)
        text = "" if title == entity.code else title
        reason = self._reason(entity.uid)
        yield Row(step, depth, entity.uid, "", label, text, "accepted", needs_a_look=reason)
        yield from self._fields(entity, step, depth + 1)

    def _fields(self, entity: Entity, step: int, depth: int) -> Iterator[Row]:
        for spec in fields_of(kind_of(entity)).values():
            if spec.shape == "part":
                continue
            if spec.shape == "entities" and spec.targets[0] not in _LINES:
                for child in value_at(entity, spec.path):
                    yield from self._entity(child, step, depth)
                if value_at(entity, spec.path):
                    continue
            yield from self._value(entity, spec, step, depth)

    def _value(self, entity: Entity, spec: FieldSpec, step: int, depth: int) -> Iterator[Row]:
        value = value_at(entity, spec.path)
        needed = spec.needed or self._of_empty_needed_part(entity, spec)
        if is_empty(value) and not needed and depth > 1 and not self._wanted(entity, spec):
            return
        shown = shown_value(self.index, spec, value)
        yield Row(
            step=step,
            depth=depth,
            uid=entity.uid,
            field=spec.path,
            label=self.word(f"field.{spec.kind}.{spec.path}", {}),
            text=self._text(shown),
            state=self._state(entity, spec),
            needed=needed,
            needs_a_look=self._reason(entity.uid) if depth == 1 else "",
            editable=True,
            edit_text=self._edit_text(spec, value),
        )

    def _wanted(self, entity: Entity, spec: FieldSpec) -> bool:
        """Whether an empty value is to be shown all the same: lists of entities are made in the conversation."""
        return entity.uid in self.opened and not (spec.shape == "entities" and spec.targets[0] not in _LINES)

    def _of_empty_needed_part(self, entity: Entity, spec: FieldSpec) -> bool:
        part = spec.path.partition(".")[0]
        if part == spec.path or not fields_of(spec.kind)[part].needed:
            return False
        return is_empty(value_at(entity, part)) and spec.path.endswith((".value", ".name", ".level"))

    def _text(self, shown: Any) -> str:
        return self.word("value", {"value": shown})

    def _state(self, entity: Entity, spec: FieldSpec) -> ValueState:
        mark: Mark | None = self.provenance.get(entity.uid, {}).get(spec.path)
        if is_empty(value_at(entity, spec.path)):
            return "deferred" if mark is not None and mark.state.value == "deferred" else "empty"
        if mark is None or mark.state.value in ("empty", "deferred"):
            return "accepted"
        return mark.state.value

    def _reason(self, uid: str) -> str:
        reason = self.stale.get(uid)
        return self.word(reason["id"], reason["params"]) if reason else ""

    def _edit_text(self, spec: FieldSpec, value: Any) -> str:
        if is_empty(value):
            return ""
        if spec.shape in ("ref", "refs"):
            uids = value if isinstance(value, tuple) else (value,)
            return ", ".join(self._code(uid) for uid in uids)
        if spec.shape == "money":
            return _money(value)
        if spec.shape == "entities":
            text = "; ".join(title_of(child) for child in value)
            return f"{text};" if len(value) == 1 and "," in text else text  # else commas would divide it
        if spec.shape == "texts":
            return ", ".join(value)
        if spec.shape == "flag":
            return self.word("value.yes" if value else "value.no", {})
        return format(value, "f") if spec.shape == "number" else str(value)

    def _code(self, uid: str) -> str:
        entity = self.index.entity(uid)
        return (entity.code or title_of(entity)) if entity else uid


def _money(value: Money) -> str:
    text = f"{value.amount:f} {value.currency or ''}".strip()
    source = value.source if isinstance(value, Budget) else None
    return f"{text} ({source})" if source else text
