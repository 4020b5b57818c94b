"""The composer: where a person writes. Enter sends; another key makes a new line; a paste stays whole."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Literal

from rich.text import Text
from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.widgets import TextArea

from tui.keys import bindings
from tui.safe import for_editing, neutral
from tui.words import Words

LARGE = 20_000
"""A paste above this many characters is kept beside the text, with a mark standing for it."""
_MARK = re.compile(r"\[#(\d+)[^\]\n]*\]")
_REMEMBERED = 200


class Composer(TextArea):
    """A text area that sends. Posts `Submitted`; remembers what was sent for Up and Down."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("composer")]

    @dataclass
    class Submitted(Message):
        """A person sent `text`; `pasted` if lines of it came from the clipboard in one go."""

        composer: Composer
        text: str
        pasted: bool

        @property
        def control(self) -> Composer:
            """The composer it came from."""
            return self.composer

    class Idle(Message):
        """A key was pressed that had nothing to do here, because nothing is written."""

        def __init__(self, key: Literal["enter", "up", "down"]) -> None:
            super().__init__()
            self.key = key

    def __init__(self, words: Words, text: str = "", *, id: str = "composer", recalls: bool = True) -> None:
        super().__init__(text, id=id, highlight_cursor_line=False, compact=False)
        self.words = words
        self.recalls = recalls
        self.lends = False
        """Whether Up and Down belong to somebody else while nothing is written."""
        self._history: list[str] = []
        self._place: int | None = None
        self._unsent = ""
        self._large: dict[str, str] = {}
        self._pasted = False
        self.cursor_blink = False

    def whole(self) -> str:
        """Return the text with every large paste in its place."""
        return _MARK.sub(lambda mark: self._large.get(mark[1], mark[0]), self.text)

    def put(self, text: str) -> None:
        """Replace the text, with the cursor at its end."""
        shown = self._set_aside(text) if len(text) > LARGE else for_editing(text)
        self.load_text(shown)
        self.move_cursor(self.document.end)

    def write(self, text: str) -> None:
        """Insert `text` at the cursor, as if typed or pasted here."""
        if len(text) > LARGE:
            text = self._set_aside(text)
        self._replace_via_keyboard(text, *self.selection)

    def remember(self, text: str) -> None:
        """Keep `text` for Up."""
        if text.strip() and (not self._history or self._history[-1] != text):
            self._history = [*self._history[1 - _REMEMBERED :], text]
        self._place = None

    def empty(self) -> None:
        """Start a new text; the old one is kept for Up."""
        self.remember(self.whole())
        self.load_text("")
        self._large.clear()
        self._pasted = False

    def get_line(self, line_index: int) -> Text:
        """Return a line to draw, with nothing in it that could steer the terminal or turn its direction."""
        return Text(neutral(self.document.get_line(line_index)), end="", no_wrap=True)

    def on_mount(self) -> None:
        """Keep the terminal's cursor, at which an input method composes, where the text goes in."""
        self.screen.screen_layout_refresh_signal.subscribe(self, self._place_cursor, immediate=True)

    def _place_cursor(self, _screen: object = None) -> None:
        if self.has_focus and self.app.cursor_position != self.cursor_screen_offset:
            self.app.cursor_position = self.cursor_screen_offset
            self.refresh()

    async def _on_paste(self, event: events.Paste) -> None:
        """Insert the whole paste; it never sends, however many lines it has."""
        event.prevent_default()
        event.stop()
        text = for_editing(event.text)
        self._pasted = self._pasted or "\n" in text.strip("\n") or len(text) > LARGE
        self.write(text)

    def action_send(self) -> None:
        """Hand the text to whoever listens, and be ready for the next; Up brings it back."""
        self.in_order(self._send)

    def action_newline(self) -> None:
        """Begin a new line."""
        self.in_order(lambda: self._replace_via_keyboard("\n", *self.selection))

    def action_older(self) -> None:
        """On the first row, bring back what was sent before; elsewhere move the cursor."""
        self.in_order(self._older)

    def action_newer(self) -> None:
        """On the last row, go forward again, in the end to what was not sent yet; elsewhere move the cursor."""
        self.in_order(self._newer)

    def in_order(self, act: Callable[[], object]) -> None:
        """Do `act` after all keys that came before it.

        A binding acts at once, but letters typed before it may still wait in this part's queue: Enter would
        send a line without its last letters.
        """
        self.call_later(act)

    def _send(self) -> None:
        if self.lends and not self.text:
            self.post_message(self.Idle("enter"))
            return
        text, pasted = self.whole(), self._pasted
        self.empty()
        self.post_message(self.Submitted(self, text, pasted))

    def _older(self) -> None:
        if self._row() > 0:
            self.action_cursor_up()
        elif self.lends and not self.text:
            self.post_message(self.Idle("up"))
        elif self.recalls and self._history:
            if self._place is None:
                self._unsent, self._place = self.whole(), len(self._history)
            self._place = max(0, self._place - 1)
            self.put(self._history[self._place])

    def _newer(self) -> None:
        if self._row() < self.wrapped_document.height - 1:
            self.action_cursor_down()
        elif self.lends and not self.text:
            self.post_message(self.Idle("down"))
        elif self._place is not None:
            newer = self._place + 1
            self._place = newer if newer < len(self._history) else None
            self.put(self._unsent if self._place is None else self._history[newer])

    def _row(self) -> int:
        """Row of the cursor as drawn, so that Up inside a wrapped line moves the cursor."""
        return self.wrapped_document.location_to_offset(self.cursor_location).y

    def _set_aside(self, text: str) -> str:
        """Keep a large text beside, and return the mark for it."""
        number = str(len(self._large) + 1)
        self._large[number] = text
        self._pasted = True
        label = self.words("ui.composer.large", characters=len(text), count=text.count("\n") + 1)
        return f"[#{number} {label}]"
