"""The tables, and how an older database becomes one of today. The version is `PRAGMA user_version`.

Only what SQLite 3.26 can do is used: some supported systems ship no newer one.
Tables keep their integer keys so that `rescue` can ask for one row after another.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from .errors import Corrupt, NewerDatabase

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE session (
            key INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL,
            created_at TEXT NOT NULL,
            updated_at TEXT NOT NULL,
            turns INTEGER NOT NULL DEFAULT 0 CHECK (turns >= 0),
            summary TEXT NOT NULL DEFAULT '{}',
            deleted_at TEXT
        )""",
        """CREATE TABLE turn (
            key INTEGER PRIMARY KEY,
            session_id TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE,
            number INTEGER NOT NULL CHECK (number > 0),
            at TEXT NOT NULL,
            event TEXT NOT NULL,
            replies TEXT NOT NULL,
            delta TEXT NOT NULL,
            crc INTEGER NOT NULL,
            UNIQUE (session_id, number)
        )""",
        """CREATE TABLE snapshot (
            key INTEGER PRIMARY KEY,
            session_id TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE,
            turn INTEGER NOT NULL CHECK (turn > 0),
            body TEXT NOT NULL,
            crc INTEGER NOT NULL,
            UNIQUE (session_id, turn)
        )""",
    ),
)
"""Statement by statement, what leads from version n to version n + 1."""


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring the database to the newest version in one transaction.

    Takes the write lock even when there is nothing to do, so that a file which cannot be written is
    known at the start and not at the first answer. Raises NewerDatabase, or Corrupt for a database of
    another program.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        found = int(connection.execute("PRAGMA user_version").fetchone()[0])
        if found > len(MIGRATIONS):
            raise NewerDatabase(path, found=found, known=len(MIGRATIONS))
        if found == 0 and connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            raise Corrupt(path, detail="tables of another program")
        for script in MIGRATIONS[found:]:
            for statement in script:
                connection.execute(statement)
        if found < len(MIGRATIONS):
            connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
