"""The engine's life: opened late, kept while a new one is made, swapped when that one is whole."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from knowledge.errors import Cancelled, EmbedderUnavailable, StoreError
from knowledge.index.cache import VectorCache
from knowledge.index.engine import Engine, Material, last_used, open_index, opened, remember, whole

if TYPE_CHECKING:
    from knowledge.embedding import EmbedderSettings
    from knowledge.embedding.base import VersionedEmbeddings
    from knowledge.index.chroma import Index
    from knowledge.records import Record
    from knowledge.shards import VectorSource

State = Literal["cold", "warming", "ready", "lexical"]
Reason = Literal["", "no-embedder", "no-store", "in-memory", "no-server", "building"]

SOON: Final = 64  # vectors that may be made while somebody waits; more are made in the background
_log: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Where:
    """Where the index is: a folder, or a Chroma server by its address (``token`` is never logged)."""

    folder: Path
    server: str = ""
    token: str = ""


@dataclass(frozen=True, slots=True)
class Building:
    """How far a new index has come: vectors that are there, and all."""

    done: int
    total: int


class Keeper:
    """Holds at most one engine; every method may be called from any thread.

    ``material`` gives what an engine is made from, ``own`` the records of the person's documents, a list each.
    """

    def __init__(
        self,
        where: Where,
        wanted: Callable[[], EmbedderSettings],
        material: Callable[[], Material],
        own: Callable[[], Sequence[Sequence[Record]]],
    ) -> None:
        self.state: State = "cold"
        self.reason: Reason = ""
        self.detail = ""
        self.building: Building | None = None
        self.lock = threading.RLock()
        self._where = where
        self._wanted = wanted
        self._material = material
        self._own = own
        self._cache = VectorCache(where.folder / "vectors.sqlite3")
        self._engine: Engine | None = None
        self._index: Index | None = None
        self._builder: threading.Thread | None = None
        self._stop = threading.Event()
        self._opened: Reason = ""
        self._again = threading.Lock()

    @property
    def engine(self) -> Engine | None:
        """The engine that searches now; None when search goes by words."""
        return self._engine

    def warm(self) -> None:
        """Open the engine; does nothing when that is done.

        A first index whose vectors are shipped is written at once. One that has to be embedded is made in the
        background; until it is whole the last embedder's index answers, or words alone.
        """
        if self.state in ("ready", "lexical"):
            return
        with self.lock:
            if self.state in ("ready", "lexical"):
                return
            self.state, self.reason, self.detail = "warming", "", ""
            try:
                self._open()
            except EmbedderUnavailable as error:
                self.give_up("no-embedder", error)
            except StoreError as error:
                self.give_up("no-store", error)

    def open_again(self, failed: Engine) -> Engine | None:
        """After a store failed: the engine opened anew, unless another thread has done so."""
        with self._again:  # not the lock itself: a builder that is waited for may need that
            if self._engine is failed:
                self.close()
                self.warm()
            return self._engine

    def give_up(self, reason: Reason, error: Exception) -> None:
        """Search goes by words from now on."""
        _log.warning("search goes by words alone: %s", error)
        with self.lock:
            self._engine = None
            self.state, self.reason, self.detail = "lexical", reason, str(error)

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until nothing is being built; whether that is so."""
        builder = self._builder
        if builder is not None:
            builder.join(seconds)
        return builder is None or not builder.is_alive()

    def close(self) -> None:
        """Stop building and let go of the index; a later ``warm`` opens it again."""
        self._stop.set()
        if threading.current_thread() is not self._builder:
            self.wait()
        with self.lock:
            if self._index is not None:
                self._index.close()
            self._cache.close()
            self._index = None
            self._engine, self._builder, self.building = None, None, None
            self.state, self.reason, self.detail = "cold", "", ""

    def _open(self) -> None:
        from knowledge.embedding import pick_embedder
        from knowledge.shards import VectorSource

        self._stop = threading.Event()
        settings = self._wanted()
        embedder = pick_embedder(settings=settings)
        index, reason, self.detail = open_index(self._where.folder, self._where.server, self._where.token)
        self._index = index
        self.reason = self._opened = reason  # type: ignore[assignment]
        vectors = VectorSource(embedder, self._cache)
        material = self._material()
        groups = (material.records, material.samples, *self._own())
        if sum(map(vectors.lacking, groups)) <= SOON:
            self._engine = opened(index, self._where.folder, embedder, vectors, material)
            self._settle(self._engine, settings)
            return
        self._engine = whole(index, self._where.folder, embedder, vectors, material) or self._former(
            index, material, settings
        )
        if self._engine is not None:
            self._index = index = self._engine.index  # another one where a damaged folder was moved aside
        self.state = "ready" if self._engine else "lexical"
        self.reason = "building"
        self._builder = threading.Thread(
            target=self._build, args=(index, embedder, vectors, settings), name="index", daemon=True
        )
        self._builder.start()

    def _former(self, index: Index, material: Material, settings: EmbedderSettings) -> Engine | None:
        """The engine of the embedder that searched here last, while its index is still whole."""
        from knowledge.embedding import pick_embedder
        from knowledge.shards import VectorSource

        try:
            former = pick_embedder(settings=last_used(self._where.folder, settings))
        except EmbedderUnavailable as error:
            _log.info("the former embedder is gone: %s", error)
            return None
        return whole(index, self._where.folder, former, VectorSource(former, self._cache), material)

    def _build(
        self,
        index: Index,
        embedder: VersionedEmbeddings,
        vectors: VectorSource,
        settings: EmbedderSettings,
    ) -> None:
        stop = self._stop
        try:
            engine = self._built(index, embedder, vectors, stop)
        except Cancelled:
            return
        except (EmbedderUnavailable, StoreError) as error:
            _log.warning("the index could not be made: %s", error)
            with self.lock:
                if not stop.is_set():
                    self.building = None
                    self.reason = "no-embedder" if isinstance(error, EmbedderUnavailable) else "no-store"
                    self.detail = str(error)
            return
        with self.lock:
            if not stop.is_set():
                self._engine, self.building = engine, None
                self.reason = self._opened  # a server that is gone still is
                self._settle(engine, settings)

    def _built(
        self, index: Index, embedder: VersionedEmbeddings, vectors: VectorSource, stop: threading.Event
    ) -> Engine:
        material, own = self._material(), self._own()
        groups = (material.records, material.samples, *own)
        total = sum(map(len, groups))
        done = 0

        def report(ready: int, _: int) -> None:
            self.building = Building(done + ready, total)

        for group in groups:
            vectors(group, progress=report, cancelled=stop.is_set)
            done += len(group)
            report(0, 0)
        engine = opened(index, self._where.folder, embedder, vectors, material)
        for group in own:
            engine.prepare(group)
        return engine

    def _settle(self, engine: Engine, settings: EmbedderSettings) -> None:
        self.state, self._index = "ready", engine.index
        if engine.index.place == "memory":
            self.reason = "in-memory"
        remember(self._where.folder, settings)
        try:
            engine.index.tidy({engine.shelf.name})
        except StoreError as error:
            _log.info("what nobody uses stays for now: %s", error)
