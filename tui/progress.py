"""How far slow work is, as a line of text: in ASCII, since no block character is narrow in every terminal."""

from __future__ import annotations

from rich.cells import cell_len

from tui.cells import fit

_LEAST, _MOST = 10, 40
"""Cells of a bar with its brackets."""
_NAME = 28
"""Cells of a file's name before the bar; the rest of it is cut."""


def bar(share: float, width: int) -> str:
    """Return a bar of `width` cells for a share of 0 to 1; empty where there is no room for one."""
    inner = width - 2
    if inner < 1:
        return ""
    full = round(min(1.0, max(0.0, share)) * inner)
    return f"[{'#' * full}{'-' * (inner - full)}]"


def line(text: str, share: float, width: int, ellipsis: str = "…") -> str:
    """Return `text` with a bar after it in `width` cells; where both do not fit, the text alone."""
    room = min(_MOST, width - cell_len(text) - 1)
    if room < _LEAST:
        return fit(text, width, ellipsis)
    return f"{text} {bar(share, room)}"


def lines(text: str, share: float, width: int, ellipsis: str = "…") -> str:
    """Return `text` with a bar after it, or below it where both do not fit in `width` cells."""
    if width - cell_len(text) - 1 >= _LEAST:
        return line(text, share, width, ellipsis)
    return f"{fit(text, width, ellipsis)}\n{bar(share, min(_MOST, width))}"


def short_name(name: str, ellipsis: str = "…", width: int = _NAME) -> str:
    """Return a file's name as it stands before a bar, in `width` cells at most."""
    return fit(name, max(_LEAST, min(_NAME, width)), ellipsis)
