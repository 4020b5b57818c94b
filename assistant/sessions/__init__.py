"""Durable storage of sessions: `open_store(folder)`, `rescue(folder, at=…)`, `MemoryStore()`.

`store` holds the contract, `errors` all that can go wrong. Importing this costs sqlite3 and no more.
"""

from .errors import (
    AmbiguousSession,
    Conflict,
    Corrupt,
    DeviceError,
    DiskFull,
    FileGone,
    FolderMissing,
    Locked,
    NewerDatabase,
    NotDeleted,
    ReadOnly,
    SessionExists,
    StoreError,
    StoreUnavailable,
    UnknownSession,
)
from .memory import MemoryStore
from .recovery import RescuedSession, RescueReport, rescue
from .sqlite import SqliteStore, open_store
from .store import SessionInfo, SessionStore, StoredSession, TurnRecord

__all__ = [
    "AmbiguousSession",
    "Conflict",
    "Corrupt",
    "DeviceError",
    "DiskFull",
    "FileGone",
    "FolderMissing",
    "Locked",
    "MemoryStore",
    "NewerDatabase",
    "NotDeleted",
    "ReadOnly",
    "RescueReport",
    "RescuedSession",
    "SessionExists",
    "SessionInfo",
    "SessionStore",
    "SqliteStore",
    "StoreError",
    "StoreUnavailable",
    "StoredSession",
    "TurnRecord",
    "UnknownSession",
    "open_store",
    "rescue",
]
