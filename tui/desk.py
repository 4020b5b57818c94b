"""The desk: one conversation at a time, its turns carried out one after the other, off the screen's thread.

Turns, session changes and openings share one queue, so that what a person does second never overtakes what
they did first. Requests (search, export) run beside it: a slow search delays nobody.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message

from tui import settings, views
from tui.messages import (
    Answered,
    Failed,
    Listed,
    Opened,
    OpenFailed,
    Progressed,
    Seated,
    Sent,
    Viewed,
    Warmed,
)  # fmt: skip
from tui.threads import in_thread

if TYPE_CHECKING:
    from assistant.sessions import RescueReport
    from assistant.workspace import Conversation, Request, Turn, Watch, Workspace

EARLIER = 30
"""How many earlier turns a resumed session shows."""
_LONGEST_DRAIN = 15.0
_LONGEST_CLOSE = 0.5
"""Seconds. The store is closed first; an index that is still loading is left behind."""


@dataclass(frozen=True, slots=True)
class Opening:
    """How to come by a workspace; each is called on a worker's thread."""

    workspace: Callable[[], Workspace]
    in_memory: Callable[[], Workspace]
    """Never fails: used for wording when `workspace` raised, and for going on without a disk."""
    settings_folder: Callable[[], Path | None]
    rescue: Callable[[], RescueReport] | None = None
    """Puts a new file with all that is readable in the place of a damaged one, which is kept."""

    def open(self, rescued: RescueReport | None = None) -> Message:
        """Open the workspace, list its sessions, read the settings. Raises what the workspace raises."""
        workspace = self.workspace()
        return Opened(workspace, workspace.sessions(), self.settings(), rescued)

    def rescue_and_open(self) -> Message:
        """Rescue, then open. Raises what either raises."""
        if self.rescue is None:
            raise RuntimeError("there is no rescue for this workspace")
        return self.open(self.rescue())

    def failed(self, error: BaseException) -> Message:
        """Say that opening failed, with a workspace in memory to word it and to go on with."""
        can_rescue = self.rescue is not None and getattr(error, "code", "") == "corrupt"
        return OpenFailed(error, self.in_memory(), self.settings(), can_rescue)

    def settings(self) -> settings.ScreenSettings:
        """Read the settings; none without a folder."""
        folder = self.settings_folder()
        return settings.load(folder) if folder else settings.ScreenSettings()


@dataclass(frozen=True, slots=True)
class _Job:
    work: Callable[[], Message | None]
    sent: Sent | None = None
    otherwise: Callable[[BaseException], Message] | None = None
    """What to say, on the same thread, when `work` raised; without it, `Failed`."""

    def run(self) -> Message | None:
        try:
            return self.work()
        except BaseException as error:  # shown to the person by whoever gets the message
            if self.otherwise is None:
                return Failed(error, self.sent)
            return self.otherwise(error)


