"""Scroll bars for a locale that cannot show half blocks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.scrollbar import ScrollBarRender
from textual.widget import Widget


class PlainBars(ScrollBarRender):
    """A bar of spaces in colour, with no finer steps than whole cells."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "] * 8
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "] * 8


def use_plain_bars(widgets: Iterable[Widget]) -> None:
    """Give these widgets plain scroll bars."""
    for widget in widgets:
        if widget.is_scrollable:
            widget.vertical_scrollbar.renderer = PlainBars  # type: ignore[misc]
            widget.horizontal_scrollbar.renderer = PlainBars  # type: ignore[misc]
