"""The list of documents on top of the main screen: add, take out, look again, see what was understood."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, Protocol

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.documents import has_title, length_of, stands_at
from tui.keys import bindings, hints, shown
from tui.safe import clean, one_line
from tui.screens.ask import AskScreen, MenuScreen, Question
from tui.threads import in_thread
from tui.words import Words

if TYPE_CHECKING:
    from assistant.workspace import Conversation, Turn, Workspace
    from knowledge import Stored, StoredPassage

MOST = 200
"""Passages of a document that are shown at once; the command line prints them all."""


class Asked(Message):
    """Somebody wants a command of the conversation to be sent."""

    def __init__(self, command: str, argument: str) -> None:
        super().__init__()
        self.command = command
        self.argument = argument


class Work(Protocol):
    """The screen below, which knows what is under way."""

    def progress_line(self, width: int) -> str:
        """How far the reading of documents is; empty when none is read."""
        ...

    def stop_reading(self) -> bool:
        """Stop it; whether there was any."""
        ...

    def post_message(self, message: Message) -> bool:
        """Take an `Asked`."""
        ...


class DocumentsScreen(Question):
    """What is done here is said in the conversation, as if it had been typed, and so stands in its transcript."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("documents")]

    def __init__(
        self,
        words: Words,
        workspace: Workspace,
        conversation: Conversation,
        below: Work,
        keymap: Mapping[str, str],
    ) -> None:
        super().__init__(words)
        self._workspace = workspace
        self._conversation = conversation
        self._below = below
        self._keymap = keymap
        self._places: list[Stored | None] = []
        self._told = ""

    def compose(self) -> ComposeResult:
        """Title, list, what is under way or was done last, keys."""
        title = self.words("ui.documents.title", name=one_line(self._conversation.name))
        with Vertical(classes="box"):
            yield Static(title, classes="title", markup=False)
            yield OptionList(id="documents", markup=False)
            yield Static("", id="documents-told", markup=False)
            yield Static(self._hints(), classes="keys", markup=False)

    def on_mount(self) -> None:
        """Read the list; it is short, but the disk may be slow."""
        self.reload()
        self.show_progress()

    def _hints(self) -> str:
        keys = [
            (shown(key, self._keymap), self.words(f"ui.key.{key.id}.label")) for key in hints(["documents"])
        ]
        return "  ".join(f"{key} {label}" for key, label in keys)

    @work(group="documents", exclusive=True, description="lists the documents")
    async def reload(self) -> None:
        """Show the documents as they are now."""
        from knowledge import LibraryError

        library, session = self._workspace.library, self._conversation.id
        try:
            documents = await in_thread(lambda: library.all(session), "govplan-documents")
        except LibraryError as error:
            self._told = self._workspace.error_text(error) or error.code
            documents = []
        self._show(documents)
        self.show_progress()

    def _show(self, documents: list[Stored]) -> None:
        listed = self.query_one(OptionList)
        before = self._marked
        options: list[Option] = []
        self._places = []
        for scope, message in ((self._conversation.id, "plan"), ("", "all")):
            group = [document for document in documents if document.scope == scope]
            if group:
                head = self.words(f"ui.documents.group.{message}")
                options.append(Option(Content.styled(head, "dim"), disabled=True))
                self._places.append(None)
            for document in group:
                options.append(Option(self._line(document)))
                self._places.append(document)
        if not documents:
            options.append(Option(self.words("ui.documents.none"), disabled=True))
            self._places.append(None)
        listed.set_options(options)
        ids = [document.id if document else 0 for document in self._places]
        wanted = before.id if before else -1
        first = next((place for place, document in enumerate(self._places) if document), None)
        listed.highlighted = ids.index(wanted) if wanted in ids else first
        listed.focus()

    def _line(self, document: Stored) -> Content:
        facts = self.words("value", value=length_of(document))
        title = f"{one_line(document.title)} · " if has_title(document) else ""
        second = self.words.glyphs.plain(f"{title}{facts}")
        return Content.assemble(
            (f"{document.id}  {one_line(document.name)}", "bold"), "\n   ", (second, "dim")
        )

    @property
    def _marked(self) -> Stored | None:
        place = self.query_one(OptionList).highlighted
        return self._places[place] if place is not None and place < len(self._places) else None

    def show_progress(self) -> None:
        """Show what is under way, else what was done last."""
        if self.is_mounted:
            told = self.query_one("#documents-told", Static)
            told.update(self._below.progress_line(told.size.width) or self._told)

    def tell(self, turn: Turn) -> None:
        """Show what came of the last request, and the list after it."""
        from tui.plain.linear import linear

        self._told = "\n".join(linear(each.text) for each in turn.shown[:4])
        self.reload()

    def on_paste(self, event: events.Paste) -> None:
        """Take a pasted or dropped path as a document to add."""
        event.stop()
        self.action_add(" ".join(event.text.split("\n")))

    @work(group="asks", exclusive=True, description="asks which document to add")
    async def action_add(self, path: str = "") -> None:
        """Ask for a path and for whom, and add it."""
        typed = await self.app.push_screen_wait(AskScreen(self.words, "ui.ask.document", path))
        if not typed or not typed.strip():
            return
        scope = await self.app.push_screen_wait(MenuScreen(self.words, "ui.documents.scope", ("plan", "all")))
        if scope:
            self._ask("add", f"--all {typed.strip()}" if scope == "all" else typed.strip())

    @work(group="asks", exclusive=True, description="asks whether to take a document out")
    async def action_remove(self) -> None:
        """Take the marked document out, after a yes."""
        document = self._marked
        if document is None:
            return
        menu = MenuScreen(self.words, "ui.documents.remove", ("keep", "remove"), name=one_line(document.name))
        if await self.app.push_screen_wait(menu) == "remove":
            self._ask("documents", f"remove {document.id}")

    def action_again(self) -> None:
        """Look at every file again."""
        if any(self._places):
            self._ask("documents", "refresh")

    def action_show(self) -> None:
        """Show what was understood of the marked document."""
        self.query_one(OptionList).action_select()

    @on(OptionList.OptionSelected)
    @work(group="asks", exclusive=True, description="shows what was understood of a document")
    async def _open(self, event: OptionList.OptionSelected) -> None:
        document = self._places[event.option_index]
        if document is not None:
            library = self._workspace.library
            passages = await in_thread(lambda: library.passages(document), "govplan-documents")
            await self.app.push_screen_wait(PassagesScreen(self.words, document, passages))

    def action_leave(self) -> None:
        """Stop what is being read; when nothing is, go back."""
        if not self._below.stop_reading():
            self.dismiss(None)

    def action_close(self) -> None:
        """Go back to the conversation; what is being read goes on."""
        self.dismiss(None)

    def _ask(self, command: str, argument: str) -> None:
        self._told = ""
        self._below.post_message(Asked(command, argument))


