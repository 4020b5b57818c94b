"""Values with their labels: the lines of a list, headings, and what a list as a whole has to say."""

from __future__ import annotations

from assistant.formats.markdown.values import Values
from assistant.plan.entities.base import Entity
from assistant.plan.fields import field_spec
from assistant.plan.index import is_empty, kind_of, value_at
from prompts.markup import inline


class Lines(Values):
    """Words the values of one document together with what they are called."""

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
