"""Tables inside a message: Markdown pipes, and cells pasted from a spreadsheet."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.dialogue.reading.lazy import Lazy
from assistant.dialogue.reading.normalise import normalise

_DELIMITER = Lazy(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")
_BREAK = Lazy(r"<br\s*/?>", re.I)
_PIPE = Lazy(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its first row and the others, all as wide as the widest; and the text around it."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    before: str = ""
    after: str = ""


def read_table(text: str) -> Table | None:
    """The first Markdown or tab-separated table of the text, or None. Short rows are padded with ""."""
    text = normalise(text)
    return _markdown(text.split("\n")) or _tabbed(text)


def _build(cells: list[list[str]], before: list[str], after: list[str]) -> Table:
    width = max(len(row) for row in cells)
    padded = [tuple(row + [""] * (width - len(row))) for row in cells]
    return Table(padded[0], tuple(padded[1:]), "\n".join(before).strip(), "\n".join(after).strip())


def _pipe_cells(line: str) -> list[str]:
    line = line.strip()
    line = line[1:] if line.startswith("|") else line
    line = line[:-1] if line.endswith("|") and not line.endswith("\\|") else line
    return [_BREAK.sub("\n", cell).replace("\\|", "|").strip() for cell in _PIPE.split(line)]


def _markdown(lines: list[str]) -> Table | None:
    """A block of lines with pipes: with a ``---|---`` line second, or all lines framed by pipes."""
    place = 0
    while place < len(lines):
        if "|" not in lines[place]:
            place += 1
            continue
        end = place
        while end < len(lines) and "|" in lines[end]:
            end += 1
        block = lines[place:end]
        ruled = len(block) > 1 and "-" in block[1] and _DELIMITER.fullmatch(block[1]) is not None
        framed = len(block) > 1 and all(
            row.strip().startswith("|") and row.strip().endswith("|") for row in block
        )
        if ruled or framed:
            rows = [row for row in block if not ("-" in row and _DELIMITER.fullmatch(row))]
            return _build([_pipe_cells(row) for row in rows], lines[:place], lines[end:]) if rows else None
        place = end
    return None


def _tab_rows(text: str) -> list[list[str]]:
    """Rows of tab-separated cells; a cell in double quotes may hold newlines, tabs and doubled quotes."""
    rows: list[list[str]] = [[]]
    place = 0
    while place <= len(text):
        cell, place = _tab_cell(text, place)
        rows[-1].append(cell.strip())
        if place >= len(text):
            break
        if text[place] == "\n":
            rows.append([])
        place += 1
    return rows


def _tab_cell(text: str, start: int) -> tuple[str, int]:
    """The cell that begins at ``start`` and the place of the separator behind it."""
    if text[start : start + 1] == '"':
        place = start + 1
        while (close := text.find('"', place)) != -1 and text[close + 1 : close + 2] == '"':
            place = close + 2
        if close != -1 and text[close + 1 : close + 2] in ("\t", "\n", ""):
            return text[start + 1 : close].replace('""', '"'), close + 1
    ends = [end for end in (text.find("\t", start), text.find("\n", start)) if end != -1]
    end = min(ends, default=len(text))
    return text[start:end], end


def _tabbed(text: str) -> Table | None:
    """Two or more neighbouring rows that have tabs between their cells."""
    if "\t" not in text:
        return None
    rows = _tab_rows(text)
    wide = [place for place, row in enumerate(rows) if len([cell for cell in row if cell]) > 1]
    if len(wide) < 2:
        return None
    first, last = wide[0], wide[-1]
    while last + 1 < len(rows) and len(rows[last + 1]) == len(rows[last]):  # all cells but one are empty
        last += 1
    block = [row for row in rows[first : last + 1] if any(row)]
    before = [" ".join(row) for row in rows[:first]]
    after = [" ".join(row) for row in rows[last + 1 :]]
    return _build(block, before, after)
