"""What goes into the conversation and what comes out: events, replies, requests, deltas.

Everything here is plain data with a JSON form. Replies are message ids with parameters; ``prompts`` words them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Literal

from assistant.plan.changes import Change

EventKind = Literal["open", "say", "command", "edit", "pour", "found", "done", "failed"]
ReplyKind = Literal["question", "said", "captured", "proposal", "passages", "step", "warning", "error"]
RequestKind = Literal["search", "export", "add", "documents"]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, whichever way it came.

    Attributes:
        id: unique; the uids of entities that the event makes derive from it.
        at: when, with offset. The conversation has no other clock.
        kind: ``open`` (the session was opened), ``say`` (a chat line or a paste), ``command`` (a click or a
            key), ``edit`` (a value edited in the preview), ``pour`` (a text too long for an answer, kept in
            a file), and the results of requests: ``found``, ``done``, ``failed``.
        data: what belongs to the kind: ``text``; ``name``, ``argument``; ``uid``, ``field``, ``text``;
            ``path``, ``length``; ``request`` and ``hits``, ``path`` or ``code`` and ``params``.
    """

    id: str
    at: datetime
    kind: EventKind
    data: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """As JSON values."""
        return {"id": self.id, "at": self.at.isoformat(), "kind": self.kind, "data": dict(self.data)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Event:
        """From JSON values that :meth:`to_json` made."""
        return cls(data["id"], datetime.fromisoformat(data["at"]), data["kind"], data["data"])


@dataclass(frozen=True, slots=True)
class Reply:
    """One message, not worded yet. A parameter may itself be ``{"id": …, "params": …}`` or a list of such."""

    id: str
    params: Mapping[str, Any] = field(default_factory=dict)
    kind: ReplyKind = "said"

    def to_json(self) -> dict[str, Any]:
        """As JSON values."""
        return {"id": self.id, "params": dict(self.params), "kind": self.kind}


@dataclass(frozen=True, slots=True)
class Request:
    """Slow work to be done outside; its result comes back as an event that names it.

    ``search``: ``query``, ``step``, ``lang``, ``purpose`` (suggest, example, question, explain, cases),
    ``question``, ``owner``, ``revision``, and ``home``: what the plan says of its own government. For cases also
    ``topics``, ``argument`` and ``ids``, facts to go on with. ``export``: ``format``, ``path``.
    ``add``: ``text`` (paths as typed), ``everywhere``. ``documents``: ``action`` (list, show, remove, refresh),
    ``name``.
    """

    id: str
    kind: RequestKind
    params: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """As JSON values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Delta:
    """What one turn changed: changes of the document, and of the thread as ``{key: [old, new]}``.

    ``stack`` says what happens to the undo and redo stacks: ``push`` (this can be undone), ``undo``, ``redo``
    or ``keep``.
    """

    changes: tuple[Change, ...] = ()
    thread: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    stack: Literal["push", "undo", "redo", "keep"] = "keep"

    def to_json(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "changes": [change.model_dump(mode="json", exclude_none=True) for change in self.changes],
            "thread": {key: list(pair) for key, pair in self.thread.items()},
            "stack": self.stack,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Delta:
        """From JSON values that :meth:`to_json` made."""
        return cls(
            tuple(Change.model_validate(change) for change in data["changes"]),
            {key: (pair[0], pair[1]) for key, pair in data["thread"].items()},
            data["stack"],
        )
