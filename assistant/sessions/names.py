"""Names of sessions: tidying, keeping them apart, and finding one by what a person types."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from .errors import AmbiguousSession, UnknownSession
from .store import SessionInfo

LONGEST = 120
SHORTEST_PREFIX = 4
_NUMBERED = re.compile(r" \([1-9]\d?\)$")
_JOINERS = "\u200c\u200d"


def tidy(name: str, fallback: str) -> str:
    """Return `name` in NFC on one line, without control, direction and unpaired characters, cut to LONGEST.

    Zero-width joiners stay: scripts and emoji need them. A name of nothing becomes `fallback`.
    """
    spaced = "".join(" " if letter.isspace() else letter for letter in unicodedata.normalize("NFC", name))
    kept = "".join(x for x in spaced if x in _JOINERS or unicodedata.category(x) not in {"Cc", "Cf", "Cs"})
    line = " ".join(kept.split())[:LONGEST].rstrip()
    return line if line.strip(_JOINERS) else fallback


def fold(name: str) -> str:
    """Return the form in which two names count as the same: letter case and composition aside."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def unique(name: str, taken: Iterable[str]) -> str:
    """Return `name`, or "name (2)", "name (3)" … if it is among `taken`; a year in brackets is no number."""
    used = {fold(other) for other in taken}
    if fold(name) not in used:
        return name
    base = _NUMBERED.sub("", name)
    for number in range(2, len(used) + 3):
        tail = f" ({number})"
        candidate = base[: LONGEST - len(tail)].rstrip() + tail
        if fold(candidate) not in used:
            return candidate
    raise AssertionError("among n + 1 different names one is free of n")


def match(text: str, sessions: Sequence[SessionInfo]) -> SessionInfo:
    """Find the session that `text` means; raises UnknownSession or AmbiguousSession (see SessionStore)."""
    typed = unicodedata.normalize("NFC", text).strip()
    folded = fold(typed)
    tries = (
        [item for item in sessions if item.id == typed],
        [item for item in sessions if item.name == typed],
        [item for item in sessions if fold(item.name) == folded],
        [item for item in sessions if len(typed) >= SHORTEST_PREFIX and item.id.startswith(typed)],
    )
    hits = next((found for found in tries if found), [])
    if len(hits) > 1:
        raise AmbiguousSession(typed, tuple((item.id, item.name) for item in hits))
    if not hits:
        raise UnknownSession(typed, _near(folded, [item.name for item in sessions]))
    return hits[0]


def _near(folded: str, names: Sequence[str]) -> tuple[str, ...]:
    from difflib import get_close_matches  # only a failed look-up needs it

    by_key = {fold(name): name for name in names}
    within = [key for key in by_key if folded and folded in key]
    close = get_close_matches(folded, list(by_key), n=3, cutoff=0.5)
    return tuple(by_key[key] for key in dict.fromkeys([*within, *close]))[:3]
