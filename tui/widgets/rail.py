"""The step rail: ten steps with number, title, progress, what needs a look; click or Enter goes there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.cells import beside
from tui.safe import one_line
from tui.words import Words

if TYPE_CHECKING:
    from assistant.workspace import StepView


class Rail(OptionList):
    """A list of steps. Posts `Chosen`."""

    class Chosen(Message):
        """Somebody wants to go to step `number`."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def __init__(self, words: Words) -> None:
        super().__init__(id="rail", markup=False)
        self.words = words
        self._steps: tuple[StepView, ...] = ()
        self._drawn: tuple[object, ...] = ()

    def show(self, steps: tuple[StepView, ...]) -> None:
        """Draw these steps."""
        self._steps = steps
        self.border_title = self.words("ui.rail.title")
        self._draw()

    def on_resize(self, event: events.Resize) -> None:
        """Cut the titles anew."""
        self._draw()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Turn the choice into ours."""
        event.stop()
        self.post_message(self.Chosen(self._steps[event.option_index].number))

    def _draw(self) -> None:
        width = self.scrollable_content_region.width
        drawing = (width, self._steps, self.words.lang)
        if width < 4 or drawing == self._drawn:
            return
        self._drawn = drawing
        place = self.highlighted
        current = next((n for n, step in enumerate(self._steps) if step.current), None)
        self.set_options([Option(self._line(step, width)) for step in self._steps])
        self.highlighted = place if place is not None and self.has_focus else current

    def _line(self, step: StepView, width: int) -> Content:
        """Return `▸ 3 Title   4/9 !`: where we are, the title cut by cells, what is filled, what to look at."""
        glyphs = self.words.glyphs
        mark = (
            glyphs.here
            if step.current
            else {"done": glyphs.done, "started": glyphs.started}.get(step.status, " ")
        )
        notes = f"{step.filled}/{step.needed}" if step.needed else ""
        if step.deferred:
            notes += f" {glyphs.deferred}{step.deferred}"
        if step.needs_a_look:
            notes += f" {glyphs.look}{step.needs_a_look}"
        line = beside(f"{mark} {step.number:>2} {one_line(step.title)}", notes, width, glyphs.ellipsis)
        style = "bold" if step.current else ("dim" if step.status == "empty" else "")
        return Content.styled(line, style)
