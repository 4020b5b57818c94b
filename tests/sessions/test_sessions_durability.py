"""An acknowledged turn outlives a killed process, a fork, and a second window on the same session.

`kill -9` proves what the operating system keeps when a process dies at any instruction. A power cut is
another matter: for that the store syncs each commit to disk, which no test in user space can prove.
"""

from __future__ import annotations

import os
import random
import select
import sqlite3
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from sessions_samples import START, fill, program, turn

from assistant.sessions import SqliteStore, open_store

KILLS = 200
FOLDERS = 10
SEED = 20261121

WRITER = """
import os
from datetime import datetime, timezone
from pathlib import Path
from assistant.sessions.sqlite import open_store
from assistant.sessions.store import TurnRecord
from assistant.sessions.errors import UnknownSession

folder, session, size = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
at = datetime(2026, 11, 2, tzinfo=timezone.utc)
store = open_store(folder, busy_timeout=30)
try:
    number = store.load(session).info.turns
except UnknownSession:
    number = store.create(session, session, at=at).turns
while True:
    number += 1
    body = f"{session}:{number}:" + "x" * (size * (number % 4))
    snapshot = f"snapshot {number} " + "y" * 50_000 if number % 5 == 0 else None
    store.append(session, TurnRecord(number, at, body, "[]", body), snapshot=snapshot)
    os.write(1, b"%d\\n" % number)
"""


@dataclass(frozen=True)
class Life:
    """One process: where it writes, what, and how long it may."""

    folder: Path
    session: str
    size: int
    from_start: bool
    seconds: float


def live_and_die(life: Life) -> list[int]:
    """Run one writer until its moment comes, kill it, and return the turns it had acknowledged."""
    child = subprocess.Popen(program(WRITER, life.folder, life.session, life.size), stdout=subprocess.PIPE)
    assert child.stdout is not None
    pipe, heard = child.stdout.fileno(), b""
    with child:
        if not life.from_start:
            heard = os.read(pipe, 65536)
        end = time.monotonic() + life.seconds
        while (left := end - time.monotonic()) > 0 and select.select([pipe], [], [], left)[0]:
            more = os.read(pipe, 65536)
            assert more, "the writer stopped by itself"
            heard += more
        child.kill()
        heard += child.stdout.read()
    assert child.returncode == -9
    return [int(line) for line in heard.splitlines(keepends=True) if line.endswith(b"\n")]


