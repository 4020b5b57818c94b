"""The status line: which plan, whether it is saved, that nothing leaves the machine, knowledge, language."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from tui.cells import fit
from tui.safe import one_line
from tui.words import Words


@dataclass(frozen=True, slots=True)
class Status:
    """What the line says; texts are worded already."""

    name: str = ""
    saved: str = ""
    warn: bool = False
    """Whether `saved` says that this is not saved."""
    local: str = ""
    knowledge: str = ""
    lang: str = ""


class StatusLine(Widget):
    """One line; where it is too narrow the least important part goes first, `saved` never."""

    status: reactive[Status] = reactive(Status())

    def __init__(self, words: Words) -> None:
        super().__init__(id="status")
        self.words = words

    def change(self, **parts: str | bool) -> None:
        """Change some parts."""
        self.status = replace(self.status, **parts)  # type: ignore[arg-type]

    def render(self) -> Content:
        """Return the parts that fit, the most important first to stay."""
        status = self.status
        width = self.content_size.width
        parts = {
            "saved": status.saved,
            "local": status.local,
            "lang": status.lang,
            "knowledge": status.knowledge,
        }
        name = one_line(status.name)
        for dropped in ("", "knowledge", "lang", "local"):
            parts.pop(dropped, None)
            right = "  ".join(part for part in parts.values() if part)
            if cell_len(right) + 2 + min(cell_len(name), 16) <= width:
                break
        room = max(0, width - cell_len(right) - 2)
        left = fit(name, room, self.words.glyphs.ellipsis)
        gap = " " * max(0, width - cell_len(left) - cell_len(right))
        line = Content(left + gap + right).stylize("bold", 0, len(left))
        if status.warn:
            start = len(left + gap)
            line = line.stylize("bold $warning", start, start + len(status.saved))
        return line
