"""How a command is declared: once, with its arguments and the function that runs it.

The wording of a command `knowledge search` is `cli.help.command.knowledge.search`; that of an argument
is `cli.argument.<name>`, shared by the commands that take it.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tui.commands.call import Call

OK, FAILED, USAGE, NO_STORAGE, INTERRUPTED, PIPE_CLOSED = 0, 1, 2, 3, 130, 141
"""Exit codes: done; cannot be done; not understood; plans cannot be stored; Ctrl+C; nobody reads the output."""


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument or option; `options` are those of `ArgumentParser.add_argument` except the help.

    `help` names the message, the same for all commands that take this argument.
    """

    flags: tuple[str, ...]
    help: str
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Command:
    """One command; `name` may be two words."""

    name: str
    run: Callable[[Call, argparse.Namespace], int]
    arguments: tuple[Argument, ...] = ()

    @property
    def help(self) -> str:
        """The message that says what it does: its first line stands in the list of commands."""
        return f"cli.help.command.{self.name.replace(' ', '.') or 'govplan'}"


def argument(name: str, *, help: str | None = None, **options: Any) -> Argument:
    """Declare a positional argument."""
    return Argument((name,), f"cli.argument.{help or name}", {"metavar": name.upper(), **options})


def option(*flags: str, help: str | None = None, **options: Any) -> Argument:
    """Declare an option; its wording is that of its longest flag."""
    name = max(flags, key=len).lstrip("-")
    if options.get("action") != "store_true":
        options = {"metavar": name.upper(), **options}
    return Argument(flags, f"cli.argument.{help or name}", options)


def switch(*flags: str, help: str | None = None) -> Argument:
    """Declare an option without a value."""
    return option(*flags, help=help, action="store_true")


def commands() -> Mapping[str, Command]:
    """All commands by name, in the order of the help."""
    from tui.commands import app, chat, doctor, documents, evaluation, files, knowledge, sessions

    every = (
        *app.COMMANDS,
        *chat.COMMANDS,
        *sessions.COMMANDS,
        *files.COMMANDS,
        *knowledge.COMMANDS,
        *documents.COMMANDS,
        *evaluation.COMMANDS,
        *doctor.COMMANDS,
    )
    return {command.name: command for command in every}
