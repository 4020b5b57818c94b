"""The state of a conversation, and how a delta leads from one state to the next.

The state is the document and a *thread*: a flat mapping of JSON values, so that what a turn changed in it is a
small ``{key: [old, new]}``. Keys: ``lang``, ``cursor``, ``pending``, ``offered``, ``list``, ``opened``, and
families ``gap:<question or question@uid>``, ``stale:<uid>``, ``request:<id>``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from assistant.dialogue.turns import Delta, Request
from assistant.plan.changes import Change, apply_changes
from assistant.plan.document import PlanDocument, dump_document, load_document

UNDONE_WITH = ("cursor", "pending", "gap:", "stale:", "list", "guessed")
"""The keys of the thread that an undo brings back; language, open requests and the like stay."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """The question that is being asked, and for a question put per owner the owner's uid."""

    question: str
    owner: str = ""

    @property
    def key(self) -> str:
        """Key of the question in the gap ledger."""
        return f"{self.question}@{self.owner}" if self.owner else self.question


@dataclass(frozen=True, slots=True)
class Entry:
    """One turn on the undo or redo stack."""

    changes: tuple[Change, ...]
    thread: Mapping[str, tuple[Any, Any]]

    def inverse(self) -> Entry:
        """What takes it back."""
        return Entry(
            tuple(change.inverse() for change in reversed(self.changes)),
            {key: (new, old) for key, (old, new) in self.thread.items()},
        )


@dataclass(frozen=True, slots=True)
class State:
    """Everything that a conversation knows; frozen."""

    document: PlanDocument
    thread: Mapping[str, Any] = field(default_factory=dict)
    undo: tuple[Entry, ...] = ()
    redo: tuple[Entry, ...] = ()
    revision: int = 0
    """Counts the turns."""

    @property
    def lang(self) -> str:
        """Language of the screen."""
        return str(self.thread.get("lang", "en"))

    @property
    def cursor(self) -> Cursor | None:
        """The question being asked; ``None`` before the first and after the last."""
        value = self.thread.get("cursor")
        return Cursor(value[0], value[1]) if value else None

    @property
    def gaps(self) -> dict[str, dict[str, Any]]:
        """The gap ledger: ``{question or question@uid: {"status": deferred|none|tried, "tries": n}}``."""
        return dict(family(self.thread, "gap:"))

    @property
    def stale(self) -> dict[str, dict[str, Any]]:
        """What needs a look, by uid: the reason as message id and parameters."""
        return dict(family(self.thread, "stale:"))

    @property
    def requests(self) -> tuple[Request, ...]:
        """Open requests."""
        return tuple(
            Request(name, value["kind"], value["params"]) for name, value in family(self.thread, "request:")
        )


def family(thread: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, Any]]:
    """The entries of a thread whose key begins with the prefix, without it."""
    for key, value in thread.items():
        if key.startswith(prefix):
            yield key[len(prefix) :], value


def apply_delta(state: State, delta: Delta, document: PlanDocument | None = None) -> State:
    """The state after a turn.

    Args:
        state: the state before.
        delta: what the turn changed.
        document: the document after the delta's changes, where the caller has it already.

    Raises:
        ChangeError: the delta does not belong to this state.
    """
    thread = dict(state.thread)
    for key, (_, new) in delta.thread.items():
        if new is None:
            thread.pop(key, None)
        else:
            thread[key] = new
    undo, redo = state.undo, state.redo
    if delta.stack == "push":
        kept = {key: pair for key, pair in delta.thread.items() if key.startswith(UNDONE_WITH)}
        undo, redo = (*undo, Entry(delta.changes, kept)), ()
    elif delta.stack == "undo" and undo:
        undo, redo = undo[:-1], (*redo, undo[-1])
    elif delta.stack == "redo" and redo:
        undo, redo = (*undo, redo[-1]), redo[:-1]
    if document is None:
        document = apply_changes(state.document, delta.changes)
    return replace(state, document=document, thread=thread, undo=undo, redo=redo, revision=state.revision + 1)


def state_to_json(state: State) -> dict[str, Any]:
    """The state as JSON values, for a snapshot."""
    return {
        "document": dump_document(state.document),
        "thread": dict(state.thread),
        "undo": [_entry_to_json(entry) for entry in state.undo],
        "redo": [_entry_to_json(entry) for entry in state.redo],
        "revision": state.revision,
    }


def state_from_json(data: Mapping[str, Any]) -> State:
    """A state from JSON values that :func:`state_to_json` made.

    Raises:
        DocumentError: the document in it cannot be opened.
    """
    return State(
        load_document(data["document"]),
        data["thread"],
        tuple(_entry_from_json(entry) for entry in data["undo"]),
        tuple(_entry_from_json(entry) for entry in data["redo"]),
        data["revision"],
    )


def _entry_to_json(entry: Entry) -> dict[str, Any]:
    return Delta(entry.changes, entry.thread).to_json()


def _entry_from_json(data: Mapping[str, Any]) -> Entry:
    delta = Delta.from_json(data)
    return Entry(delta.changes, delta.thread)
