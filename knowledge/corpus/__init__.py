"""The built-in passages and cases: frozen types, strict loading, content hashes.

Importing this package costs next to nothing; the files are read at the first call of ``builtin_corpus``.
"""

from knowledge.checks import LANGUAGES
from knowledge.corpus.loading import builtin_corpus, load_corpus
from knowledge.corpus.model import (
    COMPONENTS,
    KINDS,
    STEPS,
    STORY,
    Case,
    Corpus,
    LeftOut,
    Passage,
    Reference,
    Source,
    citation_label,
    content_hash,
    stamp,
    text_hash,
    vietnamese,
)
from knowledge.corpus.passages import MAX_LINES, MAX_WORDS

__all__ = [
    "COMPONENTS",
    "KINDS",
    "LANGUAGES",
    "MAX_LINES",
    "MAX_WORDS",
    "STEPS",
    "STORY",
    "Case",
    "Corpus",
    "LeftOut",
    "Passage",
    "Reference",
    "Source",
    "builtin_corpus",
    "citation_label",
    "content_hash",
    "load_corpus",
    "stamp",
    "text_hash",
    "vietnamese",
]
