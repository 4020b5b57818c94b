"""Tables in a given number of cells: columns that line up, or records where they cannot."""

from __future__ import annotations

from dataclasses import dataclass

from textual.content import Content

from tui.glyphs import Glyphs

_GAP = 2
_NARROWEST_COLUMN = 6


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; the first row is the heading. Rows may be ragged."""

    rows: tuple[tuple[Content, ...], ...]
    glyphs: Glyphs


def table_lines(table: Table, width: int) -> list[Content]:
    """Return the lines of `table`, at most `width` cells wide: in columns, or one record after the other."""
    columns = max((len(row) for row in table.rows), default=0)
    if not columns:
        return []
    if width < columns * (_NARROWEST_COLUMN + _GAP) - _GAP:
        return _records(table, width)
    widths = _widths(table, columns, width - _GAP * (columns - 1))
    lines: list[Content] = []
    for number, row in enumerate(table.rows):
        lines.extend(_row_lines(row, widths, heading=number == 0))
        if number == 0:
            lines.append(Content((" " * _GAP).join(table.glyphs.line * size for size in widths)))
    return lines


def _widths(table: Table, columns: int, room: int) -> list[int]:
    """Return the width of each column: as wide as wanted, the widest giving way first."""
    widths = [
        max((row[number].cell_length for row in table.rows if number < len(row)), default=1) or 1
        for number in range(columns)
    ]
    while sum(widths) > room:
        widest = widths.index(max(widths))
        widths[widest] -= 1
    return widths


def _row_lines(row: tuple[Content, ...], widths: list[int], *, heading: bool) -> list[Content]:
    """Return the lines of one row, each cell wrapped in its column."""
    cells = [
        (row[number].stylize("bold") if heading else row[number]).wrap(width) if number < len(row) else []
        for number, width in enumerate(widths)
    ]
    lines: list[Content] = []
    for height in range(max(len(cell) for cell in cells)):
        line = Content("")
        for number, (cell, width) in enumerate(zip(cells, widths, strict=True)):
            part = cell[height] if height < len(cell) else Content("")
            fill = 0 if number == len(widths) - 1 else max(0, width - part.cell_length) + _GAP
            line = line + part + Content(" " * fill)
        lines.append(line)
    return lines


def _records(table: Table, width: int) -> list[Content]:
    """Return every row as `heading: value` lines, for screens too narrow for columns."""
    head, *rows = table.rows
    lines: list[Content] = []
    for row in rows:
        for number, cell in enumerate(row):
            name = head[number] if number < len(head) else Content("")
            lines.extend((name.stylize("bold") + Content(": ") + cell).wrap(width))
        lines.append(Content(""))
    return lines[:-1]
