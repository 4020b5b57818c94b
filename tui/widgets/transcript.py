"""The transcript: messages from top to bottom; follows the end unless somebody scrolled up to read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.reactive import var

from tui.messages import CopyText
from tui.prose import blocks, paragraphs
from tui.widgets.bubble import Bubble
from tui.widgets.following import Following
from tui.words import Words

if TYPE_CHECKING:
    from assistant.workspace import Shown

KEPT = 400
"""Older bubbles leave the screen (never the session), so that a long day does not slow down typing."""
_EDGES = 3
"""Cells beside the text of a message: padding, a line at its left."""
LINES_SHOWN = 24
"""Of a long paste this many lines are shown; all of it is sent and stored."""


class Transcript(Following):
    """Shows messages. With the focus here, Up and Down mark one and Enter asks to copy it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "mark(-1)", show=False),
        Binding("down", "mark(1)", show=False),
        Binding("enter", "copy_marked", show=False),
    ]

    FOCUS_ON_CLICK = False  # a click selects text; who writes goes on writing where the cursor is
    marked: var[int | None] = var(None)
    """Index of the marked message among the shown ones."""

    def __init__(self, words: Words) -> None:
        super().__init__(id="transcript")
        self.words = words

    @property
    def bubbles(self) -> list[Bubble]:
        """The messages shown, oldest first."""
        return list(self._messages.query_children(Bubble))

    @property
    def _messages(self) -> Vertical:
        return self.query_one("#messages", Vertical)

    def compose(self) -> ComposeResult:
        """The messages stand in a part as high as the view, so that the first ones begin at the top."""
        yield Vertical(id="messages")

    def on_mount(self) -> None:
        """Follow the end from the start."""
        self.follow()

    async def start_over(self, shown: Iterable[Shown]) -> None:
        """Show these messages and no others."""
        self.marked = None
        await self._messages.remove_children(Bubble)
        await self._messages.mount_all([self._bubble(message) for message in shown])
        self.follow()

    async def add(self, shown: Iterable[Shown]) -> None:
        """Add messages at the end; the view stays where somebody is reading.

        Who is at the end sees all of them, or, where they are higher than the view, begins at their first line.
        """
        fresh = [self._bubble(message) for message in shown]
        if not fresh:
            return
        if self.scroll_y >= self.max_scroll_y and self._are_tall(fresh):
            self.begin_at(fresh[0])
        await self._messages.mount_all(fresh)
        self.call_after_refresh(self.tell_of_end)
        if surplus := len(self.bubbles) - KEPT:
            await self._messages.remove_children(self.bubbles[: max(0, surplus)])

    def _are_tall(self, bubbles: list[Bubble]) -> bool:
        """Whether these do not fit into the view together; measured for the narrowest of them."""
        view = self.scrollable_content_region
        width = max(1, view.width - _EDGES)
        return 0 < view.height < sum(bubble.height_at(width) + 1 for bubble in bubbles) - 1

    async def add_line(self, text: str) -> None:
        """Add a line that a person just sent, and go to the end: who writes wants to see the answer."""
        await self._messages.mount(self._person(text))
        self.follow()

    async def tell(self, text: str) -> None:
        """Add an error, worded; it is not part of the session."""
        await self._messages.mount(
            Bubble(blocks(text, self.words.glyphs), text, kind="error", role="govplan")
        )

    async def drop_line(self) -> None:
        """Take back the last line of a person: it could not be stored."""
        if self.bubbles and self.bubbles[-1].role == "person":
            await self.bubbles[-1].remove()

    def last_reply(self) -> str:
        """Return everything said since the last line of a person, as Markdown."""
        parts: list[str] = []
        for bubble in reversed(self.bubbles):
            if bubble.role == "person" and parts:
                break
            if bubble.role != "person":
                parts.insert(0, bubble.source)
        return "\n\n".join(parts)

    def marked_text(self) -> str:
        """Return the source of the marked message, or nothing."""
        return self.bubbles[self.marked].source if self.marked is not None and self.bubbles else ""

    def watch_marked(self, old: int | None, new: int | None) -> None:
        """Show the mark and scroll to it."""
        for number, bubble in enumerate(self.bubbles):
            bubble.set_class(number == new, "-marked")
            if number == new:
                self.scroll_to_widget(bubble, animate=False)

    def action_mark(self, by: int) -> None:
        """Mark the next or previous message; the last one first."""
        count = len(self.bubbles)
        if count:
            start = count if self.marked is None else self.marked
            self.marked = max(0, min(count - 1, start + by))

    def action_copy_marked(self) -> None:
        """Ask for a copy of the marked message."""
        if text := self.marked_text():
            self.post_message(CopyText(text, "marked"))

    def on_blur(self) -> None:
        """A mark without focus would only puzzle."""
        self.marked = None

    def _bubble(self, message: Shown) -> Bubble:
        if message.role == "person":
            return self._person(message.text)
        content = blocks(message.text, self.words.glyphs)
        return Bubble(content, message.text, kind=message.kind, role="govplan")

    def _person(self, text: str) -> Bubble:
        lines = text.split("\n")
        cut = "\n".join(lines[:LINES_SHOWN])[: LINES_SHOWN * 200]
        if len(cut) < len(text):
            more = self.words("ui.transcript.more", count=len(lines), characters=len(text))
            cut = f"{cut}{self.words.glyphs.ellipsis}\n{more}"
        return Bubble(paragraphs(cut), text, kind="line", role="person")
