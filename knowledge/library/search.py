"""Finding passages of own documents: each has one language and no translations, so it is judged by itself."""

from __future__ import annotations

import logging
import threading
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Final

from knowledge.corpus import text_hash
from knowledge.hits import DOCUMENT, Hit, Place
from knowledge.library.database import LibraryDatabase, visible_from
from knowledge.library.documents import records_of_passages
from knowledge.library.model import LibraryError, Stored, StoredPassage
from knowledge.search import Evidence, convincing, own_scores

if TYPE_CHECKING:
    from knowledge.index.engine import Engine
    from knowledge.index.own import OwnVectors
    from knowledge.index.space import Matrix

NEAREST: Final = 12  # passages of one document that are looked at
_PREFIX: Final = "own."
_SHOWN: Final = 16  # digits of a document's SHA-256 in the ids of its passages
_log: Final = logging.getLogger(__name__)


class OwnSearch:
    """Search in the library; a library that cannot be read is told in the log and finds nothing."""

    def __init__(self, database: LibraryDatabase) -> None:
        self._database = database
        self._ids: dict[int, Mapping[str, int]] = {}
        self._vectors: dict[int, OwnVectors] = {}
        self._engine: Engine | None = None
        self._lock = threading.Lock()

    def search(
        self,
        query: str,
        vector: Matrix | None,
        engine: Engine | None,
        evidence: Evidence,
        lang: str,
        session: str | None,
    ) -> list[Hit]:
        """Passages that answer ``query``, best first; none below the floor. ``evidence`` is that of the query."""
        scopes = visible_from(session)
        try:
            documents = {document.id: document for document in self._database.documents(scopes)}
            if not documents:
                return []
            words = self._database.scores(query, lang, scopes)
            near = self._near(documents, vector, engine)
            known_near = near if evidence.nearness is not None else None
            scores = own_scores(known_near, words, on_subject=convincing(evidence))
            best = sorted(scores.items(), key=lambda entry: (-entry[1], entry[0]))[:NEAREST]
            found = [(self._database.passage(number), score) for number, score in best]
            return [_shown(documents[p.document], p, score) for p, score in found if p is not None]
        except LibraryError as error:
            _log.warning("own documents are left out: %s", error)
            return []

    def hit(self, passage_id: str) -> Hit | None:
        """The passage with an id as ``search`` gives them, or nothing when its document is gone."""
        sha, _, number = passage_id.removeprefix(_PREFIX).partition(".")
        if not passage_id.startswith(_PREFIX) or len(sha) != _SHOWN or not number.isdecimal():
            return None
        try:
            for document in self._database.documents():
                if document.sha256.startswith(sha):
                    for passage in self._database.passages(document.id):
                        if passage.number == int(number):
                            return _shown(document, passage, 0.0)
        except LibraryError as error:
            _log.warning("a passage of an own document cannot be shown: %s", error)
        return None

    def _near(
        self, documents: Collection[int], vector: Matrix | None, engine: Engine | None
    ) -> dict[int, float]:
        """Nearness by passage id."""
        near: dict[int, float] = {}
        if vector is None or engine is None:
            return near
        with self._lock:
            if engine is not self._engine:
                self._engine, self._vectors = engine, {}
            for document in documents:
                own = self._vectors.get(document) or self._read(document, engine)
                for row in own.near(vector, NEAREST) if own else ():
                    passage = self._ids[document][row.passage_id]
                    near[passage] = engine.space.nearness_of_own(row.cosine)
        return near

    def _read(self, document: int, engine: Engine) -> OwnVectors | None:
        """A document's vectors, read once, since a document never changes; its texts are let go of again."""
        passages = self._database.passages(document)
        self._ids[document] = {str(passage.number): passage.id for passage in passages}
        own = engine.own(records_of_passages(passages))
        if own is not None:
            self._vectors[document] = own
        return own


def _shown(document: Stored, passage: StoredPassage, score: float) -> Hit:
    return Hit(
        passage_id=f"{_PREFIX}{document.sha256[:_SHOWN]}.{passage.number}",
        title=" › ".join(passage.headings[-2:]) or document.title,
        text=passage.text,
        lang=passage.lang,
        kind=DOCUMENT,
        source=document.sha256,
        source_title=document.title,
        lines=None,
        content_hash=text_hash(passage.text),
        score=score,
        steps=(),
        label=document.name,
        place=Place(document.sha256, passage.page, passage.last_page, passage.headings),
    )
