"""Looking at the plan from inside the conversation: a step, what is open, the review, what rests on what."""

from __future__ import annotations

from typing import Any

from assistant.dialogue.asking import message
from assistant.dialogue.references import resolve
from assistant.dialogue.showing import captured_line, field_label, name_of
from assistant.dialogue.turn import Turn
from assistant.dialogue.writing import Touched
from assistant.plan.fields import fields_of, kinds
from assistant.plan.index import is_empty, kind_of, reference_fields, targets_of, value_at
from assistant.review import Finding, progress_by_step, review
from assistant.steps import STEPS, questions

_MOST = 40


def show_step(turn: Turn, step: int) -> None:
    """Everything that the plan holds in a step."""
    lines = []
    for uid, place in turn.index.places.items():
        if place.parent is not None and place.parent != turn.plan_uid:
            continue
        entity = place.entity
        paths = [
            spec.path
            for spec in fields_of(kind_of(entity)).values()
            if spec.step == step
            and spec.shape not in ("part", "entity")
            and not is_empty(value_at(entity, spec.path))
        ]
        if place.parent is None:
            paths = [path for path in paths if _is_own_value(path)]
        if paths:
            lines.append(captured_line(turn.index, turn.draft.document.provenance, Touched(uid, paths)))
    title = message(f"step.{step}.title")
    if lines:
        turn.say("show.step", "said", step=step, title=title, list={"join": "\n", "items": lines})
    else:
        turn.say("show.empty", "said", step=step, title=title)


def _is_own_value(path: str) -> bool:
    """Whether a field of the plan holds a value, or lines of its own, and not entities that are listed by themselves."""
    spec = fields_of("Plan")[path]
    return spec.shape != "entities" or spec.targets == ("Item",)


def show_open(turn: Turn) -> None:
    """The questions that were put off, and those still to come, by step."""
    agenda = turn.agenda
    put_off = [key.partition("@")[0] for key, gap in agenda.gaps.items() if gap["status"] == "deferred"]
    coming = [cursor.question for cursor in agenda.open() if cursor.question in questions()]
    lines = []
    for step in STEPS:
        names = [q.id for q in step.questions if q.id in put_off or q.id in coming]
        if names:
            labels = [
                message("open.deferred" if n in put_off else "open.coming", name=message(f"ask.{n}.short"))
                for n in names
            ]
            lines.append(
                message(
                    "open.step",
                    step=step.number,
                    title=message(f"step.{step.number}.title"),
                    names={"join": ", ", "items": labels},
                )
            )
    if lines:
        turn.say("open", "said", list={"join": "\n", "items": lines}, count=len(lines))
    else:
        turn.say("open.nothing")


def deferred_places(turn: Turn) -> set[tuple[str, str]]:
    """The ``(uid, field)`` that are marked as deferred."""
    return {
        (uid, path)
        for uid, marks in turn.draft.document.provenance.items()
        for path, mark in marks.items()
        if mark.state.value == "deferred"
    }


def show_review(turn: Turn) -> None:
    """What the review finds, by step, with how far each step is."""
    document = turn.draft.document
    findings = review(document, deferred_places(turn))
    progress = progress_by_step(document)
    lines: list[Any] = []
    for step in STEPS:
        mine = [finding for finding in findings if finding.step == step.number]
        done = progress[step.number]
        lines.append(
            message(
                "review.step",
                step=step.number,
                title=message(f"step.{step.number}.title"),
                filled=done.filled,
                needed=done.needed,
            )
        )
        lines += [_finding(turn, finding) for finding in mine[: _MOST // 10]]
        if len(mine) > _MOST // 10:
            lines.append(message("review.more", count=len(mine) - _MOST // 10, step=step.number))
    filled, needed = sum(p.filled for p in progress.values()), sum(p.needed for p in progress.values())
    turn.say(
        "review.summary" if findings else "review.complete",
        "said",
        list={"join": "\n", "items": lines},
        filled=filled,
        needed=needed,
        count=len(findings),
    )


def _finding(turn: Turn, finding: Finding) -> dict[str, Any]:
    kind = kind_of(turn.index.places[finding.uid].entity)
    name = "review.finding.deferred" if finding.params["deferred"] else "review.finding"
    label = field_label(kind, finding.field)
    if kind in ("Plan", "Vision", "Mission"):
        return message(f"{name}.plan", field=label)
    return message(name, field=label, name=name_of(turn.index, finding.uid))


def show_trace(turn: Turn, text: str) -> None:
    """What an entity rests on, and what rests on it."""
    found = resolve(text, tuple(kinds()), turn.reading, create=False)
    if not isinstance(found, str):
        turn.say("trace.unknown", "warning", text=text[:60])
        return
    entity = turn.index.places[found].entity
    rests_on = [
        message("trace.line", field=field_label(kind_of(entity), spec.path), name=name_of(turn.index, target))
        for spec in reference_fields(kind_of(entity))
        for target in targets_of(entity, spec)
    ]
    supports = [
        message(
            "trace.line",
            field=field_label(kind_of(turn.index.places[owner].entity), path),
            name=name_of(turn.index, owner),
        )
        for owner, path in turn.index.referrers(found)
    ]
    nothing = [message("trace.nothing")]
    turn.say(
        "trace",
        "said",
        name=name_of(turn.index, found),
        rests_on={"join": "\n", "items": rests_on or nothing},
        supports={"join": "\n", "items": supports or nothing},
    )
