"""Whatever a plan can hold has a name: every kind, field, choice and rule is worded, and nothing else is."""

from __future__ import annotations

from enum import StrEnum

from helpers.wording import CATALOGUE, english

from assistant.plan import values
from assistant.plan.fields import fields_of, kinds
from assistant.review.rules import RULES

CHOICES = {
    f"choice.{name}.{value}"
    for name, cls in vars(values).items()
    if isinstance(cls, type) and issubclass(cls, StrEnum) and cls is not StrEnum
    for value in cls
}
FIELDS = {f"field.{kind}.{path}" for kind in kinds() for path in fields_of(kind)}


def worded(family: str) -> set[str]:
    return {message for message in CATALOGUE.messages() if message.startswith(f"{family}.")}


def test_every_field_has_a_label() -> None:
    assert worded("field") == FIELDS


def test_every_choice_has_a_name() -> None:
    assert worded("choice") == CHOICES


def test_every_kind_has_a_name_for_one_and_for_many() -> None:
    assert worded("kind") == {f"kind.{kind}" for kind in kinds()}
    assert [english("kind.Activity", {"count": count}) for count in (1, 2)] == ["activity", "activities"]


def test_every_rule_says_what_why_and_how() -> None:
    for rule in RULES:
        assert worded("rule") >= {f"rule.{rule.id}", f"rule.{rule.id}.why", f"rule.{rule.id}.fix"}
