"""Connections to one database file: how they are opened, shared by threads, and kept apart by forks."""

from __future__ import annotations

import errno
import os
import sqlite3
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .errors import (
    Corrupt,
    DeviceError,
    DiskFull,
    FileGone,
    FolderMissing,
    Locked,
    ReadOnly,
    StoreUnavailable,
)
from .values import Unreadable

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})
_NOT_WRITABLE = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_NOT_THERE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.EEXIST, errno.ELOOP})
_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_SIMPLE: dict[int, type[Locked] | type[ReadOnly] | type[DiskFull]] = {
    sqlite3.SQLITE_BUSY: Locked,
    sqlite3.SQLITE_LOCKED: Locked,
    sqlite3.SQLITE_READONLY: ReadOnly,
    sqlite3.SQLITE_PERM: ReadOnly,
    sqlite3.SQLITE_CANTOPEN: ReadOnly,
    sqlite3.SQLITE_FULL: DiskFull,
}
_RETRY_SECONDS = 0.01
_LITTLE_ROOM = 64 * 1024


def _from_os(error: OSError, path: Path) -> StoreUnavailable:
    if error.errno in _NO_ROOM:
        return DiskFull(path)
    if error.errno in _NOT_WRITABLE:
        return ReadOnly(path)
    if error.errno in _NOT_THERE:
        return FolderMissing(path)
    return DeviceError(path, detail=errno.errorcode.get(error.errno or 0, "unknown"))


def _out_of_room(path: Path) -> bool:
    try:
        room = os.statvfs(path.parent)
    except (OSError, AttributeError):
        return False
    return room.f_bavail * room.f_frsize < _LITTLE_ROOM


def _from_sqlite(error: sqlite3.Error, path: Path) -> StoreUnavailable | None:
    """Return our word for SQLite's, or None for a mistake in this package, which must stay visible."""
    if isinstance(error, Unreadable):
        return Corrupt(path, detail=str(error))
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:  # raised by the Python module itself: text that is not UTF-8, or wrong use
        return Corrupt(path, detail="text is not UTF-8") if "decode" in str(error) else None
    primary, detail = code & 0xFF, str(error.sqlite_errorname)
    if primary == sqlite3.SQLITE_IOERR:
        return DiskFull(path) if _out_of_room(path) else DeviceError(path, detail=detail)
    if primary == sqlite3.SQLITE_ERROR and "no such" in str(error):  # such a table, or such a column
        return Corrupt(path, detail="a table is missing")
    if primary in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
        return Corrupt(path, detail=detail)
    if primary == sqlite3.SQLITE_CANTOPEN and not path.parent.is_dir():
        return FolderMissing(path)
    kind = _SIMPLE.get(primary)
    return None if kind is None else kind(path)


@contextmanager
def in_our_words(path: Path) -> Iterator[None]:
    """Turn errors of SQLite and of the system into `StoreUnavailable`, with the first as the cause."""
    try:
        yield
    except OSError as error:
        raise _from_os(error, path) from error
    except sqlite3.Error as error:
        ours = _from_sqlite(error, path)
        if ours is None:
            raise
        raise ours from error


def identity(path: Path) -> tuple[int, int]:
    """Return what tells this file from another at the same path; FileGone if there is none."""
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise FileGone(path) from None
    return found.st_dev, found.st_ino


def connect(path: Path, timeout: float) -> sqlite3.Connection:
    """Open an existing file, waiting up to `timeout` seconds for others; transactions are explicit.

    `mode=rw` never makes a file: one that vanished must be noticed, not replaced by an empty one.
    """
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw",
        uri=True,
        timeout=timeout,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        _into_wal(connection, timeout)
        # fullfsync matters on macOS alone, where an ordinary fsync leaves data in the drive's cache;
        # secure_delete overwrites what is deleted: "purge" is a promise.
        for pragma in ("synchronous=FULL", "foreign_keys=ON", "fullfsync=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}").fetchall()
    except BaseException:
        connection.close()
        raise
    return connection


def _into_wal(connection: sqlite3.Connection, timeout: float) -> None:
    """Switch to write-ahead logging; SQLite does not itself wait for others at this one statement.

    On a disk that cannot do it (some network folders) the older journal stays, as durable but slower.
    """
    deadline = time.monotonic() + timeout
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL").fetchall()
            return
        except sqlite3.OperationalError as error:
            if (error.sqlite_errorcode & 0xFF) not in _BUSY or time.monotonic() >= deadline:
                raise
        time.sleep(_RETRY_SECONDS)


class Line:
    """One connection behind one lock, opened at first use.

    SQLite must not carry a connection through a fork, not even to close it: the child would drop the
    parent's locks. So every line closes before a fork and opens again, on either side, when needed.
    """

    def __init__(self, path: Path, timeout: float, begin: str) -> None:
        self._path = path
        self._timeout = timeout
        self._begin = begin
        self._identity = identity(path)
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._closed = False
        _lines.add(self)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Hold the connection within one transaction: committed at the end, taken back on any error."""
        with self.plain() as connection:
            connection.execute(self._begin)
            try:
                yield connection
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    @contextmanager
    def plain(self) -> Iterator[sqlite3.Connection]:
        """Hold the connection, with no transaction begun."""
        with self._lock, in_our_words(self._path):
            yield self._ready()

    def close(self) -> None:
        """Close for good."""
        with self._lock:
            self._closed = True
            self._hang_up()

    def before_fork(self) -> None:
        """Wait for the running transaction, then close, and let nobody in until the fork is over."""
        self._lock.acquire()
        self._hang_up()

    def after_fork(self) -> None:
        """Let callers in again; runs in the parent and in the child."""
        self._lock.release()

    def _ready(self) -> sqlite3.Connection:
        if self._closed:
            raise RuntimeError("the session store is closed")
        if identity(self._path) != self._identity:
            raise FileGone(self._path)
        if self._connection is None:
            self._connection = connect(self._path, self._timeout)
        return self._connection

    def _hang_up(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


_lines: weakref.WeakSet[Line] = weakref.WeakSet()
_held: list[Line] = []


def _hold_all() -> None:
    _held.extend(_lines)
    for line in _held:
        line.before_fork()


def _release_all() -> None:
    while _held:
        _held.pop().after_fork()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_hold_all, after_in_parent=_release_all, after_in_child=_release_all)
