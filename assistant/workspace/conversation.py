"""One conversation: takes events, stores every turn before anything is shown, words the replies."""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from assistant.dialogue.advance import advance
from assistant.dialogue.agenda import CONFIRM, Agenda, step_of
from assistant.dialogue.reading import normalise
from assistant.dialogue.state import State
from assistant.dialogue.turn import Context
from assistant.dialogue.turns import Event, EventKind, Reply, Request
from assistant.plan.document import PlanDocument
from assistant.plan.index import build_index
from assistant.sessions import Conflict, SessionInfo, SessionStore
from assistant.workspace.outline import rows
from assistant.workspace.record import Recorder
from assistant.workspace.telling import keep_text, persons_words, step_views
from assistant.workspace.views import Row, Shown, StepView, Turn
from assistant.workspace.watch import Watch

LONGEST_ANSWER = 20_000
"""Characters; a longer text is kept in a file and not read as an answer."""


@dataclass(frozen=True)
class Tools:
    """What a conversation is given: store, words, time, ids, a folder for long texts, and slow work."""

    store: SessionStore
    context: Context
    word: Callable[[str, Mapping[str, Any], str, bool], str]
    now: Callable[[], datetime]
    folder: Path
    fulfil: Callable[[Conversation, Request, Watch], tuple[EventKind, dict[str, Any]]]
    markdown: Callable[[PlanDocument, str], str]


class Conversation:
    """A conversation about one plan. Every method may be called from any thread.

    Args:
        info: the session.
        state: where it stands.
        tools: what it works with.
    """

    def __init__(self, info: SessionInfo, state: State, tools: Tools) -> None:
        self.id = info.id
        self.name = info.name
        self._recorder = Recorder(tools.store, info.id, info.turns)
        self._state = state
        self._tools = tools
        self._lock = threading.RLock()

    @property
    def lang(self) -> str:
        """Language of the replies."""
        return self._state.lang

    @property
    def state(self) -> State:
        """The state as it is now."""
        return self._state

    @property
    def title(self) -> str:
        """The plan's title, or an empty text."""
        return self._state.document.plan.title or ""

    def document(self) -> PlanDocument:
        """The plan with its provenance."""
        return self._state.document

    def start(self) -> Turn:
        """Greet, or say where the person is; to be called once when a session is opened."""
        return self._send("open", {})

    def say(self, text: str, *, pasted: bool = False) -> Turn:
        """Take a chat line, a command or a paste. A text over 20,000 characters is kept in a file.

        Raises:
            ExportError: a long text could not be kept; nothing has changed.
            StoreError: the turn could not be stored; nothing has changed.
        """
        del pasted  # a paste is read as any message
        clean = normalise(text)
        if len(clean) > LONGEST_ANSWER:
            path = keep_text(self._tools.folder, clean)
            return self._send("pour", {"path": str(path), "length": len(clean)})
        return self._send("say", {"text": clean})

    def command(self, name: str, argument: str = "") -> Turn:
        """Take a command that was clicked or pressed.

        Raises:
            StoreError: the turn could not be stored; nothing has changed.
        """
        return self._send("command", {"name": name, "argument": normalise(argument)})

    def edit(self, uid: str, field: str, text: str) -> Turn:
        """Take an edit of one value in the preview; an empty text asks before it clears.

        Raises:
            StoreError: the turn could not be stored; nothing has changed.
        """
        return self._send("edit", {"uid": uid, "field": field, "text": normalise(text)[:LONGEST_ANSWER]})

    def fulfil(self, request: Request, watch: Watch | None = None) -> Turn:
        """Do the slow work of a request and take its result. Blocks; call it off the screen's thread.

        Reading documents is told to ``watch``, which may stop it; what was stopped is a result too.

        Raises:
            StoreError: the turn could not be stored; the request stays open.
        """
        kind, data = self._tools.fulfil(self, request, watch or Watch())
        return self._send(kind, {"request": request.id, **data})

    def pending(self) -> tuple[Request, ...]:
        """Requests that are still open."""
        return self._state.requests

    def transcript(self, last: int | None = None) -> list[Shown]:
        """The messages of the stored turns, worded in the present language."""
        shown: list[Shown] = []
        for record in self._tools.store.transcript(self.id, last=last):
            event = Event.from_json(json.loads(record.event))
            if words := persons_words(event, self._state, self._word):
                shown.append(Shown("person", "person", words, record.number, record.at))
            for reply in json.loads(record.replies):
                shown.append(
                    self._shown(Reply(reply["id"], reply["params"], reply["kind"]), record.number, record.at)
                )
        return shown

    def steps(self) -> list[StepView]:
        """The ten steps with their progress."""
        return step_views(self._state, self._word)

    def rows(self, opened: frozenset[str] = frozenset()) -> list[Row]:
        """The plan as rows of a preview; of entities whose uid is in `opened` with every empty value."""
        return rows(self._state, self._word, opened)

    def cursor(self) -> tuple[int, str]:
        """Step and short label of the question being asked; ``(0, "")`` when all have been asked."""
        cursor = self._state.cursor
        if cursor is None:
            return 0, ""
        name = "confirm.short" if cursor.question.startswith(CONFIRM) else f"ask.{cursor.question}.short"
        return step_of(cursor), self._word(name, {})

    def remaining(self) -> int:
        """How many questions are still to be asked, as the plan stands."""
        state = self._state
        agenda = Agenda(build_index(state.document.plan), state.document.provenance, state.gaps)
        return len(agenda.open())

    def markdown(self) -> str:
        """The plan as a Markdown document."""
        return self._tools.markdown(self._state.document, self.lang)

    def close(self) -> None:
        """Nothing has to be saved; every turn already is."""

    def _send(self, kind: EventKind, data: Mapping[str, Any]) -> Turn:
        with self._lock:
            now = self._tools.now()
            event = Event(uuid.uuid4().hex, now, kind, data)
            outcome = advance(self._state, event, self._tools.context)
            try:
                number = self._recorder.write(event, outcome)
            except Conflict:
                return self._reload(event)
            self._state = outcome.state
            return Turn(
                number,
                tuple(self._shown(reply, number, now) for reply in outcome.replies),
                outcome.requests,
                outcome.quit,
                outcome.delta.stack == "push",
            )

    def _reload(self, event: Event) -> Turn:
        """Another window was faster: take over what it wrote, and give the message back unread."""
        self._state = self._recorder.reload()
        words = persons_words(event, self._state, self._word)
        name = "conflict.reloaded" if words else "conflict.reloaded.quiet"
        reply = Reply(name, {"text": words} if words else {}, "warning")
        number = self._recorder.turns
        return Turn(number, (self._shown(reply, number, event.at),))

    def _word(self, message: str, params: Mapping[str, Any]) -> str:
        return self._tools.word(message, params, self.lang, True)

    def _shown(self, reply: Reply, number: int, at: datetime) -> Shown:
        text = self._tools.word(reply.id, reply.params, self.lang, False)
        return Shown("govplan", reply.kind, text, number, at)
