"""PDF by PDFium: text with its place and type on the page, page by page."""

from __future__ import annotations

import ctypes
import math
import threading
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from knowledge.documents.blocks import Blocks
from knowledge.documents.formats import Content, Source
from knowledge.documents.formats.pdf_layout import arrange
from knowledge.documents.formats.pdf_rows import Bookmark, Row
from knowledge.documents.outline import structure
from knowledge.documents.task import Task
from knowledge.documents.tidy import has_words, one_line

FAULTS = (pdfium.PdfiumError,)
_PDFIUM = threading.RLock()
"""PDFium is not made for threads: whoever calls it holds this."""
_HYPHENS = "\x02\ufffe\u00ad"
"""What PDFium gives for a hyphen at the end of a line."""
_BOLD = 600
_MOST_BOOKMARKS = 5_000


def read(source: Source, task: Task) -> Content:
    """Read a PDF. What is a heading shows in type, weight and bookmarks; where it does not, it is guessed."""
    with _PDFIUM:
        document = _open(source.data, task)
    try:
        with _PDFIUM:
            pages = len(document)
            title = one_line(document.get_metadata_value("Title"))
            bookmarks = list(_bookmarks(document))
        task.count(pages)
        rows: list[Row] = []
        task.step(0, pages)
        characters = 0
        for number in range(1, pages + 1):
            with _PDFIUM:
                found = list(_rows(document, number))
            rows += found
            characters += sum(len(row.text) for row in found)
            if characters > task.limits.characters:
                raise task.error("too-long", limit=task.limits.characters)
            task.step(number, pages)
    finally:
        with _PDFIUM:
            document.close()
    if not any(has_words(row.text) for row in rows):
        raise task.error("no-text", pages=pages)
    blocks = Blocks(task)
    structure(arrange(rows, bookmarks), blocks)
    return Content(blocks.all(), _title(title), pages)


def _open(data: bytes, task: Task) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise task.error("encrypted") from error
        raise


def _title(title: str) -> str:
    """The title that the document names, unless a program made it up."""
    made_up = title.lower().startswith(("microsoft word", "microsoft powerpoint", "untitled", "slide 1"))
    return "" if made_up or title.lower().endswith((".doc", ".docx", ".hwp", ".pptx", ".indd")) else title


def _bookmarks(document: pdfium.PdfDocument) -> Iterator[Bookmark]:
    for number, mark in enumerate(document.get_toc(max_depth=6)):
        if number == _MOST_BOOKMARKS:
            return
        target = mark.get_dest()
        index = target.get_index() if target else None
        yield Bookmark(one_line(mark.get_title()), mark.level + 1, None if index is None else index + 1)


def _rows(document: pdfium.PdfDocument, number: int) -> Iterator[Row]:
    """The rows of text of a page, in the order of the page's content."""
    try:
        page = document[number - 1]
    except pdfium.PdfiumError:
        return  # one page that is broken does not spoil the others
    try:
        text_page = page.get_textpage()
        try:
            height = page.get_height() or 1.0
            for start, text in _lines(text_page):
                yield _row(text_page, start, text, number, height)
        finally:
            text_page.close()
    finally:
        page.close()


def _lines(text_page: pdfium.PdfTextPage) -> Iterator[tuple[int, str]]:
    """Where each row begins among the page's characters, and its raw text."""
    handle, get = text_page.raw, raw.FPDFText_GetUnicode
    start = 0
    held: list[str] = []
    for index in range(text_page.count_chars()):
        char = _char(get(handle, index))
        if char not in "\r\n":
            held.append(char)
        if char in "\r\n" or char in _HYPHENS:  # after a hyphen PDFium goes on as if the row did
            if held and "".join(held).strip():
                yield start, "".join(held)
            held, start = [], index + 1
    if held and "".join(held).strip():
        yield start, "".join(held)


def _char(code: int) -> str:
    """A character of PDFium's: zero is nothing, half characters and what is beyond Unicode cannot be shown."""
    if not code or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return "\x00"
    return chr(code)


def _row(text_page: pdfium.PdfTextPage, start: int, text: str, number: int, height: float) -> Row:
    filled = [place for place, char in enumerate(text) if not char.isspace() and char != "\x00"] or [0]
    samples = sorted({filled[0], filled[len(filled) // 2], filled[-1]})
    types = [_type(text_page, start + place) for place in samples]
    left, bottom, _, top = _box(text_page, start + filled[0])
    right = _box(text_page, start + filled[-1])[2]
    stripped = text.rstrip("\x00")
    return Row(
        text=one_line("".join("-" if char in _HYPHENS else char for char in stripped)),
        page=number,
        size=sorted(size for size, _ in types)[len(types) // 2],
        bold=sum(bold for _, bold in types) * 2 > len(types),
        left=left,
        right=right,
        base=bottom,
        height=(top / height) if height else 0.0,
        spaced=stripped[-1:].isspace(),
        hyphen=stripped.rstrip()[-1:] in _HYPHENS,
    )


def _type(text_page: pdfium.PdfTextPage, index: int) -> tuple[float, bool]:
    """Size in points as it is seen, and whether it is bold."""
    handle = text_page.raw
    matrix = raw.FS_MATRIX()
    scale = 1.0
    if raw.FPDFText_GetMatrix(handle, index, matrix):
        scale = math.hypot(matrix.c, matrix.d) or 1.0
    size = raw.FPDFText_GetFontSize(handle, index) * scale
    if raw.FPDFText_GetFontWeight(handle, index) >= _BOLD:
        return _rounded(size), True
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    raw.FPDFText_GetFontInfo(handle, index, name, 128, flags)
    lowered = name.value.lower()
    return _rounded(size), b"bold" in lowered or b"black" in lowered or b"heavy" in lowered


def _rounded(size: float) -> float:
    return round(size * 2) / 2 if math.isfinite(size) else 0.0


def _box(text_page: pdfium.PdfTextPage, index: int) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of the place that a character takes, whatever its shape."""
    box = raw.FS_RECTF()
    if not raw.FPDFText_GetLooseCharBox(text_page.raw, index, box):
        return 0.0, 0.0, 0.0, 0.0
    return box.left, box.bottom, box.right, box.top
