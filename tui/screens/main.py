"""The main screen: the conversation, from what a person sends to what is answered."""

from __future__ import annotations

import logging
import traceback
from datetime import datetime
from typing import TYPE_CHECKING

from textual import on, work

from tui.messages import Answered, CopyText, Failed, Invoked, QuitWanted, Seated, Viewed
from tui.recall import Recall
from tui.screens.ask import EditScreen, MenuScreen
from tui.screens.frame import Frame
from tui.screens.work import LISTS, WorkFrame
from tui.threads import in_thread
from tui.widgets.composer import Composer
from tui.widgets.preview import Preview
from tui.widgets.rail import Rail
from tui.widgets.status import StatusLine
from tui.words import Words

if TYPE_CHECKING:
    from assistant.workspace import Request, Turn
    from tui.desk import Opening
    from tui.views import View

_HEARD = frozenset({"proposal", "warning", "error"})
"""Kinds of replies that want something of the person, who therefore has to see them."""
_LOG = logging.getLogger("govplan.tui")


class MainScreen(WorkFrame):
    """Hands what a person does to the desk, and shows what comes back."""

    def __init__(
        self, words: Words, opening: Opening, *, session: str | None, new: bool, lang: str | None
    ) -> None:
        super().__init__(words, opening, session=session, new=new, lang=lang)
        self.kept = False
        """Whether the open conversation is stored on disk."""
        self.unsaved = False
        """Whether a conversation is open that is stored nowhere and was not just looked at."""
        self._kept_as = ""
        self._view: View | None = None
        self._recall = Recall()

    @property
    def busy(self) -> bool:
        """Whether a request is still under way."""
        return bool(self.waiting)

    # --- what a person does ----------------------------------------------------------------------

    @on(Composer.Submitted, "#composer")
    async def _submitted(self, event: Composer.Submitted) -> None:
        if not event.text.strip():
            return
        if self.desk.conversation is not None and not self.seating:
            self.pick(False)
            await self._say(event)
            return
        self.held.append(event)
        if self.picking and not self.seating:
            await self.begin_with_held()
        if self.held:
            self.pick(False)
            await self.transcript.add_line(event.text)

    async def _say(self, event: Composer.Submitted) -> None:
        if event.text.strip().casefold() in LISTS:
            self.action_documents()
            return
        await self.transcript.add_line(event.text)
        self.desk.say(event.text, pasted=event.pasted)

    @on(Rail.Chosen)
    async def _go(self, event: Rail.Chosen) -> None:
        self.action_dismiss_panel()
        await self.action_ask("goto", str(event.number))

    @on(Invoked)
    async def _invoked(self, event: Invoked) -> None:
        self.composer.focus()
        if event.action == "complete":
            self.composer.put(f"/{event.name} ")
        elif event.action == "command":
            await self.action_ask(event.name)
        else:
            await self.run_action(event.action)

    @on(Preview.Chosen)
    @work(group="dialogue", exclusive=True, description="edits a value")
    async def _edit(self, event: Preview.Chosen) -> None:
        row = event.row
        if not row.field and not row.uid:
            await self._go(Rail.Chosen(row.step))
        elif not row.editable:
            self.notice(self.words("ui.edit.fixed"))
        else:
            text = await self.app.push_screen_wait(EditScreen(self.words, row, self.keymap))
            if text is not None and text != row.edit_text:
                await self.transcript.add_line(f"{row.label}: {text}")
                self.desk.edit(row.uid, row.field, text)

    def action_blanks(self) -> None:
        """Show or hide the empty values of the entity that is marked in the preview."""
        row = self.query_one(Preview).marked_row
        if row is not None and row.uid:
            self.desk.open_up(row.uid)

    async def action_ask(self, command: str, argument: str = "") -> None:
        """Send a command that a key or the palette means; the list of documents is a screen of its own."""
        if command == "documents" and not argument:
            self.action_documents()
        else:
            await self.send_command(command, argument)

    async def action_recall(self) -> None:
        """Take back the last line sent: its text returns to the composer, what it changed is undone."""
        line = self._recall.take()
        if line is None:
            self.notice(self.words("ui.recall.nothing"))
            return
        text, undoable = line
        if undoable:
            await self.transcript.add_line("/undo")
            self.desk.take_back(text)
        else:
            self._give_back(text)

    @work(group="dialogue", exclusive=True, description="asks what to copy")
    async def action_copy(self) -> None:
        """Copy the last reply, the marked message, or the plan."""
        marked, table = self.transcript.marked_text(), self.desk.conversation
        choices = [*(["marked"] if marked else []), "reply", *(["plan"] if table else [])]
        choice = await self.app.push_screen_wait(MenuScreen(self.words, "ui.copy", choices))
        if choice == "plan" and table is not None:
            self.post_message(CopyText(await in_thread(table.markdown, "govplan-copy"), "plan"))
        elif choice:
            self.post_message(
                CopyText(marked if choice == "marked" else self.transcript.last_reply(), choice)
            )

    def action_dismiss_panel(self) -> None:
        """Put panels away, stop what is being read, or stop showing that a search runs; its result still comes."""
        super().action_dismiss_panel()
        if self.picking and self.desk.conversation is not None:
            self.pick(False)

    # --- what comes back -------------------------------------------------------------------------

    @on(Seated)
    async def _seated(self, event: Seated) -> None:
        old, fresh = self.desk.conversation, self.desk.fresh
        self.seating -= 1
        self.desk.take_seat(event)
        if old is not None and old is not event.conversation:
            self.desk.leave(old, fresh=fresh)
        self.waiting.clear()
        self.show_work()
        self._recall.clear()
        self.pick(False)
        await self.transcript.start_over(event.earlier)
        in_memory = self.desk.workspace is not None and self.desk.workspace.in_memory
        self._kept_as = f"ui.status.{'saved' if event.kept else 'memory' if in_memory else 'sample'}"
        self.kept = event.kept
        self.unsaved = not event.kept and in_memory
        await self._show(event.turn, event.view)
        for request in event.conversation.pending():
            self._fulfil(request)
        held, self.held = self.held, []
        for submitted in held:
            await self._say(submitted)

    @on(Answered)
    async def _answered(self, event: Answered) -> None:
        before, sent, turn = self._view, event.sent, event.turn
        if event.request is not None:
            self.end_work(event.request)
            self.told_of_documents(event.request, turn)
        await self._show(turn, event.view)
        if any(shown.kind in _HEARD for shown in turn.shown):
            Frame.action_dismiss_panel(self)  # it may stand before what is asked
        if sent is not None and sent.doing == "undo":
            self._give_back(sent.text)
        elif sent is not None:
            changed = before is not None and before.rows != event.view.rows
            self._recall.note(sent, undoable=turn.undoable, changed=changed)
        if turn.quit:
            self.post_message(QuitWanted())

    @on(Failed)
    async def _failed(self, event: Failed) -> None:
        workspace = self.desk.workspace
        if not self.words.lang:  # not even the wording could be loaded: nothing can be shown
            raise event.error
        text = workspace.error_text(event.error) if workspace and isinstance(event.error, Exception) else None
        if text is None:
            _LOG.error(
                "%s\n%s", type(event.error).__name__, "".join(traceback.format_tb(event.error.__traceback__))
            )
            text = self.words("ui.unexpected", error=type(event.error).__name__)
        if event.request is not None:
            self.end_work(event.request)
        self.seating -= event.seating
        if event.sent is not None:
            self.query_one(StatusLine).change(saved=self.words("ui.status.failed"), warn=True)
            await self.transcript.drop_line()
            if event.sent.doing in {"say", "undo"}:
                self._give_back(event.sent.text)
        await self.transcript.tell(text)
        if self.desk.conversation is None and self.desk.workspace is not None and not self.picking:
            self.desk.sessions()
            self.pick(True)
        if self.picking:
            self.picker.tell(text)
        held, self.held = self.held, []
        for submitted in reversed(held):
            self._give_back(submitted.text)
        table = self.desk.conversation
        if getattr(event.error, "code", "") == "conflict" and table is not None:
            self.resume(table.id)

    @on(Viewed)
    def _viewed(self, event: Viewed) -> None:
        before, self._view = self._view, event.view
        if before is not None and before.rows == event.view.rows:
            self.notice(self.words("ui.preview.blanks.none"))
        preview = self.query_one(Preview)
        preview.show(event.view.rows, event.view.title, event.view.step)
        if before is not None and len(event.view.rows) > len(before.rows):
            preview.call_after_refresh(preview.scroll_to_highlight, top=True)  # what unfolds is below

    async def _show(self, turn: Turn | None, view: View) -> None:
        """Show a turn and the state after it."""
        self._view = view
        if view.lang != self.words.lang and self.desk.workspace is not None:
            self.words.use(self.desk.workspace.text, view.lang)
            self.refresh_words()
        await self.transcript.add(turn.shown if turn else ())
        self.query_one(Rail).show(view.steps)
        self.query_one(Preview).show(view.rows, view.title, view.step)
        at = turn.shown[-1].at if turn and turn.shown else datetime.now()
        time = {"time": f"{at:%H:%M}"} if self._kept_as == "ui.status.saved" else {}
        saved = self.words(self._kept_as, **time)
        self.query_one(StatusLine).change(name=view.name, saved=saved, warn=bool(not time))
        for request in turn.requests if turn else ():
            self._fulfil(request)

    def _fulfil(self, request: Request) -> None:
        """Start slow work beside the conversation, and say so."""
        table = self.desk.conversation
        if table is None or request.id in self.waiting:
            return
        self.begin_work(request)
        self.run_worker(
            self.desk.fulfil(table, request), group="requests", description=f"carries out a {request.kind}"
        )

    def _give_back(self, text: str) -> None:
        """Put a line back into the composer, before whatever was written there meanwhile."""
        meanwhile = self.composer.whole()
        self.composer.put(f"{text}\n{meanwhile}" if meanwhile.strip() else text)
        self.composer.focus()
