"""What can be taken back: the lines sent last, and for each whether an undo goes with it."""

from __future__ import annotations

from tui.messages import Sent


class Recall:
    """A stack of lines. It holds as many as can be taken back exactly, and no more."""

    def __init__(self) -> None:
        self._lines: list[tuple[str, bool]] = []

    def note(self, sent: Sent, *, undoable: bool, changed: bool) -> None:
        """Note what was sent: whether an undo would take back just that, and whether the plan changed at all."""
        if changed and not undoable:
            self._lines.clear()  # an undo or a redo: what an undo would take back now is another turn
        if sent.doing == "say":
            self._lines.append((sent.text, undoable))
        elif undoable:
            self._lines.clear()  # a click, a key or an edit: it would have to be undone first

    def take(self) -> tuple[str, bool] | None:
        """Return the last line, and whether to undo it; None if there is none."""
        return self._lines.pop() if self._lines else None

    def clear(self) -> None:
        """Forget everything."""
        self._lines.clear()
