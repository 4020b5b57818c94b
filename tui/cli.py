"""`govplan`: finds the command, reads its arguments, runs it, and gives the exit code.

Nothing of the assistant is imported here: a command imports what it needs when it runs.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, NoReturn

from tui.commands.call import Call, Failure, prepare
from tui.commands.registry import INTERRUPTED, OK, PIPE_CLOSED, USAGE, Argument, Command, commands
from tui.safe import clean

_PROG = "govplan"
_HELP = ("-h", "--help")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code; `argv` defaults to that of the process."""
    for stream in (sys.stdout, sys.stderr):
        prepare(stream)
    call = Call()
    try:
        code = _dispatch(list(sys.argv[1:] if argv is None else argv), call)
        call.flush()
    except Failure as failure:
        print(clean(str(failure)), file=sys.stderr)
        return failure.code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        return _let_go()
    return code


def _dispatch(argv: list[str], call: Call) -> int:
    known = commands()
    if argv[:1] == ["help"]:
        argv = [*argv[1:], "--help"]
    if argv[:1] and argv[0] in _HELP:
        call.line(_overview(known, call).rstrip())
        return OK
    if argv[:1] and argv[0] in ("-V", "--version"):
        from tui.commands.about import version

        call.line(f"{_PROG} {version()}")
        return OK
    command, rest = _find(argv, known, call)
    parsed = _parse(command, rest, call)
    return OK if parsed is None else command.run(call, parsed)


def _find(argv: list[str], known: Mapping[str, Command], call: Call) -> tuple[Command, list[str]]:
    """Return the command that the first words name, and the other words; without words it is the app."""
    if not argv or argv[0].startswith("-"):
        return known[""], argv
    for words in (2, 1):
        if (name := " ".join(argv[:words])) in known:
            return known[name], argv[words:]
    raise Failure(_unknown(argv, known, call), USAGE)


def _unknown(argv: list[str], known: Mapping[str, Command], call: Call) -> str:
    import difflib

    group = [name for name in known if name.startswith(f"{argv[0]} ")]
    if group:
        return call.text("cli.usage.incomplete", typed=argv[0], commands=", ".join(group))
    near = difflib.get_close_matches(argv[0].lower(), [name for name in known if name], n=3)
    if near:
        return call.text("cli.usage.unknown-near", typed=argv[0], near=", ".join(near))
    return call.text("cli.usage.unknown", typed=argv[0])


class _Parser(argparse.ArgumentParser):
    """A parser that fails in the way of this program."""

    def error(self, message: str) -> NoReturn:
        """Raise the failure for a line that cannot be read."""
        raise _Misread(message)


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Help as argparse lays it out, with a title of ours before the usage line."""

    def __init__(self, prog: str, title: str = "") -> None:
        super().__init__(prog)
        self._title = title

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        """Add the usage line."""
        super().add_usage(usage, actions, groups, f"{self._title} " if prefix is None else prefix)


class _Misread(Exception):  # noqa: N818 - carried from argparse to its wording
    """What argparse says is wrong."""


def _parse(command: Command, words: list[str], call: Call) -> argparse.Namespace | None:
    """Read the arguments of a command; None if its help was shown instead."""
    if any(word in _HELP for word in _before_dashes(words)):
        call.line(_parser(command, call).format_help().rstrip())
        return None
    try:
        return _parser(command, None).parse_args(words)
    except _Misread as error:
        name = f"{_PROG} {command.name}".rstrip()
        raise call.failure("cli.usage.misread", code=USAGE, problem=str(error), command=name) from error


def _before_dashes(words: list[str]) -> list[str]:
    return words[: words.index("--")] if "--" in words else words


def _parser(command: Command, call: Call | None) -> _Parser:
    """Build the parser of one command, with its help where there is a call to word it."""
    about, usage, *titles = _titles(command, call)
    parser = _Parser(
        prog=f"{_PROG} {command.name}".rstrip(),
        description=_escaped(about),
        add_help=False,
        allow_abbrev=False,
        formatter_class=partial(_Formatter, title=usage),
    )
    positional, optional = (parser.add_argument_group(title) for title in titles)
    for item in command.arguments:
        group = optional if item.flags[0].startswith("-") else positional
        group.add_argument(*item.flags, help=_help(item, call), **item.options)
    optional.add_argument(*_HELP, action="store_true", help=_help(Argument(_HELP, "cli.argument.help"), call))
    return parser


def _titles(command: Command, call: Call | None) -> tuple[str, str, str, str]:
    if call is None:
        return "", "", "", ""
    text = call.text
    return text(command.help), text("cli.help.usage"), text("cli.help.arguments"), text("cli.help.options")


def _help(item: Argument, call: Call | None) -> str:
    return "" if call is None else _escaped(call.text(item.help))


def _escaped(text: str) -> str:
    return text.replace("%", "%%")


def _overview(known: Mapping[str, Command], call: Call) -> str:
    """Return the help of the whole program: what it is, each command in a line, where to go from here."""
    width = max(len(name) for name in known) + 2
    lines = [
        f"  {name or _PROG:{width}}{call.text(command.help).splitlines()[0]}"
        for name, command in known.items()
    ]
    parts = [call.text("cli.help.intro"), "\n".join(lines), call.text("cli.help.outro")]
    notice = call.text.notice()
    return "\n\n".join([*parts, notice] if notice else parts)


def _let_go() -> int:
    """End quietly when nobody reads the output any more; what is still buffered must not complain at exit."""
    with contextlib.suppress(OSError, ValueError):  # no real output (a test), or none left
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    return PIPE_CLOSED


if __name__ == "__main__":
    sys.exit(main())
