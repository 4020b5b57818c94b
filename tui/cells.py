"""Widths in terminal cells: Hangul and other wide characters take two, so nothing here counts letters."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size


def fit(text: str, width: int, ellipsis: str = "…") -> str:
    """Return `text` cut to at most `width` cells, the cut marked with `ellipsis` where there is room."""
    if cell_len(text) <= width:
        return text
    mark = ellipsis if cell_len(ellipsis) < width else ""
    return set_cell_size(text, max(0, width - cell_len(mark))).rstrip() + mark


def pad(text: str, width: int, ellipsis: str = "…") -> str:
    """Return `text` cut or filled with spaces to exactly `width` cells."""
    short = fit(text, width, ellipsis)
    return short + " " * (width - cell_len(short))


def beside(left: str, right: str, width: int, ellipsis: str = "…") -> str:
    """Return one line of `width` cells with `left` at the start and `right` at the end; `left` gives way."""
    room = width - cell_len(right) - 1
    if room < 1:
        return fit(left, width, ellipsis)
    return f"{pad(left, room, ellipsis)} {right}"
