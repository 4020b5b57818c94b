"""`show`, `import`, `export` and `schema`: plans as files and as text."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from tui.commands.call import terminal_width
from tui.commands.names import free_name
from tui.commands.registry import OK, USAGE, Command, argument, option, switch

if TYPE_CHECKING:
    from tui.commands.call import Call

_STDOUT = Path("-")


def _show(call: Call, args: argparse.Namespace) -> int:
    if args.json and args.markdown:
        raise call.failure("cli.usage.one-of", code=USAGE, options="--json, --markdown")
    with call.workspace() as workspace:
        conversation = workspace.resume(args.session)
        try:
            if args.json:
                call.raw(workspace.write_format(conversation.document(), "json", conversation.lang))
            elif args.markdown:
                call.raw(conversation.markdown().encode())
            else:
                from tui.plain.linear import linear
                from tui.plain.wrapping import wrapped

                call.line(wrapped(linear(conversation.markdown()), terminal_width()))
        finally:
            conversation.close()
    return OK


def _import(call: Call, args: argparse.Namespace) -> int:
    with call.workspace() as workspace:
        if args.name is not None:
            free_name(call, workspace, args.name)
        conversation = workspace.import_file(args.file, args.name)
        name = conversation.name
        conversation.close()
    call.say("cli.import.done", file=args.file.name, name=name)
    return OK


def _export(call: Call, args: argparse.Namespace) -> int:
    format = _format(call, args.format, args.output)
    with call.workspace() as workspace:
        if args.output == _STDOUT:
            conversation = workspace.resume(args.session)
            try:
                call.raw(workspace.write_format(conversation.document(), format, conversation.lang))
            finally:
                conversation.close()
            return OK
        path = workspace.export(args.session, format, args.output, force=args.force)
    call.say("cli.export.done", path=path)
    return OK


def _format(call: Call, asked: str | None, output: Path | None) -> str:
    """Return the format that was asked for, else the one that the name of the file speaks of, else JSON."""
    from assistant.formats import FORMATS

    writable = {name: format for name, format in FORMATS.items() if format.write is not None}
    if asked is None:
        suffix = "" if output is None else output.suffix.lower()
        return next((name for name, format in writable.items() if format.suffix == suffix), "json")
    if asked.lower() not in writable:
        raise call.failure("cli.usage.format", code=USAGE, asked=asked, formats=", ".join(writable))
    return asked.lower()


def _schema(call: Call, args: argparse.Namespace) -> int:
    from assistant.plan.schema import json_schema

    call.raw(json_schema().encode())
    return OK


COMMANDS = (
    Command("show", _show, (argument("session"), switch("--json", help="plan-json"), switch("--markdown"))),
    Command("import", _import, (argument("file", type=Path), option("--name"))),
    Command(
        "export",
        _export,
        (
            argument("session"),
            option("--format"),
            option("-o", "--output", type=Path, metavar="FILE"),
            switch("--force"),
        ),
    ),
    Command("schema", _schema),
)
