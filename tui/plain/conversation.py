"""The loop of plain mode: read a message, let the conversation store and answer it, write the answer.

A reply is written only after `Conversation.say` has returned, and then the turn is on disk: whoever has read a
reply can be killed without losing the answer that it acknowledges.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TextIO

from tui.plain.linear import linear
from tui.plain.lines import Message, PipedLines, TerminalLines, next_message
from tui.plain.wrapping import wrapped

if TYPE_CHECKING:
    from assistant.dialogue.turns import Request
    from assistant.workspace import Conversation, Turn

PROMPT, MORE = "> ", "... "
INTERRUPTED = 130
"""Exit code after Ctrl+C, as shells have it: 128 and the number of the signal."""


class Wording(Protocol):
    """What words a message id in the reader's language."""

    def __call__(self, message: str, /, **params: object) -> str:
        """Return the sentence."""
        ...


@dataclass(frozen=True, slots=True)
class Surface:
    """Where a plain conversation takes place.

    Attributes:
        lines: where messages come from.
        write: writes a reply, and has handed it over when it returns.
        notes: where remarks about the input go (standard error).
        text: the wording.
        lively: a person sits at a terminal: a prompt is shown, waiting is explained, an error is not the end.
        recover: words an error that the conversation can go on after, or returns None for any other.
        width: tells the width of the terminal in cells; 0 where the replies go elsewhere, and stay unwrapped.
    """

    lines: PipedLines | TerminalLines
    write: Callable[[str], None]
    notes: TextIO
    text: Wording
    lively: bool
    recover: Callable[[Exception], str | None]
    width: Callable[[], int] = lambda: 0


def converse(conversation: Conversation, surface: Surface, errors: tuple[type[Exception], ...]) -> int:
    """Lead the conversation to `/quit`, to the end of the input or to Ctrl+C, and return the exit code.

    `errors` are those that storing may raise: at a terminal they are shown and the message can be sent again;
    otherwise they are raised, since the lines that follow would answer the wrong question.
    """
    try:
        _present(conversation, conversation.start(), surface)
        for request in conversation.pending():
            _note_waiting(request, surface)
            _present(conversation, conversation.fulfil(request), surface)
        while (message := _read(surface)) is not None:
            if _answered(conversation, message, surface, errors):
                break
    except KeyboardInterrupt:
        surface.write("")
        return INTERRUPTED
    return 0


def _read(surface: Surface) -> Message | None:
    prompt, more = (PROMPT, MORE) if surface.lively else ("", "")
    known_damage = surface.lines.damaged
    message = next_message(surface.lines, prompt, more)
    if surface.lines.damaged and not known_damage:
        print(surface.text("cli.chat.not-utf8"), file=surface.notes, flush=True)
    return message


def _answered(
    conversation: Conversation, message: Message, surface: Surface, errors: tuple[type[Exception], ...]
) -> bool:
    """Send one message and write what comes back; True when the person asked to quit."""
    if message.dropped:
        print(surface.text("cli.chat.too-long"), file=surface.notes, flush=True)
        return False
    if not message.text.strip():
        return False
    try:
        return _present(conversation, conversation.say(message.text, pasted=message.pasted), surface)
    except errors as error:
        said = surface.recover(error) if surface.lively else None
        if said is None:
            raise
        _write(said, surface)
        return False


def _present(conversation: Conversation, turn: Turn, surface: Surface) -> bool:
    """Write the replies of a turn, carry out what it asks for, and write what comes of that."""
    waiting = deque([turn])
    leaving = False
    while waiting:
        turn = waiting.popleft()
        for shown in turn.shown:
            _write(linear(shown.text), surface)
        leaving = leaving or turn.quit
        for request in turn.requests:
            if not turn.shown:
                _note_waiting(request, surface)
            waiting.append(conversation.fulfil(request))
    return leaving


def _note_waiting(request: Request, surface: Surface) -> None:
    """Say that this takes a moment, to a person whom the conversation has not told so itself."""
    if surface.lively and request.kind == "search":
        _write(surface.text("cli.chat.looking"), surface)


def _write(text: str, surface: Surface) -> None:
    """Write one message and an empty line after it."""
    if text:
        surface.write(f"{wrapped(text, surface.width())}\n")
