"""Makes documents of every format that is read, with the libraries that write them.

The font of the PDFs is made here too: a box for every letter that is wanted. PDFs that people have embed their
fonts in the same way, with the same table from glyphs to letters.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import docx
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fpdf import FPDF
from fpdf.fonts import TTFFont
from openpyxl import Workbook
from pptx import Presentation
from pptx.util import Inches

TEXTS = {
    "en": {
        "title": "Digital Government Plan 2030",
        "section": "Services for residents",
        "sub": "Registry of addresses",
        "long": "The city will move its ten most used services online by 2028. Each service gets an owner who reports "
        "every quarter. Citizens who cannot use a computer are served at the counter as before.",
        "items": ["Renew a licence without a visit", "Pay a fee by telephone", "See the state of a request"],
        "table": [
            ["Indicator", "Baseline", "Target"],
            ["Services online", "12", "40"],
            ["Satisfaction", "61%", "80%"],
        ],
    },
    "ko": {
        "title": "디지털정부 기본계획 2030",
        "section": "국민 체감 서비스",
        "sub": "주소 정보 정비",
        "long": "시는 이용이 많은 민원 10종을 2028년까지 온라인으로 전환한다. 서비스마다 책임관을 두고 분기별로 실적을 보고한다. "
        "디지털 기기 사용이 어려운 주민은 종전과 같이 창구에서 안내한다.",
        "items": ["방문 없이 면허를 갱신한다", "전화로 수수료를 납부한다", "신청 처리 상황을 확인한다"],
        "table": [["지표", "기준값", "목표값"], ["온라인 서비스", "12종", "40종"], ["만족도", "61%", "80%"]],
    },
    "vi": {
        "title": "Kế hoạch Chính phủ số 2030",
        "section": "Dịch vụ công trực tuyến",
        "sub": "Cơ sở dữ liệu địa chỉ",
        "long": "Thành phố đưa mười dịch vụ được dùng nhiều nhất lên trực tuyến trước năm 2028. Mỗi dịch vụ có một đơn vị chịu "
        "trách nhiệm và báo cáo hằng quý. Người dân không dùng máy tính vẫn được phục vụ tại bộ phận một cửa.",
        "items": [
            "Gia hạn giấy phép không cần đến trụ sở",
            "Nộp phí qua điện thoại",
            "Tra cứu tình trạng hồ sơ",
        ],
        "table": [
            ["Chỉ số", "Kỳ gốc", "Mục tiêu"],
            ["Dịch vụ trực tuyến", "12", "40"],
            ["Hài lòng", "61%", "80%"],
        ],
    },
}
"""What the documents say, by language: the same plan in each."""

LANGUAGES = tuple(TEXTS)
_MM = 25.4 / 72


@cache
def _font(letters: str, bold: bool) -> bytes:
    """A TrueType font in which every letter is a box."""
    names = {".notdef": None} | {f"u{ord(letter):05X}": letter for letter in letters}
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(list(names))
    builder.setupCharacterMap({ord(letter): name for name, letter in names.items() if letter})
    pen = TTGlyphPen(None)
    for number, point in enumerate([(50, 0), (50, 700), (450, 700), (450, 0)]):
        (pen.lineTo if number else pen.moveTo)(point)
    pen.closePath()
    box, empty = pen.glyph(), TTGlyphPen(None).glyph()
    builder.setupGlyf({name: empty if letter in (None, " ") else box for name, letter in names.items()})
    wide = {name: 1000 if letter and letter >= "\u2e80" else 500 for name, letter in names.items()}
    builder.setupHorizontalMetrics({name: (width, 50) for name, width in wide.items()})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable(
        {
            "familyName": "Boxes",
            "styleName": "Bold" if bold else "Regular",
            "psName": "Boxes-Bold" if bold else "Boxes",
        }
    )
    builder.setupOS2(sTypoAscender=800, sTypoDescender=-200, usWeightClass=700 if bold else 400)
    builder.setupPost()
    out = io.BytesIO()
    builder.save(out)
    return out.getvalue()


def pdf_writer(letters: Iterable[str] = (), kind: type[FPDF] = FPDF) -> FPDF:
    """A PDF to write into, with the font for all texts of the tests, and for these letters."""
    wanted = "".join(
        sorted(set(str(TEXTS)) | set(map(chr, range(32, 127))) | set("".join(letters)) | set("•○□–-|"))
    )
    pdf = kind(format="A4")
    with TemporaryDirectory() as folder:
        for style in ("", "B"):
            path = Path(folder) / f"boxes{style}.ttf"
            path.write_bytes(_font(wanted, bool(style)))
            pdf.add_font("Boxes", style, path)
    pdf.set_auto_page_break(True, 25)
    pdf.set_font("Boxes", "", 11)
    pdf.add_page()
    return pdf


def written(pdf: FPDF) -> bytes:
    """The PDF as a file. The writer leaves its fonts open."""
    data = bytes(pdf.output())
    for font in pdf.fonts.values():
        if isinstance(font, TTFFont):
            font.ttfont.close()
    return data


def heading(pdf: FPDF, text: str, size: float, bold: bool = True, level: int | None = None) -> None:
    """A heading; with a level it is in the outline too."""
    if level is not None:
        pdf.start_section(text, level)
    pdf.set_font("Boxes", "B" if bold else "", size)
    pdf.ln(4)
    pdf.multi_cell(0, size * _MM * 1.3, text, new_x="LMARGIN", new_y="NEXT")
    pdf.set_font("Boxes", "", 11)
    pdf.ln(2)


def paragraph(pdf: FPDF, text: str) -> None:
    """A paragraph that the writer wraps."""
    pdf.multi_cell(0, 5.5, text, align="L", new_x="LMARGIN", new_y="NEXT")
    pdf.ln(3)


def items(pdf: FPDF, texts: Iterable[str]) -> None:
    """A bulleted list."""
    for text in texts:
        pdf.multi_cell(0, 5.5, f"• {text}", align="L", new_x="LMARGIN", new_y="NEXT")
    pdf.ln(3)


def pdf_plan(lang: str) -> bytes:
    """The plan as a PDF: headings by type only."""
    said = TEXTS[lang]
    pdf = pdf_writer()
    heading(pdf, said["title"], 20)
    heading(pdf, said["section"], 15)
    paragraph(pdf, said["long"])
    items(pdf, said["items"])
    heading(pdf, said["sub"], 12)
    paragraph(pdf, said["long"])
    return written(pdf)


def packed(files: dict[str, bytes], level: int = 9) -> bytes:
    """A ZIP file with these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as into:
        for name, data in files.items():
            into.writestr(name, data)
    return out.getvalue()


