"""A disk that will not do: each case has its own word, and what was saved stays saved."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from sessions_samples import ROOT, START, fill, program, turn

from assistant.sessions import (
    Corrupt,
    DiskFull,
    FileGone,
    FolderMissing,
    Locked,
    NewerDatabase,
    SqliteStore,
    StoreError,
    StoreUnavailable,
    open_store,
)
from assistant.sessions import errors as errors_module
from assistant.sessions import schema as schema_module


def test_folder_and_files_are_private(disk: SqliteStore, tmp_path: Path) -> None:
    fill(disk, "s1", 1)
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
    files = list((tmp_path / "data").iterdir())
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert {file.name for file in files} == {"sessions.db", "sessions.db-wal", "sessions.db-shm"}


def test_an_open_folder_is_closed_to_others_or_reported(disk: SqliteStore, tmp_path: Path) -> None:
    (tmp_path / "data").chmod(0o755)
    assert [line.split(":")[0] for line in disk.check()] == [str(tmp_path / "data")]
    open_store(tmp_path / "data").close()
    assert disk.check() == []


def test_every_commit_is_synced(disk: SqliteStore) -> None:
    with disk._writer.plain() as db:
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert db.execute("PRAGMA synchronous").fetchone() == (2,)
        assert db.execute("PRAGMA foreign_keys").fetchone() == (1,)


def test_a_missing_folder_is_made_with_its_parents(tmp_path: Path) -> None:
    open_store(tmp_path / "a" / "b").close()
    assert (tmp_path / "a" / "b" / "sessions.db").is_file()


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(FolderMissing) as missing:
            open_store(folder)
        assert missing.value.params == {"path": str(folder / "sessions.db")}
    assert (tmp_path / "file").read_text() == "not a folder"


READ_ONLY = """
import os
from pathlib import Path
from assistant.sessions import StoreUnavailable, open_store
folder = Path(sys.argv[1])
if os.geteuid() == 0:
    os.setegid(65534)
    os.seteuid(65534)  # rights mean nothing to root, so be somebody else
print(sorted(os.listdir(folder)))
try:
    open_store(folder)
    print("written")
except StoreUnavailable as error:
    print(error.code)
"""


@pytest.fixture
def reachable() -> Iterator[Path]:
    """A folder that everybody can reach, which tmp_path is not."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.mark.parametrize("files", [[], ["sessions.db"]])
def test_a_read_only_folder(reachable: Path, files: list[str]) -> None:
    folder = reachable / "data"
    folder.mkdir()
    if files:
        store = open_store(folder)
        fill(store, "s1", 1)
        store.close()
        (folder / "sessions.db").chmod(0o444)
    folder.chmod(0o555)
    done = subprocess.run(program(READ_ONLY, folder), capture_output=True, text=True, timeout=30)
    folder.chmod(0o700)
    for file in folder.iterdir():
        file.chmod(0o600)
    assert (done.stdout.splitlines(), done.stderr) == ([str(files), "read_only"], "")
    again = open_store(folder)
    assert [info.turns for info in again.sessions()] == [1] * len(files)
    again.close()


def test_a_full_disk_by_sqlites_own_limit(disk: SqliteStore) -> None:
    fill(disk, "s1", 3)
    before = disk.load("s1")
    with disk._writer.plain() as db:
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        db.execute(f"PRAGMA max_page_count = {pages + 2}").fetchall()
    with pytest.raises(DiskFull):
        disk.append("s1", turn(4), snapshot="x" * 100_000)
    assert disk.load("s1") == before
    assert disk.check() == []
    with disk._writer.plain() as db:
        db.execute("PRAGMA max_page_count = 1000000").fetchall()
    disk.append("s1", turn(4), snapshot="x" * 100_000)
    assert disk.load("s1").info.turns == 4


SMALL_DISK = """
import os
from datetime import datetime, timezone
from pathlib import Path
from assistant.sessions import StoreUnavailable, TurnRecord, open_store
if sys.argv[2] == "quota":
    import resource
    resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))
at, number = datetime(2026, 11, 2, tzinfo=timezone.utc), 0
store = open_store(Path(sys.argv[1]))
store.create("s1", "A", at=at)
try:
    while number < 1000:
        store.append("s1", TurnRecord(number + 1, at, "x" * 5000, "[]", "[]"))
        number += 1
except StoreUnavailable as error:
    print(error.code, 10 < number < 1000, [turn.number for turn in store.transcript("s1")] == list(range(1, number + 1)))
print(store.check())
"""


def _can_mount() -> bool:
    if sys.platform != "linux" or shutil.which("unshare") is None:
        return False
    return subprocess.run(["unshare", "-Urm", "true"], capture_output=True).returncode == 0


