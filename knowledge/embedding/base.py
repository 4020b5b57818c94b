"""What every embedder is, and the checks that every vector goes through before it is used."""

from __future__ import annotations

import hashlib
from abc import abstractmethod
from typing import Final

from langchain_core.embeddings import Embeddings

from knowledge.errors import EmbedderUnavailable

LONGEST: Final = 4_000  # characters; a longer text is embedded by its beginning (time grows with length)
DEFAULT_BATCH: Final = 32
_TINY: Final = 1e-12


class VersionedEmbeddings(Embeddings):
    """Embeddings with unit vectors and a ``version`` that changes whenever the vectors would.

    Safe to share between threads; a long call lets others in between two batches. Each method raises
    EmbedderUnavailable when the vectors cannot be had whole: never some of them.
    """

    version: str
    batch_size: int = DEFAULT_BATCH
    """How many texts are embedded at once: callers that show progress hand over that many at a time."""

    @abstractmethod
    def embed_query(self, text: str) -> list[float]:
        """The unit vector of a search text."""

    @abstractmethod
    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The unit vectors of passages, in order."""

    @abstractmethod
    def embed_queries(self, texts: list[str]) -> list[list[float]]:
        """The unit vectors of search texts, in order: what ``embed_query`` says of each."""


def clean(text: str) -> str:
    """``text`` as every engine can take it: no NUL (C ends a text there), no lone surrogate, not too long."""
    return text[:LONGEST].replace("\0", " ").encode("utf-8", "replace").decode("utf-8")


def unit(found: object, count: int, who: str) -> list[list[float]]:
    """``found`` as ``count`` unit vectors of one length; raises EmbedderUnavailable naming ``who`` when it is not."""
    import numpy as np

    try:
        rows = np.asarray(found, dtype=np.float64)
    except (TypeError, ValueError):
        raise EmbedderUnavailable(f"{who}: what came back are not vectors of one length") from None
    if rows.ndim != 2 or rows.shape[0] != count or not rows.shape[1]:
        raise EmbedderUnavailable(f"{who}: {count} vectors were asked for, but {rows.shape} came back")
    lengths = np.linalg.norm(rows, axis=1)
    if not np.isfinite(lengths).all():
        raise EmbedderUnavailable(f"{who}: a vector holds something that is not a number")
    if (lengths < _TINY).any():
        raise EmbedderUnavailable(f"{who}: a vector is zero")
    vectors: list[list[float]] = (rows / lengths[:, None]).tolist()
    return vectors


def fingerprint(*parts: object) -> str:
    """Twelve hexadecimal digits that change with any of ``parts``."""
    return hashlib.sha256(repr(parts).encode("utf-8", "backslashreplace")).hexdigest()[:12]