def docx_plan(lang: str) -> bytes:
    """The plan as a DOCX with Word's own styles."""
    said = TEXTS[lang]
    document = docx.Document()
    document.add_heading(said["title"], 0)
    document.add_heading(said["section"], 1)
    document.add_paragraph(said["long"])
    for text in said["items"]:
        document.add_paragraph(text, style="List Bullet")
    document.add_heading(said["sub"], 2)
    rows = said["table"]
    table = document.add_table(len(rows), len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.add_paragraph(said["long"])
    return saved(document)


def pptx_plan(lang: str) -> bytes:
    """The plan as slides: a title and a list on each, a table, notes."""
    said = TEXTS[lang]
    presentation = Presentation()
    first = presentation.slides.add_slide(presentation.slide_layouts[1])
    first.shapes.title.text = said["title"]
    first.placeholders[1].text = "\n".join(said["items"])
    first.notes_slide.notes_text_frame.text = said["long"]
    second = presentation.slides.add_slide(presentation.slide_layouts[5])
    second.shapes.title.text = said["section"]
    rows = said["table"]
    place = (Inches(1), Inches(2), Inches(6), Inches(2))
    table = second.shapes.add_table(len(rows), len(rows[0]), *place).table
    for number, texts in enumerate(rows):
        for column, text in enumerate(texts):
            table.cell(number, column).text = text
    return saved(presentation)


def xlsx_plan(lang: str) -> bytes:
    """The plan's figures as a workbook of two sheets."""
    said = TEXTS[lang]
    book = Workbook()
    first = book.active
    first.title = said["section"][:30]
    for row in said["table"]:
        first.append(row)
    second = book.create_sheet(said["sub"][:30])
    second.append([said["title"]])
    second.append(["A", "B"])
    second.append([1, 2.5])
    return saved(book)


def html_plan(lang: str) -> str:
    """The plan as a page with everything around it that pages have."""
    said = TEXTS[lang]
    bullets = "".join(f"<li>{text}</li>" for text in said["items"])
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in said["table"])
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{said["title"]} - Portal</title>
    <style>p {{color: red}}</style><script>var hidden = "scripted";</script></head><body>
    <header><a href="/">Portal head</a></header><nav><ul><li>Menu one</li><li>Menu two</li></ul></nav>
    <div><h1>{said["title"]}</h1><h2>{said["section"]}</h2><p>{said["long"]}</p><ul>{bullets}</ul>
    <h3>{said["sub"]}</h3><table>{rows}</table><form><label>Search form</label></form></div>
    <aside>Related links</aside><footer>Portal foot</footer></body></html>"""


def markdown_plan(lang: str) -> str:
    """The plan as Markdown."""
    said = TEXTS[lang]
    rows = ["| " + " | ".join(row) + " |" for row in said["table"]]
    rows.insert(1, "|" + "---|" * len(said["table"][0]))
    bullets = [f"- {text}" for text in said["items"]]
    parts = [
        f"# {said['title']}",
        f"## {said['section']}",
        said["long"],
        *bullets,
        "",
        f"### {said['sub']}",
        "",
        *rows,
    ]
    return "\n".join([*parts[:2], "", *parts[2:3], "", *parts[3:], ""])


def text_plan(lang: str) -> str:
    """The plan as plain text, one paragraph a line."""
    said = TEXTS[lang]
    bullets = [f"- {text}" for text in said["items"]]
    return "\n".join(
        [
            f"I. {said['title']}",
            f"1. {said['section']}",
            said["long"],
            *bullets,
            f"2. {said['sub']}",
            said["long"],
            "",
        ]
    )


def saved(document: Any) -> bytes:
    """What an office library's document saves."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


MAKERS: dict[str, Callable[[str], bytes]] = {
    "pdf": pdf_plan,
    "docx": docx_plan,
    "pptx": pptx_plan,
    "xlsx": xlsx_plan,
    "html": lambda lang: html_plan(lang).encode(),
    "md": lambda lang: markdown_plan(lang).encode(),
    "txt": lambda lang: text_plan(lang).encode(),
}
"""The plan in every format that is read, by the ending of its files."""
