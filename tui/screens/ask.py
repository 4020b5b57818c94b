"""Small questions on top of the main screen: one line, the new text of a value, one of a few choices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from tui.bars import use_plain_bars
from tui.keys import named
from tui.safe import clean, for_editing, one_line
from tui.widgets.composer import Composer
from tui.words import Words

if TYPE_CHECKING:
    from assistant.workspace import Row


class Question(ModalScreen[str | None]):
    """A box with a title; Escape answers with nothing."""

    CSS_PATH = "../styles/modal.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", show=False)]

    def __init__(self, words: Words) -> None:
        super().__init__(classes="-ascii" if words.glyphs.ascii else "")
        self.words = words

    def on_screen_resume(self) -> None:
        """Draw with what the locale can show."""
        if self.words.glyphs.ascii:
            use_plain_bars(self.query("*"))


class AskScreen(Question):
    """Asks for one line; `message` has `.title` and `.keys`."""

    def __init__(self, words: Words, message: str, value: str = "") -> None:
        super().__init__(words)
        self._message = message
        self._value = value

    def compose(self) -> ComposeResult:
        """Title, line, keys."""
        with Vertical(classes="box"):
            yield Static(self.words(f"{self._message}.title"), classes="title", markup=False)
            yield Input(one_line(self._value))
            yield Static(self.words(f"{self._message}.keys"), classes="keys", markup=False)

    @on(Input.Submitted)
    def _answer(self, event: Input.Submitted) -> None:
        self.dismiss(event.value)


class EditScreen(Question):
    """Edits the value of one row of the preview; answers with the new text."""

    def __init__(self, words: Words, row: Row, keymap: Mapping[str, str]) -> None:
        super().__init__(words)
        self._row = row
        self._keys = {name: named(name, keymap) for name in ("send", "newline")}

    def compose(self) -> ComposeResult:
        """What is edited and why it may need a look, the editor, keys."""
        with Vertical(classes="box"):
            yield Static(one_line(self._row.label), classes="title", markup=False)
            if self._row.needs_a_look:
                yield Static(clean(self._row.needs_a_look), classes="keys", markup=False)
            yield Composer(self.words, for_editing(self._row.edit_text), id="editor", recalls=False)
            yield Static(self.words("ui.edit.keys", **self._keys), classes="keys", markup=False)

    def on_mount(self) -> None:
        """Begin at the end of the value."""
        editor = self.query_one(Composer)
        editor.move_cursor(editor.document.end)

    @on(Composer.Submitted)
    def _answer(self, event: Composer.Submitted) -> None:
        event.stop()
        self.dismiss(event.text)


class MenuScreen(Question):
    """Offers a few choices, worded by `message.<choice>`; answers with the one taken."""

    def __init__(self, words: Words, message: str, choices: Sequence[str], **params: str) -> None:
        super().__init__(words)
        self._message = message
        self._params = params
        self._choices = tuple(choices)

    def compose(self) -> ComposeResult:
        """Title and choices."""
        with Vertical(classes="box"):
            yield Static(self.words(f"{self._message}.title", **self._params), classes="title", markup=False)
            yield OptionList(
                *(Option(self.words(f"{self._message}.{choice}")) for choice in self._choices), markup=False
            )

    @on(OptionList.OptionSelected)
    def _answer(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._choices[event.option_index])
