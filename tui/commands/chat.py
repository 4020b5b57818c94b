"""`chat`: the conversation, in the app or line by line."""

from __future__ import annotations

import argparse
import io
import shlex
import sys
from typing import TYPE_CHECKING

from tui.commands.app import open_app
from tui.commands.call import is_terminal, our_errors, terminal_width
from tui.commands.names import free_name
from tui.commands.registry import USAGE, Command, argument, option, switch

if TYPE_CHECKING:
    from assistant.workspace import Conversation, Workspace
    from tui.commands.call import Call
    from tui.plain.conversation import Surface
    from tui.plain.lines import PipedLines, TerminalLines

_RECALLED = 200
"""Turns whose messages the arrow keys bring back."""


def _chat(call: Call, args: argparse.Namespace) -> int:
    lang = call.language(args.lang)
    if lang and not args.new:
        raise call.failure("cli.error.lang-without-new", code=USAGE)
    with call.workspace() as workspace:
        if args.new:
            free_name(call, workspace, args.session)
            conversation = workspace.new(args.session, lang=lang)
        else:
            conversation = workspace.resume(args.session)
        if args.plain:
            return _plain(call, workspace, conversation, new=args.new)
        key = conversation.id
        conversation.close()
    return open_app(call, session=key, lang=lang)


def _plain(call: Call, workspace: Workspace, conversation: Conversation, *, new: bool) -> int:
    from tui.plain.conversation import converse

    if new and (notice := call.text.notice()):
        call.line(f"{notice}\n")
    surface = _surface(call, workspace, conversation)
    name = conversation.name
    try:
        code = converse(conversation, surface, our_errors())
    finally:
        surface.lines.close()
        conversation.close()
    command = f"govplan chat {shlex.quote(name)} --plain"
    call.say("cli.chat.saved", name=name, folder=call.locations().data, command=command)
    return code


def _surface(call: Call, workspace: Workspace, conversation: Conversation) -> Surface:
    from tui.plain.conversation import Surface

    lively = is_terminal(sys.stdin)
    lines: PipedLines | TerminalLines
    if lively:
        from assistant.dialogue.commands import COMMANDS as SPOKEN
        from tui.plain.lines import TerminalLines

        typed = [shown.text for shown in conversation.transcript(last=_RECALLED) if shown.role == "person"]
        lines = TerminalLines(sys.stdin, typed, [f"/{spec.name}" for spec in SPOKEN])
    else:
        from tui.plain.lines import PipedLines

        lines = PipedLines(sys.stdin or io.StringIO())  # it may be closed
    return Surface(
        lines=lines,
        write=call.line,
        notes=sys.stderr,
        text=call.text,
        lively=lively,
        recover=lambda error: call.explain(error, workspace),
        width=terminal_width,
    )


COMMANDS = (
    Command("chat", _chat, (argument("session"), switch("--plain"), switch("--new"), option("--lang"))),
)
