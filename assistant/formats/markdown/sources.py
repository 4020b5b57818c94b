"""The citations of a plan, numbered as the plan is read, and what rests on each."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.plan.document import PlanDocument
from assistant.plan.entities.base import Entity
from assistant.plan.fields import fields_of
from assistant.plan.index import kind_of, walk
from assistant.plan.provenance import Citation, Mark


class Sources:
    """Numbers every citation of the provenance once, from 1."""

    def __init__(self, document: PlanDocument) -> None:
        self._document = document
        self.citations: dict[Citation, int] = {}
        self.uses: dict[int, list[tuple[Entity, str]]] = {}
        for entity, path, mark in self.marks():
            for citation in dict.fromkeys(mark.citations):
                number = self.citations.setdefault(citation, len(self.citations) + 1)
                self.uses.setdefault(number, []).append((entity, path))

    def marks(self) -> Iterator[tuple[Entity, str, Mark]]:
        """The marks of the plan's values, in reading order."""
        seen: set[str] = set()
        for entity in walk(self._document.plan):
            marks = self._document.provenance.get(entity.uid, {}) if entity.uid not in seen else {}
            seen.add(entity.uid)
            for path in fields_of(kind_of(entity)):
                if path in marks:
                    yield entity, path, marks[path]

    def numbers(self, uid: str, path: str) -> list[int]:
        """The numbers of the citations that a value rests on."""
        mark = self._document.provenance.get(uid, {}).get(path)
        return (
            sorted({self.citations[each] for each in mark.citations if each in self.citations})
            if mark
            else []
        )
