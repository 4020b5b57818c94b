"""The expert's checks: rules over a plan, its findings, and how far the plan has come."""

from __future__ import annotations

from collections.abc import Collection

from assistant.plan.document import PlanDocument
from assistant.review.findings import Finding, Severity, Subject
from assistant.review.progress import Progress, progress_by_component, progress_by_step
from assistant.review.rules import RULES

__all__ = ["Finding", "Progress", "Severity", "progress_by_component", "progress_by_step", "review"]


def review(document: PlanDocument, deferred: Collection[tuple[str, str]] = ()) -> list[Finding]:
    """Everything the rules find, ordered by step, then as the plan is read.

    Args:
        document: the plan and its provenance.
        deferred: ``(uid, field)`` of gaps that a person put off on purpose, beside those that the
            provenance of the document names.
    """
    subject = Subject(document, frozenset(deferred))
    found = [
        Finding(rule.id, rule.severity, each.step, each.component, each.uid, each.field, each.params)
        for rule in RULES
        for each in rule.check(subject)
    ]
    return sorted(found, key=lambda finding: finding.step)
