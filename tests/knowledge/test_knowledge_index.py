"""Chroma by folder, in memory, by server: a collection is written once, and whatever lies there, search goes on."""

from __future__ import annotations

import os
import shutil
import sqlite3

import numpy as np
import pytest
from filelock import FileLock

from knowledge import StoreDamaged, StoreError
from knowledge.index import chroma as chroma_module
from knowledge.index.chroma import (
    KEEP_UNUSED_SECONDS,
    Index,
    Shelf,
    open_folder,
    open_memory,
    open_server,
    start_again,
)
from knowledge.records import Record

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
    index = open_folder(tmp_path / "index")
    index.write(GENERATION, RECORDS, vectors)
    index.close()
    return tmp_path / "index"


@pytest.fixture
def index(folder):
    """The same folder, open."""
    index = open_folder(folder)
    yield index
    index.close()


def _finds_itself(shelf: Shelf, record: Record = RECORDS[7]) -> bool:
    found = shelf.near(_Vectors().of(record), 30)
    return (
        len(found) == 30
        and (found[0].passage_id, found[0].lang) == (record.passage_id, record.lang)
        and found[0].cosine == pytest.approx(1.0, abs=1e-4)
        and [row.cosine for row in found] == sorted((row.cosine for row in found), reverse=True)
    )


def _names(index: Index) -> set[str]:
    return {collection.name for collection in index.client.list_collections()}


def test_what_was_written_is_found_and_is_not_written_again(index, vectors):
    made = vectors.made
    shelf = index.opened(GENERATION, RECORDS, vectors)
    assert vectors.made == made + 1  # the one with which the index is tried
    assert (shelf.name, index.place) == (GENERATION, "folder")
    assert _finds_itself(shelf)
    index.close()
    index.close()


def test_what_is_not_there_is_not_found(index, vectors):
    assert index.find("g9999", RECORDS, vectors) is None


def test_kinds_are_filtered_by_the_store(index, vectors):
    found = index.opened(GENERATION, RECORDS, vectors).near(vectors.of(RECORDS[0]), 60, {"case"})
    assert {int(row.passage_id[1:]) % 2 for row in found} == {1}


def test_nothing_unfinished_is_ever_found_under_the_name(tmp_path, vectors, monkeypatch):
    """Who dies while writing leaves something under another name; the next writer begins anew."""
    index = open_folder(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr("chromadb.api.models.Collection.Collection.modify", _die)
        with pytest.raises(KeyboardInterrupt):
            index.write(GENERATION, RECORDS, vectors)
    assert index.find(GENERATION, RECORDS, vectors) is None
    assert _finds_itself(index.opened(GENERATION, RECORDS, vectors))
    index.tidy({GENERATION})
    assert _names(index) == {GENERATION}
    index.close()


def _die(*args, **kwargs):
    raise KeyboardInterrupt


def test_a_collection_of_another_size_is_written_anew(index, vectors):
    index.write("g3333", RECORDS[:50], vectors)
    assert _finds_itself(index.opened("g3333", RECORDS, vectors), RECORDS[100])


def test_of_two_writers_the_second_takes_what_the_first_wrote(index, vectors):
    first = index.opened(GENERATION, RECORDS, vectors)
    second = index.write(GENERATION, RECORDS, vectors)
    assert first.collection.id == second.collection.id
    assert _names(index) == {GENERATION}


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


@pytest.mark.parametrize("damage", [_garbage, _foreign_schema, _torn_pages], ids=lambda f: f.__name__)
def test_a_damaged_database_is_moved_aside_when_it_is_opened(folder, vectors, damage):
    damage(folder / "chroma")
    index = open_folder(folder)
    assert (folder / "chroma.damaged").is_dir()
    assert _finds_itself(index.opened(GENERATION, RECORDS, vectors))
    index.close()


@pytest.mark.parametrize("damage", [_index_gone, _index_torn], ids=lambda f: f.__name__)
def test_damaged_vectors_are_noticed_and_made_again(folder, vectors, damage):
    damage(folder / "chroma")
    index = open_folder(folder)
    with pytest.raises(StoreDamaged):
        index.find(GENERATION, RECORDS, vectors)
    index = start_again(index, folder)
    assert (folder / "chroma.damaged").is_dir()
    assert _finds_itself(index.opened(GENERATION, RECORDS, vectors))
    index.close()


def test_one_in_use_is_left_alone_and_one_unused_for_a_week_is_dropped(folder, index, vectors):
    index.write("g1111", RECORDS[:30], vectors)
    index.write("g2222", RECORDS[:60], vectors)
    long_ago = folder.stat().st_mtime - KEEP_UNUSED_SECONDS - 60
    for name in (GENERATION, "g2222"):
        os.utime(folder / "used" / name, (long_ago, long_ago))
    index.tidy({"g2222"})
    assert _names(index) == {"g1111", "g2222"}
    assert {marker.name for marker in (folder / "used").iterdir()} == {"g1111", "g2222"}


def test_a_dropped_collection_says_so_and_dropping_it_twice_is_harmless(index, vectors):
    shelf = index.opened(GENERATION, RECORDS, vectors)
    index.drop(GENERATION)
    index.drop(GENERATION)
    with pytest.raises(StoreError):
        shelf.near(vectors.of(RECORDS[0]), 5)
    index.close()
    with pytest.raises(StoreError):
        shelf.near(vectors.of(RECORDS[0]), 5)


def test_a_folder_that_cannot_be_made_is_a_store_error(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError):
        open_folder(tmp_path / "file" / "index")


def test_a_writer_that_keeps_the_lock_is_not_waited_for_forever(tmp_path, monkeypatch):
    monkeypatch.setattr(chroma_module, "LOCK_SECONDS", 0.05)
    with FileLock(tmp_path / "index.lock"), pytest.raises(StoreError, match="still writing"):
        open_folder(tmp_path)


def test_vectors_are_made_before_the_lock_is_taken(tmp_path, vectors, monkeypatch):
    """Embedding may take minutes; meanwhile another process can open the folder."""
    index = open_folder(tmp_path)

    def slow(records):
        open_folder(tmp_path)
        return vectors(records)

    monkeypatch.setattr(chroma_module, "LOCK_SECONDS", 0.05)
    assert _finds_itself(index.write(GENERATION, RECORDS, slow))
    index.close()


def test_a_full_disk_is_a_store_error(index, vectors, monkeypatch):
    def full(path):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(chroma_module, "_touch", full)
    with pytest.raises(StoreError, match="No space left"):
        index.write("g4444", RECORDS, vectors)


def test_in_memory_the_same_is_found(vectors):
    index = open_memory()
    assert index.place == "memory"
    assert _finds_itself(index.opened("g-memory", RECORDS, vectors))
    index.drop("g-memory")
    index.close()


@pytest.mark.parametrize("address", ["", "elsewhere", "ftp://host", "http://", "http://host:port"])
def test_what_is_no_address_of_a_server_is_refused(address):
    with pytest.raises(StoreError, match="not the address"):
        open_server(address)
