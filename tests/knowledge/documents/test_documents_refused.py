"""What cannot be read is refused with the right reason, in words; nothing but DocumentError ever comes out."""

from __future__ import annotations

import os
import struct
import zipfile
from pathlib import Path

import pytest
from helpers.documents import (
    LANGUAGES,
    MAKERS,
    TEXTS,
    docx_plan,
    packed,
    pdf_plan,
    pdf_writer,
    written,
    xlsx_plan,
)
from helpers.wording import CATALOGUE
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PIL import Image

from knowledge import KnowledgeError
from knowledge.documents import CODES, Document, DocumentError, Limits, chunk, read_document
from prompts import Catalogue

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
TYPES = "[Content_Types].xml"
MAIN = "application/vnd.openxmlformats-officedocument.{}.main+xml"


def refused(path: Path, limits: Limits | None = None) -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        read_document(path, limits=limits or Limits())
    return caught.value


def outcome(path: Path) -> Document | str:
    """What comes of reading: a document, or the code of the one error that there may be."""
    try:
        return read_document(path)
    except DocumentError as error:
        return error.code


def write(tmp_path: Path, name: str, data: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def scanned() -> bytes:
    pdf = pdf_writer()
    for _ in range(2):
        pdf.image(Image.new("L", (200, 300), 200), x=10, y=10, w=100)
        pdf.add_page()
    return written(pdf)


def protected_pdf() -> bytes:
    pdf = pdf_writer()
    pdf.cell(text="secret")
    pdf.set_encryption(owner_password="owner", user_password="user")
    return written(pdf)


def ole(stream: str) -> bytes:
    return OLE + stream.encode("utf-16-le") + bytes(512)


CASES = {
    "nothing.txt": (b"", "empty"),
    "blank.txt": (b" \n\t\n ", "empty"),
    "rulers.txt": ("---\n***\n・・・\n".encode(), "empty"),
    "scan.pdf": (scanned, "no-text"),
    "locked.pdf": (protected_pdf, "encrypted"),
    "locked.docx": (ole("EncryptedPackage"), "encrypted"),
    "old.doc": (ole("WordDocument"), "other-office"),
    "old.xls": (ole("Workbook"), "other-office"),
    "old.ppt": (ole("PowerPoint Document"), "other-office"),
    "text.rtf": (rb"{\rtf1 text}", "other-office"),
    "text.odt": (packed({"mimetype": b"application/vnd.oasis.opendocument.text"}), "other-office"),
    "show.ppsx": (packed({TYPES: MAIN.format("presentationml.slideshow").encode()}), "other-office"),
    "plan.hwp": (ole("HwpSummaryInformation"), "hwp"),
    "plan.hwpx": (packed({"mimetype": b"application/hwp+zip"}), "hwp"),
    "photo.png": (b"\x89PNG\r\n\x1a\n" + bytes(100), "image"),
    "photo.txt": (b"\xff\xd8\xff\xe0" + bytes(100), "image"),
    "program.exe": (b"MZ\x90\x00" + bytes(range(256)), "unsupported"),
    "program.txt": (b"\x7fELF" + bytes(range(256)), "unsupported"),
    "noise.txt": (bytes(range(256)) * 4, "unsupported"),
    "files.zip": (packed({"a.txt": b"hello"}), "unsupported"),
    "data.xml": (b"<?xml version='1.0'?><list><one>1</one></list>", "unsupported"),
    "some.ole": (OLE, "unsupported"),
    "no-types.docx": (packed({"word/document.xml": b"<x/>"}), "damaged"),
    "only-types.docx": (packed({TYPES: MAIN.format("wordprocessingml.document").encode()}), "damaged"),
    "only-types.pptx": (packed({TYPES: MAIN.format("presentationml.presentation").encode()}), "damaged"),
    "only-types.xlsx": (packed({TYPES: MAIN.format("spreadsheetml.sheet").encode()}), "damaged"),
    "header-only.pdf": (b"%PDF-1.7\n%%EOF", "damaged"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_the_reason(name: str, tmp_path: Path) -> None:
    data, code = CASES[name]
    error = refused(write(tmp_path, name, data() if callable(data) else data))
    assert isinstance(error, KnowledgeError)
    assert (error.code, error.params["name"]) == (code, name)


@pytest.mark.parametrize(("name", "wanted"), [("old.doc", ".docx"), ("old.xls", ".xlsx"), ("old.ppt", ".pptx"), ("text.rtf", ".docx")])  # fmt: skip
def test_what_to_save_it_as(name: str, wanted: str, tmp_path: Path) -> None:
    assert refused(write(tmp_path, name, CASES[name][0])).params["wanted"] == wanted


def test_how_many_pages_were_scanned(tmp_path: Path) -> None:
    assert refused(write(tmp_path, "scan.pdf", scanned())).params["pages"] == 3


@pytest.mark.parametrize("name", ["none.pdf", "folder/none.pdf", "file.txt/none.pdf"])
def test_what_is_not_there(name: str, tmp_path: Path) -> None:
    (tmp_path / "file.txt").write_text("x")
    assert refused(tmp_path / name).code == "missing"


def test_what_is_no_file(tmp_path: Path) -> None:
    assert refused(tmp_path).code == "not-a-file"
    os.mkfifo(tmp_path / "pipe.txt")  # reading it would wait for a writer
    assert refused(tmp_path / "pipe.txt").code == "not-a-file"


def test_what_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, "plan.txt", b"text")

    def deny(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", deny)
    error = refused(path)
    assert (error.code, error.params["detail"]) == ("unreadable", "Permission denied")


def test_a_name_that_no_system_takes(tmp_path: Path) -> None:
    assert refused(tmp_path / "a\x00b").code == "unreadable"


def test_limits_on_size_pages_and_text(tmp_path: Path) -> None:
    path = write(tmp_path, "plan.txt", b"word " * 1000)
    error = refused(path, Limits(file_bytes=4999))
    assert (error.code, error.params["size"]) == ("too-large", 1)
    assert refused(path, Limits(characters=4000)).code == "too-long"
    assert read_document(path, limits=Limits(file_bytes=5000, characters=5000)).size == 5000
    error = refused(write(tmp_path, "scan.pdf", scanned()), Limits(pages=2))
    assert (error.code, error.params["pages"], error.params["limit"]) == ("too-many-pages", 3, 2)
    assert refused(write(tmp_path, "plan.pdf", pdf_plan("en")), Limits(characters=100)).code == "too-long"
    assert refused(write(tmp_path, "plan.xlsx", xlsx_plan("en")), Limits(pages=1)).code == "too-many-pages"


def bomb(size: int) -> bytes:
    return packed(
        {TYPES: MAIN.format("wordprocessingml.document").encode(), "word/document.xml": bytes(size)}
    )


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = write(tmp_path, "bomb.docx", bomb(30 * 2**20))
    assert path.stat().st_size < 100_000
    assert refused(path).code == "bomb"
    assert refused(path, Limits(ratio=10**6)).code == "damaged"
    assert refused(path, Limits(ratio=10**6, unpacked_bytes=2**20)).code == "bomb"


def test_a_zip_of_many_files_is_not_opened(tmp_path: Path) -> None:
    path = write(tmp_path, "many.docx", packed({f"word/{n}.xml": b"" for n in range(300)}))
    assert refused(path, Limits(entries=299)).code == "bomb"
    assert refused(path, Limits(entries=300)).code == "unsupported"


def test_a_zip_that_lies_about_its_size(tmp_path: Path) -> None:
    """The sizes that it declares are made small; what is unpacked is cut there and then does not match."""
    data = bytearray(bomb(2**20))
    for signature, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = data.rfind(signature)
        data[start + place : start + place + 4] = struct.pack("<I", 1000)
    assert refused(write(tmp_path, "lie.docx", bytes(data))).code == "damaged"


def test_a_zip_with_a_password(tmp_path: Path) -> None:
    data = bytearray(docx_plan("en"))
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(signature) + place] |= 1
    assert refused(write(tmp_path, "locked.docx", bytes(data))).code == "encrypted"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("part", ["word/document.xml", "xl/workbook.xml", "word/_rels/document.xml.rels"])
def test_entities_never_unfold(part: str, encoding: str, tmp_path: Path) -> None:
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    xml = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{laughs}]><x>&a11;</x>'.encode(encoding)
    data = packed({TYPES: MAIN.format("wordprocessingml.document").encode(), part: xml})
    assert refused(write(tmp_path, "laughs.docx", data)).code == "bomb"


def test_xml_nested_deep_is_refused(tmp_path: Path) -> None:
    whole = zipfile.ZipFile(write(tmp_path, "plan.docx", docx_plan("en")))
    files = {name: whole.read(name) for name in whole.namelist()}
    deep = b"<w:sdt><w:sdtContent>" * 50_000 + b"</w:sdtContent></w:sdt>" * 50_000
    files["word/document.xml"] = files["word/document.xml"].replace(b"<w:body>", b"<w:body>" + deep)
    assert refused(write(tmp_path, "deep.docx", packed(files, 1))).code == "damaged"


@pytest.mark.parametrize("tag", ["div", "b", "ul", "table", "blockquote"])
def test_html_nested_deep_is_read(tag: str, tmp_path: Path) -> None:
    page = f"<html><body><p>before</p>{f'<{tag}>' * 100_000}deep{f'</{tag}>' * 100_000}<p>after</p></body></html>"
    document = read_document(write(tmp_path, "deep.html", page.encode()))
    text = " ".join(block.text for block in document.blocks)
    assert text.startswith("before")
    assert "deep" in text


def test_markdown_nested_deep_is_read(tmp_path: Path) -> None:
    document = read_document(
        write(tmp_path, "deep.md", b"# Plan\n\n" + b"> " * 20_000 + b"deep\n\n" + b"- " * 5_000 + b"item\n")
    )
    assert document.blocks[0].text == "Plan"


@pytest.mark.parametrize("ending", ["pdf", "docx", "pptx", "xlsx"])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.7, 0.98])
def test_files_that_end_too_early(ending: str, share: float, tmp_path: Path) -> None:
    data = MAKERS[ending]("ko")
    path = write(tmp_path, f"cut.{ending}", data[: int(len(data) * share)])
    found = outcome(path)
    # PDFium finds the pages that are whole.
    assert found in ("damaged", "no-text") or (
        ending == "pdf" and isinstance(found, Document) and found.blocks
    )


