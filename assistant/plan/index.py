"""Finding one's way in a plan: by uid, by code, along references and back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from assistant.plan.entities import Plan
from assistant.plan.entities.base import Entity
from assistant.plan.fields import FieldSpec, fields_of


class Place(NamedTuple):
    """Where an entity stands.

    Attributes:
        entity: the entity.
        parent: uid of the entity that owns it, ``None`` for the plan.
        field: the owner's field that holds it.
        position: its place in that field's list, from 0.
    """

    entity: Entity
    parent: str | None
    field: str
    position: int


@dataclass(frozen=True)
class Index:
    """Every entity of one plan by uid; the reverse of the references is computed when first asked for.

    Of entities that share a uid (an imported file may hold such) the first counts.
    """

    places: dict[str, Place]
    _reverse: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    _kinds: dict[str, list[str]] = field(default_factory=dict)

    def entity(self, uid: str) -> Entity | None:
        """The entity with that uid."""
        place = self.places.get(uid)
        return place.entity if place else None

    def by_code(self, code: str) -> Entity | None:
        """The entity with that code, ignoring case."""
        wanted = code.casefold()
        for place in self.places.values():
            if place.entity.code is not None and place.entity.code.casefold() == wanted:
                return place.entity
        return None

    def of_kind(self, kind: str) -> list[str]:
        """The uids of every entity of a kind, in the plan's order."""
        if not self._kinds:
            for uid, place in self.places.items():
                self._kinds.setdefault(kind_of(place.entity), []).append(uid)
        return self._kinds.get(kind, [])

    def place(self, uid: str, place: Place) -> None:
        """Take in an entity that was added."""
        self.places.setdefault(uid, place)
        self._kinds.clear()

    def forget_references(self) -> None:
        """Compute the reverse of the references anew when it is next asked for."""
        self._reverse.clear()

    def referrers(self, uid: str) -> list[tuple[str, str]]:
        """The ``(uid, field)`` of everything that points at that uid."""
        if not self._reverse:
            for owner, place in self.places.items():
                for spec in reference_fields(kind_of(place.entity)):
                    for target in targets_of(place.entity, spec):
                        self._reverse.setdefault(target, []).append((owner, spec.path))
        return self._reverse.get(uid, [])


def refresh(index: Index, plan: Plan, uid: str) -> None:
    """Bring an index up to date after an entity changed but kept its place and its children."""
    steps: list[tuple[str, Place]] = []
    while (place := index.places[uid]).parent is not None:
        steps.append((uid, place))
        uid = place.parent
    entity: Entity = plan
    index.places[plan.uid] = Place(plan, None, "", 0)
    for child, place in reversed(steps):
        held = value_at(entity, place.field)
        entity = held[place.position] if isinstance(held, tuple) else held
        index.places[child] = place._replace(entity=entity)
    index.forget_references()


def kind_of(entity: Entity) -> str:
    """The name of an entity's kind."""
    return type(entity).__name__


def title_of(entity: Entity) -> str:
    """What to call an entity in a list: its naming field, else its code, else an empty text."""
    value = getattr(entity, entity.TITLE, None) if entity.TITLE else None
    return str(value) if value is not None else (entity.code or "")


def value_at(entity: Entity, path: str) -> Any:
    """The value of a field or of a part's leaf, such as ``baseline.value``."""
    value: Any = entity
    for name in path.split("."):
        value = getattr(value, name if name != "if" else "if_")
    return value


def is_empty(value: Any) -> bool:
    """Whether a value says nothing: ``None``, an empty list, a part or an entity whose fields are all empty."""
    if value is None or value == () or value == "":
        return True
    if hasattr(type(value), "model_fields"):
        names = [name for name in type(value).model_fields if name not in ("uid", "code")]
        return all(is_empty(getattr(value, name)) for name in names)
    return False


@cache
def reference_fields(kind: str) -> tuple[FieldSpec, ...]:
    """The fields of a kind that point at other entities."""
    return tuple(spec for spec in fields_of(kind).values() if spec.shape in ("ref", "refs"))


@cache
def owning_fields(kind: str) -> tuple[FieldSpec, ...]:
    """The fields of a kind that hold entities of its own."""
    return tuple(spec for spec in fields_of(kind).values() if spec.shape in ("entity", "entities"))


def targets_of(entity: Entity, spec: FieldSpec) -> tuple[str, ...]:
    """The uids that a reference field holds."""
    value = value_at(entity, spec.path)
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def children(entity: Entity) -> Iterator[tuple[str, int, Entity]]:
    """The entities that one owns, with field and position."""
    for spec in owning_fields(kind_of(entity)):
        held = getattr(entity, spec.path)
        if isinstance(held, tuple):
            for position, child in enumerate(held):
                yield spec.path, position, child
        else:
            yield spec.path, 0, held


def walk(entity: Entity) -> Iterator[Entity]:
    """An entity and everything that it owns, in reading order."""
    yield entity
    for _, _, child in children(entity):
        yield from walk(child)


def build_index(plan: Plan) -> Index:
    """Index a plan; 1 to 2 ms for a thousand entities."""
    places: dict[str, Place] = {plan.uid: Place(plan, None, "", 0)}
    queue: list[Entity] = [plan]
    for owner in queue:
        for name, position, child in children(owner):
            places.setdefault(child.uid, Place(child, owner.uid, name, position))
            queue.append(child)
    return Index(places)
