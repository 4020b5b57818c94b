"""A program run under a pseudo-terminal, and what it writes there: as a person's terminal sees it."""

import fcntl
import os
import select
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self

SIZE = (36, 120)
TYPING_PAUSE = 0.02


class NotSeenError(Exception):
    """What was waited for did not appear; the text says what the program wrote last."""


def _silence(end: int) -> None:
    attributes = termios.tcgetattr(end)
    attributes[3] &= ~termios.ECHO
    termios.tcsetattr(end, termios.TCSANOW, attributes)


class Terminal:
    """A program in a fresh process with a 120x36 terminal of its own. Use as a context manager."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self._command = list(command)
        self._environment = {**environment, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        self._written = b""
        self.started = 0.0

    def __enter__(self) -> Self:
        self._end, program_end = os.openpty()
        fcntl.ioctl(program_end, termios.TIOCSWINSZ, struct.pack("HHHH", *SIZE, 0, 0))
        _silence(program_end)
        self.started = time.perf_counter()
        self._process = subprocess.Popen(
            self._command,
            stdin=program_end,
            stdout=program_end,
            stderr=program_end,
            env=self._environment,
            start_new_session=True,
        )
        os.close(program_end)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Only the program started here; it is being measured, so it need not close in good order.
        self._process.kill()
        self._process.wait()
        os.close(self._end)

    def wait_for(self, *texts: str, typing: str = "", seconds: float = 60.0) -> float:
        """Read until all of `texts` have been written, in any order; the seconds since the start.

        With `typing`, that key is pressed every 20 ms meanwhile, like an impatient person; the terminal
        itself echoes nothing, so a key that shows was read and drawn by the program.
        Raises NotSeenError when the time is over or the program has ended.
        """
        wanted = [text.encode() for text in texts]
        now = press = time.perf_counter()
        until = now + seconds
        while not all(text in self._written for text in wanted):
            if now >= until:
                raise NotSeenError(f"{texts} not seen in {seconds} s; last: {self._written[-2000:]!r}")
            if typing and now >= press:
                os.write(self._end, typing.encode())
                press = now + TYPING_PAUSE
            pause = min(press if typing else until, until) - now
            if select.select([self._end], [], [], max(pause, 0.0))[0]:
                self._written += self._read()
            now = time.perf_counter()
        return now - self.started

    def press(self, keys: str) -> float:
        """Press keys and forget what was written before; the time of the press, as `perf_counter` counts."""
        self._written = b""
        os.write(self._end, keys.encode())
        return time.perf_counter()

    def _read(self) -> bytes:
        try:
            read = os.read(self._end, 65536)
        except OSError:  # how Linux says that the program has ended
            read = b""
        if not read:
            raise NotSeenError(f"the program ended; last: {self._written[-2000:]!r}")
        return read
