"""One module a format, loaded when a document of that format is read.

A format's module has ``read(source, task) -> Content``, and ``FAULTS`` where its library raises errors of its own
for broken files. To add one: the module, and an entry in ``FORMATS``.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from dataclasses import dataclass
from importlib import import_module

from knowledge.documents.model import Block, Media
from knowledge.documents.task import Task


@dataclass(frozen=True)
class Source:
    """What is read: the bytes, and for text formats what they say."""

    data: bytes
    text: str = ""
    encoding: str | None = None


@dataclass(frozen=True)
class Content:
    """What a format found. ``title`` is ``""`` where the document names none."""

    blocks: tuple[Block, ...]
    title: str = ""
    pages: int | None = None


@dataclass(frozen=True)
class Format:
    """A format and the endings that files of it have."""

    media: Media
    module: str
    endings: frozenset[str]


FORMATS: dict[Media, Format] = {
    each.media: each
    for each in (
        Format("pdf", "pdf", frozenset({".pdf"})),
        Format("docx", "docx", frozenset({".docx", ".docm", ".dotx", ".dotm"})),
        Format("pptx", "pptx", frozenset({".pptx", ".pptm"})),
        Format("xlsx", "xlsx", frozenset({".xlsx", ".xlsm", ".xltx", ".xltm"})),
        Format("html", "html", frozenset({".html", ".htm", ".xhtml", ".shtml"})),
        Format("markdown", "markdown", frozenset({".md", ".markdown", ".mdown", ".mkd"})),
        Format("text", "text", frozenset({".txt", ".text"})),
    )
}
FOREIGN = frozenset(
    {".doc", ".ppt", ".xls", ".hwp", ".hwpx", ".odt", ".odp", ".ods", ".rtf", ".png", ".jpg", ".jpeg", ".gif", ".exe", ".zip"}
)  # fmt: skip
"""Endings of formats that are not read."""

# What libraries raise when a file breaks its format's rules in a way that they did not think of.
_FAULTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)


def differs(media: Media, ending: str) -> bool:
    """Whether a file's ending belongs to another format than its content. Text may have any ending of its own."""
    ending = ending.lower()
    others = frozenset().union(*(each.endings for each in FORMATS.values() if each.media != media)) | FOREIGN
    if media in ("markdown", "text"):
        others -= FORMATS["markdown"].endings | FORMATS["text"].endings
        return ending in others
    return bool(ending) and ending not in FORMATS[media].endings


def read(media: Media, source: Source, task: Task) -> Content:
    """Read the source with the format's module. What its library raises for a file that is not whole is ``damaged``."""
    module = import_module(f"{__name__}.{FORMATS[media].module}")
    faults: tuple[type[Exception], ...] = (*_FAULTS, *getattr(module, "FAULTS", ()))
    try:
        content: Content = module.read(source, task)
    except faults as error:
        raise task.error("damaged") from error
    except MemoryError as error:
        raise task.error("bomb") from error
    return content
