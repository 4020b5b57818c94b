"""PPTX by python-pptx: a slide's title is a heading; then its text from top to bottom, tables, charts, notes."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any

from pptx import Presentation
from pptx.exc import PythonPptxError
from pptx.opc.constants import RELATIONSHIP_TYPE

from knowledge.documents.blocks import Blocks
from knowledge.documents.formats import Content, Source
from knowledge.documents.marks import mark_of
from knowledge.documents.task import Task
from knowledge.documents.tidy import has_words, one_line

FAULTS = (PythonPptxError,)
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_DIAGRAM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DEEPEST_GROUP = 20
_LONGEST_TITLE = 120
_TITLES = (1, 3)
"""Of the placeholders: title, centred title."""
_FURNITURE = (13, 15, 16)
"""Slide number, footer, date."""


def read(source: Source, task: Task) -> Content:
    """Read a PPTX. Hidden slides are read as well."""
    presentation = Presentation(io.BytesIO(source.data))
    slides = presentation.slides
    total = len(slides)
    task.count(total)
    blocks = Blocks(task)
    for number, slide in enumerate(slides, 1):
        task.step(number - 1, total)
        _slide(slide, number, blocks)
    task.step(total, total)
    title = one_line(presentation.core_properties.title or "")
    return Content(
        blocks.all(), "" if title.lower() in ("powerpoint presentation", "제목 없음") else title, total
    )


def _slide(slide: Any, number: int, blocks: Blocks) -> None:
    shapes = [shape for shape in _flat(slide.shapes) if _placeholder(shape) not in _FURNITURE]
    title = next((shape for shape in shapes if _placeholder(shape) in _TITLES and shape.has_text_frame), None)
    heading = one_line(_text(title.text_frame._txBody)) if title is not None else ""
    rest = [shape for shape in shapes if shape is not title]
    if has_words(heading):
        blocks.heading(heading, 1, number)
    for place, shape in enumerate(rest):
        if shape.has_text_frame:
            untitled = place == 0 and not has_words(heading)
            _paragraphs(shape, number, blocks, untitled)
        elif getattr(shape, "has_table", False):
            blocks.table(_rows(shape.table), number)
        elif getattr(shape, "has_chart", False):
            blocks.table(_chart(shape.chart), number)
        else:
            for text in _diagram(shape):
                blocks.item(f"- {text}", number)
        blocks.end()
    _notes(slide, number, blocks)


def _flat(shapes: Iterable[Any], depth: int = 0) -> Iterator[Any]:
    """The shapes from top to bottom and left to right, groups opened."""
    for shape in sorted(shapes, key=lambda each: (each.top or 0, each.left or 0)):
        if hasattr(shape, "shapes"):
            if depth < _DEEPEST_GROUP:
                yield from _flat(shape.shapes, depth + 1)
        else:
            yield shape


def _placeholder(shape: Any) -> int:
    return int(shape.placeholder_format.type or 0) if shape.is_placeholder else 0


def _text(element: Any) -> str:
    """What a paragraph or a text body says; a line break in it is a space."""
    return "".join(
        " " if each.tag in (f"{_DRAWING}br", f"{_DRAWING}p") else each.text or ""
        for each in element.iter(f"{_DRAWING}t", f"{_DRAWING}br", f"{_DRAWING}p")
    )


def _paragraphs(shape: Any, number: int, blocks: Blocks, untitled: bool) -> None:
    """Paragraphs of a body are items; of another box they are paragraphs where there is one only."""
    texts = [(one_line(_text(each._p)), each.level) for each in shape.text_frame.paragraphs]
    texts = [(text, level) for text, level in texts if has_words(text)]
    if untitled and texts and len(texts[0][0]) <= _LONGEST_TITLE and not texts[0][0].endswith("."):
        blocks.heading(texts.pop(0)[0], 1, number)
    is_list = len(texts) > 1
    for text, level in texts:
        if is_list or level:
            blocks.item(text if mark_of(text) else f"- {text}", number)
        else:
            blocks.paragraph(text, number)


def _rows(table: Any) -> Iterator[list[str]]:
    for row in table.rows:
        yield [cell.text_frame.text for cell in row.cells if not cell.is_spanned]


def _chart(chart: Any) -> Iterator[list[str]]:
    """The figures of a chart as a table."""
    for plot in chart.plots:
        yield ["", *(str(category) for category in plot.categories)]
        for series in plot.series:
            yield [series.name or "", *("" if value is None else f"{value:g}" for value in series.values)]


def _diagram(shape: Any) -> Iterator[str]:
    """The texts of a SmartArt graphic, which stand in a part of their own."""
    for ids in shape._element.iter(f"{{{_DIAGRAM}}}relIds"):
        relation = shape.part.rels.get(ids.get(f"{{{_RELATIONSHIPS}}}dm") or "")
        if relation is None or relation.is_external:
            continue
        from pptx.oxml import parse_xml

        for paragraph in parse_xml(relation.target_part.blob).iter(f"{_DRAWING}p"):
            if has_words(text := one_line(_text(paragraph))):
                yield text


def _notes(slide: Any, number: int, blocks: Blocks) -> None:
    if RELATIONSHIP_TYPE.NOTES_SLIDE not in {each.reltype for each in slide.part.rels.values()}:
        return
    frame = slide.notes_slide.notes_text_frame
    for paragraph in frame.paragraphs if frame is not None else ():
        blocks.paragraph(_text(paragraph._p), number)
