"""`knowledge add|list|show|remove|refresh`: the person's own documents, which the search looks in as well."""

from __future__ import annotations

import argparse
import shlex
from typing import TYPE_CHECKING, Any

from tui.commands.names import find
from tui.commands.registry import FAILED, INTERRUPTED, OK, Command, argument, option, switch
from tui.commands.watching import Meter, stoppable
from tui.documents import as_json, has_title, length_of, stands_at

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.workspace import Watch, Workspace
    from knowledge import Added, KnowledgeError, Refreshed, Stored
    from tui.commands.call import Call


def _add(call: Call, args: argparse.Namespace) -> int:
    """Add one file after the other; one that cannot be read does not stop the others."""
    results: list[dict[str, Any]] = []
    with call.workspace() as workspace, stoppable() as watch:
        session = _session(workspace, args.session)
        owners = _owners(workspace)
        for path in _paths(args.file):
            result = _added(call, workspace, path, session or "", watch)
            results.append(result)
            if not args.json and result["document"] is not None:
                _tell_added(call, result.pop("added"), owners)
            result.pop("added", None)
            if watch.stopped():
                break
    if args.json:
        call.json({"files": results})
    if watch.stopped():
        done = sum(result["outcome"] in ("added", "replaced", "same") for result in results)
        call.note("cli.knowledge.stopped", count=done)
        return INTERRUPTED
    return FAILED if any(result["outcome"] == "failed" for result in results) else OK


def _paths(typed: list[str]) -> list[Path]:
    from assistant.workspace import typed_paths

    return [path for each in typed for path in typed_paths(each)]


def _added(call: Call, workspace: Workspace, path: Path, session: str, watch: Watch) -> dict[str, Any]:
    """Add one file and return what came of it; a failure is told at once."""
    from knowledge import Cancelled, KnowledgeError

    shown: dict[str, Any] = {"path": str(path), "outcome": "", "document": None, "code": "", "reason": ""}
    meter = Meter(call)
    try:
        added = workspace.library.add(path, session=session, watch=meter.watching(watch))
    except Cancelled:
        meter.clear()
        return {**shown, "outcome": "stopped"}
    except KnowledgeError as error:
        meter.clear()
        reason = _reason(call, workspace, path, error)
        call.warn(reason)
        return {**shown, "outcome": "failed", "code": getattr(error, "code", ""), "reason": reason}
    meter.clear()
    return {**shown, "outcome": added.outcome, "document": as_json(added.document), "added": added}


def _reason(call: Call, workspace: Workspace, path: Path, error: KnowledgeError) -> str:
    reason = workspace.error_text(error) or str(error)
    if getattr(error, "code", "") != "not-a-file" or not path.is_dir():
        return reason
    return f"{reason} {call.text('cli.knowledge.folder-hint', command=f'govplan knowledge add {shlex.quote(str(path))}/*')}"


def _tell_added(call: Call, added: Added, owners: dict[str, str]) -> None:
    document = added.document
    call.say(
        f"cli.knowledge.{added.outcome}",
        number=document.id,
        name=document.name,
        length=length_of(document),
        scope=_scope(document, owners),
    )
    if added.extension_differs:
        format = {"id": f"documents.format.{document.media}", "params": {}}
        call.note("cli.knowledge.differs", name=document.name, format=format)


def _list(call: Call, args: argparse.Namespace) -> int:
    with call.workspace() as workspace:
        documents = workspace.library.all(_session(workspace, args.session))
        owners = _owners(workspace)
    if args.json:
        call.json({"documents": [as_json(document) for document in documents]})
        return OK
    if not documents:
        call.say("cli.knowledge.no-documents")
    for document in documents:
        call.line(_row(call, document, owners))
    return OK


def _row(call: Call, document: Stored, owners: dict[str, str]) -> str:
    from datetime import datetime

    when = datetime.fromisoformat(document.added_at).astimezone().strftime("%Y-%m-%d %H:%M")
    lines = [
        call.text("cli.knowledge.row", number=document.id, name=document.name, length=length_of(document)),
        call.text("cli.knowledge.row.facts", scope=_scope(document, owners), when=when, path=document.path),
    ]
    if has_title(document):
        lines.insert(1, document.title)
    return "\n    ".join(lines)


