"""Plays conversations written as YAML against the real conversation.

A story is a mapping: ``story`` (what a person sees, one sentence), ``turns``, and optionally ``lang``, ``at_most``
(messages) and ``complete`` (whether nothing needed is empty at the end). A turn is ``to`` (the question being asked
before it), ``say`` and ``expect``:

- ``asks``: the question asked after it; ``step``: its step.
- ``shows``: ids of replies, or pieces of what is read on the screen.
- ``captured``: ``{code or plan/vision/mission . path: value}``; a reference is given by its title.
- ``absent``: codes that no entity has. ``order``: ``{list of the plan: titles}``.
- ``deferred``: everything that is put off, by question id. ``stale``: every code that needs a look.
- ``requests``: kinds of slow work asked for. ``unchanged``: the plan is what it was.

Every event and delta is sent through JSON, as the store does, and now and then the whole state.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from assistant.dialogue.advance import advance
from assistant.dialogue.agenda import Agenda
from assistant.dialogue.reading import Lexicon
from assistant.dialogue.state import Cursor, State, apply_delta, state_from_json, state_to_json
from assistant.dialogue.turn import Context, Outcome
from assistant.dialogue.turns import Delta, Event
from assistant.plan.document import new_document
from assistant.plan.entities import Plan
from assistant.plan.entities.base import Entity
from assistant.plan.fields import fields_of
from assistant.plan.index import Index, build_index, kind_of, title_of, value_at
from assistant.review.needs import slots
from prompts import Catalogue, load_lexicon

START = datetime.fromisoformat("2026-11-21T09:00:00+00:00")
SNAPSHOT = 15
"""How many turns go by between two snapshots."""
_KEY = re.compile(r"(?P<of>plan|vision|mission|[A-Z]+-\d+(?:\.\d+)*)(?:\.(?P<path>.+))?")


class _Strict(Catalogue):
    """Raises for a message or a parameter too few or too many."""

    strict = True


@cache
def catalogue() -> Catalogue:
    return _Strict.load()


@cache
def context() -> Context:
    words = catalogue()
    return Context(lambda: Lexicon.from_data(load_lexicon()), words.render, tuple(words.languages()))


@dataclass
class Player:
    """One conversation, from the opening on."""

    lang: str = "en"
    said: int = 0
    replies: list[Any] = field(default_factory=list)
    outcome: Outcome | None = None

    def __post_init__(self) -> None:
        self.state = State(new_document("_story"), {"lang": self.lang})
        self.send("open")

    def send(self, kind: Any, **data: Any) -> Outcome:
        """Let an event happen; the next state is what a store would bring back."""
        event = Event(
            f"event-{self.state.revision}", START + timedelta(minutes=self.state.revision), kind, data
        )
        before = self.state
        outcome = advance(before, Event.from_json(json.loads(json.dumps(event.to_json()))), context())
        delta = Delta.from_json(json.loads(json.dumps(outcome.delta.to_json())))
        self.state = apply_delta(before, delta)
        assert self.state == outcome.state, "what is loaded differs from what was live"
        if self.state.revision % SNAPSHOT == 0:
            self.state = state_from_json(json.loads(json.dumps(state_to_json(self.state))))
            assert self.state == outcome.state, "a snapshot differs from what was live"
        self.outcome = outcome
        assert self.shown.strip(), "a turn without an answer"
        return outcome

    def say(self, text: str) -> Outcome:
        """Type a line."""
        self.said += 1
        return self.send("say", text=text)

    @property
    def index(self) -> Index:
        return build_index(self.state.document.plan)

    @property
    def cursor(self) -> Cursor | None:
        return self.state.cursor

    @property
    def asks(self) -> str:
        """The id of the question being asked; empty at the end."""
        return self.state.cursor.question if self.state.cursor else ""

    @property
    def agenda(self) -> Agenda:
        return Agenda(self.index, self.state.document.provenance, self.state.gaps)

    @property
    def shown(self) -> str:
        """What the last turn put on the screen."""
        assert self.outcome is not None
        return "\n".join(catalogue().render(r.id, r.params, self.lang) for r in self.outcome.replies)

    @property
    def reply_ids(self) -> set[str]:
        """The messages of the last turn, nested ones included."""
        assert self.outcome is not None
        return {found for reply in self.outcome.replies for found in _ids(reply.to_json())}

    @property
    def plan(self) -> Plan:
        return self.state.document.plan

    def missing(self) -> list[str]:
        """Every needed field that is empty."""
        return [
            f"{slot.entity.code or kind_of(slot.entity)}.{slot.spec.path}"
            for slot in slots(self.state.document.plan)
            if not slot.filled
        ]

    def value(self, key: str) -> Any:
        """The value at ``GOA-1.title``, in the words of a story."""
        match = _KEY.fullmatch(key)
        assert match, f"{key} is no code and path"
        entity = self.entity(match["of"])
        assert entity is not None, f"there is no {match['of']}"
        assert match["path"], f"{key} names no field"
        return self._plain(value_at(entity, match["path"]), self.is_reference(entity, match["path"]))

    def is_reference(self, entity: Entity, path: str) -> bool:
        spec = fields_of(kind_of(entity)).get(path)
        return spec is not None and spec.shape in ("ref", "refs")

    def entity(self, name: str) -> Entity | None:
        plan = self.state.document.plan
        if name in ("plan", "vision", "mission"):
            return plan if name == "plan" else getattr(plan, name)
        return self.index.by_code(name)

    def _plain(self, value: Any, is_reference: bool) -> Any:
        if isinstance(value, tuple):
            return [self._plain(each, is_reference) for each in value]
        if isinstance(value, Entity):
            return title_of(value)
        if is_reference and value is not None:
            return title_of(self.index.places[value].entity)
        return value if value is None or isinstance(value, bool | int) else str(value)


def _ids(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        if isinstance(value.get("id"), str):
            yield value["id"]
        for each in value.values():
            yield from _ids(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _ids(each)


def load_story(path: Path) -> dict[str, Any]:
    story: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    unknown = set(story) - {"story", "lang", "at_most", "complete", "turns"}
    assert not unknown, f"{path.name}: {unknown}"
    return story
