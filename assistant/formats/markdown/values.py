"""How the values of a plan look in Markdown: on one line, with the marks of their provenance."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum
from typing import Any

from assistant.formats import Wording
from assistant.formats.markdown.sources import Sources
from assistant.plan.document import PlanDocument
from assistant.plan.entities.base import Entity
from assistant.plan.fields import FieldSpec, field_spec, fields_of
from assistant.plan.index import build_index, is_empty, kind_of, value_at
from assistant.plan.provenance import State
from assistant.plan.values import Budget, Money
from prompts.markup import block, inline, web_address

_SHORT = 64
"""Characters of a title in a reference: enough to recognise a sentence that stands in full elsewhere."""


def _short(text: str) -> str:
    if isinstance(text, StrEnum) or len(text) <= _SHORT:
        return text
    cut = text[:_SHORT]
    return f"{cut[: cut.rfind(' ')] if ' ' in cut[_SHORT // 2 :] else cut}…"


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
            words.append(f"*{self.say('doc.mark.deferred')}*")
        words += [f"\\[{number}\\]" for number in self.sources.numbers(uid, path) if text]
        return " ".join(words)

    def name(self, entity: Entity) -> str:
        """Code and title of an entity, as references show it; a long title is cut where a code leads to it."""
        title = ""
        if entity.TITLE and not is_empty(value := value_at(entity, entity.TITLE)):
            value = _short(value) if entity.code and isinstance(value, str) else value
            title = self._value(field_spec(kind_of(entity), entity.TITLE), value)
        if not title and entity.code is None:
            return self.say(f"kind.{kind_of(entity)}", count=1)
        return f"{inline(entity.code or '')} {title}".strip()

    def reference(self, uid: str) -> str:
        """The name of the entity with that uid, or that it is not in the plan."""
        entity = self.index.entity(uid)
        return self.name(entity) if entity else f"*{self.say('doc.unknown')}*"

    def number(self, value: Decimal) -> str:
        """A number with its digits in groups of three, as the language writes it."""
        whole, _, rest = f"{value:,f}".partition(".")
        whole = whole.replace(",", self.say("doc.number.group"))
        rest = rest.rstrip("0")
        return f"{whole}{self.say('doc.number.point')}{rest}" if rest else whole

    def money(self, value: Money) -> str:
        """An amount, its currency and its source."""
        text = f"{self.number(value.amount)} {value.currency or ''}".strip()
        source = value.source if isinstance(value, Budget) else None
        return f"{text} ({inline(source)})" if source else text

    def _value(self, spec: FieldSpec, value: Any) -> str:
        if spec.many:
            return "; ".join(self._one(spec, each) for each in value if not is_empty(each))
        return self._one(spec, value)

    def _one(self, spec: FieldSpec, value: Any) -> str:
        if spec.path.endswith("url"):
            return web_address(value)
        look: dict[str, Callable[[Any], str]] = {
            "text": inline,
            "texts": inline,
            "number": self.number,
            "money": self.money,
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
            if (text := self.show(entity, path))
        ]
        return " ".join(filter(None, [title, f"({', '.join(rest)})" if rest else ""]))

    def part(self, entity: Entity, path: str) -> str:
        """The values of a part on one line."""
        leaves = [each for each in fields_of(kind_of(entity)) if each.startswith(f"{path}.")]
        text = ", ".join(filter(None, (self.show(entity, leaf) for leaf in leaves)))
        return self.with_marks(entity.uid, path, text)

    def labelled(self, entity: Entity, *paths: str) -> str:
        """Values with their labels on one line; nothing for those that are empty."""
        kind = kind_of(entity)
        return " · ".join(
            f"**{self.label(kind, path)}:** {text}" for path in paths if (text := self.show(entity, path))
        )

    def each(self, entity: Entity, *paths: str) -> list[str]:
        """Values with their labels, one a line; ``=`` before a path marks one that its place already tells."""
        return [self._line(entity, path) for path in paths]

    def _line(self, entity: Entity, path: str) -> str:
        if not path.startswith("="):
            return self.labelled(entity, path)
        path = path.removeprefix("=")
        text = self.implied(entity, path)
        return f"**{self.label(kind_of(entity), path)}:** {text}" if text else ""

    def titled(self, entity: Entity) -> str:
        """Code and title of an entity for the heading over it, with the marks of the title."""
        title = self.show(entity, entity.TITLE)
        return " ".join(filter(None, [inline(entity.code or ""), title])) or self.name(entity)

    def implied(self, entity: Entity, path: str) -> str:
        """A value that its place in the document already tells; shown only if there is more to say of it."""
        text = self.show(entity, path)
        value = value_at(entity, path)
        spec = field_spec(kind_of(entity), path)
        dangling = spec.shape == "ref" and value is not None and self.index.entity(value) is None
        plain = "" if is_empty(value) else self._value(spec, value)
        return text if dangling or text != plain else ""

    def note(self, entity: Entity, path: str) -> str:
        """What the provenance says of a list or a part as a whole, with its label; mostly nothing."""
        value = value_at(entity, path)
        text = str(len(value)) if isinstance(value, tuple) and value else "" if is_empty(value) else "✓"
        marked = self.with_marks(entity.uid, path, text)
        return f"**{self.label(kind_of(entity), path)}:** {marked}" if marked != text else ""
