"""The heart: one event in, the new state and what is to be said and done out. Pure and total.

``advance`` never raises on anything a person types, does no I/O and reads no clock or random source.
"""

from __future__ import annotations

from assistant.dialogue.asides import take_aside
from assistant.dialogue.asking import ask, message
from assistant.dialogue.cases import ask_for_cases, cases_found
from assistant.dialogue.commands import parse_command, plain_text
from assistant.dialogue.documents import names_a_file, take_dropped, told
from assistant.dialogue.editing import edit
from assistant.dialogue.flow import go_on, reopen
from assistant.dialogue.handlers import run_command
from assistant.dialogue.overheard import goes_somewhere, overheard
from assistant.dialogue.pending import take_text, tell_stale
from assistant.dialogue.reading import Intent, read_country, read_intent
from assistant.dialogue.state import State
from assistant.dialogue.suggestions import found, take_offered
from assistant.dialogue.surgery import added_text, operate
from assistant.dialogue.turn import Context, Outcome, Turn
from assistant.dialogue.turns import Event
from assistant.dialogue.welcome import welcome
from assistant.steps import questions

_TAKES_QUESTIONS = ("evaluations", "evaluation_details")
"""Questions whose answers are themselves questions, so that a question mark is no question back."""


def advance(state: State, event: Event, context: Context) -> Outcome:
    """What an event leads to.

    Args:
        state: the state before.
        event: what happened.
        context: words, phrases, languages and thresholds.
    """
    turn = Turn(state, event, context)
    if event.kind == "open":
        welcome(turn)
    elif event.kind == "say":
        _said(turn, str(event.data.get("text", "")))
    elif event.kind == "command":
        run_command(turn, str(event.data.get("name", "")), str(event.data.get("argument", "")))
    elif event.kind == "edit":
        edit(turn, str(event.data["uid"]), str(event.data["field"]), str(event.data["text"]))
    elif event.kind == "pour":
        turn.say("pour.kept", "warning", path=str(event.data["path"]), length=int(event.data["length"]))
        ask(turn, again=True)
    else:
        _result(turn)
    return turn.finish()


def _said(turn: Turn, text: str) -> None:
    """A chat line: a command, a message that is no answer, list surgery, a choice, or an answer."""
    called = parse_command(text)
    if called is not None:
        if called.spec is None:
            turn.say("command.unknown", "warning", name=called.typed[:40], near=called.near)
        else:
            run_command(turn, called.spec.name, called.argument)
        return
    answer = plain_text(text)
    if not answer:
        turn.say("aside.empty")
        ask(turn, again=True)
        return
    cursor = turn.cursor
    if cursor is None and turn.thread.get("opened") is None:
        go_on(turn)
        return
    if text.startswith((" ", "//")):
        _answer(turn, answer)
        return
    if names_a_file(answer):
        take_dropped(turn, answer)
        return
    _heard(turn, answer)


def _heard(turn: Turn, answer: str) -> None:
    """Words that are neither a command nor marked as text: first what is no answer, then the answer."""
    intent = read_intent(answer, turn.context.lexicon)
    country = read_country(answer, turn.context.lexicon) if intent in (None, Intent.QUESTION) else ""
    if country:
        ask_for_cases(turn, country, asked=answer)
        return
    if intent is not None and not _is_answer(turn, intent, answer):
        if intent is Intent.QUESTION and goes_somewhere(turn, answer):
            return
        take_aside(turn, intent, answer)
        return
    if take_offered(turn, answer):
        return
    if not _asks_for_questions(turn) and overheard(turn, answer):
        return
    if operate(turn, answer):
        tell_stale(turn)
        ask(turn, again=True)
        return
    _answer(turn, added_text(turn, answer))


def _is_answer(turn: Turn, intent: Intent, text: str) -> bool:
    """Whether what looks like an aside is what the question asks for."""
    cursor = turn.cursor
    question = questions().get(cursor.question) if cursor else None
    if question is None or turn.thread.get("pending"):
        return False
    if intent is Intent.QUESTION:
        return question.id in _TAKES_QUESTIONS and ";" in text
    flags = (
        all(question.spec(slot).shape == "flag" for slot in question.slots) and question.form == "complete"
    )
    return flags and intent in (Intent.YES, Intent.NO)


def _asks_for_questions(turn: Turn) -> bool:
    cursor = turn.cursor
    return cursor is not None and cursor.question in _TAKES_QUESTIONS


def _answer(turn: Turn, text: str) -> None:
    if not any(letter.isalnum() for letter in text):
        turn.say("aside.no_words", "warning")
        ask(turn, again=True)
        return
    turn.put("pending", None)
    cursor = turn.cursor
    if cursor is not None and not cursor.question.startswith("confirm."):
        reopen(turn, cursor)
    take_text(turn, text)


def _result(turn: Turn) -> None:
    """The result of a request; one that nobody waits for any more is dropped."""
    data = turn.event.data
    request = turn.thread.get(f"request:{data.get('request')}")
    if request is None:
        return
    turn.put(f"request:{data['request']}", None)
    if turn.event.kind == "found":
        show = cases_found if "view" in data else found
        show(turn, request["params"], data)
    elif turn.event.kind == "done" and request["kind"] in ("add", "documents"):
        told(turn, request, data)
    elif turn.event.kind == "done":
        turn.say("export.done", "captured", path=str(data["path"]), format=str(data.get("format", "")))
    else:
        turn.say("request.failed", "error", what=message(f"request.{request['kind']}"), reason=data["reason"])
