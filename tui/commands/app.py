"""`govplan`, `new` and `open`: what opens the app."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from tui.commands.names import free_name
from tui.commands.registry import OK, Command, argument, option
from tui.pace import hurry

if TYPE_CHECKING:
    from tui.commands.call import Call


def _run(call: Call, args: argparse.Namespace) -> int:
    return open_app(call, lang=call.language(args.lang))


def _new(call: Call, args: argparse.Namespace) -> int:
    lang = call.language(args.lang)
    with call.workspace() as workspace:
        if args.name is not None:
            free_name(call, workspace, args.name)
        conversation = workspace.new(args.name, lang=lang)
        name, key = conversation.name, conversation.id
        if lang and not call.at_terminal:
            conversation.start()  # the first turn keeps the language; without one the opening makes it
        conversation.close()
    if call.at_terminal:
        return open_app(call, session=key, lang=lang)
    call.say("cli.new.done", name=name)
    return OK


def _open(call: Call, args: argparse.Namespace) -> int:
    with call.workspace() as workspace:
        conversation = workspace.resume(args.session)
        key = conversation.id
        conversation.close()
    return open_app(call, session=key)


def open_app(call: Call, *, session: str | None = None, lang: str | None = None) -> int:
    """Open the app, at a session if one is given; a Failure where there is no terminal to draw on."""
    if not call.at_terminal:
        raise call.failure("cli.error.no-terminal")
    hurry()
    from tui.app import run_app

    return run_app(session=session, lang=lang)


COMMANDS = (
    Command("", _run, (option("--lang"),)),
    Command("new", _new, (argument("name", nargs="?"), option("--lang"))),
    Command("open", _open, (argument("session"),)),
)
