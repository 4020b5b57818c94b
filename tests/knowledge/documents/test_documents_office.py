"""What drafts of authorities are full of: styles in other languages, merged cells, notes, text boxes, tracked changes."""

from __future__ import annotations

import datetime
import io
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from helpers.documents import TEXTS, docx_plan, packed, saved
from openpyxl import Workbook
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from knowledge.documents import Block, Document, chunk, read_document

PLACE = (Inches(1), Inches(1), Inches(5), Inches(2))


def read(tmp_path: Path, document: Any, ending: str) -> Document:
    path = tmp_path / f"plan.{ending}"
    path.write_bytes(saved(document))
    return read_document(path)


def kinds(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in document.blocks]


def add(document: Any, xml: str) -> Any:
    """XML at the end of the body, before what says how the page is set."""
    element = parse_xml(xml.replace("<w:", "<w:", 1).replace(">", f" {nsdecls('w')}>", 1))
    document.element.body.insert(len(document.element.body) - 1, element)
    return element


@pytest.mark.parametrize("name", ["제목 2", "개요 2", "Tiêu đề 2", "Đề mục 2", "Heading 2"])
def test_names_of_styles_in_other_languages(name: str, tmp_path: Path) -> None:
    document = docx.Document()
    if name not in [style.name for style in document.styles]:
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    document.add_paragraph("추진배경", style=name)
    document.add_paragraph("본문이 이어진다.")
    assert [(block.kind, block.level) for block in read(tmp_path, document, "docx").blocks] == [
        ("heading", 2),
        ("paragraph", 0),
    ]


def test_outline_levels_of_a_style_of_ones_own(tmp_path: Path) -> None:
    document = docx.Document()
    style = document.styles.add_style("City section", WD_STYLE_TYPE.PARAGRAPH)
    style.element.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="2"/>'))
    child = document.styles.add_style("City section, blue", WD_STYLE_TYPE.PARAGRAPH)
    child.base_style = style
    document.add_paragraph("Vision", style="City section, blue")
    document.add_paragraph("Goals").paragraph_format.element.get_or_add_pPr().append(
        parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="0"/>')
    )
    assert [(block.kind, block.level) for block in read(tmp_path, document, "docx").blocks] == [
        ("heading", 3),
        ("heading", 1),
    ]


def test_a_decision_without_styles(tmp_path: Path) -> None:
    document = docx.Document()
    for text in ("Chương I", "QUY ĐỊNH CHUNG", "Điều 1. Phạm vi điều chỉnh", TEXTS["vi"]["long"], "Điều 2. Hiệu lực", TEXTS["vi"]["long"]):  # fmt: skip
        document.add_paragraph(text)
    found = read(tmp_path, document, "docx")
    assert [(block.text, block.level) for block in found.blocks if block.level] == [
        ("Chương I QUY ĐỊNH CHUNG", 1),
        ("Điều 1. Phạm vi điều chỉnh", 2),
        ("Điều 2. Hiệu lực", 2),
    ]


def test_bold_paragraphs_head_where_there_are_no_styles(tmp_path: Path) -> None:
    document = docx.Document()
    for text in ("First part", "Second part"):
        document.add_paragraph().add_run(text).bold = True
        document.add_paragraph(TEXTS["en"]["long"])
    assert [kind for kind, _ in kinds(read(tmp_path, document, "docx"))] == ["heading", "paragraph"] * 2


