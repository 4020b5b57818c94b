"""Finding passages of own documents: each has one language and no translations, so it is judged by itself."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from knowledge.corpus import text_hash
from knowledge.errors import StoreError
from knowledge.hits import DOCUMENT, Hit, Place
from knowledge.library.database import LibraryDatabase, visible_from
from knowledge.library.documents import records_of_passages
from knowledge.library.model import LibraryError, Stored, StoredPassage
from knowledge.search import Evidence, convincing, own_scores

if TYPE_CHECKING:
    from knowledge.index.engine import Engine
    from knowledge.index.space import Matrix
    from knowledge.records import Record

NEAREST: Final = 12  # passages of one document that are looked at
_PREFIX: Final = "own."
_log: Final = logging.getLogger(__name__)


class OwnSearch:
    """Search in the library; a library that cannot be read is told in the log and finds nothing."""

    def __init__(self, database: LibraryDatabase) -> None:
        self._database = database
        self._read: dict[int, Mapping[str, StoredPassage]] = {}
        self._records: dict[int, tuple[Record, ...]] = {}

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
            near, known = self._near(list(documents.values()), vector, engine)
            known_near = near if evidence.nearness is not None else None
            scores = own_scores(known_near, words, on_subject=convincing(evidence))
            best = sorted(scores.items(), key=lambda entry: (-entry[1], entry[0]))[:NEAREST]
            found = [(known.get(number) or self._database.passage(number), score) for number, score in best]
            return [_shown(documents[p.document], p, score) for p, score in found if p is not None]
        except LibraryError as error:
            _log.warning("own documents are left out: %s", error)
            return []

    def hit(self, passage_id: str) -> Hit | None:
        """The passage with an id as ``search`` gives them, or nothing when its document is gone."""
        sha, _, number = passage_id.removeprefix(_PREFIX).partition(".")
        if not passage_id.startswith(_PREFIX) or not number.isdigit():
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
        self, documents: Sequence[Stored], vector: Matrix | None, engine: Engine | None
    ) -> tuple[dict[int, float], dict[int, StoredPassage]]:
        """Nearness by passage id, and the passages that were looked at."""
        near: dict[int, float] = {}
        known: dict[int, StoredPassage] = {}
        if vector is None or engine is None:
            return near, known
        for document in documents:
            passages = self._passages(document)
            try:
                rows = engine.near_in(self._records[document.id], vector, min(NEAREST, len(passages)))
            except StoreError as error:
                _log.warning("a document is searched by words: %s", error)
                continue
            for row in rows:
                passage = passages[row.passage_id]
                near[passage.id] = engine.space.nearness_of_own(row.cosine)
                known[passage.id] = passage
        return near, known

    def _passages(self, document: Stored) -> Mapping[str, StoredPassage]:
        """A document's passages by number, as vectors name them; read once, since a document never changes."""
        if document.id not in self._read:
            passages = self._database.passages(document.id)
            self._records[document.id] = records_of_passages(passages)
            self._read[document.id] = {str(passage.number): passage for passage in passages}
        return self._read[document.id]


def _shown(document: Stored, passage: StoredPassage, score: float) -> Hit:
    return Hit(
        passage_id=f"{_PREFIX}{document.sha256[:16]}.{passage.number}",
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
