"""What can be done with whole plans: open, begin, import, look at the sample, rename, duplicate, delete."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual import on, work

from tui.messages import Listed
from tui.screens.ask import AskScreen
from tui.screens.opening import OpeningFrame
from tui.widgets.composer import Composer
from tui.widgets.picker import Picker
from tui.widgets.status import StatusLine

if TYPE_CHECKING:
    from assistant.workspace import Workspace


class SessionsFrame(OpeningFrame):
    """The frame with the list of plans at work."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Plans can be listed once there is a workspace."""
        if action == "sessions":
            return self.desk.workspace is not None
        if action == "list_edge":
            return self.picking and not self.composer.text
        return super().check_action(action, parameters)

    def action_sessions(self) -> None:
        """Show the list of plans, or go back from it to the open one."""
        if self.picking and self.desk.conversation is not None:
            self.pick(False)
        else:
            self.desk.sessions()
            self.pick(True)

    def action_list_edge(self, to: str) -> None:
        """Go to the first or the last line of the list."""
        self.picker.move(to)

    def action_manage(self, what: str) -> None:
        """Rename, duplicate or delete the highlighted plan; Delete and Ctrl+D in a text stay what they are there."""
        self.composer.in_order(lambda: self._manage(what))

    def _manage(self, what: str) -> None:
        if what == "rename":
            self._rename()
        elif self.composer.text:
            self.composer.action_delete_right()
        elif what == "duplicate":
            self._duplicate()
        else:
            self._delete()

    @on(Composer.Idle)
    def _steer_list(self, event: Composer.Idle) -> None:
        if self.picking and event.key == "enter":
            self.picker.choose()
        elif self.picking:
            self.picker.move(f"cursor_{event.key}")

    @on(Picker.Chosen)
    def _open_plan(self, event: Picker.Chosen) -> None:
        card = event.card
        if card.deleted_at is None:
            self.resume(card.id)
            return

        def restore(workspace: Workspace) -> str:
            workspace.restore(card.id)
            return self.words("ui.picker.restored", name=card.name)

        self.desk.sessions(restore)

    @on(Picker.Asked)
    def _other_entry(self, event: Picker.Asked) -> None:
        match event.entry:
            case "new" if self.desk.fresh:
                self.pick(False)
            case "new":
                self.begin()
            case "sample":
                self.seat(lambda workspace: workspace.sample(self.words.lang), kept=False)
            case "import":
                self._import()
            case "deleted" | "in_use":
                self.picker.turn_over()

    @on(Listed)
    def _listed(self, event: Listed) -> None:
        table = self.desk.conversation
        self.picker.show(event.sessions, event.deleted, table.name if table else "")
        if table is not None:
            self.query_one(StatusLine).change(name=table.name)
        if event.note:
            self.notice(event.note)

    @work(group="dialogue", exclusive=True, description="asks which file to import")
    async def _import(self) -> None:
        typed = await self.app.push_screen_wait(AskScreen(self.words, "ui.ask.import"))
        if typed:
            from assistant.workspace import typed_paths

            paths = typed_paths(typed) or [Path(typed)]
            self.seat(lambda workspace: workspace.import_file(paths[0]), started=True)

    @work(group="dialogue", exclusive=True, description="asks for a new name")
    async def _rename(self) -> None:
        """Give the highlighted plan another name."""
        card = self.picker.card
        if card is None:
            return
        name = await self.app.push_screen_wait(AskScreen(self.words, "ui.ask.rename", card.name))
        new = (name or "").strip()
        table = self.desk.conversation

        def rename(workspace: Workspace) -> str:
            renamed = workspace.rename(card.id, new).name
            if table is not None and table.id == card.id:
                table.name = renamed
            return self.words("ui.picker.renamed", name=renamed)

        if new and new != card.name:
            if table is not None and table.id == card.id:
                self.desk.fresh = False  # who names a plan wants to keep it
            self.desk.sessions(rename)

    def _duplicate(self) -> None:
        """Copy the highlighted plan."""
        card = self.picker.card
        if card is not None and card.deleted_at is None:
            self.desk.sessions(
                lambda workspace: self.words("ui.picker.duplicated", name=workspace.duplicate(card.id).name)
            )

    def _delete(self) -> None:
        """Put the highlighted plan aside; it can be restored. The open one stays open and is left alone."""
        card = self.picker.card
        if card is None or card.deleted_at is not None:
            return
        table = self.desk.conversation
        if table is not None and table.id == card.id:
            self.notice(self.words("ui.picker.is_open", name=card.name))
            return

        def delete(workspace: Workspace) -> str:
            workspace.delete(card.id)
            kept = workspace.library.keeps_for(card.id)
            return self.words(f"ui.picker.was_deleted{'_with_documents' if kept else ''}", name=card.name)

        self.desk.sessions(delete)
