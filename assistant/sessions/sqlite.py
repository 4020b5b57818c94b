"""The SQLite store: one file in a private folder, safe for threads, forks, kills and several windows."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from .connection import Line, connect, in_our_words
from .errors import Conflict, NotDeleted, SessionExists, StoreUnavailable, UnknownSession
from .inspection import problems
from .names import match, tidy, unique
from .schema import migrate
from .store import SessionInfo, StoredSession, TurnRecord
from .values import Unreadable, checksum, stamp, storable, unstamp

FILE_NAME = "sessions.db"
BUSY_SECONDS = 5.0
KEPT_SNAPSHOTS = 2

_INFO = "SELECT id, name, created_at, updated_at, turns, summary, deleted_at FROM session"
_TURN = "SELECT number, at, event, replies, delta, crc FROM turn WHERE session_id = ?"


def open_store(folder: Path, *, busy_timeout: float = BUSY_SECONDS) -> SqliteStore:
    """Open the sessions in `folder`, making the folder (0700) and the file (0600) if they are missing.

    A folder or file of ours that others could read is closed to them. `busy_timeout`, in seconds, is how
    long any call waits for another process. Raises StoreUnavailable of the kind that tells why.
    """
    path = folder / FILE_NAME
    with in_our_words(path):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _make_private(folder, 0o700)
        _make_file(path)
        _make_private(path, 0o600)
        connection = connect(path, busy_timeout)
        try:
            migrate(connection, path)
        finally:
            connection.close()
    return SqliteStore(path, busy_timeout)


def _make_private(path: Path, mode: int) -> None:
    with suppress(PermissionError):  # another's folder (a team drive) works too; `check` mentions it
        if path.stat().st_mode & 0o077:
            path.chmod(mode)


def _make_file(path: Path) -> None:
    """Make an empty file, never opening one that exists: closing it would drop SQLite's locks on it."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # the name of the file must survive a power cut too
    finally:
        os.close(folder)


def _info(row: tuple[str, str, str, str, int, str, str | None]) -> SessionInfo:
    key, name, created, updated, turns, summary, deleted = row
    try:
        gone = None if deleted is None else unstamp(deleted)
        return SessionInfo(key, name, unstamp(created), unstamp(updated), turns, summary, gone)
    except ValueError:
        raise Unreadable(f"session {key}: a time") from None


class SqliteStore:
    """`SessionStore` over one SQLite file; made by `open_store`.

    One connection writes and one reads, each behind a lock of its own: threads can come and go without
    leaving connections behind, and a list on screen never waits for a turn being synced to disk.
    """

    def __init__(self, path: Path, busy_timeout: float) -> None:
        self._path = path
        with in_our_words(path):
            self._writer = Line(path, busy_timeout, "BEGIN IMMEDIATE")
            self._reader = Line(path, busy_timeout, "BEGIN")

    def create(self, session_id: str, name: str, *, at: datetime) -> SessionInfo:
        """See SessionStore."""
        with self._writer.transaction() as db:
            _insert(db, session_id, name, stamp(at))
            return _one(db, session_id)

    def sessions(self, *, deleted: bool = False) -> list[SessionInfo]:
        """See SessionStore."""
        with self._reader.transaction() as db:
            return _listed(db, deleted)

    def find(self, name_or_id: str, *, deleted: bool = False) -> SessionInfo:
        """See SessionStore."""
        return match(name_or_id, self.sessions(deleted=deleted))

    def rename(self, session_id: str, name: str) -> SessionInfo:
        """See SessionStore."""
        with self._writer.transaction() as db:
            _one(db, session_id)
            _set_name(db, session_id, name)
            return _one(db, session_id)

    def duplicate(self, session_id: str, new_id: str, name: str, *, at: datetime) -> SessionInfo:
        """See SessionStore."""
        with self._writer.transaction() as db:
            source = _one(db, session_id)
            _insert(db, new_id, name, stamp(at))
            db.execute(
                "UPDATE session SET turns = ?, summary = ? WHERE id = ?",
                (source.turns, source.summary, new_id),
            )
            db.execute(
                "INSERT INTO turn (session_id, number, at, event, replies, delta, crc)"
                " SELECT ?, number, at, event, replies, delta, crc FROM turn WHERE session_id = ? ORDER BY number",
                (new_id, session_id),
            )
            db.execute(
                "INSERT INTO snapshot (session_id, turn, body, crc)"
                " SELECT ?, turn, body, crc FROM snapshot WHERE session_id = ? ORDER BY turn",
                (new_id, session_id),
            )
            return _one(db, new_id)

    def delete(self, session_id: str, *, at: datetime) -> SessionInfo:
        """See SessionStore."""
        with self._writer.transaction() as db:
            _one(db, session_id)
            db.execute(
                "UPDATE session SET deleted_at = coalesce(deleted_at, ?) WHERE id = ?",
                (stamp(at), session_id),
            )
            return _one(db, session_id)

    def restore(self, session_id: str) -> SessionInfo:
        """See SessionStore."""
        with self._writer.transaction() as db:
            name = _deleted(db, session_id).name
            _set_name(db, session_id, name)
            db.execute("UPDATE session SET deleted_at = NULL WHERE id = ?", (session_id,))
            return _one(db, session_id)

    def purge(self, session_id: str) -> None:
        """See SessionStore."""
        with self._writer.transaction() as db:
            _deleted(db, session_id)
            db.execute("DELETE FROM session WHERE id = ?", (session_id,))
        # The log still holds old pages until it is folded into the file; another window's reading may
        # put that off, which is no reason to report a failure.
        with suppress(StoreUnavailable), self._writer.plain() as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def append(
        self, session_id: str, turn: TurnRecord, *, summary: str | None = None, snapshot: str | None = None
    ) -> None:
        """See SessionStore."""
        at, event = stamp(turn.at), storable(turn.event)
        replies, delta = storable(turn.replies), storable(turn.delta)
        crc = checksum(turn.number, at, event, replies, delta)
        with self._writer.transaction() as db:
            info = _one(db, session_id)
            if turn.number != info.turns + 1:
                raise Conflict(expected=info.turns + 1, actual=turn.number)
            db.execute(
                "INSERT INTO turn (session_id, number, at, event, replies, delta, crc) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (session_id, turn.number, at, event, replies, delta, crc),
            )
            db.execute(
                "UPDATE session SET turns = ?, updated_at = ?, summary = ? WHERE id = ?",
                (turn.number, at, info.summary if summary is None else storable(summary), session_id),
            )
            if snapshot is not None:
                _put_snapshot(db, session_id, turn.number, storable(snapshot))

    def load(self, session_id: str) -> StoredSession:
        """See SessionStore."""
        with self._reader.transaction() as db:
            info = _one(db, session_id)
            snapshot_turn, snapshot = _newest_snapshot(db, session_id)
            turns = tuple(_turns(db, f"{_TURN} AND number > ? ORDER BY number", session_id, snapshot_turn))
            if [turn.number for turn in turns] != list(range(snapshot_turn + 1, info.turns + 1)):
                raise Unreadable(f"session {session_id}: turns after {snapshot_turn} are missing")
        return StoredSession(info, snapshot, snapshot_turn, turns)

    def transcript(self, session_id: str, *, after: int = 0, last: int | None = None) -> list[TurnRecord]:
        """See SessionStore."""
        query = f"{_TURN} AND number > ? ORDER BY number DESC LIMIT ?"
        with self._reader.transaction() as db:
            _one(db, session_id)
            return list(_turns(db, query, session_id, after, -1 if last is None else max(last, 0)))[::-1]

    def check(self) -> list[str]:
        """See SessionStore."""
        with self._reader.transaction() as db:
            return problems(db, self._path)

    def close(self) -> None:
        """See SessionStore."""
        self._reader.close()
        self._writer.close()  # last: the connection that closes last tidies the log away


