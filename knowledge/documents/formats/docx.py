"""DOCX by python-docx: headings by style and outline level, lists, tables, text boxes, footnotes.

python-docx opens the package and knows its parts. The text is walked as XML, since its paragraphs leave out what
drafts of authorities are full of: tracked insertions, content controls, text boxes.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import docx  # noqa: F401 - makes the parts known
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.opc.part import PartFactory
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.package import Package
from docx.parts.document import DocumentPart

from knowledge.documents.blocks import Blocks
from knowledge.documents.formats import Content, Source
from knowledge.documents.formats.docx_styles import Numbering, Styles
from knowledge.documents.outline import Line, structure
from knowledge.documents.task import Task
from knowledge.documents.tidy import has_words, one_line

FAULTS = (OpcError,)
_STEP = 100
_ALTERNATE, _CHOICE = (
    f"{{http://schemas.openxmlformats.org/markup-compatibility/2006}}{name}"
    for name in ("AlternateContent", "Choice")
)
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_P, _TBL, _TR, _TC, _R, _T, _TXBX = (
    qn(f"w:{name}") for name in ("p", "tbl", "tr", "tc", "r", "t", "txbxContent")
)
_FOOTNOTE = (qn("w:footnoteReference"), qn("w:endnoteReference"))
_SAID = {qn("w:tab"): " ", qn("w:br"): " ", qn("w:cr"): " ", qn("w:noBreakHyphen"): "-", qn("w:ptab"): " "}
_UNSAID = {
    qn(f"w:{name}")
    for name in ("del", "moveFrom", "rt", "pPr", "rPr", "instrText", "drawing", "pict", "object")
}
_WRAPPERS = {qn(f"w:{name}") for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")}
_DEFAULT_TITLES = ("", "word document")
# Documents with macros and templates are documents to us; nothing in them is ever run.
for _kind in ("document.macroEnabled", "template.macroEnabledTemplate"):
    PartFactory.part_type_for[f"application/vnd.ms-word.{_kind}.main+xml"] = DocumentPart
PartFactory.part_type_for[
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
] = DocumentPart


def read(source: Source, task: Task) -> Content:
    """Read a DOCX."""
    package = Package.open(io.BytesIO(source.data))
    part = package.main_document_part
    if not isinstance(part, DocumentPart):
        raise task.error("damaged")
    walker = _Walker(part)
    children = list(part.element.body)
    lines: list[Line] = []
    for place, child in enumerate(children):
        if place % _STEP == 0:
            task.step(place, len(children))
        lines += walker.lines([child])
    task.step(len(children), len(children))
    blocks = Blocks(task)
    structure(lines, blocks)
    named = one_line(package.core_properties.title or "")
    title = walker.title or ("" if named.lower() in _DEFAULT_TITLES else named)
    return Content(blocks.all(), title)


class _Walker:
    """Goes through paragraphs and tables in order."""

    def __init__(self, part: DocumentPart) -> None:
        self.title = ""
        self._styles = Styles(part.styles.element)
        self._numbering = Numbering(_related(part, RELATIONSHIP_TYPE.NUMBERING))
        self._notes = {
            tag: _notes(_related(part, kind))
            for tag, kind in zip(
                _FOOTNOTE, (RELATIONSHIP_TYPE.FOOTNOTES, RELATIONSHIP_TYPE.ENDNOTES), strict=True
            )
        }
        self._note_number = 0

    def lines(self, elements: Any) -> Iterator[Line]:
        """The lines of paragraphs and tables, and of those within content controls."""
        for element in elements:
            if element.tag == _P:
                yield from self._paragraph(element)
            elif element.tag == _TBL:
                yield from self._table(element)
            elif element.tag in _WRAPPERS and not _is_contents(element):
                yield from self.lines(element)

    def _paragraph(self, element: Any) -> Iterator[Line]:
        text = one_line(_text(element))
        style = self._styles.of(element)
        if has_words(text) and not style.is_contents:
            if style.is_title:
                self.title = self.title or text
            level = style.level
            label = "" if level else self._numbering.label(element, style)
            yield Line(f"{label} {text}".strip(), bold=_is_bold(element), level=level, item=bool(label))
        for box in _text_boxes(element):
            yield from self.lines(box)
        for reference in element.iter(*_FOOTNOTE):
            note = self._notes[reference.tag].get(reference.get(qn("w:id")), "")
            if has_words(note):
                self._note_number += 1
                yield Line(f"[{self._note_number}] {note}")

    def _table(self, table: Any) -> Iterator[Line]:
        rows = [[cell for cell in row.iter(_TC) if _table_of(cell) is table] for row in _rows(table)]
        if all(len(cells) <= 1 for cells in rows):  # a frame around text
            for cells in rows:
                for cell in cells:
                    yield from self.lines(cell)
            return
        yield Line("", rows=tuple(_merged(rows)))


def _merged(rows: list[list[Any]]) -> Iterator[tuple[str, ...]]:
    """The texts of the rows: a cell over several rows is said in each of them, one over several columns once."""
    above: dict[int, str] = {}
    for cells in rows:
        column = 0
        said: list[str] = []
        for cell in cells:
            merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            goes_on = merge is not None and merge.get(qn("w:val")) != "restart"
            text = above.get(column, "") if goes_on else " ".join(_text(each) for each in cell.iter(_P))
            span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
            above[column] = text
            said.append(text)
            column += int(span.get(qn("w:val"), "1")) if span is not None else 1
        yield tuple(said)


def _rows(table: Any) -> Iterator[Any]:
    return (row for row in table.iter(_TR) if _table_of(row) is table)


def _table_of(element: Any) -> Any:
    return next(element.iterancestors(_TBL))


def _text(element: Any) -> str:
    """What a paragraph says: insertions are in, deletions, field codes and what hangs in frames are out."""
    out: list[str] = []
    for child in element:
        if child.tag in (_T, _MATH_TEXT):
            out.append(child.text or "")
        elif child.tag in _SAID:
            out.append(_SAID[child.tag])
        elif child.tag not in _UNSAID and child.tag != _ALTERNATE:
            out.append(_text(child))
    return "".join(out)


def _text_boxes(paragraph: Any) -> Iterator[Any]:
    """The text boxes that hang on a paragraph; each stands there twice, for newer and for older programs."""
    for box in paragraph.iter(_TXBX):
        above = [each.tag for each in box.iterancestors()]
        depth = above.index(_P) if _P in above else len(above)
        inner = above[:depth]
        if _ALTERNATE not in inner or _CHOICE in inner:
            yield box


def _is_bold(paragraph: Any) -> bool:
    runs = [run for run in paragraph.iter(_R) if has_words(_text(run))]
    marks = [run.find(f"{qn('w:rPr')}/{qn('w:b')}") for run in runs]
    return bool(runs) and all(
        mark is not None and mark.get(qn("w:val")) not in ("0", "false") for mark in marks
    )


def _is_contents(control: Any) -> bool:
    """Whether a content control is a table of contents."""
    gallery = control.find(f"{qn('w:sdtPr')}/{qn('w:docPartObj')}/{qn('w:docPartGallery')}")
    return gallery is not None and "contents" in (gallery.get(qn("w:val")) or "").lower()


def _related(part: DocumentPart, kind: str) -> Any | None:
    """The root of a related part; None where there is none."""
    for relation in part.rels.values():
        if relation.reltype == kind and not relation.is_external:
            return parse_xml(relation.target_part.blob)
    return None


def _notes(root: Any | None) -> dict[str, str]:
    """Notes by their id, as text."""
    if root is None:
        return {}
    return {
        note.get(qn("w:id"), ""): one_line(" ".join(_text(each) for each in note.iter(_P)))
        for note in root
        if note.get(qn("w:type"), "normal") == "normal"
    }
