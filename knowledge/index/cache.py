"""Vectors that were made on this machine, kept so that none is made twice: half an hour's work survives a power cut.

SQLite in the cache folder; half precision, as the shipped ones. A cache that cannot be read or written is done
without: it is never the reason why something fails.
"""

from __future__ import annotations

import contextlib
import logging
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_PART: Final = 500  # keys a statement
_log: Final = logging.getLogger(__name__)


class VectorCache:
    """Unit vectors by embedder version and key; safe to share between threads and processes."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._database: sqlite3.Connection | None = None

    def get(self, version: str, keys: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """Those of ``keys`` that are known."""

        found: dict[str, NDArray[np.float32]] = {}
        with self._opened() as database:
            if database is None:
                return found
            for first in range(0, len(keys), _PART):
                part = keys[first : first + _PART]
                marks = ",".join("?" * len(part))
                rows = database.execute(
                    f"SELECT key, vector FROM vectors WHERE version = ? AND key IN ({marks})",
                    (version, *part),
                )
                found |= _units(rows.fetchall())
        return found

    def put(self, version: str, vectors: Mapping[str, Sequence[float]]) -> None:
        """Keep ``vectors``; on disk when this returns, unless the disk refuses."""
        import numpy as np

        rows = [(version, key, np.asarray(v, dtype=np.float16).tobytes()) for key, v in vectors.items()]
        with self._opened() as database:
            if database is not None:
                with database:
                    database.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", rows)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._database is not None:
                self._database.close()
            self._database = None

    @contextlib.contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection | None]:
        with self._lock:
            database = self._connected()
            try:
                yield database
            except (sqlite3.Error, OSError) as error:
                self._refused(error)

    def _connected(self) -> sqlite3.Connection | None:
        try:
            if self._database is None and self._path is not None:
                self._database = _open(self._path)
        except (sqlite3.Error, OSError) as error:
            self._refused(error)
        return self._database

    def _refused(self, error: Exception) -> None:
        _log.warning("vectors are not kept: %s", error)
        if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
            self._start_again()

    def _start_again(self) -> None:
        if self._database is not None:
            self._database.close()
        self._database = None
        if self._path is not None:
            with contextlib.suppress(OSError):
                self._path.unlink(missing_ok=True)


def _units(rows: Sequence[tuple[str, bytes]]) -> dict[str, NDArray[np.float32]]:
    """Vectors of one version, which are of one length, by key."""
    import numpy as np

    if not rows:
        return {}
    stored = np.frombuffer(b"".join(data for _, data in rows), dtype=np.float16)
    vectors = stored.reshape(len(rows), -1).astype(np.float32)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors /= np.where(lengths > 0, lengths, 1)
    return dict(zip((key for key, _ in rows), vectors, strict=True))


def _open(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    database = sqlite3.connect(path, timeout=10, check_same_thread=False)
    try:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
        database.execute(
            "CREATE TABLE IF NOT EXISTS vectors (version TEXT, key TEXT, vector BLOB, PRIMARY KEY (version, key))"
            " WITHOUT ROWID"
        )
    except sqlite3.Error:
        database.close()
        raise
    return database
