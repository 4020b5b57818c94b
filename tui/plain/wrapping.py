"""Lines of a reply broken between words for the width of a terminal, which would break inside them.

Widths are in cells: Hangul takes two. What is longer than a line, such as a path or an address, is left whole,
so that it can be copied.
"""

from __future__ import annotations

import re

from rich.cells import cell_len

NARROWEST = 20
"""Below this many cells nothing is wrapped: hardly a word would fit beside a hanging indent."""
_WIDEST = 100
"""Longer lines are hard to read, however wide the terminal is."""
_MARK = re.compile(r"\s*(?:(?:[-*•]|\d+[.)]) )?")


def wrapped(text: str, width: int) -> str:
    """Return `text` with no line wider than `width` cells where a space allows it.

    Lines of a list keep a hanging indent: what continues an item stands below its first word.
    """
    if width < NARROWEST:
        return text
    room = min(width, _WIDEST)
    return "\n".join(part for line in text.split("\n") for part in _broken(line, room))


def _broken(line: str, width: int) -> list[str]:
    if cell_len(line) <= width:
        return [line]
    mark = _MARK.match(line)
    start = mark[0] if mark else ""
    hang = " " * cell_len(start)
    if len(hang) > width // 2:
        start, hang = "", ""
    lines, current = [], start
    bare = True
    for word in line[len(start) :].split(" "):
        longer = f"{current}{word}" if bare else f"{current} {word}"
        if not bare and cell_len(longer) > width:
            lines.append(current)
            longer = hang + word
        current, bare = longer, False
    return [*lines, current]
