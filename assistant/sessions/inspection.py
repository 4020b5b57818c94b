"""What is wrong with a database, line by line: the technical part of `govplan doctor`."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from .values import checksum

_MOST = 50
"""Lines at most from SQLite's own check; the first few tell the story."""


def problems(db: sqlite3.Connection, path: Path) -> list[str]:
    """Return one line a problem: structure, references, counts, checksums, access rights.

    Only a file that cannot be read at all raises (`sqlite3.DatabaseError`); damage met on the way ends
    that part of the check with a line of its own. Lines name sessions by id and hold no plan text.
    """
    return [
        *chain.from_iterable(
            _guarded(part)
            for part in (_structure(db), _references(db), _counts(db), _turns(db), _snapshots(db))
        ),
        *_rights(path),
    ]


def _guarded(lines: Iterator[str]) -> Iterator[str]:
    try:
        yield from lines
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF != sqlite3.SQLITE_CORRUPT:
            raise
        yield f"database: {error}"


def _structure(db: sqlite3.Connection) -> Iterator[str]:
    for (line,) in db.execute(f"PRAGMA integrity_check({_MOST})"):
        if line != "ok":
            yield f"database: {line}"


def _references(db: sqlite3.Connection) -> Iterator[str]:
    for table, key, parent, _ in db.execute("PRAGMA foreign_key_check"):
        yield f"{table} {key}: its {parent} is missing"


def _counts(db: sqlite3.Connection) -> Iterator[str]:
    query = (
        "SELECT id, turns, count(number), coalesce(max(number), 0) FROM session"
        " LEFT JOIN turn ON session_id = id GROUP BY session.key"
    )
    for session_id, turns, stored, highest in db.execute(query):
        if not turns == stored == highest:
            yield f"session {session_id}: {turns} turns counted, {stored} stored, the last is {highest}"


def _turns(db: sqlite3.Connection) -> Iterator[str]:
    for session_id, number, at, event, replies, delta, crc in db.execute(
        "SELECT session_id, number, at, event, replies, delta, crc FROM turn"
    ):
        if checksum(number, at, event, replies, delta) != crc:
            yield f"session {session_id}, turn {number}: checksum differs"


def _snapshots(db: sqlite3.Connection) -> Iterator[str]:
    for session_id, turn, body, crc in db.execute("SELECT session_id, turn, body, crc FROM snapshot"):
        if checksum(turn, body) != crc:
            yield f"session {session_id}, snapshot after turn {turn}: checksum differs"


def _rights(path: Path) -> Iterator[str]:
    for place in (path.parent, path):
        mode = place.stat().st_mode & 0o777
        if mode & 0o077:
            yield f"{place}: others on this machine have access (mode {mode:o})"
