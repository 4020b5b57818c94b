"""Changes of a plan as data: each knows what was there before, so that its inverse is a swap."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import Field

from assistant.plan.document import PlanDocument
from assistant.plan.entities import Plan
from assistant.plan.entities.base import Entity, Model
from assistant.plan.fields import adapter, field_spec, fields_of, kinds
from assistant.plan.index import Index, Place, build_index, children, kind_of, refresh, value_at, walk
from assistant.plan.provenance import Mark


class ChangeError(ValueError):
    """A change does not fit the plan: no such entity or field, or a value of the wrong shape."""


class Spot(Model):
    """A whole entity in its place, with the marks of everything that it owns."""

    parent: str = Field(description="uid of the owner")
    field: str = Field(description="The owner's list that holds it")
    position: int = Field(ge=0, description="Place in that list, from 0")
    kind: str = Field(description="Kind of entity")
    entity: dict[str, Any] = Field(description="The entity as JSON")
    marks: dict[str, dict[str, Mark]] = Field(default_factory=dict, description="Provenance by uid and field")


class Change(Model):
    """One change of one value, or (``field`` empty) of a whole entity.

    ``old`` and ``new`` are JSON values; for a whole entity they are in ``old_spot`` and ``new_spot``:
    nothing → added, both → moved, nothing new → removed.
    """

    uid: str = Field(description="The entity that is changed")
    field: str = Field("", description="Path of the field; empty for the entity as a whole")
    old: Any = Field(None, description="JSON value before")
    new: Any = Field(None, description="JSON value after")
    old_mark: Mark | None = Field(None, description="Provenance before")
    new_mark: Mark | None = Field(None, description="Provenance after")
    old_spot: Spot | None = Field(None, description="The entity in its place before")
    new_spot: Spot | None = Field(None, description="The entity in its place after")

    def inverse(self) -> Change:
        """The change that takes this one back."""
        return Change.model_construct(
            uid=self.uid,
            field=self.field,
            old=self.new,
            new=self.old,
            old_mark=self.new_mark,
            new_mark=self.old_mark,
            old_spot=self.new_spot,
            new_spot=self.old_spot,
        )


def apply_changes(document: PlanDocument, changes: Iterable[Change]) -> PlanDocument:
    """The document after the changes, in order.

    Raises:
        ChangeError: a change does not fit; the document that was given is untouched.
    """
    editor = Editor(document)
    for change in changes:
        editor.do(change)
    return editor.document


class Editor:
    """A document under a series of changes, with an index that follows them."""

    def __init__(self, document: PlanDocument) -> None:
        self.document = document
        self._index: Index | None = None

    @property
    def index(self) -> Index:
        """The index of the plan as it is now."""
        if self._index is None:
            self._index = build_index(self.document.plan)
        return self._index

    def do(self, change: Change) -> None:
        """Apply a change.

        Raises:
            ChangeError: it does not fit; nothing was changed.
        """
        index = self.index
        self.document = apply_change(self.document, change, index)
        if change.field and not self._holds_entities(change):
            refresh(index, self.document.plan, change.uid)
        elif change.new_spot is not None and change.old_spot is None:
            self._added(change.new_spot, change.uid)
        else:
            self._index = None

    def _holds_entities(self, change: Change) -> bool:
        spec = fields_of(kind_of(self.index.places[change.uid].entity)).get(change.field)
        return spec is not None and spec.shape in ("entity", "entities")

    def _added(self, spot: Spot, uid: str) -> None:
        index = self.index
        refresh(index, self.document.plan, spot.parent)
        held = value_at(index.places[spot.parent].entity, spot.field)
        if spot.position != len(held) - 1:
            self._index = None
            return
        index.place(uid, Place(held[-1], spot.parent, spot.field, spot.position))
        for owner in walk(held[-1]):
            for name, position, child in children(owner):
                index.place(child.uid, Place(child, owner.uid, name, position))


def apply_change(document: PlanDocument, change: Change, index: Index | None = None) -> PlanDocument:
    """The document after one change; ``index`` saves time if it is that of ``document.plan``.

    Raises:
        ChangeError: the change does not fit the document.
    """
    index = index or build_index(document.plan)
    if change.field:
        plan = _with_value(index, change.uid, change.field, change.new)
        provenance = with_mark(document.provenance, change.uid, change.field, change.new_mark)
        return document.model_copy(update={"plan": plan, "provenance": provenance})
    plan, provenance = document.plan, document.provenance
    if (spot := change.old_spot) is not None:
        there = siblings(index, spot.parent, spot.field, spot.kind)
        at = _position(there, change.uid, spot)
        plan = _with_field(index, spot.parent, spot.field, there[:at] + there[at + 1 :])
        provenance = {uid: marks for uid, marks in provenance.items() if uid not in spot.marks}
    if (spot := change.new_spot) is not None:
        if change.old_spot is not None:
            index = build_index(plan)
        entity = entity_from_json(spot.kind, spot.entity)
        there = siblings(index, spot.parent, spot.field, spot.kind)
        placed = (*there[: spot.position], entity, *there[spot.position :])
        plan = _with_field(index, spot.parent, spot.field, placed)
        provenance = {**provenance, **spot.marks}
    return document.model_copy(update={"plan": plan, "provenance": provenance})


def entity_from_json(kind: str, data: dict[str, Any]) -> Entity:
    """Build an entity from JSON values.

    Raises:
        ChangeError: the data does not fit the kind.
    """
    try:
        return kinds()[kind].model_validate(data)
    except (KeyError, ValueError) as error:
        raise ChangeError(str(error)) from error


def to_json(kind: str, path: str, value: Any) -> Any:
    """A field's value as JSON."""
    return adapter(kind, path).dump_python(value, mode="json", by_alias=True, warnings=False)


