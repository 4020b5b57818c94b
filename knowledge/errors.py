"""What can go wrong in the knowledge room.

KnowledgeError
├── CorpusError           built-in passages or sources that break their own rules (a fault of the package)
├── EmbedderUnavailable   no embedder can run here; search goes on by words alone
├── Cancelled             somebody asked to stop; nothing half-done is left
└── StoreError            the vector store cannot be opened, written or read
    └── StoreDamaged      ... because what lies in its folder is not a readable store
"""

from __future__ import annotations


class KnowledgeError(Exception):
    """Base of every error of this room."""


class CorpusError(KnowledgeError):
    """A passage or source file is malformed; the message names file and entry."""


class EmbedderUnavailable(KnowledgeError):  # noqa: N818 - named after what callers ask
    """No embedder can run here; the message says why."""


class StoreError(KnowledgeError):
    """The vector store cannot be used."""


class StoreDamaged(StoreError):  # noqa: N818
    """The folder of the vector store holds something that cannot be read."""


class Cancelled(KnowledgeError):  # noqa: N818 - no error, but the end of what was asked for
    """Somebody asked to stop."""