class Desk:
    """Carries out work in threads and posts what came of it. Every method but `serve` returns at once."""

    def __init__(self, opening: Opening, post: Callable[[Message], object]) -> None:
        self._opening = opening
        self._post = post
        self._jobs: asyncio.Queue[_Job] = asyncio.Queue()
        self.workspace: Workspace | None = None
        self.conversation: Conversation | None = None
        self._reading: dict[str, Watch] = {}
        self.fresh = False
        """Whether nothing but the greeting is in the conversation, which was begun here."""
        self.opened: frozenset[str] = frozenset()
        """Entities of the plan that are seen with every empty value."""

    async def serve(self) -> None:
        """Carry out jobs in order until cancelled."""
        while True:
            job = await self._jobs.get()
            try:
                if (message := await in_thread(job.run, "govplan-turns")) is not None:
                    self._post(message)
            finally:
                self._jobs.task_done()

    async def drain(self) -> bool:
        """Wait until everything asked for is stored; False if that takes longer than 15 s."""
        try:
            await asyncio.wait_for(self._jobs.join(), _LONGEST_DRAIN)
        except TimeoutError:
            return False
        return True

    def open(self) -> None:
        """Open the workspace: `Opened` or `OpenFailed`."""
        self._jobs.put_nowait(_Job(self._opening.open, otherwise=self._opening.failed))

    def rescue(self) -> None:
        """Rescue what can be read of a damaged store, then open it: `Opened` or `OpenFailed`."""
        self._jobs.put_nowait(_Job(self._opening.rescue_and_open, otherwise=self._opening.failed))

    def use(self, workspace: Workspace) -> None:
        """Work with this workspace from now on, without a conversation."""
        self.workspace, self.conversation = workspace, None

    def seat(
        self,
        opener: Callable[[Workspace], Conversation],
        *,
        kept: bool = True,
        started: bool = False,
        fresh: bool = False,
    ) -> None:
        """Put another conversation on the desk: `Seated`, or `Failed` with the old one still there.

        `kept` is false for the sample; `started` says that `opener` has had it greet already, `fresh` that it
        begins an empty plan.
        """
        workspace = self._ready()
        stored = kept and not workspace.in_memory

        def work() -> Message:
            conversation = opener(workspace)
            earlier = conversation.transcript(EARLIER)
            turn = None if started else conversation.start()
            return Seated(conversation, earlier, turn, views.take(conversation), stored, fresh)

        self._jobs.put_nowait(_Job(work, otherwise=lambda error: Failed(error, seating=True)))

    def take_seat(self, event: Seated) -> None:
        """Go on with the conversation of `event`."""
        self.conversation, self.fresh, self.opened = event.conversation, event.fresh, frozenset()

    def leave(self, conversation: Conversation, *, fresh: bool) -> None:
        """Let go of a conversation; one in which nothing was said is removed, or empty plans would pile up."""
        workspace = self._ready()

        def work() -> Message | None:
            conversation.close()
            if fresh:
                _discard(workspace, conversation.id)
            return None

        self._jobs.put_nowait(_Job(work))

    def open_up(self, uid: str) -> None:
        """Show the empty values of an entity, or hide them again: `Viewed`."""
        table = self.conversation
        if table is not None:
            self.opened ^= {uid}
            opened = self.opened
            self._jobs.put_nowait(_Job(lambda: Viewed(views.take(table, opened))))

    def say(self, text: str, *, pasted: bool) -> None:
        """Send a line."""
        self._turn(Sent("say", text), lambda table: table.say(text, pasted=pasted))

    def command(self, name: str, argument: str = "") -> None:
        """Send a click or a key."""
        self._turn(Sent("command", f"{name} {argument}".strip()), lambda table: table.command(name, argument))

    def take_back(self, text: str) -> None:
        """Undo the turn that `text` was, so that it can be sent again otherwise."""
        self._turn(Sent("undo", text), lambda table: table.command("undo", ""))

    def edit(self, uid: str, field: str, text: str) -> None:
        """Send an edit of the preview."""
        self._turn(Sent("edit", text), lambda table: table.edit(uid, field, text))

    def sessions(self, change: Callable[[Workspace], str] | None = None) -> None:
        """Carry out `change` (it returns a worded note), then list the sessions: `Listed` or `Failed`."""
        workspace = self._ready()

        def work() -> Message:
            note = change(workspace) if change else ""
            return Listed(workspace.sessions(), workspace.sessions(deleted=True), note)

        self._jobs.put_nowait(_Job(work))

    async def fulfil(self, conversation: Conversation, request: Request) -> None:
        """Carry out slow work beside the turns; drops the result if another conversation is on the desk."""
        from assistant.workspace import Watch

        opened = self.opened
        watch = Watch(lambda progress: self._post(Progressed(request, progress)))
        job = _Job(
            lambda: Answered(
                conversation.fulfil(request, watch), views.take(conversation, opened), None, request
            ),
            otherwise=lambda error: Failed(error, request=request),
        )
        if request.kind in ("add", "documents"):
            self._reading[request.id] = watch
        try:
            result = await in_thread(job.run, "govplan-requests")
        finally:
            self._reading.pop(request.id, None)
        if result is not None and conversation is self.conversation:
            self._post(result)

    def stop_reading(self) -> bool:
        """Ask the documents that are being read to stop at their next page; whether there are any."""
        wanted = [watch for watch in self._reading.values() if not watch.stopped()]
        for watch in wanted:
            watch.stop.set()
        return bool(wanted)

    @property
    def stopping(self) -> bool:
        """Whether reading was asked to stop and has not stopped yet."""
        return any(watch.stopped() for watch in self._reading.values())

    async def warm(self) -> None:
        """Prepare the knowledge base in the background; tells how far it is before and after."""
        workspace = self._ready()
        self._post(Warmed("warming", ""))

        def work() -> Message:
            workspace.warm()
            return Warmed(*workspace.knowledge_state())

        if (message := await in_thread(_Job(work).run, "govplan-warm")) is not None:
            self._post(message)

    async def close(self) -> None:
        """Let go of conversation and workspace; what was acknowledged is stored already."""
        conversation, workspace = self.conversation, self.workspace

        def work() -> None:
            if conversation is not None:
                conversation.close()
            if workspace is not None:
                workspace.close()

        await asyncio.wait({asyncio.ensure_future(in_thread(work, "govplan-close"))}, timeout=_LONGEST_CLOSE)

    def _ready(self) -> Workspace:
        if self.workspace is None:
            raise RuntimeError("the workspace is not open yet")
        return self.workspace

    def _turn(self, sent: Sent, act: Callable[[Conversation], Turn]) -> None:
        table = self.conversation
        if table is None:
            raise RuntimeError("no conversation is on the desk")
        self.fresh, opened = False, self.opened
        self._jobs.put_nowait(_Job(lambda: Answered(act(table), views.take(table, opened), sent), sent))


def _discard(workspace: Workspace, key: str) -> None:
    """Remove a session in which only the greeting happened, unless another window has gone on with it."""
    from assistant.sessions import StoreError

    with contextlib.suppress(StoreError):  # an empty plan that stays in the list harms nobody
        untouched = any(card.id == key and card.turns <= 1 for card in workspace.sessions())
        if untouched and not workspace.library.keeps_for(key):
            workspace.delete(key)
            workspace.purge(key)
