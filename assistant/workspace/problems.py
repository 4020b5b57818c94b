"""Our own errors as messages: what happened, by the code that the error bears."""

from __future__ import annotations

from typing import Any

from assistant.formats.files import ExportError, ImportFileError
from assistant.plan.document import DocumentError
from assistant.sessions import StoreError
from knowledge import KnowledgeError, LibraryError


def error_message(error: Exception) -> dict[str, Any] | None:
    """One of our own errors as a message, id and parameters; ``None`` for others."""
    family = _family(error)
    if family is not None:
        code = getattr(error, "code", "")
        return {"id": f"error.{family}.{code}", "params": dict(getattr(error, "params", {}))}
    if isinstance(error, KnowledgeError):  # its own text is for the log
        return {"id": "error.knowledge", "params": {}}
    return None


def _family(error: Exception) -> str | None:
    from knowledge.documents import DocumentError as UnreadableError

    families: tuple[tuple[type[Exception], str], ...] = (
        (LibraryError, "library"),
        (UnreadableError, "document"),
        (StoreError, "storage"),
        (ExportError, "export"),
        (ImportFileError, "import"),
        (DocumentError, "document"),
    )
    return next((name for kind, name in families if isinstance(error, kind)), None)
