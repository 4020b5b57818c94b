"""Plain text, its encodings and its guessed headings; the originals go in cleanly; Markdown and HTML besides."""

from __future__ import annotations

import codecs
import re
import unicodedata
from pathlib import Path

import pytest
from helpers.documents import TEXTS
from helpers.tree import ROOT

from knowledge.documents import Block, Document, chunk, read_document
from knowledge.documents.encodings import _TCVN3, decode

ORIGINALS = sorted((ROOT.parent / "shared" / "sources").glob("*.txt"))
REPORT = """바로가기

연구보고서
  • 1. 연구의 배경
    □연구의 필요성
    ○기술 변화와 행정수요 증가
    -인공지능과 데이터 기술이 국내외 환경을 바꾸고 있어 행정기관은 서비스의 제공 방식을 새로 정해야 하는 상황임
    -주민의 요구가 다양해짐에 따라 기관 사이의 칸막이를 낮추고 함께 대응할 필요

    □연구의 목적
    ○서비스의 구성요소를 밝힌다
    -구성요소별 실행방안을 제시하는 것을 목적으로 함

    2. 이론적 배경
    □국정관리와 정부서비스
    ○개념
    -장기적인 기획과 공유된 비전을 함께 살핀다
    ※ 자세한 내용은 부록 참고
"""
OUTLINE = """「계획을 세우다」(2013)/추진 계획(안)(2011)
1부. 개념과 가치
I. 배경
1. 첫째 환경 변화
(1) 소통하는 행정
(2) 연결된 사회
2. 둘째 환경 변화
II. 개념
1. 다양한 관점
(1) 기술적 관점
(2) 행정적 관점
2부. 소통과 참여
I. 개요
1. 대화와 신뢰
----------------
"""
GUIDE = """Chính phủ số là gì?
Đây là một đoạn văn dài giải thích cách cơ quan nhà nước sử dụng công nghệ số để phục vụ người dân và doanh nghiệp tốt hơn.
Các thành phần chính:
- Tầm nhìn: nêu rõ trạng thái mong muốn.
- Mục tiêu: nêu rõ kết quả cần đạt.
Quy trình lập kế hoạch
Quá trình này gồm một số bước quan trọng để xây dựng một kế hoạch toàn diện, có thể thực hiện và được các bên đồng thuận.
1. Khởi đầu và chuẩn bị:
- Xác định phạm vi.
- Thành lập ban chỉ đạo.
2. Phân tích hiện trạng:
- Khảo sát các bên liên quan.
"""
LAW = """QUYẾT ĐỊNH
Chương I
QUY ĐỊNH CHUNG
Điều 1. Phạm vi điều chỉnh
Quyết định này quy định việc cung cấp dịch vụ công trực tuyến của các cơ quan hành chính nhà nước trên địa bàn thành phố.
Điều 2. Đối tượng áp dụng
1. Cơ quan, đơn vị thuộc thành phố.
2. Tổ chức, cá nhân có liên quan.
"""


def read(tmp_path: Path, said: str | bytes, name: str = "plan.txt") -> Document:
    path = tmp_path / name
    path.write_bytes(said if isinstance(said, bytes) else said.encode())
    return read_document(path)


def headings(document: Document) -> list[tuple[str, int]]:
    return [(block.text, block.level) for block in document.blocks if block.kind == "heading"]


def test_a_korean_report(tmp_path: Path) -> None:
    found = dict(headings(read(tmp_path, REPORT)))
    assert found["• 1. 연구의 배경"] < found["□연구의 필요성"] < found["○기술 변화와 행정수요 증가"]
    assert found["2. 이론적 배경"] == found["• 1. 연구의 배경"]
    passages = chunk(read(tmp_path, REPORT))
    [purpose] = [each for each in passages if "실행방안을 제시" in each.text]
    assert "1. 연구의 배경" in purpose.headings


def test_an_outline(tmp_path: Path) -> None:
    found = dict(headings(read(tmp_path, OUTLINE)))
    assert (found["1부. 개념과 가치"], found["II. 개념"], found["1. 다양한 관점"]) == (1, 2, 3)
    assert "(1) 기술적 관점\n(2) 행정적 관점" in [block.text for block in read(tmp_path, OUTLINE).blocks]
    assert "---" not in str(read(tmp_path, OUTLINE).blocks)


def test_a_vietnamese_guide(tmp_path: Path) -> None:
    document = read(tmp_path, GUIDE)
    assert [text for text, _ in headings(document)] == [
        "Chính phủ số là gì?",
        "Quy trình lập kế hoạch",
        "1. Khởi đầu và chuẩn bị:",
        "2. Phân tích hiện trạng:",
    ]
    assert document.title == "Chính phủ số là gì?"
    [first, *_] = chunk(document)
    assert "Các thành phần chính:\n- Tầm nhìn: nêu rõ trạng thái mong muốn.\n- Mục tiêu" in first.text


def test_a_vietnamese_decision(tmp_path: Path) -> None:
    found = headings(read(tmp_path, LAW))
    assert ("Chương I QUY ĐỊNH CHUNG", found[-1][1] - 1) in found
    assert [text for text, _ in found][-2:] == ["Điều 1. Phạm vi điều chỉnh", "Điều 2. Đối tượng áp dụng"]


def test_numbered_sentences_are_a_list(tmp_path: Path) -> None:
    document = read(tmp_path, "1. Do this first.\n2. Then do that.\n3. At last stop.\n")
    assert document.blocks == (Block("list", "1. Do this first.\n2. Then do that.\n3. At last stop."),)


def test_lines_broken_by_an_editor_are_joined(tmp_path: Path) -> None:
    long = (
        "The city moves its ten most used services online by 2028 and tells every quarter how far it is. " * 6
    )
    lines = re.findall(r".{1,70}(?:\s|$)", long)
    assert [block.text for block in read(tmp_path, "\n".join(lines)).blocks] == [long.strip()]


@pytest.mark.parametrize("path", ORIGINALS, ids=lambda path: path.name)
def test_the_originals_go_in_cleanly(path: Path) -> None:
    document = read_document(path)
    passages = chunk(document)
    said = unicodedata.normalize("NFC", path.read_text("utf-8"))
    whole = re.sub(r"\s", "", "".join(each.text for each in passages))
    substantive = [line for line in said.splitlines() if any(char.isalnum() for char in line)]
    assert whole == re.sub(r"\s", "", "".join(substantive))
    assert len(headings(document)) > 10
    sizes = [len(each.text) for each in passages]
    assert max(sizes) <= (650 if path.name.endswith("-ko.txt") else 1200)
    assert sum(size > 100 for size in sizes) / len(sizes) > 0.85
    assert sum(bool(each.headings) for each in passages) >= len(passages) - 2


KOREAN = TEXTS["ko"]["long"]
VIETNAMESE = TEXTS["vi"]["long"]


def viscii_like(text: str) -> bytes:
    """windows-1258 has letters with marks in two parts, as Windows types them: the hat is in the letter, the tone follows."""
    out = []
    for char in unicodedata.normalize("NFC", text):
        try:
            out.append(char.encode("cp1258"))
        except UnicodeEncodeError:
            base, tone = unicodedata.normalize("NFD", char)[0], ""
            marks = unicodedata.normalize("NFD", char)[1:]
            for mark in marks:
                if mark in "\u0302\u0306\u031b":
                    base = unicodedata.normalize("NFC", base + mark)
                else:
                    tone += mark
            out.append((base + tone).encode("cp1258"))
    return b"".join(out)


def tcvn3(text: str) -> bytes:
    letters = {letter: byte for byte, letter in _TCVN3.items()}
    return bytes(letters.get(char, ord(char) if ord(char) < 128 else 63) for char in text)


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (KOREAN.encode("cp949"), KOREAN, "cp949"),
        ("안녕".encode("cp949"), "안녕", "cp949"),
        ("예산 계획".encode("cp949"), "예산 계획", "cp949"),
        ("Plan 계획 2030".encode("cp949"), "Plan 계획 2030", "cp949"),
        ("똠방각하 펲시콜라 서비스 계획과 예산".encode("cp949"), "똠방각하 펲시콜라 서비스 계획과 예산", "cp949"),
        ("□ 추진배경\n○ 필요성".encode("cp949"), "□ 추진배경\n○ 필요성", "cp949"),
        (KOREAN.encode("utf-16"), KOREAN, "utf-16"),
        (KOREAN.encode("utf-16-le"), KOREAN, "utf-16-le"),
        (VIETNAMESE.encode("utf-16-be"), VIETNAMESE, "utf-16-be"),
        (codecs.BOM_UTF8 + KOREAN.encode(), KOREAN, "utf-8-sig"),
        (VIETNAMESE.encode(), VIETNAMESE, "utf-8"),
        (unicodedata.normalize("NFD", KOREAN).encode(), KOREAN, "utf-8"),
        (viscii_like(VIETNAMESE), VIETNAMESE, "cp1258"),
        (tcvn3(VIETNAMESE), VIETNAMESE, "tcvn3"),
        ("Le café et la stratégie numérique à l'été".encode("cp1252"), "Le café et la stratégie numérique à l'été", "cp1252"),
        ("naïve “plan” – 2030".encode("cp1252"), "naïve “plan” – 2030", "cp1252"),
        (b"plain words", "plain words", "utf-8"),
        (KOREAN.encode()[:-2] + b"\xff.", KOREAN[:-2] + ".", "utf-8"),
    ],
    ids=lambda value: value if isinstance(value, str) and value.isascii() and "-" in value else None,
)  # fmt: skip
def test_encodings(data: bytes, text: str, encoding: str, tmp_path: Path) -> None:
    document = read(tmp_path, data)
    assert document.encoding == encoding
    assert " ".join(block.text for block in document.blocks).replace("\n", " ") == " ".join(text.split())


