"""Building changes: a draft takes edits one by one and remembers each as a :class:`Change`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from assistant.plan.changes import (
    Change,
    ChangeError,
    Editor,
    Spot,
    entity_from_json,
    from_json,
    siblings,
    to_json,
)
from assistant.plan.codes import next_code
from assistant.plan.document import PlanDocument
from assistant.plan.entities import Plan
from assistant.plan.entities.base import Entity
from assistant.plan.index import Index, kind_of, value_at, walk
from assistant.plan.provenance import Mark

Marker = Callable[[Mark | None], Mark]
"""Makes the mark of a changed value from the mark it had."""


class Draft:
    """A document that is being edited; :attr:`changes` leads from the one it began with to the present one.

    Args:
        document: where it begins.
        new_uid: gives the uid for the next new entity.
        mark: makes the mark of a value that is set, unless the edit brings its own.
    """

    def __init__(self, document: PlanDocument, new_uid: Callable[[], str], mark: Marker) -> None:
        self._editor = Editor(document)
        self.changes: list[Change] = []
        self._new_uid = new_uid
        self._mark = mark

    @property
    def document(self) -> PlanDocument:
        """The document as it is now."""
        return self._editor.document

    @property
    def plan(self) -> Plan:
        """The plan as it is now."""
        return self.document.plan

    @property
    def index(self) -> Index:
        """The index of the plan as it is now."""
        return self._editor.index

    def do(self, change: Change) -> None:
        """Apply a change and remember it.

        Raises:
            ChangeError: it does not fit; nothing was changed.
        """
        self._editor.do(change)
        self.changes.append(change)

    def mark_of(self, uid: str, path: str) -> Mark | None:
        """The provenance of a value."""
        return self.document.provenance.get(uid, {}).get(path)

    def set(self, uid: str, path: str, value: Any, mark: Marker | None = None) -> bool:
        """Set a value (Python or JSON); answer whether value or mark changed.

        Raises:
            ChangeError: no such entity or field, or a value of the wrong shape; nothing was changed.
        """
        entity = self._entity(uid)
        old_mark = self.mark_of(uid, path)
        if path == "code":
            old, new = entity.code, value
        else:
            kind = kind_of(entity)
            new = to_json(kind, path, from_json(kind, path, value))
            old = to_json(kind, path, value_at(entity, path))
        new_mark = (mark or self._mark)(old_mark)
        if old == new and old_mark is not None and _same(old_mark, new_mark):
            return False
        self.do(Change(uid=uid, field=path, old=old, new=new, old_mark=old_mark, new_mark=new_mark))
        return True

    def add(
        self,
        parent: str,
        name: str,
        kind: str,
        values: Mapping[str, Any],
        marks: Mapping[str, Marker] | None = None,
        position: int | None = None,
    ) -> str:
        """Add an entity with these values (paths allowed) and answer its uid.

        Raises:
            ChangeError: the values do not fit the kind, or the owner holds no such list.
        """
        held = siblings(self.index, parent, name, kind)
        uid = self._new_uid()
        clean = {path: to_json(kind, path, from_json(kind, path, value)) for path, value in values.items()}
        data: dict[str, Any] = {"uid": uid, "code": next_code(self.index, kind, clean)}
        for path, value in clean.items():
            first, _, leaf = path.partition(".")
            if leaf:
                data.setdefault(first, {})[leaf] = value
            else:
                data[first] = value
        entity = entity_from_json(kind, data)
        own = {path: (marks or {}).get(path, self._mark)(None) for path in clean}
        nested = {
            child.uid: {path: self._mark(None) for path in child.model_fields_set - {"uid", "code"}}
            for child in walk(entity)
            if child.uid != uid
        }
        spot = Spot(
            parent=parent,
            field=name,
            position=len(held) if position is None else max(0, min(position, len(held))),
            kind=kind,
            entity=entity.model_dump(mode="json", by_alias=True),
            marks={uid: own, **nested} if own else nested,
        )
        self.do(Change(uid=uid, new_spot=spot))
        return uid

    def remove(self, uid: str) -> None:
        """Take an entity out, and every reference to it or to what it owns.

        Raises:
            ChangeError: there is no such entity, or it cannot be taken out.
        """
        spot = self._spot(uid)
        gone = {child.uid for child in walk(self._entity(uid))}
        for target in sorted(gone):
            for owner, path in self.index.referrers(target):
                if owner not in gone:
                    self._unlink(owner, path, target)
        self.do(Change(uid=uid, old_spot=spot))

    def move(self, uid: str, position: int) -> bool:
        """Move an entity to another place in its list; answer whether anything changed.

        Raises:
            ChangeError: there is no such entity in a list.
        """
        spot = self._spot(uid)
        last = len(value_at(self._entity(spot.parent), spot.field)) - 1
        position = max(0, min(position, last))
        if position == spot.position:
            return False
        self.do(Change(uid=uid, old_spot=spot, new_spot=spot.model_copy(update={"position": position})))
        return True

    def _unlink(self, owner: str, path: str, target: str) -> None:
        value = value_at(self._entity(owner), path)
        rest = tuple(uid for uid in value if uid != target) if isinstance(value, tuple) else None
        self.set(owner, path, rest)

    def _entity(self, uid: str) -> Entity:
        entity = self.index.entity(uid)
        if entity is None:
            raise ChangeError(f"no entity {uid}")
        return entity

    def _spot(self, uid: str) -> Spot:
        place = self.index.places.get(uid)
        if place is None or place.parent is None:
            raise ChangeError(f"no entity {uid} in a list")
        siblings(self.index, place.parent, place.field, kind_of(place.entity))
        owned = [child.uid for child in walk(place.entity)]
        provenance = self.document.provenance
        return Spot(
            parent=place.parent,
            field=place.field,
            position=place.position,
            kind=kind_of(place.entity),
            entity=place.entity.model_dump(mode="json", by_alias=True),
            marks={child: dict(provenance[child]) for child in owned if child in provenance},
        )


def _same(left: Mark, right: Mark) -> bool:
    return (left.state, left.origin, left.citations) == (right.state, right.origin, right.citations)
