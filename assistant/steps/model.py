"""What a question is: which fields one natural answer fills, and how each is recognised in it.

Four forms:

- ``fields``: values of one entity (the plan, the vision, the mission).
- ``collect``: a list; every line of the answer becomes a new entity. With ``per`` the entities belong to
  another one (objectives to a goal) and the question is put once for each of these.
- ``complete``: what existing entities still lack, one line for each.
- ``pick``: which of the existing entities something is true of.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from assistant.plan.fields import FieldSpec, field_spec

Form = Literal["fields", "collect", "complete", "pick"]


@dataclass(frozen=True, slots=True)
class Slot:
    """One field that an answer may fill.

    Attributes:
        path: the field, for example ``due`` or ``organisation.name``.
        label: key of the words that announce it (``owner: …``); the last part of the path by default.
        placed: whether it may stand without a label, in the order of the slots.
        within: whether it is also looked for inside the running text, which keeps it.
        infer: whether a choice may be guessed from the text; a guess is shown for a yes.
        create: whether an unknown name becomes a new entity (roles, bodies).
        span_end: for a period: the field that takes the end of a span such as 2027–2031.
    """

    path: str
    label: str = ""
    placed: bool = True
    within: bool = False
    infer: bool = False
    create: bool = False
    span_end: str = ""

    @property
    def label_key(self) -> str:
        """The key of its label words in the lexicon."""
        return self.label or self.path.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Question:
    """One question of one step.

    Attributes:
        id: stable name; its wording is ``ask.<id>`` and what hangs on it.
        step: the step it belongs to, 1 to 10.
        form: see the module.
        kind: the kind of entity it fills or makes.
        slots: the fields, in the order in which unlabelled parts are taken.
        into: for ``collect``: the plan's list that takes the new entities.
        per: for ``collect``: the reference field that names the owner, asked once for each owner.
        fixed: values that every entity of this question has.
        where: for ``complete`` and ``pick``: only entities that have these values are asked about.
        optional: whether a complete plan can do without an answer.
        propose: name of the rule that proposes an answer from the plan at hand, if there is one.
        whole: whether the answer is one text that is never taken apart.
    """

    id: str
    step: int
    form: Form
    kind: str
    slots: tuple[Slot, ...]
    into: str = ""
    per: str = ""
    fixed: Mapping[str, str] = field(default_factory=dict)
    where: Mapping[str, str] = field(default_factory=dict)
    optional: bool = False
    propose: str = ""
    whole: bool = False

    def spec(self, slot: Slot) -> FieldSpec:
        """What the plan says about a slot's field."""
        return field_spec(self.kind, slot.path)

    @property
    def owner_kind(self) -> str:
        """For ``collect`` with ``per``: the kind of the owners."""
        return field_spec(self.kind, self.per).targets[0] if self.per else ""


@dataclass(frozen=True, slots=True)
class Step:
    """One of the ten steps. ``minutes`` is how long a first-time planner needs, roughly."""

    number: int
    id: str
    minutes: int
    questions: tuple[Question, ...]


NESTED: dict[str, tuple[Slot, ...]] = {
    "Item": (Slot("text"),),
    "Theme": (Slot("text"),),
    "Target": (Slot("value"), Slot("date", within=True)),
    "Mitigation": (Slot("action"), Slot("owner", create=True, placed=False), Slot("due", within=True)),
    "Channel": (Slot("name"), Slot("kind", infer=True, placed=False)),
    "CapabilityGap": (Slot("gap"), Slot("action")),
}
"""How one line of a list inside an entity is read, by the kind of the line."""
