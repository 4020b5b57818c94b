"""What a review says: findings, each with its place; the wording is in ``prompts`` under ``rule.<id>``."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from assistant.plan.document import PlanDocument

JSON = str | int | float | bool | None | list["JSON"] | dict[str, "JSON"]


class Severity(StrEnum):
    """How much a finding weighs: only errors keep a plan from being ready."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a reviewer has to say.

    Attributes:
        rule: id of the rule, for example ``X.0``.
        severity: how much it weighs.
        step: the planning step it belongs to, 1 to 10.
        component: id of the plan component it belongs to, or ``None``.
        uid: the entity it is about.
        field: path of the field it is about; empty for the entity as a whole.
        params: parameters of the message.
    """

    rule: str
    severity: Severity
    step: int
    component: str | None
    uid: str
    field: str
    params: Mapping[str, JSON]


class Remark(NamedTuple):
    """What a rule found: a :class:`Finding` without the rule's own id and severity."""

    step: int
    component: str | None
    uid: str
    field: str
    params: Mapping[str, JSON]


@dataclass(frozen=True, slots=True)
class Subject:
    """What a rule looks at.

    Attributes:
        document: the plan and its provenance.
        deferred: ``(uid, field)`` of the gaps that a person put off on purpose.
    """

    document: PlanDocument
    deferred: Collection[tuple[str, str]] = field(default=frozenset())
