"""What a file is, by its content. Its name is only asked to tell Markdown from plain text."""

from __future__ import annotations

import re

from knowledge.documents.containers import content_types
from knowledge.documents.encodings import decode, decode_as
from knowledge.documents.formats import Source
from knowledge.documents.model import Media
from knowledge.documents.task import Task

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
_LETTERS = (
    b"BM",
    b"MZ",
)  # a picture, a program; but a text may begin so too (MZ세대 …), and then holds no NUL
_PROGRAMS = (
    b"\x7fELF",
    b"\xcf\xfa\xed\xfe",
    b"\xfe\xed\xfa",
    b"\xca\xfe\xba\xbe",
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"Rar!",
)
_OLE_STREAMS = (
    ("EncryptionInfo", "encrypted", ""),
    ("EncryptedPackage", "encrypted", ""),
    ("HwpSummaryInformation", "hwp", ""),
    ("BodyText", "hwp", ""),
    ("WordDocument", "other-office", ".docx"),
    ("PowerPoint Document", "other-office", ".pptx"),
    ("Workbook", "other-office", ".xlsx"),
    ("Book", "other-office", ".xlsx"),
)
_MAIN: tuple[tuple[str, Media], ...] = (
    ("wordprocessingml.document.main+xml", "docx"),
    ("wordprocessingml.template.main+xml", "docx"),
    ("ms-word.document.macroEnabled.main+xml", "docx"),
    ("ms-word.template.macroEnabledTemplate.main+xml", "docx"),
    ("presentationml.presentation.main+xml", "pptx"),
    ("ms-powerpoint.presentation.macroEnabled.main+xml", "pptx"),
    ("spreadsheetml.sheet.main+xml", "xlsx"),
    ("spreadsheetml.template.main+xml", "xlsx"),
    ("ms-excel.sheet.macroEnabled.main+xml", "xlsx"),
    ("ms-excel.template.macroEnabled.main+xml", "xlsx"),
)
_OTHER_PACKED = (
    ("opendocument.text", ".docx"),
    ("opendocument.presentation", ".pptx"),
    ("opendocument.spreadsheet", ".xlsx"),
    ("presentationml.", ".pptx"),
    ("ms-excel.sheet.binary", ".xlsx"),
)
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_TAGS = re.compile(r"<(?:p|div|h[1-6]|table|ul|ol|br|span|td|article|section)\b[^<>]*>", re.IGNORECASE)
_META = re.compile(
    rb"""<meta[^>]+charset\s*=\s*["']?([\w-]+)|<\?xml[^>]+encoding\s*=\s*["']([\w-]+)""", re.IGNORECASE
)
_MARKDOWN = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        r"^#{1,6} +\S",
        r"^\S.*\n(?:=|-){3,} *$",
        r"^(?:```|~~~)",
        r"^\|?(?: *:?-{3,}:? *\|)+",
        r"\[[^\]\n]+\]\([^)\s]+\)",
        r"\*\*[^*\s][^*\n]*\*\*",
    )
)
_WEB = (".html", ".htm", ".xhtml")
_HEAD = 100_000


def detect(data: bytes, ending: str, task: Task) -> tuple[Media, Source]:
    """The format of a file, and the source that its module reads.

    Raises:
        DocumentError: whatever is not read (see :mod:`knowledge.documents.errors`), packed files that are not
            fit to be read.
    """
    if b"%PDF-" in data[:1024]:
        return "pdf", Source(data)
    if data.startswith(_ZIP):
        return _packed(data, task), Source(data)
    _refuse(data, task)
    return _text(data, ending, task)


def _packed(data: bytes, task: Task) -> Media:
    names, types = content_types(data, task)
    for kind, media in _MAIN:
        if kind in types:
            return media
    if "hwp+zip" in types:
        raise task.error("hwp")
    for kind, wanted in _OTHER_PACKED:
        if kind in types:
            raise task.error("other-office", wanted=wanted)
    if names & {"word/document.xml", "ppt/presentation.xml", "xl/workbook.xml"}:
        raise task.error("damaged")  # an office file without its list of contents
    raise task.error("unsupported")


def _refuse(data: bytes, task: Task) -> None:
    if data.startswith(_OLE):
        for stream, code, wanted in _OLE_STREAMS:
            if stream.encode("utf-16-le") in data:
                if code == "other-office":
                    raise task.error("other-office", wanted=wanted)
                raise task.error("encrypted" if code == "encrypted" else "hwp")
        raise task.error("unsupported")
    if data.startswith(b"HWP Document File"):
        raise task.error("hwp")
    if data.startswith(b"{\\rtf"):
        raise task.error("other-office", wanted=".docx")
    if data.startswith(_PICTURES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP") or data[4:8] == b"ftyp":
        raise task.error("image")
    if data.startswith(_LETTERS) and b"\0" in data[:1024]:
        raise task.error("image" if data.startswith(b"BM") else "unsupported")
    if data.startswith(_PROGRAMS):
        raise task.error("unsupported")


def _text(data: bytes, ending: str, task: Task) -> tuple[Media, Source]:
    declared = _META.search(data[:4096])
    found = None
    if declared and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        found = decode_as(data, (declared[1] or declared[2]).decode("ascii"))
    found = found or decode(data)
    if found is None:
        raise task.error("empty" if not data.strip(b"\x00 \t\r\n") else "unsupported")
    text, encoding = found
    source = Source(data, text, encoding)
    head = text[:_HEAD]
    tags = len(_TAGS.findall(head))
    if _HTML.match(head) or (tags >= 3 and head.lstrip().startswith("<")) or (tags and ending in _WEB):
        return "html", source
    if head.lstrip().startswith("<?xml"):
        raise task.error("unsupported")
    return ("markdown" if _is_markdown(head, ending) else "text"), source


def _is_markdown(head: str, ending: str) -> bool:
    kinds = sum(bool(pattern.search(head)) for pattern in _MARKDOWN)
    return (
        ending.lower() in (".md", ".markdown", ".mdown", ".mkd")
        or kinds >= 3
        or (kinds >= 2 and _MARKDOWN[0].search(head) is not None)
    )