@pytest.mark.parametrize(
    "name", ["plan.pdf", "plan.docx", "plan.png", "plan.hwp", "plan.html", "plan.md.exe"]
)
@pytest.mark.parametrize("ending", MAKERS)
def test_a_wrong_ending_does_not_matter(ending: str, name: str, tmp_path: Path) -> None:
    document = read_document(write(tmp_path, name, MAKERS[ending]("vi")))
    right = read_document(write(tmp_path, f"right.{ending}", MAKERS[ending]("vi")))
    assert document.blocks == right.blocks
    assert document.extension_differs == (name.rpartition(".")[2] != ending)


@pytest.mark.parametrize(("name", "differs"), [("PLAN.TXT", False), ("plan", False), ("plan.csv", False), ("plan.log", False), ("plan.docx", True)])  # fmt: skip
def test_text_may_have_any_ending_of_its_own(name: str, differs: bool, tmp_path: Path) -> None:
    assert read_document(write(tmp_path, name, b"Some words.")).extension_differs == differs


@given(
    st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04", b"<html>", b"# ", b"\xff\xfe", OLE, b"\xb0\xa1"]),
    st.binary(max_size=400),
)
@example(b"", b"\x00")
@example(b"%PDF-1.4\n", b"1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj trailer<</Root 1 0 R>>")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
def test_random_bytes(tmp_path: Path, start: bytes, rest: bytes) -> None:
    path = write(tmp_path, "random.bin", start + rest)
    found = outcome(path)
    assert chunk(found) if isinstance(found, Document) else found in CODES