def lives(root: Path, chance: random.Random) -> list[list[Life]]:
    """Return pairs to run at once: on one folder, each in its own session; every fifth dies while starting."""
    return [
        [
            Life(
                folder=root / f"folder-{index % FOLDERS}",
                session=f"session-{side}",
                size=chance.choice([10, 1000, 5000]),
                from_start=(early := chance.random() < 0.2),
                seconds=chance.uniform(0, 0.15 if early else 0.04),
            )
            for side in "ab"
        ]
        for index in range(KILLS // 2)
    ]


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_two_hundred_kills_lose_no_acknowledged_turn(tmp_path: Path) -> None:
    print(f"seed {SEED}")
    acknowledged: dict[tuple[Path, str], list[int]] = {}
    killed = 0
    with ThreadPoolExecutor(2) as pool:
        for pair in lives(tmp_path, random.Random(SEED)):
            for life, numbers in zip(pair, pool.map(live_and_die, pair), strict=True):
                killed += 1
                acknowledged.setdefault((life.folder, life.session), []).extend(numbers)
    assert killed == KILLS
    assert sum(map(len, acknowledged.values())) > KILLS
    for (folder, session), numbers in acknowledged.items():
        assert_all_there(folder, session, numbers)


def assert_all_there(folder: Path, session: str, numbers: list[int]) -> None:
    store = open_store(folder)
    assert store.check() == []
    if numbers:
        kept = {record.number: record for record in store.transcript(session)}
        assert set(numbers) <= set(kept)
        assert all(record.event.startswith(f"{session}:{number}:") for number, record in kept.items())
        loaded = store.load(session)
        assert loaded.snapshot_turn == len(kept) // 5 * 5
        assert len(loaded.turns) == len(kept) % 5
    store.close()
    with sqlite3.connect(folder / "sessions.db") as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    db.close()


RIVAL = """
import os
from datetime import datetime, timezone
from pathlib import Path
from assistant.sessions import Conflict, TurnRecord, open_store

me, at = sys.argv[2], datetime(2026, 11, 2, tzinfo=timezone.utc)
store = open_store(Path(sys.argv[1]), busy_timeout=30)
os.write(1, b"ready\\n")
sys.stdin.readline()
conflicts, number = 0, 1
for piece in range(50):
    while True:
        try:
            store.append("s1", TurnRecord(number, at, f"{me}-{piece}", "[]", "[]"))
            break
        except Conflict as conflict:
            conflicts, number = conflicts + 1, conflict.expected
    number += 1
print(conflicts)
"""


def test_of_two_windows_the_second_is_told_and_nothing_is_lost(disk: SqliteStore, tmp_path: Path) -> None:
    disk.create("s1", "Shared", at=START)
    rivals = [
        subprocess.Popen(
            program(RIVAL, tmp_path / "data", name), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for name in "ab"
    ]
    for rival in rivals:
        assert rival.stdout is not None
        assert rival.stdout.readline() == "ready\n"
    for rival in rivals:
        assert rival.stdin is not None
        rival.stdin.write("go\n")
        rival.stdin.flush()
    told = [int(rival.communicate()[0]) for rival in rivals]
    events = [record.event for record in disk.transcript("s1")]
    assert len(events) == 100
    for name in "ab":
        assert [event for event in events if event[0] == name] == [f"{name}-{piece}" for piece in range(50)]
    assert sum(told) >= 1
    assert disk.check() == []


def test_eight_first_starts_at_once_make_one_database(tmp_path: Path) -> None:
    source = """
from pathlib import Path
from datetime import datetime, timezone
from assistant.sessions import open_store
store = open_store(Path(sys.argv[1]), busy_timeout=30)
print(store.create(sys.argv[2], "Plan", at=datetime(2026, 11, 2, tzinfo=timezone.utc)).name)
"""
    starts = [
        subprocess.Popen(program(source, tmp_path / "new", f"s{number}"), stdout=subprocess.PIPE, text=True)
        for number in range(8)
    ]
    names = sorted(start.communicate()[0].strip() for start in starts)
    assert names == ["Plan", *(f"Plan ({number})" for number in range(2, 9))]


FORKER = """
import os
from datetime import datetime, timezone
from pathlib import Path
from assistant.sessions import Conflict, TurnRecord, open_store

at = datetime(2026, 11, 2, tzinfo=timezone.utc)
store = open_store(Path(sys.argv[1]))
store.append("s1", TurnRecord(1, at, "before", "[]", "[]"))
store.load("s1")
child = os.fork()
if child == 0:
    store.append("s1", TurnRecord(2, at, "child", "[]", "[]"))
    os._exit(0)
assert os.waitpid(child, 0)[1] == 0
try:
    store.append("s1", TurnRecord(2, at, "parent", "[]", "[]"))
except Conflict as conflict:
    store.append("s1", TurnRecord(conflict.expected, at, "parent", "[]", "[]"))
print([turn.event for turn in store.transcript("s1")], store.check())
"""


def test_a_forked_process_and_its_parent_both_go_on(disk: SqliteStore, tmp_path: Path) -> None:
    disk.create("s1", "A", at=START)
    done = subprocess.run(
        program(FORKER, tmp_path / "data"), capture_output=True, text=True, check=True, timeout=30
    )
    assert done.stdout.strip() == "['before', 'child', 'parent'] []"


def test_a_reopened_store_has_it_all(tmp_path: Path) -> None:
    first = open_store(tmp_path)
    fill(first, "s1", 12, snapshots=5)
    before = first.load("s1")
    first.close()
    second = open_store(tmp_path)
    assert second.load("s1") == before
    second.append("s1", turn(13))
    second.close()


def test_what_is_purged_cannot_be_found_in_the_files(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.create("s1", "A", at=START)
    store.append("s1", turn(1, "confidential" * 900), snapshot="confidential" * 9000)
    assert any(b"confidential" in file.read_bytes() for file in tmp_path.glob("sessions.db*"))
    store.delete("s1", at=START)
    store.purge("s1")
    store.close()
    assert not any(b"confidential" in file.read_bytes() for file in tmp_path.glob("sessions.db*"))
