"""The one place where the parts are wired together, and what ``tui`` talks to."""

from assistant.dialogue.commands import COMMANDS, CommandSpec
from assistant.dialogue.turns import Request
from assistant.workspace.conversation import Conversation
from assistant.workspace.service import Workspace
from assistant.workspace.typed_paths import typed_paths
from assistant.workspace.views import Row, SessionCard, Shown, StepView, Turn
from assistant.workspace.watch import Progress, Watch

__all__ = [
    "COMMANDS",
    "CommandSpec",
    "Conversation",
    "Progress",
    "Request",
    "Row",
    "SessionCard",
    "Shown",
    "StepView",
    "Turn",
    "Watch",
    "Workspace",
    "typed_paths",
]
