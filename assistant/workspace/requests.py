"""Slow work that a conversation asks for: searching the sources, writing an export, reading documents."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.dialogue.turns import EventKind, Request
from assistant.formats import FORMATS
from assistant.formats.files import ExportError, make_folder, write_atomic
from assistant.plan.document import PlanDocument
from assistant.workspace.casebook import Casebook
from assistant.workspace.hits import hit_json
from assistant.workspace.library import Library
from assistant.workspace.suggester import Suggester
from assistant.workspace.watch import Watch
from knowledge import Knowledge, KnowledgeError

if TYPE_CHECKING:
    from assistant.workspace.conversation import Conversation


class Fulfiller:
    """Carries requests out and answers with the event that tells of the result.

    Args:
        knowledge: the knowledge base.
        exports: the folder for exports without a path.
        write: makes the bytes of a document in a format and a language.
        text: words a message.
        error_text: words one of our own errors.
        library: the person's own documents.
    """

    def __init__(
        self,
        knowledge: Knowledge,
        exports: Path,
        write: Callable[[PlanDocument, str, str], bytes],
        text: Callable[[str, Mapping[str, Any] | None, str | None], str],
        error_text: Callable[[Exception], str | None],
        library: Library,
    ) -> None:
        self._knowledge = knowledge
        self._casebook = Casebook(knowledge)
        self._exports = exports
        self._write = write
        self._text = text
        self._error_text = error_text
        self._library = library

    def fulfil(
        self, conversation: Conversation, request: Request, watch: Watch
    ) -> tuple[EventKind, dict[str, Any]]:
        """Do what a request asks for; a failure that can be expected is a result too."""
        try:
            if request.kind == "search":
                return "found", self._found(conversation, request.params)
            if request.kind != "export":
                return self._library.carry_out(conversation.id, request, watch)
            params = request.params
            path = Path(str(params["path"])) if params.get("path") else None
            written = self.write(conversation, str(params["format"]), path)
            return "done", {"path": str(written), "format": params["format"]}
        except (ExportError, KnowledgeError) as error:
            return "failed", {"reason": self._error_text(error) or str(error)}

    def write(
        self, conversation: Conversation, format: str, path: Path | None = None, *, force: bool = False
    ) -> Path:
        """Write a conversation's plan to a file and answer its path; a name of our own never meets another.

        Raises:
            ExportError: the file cannot be written.
        """
        data = self._write(conversation.document(), format, conversation.lang)
        if path is not None:
            return write_atomic(path, data, overwrite=force)
        stem = _file_name(conversation.title or conversation.name)
        suffix = FORMATS[format].suffix
        make_folder(self._exports)
        for number in range(1, 10_000):
            name = f"{stem}{suffix}" if number == 1 else f"{stem} ({number}){suffix}"
            try:
                return write_atomic(self._exports / name, data, overwrite=False)
            except ExportError as error:
                if error.code != "exists":
                    raise
        raise ExportError("exists", path=str(self._exports / f"{stem}{suffix}"))

    def _found(self, conversation: Conversation, params: Mapping[str, Any]) -> dict[str, Any]:
        """What a search comes to. A question that names no government after all is a question like any other."""
        session = conversation.id if conversation else None
        if params["purpose"] == "cases":
            if (data := self._casebook.look(params, self._topic(params))) is not None:
                return data
            params = {**params, "purpose": "question"}
        found = Suggester(self._knowledge, self._casebook, session).search(params, self._topic(params))
        names = self._casebook.names(str(params["lang"])) if any(hit.fact for hit in found) else {}
        hits = [hit_json(hit, str(params["question"]), names) for hit in found]
        return {"hits": hits, "purpose": params["purpose"]}

    def _topic(self, params: Mapping[str, Any]) -> str:
        """What the question at hand is about, in words."""
        topic = params["topic"]
        return self._text(topic["id"], topic["params"], str(params["lang"])) if topic else ""


def _file_name(title: str) -> str:
    """A title as the name of a file, without what file systems do not take."""
    name = re.sub(r'[\x00-\x1f\x7f<>:"/\\|?*]+', " ", title)
    name = " ".join(name.split()).strip(" .")
    while len(name.encode()) > 120:
        name = name[:-1]
    return name or "plan"
