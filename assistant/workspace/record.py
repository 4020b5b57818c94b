"""Turns on disk: writing each as it is made, and making a state of what is stored."""

from __future__ import annotations

import json

from assistant.dialogue.agenda import step_of
from assistant.dialogue.state import State, apply_delta, state_from_json, state_to_json
from assistant.dialogue.turn import Outcome
from assistant.dialogue.turns import Delta, Event
from assistant.review import progress_by_step
from assistant.sessions import SessionStore, StoredSession, TurnRecord

SNAPSHOT_EVERY = 50
"""Turns; loading reads one snapshot and at most 49 deltas."""


def load_state(stored: StoredSession) -> State:
    """The state of a stored session: the newest snapshot and the deltas after it.

    Raises:
        DocumentError, ChangeError: what is stored cannot be read as a conversation.
    """
    if stored.snapshot is None:
        raise ValueError(f"session {stored.info.id} has no snapshot")
    state = state_from_json(json.loads(stored.snapshot))
    for record in stored.turns:
        state = apply_delta(state, Delta.from_json(json.loads(record.delta)))
    return state


class Recorder:
    """Writes the turns of one session.

    Args:
        store: where to.
        session_id: the session.
        turns: how many turns it has.
    """

    def __init__(self, store: SessionStore, session_id: str, turns: int) -> None:
        self._store = store
        self._id = session_id
        self.turns = turns

    def write(self, event: Event, outcome: Outcome) -> int:
        """Store a turn in one transaction and answer its number.

        Raises:
            Conflict: another window was faster.
            StoreError: it could not be stored; nothing has changed.
        """
        number = self.turns + 1
        record = TurnRecord(
            number,
            event.at,
            json.dumps(event.to_json(), ensure_ascii=False),
            json.dumps([reply.to_json() for reply in outcome.replies], ensure_ascii=False),
            json.dumps(outcome.delta.to_json(), ensure_ascii=False),
        )
        snapshot = None
        if number % SNAPSHOT_EVERY == 1:
            snapshot = json.dumps(state_to_json(outcome.state), ensure_ascii=False)
        summary = summary_of(outcome.state) if outcome.delta.changes or outcome.delta.thread else None
        self._store.append(self._id, record, summary=summary, snapshot=snapshot)
        self.turns = number
        return number

    def reload(self) -> State:
        """The state as it is on disk now."""
        stored = self._store.load(self._id)
        state = load_state(stored)
        self.turns = stored.info.turns
        return state


def summary_of(state: State) -> str:
    """What a list of sessions shows, as JSON."""
    progress = progress_by_step(state.document).values()
    return json.dumps(
        {
            "title": state.document.plan.title or "",
            "filled": sum(each.filled for each in progress),
            "needed": sum(each.needed for each in progress),
            "step": step_of(state.cursor) if state.cursor else 0,
        },
        ensure_ascii=False,
    )
