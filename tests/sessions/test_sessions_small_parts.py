"""Corners of the storage that no disk shows on demand."""

from __future__ import annotations

import errno
import os
import sqlite3
import subprocess
from pathlib import Path

import pytest
from sessions_samples import START, fill, program, turn

from assistant.sessions import (
    Corrupt,
    DeviceError,
    DiskFull,
    FolderMissing,
    ReadOnly,
    SqliteStore,
    StoreUnavailable,
    connection,
)


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.ENOSPC, DiskFull),
        (errno.EDQUOT, DiskFull),
        (errno.EROFS, ReadOnly),
        (errno.EACCES, ReadOnly),
        (errno.ENOTDIR, FolderMissing),
        (errno.EIO, DeviceError),
    ],
)
def test_the_systems_errors_in_our_words(tmp_path: Path, number: int, kind: type[StoreUnavailable]) -> None:
    with pytest.raises(kind) as told, connection.in_our_words(tmp_path / "x"):
        raise OSError(number, os.strerror(number))
    assert told.value.path == tmp_path / "x"


def test_a_mistake_of_ours_stays_visible(disk: SqliteStore) -> None:
    with pytest.raises(sqlite3.OperationalError, match="syntax"), disk._reader.plain() as db:
        db.execute("SELEC 1")
    assert disk.sessions() == []


def test_a_transaction_that_fails_midway_leaves_nothing(disk: SqliteStore) -> None:
    fill(disk, "s1", 2)

    def half_done() -> None:
        with disk._writer.transaction() as db:
            db.execute("DELETE FROM turn")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half_done()
    assert disk.load("s1").turns == (turn(1), turn(2))


@pytest.mark.parametrize(
    ("damage", "detail"),
    [
        ("UPDATE session SET created_at = 'soon'", "a time"),
        ("UPDATE session SET turns = 3", "missing"),
        ("DELETE FROM turn WHERE number = 1", "missing"),
        ("UPDATE turn SET event = CAST(x'ff' AS TEXT)", "UTF-8"),
        ("DROP TABLE snapshot", "a table is missing"),
    ],
)
def test_damage_inside_sound_pages_is_noticed_on_load(disk: SqliteStore, damage: str, detail: str) -> None:
    fill(disk, "s1", 2)
    with disk._writer.transaction() as db:
        db.execute(damage)
    with pytest.raises(Corrupt, match=detail):
        disk.load("s1")


@pytest.mark.parametrize(
    ("damage", "line"),
    [
        ("UPDATE session SET turns = 3", "session s1: 3 turns counted, 2 stored, the last is 2"),
        ("UPDATE turn SET event = CAST(x'ff' AS TEXT)", "database: Could not decode to UTF-8"),
        ("UPDATE snapshot SET body = 'x'", "session s1, snapshot after turn 2: checksum differs"),
        ("UPDATE turn SET at = 'x' WHERE number = 2", "session s1, turn 2: checksum differs"),
    ],
)
def test_the_check_says_what_it_is(disk: SqliteStore, damage: str, line: str) -> None:
    fill(disk, "s1", 2, snapshots=2)
    with disk._writer.transaction() as db:
        db.execute(damage)
    assert [found[: len(line)] for found in disk.check()] == [line]


def test_orphans_are_found(disk: SqliteStore, tmp_path: Path) -> None:
    fill(disk, "s1", 1)
    with sqlite3.connect(tmp_path / "data" / "sessions.db") as db:
        db.execute("DELETE FROM session")
    db.close()
    assert disk.check() == ["turn 1: its session is missing"]


def test_lists_do_not_wait_for_a_turn_being_written(disk: SqliteStore) -> None:
    disk.create("s1", "A", at=START)
    with disk._writer.transaction():
        assert [info.id for info in disk.sessions()] == ["s1"]


def test_storage_loads_nothing_heavy() -> None:
    """A bare interpreter, so that only what storage itself asks for is there."""
    source = (
        "import assistant.sessions, assistant.locations\n"
        "heavy = {'platformdirs', 'pydantic', 'yaml', 'difflib', 'asyncio', 'logging', 'email'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(program(source), capture_output=True, text=True, check=True, timeout=30)
    assert done.stdout.strip() == "[]"
