"""The needed fields of a plan: which there are, which are filled. Rule X.0 and the progress both count these.

A slot is one needed field of one entity. A needed list counts once, and each entity that it holds brings
slots of its own. A needed part counts once, unless some of its leaves are marked as needed: then those count.
A needed single entity (the vision) counts by its own needed fields.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple

from assistant.plan.entities import Plan
from assistant.plan.entities.base import Entity
from assistant.plan.fields import FieldSpec, fields_of
from assistant.plan.index import is_empty


class Slot(NamedTuple):
    """One needed field of one entity.

    Attributes:
        entity: the entity that has the field.
        spec: the field.
        step: the planning step that fills it; a line of a list belongs to the step of the list.
        component: the plan component it serves, by the same rule.
        filled: whether it says something.
    """

    entity: Entity
    spec: FieldSpec
    step: int
    component: str | None
    filled: bool


@dataclass(frozen=True, slots=True)
class _Kind:
    """What there is to look at in entities of one kind."""

    needed: tuple[tuple[FieldSpec, Callable[[Any], Any], bool], ...]
    owned: tuple[tuple[FieldSpec, Callable[[Any], Any]], ...]


def slots(plan: Plan) -> list[Slot]:
    """The needed fields of the plan and of everything in it, in reading order."""
    found: list[Slot] = []
    _collect(found, plan, 1, None)
    return found


def _collect(found: list[Slot], entity: Entity, step: int, component: str | None) -> None:
    kind = _kind(type(entity).__name__)
    for spec, get, plain in kind.needed:
        value = get(entity)
        filled = (value is not None and value != ()) if plain else not is_empty(value)
        found.append(Slot(entity, spec, spec.step or step, spec.component or component, filled))
    for spec, get in kind.owned:
        held = get(entity)
        for child in held if isinstance(held, tuple) else (held,):
            _collect(found, child, spec.step or step, spec.component or component)


@cache
def _kind(kind: str) -> _Kind:
    specs = fields_of(kind)
    return _Kind(
        needed=tuple(
            (spec, _getter(spec.path), spec.shape not in ("text", "part"))
            for spec in specs.values()
            if spec.needed and spec.shape != "entity" and not _has_needed_leaves(specs, spec)
        ),
        owned=tuple(
            (spec, _getter(spec.path)) for spec in specs.values() if spec.shape in ("entity", "entities")
        ),
    )


def _has_needed_leaves(specs: dict[str, FieldSpec], spec: FieldSpec) -> bool:
    return any(leaf.needed and path.startswith(f"{spec.path}.") for path, leaf in specs.items())


def _getter(path: str) -> Callable[[Any], Any]:
    return attrgetter(".".join("if_" if name == "if" else name for name in path.split(".")))
