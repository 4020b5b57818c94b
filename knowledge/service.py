"""``Knowledge``: the one object through which the rest of the house searches and cites."""

from __future__ import annotations

import logging
import threading
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

from knowledge.corpus import Corpus, Passage, builtin_corpus, citation_label, content_hash
from knowledge.errors import EmbedderUnavailable, StoreError
from knowledge.lexical import LexicalIndex
from knowledge.search import MAX_QUERY, NEAREST, Near, Ranked, fuse, in_step_order

if TYPE_CHECKING:
    from knowledge.embedding import VersionedEmbeddings
    from knowledge.store import VectorStore

State = Literal["cold", "warming", "ready", "lexical"]
Reason = Literal["", "no-embedder", "no-store", "in-memory"]

_log: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage in the reader's language (English where it lacks that one), ready to show and to cite.

    ``lines`` is the span in the source, ``content_hash`` the SHA-256 of ``text``; ``score`` orders the hits of one
    search and is 0 where nothing was searched. ``offers`` are lines that can be taken as they stand, by the id of
    the question that they answer.
    """

    passage_id: str
    title: str
    text: str
    lang: str
    kind: str
    source: str
    source_title: str
    lines: tuple[int, int]
    content_hash: str
    score: float
    steps: tuple[int, ...]
    offers: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))

    def offers_for(self, question: str) -> tuple[str, ...]:
        """The lines that can be taken as an answer to ``question``, in the language of the hit; mostly none."""
        return self.offers.get(question, ())

    @property
    def label(self) -> str:
        """What stands in brackets behind a sentence: ``visure:29``."""
        return citation_label(self.source, self.lines)


@dataclass(frozen=True, slots=True)
class _Engine:
    embedder: VersionedEmbeddings
    store: VectorStore

    def near(self, query: str, kinds: Collection[str] | None) -> list[Near]:
        return self.store.near(self.embedder.embed_query(query), NEAREST, kinds)


class Knowledge:
    """Search over the built-in passages; every method may be called from any thread.

    ``folder`` is where the index is kept (made when needed). ``embedder`` is a name as for ``pick_embedder``.
    Nothing is loaded before the first search or ``warm``.
    """

    def __init__(self, folder: Path, *, embedder: str | None = None) -> None:
        self._folder = folder
        self._embedder_name = embedder
        self._lock = threading.RLock()
        self._engine: _Engine | None = None
        self._state: State = "cold"
        self._reason: Reason = ""
        self._detail = ""

    @property
    def state(self) -> State:
        """``cold``, ``warming``, ``ready`` (vectors and words) or ``lexical`` (words only); never blocks."""
        return self._state

    @property
    def reason(self) -> Reason:
        """Why search is lexical, or why the index is kept in memory; empty when all is well."""
        return self._reason

    @property
    def detail(self) -> str:
        """What the failing part said, for ``doctor`` and the log."""
        return self._detail

    def warm(self) -> None:
        """Load embedder and index, in some two seconds; does nothing when that is done.

        What is missing on this machine shows in ``state`` and ``reason``; only a damaged installation raises
        (CorpusError).
        """
        with self._lock:
            if self._state in ("ready", "lexical"):
                return
            self._state = "warming"
            self._reason, self._detail = "", ""
            _ = self._words
            try:
                self._engine = self._open_engine()
            except EmbedderUnavailable as error:
                self._give_up("no-embedder", error)
            except StoreError as error:
                self._give_up("no-store", error)
            else:
                self._state = "ready"

    def search(
        self,
        query: str,
        *,
        lang: str = "en",
        step: int | None = None,
        k: int = 3,
        kinds: Collection[str] | None = None,
    ) -> list[Hit]:
        """At most ``k`` passages that answer ``query`` (any language), best first, in the reader's ``lang``.

        Empty when nothing is relevant. ``step`` gives a gentle preference, ``kinds`` a filter.
        """
        query = query[:MAX_QUERY]
        if k < 1 or not any(letter.isalnum() for letter in query):
            return []
        self.warm()
        near = self._near(query, kinds)
        lexical = self._words.scores(query, lang)
        ranked = fuse(self._corpus.by_id, near, lexical, step=step, kinds=kinds)
        return [self._shown(found, lang) for found in ranked[:k]]

    def passage(self, passage_id: str) -> Passage | None:
        """The passage with that id; loads no index."""
        return self._corpus.by_id.get(passage_id)

    def hit(self, passage_id: str, lang: str) -> Hit | None:
        """The passage as it would be shown to a reader of ``lang``; loads no index."""
        passage = self.passage(passage_id)
        return None if passage is None else self._shown(Ranked(passage, 0.0), lang)

    def for_step(self, step: int, lang: str, kinds: Collection[str] | None = None) -> list[Hit]:
        """Every passage that serves ``step``, those made for it first; loads no index."""
        serving = in_step_order(self._corpus.passages, step)
        return [self._shown(Ranked(p, 0.0), lang) for p in serving if not kinds or p.kind in kinds]

    def offering(self, question: str, lang: str) -> list[Hit]:
        """Every passage with lines to take for ``question``, in reading order; loads no index."""
        having = [passage for passage in self._corpus.passages if question in passage.offers]
        return [self._shown(Ranked(passage, 0.0), lang) for passage in having]

    def close(self) -> None:
        """Let go of the index; a later search opens it again."""
        with self._lock:
            if self._engine is not None:
                self._engine.store.close()
            self._engine = None
            self._state, self._reason, self._detail = "cold", "", ""

    @property
    def _corpus(self) -> Corpus:
        return builtin_corpus()

    @cached_property
    def _words(self) -> LexicalIndex:
        return LexicalIndex(self._corpus.passages)

    def _near(self, query: str, kinds: Collection[str] | None) -> list[Near] | None:
        engine = self._engine
        if engine is None:
            return None
        try:
            return engine.near(query, kinds)
        except StoreError as error:
            _log.warning("the index could not be read and is opened again: %s", error)
        return self._near_again(engine, query, kinds)

    def _near_again(self, failed: _Engine, query: str, kinds: Collection[str] | None) -> list[Near] | None:
        with self._lock:
            if self._engine is failed:
                self.close()
                self.warm()
            try:
                return None if self._engine is None else self._engine.near(query, kinds)
            except StoreError as error:
                self._give_up("no-store", error)
                return None

    def _open_engine(self) -> _Engine:
        from knowledge.embedding import pick_embedder
        from knowledge.records import generation_of, records_of
        from knowledge.shards import VectorSource

        try:
            from knowledge.store import memory_store, open_store
        except (
            ImportError,
            ValueError,
        ) as error:  # ValueError: a stray setting in the environment or in .env
            raise StoreError(f"chromadb: {error}") from error
        embedder = pick_embedder(self._embedder_name)
        records = records_of(self._corpus.passages)
        generation = generation_of(embedder.version, records)
        vectors = VectorSource(embedder)
        try:
            return _Engine(embedder, open_store(self._folder, generation, records, vectors))
        except StoreError as error:
            _log.warning("the index is kept in memory: %s", error)
            self._reason, self._detail = "in-memory", str(error)
        return _Engine(embedder, memory_store(generation, records, vectors))

    def _give_up(self, reason: Reason, error: Exception) -> None:
        _log.warning("search goes by words alone: %s", error)
        self._engine = None
        self._state, self._reason, self._detail = "lexical", reason, str(error)

    def _shown(self, found: Ranked, lang: str) -> Hit:
        passage = found.passage
        shown = passage.language(lang)
        source = self._corpus.sources[passage.source]
        return Hit(
            passage_id=passage.id,
            title=passage.title[shown],
            text=passage.text[shown],
            lang=shown,
            kind=passage.kind,
            source=passage.source,
            source_title=source.title[shown],
            lines=passage.lines,
            content_hash=content_hash(passage, shown),
            score=found.score,
            steps=passage.steps,
            offers={question: lines[shown] for question, lines in passage.offers.items()},
        )
