"""Formats a plan can be written in or read from: one module a format, imported when it is first used."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Protocol, cast

from assistant.plan.document import PlanDocument

__all__ = ["FORMATS", "Format", "Reader", "Wording", "Writer"]


class Wording(Protocol):
    """Words a message in the language that the document is written for."""

    def __call__(self, message: str, params: Mapping[str, Any], /) -> str:
        """The sentence for that message id and its parameters."""
        ...


Writer = Callable[[PlanDocument, Wording], bytes]
Reader = Callable[[bytes], PlanDocument]


@dataclass(frozen=True, slots=True)
class Format:
    """One format.

    Attributes:
        name: how people ask for it, for example ``markdown``.
        suffix: of its files, with the dot.
        media_type: its IANA media type.
        write: makes the file's bytes from a document and a wording; ``None`` if it can only be read.
        read: makes a document from a file's bytes, or raises
            :class:`assistant.plan.document.DocumentError`; ``None`` if it can only be written.
    """

    name: str
    suffix: str
    media_type: str
    write: Writer | None
    read: Reader | None


def _writer(module: str) -> Writer:
    def write(document: PlanDocument, word: Wording) -> bytes:
        return cast(Writer, import_module(f"{__name__}.{module}").write)(document, word)

    return write


def _reader(module: str) -> Reader:
    def read(data: bytes) -> PlanDocument:
        return cast(Reader, import_module(f"{__name__}.{module}").read)(data)

    return read


FORMATS: dict[str, Format] = {
    each.name: each
    for each in (
        Format("json", ".json", "application/json", _writer("json"), _reader("json")),
        Format("markdown", ".md", "text/markdown", _writer("markdown"), None),
    )
}
"""Every format by name. A new one is a module with ``write`` or ``read``, and one line here."""
