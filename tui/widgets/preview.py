"""The live preview of the plan: every value in reading order, marked with its state, editable in place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.cells import fit
from tui.keys import named
from tui.safe import clean, one_line
from tui.words import Words

if TYPE_CHECKING:
    from textual.css.styles import RulesMap

    from assistant.workspace import Row

_LINES_OF_A_VALUE = 6
_DEEPEST = 4


class Laid(Content):
    """Content that is wrapped already: its height is the number of its lines, without wrapping it again."""

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Return the number of lines, whatever the width."""
        return self.plain.count("\n") + 1


class Preview(OptionList):
    """The plan as a list of rows. Posts `Chosen`."""

    class Chosen(Message):
        """Somebody wants to edit the value of `row`, or to go to the step whose heading it is."""

        def __init__(self, row: Row) -> None:
            super().__init__()
            self.row = row

    def __init__(self, words: Words) -> None:
        super().__init__(id="preview", markup=False)
        self.words = words
        self._rows: tuple[Row, ...] = ()
        self._laid: dict[Row, Laid] = {}
        """Every row as drawn for `_laid_for`; a turn changes few of hundreds."""
        self._laid_for: tuple[int, str] = (0, "")
        self._step = 0
        self._title = ""
        self._drawn: tuple[object, ...] = ()
        self._drawn_rows: tuple[Row, ...] = ()
        self.keymap: Mapping[str, str] = {}

    def show(self, rows: tuple[Row, ...], title: str, step: int) -> None:
        """Draw these rows. Goes to what changed, or to a step just begun; stays put while somebody is here."""
        self._title = one_line(title) or self.words("ui.preview.title")
        target = self._target(rows, step)
        self._rows, self._step = rows, step
        self._draw()
        if target is not None and not self.has_focus:
            self.highlighted = target
            self.scroll_to_highlight(top=not rows[target].field)

    @property
    def marked_row(self) -> Row | None:
        """The row that the keys are about."""
        place = self.highlighted
        return self._rows[place] if place is not None and place < len(self._rows) else None

    def _target(self, rows: tuple[Row, ...], step: int) -> int | None:
        """Return the index of the first row that says something else than before, else of a new step's heading."""
        before = {(row.step, row.uid, row.field, row.label): row.text for row in self._rows}
        changed = (
            number
            for number, row in enumerate(rows)
            if before and row.text and before.get((row.step, row.uid, row.field, row.label)) != row.text
        )
        heading = (
            n for n, row in enumerate(rows) if step != self._step and row.step == step and not row.depth
        )
        return next(changed, next(heading, None))

    def on_resize(self, event: events.Resize) -> None:
        """Wrap anew."""
        self._draw()

    def on_focus(self) -> None:
        """Begin at the first row, so that the keys do something one can see."""
        if self.highlighted is None and self._rows:
            self.highlighted = 0

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Turn the choice into ours."""
        event.stop()
        if self._rows:
            self.post_message(self.Chosen(self._rows[event.option_index]))

    def _draw(self) -> None:
        width = self.scrollable_content_region.width
        drawing = (width, self._rows, self._title, self.words.lang)
        if width < 4 or drawing == self._drawn:
            return
        ellipsis = self.words.glyphs.ellipsis
        self.border_title = Content(fit(self._title, width - 2, ellipsis)).markup
        keys = self.words("ui.preview.keys", blanks=named("blanks", self.keymap))
        self.border_subtitle = Content(fit(keys, width - 2, ellipsis)).markup if self._rows else ""
        old_rows = self._drawn_rows
        self._drawn_rows = self._rows
        self._drawn = drawing
        place, scroll = self._place_now(old_rows), self.scroll_y
        if (width, self.words.lang) != self._laid_for:
            self._laid, self._laid_for = {}, (width, self.words.lang)
        self._laid = {row: self._laid.get(row) or self._lay(row, width) for row in self._rows}
        options = [Option(self._laid[row]) for row in self._rows]
        self.set_options(options or [Option(self.words("ui.preview.empty"), disabled=True)])
        if self._rows and (place is not None or self.has_focus):
            self.highlighted = place or 0
        if old_rows:
            self.scroll_to(y=scroll, animate=False)

    def _place_now(self, old_rows: tuple[Row, ...]) -> int | None:
        """Return the index at which the highlighted row stands now, or the nearest to where it stood."""
        place = self.highlighted
        if place is None or not self._rows:
            return None
        if place < len(old_rows):
            old = old_rows[place]
            key = (old.step, old.uid, old.field)
            for number in sorted(range(len(self._rows)), key=lambda n: abs(n - place)):
                if (self._rows[number].step, self._rows[number].uid, self._rows[number].field) == key:
                    return number
        return min(place, len(self._rows) - 1)

    def _lay(self, row: Row, width: int) -> Laid:
        content = self._content(row, width)
        return Laid(content.plain, list(content.spans))

    def _content(self, row: Row, width: int) -> Content:
        """Return the lines of one row: a heading, or mark, label and value with a hanging indent."""
        indent = "  " * min(row.depth, _DEEPEST)
        ellipsis = self.words.glyphs.ellipsis
        if not row.field:
            name = one_line(f"{row.label} {row.text}")
            return Content.styled(fit(indent + name, width, ellipsis), "bold")
        label = f"{indent}{self._mark(row)} {one_line(row.label)}:"
        value = clean(row.text).strip()
        hang = indent + "    "
        lines = self._value_lines(label, value, hang, width)
        lines[0] = lines[0].stylize("dim", 0, min(len(label), len(lines[0].plain)))
        if style := self._mark_style(row):
            lines[0] = lines[0].stylize(style, len(indent), len(indent) + 1)
        if row.needs_a_look:
            reason = Content.styled(fit(hang + one_line(row.needs_a_look), width, ellipsis), "italic")
            lines.append(reason)
        return Content("\n").join(lines)

    def _value_lines(self, label: str, value: str, hang: str, width: int) -> list[Content]:
        """Return label and value, the later lines indented by `hang`; a long value is cut."""
        ellipsis = self.words.glyphs.ellipsis
        if not value:
            return [Content(fit(label, width, ellipsis))]
        text = f"{label} {value}"
        first = Content(text).wrap(width)[0]
        after = text[len(first.plain) :].lstrip(" ").removeprefix("\n")
        rest = Content(after).wrap(max(2, width - len(hang))) if after else []
        lines = [first, *(Content(hang) + part for part in rest)]
        if len(lines) > _LINES_OF_A_VALUE:
            return [*lines[: _LINES_OF_A_VALUE - 1], Content(hang + ellipsis)]
        return lines

    def _mark_style(self, row: Row) -> str:
        if row.needs_a_look:
            return "not dim bold $warning"
        return "not dim $accent" if row.state == "suggested" else ""

    def _mark(self, row: Row) -> str:
        glyphs = self.words.glyphs
        if row.needs_a_look:
            return glyphs.look
        if row.state == "empty":
            return glyphs.needed if row.needed else " "
        return {"suggested": glyphs.suggested, "deferred": glyphs.deferred}.get(row.state, glyphs.done)
