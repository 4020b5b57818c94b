"""What is said of a document of the person's own, on the command line and on the screen, as message parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from knowledge import Place, Stored, StoredPassage

_PAGED = ("pdf", "pptx", "xlsx")


def length_of(document: Stored) -> dict[str, Any]:
    """Return how long a document is: pages, slides or sheets where its format has them, and passages."""
    parts: list[dict[str, Any]] = [_counted("documents.passages", document.passages)]
    if document.pages is not None:
        paged = document.media if document.media in _PAGED else "pdf"
        parts.insert(0, _counted(f"documents.pages.{paged}", document.pages))
    return {"join": ", ", "items": parts}


def place_in(place: Place) -> dict[str, Any]:
    """Return where a passage stands, as the conversation words it."""
    from assistant.dialogue.citing import place_of

    return place_of(asdict(place))


def stands_at(passage: StoredPassage) -> dict[str, Any]:
    """Return where a passage of a document stands: number, page, headings."""
    parts: list[dict[str, Any]] = [{"id": "documents.number", "params": {"number": passage.number}}]
    if passage.page is not None:
        parts.append({"id": "passage.page", "params": {"page": passage.page}})
    if passage.headings:
        parts.append({"id": "passage.heading", "params": {"headings": " › ".join(passage.headings)}})
    return {"join": ", ", "items": parts}


def has_title(document: Stored) -> bool:
    """Whether the title says more than the file's name."""
    return bool(document.title) and document.title not in (document.name, document.name.rpartition(".")[0])


def as_json(document: Stored) -> Mapping[str, Any]:
    """Return a document for other programs."""
    return {
        "id": document.id,
        "name": document.name,
        "title": document.title,
        "format": document.media,
        "pages": document.pages,
        "passages": document.passages,
        "size": document.size,
        "sha256": document.sha256,
        "path": document.path,
        "session": document.scope or None,
        "added_at": document.added_at,
    }


def _counted(message: str, count: int) -> dict[str, Any]:
    return {"id": message, "params": {"count": count}}
