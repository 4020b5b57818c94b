"""A scrolling part that follows its end, or goes to the first line of what is too high to be seen at once."""

from __future__ import annotations

from textual.containers import VerticalScroll
from textual.message import Message
from textual.widget import Widget

_TRIES = 20
"""Refreshes to wait for the place of a part; it gets none while all of this is hidden."""


class Following(VerticalScroll):
    """Tells with `Reached` when its end comes into view or goes out of it."""

    class Reached(Message):
        """The end of the conversation came into view, or went out of it."""

        def __init__(self, end: bool) -> None:
            super().__init__()
            self.end = end

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._at_end = True
        self._beginning: Widget | None = None
        """What is to stand at the top of the view and does not yet."""

    def follow(self) -> None:
        """Go to the end and stay there while something is added."""
        self._beginning = None
        self.anchor()

    def begin_at(self, part: Widget) -> None:
        """Stop following; show `part`, which is about to be added, from its first line."""
        self._beginning = part
        self.anchor(False)
        self.call_after_refresh(self._begin, part)

    def tell_of_end(self) -> None:
        """Tell whether the end is in view, if that has changed."""
        if self._beginning is not None:
            return
        end = self.scroll_y >= self.max_scroll_y
        if end and not self.is_anchored:
            self.anchor()  # who has scrolled to the end follows it again
        if end != self._at_end:
            self._at_end = end
            self.post_message(self.Reached(end))

    def _begin(self, part: Widget, tries: int = _TRIES) -> None:
        if part is not self._beginning:
            return
        if tries and not part.virtual_region.height:  # it has no place yet
            self.call_after_refresh(self._begin, part, tries - 1)
            return
        self._beginning = None
        self.scroll_to(y=part.virtual_region.y, animate=False, immediate=True)
        self.tell_of_end()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Scrolling may have reached the end, or left it."""
        super().watch_scroll_y(old_value, new_value)
        self.tell_of_end()

    def on_resize(self) -> None:
        """With the size it changes what is in view."""
        self.call_after_refresh(self.tell_of_end)
