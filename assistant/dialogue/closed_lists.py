"""What a question holds fixed, a quadrant or a scope, where a table says it instead: in a column, or in its headings."""

from __future__ import annotations

import re

from assistant.dialogue.reading import Lexicon, Table, read_choice
from assistant.dialogue.reading.lexicon import fold
from assistant.plan.fields import FieldSpec, fields_of
from assistant.steps import Question


def across(question: Question, table: Table, lexicon: Lexicon) -> dict[int, str]:
    """The value for each column of a table whose headings are the values of a closed list: S, W, O, T."""
    spec = fixed_spec(question)
    values = [read_whole(spec, head, lexicon) for head in table.header] if spec else []
    if len(values) < 2 or None in values or len(set(values)) != len(values):
        return {}
    return {place: value for place, value in enumerate(values) if value}


def fixed_name(question: Question) -> str:
    """The field that a question holds fixed; empty if there is none."""
    return next(iter(question.fixed), "")


def fixed_spec(question: Question) -> FieldSpec | None:
    """What the plan says about the fixed field, if it is a closed list."""
    spec = fields_of(question.kind).get(fixed_name(question))
    return spec if spec is not None and spec.shape == "choice" else None


def read_fixed(question: Question, cell: str, lexicon: Lexicon) -> str | None:
    """The value of the fixed field that a cell gives."""
    spec = fixed_spec(question)
    return read_whole(spec, cell, lexicon) if spec is not None else None


def read_whole(spec: FieldSpec, cell: str, lexicon: Lexicon) -> str | None:
    """The value of a closed list that makes up a whole cell: ``Strength``, ``S – Strengths``."""
    words = fold(cell).strip("*_ ")
    values = {_exact(spec, part.strip(), lexicon) for part in re.split(r"[-–—:()/]+", words) if part.strip()}
    return _exact(spec, words, lexicon) or (values.pop() if len(values) == 1 else None)


def _exact(spec: FieldSpec, words: str, lexicon: Lexicon) -> str | None:
    found = read_choice(words, spec.targets[0], lexicon)
    return found.value if found is not None and found.end - found.start == len(words) else None
