"""The register of rules. A new rule is one function from a subject to remarks, and one line here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from assistant.review.completeness import needed_field_is_empty
from assistant.review.findings import Remark, Severity, Subject


@dataclass(frozen=True, slots=True)
class Rule:
    """A check with its id; the wording is in ``prompts`` under ``rule.<id>``, ``.why`` and ``.fix``."""

    id: str
    severity: Severity
    check: Callable[[Subject], Iterable[Remark]]


RULES: tuple[Rule, ...] = (Rule("X.0", Severity.WARNING, needed_field_is_empty),)
