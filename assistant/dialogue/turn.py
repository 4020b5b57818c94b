"""One turn in the making: the edits, the replies and the requests of one event, gathered and then closed."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, NamedTuple

from assistant.dialogue.agenda import Agenda
from assistant.dialogue.reading import Lexicon
from assistant.dialogue.references import ReadContext
from assistant.dialogue.state import Cursor, State, apply_delta, family
from assistant.dialogue.turns import Delta, Event, Reply, ReplyKind, Request, RequestKind
from assistant.plan.draft import Draft
from assistant.plan.index import Index
from assistant.plan.provenance import Citation, Mark, Origin
from assistant.plan.provenance import State as MarkState

_NAMESPACE = uuid.UUID("6f6b6c1e-5f0a-5c55-9a52-9c3f3b7d2e11")


@dataclass(frozen=True)
class Context:
    """What the conversation is handed from outside.

    Attributes:
        words: gives the words of all languages; called once, when something is first read.
        phrase: words a starting phrase for the plan's own text: message id, parameters, language.
        languages: the languages that are complete and may be chosen.
        tries: how often a question is put again before it is offered for deferral.
        step_tries: the same for all follow-ups of a step together.
    """

    words: Callable[[], Lexicon]
    phrase: Callable[[str, Mapping[str, Any], str], str]
    languages: tuple[str, ...] = ("en",)
    tries: int = 2
    step_tries: int = 6

    @cached_property
    def lexicon(self) -> Lexicon:
        """The words of all languages."""
        return self.words()


class Outcome(NamedTuple):
    """What an event led to. ``state`` is ``apply_delta`` of the state before and ``delta``."""

    state: State
    replies: tuple[Reply, ...]
    requests: tuple[Request, ...]
    delta: Delta
    quit: bool = False


def _settled(gap: Any) -> str | None:
    """How a question was settled; that it was put again is nothing that a person would take back."""
    return gap["status"] if gap and gap["status"] != "tried" else None


class Turn:
    """Gathers what one event leads to; :meth:`finish` makes the outcome.

    Args:
        state: the state before.
        event: what happened.
        context: what was handed in.
    """

    def __init__(self, state: State, event: Event, context: Context) -> None:
        self.before = state
        self.event = event
        self.context = context
        self.thread: dict[str, Any] = dict(state.thread)
        self.replies: list[Reply] = []
        self.requests: list[Request] = []
        self.quit = False
        self._stack: Literal["push", "undo", "redo", "keep"] | None = None
        self._uids = 0
        self.draft = Draft(state.document, self._new_uid, self.marker())

    def _new_uid(self) -> str:
        self._uids += 1
        return f"_{uuid.uuid5(_NAMESPACE, f'{self.event.id}/{self._uids}').hex}"

    @property
    def index(self) -> Index:
        """The plan as it is now."""
        return self.draft.index

    @property
    def plan_uid(self) -> str:
        """The uid of the plan."""
        return self.draft.plan.uid

    @property
    def lang(self) -> str:
        """Language of the screen."""
        return str(self.thread.get("lang", "en"))

    @property
    def agenda(self) -> Agenda:
        """The questions as the plan stands now."""
        return Agenda(self.index, self.draft.document.provenance, dict(family(self.thread, "gap:")))

    @property
    def reading(self) -> ReadContext:
        """What reading needs to know."""
        envelope = self.draft.plan.budget_envelope
        return ReadContext(
            self.context.lexicon,
            self.event.at.date(),
            self.lang,
            self.index,
            envelope.currency if envelope else None,
        )

    @property
    def cursor(self) -> Cursor | None:
        """The question being asked."""
        value = self.thread.get("cursor")
        return Cursor(value[0], value[1]) if value else None

    @cursor.setter
    def cursor(self, value: Cursor | None) -> None:
        self.put("cursor", [value.question, value.owner] if value else None)

    def put(self, key: str, value: Any) -> None:
        """Set a key of the thread, or take it out with ``None``."""
        if value is None:
            self.thread.pop(key, None)
        else:
            self.thread[key] = value

    def marker(
        self,
        state: MarkState = MarkState.ACCEPTED,
        origin: Origin | None = Origin.USER,
        citations: tuple[Citation, ...] = (),
    ) -> Any:
        """A maker of marks with that state and origin, dated by the event."""

        def mark(old: Mark | None) -> Mark:
            return Mark(
                state=state,
                origin=origin,
                citations=citations,
                revision=old.revision + 1 if old else 1,
                updated_at=self.event.at,
            )

        return mark

    def guessed(self) -> Any:
        """A maker of marks for what was inferred and wants a yes."""
        return self.marker(MarkState.SUGGESTED, Origin.SUGGESTED)

    def say(self, message: str, kind: ReplyKind = "said", /, **params: Any) -> None:
        """Add a reply."""
        self.replies.append(Reply(message, params, kind))

    def request(self, kind: RequestKind, params: Mapping[str, Any]) -> None:
        """Ask for slow work; it stays open in the state until its result comes."""
        request = Request(f"{self.event.id}/{len(self.requests)}", kind, params)
        self.requests.append(request)
        self.put(f"request:{request.id}", {"kind": kind, "params": dict(params)})

    def stack(self, what: Literal["push", "undo", "redo", "keep"]) -> None:
        """Say what happens to the undo stack, where it is not the usual."""
        self._stack = what

    def finish(self) -> Outcome:
        """Close the turn."""
        old, new = self.before.thread, self.thread
        changed = {
            key: (old.get(key), new.get(key))
            for key in [*old, *(key for key in new if key not in old)]
            if old.get(key) != new.get(key)
        }
        stack = self._stack
        if stack is None:
            ledger = any(
                key.startswith("stale:") or (key.startswith("gap:") and _settled(was) != _settled(now))
                for key, (was, now) in changed.items()
            )
            stack = "push" if self.draft.changes or ledger else "keep"
        delta = Delta(tuple(self.draft.changes), changed, stack)
        after = apply_delta(self.before, delta, self.draft.document)
        return Outcome(after, tuple(self.replies), tuple(self.requests), delta, self.quit)
