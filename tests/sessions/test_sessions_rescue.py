"""A damaged file: it is noticed, kept byte for byte, and everything readable of it is saved."""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sessions_samples import START, fill, minute, turn

from assistant.sessions import Corrupt, FolderMissing, Locked, SqliteStore, TurnRecord, open_store, rescue
from assistant.sessions.salvage import Found, salvage

Damage = Callable[[bytes], bytes]


def big(number: int, key: str) -> TurnRecord:
    return TurnRecord(
        number, minute(number), f'"{key} {number} {"word " * 300}"', "[]", f'["{key}",{number}]'
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed file with three sessions of forty turns and snapshots every ten, and a deleted one."""
    store = open_store(tmp_path)
    for key in ("one", "two", "three"):
        store.create(key, f"Plan {key}", at=START)
    for number in range(1, 41):
        for key in ("one", "two", "three"):
            body = f'"{key} {number} {"s" * 9000}"' if number % 10 == 0 else None
            store.append(key, big(number, key), snapshot=body)
    fill(store, "four", 2, name="Deleted")
    store.delete("four", at=minute(99))
    store.close()
    return tmp_path / "sessions.db"


def edit(path: Path, old: bytes, new: bytes) -> None:
    assert len(old) == len(new)
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new))


def test_a_sound_file_is_rescued_whole(path: Path, tmp_path: Path) -> None:
    store = open_store(tmp_path)
    before = [(store.load(info.id), store.transcript(info.id)) for info in store.sessions()]
    gone = store.sessions(deleted=True)
    store.close()
    content = path.read_bytes()
    report = rescue(tmp_path, at=START)
    assert report.kept.name == "sessions-damaged-20261102T090000Z.db"
    assert report.kept.read_bytes() == content
    assert {session.id: (session.turns, session.lost, session.unplaced) for session in report.sessions} == {
        "one": (40, (), ()),
        "two": (40, (), ()),
        "three": (40, (), ()),
        "four": (2, (), ()),
    }
    after = open_store(tmp_path)
    assert [(after.load(info.id), after.transcript(info.id)) for info in after.sessions()] == before
    assert after.sessions(deleted=True) == gone
    assert after.check() == []
    after.append("one", turn(41))
    after.close()
    assert rescue(tmp_path, at=START).kept.name == "sessions-damaged-20261102T090000Z-2.db"


def test_what_only_the_log_holds_is_rescued_too(tmp_path: Path) -> None:
    store = open_store(tmp_path / "live")
    fill(store, "s1", 5)
    copy = tmp_path / "copy"
    copy.mkdir()
    for name in ("sessions.db", "sessions.db-wal"):
        (copy / name).write_bytes((tmp_path / "live" / name).read_bytes())
    log = (copy / "sessions.db-wal").read_bytes()
    store.close()
    report = rescue(copy, at=START)
    assert [session.turns for session in report.sessions] == [5]
    assert Path(f"{report.kept}-wal").read_bytes() == log
    after = open_store(copy)
    assert after.load("s1").turns == tuple(turn(number) for number in range(1, 6))
    after.close()


def test_a_flipped_letter_is_noticed(path: Path, tmp_path: Path) -> None:
    edit(path, b'["two",35]', b'["twO",35]')
    store = open_store(tmp_path)
    assert store.load("one").info.turns == 40
    assert store.load("two").snapshot_turn == 40, "the snapshot is newer than the damage"
    with pytest.raises(Corrupt, match="session two, turn 35"):
        store.transcript("two")
    assert store.check() == ["session two, turn 35: checksum differs"]
    store.close()


def test_a_damaged_snapshot_is_passed_over_for_the_one_before(path: Path, tmp_path: Path) -> None:
    edit(path, b'"two 40 sss', b'"two 40 sXs')
    store = open_store(tmp_path)
    loaded = store.load("two")
    assert (loaded.snapshot_turn, [record.number for record in loaded.turns]) == (30, list(range(31, 41)))
    assert store.check() == ["session two, snapshot after turn 40: checksum differs"]
    store.close()


def test_turns_before_a_sound_snapshot_are_lost_from_the_transcript_alone(path: Path, tmp_path: Path) -> None:
    edit(path, b'["two",35]', b'["twO",35]')
    report = rescue(tmp_path, at=START)
    two = next(session for session in report.sessions if session.id == "two")
    assert (two.turns, two.lost, two.unplaced, report.unplaced_file) == (40, (35,), (), None)
    store = open_store(tmp_path)
    assert store.load("two").snapshot_turn == 40
    assert [record.number for record in store.transcript("two", after=33)] == [34, 36, 37, 38, 39, 40]
    store.append("two", turn(41))
    store.close()


def test_turns_that_cannot_be_applied_are_handed_over(path: Path, tmp_path: Path) -> None:
    for old, new in ((b'["two",35]', b'["twO",35]'), (b'"two 40 sss', b'"two 40 sXs')):
        edit(path, old, new)
    report = rescue(tmp_path, at=START)
    two = next(session for session in report.sessions if session.id == "two")
    assert (two.turns, two.lost) == (34, (35,))
    assert two.unplaced == tuple(big(number, "two") for number in range(36, 41))
    assert report.unplaced_file is not None
    lines = [json.loads(line) for line in report.unplaced_file.read_text(encoding="utf-8").splitlines()]
    assert [(line["session"], line["number"]) for line in lines] == [
        ("two", number) for number in range(36, 41)
    ]
    assert lines[0]["event"] == big(36, "two").event
    store = open_store(tmp_path)
    assert [record.number for record in store.load("two").turns] == [31, 32, 33, 34]
    assert store.check() == []
    store.close()


def noise(share: float) -> Damage:
    def damage(content: bytes) -> bytes:
        start = int(len(content) * share) // 4096 * 4096
        return content[:start] + random.Random(7).randbytes(12_288) + content[start + 12_288 :]

    return damage


def cut(share: float) -> Damage:
    return lambda content: content[: int(len(content) * share)]


@pytest.mark.parametrize(
    ("damage", "at_least"),
    [
        (noise(0), 100),
        (noise(0.3), 100),
        (noise(0.6), 100),
        (noise(0.9), 100),
        (cut(0.95), 100),
        (cut(0.5), 40),
        (cut(0.501), 40),
    ],
)
def test_damage_costs_what_it_hit_and_no_more(
    path: Path, tmp_path: Path, damage: Damage, at_least: int
) -> None:
    damaged = damage(path.read_bytes())
    path.write_bytes(damaged)
    assert_noticed(tmp_path)
    report = rescue(tmp_path, at=START)
    assert report.kept.read_bytes() == damaged
    store = open_store(tmp_path)
    saved = 0
    for session in report.sessions:
        records = store.transcript(session.id)
        expected = turn if session.id == "four" else lambda number, key=session.id: big(number, key)
        assert [*records, *session.unplaced] == [expected(r.number) for r in (*records, *session.unplaced)]
        assert store.load(session.id).info.turns == session.turns
        saved += len(records) + len(session.unplaced)
    store.close()
    assert saved >= at_least
    with sqlite3.connect(path) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    db.close()


def assert_noticed(folder: Path) -> None:
    """Either the file does not open or the check has something to say; never silence."""
    try:
        store: SqliteStore = open_store(folder)
    except Corrupt:
        return
    try:
        assert store.check()
    except Corrupt:
        return
    finally:
        store.close()


def test_of_no_database_nothing_is_saved_but_the_file_itself(tmp_path: Path) -> None:
    (tmp_path / "sessions.db").write_bytes(b"not a database at all" * 500)
    report = rescue(tmp_path, at=START)
    assert report.sessions == ()
    assert report.kept.read_bytes() == b"not a database at all" * 500
    store = open_store(tmp_path)
    assert store.sessions() == []
    store.close()


def test_turns_of_a_lost_session_row_come_back_under_its_id(path: Path, tmp_path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("DELETE FROM session WHERE id = 'two'")  # foreign keys are off here: turns stay
    db.close()
    report = rescue(tmp_path, at=START)
    two = next(session for session in report.sessions if session.id == "two")
    assert (two.name, two.turns) == ("two", 40)
    left = {file.name for pattern in ("sessions*", "rescue*") for file in tmp_path.glob(pattern)}
    assert left == {"sessions.db", report.kept.name}


def test_a_lost_first_page_loses_nothing_else(path: Path, tmp_path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(bytes(4096) + content[4096:])
    with pytest.raises(Corrupt):
        open_store(tmp_path)
    report = rescue(tmp_path, at=START)
    assert report.kept.read_bytes() == bytes(4096) + content[4096:]
    assert [(session.name, session.turns, session.lost) for session in report.sessions] == [
        ("Plan one", 40, ()),
        ("Plan two", 40, ()),
        ("Plan three", 40, ()),
        ("Deleted", 2, ()),
    ]
    store = open_store(tmp_path)
    assert store.transcript("two") == [big(number, "two") for number in range(1, 41)]
    assert store.check() == []
    store.close()


def test_a_window_that_writes_during_a_rescue_stops_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy = open_store(tmp_path)
    fill(busy, "s1", 1)

    def meanwhile(kept: Path) -> dict[str, Found]:
        busy.append("s1", turn(busy.load("s1").info.turns + 1))
        return salvage(kept)

    monkeypatch.setattr("assistant.sessions.recovery.salvage", meanwhile)
    with pytest.raises(Locked):
        rescue(tmp_path, at=START)
    assert busy.load("s1").turns == (turn(1), turn(2))
    assert busy.check() == []
    busy.close()


def test_there_must_be_a_file_to_rescue(tmp_path: Path) -> None:
    with pytest.raises(FolderMissing):
        rescue(tmp_path, at=START)
