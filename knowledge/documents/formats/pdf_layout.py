"""From the rows of a PDF's pages to the lines of a document: what repeats on every page goes, paragraphs are joined.

No library: rows come with their place and type, whoever found them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from knowledge.documents.formats.pdf_margins import without_furniture
from knowledge.documents.formats.pdf_rows import LARGER, Bookmark, Row, body_of, style_of, weights_of
from knowledge.documents.marks import mark_of
from knowledge.documents.outline import CONTENTS, Line
from knowledge.documents.tidy import has_words

_LONGEST_HEADING = 200
_ENDED = re.compile(r"[.!?…:;。][\"'”’)\]」』]*$")
_HANGUL = re.compile("[가-힣]")
_WORDS = re.compile(r"[\w-]+")


def arrange(rows: Sequence[Row], bookmarks: Sequence[Bookmark]) -> list[Line]:
    """The lines of a document, in order; headings have their level where type or bookmarks show them."""
    rows = [row for row in without_furniture(rows) if has_words(row.text) and not CONTENTS.search(row.text)]
    if not rows:
        return []
    levels = _levels(rows, bookmarks)
    joiner = _Joiner(rows)
    out: list[Line] = []
    last: Row | None = None
    for row, level in zip(rows, levels, strict=True):
        if last is not None and out and joiner.goes_on(last, row, out[-1], level):
            out[-1] = replace(out[-1], text=joiner.join(out[-1].text, row.text, last))
        else:
            gap = last is not None and joiner.is_apart(last, row)
            out.append(Line(row.text, row.page, gap, row.bold and not joiner.is_bold, level))
        last = row
    return [replace(line, level=0) if len(line.text) > _LONGEST_HEADING else line for line in out]


def _levels(rows: Sequence[Row], bookmarks: Sequence[Bookmark]) -> list[int]:
    """The level of each row, 0 for text. Bookmarks know best; type that they use elsewhere is ranked as they do."""
    told = _by_bookmark(rows, bookmarks)
    weights = weights_of(rows)
    body = body_of(rows)
    whole = sum(weights.values())
    styles = sorted(
        (style for style, weight in weights.items() if _is_heading_style(style, body) and weight * 4 < whole),
        key=lambda style: (-style[0], not style[1]),
    )
    ranks = _ranks(styles, rows, told)
    return [
        told.get(place) or (ranks.get(style_of(row), 0) if _may_be_heading(row, body, styles) else 0)
        for place, row in enumerate(rows)
    ]


def _is_heading_style(style: tuple[float, bool], body: tuple[float, bool]) -> bool:
    return style[0] >= body[0] * LARGER or (style[1] and not body[1] and style[0] >= body[0] * 0.98)


def _may_be_heading(row: Row, body: tuple[float, bool], styles: Sequence[tuple[float, bool]]) -> bool:
    if style_of(row) not in styles or len(row.text) > _LONGEST_HEADING:
        return False
    larger = row.size >= body[0] * LARGER
    return larger or not row.text.endswith((".", ";", ",", ":"))


def _ranks(
    styles: Sequence[tuple[float, bool]], rows: Sequence[Row], told: dict[int, int]
) -> dict[tuple[float, bool], int]:
    """The level of each style: what bookmarks say of it, else the next after the style before."""
    votes: dict[tuple[float, bool], Counter[int]] = defaultdict(Counter)
    for place, level in told.items():
        votes[style_of(rows[place])][level] += 1
    ranks: dict[tuple[float, bool], int] = {}
    level = 0
    for style in styles:
        level = votes[style].most_common(1)[0][0] if votes[style] else min(level + 1, 6)
        ranks[style] = level
    return ranks


def _by_bookmark(rows: Sequence[Row], bookmarks: Sequence[Bookmark]) -> dict[int, int]:
    """The rows that bookmarks name, by their place; a heading may take two rows."""
    wanted: dict[tuple[int, str], int] = {}
    for mark in bookmarks:
        if mark.page is not None and has_words(mark.title):
            wanted.setdefault((mark.page, _bare(mark.title)), mark.level)
    told: dict[int, int] = {}
    for place, row in enumerate(rows):
        following = rows[place + 1] if place + 1 < len(rows) else None
        if level := wanted.get((row.page, _bare(row.text))):
            told[place] = level
        elif following and (level := wanted.get((row.page, _bare(row.text + following.text)))):
            told[place] = told[place + 1] = level
    return told


def _bare(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


class _Joiner:
    """Knows the column, the distance of lines and the words of a document, and so what goes on in the next row."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._right = _common((row.right for row in rows if len(row.text) > 20), 0.7)
        distances = [
            (one.base - two.base) / one.size
            for one, two in pairwise(rows)
            if one.page == two.page
            and one.size
            and one.size == two.size
            and 0 < one.base - two.base < 4 * one.size
        ]
        self._close = (_common(distances, 0.25) or 1.5) * 1.35
        self._wide = (_common(distances, 0.7) or 1.5) * 1.1
        self._words = {word.casefold() for row in rows for word in _WORDS.findall(row.text)}
        wraps = [
            row.spaced for row in rows if _HANGUL.match(row.text[-1:]) and row.right >= self._right * 0.9
        ]
        self._spaces_are_told = sum(wraps) * 5 >= len(wraps) and bool(wraps)
        bold = sum(len(row.text) for row in rows if row.bold)
        self.is_bold = bold * 2 > sum(len(row.text) for row in rows)

    def is_apart(self, last: Row, row: Row) -> bool:
        """Whether there is more space between the rows than between rows of a paragraph."""
        if last.page != row.page:
            return False
        distance = (last.base - row.base) / (last.size or 1.0)
        if distance <= self._wide and last.right >= self._right * 0.9 and not _ENDED.search(last.text):
            return distance < -1  # lists may be set closer than the text
        return distance > self._close or distance < -1

    def goes_on(self, last: Row, row: Row, line: Line, level: int) -> bool:
        """Whether a row goes on with what the line has so far."""
        if level or line.level:
            return (
                level == line.level
                and style_of(last) == style_of(row)
                and last.page == row.page
                and not (self.is_apart(last, row) or mark_of(row.text))
            )
        if mark_of(row.text) not in ("", "roman", "letter") or abs(last.size - row.size) > last.size * 0.1:
            return False
        is_full = last.right >= self._right * 0.8
        if last.page != row.page:
            return is_full and not _ENDED.search(line.text)
        if self.is_apart(last, row) or (last.bold != row.bold and not is_full):
            return False
        if _ENDED.search(line.text) and row.left > last.left + last.size * 0.8:
            return False  # a new paragraph, set in
        return is_full or (not _ENDED.search(line.text) and row.text[0].islower())

    def join(self, text: str, more: str, last: Row) -> str:
        """Two rows in one, a hyphen of typesetting taken out."""
        if last.hyphen or (text.endswith("-") and text[-2:-1].islower()):
            if not more[:1].islower():
                return text + more if last.hyphen or text[-2:-1].isalnum() else f"{text} {more}"
            return (text if self._keeps_hyphen(text, more) else text[:-1]) + more
        both_hangul = _HANGUL.match(text[-1:]) and _HANGUL.match(more)
        if both_hangul and self._spaces_are_told and not last.spaced:
            return text + more
        return f"{text} {more}"

    def _keeps_hyphen(self, text: str, more: str) -> bool:
        """ "e-government" keeps its hyphen: it stands elsewhere with it, or its first part is a letter or two."""
        head, tail = _WORDS.findall(text)[-1].rstrip("-"), _WORDS.findall(more)[0]
        together = f"{head}{tail}".casefold()
        if together in self._words:
            return False
        return f"{head}-{tail}".casefold() in self._words or len(head.rpartition("-")[2]) <= 2


def _common(values: Iterable[float], share: float) -> float:
    """The value that this share of the values does not exceed; 0 where there are none."""
    ordered = sorted(values)
    return ordered[int(len(ordered) * share)] if ordered else 0.0
