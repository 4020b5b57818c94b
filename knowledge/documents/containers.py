"""Packed office files: what is in them is measured, and checked, before a parser unpacks anything."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib

from knowledge.documents.task import Task

BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    ValueError,
    LookupError,
)
"""What zipfile raises for files that are not whole."""
_SMALL = 10 * 2**20
_PIECE = 2**20
# Office files never declare a document type; only that can define entities, which unfold without bound.
_DECLARES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_XML = (".xml", ".rels", ".vml")


def content_types(data: bytes, task: Task) -> tuple[frozenset[str], str]:
    """Check a packed file whole.

    Returns:
        The names of what is in it, and the text of ``[Content_Types].xml`` or, where there is none, ``mimetype``.

    Raises:
        DocumentError: ``bomb``, ``damaged``, ``encrypted``, ``cancelled``.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            _check_declared(packed.infolist(), len(data), task)
            for info in packed.infolist():
                task.check()
                _check_actual(packed, info, task)
            names = frozenset(packed.namelist())
            kind = next((name for name in ("[Content_Types].xml", "mimetype") if name in names), "")
            return names, packed.read(kind).decode("utf-8", "replace") if kind else ""
    except RuntimeError as error:  # what zipfile raises when a password is needed
        if isinstance(error, NotImplementedError):
            raise task.error("damaged") from error
        raise task.error("encrypted") from error
    except BROKEN as error:
        raise task.error("damaged") from error


def _check_declared(infos: list[zipfile.ZipInfo], packed: int, task: Task) -> None:
    limits = task.limits
    unpacked = sum(info.file_size for info in infos)
    if len(infos) > limits.entries or unpacked > limits.unpacked_bytes:
        raise task.error("bomb")
    if unpacked > _SMALL and unpacked > packed * limits.ratio:
        raise task.error("bomb")


def _check_actual(packed: zipfile.ZipFile, info: zipfile.ZipInfo, task: Task) -> None:
    """Unpack one file in pieces; zipfile stops at the declared size and checks the sum of it."""
    is_xml = info.filename.lower().endswith(_XML)
    last = b""
    with packed.open(info) as part:
        while piece := part.read(_PIECE):
            plain = piece.replace(b"\x00", b"") if is_xml else b""  # UTF-16 as well
            if is_xml and _DECLARES.search(last + plain):
                raise task.error("bomb")
            last = plain[-16:]
