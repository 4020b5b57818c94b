"""The line of key hints; a short notice takes its place for a few seconds."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.timer import Timer
from textual.widget import Widget

from tui.cells import fit
from tui.safe import one_line
from tui.words import Words

_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Hint:
    """One hint: the key as people write it, its label, and the action a click carries out."""

    key: str
    label: str
    action: str


class HintLine(Widget):
    """Shows as many hints as fit, in their order; a click on one does what its key does."""

    hints: reactive[tuple[Hint, ...]] = reactive(())
    notice: reactive[str] = reactive("")

    class Clicked(Message):
        """Somebody clicked on a hint."""

        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action

    def __init__(self, words: Words) -> None:
        super().__init__(id="hints")
        self.words = words
        self._timer: Timer | None = None
        self._ends: list[tuple[int, str]] = []

    def say(self, text: str, seconds: float = _SECONDS) -> None:
        """Show a notice in place of the hints."""
        self.notice = one_line(text)
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(seconds, self.quiet)

    def quiet(self) -> None:
        """Show the hints again."""
        self.notice = ""

    def watch_notice(self, notice: str) -> None:
        """Mark the line while it is a notice."""
        self.set_class(bool(notice), "-notice")

    def render(self) -> Content:
        """Return the notice, or the hints that fit."""
        width = self.content_size.width
        self._ends = []
        if self.notice:
            return Content(fit(self.notice, width, self.words.glyphs.ellipsis))
        line = Content("")
        for hint in self.hints:
            part = Content.assemble((hint.key, "bold"), (f" {hint.label}", "dim"), "  ")
            if cell_len((line + part).plain.rstrip()) > width:
                break
            line = line + part
            self._ends.append((line.cell_length, hint.action))
        return line

    def on_click(self, event: events.Click) -> None:
        """Find the hint under the mouse."""
        place = event.get_content_offset(self)
        action = next((action for end, action in self._ends if place is not None and place.x < end), None)
        if action:
            self.post_message(self.Clicked(action))
