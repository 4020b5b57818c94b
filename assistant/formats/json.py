"""JSON: the plan with its provenance, against the published schema; nothing is lost either way."""

from __future__ import annotations

from assistant.formats import Wording
from assistant.plan.document import PlanDocument, dump_document, load_document


def write(document: PlanDocument, word: Wording) -> bytes:
    """The document as JSON; the keys are the same in every language."""
    return dump_document(document).encode()


def read(data: bytes) -> PlanDocument:
    """The document that the JSON holds.

    Raises:
        DocumentError: it holds none; see :func:`assistant.plan.document.load_document`.
    """
    return load_document(data)
