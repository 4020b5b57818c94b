"""A real embedder that needs no model: words are hashed into a few dimensions. Registered by ``register``.

``hashing:NAME[-DIMENSIONS]``; ``ACTS`` says by name what happens at each batch (to hold it, to make it fail), and
``EMBEDDED`` holds every text that was embedded, by name.
"""

from __future__ import annotations

import math
import re
import zlib
from collections import defaultdict
from collections.abc import Callable

import pytest

from knowledge.embedding import KINDS, EmbedderSettings
from knowledge.embedding.base import VersionedEmbeddings, unit
from knowledge.errors import EmbedderUnavailable

ACTS: dict[str, Callable[[int], None]] = {}
EMBEDDED: dict[str, list[str]] = defaultdict(list)


def register(patch: pytest.MonkeyPatch) -> None:
    """Make ``hashing:...`` known to ``pick_embedder`` as long as ``patch`` lasts."""
    patch.setitem(KINDS, "hashing", __name__)
    ACTS.clear()
    EMBEDDED.clear()


def make(model: str, settings: EmbedderSettings) -> HashingEmbeddings:
    """As every module of an embedder has it."""
    if model == "gone":
        raise EmbedderUnavailable("hashing: gone")
    return HashingEmbeddings(model, settings.batch_size or 16)


class HashingEmbeddings(VersionedEmbeddings):
    """The sum of signed unit vectors, one a word: texts that share words are near each other."""

    def __init__(self, model: str, batch_size: int) -> None:
        name, _, dimensions = model.partition("-")
        self.name = name
        self.dimensions = int(dimensions or 16)
        self.version = f"hashing/{model}"
        self.batch_size = batch_size

    def embed_query(self, text: str) -> list[float]:
        return self._vectors([text])[0]

    def embed_queries(self, texts: list[str]) -> list[list[float]]:
        return self._made(texts)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return self._made(texts)

    def _made(self, texts: list[str]) -> list[list[float]]:
        if not texts:
            return []
        if self.name in ACTS:
            ACTS[self.name](len(EMBEDDED[self.name]))
        EMBEDDED[self.name].extend(texts)
        return self._vectors(texts)

    def _vectors(self, texts: list[str]) -> list[list[float]]:
        return unit([self._sum(text) for text in texts], len(texts), "hashing")

    def _sum(self, text: str) -> list[float]:
        row = [1e-3] * self.dimensions
        for word in re.findall(r"\w+", text.casefold()):
            hashed = zlib.crc32(f"{self.name} {word}".encode("utf-8", "replace"))
            row[hashed % self.dimensions] += 1.0 if hashed & 0x10000 else -1.0
            row[(hashed >> 8) % self.dimensions] += math.copysign(0.5, (hashed & 0x20000) - 1)
        return row
