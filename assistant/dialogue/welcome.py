"""Opening a session: a greeting for a new one; where you are, what is missing, what is next for an old one."""

from __future__ import annotations

from assistant.dialogue.agenda import step_of
from assistant.dialogue.asking import ask, message
from assistant.dialogue.flow import go_on
from assistant.dialogue.turn import Turn
from assistant.plan.index import is_empty
from assistant.plan.values import Language
from assistant.review import progress_by_step


def welcome(turn: Turn) -> None:
    """Greet, or say where the person is; then ask. Open requests are issued again."""
    turn.stack("keep")
    if turn.thread.get("opened") is None:
        _first(turn)
        return
    for request in turn.before.requests:
        turn.requests.append(request)
    progress = progress_by_step(turn.draft.document)
    filled, needed = sum(p.filled for p in progress.values()), sum(p.needed for p in progress.values())
    cursor = turn.cursor
    left = len(turn.agenda.open())
    deferred = sum(gap["status"] == "deferred" for gap in turn.agenda.gaps.values())
    if cursor is None:
        turn.say("resume.end", "step", filled=filled, needed=needed, count=deferred)
    else:
        step = step_of(cursor)
        turn.say(
            "resume",
            "step",
            step=step,
            title=message(f"step.{step}.title"),
            filled=filled,
            needed=needed,
            left=left,
            count=deferred,
        )
    ask(turn)


def _first(turn: Turn) -> None:
    plan = turn.draft.plan
    if plan.base_language is None and turn.lang in list(Language):
        turn.draft.set(plan.uid, "base_language", turn.lang, turn.guessed())
    brought = [name for name in type(plan).model_fields if name not in ("uid", "code", "base_language")]
    poured = any(not is_empty(getattr(plan, name)) for name in brought)
    turn.put("opened", [])
    sample = turn.thread.get("sample")
    turn.say("welcome.sample" if sample else "welcome.brought" if poured else "welcome", "said")
    go_on(turn)
