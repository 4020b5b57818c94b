"""Slow work that a conversation asks for: searching the sources, writing an export."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.dialogue.turns import EventKind, Request
from assistant.formats import FORMATS
from assistant.formats.files import ExportError, make_folder, write_atomic
from assistant.plan.document import PlanDocument
from knowledge import Hit, Knowledge, KnowledgeError

if TYPE_CHECKING:
    from assistant.workspace.conversation import Conversation

_EXAMPLES = ("example", "case")
_SHOWN = 3
_WIDE = 8  # hits looked at when some of them may hold lines to take


class Fulfiller:
    """Carries requests out and answers with the event that tells of the result.

    Args:
        knowledge: the knowledge base.
        exports: the folder for exports without a path.
        write: makes the bytes of a document in a format and a language.
        text: words a message.
        error_text: words one of our own errors.
    """

    def __init__(
        self,
        knowledge: Knowledge,
        exports: Path,
        write: Callable[[PlanDocument, str, str], bytes],
        text: Callable[[str, Mapping[str, Any] | None, str | None], str],
        error_text: Callable[[Exception], str | None],
    ) -> None:
        self._knowledge = knowledge
        self._exports = exports
        self._write = write
        self._text = text
        self._error_text = error_text

    def fulfil(self, conversation: Conversation, request: Request) -> tuple[EventKind, dict[str, Any]]:
        """Do what a request asks for; a failure that can be expected is a result too."""
        try:
            if request.kind == "search":
                question = str(request.params["question"])
                return "found", {"hits": [_as_json(hit, question) for hit in self._search(request.params)]}
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

    def _search(self, params: Mapping[str, Any]) -> list[Hit]:
        """Passages for a request; where the question alone finds too little, those of the step follow."""
        lang, step, purpose = str(params["lang"]), params["step"], params["purpose"]
        topic = params["topic"]
        words = str(params["query"])
        query = words or (self._text(topic["id"], topic["params"], lang) if topic else "")
        kinds = _EXAMPLES if purpose == "example" else None
        hits = self._knowledge.search(query, lang=lang, step=step, k=_SHOWN if words else _WIDE, kinds=kinds)
        if purpose == "suggest" and not words:
            hits = self._with_offers_first(hits, str(params["question"]), lang)
        if not words and step is not None and len(hits) < 2:
            hits += _others(self._knowledge.for_step(step, lang, kinds), hits)
        return hits[:_SHOWN]

    def _with_offers_first(self, hits: list[Hit], question: str, lang: str) -> list[Hit]:
        """What can be taken as an answer comes before what is only good to know, which keeps one place."""
        having = self._knowledge.offering(question, lang)
        found = [hit for hit in hits if hit.offers_for(question)]
        offering = (found + _others(having, found))[: _SHOWN - 1]
        return offering + [hit for hit in hits if not hit.offers_for(question)]


def _others(more: list[Hit], known: list[Hit]) -> list[Hit]:
    """Those of ``more`` that are not among ``known``."""
    ids = {hit.passage_id for hit in known}
    return [hit for hit in more if hit.passage_id not in ids]


def _as_json(hit: Hit, question: str) -> dict[str, Any]:
    """A hit as an event holds it; of its offers those that answer the question at hand."""
    data = asdict(replace(hit, offers={}))
    data["lines"], data["steps"] = list(hit.lines), list(hit.steps)
    data["offers"] = list(hit.offers_for(question))
    return data


def _file_name(title: str) -> str:
    """A title as the name of a file, without what file systems do not take."""
    name = re.sub(r'[\x00-\x1f\x7f<>:"/\\|?*]+', " ", title)
    name = " ".join(name.split()).strip(" .")
    while len(name.encode()) > 120:
        name = name[:-1]
    return name or "plan"
