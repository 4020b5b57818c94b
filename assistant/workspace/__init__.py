"""The one place where the parts are wired together, and what ``tui`` talks to."""

from assistant.dialogue.commands import COMMANDS, CommandSpec
from assistant.dialogue.turns import Request
from assistant.workspace.conversation import Conversation
from assistant.workspace.service import Workspace
from assistant.workspace.views import Row, SessionCard, Shown, StepView, Turn

__all__ = [
    "COMMANDS",
    "CommandSpec",
    "Conversation",
    "Request",
    "Row",
    "SessionCard",
    "Shown",
    "StepView",
    "Turn",
    "Workspace",
]
