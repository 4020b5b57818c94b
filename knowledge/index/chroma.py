"""Chroma by folder, by server or in memory: one collection a generation, never a crash for a damaged folder.

A collection is written under another name, renamed when it is whole, and never changed afterwards: two processes
on one folder lost one look-up in eight when they shared a collection that changed. In a folder one process writes
at a time (file lock). Everything here can be made again from texts and vectors that are kept elsewhere, so a folder
that cannot be read is moved aside, never repaired. Only ids and vectors are stored, no text.
"""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import threading
import time
import uuid
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal
from urllib.parse import urlsplit

import chromadb
import httpx
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

Place = Literal["folder", "server", "memory"]

LOCK_SECONDS: Final = 60.0
ANSWER_SECONDS: Final = 20.0  # that a server may take; Chroma itself would wait for ever
KEEP_UNUSED_SECONDS: Final = 7 * 24 * 3600.0
_UNFINISHED: Final = "unfinished-"
_PROBE: Final = 20
_OPENING: Final = threading.RLock()  # Chroma's table of open folders is not safe to fill from two threads
# Runtime errors are those of a connection that another thread has closed.
_FAILURES: Final = (ChromaError, AttributeError, RuntimeError, ValueError, httpx.HTTPError)


@dataclass(frozen=True, slots=True)
class Shelf:
    """One whole collection and the records in it, by id; may be shared between threads."""

    collection: Any
    records: Mapping[str, Record]

    @property
    def name(self) -> str:
        """The name of the collection: it changes with every text and with the embedder."""
        return str(self.collection.name)

    def near(self, vector: Sequence[float], count: int, kinds: Collection[str] | None = None) -> list[Near]:
        """The ``count`` nearest records, nearest first; raises StoreError."""
        where = {"kind": {"$in": sorted(kinds)}} if kinds else None
        try:
            found = self.collection.query(
                query_embeddings=[list(vector)],
                n_results=count,
                where=where,
                include=["distances"],  # looking up 400 metadata takes five times as long as finding them
            )
            rows = list(
                zip(map(self.records.__getitem__, found["ids"][0]), found["distances"][0], strict=True)
            )
        except (*_FAILURES, KeyError, TypeError) as error:
            raise StoreError(str(error)) from error
        return [Near(record.passage_id, record.lang, 1.0 - distance) for record, distance in rows]


class Index:
    """The open Chroma of a folder, a server or this process; may be shared between threads."""

    def __init__(self, client: Any, place: Place, folder: Path | None = None) -> None:
        self.client = client
        self.place: Place = place
        self._folder = folder

    def find(self, name: str, records: Sequence[Record], vectors: Vectors) -> Shelf | None:
        """The collection ``name`` if it is there, whole; raises StoreDamaged when it does not find what it holds."""
        try:
            collection = self.client.get_collection(name, embedding_function=None)
            if collection.count() != len(records):  # cut short by what wrote it long ago
                self.drop(name)
                return None
            _probe(collection, records, vectors)
        except NotFoundError:
            return None
        except StoreDamaged:
            raise
        except _FAILURES as error:
            raise _damage(self.place, error) from error
        self._touch(name)
        return Shelf(collection, _by_id(records))

    def write(self, name: str, records: Sequence[Record], vectors: Vectors) -> Shelf:
        """Write the collection ``name`` in one step, unless another process was faster; raises StoreError.

        Vectors are made before anything is locked: that may take minutes.
        """
        embeddings = vectors(records)
        with self._writing():
            there = self.find(name, records, vectors)
            if there is not None:
                return there
            try:
                shelf = Shelf(self._written(name, records, embeddings), _by_id(records))
            except _FAILURES as error:
                raise _damage(self.place, error) from error
            self._touch(name)
            return shelf

    def opened(self, name: str, records: Sequence[Record], vectors: Vectors) -> Shelf:
        """The collection ``name``, written first if it is missing; raises StoreError."""
        return self.find(name, records, vectors) or self.write(name, records, vectors)

    def drop(self, name: str) -> None:
        """Delete a collection; one that is not there is no error."""
        with self._writing(), contextlib.suppress(*_FAILURES):
            self.client.delete_collection(name)
        if self._folder is not None:
            (self._folder / "used" / name).unlink(missing_ok=True)

    def tidy(self, current: Collection[str]) -> None:
        """Drop what a writer left half-way and what nobody has opened for a week; a folder only. Raises StoreError."""
        if self._folder is None:
            return
        with self._writing():
            try:
                _drop_unused(self._folder, self.client, current)
            except _FAILURES as error:
                raise StoreError(str(error)) from error

    def close(self) -> None:
        """Let go of the files; closing twice is harmless."""
        with _OPENING, contextlib.suppress(ChromaError, AttributeError, KeyError):
            for session in _sessions(self.client):
                session.close()
            self.client.close()

    def _written(self, name: str, records: Sequence[Record], embeddings: Any) -> Any:
        size = max(2, len(records))
        hnsw = {"space": "cosine", "ef_construction": 200, "ef_search": 200}
        # Index files are written when a batch is full; a smaller batch would leave a tail to replay at each start.
        hnsw |= {"sync_threshold": min(size, 1000), "batch_size": min(size, 1000)}
        unfinished = f"{_UNFINISHED}{uuid.uuid4().hex[:12]}"
        collection = self.client.create_collection(
            unfinished, embedding_function=None, configuration={"hnsw": hnsw}
        )
        step = int(self.client.get_max_batch_size())
        for first in range(0, len(records), step):
            part = records[first : first + step]
            collection.add(
                ids=[record.id for record in part],
                embeddings=embeddings[first : first + step],
                metadatas=[{"passage": r.passage_id, "lang": r.lang, "kind": r.kind} for r in part],
            )
        try:
            collection.modify(name=name)
        except _FAILURES:
            # On a server another client may have been faster: its collection holds the same.
            self.client.delete_collection(unfinished)
            return self.client.get_collection(name, embedding_function=None)
        return collection

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        if self._folder is None:
            yield
        else:
            with _locked(self._folder):
                yield

    def _touch(self, name: str) -> None:
        if self._folder is not None:
            try:
                _touch(self._folder / "used" / name)
            except OSError as error:
                raise StoreError(str(error)) from error


