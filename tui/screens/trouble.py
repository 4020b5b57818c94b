"""The storage does not work: what happened, what is kept, what can be done now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.messages import Typed
from tui.safe import clean, for_editing
from tui.screens.ask import Question
from tui.words import Words

if TYPE_CHECKING:
    from assistant.workspace import Workspace

CHOICES = ("again", "memory", "quit")
RESCUE = ("rescue", *CHOICES)


class TroubleScreen(Question, inherit_bindings=False):
    """Words the error and offers to try again, to go on in memory only, or to quit. Escape does not decide that."""

    def __init__(self, words: Words, error: BaseException, spare: Workspace, *, can_rescue: bool) -> None:
        super().__init__(words)
        self._choices = RESCUE if can_rescue else CHOICES
        worded = spare.error_text(error) if isinstance(error, Exception) else None
        self._text = worded or words("ui.unexpected", error=type(error).__name__)

    def compose(self) -> ComposeResult:
        """Title, what happened, choices."""
        with Vertical(classes="box"):
            yield Static(self.words("ui.trouble.title"), classes="title", markup=False)
            with VerticalScroll():
                yield Static(clean(self._text), markup=False)
            yield OptionList(
                *(Option(self.words(f"ui.trouble.{choice}")) for choice in self._choices), markup=False
            )

    def on_mount(self) -> None:
        """The choices have the focus."""
        self.query_one(OptionList).focus()

    def on_key(self, event: events.Key) -> None:
        """Pass on what is typed: this screen came up by itself and may not swallow it."""
        if event.is_printable and event.character:
            event.stop()
            self.post_message(Typed(event.character))

    def on_paste(self, event: events.Paste) -> None:
        """Pass on what is pasted."""
        event.stop()
        self.post_message(Typed(for_editing(event.text)))

    @on(OptionList.OptionSelected)
    def _answer(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._choices[event.option_index])
