"""Adding, listing and removing the person's own documents."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from knowledge.errors import Cancelled, EmbedderUnavailable, StoreError
from knowledge.hits import DOCUMENT
from knowledge.library.database import LibraryDatabase, guessed_language, visible_from
from knowledge.library.model import EVERYWHERE, Added, LibraryError, Refreshed, Stored, StoredPassage
from knowledge.records import Record

if TYPE_CHECKING:
    from knowledge.documents import Chunk, Document
    from knowledge.keeper import Keeper

Phase = Literal["reading", "indexing"]
Progress = Callable[[Phase, int, int], None]

_MINIMUM: Final = 4  # characters of an id or name that are enough to name a document


class Documents:
    """The library as the rest of the house uses it; every method may be called from any thread.

    A document is visible from the moment when it is whole: its vectors are made first, then texts and words are
    stored in one transaction, which also takes out what it replaces. Whoever stops in between changes nothing.
    """

    def __init__(self, database: LibraryDatabase, keeper: Keeper) -> None:
        self._database = database
        self._keeper = keeper

    def add(
        self,
        path: Path,
        *,
        scope: str = EVERYWHERE,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Added:
        """Read and index a file; one that is there already, unchanged, is left as it is.

        ``progress`` is told the phase, what is done and how much there is (pages, then passages). Raises
        DocumentError when the file cannot be used, Cancelled, or LibraryError; then nothing has changed.
        """
        from knowledge.documents import DocumentError, chunk, read_document

        report = progress or _silent
        path = path.expanduser().absolute()
        try:
            document = read_document(
                path, progress=lambda at, of: report("reading", at, of), cancelled=cancelled
            )
        except DocumentError as error:
            if error.code == "cancelled":
                raise Cancelled from error
            raise
        there = self._database.documents([scope])
        same = next((stored for stored in there if stored.sha256 == document.sha256), None)
        if same is not None:
            return Added("same", same, document.extension_differs)
        passages = [_passage(piece) for piece in chunk(document)]
        self._index(passages, report, cancelled)
        old = any(stored.path == str(path) for stored in there)
        stored = self._database.put(_stored(document, path, scope), passages)
        return Added("replaced" if old else "added", stored, document.extension_differs)

    def all(self, session: str | None = None) -> list[Stored]:
        """What a session sees: the documents for all and its own; every document without a session."""
        return self._database.documents(None if session is None else visible_from(session))

    def find(self, name: str, session: str | None = None) -> Stored:
        """The document that ``name`` means: its number, path, file name, title, or the beginning of one of them.

        Raises LibraryError: unknown, or ambiguous with the names that fit.
        """
        wanted = unicodedata.normalize("NFC", name.strip()).casefold()
        found = self.all(session)
        exact = [d for d in found if wanted in _names(d)]
        begun = [d for d in found if len(wanted) >= _MINIMUM and any(n.startswith(wanted) for n in _names(d))]
        for fitting in (exact, begun):
            if len(fitting) == 1:
                return fitting[0]
            if fitting:
                names = ", ".join(f"{d.id} {d.name}" for d in fitting)
                raise LibraryError("ambiguous", name=name.strip(), names=names)
        raise LibraryError("unknown", name=name.strip())

    def passages(self, document: int) -> list[StoredPassage]:
        """The passages of a document, in reading order."""
        return self._database.passages(document)

    def remove(self, document: Stored) -> None:
        """Take a document out of the library; the file itself is left alone."""
        self._database.remove(document.id)

    def refresh(
        self,
        *,
        session: str | None = None,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> list[Refreshed]:
        """Look at every document's file again; one that cannot be read keeps its old passages. Raises Cancelled."""
        return [self.look_again(stored, progress, cancelled) for stored in self.all(session)]

    def copy(self, session: str, to: str) -> int:
        """Give another session every document of ``session`` as it is, without its file; how many those are."""
        own = [stored for stored in self.all(session) if stored.scope == session]
        for stored in own:
            self._database.put(replace(stored, scope=to), self.passages(stored.id))
        return len(own)

    def look_again(
        self,
        stored: Stored,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Refreshed:
        """Look at one document's file again; if it cannot be read the old passages stay. Raises Cancelled."""
        from knowledge.documents import DocumentError

        try:
            added = self.add(Path(stored.path), scope=stored.scope, progress=progress, cancelled=cancelled)
        except DocumentError as error:
            return Refreshed(stored, "missing" if error.code == "missing" else "failed", error)
        except LibraryError as error:
            return Refreshed(stored, "failed", error)
        return Refreshed(added.document, "same" if added.outcome == "same" else "replaced")

    def _index(
        self, passages: Sequence[StoredPassage], report: Progress, cancelled: Callable[[], bool] | None
    ) -> None:
        """Make the vectors of new passages, if an embedder runs here; without one they are found by words."""
        self._keeper.warm()
        engine = self._keeper.engine
        if engine is None:
            return
        records = records_of_passages(passages)
        report("indexing", 0, len(records))
        try:
            engine.prepare(records, lambda at, of: report("indexing", at, of), cancelled)
        except (EmbedderUnavailable, StoreError):
            # What a search could not find by meaning it finds by words, until the index can be made.
            return


def records_of_passages(passages: Sequence[StoredPassage]) -> tuple[Record, ...]:
    """What is embedded of a document: each passage with the headings that lead to it."""
    return tuple(
        Record(f"{p.number}", f"{p.number}", p.lang, DOCUMENT, "\n".join((*p.headings[-2:], p.text)), False)
        for p in passages
    )


def _passage(piece: Chunk) -> StoredPassage:
    lang = guessed_language(piece.text)
    return StoredPassage(
        0, 0, piece.number, tuple(piece.headings), piece.text, piece.page, piece.last_page, lang
    )


def _stored(document: Document, path: Path, scope: str) -> Stored:
    return Stored(
        id=0,
        sha256=document.sha256,
        path=str(path),
        name=path.name,
        title=document.title,
        media=document.media,
        size=document.size,
        pages=document.pages,
        scope=scope,
        added_at=datetime.now(UTC).isoformat(timespec="seconds"),
        passages=0,
    )


def _names(document: Stored) -> tuple[str, ...]:
    plain = (str(document.id), document.path, document.name, document.title, document.sha256)
    return tuple(unicodedata.normalize("NFC", name).casefold() for name in plain)


def _silent(phase: Phase, done: int, total: int) -> None:
    del phase, done, total
