"""How far a plan has come: needed fields that are filled, by step and by plan component."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.plan.document import PlanDocument
from assistant.review.needs import Slot, slots

STEPS = tuple(range(1, 11))
COMPONENTS = (
    "vision_mission",
    "goals_objectives",
    "stakeholder_analysis",
    "environmental_scan",
    "swot",
    "priorities_initiatives",
    "roadmap",
    "kpis_evaluation",
    "governance_oversight",
    "risk_management",
)
"""The ten plan components, in the order of the sources."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Needed fields of one step or component: how many there are, how many of them are filled."""

    filled: int
    needed: int


def progress_by_step(document: PlanDocument) -> dict[int, Progress]:
    """The progress of each of the ten steps."""
    found = slots(document.plan)
    return {step: _count(slot for slot in found if slot.step == step) for step in STEPS}


def progress_by_component(document: PlanDocument) -> dict[str, Progress]:
    """The progress of each of the ten plan components; some fields of step 1 belong to none."""
    found = slots(document.plan)
    return {name: _count(slot for slot in found if slot.component == name) for name in COMPONENTS}


def _count(found: Iterable[Slot]) -> Progress:
    filled = [slot.filled for slot in found]
    return Progress(sum(filled), len(filled))
