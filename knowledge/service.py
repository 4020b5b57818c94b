"""``Knowledge``: the one object through which the rest of the house searches and cites."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from knowledge.corpus import Case, Corpus, Passage, builtin_corpus
from knowledge.finding import Finder
from knowledge.hits import Hit, shown
from knowledge.keeper import Building, Keeper, Reason, State, Where
from knowledge.library.database import LibraryDatabase
from knowledge.library.documents import Documents, records_of_passages
from knowledge.library.model import LibraryError
from knowledge.library.search import OwnSearch
from knowledge.records import records_of, sample_records
from knowledge.search import MAX_QUERY, Mode, fuse, in_step_order

if TYPE_CHECKING:
    from knowledge.embedding.settings import EmbedderSettings
    from knowledge.index.engine import Material
    from knowledge.records import Record

_log: Final = logging.getLogger(__name__)


class Knowledge:
    """Search over the built-in passages and the person's own documents; to be called from any thread.

    ``folder`` is where the index is kept (made when needed). ``embedder`` is a name as for ``pick_embedder``; where
    ``settings`` are given they are asked instead, when the embedder is first needed. ``library`` is the file of own
    documents (beside the index if not given), ``server`` and ``token`` a Chroma server to be used instead of the
    folder. Nothing is loaded before the first search or ``warm``.
    """

    def __init__(
        self,
        folder: Path,
        *,
        embedder: str | None = None,
        settings: Callable[[], EmbedderSettings] | None = None,
        library: Path | None = None,
        server: str = "",
        token: str = "",
    ) -> None:
        self._database = LibraryDatabase(library or folder / "library.sqlite3")
        wanted = settings or partial(_settings, embedder)
        self._keeper = Keeper(Where(folder, server, token), wanted, self._material, self._own_records)
        self.documents = Documents(self._database, self._keeper)
        self._own = OwnSearch(self._database)

    @property
    def state(self) -> State:
        """``cold``, ``warming``, ``ready`` (vectors and words) or ``lexical`` (words only); never blocks."""
        return self._keeper.state

    @property
    def reason(self) -> Reason:
        """Why search is lexical, or the index not where it should be or not yet whole; empty when all is well."""
        return self._keeper.reason

    @property
    def detail(self) -> str:
        """What the failing part said, for ``doctor`` and the log."""
        return self._keeper.detail

    @property
    def building(self) -> Building | None:
        """How far a new index has come; None when none is being made."""
        return self._keeper.building

    @property
    def embedder(self) -> str:
        """Name and version of the embedder that searches now; empty when search goes by words."""
        engine = self._keeper.engine
        return "" if engine is None else engine.embedder.version

    def warm(self) -> None:
        """Load embedder and index, in some two seconds; does nothing when that is done.

        What is missing on this machine shows in ``state`` and ``reason``; only a damaged installation raises
        (CorpusError).
        """
        _ = self._finder.words
        self._keeper.warm()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until a new index is whole; whether it is."""
        return self._keeper.wait(seconds)

    def search(
        self,
        query: str,
        *,
        lang: str = "en",
        step: int | None = None,
        k: int = 3,
        kinds: Collection[str] | None = None,
        session: str | None = None,
        own: bool = True,
        floor: bool = True,
        mode: Mode = "fused",
    ) -> list[Hit]:
        """At most ``k`` passages that answer ``query`` (any language), best first, in the reader's ``lang``.

        Empty when nothing is relevant. ``step`` gives a gentle preference, ``kinds`` a filter (which leaves out own
        documents). ``session`` adds the documents of that session to those for all; ``own`` off leaves out every one.
        Without ``floor`` everything is ranked, relevant or not. ``mode`` is for measuring: ``dense`` or ``lexical``
        alone, without a floor.
        """
        query = query[:MAX_QUERY]
        if k < 1 or not any(letter.isalnum() for letter in query):
            return []
        self.warm()
        typed, query = query, self._finder.spelled(query, lang)
        vector = None if mode == "lexical" else self._finder.asked(query, lang, anyway=mode == "dense")
        evidence = self._finder.evidence(query, vector, lang, kinds, mode)
        ranked = fuse(self._corpus.by_id, evidence, step=step, kinds=kinds, floor=floor and mode == "fused")
        hits = [shown(self._corpus, found.passage, lang, found.score) for found in ranked[:k]]
        if not own or kinds:
            return hits
        theirs = self._own.search(typed, vector, self._keeper.engine, evidence, lang, session)
        return _merged(hits, theirs, k)

    def passage(self, passage_id: str) -> Passage | None:
        """The built-in passage with that id; loads no index."""
        return self._corpus.by_id.get(passage_id)

    def hit(self, passage_id: str, lang: str) -> Hit | None:
        """The passage, built in or of a document, as it is shown to a reader of ``lang``; loads no index."""
        passage = self.passage(passage_id)
        if passage is None:
            return self._own.hit(passage_id)
        return shown(self._corpus, passage, lang)

    def for_step(self, step: int, lang: str, kinds: Collection[str] | None = None) -> list[Hit]:
        """Every source passage that serves ``step``, those made for it first; facts of cases only if asked for."""
        serving = in_step_order(self._corpus.passages, step)
        wanted = [p for p in serving if (p.kind in kinds if kinds else not p.fact)]
        return [shown(self._corpus, p, lang) for p in wanted]

    def offering(self, question: str, lang: str) -> list[Hit]:
        """Every passage with lines to take for ``question``, in reading order; loads no index."""
        having = [passage for passage in self._corpus.passages if question in passage.offers]
        return [shown(self._corpus, passage, lang) for passage in having]

    def cases(self) -> Sequence[Case]:
        """The case library; loads no index."""
        return tuple(self._corpus.cases.values())

    def facts(
        self, lang: str, *, case: str = "", step: int | None = None, topics: Collection[str] = ()
    ) -> list[Hit]:
        """Facts of the case library, of one case, for one step, about some topics; loads no index."""
        found = [
            passage
            for passage in self._corpus.by_fact.values()
            if (not case or passage.source == case)
            and (step is None or step in passage.steps)
            and (not topics or passage.topic in topics)
        ]
        return [shown(self._corpus, passage, lang) for passage in found]

    def close(self) -> None:
        """Let go of the index and the library; a later search opens them again."""
        self._keeper.close()
        self._database.close()

    @property
    def _corpus(self) -> Corpus:
        return builtin_corpus()

    @cached_property
    def _finder(self) -> Finder:
        return Finder(self._corpus, self._keeper)

    def _material(self) -> Material:
        from knowledge.index.engine import Material

        samples = sample_records(self._corpus.off_topic, self._corpus.on_topic)
        return Material(records_of(self._corpus.passages), samples)

    def _own_records(self) -> list[tuple[Record, ...]]:
        try:
            return [records_of_passages(self._database.passages(d.id)) for d in self._database.documents()]
        except LibraryError as error:
            _log.warning("the index is opened without own documents: %s", error)
            return []


def _settings(name: str | None) -> EmbedderSettings:
    from knowledge.embedding.settings import EmbedderSettings

    return EmbedderSettings(spec=name or "")


def _merged(hits: list[Hit], own: list[Hit], k: int) -> list[Hit]:
    """The best of both, with at least one of one's own where one answers: whoever adds a document looks for it."""
    best = sorted(hits + own, key=lambda hit: -hit.score)[:k]
    if own and k > 1 and not any(hit.place for hit in best):
        best[-1] = own[0]
    return best
