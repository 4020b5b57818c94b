"""Yes and no: to what was put aside, to a proposal, to guesses."""

from __future__ import annotations

import re
from typing import Any

from assistant.dialogue.agenda import CONFIRM, step_of
from assistant.dialogue.answers import take_answer
from assistant.dialogue.asking import ask, captured, message, put_up
from assistant.dialogue.filing import Result
from assistant.dialogue.flow import go_on, offer_deferral, pass_over, proceed, settle, tried_enough
from assistant.dialogue.impact import mark_stale
from assistant.dialogue.proposals import propose
from assistant.dialogue.references import Wish
from assistant.dialogue.showing import field_label, name_of, shown_value
from assistant.dialogue.turn import Turn
from assistant.dialogue.unread import tell_all_unread, tell_unread
from assistant.dialogue.values import Read, read_value
from assistant.dialogue.writing import Touched, accept_guess, clear_value, replace_value
from assistant.plan.changes import ChangeError
from assistant.plan.fields import field_spec
from assistant.plan.index import kind_of, value_at
from assistant.plan.provenance import Citation, Origin, citation_from_data
from assistant.plan.provenance import State as MarkState
from assistant.steps import questions
from assistant.steps.model import Slot


def put_aside(turn: Turn, replaced: list[tuple[str, str, Read]], citation: Citation | None = None) -> None:
    """Keep values that would overwrite accepted ones, show old and new, and ask for a yes.

    Args:
        turn: the turn.
        replaced: the values: uid, path, and what was read.
        citation: where they come from, if they were a suggestion.
    """
    items, lines = [], []
    for uid, path, read in replaced:
        entity = turn.index.places[uid].entity
        kind = kind_of(entity)
        spec = field_spec(kind, path)
        old = shown_value(turn.index, spec, value_at(entity, path))
        new, stored = _shown_and_stored(turn, kind, path, read)
        items.append({"uid": uid, "path": path, "value": stored})
        params = {"field": field_label(kind, path), "old": old, "new": new}
        if kind in ("Plan", "Vision", "Mission"):
            lines.append(message("replace.line.plan", **params))
        else:
            lines.append(message("replace.line", name=name_of(turn.index, uid), **params))
    says = message("replace.ask", list={"join": "\n", "items": lines}, count=len(lines))
    put_up(turn, "replace", items, says, cited=citation.model_dump(mode="json") if citation else None)


def _shown_and_stored(turn: Turn, kind: str, path: str, read: Read) -> tuple[Any, Any]:
    """A read value as a message parameter, and as JSON that :func:`_restored` makes a read value of."""
    spec = field_spec(kind, path)
    if spec.shape == "entities":
        shown = "; ".join(", ".join(str(value.value) for value in child.values()) for child in read.value)
        return shown, {"children": [{k: _plain(v.value) for k, v in child.items()} for child in read.value]}
    if isinstance(read.value, Wish):
        return read.value.title, {"wish": [read.value.kind, read.value.title]}
    if isinstance(read.value, list):
        names = [
            each.title if isinstance(each, Wish) else name_of(turn.index, str(each)) for each in read.value
        ]
        plain = [{"wish": [e.kind, e.title]} if isinstance(e, Wish) else str(e) for e in read.value]
        return {"join": ", ", "items": names}, {"list": plain}
    if spec.shape in ("choice", "flag", "ref"):
        return shown_value(turn.index, spec, read.value), {"plain": _plain(read.value)}
    if spec.shape == "money":
        return f"{read.value['amount']:,f} {read.value['currency'] or ''}".strip(), {
            "plain": {key: _plain(value) for key, value in read.value.items()}
        }
    return str(read.value), {"plain": _plain(read.value)}


def _plain(value: Any) -> Any:
    if isinstance(value, Wish):
        return {"wish": [value.kind, value.title]}
    return value if isinstance(value, str | int | bool | None) else str(value)


def _restored(stored: dict[str, Any]) -> Read:
    def value(each: Any) -> Any:
        return Wish(*each["wish"]) if isinstance(each, dict) and "wish" in each else each

    if "children" in stored:
        return Read([{k: Read(value(v)) for k, v in child.items()} for child in stored["children"]])
    if "list" in stored:
        return Read([value(each) for each in stored["list"]])
    return Read(value(stored.get("plain", stored)))


def answer_yes(turn: Turn) -> None:
    """Yes: to what was put aside, else to the guesses on show, else to the proposal of the question."""
    pending = turn.thread.get("pending")
    cursor = turn.cursor
    if pending:
        turn.put("pending", None)
        _carry_out(turn, pending)
    elif cursor is not None and cursor.question.startswith(CONFIRM):
        accept_step(turn, step_of(cursor))
        go_on(turn)
    elif cursor is not None and turn.agenda.is_open(cursor) and (text := propose(turn, cursor)):
        take_text(turn, text)
    elif guesses := _recent_guesses(turn):
        for uid, path in guesses:
            accept_guess(turn, uid, path)
        turn.say("confirm.done", count=len(guesses))
        ask(turn, again=True)
    else:
        turn.say("aside.nothing_to_confirm")
        ask(turn, again=True)


def answer_no(turn: Turn) -> None:
    """No: what was put aside is dropped and the old value stays; guesses are to be corrected."""
    pending = turn.thread.get("pending")
    cursor = turn.cursor
    if pending:
        turn.put("pending", None)
        turn.say("replace.kept" if pending["kind"] in ("replace", "clear") else "defer.kept")
        ask(turn, again=True)
    elif cursor is not None and cursor.question.startswith(CONFIRM):
        turn.say("confirm.how")
    elif cursor is not None and turn.agenda.is_open(cursor) and propose(turn, cursor):
        turn.say("aside.own_words")
        ask(turn, again=True)
    else:
        turn.say("aside.no")
        ask(turn, again=True)


