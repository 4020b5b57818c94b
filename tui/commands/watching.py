"""Slow work on the command line: a bar on standard error for a person, and Ctrl+C that ends it cleanly."""

from __future__ import annotations

import shutil
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

from rich.cells import cell_len

from tui.commands.call import is_terminal
from tui.progress import line, short_name
from tui.safe import one_line

if TYPE_CHECKING:
    from assistant.workspace import Progress, Watch
    from tui.commands.call import Call

_WIDEST = 79
"""Cells; the last column of a terminal of 80 stays free, so that no line is wrapped."""


@contextmanager
def stoppable() -> Iterator[Watch]:
    """Give a watch that Ctrl+C stops: the work ends at its next step, with nothing half done. A second one ends at once."""
    from assistant.workspace import Watch

    watch = Watch()

    def interrupt(number: int, frame: FrameType | None) -> None:
        if watch.stopped():
            raise KeyboardInterrupt
        watch.stop.set()

    if threading.current_thread() is not threading.main_thread():  # only there can a signal be handled
        yield watch
        return
    before = signal.signal(signal.SIGINT, interrupt)
    try:
        yield watch
    finally:
        signal.signal(signal.SIGINT, before)


class Meter:
    """One line that tells how far the work is; nothing is written where standard error is no terminal."""

    def __init__(self, call: Call) -> None:
        self._call = call
        self._lively = is_terminal(sys.stderr)
        self._shown = ""

    def watching(self, watch: Watch) -> Watch:
        """Return the watch to give to the work: told to this line, stopped with `watch`."""
        from assistant.workspace import Watch

        return Watch(self.tell, watch.stop)

    def tell(self, progress: Progress) -> None:
        """Show how far it is, if that can be seen."""
        if not self._lively:
            return
        width = min(_WIDEST, shutil.get_terminal_size().columns - 1)
        text = self._call.text(
            f"cli.knowledge.progress.{progress.phase}",
            name=short_name(one_line(progress.name), "..."),
            done=progress.done,
            total=progress.total,
        )
        self._write(line(text, progress.share, width, "..."))

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            self._write("")

    def _write(self, text: str) -> None:
        if text != self._shown:
            blank = " " * max(0, cell_len(self._shown) - cell_len(text))
            sys.stderr.write(f"\r{text}{blank}" + ("" if text else "\r"))
            sys.stderr.flush()
            self._shown = text
