"""Built-in passages with citations, and search over them in three languages.

Importing this package loads no numpy, no LangChain and no Chroma; ``Knowledge.warm`` does.
"""

from knowledge.corpus import Case, Passage, Reference, Source, citation_label, content_hash
from knowledge.errors import (
    Cancelled,
    CorpusError,
    EmbedderUnavailable,
    KnowledgeError,
    StoreDamaged,
    StoreError,
)
from knowledge.hits import Hit, Place, Words
from knowledge.keeper import Building, Reason, State
from knowledge.library.model import EVERYWHERE, Added, LibraryError, Refreshed, Stored, StoredPassage
from knowledge.service import Knowledge

__all__ = [
    "EVERYWHERE",
    "Added",
    "Building",
    "Cancelled",
    "Case",
    "CorpusError",
    "EmbedderUnavailable",
    "Hit",
    "Knowledge",
    "KnowledgeError",
    "LibraryError",
    "Passage",
    "Place",
    "Reason",
    "Reference",
    "Refreshed",
    "Source",
    "State",
    "StoreDamaged",
    "StoreError",
    "Stored",
    "StoredPassage",
    "Words",
    "citation_label",
    "content_hash",
]
