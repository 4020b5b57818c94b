"""What can go wrong with stored sessions. No sentence for people lives here.

    StoreError                      .code, .params: the message is `error.storage.<code>`
    ├── UnknownSession              unknown_session, or unknown_session_near when a name comes close
    ├── AmbiguousSession            ambiguous_session
    ├── SessionExists               session_exists
    ├── NotDeleted                  not_deleted
    ├── Conflict                    conflict
    └── StoreUnavailable            .path; nothing was written by the call that raised it
        ├── FolderMissing           folder_missing: the folder is not there and cannot be made
        ├── ReadOnly                read_only: the folder or the file may not be written
        ├── DiskFull                disk_full
        ├── DeviceError             device_error: the disk refused for another reason (quota, I/O error)
        ├── Locked                  locked: another program held the file longer than the waiting time
        ├── FileGone                file_gone: the open file was moved, deleted or replaced by another
        ├── Corrupt                 corrupt: damaged, cut short, or no database of ours
        └── NewerDatabase           newer_database: written by a later version of the program

A closed store raises RuntimeError and a time without zone ValueError: both are mistakes of the caller.
"""

# The names say what happened, which an "Error" at the end would not improve.
# ruff: noqa: N818

from __future__ import annotations

from pathlib import Path


class StoreError(Exception):
    """Base of all; `code` names the message and `params` are exactly its parameters."""

    code: str = "failed"

    def __init__(self, **params: str | int) -> None:
        super().__init__(f"{self.code} {params}")
        self.params: dict[str, str | int] = params


class UnknownSession(StoreError):
    """No session answers to `name`; `near` holds up to three names that come close, best first."""

    def __init__(self, name: str, near: tuple[str, ...] = ()) -> None:
        self.near = near
        self.code = "unknown_session_near" if near else "unknown_session"
        super().__init__(name=name, **({"near": ", ".join(near)} if near else {}))


class AmbiguousSession(StoreError):
    """Several sessions answer to `name`; `candidates` holds (id, name) of each."""

    code = "ambiguous_session"

    def __init__(self, name: str, candidates: tuple[tuple[str, str], ...]) -> None:
        self.candidates = candidates
        super().__init__(name=name, candidates=", ".join(f"{title} [{key}]" for key, title in candidates))


class SessionExists(StoreError):
    """A session with this id is already stored (it may be deleted and waiting to be restored)."""

    code = "session_exists"

    def __init__(self, session_id: str) -> None:
        super().__init__(id=session_id)


class NotDeleted(StoreError):
    """Only a deleted session can be purged, and only a deleted one restored."""

    code = "not_deleted"

    def __init__(self, session_id: str, name: str) -> None:
        super().__init__(id=session_id, name=name)


class Conflict(StoreError):
    """Somebody else was faster: the store would take turn `expected`, the caller offered `actual`."""

    code = "conflict"

    def __init__(self, expected: int, actual: int) -> None:
        self.expected = expected
        self.actual = actual
        super().__init__(expected=expected, actual=actual)


class StoreUnavailable(StoreError):
    """The store cannot do what was asked now; what was acknowledged before is untouched."""

    code = "unavailable"

    def __init__(self, path: Path, **params: str | int) -> None:
        self.path = path
        super().__init__(path=str(path), **params)


class FolderMissing(StoreUnavailable):
    """The folder does not exist and cannot be made there (a parent is missing or is a file)."""

    code = "folder_missing"


class ReadOnly(StoreUnavailable):
    """The folder or the file may not be written by this person, or lies on a read-only disk."""

    code = "read_only"


class DiskFull(StoreUnavailable):
    """There is no room left; the turn being written was taken back whole."""

    code = "disk_full"


class DeviceError(StoreUnavailable):
    """The system refused to read or write; `detail` is its own name for the reason."""

    code = "device_error"

    def __init__(self, path: Path, detail: str) -> None:
        super().__init__(path, detail=detail)


class Locked(StoreUnavailable):
    """Another program kept the file to itself for longer than the waiting time."""

    code = "locked"


class FileGone(StoreUnavailable):
    """The file that this store opened is no longer at its path; writing on would write into nothing."""

    code = "file_gone"


class Corrupt(StoreUnavailable):
    """The file is damaged; it is left as it is. `detail` is technical; `rescue` saves what can be read."""

    code = "corrupt"

    def __init__(self, path: Path, detail: str) -> None:
        super().__init__(path, detail=detail)


class NewerDatabase(StoreUnavailable):
    """The file has schema version `found`; this program knows versions up to `known`."""

    code = "newer_database"

    def __init__(self, path: Path, found: int, known: int) -> None:
        super().__init__(path, found=found, known=known)
