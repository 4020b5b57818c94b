"""Reading what can still be read of a damaged database, row by row, and judging how far it carries."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .store import TurnRecord
from .values import checksum, unstamp

_MISSES = 20_000
"""Keys in a row without a readable row after which a table is taken to have ended."""


@dataclass(slots=True)
class Found:
    """The readable rest of one session; `row` is None when only its turns were found."""

    id: str
    row: tuple[str, str, str, int, str, str | None] | None = None
    turns: dict[int, TurnRecord] = field(default_factory=dict)
    snapshots: dict[int, str] = field(default_factory=dict)

    def last(self) -> int:
        """Return the number of the last turn that is known to have been stored."""
        return max([self.row[3] if self.row else 0, *self.turns, *self.snapshots])

    def reach(self) -> tuple[int, int]:
        """Return (base, end): the snapshot (0: none) from which unbroken turns lead furthest, and how far.

        Of equal ones the latest base, as `load` would choose it.
        """
        best = (0, 0)
        for base in sorted([0, *self.snapshots]):
            end = base
            while end + 1 in self.turns:
                end += 1
            if end >= best[1]:
                best = (base, end)
        return best


def salvage(path: Path) -> dict[str, Found]:
    """Return every readable session by id. The file is only read; one that is no database gives nothing."""
    found: dict[str, Found] = {}
    # mode=ro reads the log beside the file as well, yet never folds it into the file.
    db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
    try:
        db.text_factory = bytes  # so that one bad letter does not end a whole scan
        db.execute("PRAGMA writable_schema=ON")  # opens a file that was cut short
        db.execute("SELECT count(*) FROM sqlite_master").fetchone()
        _sessions(db, found)
        _turns(db, found)
        _snapshots(db, found)
    except sqlite3.DatabaseError:
        return found  # not even the list of tables can be read
    finally:
        db.close()
    return found


def _sessions(db: sqlite3.Connection, found: dict[str, Found]) -> None:
    columns = "id, name, created_at, updated_at, turns, summary, deleted_at"
    for row in _rows(db, "session", columns):
        session_id, name, created, updated, turns, summary, deleted = row
        if not (isinstance(session_id, str) and isinstance(name, str) and isinstance(summary, str)):
            continue
        if (
            isinstance(turns, int)
            and isinstance(created, str)
            and isinstance(updated, str)
            and _is_time(created, updated)
        ):
            gone = deleted if isinstance(deleted, str) and _is_time(deleted) else None
            found.setdefault(session_id, Found(session_id)).row = (
                name,
                created,
                updated,
                turns,
                summary,
                gone,
            )


def _turns(db: sqlite3.Connection, found: dict[str, Found]) -> None:
    for row in _rows(db, "turn", "session_id, number, at, event, replies, delta, crc"):
        session_id, number, at, event, replies, delta, crc = row
        if not (isinstance(session_id, str) and isinstance(number, int) and isinstance(at, str)):
            continue
        if not (isinstance(event, str) and isinstance(replies, str) and isinstance(delta, str)):
            continue
        if checksum(number, at, event, replies, delta) == crc:
            record = TurnRecord(number, unstamp(at), event, replies, delta)
            found.setdefault(session_id, Found(session_id)).turns[number] = record


def _snapshots(db: sqlite3.Connection, found: dict[str, Found]) -> None:
    for session_id, turn, body, crc in _rows(db, "snapshot", "session_id, turn, body, crc"):
        if not (isinstance(session_id, str) and isinstance(turn, int) and isinstance(body, str)):
            continue
        if checksum(turn, body) == crc:
            found.setdefault(session_id, Found(session_id)).snapshots[turn] = body


def _is_time(*texts: str) -> bool:
    try:
        return all(unstamp(text).tzinfo is not None for text in texts)
    except ValueError:
        return False


def _rows(db: sqlite3.Connection, table: str, columns: str) -> Iterator[tuple[object, ...]]:
    """Yield the readable rows: whole stretches while that works, single keys where it does not."""
    key, misses = 0, 0
    while misses < _MISSES:
        try:
            for row in db.execute(f"SELECT key, {columns} FROM {table} WHERE key > ? ORDER BY key", (key,)):
                key, misses = row[0], 0
                yield _texts(row[1:])
            return
        except sqlite3.DatabaseError:
            key, misses = key + 1, misses + 1
        row = _single(db, table, columns, key)
        if row is not None:
            misses = 0
            yield row


def _single(db: sqlite3.Connection, table: str, columns: str, key: int) -> tuple[object, ...] | None:
    try:
        row = db.execute(f"SELECT {columns} FROM {table} WHERE key = ?", (key,)).fetchone()
    except sqlite3.DatabaseError:
        return None
    return None if row is None else _texts(row)


def _texts(row: tuple[object, ...]) -> tuple[object, ...]:
    """Decode the texts of a row; one that is no UTF-8 stays bytes, which no reader takes."""
    return tuple(_text(value) if isinstance(value, bytes) else value for value in row)


def _text(raw: bytes) -> str | bytes:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw
