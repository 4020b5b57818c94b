"""What is known of a row of a PDF's page, and of the type that most of a document is set in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

LARGER = 1.12
"""Type larger than the text's by this factor is a heading's."""


@dataclass(frozen=True)
class Row:
    """One row of text on a page.

    Attributes:
        text: tidy.
        page: from 1.
        size: of its type, in points, to the half point.
        bold: most of it.
        left, right, base: its place, in points from the lower left corner.
        height: of its upper edge, 0 the foot and 1 the head of the page.
        spaced: a space ends it.
        hyphen: PDFium takes the hyphen at its end for one of typesetting.
    """

    text: str
    page: int
    size: float
    bold: bool
    left: float
    right: float
    base: float
    height: float
    spaced: bool
    hyphen: bool


@dataclass(frozen=True)
class Bookmark:
    """An entry of the document's own outline; ``level`` from 1, ``page`` from 1 or unknown."""

    title: str
    level: int
    page: int | None


def weights_of(rows: Sequence[Row]) -> Counter[tuple[float, bool]]:
    """How many characters each size and weight of type has."""
    weights: Counter[tuple[float, bool]] = Counter()
    for row in rows:
        weights[style_of(row)] += len(row.text)
    return weights


def body_of(rows: Sequence[Row]) -> tuple[float, bool]:
    """The type of the text: the one with most characters."""
    return weights_of(rows).most_common(1)[0][0]


def style_of(row: Row) -> tuple[float, bool]:
    """Size and weight of its type."""
    return row.size, row.bold
