"""Vectors that ship with the package: one file a source, float16, found by the hash of the embedded text.

A shard is an uncompressed ``.npz`` written byte for byte the same on every machine that gets the same vectors.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from knowledge.errors import Cancelled, CorpusError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from knowledge.embedding import VersionedEmbeddings
    from knowledge.index.cache import VectorCache
    from knowledge.records import Record

FOLDER: Final = Path(__file__).parent / "vectors"
BATCH: Final = 32  # texts embedded between two looks at whether to go on
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


def shard_path(source: str, folder: Path = FOLDER) -> Path:
    """Where the shard of ``source`` lies."""
    return folder / f"{source}.npz"


def write_shard(path: Path, version: str, vectors: Mapping[str, Sequence[float]]) -> None:
    """Write ``vectors`` (by text hash) made by the embedder ``version``; equal input gives equal bytes."""
    import numpy as np

    keys = sorted(vectors)
    arrays = {
        "embedder": np.array(version),
        "keys": np.array(keys, dtype="S64"),
        "vectors": np.array([vectors[key] for key in keys], dtype=np.float16),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, array in arrays.items():
            buffer = io.BytesIO()
            np.lib.format.write_array(buffer, array, allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy", _EPOCH), buffer.getvalue())


def load_shards(version: str, folder: Path = FOLDER, key: str = "*") -> dict[str, NDArray[np.float32]]:
    """Every shipped vector (of the shard ``key``) made by the embedder ``version``, by text hash."""
    import numpy as np

    found: dict[str, NDArray[np.float32]] = {}
    for path in sorted(folder.glob(f"{key}.npz")):
        try:
            with np.load(path, allow_pickle=False) as shard:
                if str(shard["embedder"]) == version:
                    vectors = shard["vectors"].astype(np.float32)
                    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
                    found.update(zip((key.decode() for key in shard["keys"]), vectors, strict=True))
        except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
            raise CorpusError(f"{path.name}: {error}") from error
    return found


class VectorSource:
    """Vectors of records: shipped ones where the embedder made them, kept ones, and fresh ones for the rest."""

    def __init__(
        self, embedder: VersionedEmbeddings, cache: VectorCache | None = None, folder: Path = FOLDER
    ) -> None:
        self._embedder = embedder
        self._cache = cache
        self._shipped = load_shards(embedder.version, folder)

    def lacking(self, records: Sequence[Record]) -> int:
        """How many of ``records`` have to be embedded."""
        keys = {record.key for record in records} - self._shipped.keys()
        return len(keys) - len(self._kept(sorted(keys)))

    def __call__(
        self,
        records: Sequence[Record],
        *,
        progress: Callable[[int, int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> NDArray[np.float32]:
        """One unit vector a record, in order.

        ``progress`` is told how many of the records have their vector and how many there are. Every batch is kept
        when it is made; raises Cancelled between two of them, and EmbedderUnavailable when the embedder fails.
        """
        import numpy as np

        found: dict[str, Any] = {r.key: self._shipped[r.key] for r in records if r.key in self._shipped}
        found |= self._kept([record.key for record in records if record.key not in found])
        missing = list({record.key: record for record in records if record.key not in found}.values())
        size = int(getattr(self._embedder, "batch_size", BATCH))
        for first in range(0, len(missing), size):
            if cancelled is not None and cancelled():
                raise Cancelled
            made = embed(self._embedder, missing[first : first + size])
            if self._cache is not None:
                self._cache.put(self._embedder.version, made)
            found |= made
            if progress is not None:
                progress(len(records) - len(missing) + min(len(missing), first + size), len(records))
        return np.array([found[record.key] for record in records], dtype=np.float32)

    def _kept(self, keys: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        return {} if self._cache is None else self._cache.get(self._embedder.version, keys)


def embed(embedder: VersionedEmbeddings, records: Sequence[Record]) -> dict[str, list[float]]:
    """Fresh vectors of ``records`` by their keys; each text is embedded once."""
    asked = {record.key: record.text for record in records if record.asked}
    told = {record.key: record.text for record in records if not record.asked}
    made = dict(zip(asked, embedder.embed_queries(list(asked.values())), strict=True))
    made.update(zip(told, embedder.embed_documents(list(told.values())), strict=True))
    return made
