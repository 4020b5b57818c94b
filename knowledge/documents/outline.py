"""From lines to blocks: which are headings, which belong to a list, which go on in the next line.

Formats that know their headings say so (``Line.level``). Where a document has none, they are guessed from what
lines begin with and how short they are: a kind of number ("1.", "□", "Chương") is a heading where most lines of
its kind are short and have something under them; else it numbers a list.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.documents.blocks import Blocks
from knowledge.documents.marks import RANK, depth, is_bare_part, mark_of
from knowledge.documents.tidy import has_words

_ALWAYS = ("part", "section", "article", "roman")
_BY_KIND = ("multi", "number", "syllable", "letter")
_BY_CHILD = ("square", "half", "paren", "circled", "circle")
_PLAIN, _TITLE = "plain", "title"
_ORDER = {**RANK, _PLAIN: RANK["roman"] - 0.5}
_END = tuple(".;,!…。")
CONTENTS = re.compile(r"(?:(?:\.\s?){5,}|[·․‥…]{3,}|_{5,})\s*\d{1,4}$")
"""A line of a table of contents."""


@dataclass(frozen=True)
class Line:
    """One line, or one paragraph that needs no joining.

    Attributes:
        text: tidy, in one line; blank lines are not handed on.
        page: where it stands.
        gap: a blank line, or as much space, stands before it.
        bold: it is set apart by its type.
        level: of a heading that is known to be one; else 0.
        item: it is known to be an item of a list.
        rows: of a table (then there is no text).
    """

    text: str
    page: int | None = None
    gap: bool = False
    bold: bool = False
    level: int = 0
    item: bool = False
    rows: tuple[tuple[str, ...], ...] = ()


def structure(lines: Sequence[Line], blocks: Blocks) -> None:
    """Add the blocks that the lines make."""
    lines = [line for line in lines if line.rows or (has_words(line.text) and not CONTENTS.search(line.text))]
    known = sum(line.level > 0 for line in lines)
    if known <= 1 and len(lines) > known:
        lines = guess(lines)
    for line in lines:
        if line.rows:
            blocks.table(line.rows, line.page)
        elif line.level:
            blocks.heading(line.text, line.level, line.page)
        elif line.item or mark_of(line.text) not in ("", *_ALWAYS):
            blocks.item(line.text, line.page)
        else:
            blocks.paragraph(line.text, line.page)


def guess(lines: Sequence[Line]) -> list[Line]:
    """The lines with a level for each that looks like a heading."""
    lines = _with_chapter_names(lines)
    chosen = _chosen(lines)
    if _PLAIN in chosen[:1] and chosen.count(_PLAIN) == 1 and len(set(chosen)) > 2:
        chosen[0] = _TITLE  # the one line without a number heads the whole
    known = any(line.level for line in lines)
    present = sorted({kind for kind in chosen if kind not in ("", _TITLE)}, key=_ORDER.__getitem__)
    levels = {kind: place for place, kind in enumerate(present, 2 if known else 1)} | {_TITLE: 1}
    return [
        line
        if line.level or not kind
        else replace(line, level=levels[kind] + (depth(line.text) - 2) * (kind == "multi"))
        for line, kind in zip(lines, chosen, strict=True)
    ]


def _chosen(lines: Sequence[Line]) -> list[str]:
    """The kind of heading that each line is; ``""`` for text."""
    marks = ["bullet" if line.rows or line.item else mark_of(line.text) for line in lines]
    kinds = [_kind_of_heading(place, lines, marks) for place in range(len(lines))]
    numbered = [place for place, mark in enumerate(marks) if mark and kinds[place] == mark]
    counted, short = Counter(marks), Counter(marks[place] for place in numbered)
    good = Counter(marks[place] for place in numbered if _has_child(place, lines, marks))
    heads = {mark for mark in counted if mark and _is_kind(mark, counted[mark], good[mark], short[mark])}
    return [
        kind
        if kind == _PLAIN or (kind in heads and (kind not in _BY_CHILD or _has_child(place, lines, marks)))
        else ""
        for place, kind in enumerate(kinds)
    ]


def joined(lines: Sequence[Line]) -> list[Line]:
    """Lines that an editor broke at its margin, put together again; other lines as they are."""
    lengths = sorted(len(line.text) for line in lines)
    margin = lengths[len(lengths) * 95 // 100] if lengths else 0
    full = sum(length >= margin * 3 // 4 for length in lengths)
    if not 30 <= margin <= 110 or full * 5 < len(lengths) * 2 or len(lines) < 4:
        return list(lines)
    out: list[Line] = []
    last = 0
    for line in lines:
        goes_on = out and not line.gap and last >= margin * 3 // 4 and not mark_of(line.text)
        if goes_on:
            out[-1] = replace(out[-1], text=f"{out[-1].text} {line.text}")
        else:
            out.append(line)
        last = len(line.text)
    return out


def _with_chapter_names(lines: Sequence[Line]) -> list[Line]:
    """ "Chương I" and the name of the chapter in the next line are one heading."""
    out: list[Line] = []
    for line in lines:
        before = out[-1] if out else None
        if (
            before
            and not before.rows
            and is_bare_part(before.text)
            and _is_short(line)
            and not mark_of(line.text)
        ):
            out[-1] = replace(before, text=f"{before.text} {line.text}")
        else:
            out.append(line)
    return out


def _is_kind(mark: str, lines: int, with_child: int, short: int) -> bool:
    """Whether lines that begin with this mark are headings in this document."""
    if mark in _ALWAYS:
        return True
    return (
        mark in _BY_KIND + _BY_CHILD
        and with_child * 10 >= lines * 3
        and (mark in _BY_CHILD or short * 10 >= lines * 7)
    )


def _kind_of_heading(place: int, lines: Sequence[Line], marks: Sequence[str]) -> str:
    """The kind of heading that a line may be by itself; ``""`` for what cannot be one."""
    line, mark = lines[place], marks[place]
    if not _is_short(line):
        return ""
    if mark:
        return mark if mark in _ALWAYS + _BY_KIND + _BY_CHILD else ""
    if line.bold and not line.text.endswith(":"):
        return _PLAIN
    return _PLAIN if _stands_out(place, lines, marks) else ""


def _stands_out(place: int, lines: Sequence[Line], marks: Sequence[str]) -> bool:
    """A short line without mark before a long one or a list, after something that has ended."""
    line = lines[place]
    if place + 1 >= len(lines) or line.text.endswith(":") or line.text[0] in "[<({" or line.text[0].islower():
        return False
    if _width(line.text) > 100:
        return False
    before = lines[place - 1] if place else None
    ended = before is None or line.gap or marks[place - 1] or before.text.endswith((".", "?", "!", "…", "。"))
    after = lines[place + 1]
    return bool(ended and (marks[place + 1] or _width(after.text) >= max(100, 2 * _width(line.text))))


def _has_child(place: int, lines: Sequence[Line], marks: Sequence[str]) -> bool:
    if place + 1 >= len(lines):
        return False
    after = marks[place + 1]
    if not after:
        return True
    return RANK[after] > RANK[marks[place]]


def _is_short(line: Line) -> bool:
    return not line.rows and not line.item and _width(line.text) <= 130 and not line.text.endswith(_END)


def _width(text: str) -> int:
    """Length in columns: an East Asian letter takes two."""
    return sum(2 if char >= "\u1100" and not "\u1e00" <= char <= "\u2fff" else 1 for char in text)
