"""The ten steps as checked data: their questions, the fields each fills, and their order."""

from functools import cache

from assistant.steps.first import INITIATION, SCAN, VISION
from assistant.steps.last import COMMUNICATION, IMPLEMENTATION, MONITORING, REVIEW
from assistant.steps.middle import GOALS, STRATEGY, SWOT
from assistant.steps.model import NESTED, Form, Question, Slot, Step

STEPS: tuple[Step, ...] = (
    INITIATION,
    SCAN,
    VISION,
    GOALS,
    SWOT,
    STRATEGY,
    IMPLEMENTATION,
    COMMUNICATION,
    MONITORING,
    REVIEW,
)


@cache
def questions() -> dict[str, Question]:
    """Every question by id, in the order in which they are asked."""
    return {question.id: question for step in STEPS for question in step.questions}


__all__ = ["NESTED", "STEPS", "Form", "Question", "Slot", "Step", "questions"]
