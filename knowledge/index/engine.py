"""Embedder and vectors together: what a search by meaning needs, opened, and made anew when the embedder changes."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from knowledge.errors import EmbedderUnavailable, StoreDamaged, StoreError
from knowledge.records import Record, generation_of
from knowledge.search import NEAREST, Near

if TYPE_CHECKING:
    from knowledge.embedding import VersionedEmbeddings
    from knowledge.index.chroma import Index, Shelf
    from knowledge.shards import VectorSource

_ACTIVE: Final = "active.json"
_log: Final = logging.getLogger(__name__)


@dataclass(slots=True)
class Engine:
    """One embedder, its vectors of the built-in records, and those of own documents as they are asked for."""

    embedder: VersionedEmbeddings
    vectors: VectorSource
    index: Index
    shelf: Shelf
    documents: dict[str, Shelf] = field(default_factory=dict)

    def embedded(self, query: str) -> list[float]:
        """The vector of a search text; raises EmbedderUnavailable."""
        return self.embedder.embed_query(query)

    def near(self, vector: Sequence[float], kinds: Collection[str] | None) -> list[Near]:
        """The nearest built-in records; raises StoreError."""
        return self.shelf.near(vector, NEAREST, kinds)

    def near_in(self, records: Sequence[Record], vector: Sequence[float], count: int) -> list[Near]:
        """The nearest passages of one document; none while its vectors would first have to be made."""
        name = generation_of(self.embedder.version, records)
        shelf = self.documents.get(name)
        if shelf is None:
            if self.vectors.lacking(records):
                return []
            shelf = self.index.opened(name, records, self.vectors)
            self.documents[name] = shelf
        try:
            return shelf.near(vector, count)
        except StoreError:
            self.documents.pop(name, None)
            raise

    def name_of(self, records: Sequence[Record]) -> str:
        """What the collection of a document is called."""
        return generation_of(self.embedder.version, records)


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
    index: Index,
    folder: Path,
    embedder: VersionedEmbeddings,
    vectors: VectorSource,
    records: Sequence[Record],
) -> Engine:
    """The engine of an embedder, with its generation written if it is missing; a damaged folder is moved aside.

    Raises StoreError, or EmbedderUnavailable when vectors cannot be made.
    """
    generation = generation_of(embedder.version, records)
    try:
        return Engine(embedder, vectors, index, index.opened(generation, records, vectors))
    except StoreDamaged as error:
        _log.warning("the index is damaged and made again: %s", error)
    from knowledge.index.chroma import start_again

    index = start_again(index, folder)
    return Engine(embedder, vectors, index, index.opened(generation, records, vectors))


def whole(
    index: Index, embedder: VersionedEmbeddings, vectors: VectorSource, records: Sequence[Record]
) -> Engine | None:
    """The engine of an embedder if its generation is there, whole."""
    try:
        shelf = index.find(generation_of(embedder.version, records), records, vectors)
    except (StoreError, EmbedderUnavailable) as error:
        _log.info("no whole generation of %s: %s", embedder.version, error)
        return None
    return None if shelf is None else Engine(embedder, vectors, index, shelf)


def last_used(folder: Path) -> str:
    """The name of the embedder that searched here last; empty when there is none."""
    try:
        found = json.loads((folder / _ACTIVE).read_text(encoding="utf-8"))
        return str(found["embedder"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def remember(folder: Path, name: str) -> None:
    """Note the embedder that searches here now; a folder that refuses costs nothing but a rebuild seen earlier."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _ACTIVE).write_text(json.dumps({"embedder": name}), encoding="utf-8")
    except OSError as error:
        _log.info("the embedder is not noted: %s", error)


Report = Callable[[int, int], None]
