"""The sessions on the shelf: listing, naming, copying, and putting away with a way back."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from assistant.sessions import SessionInfo, SessionStore
from assistant.workspace.views import SessionCard


class Text(Protocol):
    """Words a message as plain text."""

    def __call__(self, message: str, params: dict[str, str], /) -> str:
        """The text of a message."""
        ...


class Shelf:
    """What can be done with sessions without opening them.

    Args:
        store: where they are.
        now: the clock.
        text: words the name of a copy.
        copied: told the ids of a session and of its copy, so that what lies elsewhere is copied too.
    """

    def __init__(
        self,
        store: SessionStore,
        now: Callable[[], datetime],
        text: Text,
        copied: Callable[[str, str], object],
    ) -> None:
        self._store = store
        self._now = now
        self._word = text
        self._copied = copied

    def sessions(self, *, deleted: bool = False) -> list[SessionCard]:
        """The sessions, the latest first.

        Raises:
            StoreError: they cannot be read.
        """
        return [_card(info) for info in self._store.sessions(deleted=deleted)]

    def rename(self, session_id: str, name: str) -> SessionCard:
        """Give a session another name. Raises StoreError."""
        return _card(self._store.rename(session_id, name))

    def duplicate(self, session_id: str, name: str | None = None) -> SessionCard:
        """Copy a session with everything that was said, and with the documents that belong to it alone.

        Raises:
            StoreError: there is no copy.
            LibraryError: the copy is there, its documents are not.
        """
        info = self._store.find(session_id)
        name = name or self._word("session.copy", {"name": info.name})
        copy = self._store.duplicate(info.id, uuid.uuid4().hex, name, at=self._now())
        self._copied(info.id, copy.id)
        return _card(copy)

    def delete(self, session_id: str) -> SessionCard:
        """Put a session among the deleted ones; :meth:`restore` brings it back. Raises StoreError."""
        return _card(self._store.delete(session_id, at=self._now()))

    def restore(self, session_id: str) -> SessionCard:
        """Bring a deleted session back. Raises StoreError."""
        return _card(self._store.restore(session_id))

    def purge(self, session_id: str) -> None:
        """Remove a deleted session for good. Raises StoreError."""
        self._store.purge(session_id)


def _card(info: SessionInfo) -> SessionCard:
    summary = json.loads(info.summary)
    return SessionCard(
        info.id,
        info.name,
        summary.get("title", ""),
        info.created_at,
        info.updated_at,
        info.turns,
        summary.get("filled", 0),
        summary.get("needed", 0),
        summary.get("step", 1),
        info.deleted_at,
    )
