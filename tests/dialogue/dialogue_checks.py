"""What must hold after every turn of a conversation, whatever happened in it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import cache
from itertools import count
from typing import Any

from helpers.wording import CATALOGUE

from assistant.dialogue.advance import advance
from assistant.dialogue.reading import Lexicon
from assistant.dialogue.state import State, apply_delta, state_from_json, state_to_json
from assistant.dialogue.turn import Context, Outcome
from assistant.dialogue.turns import Delta, Event, EventKind
from assistant.plan.document import PlanDocument, dump_document, load_document
from assistant.plan.draft import Draft
from assistant.plan.fields import fields_of
from assistant.plan.index import build_index, is_empty, kind_of, value_at
from assistant.plan.provenance import Mark
from assistant.samples import load_sample
from prompts import load_lexicon

START = datetime.fromisoformat("2026-11-21T09:00:00+09:00")
SHAPES_OF_VALUES = {"text", "number", "score", "integer", "flag", "period", "money", "choice", "ref"}


@cache
def context() -> Context:
    """Strict wording: a message that is missing, or a parameter too many, is an error."""
    return Context(
        lambda: Lexicon.from_data(load_lexicon()),
        lambda message, params, lang: CATALOGUE.render(message, params, lang, plain=True),
    )


@cache
def small_plan() -> PlanDocument:
    """The finished sample with at most two entries in each list: of everything something, and quick to check."""
    numbers = count()
    draft = Draft(load_sample("en"), lambda: f"_s{next(numbers)}", lambda old: old or Mark())
    for spec in fields_of("Plan").values():
        if spec.shape == "entities":
            for each in value_at(draft.plan, spec.path)[2:]:
                draft.remove(each.uid)
    return draft.document


def event(state: State, kind: EventKind, **data: Any) -> Event:
    """The next event, as it comes back from a store."""
    made = Event(f"e{state.revision}", START + timedelta(minutes=state.revision), kind, data)
    return Event.from_json(json.loads(json.dumps(made.to_json())))


def play(state: State, kind: EventKind, **data: Any) -> Outcome:
    """Let an event happen, and check what must always hold."""
    outcome = happen(state, kind, **data)
    check_delta(state, outcome)
    if outcome.delta.changes:
        check_document(outcome.state)
    check_replies(outcome)
    return outcome


def happen(state: State, kind: EventKind, **data: Any) -> Outcome:
    """Let an event happen, without checks."""
    return advance(state, event(state, kind, **data), context())


def check_delta(before: State, outcome: Outcome) -> None:
    """What is loaded is what was live: by the delta, by the delta through JSON, now and then by a snapshot."""
    delta = Delta.from_json(json.loads(json.dumps(outcome.delta.to_json())))
    live = outcome.state
    assert apply_delta(before, outcome.delta) == live
    assert apply_delta(before, delta) == live
    if live.revision % 5 == 0:
        assert state_from_json(json.loads(json.dumps(state_to_json(live)))) == live


def check_document(state: State) -> None:
    """A plan that a file can hold, in which nothing is called like another."""
    document = state.document
    assert load_document(dump_document(document)) == document
    places = build_index(document.plan).places.values()
    uids = [place.entity.uid for place in places]
    codes = [place.entity.code.casefold() for place in places if place.entity.code]
    assert len(set(uids)) == len(uids)
    assert len(set(codes)) == len(codes)
    assert set(document.provenance) <= set(uids)


def check_replies(outcome: Outcome) -> None:
    """Every reply can be stored and worded; a turn that says nothing leaves a person waiting."""
    for reply in outcome.replies:
        stored = json.loads(json.dumps(reply.to_json()))
        for plain in (False, True):
            assert CATALOGUE.render(stored["id"], stored["params"], "en", plain=plain).strip()


def settled(state: State) -> dict[tuple[str, str], Any]:
    """Every single value that a person has accepted or typed: by uid and path."""
    found = {}
    for uid, place in build_index(state.document.plan).places.items():
        for path, spec in fields_of(kind_of(place.entity)).items():
            if spec.shape not in SHAPES_OF_VALUES or is_empty(value := value_at(place.entity, path)):
                continue
            mark = state.document.provenance.get(uid, {}).get(path)
            if mark is None or mark.state.value in ("accepted", "edited"):
                found[uid, path] = value
    return found


def shown_ids(outcome: Outcome) -> set[str]:
    """The ids of a turn's replies, nested ones included."""
    return {each for reply in outcome.replies for each in _ids(reply.to_json())}


def _ids(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        if isinstance(value.get("id"), str):
            yield value["id"]
        for each in value.values():
            yield from _ids(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _ids(each)
