"""JSON: the plan with its provenance, against the published schema; nothing is lost either way."""

from __future__ import annotations

from assistant.formats import Wording
from assistant.plan.document import PlanDocument, dump_document, load_document


def write(document: PlanDocument, word: Wording) -> bytes:
    """The document as JSON, with the name of this program; the keys are the same in every language."""
    return dump_document(document.model_copy(update={"generator": _generator()})).encode()


def read(data: bytes) -> PlanDocument:
    """The document that the JSON holds; which program wrote it is not kept.

    Raises:
        DocumentError: it holds none; see :func:`assistant.plan.document.load_document`.
    """
    return load_document(data)


def _generator() -> str:
    """The program and its version; the name alone when it runs from files that were never installed."""
    from importlib import metadata  # 15 ms that only a file needs

    try:
        return f"govplan {metadata.version('govplan')}"
    except metadata.PackageNotFoundError:
        return "govplan"
