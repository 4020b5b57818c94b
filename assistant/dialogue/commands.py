"""The commands of the conversation, declared once: names, arguments; help and palette derive from here."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import Literal

from assistant.dialogue.reading import normalise


@dataclass(frozen=True, slots=True)
class CommandSpec:
    """One command. Its wording is ``command.<name>.help`` and ``command.<name>.usage``."""

    name: str
    argument: Literal["none", "optional", "required"] = "none"
    aliases: tuple[str, ...] = ()


COMMANDS: tuple[CommandSpec, ...] = (
    CommandSpec("help", "optional", ("?", "h")),
    CommandSpec("back"),
    CommandSpec("next"),
    CommandSpec("goto", "required", ("step",)),
    CommandSpec("skip", aliases=("defer", "later")),
    CommandSpec("undo", aliases=("u",)),
    CommandSpec("redo"),
    CommandSpec("why"),
    CommandSpec("example"),
    CommandSpec("suggest", "optional"),
    CommandSpec("cases", "optional", ("case",)),
    CommandSpec("original", "optional"),
    CommandSpec("explain", "required"),
    CommandSpec("accept", "optional", ("confirm",)),
    CommandSpec("open", aliases=("gaps",)),
    CommandSpec("show", "optional"),
    CommandSpec("review"),
    CommandSpec("trace", "required"),
    CommandSpec("export", "optional", ("save",)),
    CommandSpec("add", "required"),
    CommandSpec("documents", "optional", ("docs",)),
    CommandSpec("paste"),
    CommandSpec("draft", "optional"),
    CommandSpec("lang", "optional", ("language",)),
    CommandSpec("model", "optional"),
    CommandSpec("quit", aliases=("exit", "q")),
)

_BY_NAME = {name: spec for spec in COMMANDS for name in (spec.name, *spec.aliases)}
_LINE = re.compile(r"/(?P<name>[^\s/]*)(?:\s+(?P<argument>.*))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Called:
    """A command as it was typed; ``spec`` is ``None`` for an unknown one, then ``near`` is the closest."""

    spec: CommandSpec | None
    argument: str
    typed: str
    near: str = ""


def find_command(name: str) -> CommandSpec | None:
    """The command of that name or alias."""
    return _BY_NAME.get(name.casefold())


def parse_command(text: str) -> Called | None:
    """The command that a line calls, or ``None`` when the line is text.

    A leading space or ``//`` says "this is text"; so does a path such as ``/var/log`` or ``/etc is full``'s
    second slash. Only a whole first word is a command.
    """
    line = normalise(text)
    if not line.startswith("/") or line.startswith("//"):
        return None
    match = _LINE.fullmatch(line.rstrip())
    if match is None or not match["name"]:
        return None
    spec = find_command(match["name"])
    argument = (match["argument"] or "").strip()
    if spec is not None:
        return Called(spec, argument, match["name"])
    close = difflib.get_close_matches(match["name"].casefold(), _BY_NAME, n=1, cutoff=0.5)
    return Called(None, argument, match["name"], _BY_NAME[close[0]].name if close else "help")


def plain_text(text: str) -> str:
    """A line that is text: without the ``//`` that said so, and without outer white space."""
    line = normalise(text)
    return (line[1:] if line.startswith("//") else line).strip()
