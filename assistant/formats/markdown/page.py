"""A page of Markdown in the making: headings, lists and tables of a plan's entities."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from assistant.formats import Wording
from assistant.formats.markdown.lines import Lines
from assistant.plan.document import PlanDocument
from assistant.plan.entities.base import Entity
from assistant.plan.index import is_empty, kind_of, value_at
from prompts.markup import inline

E = TypeVar("E", bound=Entity)

Column = str | tuple[str, Callable[[Any], str]]
"""A column of a table: ``code``, a field's path, ``=`` and the path of a field that the table's place already
tells, or a heading and what makes the cell of an entity."""


class Page(Lines):
    """Collects the blocks of the document.

    Args:
        document: the plan and its provenance.
        word: words a message.
    """

    def __init__(self, document: PlanDocument, word: Wording) -> None:
        super().__init__(document, word)
        self._blocks: list[str] = []
        self._sections = 0

    def text(self) -> str:
        """The whole page."""
        return "\n\n".join(self._blocks) + "\n"

    def add(self, text: str) -> None:
        """A paragraph or any other block, unless it is empty."""
        if text:
            self._blocks.append(text)

    def section(self, message: str) -> None:
        """The numbered heading of a section."""
        self._sections += 1
        self.add(f"## {self._sections}. {self.say(message)}")

    def heading(self, level: int, text: str) -> None:
        """A heading within a section."""
        self.add(f"{'#' * level} {text}")

    def missing(self, *paths: str) -> None:
        """One line that says what the plan does not hold yet of these fields of the plan."""
        empty = [path for path in paths if is_empty(value_at(self.plan, path))]
        if empty:
            names = ", ".join(self.label("Plan", path) for path in empty)
            self.add(f"*{self.say('doc.missing', fields=names)}*")

    def bullets(self, lines: Iterable[str]) -> None:
        """A list, without its empty lines."""
        self.add("\n".join(f"- {line}" for line in lines if line))

    def details(self, entity: Entity, paths: Sequence[str]) -> None:
        """A list of the values that are there, each with its label."""
        self.bullets(self.each(entity, *paths))

    def lines(self, path: str) -> None:
        """A list of the plan's own, under its label as a heading."""
        if self._list_heading(path):
            self.bullets(self.child(item) for item in value_at(self.plan, path))

    def listing(self, path: str, columns: Sequence[Column]) -> None:
        """A list of the plan's own as a table, under its label as a heading."""
        if self._list_heading(path):
            self.table(value_at(self.plan, path), columns)

    def _list_heading(self, path: str) -> bool:
        if value_at(self.plan, path):
            self.heading(3, self.label("Plan", path))
        self.notes(path)
        return bool(value_at(self.plan, path))

    def notes(self, *paths: str) -> None:
        """What the provenance says of lists of the plan as a whole."""
        self.bullets(self.note(self.plan, path) for path in paths)

    def table(self, rows: Sequence[Entity], columns: Sequence[Column]) -> None:
        """A table of entities of one kind; columns without any value are left out."""
        if not rows:
            return
        kind = kind_of(rows[0])
        heads, cells = [], []
        for column in columns:
            head, show = self._column(kind, column)
            texts = [show(row) for row in rows]
            if any(text and text != self.put_off() for text in texts):
                heads.append(head)
                cells.append(texts)
        self.grid(heads, list(zip(*cells, strict=True)))

    def grid(self, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """A table of ready cells."""
        if rows:
            ruled = [heads, ["---"] * len(heads), *rows]
            self.add("\n".join(f"| {' | '.join(row)} |" for row in ruled))

    def _column(self, kind: str, column: Column) -> tuple[str, Callable[[Any], str]]:
        if isinstance(column, tuple):
            return column
        if column == "code":
            return self.say("doc.code"), lambda row: inline(row.code or "")
        if column.startswith("="):
            path = column.removeprefix("=")
            return self.label(kind, path), lambda row: self.implied(row, path)
        return self.label(kind, column), lambda row: self.show(row, column)

    def grouped(
        self, rows: Sequence[E], path: str, owners: Sequence[Entity]
    ) -> tuple[dict[str, list[E]], list[E]]:
        """Entities by the owner that they name, and those that name none of them."""
        groups: dict[str, list[E]] = {owner.uid: [] for owner in owners}
        rest: list[E] = []
        for row in rows:
            groups.get(value_at(row, path) or "", rest).append(row)
        return groups, rest