def test_lists_are_numbered_as_word_does(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Steps:")
    for text in ("Plan", "Do"):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph("Check", style="List Bullet")
    assert kinds(read(tmp_path, document, "docx")) == [
        ("paragraph", "Steps:"),
        ("list", "1. Plan\n2. Do\n- Check"),
    ]


def test_merged_cells(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(3, 3)
    for number, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = f"c{number}"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "wide"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "tall"
    [(kind, text)] = kinds(read(tmp_path, document, "docx"))
    assert kind == "table"
    assert text == "c0 | wide\ntall | c4 | c5\ntall | c7 | c8"


def test_a_frame_around_text_is_no_table(tmp_path: Path) -> None:
    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "Within the frame."
    inner = cell.add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "a", "b"
    assert kinds(read(tmp_path, document, "docx")) == [("paragraph", "Within the frame."), ("table", "a | b")]


def test_tracked_changes_fields_and_controls(tmp_path: Path) -> None:
    document = docx.Document()
    add(document, "<w:p><w:r><w:t>The city </w:t></w:r><w:del w:id='1' w:author='x'><w:r><w:delText>may </w:delText></w:r></w:del>"
        "<w:ins w:id='2' w:author='x'><w:r><w:t>will </w:t></w:r></w:ins><w:r><w:t>act</w:t><w:noBreakHyphen/><w:t>on it.</w:t></w:r>"
        "<w:r><w:instrText>PAGE \\* MERGEFORMAT</w:instrText></w:r></w:p>")  # fmt: skip
    add(
        document, "<w:sdt><w:sdtContent><w:p><w:r><w:t>In a control.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    add(document, "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>"
        "<w:sdtContent><w:p><w:r><w:t>Vision 3</w:t></w:r></w:p></w:sdtContent></w:sdt>")  # fmt: skip
    assert [text for _, text in kinds(read(tmp_path, document, "docx"))] == [
        "The city will act-on it.",
        "In a control.",
    ]


def test_a_text_box_is_read_once(tmp_path: Path) -> None:
    document = docx.Document()
    box = "<w:txbxContent><w:p><w:r><w:t>In the box.</w:t></w:r></w:p></w:txbxContent>"
    compatible = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    add(document, f"<w:p><w:r><w:t>Beside it.</w:t></w:r><w:r><mc:AlternateContent {compatible}><mc:Choice Requires='wps'><w:drawing>{box}</w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>")  # fmt: skip
    assert [text for _, text in kinds(read(tmp_path, document, "docx"))] == ["Beside it.", "In the box."]


def test_footnotes(tmp_path: Path) -> None:
    document = docx.Document()
    notes = (f"<w:footnotes {nsdecls('w')}><w:footnote w:type='separator' w:id='-1'><w:p/></w:footnote>"
             "<w:footnote w:id='2'><w:p><w:r><w:t>Act of 2024.</w:t></w:r></w:p></w:footnote></w:footnotes>")  # fmt: skip
    part = Part(PackURI("/word/footnotes.xml"), "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml", notes.encode(), document.part.package)  # fmt: skip
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    add(
        document,
        "<w:p><w:r><w:t>The law says so</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r><w:r><w:t>.</w:t></w:r></w:p>",
    )
    assert [text for _, text in kinds(read(tmp_path, document, "docx"))] == [
        "The law says so.",
        "[1] Act of 2024.",
    ]


def test_documents_with_macros_and_templates(tmp_path: Path) -> None:
    import zipfile

    whole = zipfile.ZipFile(io.BytesIO(docx_plan("en")))
    files = {name: whole.read(name) for name in whole.namelist()}
    for name, kind in (("plan.docm", b"application/vnd.ms-word.document.macroEnabled.main+xml"), ("plan.dotx", b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml")):  # fmt: skip
        main = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
        types = files["[Content_Types].xml"].replace(main, kind)
        (tmp_path / name).write_bytes(packed(files | {"[Content_Types].xml": types}))
        document = read_document(tmp_path / name)
        assert (document.media, document.extension_differs, document.blocks[0].text) == (
            "docx",
            False,
            TEXTS["en"]["title"],
        )


def test_the_title_of_a_document(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Just words.")
    assert read(tmp_path, document, "docx").title == "plan"
    document.core_properties.title = "Named"
    assert read(tmp_path, document, "docx").title == "Named"


def test_slides_groups_charts_and_footers(tmp_path: Path) -> None:
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[6])
    group = slide.shapes.add_group_shape()
    group.shapes.add_textbox(*PLACE).text_frame.text = "추진 방향"
    data = CategoryChartData()
    data.categories = ["2026", "2030"]
    data.add_series("온라인 비율", (0.4, 0.8))
    slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Inches(1), Inches(4), Inches(4), Inches(2), data)
    below = slide.shapes.add_textbox(Inches(1), Inches(3), Inches(4), Inches(1)).text_frame
    below.text = "첫째"
    below.add_paragraph().text = "둘째"
    document = read(tmp_path, presentation, "pptx")
    assert document.blocks == (
        Block("heading", "추진 방향", 1, 1),
        Block("list", "- 첫째\n- 둘째", 0, 1),
        Block("table", "| 2026 | 2030\n온라인 비율 | 0.4 | 0.8", 0, 1),
    )


def test_merged_cells_on_slides(tmp_path: Path) -> None:
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[6])
    table = slide.shapes.add_table(2, 2, *PLACE).table
    table.cell(0, 0).merge(table.cell(0, 1))
    table.cell(0, 0).text, table.cell(1, 0).text, table.cell(1, 1).text = "wide", "a", "b"
    assert kinds(read(tmp_path, presentation, "pptx")) == [("table", "wide\na | b")]


def test_values_of_a_sheet_read_as_they_are_shown(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "Chỉ số"
    sheet.append(["Bảng 1. Mục tiêu"])
    sheet.append(["Tên", None, "Ngày", "Tỷ lệ", "Số", "Có"])
    sheet.append(["Dịch vụ", None, datetime.date(2030, 12, 31), 0.455, 1_000_000.5, True])
    sheet["D3"].number_format = "0.0%"
    sheet.append([])
    sheet.append(["Ghi chú", "nguồn"])
    sheet.append(["x", "y"])
    hidden = book.create_sheet("Ẩn")
    hidden.append(["unseen"])
    hidden.sheet_state = "hidden"
    document = read(tmp_path, book, "xlsx")
    assert kinds(document) == [
        ("heading", "Chỉ số"),
        ("paragraph", "Bảng 1. Mục tiêu"),
        ("table", "Tên | Ngày | Tỷ lệ | Số | Có\nDịch vụ | 2030-12-31 | 45.5% | 1000000.5 | TRUE"),
        ("table", "Ghi chú | nguồn\nx | y"),
    ]
    assert document.pages == 1


def test_a_long_sheet_names_its_columns_in_every_passage(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["과제", "담당 부서", "예산"])
    for number in range(200):
        book.active.append([f"세부 과제 {number}", "디지털정책과", number])
    passages = chunk(read(tmp_path, book, "xlsx"))
    assert len(passages) > 5
    assert all("과제 | 담당 부서 | 예산\n" in each.text for each in passages)


def test_a_sheet_that_claims_to_be_huge(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["a", "b"])
    book.active.cell(1_000_000, 3).value = "far"
    assert [text for _, text in kinds(read(tmp_path, book, "xlsx"))][-1] == "far"


def test_a_name_as_an_attribute_is_no_text(tmp_path: Path) -> None:
    document = docx.Document()
    element = add(document, "<w:p><w:r><w:t>Words.</w:t></w:r></w:p>")
    element.set(qn("w:rsidR"), "00AB")
    assert kinds(read(tmp_path, document, "docx")) == [("paragraph", "Words.")]
