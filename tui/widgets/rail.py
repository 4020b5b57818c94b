"""The step rail: ten steps with number, title, progress, what needs a look; click or Enter goes there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.cells import beside, fit
from tui.safe import one_line
from tui.words import Words

if TYPE_CHECKING:
    from assistant.workspace import StepView


_SHORTEST = 8
"""Cells that a line of a title gets, however narrow the rail is."""


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
        self.border_subtitle = Content(fit(self._legend(), width - 2, self.words.glyphs.ellipsis)).markup
        self.set_options([Option(self._line(step, width)) for step in self._steps])
        self.highlighted = place if place is not None and self.has_focus else current

    def _line(self, step: StepView, width: int) -> Content:
        """Return `▸ 3 Title   4/9 !1`: where we are, the title, what is filled, what to look at.

        A title that is too long goes on in a second line, below its beginning.
        """
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
        head = f"{mark} {step.number:>2} "
        room = width - cell_len(head) - cell_len(notes) - 1
        title = [part.plain.rstrip() for part in Content(one_line(step.title)).wrap(max(_SHORTEST, room))]
        lines = [beside(head + title[0], notes, width, glyphs.ellipsis)]
        if len(title) > 1:
            lines.append(fit(" " * cell_len(head) + " ".join(title[1:]), width, glyphs.ellipsis))
        style = "bold" if step.current else ("dim" if step.status == "empty" else "")
        return Content.styled("\n".join(lines), style)

    def _legend(self) -> str:
        """Return what the marks that now stand beside the steps mean."""
        glyphs = self.words.glyphs
        return ", ".join(
            self.words(f"ui.rail.{name}", mark=mark)
            for name, mark, there in (
                ("deferred", glyphs.deferred, any(step.deferred for step in self._steps)),
                ("look", glyphs.look, any(step.needs_a_look for step in self._steps)),
            )
            if there
        )
