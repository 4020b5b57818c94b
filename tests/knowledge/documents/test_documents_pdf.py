"""PDF: type and bookmarks make headings, margins are left out, lines and pages are joined; and it is fast."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from fpdf import FPDF
from helpers.documents import LANGUAGES, TEXTS, heading, items, paragraph, pdf_plan, pdf_writer, written

from knowledge.documents import Document, chunk, read_document


def read(tmp_path: Path, pdf: FPDF) -> Document:
    path = tmp_path / "plan.pdf"
    path.write_bytes(written(pdf))
    return read_document(path)


def texts(document: Document, kind: str) -> list[str]:
    return [block.text for block in document.blocks if block.kind == kind]


def rows(pdf: FPDF, *said: str, gap: float = 6) -> None:
    """Rows as a writer set them, one under the other."""
    for text in said:
        pdf.cell(0, gap, text, new_x="LMARGIN", new_y="NEXT")


class Report(FPDF):
    """A report with a running head and foot."""

    said = TEXTS["ko"]

    def header(self) -> None:
        self.set_font("Boxes", "", 9)
        self.set_y(8)
        self.cell(0, 5, f"{self.said['title']} (안)", new_x="LMARGIN", new_y="NEXT")
        self.set_y(20)
        self.set_font("Boxes", "", 11)

    def footer(self) -> None:
        self.set_y(-15)
        self.set_font("Boxes", "", 9)
        self.cell(0, 5, f"- {self.page_no()} -", align="C")


def report(pages: int, lang: str = "ko") -> FPDF:
    """A report of so many pages: chapters of four pages, five paragraphs and a list a page."""
    pdf = pdf_writer("안", Report)
    said = TEXTS[lang]
    for number in range(pages):
        if number:
            pdf.add_page()
        if number % 4 == 0:
            heading(pdf, f"{number // 4 + 1}. {said['section']}", 16, level=0)
        heading(pdf, f"{said['sub']} {number + 1}", 13)
        for _ in range(5):
            paragraph(pdf, said["long"])
        items(pdf, said["items"])
    return pdf


def test_what_repeats_in_the_margins_is_left_out(tmp_path: Path) -> None:
    document = read(tmp_path, report(8))
    whole = "\n".join(block.text for block in document.blocks)
    assert "(안)" not in whole
    assert "- 3 -" not in whole
    assert texts(document, "heading")[:2] == [f"1. {TEXTS['ko']['section']}", f"{TEXTS['ko']['sub']} 1"]
    assert document.pages == 8
    assert texts(document, "paragraph") == [TEXTS["ko"]["long"]] * 40


def test_a_title_that_the_running_head_repeats_stays(tmp_path: Path) -> None:
    pdf = report(6)
    document = read(tmp_path, pdf)
    assert document.title.startswith("1. ")
    assert [block.page for block in document.blocks if block.text.startswith(TEXTS["ko"]["sub"])] == list(
        range(1, 7)
    )


def test_bookmarks_say_what_is_a_heading(tmp_path: Path) -> None:
    pdf = pdf_writer()
    for level, text in ((0, "Vision"), (1, "Where we stand"), (0, "Goals")):
        pdf.start_section(text, level)
        rows(pdf, text)
        paragraph(pdf, TEXTS["en"]["long"])
    document = read(tmp_path, pdf)
    assert [(block.text, block.level) for block in document.blocks if block.kind == "heading"] == [
        ("Vision", 1),
        ("Where we stand", 2),
        ("Goals", 1),
    ]


def test_a_heading_of_two_rows_is_one(tmp_path: Path) -> None:
    pdf = pdf_writer()
    long = "A national strategy for digital public services that reach everybody, whatever their age or place"
    heading(pdf, long, 20)
    paragraph(pdf, TEXTS["en"]["long"])
    document = read(tmp_path, pdf)
    assert texts(document, "heading") == [long]


def test_bold_rows_are_headings_where_the_text_is_not_bold(tmp_path: Path) -> None:
    pdf = pdf_writer()
    for text in ("First part", "Second part"):
        heading(pdf, text, 11)
        paragraph(pdf, TEXTS["en"]["long"])
    assert texts(read(tmp_path, pdf), "heading") == ["First part", "Second part"]


def test_where_type_says_nothing_numbers_do(tmp_path: Path) -> None:
    pdf = pdf_writer("Chương QUY ĐỊNH CHUNG Điều Phạm vi điều chỉnh Đối tượng áp dụng")
    rows(pdf, "Chương I QUY ĐỊNH CHUNG")
    rows(pdf, "Điều 1. Phạm vi điều chỉnh")
    paragraph(pdf, TEXTS["vi"]["long"])
    rows(pdf, "Điều 2. Đối tượng áp dụng")
    paragraph(pdf, TEXTS["vi"]["long"])
    found = [(block.text, block.level) for block in read(tmp_path, pdf).blocks if block.kind == "heading"]
    assert found == [
        ("Chương I QUY ĐỊNH CHUNG", 1),
        ("Điều 1. Phạm vi điều chỉnh", 2),
        ("Điều 2. Đối tượng áp dụng", 2),
    ]


def test_hyphens_of_typesetting_go_and_those_of_words_stay(tmp_path: Path) -> None:
    pdf = pdf_writer()
    wide = "x" * 60
    rows(pdf, f"{wide} the plan of the admin-", f"istration for {wide} e-", f"government and {wide} long-", "term goals and long-term care.")  # fmt: skip
    [said] = texts(read(tmp_path, pdf), "paragraph")
    assert "administration" in said
    assert "e-government" in said
    assert said.count("long-term") == 2


@pytest.mark.parametrize("space", [" ", ""])
def test_korean_words_broken_at_the_margin(space: str, tmp_path: Path) -> None:
    """Where rows that end with a word end with a space, a row without one ends within a word."""
    pdf = pdf_writer("행정기관은서비스를제공하고결과공개한다")
    wide = "서비스를 제공하고 " * 4
    rows(pdf, f"{wide}행정기관은{space}", f"{wide}결과를{space}", f"{wide}제공", "하고 공개한다.")
    [said] = texts(read(tmp_path, pdf), "paragraph")
    assert "행정기관은 서비스를" in said
    assert said.endswith("제공하고 공개한다." if space else "제공 하고 공개한다.")


def test_a_paragraph_goes_on_over_pages(tmp_path: Path) -> None:
    pdf = pdf_writer()
    paragraph(pdf, "Before. " * 3)
    pdf.set_y(250)
    rows(pdf, "This sentence of the plan begins near the foot of the first page of the report and goes")
    pdf.add_page()
    rows(pdf, "on at the head of the second page, as sentences do.")
    paragraph(pdf, TEXTS["en"]["long"])
    document = read(tmp_path, pdf)
    assert "report and goes on at the head of the second page, as sentences do." in str(document.blocks)
    assert [block.page for block in document.blocks] == [1, 1, 2]


def test_the_document_names_its_title_unless_a_program_did(tmp_path: Path) -> None:
    for named, title in (("Plan of the city", "Plan of the city"), ("Microsoft Word - plan.docx", "Vision")):
        pdf = pdf_writer()
        pdf.set_title(named)
        heading(pdf, "Vision", 20)
        paragraph(pdf, TEXTS["en"]["long"])
        assert read(tmp_path, pdf).title == title


def test_a_table_of_contents_is_left_out(tmp_path: Path) -> None:
    pdf = pdf_writer()
    rows(pdf, f"Vision {'.' * 60} 3", f"Goals {'. ' * 40} 12")
    paragraph(pdf, TEXTS["en"]["long"])
    assert texts(read(tmp_path, pdf), "paragraph") == [TEXTS["en"]["long"]]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pages_in_the_chunks(lang: str, tmp_path: Path) -> None:
    passages = chunk(read(tmp_path, report(5, lang)))
    assert [each.page for each in passages] == sorted(each.page for each in passages)
    assert {each.page for each in passages} == set(range(1, 6))
    assert all(each.page <= each.last_page for each in passages)


def test_two_at_once(tmp_path: Path) -> None:
    """PDFium is not made for threads; readers are."""
    from concurrent.futures import ThreadPoolExecutor

    for lang in LANGUAGES:
        (tmp_path / f"{lang}.pdf").write_bytes(pdf_plan(lang))
    paths = [tmp_path / f"{lang}.pdf" for lang in LANGUAGES] * 8
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(read_document, paths))
    assert found == [read_document(path) for path in paths]


@pytest.mark.slow
def test_a_report_of_300_pages(tmp_path: Path) -> None:
    pdf = report(300, "vi")
    (tmp_path / "plan.pdf").write_bytes(written(pdf))
    began = time.perf_counter()
    document = read_document(tmp_path / "plan.pdf")
    passages = chunk(document)
    took = time.perf_counter() - began
    print(f"\n{document.pages / took:.0f} pages a second, {len(passages)} passages")
    assert document.pages == 300
    assert len(texts(document, "heading")) == 375
    assert texts(document, "paragraph") == [TEXTS["vi"]["long"]] * 1500
    assert took < 60
