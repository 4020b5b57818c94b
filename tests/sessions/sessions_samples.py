"""Times, turns and small programs that the tests of this room share."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from assistant.sessions import SessionStore, TurnRecord

ROOT = Path(__file__).resolve().parents[2]
START = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def minute(number: int) -> datetime:
    return START + timedelta(minutes=number)


def turn(number: int, text: str = "") -> TurnRecord:
    return TurnRecord(
        number, minute(number), f'{{"event":"{text or number}"}}', f'["reply {number}"]', f"[{number}]"
    )


def fill(store: SessionStore, session_id: str, turns: int, *, name: str = "Plan", snapshots: int = 0) -> None:
    """Make a session of so many turns, with a snapshot every `snapshots` turns."""
    store.create(session_id, name, at=START)
    for number in range(1, turns + 1):
        body = f'{{"snapshot":{number}}}' if snapshots and number % snapshots == 0 else None
        store.append(session_id, turn(number), snapshot=body)


def program(source: str, *arguments: object) -> list[str]:
    """Return the command of a bare interpreter that can import this checkout and nothing installed."""
    head = f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
    return [sys.executable, "-I", "-S", "-c", head + source, *map(str, arguments)]
