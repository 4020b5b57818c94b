"""The workspace: where everything is wired together, and the only thing that ``tui`` talks to."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.dialogue.reading import Lexicon
from assistant.dialogue.state import State
from assistant.dialogue.turn import Context
from assistant.formats import FORMATS
from assistant.formats.files import read_file
from assistant.locations import Locations, find_locations
from assistant.plan.document import PlanDocument, load_document, new_document
from assistant.plan.schema import json_schema
from assistant.sessions import MemoryStore, SessionStore, open_store
from assistant.workspace.conversation import Conversation, Tools
from assistant.workspace.library import Library
from assistant.workspace.problems import error_message
from assistant.workspace.record import load_state
from assistant.workspace.requests import Fulfiller
from assistant.workspace.shelf import Shelf
from knowledge import Hit, Knowledge
from knowledge.embedding.settings import EmbedderSettings
from prompts import LANGUAGES, OFFERED, Catalogue, load_lexicon

if TYPE_CHECKING:
    from assistant.sessions import StoredSession

IMPORT_LIMIT = 50 * 1024 * 1024
"""Bytes; no plan comes near it."""


def _now() -> datetime:
    return datetime.now(UTC).astimezone()


class Workspace(Shelf):
    """Sessions, knowledge, formats and wording of one person on one machine.

    Use :meth:`open`, or :meth:`open_in_memory` where the disk cannot be used.
    """

    def __init__(
        self,
        store: SessionStore,
        locations: Locations,
        *,
        lang: str | None = None,
        in_memory: bool = False,
        now: Callable[[], datetime] = _now,
    ) -> None:
        super().__init__(
            store,
            now,
            lambda message, params: self.text(message, params),
            lambda original, copy: self.knowledge.documents.copy(original, copy),
        )
        self.in_memory = in_memory
        self.locations = locations
        self._catalogue = Catalogue.load()
        self.lang = _chosen(lang, self.languages)
        self.knowledge = Knowledge(
            locations.cache / "knowledge",
            settings=EmbedderSettings.from_environ,
            library=locations.data / "library.sqlite3",
            server=os.environ.get("GOVPLAN_CHROMA_URL", "").strip(),
            token=os.environ.get("GOVPLAN_CHROMA_TOKEN", "").strip(),
        )
        self.library = Library(lambda: self.knowledge.documents)

    @classmethod
    def open(cls, locations: Locations | None = None, *, lang: str | None = None) -> Workspace:
        """Open the person's workspace.

        Raises:
            StoreUnavailable: the folder or the database cannot be used (``code``, ``params``).
        """
        locations = locations or find_locations()
        return cls(open_store(locations.data), locations, lang=lang)

    @classmethod
    def open_in_memory(cls, locations: Locations | None = None, *, lang: str | None = None) -> Workspace:
        """A workspace that keeps nothing after the program ends; the screen has to say so."""
        return cls(MemoryStore(), locations or find_locations(), lang=lang, in_memory=True)

    @property
    def languages(self) -> tuple[str, ...]:
        """The complete languages."""
        return OFFERED

    def text(self, message: str, params: Mapping[str, Any] | None = None, lang: str | None = None) -> str:
        """Word a message as plain text."""
        return self._catalogue.render(message, params, lang or self.lang, plain=True)

    def new(
        self, name: str | None = None, *, lang: str | None = None, document: PlanDocument | None = None
    ) -> Conversation:
        """Begin a session, with an empty plan or with the one given. ``start`` makes its first turn.

        Raises:
            StoreError: it cannot be stored.
        """
        now = self._now()
        chosen = _chosen(lang, self.languages) if lang else self.lang
        name = name or self.text("session.name", {"date": now.date().isoformat()}, chosen)
        info = self._store.create(uuid.uuid4().hex, name, at=now)
        state = State(document or new_document(f"_{uuid.uuid4().hex}"), {"lang": chosen})
        return Conversation(info, state, self._tools(self._store))

    def resume(self, name_or_id: str) -> Conversation:
        """Open a session where it was left.

        Raises:
            UnknownSession, AmbiguousSession: no or more than one session of that name.
            StoreError: it cannot be read.
        """
        info = self._store.find(name_or_id)
        return self._conversation(self._store.load(info.id))

    def sample(self, lang: str | None = None) -> Conversation:
        """The finished sample plan, to look at and to play with; nothing of it is kept."""
        from assistant.samples import load_sample

        chosen = lang or self.lang
        store = MemoryStore()
        info = store.create(uuid.uuid4().hex, self.text("session.sample", {}, chosen), at=self._now())
        thread = {"lang": chosen, "sample": True}
        return Conversation(info, State(load_sample(chosen), thread), self._tools(store))

    def import_file(self, path: Path, name: str | None = None) -> Conversation:
        """Open a plan from a JSON file as a new session; its first turn is made and stored.

        Raises:
            ImportFileError: the file cannot be read.
            DocumentError: it holds no plan that can be opened.
            StoreError: the session cannot be stored.
        """
        document = load_document(read_file(path.expanduser(), IMPORT_LIMIT))
        conversation = self.new(name or path.stem, document=document)
        conversation.start()
        return conversation

    def export(self, name_or_id: str, format: str, path: Path | None = None, *, force: bool = False) -> Path:
        """Write a session's plan to a file and answer its path.

        Args:
            name_or_id: the session.
            format: ``json`` or ``markdown``.
            path: where to; by default a name made of the plan's title in the folder for exports.
            force: whether a file that is there already may be replaced.

        Raises:
            UnknownSession, AmbiguousSession: no or more than one session of that name.
            ExportError: the file cannot be written.
        """
        conversation = self.resume(name_or_id)
        return self._fulfiller.write(conversation, format, path, force=force)

    def write_format(self, document: PlanDocument, format: str, lang: str) -> bytes:
        """A document in a format, worded in a language."""
        writer = FORMATS[format].write
        if writer is None:
            raise ValueError(f"{format} cannot be written")
        return writer(
            document, lambda message, params: self._catalogue.render(message, params, lang, plain=True)
        )

    def schema(self) -> str:
        """The JSON Schema of a plan file."""
        return json_schema()

    def search(
        self,
        text: str,
        *,
        lang: str | None = None,
        step: int | None = None,
        k: int = 3,
        session: str | None = None,
    ) -> list[Hit]:
        """Search the sources and the documents for all plans, and those of the session with this id."""
        return self.knowledge.search(text, lang=lang or self.lang, step=step, k=k, session=session)

    def warm(self) -> None:
        """Load what the first answer and the first search need. Blocks for a second or two.

        Never raises for failures that can be expected.
        """
        _ = self._context.lexicon
        self.knowledge.warm()

    def knowledge_state(self) -> tuple[str, str]:
        """State of the knowledge base and, if it is not whole, why."""
        return self.knowledge.state, self.knowledge.reason

    def indexed(self) -> int | None:
        """How much of a new index is there, in percent; ``None`` when none is being made. Never blocks."""
        building = self.knowledge.building
        return None if building is None else 100 * building.done // max(1, building.total)

    def error_text(self, error: Exception) -> str | None:
        """What to tell a person about one of our own errors; ``None`` for others."""
        says = error_message(error)
        return None if says is None else self.text(says["id"], says["params"])

    def close(self) -> None:
        """Let go of store and index; what was answered is stored already."""
        self._store.close()
        self.knowledge.close()

    @cached_property
    def _fulfiller(self) -> Fulfiller:
        return Fulfiller(
            self.knowledge,
            self.locations.exports,
            self.write_format,
            self.text,
            self.error_text,
            self.library,
        )

    @cached_property
    def _context(self) -> Context:
        return Context(
            words=lambda: Lexicon.from_data(load_lexicon()),
            phrase=lambda message, params, lang: self._catalogue.render(message, params, lang, plain=True),
            languages=self.languages,
        )

    def _tools(self, store: SessionStore) -> Tools:
        return Tools(
            store=store,
            context=self._context,
            word=lambda message, params, lang, plain: self._catalogue.render(
                message, params, lang, plain=plain
            ),
            now=self._now,
            folder=self.locations.data / "texts",
            fulfil=self._fulfiller.fulfil,
            markdown=lambda document, lang: self.write_format(document, "markdown", lang).decode(),
        )

    def _conversation(self, stored: StoredSession) -> Conversation:
        tools = self._tools(self._store)
        if stored.snapshot is None:
            info = replace(stored.info, turns=0)
            return Conversation(info, State(new_document(f"_{info.id}"), {"lang": self.lang}), tools)
        return Conversation(stored.info, load_state(stored), tools)


def _chosen(wanted: str | None, offered: Sequence[str]) -> str:
    """The language to use: the one wanted, else that of the system, if it is complete; else English."""
    candidates = [
        wanted,
        os.environ.get("GOVPLAN_LANG"),
        os.environ.get("LC_ALL"),
        os.environ.get("LANG"),
    ]
    code = next((each[:2].casefold() for each in candidates if each), LANGUAGES[0])
    if code == LANGUAGES[0] or code not in LANGUAGES:
        return LANGUAGES[0]
    return code if code in offered else LANGUAGES[0]
