"""What each command does. One entry of :data:`HANDLERS` is one command of :mod:`assistant.dialogue.commands`."""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.dialogue import moving
from assistant.dialogue.agenda import CONFIRM, step_of
from assistant.dialogue.asking import ask, message
from assistant.dialogue.cases import ask_for_cases
from assistant.dialogue.commands import COMMANDS, find_command
from assistant.dialogue.documents import add_document, documents
from assistant.dialogue.flow import go_on
from assistant.dialogue.originals import show_original
from assistant.dialogue.pending import accept_step
from assistant.dialogue.references import resolve
from assistant.dialogue.reports import show_open, show_review, show_step, show_trace
from assistant.dialogue.searching import search
from assistant.dialogue.turn import Turn
from assistant.dialogue.writing import accept_guess
from assistant.plan.fields import kinds
from assistant.plan.index import kind_of
from assistant.steps import STEPS

_LOOKING = (
    *("why", "example", "show", "help", "suggest", "explain", "cases", "original", "review", "trace"),
    *("add", "documents"),
)
"""Commands that only show something, so that what waits for a yes goes on waiting."""


def run_command(turn: Turn, name: str, argument: str) -> None:
    """Carry out a command by its name."""
    spec = find_command(name)
    if spec is None:
        turn.say("command.unknown", "warning", name=name[:40], near="help")
        return
    if spec.argument == "required" and not argument:
        turn.say("command.needs", "warning", usage=message(f"command.{spec.name}.usage"))
        return
    if spec.name not in _LOOKING:
        turn.put("pending", None)
    HANDLERS[spec.name](turn, argument)


def _help(turn: Turn, argument: str) -> None:
    spec = find_command(argument.removeprefix("/")) if argument else None
    if spec is not None:
        turn.say(
            "help.command",
            usage=message(f"command.{spec.name}.usage"),
            help=message(f"command.{spec.name}.help"),
        )
        return
    lines = [
        message(
            "help.line",
            usage=message(f"command.{spec.name}.usage"),
            help=message(f"command.{spec.name}.help"),
        )
        for spec in COMMANDS
    ]
    turn.say("help", list={"join": "\n", "items": lines})


def _why(turn: Turn, argument: str) -> None:
    cursor = turn.cursor
    if cursor is None:
        ask(turn)
    elif cursor.question.startswith(CONFIRM):
        turn.say("confirm.why")
    else:
        name = cursor.question
        turn.say("why", why=message(f"ask.{name}.why"), good=message(f"ask.{name}.good"))


def _example(turn: Turn, argument: str) -> None:
    cursor = turn.cursor
    if cursor is None or cursor.question.startswith(CONFIRM):
        ask(turn)
        return
    name = cursor.question
    turn.say("example", example=message(f"ask.{name}.example"), how=message(f"ask.{name}.type"))
    search(turn, "example")


def _suggest(turn: Turn, argument: str) -> None:
    turn.say("aside.looking")
    search(turn, "suggest", argument)


def _explain(turn: Turn, argument: str) -> None:
    term = argument.casefold().strip(" ?.")
    for entry in turn.draft.plan.glossary:
        if entry.term and entry.term.casefold() == term and entry.definition:
            turn.say("explain.glossary", term=entry.term, definition=entry.definition)
            return
    turn.say("aside.looking")
    search(turn, "explain", argument)


def _accept(turn: Turn, argument: str) -> None:
    """Without a name: every guess of the step at hand; ``all``; or one entity, which also needs no look then."""
    if argument and argument.casefold() not in ("all", "step"):
        found = resolve(argument, tuple(kinds()), turn.reading, create=False)
        if not isinstance(found, str):
            turn.say("trace.unknown", "warning", text=argument[:60])
            return
        _accept_entity(turn, found)
        return
    cursor = turn.cursor
    steps = [step_of(cursor)] if cursor and argument.casefold() != "all" else [step.number for step in STEPS]
    if not any(turn.agenda.guesses(step) for step in steps):
        turn.say("aside.nothing_to_confirm")
        ask(turn, again=True)
        return
    for step in steps:
        if turn.agenda.guesses(step):
            accept_step(turn, step)
    if cursor is not None and not turn.agenda.is_open(cursor):
        go_on(turn)
    else:
        ask(turn, again=True)


def _accept_entity(turn: Turn, uid: str) -> None:
    guesses = [
        (owner, path)
        for step in STEPS
        for owner, path in turn.agenda.guesses(step.number)
        if owner == uid or turn.index.places[owner].parent == uid
    ]
    for owner, path in guesses:
        accept_guess(turn, owner, path)
    turn.put(f"stale:{uid}", None)
    turn.say(
        "accept.entity",
        "captured",
        name=turn.index.places[uid].entity.code or kind_of(turn.index.places[uid].entity),
    )
    ask(turn, again=True)


def _open(turn: Turn, argument: str) -> None:
    show_open(turn)


def _show(turn: Turn, argument: str) -> None:
    match = re.search(r"\d+", argument)
    if argument.casefold() in ("all", "plan"):
        for step in STEPS:
            show_step(turn, step.number)
        return
    cursor = turn.cursor
    number = int(match[0]) if match else step_of(cursor) if cursor else 1
    if 1 <= number <= len(STEPS):
        show_step(turn, number)
    else:
        turn.say("goto.which", "warning", text=argument[:40])


def _review(turn: Turn, argument: str) -> None:
    show_review(turn)


def _trace(turn: Turn, argument: str) -> None:
    show_trace(turn, argument)


def _export(turn: Turn, argument: str) -> None:
    words = argument.split(maxsplit=1)
    name = words[0].casefold() if words else "json"
    if name not in ("json", "markdown", "md"):
        turn.say("export.format", "warning", text=name[:40])
        return
    turn.request(
        "export", {"format": "markdown" if name == "md" else name, "path": words[1] if len(words) > 1 else ""}
    )
    turn.say("export.working")


def _paste(turn: Turn, argument: str) -> None:
    turn.say("paste.how")


def _draft(turn: Turn, argument: str) -> None:
    turn.say("draft.not_yet")


def _lang(turn: Turn, argument: str) -> None:
    wanted = argument.casefold().strip()
    languages = turn.context.languages
    if wanted in languages:
        turn.put("lang", wanted)
        turn.say("lang.changed")
        ask(turn)
        return
    params = {"join": ", ", "items": list(languages)}
    turn.say(
        "lang.which" if not wanted else "lang.not_yet",
        "said",
        languages=params,
        wanted=wanted[:20] or turn.lang,
    )


def _model(turn: Turn, argument: str) -> None:
    turn.say("model.none")


def _quit(turn: Turn, argument: str) -> None:
    turn.quit = True
    turn.say("quit.saved")


HANDLERS: dict[str, Callable[[Turn, str], None]] = {
    "help": _help,
    "back": moving.back,
    "next": moving.forward,
    "goto": moving.goto,
    "skip": moving.skip,
    "undo": moving.undo,
    "redo": moving.redo,
    "why": _why,
    "example": _example,
    "suggest": _suggest,
    "explain": _explain,
    "cases": ask_for_cases,
    "original": show_original,
    "accept": _accept,
    "open": _open,
    "show": _show,
    "review": _review,
    "trace": _trace,
    "export": _export,
    "add": add_document,
    "documents": documents,
    "paste": _paste,
    "draft": _draft,
    "lang": _lang,
    "model": _model,
    "quit": _quit,
}
