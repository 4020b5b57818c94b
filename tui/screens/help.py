"""Help: every key and every command, derived from where they are declared, and a few words on copying."""

from __future__ import annotations

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from tui.keys import KEYS, named, shown
from tui.prose import blocks
from tui.screens.ask import Question
from tui.widgets.bubble import Bubble
from tui.words import Words


class HelpScreen(Question):
    """A page to scroll; Escape or F1 closes it."""

    def __init__(self, words: Words, keymap: Mapping[str, str]) -> None:
        super().__init__(words)
        self._keymap = keymap

    def compose(self) -> ComposeResult:
        """The page."""
        text = help_text(self.words, self._keymap)
        with Vertical(classes="box"):
            with VerticalScroll():
                yield Bubble(blocks(text, self.words.glyphs), text, kind="said", role="govplan")
            yield Static(self.words("ui.help.keys"), classes="keys", markup=False)

    def on_mount(self) -> None:
        """Arrow keys scroll."""
        self.query_one(VerticalScroll).focus()


def help_text(words: Words, keymap: Mapping[str, str]) -> str:
    """Return the page as Markdown."""
    from assistant.dialogue.commands import COMMANDS

    keys = [f"| `{shown(key, keymap)}` | {words(f'ui.key.{key.id}.help')} | {key.id} |" for key in KEYS]
    commands = [f"| `/{spec.name}` | {words(f'command.{spec.name}.help')} |" for spec in COMMANDS]
    return "\n".join(
        [
            words("ui.help.intro"),
            "",
            words("ui.help.key_table"),
            "|---|---|---|",
            *keys,
            "",
            words("ui.help.marks", **_marks(words)),
            "",
            words("ui.help.command_table"),
            "|---|---|",
            *commands,
            "",
            words(
                "ui.help.more",
                copy=named("copy", keymap),
                plan=named("plan", keymap),
                blanks=named("blanks", keymap),
            ),
        ]
    )


def _marks(words: Words) -> dict[str, str]:
    """Return the marks of the rail and the preview, escaped for Markdown."""
    glyphs = words.glyphs
    marks = {
        "done": glyphs.done,
        "here": glyphs.here,
        "started": glyphs.started,
        "look": glyphs.look,
        "suggested": glyphs.suggested,
        "deferred": glyphs.deferred,
        "needed": glyphs.needed,
    }
    return {name: f"`{mark}`" for name, mark in marks.items()}
