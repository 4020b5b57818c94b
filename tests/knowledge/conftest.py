"""One warm ``Knowledge`` a test process, and where the words of the tests lie."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge import Knowledge


@pytest.fixture(scope="session")
def warm_knowledge(tmp_path_factory: pytest.TempPathFactory):
    """The built-in passages with vectors in Chroma, as a person's first search leaves them."""
    knowledge = Knowledge(tmp_path_factory.mktemp("knowledge"))
    knowledge.warm()
    yield knowledge
    knowledge.close()


@pytest.fixture
def cold_knowledge(tmp_path: Path):
    """Nothing loaded yet, and an embedder that is switched off."""
    knowledge = Knowledge(tmp_path, embedder="none")
    yield knowledge
    knowledge.close()