def test_the_upper_half_of_tcvn3_is_whole() -> None:
    assert len(_TCVN3) == len(set(_TCVN3.values())) == 74
    assert decode(tcvn3("Ủy ban nhân dân thành phố đề nghị")) is not None


def test_control_characters_are_dropped(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        "A plan\x00 with\x1b[31m odd\u202e \u200bcharacters\ufeff\x07 in it." + " More words here." * 20,
    )
    text = document.blocks[0].text
    assert text.startswith("A plan with[31m odd characters in it. More")


@pytest.mark.parametrize("charset", ["euc-kr", "cp949", "utf-8"])
def test_the_charset_that_a_page_names(charset: str, tmp_path: Path) -> None:
    page = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}"></head><body><p>{KOREAN} 똠</p></body></html>'
    data = page.encode("cp949" if charset != "utf-8" else "utf-8")
    assert read(tmp_path, data, "plan.html").blocks[0].text == f"{KOREAN} 똠"


def test_a_page_that_names_the_wrong_charset(tmp_path: Path) -> None:
    page = f'<html><head><meta charset="utf-8"></head><body><p>{KOREAN}</p></body></html>'
    assert read(tmp_path, page.encode("cp949"), "plan.html").blocks[0].text == KOREAN


def test_html_lists_tables_and_frames(tmp_path: Path) -> None:
    page = """<html><body><table><tr><td><h2>Plan</h2><p>Laid out with a table.</p></td></tr></table>
    <ol><li>One<ul><li>Within</li></ul></li><li>Two</li></ol>
    <table><tr><th rowspan=2>A</th><th colspan=2>B</th></tr><tr><td>1</td><td>2</td></tr></table>
    <h2>More</h2><div hidden>unseen</div><div style="display: none">unseen</div><p>○ First<br>- Second</p></body></html>"""
    assert read(tmp_path, page, "plan.html").blocks == (
        Block("heading", "Plan", 2),
        Block("paragraph", "Laid out with a table."),
        Block("list", "1. One\n- Within\n2. Two"),
        Block("table", "A | B\nA | 1 | 2"),
        Block("heading", "More", 2),
        Block("list", "○ First\n- Second"),
    )


def test_a_header_within_an_article_is_its_title(tmp_path: Path) -> None:
    page = "<html><body><header>Site</header><article><header><h1>Plan</h1></header><p>Words.</p></article></body></html>"
    assert [block.text for block in read(tmp_path, page, "plan.html").blocks] == ["Plan", "Words."]


def test_markdown(tmp_path: Path) -> None:
    said = """---\ntitle: "City plan"\n---\n# Vision\n\nA *short* [link](https://x.y) text\nover two lines.\n\n1. One\n2. Two\n   - Within\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\n```\ncode here\n```\n<div>raw <b>html</b></div>\n"""
    document = read(tmp_path, said, "plan.md")
    assert document.title == "City plan"
    assert document.blocks == (
        Block("heading", "Vision", 1),
        Block("paragraph", "A short link text over two lines."),
        Block("list", "1. One\n2. Two\n- Within"),
        Block("table", "A | B\n1 | 2"),
        Block("paragraph", "code here"),
        Block("paragraph", "raw html"),
    )


@pytest.mark.parametrize(("name", "media"), [("plan.md", "markdown"), ("plan.txt", "text")])
def test_a_text_with_a_hash_is_not_markdown_for_that(name: str, media: str, tmp_path: Path) -> None:
    assert read(tmp_path, "# note to self\nOnly words.\n", name).media == media
