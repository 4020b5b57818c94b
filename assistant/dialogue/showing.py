"""Values and entities as parameters of messages: codes with titles, nested message ids for choices and fields."""

from __future__ import annotations

from typing import Any

from assistant.dialogue.writing import Touched
from assistant.plan.entities import CommunicationAction
from assistant.plan.entities.base import Entity
from assistant.plan.fields import FieldSpec, fields_of
from assistant.plan.index import Index, is_empty, kind_of, title_of, value_at
from assistant.plan.provenance import Provenance, State
from assistant.plan.values import Budget, Money

_IN_WORDS = ("Target", "Mitigation")
"""Children that are worded as "what by when" if they have just these two values."""


def name_of(index: Index, uid: str) -> str:
    """Code and title of an entity, for example ``GOA-1 Faster permits``."""
    entity = index.entity(uid)
    if entity is None:
        return uid
    title = title_of(entity)
    if isinstance(entity, CommunicationAction) and entity.message is None:
        title = ", ".join(title_of(index.places[each].entity) for each in entity.audience) or title
    return title if not entity.code or title == entity.code else f"{entity.code} {title}"


def field_label(kind: str, path: str) -> dict[str, Any]:
    """The nested message that names a field."""
    return {"id": f"field.{kind}.{path}", "params": {}}


def shown_value(index: Index, spec: FieldSpec, value: Any) -> Any:
    """A value as a message parameter: text, a nested message, or a list of these joined by commas."""
    if is_empty(value):
        return ""
    if spec.shape == "choice":
        return {"id": f"choice.{spec.targets[0]}.{value}", "params": {}}
    if spec.shape == "flag":
        return {"id": "value.yes" if value else "value.no", "params": {}}
    if spec.shape == "ref":
        return name_of(index, value)
    if spec.shape == "refs":
        return {"join": ", ", "items": [name_of(index, uid) for uid in value]}
    if spec.shape == "money":
        return money_text(value)
    if spec.shape == "entities":
        return {"join": "; ", "items": [child_text(index, child) for child in value]}
    if spec.shape == "texts":
        return {"join": ", ", "items": list(value)}
    return format(value, "f") if spec.shape == "number" else str(value)


def money_text(value: Money) -> str:
    """An amount with its currency and source, for example ``1,200,000 USD (capital budget)``."""
    amount = f"{value.amount:,f}"
    whole = amount.rstrip("0").rstrip(".") if "." in amount else amount
    text = f"{whole} {value.currency}" if value.currency else whole
    source = value.source if isinstance(value, Budget) else None
    return f"{text} ({source})" if source else text


def child_text(index: Index, child: Entity) -> Any:
    """A child of a list, its values one after the other."""
    kind = kind_of(child)
    values = [
        shown_value(index, spec, value_at(child, spec.path))
        for spec in fields_of(kind).values()
        if spec.shape not in ("part", "entity", "flag") and not is_empty(value_at(child, spec.path))
        if (kind, spec.path) != ("Channel", "kind") or not getattr(child, "name", None)
    ]
    if kind in _IN_WORDS and len(values) == 2:
        return {"id": f"value.{kind}", "params": dict(zip(("what", "when"), values, strict=True))}
    return {"join": " – " if kind == "CapabilityGap" else ", ", "items": values}


def captured_line(index: Index, provenance: Provenance, touched: Touched, number: int = 0) -> dict[str, Any]:
    """One entity with what was just written to it; guesses carry a question mark."""
    entity = index.places[touched.uid].entity
    kind = kind_of(entity)
    values = []
    for path in dict.fromkeys(touched.paths):
        spec = fields_of(kind)[path]
        value = value_at(entity, path)
        if is_empty(value) or path == entity.TITLE or spec.shape in ("part", "entity"):
            continue
        mark = provenance.get(touched.uid, {}).get(path)
        guess = mark is not None and mark.state is State.SUGGESTED
        values.append(
            {
                "id": "captured.guess" if guess else "captured.value",
                "params": {"field": field_label(kind, path), "value": shown_value(index, spec, value)},
            }
        )
    if kind in ("Plan", "Vision", "Mission"):
        lead: Any = _single_title(index, entity, touched)
    else:
        lead = name_of(index, touched.uid)
    shape = "captured.entity" if values and lead else "captured.bare" if lead else "captured.values"
    params: dict[str, Any] = {"values": {"join": " · ", "items": values}} if values else {}
    if lead:
        params["name"] = lead
    return {"id": shape, "params": params}


def _single_title(index: Index, entity: Entity, touched: Touched) -> Any:
    if entity.TITLE not in touched.paths:
        return ""
    return title_of(entity)
