"""A store that keeps nothing beyond the program's life: for tests, and when no disk can be written.

Whoever chooses it for a person must say so: nothing in it survives.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

from .errors import Conflict, NotDeleted, SessionExists, UnknownSession
from .names import match, tidy, unique
from .store import SessionInfo, StoredSession, TurnRecord
from .values import stamp, storable, unstamp


@dataclass(slots=True)
class _Held:
    info: SessionInfo
    turns: list[TurnRecord] = field(default_factory=list)
    snapshot: tuple[int, str | None] = (0, None)


class MemoryStore:
    """`SessionStore` in memory; as strict as the durable one, so that it can stand in for it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: dict[str, _Held] = {}
        self._closed = False

    def create(self, session_id: str, name: str, *, at: datetime) -> SessionInfo:
        """See SessionStore."""
        with self._open():
            return self._add(session_id, name, at).info

    def sessions(self, *, deleted: bool = False) -> list[SessionInfo]:
        """See SessionStore."""
        with self._open():
            latest_first = [held.info for held in reversed(self._held.values())]
        chosen = [info for info in latest_first if (info.deleted_at is not None) == deleted]
        return sorted(chosen, key=lambda info: info.deleted_at or info.updated_at, reverse=True)

    def find(self, name_or_id: str, *, deleted: bool = False) -> SessionInfo:
        """See SessionStore."""
        return match(name_or_id, self.sessions(deleted=deleted))

    def rename(self, session_id: str, name: str) -> SessionInfo:
        """See SessionStore."""
        with self._open():
            held = self._get(session_id)
            held.info = replace(held.info, name=self._free(session_id, name))
            return held.info

    def duplicate(self, session_id: str, new_id: str, name: str, *, at: datetime) -> SessionInfo:
        """See SessionStore."""
        with self._open():
            source = self._get(session_id)
            copy = self._add(new_id, name, at)
            copy.turns, copy.snapshot = list(source.turns), source.snapshot
            copy.info = replace(copy.info, turns=source.info.turns, summary=source.info.summary)
            return copy.info

    def delete(self, session_id: str, *, at: datetime) -> SessionInfo:
        """See SessionStore."""
        when = _utc(at)
        with self._open():
            held = self._get(session_id)
            held.info = replace(held.info, deleted_at=held.info.deleted_at or when)
            return held.info

    def restore(self, session_id: str) -> SessionInfo:
        """See SessionStore."""
        with self._open():
            held = self._deleted(session_id)
            held.info = replace(held.info, name=self._free(session_id, held.info.name), deleted_at=None)
            return held.info

    def purge(self, session_id: str) -> None:
        """See SessionStore."""
        with self._open():
            self._deleted(session_id)
            del self._held[session_id]

    def append(
        self, session_id: str, turn: TurnRecord, *, summary: str | None = None, snapshot: str | None = None
    ) -> None:
        """See SessionStore."""
        kept = TurnRecord(
            turn.number, _utc(turn.at), storable(turn.event), storable(turn.replies), storable(turn.delta)
        )
        with self._open():
            held = self._get(session_id)
            if turn.number != held.info.turns + 1:
                raise Conflict(expected=held.info.turns + 1, actual=turn.number)
            held.turns.append(kept)
            text = held.info.summary if summary is None else storable(summary)
            held.info = replace(held.info, turns=turn.number, updated_at=kept.at, summary=text)
            if snapshot is not None:
                held.snapshot = (turn.number, storable(snapshot))

    def load(self, session_id: str) -> StoredSession:
        """See SessionStore."""
        with self._open():
            held = self._get(session_id)
            number, snapshot = held.snapshot
            return StoredSession(held.info, snapshot, number, tuple(held.turns[number:]))

    def transcript(self, session_id: str, *, after: int = 0, last: int | None = None) -> list[TurnRecord]:
        """See SessionStore."""
        with self._open():
            chosen = self._get(session_id).turns[max(after, 0) :]
        return chosen if last is None else chosen[max(len(chosen) - max(last, 0), 0) :]

    def check(self) -> list[str]:
        """See SessionStore; there is no file that could be damaged."""
        with self._open():
            return []

    def close(self) -> None:
        """See SessionStore; what was held is gone."""
        with self._lock:
            self._closed = True
            self._held.clear()

    @contextmanager
    def _open(self) -> Iterator[None]:
        with self._lock:
            if self._closed:
                raise RuntimeError("the session store is closed")
            yield

    def _get(self, session_id: str) -> _Held:
        if session_id not in self._held:
            raise UnknownSession(session_id)
        return self._held[session_id]

    def _deleted(self, session_id: str) -> _Held:
        held = self._get(session_id)
        if held.info.deleted_at is None:
            raise NotDeleted(session_id, held.info.name)
        return held

    def _add(self, session_id: str, name: str, at: datetime) -> _Held:
        if session_id in self._held:
            raise SessionExists(session_id)
        when = _utc(at)
        info = SessionInfo(session_id, self._free(session_id, name), when, when, 0, "{}", None)
        self._held[session_id] = _Held(info)
        return self._held[session_id]

    def _free(self, session_id: str, name: str) -> str:
        others = [held.info for held in self._held.values() if held.info.id != session_id]
        return unique(tidy(name, fallback=session_id), [x.name for x in others if x.deleted_at is None])


def _utc(at: datetime) -> datetime:
    return unstamp(stamp(at))
