"""What a store of sessions promises. Payloads are JSON text that the store never looks into.

Times carry a time zone and come back in UTC. Text may hold lone surrogates (a terminal can produce
them): they come back as JSON escapes, which mean the same. Every method may raise `StoreUnavailable`
and, given an id that is not stored, `UnknownSession`. All methods may be called from any thread.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class SessionInfo:
    """One line of the list of sessions."""

    id: str
    """Given by the caller; never changes."""
    name: str
    """One line of at most 120 characters, unlike any other name in use (letter case aside)."""
    created_at: datetime
    updated_at: datetime
    """Time of the last turn, else of creation; a new name or summary does not count."""
    turns: int
    """How many turns are stored; the next one has the number `turns + 1`."""
    summary: str
    """Short JSON text of the caller (progress, say); `{}` until set."""
    deleted_at: datetime | None
    """None while in use; a deleted session can be restored until it is purged."""


@dataclass(frozen=True, slots=True)
class TurnRecord:
    """One turn: what came in, what was answered, what changed; JSON text each."""

    number: int
    """From 1."""
    at: datetime
    event: str
    replies: str
    delta: str


@dataclass(frozen=True, slots=True)
class StoredSession:
    """All that is needed to bring a session back: a snapshot and the turns after it."""

    info: SessionInfo
    snapshot: str | None
    snapshot_turn: int
    """The turn after which the snapshot was taken; 0 without one."""
    turns: tuple[TurnRecord, ...]
    """Exactly the turns `snapshot_turn + 1` to `info.turns`, in order."""


class SessionStore(Protocol):
    """Durable storage of sessions: when a call returns, what it wrote survives a killed process."""

    def create(self, session_id: str, name: str, *, at: datetime) -> SessionInfo:
        """Store an empty session; a name in use becomes "X (2)". Raises SessionExists."""
        ...

    def sessions(self, *, deleted: bool = False) -> list[SessionInfo]:
        """Return the sessions in use, or the deleted ones; most recently used (deleted) first."""
        ...

    def find(self, name_or_id: str, *, deleted: bool = False) -> SessionInfo:
        """Find by id, exact name, name with letter case aside, or four or more first letters of an id.

        In this order, so that the beginning of one session's id never hides another's name.
        Raises UnknownSession (with near names) or AmbiguousSession.
        """
        ...

    def rename(self, session_id: str, name: str) -> SessionInfo:
        """Give another name; one in use by another session becomes "X (2)"."""
        ...

    def duplicate(self, session_id: str, new_id: str, name: str, *, at: datetime) -> SessionInfo:
        """Copy a session with all its turns and snapshots. Raises SessionExists."""
        ...

    def delete(self, session_id: str, *, at: datetime) -> SessionInfo:
        """Put a session aside; `restore` is the way back. Deleting twice keeps the first time."""
        ...

    def restore(self, session_id: str) -> SessionInfo:
        """Bring a deleted session back, under "X (2)" if its name was taken. Raises NotDeleted."""
        ...

    def purge(self, session_id: str) -> None:
        """Remove a deleted session for good, its content overwritten. Raises NotDeleted."""
        ...

    def append(
        self, session_id: str, turn: TurnRecord, *, summary: str | None = None, snapshot: str | None = None
    ) -> None:
        """Store the next turn, and the snapshot taken after it, in one transaction: all or nothing.

        Keeps the last two snapshots. A deleted session takes turns too, so that nothing typed in a
        second window is lost. Raises Conflict if `turn.number` is not `turns + 1`.
        """
        ...

    def load(self, session_id: str) -> StoredSession:
        """Return the newest readable snapshot and the turns after it. Raises Corrupt if a turn is lost."""
        ...

    def transcript(self, session_id: str, *, after: int = 0, last: int | None = None) -> list[TurnRecord]:
        """Return the turns numbered above `after`, or the `last` of these, oldest first."""
        ...

    def check(self) -> list[str]:
        """Return what is wrong with the stored data, one technical line each; empty when sound."""
        ...

    def close(self) -> None:
        """Let go of files; closing twice is fine, any other call afterwards raises RuntimeError."""
        ...
