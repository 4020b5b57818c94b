"""Opening: the desk behind the screen, the workspace, and what to do when the storage does not work."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from textual import on, work

from tui.beginnings import beginning
from tui.cells import fit
from tui.desk import Desk, Opening
from tui.messages import Opened, OpenFailed, QuitWanted, Warmed
from tui.pace import settle
from tui.safe import one_line
from tui.screens.frame import Frame
from tui.screens.trouble import TroubleScreen
from tui.threads import in_thread
from tui.widgets.composer import Composer
from tui.widgets.preview import Preview
from tui.widgets.status import StatusLine
from tui.words import Words

if TYPE_CHECKING:
    from assistant.workspace import Conversation, Workspace

PREPARE_AFTER = 0.8
"""Seconds between the workspace being there and the sources being loaded."""
_LOOK_EVERY = 1.0
"""Seconds between two looks at how far a new index is."""
_QUOTED = 40
"""Cells of a line that are quoted when it begins nothing."""


class OpeningFrame(Frame):
    """The frame with a desk. What is typed before the workspace is there stays in the composer."""

    def __init__(
        self, words: Words, opening: Opening, *, session: str | None, new: bool, lang: str | None
    ) -> None:
        super().__init__(words)
        self.desk = Desk(opening, self.post_message)
        self.held: list[Composer.Submitted] = []
        """What was sent before there was a conversation to send it to."""
        self.seating = 0
        """How many conversations were asked for and are not there yet."""
        self._session = session
        self._new = new
        self._lang = lang

    def on_mount(self) -> None:
        """Begin to work as soon as the first picture is on the screen; keys are taken from now on."""
        self.run_worker(self.desk.serve(), group="turns", exclusive=True, description="turns, in order")
        self.call_after_refresh(self.desk.open)

    def begin(self) -> None:
        """Begin a new plan."""
        lang = self._lang
        self.seat(lambda workspace: workspace.new(lang=lang), fresh=True)

    def resume(self, name_or_id: str) -> None:
        """Go on with a stored plan."""
        self.seat(lambda workspace: workspace.resume(name_or_id))

    def seat(self, opener: Callable[[Workspace], Conversation], **how: bool) -> None:
        """Ask for another conversation; what is sent meanwhile is held for it."""
        self.seating += 1
        self.desk.seat(opener, **how)

    async def begin_with_held(self) -> None:
        """Begin a plan with what was sent, if it says anything about one; else say what would."""
        begins = [await in_thread(partial(beginning, each.text), "govplan-reads") for each in self.held]
        if "plan" in begins:
            self.begin()
            return
        said, self.held = self.held[-1].text, []
        if begins[-1] == "quit":
            self.post_message(QuitWanted())
            return
        if begins[-1] == "help":
            await self.app.run_action("help")
        self.desk.sessions()
        self.pick(True)
        shown = fit(one_line(said), _QUOTED, self.words.glyphs.ellipsis)
        self.picker.tell(self.words("ui.picker.begins_nothing", text=shown))

    def refresh_words(self) -> None:
        """Word everything that is always on the screen, in the language of now."""
        self.composer.placeholder = self.words("ui.composer.placeholder")
        self.query_one(StatusLine).change(
            local=self.words("ui.status.local"), lang=self.words("ui.status.lang")
        )
        self.query_one(Preview).keymap = self.keymap
        self.show_hints()

    @on(Opened)
    async def _opened(self, event: Opened) -> None:
        self.keymap = event.settings.keymap
        self._use(event)
        if event.settings.bad:
            self.notice(self.words("ui.settings.bad", names=", ".join(event.settings.bad)))
        if self._session is not None:
            self.resume(self._session)
        elif self._new or not event.sessions:
            self.begin()
        elif self.held:
            await self.begin_with_held()
        else:
            self.desk.sessions()
            self.pick(True)
        if event.rescued is not None:
            kept = self.words("ui.rescued", count=len(event.rescued.sessions), path=str(event.rescued.kept))
            self.picker.tell(kept)
            self.notice(kept)

    @on(OpenFailed)
    @work(group="dialogue", exclusive=True, description="asks what to do about the storage")
    async def _open_failed(self, event: OpenFailed) -> None:
        self.keymap = event.settings.keymap
        self.words.use(event.spare.text, event.spare.lang)
        trouble = TroubleScreen(self.words, event.error, event.spare, can_rescue=event.can_rescue)
        match await self.app.push_screen_wait(trouble):
            case "again":
                event.spare.close()
                self.desk.open()
            case "rescue":
                event.spare.close()
                self.desk.rescue()
            case "memory":
                self._use(event)
                self.begin()
            case _:
                self.post_message(QuitWanted())

    def _use(self, event: Opened | OpenFailed) -> None:
        workspace = event.workspace if isinstance(event, Opened) else event.spare
        self.words.use(workspace.text, self._lang or workspace.lang)
        self.desk.use(workspace)
        self.refresh_words()
        self.set_timer(PREPARE_AFTER, self._prepare)

    def _prepare(self) -> None:
        """Load the sources; later, because importing them would keep the first question from the screen."""
        settle()
        if self.desk.workspace is not None:
            self.run_worker(
                self.desk.warm(), group="warm", exclusive=True, description="prepares the sources"
            )

    @on(Warmed)
    def _warmed(self, event: Warmed) -> None:
        if event.reason == "building":
            self._tell_index()
        else:
            self.query_one(StatusLine).change(knowledge=self.words(f"ui.status.knowledge.{event.state}"))

    def _tell_index(self) -> None:
        """Show how far a new index is, and look again in a second; when it is whole, say that the sources are ready."""
        workspace = self.desk.workspace
        if workspace is None:
            return
        state, reason = workspace.knowledge_state()
        if reason != "building":
            self.post_message(Warmed(state, reason))
            return
        share = workspace.indexed() or 0
        self.query_one(StatusLine).change(knowledge=self.words("ui.status.knowledge.building", share=share))
        self.set_timer(_LOOK_EVERY, self._tell_index)
