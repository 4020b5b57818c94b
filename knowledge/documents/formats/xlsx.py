"""XLSX by openpyxl: values, not formulas; a sheet's name is a heading, each block of rows a table."""

from __future__ import annotations

import datetime
import io
import warnings
from collections.abc import Iterable, Iterator
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from knowledge.documents.blocks import Blocks
from knowledge.documents.formats import Content, Source
from knowledge.documents.task import Task
from knowledge.documents.tidy import has_words

FAULTS = (InvalidFileException,)
_STEP = 500


def read(source: Source, task: Task) -> Content:
    """Read an XLSX. Hidden sheets are left out."""
    with warnings.catch_warnings():
        # It warns of drawings, validations and styles that it does not know: nothing that is read here.
        warnings.simplefilter("ignore", UserWarning)
        return _read(source, task)


def _read(source: Source, task: Task) -> Content:
    book = load_workbook(io.BytesIO(source.data), read_only=True, data_only=True)
    try:
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        task.count(len(sheets))
        blocks = Blocks(task)
        for number, sheet in enumerate(sheets):
            task.step(number, len(sheets))
            _sheet(sheet, blocks, task)
        task.step(len(sheets), len(sheets))
        return Content(blocks.all(), book.properties.title or "", len(sheets))
    finally:
        book.close()


def _sheet(sheet: Any, blocks: Blocks, task: Task) -> None:
    sheet.reset_dimensions()  # what a sheet says of its size is often wrong
    named = False
    for rows in _tables(sheet.iter_rows(), task):
        if not named:
            blocks.heading(sheet.title, 1)
            named = True
        while rows and sum(map(bool, rows[0])) == 1:  # a caption over the table
            blocks.paragraph(" ".join(rows.pop(0)))
        blocks.table(rows)


def _tables(rows: Iterable[Any], task: Task) -> Iterator[list[list[str]]]:
    """The rows that stand together, as texts; empty rows part them, columns empty in all of them are left out."""
    held: list[list[str]] = []
    for number, row in enumerate(rows):
        if number % _STEP == 0:
            task.check()
        texts = [_text(cell) for cell in row]
        if any(map(has_words, texts)):
            held.append(texts)
        elif held:
            yield _narrowed(held)
            held = []
    if held:
        yield _narrowed(held)


def _narrowed(rows: list[list[str]]) -> list[list[str]]:
    filled = sorted({place for row in rows for place, text in enumerate(row) if text})
    return [[row[place] if place < len(row) else "" for place in filled] for row in rows]


def _text(cell: Any) -> str:
    """A value as it is shown, as far as that matters in reading: per cent, dates, whole numbers."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) or (isinstance(value, int) and "%" in (cell.number_format or "")):
        return f"{round(value * 100, 6):g}%" if "%" in (cell.number_format or "") else f"{value:.12g}"
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return value.isoformat()
    return str(value)
