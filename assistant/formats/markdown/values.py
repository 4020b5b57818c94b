"""How the values of a plan look in Markdown: on one line, with the marks of their provenance."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum
from typing import Any

from assistant.formats import Wording
from assistant.formats.markdown.sources import Sources
from assistant.plan.document import PlanDocument
from assistant.plan.entities import Role
from assistant.plan.entities.base import Entity
from assistant.plan.fields import FieldSpec, field_spec, fields_of
from assistant.plan.index import build_index, is_empty, kind_of, value_at
from assistant.plan.provenance import State
from assistant.plan.values import Budget, Currency, Money, Period
from prompts.markup import block, inline, web_address
from prompts.periods import period_message

_WHOLE = 80
"""Characters of a title that a reference never cuts; a longer sentence stands in full elsewhere."""

_ENOUGH, _MOST = 60, 100
"""Where a longer one is cut: between words, after at least so many characters and at most so many."""

_STEPS = range(1, 11)
"""The planning steps that have a title."""


def _short(text: str) -> str:
    if isinstance(text, StrEnum) or len(text) <= _WHOLE:
        return text
    between = re.compile(r"(?<!\d)\s")  # "31 %" stays together: a number without its unit misleads
    found = between.search(text, _ENOUGH, _MOST)
    if found is None and len(text) <= _MOST:
        return text
    return f"{text[: found.start() if found else _MOST].rstrip(' ,;:–-')}…"


class Values:
    """Words the values of one document.

    Args:
        document: the plan and its provenance.
        word: words a message.
    """

    def __init__(self, document: PlanDocument, word: Wording) -> None:
        self.document = document
        self.plan = document.plan
        self.index = build_index(document.plan)
        self.sources = Sources(document)
        self._word = word
        self._roles = Counter(role.title.casefold() for role in self.plan.roles if role.title)

    def say(self, message: str, **params: Any) -> str:
        """A message in the reader's language."""
        return self._word(message, params)

    def label(self, kind: str, path: str) -> str:
        """What a field is called."""
        return self.say(f"field.{kind}.{path}")

    def show(self, entity: Entity, path: str) -> str:
        """A value on one line, with the marks of its provenance; empty for an empty value."""
        spec = field_spec(kind_of(entity), path)
        value = value_at(entity, path)
        text = "" if is_empty(value) else self._value(spec, value)
        return self.with_marks(entity.uid, path, text)

    def filled(self, entity: Entity, path: str) -> str:
        """A value as a part of a longer line: nothing for an empty one, also if it was put off."""
        return "" if is_empty(value_at(entity, path)) else self.show(entity, path)

    def paragraph(self, entity: Entity, path: str) -> str:
        """A text with its line breaks, and the marks of its provenance."""
        value = value_at(entity, path)
        return self.with_marks(entity.uid, path, block(value) if value else "")

    def with_marks(self, uid: str, path: str, text: str) -> str:
        """The text, and behind it: that it is only suggested, that it was put off, what it rests on."""
        mark = self.document.provenance.get(uid, {}).get(path)
        if mark is None:
            return text
        words = [text] if text else []
        if mark.state is State.SUGGESTED and text:
            words.append(f"*({self.say('doc.mark.suggested')})*")
        if mark.state is State.DEFERRED and not text:
            words.append(self.put_off())
        words += [f"\\[{number}\\]" for number in self.sources.numbers(uid, path) if text]
        return " ".join(words)

    def put_off(self) -> str:
        """What stands in the place of a value that was put off."""
        return f"*{self.say('doc.mark.deferred')}*"

    def name(self, entity: Entity, *, whole: bool = False) -> str:
        """Code and title of an entity.

        Args:
            entity: whose name.
            whole: do not cut a long title; otherwise it is cut where a code leads to the whole.
        """
        title = ""
        if entity.TITLE and not is_empty(value := value_at(entity, entity.TITLE)):
            cut = entity.code and isinstance(value, str) and not whole
            value = _short(value) if cut else value
            title = self._value(field_spec(kind_of(entity), entity.TITLE), value)
        if not title and entity.code is None:
            return self.say(f"kind.{kind_of(entity)}", count=1)
        return f"{inline(entity.code or '')} {title}".strip()

    def reference(self, uid: str) -> str:
        """The name of the entity with that uid, or that it is not in the plan.

        A position goes by its title alone, unless another one has the same: readers know people by what they
        are, and the list of roles tells the code.
        """
        entity = self.index.entity(uid)
        if isinstance(entity, Role) and entity.title and self._roles[entity.title.casefold()] == 1:
            return inline(entity.title)
        return self.name(entity) if entity else f"*{self.say('doc.unknown')}*"

    def number(self, value: Decimal) -> str:
        """A number with its digits in groups of three, as the language writes it."""
        whole, _, rest = f"{value:,f}".partition(".")
        whole = whole.replace(",", self.say("doc.number.group"))
        rest = rest.rstrip("0")
        return f"{whole}{self.say('doc.number.point')}{rest}" if rest else whole

    def money(self, value: Money) -> str:
        """An amount, its currency and its source."""
        text = self.amount(value.amount, value.currency)
        source = value.source if isinstance(value, Budget) else None
        return f"{text} ({inline(source)})" if source else text

    def amount(self, value: Decimal, currency: Currency | None) -> str:
        """A number and its currency."""
        return f"{self.number(value)} {currency or ''}".strip()

    def period(self, value: Period) -> str:
        """A date as precise as it was given, as people write it."""
        message = period_message(str(value))
        return self.say(message["id"], **message["params"])

    def step(self, number: int) -> str:
        """The number of a planning step, and its title."""
        if number not in _STEPS:
            return str(number)
        return self.say("doc.step", number=number, title={"id": f"step.{number}.title", "params": {}})

    def _value(self, spec: FieldSpec, value: Any) -> str:
        if spec.many:
            return "; ".join(self._one(spec, each) for each in value if not is_empty(each))
        return self._one(spec, value)

    def _one(self, spec: FieldSpec, value: Any) -> str:
        if spec.path.endswith("url"):
            return web_address(value)
        if (spec.kind, spec.path) == ("WorkplanEntry", "step"):
            return self.step(value)
        look: dict[str, Callable[[Any], str]] = {
            "text": inline,
            "texts": inline,
            "number": self.number,
            "integer": lambda number: self.number(Decimal(number)),
            "money": self.money,
            "period": self.period,
            "ref": self.reference,
            "refs": self.reference,
            "entities": self.child,
            "choice": lambda choice: self.say(f"choice.{spec.targets[0]}.{choice}"),
            "flag": lambda flag: self.say("doc.yes" if flag else "doc.no"),
        }
        return look.get(spec.shape, str)(value)

    def child(self, entity: Entity) -> str:
        """An owned entity on one line: its title, then its other values in brackets."""
        paths = [path for path in fields_of(kind_of(entity)) if "." not in path and path != entity.TITLE]
        title = self.show(entity, entity.TITLE)
        rest = [
            f"{self.label(kind_of(entity), path)}: {text}"
            for path in paths
            if (text := self.filled(entity, path))
        ]
        return " ".join(filter(None, [title, f"({', '.join(rest)})" if rest else ""]))

    def part(self, entity: Entity, path: str) -> str:
        """The values of a part on one line."""
        leaves = [each for each in fields_of(kind_of(entity)) if each.startswith(f"{path}.")]
        text = ", ".join(filter(None, (self.filled(entity, leaf) for leaf in leaves)))
        return self.composed(entity, path, text)

    def composed(self, entity: Entity, path: str, text: str) -> str:
        """What was made of the values of a part, with the marks of the part; that it, or one of them, was put
        off if they are all empty."""
        if shown := self.with_marks(entity.uid, path, text):
            return shown
        leaves = [each for each in fields_of(kind_of(entity)) if each.startswith(f"{path}.")]
        return next(filter(None, (self.show(entity, leaf) for leaf in leaves)), "")
