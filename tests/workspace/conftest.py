"""A workspace in a folder of its own, with a clock that always moves on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from assistant.locations import Locations
from assistant.sessions import MemoryStore, open_store
from assistant.workspace import Workspace
from knowledge import Case, Hit
from prompts import Catalogue


class NoDocuments:
    """An empty library."""

    def all(self, session: str | None = None) -> list[Any]:
        return []

    def copy(self, session: str, to: str) -> int:
        return 0


@dataclass
class FakeKnowledge:
    """A knowledge base that answers with what it is given, and remembers what it was asked."""

    hits: list[Hit] = field(default_factory=list)
    error: Exception | None = None
    asked: list[dict[str, Any]] = field(default_factory=list)
    documents: NoDocuments = field(default_factory=NoDocuments)

    def search(self, query: str, **filters: Any) -> list[Hit]:
        self.asked.append({"query": query, **filters})
        if self.error is not None:
            raise self.error
        return self.hits

    def for_step(self, step: int, lang: str, kinds: Any = None) -> list[Hit]:
        return []

    def offering(self, question: str, lang: str) -> list[Hit]:
        return []

    def cases(self) -> list[Case]:
        return []

    def facts(self, lang: str, **filters: Any) -> list[Hit]:
        return []

    def close(self) -> None:
        self.hits = []


@pytest.fixture(autouse=True)
def strict(monkeypatch: pytest.MonkeyPatch) -> None:
    """A message that is missing, or a wrong parameter, is an error and not a riddle on the screen."""
    monkeypatch.setattr(Catalogue, "strict", True)


@pytest.fixture
def places(tmp_path: Path) -> Locations:
    return Locations(tmp_path / "data", tmp_path / "cache", tmp_path / "exports")


@pytest.fixture
def knowledge() -> FakeKnowledge:
    return FakeKnowledge()


def make(places: Locations, store: Any, knowledge: FakeKnowledge) -> Workspace:
    ticks = count()
    workspace = Workspace(
        store,
        places,
        lang="en",
        now=lambda: datetime(2026, 11, 21, 9, 0, tzinfo=UTC) + timedelta(minutes=next(ticks)),
    )
    workspace.knowledge = knowledge  # type: ignore[assignment]
    return workspace


@pytest.fixture
def memory(places: Locations, knowledge: FakeKnowledge) -> Iterator[Workspace]:
    """A workspace whose sessions live in memory: quick, and as strict as the one on disk."""
    made = make(places, MemoryStore(), knowledge)
    yield made
    made.close()


@pytest.fixture
def disk(places: Locations, knowledge: FakeKnowledge) -> Iterator[Workspace]:
    """A workspace with the real database."""
    made = make(places, open_store(places.data), knowledge)
    yield made
    made.close()
