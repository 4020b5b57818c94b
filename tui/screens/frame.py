"""The frame of the main screen: its parts, what fits at which size, panels on demand, scrolling, focus."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from tui.bars import use_plain_bars
from tui.keys import Place, bindings, hints, named, shown
from tui.safe import for_editing
from tui.widgets.composer import Composer
from tui.widgets.hints import Hint, HintLine
from tui.widgets.picker import Picker
from tui.widgets.preview import Preview
from tui.widgets.rail import Rail
from tui.widgets.status import StatusLine
from tui.widgets.transcript import Transcript
from tui.words import Words

WIDE, HIGH = 120, 30
"""From this many columns and rows there are three panes."""
TINY_WIDTH, TINY_HEIGHT = 40, 12
"""Below one of these only the transcript and the composer are left."""
_PANELS = {"steps": Rail, "plan": Preview}


class Frame(Screen[None]):
    """Parts and layout, nothing about conversations. The focus goes back to the composer whenever it can."""

    AUTO_FOCUS = "Composer"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("picker", "main")]

    def __init__(self, words: Words) -> None:
        super().__init__(id="main", classes="-narrow -ascii" if words.glyphs.ascii else "-narrow")
        self.words = words
        self._more = False
        self.keymap: Mapping[str, str] = {}
        """Keys that a person chose, by the ids of `tui.keys`."""

    def compose(self) -> ComposeResult:
        """Rail, talk, preview; below them status and hints."""
        with Horizontal(id="body"):
            yield Rail(self.words)
            with Vertical(id="talk"):
                yield Transcript(self.words)
                yield Picker(self.words)
                yield Static("", id="waiting", markup=False)
                yield Composer(self.words)
            yield Preview(self.words)
        yield StatusLine(self.words)
        yield HintLine(self.words)

    @property
    def composer(self) -> Composer:
        """Where a person writes."""
        return self.query_one(Composer)

    @property
    def transcript(self) -> Transcript:
        """What was said."""
        return self.query_one(Transcript)

    @property
    def picker(self) -> Picker:
        """The list of plans."""
        return self.query_one(Picker)

    @property
    def picking(self) -> bool:
        """Whether the list of plans is shown."""
        return self.has_class("-picking")

    def pick(self, yes: bool) -> None:
        """Show or put away the list of plans."""
        self.set_class(yes, "-picking")
        self.composer.lends = yes
        self.composer.focus()
        self.show_hints()

    def notice(self, text: str) -> None:
        """Say something in passing."""
        self.query_one(HintLine).say(text)

    def show_hints(self) -> None:
        """Show the keys that do something now."""
        below = self._more and not self.picking
        more = self.words("ui.transcript.below", key=named("page_down", self.keymap)) if below else ""
        self.composer.border_title = Content(more).markup
        places: tuple[Place, ...] = (
            ("composer", "app", "picker") if self.picking else ("composer", "app", "main")
        )
        self.query_one(HintLine).hints = tuple(
            Hint(shown(key, self.keymap), self.words(f"ui.key.{key.id}.label"), key.call)
            for key in hints(places)
            if self.words.lang
        )

    def on_screen_resume(self) -> None:
        """Draw with what the locale can show."""
        if self.words.glyphs.ascii:
            use_plain_bars(self.query("*"))

    def on_resize(self, event: events.Resize) -> None:
        """Choose the layout for the size; nothing but classes changes, so nothing is lost."""
        width, height = event.size
        self.set_class(width < WIDE or height < HIGH, "-narrow")
        self.set_class(width < TINY_WIDTH or height < TINY_HEIGHT, "-tiny")

    @on(Transcript.Reached)
    def _tell_of_more(self, event: Transcript.Reached) -> None:
        """Say on the edge of the composer that the conversation goes on below what is seen."""
        self._more = not event.end
        self.show_hints()

    def on_key(self, event: events.Key) -> None:
        """Write in the composer whatever is typed elsewhere on the screen: no keystroke is swallowed."""
        if event.is_printable and event.character and self.focused is not self.composer:
            event.stop()
            self.action_dismiss_panel()
            self.composer.write(event.character)

    def on_paste(self, event: events.Paste) -> None:
        """Paste into the composer, wherever the focus is."""
        if self.focused is not self.composer:
            event.stop()
            self.action_dismiss_panel()
            self.composer.write(for_editing(event.text))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let keys through to the part that has the focus where ours would mean nothing."""
        if action == "manage":
            return self.picking and self.picker.card is not None
        if action in {"panel", "recall", "ask"}:
            return not self.picking
        if action == "page":
            return self.focused in (self.composer, self.transcript, None)
        if action == "blanks":
            return isinstance(self.focused, Preview)
        return True

    def action_panel(self, name: str) -> None:
        """Show or hide a panel; where it is always there, give it the focus or take it away."""
        panel: Widget = self.query_one(_PANELS[name])
        if panel.has_focus:
            self.action_dismiss_panel()
            return
        self.remove_class(*(f"-show-{other}" for other in _PANELS))
        self.add_class(f"-show-{name}")
        panel.focus()

    def action_dismiss_panel(self) -> None:
        """Put panels away and go back to writing."""
        self.remove_class(*(f"-show-{name}" for name in _PANELS))
        self.clear_selection()
        self.composer.focus()

    def action_page(self, by: int) -> None:
        """Scroll the transcript by a page, or the list of plans."""
        if self.picking:
            self.picker.move("page_up" if by < 0 else "page_down")
        elif by < 0:
            self.transcript.scroll_page_up(animate=False)
        else:
            self.transcript.scroll_page_down(animate=False)

    def action_edge(self, to: int) -> None:
        """Scroll the transcript to its beginning or its end."""
        if to < 0:
            self.transcript.scroll_home(animate=False)
        else:
            self.transcript.scroll_end(animate=False)

    @on(HintLine.Clicked)
    async def _hint_clicked(self, event: HintLine.Clicked) -> None:
        target = self.composer if event.action in {"send", "newline"} else self
        await self.app.run_action(event.action, target)
