"""How times and texts are written down, the same in every store."""

from __future__ import annotations

import sqlite3
import zlib
from datetime import UTC, datetime


class Unreadable(sqlite3.DatabaseError):
    """A stored value is not what was written; the text says which, without its content."""


def stamp(at: datetime) -> str:
    """Return a time as fixed-width UTC text, which sorts as times do; ValueError without a time zone."""
    if at.tzinfo is None:
        raise ValueError("a stored time needs a time zone")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def unstamp(text: str) -> datetime:
    """Read a time written by `stamp`; ValueError if it is anything else."""
    return datetime.fromisoformat(text)


def storable(json_text: str) -> str:
    r"""Return JSON text that UTF-8 can hold: a lone surrogate becomes its escape, which means the same.

    Outside of strings JSON is ASCII, so a surrogate can only stand where `\udc80` may stand too.
    """
    return json_text.encode("utf-8", "backslashreplace").decode("utf-8")


def checksum(*fields: str | int) -> int:
    """Return a CRC-32 over all fields: SQLite notices broken structure, but not a flipped letter."""
    total = 0
    for field in fields:
        raw = str(field).encode("utf-8")
        total = zlib.crc32(raw, zlib.crc32(b"%d:" % len(raw), total))
    return total
