"""Plain mode at a real (pseudo) terminal: prompts, recall, several lines pasted, Ctrl+C."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PATIENCE = 40.0
"""Seconds; far more than needed, for a busy machine."""


class Terminal:
    """A program at a terminal of its own; `out=PIPE` leads its output elsewhere."""

    def __init__(self, *words: str, out: int | None = None) -> None:
        self._ours, theirs = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tui.cli", *words],
            cwd=ROOT,
            env={**os.environ, "TERM": "xterm-256color"},
            stdin=theirs,
            stdout=theirs if out is None else out,
            stderr=theirs,
            start_new_session=True,
            preexec_fn=_take_terminal,
        )
        os.close(theirs)
        self.shown = ""

    def until(self, text: str) -> str:
        """Wait for a text and return what was shown up to and with it, since the last wait."""
        deadline = time.monotonic() + PATIENCE
        while text not in self.shown:
            left = deadline - time.monotonic()
            assert left > 0, f"waited for {text!r}, saw {self.shown!r}"
            assert self._more(left), f"ended before {text!r}, after {self.shown!r}"
        end = self.shown.index(text) + len(text)
        seen, self.shown = self.shown[:end], self.shown[end:]
        return seen

    def type(self, text: str) -> None:
        os.write(self._ours, text.encode())

    def interrupt(self) -> None:
        """Press Ctrl+C until it shows.

        In the instant in which Python's readline handles a key it overhears a signal until the next one.
        """
        self.shown = ""
        while not self.shown and self.process.poll() is None:
            self.type("\x03")
            self._more(2)

    def close(self) -> tuple[int, str]:
        """Return the exit code and what was still shown."""
        while self._more(PATIENCE):
            continue
        return self.process.wait(PATIENCE), self.shown

    def kill(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self._ours)

    def _more(self, wait: float) -> bool:
        ready, _, _ = select.select([self._ours], [], [], wait)
        try:
            data = os.read(self._ours, 65536) if ready else b""
        except OSError:  # what Linux says when the last one at the other side has gone
            data = b""
        self.shown += data.decode("utf-8", "replace")
        return bool(data)


def _take_terminal() -> None:
    """Make standard input the terminal that Ctrl+C comes from."""
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


@pytest.fixture
def terminal(home: Path) -> Iterator[Terminal]:
    opened = Terminal("chat", "demo", "--plain", "--new")
    try:
        yield opened
    finally:
        opened.kill()


def test_a_prompt_asks_and_quitting_says_where_everything_is(terminal: Terminal, home: Path) -> None:
    assert "Which organisation" in terminal.until("> ")
    terminal.type("Town of Elmford\r")
    assert "Noted" in terminal.until("> ")
    terminal.type("/quit\r")
    code, rest = terminal.close()
    assert code == 0
    assert str(home / "data") in rest


def test_nothing_is_coloured(terminal: Terminal) -> None:
    terminal.until("> ")
    terminal.type("/help\r")
    assert not re.search(r"\x1b\[[\d;]*m", terminal.until("\r\n\r\n"))


def test_ctrl_c_says_that_all_is_saved(terminal: Terminal, govplan) -> None:
    terminal.until("> ")
    terminal.type("Town of Elmford\r")
    terminal.until("> ")
    terminal.type("half a thou")
    terminal.until("half a thou")
    terminal.interrupt()
    code, rest = terminal.close()
    assert code == 130
    assert "is saved in" in rest
    assert "Traceback" not in rest
    assert "Town of Elmford" in govplan("show", "demo", "--json").out


def test_the_end_of_the_input_ends_it_as_quit_does(terminal: Terminal) -> None:
    terminal.until("> ")
    terminal.type("\x04")
    code, rest = terminal.close()
    assert code == 0
    assert "is saved in" in rest


def test_up_recalls_what_was_said_in_an_earlier_sitting(govplan, home: Path) -> None:
    govplan("chat", "demo", "--plain", "--new", sent="Town of Elmford\n")
    terminal = Terminal("chat", "demo", "--plain")
    try:
        terminal.until("> ")
        terminal.type("\x1b[A")
        assert "Town of Elmford" in terminal.until("Elmford")
    finally:
        terminal.kill()


def test_tab_completes_a_command(terminal: Terminal) -> None:
    terminal.until("> ")
    terminal.type("/und\t")
    assert "/undo" in terminal.until("/undo")


def test_between_paste_and_end_lines_are_one_message_with_a_prompt_of_their_own(terminal: Terminal) -> None:
    terminal.until("> ")
    terminal.type("/paste\r")
    terminal.until("... ")
    terminal.type("Town of\r")
    terminal.until("... ")
    terminal.type("Elmford\r/end\r")
    assert "Noted" in terminal.until("> ")


def test_lines_that_the_terminal_pastes_are_one_message(terminal: Terminal, govplan) -> None:
    terminal.until("> ")
    terminal.type("\x1b[200~//Town\nof\nElmford\x1b[201~\r")
    terminal.until("\r\n> ")
    terminal.type("\x04")
    terminal.close()
    assert govplan("list", "--json").json["sessions"][0]["turns"] == 2  # the opening, and one message


def test_when_the_output_goes_elsewhere_the_prompt_does_not_get_into_it(home: Path) -> None:
    terminal = Terminal("chat", "demo", "--plain", "--new", out=subprocess.PIPE)
    try:
        terminal.until("> ")
        terminal.type("/quit\r")
        assert terminal.process.stdout is not None
        out = terminal.process.stdout.read().decode()
        terminal.process.stdout.close()
    finally:
        terminal.kill()
    assert "Which organisation" in out
    assert not re.search(r"^> ", out, re.MULTILINE)


def test_the_doctor_says_what_the_terminal_can_do(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVPLAN_EMBEDDER", "none-of-this-name")
    terminal = Terminal("doctor")
    try:
        code, shown = terminal.close()
    finally:
        terminal.kill()
    assert code == 0
    assert "ok: Terminal – 80x24, 256 colours, utf-8" in shown
