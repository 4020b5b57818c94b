from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.sessions import MemoryStore, SessionStore, SqliteStore, open_store


@pytest.fixture(params=["sqlite", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SessionStore]:
    """Every implementation of the protocol: what holds for one must hold for all."""
    made: SessionStore = open_store(tmp_path / "data") if request.param == "sqlite" else MemoryStore()
    yield made
    made.close()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SqliteStore]:
    made = open_store(tmp_path / "data", busy_timeout=0.2)
    yield made
    made.close()
