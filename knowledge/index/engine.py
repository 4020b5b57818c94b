"""Embedder and vectors together: what a search by meaning needs, opened, and made anew when the embedder changes."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from knowledge.errors import EmbedderUnavailable, StoreDamaged, StoreError
from knowledge.records import Record, generation_of
from knowledge.search import NEAREST, Near

if TYPE_CHECKING:
    from knowledge.embedding.base import VersionedEmbeddings
    from knowledge.embedding.settings import EmbedderSettings
    from knowledge.index.chroma import Index, Shelf, Vectors
    from knowledge.index.own import OwnVectors
    from knowledge.index.space import Matrix, Space
    from knowledge.shards import VectorSource

_ACTIVE: Final = "active.json"
_PRIVATE: Final = ("api_key", "base_url")
_log: Final = logging.getLogger(__name__)


@dataclass(slots=True)
class Engine:
    """One embedder, its space and vectors of the built-in records; those of own documents as they are asked for."""

    embedder: VersionedEmbeddings
    vectors: VectorSource
    space: Space
    index: Index
    shelf: Shelf
    _unkept: dict[str, Matrix] = field(default_factory=dict)

    def asked(self, query: str, lang: str) -> Matrix:
        """The vector of a search text as it is compared; raises EmbedderUnavailable."""
        return self.space.asked(self.embedder.embed_query(query), lang)

    def near(self, vector: Matrix, kinds: Collection[str] | None) -> list[Near]:
        """The nearest built-in records; raises StoreError."""
        return self.shelf.near(vector.tolist(), NEAREST, kinds)

    def own(self, records: Sequence[Record]) -> OwnVectors | None:
        """The vectors of one document as they are compared; None while they would first have to be made."""
        from knowledge.index.own import OwnVectors

        made = self._unkept.get(self._name(records)) if self._unkept else None
        if made is None:
            if self.vectors.lacking(records):
                return None
            made = self.space.placed(self.vectors(records), records)
        return OwnVectors([r.passage_id for r in records], [r.lang for r in records], made)

    def prepare(
        self,
        records: Sequence[Record],
        progress: Callable[[int, int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> None:
        """Make and keep the vectors of one document; raises Cancelled or EmbedderUnavailable."""
        made = self.vectors(records, progress=progress, cancelled=cancelled)
        if self.vectors.lacking(records):  # the disk refuses: then at least until the end of the process
            self._unkept[self._name(records)] = self.space.placed(made, records)

    def _name(self, records: Sequence[Record]) -> str:
        return generation_of(self.embedder.version, records)


@dataclass(frozen=True, slots=True)
class Material:
    """What an engine is made from: the built-in records, and requests on and off the subject."""

    records: Sequence[Record]
    samples: Sequence[Record]


def _placing(vectors: VectorSource, space: Space) -> Vectors:
    return lambda records: space.placed(vectors(records), records)


def open_index(folder: Path, server: str, token: str) -> tuple[Index, str, str]:
    """The index where it is wanted, else in the folder, else in memory; with the reason and what was said.

    Raises StoreError when not even memory will do, or when Chroma cannot be imported.
    """
    try:
        from knowledge.index.chroma import open_folder, open_memory, open_server
    except (ImportError, ValueError) as error:  # ValueError: a stray setting in the environment or in .env
        raise StoreError(f"chromadb: {error}") from error
    reason = detail = ""
    if server:
        try:
            return open_server(server, token), "", ""
        except StoreError as error:
            _log.warning("the Chroma server does not answer, the index of this machine is used: %s", error)
            reason, detail = "no-server", str(error)
    try:
        return open_folder(folder), reason, detail
    except StoreError as error:
        _log.warning("the index is kept in memory: %s", error)
        return open_memory(), "in-memory", str(error)


def opened(
    index: Index, folder: Path, embedder: VersionedEmbeddings, vectors: VectorSource, material: Material
) -> Engine:
    """The engine of an embedder, with its generation written if it is missing; a damaged folder is moved aside.

    Raises StoreError, or EmbedderUnavailable when vectors cannot be made.
    """
    from knowledge.index.space import measured

    records = material.records
    space = measured(records, vectors(records), material.samples, vectors(material.samples))
    name, placing = generation_of(embedder.version, records), _placing(vectors, space)
    try:
        return Engine(embedder, vectors, space, index, index.opened(name, records, placing))
    except StoreDamaged as error:
        _log.warning("the index is damaged and made again: %s", error)
    from knowledge.index.chroma import start_again

    index = start_again(index, folder)
    return Engine(embedder, vectors, space, index, index.opened(name, records, placing))


def whole(
    index: Index, folder: Path, embedder: VersionedEmbeddings, vectors: VectorSource, material: Material
) -> Engine | None:
    """The engine of an embedder if everything that it needs is there, whole."""
    if vectors.lacking([*material.records, *material.samples]):
        return None
    try:
        return opened(index, folder, embedder, vectors, material)
    except (StoreError, EmbedderUnavailable) as error:
        _log.info("no whole generation of %s: %s", embedder.version, error)
        return None


def last_used(folder: Path, now: EmbedderSettings) -> EmbedderSettings:
    """The settings of the embedder that searched here last, with the key of ``now``; ``now`` if there was none."""
    from knowledge.embedding.settings import EmbedderSettings

    try:
        found = json.loads((folder / _ACTIVE).read_text(encoding="utf-8"))
        private = {name: getattr(now, name) for name in _PRIVATE}
        return EmbedderSettings(**found["embedder"], **private)
    except (OSError, ValueError, KeyError, TypeError, EmbedderUnavailable):
        return now


def remember(folder: Path, settings: EmbedderSettings) -> None:
    """Note the embedder that searches here now, without its key; a folder that refuses is no harm."""
    noted = {name: value for name, value in asdict(settings).items() if name not in _PRIVATE}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _ACTIVE).write_text(json.dumps({"embedder": noted}), encoding="utf-8")
    except OSError as error:
        _log.info("the embedder is not noted: %s", error)
