"""Slow work as the main screen shows it: searches, and documents that are read while the conversation goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work
from textual.widgets import Static

from tui.messages import Progressed
from tui.progress import lines, short_name
from tui.safe import one_line
from tui.screens.documents import Asked, DocumentsScreen
from tui.screens.sessions import SessionsFrame
from tui.words import Words

if TYPE_CHECKING:
    from assistant.workspace import Request, Turn
    from tui.desk import Opening

LISTS = frozenset({"/documents", "/docs"})
"""What opens the list of documents when it is all that was typed."""
_QUIET = frozenset({"list", "show", "remove"})
"""What is done with documents in no time."""

_BESIDE = 36
"""Cells that are left to what is said beside the name of a file."""


class WorkFrame(SessionsFrame):
    """The frame with the line that tells what is under way, and the list of documents."""

    def __init__(
        self, words: Words, opening: Opening, *, session: str | None, new: bool, lang: str | None
    ) -> None:
        super().__init__(words, opening, session=session, new=new, lang=lang)
        self.waiting: dict[str, Request] = {}
        """Requests under way, by their ids."""
        self._hidden = False
        self._last: Progressed | None = None
        self._documents: DocumentsScreen | None = None

    def refresh_words(self) -> None:
        """Word the line anew too."""
        super().refresh_words()
        self.show_work()

    def begin_work(self, request: Request) -> None:
        """A request is under way: say so."""
        self.waiting[request.id] = request
        self._hidden = False
        self.show_work()

    def end_work(self, request: Request) -> None:
        """A request is answered; the line that says so goes with the last one."""
        self.waiting.pop(request.id, None)
        if self._last is not None and self._last.request.id == request.id:
            self._last = None
        self.show_work()

    def show_work(self) -> None:
        """Show what is under way, or nothing."""
        under_way = []
        if any(map(_reads, self.waiting.values())):
            under_way.append(self.progress_line(self.transcript.size.width))
        if not self._hidden and any(
            not _reads(each) and not _is_quiet(each) for each in self.waiting.values()
        ):
            under_way.append(self.words("ui.waiting"))
        shown = self.query_one("#waiting", Static)
        shown.update("\n".join(under_way))
        shown.set_class(bool(under_way), "-on")
        if self._documents is not None:
            self._documents.show_progress()

    def progress_line(self, width: int) -> str:
        """How far the reading of documents is, in `width` cells; empty when none is read."""
        if not any(map(_reads, self.waiting.values())):
            return ""
        if self.desk.stopping:
            return self.words("ui.working.stopping")
        if self._last is None:
            return self.words("ui.working.begins")
        progress = self._last.progress
        ellipsis = self.words.glyphs.ellipsis
        name = short_name(one_line(progress.name), ellipsis, width - _BESIDE)
        facts = {"name": name, "done": progress.done, "total": progress.total}
        text = self.words(f"ui.working.{progress.phase}", **facts)
        return lines(text, progress.share, width - 2, ellipsis)

    @on(Progressed)
    def _progressed(self, event: Progressed) -> None:
        if event.request.id in self.waiting:
            self._last = event
            self.show_work()

    def stop_reading(self) -> bool:
        """Ask the reading of documents to stop, if there is any; what came of it is told in the conversation."""
        asked = self.desk.stop_reading()
        self.show_work()
        return asked

    def action_dismiss_panel(self) -> None:
        """Put panels away; where there are none, stop reading; else hide that a search runs."""
        panels = self.has_class("-show-steps") or self.has_class("-show-plan")
        super().action_dismiss_panel()
        if panels:
            return
        if not self.stop_reading():
            self._hidden = True
            self.show_work()

    @work(group="dialogue", exclusive=True, description="shows the list of documents")
    async def action_documents(self) -> None:
        """Show the documents that the search looks in for the open plan."""
        workspace, table = self.desk.workspace, self.desk.conversation
        if workspace is None or table is None:
            self.notice(self.words("ui.documents.no_plan"))
            return
        self._documents = DocumentsScreen(self.words, workspace, table, self, self.keymap)
        try:
            await self.app.push_screen_wait(self._documents)
        finally:
            self._documents = None

    def told_of_documents(self, request: Request, turn: Turn) -> None:
        """Bring the open list of documents up to date after a request about them."""
        if self._documents is not None and request.kind in ("add", "documents"):
            self._documents.tell(turn)

    @on(Asked)
    async def _asked(self, event: Asked) -> None:
        await self.send_command(event.command, event.argument)

    async def send_command(self, command: str, argument: str = "") -> None:
        """Send a command of the conversation, and show it as if it had been typed."""
        if self.desk.conversation is not None:
            await self.transcript.add_line(f"/{command} {argument}".strip())
            self.desk.command(command, argument)


def _reads(request: Request) -> bool:
    """Whether a request reads files, which takes its time and can be stopped."""
    return request.kind == "add" or (request.kind == "documents" and request.params["action"] == "refresh")


def _is_quiet(request: Request) -> bool:
    return request.kind == "documents" and request.params["action"] in _QUIET
