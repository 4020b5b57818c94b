"""One conversation: takes events, stores every turn before anything is shown, words the replies."""

from __future__ import annotations

import hashlib
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
from assistant.dialogue.state import State, apply_delta, state_from_json, state_to_json
from assistant.dialogue.turn import Context, Outcome
from assistant.dialogue.turns import Delta, Event, EventKind, Reply, Request
from assistant.plan.document import PlanDocument
from assistant.plan.fields import field_spec, fields_of
from assistant.plan.index import build_index, kind_of
from assistant.review import progress_by_step
from assistant.sessions import Conflict, SessionInfo, SessionStore, StoredSession, TurnRecord
from assistant.steps import STEPS, questions
from assistant.workspace.outline import rows
from assistant.workspace.views import Row, Shown, StepStatus, StepView, Turn

SNAPSHOT_EVERY = 50
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
    fulfil: Callable[[Conversation, Request], tuple[EventKind, dict[str, Any]]]
    markdown: Callable[[PlanDocument, str], str]


def load_state(stored: StoredSession) -> State:
    """The state of a stored session: the newest snapshot and the deltas after it.

    Raises:
        DocumentError, ChangeError: what is stored cannot be read as a conversation.
    """
    if stored.snapshot is None:
        raise ValueError(f"session {stored.info.id} has no snapshot")
    state = state_from_json(json.loads(stored.snapshot))
    for record in stored.turns:
        state = apply_delta(state, Delta.from_json(json.loads(record.delta)))
    return state


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
        self._turns = info.turns
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
            StoreError: the turn could not be stored; nothing has changed.
        """
        del pasted  # a paste is read as any message
        clean = normalise(text)
        if len(clean) > LONGEST_ANSWER:
            return self._pour(clean)
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

    def fulfil(self, request: Request) -> Turn:
        """Do the slow work of a request and take its result. Blocks; call it off the screen's thread.

        Raises:
            StoreError: the turn could not be stored; the request stays open.
        """
        kind, data = self._tools.fulfil(self, request)
        return self._send(kind, {"request": request.id, **data})

    def pending(self) -> tuple[Request, ...]:
        """Requests that are still open."""
        return self._state.requests

    def transcript(self, last: int | None = None) -> list[Shown]:
        """The messages of the stored turns, worded in the present language."""
        shown: list[Shown] = []
        for record in self._tools.store.transcript(self.id, last=last):
            event = Event.from_json(json.loads(record.event))
            if words := self._person(event):
                shown.append(Shown("person", "person", words, record.number, record.at))
            for reply in json.loads(record.replies):
                shown.append(
                    self._shown(Reply(reply["id"], reply["params"], reply["kind"]), record.number, record.at)
                )
        return shown

    def steps(self) -> list[StepView]:
        """The ten steps with their progress."""
        state = self._state
        progress = progress_by_step(state.document)
        index = build_index(state.document.plan)
        current = step_of(state.cursor) if state.cursor else 0
        stale = [
            min(spec.step for spec in fields_of(kind_of(place.entity)).values())
            for uid, place in index.places.items()
            if uid in state.stale
        ]
        put_off = [
            questions()[name].step
            for key, gap in state.gaps.items()
            if gap["status"] == "deferred" and (name := key.partition("@")[0]) in questions()
        ]
        opened = state.thread.get("opened", [])
        views = []
        for step in STEPS:
            done = progress[step.number]
            full = done.needed > 0 and done.filled == done.needed
            status: StepStatus = "done" if full else "started" if step.number in opened else "empty"
            views.append(
                StepView(
                    step.number,
                    self._tools.word(f"step.{step.number}.title", {}, self.lang, True),
                    status,
                    done.filled,
                    done.needed,
                    step.number == current,
                    stale.count(step.number),
                    put_off.count(step.number),
                )
            )
        return views

    def rows(self) -> list[Row]:
        """The plan as rows of a preview."""
        lang = self.lang
        return rows(self._state, lambda message, params: self._tools.word(message, params, lang, True))

    def cursor(self) -> tuple[int, str]:
        """Step and short label of the question being asked; ``(0, "")`` when all have been asked."""
        cursor = self._state.cursor
        if cursor is None:
            return 0, ""
        name = "confirm.short" if cursor.question.startswith(CONFIRM) else f"ask.{cursor.question}.short"
        return step_of(cursor), self._tools.word(name, {}, self.lang, True)

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

    def _pour(self, text: str) -> Turn:
        folder = self._tools.folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        digest = hashlib.sha256(text.encode()).hexdigest()[:12]
        path = folder / f"text-{digest}.txt"
        if not path.exists():
            path.write_text(text, "utf-8")
        return self._send("pour", {"path": str(path), "length": len(text)})

    def _send(self, kind: EventKind, data: Mapping[str, Any]) -> Turn:
        with self._lock:
            now = self._tools.now()
            event = Event(uuid.uuid4().hex, now, kind, data)
            outcome = advance(self._state, event, self._tools.context)
            try:
                self._store(event, outcome)
            except Conflict:
                return self._reload(event)
            self._state = outcome.state
            return Turn(
                self._turns,
                tuple(self._shown(reply, self._turns, now) for reply in outcome.replies),
                outcome.requests,
                outcome.quit,
            )

    def _store(self, event: Event, outcome: Outcome) -> None:
        number = self._turns + 1
        record = TurnRecord(
            number,
            event.at,
            json.dumps(event.to_json(), ensure_ascii=False),
            json.dumps([reply.to_json() for reply in outcome.replies], ensure_ascii=False),
            json.dumps(outcome.delta.to_json(), ensure_ascii=False),
        )
        snapshot = None
        if number % SNAPSHOT_EVERY == 1:
            snapshot = json.dumps(state_to_json(outcome.state), ensure_ascii=False)
        summary = self._summary(outcome.state) if outcome.delta.stack != "keep" or number == 1 else None
        self._tools.store.append(self.id, record, summary=summary, snapshot=snapshot)
        self._turns = number

    def _summary(self, state: State) -> str:
        progress = progress_by_step(state.document).values()
        return json.dumps(
            {
                "title": state.document.plan.title or "",
                "filled": sum(each.filled for each in progress),
                "needed": sum(each.needed for each in progress),
                "step": step_of(state.cursor) if state.cursor else 0,
            },
            ensure_ascii=False,
        )

    def _reload(self, event: Event) -> Turn:
        """Another window was faster: take over what it wrote, and give the message back unread."""
        stored = self._tools.store.load(self.id)
        self._state, self._turns = load_state(stored), stored.info.turns
        words = self._person(event)
        reply = Reply(
            "conflict.reloaded" if words else "conflict.reloaded.quiet",
            {"text": words} if words else {},
            "warning",
        )
        return Turn(self._turns, (self._shown(reply, self._turns, event.at),))

    def _shown(self, reply: Reply, number: int, at: datetime) -> Shown:
        text = self._tools.word(reply.id, reply.params, self.lang, False)
        return Shown("govplan", reply.kind, text, number, at)

    def _person(self, event: Event) -> str:
        """What the person's side of a turn looks like in the transcript."""
        data = event.data
        if event.kind == "say":
            return str(data["text"])
        if event.kind == "command":
            return f"/{data['name']} {data['argument']}".strip()
        if event.kind == "edit":
            return self._edited(str(data["uid"]), str(data["field"]), str(data["text"]))
        return ""

    def _edited(self, uid: str, field: str, text: str) -> str:
        entity = build_index(self._state.document.plan).entity(uid)
        if entity is None or field not in fields_of(kind_of(entity)):
            return text
        label = self._tools.word(
            f"field.{field_spec(kind_of(entity), field).kind}.{field}", {}, self.lang, True
        )
        return f"{entity.code or ''} {label}: {text}".strip()
