"""Chroma on disk: written once a generation, and whatever lies in the folder, search goes on."""

from __future__ import annotations

import os
import shutil
import sqlite3

import numpy as np
import pytest
from filelock import FileLock

from knowledge import StoreError
from knowledge import store as store_module
from knowledge.records import Record
from knowledge.store import KEEP_UNUSED_SECONDS, memory_store, open_store

RECORDS = tuple(
    Record(
        f"p{number}/{lang}/text",
        f"p{number}",
        lang,
        ("method", "case")[number % 2],
        f"{number} {lang}",
        False,
    )
    for number in range(40)
    for lang in ("en", "ko", "vi")
)
GENERATION = "g0000"


class _Vectors:
    """Makes vectors that depend on the record alone, and counts how many were asked for."""

    def __init__(self) -> None:
        self.made = 0

    def __call__(self, records):
        self.made += len(records)
        rows = [np.random.default_rng(RECORDS.index(r)).normal(size=16) for r in records]
        return np.array([row / np.linalg.norm(row) for row in rows], dtype=np.float32)

    def of(self, record: Record) -> list[float]:
        return [float(x) for x in self([record])[0]]


@pytest.fixture
def vectors() -> _Vectors:
    return _Vectors()


@pytest.fixture
def folder(tmp_path, vectors):
    """A folder with one whole generation that nobody has open."""
    open_store(tmp_path / "index", GENERATION, RECORDS, vectors).close()
    return tmp_path / "index"


def _finds_itself(store, record: Record = RECORDS[7]) -> bool:
    found = store.near(_Vectors().of(record), 30)
    return (
        len(found) == 30
        and (found[0].passage_id, found[0].lang) == (record.passage_id, record.lang)
        and found[0].cosine == pytest.approx(1.0, abs=1e-4)
        and [row.cosine for row in found] == sorted((row.cosine for row in found), reverse=True)
    )


def test_what_was_written_is_found_and_is_not_written_again(folder, vectors):
    made = vectors.made
    store = open_store(folder, GENERATION, RECORDS, vectors)
    assert vectors.made == made + 1  # the one with which the index is tried
    assert not store.in_memory
    assert _finds_itself(store)
    store.close()
    store.close()


def test_kinds_are_filtered_by_the_store(folder, vectors):
    store = open_store(folder, GENERATION, RECORDS, vectors)
    found = store.near(vectors.of(RECORDS[0]), 60, {"case"})
    assert {int(row.passage_id[1:]) % 2 for row in found} == {1}
    store.close()


def test_a_generation_cut_short_is_written_anew(tmp_path, vectors):
    open_store(tmp_path, GENERATION, RECORDS[:50], vectors).close()
    store = open_store(tmp_path, GENERATION, RECORDS, vectors)
    assert _finds_itself(store, RECORDS[100])
    store.close()


def _garbage(chroma):
    (chroma / "chroma.sqlite3").write_bytes(b"not a database " * 500)


def _foreign_schema(chroma):
    (chroma / "chroma.sqlite3").unlink()
    with sqlite3.connect(chroma / "chroma.sqlite3") as database:
        database.execute("CREATE TABLE collections(x)")
    database.close()


def _torn_pages(chroma):
    content = bytearray((chroma / "chroma.sqlite3").read_bytes())
    content[8192:60000] = b"\x13" * (60000 - 8192)
    (chroma / "chroma.sqlite3").write_bytes(content)


def _index_gone(chroma):
    for child in chroma.iterdir():
        if child.is_dir():
            shutil.rmtree(child)


def _index_torn(chroma):
    for path in chroma.glob("*/header.bin"):
        path.write_bytes(b"\xff" * 100)


@pytest.mark.parametrize(
    "damage", [_garbage, _foreign_schema, _torn_pages, _index_gone, _index_torn], ids=lambda f: f.__name__
)
def test_a_damaged_folder_is_moved_aside_and_made_again(folder, vectors, damage):
    damage(folder / "chroma")
    store = open_store(folder, GENERATION, RECORDS, vectors)
    assert _finds_itself(store)
    assert (folder / "chroma.damaged").is_dir()
    store.close()


def test_a_newer_generation_leaves_one_in_use_alone_and_drops_one_unused_for_a_week(folder, vectors):
    open_store(folder, "g1111", RECORDS[:30], vectors).close()
    long_ago = folder.stat().st_mtime - KEEP_UNUSED_SECONDS - 60
    os.utime(folder / "used" / GENERATION, (long_ago, long_ago))
    store = open_store(folder, "g2222", RECORDS[:60], vectors)
    assert {collection.name for collection in store.client.list_collections()} == {"g1111", "g2222"}
    assert {marker.name for marker in (folder / "used").iterdir()} == {"g1111", "g2222"}
    store.close()


def test_a_store_whose_generation_was_dropped_says_so(folder, vectors):
    store = open_store(folder, GENERATION, RECORDS, vectors)
    store.client.delete_collection(GENERATION)
    with pytest.raises(StoreError):
        store.near(vectors.of(RECORDS[0]), 5)
    store.close()
    with pytest.raises(StoreError):
        store.near(vectors.of(RECORDS[0]), 5)


def test_a_folder_that_cannot_be_made_is_a_store_error(tmp_path, vectors):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError):
        open_store(tmp_path / "file" / "index", GENERATION, RECORDS, vectors)


def test_a_writer_that_keeps_the_lock_is_not_waited_for_forever(tmp_path, vectors, monkeypatch):
    monkeypatch.setattr(store_module, "LOCK_SECONDS", 0.05)
    with FileLock(tmp_path / "index.lock"), pytest.raises(StoreError, match="still writing"):
        open_store(tmp_path, GENERATION, RECORDS, vectors)


def test_a_full_disk_is_a_store_error(tmp_path, vectors, monkeypatch):
    def full(path):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store_module, "_touch", full)
    with pytest.raises(StoreError, match="No space left"):
        open_store(tmp_path, GENERATION, RECORDS, vectors)


def test_in_memory_the_same_is_found(vectors):
    store = memory_store("g-memory", RECORDS, vectors)
    assert store.in_memory
    assert _finds_itself(store)
    store.close()
