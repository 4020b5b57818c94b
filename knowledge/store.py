"""Vectors in Chroma: one collection a generation, one writer at a time, never a crash for a damaged folder.

A generation (embedder and texts) is written once, under a file lock, and never changed: two processes on one
folder lost one look-up in eight when they shared a collection that changed. Everything here can be made again
from the package, so a folder that cannot be read is moved aside, never repaired.
"""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import chromadb
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings
from chromadb.errors import ChromaError, NotFoundError
from filelock import FileLock, Timeout

from knowledge.errors import StoreDamaged, StoreError
from knowledge.search import Near

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from knowledge.records import Record

    Vectors = Callable[[Sequence[Record]], NDArray[np.float32]]

LOCK_SECONDS: Final = 60.0
KEEP_UNUSED_SECONDS: Final = 7 * 24 * 3600.0
_PROBE: Final = 20
# Chroma would also read a file .env that happens to lie in the current folder.
_SETTINGS: Final = Settings(_env_file=None, anonymized_telemetry=False)
_OPENING: Final = threading.RLock()  # Chroma's table of open folders is not safe to fill from two threads


@dataclass(frozen=True, slots=True)
class VectorStore:
    """An open, complete generation; may be shared between threads. ``in_memory``: gone at the end of the process."""

    client: Any
    collection: Any
    in_memory: bool

    def near(self, vector: Sequence[float], count: int, kinds: Collection[str] | None = None) -> list[Near]:
        """The ``count`` nearest records, nearest first; raises StoreError."""
        where = {"kind": {"$in": sorted(kinds)}} if kinds else None
        try:
            found = self.collection.query(
                query_embeddings=[list(vector)],
                n_results=count,
                where=where,
                include=["metadatas", "distances"],
            )
        except (ChromaError, AttributeError, ValueError) as error:
            raise StoreError(str(error)) from error
        rows = zip(found["metadatas"][0], found["distances"][0], strict=True)
        return [Near(str(meta["passage"]), str(meta["lang"]), 1.0 - distance) for meta, distance in rows]

    def close(self) -> None:
        """Let go of the files; closing twice is harmless."""
        with _OPENING, contextlib.suppress(ChromaError, AttributeError, KeyError):
            self.client.close()


def open_store(folder: Path, generation: str, records: Sequence[Record], vectors: Vectors) -> VectorStore:
    """Open the generation in ``folder``, writing it first if it is missing, cut short or damaged.

    Raises StoreError when the folder cannot be written or another process keeps the lock for a minute.
    """
    with _locked(folder):
        try:
            store = _open(folder / "chroma", generation, records, vectors)
        except StoreDamaged:
            _move_aside(folder / "chroma")
            store = _open(folder / "chroma", generation, records, vectors)
        _touch(folder / "used" / generation)
        _drop_unused(folder, store.client, generation)
    return store


def memory_store(generation: str, records: Sequence[Record], vectors: Vectors) -> VectorStore:
    """The same in memory, for a folder that cannot be used; raises StoreError."""
    with _OPENING:
        try:
            client = chromadb.EphemeralClient(settings=_SETTINGS)
            return VectorStore(client, _complete(client, generation, records, vectors), in_memory=True)
        except (ChromaError, ValueError, AttributeError) as error:
            raise StoreError(str(error)) from error


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    lock = FileLock(folder / "index.lock", timeout=LOCK_SECONDS)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise StoreError("another process is still writing the index") from error
    except OSError as error:
        raise StoreError(str(error)) from error
    with _OPENING:
        try:
            yield
        except OSError as error:
            raise StoreError(str(error)) from error
        finally:
            lock.release()


def _open(path: Path, generation: str, records: Sequence[Record], vectors: Vectors) -> VectorStore:
    _check_database(path / "chroma.sqlite3")
    identity = str(path.resolve())
    try:
        client: Any = chromadb.PersistentClient(path=identity, settings=_SETTINGS)
    except (ChromaError, ValueError, AttributeError) as error:
        # A failed start stays in Chroma's table of open folders and would answer for the next attempt.
        SharedSystemClient._identifier_to_system.pop(identity, None)
        raise StoreDamaged(str(error)) from error
    try:
        return VectorStore(client, _complete(client, generation, records, vectors), in_memory=False)
    except (ChromaError, ValueError, AttributeError, StoreDamaged) as error:
        with contextlib.suppress(ChromaError, AttributeError, KeyError):
            client.close()
        raise StoreDamaged(str(error)) from error


def _check_database(path: Path) -> None:
    if not path.exists():
        return
    try:
        with contextlib.closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
            answer = database.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.OperationalError:
        return  # busy or not ours to read: Chroma will say
    except sqlite3.DatabaseError as error:
        raise StoreDamaged(str(error)) from error
    if answer != ("ok",):
        raise StoreDamaged(f"quick_check: {answer}")


def _complete(client: Any, generation: str, records: Sequence[Record], vectors: Vectors) -> Any:
    with contextlib.suppress(NotFoundError):
        collection = client.get_collection(generation, embedding_function=None)
        if collection.count() == len(records):
            _probe(collection, records, vectors)
            return collection
        client.delete_collection(generation)  # a writer died half-way
    return _write(client, generation, records, vectors)


def _write(client: Any, generation: str, records: Sequence[Record], vectors: Vectors) -> Any:
    embeddings = vectors(records)
    size = max(2, len(records))
    hnsw = {"space": "cosine", "ef_construction": 200, "ef_search": 200}
    # Index files are written when a batch is full; a smaller batch would leave a tail to replay at each start.
    hnsw |= {"sync_threshold": min(size, 1000), "batch_size": min(size, 1000)}
    collection = client.create_collection(generation, embedding_function=None, configuration={"hnsw": hnsw})
    step = int(client.get_max_batch_size())
    for first in range(0, len(records), step):
        part = records[first : first + step]
        collection.add(
            ids=[record.id for record in part],
            embeddings=embeddings[first : first + step],
            metadatas=[{"passage": r.passage_id, "lang": r.lang, "kind": r.kind} for r in part],
        )
    return collection


def _probe(collection: Any, records: Sequence[Record], vectors: Vectors) -> None:
    # Chroma answers from an index whose files are gone with one stray row and no error.
    if not records:
        return
    wanted = min(_PROBE, len(records))
    found = collection.query(query_embeddings=vectors(records[-1:]), n_results=wanted, include=["distances"])
    if len(found["ids"][0]) != wanted or found["distances"][0][0] > 0.01:
        raise StoreDamaged("the index does not find what it holds")


def _move_aside(path: Path) -> None:
    aside = path.with_name(f"{path.name}.damaged")
    shutil.rmtree(aside, ignore_errors=True)
    path.replace(aside)
    SharedSystemClient._identifier_to_system.pop(str(path.resolve()), None)


def _touch(path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    path.touch()


def _drop_unused(folder: Path, client: Any, current: str) -> None:
    # Another process may still search an older generation; a week without an opening means that none does.
    oldest = time.time() - KEEP_UNUSED_SECONDS
    for collection in client.list_collections():
        marker = folder / "used" / collection.name
        if collection.name == current or (marker.exists() and marker.stat().st_mtime > oldest):
            continue
        with contextlib.suppress(ChromaError):
            client.delete_collection(collection.name)
            marker.unlink(missing_ok=True)
