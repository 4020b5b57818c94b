"""Running heads, feet and page numbers: what stands in the margins of many pages is not part of the text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import takewhile

from knowledge.documents.formats.pdf_rows import LARGER, Row, body_of

_MARGIN_TOP, _MARGIN_BOTTOM = 0.88, 0.12
_FEW = 3
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"(?:page|trang|p\.|쪽)?\s*[-–—|]*\s*\d{1,4}\s*(?:(?:/|of|trên)\s*\d{1,4})?\s*[-–—|]*\s*(?:쪽|페이지)?",
    re.IGNORECASE,
)
_ROMAN_NUMBER = re.compile(r"[ivxlc]{1,7}", re.IGNORECASE)


def without_furniture(rows: Sequence[Row]) -> list[Row]:
    """The rows without running heads, feet and page numbers."""
    pages: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        pages[row.page].append(row)
    if len(pages) < _FEW:
        return list(rows)
    body = body_of(rows)[0]
    edges = {page: _head(found) + _foot(found) for page, found in pages.items()}
    seen: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in (row for found in edges.values() for row in found):
        seen[_key(row, body)].append(row)
    numbers = sum(any(_is_number(row) for row in found) for found in edges.values())
    # Left and right pages may differ, so less than half is most; a chapter's own head shows by the number in it.
    often = max(_FEW, len(pages) * 0.3)
    repeated = {
        id(row)
        for found in seen.values()
        for row in found
        if len(found) >= often
        or (len(found) >= _FEW and len({each.text for each in found}) > 1)
        or (numbers >= _FEW and _is_number(row))
    }
    drop: set[int] = set()
    for found in pages.values():
        for edge in (_head(found), _foot(found)):
            # From the edge inwards: what stands behind a row of text is text.
            drop.update(id(row) for row in takewhile(lambda row: id(row) in repeated, edge))
    return [row for row in rows if id(row) not in drop]


def _head(rows: Sequence[Row]) -> list[Row]:
    """Up to three rows at the head of a page, the uppermost first."""
    ordered = sorted(rows, key=lambda row: -row.height)
    return [row for row in ordered[:_FEW] if row.height > _MARGIN_TOP]


def _foot(rows: Sequence[Row]) -> list[Row]:
    """Up to three rows at the foot of a page, the lowest first."""
    ordered = sorted(rows, key=lambda row: row.height)
    return [row for row in ordered[:_FEW] if row.height < _MARGIN_BOTTOM]


def _key(row: Row, body: float) -> tuple[object, ...]:
    """The same on pages where a row is the same but for numbers, of the same type and at the same height.

    Numbers tell headings apart ("Step 1", "Step 2"), which may begin every page.
    """
    is_set_apart = row.bold or row.size >= body * LARGER
    text = row.text if is_set_apart else _DIGITS.sub("#", row.text).strip()
    return text, row.size, row.bold, round(row.height * 100)


def _is_number(row: Row) -> bool:
    text = row.text.strip()
    return bool(_PAGE_NUMBER.fullmatch(text) or _ROMAN_NUMBER.fullmatch(text))