@given(st.sampled_from(["pdf", "docx", "pptx", "xlsx"]), st.lists(st.tuples(st.floats(0, 0.9999), st.integers(0, 255)), min_size=1, max_size=30))  # fmt: skip
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80)
def test_bytes_gone_wrong(tmp_path: Path, ending: str, changes: list[tuple[float, int]]) -> None:
    data = bytearray(GOOD[ending])
    for place, byte in changes:
        data[int(place * len(data))] = byte
    found = outcome(write(tmp_path, "changed.bin", bytes(data)))
    assert chunk(found) if isinstance(found, Document) else found in CODES


@given(st.sampled_from(["docx", "pptx", "xlsx"]), st.floats(0, 0.9999), st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
def test_parts_gone_wrong(tmp_path: Path, ending: str, which: float, data: st.DataObject) -> None:
    """The package is whole, but one of its files is not what it was."""
    files = dict(PARTS[ending])
    name = sorted(files)[int(which * len(files))]
    part = files[name]
    start = data.draw(st.integers(0, len(part)))
    files[name] = part[:start] + data.draw(st.sampled_from([b"", b"0", b'"', b"<w:x/>", b">"])) + part[start + data.draw(st.integers(0, 40)) :]  # fmt: skip
    found = outcome(write(tmp_path, "changed.bin", packed(files, 1)))
    assert chunk(found) if isinstance(found, Document) else found in CODES


GOOD = {ending: MAKERS[ending]("en") for ending in ("pdf", "docx", "pptx", "xlsx")}


def parts_of(data: bytes) -> dict[str, bytes]:
    import io

    with zipfile.ZipFile(io.BytesIO(data)) as whole:
        return {name: whole.read(name) for name in whole.namelist()}


PARTS = {ending: parts_of(GOOD[ending]) for ending in ("docx", "pptx", "xlsx")}


@pytest.mark.parametrize("ending", MAKERS)
def test_progress_is_told_to_the_end(ending: str, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    read_document(
        write(tmp_path, f"plan.{ending}", MAKERS[ending]("en")), progress=lambda *step: told.append(step)
    )
    assert told[0][0] == 0
    assert told[-1][0] == told[-1][1] > 0
    assert told == sorted(told)


@pytest.mark.parametrize("ending", MAKERS)
def test_it_can_be_cancelled_at_once(ending: str, tmp_path: Path) -> None:
    with pytest.raises(DocumentError) as caught:
        read_document(write(tmp_path, f"plan.{ending}", MAKERS[ending]("en")), cancelled=lambda: True)
    assert (caught.value.code, caught.value.params) == ("cancelled", {"name": f"plan.{ending}"})


def test_it_can_be_cancelled_in_the_middle(tmp_path: Path) -> None:
    pdf = pdf_writer()
    for _ in range(9):
        pdf.cell(text=TEXTS["en"]["title"])
        pdf.add_page()
    told: list[int] = []
    with pytest.raises(DocumentError, match="cancelled"):
        read_document(
            write(tmp_path, "plan.pdf", written(pdf)),
            progress=lambda done, _: told.append(done),
            cancelled=lambda: len(told) > 4,
        )
    assert told == [0, 1, 2, 3, 4]


def test_a_file_that_changes_while_it_is_read(tmp_path: Path) -> None:
    """What was hashed is what was parsed: the content is read once."""
    import hashlib

    data = pdf_plan("en")
    path = write(tmp_path, "plan.pdf", data)
    document = read_document(path, progress=lambda *_: path.write_bytes(b"other") and None)
    assert document.sha256 == hashlib.sha256(data).hexdigest()
    assert TEXTS["en"]["title"] in document.blocks[0].text


PARAMS: dict[str, dict[str, str | int]] = {
    "unreadable": {"detail": "Permission denied"},
    "no-text": {"pages": 12},
    "too-large": {"size": 300, "limit": 200},
    "too-many-pages": {"pages": 6000, "limit": 5000},
    "too-long": {"limit": 20_000_000},
    "other-office": {"wanted": ".docx"},
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", CODES)
def test_every_reason_has_words(code: str, lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Catalogue, "strict", True)
    said = CATALOGUE.render(
        f"error.document.{code}", {"name": "plan.pdf", **PARAMS.get(code, {})}, lang, plain=True
    )
    assert "plan.pdf" in said
    assert len(said) > 40
    assert (said != CATALOGUE.render(f"error.document.{code}", {"name": "plan.pdf", **PARAMS.get(code, {})}, "en", plain=True)) == (lang != "en")  # fmt: skip


@pytest.mark.parametrize(
    "text", ["MZ세대의 디지털 서비스 이용 현황", "BMI and other figures of the health service"]
)
def test_a_text_that_begins_like_a_program_or_a_picture_is_read(tmp_path, text):
    path = tmp_path / "notes.txt"
    path.write_text(text, encoding="utf-8")
    assert read_document(path).blocks[0].text == text


def test_a_fragment_of_html_is_read_as_html_where_the_name_says_so(tmp_path):
    path = tmp_path / "page.html"
    path.write_text("Intro<p>One paragraph</p>", encoding="utf-8")
    document = read_document(path)
    assert document.media == "html"
    assert "<p>" not in "".join(block.text for block in document.blocks)
