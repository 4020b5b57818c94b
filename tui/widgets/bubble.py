"""One message of the transcript: one light widget, laid out by `tui.prose` for the width it gets."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from tui.prose import Block, lay_out


class Bubble(Widget):
    """A message. `source` is what a copy of it holds: the Markdown, or the line as it was typed."""

    def __init__(self, content: Sequence[Block], source: str, *, kind: str, role: str) -> None:
        super().__init__(classes=f"-{role} -{kind}")
        self.source = source
        self.role = role
        self.kind = kind
        self._blocks = content
        self._laid_out: tuple[int, list[Content]] = (-1, [])

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Take all the width there is."""
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of lines at `width` cells."""
        return len(self._lines(width))

    def height_at(self, width: int) -> int:
        """Return the number of lines at `width` cells, before this is on the screen."""
        return len(lay_out(self._blocks, width))

    def render(self) -> Content:
        """Return the lines, wrapped already."""
        return Content("\n").join(self._lines(self.content_size.width))

    def _lines(self, width: int) -> list[Content]:
        if self._laid_out[0] != width:
            self._laid_out = (width, lay_out(self._blocks, width))
        return self._laid_out[1]
