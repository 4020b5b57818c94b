"""Rule X.0: a field that a complete plan has is empty."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.plan.fields import FieldSpec, fields_of
from assistant.plan.index import title_of
from assistant.plan.provenance import State
from assistant.review.findings import Remark, Subject
from assistant.review.needs import Slot, slots


def needed_field_is_empty(subject: Subject) -> Iterator[Remark]:
    """One remark for each needed field that is empty, and whether it was put off on purpose.

    Params of the message: ``deferred``, ``kind``, ``field`` and the entity's ``code`` and ``title``.
    """
    for slot in slots(subject.document.plan):
        if not slot.filled:
            entity, kind = slot.entity, slot.spec.kind
            yield Remark(
                step=slot.step,
                component=slot.component,
                uid=entity.uid,
                field=slot.spec.path,
                params={
                    "deferred": _is_deferred(subject, slot),
                    "kind": kind,
                    "field": slot.spec.path,
                    "code": entity.code or "",
                    "title": title_of(entity),
                },
            )


def _is_deferred(subject: Subject, slot: Slot) -> bool:
    uid = slot.entity.uid
    marks = subject.document.provenance.get(uid)
    if not marks and not subject.deferred:
        return False
    return any(
        (uid, path) in subject.deferred
        or (marks is not None and path in marks and marks[path].state is State.DEFERRED)
        for path in _paths(slot.spec)
    )


def _paths(spec: FieldSpec) -> list[str]:
    """The field's own path and, for a part, those of its leaves: any of them can be put off."""
    if spec.shape != "part":
        return [spec.path]
    return [path for path in fields_of(spec.kind) if path == spec.path or path.startswith(f"{spec.path}.")]