@pytest.mark.skipif(not _can_mount(), reason="no right to mount a small disk here")
def test_a_disk_that_is_really_full(tmp_path: Path) -> None:
    mount = 'mount -t tmpfs -o size=1m small "$0" && exec "$@"'
    command = [
        "unshare",
        "-Urm",
        "sh",
        "-c",
        mount,
        str(tmp_path),
        *program(SMALL_DISK, tmp_path / "data", "tmpfs"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (done.stdout.splitlines(), done.stderr) == (["disk_full True True", "[]"], "")


@pytest.mark.skipif("sys.platform == 'win32'")
def test_a_quota_that_is_used_up(tmp_path: Path) -> None:
    done = subprocess.run(
        program(SMALL_DISK, tmp_path / "data", "quota"), capture_output=True, text=True, timeout=60
    )
    assert (done.stdout.splitlines(), done.stderr) == (["device_error True True", "[]"], "")


HOLDER = """
import sqlite3
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.readline()
"""


def test_a_file_held_by_another_program(disk: SqliteStore, tmp_path: Path) -> None:
    fill(disk, "s1", 1)
    path = tmp_path / "data" / "sessions.db"
    with subprocess.Popen(
        program(HOLDER, path), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(Locked):
            disk.append("s1", turn(2))
        with pytest.raises(Locked):
            open_store(path.parent, busy_timeout=0.05)
        assert disk.load("s1").turns == (turn(1),), "reading goes on while another writes"
        holder.communicate("\n")
    disk.append("s1", turn(2))
    assert disk.load("s1").info.turns == 2


def test_a_file_taken_away_is_noticed_before_anything_is_written_into_nothing(
    disk: SqliteStore, tmp_path: Path
) -> None:
    fill(disk, "s1", 1)
    shutil.move(tmp_path / "data", tmp_path / "elsewhere")
    for call in (lambda: disk.append("s1", turn(2)), disk.sessions):
        with pytest.raises(FileGone):
            call()
    open_store(tmp_path / "data").close()
    with pytest.raises(FileGone):
        disk.append("s1", turn(2))


def test_a_newer_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    open_store(tmp_path).close()
    with sqlite3.connect(tmp_path / "sessions.db") as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    before = (tmp_path / "sessions.db").read_bytes()
    with pytest.raises(NewerDatabase) as newer:
        open_store(tmp_path)
    assert newer.value.params == {"path": str(tmp_path / "sessions.db"), "found": 99, "known": 1}
    assert (tmp_path / "sessions.db").read_bytes() == before


def test_an_older_database_is_brought_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = open_store(tmp_path)
    fill(old, "s1", 2)
    old.close()
    newer = (*schema_module.MIGRATIONS, ("ALTER TABLE session ADD COLUMN owner TEXT",))
    monkeypatch.setattr(schema_module, "MIGRATIONS", newer)
    migrated = open_store(tmp_path)
    assert migrated.load("s1").turns == (turn(1), turn(2))
    migrated.close()
    with sqlite3.connect(tmp_path / "sessions.db") as db:
        assert db.execute("PRAGMA user_version").fetchone() == (2,)
        assert db.execute("SELECT owner FROM session").fetchall() == [(None,)]
    db.close()


def test_a_failing_migration_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_store(tmp_path).close()
    broken = (*schema_module.MIGRATIONS, ("CREATE TABLE extra (x)", "DROP TABLE not_there"))
    with monkeypatch.context() as patch:
        patch.setattr(schema_module, "MIGRATIONS", broken)
        with pytest.raises(Corrupt):
            open_store(tmp_path)
    store = open_store(tmp_path)
    assert store.check() == []
    store.close()
    with sqlite3.connect(tmp_path / "sessions.db") as db:
        assert db.execute("SELECT count(*) FROM sqlite_master WHERE name = 'extra'").fetchone() == (0,)
    db.close()


@pytest.mark.parametrize("content", [b"This is a letter, not a database.\n" * 99, os.urandom(8192)])
def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "sessions.db").write_bytes(content)
    with pytest.raises(Corrupt):
        open_store(tmp_path)
    assert (tmp_path / "sessions.db").read_bytes() == content


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "sessions.db") as db:
        db.execute("CREATE TABLE bookmarks (url)")
    db.close()
    with pytest.raises(Corrupt, match="another program"):
        open_store(tmp_path)
    with sqlite3.connect(tmp_path / "sessions.db") as db:
        assert db.execute("SELECT name FROM sqlite_master").fetchall() == [("bookmarks",)]
    db.close()


def test_an_empty_file_is_a_new_beginning(tmp_path: Path) -> None:
    (tmp_path / "sessions.db").touch()
    store = open_store(tmp_path)
    store.create("s1", "A", at=START)
    assert store.check() == []
    store.close()


def _codes(kind: type[StoreError]) -> set[str]:
    """Codes of the kinds that are raised, which are the leaves of the tree."""
    leaves = kind.__subclasses__()
    return set().union(*map(_codes, leaves)) if leaves else {kind.code}


def test_every_code_has_its_words() -> None:
    words = yaml.safe_load((ROOT / "prompts" / "messages" / "storage.yaml").read_text(encoding="utf-8"))
    codes = _codes(errors_module.StoreError) - {StoreError.code, StoreUnavailable.code}
    codes |= {"unknown_session", "unknown_session_near"}
    assert set(words) == {f"error.storage.{code}" for code in codes}
