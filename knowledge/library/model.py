"""What the library of own documents holds and answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from knowledge.errors import KnowledgeError

EVERYWHERE: Final = ""
"""The scope of a document that belongs to every session; else a scope is the id of a session."""


class LibraryError(KnowledgeError):
    """The library cannot do what was asked; ``code`` names why: unknown, ambiguous, damaged, busy, disk."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(f"{code}: {params}" if params else code)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class Stored:
    """A document in the library.

    ``sha256`` is that of the file's bytes when it was read, ``path`` where it lay (absolute), ``name`` the name of
    the file, ``size`` in bytes, ``pages`` None where the format has none, ``added_at`` ISO 8601 with offset.
    """

    id: int
    sha256: str
    path: str
    name: str
    title: str
    media: str
    size: int
    pages: int | None
    scope: str
    added_at: str
    passages: int


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage of a document: verbatim ``text``, where it stands, its language (a guess from its letters)."""

    id: int
    document: int
    number: int
    headings: tuple[str, ...]
    text: str
    page: int | None
    last_page: int | None
    lang: str


@dataclass(frozen=True, slots=True)
class Added:
    """What adding did: ``added``, ``same`` (nothing changed) or ``replaced`` (the file had changed)."""

    outcome: Literal["added", "same", "replaced"]
    document: Stored
    extension_differs: bool = False


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What looking at a document's file again did; ``problem`` says why a file could not be read."""

    document: Stored
    outcome: Literal["same", "replaced", "missing", "failed"]
    problem: KnowledgeError | None = None
