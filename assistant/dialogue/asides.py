"""Messages that are no answer: greetings, "I don't know", "none", a question back. The question stays."""

from __future__ import annotations

from collections.abc import Callable

from assistant.dialogue.agenda import CONFIRM
from assistant.dialogue.asking import ask, message
from assistant.dialogue.cases import more_cases
from assistant.dialogue.flow import go_on, settle
from assistant.dialogue.handlers import run_command
from assistant.dialogue.pending import answer_no, answer_yes
from assistant.dialogue.proposals import propose
from assistant.dialogue.reading import Intent
from assistant.dialogue.searching import search
from assistant.dialogue.turn import Turn
from assistant.steps import questions

_AS_COMMAND = {
    Intent.SKIP: "skip",
    Intent.QUIT: "quit",
    Intent.HELP: "help",
    Intent.UNDO: "undo",
    Intent.REDO: "redo",
    Intent.BACK: "back",
    Intent.NEXT: "next",
    Intent.EXAMPLE: "example",
    Intent.WHY: "why",
    Intent.SUGGEST: "suggest",
    Intent.CASES: "cases",
    Intent.ORIGINAL: "original",
    Intent.SHOW: "show",
    Intent.REVIEW: "review",
    Intent.EXPORT: "export",
}
_SAID = {
    Intent.GREETING: "aside.greeting",
    Intent.THANKS: "aside.thanks",
    Intent.WAIT: "aside.wait",
    Intent.SAVED: "aside.saved",
}


def take_aside(turn: Turn, intent: Intent, text: str) -> None:
    """Answer a message that is no answer; whatever it is, it never fills a field."""
    if intent in _AS_COMMAND:
        run_command(turn, _AS_COMMAND[intent], "")
    elif intent in _SAID:
        turn.say(_SAID[intent])
        if intent is not Intent.WAIT:
            ask(turn, again=True)
    elif intent is Intent.YES:
        answer_yes(turn)
    elif intent is Intent.NO:
        (_none if _no_means_none(turn) else answer_no)(turn)
    elif intent is Intent.QUESTION:
        turn.say("aside.looking")
        search(turn, "question", text)
    elif intent in _ANSWERED:
        _ANSWERED[intent](turn)
    else:
        turn.say("aside.not_now")
        ask(turn, again=True)


def _unknown(turn: Turn) -> None:
    """The person does not know: help with an example, and a way on."""
    cursor = turn.cursor
    if cursor is None or cursor.question not in questions():
        ask(turn)
        return
    turn.say(
        "aside.unknown",
        "said",
        good=message(f"ask.{cursor.question}.good"),
        example=message(f"ask.{cursor.question}.example"),
    )


def _no_means_none(turn: Turn) -> bool:
    """Whether "no" answers the question itself ("Are there higher plans?"), with nothing else up for a yes or no."""
    cursor = turn.cursor
    question = questions().get(cursor.question) if cursor else None
    if cursor is None or question is None or turn.thread.get("pending") or not turn.agenda.is_open(cursor):
        return False
    return question.optional and not propose(turn, cursor)


def _none(turn: Turn) -> None:
    """There is nothing: settled where an answer is optional, left open where one is needed."""
    cursor = turn.cursor
    if cursor is None:
        ask(turn)
        return
    question = questions().get(cursor.question)
    optional = question is None or question.optional
    settle(turn, cursor, "none" if optional else "deferred")
    turn.say("aside.none" if optional else "aside.none.needed")
    go_on(turn)


def _done(turn: Turn) -> None:
    """The person has said all there is to this question."""
    cursor = turn.cursor
    if cursor is None:
        ask(turn)
        return
    if turn.agenda.is_open(cursor) and not cursor.question.startswith(CONFIRM):
        settle(turn, cursor, "deferred")
        turn.say("skip.done", name=message(f"ask.{cursor.question}.short"))
    go_on(turn)


_ANSWERED: dict[Intent, Callable[[Turn], None]] = {
    Intent.MORE: more_cases,
    Intent.UNKNOWN: _unknown,
    Intent.NONE: _none,
    Intent.DONE: _done,
}
