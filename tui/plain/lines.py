"""Messages from standard input: a line each, or several between `/paste` and `/end`."""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TextIO

LONGEST = 16_000_000
"""Characters of one message; a longer line is read to its end and not used."""
_PASTE, _END = "/paste", "/end"


@dataclass(frozen=True, slots=True)
class Message:
    """What a person sent; `pasted` if it may have several lines, `dropped` if it was too long to be used."""

    text: str
    pasted: bool = False
    dropped: bool = False


class PipedLines:
    """Lines of a pipe or a file: UTF-8 with or without a byte order mark, any kind of line end.

    Bytes that are not UTF-8 become U+FFFD, and `damaged` tells that this happened.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream  # kept, since its end would close the bytes below it
        raw = getattr(stream, "buffer", None)
        self._own = None if raw is None else io.TextIOWrapper(raw, encoding="utf-8-sig", errors="replace")
        self._text = stream if self._own is None else self._own
        self.damaged = False

    def read(self, prompt: str) -> Message | None:
        """Return the next line without its end, or None at the end of the input; `prompt` is not shown."""
        line = self._text.readline(LONGEST + 1)
        if not line:
            return None
        dropped = len(line) > LONGEST and not line.endswith("\n")
        while dropped and line and not line.endswith("\n"):
            line = self._text.readline(LONGEST)
        self.damaged = self.damaged or "\ufffd" in line
        return Message("" if dropped else line.rstrip("\n"), dropped=dropped)

    def close(self) -> None:
        """Leave the underlying stream open, as it was found."""
        if self._own is not None:
            with contextlib.suppress(ValueError):  # detached before
                self._own.detach()


class TerminalLines:
    """Lines typed at a terminal, with the editing and the history of readline where Python has it.

    The history is in memory only: what people type is kept in their plan and nowhere else.
    """

    damaged = False

    def __init__(self, stream: TextIO, history: Iterable[str], words: Iterable[str]) -> None:
        self._stream = stream
        self._editing = stream is sys.stdin and sys.stdout.isatty()
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
        if self._editing:
            _prepare_readline([line for line in history if "\n" not in line], tuple(words))

    def read(self, prompt: str) -> Message | None:
        """Show `prompt` and return what is typed; several lines if the terminal says that they were pasted."""
        if self._editing:
            try:
                line = input(prompt)
            except EOFError:
                return None
        else:  # the output goes elsewhere: the prompt must not get into it
            sys.stderr.write(prompt)
            sys.stderr.flush()
            line = self._stream.readline()
            if not line:
                return None
        line = line.rstrip("\n")
        return Message(line, pasted="\n" in line)

    def close(self) -> None:
        """Nothing is held."""


def _prepare_readline(history: list[str], words: tuple[str, ...]) -> None:
    try:
        import readline
    except ImportError:
        return
    readline.clear_history()
    for line in history:
        readline.add_history(line)

    def complete(text: str, state: int) -> str | None:
        hits = [word for word in words if word.startswith(text)] if text.startswith("/") else []
        return hits[state] if state < len(hits) else None

    readline.set_completer_delims(" ")
    readline.set_completer(complete)
    readline.parse_and_bind(
        "bind ^I rl_complete" if "libedit" in (readline.__doc__ or "") else "tab: complete"
    )


def next_message(lines: PipedLines | TerminalLines, prompt: str, more: str) -> Message | None:
    """Return the next message, or None at the end of the input.

    `/paste` alone on a line begins a message of several lines, and `/end` alone ends it; the end of the input
    ends it too, so that nothing is lost. `prompt` is for a first line and `more` for the others.
    """
    first = lines.read(prompt)
    if first is None or first.text.strip().casefold() != _PASTE or first.text.startswith(" "):
        return first
    parts: list[str] = []
    size = 0
    while (line := lines.read(more)) is not None and line.text.strip().casefold() != _END:
        size += len(line.text) + 1
        if line.dropped or size > LONGEST:
            return _rest_dropped(lines, more)
        parts.append(line.text)
    return Message("\n".join(parts), pasted=True)


def _rest_dropped(lines: PipedLines | TerminalLines, more: str) -> Message:
    while (line := lines.read(more)) is not None and line.text.strip().casefold() != _END:
        continue
    return Message("", pasted=True, dropped=True)
