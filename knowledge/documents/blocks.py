"""Collects the blocks of a document while a format reads it: tidies, joins list items, counts characters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from knowledge.documents.model import Block, Kind
from knowledge.documents.task import Task
from knowledge.documents.tidy import has_words, one_line

CELL = " | "
"""What stands between the cells of a row."""
DEEPEST = 6


class Blocks:
    """The blocks so far. Everything handed in may be raw; what has no letter and no digit is left out."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._done: list[Block] = []
        self._items: list[str] = []
        self._items_page: int | None = None
        self._characters = 0

    def heading(self, text: str, level: int, page: int | None = None) -> None:
        """A heading; levels outside 1 to 6 are brought inside."""
        self._add("heading", one_line(text), page, min(max(level, 1), DEEPEST))

    def paragraph(self, text: str, page: int | None = None) -> None:
        """A paragraph."""
        self._add("paragraph", one_line(text), page)

    def item(self, text: str, page: int | None = None) -> None:
        """An item of a list with its bullet or number; items that follow each other are one list."""
        text = one_line(text)
        if has_words(text):
            if not self._items:
                self._items_page = page
            self._count(text)
            self._items.append(text)

    def table(self, rows: Iterable[Sequence[str]], page: int | None = None) -> None:
        """A table, its header first. Cells at the end of a row that are empty are left out, empty rows too."""
        kept = []
        for row in rows:
            text = CELL.join(one_line(cell) for cell in row).rstrip(" |").strip()
            if has_words(text):
                self._count(text)
                kept.append(text)
        self.end()
        if kept:
            self._done.append(Block("table", "\n".join(kept), 0, page))

    def add(self, block: Block) -> None:
        """A block that is tidy already."""
        self.end()
        self._count(block.text)
        self._done.append(block)

    def end(self) -> None:
        """The list that is open ends here: the next item begins another."""
        if self._items:
            self._done.append(Block("list", "\n".join(self._items), 0, self._items_page))
            self._items = []

    def all(self) -> tuple[Block, ...]:
        """The blocks in order."""
        self.end()
        return tuple(self._done)

    def _add(self, kind: Kind, text: str, page: int | None, level: int = 0) -> None:
        if has_words(text):
            self.end()
            self._count(text)
            self._done.append(Block(kind, text, level, page))

    def _count(self, text: str) -> None:
        self._characters += len(text)
        if self._characters > self._task.limits.characters:
            raise self._task.error("too-long", limit=self._task.limits.characters)
