"""Own documents at size: their vectors are compared one by one, and of a query's words the commonest may be left out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from helpers import hashing

from knowledge import Knowledge
from knowledge.index.own import OwnVectors
from knowledge.library import database as database_module
from knowledge.library.database import LibraryDatabase
from knowledge.library.model import EVERYWHERE, Stored, StoredPassage

DOCUMENT = Stored(
    0, "sha", "/somewhere/a.md", "a.md", "A", "md", 1, None, EVERYWHERE, "2026-11-22T09:00:00+00:00", 0
)


def _passages(*texts: str) -> list[StoredPassage]:
    return [StoredPassage(0, 0, n, (), text, None, None, "en") for n, text in enumerate(texts, 1)]


@pytest.fixture
def database(tmp_path: Path):
    found = LibraryDatabase(tmp_path / "library.sqlite3")
    yield found
    found.close()


@pytest.fixture
def knowledge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    hashing.register(monkeypatch)
    found = Knowledge(tmp_path / "index", embedder="hashing:own", library=tmp_path / "library.sqlite3")
    found.warm()
    assert found.wait(60)
    yield found
    found.close()


def test_the_nearest_are_the_nearest_in_order():
    rows = np.random.default_rng(1).standard_normal((50, 8)).astype(np.float32)
    own = OwnVectors([f"{n}" for n in range(50)], ["ko"] * 50, rows)
    near = own.near(rows[7], 5)
    wanted = sorted(range(50), key=lambda n: -float(rows[n] @ rows[7]))[:5]
    assert [int(row.passage_id) for row in near] == wanted
    assert near[0].cosine == pytest.approx(float(rows[wanted[0]] @ rows[7]), rel=1e-5)
    assert {row.lang for row in near} == {"ko"}


@pytest.mark.parametrize(("rows", "count", "found"), [(3, 12, 3), (0, 12, 0), (3, 0, 0)])
def test_no_more_are_found_than_there_are(rows, count, found):
    own = OwnVectors(["1", "2", "3"][:rows], ["en"] * rows, np.eye(3, dtype=np.float32)[:rows])
    assert len(own.near(np.ones(3, dtype=np.float32), count)) == found


def test_no_collection_is_made_for_a_document(knowledge, tmp_path):
    file = tmp_path / "notes.md"
    file.write_text("# Zebra crossing\n\nThe zebra crossing at the harbour is painted in spring.\n", "utf-8")
    before = knowledge._keeper.engine.index.client.count_collections()
    knowledge.documents.add(file)
    hits = knowledge.search("zebra crossing at the harbour painted in spring")
    assert hits[0].label == "notes.md"
    assert knowledge._keeper.engine.index.client.count_collections() == before


def test_vectors_that_no_disk_keeps_last_as_long_as_the_process(knowledge, tmp_path, monkeypatch):
    file = tmp_path / "notes.md"
    file.write_text("# Zebra crossing\n\nThe zebra crossing at the harbour is painted in spring.\n", "utf-8")
    monkeypatch.setattr(knowledge._keeper._cache, "put", lambda version, vectors: None)
    knowledge.documents.add(file)
    (records,) = knowledge._own_records()
    engine = knowledge._keeper.engine
    assert engine.vectors.lacking(records) == len(records) > 0
    own = engine.own(records)
    assert own is not None
    assert own.near(own.rows[0], 1)[0].passage_id == records[0].passage_id


def test_the_commonest_words_are_left_out_where_too_many_hold_them(database, monkeypatch):
    common = [f"harbour budget {n}" for n in range(30)]
    database.put(DOCUMENT, _passages(*common, "harbour zebra"))
    every = database.scores("harbour zebra", "en", [EVERYWHERE])
    assert len(every) == 31
    monkeypatch.setattr(database_module, "_HOLDERS", 10)
    few = database.scores("harbour zebra", "en", [EVERYWHERE])
    best = max(every, key=lambda number: every[number])
    assert few == {best: every[best]}
    assert len(database.scores("harbour", "en", [EVERYWHERE])) == 31, "one word is always looked for"


def test_rarity_counts_what_another_process_has_added(database, tmp_path):
    database.put(DOCUMENT, _passages("harbour zebra", "budget"))
    (before,) = database.scores("harbour museum", "en", [EVERYWHERE]).values()
    other = LibraryDatabase(tmp_path / "library.sqlite3")
    other.put(
        replace(DOCUMENT, sha256="other", path="/somewhere/b.md"), _passages("museum", *["harbour"] * 20)
    )
    other.close()
    scores = database.scores("harbour museum", "en", [EVERYWHERE])
    assert len(scores) == 22
    fresh = LibraryDatabase(tmp_path / "library.sqlite3")
    assert fresh.scores("harbour museum", "en", [EVERYWHERE]) == scores
    fresh.close()
    assert before not in scores.values()
