"""What a conversation looks like from outside: its steps, and the person's side of a turn."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from assistant.dialogue.agenda import step_of
from assistant.dialogue.state import State
from assistant.dialogue.turns import Event
from assistant.formats.files import make_folder, write_atomic
from assistant.plan.fields import fields_of
from assistant.plan.index import build_index, kind_of
from assistant.review import progress_by_step
from assistant.steps import STEPS, questions
from assistant.workspace.views import StepStatus, StepView

Word = Callable[[str, Mapping[str, Any]], str]
"""Words a message as plain text."""


def step_views(state: State, word: Word) -> list[StepView]:
    """The ten steps with their progress."""
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
                word(f"step.{step.number}.title", {}),
                status,
                done.filled,
                done.needed,
                step.number == current,
                stale.count(step.number),
                put_off.count(step.number),
            )
        )
    return views


def persons_words(event: Event, state: State, word: Word) -> str:
    """What the person's side of a turn looks like in the transcript; empty where the person said nothing."""
    data = event.data
    if event.kind == "say":
        return str(data["text"])
    if event.kind == "command":
        return f"/{data['name']} {data['argument']}".strip()
    if event.kind != "edit":
        return ""
    entity = build_index(state.document.plan).entity(str(data["uid"]))
    if entity is None or data["field"] not in fields_of(kind_of(entity)):
        return str(data["text"])
    label = word(f"field.{kind_of(entity)}.{data['field']}", {})
    return f"{entity.code or ''} {label}: {data['text']}".strip()


def keep_text(folder: Path, text: str) -> Path:
    """Keep a text that is too long for an answer in a file of its own; the same text is kept once.

    Raises:
        ExportError: it cannot be written.
    """
    path = folder / f"text-{hashlib.sha256(text.encode()).hexdigest()[:12]}.txt"
    if not path.exists():
        make_folder(folder)
        write_atomic(path, text.encode(), overwrite=True)
    return path
