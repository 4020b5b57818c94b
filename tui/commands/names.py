"""Names of sessions as people type them on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.workspace import SessionCard, Workspace
    from tui.commands.call import Call


def free_name(call: Call, workspace: Workspace, name: str, *, besides: str = "") -> None:
    """Raise a Failure if a session other than the one with the id `besides` has this name.

    The store would make "X (2)" of it; who types a name has to get it or be told.
    """
    from assistant.sessions.names import fold, tidy

    wanted = fold(tidy(name, ""))
    if not wanted:
        raise call.failure("cli.error.name-empty")
    for card in workspace.sessions():
        if fold(card.name) == wanted and card.id != besides:
            raise call.failure("cli.error.name-taken", name=card.name)


def find(workspace: Workspace, typed: str, *, deleted: bool = False) -> SessionCard:
    """Return the session that `typed` means; raises UnknownSession or AmbiguousSession."""
    from assistant.sessions import SessionInfo
    from assistant.sessions.names import match

    cards = {card.id: card for card in workspace.sessions(deleted=deleted)}
    known = [
        SessionInfo(card.id, card.name, card.created_at, card.updated_at, card.turns, "{}", card.deleted_at)
        for card in cards.values()
    ]
    return cards[match(typed, known).id]