def _recent_guesses(turn: Turn) -> list[tuple[str, str]]:
    """The guesses that the last answer led to and that still are guesses; those before it keep for the step's end."""
    fresh = [(uid, path) for uid, path in turn.thread.get("guessed", [])]
    cursor = turn.cursor
    return [each for each in turn.agenda.guesses(step_of(cursor)) if each in fresh] if cursor else []


def accept_step(turn: Turn, step: int) -> None:
    """Turn every guess of a step into an accepted value."""
    guesses = turn.agenda.guesses(step)
    for uid, path in guesses:
        accept_guess(turn, uid, path)
    turn.say("confirm.done", count=len(guesses))


def _carry_out(turn: Turn, pending: dict[str, Any]) -> None:
    cursor = turn.cursor
    if pending["kind"] == "defer":
        if cursor is not None:
            settle(turn, cursor, "deferred")
            turn.say("skip.done", name=_short(cursor.question))
        go_on(turn)
        return
    touched = []
    cited = pending.get("cited")
    citations = (citation_from_data(cited),) if cited else ()
    mark = turn.marker(MarkState.ACCEPTED, Origin.SUGGESTED if cited else Origin.USER, citations)
    for item in pending["items"]:
        uid, path = item["uid"], item["path"]
        if uid not in turn.index.places:
            continue
        try:
            if pending["kind"] == "clear":
                clear_value(turn, uid, path)
            else:
                replace_value(turn, uid, path, _restored(item["value"]), mark)
                touched.append(Touched(uid, [path]))
        except ChangeError:
            turn.say("edit.unread", "error", text=str(item["value"]))
    if pending["kind"] == "clear":
        turn.say("edit.cleared", "captured")
    captured(turn, touched)
    tell_stale(turn)
    if pending.get("stay"):
        ask(turn, again=True)
    else:
        proceed(turn)


def _short(question: str) -> dict[str, Any]:
    if question.startswith(CONFIRM):
        return message("confirm.short")
    return message(f"ask.{question}.short")


def tell_stale(turn: Turn) -> None:
    """Mark what needs a look after the turn's changes, and say so."""
    marked = mark_stale(turn)
    if marked:
        names = [name_of(turn.index, uid) for uid in marked[:8]]
        turn.say("stale.marked", "warning", names={"join": ", ", "items": names}, count=len(marked))


def take_text(turn: Turn, text: str) -> None:
    """Take a text as the answer to the question at the cursor, and go on."""
    cursor = turn.cursor
    if cursor is None:
        turn.say("finished.say")
        return
    if cursor.question.startswith(CONFIRM):
        _correct_guesses(turn, text)
        return
    result = take_answer(turn, cursor, text)
    after_answer(turn, result)


def after_answer(turn: Turn, result: Result) -> None:
    """Say what was understood and what was not; then go on, or wait for a yes."""
    cursor = turn.cursor
    if cursor is None:
        return
    if result.touched:
        turn.put("list", [cursor.question, cursor.owner])
        turn.put("offered", None)
        captured(turn, result.touched)
        tell_stale(turn)
    if result.passed:
        for uid in result.passed:
            pass_over(turn, questions()[cursor.question], uid)
        names = [name_of(turn.index, uid) for uid in result.passed]
        turn.say("skip.some", names={"join": ", ", "items": names}, count=len(names))
    for note, params in result.notes:
        turn.say(note, "warning", **params)
    tell_all_unread(turn, result.unread)
    if result.replaced:
        put_aside(turn, result.replaced)
        return
    if result.unread and not (result.touched or result.passed):
        turn.say(
            "unread.how",
            "said",
            how=message(f"ask.{cursor.question}.type"),
            example=message(f"ask.{cursor.question}.example"),
        )
        _count_and_offer(turn)
        return
    if not (result.touched or result.passed):
        ask(turn, again=True)
        return
    proceed(turn)


def _count_and_offer(turn: Turn) -> None:
    cursor = turn.cursor
    if cursor is not None and turn.agenda.is_open(cursor) and tried_enough(turn, cursor):
        offer_deferral(turn)


def _correct_guesses(turn: Turn, text: str) -> None:
    """Corrections of guesses by number: ``2: business``; what is not corrected still wants a yes."""
    cursor = turn.cursor
    assert cursor is not None
    step = step_of(cursor)
    guesses = turn.agenda.guesses(step)
    done = 0
    for line in re.split(r"[\n;]", text):
        match = re.fullmatch(r"\s*(\d{1,3})(?:번)?\s*(?:[:：.)]|is|는|은|là|=)?\s*(\S.*?)\s*", line)
        place = int(match[1]) if match else 0
        if match is None or not 1 <= place <= len(guesses):
            turn.say("unread.line", "warning", text=line.strip()[:120])
            continue
        uid, path = guesses[place - 1]
        done += _correct(turn, uid, path, match[2])
    if not done:
        turn.say("confirm.how")
        return
    if turn.agenda.guesses(step):
        ask(turn)
    else:
        go_on(turn)


def _correct(turn: Turn, uid: str, path: str, text: str) -> int:
    kind = kind_of(turn.index.places[uid].entity)
    spec = field_spec(kind, path)
    read = read_value(spec, slot_for(path), text, turn.reading)
    if read is None:
        tell_unread(turn, path, text, kind)
        return 0
    replace_value(turn, uid, path, Read(read.value))
    captured(turn, [Touched(uid, [path])])
    return 1


def slot_for(path: str) -> Slot:
    """How a field is read when it is named and needs no label: names may be new, choices inferred."""
    return Slot(path, create=True, infer=True)
