"""Reads one document: its bytes once, its format by its content, its blocks by the format's module."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable
from pathlib import Path

from knowledge.documents.detect import detect
from knowledge.documents.formats import Content, differs, read
from knowledge.documents.model import Document, Limits
from knowledge.documents.task import Task
from knowledge.documents.tidy import one_line

_MEGABYTE = 2**20
_LONGEST_TITLE = 200


def read_document(
    path: Path,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    limits: Limits = Limits(),  # noqa: B008 - frozen
) -> Document:
    """Read a document whole.

    Args:
        path: the file. What it is called does not matter, what it holds does.
        progress: called with the parts (pages, slides, sheets, blocks) that are done and how many there are.
        cancelled: asked between parts; reading ends at the first yes.
        limits: what is refused.

    Raises:
        DocumentError: the document cannot be read, or was cancelled.
    """
    task = Task(path.name, limits, progress, cancelled)
    data = _bytes(path, task)
    media, source = detect(data, path.suffix, task)
    content = read(media, source, task)
    if not content.blocks:
        raise task.error("empty")
    return Document(
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        title=_title(content, path),
        media=media,
        extension_differs=differs(media, path.suffix),
        pages=content.pages,
        encoding=source.encoding,
        blocks=content.blocks,
    )


def _bytes(path: Path, task: Task) -> bytes:
    """What is hashed and parsed: one reading, so that both are of the same content."""
    try:
        with open(path, "rb", opener=_open_without_waiting) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise task.error("not-a-file")
            data = file.read(task.limits.file_bytes + 1)
            size = max(len(data), os.fstat(file.fileno()).st_size)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise task.error("missing") from error
    except IsADirectoryError as error:
        raise task.error("not-a-file") from error
    except (OSError, ValueError) as error:  # a name may hold what the system refuses
        if path.is_dir():
            raise task.error("not-a-file") from error
        raise task.error("unreadable", detail=getattr(error, "strerror", None) or str(error)) from error
    if size > task.limits.file_bytes:
        megabytes = -(-size // _MEGABYTE)
        raise task.error("too-large", size=megabytes, limit=task.limits.file_bytes // _MEGABYTE)
    if not data:
        raise task.error("empty")
    return data


def _open_without_waiting(name: str, flags: int) -> int:
    """A named pipe must not hold the program until somebody writes into it."""
    return os.open(name, flags | getattr(os, "O_NONBLOCK", 0))


def _title(content: Content, path: Path) -> str:
    first = next((block.text for block in content.blocks if block.kind == "heading"), "")
    for title in (content.title, first, path.stem):
        if title := one_line(title)[:_LONGEST_TITLE].strip():
            return title
    return path.name
