"""`list`, `rename`, `duplicate`, `delete` and `restore`: keeping order among the sessions."""

from __future__ import annotations

import argparse
import shlex
from typing import TYPE_CHECKING, Any

from tui.commands.names import find, free_name
from tui.commands.registry import OK, Command, argument, switch

if TYPE_CHECKING:
    from assistant.workspace import SessionCard, Workspace
    from tui.commands.call import Call

_SHOWN_ID = 8
"""First letters of an id in the list: enough to tell sessions apart and to type."""


def _list(call: Call, args: argparse.Namespace) -> int:
    with call.workspace() as workspace:
        cards = workspace.sessions(deleted=args.deleted)
    if args.json:
        call.json({"sessions": [_as_json(card) for card in cards]})
        return OK
    if not cards:
        call.say("cli.list.none-deleted" if args.deleted else "cli.list.none")
    for card in cards:
        call.line(_row(call, card))
    return OK


def _row(call: Call, card: SessionCard) -> str:
    when = (card.deleted_at or card.updated_at).astimezone().strftime("%Y-%m-%d %H:%M")
    key = card.id[:_SHOWN_ID]
    if card.deleted_at:
        return call.text("cli.list.row-deleted", name=card.name, when=when, id=key)
    return call.text(
        "cli.list.row",
        name=card.name,
        title=card.title or call.text("cli.list.untitled"),
        progress=_progress(call, card),
        when=when,
        id=key,
    )


def _progress(call: Call, card: SessionCard) -> str:
    if not card.turns:
        return call.text("cli.list.not-begun")
    filled = {"filled": card.filled, "needed": card.needed}
    if not card.step:
        return call.text("cli.list.all-asked", **filled)
    return call.text("cli.list.at-step", step=card.step, **filled)


def _as_json(card: SessionCard) -> dict[str, Any]:
    return {
        "id": card.id,
        "name": card.name,
        "title": card.title,
        "step": card.step,
        "filled": card.filled,
        "needed": card.needed,
        "turns": card.turns,
        "created_at": card.created_at.isoformat(),
        "updated_at": card.updated_at.isoformat(),
        "deleted_at": card.deleted_at.isoformat() if card.deleted_at else None,
    }


def _rename(call: Call, args: argparse.Namespace) -> int:
    with call.workspace() as workspace:
        card = find(workspace, args.session)
        free_name(call, workspace, args.name, besides=card.id)
        name = workspace.rename(card.id, args.name).name
    call.say("cli.rename.done", old=card.name, name=name)
    return OK


def _duplicate(call: Call, args: argparse.Namespace) -> int:
    with call.workspace() as workspace:
        card = find(workspace, args.session)
        if args.name is not None:
            free_name(call, workspace, args.name)
        copy = workspace.duplicate(card.id, args.name)
    call.say("cli.duplicate.done", old=card.name, name=copy.name)
    return OK


def _delete(call: Call, args: argparse.Namespace) -> int:
    with call.workspace() as workspace:
        card = find(workspace, args.session)
        workspace.delete(card.id)
        own = len(workspace.library.of_session(card.id))
    call.say("cli.delete.done", name=card.name, command=shlex.join(["govplan", "restore", card.name]))
    if own:
        call.say("cli.delete.documents", count=own)
    return OK


def _restore(call: Call, args: argparse.Namespace) -> int:
    with call.workspace() as workspace:
        card = _find_deleted(call, workspace, args.session)
        name = workspace.restore(card.id).name
    call.say("cli.restore.done", name=name)
    return OK


def _find_deleted(call: Call, workspace: Workspace, typed: str) -> SessionCard:
    """Return the deleted session that `typed` means; a Failure if it is one that was never put away."""
    from assistant.sessions import AmbiguousSession, UnknownSession

    try:
        return find(workspace, typed, deleted=True)
    except UnknownSession as unknown:
        try:
            card = find(workspace, typed)
        except (UnknownSession, AmbiguousSession):
            raise unknown from None
        command = shlex.join(["govplan", "open", card.name])
        raise call.failure("cli.restore.not-deleted", name=card.name, command=command) from None


COMMANDS = (
    Command("list", _list, (switch("--deleted"), switch("--json"))),
    Command("rename", _rename, (argument("session"), argument("name", help="new-name"))),
    Command("duplicate", _duplicate, (argument("session"), argument("name", nargs="?", help="copy-name"))),
    Command("delete", _delete, (argument("session"),)),
    Command("restore", _restore, (argument("session", help="deleted-session"),)),
)
