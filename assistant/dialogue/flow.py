"""Going from question to question: forward after an answer, and wherever the person wants to go."""

from __future__ import annotations

from assistant.dialogue.agenda import CONFIRM, SETTLED, step_of
from assistant.dialogue.asking import ask, close_step, message, open_step, put_up
from assistant.dialogue.state import Cursor
from assistant.dialogue.turn import Turn
from assistant.dialogue.writing import mark_deferred
from assistant.plan.fields import field_spec
from assistant.steps import STEPS, Question, questions


def proceed(turn: Turn) -> None:
    """Go on after an answer: the same question if it still wants something, else the next open one."""
    cursor = turn.cursor
    if cursor is not None and turn.agenda.is_open(cursor) and _try_again(turn, cursor):
        return
    go_on(turn)


def _try_again(turn: Turn, cursor: Cursor) -> bool:
    """Put the question again, unless it has been put often enough; then offer to leave it open."""
    if cursor.question.startswith(CONFIRM):
        ask(turn)
        return True
    if tried_enough(turn, cursor):
        offer_deferral(turn)
    else:
        ask(turn, again=True)
    return True


def tried_enough(turn: Turn, cursor: Cursor) -> bool:
    """Remember that a question has to be put again; answer whether it, or its step, has had enough of that."""
    gap = turn.agenda.gaps.get(cursor.key, {"status": "tried", "tries": 0})
    tries = int(gap["tries"]) + 1
    turn.put(f"gap:{cursor.key}", {"status": gap["status"], "tries": tries})
    step_tries = sum(
        gap.get("tries", 0)
        for key, gap in turn.agenda.gaps.items()
        if (name := key.partition("@")[0]) in questions() and questions()[name].step == step_of(cursor)
    )
    worn_out = step_tries > turn.context.step_tries and tries > 1
    return tries > turn.context.tries or worn_out


def offer_deferral(turn: Turn) -> None:
    """Offer to leave the present question open for now."""
    put_up(turn, "defer", [], message("defer.offer"))


def go_on(turn: Turn) -> None:
    """Go to the next open question after the cursor, else to the first that was passed over, else to the end."""
    positions = list(turn.agenda.positions())
    cursor = turn.cursor
    start = positions.index(cursor) if cursor in positions else -1
    agenda = turn.agenda
    ahead = next((each for each in positions[start + 1 :] if agenda.is_open(each)), None)
    if ahead is None:
        ahead = next((each for each in positions[: start + 1] if agenda.is_open(each)), None)
        if ahead is not None and ahead != cursor:
            turn.say("flow.passed_over", "said")
    move_to(turn, ahead)


def move_to(turn: Turn, cursor: Cursor | None) -> None:
    """Put the cursor on a question and ask it; close the step that is left, open the one that is entered."""
    before = step_of(turn.cursor) if turn.cursor else None
    after = step_of(cursor) if cursor else None
    if before is not None and before != after:
        close_step(turn, before)
    if cursor != turn.cursor:
        turn.put("pending", None)  # a yes must never reach what is no longer on the screen
    turn.cursor = cursor
    if after is not None and after != before:
        open_step(turn, after, STEPS[after - 1].minutes)
    ask(turn)


def neighbour(turn: Turn, offset: int) -> Cursor | None:
    """The question before or after the cursor, whether it is open or not; confirmations only when open."""
    agenda = turn.agenda
    positions = [
        each
        for each in agenda.positions()
        if each == turn.cursor or agenda.is_open(each) or _worth_a_visit(turn, each)
    ]
    cursor = turn.cursor
    if cursor is None:
        return positions[-1] if offset < 0 and positions else None
    place = positions.index(cursor) + offset if cursor in positions else 0
    return positions[place] if 0 <= place < len(positions) else None


def _worth_a_visit(turn: Turn, cursor: Cursor) -> bool:
    """Whether a question that is not open has something to be looked at or taken up."""
    if cursor.question.startswith(CONFIRM):
        return False
    question = questions()[cursor.question]
    if question.form in ("complete", "pick"):
        return bool(turn.agenda.candidates(question))
    return cursor.question != "alignment" or bool(turn.draft.plan.parent_plans)


def first_of_step(turn: Turn, step: int) -> Cursor:
    """Where to go in a step: its first open question, else its first."""
    agenda = turn.agenda
    in_step = [each for each in agenda.positions() if step_of(each) == step]
    return next((each for each in in_step if agenda.is_open(each)), in_step[0])


def settle(turn: Turn, cursor: Cursor, status: str) -> None:
    """Write into the gap ledger that a question is deferred, or that there is nothing to say to it."""
    keys = [cursor.key]
    if cursor.question in questions():
        question = questions()[cursor.question]
        targets = turn.agenda.targets(question) if question.form == "complete" else []
        if question.form == "complete":
            keys = [f"{question.id}@{uid}" for uid in targets]
        owners = targets or ([turn.agenda.owner(question)] if question.form == "fields" else [])
        if status == "deferred":
            for uid in owners:
                mark_deferred(turn, uid, [slot.path for slot in question.slots])
            if question.form == "collect" and not turn.agenda.collected(cursor) and not question.per:
                _defer_list(turn, question.into)
    for key in keys:
        tries = turn.agenda.gaps.get(key, {}).get("tries", 0)
        turn.put(f"gap:{key}", {"status": status, "tries": tries})


def pass_over(turn: Turn, question: Question, uid: str) -> None:
    """Settle a question for one entity of which the person has said that there is nothing, or that it is not known."""
    status = "none" if question.optional else "deferred"
    if status == "deferred":
        mark_deferred(turn, uid, [slot.path for slot in question.slots])
    key = f"gap:{question.id}@{uid}"
    turn.put(key, {"status": status, "tries": turn.thread.get(key, {}).get("tries", 0)})


def _defer_list(turn: Turn, into: str) -> None:
    if field_spec("Plan", into).shape == "entities":
        mark_deferred(turn, turn.plan_uid, [into])


def reopen(turn: Turn, cursor: Cursor) -> None:
    """Take a question out of the ledger because it is taken up again."""
    prefix = f"gap:{cursor.question}"
    for key in [key for key in turn.thread if key == prefix or key.startswith(prefix + "@")]:
        if turn.thread[key]["status"] in SETTLED and (not cursor.owner or key == f"gap:{cursor.key}"):
            turn.put(key, None)
