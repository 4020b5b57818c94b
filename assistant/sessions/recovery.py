"""Rescue: everything readable of a damaged file goes into a new one; the damaged one is kept unchanged."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from .connection import in_our_words
from .errors import FolderMissing, Locked
from .names import tidy, unique
from .salvage import Found, salvage
from .sqlite import FILE_NAME, KEPT_SNAPSHOTS, open_store
from .store import TurnRecord
from .values import checksum, stamp

_LOGS = ("-wal", "-shm")


@dataclass(frozen=True, slots=True)
class RescuedSession:
    """What became of one session."""

    id: str
    name: str
    turns: int
    """It opens as it was after this turn."""
    lost: tuple[int, ...]
    """Turns known to have been stored that nobody can read any more."""
    unplaced: tuple[TurnRecord, ...]
    """Readable turns after a lost one: they cannot be applied, but their events can be given again."""


@dataclass(frozen=True, slots=True)
class RescueReport:
    """What `rescue` did."""

    kept: Path
    """The damaged file, byte for byte, under its new name (with its log beside it, if there was one)."""
    sessions: tuple[RescuedSession, ...]
    """Empty when nothing could be read."""
    unplaced_file: Path | None
    """All unplaced turns as JSON lines (session, number, at, event, replies, delta), if there are any."""


def rescue(folder: Path, *, at: datetime) -> RescueReport:
    """Copy the sessions file of `folder` aside, and put a new one in its place with all that is readable.

    Close every store on the folder first. `at` goes into the name of what is kept. Until the last step,
    which is atomic, the old file stays in its place. Raises FolderMissing if there is no file, Locked if
    another window writes meanwhile, and any other StoreUnavailable, with nothing changed but the copy.
    """
    path = folder / FILE_NAME
    with in_our_words(path):
        if not path.is_file():
            raise FolderMissing(path)
        before = _fingerprint(path)
        kept = _keep(path, at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ"))
        with tempfile.TemporaryDirectory(dir=folder, prefix="rescue-") as name:
            scratch = Path(name)
            found = _salvaged(kept, scratch)
            outcome = tuple(_judged(item, title) for item, title in _named(found.values()))
            unplaced_file = _write_unplaced(kept, outcome)
            _fill(scratch, found, outcome, stamp(at))
            if _fingerprint(path) != before:
                raise Locked(path)  # another window wrote meanwhile; that must not be lost
            for tail in _LOGS:  # a log left behind would be replayed into the new file
                Path(f"{path}{tail}").unlink(missing_ok=True)
            (scratch / FILE_NAME).replace(path)
    return RescueReport(kept, outcome, unplaced_file)


def _fingerprint(path: Path) -> list[tuple[int, int]]:
    """Return size and time of the file and its log, which change with every turn anybody writes."""
    places = (path, Path(f"{path}-wal"))
    return [(place.stat().st_size, place.stat().st_mtime_ns) for place in places if place.exists()]


def _keep(path: Path, when: str) -> Path:
    """Copy file and log to a name that is free; the log first, since a file without its log is older."""
    number = 1
    kept = path.with_name(f"sessions-damaged-{when}.db")
    while kept.exists():
        number += 1
        kept = path.with_name(f"sessions-damaged-{when}-{number}.db")
    log = Path(f"{path}-wal")
    if log.exists():
        _copy(log, Path(f"{kept}-wal"))
    _copy(path, kept)
    return kept


def _salvaged(kept: Path, scratch: Path) -> dict[str, Found]:
    """Read the kept file; if its first page, which says where the tables are, is gone, borrow a fresh one."""
    found = salvage(kept)
    Path(f"{kept}-shm").unlink(missing_ok=True)  # made by reading
    log = Path(f"{kept}-wal")
    if log.exists() and not log.stat().st_size:
        log.unlink()
    return found or salvage(_with_new_head(kept, scratch))


def _with_new_head(kept: Path, scratch: Path) -> Path:
    """Return a copy whose first page is that of a new database: ours all begin with the same tables.

    Where that is not so, rows do not fit their checksums and nothing is found. The page's own count of
    pages is set to the file's, and its list of free pages emptied (bytes 28 to 40 of the file format).
    """
    model = scratch / "head"
    open_store(model).close()
    head = (model / FILE_NAME).read_bytes()
    size = int.from_bytes(head[16:18], "big")
    pages = max(kept.stat().st_size // size, 1)
    copy = scratch / "headed.db"
    _copy(kept, copy)
    with copy.open("r+b") as stream:
        stream.write(head[:28] + pages.to_bytes(4, "big") + bytes(8) + head[40:size])
    return copy


def _copy(source: Path, target: Path) -> None:
    with source.open("rb") as old, _new_private(target) as new:
        shutil.copyfileobj(old, new)
        new.flush()
        os.fsync(new.fileno())


def _new_private(target: Path) -> BinaryIO:
    return os.fdopen(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb")


def _named(found: Iterable[Found]) -> list[tuple[Found, str]]:
    taken: list[str] = []
    result = []
    for item in found:
        name = tidy(item.row[0] if item.row else item.id, fallback=item.id)
        if not (item.row and item.row[5]):  # deleted sessions may share a name
            name = unique(name, taken)
            taken.append(name)
        result.append((item, name))
    return result


def _judged(item: Found, name: str) -> RescuedSession:
    end = item.reach()[1]
    lost = tuple(number for number in range(1, item.last() + 1) if number not in item.turns)
    unplaced = tuple(item.turns[n] for n in sorted(item.turns) if n > end)
    return RescuedSession(item.id, name, end, lost, unplaced)


def _write_unplaced(kept: Path, outcome: Iterable[RescuedSession]) -> Path | None:
    lines = [
        json.dumps(
            {
                "session": session.id,
                "number": turn.number,
                "at": stamp(turn.at),
                "event": turn.event,
                "replies": turn.replies,
                "delta": turn.delta,
            },
            ensure_ascii=False,
        )
        for session in outcome
        for turn in session.unplaced
    ]
    if not lines:
        return None
    target = kept.with_suffix(".unplaced.jsonl")
    with _new_private(target) as stream:
        stream.write("".join(f"{line}\n" for line in lines).encode())
    return target


def _fill(scratch: Path, found: dict[str, Found], outcome: Iterable[RescuedSession], at: str) -> None:
    """Make the new database, whole and closed, in a folder of its own."""
    open_store(scratch).close()
    db = sqlite3.connect(scratch / FILE_NAME, isolation_level=None)
    try:
        db.execute("PRAGMA synchronous=FULL")
        db.execute("BEGIN IMMEDIATE")
        for session in outcome:
            _insert(db, found[session.id], session, at)
        db.execute("COMMIT")
    finally:
        db.close()


def _insert(db: sqlite3.Connection, item: Found, session: RescuedSession, at: str) -> None:
    _, created, updated, _, summary, deleted = item.row or (session.name, at, at, 0, "{}", None)
    db.execute(
        "INSERT INTO session (id, name, created_at, updated_at, turns, summary, deleted_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (session.id, session.name, created, updated, session.turns, summary, deleted),
    )
    for number in sorted(n for n in item.turns if n <= session.turns):
        turn = item.turns[number]
        fields = (number, stamp(turn.at), turn.event, turn.replies, turn.delta)
        db.execute(
            "INSERT INTO turn (session_id, number, at, event, replies, delta, crc) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (session.id, *fields, checksum(*fields)),
        )
    for turn_number in sorted(n for n in item.snapshots if n <= session.turns)[-KEPT_SNAPSHOTS:]:
        body = item.snapshots[turn_number]
        db.execute(
            "INSERT INTO snapshot (session_id, turn, body, crc) VALUES (?, ?, ?, ?)",
            (session.id, turn_number, body, checksum(turn_number, body)),
        )
