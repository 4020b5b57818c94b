"""Built-in passages with citations, and search over them in three languages.

Importing this package loads no numpy, no LangChain and no Chroma; ``Knowledge.warm`` does.
"""

from knowledge.corpus import Passage, Source, citation_label, content_hash
from knowledge.errors import CorpusError, EmbedderUnavailable, KnowledgeError, StoreDamaged, StoreError
from knowledge.service import Hit, Knowledge, Reason, State

__all__ = [
    "CorpusError",
    "EmbedderUnavailable",
    "Hit",
    "Knowledge",
    "KnowledgeError",
    "Passage",
    "Reason",
    "Source",
    "State",
    "StoreDamaged",
    "StoreError",
    "citation_label",
    "content_hash",
]