def open_folder(folder: Path) -> Index:
    """Open the Chroma of ``folder``, making it first if it is missing; what cannot be read is moved aside.

    Raises StoreError when the folder cannot be written or another process keeps the lock for a minute.
    """
    with _locked(folder):
        try:
            client = _client(folder / "chroma")
        except StoreDamaged:
            _move_aside(folder / "chroma")
            client = _client(folder / "chroma")
    return Index(client, "folder", folder)


def start_again(index: Index, folder: Path) -> Index:
    """Close a damaged index, move its files aside and open an empty one; raises StoreError."""
    index.close()
    with _locked(folder):
        _move_aside(folder / "chroma")
    return open_folder(folder)


def open_memory() -> Index:
    """An index that is gone at the end of the process, for a folder that cannot be used; raises StoreError."""
    with _OPENING:
        try:
            return Index(chromadb.EphemeralClient(settings=_settings()), "memory")
        except _FAILURES as error:
            raise StoreError(str(error)) from error


def open_server(address: str, token: str = "") -> Index:
    """The Chroma server at ``address`` (http or https, with a port if it is not 8000); raises StoreError.

    ``token`` is sent as ``Authorization: Bearer`` and never logged.
    """
    try:
        parts = urlsplit(address)
        port = parts.port or (443 if parts.scheme == "https" else 8000)
    except ValueError as error:
        raise StoreError(f"not the address of a server: {address}") from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise StoreError(f"not the address of a server: {address}")
    headers = {"Authorization": f"Bearer {token}"} if token else None
    try:
        heartbeat = f"{parts.scheme}://{_host(parts.hostname)}:{port}/api/v2/heartbeat"
        httpx.get(heartbeat, headers=headers, timeout=ANSWER_SECONDS).raise_for_status().json()
        with _OPENING:
            client = chromadb.HttpClient(
                parts.hostname, port, parts.scheme == "https", headers=headers, settings=_settings()
            )
    except _FAILURES as error:
        raise StoreError(f"{parts.scheme}://{parts.hostname}:{port}: {error}") from error
    for session in _sessions(client):
        session.timeout = httpx.Timeout(ANSWER_SECONDS)
    return Index(client, "server")


def _host(name: str) -> str:
    return f"[{name}]" if ":" in name else name


def _settings() -> Settings:
    """New ones for each client, which writes into them where and how it connects."""
    # Chroma would also read a file .env that happens to lie in the current folder.
    return Settings(_env_file=None, anonymized_telemetry=False)


def _sessions(client: Any) -> Iterator[httpx.Client]:
    """What a client of a server talks through; Chroma neither limits how long it waits nor closes it."""
    for part in (client, getattr(client, "_admin_client", None)):
        session = getattr(getattr(part, "_server", None), "_session", None)
        if isinstance(session, httpx.Client):
            yield session


def _by_id(records: Sequence[Record]) -> dict[str, Record]:
    return {record.id: record for record in records}


def _damage(place: Place, error: Exception) -> StoreError:
    return StoreDamaged(str(error)) if place == "folder" else StoreError(str(error))


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


def _client(path: Path) -> Any:
    _check_database(path / "chroma.sqlite3")
    identity = str(path.resolve())
    try:
        return chromadb.PersistentClient(path=identity, settings=_settings())
    except (ChromaError, ValueError, AttributeError) as error:
        # A failed start stays in Chroma's table of open folders and would answer for the next attempt.
        SharedSystemClient._identifier_to_system.pop(identity, None)
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
    if path.exists():
        path.replace(aside)
    SharedSystemClient._identifier_to_system.pop(str(path.resolve()), None)


def _touch(path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    path.touch()


def _drop_unused(folder: Path, client: Any, current: Collection[str]) -> None:
    # Another process may still search an older generation; a week without an opening means that none does.
    oldest = time.time() - KEEP_UNUSED_SECONDS
    for collection in client.list_collections():
        marker = folder / "used" / collection.name
        if collection.name in current or (marker.exists() and marker.stat().st_mtime > oldest):
            continue
        with contextlib.suppress(ChromaError):
            client.delete_collection(collection.name)
            marker.unlink(missing_ok=True)
