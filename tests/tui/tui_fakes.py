"""A small conversation and workspace after the contract, for tests of the screen alone."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import yaml

from assistant.workspace.views import Row

TEXTS: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[2] / "prompts" / "messages" / "tui.yaml").read_text(encoding="utf-8")
)
AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


class StoreBrokenError(Exception):
    """Stands for any StoreUnavailable."""

    def __init__(self, code: str = "read_only") -> None:
        super().__init__(code)
        self.code = code


def shown(text: str, *, kind: str = "said", role: str = "govplan") -> Any:
    return SimpleNamespace(role=role, kind=kind, text=text, turn=1, at=AT)


def row(label: str, text: str = "", *, uid: str = "_1", field: str = "name", **more: Any) -> Row:
    values: dict[str, Any] = {
        "step": 1, "depth": 1, "uid": uid, "field": field, "label": label, "text": text,
        "state": "accepted" if text else "empty", "needed": True, "editable": True, "edit_text": text,
    }  # fmt: skip
    return Row(**{**values, **more})


@dataclass(frozen=True)
class Card:
    id: str
    name: str
    title: str = ""
    created_at: datetime = AT
    updated_at: datetime = AT
    turns: int = 3
    filled: int = 2
    needed: int = 40
    step: int = 1
    deleted_at: datetime | None = None


@dataclass
class FakeConversation:
    """Echoes what it is told; keeps a list of what was done, in order."""

    id: str = "s1"
    name: str = "Plan A"
    title: str = ""
    lang: str = "en"
    done: list[tuple[str, ...]] = field(default_factory=list)
    values: list[Any] = field(
        default_factory=lambda: [row("Name", "Ministry of Examples"), row("Mission", field="mission")]
    )
    reply: str = ""
    fail_with: Exception | None = None
    gate: threading.Event | None = None
    earlier: list[Any] = field(default_factory=list)

    kind: str = "said"

    def _turn(
        self, *texts: str, requests: tuple[Any, ...] = (), quit: bool = False, undoable: bool = False
    ) -> Any:
        replies = tuple(shown(text, kind=self.kind) for text in texts)
        return SimpleNamespace(
            number=len(self.done), shown=replies, requests=requests, quit=quit, undoable=undoable
        )

    def start(self) -> Any:
        return self._turn("Welcome. What is your organisation called?")

    def say(self, text: str, *, pasted: bool = False) -> Any:
        if self.fail_with is not None:
            error, self.fail_with = self.fail_with, None
            raise error
        self.done.append(("say", text, "pasted" if pasted else "typed"))
        self.values = [replace_row(self.values[0], text.split("\n")[0][:40]), *self.values[1:]]
        if text == "/suggest":
            return self._turn(
                "", requests=(SimpleNamespace(id=f"r{len(self.done)}", kind="search", params={}),)
            )
        return self._turn(
            self.reply or f"I have noted {len(text)} characters.", quit=text == "/quit", undoable=True
        )

    def command(self, name: str, argument: str = "") -> Any:
        self.done.append(("command", name, argument))
        return self._turn(f"Did {name} {argument}")

    def edit(self, uid: str, field: str, text: str) -> Any:
        self.done.append(("edit", uid, field, text))
        self.values = [replace_row(value, text) if value.field == field else value for value in self.values]
        return self._turn("Changed.", undoable=True)

    def fulfil(self, request: Any, watch: Any = None) -> Any:
        if self.gate is not None:
            self.gate.wait(30)
        self.done.append(("fulfil", request.id))
        return self._turn("Three passages.")

    def pending(self) -> tuple[Any, ...]:
        return ()

    def transcript(self, last: int | None = None) -> list[Any]:
        return list(self.earlier)

    def steps(self) -> list[Any]:
        return [
            SimpleNamespace(number=n, title=f"Step title {n} 단계", status="started" if n == 1 else "empty",
                            filled=1 if n == 1 else 0, needed=4, current=n == 1, needs_a_look=1 if n == 3 else 0,
                            deferred=0)
            for n in range(1, 11)
        ]  # fmt: skip

    def rows(self, opened: frozenset[str] = frozenset()) -> list[Any]:
        head = row("1. The organisation", uid="", field="", state="accepted", editable=False, depth=0)
        blank = [row("Attitude", field="attitude", needed=False)] if "_1" in opened else []
        return [head, *self.values, *blank]

    def cursor(self) -> tuple[int, str]:
        return 1, f"question {len(self.done)}"

    def remaining(self) -> int:
        return 10

    def markdown(self) -> str:
        return "# The plan\n"

    def close(self) -> None:
        self.done.append(("close",))


def replace_row(value: Row, text: str) -> Row:
    return replace(value, text=text, edit_text=text, state="accepted")


class FakeWorkspace:
    """Sessions in a list."""

    lang = "en"
    languages = ("en",)
    library = SimpleNamespace(keeps_for=lambda session: False)

    def __init__(self, cards: list[Card] | None = None, *, in_memory: bool = False) -> None:
        self.in_memory = in_memory
        self.cards = list(cards or [])
        self.conversations: list[FakeConversation] = []
        self.log: list[str] = []

    def text(self, id: str, params: Mapping[str, object] | None = None, lang: str | None = None) -> str:
        if id.startswith("command."):
            return id
        entry = TEXTS[id]["en"]
        if isinstance(entry, dict):
            entry = entry["one" if (params or {}).get("count") == 1 else "other"]
        return str(entry).format(**(params or {}))

    def sessions(self, *, deleted: bool = False) -> list[Card]:
        return [card for card in self.cards if (card.deleted_at is not None) == deleted]

    def _table(self, conversation: FakeConversation) -> FakeConversation:
        self.conversations.append(conversation)
        return conversation

    def new(self, name: str | None = None, *, lang: str | None = None, document: Any = None) -> Any:
        self.log.append("new")
        card = Card(f"new{len(self.log)}", name or "Untitled plan", turns=1)
        self.cards.append(card)
        return self._table(FakeConversation(id=card.id, name=card.name))

    def resume(self, name_or_id: str) -> Any:
        self.log.append(f"resume {name_or_id}")
        card = next((card for card in self.cards if name_or_id in (card.id, card.name)), None)
        if card is None:
            raise StoreBrokenError("unknown")
        return self._table(FakeConversation(id=card.id, name=card.name))

    def sample(self, lang: str | None = None) -> Any:
        self.log.append("sample")
        return self._table(FakeConversation(id="sample", name="Sample plan"))

    def _change(self, id: str, **values: Any) -> None:
        self.cards = [replace(card, **values) if card.id == id else card for card in self.cards]

    def rename(self, id: str, name: str) -> Card:
        self._change(id, name=name)
        return next(card for card in self.cards if card.id == id)

    def duplicate(self, id: str, name: str | None = None) -> Card:
        card = next(card for card in self.cards if card.id == id)
        copy = replace(card, id=card.id + "c", name=f"{card.name} (2)")
        self.cards.append(copy)
        return copy

    def delete(self, id: str) -> None:
        self._change(id, deleted_at=AT)

    def restore(self, id: str) -> None:
        self._change(id, deleted_at=None)

    def import_file(self, path: Path, name: str | None = None) -> Any:
        self.log.append(f"import {path}")
        return self._table(FakeConversation(id="imported", name=path.name))

    def purge(self, id: str) -> None:
        self.cards = [card for card in self.cards if card.id != id]

    def warm(self) -> None:
        self.log.append("warm")

    def knowledge_state(self) -> tuple[str, str]:
        return "ready", ""

    def error_text(self, error: Exception) -> str | None:
        return (
            f"Cannot write ({error.code}). Nothing was lost." if isinstance(error, StoreBrokenError) else None
        )

    def close(self) -> None:
        self.log.append("close")
