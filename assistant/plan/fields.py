"""What the models say about their own fields, read once and kept: the single list of fields.

Everything that must know "which fields are there, who needs them, what do they hold" asks here: the
questions, the review, the preview, the formats. Nothing lists the fields a second time.
"""

from __future__ import annotations

import types
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import TypeAdapter
from pydantic.fields import FieldInfo

from assistant.plan import entities
from assistant.plan.entities.base import Entity, Part, Refers
from assistant.plan.values import Budget, Money, Number, Period

Shape = Literal[
    "text", "number", "score", "integer", "flag", "period", "money", "choice", "ref", "texts", "refs",
    "entity", "entities", "part",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One addressable field of one kind of entity.

    Attributes:
        kind: name of the entity class, for example ``Objective``.
        path: how it is addressed, for example ``due`` or ``organisation.name``.
        shape: what it holds. ``entities`` are owned children, ``refs`` are uids of others.
        step: the planning step that fills it, 1 to 10.
        component: id of the plan component it serves, or ``None``.
        needed: whether a complete plan has it.
        targets: for a choice the enumeration's name; for references and children the kinds.
        doc: the field's description.
    """

    kind: str
    path: str
    shape: Shape
    step: int
    component: str | None
    needed: bool
    targets: tuple[str, ...]
    doc: str

    @property
    def many(self) -> bool:
        """Whether the field holds a list."""
        return self.shape in ("texts", "refs", "entities")


@cache
def kinds() -> dict[str, type[Entity]]:
    """Every kind of entity by name, ``Plan`` first."""
    found = {
        name: cls
        for name in entities.__all__
        if isinstance(cls := getattr(entities, name), type) and issubclass(cls, Entity) and cls is not Entity
    }
    return {"Plan": found.pop("Plan"), **found}


@cache
def fields_of(kind: str) -> dict[str, FieldSpec]:
    """The fields of a kind by path, in the order they are declared; parts are followed by their leaves."""
    cls = kinds()[kind]
    return {spec.path: spec for spec in _walk(cls, kind, cls.STEP, cls.COMPONENT, "")}


def field_spec(kind: str, path: str) -> FieldSpec:
    """The field of that kind at that path.

    Raises:
        KeyError: there is no such kind or field.
    """
    return fields_of(kind)[path]


@lru_cache(maxsize=1024)
def adapter(kind: str, path: str) -> TypeAdapter[Any]:
    """The validator of one field's value."""
    model: type[Any] = kinds()[kind]
    *parts, last = path.split(".")
    for part in parts:
        model = _bare(model.model_fields[part].annotation)[0]
    info = _by_json_name(model)[last]
    annotation: Any = info.annotation
    return TypeAdapter(Annotated[annotation, *info.metadata] if info.metadata else annotation)


def _by_json_name(model: type[Any]) -> dict[str, FieldInfo]:
    return {info.alias or name: info for name, info in model.model_fields.items()}


def _walk(model: type[Any], kind: str, step: int, component: str | None, prefix: str) -> list[FieldSpec]:
    found: list[FieldSpec] = []
    for name, info in _by_json_name(model).items():
        if name in ("uid", "code") and not prefix:
            continue
        extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
        own_step, own_component = int(str(extra.get("x-step", step))), extra.get("x-component", component)
        shape, targets, part = _shape(info)
        found.append(
            FieldSpec(
                kind=kind,
                path=prefix + name,
                shape=shape,
                step=own_step,
                component=str(own_component) if own_component else None,
                needed=bool(extra.get("x-needed", False)),
                targets=targets,
                doc=info.description or "",
            )
        )
        if part is not None:
            found += _walk(part, kind, own_step, found[-1].component, f"{prefix}{name}.")
    return found


def _bare(annotation: Any) -> tuple[Any, list[Any]]:
    """Strip ``None`` and ``Annotated`` off a type; answer the type and the marks it carried."""
    marks: list[Any] = []
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            annotation, *more = get_args(annotation)
            marks += more
        elif origin in (Union, types.UnionType):
            annotation = next(arg for arg in get_args(annotation) if arg is not type(None))
        else:
            return annotation, marks


def _shape(info: FieldInfo) -> tuple[Shape, tuple[str, ...], type[Part] | None]:
    annotation, marks = _bare(info.annotation)
    marks += info.metadata
    many = get_origin(annotation) is tuple
    if many:
        annotation, inner = _bare(get_args(annotation)[0])
        marks += inner
    if (refers := next((m for m in marks if isinstance(m, Refers)), None)) is not None:
        return ("refs" if many else "ref"), refers.kinds, None
    if not isinstance(annotation, type):
        raise TypeError(f"unsupported field type {annotation!r}")
    if issubclass(annotation, Entity):
        return ("entities" if many else "entity"), (annotation.__name__,), None
    if issubclass(annotation, Part):
        return "part", (annotation.__name__,), annotation
    if issubclass(annotation, StrEnum):
        return "choice", (annotation.__name__,), None
    return _scalar(annotation, many, marks), (), None


def _scalar(annotation: type[Any], many: bool, marks: list[Any]) -> Shape:
    if annotation is str:
        return "texts" if many else "text"
    if annotation is int:
        bounds = [inner for mark in marks for inner in getattr(mark, "metadata", [mark])]
        return "score" if any(getattr(bound, "ge", None) == 1 for bound in bounds) else "integer"
    plain: dict[type[Any], Shape] = {
        bool: "flag",
        Period: "period",
        Money: "money",
        Budget: "money",
        get_args(Number)[0]: "number",
    }
    return plain[annotation]
