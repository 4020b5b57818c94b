"""The list of plans. It never takes the focus from the composer: what is typed is text, not a choice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.safe import clean, one_line
from tui.words import Words

if TYPE_CHECKING:
    from assistant.workspace import SessionCard

Entry = Literal["new", "sample", "import", "deleted", "in_use"]


class Picker(Vertical):
    """Plans, newest first, and what else one can begin with. Posts `Chosen` and `Asked`."""

    class Chosen(Message):
        """Somebody wants this plan: open it, or restore it if it is a deleted one."""

        def __init__(self, card: SessionCard) -> None:
            super().__init__()
            self.card = card

    class Asked(Message):
        """Somebody wants one of the other entries."""

        def __init__(self, entry: Entry) -> None:
            super().__init__()
            self.entry: Entry = entry

    def __init__(self, words: Words) -> None:
        super().__init__(id="picker")
        self.words = words
        self.showing_deleted = False
        self._told = ""
        self._open = ""
        self._cards: list[SessionCard] = []
        self._deleted: list[SessionCard] = []
        self._entries: list[SessionCard | Entry] = []

    def compose(self) -> ComposeResult:
        """A line above, and the list."""
        yield Static("", id="picker-title", markup=False)
        options = OptionList(id="picker-list", markup=False)
        options.can_focus = False
        yield options

    @property
    def card(self) -> SessionCard | None:
        """The plan that is highlighted."""
        place = self._list.highlighted
        entry = self._entries[place] if place is not None and place < len(self._entries) else None
        return None if entry is None or isinstance(entry, str) else entry

    def show(self, cards: list[SessionCard], deleted: list[SessionCard], open_plan: str = "") -> None:
        """Show these plans; the highlight stays on its plan, or goes to the latest.

        `open_plan` is the name of the plan that what is written goes to; empty if none is open.
        """
        before = self.card.id if self.card else ""
        self._cards, self._deleted, self._open = cards, deleted, open_plan
        if not deleted:
            self.showing_deleted = False
        shown = deleted if self.showing_deleted else cards
        others: list[Entry] = ["in_use"] if self.showing_deleted else ["new", "sample", "import"]
        if deleted and not self.showing_deleted:
            others.append("deleted")
        self._entries = [*shown, *others]
        self._show_title()
        options: list[Option | None] = [Option(self._line(entry)) for entry in self._entries]
        if shown and not self.words.glyphs.ascii:
            options.insert(len(shown), None)  # a line, drawn with a character that ASCII does not have
        self._list.set_options(options)
        ids = [entry.id for entry in shown]
        self._list.highlighted = ids.index(before) if before in ids else 0

    def tell(self, text: str) -> None:
        """Say above the list what did not work, until something is chosen."""
        self._told = clean(text)
        self._show_title()

    def turn_over(self) -> None:
        """Show the deleted plans instead of those in use, or the other way round."""
        self.showing_deleted = not self.showing_deleted
        self.show(self._cards, self._deleted, self._open)

    def move(self, action: str) -> None:
        """Move the highlight: `cursor_up`, `cursor_down`, `page_up`, `page_down`, `first`, `last`.

        It stops at both ends: one Up too many must not end on what begins a new plan.
        """
        end = {"cursor_up": 0, "cursor_down": self._list.option_count - 1}.get(action)
        if end is None or self._list.highlighted != end:
            getattr(self._list, f"action_{action}")()

    def choose(self) -> None:
        """Take what is highlighted."""
        self._told = ""
        self._list.action_select()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Turn the choice into ours."""
        event.stop()
        entry = self._entries[event.option_index]
        self.post_message(self.Asked(entry) if isinstance(entry, str) else self.Chosen(entry))

    @property
    def _list(self) -> OptionList:
        return self.query_one("#picker-list", OptionList)

    def _show_title(self) -> None:
        if self.showing_deleted:
            title = self.words("ui.picker.deleted_title")
        elif self._open:
            title = self.words("ui.picker.title_open", name=one_line(self._open))
        else:
            title = self.words("ui.picker.title")
        self.query_one("#picker-title", Static).update("\n\n".join(filter(None, (self._told, title))))

    def _line(self, entry: SessionCard | Entry) -> Content:
        if isinstance(entry, str):
            facts = {"count": len(self._deleted)} if entry == "deleted" else {}
            return Content(self.words(f"ui.picker.{entry}", **facts))
        when = (entry.deleted_at or entry.updated_at).astimezone().strftime("%Y-%m-%d %H:%M")
        progress = self._progress(entry, when)
        title = one_line(entry.title)
        second = f"{title}  {progress}" if title and title != entry.name else progress
        return Content.assemble((one_line(entry.name), "bold"), "\n  ", (second, "dim"))

    def _progress(self, card: SessionCard, when: str) -> str:
        if not card.turns:
            return self.words("ui.picker.not_begun", when=when)
        filled = {"filled": card.filled, "needed": card.needed, "when": when}
        if not card.step:
            return self.words("ui.picker.all_asked", **filled)
        return self.words("ui.picker.facts", step=card.step, **filled)