def from_json(kind: str, path: str, value: Any) -> Any:
    """A field's value from JSON or from Python values.

    Raises:
        ChangeError: no such field, or a value of the wrong shape.
    """
    try:
        field_spec(kind, path)
        return adapter(kind, path).validate_python(value)
    except (KeyError, ValueError) as error:
        raise ChangeError(f"{kind}.{path}: {error}") from error


def with_mark(
    provenance: dict[str, dict[str, Mark]], uid: str, path: str, mark: Mark | None
) -> dict[str, dict[str, Mark]]:
    """The provenance with one mark set or, for ``None``, taken out."""
    marks = {**provenance.get(uid, {})}
    if mark is None:
        marks.pop(path, None)
    else:
        marks[path] = mark
    changed = {**provenance, uid: marks}
    if not marks:
        del changed[uid]
    return changed


def siblings(index: Index, parent: str, name: str, kind: str) -> tuple[Entity, ...]:
    """The entities of that kind in an owner's list.

    Raises:
        ChangeError: there is no such owner, or it has no such list of that kind.
    """
    owner = index.entity(parent)
    if owner is None:
        raise ChangeError(f"no entity {parent}")
    try:
        spec = field_spec(kind_of(owner), name)
    except KeyError as error:
        raise ChangeError(f"{kind_of(owner)} has no field {name}") from error
    if spec.shape != "entities" or spec.targets != (kind,):
        raise ChangeError(f"{kind_of(owner)}.{name} is not a list of {kind}")
    value: tuple[Entity, ...] = value_at(owner, name)
    return value


def _position(there: tuple[Entity, ...], uid: str, spot: Spot) -> int:
    """Where the entity stands; the place it had decides between two that share a uid."""
    places = [at for at, child in enumerate(there) if child.uid == uid]
    if not places:
        raise ChangeError(f"no entity {uid} in {spot.field}")
    return spot.position if spot.position in places else places[0]


def _with_value(index: Index, uid: str, path: str, value: Any) -> Plan:
    entity = index.entity(uid)
    if entity is None:
        raise ChangeError(f"no entity {uid}")
    if path == "code":
        if value is not None and not isinstance(value, str):
            raise ChangeError("a code is text")
        return _replace(index, uid, entity.model_copy(update={"code": value}))
    return _with_field(index, uid, path, from_json(kind_of(entity), path, value))


def _with_field(index: Index, uid: str, path: str, value: Any) -> Plan:
    entity = index.entity(uid)
    if entity is None:
        raise ChangeError(f"no entity {uid}")
    name, _, leaf = path.partition(".")
    if leaf:
        part = getattr(entity, name)
        value = part.model_copy(update={"if_" if leaf == "if" else leaf: value})
    return _replace(index, uid, entity.model_copy(update={name: value}))


def _replace(index: Index, uid: str, entity: Entity) -> Plan:
    """Put a changed entity in its place, and its owners in theirs, up to the plan."""
    while (place := index.places[uid]).parent is not None:
        owner = index.places[place.parent].entity
        held = getattr(owner, place.field)
        fresh = (
            (*held[: place.position], entity, *held[place.position + 1 :])
            if isinstance(held, tuple)
            else entity
        )
        uid, entity = owner.uid, owner.model_copy(update={place.field: fresh})
    if not isinstance(entity, Plan):
        raise ChangeError("a plan can only be replaced by a plan")
    return entity
