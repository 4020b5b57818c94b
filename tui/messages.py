"""What workers tell the screens. Workers touch no widget: they post these, and handlers own the state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from textual.message import Message

if TYPE_CHECKING:
    from assistant.sessions import RescueReport
    from assistant.workspace import Conversation, Progress, Request, SessionCard, Shown, Turn, Workspace
    from tui.settings import ScreenSettings
    from tui.views import View

Doing = Literal["say", "command", "edit", "undo"]


@dataclass(frozen=True, slots=True)
class Sent:
    """What a person asked for; comes back with the answer, so that nothing is lost when there is none."""

    doing: Doing
    text: str
    """The line as typed; for a command its name and argument; for an edit the new value."""


@dataclass
class Opened(Message):
    """The workspace is there."""

    workspace: Workspace
    sessions: list[SessionCard]
    settings: ScreenSettings
    rescued: RescueReport | None = None


@dataclass
class OpenFailed(Message):
    """The workspace cannot be opened; `spare` works in memory and words the reason."""

    error: BaseException
    spare: Workspace
    settings: ScreenSettings
    can_rescue: bool = False
    """Whether something may be read of what is damaged."""


@dataclass
class Seated(Message):
    """A conversation is on the table: its earlier messages, its greeting, its view."""

    conversation: Conversation
    earlier: list[Shown]
    turn: Turn | None
    view: View
    kept: bool
    """Whether it is stored on disk: not so for the sample and in memory."""
    fresh: bool = False
    """Whether it was begun just now, so that nothing but the greeting is in it."""


@dataclass
class Answered(Message):
    """A turn is stored and answered."""

    turn: Turn
    view: View
    sent: Sent | None
    """None for the result of a request."""
    request: Request | None = None


@dataclass
class Failed(Message):
    """Something did not work and nothing was stored by it. `sent` is what a person wanted, if it was that."""

    error: BaseException
    sent: Sent | None = None
    request: Request | None = None
    seating: bool = False
    """Whether it was another conversation that was wanted."""


@dataclass
class Viewed(Message):
    """The same state is to be seen in another way."""

    view: View


@dataclass
class Listed(Message):
    """The sessions as they are now; `note` is what was just done, worded."""

    sessions: list[SessionCard]
    deleted: list[SessionCard]
    note: str = ""


@dataclass
class Warmed(Message):
    """The state of the knowledge base changed."""

    state: str
    reason: str


@dataclass
class Progressed(Message):
    """Slow work has come further. Of several that wait to be handled only the last one counts."""

    request: Request
    progress: Progress

    def can_replace(self, message: Message) -> bool:
        """Whether this makes another message needless."""
        return isinstance(message, Progressed)


@dataclass
class CopyText(Message):
    """Somebody wants `text` in the clipboard; `what` it is: reply, marked, plan."""

    text: str
    what: str


@dataclass
class QuitWanted(Message):
    """Somebody wants to quit."""


@dataclass
class Invoked(Message):
    """Something was chosen in the palette: an action of the app, or (`command`, `complete`) one of the dialogue."""

    action: str
    name: str


@dataclass
class Typed(Message):
    """Somebody typed or pasted text on a screen that has no use for it: it belongs into the composer."""

    text: str
