"""The same plan in every format and language: its headings, list and table are found again, word for word."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from helpers.documents import LANGUAGES, MAKERS, TEXTS
from helpers.tree import ROOT

from knowledge.documents import Document, chunk, read_document

MEDIA = {"md": "markdown", "txt": "text"}


def read(tmp_path: Path, ending: str, lang: str) -> Document:
    path = tmp_path / f"plan.{ending}"
    path.write_bytes(MAKERS[ending](lang))
    return read_document(path)


def headings(document: Document) -> list[tuple[str, int]]:
    return [(block.text, block.level) for block in document.blocks if block.kind == "heading"]


def table(lang: str) -> str:
    return "\n".join(" | ".join(row) for row in TEXTS[lang]["table"])


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("ending", MAKERS)
def test_what_a_file_is_is_told(ending: str, lang: str, tmp_path: Path) -> None:
    document = read(tmp_path, ending, lang)
    assert document.media == MEDIA.get(ending, ending)
    assert document.size == (tmp_path / f"plan.{ending}").stat().st_size
    assert not document.extension_differs
    assert len(document.sha256) == 64
    assert TEXTS[lang]["title"][:12] in document.title or ending == "xlsx"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("ending", ["pdf", "docx", "html", "md"])
def test_headings_paragraphs_and_lists(ending: str, lang: str, tmp_path: Path) -> None:
    document = read(tmp_path, ending, lang)
    said = TEXTS[lang]
    found = headings(document)
    assert [text for text, _ in found] == [said["title"], said["section"], said["sub"]]
    levels = [level for _, level in found]
    assert levels == sorted(levels)
    assert levels[-1] > levels[1]
    assert said["long"] in [block.text for block in document.blocks if block.kind == "paragraph"]
    [listed] = [block.text for block in document.blocks if block.kind == "list"]
    assert [line.lstrip("-• ") for line in listed.split("\n")] == said["items"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("ending", ["docx", "pptx", "xlsx", "html", "md"])
def test_tables(ending: str, lang: str, tmp_path: Path) -> None:
    document = read(tmp_path, ending, lang)
    assert table(lang) in [block.text for block in document.blocks if block.kind == "table"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_plain_text(lang: str, tmp_path: Path) -> None:
    document = read(tmp_path, "txt", lang)
    said = TEXTS[lang]
    assert headings(document) == [
        (f"I. {said['title']}", 1),
        (f"1. {said['section']}", 2),
        (f"2. {said['sub']}", 2),
    ]
    assert [block.kind for block in document.blocks] == [
        "heading",
        "heading",
        "paragraph",
        "list",
        "heading",
        "paragraph",
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_slides(lang: str, tmp_path: Path) -> None:
    document = read(tmp_path, "pptx", lang)
    said = TEXTS[lang]
    assert document.pages == 2
    assert [(block.text, block.page) for block in document.blocks if block.kind == "heading"] == [
        (said["title"], 1),
        (said["section"], 2),
    ]
    assert (said["long"], 1) in [(block.text, block.page) for block in document.blocks]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_sheets(lang: str, tmp_path: Path) -> None:
    document = read(tmp_path, "xlsx", lang)
    assert document.pages == 2
    assert [text for text, _ in headings(document)] == [TEXTS[lang]["section"][:30], TEXTS[lang]["sub"][:30]]
    assert "A | B\n1 | 2.5" in [block.text for block in document.blocks]


def test_what_surrounds_a_page_is_left_out(tmp_path: Path) -> None:
    whole = str(read(tmp_path, "html", "en").blocks)
    for furniture in ("scripted", "color", "Portal", "Menu", "Search form", "Related"):
        assert furniture not in whole


@pytest.mark.parametrize("ending", MAKERS)
def test_the_same_file_gives_the_same_chunks(ending: str, tmp_path: Path) -> None:
    first = read(tmp_path, ending, "vi")
    assert read_document(tmp_path / f"plan.{ending}") == first
    assert chunk(first) == chunk(first)
    assert [each.number for each in chunk(first)] == list(range(1, len(chunk(first)) + 1))


def test_importing_the_room_loads_no_parser() -> None:
    code = "import knowledge.documents, sys; print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    parsers = {"pypdfium2", "docx", "pptx", "openpyxl", "bs4", "lxml", "markdown_it", "charset_normalizer"}
    assert set(done.stdout.split()) & parsers == set()