def _newest_snapshot(db: sqlite3.Connection, session_id: str) -> tuple[int, str | None]:
    query = "SELECT key, turn FROM snapshot WHERE session_id = ? ORDER BY turn DESC"
    for key, turn in db.execute(query, (session_id,)).fetchall():
        with suppress(sqlite3.DatabaseError):  # damaged: the one before it and more turns do as well
            body, crc = db.execute("SELECT body, crc FROM snapshot WHERE key = ?", (key,)).fetchone()
            if checksum(turn, body) == crc:
                return turn, body
    return 0, None


def _turns(db: sqlite3.Connection, query: str, *values: str | int) -> Iterator[TurnRecord]:
    for number, at, event, replies, delta, crc in db.execute(query, values):
        if checksum(number, at, event, replies, delta) != crc:
            raise Unreadable(f"session {values[0]}, turn {number}: checksum")
        yield TurnRecord(number, unstamp(at), event, replies, delta)


def _one(db: sqlite3.Connection, session_id: str) -> SessionInfo:
    row = db.execute(f"{_INFO} WHERE id = ?", (session_id,)).fetchone()
    if row is None:
        raise UnknownSession(session_id)
    return _info(row)


def _deleted(db: sqlite3.Connection, session_id: str) -> SessionInfo:
    info = _one(db, session_id)
    if info.deleted_at is None:
        raise NotDeleted(session_id, info.name)
    return info


def _listed(db: sqlite3.Connection, deleted: bool) -> list[SessionInfo]:
    order = (
        "deleted_at IS NOT NULL ORDER BY deleted_at" if deleted else "deleted_at IS NULL ORDER BY updated_at"
    )
    return [_info(row) for row in db.execute(f"{_INFO} WHERE {order} DESC, key DESC")]


def _insert(db: sqlite3.Connection, session_id: str, name: str, at: str) -> None:
    if db.execute("SELECT 1 FROM session WHERE id = ?", (session_id,)).fetchone():
        raise SessionExists(session_id)
    db.execute(
        "INSERT INTO session (id, name, created_at, updated_at) VALUES (?, '', ?, ?)", (session_id, at, at)
    )
    _set_name(db, session_id, name)


def _set_name(db: sqlite3.Connection, session_id: str, name: str) -> None:
    taken = [
        row[0]
        for row in db.execute("SELECT name FROM session WHERE deleted_at IS NULL AND id <> ?", (session_id,))
    ]
    free = unique(tidy(name, fallback=session_id), taken)
    db.execute("UPDATE session SET name = ? WHERE id = ?", (free, session_id))


def _put_snapshot(db: sqlite3.Connection, session_id: str, turn: int, body: str) -> None:
    db.execute(
        "INSERT INTO snapshot (session_id, turn, body, crc) VALUES (?, ?, ?, ?)",
        (session_id, turn, body, checksum(turn, body)),
    )
    db.execute(
        "DELETE FROM snapshot WHERE session_id = ? AND turn NOT IN"
        " (SELECT turn FROM snapshot WHERE session_id = ? ORDER BY turn DESC LIMIT ?)",
        (session_id, session_id, KEPT_SNAPSHOTS),
    )
