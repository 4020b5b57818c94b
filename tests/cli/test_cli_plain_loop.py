"""The loop of plain mode against a conversation that records what it is asked: order, flushing, endings.

The real conversation is used in test_cli_story.py; here stands what it cannot be made to do on demand.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest

from tui.plain.conversation import INTERRUPTED, Surface, converse
from tui.plain.lines import PipedLines


class NotStoredError(Exception):
    """The disk was full, say."""


def turn(*texts: str, requests: tuple[Any, ...] = (), quit: bool = False) -> Any:
    shown = tuple(SimpleNamespace(text=text) for text in texts)
    return SimpleNamespace(shown=shown, requests=requests, quit=quit)


SEARCH = SimpleNamespace(id="r1", kind="search")
EXPORT = SimpleNamespace(id="r2", kind="export")


@dataclass
class Recorder:
    """Answers `say` from a script of turns or errors, and notes the order of everything."""

    answers: Iterator[Any]
    log: list[str] = field(default_factory=list)
    open_requests: tuple[Any, ...] = ()

    def start(self) -> Any:
        return turn("**Welcome**")

    def pending(self) -> tuple[Any, ...]:
        return self.open_requests

    def say(self, text: str, *, pasted: bool = False) -> Any:
        self.log.append(f"{'paste' if pasted else 'say'} {text!r}")
        answer = next(self.answers)
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def fulfil(self, request: Any) -> Any:
        self.log.append(f"fulfil {request.id}")
        return turn(f"found by {request.id}")


@dataclass
class Room:
    """A conversation and the surface it takes place on."""

    sent: bytes
    answers: tuple[Any, ...] = ()
    lively: bool = False
    recover: Callable[[Exception], str | None] = lambda error: f"not stored: {error}"
    open_requests: tuple[Any, ...] = ()
    width: int = 0

    def __post_init__(self) -> None:
        self.out, self.notes = io.StringIO(), io.StringIO()
        self.conversation = Recorder(iter(self.answers), open_requests=self.open_requests)

    def run(self) -> int:
        surface = Surface(
            lines=PipedLines(io.TextIOWrapper(io.BytesIO(self.sent))),
            write=lambda text: print(text, file=self.out),
            notes=self.notes,
            text=lambda message, /, **params: message,
            lively=self.lively,
            recover=self.recover,
            width=lambda: self.width,
        )
        return converse(self.conversation, surface, (NotStoredError,))  # type: ignore[arg-type]


def test_each_line_is_answered_and_the_end_of_the_input_ends_it_well() -> None:
    room = Room(b"one\ntwo\n", (turn("a *reply*"), turn("another", "and more")))
    assert room.run() == 0
    assert room.out.getvalue() == "Welcome\n\na reply\n\nanother\n\nand more\n\n"


def test_at_a_terminal_replies_are_wrapped_between_words() -> None:
    room = Room(b"", width=20)
    room.conversation.start = lambda: turn("- a rather long item of a list")  # type: ignore[method-assign]
    room.run()
    assert room.out.getvalue() == "- a rather long item\n  of a list\n\n"


def test_quit_ends_it_and_later_lines_are_not_read() -> None:
    room = Room(b"/quit\nnever\n", (turn("Goodbye", quit=True),))
    assert room.run() == 0
    assert room.conversation.log == ["say '/quit'"]


def test_a_blank_line_says_nothing() -> None:
    room = Room(b"\n   \none\n", (turn("reply"),))
    room.run()
    assert room.conversation.log == ["say 'one'"]


def test_a_paste_is_handed_over_as_one() -> None:
    room = Room(b"/paste\na\nb\n/end\n", (turn("reply"),))
    room.run()
    assert room.conversation.log == ["paste 'a\\nb'"]


def test_requests_are_carried_out_inline() -> None:
    room = Room(b"x\n", (turn("Let me look.", requests=(SEARCH, EXPORT)),), lively=True)
    room.run()
    assert room.out.getvalue() == "Welcome\n\nLet me look.\n\nfound by r1\n\nfound by r2\n\n"


def test_waiting_is_explained_to_people_where_the_conversation_does_not() -> None:
    script, person = (Room(b"x\n", (turn(requests=(SEARCH,)),), lively=lively) for lively in (False, True))
    script.run()
    person.run()
    assert script.out.getvalue() == "Welcome\n\nfound by r1\n\n"
    assert person.out.getvalue() == "Welcome\n\ncli.chat.looking\n\nfound by r1\n\n"


def test_requests_left_open_last_time_are_carried_out_first() -> None:
    room = Room(b"", open_requests=(SEARCH,))
    room.run()
    assert room.out.getvalue() == "Welcome\n\nfound by r1\n\n"


def test_ctrl_c_ends_it_with_the_code_of_an_interrupt() -> None:
    assert Room(b"one\n", (KeyboardInterrupt(),)).run() == INTERRUPTED


def test_when_nothing_can_be_stored_a_script_stops_at_once() -> None:
    room = Room(b"one\ntwo\n", (NotStoredError("full"), turn("to the wrong question")))
    with pytest.raises(NotStoredError):
        room.run()
    assert room.conversation.log == ["say 'one'"]


def test_when_nothing_can_be_stored_a_person_is_told_and_can_send_it_again() -> None:
    room = Room(b"one\none\n", (NotStoredError("full"), turn("stored")), lively=True)
    assert room.run() == 0
    assert "not stored: full\n\nstored" in room.out.getvalue()


def test_damaged_input_is_mentioned_once_and_apart_from_the_replies() -> None:
    room = Room(b"\xff\n\xff\n", (turn("a"), turn("b")))
    room.run()
    assert room.notes.getvalue() == "cli.chat.not-utf8\n"


def test_a_message_beyond_the_limit_is_refused_and_the_next_one_is_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tui.plain.lines.LONGEST", 5)
    room = Room(b"123456789\nnext\n", (turn("reply"),))
    room.run()
    assert room.notes.getvalue() == "cli.chat.too-long\n"
    assert room.conversation.log == ["say 'next'"]
