"""One reading: whose file it is, what is too much, who wants to know how far it is and who may stop it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from knowledge.documents.errors import Code, DocumentError
from knowledge.documents.model import Limits


@dataclass(frozen=True)
class Task:
    """What a format needs besides the bytes.

    Attributes:
        name: the file's name, for errors.
        limits: what is refused.
        progress: called with parts done and parts in all.
        cancelled: asked between parts.
    """

    name: str
    limits: Limits
    progress: Callable[[int, int], None] | None = None
    cancelled: Callable[[], bool] | None = None

    def error(self, code: Code, **params: str | int) -> DocumentError:
        """The error to raise, with the file's name in it."""
        return DocumentError(code, name=self.name, **params)

    def step(self, done: int, total: int) -> None:
        """Tell how far it is. Raises DocumentError ``cancelled`` when it is not wanted any more."""
        self.check()
        if self.progress is not None:
            self.progress(done, total)

    def check(self) -> None:
        """Raises DocumentError ``cancelled`` when it is not wanted any more."""
        if self.cancelled is not None and self.cancelled():
            raise self.error("cancelled")

    def count(self, pages: int) -> None:
        """Raises DocumentError ``too-many-pages``."""
        if pages > self.limits.pages:
            raise self.error("too-many-pages", pages=pages, limit=self.limits.pages)
