"""What the terminal can do: how many colours, light or dark (guessed, never asked), and one more key."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, StrEnum
from typing import cast

from textual import _ansi_sequences

_NEXT = {
    "textual-dark": "textual-light",
    "textual-light": "textual-dark",
    "ansi-dark": "ansi-light",
    "ansi-light": "ansi-dark",
}


def few_colours(environ: Mapping[str, str]) -> bool:
    """Whether only the 16 colours of the terminal itself (and its own background) can be used, or none."""
    if environ.get("NO_COLOR"):
        return True
    if environ.get("COLORTERM", "").lower() in {"truecolor", "24bit"}:
        return False
    term = environ.get("TERM", "").lower()
    return not ("256color" in term or "kitty" in term or "ghostty" in term or "direct" in term)


def light(environ: Mapping[str, str]) -> bool:
    """Whether COLORFGBG (set by rxvt, Konsole, iTerm and others) names a light background."""
    background = environ.get("COLORFGBG", "").rpartition(";")[2]
    return background in {"7", "15"}


def first_theme(environ: Mapping[str, str]) -> str:
    """Return the theme to begin with."""
    kind = "ansi" if few_colours(environ) else "textual"
    return f"{kind}-{'light' if light(environ) else 'dark'}"


def next_theme(theme: str) -> str:
    """Return the theme that the theme key changes to."""
    return _NEXT.get(theme, "textual-dark")


class _MoreKeys(StrEnum):
    """Keys that Textual has no name for."""

    AltEnter = "alt+enter"


def know_alt_enter() -> None:
    """Teach Textual the two bytes that Alt+Enter is in most terminals; it would take them for Enter and send."""
    table = cast("dict[str, tuple[Enum, ...]]", _ansi_sequences.ANSI_SEQUENCES_KEYS)
    table["\x1b\r"] = (_MoreKeys.AltEnter,)