class PassagesScreen(Question):
    """What was understood of a document, passage by passage: as it is found, so it stands here."""

    def __init__(self, words: Words, document: Stored, passages: list[StoredPassage]) -> None:
        super().__init__(words)
        self._document = document
        self._passages = passages

    def compose(self) -> ComposeResult:
        """Title, passages, keys."""
        facts = self.words("value", value=length_of(self._document))
        with Vertical(classes="box"):
            yield Static(f"{one_line(self._document.name)}: {facts}", classes="title", markup=False)
            with VerticalScroll():
                yield Static(self._text(), markup=False)
            yield Static(self.words("ui.passages.keys"), classes="keys", markup=False)

    def on_mount(self) -> None:
        """Arrow keys scroll."""
        scroll: Widget = self.query_one(VerticalScroll)
        scroll.focus()

    def _text(self) -> Content:
        parts: list[Content] = []
        for passage in self._passages[:MOST]:
            place = one_line(self.words("value", value=stands_at(passage)))
            parts.append(Content.assemble((place, "bold"), "\n", clean(passage.text), "\n"))
        if len(self._passages) > MOST:
            left = len(self._passages) - MOST
            parts.append(Content(self.words("ui.passages.more", count=left, number=self._document.id)))
        return Content("\n").join(parts)