def _show(call: Call, args: argparse.Namespace) -> int:
    with call.workspace() as workspace:
        document = workspace.library.find(args.doc)
        passages = workspace.library.passages(document)
        owners = _owners(workspace)
    if args.json:
        pieces = [
            {
                "number": passage.number,
                "page": passage.page,
                "last_page": passage.last_page,
                "headings": list(passage.headings),
                "lang": passage.lang,
                "text": passage.text,
            }
            for passage in passages
        ]
        call.json({"document": as_json(document), "passages": pieces})
        return OK
    call.line(f"{_row(call, document, owners)}\n")
    for passage in passages:
        call.line(f"{call.text('cli.knowledge.place', place=stands_at(passage))}\n{passage.text}\n")
    return OK


def _remove(call: Call, args: argparse.Namespace) -> int:
    with call.workspace() as workspace:
        document = workspace.library.find(args.doc)
        workspace.library.remove(document)
    call.say("cli.knowledge.removed", name=document.name, path=document.path)
    return OK


def _refresh(call: Call, args: argparse.Namespace) -> int:
    """Look at every file again and say of each what came of it."""
    from knowledge import Cancelled

    meter = Meter(call)
    with call.workspace() as workspace, stoppable() as watch:
        try:
            looked = workspace.library.refresh(_session(workspace, args.session), meter.watching(watch))
        except Cancelled:
            meter.clear()
            call.note("cli.knowledge.refresh-stopped")
            return INTERRUPTED
        meter.clear()
        results = [_looked(workspace, each) for each in looked]
    if args.json:
        call.json({"documents": results})
    else:
        for result in results:
            outcome = result["outcome"]
            call.say(
                f"cli.knowledge.refresh.{outcome}",
                number=result["document"]["id"],
                name=result["document"]["name"],
            )
            if result["outcome"] == "failed":
                call.warn(result["reason"])
        if not results:
            call.say("cli.knowledge.no-documents")
    return FAILED if any(result["outcome"] in ("missing", "failed") for result in results) else OK


def _looked(workspace: Workspace, each: Refreshed) -> dict[str, Any]:
    problem = each.problem
    return {
        "outcome": each.outcome,
        "document": as_json(each.document),
        "code": getattr(problem, "code", "") if problem else "",
        "reason": (workspace.error_text(problem) or str(problem)) if problem else "",
    }


def _session(workspace: Workspace, typed: str | None) -> str | None:
    """Return the id of the session that was named. Raises UnknownSession or AmbiguousSession."""
    return None if typed is None else find(workspace, typed).id


def _owners(workspace: Workspace) -> dict[str, str]:
    """Return the names of the sessions by id, of the deleted ones too: their documents are kept for them."""
    cards = [*workspace.sessions(), *workspace.sessions(deleted=True)]
    return {card.id: card.name for card in cards}


def _scope(document: Stored, owners: dict[str, str]) -> dict[str, Any]:
    if not document.scope:
        return {"id": "documents.scope.all", "params": {}}
    if document.scope in owners:
        return {"id": "cli.knowledge.scope.session", "params": {"name": owners[document.scope]}}
    return {"id": "cli.knowledge.scope.gone", "params": {}}


COMMANDS = (
    Command(
        "knowledge add",
        _add,
        (
            argument("file", help="documents", nargs="+"),
            option("--session", help="documents-session"),
            switch("--json"),
        ),
    ),
    Command(
        "knowledge list",
        _list,
        (option("--session", help="documents-of"), switch("--json")),
    ),
    Command("knowledge show", _show, (argument("doc"), switch("--json"))),
    Command("knowledge remove", _remove, (argument("doc"),)),
    Command(
        "knowledge refresh",
        _refresh,
        (option("--session", help="documents-of"), switch("--json")),
    ),
)
