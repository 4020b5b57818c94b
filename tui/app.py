"""The Textual app. Small: themes, quitting, copying, help; everything else is in its screens."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import App
from textual.binding import BindingType
from textual.command import CommandPalette
from textual.widgets import Input, TextArea

from tui import clipboard, glyphs, settings
from tui.desk import Opening
from tui.keys import bindings, named
from tui.messages import CopyText, Opened, OpenFailed, QuitWanted, Typed
from tui.safe import one_line
from tui.screens.main import MainScreen
from tui.terminal import first_theme, know_alt_enter, next_theme
from tui.threads import in_thread
from tui.widgets.composer import Composer
from tui.words import Words

if TYPE_CHECKING:
    from assistant.sessions import RescueReport
    from assistant.workspace import Workspace

_TWICE = 4.0
"""Seconds within which a second Ctrl+C quits."""


class GovplanApp(App[int]):
    """govplan on the screen. `open_workspace` is called on a worker's thread after the first paint."""

    CSS_PATH = "styles/main.tcss"  # of the main screen: a default screen's own CSS_PATH is not read
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("app")]
    ENABLE_COMMAND_PALETTE = False  # ours is bound like every other key, and worded

    def __init__(
        self,
        open_workspace: Callable[[], Workspace],
        *,
        open_in_memory: Callable[[], Workspace],
        settings_folder: Callable[[], Path | None] = lambda: None,
        rescue: Callable[[], RescueReport] | None = None,
        session: str | None = None,
        new: bool = False,
        lang: str | None = None,
        environ: Mapping[str, str] = os.environ,
    ) -> None:
        self._environ = dict(environ)  # Textual takes NO_COLOR out of the real one
        know_alt_enter()
        super().__init__()
        self._folder: Path | None = None
        self._settings_folder = settings_folder
        self.words = Words(glyphs.choose(self._environ))
        opening = Opening(open_workspace, open_in_memory, self._find_folder, rescue)
        self.main = MainScreen(self.words, opening, session=session, new=new, lang=lang)
        self._asked_to_quit = False
        self.farewell = ""
        """What to say on the terminal once the app is gone."""
        self.theme = first_theme(self._environ)

    def get_default_screen(self) -> MainScreen:
        """Start with the conversation: there is no screen before it."""
        return self.main

    def _find_folder(self) -> Path | None:
        """Return the folder of the settings; asked on a worker's thread."""
        self._folder = self._settings_folder()
        return self._folder

    @on(Opened)
    @on(OpenFailed)
    def _apply(self, event: Opened | OpenFailed) -> None:
        if event.settings.keymap:
            self.set_keymap(event.settings.keymap)
        if event.settings.theme in self.available_themes and not self.ansi_only:
            self.theme = event.settings.theme

    @property
    def ansi_only(self) -> bool:
        """Whether the terminal has 16 colours: then only the themes made of these are offered."""
        return first_theme(self._environ).startswith("ansi")

    async def action_theme(self) -> None:
        """Change between light and dark, and remember it."""
        self.theme = next_theme(self.theme)
        if self._folder is not None:
            folder, theme = self._folder, self.theme
            await in_thread(lambda: settings.remember_theme(folder, theme), "govplan-theme")

    async def action_help(self) -> None:
        """Show the help, or put it away."""
        from tui.screens.help import HelpScreen

        if isinstance(self.screen, HelpScreen):
            self.screen.dismiss(None)
        elif self.screen is self.main and self.words.lang:
            await self.push_screen(HelpScreen(self.words, self.main.keymap))

    def action_command_palette(self) -> None:
        """Open the palette on the main screen."""
        from tui.palette import GovplanCommands

        if self.screen is self.main and self.words.lang:
            placeholder = self.words("ui.palette.placeholder")
            self.push_screen(CommandPalette([GovplanCommands], placeholder=placeholder))

    def action_redraw(self) -> None:
        """Draw everything anew, after something else wrote on the terminal."""
        self.refresh(layout=True)

    async def action_interrupt(self) -> None:
        """Ctrl+C: copies a selection; closes a box; clears what is being written; quits at the second press."""
        focused = self.focused
        selected = self.screen.get_selected_text() or getattr(focused, "selected_text", "")
        if selected and (self.screen.selections or isinstance(focused, TextArea | Input)):
            self.copy(selected, "selection")
        elif self.screen is not self.main:
            await self.screen.run_action("dismiss(None)")
        elif (composer := self.main.query_one(Composer)).text:
            composer.empty()
            self.main.notice(self.words("ui.interrupt.cleared"))
        elif self._asked_to_quit:
            await self.action_leave()
        else:
            self._asked_to_quit = True
            unsaved = self.main.unsaved
            key = named("interrupt", self.main.keymap)
            self.main.notice(self.words(f"ui.interrupt.again{'_unsaved' if unsaved else ''}", key=key))
            self.set_timer(_TWICE, self._forget_asking)

    def _forget_asking(self) -> None:
        self._asked_to_quit = False

    @on(QuitWanted)
    async def action_leave(self) -> None:
        """Quit, once everything sent is stored."""
        await self.main.desk.drain()
        table, fresh = self.main.desk.conversation, self.main.desk.fresh
        if table is not None and fresh:
            self.main.desk.leave(table, fresh=True)
            await self.main.desk.drain()
        elif table is not None and self.main.kept:
            self.farewell = self.words("ui.farewell", name=one_line(table.name))
        await self.main.desk.close()
        self.exit(0)

    @on(Typed)
    def _keep_typed(self, event: Typed) -> None:
        self.main.composer.write(event.text)

    @on(CopyText)
    def _copy_text(self, event: CopyText) -> None:
        self.copy(event.text, event.what)

    def copy(self, text: str, what: str) -> None:
        """Copy through the terminal and through the system's tool, and say what was copied."""
        whole = text.encode("utf-8", "replace").decode("utf-8")
        self.copy_to_clipboard(whole)
        if (tool := clipboard.system_tool(self._environ)) and not self.is_headless:
            work = in_thread(lambda: clipboard.copy_by_tool(whole, tool), "govplan-copy")
            self.run_worker(work, group="copy", exclusive=True, description="fills the clipboard")
        self.main.notice(self.words(f"ui.copied.{what}", count=whole.count("\n") + 1))


def run_app(session: str | None = None, *, new: bool = False, lang: str | None = None) -> int:
    """Run the app until it is quit; the exit code. Everything acknowledged is stored, however it ends."""

    def open_workspace() -> Workspace:
        from assistant.workspace import Workspace

        return Workspace.open(lang=lang)

    def open_in_memory() -> Workspace:
        from assistant.workspace import Workspace

        return Workspace.open_in_memory(lang=lang)

    def settings_folder() -> Path:
        from assistant.locations import find_locations

        return find_locations().data

    def rescue() -> RescueReport:
        from datetime import UTC, datetime

        from assistant.locations import find_locations
        from assistant.sessions import rescue

        return rescue(find_locations().data, at=datetime.now(UTC))

    app = GovplanApp(
        open_workspace,
        open_in_memory=open_in_memory,
        settings_folder=settings_folder,
        rescue=rescue,
        session=session,
        new=new,
        lang=lang,
    )
    code = app.run()
    if app.return_code and app.words.lang:  # the screen itself failed; Textual has said how
        print(app.words("ui.crashed"), file=sys.stderr)
    elif app.farewell:
        print(app.farewell)
    return app.return_code or code or 0
