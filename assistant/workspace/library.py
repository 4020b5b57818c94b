"""The person's own documents for conversations, screens and commands; `knowledge` keeps and searches them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from assistant.dialogue.turns import EventKind, Request
from assistant.workspace.problems import error_message
from assistant.workspace.typed_paths import typed_paths
from assistant.workspace.watch import Watch
from knowledge import EVERYWHERE, Cancelled, KnowledgeError, LibraryError, Refreshed, Stored, StoredPassage

if TYPE_CHECKING:
    from knowledge import Added
    from knowledge.library.documents import Documents

SHOWN: Final = 4
"""Passages of a document that a conversation shows; a screen of its own shows them all."""
_SHORT: Final = 400
"""Characters of such a passage."""


class Library:
    """What can be done with documents.

    Args:
        documents: gives the documents as ``knowledge`` keeps them.
    """

    def __init__(self, documents: Callable[[], Documents]) -> None:
        self._documents = documents

    def all(self, session: str | None = None) -> list[Stored]:
        """What a session sees, or every document. Raises LibraryError."""
        return self._documents().all(session)

    def of_session(self, session: str) -> list[Stored]:
        """The documents that belong to this session alone. Raises LibraryError."""
        return [each for each in self.all(session) if each.scope == session]

    def keeps_for(self, session: str) -> bool:
        """Whether documents belong to this session alone; yes, if that cannot be seen."""
        try:
            return bool(self.of_session(session))
        except LibraryError:
            return True

    def find(self, name: str, session: str | None = None) -> Stored:
        """The document that a number, a name or its beginning means. Raises LibraryError."""
        return self._documents().find(name, session)

    def passages(self, document: Stored) -> list[StoredPassage]:
        """What the search knows of a document, in reading order. Raises LibraryError."""
        return self._documents().passages(document.id)

    def add(self, path: Path, *, session: str = EVERYWHERE, watch: Watch | None = None) -> Added:
        """Read a file and take it into the search, for one session or for all.

        Raises:
            DocumentError (of ``knowledge.documents``): the file cannot be used.
            LibraryError: it cannot be stored.
            Cancelled: ``watch`` stopped it. After each of these nothing has changed.
        """
        watch = watch or Watch()
        return self._documents().add(
            path, scope=session, progress=watch.reporter(path.name), cancelled=watch.stopped
        )

    def remove(self, document: Stored) -> None:
        """Take a document out of the search; its file is left alone. Raises LibraryError."""
        self._documents().remove(document)

    def refresh(self, session: str | None = None, watch: Watch | None = None) -> list[Refreshed]:
        """Look at every file again. Raises LibraryError, or Cancelled; what was looked at before stays done."""
        documents, watch, done = self._documents(), watch or Watch(), []
        for stored in documents.all(session):
            if watch.stopped():
                raise Cancelled
            done.append(documents.look_again(stored, watch.reporter(stored.name), watch.stopped))
        return done

    def carry_out(self, session: str, request: Request, watch: Watch) -> tuple[EventKind, dict[str, Any]]:
        """Do what a conversation asks for, and tell of it as an event does; a failure is told too."""
        if request.kind == "add":
            scope = EVERYWHERE if request.params["everywhere"] else session
            paths = typed_paths(str(request.params["text"]))
            return "done", {"files": [self._added(path, scope, watch) for path in paths]}
        try:
            return "done", _ACTIONS[str(request.params["action"])](self, session, request.params, watch)
        except Cancelled:
            return "done", {"stopped": True}
        except LibraryError as error:
            return "done", {"problem": error_message(error)}

    def _added(self, path: Path, scope: str, watch: Watch) -> dict[str, Any]:
        try:
            added = self.add(path, session=scope, watch=watch)
        except Cancelled:
            return {"outcome": "stopped", "name": path.name}
        except KnowledgeError as error:
            return {"outcome": "failed", "name": path.name, "reason": error_message(error)}
        return {"outcome": added.outcome, "differs": added.extension_differs, **facts(added.document)}

    def _list(self, session: str, params: Mapping[str, Any], watch: Watch) -> dict[str, Any]:
        return {"documents": [facts(document) for document in self.all(session)]}

    def _show(self, session: str, params: Mapping[str, Any], watch: Watch) -> dict[str, Any]:
        document = self.find(str(params["name"]), session)
        first = self.passages(document)[:SHOWN]
        return {"document": facts(document), "first": [_shortened(passage) for passage in first]}

    def _remove(self, session: str, params: Mapping[str, Any], watch: Watch) -> dict[str, Any]:
        document = self.find(str(params["name"]), session)
        self.remove(document)
        return {"document": facts(document)}

    def _refresh(self, session: str, params: Mapping[str, Any], watch: Watch) -> dict[str, Any]:
        looked = self.refresh(session, watch)
        return {
            "looked": [
                {
                    "outcome": each.outcome,
                    "reason": error_message(each.problem) if each.problem else None,
                    **facts(each.document),
                }
                for each in looked
            ]
        }


_Action = Callable[[Library, str, Mapping[str, Any], Watch], dict[str, Any]]
_ACTIONS: Final[Mapping[str, _Action]] = {
    "list": Library._list,
    "show": Library._show,
    "remove": Library._remove,
    "refresh": Library._refresh,
}


def facts(document: Stored) -> dict[str, Any]:
    """What is told of a document, as JSON values."""
    return {
        "number": document.id,
        "name": document.name,
        "title": document.title,
        "format": document.media,
        "pages": document.pages,
        "passages": document.passages,
        "everywhere": document.scope == EVERYWHERE,
    }


def _shortened(passage: StoredPassage) -> dict[str, Any]:
    text = passage.text
    if len(text) > _SHORT:
        text = text[:_SHORT].rsplit(None, 1)[0] + " …"
    heading = passage.headings[-1] if passage.headings else ""
    return {
        "number": passage.number,
        "page": passage.page,
        "heading": "" if text.startswith(heading) else heading,
        "text": text,
    }
